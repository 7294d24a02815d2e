"""From a lesson file to a lesson: names resolved, values filled in, cues placed, the index kept."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nowshowing.errors import AuthorError
from nowshowing.maths.constraints import Distinct, InDomain, NonZero, Shrinking
from nowshowing.maths.expression import Expression
from nowshowing.spec import index_store
from nowshowing.spec.advice import advice
from nowshowing.spec.checking import load_lesson
from nowshowing.spec.constraints_check import broken_constraints, constraint_problems
from nowshowing.spec.index_store import fresh_index
from nowshowing.spec.lesson import Lesson
from nowshowing.spec.said_numbers import numbers_in_formula, numbers_in_words
from nowshowing.spec.scene_index import SceneIndex
from nowshowing.spec.texts import Vocabulary, resolve_text

DATA = Path(__file__).parent / "data"
INDEX = SceneIndex.model_validate_json((DATA / "scene_index.json").read_bytes())
LESSON = """\
title: Slope at a single point
slot: slope-at-a-point
summary: Chords through two points of a curve settle on the tangent as the gap closes.
clips:
  - id: chord-to-tangent
    title: From chord to tangent
    scene: secant_to_tangent
    params: {function: x^2, at: 2, gaps: [2, 1, 0.5, 0.25]}
    script:
      curve: Here is the parabola, and the point where $x$ is {at}.
      secant: Take a second point [second], a gap $h$ away. Rise over run [slope] is the slope of the chord, {slope}.
      shrink:
        ask: Where is the slope heading?
        think: 6
        say: Halve the gap, and halve it again. The slopes read {slopes}.
        teaches: [chord-slope, derivative-limit]
      tangent: In the limit the chord becomes the tangent, and its slope is {limit}.
"""
CLIP = "clips: [{id: a, scene: secant_to_tangent}]\n"


def load(folder: Path, text: str, name: str = "slope.yaml", overrides: Sequence[tuple[str, str]] = ()) -> Lesson:
    """Write a lesson and load it."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return load_lesson(file, INDEX, overrides)


def mistakes(folder: Path, text: str, overrides: Sequence[tuple[str, str]] = (), name: str = "slope.yaml") -> list[str]:
    """Return the mistakes of a lesson, without the folder."""
    with pytest.raises(AuthorError) as refused:
        load(folder, text, name, overrides)
    return str(refused.value).replace(f"{folder}/", "").splitlines()


def test_the_example_of_the_design(tmp_path: Path) -> None:
    """Values are filled in, cues are taken out and stand before the right word, params have their defaults."""
    lesson = load(tmp_path, LESSON)
    clip = lesson.clips[0]
    secant, shrink = clip.script["secant"].say, clip.script["shrink"]
    assert secant is not None
    assert shrink.say is not None
    assert secant.text == "Take a second point, a gap $h$ away. Rise over run is the slope of the chord, 6."
    assert [(cue, secant.text[at:].split()[0]) for cue, at in secant.cues] == [("second", "a"), ("slope", "is")]
    assert shrink.say.text == "Halve the gap, and halve it again. The slopes read 6, 5, 4.5 and 4.25."
    assert (shrink.think, shrink.teaches) == (6, ("chord-slope", "derivative-limit"))
    assert clip.params == {"function": "x^2", "at": 2, "gaps": [2, 1, 0.5, 0.25], "side": "right"}
    assert list(clip.script) == ["curve", "secant", "shrink", "tangent"]
    assert (lesson.slot, lesson.theme, lesson.voice, lesson.published) == ("slope-at-a-point", "midnight", "none", None)
    assert (clip.params_places["at"].line, clip.params_places["at"].column) == (8, 33)
    assert clip.script["shrink"].place.line == 12


def test_beats_are_kept_in_the_order_of_the_scene(tmp_path: Path) -> None:
    """The script's order does not matter."""
    lesson = load(tmp_path, CLIP.replace("}]", ", script: {tangent: So., curve: Look.}}]"))
    assert list(lesson.clips[0].script) == ["curve", "tangent"]


def test_what_is_left_out_has_a_default(tmp_path: Path) -> None:
    """Slot, titles and params come from the file's name, the ids and the scene."""
    lesson = load(tmp_path, CLIP.replace("id: a", "id: chord-to-tangent"), "slope-at-a-point.yaml")
    assert (lesson.slot, lesson.title) == ("slope-at-a-point", "Slope at a point")
    assert lesson.clips[0].title == "Chord to tangent"
    assert lesson.clips[0].params["gaps"] == [2, 1, 0.5, 0.25]


def test_defaults_are_shared_by_the_clips_that_have_them(tmp_path: Path) -> None:
    """A default goes to clips whose scene has such a param, and a clip's own param wins."""
    text = (
        "defaults: {params: {at: 3, count: 2}, voice: espeak}\n"
        "clips:\n"
        "  - {id: a, scene: secant_to_tangent}\n"
        "  - {id: b, scene: secant_to_tangent, params: {at: 1}}\n"
        "  - {id: c, scene: recap_card}\n"
    )
    lesson = load(tmp_path, text)
    assert [clip.params.get("at") for clip in lesson.clips] == [3, 1, None]
    assert lesson.clips[2].params["count"] == 2
    assert {clip.voice for clip in lesson.clips} == {"espeak"}


def test_a_mistake_in_the_defaults_is_told_once(tmp_path: Path) -> None:
    """Two clips that share a wrong default make one mistake, at the default."""
    text = (
        "defaults:\n  params:\n    at: two\n"
        "clips:\n  - {id: a, scene: secant_to_tangent}\n  - {id: b, scene: secant_to_tangent}\n"
    )
    assert mistakes(tmp_path, text) == ['slope.yaml:3:9: defaults.params.at: must be a number, found "two"']


def test_a_constraint_on_a_default_is_told_where_the_other_param_is_written(tmp_path: Path) -> None:
    """The function does not go with the default of ``at``, so the function's line is shown."""
    found = mistakes(
        tmp_path, "clips:\n  - id: a\n    scene: secant_to_tangent\n    params:\n      function: '|x-2|'\n"
    )
    assert len(found) == 1
    assert found[0].startswith("slope.yaml:5:17: clips[0].params.function: no derivative at x = 2")


def test_beats_that_depend_on_a_param(tmp_path: Path) -> None:
    """A beat may be scripted when its param lets it play."""
    text = CLIP.replace("}]", ", params: {side: both}, script: {from_the_left: And now from the left.}}]")
    assert list(load(tmp_path, text).clips[0].script) == ["from_the_left"]


def test_overrides_set_values_and_name_their_option(tmp_path: Path) -> None:
    """``--set`` reaches params, by number or id, and texts; what is wrong with it is told by the option."""
    given = [
        ("clips.0.params.at", "1"),
        ("clips[0].params.gaps", "[1, 0.5]"),
        ("title", "5 things"),
        ("voice", "espeak"),
    ]
    lesson = load(tmp_path, LESSON, overrides=[*given, ("clips.chord-to-tangent.params.function", "|x|")])
    assert lesson.clips[0].params == {"function": "|x|", "at": 1, "gaps": [1, 0.5], "side": "right"}
    assert (lesson.title, lesson.clips[0].voice) == ("5 things", "espeak")
    wrong = [("clips.0.params.at", "x"), ("clips.3.id", "b"), ("clips.0.params.gapps", "1"), ("title", "[a"), ("", "1")]
    assert mistakes(tmp_path, LESSON, wrong) == [
        '--set =1: names nothing; write a path, such as "clips.0.params.at"',
        '--set clips.0.params.at=x: clips[0].params.at: must be a number, found "x"',
        '--set clips.0.params.gapps=1: clips[0].params.gapps: no such param; did you mean "gaps"?',
        '--set clips.3.id=b: no "3" in "clips", which has 1; one of "chord-to-tangent", "0"',
        '--set title=[a: this "[" opens a list, and no "]" closes it as it should; close it, or, if a text begins '
        'here, put the text in single quotes or after ">-"',
    ]


def test_an_override_of_said_text(tmp_path: Path) -> None:
    """A question may be added to a beat whose script is a text alone."""
    lesson = load(tmp_path, LESSON, overrides=[("clips.0.script.curve.ask", "What is it: a line?")])
    curve = lesson.clips[0].script["curve"]
    assert curve.ask is not None
    assert curve.say is not None
    assert curve.ask.text == "What is it: a line?"
    assert curve.say.text.startswith("Here is the parabola")


SECANT = Vocabulary(
    beat="secant",
    values={"slope": "6", "at": "2", "unknown": None},
    elsewhere={"limit": "tangent"},
    cues=("second", "slope"),
    numbers=(6.0, 2.0, 0.3624, -0.25, 3.0),
)


@pytest.mark.parametrize(
    ("text", "said", "cues"),
    [
        ("  One\n two  ", "One two", []),
        ("It is {slope}.", "It is 6.", []),
        ("{{x}} \\[a, b\\]", "{x} [a, b]", []),
        ("Take {=5} of them, ${=7}x$.", "Take 5 of them, $7x$.", []),
        ("[second] Now.", "Now.", [("second", 0)]),
        ("Now [second].", "Now.", [("second", 4)]),
        ("Now [second] then.", "Now then.", [("second", 4)]),
        ("Now [second], then [slope] on.", "Now, then on.", [("second", 5), ("slope", 10)]),
        ("Now [second] [slope] on.", "Now on.", [("second", 4), ("slope", 4)]),
        ("Half[second]way there.", "Halfway there.", [("second", 8)]),
        ("One $f(x) = \\frac{a}{b}$ [second] on.", "One $f(x) = \\frac{a}{b}$ on.", [("second", 25)]),
        ("Now {unknown} is not known.", "Now is not known.", []),
    ],
)
def test_texts_as_they_are_said(text: str, said: str, cues: list[tuple[str, int]]) -> None:
    """Values, meant numbers, braces, brackets and cues each become what they stand for."""
    utterance, complaints = resolve_text(text, SECANT)
    assert (utterance.text, list(utterance.cues), complaints) == (said, cues, [])


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("6", True),
        ("6.0", True),
        ("6.1", False),
        ("5", False),
        ("0.36", True),
        ("0.362", True),
        ("0.37", False),
        ("0", False),
        ("-0.25 and −0.25 and minus 0.25 and −¼ and −1/4", True),
        ("0.25", False),
        ("three halves, one and tens", True),
        ("3Blue1Brown, the 1st in 3D, x_0, x2", True),
        ("$x_0^2 + f_{17} + x^{2n} + \\sqrt[4]{x}$", True),
        ("$2x - 6$", True),
        ("$x - 0.25$", True),
        ("$x = 0.25$", False),
        ("$\\frac{1}{2}$", False),
        ("$\\frac{6}{2}$", True),
        ("$10^{-3}$", False),
        ("$7x$", False),
    ],
)
def test_a_bare_number_must_be_explained(text: str, explained: bool) -> None:
    """A number equals a known value as far as it is written; parts of names, exponents and words are no numbers."""
    assert (resolve_text(text, SECANT)[1] == []) is explained


def test_numbers_are_found_where_they_stand() -> None:
    """Each number knows its offset and how many decimals were written."""
    assert [(n.text, n.offset, n.values, n.decimals) for n in numbers_in_words("from 1,000 to 2½")] == [
        ("1,000", 5, (1000.0,), 0),
        ("2½", 14, (2.5,), 0),
    ]
    assert [(n.text, n.offset, n.values, n.decimals) for n in numbers_in_formula("x^2-4.50")] == [
        ("-4.50", 3, (-4.5, 4.5), 2)
    ]


def test_numbers_are_not_asked_about_while_params_are_in_doubt(tmp_path: Path) -> None:
    """A wrong param gives its own mistake and none about every number that it might have explained."""
    text = LESSON.replace("gaps: [2, 1, 0.5, 0.25]", "gaps: [0]").replace("{limit}", "4")
    assert len(mistakes(tmp_path, text)) == 1


def test_values_follow_the_params(tmp_path: Path) -> None:
    """With other params the same script says other numbers, and a number typed by hand is found out."""
    moved = LESSON.replace("at: 2", "at: 1")
    tangent = load(tmp_path, moved).clips[0].script["tangent"].say
    assert tangent is not None
    assert tangent.text.endswith("its slope is 2.")
    assert load(tmp_path, LESSON.replace("{limit}", "4"))
    assert len(mistakes(tmp_path, moved.replace("{limit}", "4"))) == 1


def test_constraints_name_the_param_and_the_element() -> None:
    """Constraints run where what they read is sound; an element that fails by itself is named."""
    values: dict[str, Any] = {"function": Expression("ln x"), "at": -1.0, "gaps": [2.0, 0.0, 1.0], "w": [1.0, 3.0]}
    rules = {"at": [InDomain("function")], "gaps": [NonZero(), Distinct()], "w": [Shrinking()]}
    assert [name for name, _ in constraint_problems(values, rules)] == ["at", "gaps", "w"]
    broken = broken_constraints(values, rules, unsound={"function"})
    assert [(found.name, found.index) for found in broken] == [("gaps", 1), ("w", None)]


def test_a_list_that_breaks_a_constraint_as_a_whole_has_no_element() -> None:
    """A constraint on the whole list is told of the list."""

    class AtLeastThree:
        args: Mapping[str, Any] = {}

        def problem(self, params: Mapping[str, Any], name: str) -> str | None:
            return None if len(params[name]) > 2 else "at least 3"

    broken = broken_constraints({"w": [1, 2]}, {"w": [AtLeastThree()]})
    assert [(found.index, found.message) for found in broken] == [(None, "at least 3")]


def test_advice_on_order_and_pace(tmp_path: Path) -> None:
    """Points before what they stand on, and points in too little time, are warned of; neither is a mistake."""
    lesson = load(tmp_path, LESSON)
    warned = [str(warning).removeprefix(f"{tmp_path}/") for warning in advice(lesson)]
    assert [warning.split(";")[0] for warning in warned] == [
        'slope.yaml:12:7: clips[0].script.shrink.teaches: "chord-slope" stands on "symbols-legend"',
        'slope.yaml:12:7: clips[0].script.shrink.teaches: "derivative-limit" stands on "limit-approach"',
        "slope.yaml:12:7: clips[0].script.shrink.teaches: 2 new points in 31 s",
    ]
    assumed = load(tmp_path, f"assumes: [symbols-legend, limit-approach]\n{LESSON}")
    assert advice(assumed, {"chord-to-tangent": 50.0}) == []
    assert len(advice(assumed, {"chord-to-tangent": 49.0})) == 1


def test_links_authors_and_dates_are_kept(tmp_path: Path) -> None:
    """What the page and the manifest need is there as written."""
    head = (
        "$schema: ../lesson.schema.json\nnowshowing: 1\npublished: 2026-01-31\nlanguage: pt-BR\nauthors: [Ada]\n"
        "licence: CC BY 4.0\nlinks: [{title: More, url: 'https://example.org/a?b=1#c'}, {title: Here, url: ../more/}]\n"
        "aspect: 9:16\nprofile: draft\n"
    )
    lesson = load(tmp_path, head + CLIP.replace("}]", ", order: [[second point, slope]], slot: b}]"))
    assert (lesson.published, lesson.language, lesson.authors) == ("2026-01-31", "pt-BR", ("Ada",))
    assert [link.url for link in lesson.links] == ["https://example.org/a?b=1#c", "../more/"]
    assert (lesson.aspect, lesson.profile, lesson.licence) == ("9:16", "draft", "CC BY 4.0")
    assert (lesson.clips[0].order, lesson.clips[0].slot) == ((("second point", "slope"),), "b")


def test_a_number_is_a_function_too(tmp_path: Path) -> None:
    """A constant may be written without quotes."""
    assert load(tmp_path, CLIP.replace("}]", ", params: {function: 3}}]")).clips[0].params["function"] == "3"


@dataclass
class CountingReader:
    """Stands in for the stage's loader, and counts how often it was asked."""

    index: SceneIndex
    calls: int = 0

    def __call__(self, folders: Sequence[Path]) -> SceneIndex:
        self.calls += 1
        return self.index


SOUND = INDEX.model_copy(update={"broken": {}})


def test_the_index_is_read_once_until_a_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stored index serves until a scene file appears, changes or goes, here or in a subfolder."""
    monkeypatch.setenv("NOWSHOWING_STORE", str(tmp_path / "store"))
    folder = tmp_path / "scenes"
    (folder / "parts").mkdir(parents=True)
    read = CountingReader(SOUND)
    changes = (
        ("a.py", "x = 1"),
        ("a.py", "x = 1"),
        ("a.py", "x = 2"),
        ("parts/_b.py", ""),
        ("notes.txt", ""),
        ("a.py", None),
    )
    calls = []
    for name, text in changes:
        if text is None:
            (folder / name).unlink()
        else:
            (folder / name).write_text(text)
        assert fresh_index([folder], read) == SOUND
        calls.append(read.calls)
    assert calls == [1, 1, 2, 3, 3, 4]


def test_a_damaged_or_missing_store_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stored index that cannot be read is made anew; where nothing can be written, nothing is."""
    monkeypatch.setenv("NOWSHOWING_STORE", str(tmp_path / "store"))
    read = CountingReader(SOUND)
    fresh_index([tmp_path], read)
    for stored in (tmp_path / "store" / "index").iterdir():
        stored.write_text(stored.read_text()[:-20])
    assert fresh_index([tmp_path], read) == SOUND
    assert fresh_index([tmp_path], read) == SOUND
    assert read.calls == 2
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NOWSHOWING_STORE", str(tmp_path / "file"))
    assert fresh_index([tmp_path], read) == SOUND


def test_an_index_with_broken_scenes_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What broke a scene may have been put right outside the folder, so it is read again."""
    monkeypatch.setenv("NOWSHOWING_STORE", str(tmp_path / "store"))
    read = CountingReader(INDEX)
    fresh_index([tmp_path], read)
    fresh_index([tmp_path], read)
    assert read.calls == 2


def test_where_indices_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store's own folder comes first, then the user's cache."""
    monkeypatch.delenv("NOWSHOWING_STORE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/x")
    assert index_store.store() == Path("/x/nowshowing/index")
    monkeypatch.setenv("NOWSHOWING_STORE", "/y")
    assert index_store.store() == Path("/y/index")


CHECK = """
import sys
from pathlib import Path
from nowshowing.spec.checking import load_lesson
from nowshowing.spec.scene_index import SceneIndex
index = SceneIndex.model_validate_json(Path(sys.argv[1]).read_bytes())
print(len(load_lesson(Path(sys.argv[2]), index).clips), *(name for name in ("manim", "sympy") if name in sys.modules))
"""


def test_twenty_clips_are_checked_within_a_second(tmp_path: Path) -> None:
    """A second check of a lesson of twenty clips imports neither Manim nor SymPy, and takes less than a second."""
    head, clip = LESSON.split("clips:\n")
    clips = [clip.replace("chord-to-tangent", f"clip-{n}").replace("at: 2", f"at: {n}") for n in range(1, 21)]
    file = tmp_path / "slope.yaml"
    file.write_text(f"{head}clips:\n{''.join(clips)}")
    command = [sys.executable, "-c", CHECK, str(DATA / "scene_index.json"), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    before = _seconds_of_children()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == "20\n"
    assert _seconds_of_children() - before < 1.0


def _seconds_of_children() -> float:
    """Return the processor time of the processes that were run, which other work on the machine does not lengthen."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


LINES = LESSON.splitlines(keepends=True)
PIECES = [
    "[",
    "]",
    "{",
    "}",
    ": ",
    "\n",
    "  ",
    "\t",
    "'",
    '"',
    "\\",
    "&a ",
    "*a",
    "$",
    "null",
    "1e999",
    "½",
    "- ",
    "#",
    "{=5}",
]


@settings(
    derandomize=True, max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.integers(0, len(LESSON)), st.integers(0, 12), st.sampled_from(["", *PIECES, *LINES])),
        min_size=1,
        max_size=4,
    )
)
def test_a_garbled_lesson_is_a_lesson_or_a_list_of_mistakes(
    tmp_path: Path, changes: list[tuple[int, int, str]]
) -> None:
    """Whatever is cut out of a lesson or put into it, nothing but a lesson or an AuthorError with places comes out."""
    text = LESSON
    for at, cut, piece in changes:
        text = text[:at] + piece + text[at + cut :]
    try:
        assert load(tmp_path, text).clips
    except AuthorError as error:
        found = error.mistakes
        lines = text.count("\n") + 1
        if not found or not all(1 <= mistake.line <= lines and mistake.column >= 1 for mistake in found):
            raise
