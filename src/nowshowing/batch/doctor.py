"""What this machine has and lacks for rendering; nothing here imports what it looks for."""

from __future__ import annotations

import ctypes.util
import importlib.metadata
import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from nowshowing import data_files

BUILD_PACKAGES = ("build-essential", "python3-dev", "libcairo2-dev", "libpango1.0-dev", "pkg-config")
"""Debian's names for what pip needs to build pycairo and ManimPango, which have no wheels for Linux."""

APT_LINE = f"sudo apt-get update && sudo apt-get install -y {' '.join(BUILD_PACKAGES)}"

_LIBRARIES = {"cairo": "cairo", "pango": "pango-1.0"}
_PACKAGES = {
    "manim": "manim",
    "pycairo": "cairo",
    "ManimPango": "manimpango",
    "av": "av",
    "typst": "typst",
    "font-source-sans-pro": "font_source_sans_pro",
    "numpy": "numpy",
    "sympy": "sympy",
    "pydantic": "pydantic",
    "pillow": "PIL",
}
_LEAST_SPACE = 2**30


@dataclass(frozen=True)
class Examination:
    """One thing looked at: what was found, whether it will do, and what to do if not."""

    name: str
    found: str
    is_sound: bool
    remedy: str = ""


def examine(out: Path) -> tuple[Examination, ...]:
    """Look at Python, libraries, packages, our own data, disk and cores."""
    return (
        _python(),
        *(_library(name, file) for name, file in _LIBRARIES.items()),
        *(_package(name, module) for name, module in _PACKAGES.items()),
        *_data(),
        _disk(out),
        Examination("cores", str(os.cpu_count() or 1), is_sound=True),
    )


def _python() -> Examination:
    found = ".".join(map(str, sys.version_info[:3]))
    return Examination("python", found, sys.version_info >= (3, 11), "install Python 3.11 or newer")


def _library(name: str, file: str) -> Examination:
    # The wheels of other systems bring these libraries along.
    found = ctypes.util.find_library(file)
    is_sound = found is not None or not sys.platform.startswith("linux")
    return Examination(name, found or "no shared library", is_sound, APT_LINE)


def _package(name: str, module: str) -> Examination:
    remedy = f"pip install nowshowing again; if {name} does not build: {APT_LINE}"
    if importlib.util.find_spec(module) is None:
        return Examination(name, "not installed", False, remedy)
    return Examination(name, importlib.metadata.version(name), True)


def _data() -> tuple[Examination, ...]:
    places = {
        "scenes": data_files.scenes(),
        "themes": data_files.themes(),
        "profiles": data_files.profiles(),
        "syllabus": data_files.syllabus(),
    }
    return tuple(
        Examination(
            name, str(place) if place.exists() else f"{place} is missing", place.exists(), "install nowshowing again"
        )
        for name, place in places.items()
    )


def _disk(out: Path) -> Examination:
    there = next(folder for folder in (out.absolute(), *out.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    writable = os.access(there, os.W_OK)
    found = f"{free / 2**30:.1f} GB free in {there}" if writable else f"{there} cannot be written to"
    return Examination(
        "disk", found, writable and free >= _LEAST_SPACE, "free some space, or choose another folder with --out"
    )
