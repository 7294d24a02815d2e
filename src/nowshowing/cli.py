"""The verbs, each a few lines; what they do lies in the rooms."""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import click

from nowshowing import __version__
from nowshowing.errors import AuthorError, MachineError

lessons_argument = click.argument("lessons", nargs=-1, required=True, metavar="LESSON|FOLDER…")
scenes_option = click.option(
    "--scenes", "scenes", multiple=True, type=click.Path(path_type=Path), metavar="DIR",
    help="A folder of scenes beside our own; repeatable.",
)  # fmt: skip
set_option = click.option(
    "--set", "settings", multiple=True, metavar="PATH=VALUE",
    help="Change a value of the lesson, such as clips[0].params.at=3; repeatable.",
)  # fmt: skip
out_option = click.option(
    "--out",
    default="media",
    type=click.Path(path_type=Path),
    show_default=True,
    metavar="DIR",
    help="Where bundles go.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable lines on standard output.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def nowshowing() -> None:
    """Turn YAML lessons into films about the derivative, and put them into the slots that wait for them."""


@nowshowing.command()
@lessons_argument
@click.option("--profile", default=None, metavar="NAME", help="How to render: draft, preview or full.")
@click.option("--clip", default=None, metavar="ID", help="Render this clip alone, as clips/ID.mp4; the bundle stays.")
@click.option("--jobs", type=click.IntRange(min=1), default=None, metavar="N", help="Clips at once [default: cores].")
@click.option("--shard", default=None, metavar="I/N", help="Render the I-th of N parts of all lessons.")
@click.option("--plan", "plan_only", is_flag=True, help="Show beats and lengths; draw nothing.")
@out_option
@scenes_option
@set_option
@json_option
@click.option("-q", "--quiet", is_flag=True, help="Only what failed.")
@click.option("-v", "--verbose", is_flag=True, help="Say what is being done.")
def render(
    lessons: tuple[str, ...],
    profile: str | None,
    clip: str | None,
    jobs: int | None,
    shard: str | None,
    plan_only: bool,
    out: Path,
    scenes: tuple[Path, ...],
    settings: tuple[str, ...],
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Render lessons into bundles: the films, and all that a page needs to show them."""
    from nowshowing.batch import planning, rendering
    from nowshowing.batch.reports import reporter

    plan = planning.plan(lessons, scenes, settings, profile=profile, clip=clip, shard=shard)
    report = reporter(as_json=as_json, quiet=quiet, verbose=verbose)
    if plan_only:
        return rendering.show_lengths(plan, out, jobs, report)
    return rendering.render(plan, out, jobs, report)


@nowshowing.command()
@lessons_argument
@scenes_option
@set_option
@json_option
def check(lessons: tuple[str, ...], scenes: tuple[Path, ...], settings: tuple[str, ...], as_json: bool) -> int:
    """Report every mistake of the lessons at once, with its line and the fix."""
    from nowshowing.batch import checking

    return checking.check(lessons, scenes, settings, as_json=as_json)


@nowshowing.command()
@click.argument("lesson")
@click.option("--clip", default=None, metavar="ID", help="Which clip [default: the first].")
@click.option("--beat", default=None, metavar="NAME", help="Which beat [default: the last].")
@click.option("--at", default=1.0, type=click.FloatRange(0, 1), show_default=True, help="How far into the beat.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, metavar="FILE", help="The picture, PNG.")
@click.option("--each-beat", type=click.Path(path_type=Path), default=None, metavar="DIR", help="The end of each beat.")
@click.option("--profile", default=None, metavar="NAME", help="Size and frame rate: draft, preview or full.")
@scenes_option
@set_option
def still(
    lesson: str,
    clip: str | None,
    beat: str | None,
    at: float,
    output: Path | None,
    each_beat: Path | None,
    profile: str | None,
    scenes: tuple[Path, ...],
    settings: tuple[str, ...],
) -> int:
    """Draw one frame of a clip, or the end of each beat."""
    from nowshowing.batch import planning, stills

    if (output is None) == (each_beat is None):
        raise click.UsageError("give either -o FILE or --each-beat DIR")
    plan = planning.plan((lesson,), scenes, settings, profile=profile, clip=clip)
    if each_beat is not None:
        return stills.each_beat(plan, beat, each_beat, one_clip=clip is not None)
    assert output is not None
    return stills.one(plan, beat, at, output)


@nowshowing.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE…")
@click.option("--out", default="media", type=click.Path(path_type=Path), show_default=True, help="Where bundles lie.")
@click.option("--lessons", default="config/lessons", type=click.Path(path_type=Path), show_default=True)
@json_option
def slots(pages: tuple[str, ...], out: Path, lessons: Path, as_json: bool) -> int:
    """List which slots of pages wait, are filled, are stale, or have no lesson."""
    raise NotImplementedError


class Terminated(SystemExit):
    """The process was asked to end; the exit code says by which signal."""


def _end_politely(number: int, _frame: FrameType | None) -> None:
    raise Terminated(128 + number)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code (see DESIGN §10)."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end_politely)
    try:
        return nowshowing.main(arguments, prog_name="nowshowing", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    except (AuthorError, MachineError) as error:
        click.echo(str(error), err=True)
        return 1
    except Exception:
        traceback.print_exc()
        click.echo(
            "This is a bug of nowshowing, not a mistake of yours. Please report it with the lines above.", err=True
        )
        return 3


if __name__ == "__main__":
    sys.exit(main())
