"""LaTeX mathematics to Typst, for the commands of an allow-list; whatever else is written is refused with its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nowshowing.typeset.fonts import TypesetError, name_of
from nowshowing.typeset.latex_constructs import read_construct
from nowshowing.typeset.latex_reader import Reader

MOST_CHARACTERS = 500


@dataclass(frozen=True)
class FormulaProblem:
    """Why a formula cannot be set: what is wrong and the fix, and the offset (from 0) of the place in the source."""

    message: str
    offset: int


@dataclass(frozen=True)
class Conversion:
    """A formula in Typst's mathematics, and the role whose marker colour is ``role-colour(i)``, for each i."""

    typst: str
    roles: tuple[str, ...]


def check_formula(source: str) -> FormulaProblem | None:
    """Say what keeps the LaTeX ``source`` (without its ``$``) from being set, or None where nothing does."""
    at = source.find("\\role{")
    if at >= 0:
        return FormulaProblem('no command "\\role" in a lesson; scenes give the roles, so leave it out', at)
    try:
        convert(source)
    except TypesetError as error:
        return FormulaProblem(error.message, error.offset or 0)
    return None


def to_typst(source: str) -> str:
    """Convert LaTeX mathematics to Typst's (what stands between ``$``). Raises TypesetError."""
    return convert(source).typst


@lru_cache(maxsize=4096)
def convert(source: str) -> Conversion:
    """Convert LaTeX mathematics to Typst's and keep the names of its roles. Raises TypesetError."""
    if len(source) > MOST_CHARACTERS:
        raise TypesetError(
            f"a formula of {len(source)} characters; at most {MOST_CHARACTERS} can be set", MOST_CHARACTERS
        )
    for offset, c in enumerate(source):
        if not c.isprintable():
            wanted = "write it on one line, and in single quotes if its backslashes are to stay"
            raise TypesetError(f"the character {name_of(c)} in a formula; {wanted}", offset)
    reader = Reader(source, read_construct)
    typst = reader.formula()
    if not typst:
        raise TypesetError("an empty formula; write something between the dollar signs", 0)
    return Conversion(typst, tuple(reader.roles))
