"""The wheel: it holds all that lessons need, and works away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the installed build backend: nothing is downloaded."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps", "--no-index"]
    subprocess.run([*build, "--wheel-dir", folder, CHECKOUT], check=True, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a fresh environment that sees the dependencies installed here; return its programs."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    paths = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    # A plain line of a .pth file adds the folder, and reads none of the .pth files there: not that of the checkout.
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*install, "--prefix", folder, "--ignore-installed", wheel], check=True, cwd=folder)
    return Path(sysconfig.get_path("scripts", "venv", vars=paths))


def run(environment: Path, folder: Path, *arguments: str) -> str:
    """Run the program that the wheel installed, in a folder outside the checkout; return what it prints."""
    (program,) = environment.glob("nowshowing*")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    clean["NOWSHOWING_STORE"] = str(folder / "store")
    command = [environment / "python", program, *arguments]
    ran = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_wheel_holds_scenes_themes_profiles_and_licence(wheel: Path) -> None:
    """What is found from the package, and nothing of the workshop."""
    names = set(zipfile.ZipFile(wheel).namelist())
    scenes = {f"nowshowing/data/scenes/{file.name}" for file in (CHECKOUT / "scenes").glob("*.py")}
    themes = {f"nowshowing/data/themes/{file.name}" for file in (CHECKOUT / "config" / "themes").glob("*.yaml")}
    others = {"nowshowing/data/profiles.yaml", "nowshowing/data/syllabus.yaml", "nowshowing/py.typed"}
    assert scenes
    assert themes
    assert names >= scenes | themes | others
    assert [name for name in names if name.endswith("licenses/LICENSE")]
    assert [name for name in names if name.startswith(("tests", "scripts", "media")) or "__pycache__" in name] == []


def test_a_lesson_is_written_checked_and_drawn_outside_the_checkout(environment: Path, tmp_path: Path) -> None:
    """The installed package finds its own scenes."""
    assert "secant_to_tangent" in run(environment, tmp_path, "scenes")
    run(environment, tmp_path, "new", "slope.yaml")
    assert run(environment, tmp_path, "check", "slope.yaml") == "1 lesson with 1 clip: no mistakes\n"
    run(environment, tmp_path, "still", "slope.yaml", "--profile", "draft", "-o", "slope.png")
    assert (tmp_path / "slope.png").read_bytes().startswith(b"\x89PNG")
    assert str(environment.parent) in run(environment, tmp_path, "doctor")
