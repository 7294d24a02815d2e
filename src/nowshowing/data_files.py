"""Where the package's own scenes, themes and profiles lie: in a checkout beside ``src/``, in a wheel inside it."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parent.parent


def _folder(in_checkout: str, in_wheel: str) -> Path:
    shipped = PACKAGE / "data" / in_wheel
    return shipped if shipped.exists() else CHECKOUT / in_checkout


def scenes() -> Path:
    """Return the folder of the scene library."""
    return _folder("scenes", "scenes")


def themes() -> Path:
    """Return the folder of the themes."""
    return _folder("config/themes", "themes")


def profiles() -> Path:
    """Return the file of the profiles."""
    return _folder("config/profiles.yaml", "profiles.yaml")


def syllabus() -> Path:
    """Return the file of the syllabus points."""
    return _folder("config/syllabus.yaml", "syllabus.yaml")
