"""Strict YAML: what is read, where it stands, and what is refused in which words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nowshowing.errors import AuthorError
from nowshowing.spec import source
from nowshowing.spec.building import MOST_DEPTH, MOST_NODES
from nowshowing.spec.document import Document, Problem
from nowshowing.spec.reader import parse_document, read_document


def values(text: str) -> object:
    """Return what a text without mistakes holds."""
    document = parse_document(text, "a.yaml")
    assert document.mistakes == ()
    return document.value


def refusal(text: str) -> str:
    """Return the mistakes of a text, one a line."""
    try:
        return "\n".join(map(str, parse_document(text, "a.yaml").mistakes))
    except AuthorError as error:
        return str(error)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-0.25", -0.25),
        ("+3", 3),
        ("007", 7),
        ("3.", 3.0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("True", "True"),
        ("12:30:45", "12:30:45"),
        ("2026-01-01", "2026-01-01"),
        ("0o14", "0o14"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("x^2", "x^2"),
        ("-3x+1", "-3x+1"),
        ("16:9", "16:9"),
        ("'5'", "5"),
        ('"true"', "true"),
    ],
)
def test_words_mean_what_yaml_1_2_says(word: str, value: object) -> None:
    """Numbers, true, false and null are read; whatever only YAML 1.1 would turn into something else stays text."""
    found = values(f"a: {word}")
    assert found == {"a": value}
    assert type(found["a"]) is type(value)  # type: ignore[index]


def test_keys_are_texts() -> None:
    """A key that looks like a number or a boolean is the text as written."""
    assert values("on: 1\n1: 2\n") == {"on": 1, "1": 2}


def test_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """A UTF-8 mark at the beginning of a file is passed over, and columns count without it."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbftitle: x\n")
    document = read_document(file)
    assert document.value == {"title": "x"}
    assert (document.key_place(("title",)).line, document.key_place(("title",)).column) == (1, 1)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_places_count_lines_as_editors_do(newline: str) -> None:
    """Lines end at LF, CR LF or CR; columns count characters, not bytes."""
    document = parse_document(newline.join(["title: ½ – é", "clips:", "  - id: a", "    at: [1, 2]"]), "a.yaml")
    key, value = document.key_place(("clips", 0, "at")), document.value_place(("clips", 0, "at", 1))
    assert ((key.line, key.column), (value.line, value.column)) == ((4, 5), (4, 13))
    assert document.value_place(("title",), 2).column == 10


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("say: one two three", 1, 10),
        ("say: 'one two three'", 1, 11),
        ('say: "one two three"', 1, 11),
        ("say: >-\n  one\n  two three", 3, 3),
        ("say: |\n  one two three\n", 2, 7),
        ("say: one\n  two\n  three", 2, 3),
    ],
)
def test_offsets_into_a_text_find_their_place(written: str, line: int, column: int) -> None:
    """However a text is quoted or folded, an offset into it leads to its line and column."""
    place = parse_document(written, "a.yaml").value_place(("say",), len("one "))
    assert (place.line, place.column) == (line, column)


def test_what_is_not_written_stands_at_its_parent() -> None:
    """A problem with a key that is missing is shown where the mapping begins."""
    document = parse_document("clips:\n  - id: a\n", "a.yaml")
    mistake = document.mistake(Problem(("clips", 0, "scene"), "is missing"))
    assert str(mistake) == "a.yaml:2:5: clips[0].scene: is missing"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'a.yaml:1:1: the file is empty; "nowshowing new" writes a lesson to begin with'),
        ("# a comment\n", 'a.yaml:1:1: the file is empty; "nowshowing new" writes a lesson to begin with'),
        ("a: 1\nb: 2\na: 3", 'a.yaml:3:1: a: the key "a" stands here a second time, the first is in line 1; keep one'),
        ("a:\n\tb: 1", "a.yaml:2:1: a tab in the indentation; indent with spaces"),
        ("a: 1e999", "a.yaml:1:4: a: a number too large or too long to calculate with; write a smaller one"),
        (
            "a: 1234567890123456",
            "a.yaml:1:4: a: a number of more than 15 digits; write a shorter one, or put it in quotes",
        ),
        ("a: x\x00y", "a.yaml:1:5: a control character (U+0000); take it out"),
        ("a: x\u2028y", "a.yaml:1:5: a control character (U+2028); take it out"),
        ("a: 'x\ty'", "a.yaml:1:6: a: a tab in a text; write a space"),
        ('a: "\\U00110000"', "a.yaml:1:5: no such character; write another"),
        (": x", 'a.yaml:1:1: a value without a key; write "key: value"'),
    ],
)
def test_refusals_name_the_place_and_the_fix(text: str, message: str) -> None:
    """What cannot be read says where, why, and what to write instead."""
    assert refusal(text) == message


@pytest.mark.parametrize(
    "word", ["alpha", "beta", "text", "vec", "frac", "rho", "eta", "nu", "neq", "nabla", "Pi", "Nu"]
)
def test_latex_in_double_quotes_is_refused(word: str) -> None:
    """Every command whose first letter is an escape of YAML's is refused at its backslash."""
    assert refusal(f'a: "$x \\{word}$"') == (
        f'a.yaml:1:8: a: "\\{word}" stands in double quotes, where a backslash makes a control character; '
        'use single quotes or ">-"'
    )


@pytest.mark.parametrize("word", ["sin", "cos", "lim", "dx", "xi", "unknown", "Delta", "{"])
def test_latex_that_is_no_escape_is_refused_in_the_same_words(word: str) -> None:
    """Commands that YAML's scanner itself refuses give no message of the scanner."""
    assert "stands in double quotes, where a backslash makes a control character" in refusal(f'a: "$\\{word}$"')


def test_line_breaks_may_be_escaped() -> None:
    """A line break written in double quotes is no mistake, nor are quotes and backslashes."""
    assert values(r'a: "one\ntwo \"three\" \\"') == {"a": 'one\ntwo "three" \\'}


def test_nothing_runs_away_with_depth_or_size() -> None:
    """Bombs end with one mistake at the place where the limit is passed."""
    assert refusal("[" * 100_000) == (
        f"a.yaml:1:{MOST_DEPTH + 1}: nested deeper than {MOST_DEPTH} levels; a lesson needs no more than 6"
    )
    assert refusal("[" + "x," * 6000 + "]") == (
        f"a.yaml:1:{2 * MOST_NODES}: more than {MOST_NODES} values in one file; split the lesson"
    )
    assert "a number of more than 15 digits" in refusal("a: " + "9" * 5001)


def test_aliases_do_not_multiply() -> None:
    """A bomb of aliases is a list of mistakes, one for each anchor and alias."""
    bomb = "a: &a [x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert len(refusal(bomb).splitlines()) == 9 + 16


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Missing files, folders, loops, pipes, foreign encodings and large files each say what is the matter."""

    def why(file: Path) -> str:
        with pytest.raises(AuthorError) as refused:
            read_document(file)
        return str(refused.value).removeprefix(str(file))

    (tmp_path / "slope.yaml").write_text("a: 1")
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "latin.yaml").write_bytes("a: 1\nb: ¼ é".encode("latin-1"))
    (tmp_path / "wide.yaml").write_text("a: 1", encoding="utf-16")
    (tmp_path / "large.yaml").write_text("# x\n" * 70_000)
    assert why(tmp_path / "slop.yaml") == f': there is no such file; did you mean "{tmp_path / "slope.yaml"}"?'
    assert why(tmp_path / "nowhere" / "a.yaml") == ": there is no such file; check the path"
    assert why(tmp_path / "slope.yaml" / "a.yaml") == ": there is no such file; check the path"
    assert why(tmp_path) == ": is a folder; name a lesson file in it"
    assert why(tmp_path / "loop.yaml") == ": is a symbolic link that leads back to itself; name the file itself"
    assert why(tmp_path / "pipe.yaml") == ": is not a regular file; name a lesson file"
    assert why(tmp_path / "latin.yaml") == ":2:4: the byte 0xbc is not UTF-8; save the file as UTF-8"
    assert why(tmp_path / "wide.yaml") == ":1:1: the file is written in UTF-16; save it as UTF-8"
    assert why(tmp_path / "large.yaml") == ":65537:1: the file is larger than 256 KB; split the lesson"
    assert why(tmp_path / ("x" * 300)) == ": the name is too long for a file; check the path"
    assert why(Path("a\0b")) == ": cannot be read; check the path and the disk"


def test_a_file_without_the_right_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be opened says so (root may open every file, so the refusal is made here)."""
    file = tmp_path / "a.yaml"
    file.write_text("a: 1")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(AuthorError, match=r"a\.yaml: may not be read; give yourself the right to read it$"):
        source.read_source(file)


SIGNS = "a[]{}'\"\\\n\t |#?%@½\x85\ufeff\x0c"
WORDS = (
    "b: ",
    "- ",
    ", ",
    ": ",
    "\n  ",
    "&x ",
    "*x",
    "!t ",
    ">-",
    "1e3",
    "$x$",
    "---\n",
    "<<: ",
    "\r\n",
    "0o7",
    "...\n",
)
FRAGMENTS = st.sampled_from([*SIGNS, *WORDS])


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS, max_size=25).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes anything but values or mistakes, and no message is the parser's own."""
    refused = refusal(text)
    assert not any(word in refused for word in ("while scanning", "while parsing", "expected <", "but found"))
    if not refused:
        _agrees_with_yaml(parse_document(text, "a.yaml"), text)


def _agrees_with_yaml(document: Document, text: str) -> None:
    """Hold the shape of what was read against PyYAML's own composer."""

    def shape(node: yaml.Node) -> object:
        if isinstance(node, yaml.MappingNode):
            return {key.value: shape(value) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [shape(value) for value in node.value]
        return None

    def bare(value: object) -> object:
        if isinstance(value, dict):
            return {key: bare(inner) for key, inner in value.items()}
        return [bare(inner) for inner in value] if isinstance(value, list) else None

    composed = yaml.compose(text, Loader=yaml.SafeLoader)
    assert composed is not None
    assert bare(document.value) == shape(composed)
