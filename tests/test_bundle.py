"""A bundle holds all that a slot needs, and is published whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import av
import pytest
from PIL import Image

from made_takes import DRAFT, FULL, SCRIPT, make_clip, make_lesson, make_take
from nowshowing.errors import AuthorError
from nowshowing.film.takes import Take
from nowshowing.publish import staging
from nowshowing.publish.bundle import publish
from nowshowing.publish.films import FilmError, join, verify
from nowshowing.publish.manifest import damage, read_manifest
from nowshowing.publish.staging import replacing, staged
from nowshowing.spec.lesson import Lesson, Link, Utterance

Takes = tuple[Take, Take]
FILES = [
    "captions.vtt", "chapters.vtt", "clips/one.mp4", "clips/two.mp4", "descriptions.vtt", "embed.html", "manifest.json",
    "poster.webp", "transcript.html", "video.mp4",
]  # fmt: skip


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> Takes:
    """Two clips, the second with a slot of its own."""
    folder = tmp_path_factory.mktemp("takes")
    return make_take(folder, make_clip("one")), make_take(folder, make_clip("two", slot="second"))


@pytest.fixture(scope="module")
def lesson(takes: Takes) -> Lesson:
    """A lesson of the two clips, with names that want to be markup."""
    more = {
        "title": 'Slope <at> a "point" & more',
        "summary": "Chords settle --> </script><b> on $f'(x)$.",
        "published": "2026-03-01",
        "authors": ("A. <Author>",),
        "licence": "CC-BY-4.0",
        "links": (Link("Bad", "javascript:alert(1)"), Link("Good", "https://example.org/?a=1&b=2")),
    }
    return make_lesson(*(take.clip for take in takes), **more)


@pytest.fixture(scope="module")
def bundle(takes: Takes, lesson: Lesson, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lesson's bundle."""
    return publish(lesson, takes, tmp_path_factory.mktemp("site") / "media")


def files_of(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def test_a_bundle_holds_every_file_and_nothing_else(bundle: Path) -> None:
    """No staging is left beside it."""
    assert files_of(bundle) == FILES
    assert sorted(folder.name for folder in bundle.parent.iterdir()) == ["second", "slope-at-a-point"]


def test_a_clip_with_a_slot_gets_a_bundle_of_the_same_make(bundle: Path) -> None:
    """Its film is the clip."""
    second = bundle.parent / "second"
    assert files_of(second) == [name for name in FILES if name != "clips/one.mp4"]
    manifest = read_manifest(second)
    assert manifest is not None
    assert (manifest.title, manifest.slot, manifest.clips[0].start) == ("From chord to tangent", "second", 0.0)


def test_the_film_is_its_clips_one_after_the_other(bundle: Path, takes: Takes) -> None:
    """Every picture is there, at its time, decoded as in the clip."""
    with av.open(str(bundle / "video.mp4")) as film:
        stream = film.streams.video[0]
        pictures = [(picture.pts * stream.time_base, picture.to_ndarray().tobytes()) for picture in film.decode(stream)]
    expected = []
    for take in takes:
        with av.open(str(take.video)) as source:
            expected += [picture.to_ndarray().tobytes() for picture in source.decode(video=0)]
    assert len(pictures) == sum(take.timeline.frames for take in takes)
    assert [time * 30 for time, _ in pictures] == list(range(len(pictures)))
    assert [picture for _, picture in pictures] == expected


def atoms(video: Path) -> list[bytes]:
    raw, at, found = video.read_bytes(), 0, []
    while at < len(raw):
        size, name = struct.unpack(">I4s", raw[at : at + 8])
        found.append(name)
        at += size
    return found


def test_videos_start_fast_and_say_their_colours(bundle: Path) -> None:
    """The index comes before the pictures; H.264, yuv420p, bt709."""
    for name in ("video.mp4", "clips/one.mp4", "clips/two.mp4"):
        order = atoms(bundle / name)
        assert order.index(b"moov") < order.index(b"mdat")
        with av.open(str(bundle / name)) as film:
            context = film.streams.video[0].codec_context
            assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
            assert (context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1)


def test_the_poster_is_a_webp_of_the_films_size(bundle: Path) -> None:
    """160 by 90 here."""
    with Image.open(bundle / "poster.webp") as image:
        assert (image.format, image.size) == ("WEBP", (160, 90))


def test_the_manifest_names_every_other_file_with_its_digest(bundle: Path) -> None:
    """And its size."""
    manifest = json.loads((bundle / "manifest.json").read_text())
    assert sorted(manifest["files"]) == [name for name in FILES if name != "manifest.json"]
    for name, record in manifest["files"].items():
        content = (bundle / name).read_bytes()
        assert record == {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def test_the_manifest_tells_what_happens_when(bundle: Path, takes: Takes) -> None:
    """Clips, beats, predictions and events, in seconds and frames of the film."""
    manifest = json.loads((bundle / "manifest.json").read_text())
    first, second = manifest["clips"]
    frames = takes[0].timeline.frames
    assert (manifest["frames"], manifest["frame_rate"], manifest["width"]) == (2 * frames, 30, 160)
    assert (second["frames"], second["start"]) == ([frames, 2 * frames], round(frames / 30, 3))
    think = takes[1].timeline.beats[1].think
    assert think is not None
    assert second["predictions"] == [
        {
            "beat": "shrink",
            "question": "Where is the slope heading?",
            "start": round((frames + think[0]) / 30, 3),
            "stop": round((frames + think[1]) / 30, 3),
        }
    ]
    assert second["events"][0]["frame"] == frames
    assert first["events"][0]["values"] == {"slope": 4.25, "limit": "inf"}
    assert [point["id"] for point in first["teaches"]] == ["chord-slope", "derivative-limit"]
    assert set(manifest["versions"]) == {"nowshowing", "manim", "av", "python"}


def test_nothing_in_a_bundle_comes_from_the_clock_or_the_machine(
    bundle: Path, takes: Takes, lesson: Lesson, tmp_path: Path
) -> None:
    """The same lesson gives the same bytes elsewhere and later, and no path is in them."""
    again = publish(lesson, takes, tmp_path / "elsewhere")
    for name in FILES:
        assert (again / name).read_bytes() == (bundle / name).read_bytes()
        assert str(takes[0].video.parent).encode() not in (bundle / name).read_bytes()


def test_titles_and_texts_cannot_become_markup(bundle: Path) -> None:
    """Nor end a script, nor open a link that runs."""
    page = (bundle / "embed.html").read_text()
    assert "<at>" not in page
    assert "javascript:" not in page
    assert page.count("</script>") == 1
    assert "&lt;at&gt; a &quot;point&quot; &amp; more" in page
    assert 'data-latex="f&#x27;(x)">f′(x)</span>' in page
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])  # type: ignore[index]
    assert data["name"] == 'Slope <at> a "point" & more'
    assert data["description"] == "Chords settle --> </script><b> on f′(x)."


def test_the_page_tells_search_engines_what_the_film_is(bundle: Path, takes: Takes) -> None:
    """A VideoObject that is a LearningResource."""
    page = (bundle / "embed.html").read_text()
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", page)[1])  # type: ignore[index]
    seconds = sum(take.timeline.frames for take in takes) / 30
    assert data["@type"] == ["VideoObject", "LearningResource"]
    assert (data["uploadDate"], data["license"], data["inLanguage"]) == ("2026-03-01", "CC-BY-4.0", "en")
    assert data["duration"] == f"PT{round(seconds)}S"
    assert data["author"] == [{"@type": "Person", "name": "A. <Author>"}]
    assert [part["name"] for part in data["hasPart"]] == ["From chord to tangent"] * 2
    assert data["hasPart"][1]["endOffset"] == round(seconds, 3)
    assert len(data["teaches"]) == 2


def test_the_snippet_has_no_blank_line(bundle: Path) -> None:
    """So that Markdown leaves it alone."""
    figure = re.search(r"<figure.*</figure>", (bundle / "embed.html").read_text(), re.DOTALL)
    assert figure is not None
    assert all(line.strip() for line in figure[0].split("\n"))


def test_another_profile_aspect_or_language_lies_in_a_folder_of_its_own(tmp_path: Path) -> None:
    """Named by what differs from the lesson."""
    script = {"curve": replace(SCRIPT["curve"], say=Utterance("Here."))}
    clip = make_clip(script=script)
    lesson = make_lesson(clip)
    tall = replace(clip, aspect="9:16", language="de")
    assert publish(lesson, [make_take(tmp_path, clip, DRAFT)], tmp_path / "m") == tmp_path / "m/draft/slope-at-a-point"
    assert publish(lesson, [make_take(tmp_path, tall)], tmp_path / "m") == tmp_path / "m/full-9x16-de/slope-at-a-point"


def test_takes_that_are_not_the_lessons_clips_are_refused(lesson: Lesson, takes: Takes, tmp_path: Path) -> None:
    """A film has all its clips, in order."""
    with pytest.raises(ValueError, match="not its clips"):
        publish(lesson, takes[::-1], tmp_path)


@pytest.mark.parametrize("harm", ["cut", "missing frames", "no video", "other settings"])
def test_a_bad_take_leaves_the_old_bundle(
    harm: str, lesson: Lesson, takes: Takes, bundle: Path, tmp_path: Path
) -> None:
    """And no staging."""
    media = tmp_path / "media"
    shutil.copytree(bundle.parent, media)
    before = {name: (media / "slope-at-a-point" / name).read_bytes() for name in FILES}
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(takes[1].video.read_bytes()[: 2000 if harm == "cut" else None])
    timeline = takes[1].timeline
    if harm == "missing frames":
        timeline = replace(timeline, frames=timeline.frames + 1)
    elif harm == "no video":
        bad.write_text("not a film")
    elif harm == "other settings":
        bad = make_take(tmp_path, takes[1].clip, DRAFT).video
    with pytest.raises(FilmError):
        publish(lesson, [takes[0], replace(takes[1], video=bad, timeline=timeline)], media)
    assert {name: (media / "slope-at-a-point" / name).read_bytes() for name in FILES} == before
    assert sorted(folder.name for folder in media.iterdir()) == ["second", "slope-at-a-point"]


def test_a_folder_that_is_no_bundle_is_never_replaced(lesson: Lesson, takes: Takes, tmp_path: Path) -> None:
    """It may be the author's."""
    (tmp_path / "slope-at-a-point").mkdir()
    (tmp_path / "slope-at-a-point" / "notes.txt").write_text("mine")
    with pytest.raises(AuthorError, match="is there and is no bundle"):
        publish(lesson, takes, tmp_path)
    assert (tmp_path / "slope-at-a-point" / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_staged_folder_replaces_the_old_one_whole(
    can_exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where folders can be exchanged in one step, and where they cannot."""
    if not can_exchange:
        monkeypatch.setattr(staging, "_exchange", lambda one, other: False)
    target = tmp_path / "target"
    for text in ("first", "second"):
        with staged(target) as folder:
            (folder / text).write_text(text)
    with pytest.raises(KeyboardInterrupt), staged(target) as folder:  # noqa: PT012
        (folder / "third").write_text("")
        raise KeyboardInterrupt
    assert [file.name for file in target.iterdir()] == ["second"]
    assert list(tmp_path.iterdir()) == [target]


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from nowshowing.publish import staging
    target, moment = Path(sys.argv[1]), int(sys.argv[2])
    count = 0
    def trace(frame, event, arg):
        global count
        if frame.f_code.co_filename == staging.__file__ and event == "line":
            count += 1
            if count == moment:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace
    if sys.argv[3] == "no":
        staging._exchange = lambda one, other: False
    sys.settrace(trace)
    with staging.staged(target) as folder:
        (folder / "a").write_text("new")
        (folder / "b").write_text("new")
    sys.settrace(None)
    print("done")
"""


@pytest.mark.parametrize("exchange", ["yes", "no"])
def test_a_kill_at_any_moment_leaves_the_old_folder_or_the_new(exchange: str, tmp_path: Path) -> None:
    """Never a mixture; the next run needs no help and leaves no trace of the killed one."""
    script = tmp_path / "killed.py"
    script.write_text(textwrap.dedent(KILLED))
    target = tmp_path / "room" / "target"
    for moment in range(1, 300, 5):
        with staged(target) as folder:
            (folder / "a").write_text("old")
            (folder / "b").write_text("old")
        command = [sys.executable, script, target, str(moment), exchange]
        ended = subprocess.run(command, capture_output=True, check=False)
        if target.exists() or exchange == "yes":
            assert {file.read_text() for file in target.iterdir()} in ({"old"}, {"new"})
            assert len(list(target.iterdir())) == 2
        with staged(target) as folder:
            (folder / "c").write_text("next")
        assert files_of(tmp_path / "room") == ["target/c"]
        if ended.returncode != -signal.SIGKILL:
            assert ended.stdout == b"done\n"
            break
    else:
        pytest.fail("the last moment was never reached")


def test_what_was_moved_aside_by_a_killed_run_is_put_back(tmp_path: Path) -> None:
    """Before anything else is done."""
    (tmp_path / ".staging" / "target.old").mkdir(parents=True)
    (tmp_path / ".staging" / "target.old" / "a").write_text("old")
    (tmp_path / ".staging" / "target.new").mkdir()
    with pytest.raises(KeyboardInterrupt), staged(tmp_path / "target"):
        raise KeyboardInterrupt
    assert files_of(tmp_path) == ["target/a"]


def test_files_of_killed_runs_are_cleared_away(tmp_path: Path) -> None:
    """Those of living ones stay."""
    (tmp_path / ".page.html.999999999.nowshowing-new").write_text("dead")
    (tmp_path / f".page.html.{os.getppid()}.nowshowing-new").write_text("alive")
    with replacing(tmp_path / "page.html") as fresh:
        fresh.write_text("new")
    assert files_of(tmp_path) == [f".page.html.{os.getppid()}.nowshowing-new", "page.html"]


@pytest.mark.parametrize("offset", [0.0, 0.3, 0.6, 0.95])
def test_a_flipped_byte_in_a_bundle_is_noticed(offset: float, bundle: Path, tmp_path: Path) -> None:
    """In any file."""
    copy = tmp_path / "copy"
    shutil.copytree(bundle, copy)
    manifest = read_manifest(copy)
    assert manifest is not None
    assert damage(copy, manifest) is None
    raw = bytearray((copy / "video.mp4").read_bytes())
    raw[int(offset * len(raw))] ^= 1
    (copy / "video.mp4").write_bytes(raw)
    assert damage(copy, manifest) == "video.mp4 is not the file that its manifest names"


def test_films_with_pictures_out_of_order_join_too(tmp_path: Path) -> None:
    """B-frames are decoded before they are shown."""
    profile = FULL.model_copy(update={"encoder": {"preset": "medium", "crf": "30", "bf": "2"}})
    takes = [make_take(tmp_path, make_clip(name), profile) for name in ("one", "two")]
    lengths = [take.timeline.frames for take in takes]
    join([take.video for take in takes], lengths, 30, tmp_path / "film.mp4")
    verify(tmp_path / "film.mp4", sum(lengths), 30)
    with pytest.raises(FilmError, match="frames"):
        verify(tmp_path / "film.mp4", sum(lengths) + 1, 30)
