"""A filled page works in a real browser."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from made_takes import make_clip, make_lesson, make_take
from nowshowing.publish.bundle import publish
from nowshowing.publish.fill import fill
from nowshowing.publish.manifest import Manifest, read_manifest

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's package chromium"),
]
EXAMPLES = Path(__file__).parent.parent / "examples" / "page"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files, and parts of files, as web servers do."""

    def do_GET(self) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        file = Path(self.translate_path(self.path))
        if wanted is None or not file.is_file():
            return super().do_GET()
        content = file.read_bytes()
        start, stop = int(wanted[1]), min(int(wanted[2] or len(content)), len(content) - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Range", f"bytes {start}-{stop}/{len(content)}")
        self.send_header("Content-Length", str(stop + 1 - start))
        self.end_headers()
        self.wfile.write(content[start : stop + 1])
        return None

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example page, filled with a film of two clips."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(EXAMPLES / "index.html", folder)
    clips = make_clip("one"), make_clip("two", title="A & <b>")
    publish(make_lesson(*clips), [make_take(folder, clip) for clip in clips], folder / "media")
    fill([folder / "index.html"], folder / "media", assets=folder / "films")
    shutil.rmtree(folder / "media")
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, opened; at the end nothing may have gone wrong in it."""
    page = browser.new_page(viewport={"width": 480, "height": 800})
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(f"{request.url}: {request.failure}"))
    page.on(
        "response", lambda answer: problems.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
    )
    page.goto(f"{address}/index.html")
    page.wait_for_function("document.querySelector('video').readyState >= 1")
    yield page
    page.close()
    assert [problem for problem in problems if "ERR_ABORTED" not in problem] == []


@pytest.fixture
def manifest(site: Path) -> Manifest:
    """What the bundle says about itself."""
    found = read_manifest(site / "films" / "slope-at-a-point")
    assert found is not None
    return found


def test_the_video_loads_with_its_size_and_length(page: Page, manifest: Manifest) -> None:
    """As the bundle says."""
    video = page.evaluate(
        "(v => [v.videoWidth, v.videoHeight, v.duration, v.error])(document.querySelector('figure.nowshowing video'))"
    )
    assert video == [160, 90, pytest.approx(manifest.duration, abs=0.01), None]


def test_the_video_seeks_into_its_second_clip_and_plays(page: Page) -> None:
    """And shows pictures there."""
    time = page.evaluate(
        """async () => {
            const video = document.querySelector('video');
            video.muted = true;
            video.currentTime = 12;
            await new Promise(done => video.addEventListener('seeked', done, {once: true}));
            await video.play();
            await new Promise(done => video.requestVideoFrameCallback((now, frame) => done(frame)));
            video.pause();
            return video.currentTime;
        }"""
    )
    assert 12 <= time < 14


def test_the_three_tracks_are_there_with_their_cues(page: Page, manifest: Manifest) -> None:
    """Captions are shown, chapters carry the clips' titles, texts come out unescaped."""
    tracks = page.evaluate(
        """async () => {
            const found = {};
            for (const element of document.querySelectorAll('video track')) {
                const shown = element.track.mode;
                element.track.mode = shown === 'disabled' ? 'hidden' : shown;
                if (element.readyState < 2)
                    await new Promise(done => element.addEventListener('load', done, {once: true}));
                const cues = Array.from(element.track.cues).map(cue => [cue.startTime, cue.endTime, cue.text]);
                found[element.track.kind] = {shown, cues};
            }
            return found;
        }"""
    )
    assert list(tracks) == ["captions", "chapters", "descriptions"]
    assert tracks["captions"]["shown"] == "showing"
    assert tracks["captions"]["cues"][0] == [0, manifest.clips[0].beats[0].stop, "Here is the parabola x²."]
    assert tracks["chapters"]["cues"] == [
        [0, manifest.clips[1].start, "From chord to tangent"],
        [manifest.clips[1].start, manifest.duration, "A &amp; &lt;b&gt;"],
    ]
    assert len(tracks["descriptions"]["cues"]) == 4


def test_the_poster_loads_and_the_video_fits_the_page(page: Page) -> None:
    """Also on a narrow screen."""
    poster = page.evaluate(
        """async () => {
            const image = new Image();
            image.src = document.querySelector('video').poster;
            await image.decode();
            return [image.naturalWidth, image.naturalHeight];
        }"""
    )
    assert poster == [160, 90]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_page_shows_title_transcript_and_data(page: Page) -> None:
    """What a reader and a search engine find."""
    assert page.inner_text("figure.nowshowing .nowshowing-title") == "Slope at a single point"
    assert page.inner_text("figure.nowshowing .nowshowing-length") == "⏱ about 6 min"
    page.click("figure.nowshowing details > summary")
    assert page.inner_text("figure.nowshowing details h3 >> nth=1") == "A & <b>"
    data = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert data["@type"] == ["VideoObject", "LearningResource"]
    assert data["hasPart"][1]["name"] == "A & <b>"


def test_the_bundles_own_pages_open(browser: Browser, address: str) -> None:
    """embed.html and transcript.html stand for themselves."""
    page = browser.new_page()
    page.goto(f"{address}/films/slope-at-a-point/embed.html")
    page.wait_for_function("document.querySelector('video').duration > 10")
    page.goto(f"{address}/films/slope-at-a-point/transcript.html")
    assert page.title() == "Slope at a single point"
    assert "Where is the slope heading?" in page.inner_text("body")
    page.close()
