"""Filling a slot changes the slot and nothing else, and can be taken back byte for byte."""

from __future__ import annotations

import json
import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from made_takes import SCRIPT, make_clip, make_lesson, make_take
from nowshowing.errors import AuthorError
from nowshowing.publish.bundle import publish
from nowshowing.publish.fill import FillReport, fill
from nowshowing.publish.waiting import slots

SLOT = "slope-at-a-point"
EXAMPLES = Path(__file__).parent.parent / "examples" / "page"


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one bundle."""
    folder = tmp_path_factory.mktemp("media")
    clip = make_clip(script={"shrink": SCRIPT["shrink"]}, title='A <b> {{title}} */ --> "x" `y` *z*')
    publish(make_lesson(clip), [make_take(folder, clip)], folder / "media")
    return folder / "media"


def filled(content: bytes, media: Path, folder: Path, name: str = "page.html", **more: object) -> bytes:
    """The page after a call of fill."""
    page = folder / name
    page.write_bytes(content)
    fill([page], media, **more)  # type: ignore[arg-type]
    return page.read_bytes()


def figure(page: bytes) -> str:
    """The figure of a filled page."""
    found = re.search(rb"<figure.*</figure>", page, re.DOTALL)
    assert found is not None
    return found[0].decode()


class Tags(HTMLParser):
    """Start tags with their attributes, and whether all elements are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("source", "track"):
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


def tags(snippet: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(snippet)
    parser.close()
    assert parser.opened == []
    return parser.found


@pytest.mark.parametrize("name", ["index.html", "lesson.md", "lesson.mdx"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_the_example_pages_fill_and_empty_again(
    name: str, newline: bytes, start: bytes, media: Path, tmp_path: Path
) -> None:
    """Everything outside the slot stays, newlines are the page's, a second run changes nothing, empty takes it back."""
    before = start + (EXAMPLES / name).read_bytes().replace(b"\n", newline)
    after = filled(before, media, tmp_path, name)
    head, _, rest = before.partition(b"slot: slope-at-a-point")
    tail = rest.partition(b"/slot")[2]
    assert after.startswith(head)
    assert after.endswith(tail)
    assert b"<video controls" in after
    assert set(re.findall(rb"\r\n|\r|\n", after)) == {newline}
    assert filled(after, media, tmp_path, name) == after
    assert filled(after, media, tmp_path, name, empty=True) == before


WAITING = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=40).map(str.encode),
    st.text("-<>!*/{}\\`x03\r\n \t", max_size=40).map(str.encode),
)


@given(waiting=WAITING, around=WAITING, form=st.sampled_from(["html", "element", "md", "mdx"]))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_waiting_content_comes_back_byte_for_byte(
    waiting: bytes, around: bytes, form: str, media: Path, tmp_path: Path
) -> None:
    """Whatever bytes it holds, wherever fill accepts it, and a second run changes nothing."""
    shapes = {
        "html": (b"<!-- slot: slope-at-a-point -->%s<!-- /slot -->", "page.html"),
        "element": (b'<div data-slot="slope-at-a-point">%s</div>', "page.html"),
        "md": (b"\n\n<!-- slot: slope-at-a-point -->\n%s\n<!-- /slot -->\n", "page.md"),
        "mdx": (b"\n\n{/* slot: slope-at-a-point */}\n%s\n{/* /slot */}\n", "page.mdx"),
    }
    shape, name = shapes[form]
    before = around + shape % waiting + around
    try:
        after = filled(before, media, tmp_path, name)
    except AuthorError:
        assert (tmp_path / name).read_bytes() == before
        return
    assert filled(after, media, tmp_path, name) == after
    assert filled(after, media, tmp_path, name, empty=True) == before


def test_the_figure_has_what_a_slot_needs(media: Path, tmp_path: Path) -> None:
    """Video with its tracks, poster, size; transcript; data for search engines."""
    after = filled(b"<!-- slot: slope-at-a-point --><!-- /slot -->", media, tmp_path)
    found = tags(figure(after))
    names = [name for name, _ in found]
    assert names[:2] == ["figure", "figcaption"]
    assert {"video", "source", "details", "summary", "script"} <= set(names)
    video = next(attributes for name, attributes in found if name == "video")
    assert {"controls", "playsinline"} <= set(video)
    assert (video["preload"], video["width"], video["height"]) == ("metadata", "160", "90")
    assert [attributes["kind"] for name, attributes in found if name == "track"] == [
        "captions",
        "chapters",
        "descriptions",
    ]
    links = [attributes.get("src") for _, attributes in found if attributes.get("src")] + [video["poster"]]
    folder = os.path.relpath(media / SLOT, tmp_path)
    assert all(re.fullmatch(rf"{folder}/[a-z.]+[0-9a-z]+\?v=[0-9a-f]{{10}}", link or "") for link in links)
    assert all((tmp_path / (link or "").partition("?")[0]).is_file() for link in links)


def test_the_waiting_slots_own_words_stay(media: Path, tmp_path: Path) -> None:
    """Title, summary and length as it showed them, and a note where it promised another length."""
    page = tmp_path / "page.html"
    page.write_text(
        "<!-- slot: slope-at-a-point --><p>Video coming soon</p><h3>Slope &lt;here&gt;</h3><p>Chords settle.</p>"
        "<p>⏱ ~7 min</p><!-- /slot -->"
    )
    report = fill([page], media)
    snippet = figure(page.read_bytes())
    assert "<strong>Slope &lt;here&gt;</strong>" in snippet
    assert '<p class="nowshowing-summary">Chords settle.</p>' in snippet
    assert re.search(r'<time datetime="PT\dS">⏱ ~7 min</time>', snippet)
    assert "coming soon" not in snippet.lower()
    assert [outcome.note for outcome in report.slots] == ['the slot says "⏱ ~7 min", the film lasts 0:06']


def test_a_film_on_which_somebody_insisted_is_told(media: Path, tmp_path: Path) -> None:
    """It is put in, with a word about its certificate."""
    copied = shutil.copytree(media, tmp_path / "media")
    manifest = copied / SLOT / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"certificate": "none"', '"certificate": "overruled"'))
    page = tmp_path / "page.html"
    page.write_text(f"<!-- slot: {SLOT} --><p>Video coming soon</p><!-- /slot -->")

    report = fill([page], copied)

    assert [(one.outcome, one.note) for one in report.slots] == [
        ("filled", "its certificate fails; it was rendered with --uncertified")
    ]


def test_a_slot_without_words_shows_the_lessons(media: Path, tmp_path: Path) -> None:
    """Its title, its summary, the film's length."""
    snippet = figure(filled(b"<!-- slot: slope-at-a-point -->Video coming soon<!-- /slot -->", media, tmp_path))
    assert "<strong>Slope at a single point</strong>" in snippet
    assert '<p class="nowshowing-summary">Chords settle on the tangent.</p>' in snippet
    assert '<time datetime="PT6S">0:06</time>' in snippet


def test_bytes_that_are_no_utf8_stay_and_the_snippet_is_ascii_then(media: Path, tmp_path: Path) -> None:
    """So that it reads right in any encoding."""
    before = b"caf\xe9 <!-- slot: slope-at-a-point --><p>Pr\xe9cis \x96 video</p><p>x</p><!-- /slot --> \xff"
    after = filled(before, media, tmp_path)
    assert after.startswith(b"caf\xe9 <!-- slot")
    assert after.endswith(b"<!-- /slot --> \xff")
    assert figure(after).isascii()
    assert "Pr&#233;cis &#8211; video" in figure(after)
    assert filled(after, media, tmp_path, empty=True) == before


def test_markdown_keeps_the_figure_whole_and_goes_on_after_it(media: Path, tmp_path: Path) -> None:
    """In a list and a quotation too; text right after the slot is Markdown still."""
    source = (
        "- item\n\n  <!-- slot: slope-at-a-point -->\n  soon\n  <!-- /slot -->\n  more *text*\n",
        "> <!-- slot: slope-at-a-point -->\n> soon\n> <!-- /slot -->\n> more *text*\n",
        "<!-- slot: slope-at-a-point -->soon<!-- /slot -->\n\nmore *text*\n",
    )
    for content in source:
        after = filled(content.encode(), media, tmp_path, "page.md").decode()
        rendered = MarkdownIt("commonmark").render(after)
        assert "more <em>text</em>" in rendered
        assert "<code>" not in rendered
        inner = re.search(r"<figure.*</figure>", rendered, re.DOTALL)
        assert inner is not None
        assert "<p><" not in inner[0].replace('<p class="', "")
        tags(inner[0])
        assert rendered.count("<ul>") == rendered.count("</ul>") <= 1


def test_mdx_gets_jsx_that_says_the_same_as_the_html(media: Path, tmp_path: Path) -> None:
    """Every text is a JavaScript string, names are those of React, empty elements close themselves."""
    html = figure(filled(b"<!-- slot: slope-at-a-point --><!-- /slot -->", media, tmp_path))
    after = filled(b"{/* slot: slope-at-a-point */}\n{/* /slot */}\n", media, tmp_path, "page.mdx")
    assert b"*/" not in re.sub(rb"^\{/\* .* \*/\}$", b"", after, flags=re.MULTILINE)
    assert b"*/" not in figure(after).encode()
    as_html = jsx_to_html(figure(after))
    assert tags(as_html) == tags(html)
    assert re.sub(r"\s+", " ", as_html) == re.sub(r"\s+", " ", html.replace("&#123;", "{"))


def jsx_to_html(jsx: str) -> str:
    """Read the JSX that we write, and nothing more of JSX."""
    from html import escape

    string = r'"(?:[^"\\]|\\.)*"'
    jsx = re.sub(
        rf"(<script [^>]*?) dangerouslySetInnerHTML=\{{\{{__html: ({string})\}}\}} />",
        lambda found: f"{found[1]}>{json.loads(found[2])}</script>",
        jsx,
    )
    jsx = re.sub(
        r"style=\{\{(.*?)\}\}",
        lambda found: (
            'style="'
            + ";".join(
                re.sub("[A-Z]", lambda c: "-" + c[0].lower(), key) + ":" + value
                for key, value in re.findall(r'(\w+): "([^"]*)"', found[1])
            )
            + '"'
        ),
        jsx,
    )
    jsx = re.sub(rf"=\{{({string}|\d+)\}}", lambda found: f'="{escape(str(json.loads(found[1])))}"', jsx)
    jsx = re.sub(rf"\{{({string})\}}", lambda found: escape(json.loads(found[1])), jsx)
    names = {"className": "class", "srcLang": "srclang", "playsInline": "playsinline", "dateTime": "datetime"}
    for name, plain in names.items():
        jsx = jsx.replace(f" {name}", f" {plain}")
    return jsx.replace(" />", ">")


def test_a_slot_without_a_bundle_stays_and_is_named(media: Path, tmp_path: Path) -> None:
    """Others on the page are filled."""
    page = tmp_path / "page.html"
    page.write_text("<!-- slot: other -->\nsoon<!-- /slot -->\n<div data-slot='slope-at-a-point'></div>")
    report = fill([page], media)
    assert [(outcome.slot, outcome.line, outcome.outcome) for outcome in report.slots] == [
        ("other", 1, "no bundle"),
        ("slope-at-a-point", 3, "filled"),
    ]
    assert page.read_text().startswith("<!-- slot: other -->\nsoon<!-- /slot -->\n<div data-slot='slope-at-a-point'>\n")


@pytest.mark.parametrize("option", ["check", "dry_run"])
def test_check_and_dry_run_write_nothing(option: str, media: Path, tmp_path: Path) -> None:
    """But say what would change."""
    page = tmp_path / "page.html"
    page.write_text("<!-- slot: slope-at-a-point --><!-- /slot -->")

    def call(**more: bool) -> FillReport:
        return fill([page], media, assets=tmp_path / "assets", **more)

    report = call(**{option: True})
    assert report.changes_something
    assert report.changes[0].before == page.read_bytes()
    assert not (tmp_path / "assets").exists()
    call()
    assert page.read_bytes() == report.changes[0].after
    assert not call(**{option: True}).changes_something
    assert call(**{option: True, "empty": True}).changes_something


def test_assets_are_copied_once_and_linked(media: Path, tmp_path: Path) -> None:
    """Only files that changed are copied again."""
    page = tmp_path / "site" / "lessons" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text("<!-- slot: slope-at-a-point --><!-- /slot -->")
    assets = tmp_path / "site" / "films"
    report = fill([tmp_path / "site"], media, assets=assets, base_url="https://example.org/course")
    assert len(report.assets) == len([file for file in (media / SLOT).rglob("*") if file.is_file()])
    assert 'src="../films/slope-at-a-point/video.mp4?v=' in page.read_text()
    assert '"contentUrl":"https://example.org/course/films/slope-at-a-point/video.mp4?v=' in page.read_text()
    (assets / SLOT / "captions.vtt").write_text("torn")
    again = fill([tmp_path / "site"], media, assets=assets, base_url="https://example.org/course")
    assert [file.name for file in again.assets] == ["captions.vtt"]
    assert (assets / SLOT / "captions.vtt").read_bytes() == (media / SLOT / "captions.vtt").read_bytes()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/films/", "/films/slope-at-a-point/video.mp4?v="),
        ("https://cdn.example.org/a", "https://cdn.example.org/a/slope-"),
    ],
)
def test_links_begin_with_the_url_that_was_given(url: str, expected: str, media: Path, tmp_path: Path) -> None:
    """From another host, tracks are asked for openly."""
    snippet = figure(filled(b"<!-- slot: slope-at-a-point --><!-- /slot -->", media, tmp_path, url=url))
    assert f'<source src="{expected}' in snippet
    assert ('crossorigin="anonymous"' in snippet) == url.startswith("https:")


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        (
            "url",
            "javascript:alert(1)//",
            '--url: found "javascript:alert(1)//"; write a path or an address with https://',
        ),
        ("base_url", "example.org", '--base-url: found "example.org"; write an address with https://'),
    ],
)
def test_addresses_that_are_none_are_refused(
    option: str, value: str, expected: str, media: Path, tmp_path: Path
) -> None:
    """And nothing is written."""
    before = b"<!-- slot: slope-at-a-point --><!-- /slot -->"
    with pytest.raises(AuthorError) as caught:
        filled(before, media, tmp_path, **{option: value})
    assert str(caught.value) == expected
    assert (tmp_path / "page.html").read_bytes() == before


def test_one_wrong_page_keeps_all_from_being_written(media: Path, tmp_path: Path) -> None:
    """Every mistake is named."""
    (tmp_path / "a.html").write_text("<!-- slot: slope-at-a-point --><!-- /slot -->")
    (tmp_path / "b.html").write_text("<!-- slot: slope-at-a-point -->")
    (tmp_path / "c.html").write_text("<!-- /slot -->")
    with pytest.raises(AuthorError) as caught:
        fill([tmp_path], media)
    assert [Path(mistake.file).name for mistake in caught.value.mistakes] == ["b.html", "c.html"]
    assert "figure" not in (tmp_path / "a.html").read_text()


def test_a_damaged_bundle_is_not_put_anywhere(media: Path, tmp_path: Path) -> None:
    """It is named, with what to do."""
    shutil.copytree(media, tmp_path / "media")
    (tmp_path / "media" / SLOT / "video.mp4").unlink()
    with pytest.raises(AuthorError) as caught:
        filled(b"<!-- slot: slope-at-a-point --><!-- /slot -->", tmp_path / "media", tmp_path)
    assert str(caught.value) == f"{tmp_path / 'media' / SLOT}: video.mp4 is missing; render the lesson again"


def test_a_pages_mode_and_symbolic_link_stay(media: Path, tmp_path: Path) -> None:
    """The file behind the link is written."""
    real = tmp_path / "real" / "page.html"
    real.parent.mkdir()
    real.write_text("<!-- slot: slope-at-a-point --><!-- /slot -->")
    real.chmod(0o640)
    link = tmp_path / "link.html"
    link.symlink_to(real)
    fill([link], media)
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "<figure" in real.read_text()
    assert [file.name for file in real.parent.iterdir()] == ["page.html"]


def test_a_filled_slot_is_stale_when_its_film_has_changed(media: Path, tmp_path: Path) -> None:
    """And current again after the next fill."""
    own = tmp_path / "media"
    shutil.copytree(media, own)
    page = tmp_path / "page.html"
    page.write_text("<!-- slot: slope-at-a-point --><!-- /slot -->")
    fill([page], own)
    assert [state.state for state in slots([page], own, [SLOT]).slots] == ["filled"]
    clip = make_clip(title="Another title", script={"shrink": SCRIPT["shrink"]})
    publish(make_lesson(clip), [make_take(tmp_path, clip)], own)
    assert [state.state for state in slots([page], own, [SLOT]).slots] == ["stale"]
    fill([page], own)
    assert [state.state for state in slots([page], own, [SLOT]).slots] == ["filled"]
    fill([page], own, empty=True)
    assert [(state.state, state.has_bundle) for state in slots([page], own, [SLOT]).slots] == [("waiting", True)]
