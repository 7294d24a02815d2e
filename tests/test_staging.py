"""The private folder of a run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nowshowing.batch.staging import require_space, staging_folder
from nowshowing.errors import MachineError

KILLED = """
import os, sys
from pathlib import Path
from nowshowing.batch.staging import staging_folder
with staging_folder(Path(sys.argv[1])) as folder:
    (folder / "half.mp4").write_text("half")
    os.kill(os.getpid(), 9)
"""


def test_nothing_is_left(tmp_path: Path) -> None:
    """Neither the folder nor what held it."""
    with staging_folder(tmp_path / "media") as folder:
        (folder / "a.mp4").write_text("a")
        assert folder.is_relative_to(tmp_path / "media")
    assert list((tmp_path / "media").iterdir()) == []


def test_nothing_is_left_after_an_exception(tmp_path: Path) -> None:
    """Whatever ends the run."""
    with pytest.raises(KeyboardInterrupt), staging_folder(tmp_path) as folder:  # noqa: PT012
        (folder / "a.mp4").write_text("a")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """Its lock is free, so it is dead."""
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert len(list(tmp_path.rglob("half.mp4"))) == 1
    with staging_folder(tmp_path):
        assert list(tmp_path.rglob("half.mp4")) == []
    assert list(tmp_path.iterdir()) == []


def test_a_run_at_the_same_time_is_left_alone(tmp_path: Path) -> None:
    """Its lock is held."""
    with staging_folder(tmp_path) as first:
        (first / "a.mp4").write_text("a")
        with staging_folder(tmp_path) as second:
            assert second != first
        assert (first / "a.mp4").exists()


def test_a_folder_that_cannot_be_written_is_the_machines_lack(tmp_path: Path) -> None:
    """The message names the option that helps."""
    (tmp_path / "media").write_text("a file")
    with (
        pytest.raises(MachineError, match=r"cannot write in .*; choose another folder with --out"),
        staging_folder(tmp_path / "media"),
    ):
        pass


def test_too_little_space_is_said_beforehand(tmp_path: Path) -> None:
    """In megabytes, also for a folder that is not there yet."""
    with pytest.raises(MachineError, match=r"not enough disk space in .*: .* MB free, about 1099511627776 MB needed"):
        require_space(tmp_path / "not" / "there", 2**60)
