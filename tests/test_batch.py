"""Planning and reports of a run."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from nowshowing.batch.news import (
    ClipDone,
    ClipFailed,
    Drawn,
    Ended,
    News,
    NotPublished,
    Published,
    Started,
    as_json,
    as_text,
)
from nowshowing.batch.planning import about_seconds, plan, require_length
from nowshowing.batch.reading import lesson_files
from nowshowing.batch.telling import JsonLines, Lines
from nowshowing.errors import AuthorError, CommandLineError
from nowshowing.spec.lesson import BeatScript, Clip, Lesson, Place, Spoken, SpokenBeat, Utterance


def clip(name: str, slot: str | None = None) -> Clip:
    """Return a clip by name."""
    return Clip(id=name, title=name, scene="s", scene_file="s.py", params={}, slot=slot, place=Place("l.yaml", 7, 5))


def lesson(slot: str, *clips: Clip, profile: str | None = None) -> Lesson:
    """Return a lesson by its slot."""
    return Lesson(file=f"{slot}.yaml", digest="0", title=slot, slot=slot, clips=clips, profile=profile)


def test_folders_and_globs_name_lessons_once_and_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder's lessons come in the order of their names, and none twice."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "more").mkdir()
    for name in ("b.yaml", "a.yaml", "notes.txt", "more/c.yml"):
        (tmp_path / name).write_text("")
    files, mistakes = lesson_files(["b.yaml", ".", "*.yaml", "more"])
    assert ([str(file) for file in files], mistakes) == (["b.yaml", "a.yaml", "more/c.yml"], [])


def test_what_names_no_lesson_is_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder and a pattern without match are told; a missing file is told by the reader."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    files, mistakes = lesson_files(["empty", "none-*.yaml", "missing.yaml"])
    assert files == (Path("missing.yaml"),)
    assert [str(mistake) for mistake in mistakes] == [
        'empty: no lesson in this folder; lessons end in ".yaml"',
        "none-*.yaml: no file matches this pattern",
    ]


def test_the_command_line_chooses_the_profile_before_the_lesson() -> None:
    """And the lesson before the default."""
    lessons = (lesson("one", clip("a")), lesson("two", clip("a"), profile="preview"))
    assert [one.profile.name for one in plan(lessons)] == ["full", "preview"]
    assert [one.profile.name for one in plan(lessons, profile="draft")] == ["draft", "draft"]


def test_one_clip_is_chosen_by_its_id() -> None:
    """Lessons without it are left out."""
    (chosen,) = plan((lesson("one", clip("a"), clip("b")), lesson("two", clip("c"))), clip="b")
    assert ([one.id for one in chosen.clips], chosen.whole) == (["b"], False)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("clip", "chrod", '--clip: no clip "chrod"; did you mean "chord"?'),
        ("clip", "zzz", '--clip: no clip "zzz"; there is chord'),
        ("profile", "drat", '--profile: no profile "drat"; did you mean "draft"?'),
    ],
)
def test_an_unknown_choice_offers_what_there_is(option: str, value: str, message: str) -> None:
    """The closest name, else all."""
    with pytest.raises(CommandLineError) as caught:
        plan((lesson("one", clip("chord")),), **{option: value})
    assert str(caught.value) == message


def test_shards_share_the_clips_out() -> None:
    """Each clip falls into one shard, by its name alone, whatever else is rendered."""
    lessons = tuple(lesson(f"l{n}", *(clip(f"c{m}") for m in range(8))) for n in range(4))
    shares = [
        {(one.lesson.slot, part.id) for one in plan(lessons, shard=(number, 3)) for part in one.clips}
        for number in (1, 2, 3)
    ]
    assert sum(map(len, shares)) == len(set.union(*shares)) == 32
    assert min(map(len, shares)) > 4
    alone = {(one.lesson.slot, part.id) for one in plan(lessons[:1], shard=(2, 3)) for part in one.clips}
    assert alone == {(slot, part) for slot, part in shares[1] if slot == "l0"}


def test_a_slot_claimed_twice_is_a_mistake() -> None:
    """By two lessons, or by a lesson and a clip of another."""
    with pytest.raises(AuthorError) as caught:
        plan((lesson("one", clip("a")), lesson("two", clip("b", slot="one"))))
    expected = (
        'l.yaml:7:5: clips.b.slot: the slot "one" is claimed twice, first by one.yaml; give one of them another slot'
    )
    assert str(caught.value) == expected


def test_a_clip_longer_than_five_minutes_is_a_mistake_on_its_line() -> None:
    """The limit itself is allowed."""
    require_length(clip("a"), 300)
    with pytest.raises(AuthorError) as caught:
        require_length(clip("a"), 300.5)
    assert (
        str(caught.value) == "l.yaml:7:5: clips.a: the clip lasts 300.5 s; the most is 300 s, so make two clips of it"
    )


def test_the_estimate_of_a_length_grows_with_what_is_said() -> None:
    """Longest first needs no playing."""
    spoken = SpokenBeat(say=Spoken((), (), 10.0))
    script = {"curve": BeatScript(say=Utterance("words"), pause=3)}
    talking = Clip("a", "a", "s", "s.py", {}, script=script, spoken={"curve": spoken})
    assert about_seconds(talking) - about_seconds(clip("b")) == pytest.approx(15)


NEWS: list[tuple[News, list[str]]] = [
    (Started("slope", ("a", "b"), 100), ["slope: 2 clips to render"]),
    (Drawn("slope", "a", 5, 10), ["slope/a: 5 of 10 frames"]),
    (ClipDone("slope", "a", 10, 0.5), ["slope/a: rendered, 10 frames, 0.5 s"]),
    (
        ClipFailed("slope", "b", ("wrong", "worse"), "", "media/logs/slope-b.log"),
        ["slope/b: failed: wrong", "slope/b: failed: worse", "slope/b: its log is kept in media/logs/slope-b.log"],
    ),
    (Published("slope", "media/slope"), ["slope: media/slope"]),
    (Published("slope", "media/slope", ("b",)), ["slope: published all the same: b", "slope: media/slope"]),
    (NotPublished("slope", ("of its clips, b failed",)), ["slope: not published: of its clips, b failed"]),
    (Ended(2, 1, 3.0), ["1 of 2 clips failed in 3.0 s"]),
    (Ended(1, 0, 3.0), ["1 clip rendered in 3.0 s"]),
]


@pytest.mark.parametrize(("news", "lines"), NEWS, ids=lambda value: type(value).__name__)
def test_news_reads_as_text_and_as_json(news: News, lines: list[str]) -> None:
    """Both tell the same."""
    assert list(as_text(news)) == lines
    row = json.loads(as_json(news))
    assert row["event"] == type(news).__name__
    assert {name: row[name] for name in vars(news)} == json.loads(json.dumps(vars(news)))


def test_a_bug_of_ours_comes_with_its_traceback() -> None:
    """And with the request to report it."""
    lines = as_text(ClipFailed("slope", "b", ("KeyError: 'x'",), "Traceback …\n", None))
    assert lines == (
        "slope/b: failed: KeyError: 'x'",
        "Traceback …",
        "This is a bug of nowshowing, not a mistake of yours. Please report it with the lines above.",
    )


@pytest.mark.parametrize(
    ("quiet", "verbose", "told"),
    [
        (
            False,
            False,
            ["Started", "ClipDone", "ClipFailed", "Published", "Published", "NotPublished", "Ended", "Ended"],
        ),
        (True, False, ["ClipFailed", "Published", "NotPublished", "Ended"]),
        (
            False,
            True,
            ["Started", "Drawn", "ClipDone", "ClipFailed", "Published", "Published", "NotPublished", "Ended", "Ended"],
        ),
    ],
)
def test_how_much_is_told(quiet: bool, verbose: bool, told: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What failed is told in any case; progress only to those who ask."""
    tell = Lines(quiet=quiet, verbose=verbose)
    names = []
    for news, _ in NEWS:
        tell(news)
        if capsys.readouterr().err:
            names.append(type(news).__name__)
    assert names == told


def test_json_goes_to_standard_output_and_failures_also_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A program reads one, a person the other."""
    tell = JsonLines()
    for news, _ in NEWS:
        tell(news)
    out, err = capsys.readouterr()
    assert len([json.loads(line) for line in out.splitlines()]) == len(NEWS)
    assert err.splitlines()[0] == "slope/b: failed: wrong"
    assert "rendered" not in err


def test_bars_are_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """One bar a lesson, moved by the frames of its clips; other news stands above."""
    from nowshowing.batch.bars import Bars

    monkeypatch.setitem(os.environ, "COLUMNS", "100")
    with Bars() as tell:
        for news, _ in NEWS:
            tell(news)
    err = capsys.readouterr().err
    assert "slope/b: failed: wrong" in err
    assert "slope: media/slope" in err
