"""Scene files: ours and an author's, opened the same way."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nowshowing import data_files
from nowshowing.stage.loader import PREFIX, SceneFileError, forget, load_scene, read_scenes

SCENE = '''
from nowshowing.stage import LessonScene, Params, beat
{extra}

class {name}Params(Params):
    count: int = 3
    """How many."""


class {name}(LessonScene):
    """Says something."""

    params: {name}Params

    @beat
    def only(self) -> None:
        """The only step."""
'''


def write(folder: Path, stem: str, name: str = "Mine", extra: str = "") -> Path:
    """Write a scene file."""
    file = folder / f"{stem}.py"
    file.write_text(SCENE.format(name=name, extra=extra), encoding="utf-8")
    return file


def test_the_library_is_read_whole() -> None:
    """Every file of the library is a scene; none is broken."""
    index = read_scenes([data_files.scenes()])

    assert index.broken == {}
    assert "secant_to_tangent" in index.scenes


def test_an_author_s_folder_adds_to_the_library_and_leaves_the_path_alone(tmp_path: Path) -> None:
    """Scenes of a second folder are found under their stems; sys.path is as it was."""
    write(tmp_path, "mine")
    before = list(sys.path)

    index = read_scenes([data_files.scenes(), tmp_path])

    assert index.scenes["mine"].doc == "Says something."
    assert [param.name for param in index.scenes["mine"].params] == ["count"]
    assert sys.path == before


def test_siblings_are_imported_relatively(tmp_path: Path) -> None:
    """A helper whose name begins with an underscore is not a scene, and may be imported by its siblings."""
    (tmp_path / "_help.py").write_text("ANSWER = 42\n", encoding="utf-8")
    file = write(tmp_path, "mine", extra="from ._help import ANSWER\n")

    assert load_scene(file).__name__ == "Mine"
    assert list(read_scenes([tmp_path]).scenes) == ["mine"]


def test_two_folders_may_hold_files_of_one_name(tmp_path: Path) -> None:
    """Each folder is a package of its own."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = write(tmp_path / "a", "same", "One"), write(tmp_path / "b", "same", "Other")

    assert (load_scene(one).__name__, load_scene(other).__name__) == ("One", "Other")


def test_a_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    """What is wrong is told with the file and the line; the rest is read."""
    write(tmp_path, "good")
    (tmp_path / "bad.py").write_text("import nowhere_to_be_found\n", encoding="utf-8")

    index = read_scenes([tmp_path])

    assert list(index.scenes) == ["good"]
    assert "bad.py:1: ModuleNotFoundError" in index.broken["bad"]


def test_a_file_with_two_scenes_is_refused(tmp_path: Path) -> None:
    """One file is one scene."""
    file = write(tmp_path, "two", "One")
    file.write_text(file.read_text() + SCENE.format(name="Two", extra=""), encoding="utf-8")

    with pytest.raises(SceneFileError, match="one class derived from LessonScene is wanted, found One, Two"):
        load_scene(file)


def test_a_changed_file_is_read_again_after_forgetting(tmp_path: Path) -> None:
    """Reloading drops one prefix from sys.modules."""
    file = write(tmp_path, "mine", "Before")
    assert load_scene(file).__name__ == "Before"
    write(tmp_path, "mine", "After_")

    forget()

    assert not [name for name in sys.modules if name.startswith(PREFIX)]
    assert load_scene(file).__name__ == "After_"
