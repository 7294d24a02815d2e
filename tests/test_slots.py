"""Slots are found where an author marks them, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowshowing.errors import AuthorError
from nowshowing.publish.pages import KINDS, Page, read_pages
from nowshowing.publish.slots import find_slots
from nowshowing.publish.waiting import slots
from nowshowing.publish.waiting_words import Words, waiting_words
from nowshowing.spec.names import name_problem


def page(content: str | bytes, suffix: str = ".html") -> Page:
    """A page that lies nowhere."""
    raw = content.encode() if isinstance(content, str) else content
    return Page(Path("page" + suffix), Path(), KINDS[suffix], raw)


def found(content: str | bytes, suffix: str = ".html") -> list[tuple[str, bytes]]:
    """Names and contents of a page's slots, when nothing is wrong."""
    this = page(content, suffix)
    here, mistakes = find_slots(this)
    assert mistakes == ()
    return [(slot.name, this.content[slot.start : slot.stop]) for slot in here]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<!-- slot: a --> soon <!-- /slot -->", [("a", b" soon ")]),
        ("<!--slot:a-->\r\nsoon\r\n<!--/slot-->", [("a", b"\r\nsoon\r\n")]),
        ("<!--\n  Slot :  a\n--><b>soon</b><!-- /slot: a -->", [("a", b"<b>soon</b>")]),
        ('<div data-slot="a"><div>soon</div></div><div></div>', [("a", b"<div>soon</div>")]),
        ("<DIV class=x data-slot=a >soon</DIV >", [("a", b"soon")]),
        ("<section title='>' data-slot='a'><!-- </section> --><script>'</section>'</script>soon</section>",
         [("a", b"<!-- </section> --><script>'</section>'</script>soon")]),
        ("<!-- slot: a -->1<!-- /slot --><main data-slot=b>2</main>", [("a", b"1"), ("b", b"2")]),
        ("<!-- slot: a --><p>one<p>two<br><!-- /slot -->", [("a", b"<p>one<p>two<br>")]),
    ],
)  # fmt: skip
def test_html_slots_are_found_however_they_are_spaced(content: str, expected: list[tuple[str, bytes]]) -> None:
    """Comments and elements, nested elements of the same name included."""
    assert found(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        "<pre><!-- slot: a -->x<!-- /slot --></pre>",
        "<code><!-- slot: a -->x<!-- /slot --></code>",
        "<script>'<!-- slot: a -->x<!-- /slot -->'</script>",
        "<style>/*<!-- slot: a -->*/</style>",
        "<textarea><!-- slot: a -->x<!-- /slot --></textarea>",
        '<!-- <div data-slot="a">x</div> -->',
        "<!-- <!-- slot: a -->x<!-- /slot --> -->",
        "&lt;!-- slot: a --&gt;",
        '<p title="<!-- slot: a -->">',
        '<pre><div data-slot="a">x</div></pre>',
    ],
)
def test_html_code_scripts_and_comments_hold_no_slots(content: str) -> None:
    """Nor are half markers in them mistakes."""
    assert found(content) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<!-- slot: a -->\nsoon\n<!-- /slot -->\n", [("a", b"\nsoon\n")]),
        ("text\n<!-- slot: a -->soon<!-- /slot -->\n", [("a", b"soon")]),
        ("- item\n\n  <!-- slot: a -->\n  soon\n  <!-- /slot -->\n", [("a", b"\n  soon\n  ")]),
        ("> <!-- slot: a -->\n> soon\n>\n> <!-- /slot -->\n", [("a", b"\n> soon\n>\n> ")]),
        ("<div>\n<!-- slot: a -->soon<!-- /slot -->\n</div>\n", [("a", b"soon")]),
        ("```html\n<!-- slot: a -->\n<!-- /slot -->\n```\n", []),
        ("~~~\n<!-- slot: a -->\n~~~\n", []),
        ("- x\n\n  ```\n  <!-- slot: a -->\n  ```\n", []),
        ("text\n\n    <!-- slot: a -->\n", []),
        ("in `<!-- slot: a -->` and ``<!-- /slot --> ` ``\n", []),
        ("<pre>\n<!-- slot: a -->\n</pre>\n", []),
        ("\ufeff<!-- slot: a -->\nsoon\n<!-- /slot -->", [("a", b"\nsoon\n")]),
    ],
)
def test_markdown_slots_stand_on_lines_of_their_own_outside_code(
    content: str, expected: list[tuple[str, bytes]]
) -> None:
    """As CommonMark reads the page: fenced, indented and inline code is left alone."""
    assert found(content, ".md") == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{/* slot: a */}\nsoon\n{/* /slot */}\n", [("a", b"\nsoon\n")]),
        ("<Card>\n    { /*slot:a*/ }\n    soon\n    {/* /slot */}\n</Card>", [("a", b"\n    soon\n    ")]),
        ("```\n{/* slot: a */}\n```\n", []),
        ("      ```\n      {/* slot: a */}\n      ```\n", []),
        ("in `{/* slot: a */}` here\n", []),
        ("<pre>{/* slot: a */}</pre>\n", []),
        ("<!-- slot: a -->\n", []),
    ],
)
def test_mdx_slots_are_comments_in_braces(content: str, expected: list[tuple[str, bytes]]) -> None:
    """Outside its code."""
    assert found(content, ".mdx") == expected


@pytest.mark.parametrize(
    ("suffix", "content", "expected"),
    [
        (".html", "x\n <!-- slot: a -->", "page.html:2:2: slot a: never ended; put <!-- /slot --> where the slot ends"),
        (".html", "é<!-- /slot -->", "page.html:1:2: slot: <!-- /slot --> ends a slot that never began; remove it"),
        (".mdx", "{/* slot: a */}", "page.mdx:1:1: slot a: never ended; put {/* /slot */} where the slot ends"),
        (".html", "<!-- slot: a --><!-- slot: b --><!-- /slot --><!-- /slot -->",
         "page.html:1:17: slot b: a slot within a slot; put <!-- /slot --> before it"),
        (".html", "<!-- slot: a --><!-- /slot -->\r\n<!-- slot: a --><!-- /slot -->",
         "page.html:2:1: slot a: marked twice on this page; a film has one place on a page"),
        (".html", '<img data-slot="a">', "page.html:1:1: slot a: <img> has no inside; put data-slot on a <div>…</div>"),
        (".html", '<b data-slot="a"/>', "page.html:1:1: slot a: <b> has no inside; put data-slot on a <div>…</div>"),
        (".html", '<p data-slot="a">x</p>', "page.html:1:1: slot a: <p> cannot hold a film; put data-slot on a <div>"),
        (".html", '<div data-slot="a"><div>x</div>',
         "page.html:1:1: slot a: <div> is never ended; put </div> where the slot ends"),
        (".html", '<div data-slot="a"><b data-slot="b"></b></div>',
         "page.html:1:20: slot b: a slot within a slot; end the first before the second begins"),
        (".html", "<div><!-- slot: a --></div><!-- /slot -->",
         "page.html:1:6: slot a: holds </div> of an element that began outside; put both markers into one element"),
        (".html", "<!-- slot: a --><div><!-- /slot --></div>",
         "page.html:1:1: slot a: holds a <div> that ends outside; put both markers into one element"),
        (".html", "<!-- slot: Slope at 2 --><!-- /slot -->",
         f"page.html:1:1: slot: {name_problem('Slope at 2')}"),
        (".md", "text <!-- slot: a --> soon\n",
         "page.md:1:6: slot: a marker in the middle of a paragraph; give it a line of its own"),
    ],
)  # fmt: skip
def test_wrong_markers_are_named_with_their_place(suffix: str, content: str, expected: str) -> None:
    """And with what to do."""
    assert [str(mistake) for mistake in find_slots(page(content, suffix))[1]] == [expected]


@given(st.binary(max_size=200) | st.text("<>!-/slot: adiv\"'=`\n{}*", max_size=120).map(str.encode))
def test_no_page_breaks_the_search(content: bytes) -> None:
    """Whatever bytes it holds."""
    for suffix in KINDS:
        here, _ = find_slots(page(content, suffix))
        assert all(slot.outer_start < slot.start <= slot.stop < slot.outer_stop for slot in here)


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("html", "", Words()),
        ("html", "<p>Video coming soon</p>", Words()),
        ("html", "<p>This video will be added next week.</p>", Words()),
        ("html", "<div>Video coming soon</div><div>Slope at a point</div><div>Chords settle.</div><div>⏱ ~7 min</div>",
         Words("Slope at a point", "Chords settle.", "⏱ ~7 min")),
        ("html", "<p>Words.</p><h3>Slope &amp; co</h3><span>2:31</span>", Words("Slope & co", "Words.", "2:31")),
        ("html", "<b>Slope</b> <span>⏱</span> <span>7 minutes</span>", Words("Slope", "", "⏱ 7 minutes")),
        ("html", "Coming soon: video<p>A sentence only.</p>", Words("", "A sentence only.")),
        ("html", "<p>Slope at a point – video coming soon</p>", Words("Slope at a point")),
        ("markdown", "**Video coming soon**\n\n### Slope *at* a point\n\nChords [settle](x).\n\n_3 min_\n",
         Words("Slope at a point", "Chords settle.", "3 min")),
        ("mdx", '<p className="x">{"Video coming soon"}</p>\n\n## Slope\n{/* no */}\n\nAbout 3 min',
         Words("Slope", "", "About 3 min")),
    ],
)  # fmt: skip
def test_a_waiting_slot_is_read_for_its_words(kind: str, content: str, expected: Words) -> None:
    """Title, summary and length, without the promise."""
    assert waiting_words(content, kind) == expected  # type: ignore[arg-type]


def test_promises_outside_slots_are_pointed_out_with_the_line_to_write(tmp_path: Path) -> None:
    """Not those in slots, comments, code and attributes."""
    (tmp_path / "slope.html").write_bytes(
        b'<p title="video coming soon">x</p>\r\n  <p>Video <b>coming</b> soon!</p>\r\n<!-- video coming soon -->'
        b"<pre>video coming soon</pre>\r\n<!-- slot: b -->Video coming soon<!-- /slot -->\r\n"
        b"<div>Coming soon \xe2\x80\x93 a video\r\n</div>"
    )
    (tmp_path / "slope.md").write_text("- VIDEO COMING SOON\n\n```\nvideo coming soon\n```\n")
    (tmp_path / "slope.mdx").write_text("The video will be added.\n\n`video coming soon`\n")
    report = slots([tmp_path], tmp_path / "media", ["slope-at-a-point", "b"])
    assert [(Path(hint.file).name, hint.line, hint.column, hint.instead) for hint in report.hints] == [
        ("slope.html", 2, 6, "  <!-- slot: slope-at-a-point --><p>Video <b>coming</b> soon!</p><!-- /slot -->"),
        ("slope.html", 5, 6, "<div><!-- slot: slope-at-a-point -->Coming soon – a video<!-- /slot -->"),
        ("slope.md", 1, 3, "- <!-- slot: slope-at-a-point -->\n  VIDEO COMING SOON\n  <!-- /slot -->"),
        ("slope.mdx", 1, 1, "{/* slot: slope-at-a-point */}\nThe video will be added.\n{/* /slot */}"),
    ]
    assert [(state.slot, state.state) for state in report.slots] == [("b", "waiting")]


def test_a_slot_that_no_lesson_claims_is_said_to_have_none(tmp_path: Path) -> None:
    """While one that a lesson claims waits."""
    (tmp_path / "a.html").write_text("<!-- slot: a -->x<!-- /slot --><!-- slot: b -->x<!-- /slot -->")
    report = slots([tmp_path / "a.html"], tmp_path / "media", ["b"])
    assert [(state.slot, state.state) for state in report.slots] == [("a", "no lesson"), ("b", "waiting")]


def test_pages_are_files_folders_and_globs_each_once(tmp_path: Path) -> None:
    """Hidden folders, packages and bundles are left out."""
    for name in (
        "a.html",
        "b/c.md",
        "b/d.mdx",
        "b/e.txt",
        ".git/x.html",
        "node_modules/x.html",
        "media/slot/embed.html",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "media/slot/manifest.json").write_text("{}")
    found, mistakes = read_pages([tmp_path / "b", str(tmp_path / "**/*.md*"), tmp_path])
    assert [page.file.relative_to(tmp_path).as_posix() for page in found] == ["b/c.md", "b/d.mdx", "a.html"]
    assert mistakes == ()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("none.html", None, "no such file or folder; check the path"),
        ("a.txt", b"", "not a page by its name; pages end in .html, .htm, .md, .markdown, .mdx"),
        ("a.html", b"\xff\xfea\x00", "written in UTF-16; save the page as UTF-8"),
    ],
)
def test_what_is_no_page_is_a_mistake(tmp_path: Path, name: str, content: bytes | None, expected: str) -> None:
    """Named with its path."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(AuthorError) as caught:
        slots([tmp_path / name], tmp_path, [])
    assert str(caught.value) == f"{tmp_path / name}: {expected}"
