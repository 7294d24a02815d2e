"""Text and formulas as outlines: filled Bézier paths by role, in em, with the baseline of the first line at y = 0."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nowshowing.typeset import store
from nowshowing.typeset.document import BASELINE_END, BASELINE_START, SIZE, document
from nowshowing.typeset.fonts import TypesetError, compile_pages
from nowshowing.typeset.outline import Outline, Part, Points
from nowshowing.typeset.requests import Align, Formula, Listing, Request, Table, Weight, Words
from nowshowing.typeset.svg import Shape, shapes

__all__ = ["Outline", "Part", "set_code", "set_formula", "set_many", "set_table", "set_text"]

ASCENDER = 0.75
DESCENDER = 0.25


def set_text(text: str, *, weight: Weight = "regular", width: float | None = None, align: Align = "left") -> Outline:
    """Set plain words with ``$…$`` formulas (LaTeX) among them; ``width`` in em wraps lines. Raises TypesetError."""
    return set_many([Words(text, weight, width, align)])[0]


def set_formula(latex: str, *, display: bool = True) -> Outline:
    """Set a LaTeX formula (without its ``$``), with limits below and tall fractions if ``display``."""
    return set_many([Formula(latex, display)])[0]


def set_code(listing: str, language: str) -> Outline:
    """Set lines of code in roles keyword, string, number and comment ("" for the rest). Raises TypesetError."""
    return set_many([Listing(listing, language)])[0]


def set_table(
    rows: Sequence[Sequence[str]],
    *,
    align: Sequence[Align] | None = None,
    column_gap: float = 1.0,
    row_gap: float = 0.35,
) -> Outline:
    """Set a table of words with ``$…$`` formulas, ruled by space; ``align`` has an entry a column, else all left."""
    cells = tuple(map(tuple, rows))
    columns = max(map(len, cells), default=0)
    return set_many([Table(cells, tuple(align or ["left"] * columns), column_gap, row_gap)])[0]


def set_many(requests: Sequence[Request]) -> list[Outline]:
    """Set many pieces in one Typst document, each as if alone. Raises TypesetError for the first that cannot be set."""
    kept = {request: outline for request in requests if (outline := store.recall(request)) is not None}
    wanted = [request for request in dict.fromkeys(requests) if request not in kept]
    if wanted:
        source, roles = document(wanted)
        for request, names, page in zip(wanted, roles, compile_pages(source), strict=True):
            kept[request] = _outline(request, names, page)
            store.keep(request, kept[request])
    return [kept[request] for request in requests]


def _outline(request: Request, roles: Sequence[str], page: str) -> Outline:
    drawn = shapes(page)
    start, end = (_mark(drawn, colour) for colour in (BASELINE_START, BASELINE_END))
    inked = [shape for shape in drawn if shape.fill not in (BASELINE_START, BASELINE_END)]
    width = float(page.split('viewBox="0 0 ', 1)[1].split(" ", 1)[0]) / SIZE
    parts = tuple(_parts(inked, roles, np.array((0.0, start[1]))))
    if not parts:
        return Outline(request.source, (), width, ASCENDER, DESCENDER, (0.0, 0.0, 0.0, 0.0))
    every = np.concatenate([part.points for part in parts])
    low, high = extent(every)
    if isinstance(request, Words) and request.width is not None:
        width = max(width, float(high[0]))  # a word wider than the line sticks out
    drop = float(end[1] - start[1]) / SIZE
    return Outline(
        request.source,
        parts,
        width,
        max(ASCENDER, float(high[1])),
        max(DESCENDER + drop, -float(low[1])),
        (float(low[0]), float(low[1]), float(high[0]), float(high[1])),
    )


def _mark(drawn: list[Shape], colour: str) -> Points:
    for shape in drawn:
        if shape.fill == colour:
            return np.asarray(shape.points[0, 0])
    raise TypesetError("cannot be set: its baseline is lost")


def _parts(drawn: list[Shape], roles: Sequence[str], origin: Points) -> list[Part]:
    colours = {"#000000": ""} | {f"#01{i:04x}": role for i, role in enumerate(roles)}
    by_role: dict[str, list[Shape]] = {}
    for shape in drawn:
        if shape.fill not in colours:
            raise TypesetError(f"cannot be set: typst draws in {shape.fill}, which no role has")
        by_role.setdefault(colours[shape.fill], []).append(shape)
    parts = []
    for role, members in by_role.items():
        points = (np.concatenate([m.points for m in members]) - origin) / SIZE * (1.0, -1.0)
        offsets = np.cumsum([0] + [len(m.points) for m in members])
        contours = tuple(int(o) + c for o, m in zip(offsets, members, strict=False) for c in m.contours)
        points.flags.writeable = False
        parts.append(Part(role, points, contours))
    return parts


def extent(curves: Points) -> tuple[Points, Points]:
    """Return the exact corners of the box of cubic Béziers: ends, and where the derivative is zero."""
    # Least and greatest are found much faster along a row.
    rows = np.ascontiguousarray(curves.transpose(2, 0, 1))
    ends = np.ascontiguousarray(rows[:, :, ::3]).reshape(2, -1)
    low, high = ends.min(axis=1), ends.max(axis=1)
    # A curve lies within its control points: only what has some further out than any end needs a closer look.
    every = rows.reshape(2, -1)
    if (every.min(axis=1) >= low - 1e-12).all() and (every.max(axis=1) <= high + 1e-12).all():
        return low, high
    bulging = ((curves < low - 1e-12) | (curves > high + 1e-12)).any(axis=(1, 2))
    if not bulging.any():
        return low, high
    curves = curves[bulging]
    p0, p1, p2, p3 = (curves[:, k] for k in range(4))
    a, b, c = p3 - 3 * p2 + 3 * p1 - p0, 2 * (p2 - 2 * p1 + p0), p1 - p0
    with np.errstate(all="ignore"):
        root = np.sqrt(b * b - 4 * a * c)
        candidates = [(-b + root) / (2 * a), (-b - root) / (2 * a), -c / b]
    for t in candidates:
        t = np.where((t > 0) & (t < 1), t, 0.0)
        at = ((p3 * t + 3 * p2 * (1 - t)) * t + 3 * p1 * (1 - t) ** 2) * t + p0 * (1 - t) ** 3
        low, high = np.minimum(low, at.min(axis=0)), np.maximum(high, at.max(axis=0))
    return low, high
