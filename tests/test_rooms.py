"""Who may import whom (DESIGN §3)."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
PACKAGE = CHECKOUT / "src" / "nowshowing"

BESIDE_THE_ROOMS = {"errors", "data_files", ""}
"""Modules that every room may import; the empty name is the package itself, for its version."""

MAY_IMPORT = {
    "maths": set(),
    "typeset": {"maths"},
    "spec": {"typeset", "maths"},
    "speech": {"spec", "typeset", "maths"},
    "stage": {"spec", "typeset", "maths"},
    "film": {"stage", "spec", "typeset", "maths"},
    "publish": {"film", "stage", "spec", "speech", "typeset", "maths"},
    "trust": {"film", "stage", "spec", "speech", "typeset", "maths"},
    "batch": {"publish", "trust", "film", "stage", "spec", "speech", "typeset", "maths"},
    "studio": {"batch", "publish", "trust", "film", "stage", "spec", "speech", "typeset", "maths"},
    "cli": {"studio", "batch", "publish", "trust", "film", "stage", "spec", "speech", "typeset", "maths"},
}

ALONE_WITH_MANIM = {"stage", "film"}
SCENES_MAY_IMPORT = {"nowshowing.stage", "nowshowing.maths", "manim"}

MODULES = sorted(PACKAGE.rglob("*.py"))
SCENES = sorted((CHECKOUT / "scenes").glob("*.py"))


def room_of(module: str) -> str:
    """Return the room of a dotted name within the package."""
    return [*module.split("."), ""][1]


def imports(file: Path) -> Iterator[tuple[str, int]]:
    """Yield the dotted names that a file imports anywhere, each with its line."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join(
                    [
                        *file.relative_to(PACKAGE.parent).parent.parts[: None if node.level == 1 else 1 - node.level],
                        base,
                    ]
                )
            is_package = base == "nowshowing"
            yield from ((f"{base}.{name.name}" if is_package else base, node.lineno) for name in node.names)


def is_of(name: str, package: str) -> bool:
    """Tell whether a dotted name is a package or lies in it."""
    return name == package or name.startswith(package + ".")


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_room_imports_only_the_rooms_below_it(file: Path) -> None:
    """The arrows of DESIGN §3, over every import statement, also those inside functions."""
    room = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room in {"__init__", *BESIDE_THE_ROOMS}:
        allowed: set[str] = set()
    else:
        allowed = MAY_IMPORT[room]
    wrong = [
        f"line {line}: {name}"
        for name, line in imports(file)
        if is_of(name, "nowshowing")
        and room_of(name) not in {room, *BESIDE_THE_ROOMS, *allowed}
        and not name.endswith("__version__")
    ]
    assert wrong == []


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_only_stage_and_film_import_manim(file: Path) -> None:
    """Manim costs seconds and moves at every release, so two rooms know it and no other."""
    room = file.relative_to(PACKAGE).parts[0]
    wrong = [line for name, line in imports(file) if is_of(name, "manim")]
    assert wrong == [] or room in ALONE_WITH_MANIM


@pytest.mark.parametrize("file", SCENES, ids=lambda file: file.stem)
def test_scenes_import_the_stage_the_maths_and_manim_only(file: Path) -> None:
    """A scene leans on the stage's names, and never on another scene."""
    ours = {
        name for name, _ in imports(file)
        if is_of(name, "nowshowing") and not any(is_of(name, room) for room in SCENES_MAY_IMPORT)
    }  # fmt: skip
    siblings = {name for name, _ in imports(file)} & {scene.stem for scene in SCENES}
    assert (ours, siblings) == (set(), set())


@pytest.mark.parametrize("file", [*MODULES, *SCENES], ids=lambda file: str(file.relative_to(CHECKOUT)))
def test_nothing_is_imported_by_star(file: Path) -> None:
    """Every imported name is written out."""
    stars = [
        node.lineno
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names)
    ]
    assert stars == []


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_the_engine_never_imports_a_scene(file: Path) -> None:
    """Scenes are found by the loader, by path."""
    assert {name for name, _ in imports(file)} & {"scenes", *(scene.stem for scene in SCENES)} == set()


MANIM_FREE = (
    "nowshowing.cli", "nowshowing.spec.checking", "nowshowing.spec.index_store", "nowshowing.maths.constraints",
    "nowshowing.maths.quantities", "nowshowing.typeset.fonts", "nowshowing.speech.voices", "nowshowing.batch.planning",
    "nowshowing.batch.rendering", "nowshowing.batch.workers", "nowshowing.publish.slots",
)  # fmt: skip


@pytest.mark.parametrize("module", MANIM_FREE)
def test_importing_does_not_bring_in_manim_or_sympy(module: str) -> None:
    """What a quick verb needs does not pay for what a slow one needs."""
    program = (
        f"import sys, {module}; print([name for name in ('manim', 'sympy', 'scipy', 'av') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")
