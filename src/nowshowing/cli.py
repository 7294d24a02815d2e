"""The verbs, each a few lines; what they do lies in the rooms."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import click

from nowshowing import __version__
from nowshowing.errors import AuthorError, CommandLineError, MachineError

FOLDER = click.Path(path_type=Path, file_okay=False)
EXISTING_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
FILE = click.Path(path_type=Path, dir_okay=False)

Verb = Callable[..., Any]


def shard(_context: click.Context, _option: click.Parameter, text: str | None) -> tuple[int, int]:
    """Read ``i/n``."""
    match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text or "1/1")
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise click.BadParameter(f'found "{text}"; write I/N with 1 ≤ I ≤ N, such as 2/4')
    return int(match[1]), int(match[2])


def lessons_and_scenes(verb: Verb) -> Verb:
    """Add what every verb that reads lessons takes."""
    scenes = click.option(
        "--scenes", multiple=True, type=EXISTING_FOLDER, metavar="DIR", help="More scenes than our own; repeatable."
    )
    settings = click.option(
        "--set", "settings", multiple=True, metavar="PATH=VALUE", help="Such as clips.0.params.at=3; repeatable."
    )
    return scenes(settings(verb))


profile_option = click.option("--profile", metavar="NAME", help="draft, preview or full [default: the lesson's, full].")
clip_option = click.option("--clip", metavar="ID", help="This clip alone.")
jobs_option = click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes [default: cores].")
out_option = click.option("--out", default="media", type=FOLDER, show_default=True, help="Where bundles lie.")
json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable lines on standard output.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def nowshowing() -> None:
    """Turn YAML lessons into films, and put them into the page slots that wait for them."""


@nowshowing.command()
@click.argument("lessons", nargs=-1, required=True, metavar="LESSON|FOLDER…")
@lessons_and_scenes
@profile_option
@click.option("--clip", metavar="ID", help="This clip alone, into clips/SLOT/ID.mp4 beside the bundles.")
@jobs_option
@click.option("--shard", callback=shard, metavar="I/N", help="The I-th of N parts of the clips.")
@click.option("--plan", "only_plan", is_flag=True, help="Show beats and lengths; draw nothing.")
@click.option("--uncertified", is_flag=True, help="At full, publish also what fails its certificate.")
@out_option
@json_option
@click.option("-q", "--quiet", is_flag=True, help="Say only what failed.")
@click.option("-v", "--verbose", is_flag=True, help="Say more.")
def render(
    lessons: tuple[str, ...], scenes: tuple[Path, ...], settings: tuple[str, ...], profile: str | None,
    clip: str | None, jobs: int | None, shard: tuple[int, int], only_plan: bool, uncertified: bool,
    out: Path, as_json: bool, quiet: bool, verbose: bool,
) -> int:  # fmt: skip
    """Render lessons: the film, and all else that its slot needs.

    At profile full every frame is checked as by certify, and what fails is not published.
    """
    from nowshowing.batch.workers import cores, warm_up

    warm_up()
    from nowshowing.batch import lengths, rendering
    from nowshowing.batch.planning import plan
    from nowshowing.batch.reading import read_lessons
    from nowshowing.batch.telling import teller

    plans = plan(read_lessons(lessons, scenes, settings), profile, clip, shard)
    if only_plan:
        return lengths.show(plans, jobs or cores(), as_json)
    with teller(as_json, quiet, verbose) as tell:
        return rendering.render(plans, out, jobs or cores(), tell, uncertified)


@nowshowing.command()
@click.argument("lessons", nargs=-1, required=True, metavar="LESSON|FOLDER…")
@lessons_and_scenes
@json_option
def check(lessons: tuple[str, ...], scenes: tuple[Path, ...], settings: tuple[str, ...], as_json: bool) -> None:
    """Report every mistake at once, each with its line and the fix."""
    from nowshowing.batch.reading import read_lessons
    from nowshowing.spec.advice import advice

    try:
        sound = read_lessons(lessons, scenes, settings)
    except AuthorError as error:
        if as_json:
            for mistake in error.mistakes:
                click.echo(json.dumps(vars(mistake), ensure_ascii=False))
        raise
    for lesson in sound:
        for note in advice(lesson):
            click.echo(f"{note} (advice)", err=True)
    if not as_json:
        clips = sum(len(lesson.clips) for lesson in sound)
        click.echo(f"{counted(len(sound), 'lesson')} with {counted(clips, 'clip')}: no mistakes")


@nowshowing.command()
@click.argument("lessons", nargs=-1, metavar="LESSON|FOLDER…")
@lessons_and_scenes
@profile_option
@clip_option
@jobs_option
@click.option("--crops", type=FOLDER, metavar="DIR", help="Draw what is found, in a folder.")
@click.option("--sweep", metavar="SCENE", help="Instead of lessons: a scene, with params drawn at random.")
@click.option("--count", type=click.IntRange(1, 100_000), default=20, show_default=True, help="How many draws.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the draws.")
@click.option("--aspect", type=click.Choice(["16:9", "1:1", "9:16"]), help="Of a sweep [default: 16:9].")
@click.option("--theme", metavar="NAME", help="Of a sweep [default: midnight].")
@json_option
def certify(
    lessons: tuple[str, ...], scenes: tuple[Path, ...], settings: tuple[str, ...], profile: str | None,
    clip: str | None, jobs: int | None, crops: Path | None, sweep: str | None, count: int, seed: int,
    aspect: str | None, theme: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Check every frame: is what it shows true, and can it be read?

    Nothing is drawn. Exits with 1 where something is found.
    """
    from nowshowing.batch.workers import cores, warm_up

    if (sweep is None) == (not lessons):
        raise click.UsageError("give either lessons or --sweep SCENE")
    warm_up()
    from nowshowing.batch import certifying, sweeping
    from nowshowing.batch.planning import plan
    from nowshowing.batch.reading import read_lessons

    if sweep is not None:
        return sweeping.sweep(sweep, scenes, count, seed, jobs or cores(), as_json, sweeping.look(aspect, theme))
    if aspect or theme:
        raise click.UsageError("--aspect and --theme go with --sweep; a lesson names its own")
    plans = plan(read_lessons(lessons, scenes, settings), profile, clip)
    return certifying.certify(plans, jobs or cores(), as_json, crops)


@nowshowing.command()
@click.argument("lesson")
@lessons_and_scenes
@profile_option
@clip_option
@click.option("--beat", metavar="NAME", help="Which beat [default: the last].")
@click.option("--at", type=click.FloatRange(0, 1), default=1.0, show_default=True, help="How far into the beat.")
@click.option("-o", "--output", type=FILE, help="The picture, as PNG.")
@click.option("--each-beat", type=FOLDER, metavar="DIR", help="The end of every beat, in a folder.")
@jobs_option
def still(
    lesson: str, scenes: tuple[Path, ...], settings: tuple[str, ...], profile: str | None, clip: str | None,
    beat: str | None, at: float, output: Path | None, each_beat: Path | None, jobs: int | None,
) -> int:  # fmt: skip
    """Draw one frame of a clip, or one of every beat."""
    from nowshowing.batch.workers import cores, warm_up

    if (output is None) == (each_beat is None) or (each_beat and beat):
        raise click.UsageError("give either -o FILE (with --beat) or --each-beat DIR")
    warm_up()
    from nowshowing.batch import stills
    from nowshowing.batch.planning import plan
    from nowshowing.batch.reading import read_lessons

    plans = plan(read_lessons((lesson,), scenes, settings), profile, clip)
    moment = stills.Moment(stills.EACH if each_beat else beat, at)
    return stills.write(plans, moment, output or each_beat or Path(), jobs or cores())


@nowshowing.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE|FOLDER…")
@out_option
@click.option("--lessons", multiple=True, metavar="LESSON|FOLDER", help="Repeatable [default: config/lessons].")
@json_option
def slots(pages: tuple[str, ...], out: Path, lessons: tuple[str, ...], as_json: bool) -> None:
    """List the slots of pages: waiting, filled, stale, without a lesson.

    Texts that promise a video outside any slot are pointed out, with what to write instead.
    """
    from nowshowing.batch.page_reports import slot_lines
    from nowshowing.batch.reading import claimed_slots
    from nowshowing.publish import waiting

    default = ["config/lessons"] if Path("config/lessons").is_dir() else []
    for line in slot_lines(waiting.slots(pages, out, claimed_slots(lessons or default)), as_json):
        click.echo(line)


@nowshowing.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE|FOLDER…")
@out_option
@click.option("--assets", type=FOLDER, help="Copy the bundles there, for the site to serve.")
@click.option("--url", default="", metavar="PREFIX", help="Begin links with this, instead of the way from the page.")
@click.option("--base-url", default="", metavar="URL", help="The site's address, for what search engines read.")
@click.option("--dry-run", is_flag=True, help="Show what would change.")
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if something would change.")
@click.option("--empty", is_flag=True, help="Take the films out; what stood there comes back.")
@json_option
def fill(
    pages: tuple[str, ...], out: Path, assets: Path | None, url: str, base_url: str, dry_run: bool, check: bool,
    empty: bool, as_json: bool,
) -> int:  # fmt: skip
    """Put bundles into the slots of pages."""
    from nowshowing.batch.page_reports import difference_lines, outcome_lines
    from nowshowing.publish import fill as filling

    report = filling.fill(
        pages, out, assets=assets, url=url, base_url=base_url, dry_run=dry_run, check=check, empty=empty
    )
    for line in outcome_lines(report, as_json, written=not (dry_run or check)):
        click.echo(line)
    if dry_run and not as_json:
        for line in difference_lines(report):
            click.echo(line)
    return 1 if check and report.changes_something else 0


@nowshowing.command()
@click.argument("name", required=False)
@click.option("--scenes", multiple=True, type=EXISTING_FOLDER, metavar="DIR", help="More scenes; repeatable.")
@json_option
def scenes(name: str | None, scenes: tuple[Path, ...], as_json: bool) -> None:
    """List the scenes, or describe one.

    NAME: its params, beats, cues and values.
    """
    from nowshowing.batch import library

    index = library.scene_index(scenes)
    if name is not None:
        scene = library.scene_named(name, index)
        click.echo(scene.model_dump_json() if as_json else library.description(scene))
    else:
        click.echo(index.model_dump_json() if as_json else library.overview(index))


@nowshowing.command()
@click.argument("file", required=False, type=FILE)
@click.option("--scene", metavar="NAME", help="A scene, scenes/NAME.py, and a lesson that plays it.")
def new(file: Path | None, scene: str | None) -> None:
    """Write a lesson, or a scene and its lesson.

    Both render as they stand. What is there already is never overwritten.
    """
    from nowshowing.batch import starting

    if (file is None) == (scene is None):
        raise click.UsageError("give either FILE, for a lesson, or --scene NAME")
    if scene is not None:
        written = starting.new_scene(scene, Path("scenes"), Path("config/lessons"))
    else:
        assert file is not None
        written = starting.new_lesson(file)
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(f"try: nowshowing render {written[-1]} --profile draft{' --scenes scenes' if scene else ''}")


@nowshowing.command()
@click.option("--scenes", multiple=True, type=EXISTING_FOLDER, metavar="DIR", help="More scenes; repeatable.")
def schema(scenes: tuple[Path, ...]) -> None:
    """Print the JSON Schema of lessons, for editors."""
    from nowshowing.batch.library import scene_index
    from nowshowing.spec.schema import schema_text

    click.echo(schema_text(scene_index(scenes)), nl=False)


@nowshowing.command()
@out_option
@json_option
def doctor(out: Path, as_json: bool) -> int:
    """Say what this machine has, what it lacks, and how to get it."""
    from nowshowing.batch.doctor import examine

    findings = examine(out)
    for finding in findings:
        if as_json:
            click.echo(json.dumps(vars(finding), ensure_ascii=False))
        else:
            click.echo(f"{'ok     ' if finding.is_sound else 'MISSING'} {finding.name}: {finding.found}")
            click.echo("" if finding.is_sound else f"        {finding.remedy}\n", nl=False)
    return 0 if all(finding.is_sound for finding in findings) else 1


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the singular or the plural."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _end(number: int, _frame: FrameType | None) -> None:
    # Whatever is being cleaned up from here on is not to be interrupted again.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    raise SystemExit(128 + number)


@contextlib.contextmanager
def ending_in_order() -> Iterator[None]:
    """Turn the signals that ask to end into an exception, so that workers end and unfinished files go."""
    before = {}
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code of DESIGN §10."""
    try:
        with ending_in_order():
            return nowshowing.main(arguments, prog_name="nowshowing", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except CommandLineError as error:
        click.echo(f"Error: {error}", err=True)
        return 2
    except (AuthorError, MachineError) as error:
        click.echo(str(error), err=True)
        return 1
    except click.Abort:
        return 130
    except Exception:
        traceback.print_exc()
        click.echo(
            "This is a bug of nowshowing, not a mistake of yours. Please report it with the lines above.", err=True
        )
        return 3


if __name__ == "__main__":
    sys.exit(main())
