"""Untruths that the certificate must find, scene by scene."""

from __future__ import annotations

from typing import Any

from nowshowing.maths.numbers import format_number
from nowshowing.spec.lesson import BeatScript, Utterance
from nowshowing.stage.text import Formula, Words
from playing import QUICK, clip_of
from sowing import PIXEL, Bed, Seed, Untruth, Window, bent, moved, reset, shifted, stale, wrong

PROFILE = QUICK.model_copy(update={"frame_rate": 10})


def more(share: float) -> Any:
    """Return what makes a value larger by a share of it."""
    return lambda true, _: (1 + share) * true


def words(text: str) -> Any:
    """Return what makes small words."""
    return lambda theme: Words(text, "small", theme=theme)


def formula(latex: str) -> Any:
    """Return what makes a formula."""
    return lambda theme: Formula(latex, "small", theme=theme)


def renamed(**names: str) -> Seed:
    """Let events be logged under other names; ``_`` stands for a blank."""
    others = {old.replace("_", " "): new for old, new in names.items()}

    def seed(scene: Any, _: Any) -> None:
        event = scene.event
        scene.event = lambda name, **values: event(others.get(name, name), **values)

    return seed


def other_mark(get: Any, k: int, pixels: float) -> Seed:
    """Move one tick's mark on an axis, not its number."""

    def seed(scene: Any, _: Any) -> None:
        edges = get(scene).edges
        edges.points[8 + 4 * k : 12 + 4 * k, 0] += pixels * 8 / 1080

    return seed


def heads_swapped(get: Any) -> Seed:
    """Let the heads of a table change places."""

    def seed(scene: Any, _: Any) -> None:
        one, other = get(scene).heads
        apart = float(other.get_center()[0] - one.get_center()[0])
        one.shift([apart, 0, 0])
        other.shift([-apart, 0, 0])

    return seed


def rounded_down(get: Any) -> Seed:
    """Let a readout round its value to another one."""

    def seed(scene: Any, window: Window) -> None:
        readout = get(scene)
        readout.style = lambda value: format_number(value - 0.011 * window.open, readout.decimals)

    return seed


def higher(pixels: float) -> Any:
    """Return what moves a point of the plot up, in pixels of a full frame."""
    return lambda point, scene: (point[0], point[1] + pixels * PIXEL / scene.plot.y_unit)


def wrong_value(get: Any, name: str, value: Any) -> Seed:
    """Let an attribute that a live figure is drawn from be wrong."""

    def seed(scene: Any, window: Window) -> None:
        figure = get(scene)
        true, draw = getattr(figure, name), figure.line.draw

        def drawn() -> None:
            setattr(figure, name, value if window.open else true)
            draw()

        figure.line.draw = drawn

    return seed


def higher_mark(get: Any) -> Seed:
    """Move the last tick along y of a plot, which has no number."""

    def seed(scene: Any, _: Any) -> None:
        get(scene).edges.points[-4:, 1] += 8 / 1080

    return seed


def retold(get: Any, make: Any, *values: float) -> Seed:
    """Put another text in a text's place, and let it say that it is from other values."""

    def seed(scene: Any, window: Window) -> None:
        reset(get, make)(scene, window)
        get(scene).says(*values)

    return seed


def another_value(get: Any, value: float) -> Seed:
    """Let a text name another value as what its digits come from."""

    def seed(scene: Any, _: Window) -> None:
        get(scene).says(value)

    return seed


def nothing(scene: Any, _: Any) -> None:
    """Sow nothing: the defect is in the clip."""


def chord(scene: Any) -> Any:
    return scene.chord.line


def number(scene: Any) -> Any:
    return scene.panel.slope.number


CHORD = (
    Untruth("chord 1 % too steep", wrong(chord, "slope", more(0.01)), "claim", "chord.line"),
    Untruth("chord off by 2 px", moved(lambda s: s.chord.line.line, dy=2), "claim", "chord.line"),
    Untruth("chord turned a little", bent(lambda s: s.chord.line.line, 0, turn=0.004), "claim", "chord.line"),
    Untruth("second point off by 2 px", moved(lambda s: s.chord.dot, dx=2), "claim", "chord.dot"),
    Untruth("run 2 % too long", bent(lambda s: s.chord.legs.lines, 0, scale=1.02), "claim", "chord.legs"),
    Untruth("rise 2 % too short", bent(lambda s: s.chord.legs.lines, 1, scale=0.98), "claim", "chord.legs"),
    Untruth("drop line beside its point", moved(lambda s: s.drops[1], dx=2), "claim", "drops[1]"),
    Untruth("tangent off by 2 px", moved(lambda s: s.touching[0].line, dx=2, dy=-2), "claim", "touching[0]"),
    Untruth("tangent 1 % too flat", wrong(lambda s: s.touching[0], "slope", more(-0.01)), "claim", "touching[0]"),
    Untruth("touch off by 2 px", moved(lambda s: s.touch, dy=-2), "claim", "touch"),
    Untruth("slope stale for 3 frames", stale(number), "stale readout", "panel.slope.number", changing=True),
    Untruth("slope rounded down", rounded_down(number), "wrong rounding", "panel.slope.number"),
    Untruth("digits that are none", bent(number, 0, scale=1.03), "stale readout", "panel.slope.number"),
    Untruth(
        "gap stale for 2 frames", stale(lambda s: s.panel.gap.number), "stale readout", "panel.gap.number", 2, True
    ),
    Untruth(
        "lens magnifies 2 % more", moved(lambda s: s.lens.dots, dx=3, part=1), "claim", "lens.dots", also=("lens",)
    ),
    Untruth("lens shows the curve too high", moved(lambda s: s.lens.curve, dy=1), "claim", "lens.curve"),
    Untruth("lens turns the chord", bent(lambda s: s.lens.chord, 0, turn=0.006), "claim", "lens.chord"),
    Untruth(
        "heads of the table swapped",
        heads_swapped(lambda s: s.panel.tables[0]),
        "claim",
        "panel.tables[0][2]",
        None,
        also=("panel.tables[0][3]",),
    ),
    Untruth(
        "wrong row",
        reset(lambda s: s.panel.tables[0].results[1], words("5.1")),
        "wrong number",
        "panel.tables[0].results[1]",
        None,
    ),
    Untruth(
        "row of another gap",
        reset(lambda s: s.panel.tables[0].given[2], words("0.25")),
        "wrong number",
        "panel.tables[0].given[2]",
        None,
    ),
    Untruth(
        "typed by hand",
        reset(lambda s: s.second_mark, formula("x = 4")),
        "number without a source",
        "second_mark",
        None,
    ),
    Untruth("another exponent", reset(lambda s: s.name, formula("y = x^{3}")), "wrong formula", "name", None),
    Untruth(
        "wrong place named", reset(lambda s: s.marks.fixed, formula("x_0 = 3")), "wrong number", "marks.fixed", None
    ),
    Untruth(
        "wrong number at a tick",
        reset(lambda s: s.plot.y_numbers[1], formula("6")),
        "wrong number",
        "plot.y_numbers[1]",
        None,
    ),
    Untruth(
        "number beside its tick",
        shifted(lambda s: s.plot.y_numbers[2], dy=30),
        "misplaced number",
        "plot.y_numbers[2]",
        None,
    ),
    Untruth("tick beside its place", other_mark(lambda s: s.plot, 1, 2), "misplaced number", "plot.numbers[1]", None),
    Untruth("curve off by 2 px", shifted(lambda s: s.graph, dy=2), "claim", "graph", None),
    Untruth(
        "wrong verdict",
        reset(lambda s: s.panel.verdict, formula(r"f'(x_0) = 4.1")),
        "wrong number",
        "panel.verdict",
        None,
    ),
    Untruth(
        "unit rise from elsewhere",
        reset(lambda s: s.unit.labels[1].text_object, formula("3")),
        "wrong number",
        "unit",
        None,
    ),
    Untruth(
        "swapped events", renamed(second_point="limit", limit="second point"), "order", "gap closes", event="limit"
    ),
    Untruth("and the other of the two", nothing, "order", "second point", event="slope"),
    Untruth(
        "tangent through another point", wrong(lambda s: s.touching[0], "point", higher(2)), "claim", "touching[0]"
    ),
    Untruth("legs from another point", wrong(lambda s: s.chord.legs, "start", higher(1)), "claim", "chord.legs"),
    Untruth(
        "tangent that ends before it touches",
        wrong_value(lambda s: s.touching[0], "reach", (2.4, -0.1)),
        "claim",
        "touching[0]",
    ),
    Untruth("slope 2 % larger than it is", wrong(number, "read", more(0.02)), "claim", "panel.slope.number"),
    Untruth(
        "row of another chord, source and all",
        retold(lambda s: s.panel.tables[0].results[2], words("4.7"), 4.7),
        "claim",
        "panel.tables[0].results[2]",
        None,
    ),
    Untruth("magnification twice as large", wrong(lambda s: s.lens.number, "read", more(1)), "claim", "lens.number"),
    Untruth("mark of another gap", wrong(lambda s: s.marks, "where", more(0.02)), "claim", "second_mark"),
    Untruth("drop line too short", bent(lambda s: s.drops[0], 0, scale=0.98), "claim", "drops[0]"),
    Untruth("line of zero beside it", shifted(lambda s: s.plot.zero_lines, dx=1), "claim", "plot.zero_lines", None),
    Untruth(
        "number a little beside its tick",
        shifted(lambda s: s.plot.y_numbers[3], dy=1),
        "misplaced number",
        "plot.y_numbers[3]",
        None,
    ),
)

LENS = ("meter.lens",)
STRETCH = (
    Untruth(
        "image by the linearised map",
        wrong(
            lambda s: s.meter.image,
            "ends",
            lambda ends, s: (ends[0], ends[0] + s.factors[0] * s.meter.width.get_value()),
        ),
        "claim",
        "meter.image",
        during="interval",
        also=("meter.band",),
    ),
    Untruth(
        "interval 3 % too long",
        bent(lambda s: s.meter.interval, 0, scale=1.03),
        "claim",
        "meter.interval",
        during="interval",
        also=("meter.band", "meter.lens"),
    ),
    Untruth(
        "interval begins elsewhere",
        moved(lambda s: s.meter.interval, dx=2, part=0),
        "claim",
        "meter.interval",
        also=("meter.band",),
    ),
    Untruth("band that misses its image", moved(lambda s: s.meter.band, dx=2), "claim", "meter.band"),
    Untruth(
        "ratio stale for 2 frames",
        stale(lambda s: s.meter.ratio.number),
        "stale readout",
        "meter.ratio.number",
        2,
        True,
    ),
    Untruth(
        "heads of the table swapped",
        heads_swapped(lambda s: s.meter.first_table),
        "claim",
        "meter.first_table[2]",
        None,
        also=("meter.first_table[3]",),
    ),
    Untruth(
        "wrong ratio in a row",
        reset(lambda s: s.meter.first_table.results[1], words("4.20")),
        "wrong number",
        "meter.first_table.results[1]",
        None,
    ),
    Untruth(
        "wrong factor in a row",
        reset(lambda s: s.meter.points_table.results[1], words("3")),
        "wrong number",
        "meter.points_table.results[1]",
        None,
    ),
    Untruth("a thread to another place", moved(lambda s: s.figure.threads, dx=3), "claim", "figure.threads"),
    Untruth(
        "beads beside their images", moved(lambda s: s.figure.beads, dx=2), "claim", "figure.beads", during="two_lines"
    ),
    Untruth(
        "string off its beads", moved(lambda s: s.figure.string, dy=2), "claim", "figure.string", during="two_lines"
    ),
    Untruth(
        "interval too long under the lens",
        bent(lambda s: s.meter.lens.marked, 0, scale=1.03),
        "claim",
        "meter.lens",
        also=("meter.lens",),
    ),
    Untruth(
        "string of another function while it moves",
        wrong(
            lambda s: s.figure, "place", lambda places, s: places + 0.01 * (s.figure.carried.get_value() not in (0, 1))
        ),
        "claim",
        "figure.string",
        during="move",
        also=("figure.beads",),
    ),
    Untruth("origins beside the points", moved(lambda s: s.figure.origins, dx=1), "claim", "figure.origins"),
    Untruth(
        "threads under the lens astray", moved(lambda s: s.meter.lens.threads, dx=1), "claim", "meter.lens", also=LENS
    ),
    Untruth(
        "ticks under the lens astray", moved(lambda s: s.meter.lens.top_line, dx=1), "claim", "meter.lens", also=LENS
    ),
    Untruth("dot beside its end", moved(lambda s: s.meter.image, dx=1, part=1), "claim", "meter.image"),
    Untruth(
        "sides beside the band", moved(lambda s: s.meter.band, dx=1, part=1), "claim", "meter.band", during="elsewhere"
    ),
    Untruth(
        "ratio of another interval",
        wrong(lambda s: s.meter.ratio.number, "read", more(0.1)),
        "claim",
        "meter.ratio.number",
        also=("meter.ratio",),
    ),
    Untruth(
        "another line named",
        reset(lambda s: s.figure.captions[1], formula("f'(x)")),
        "claim",
        "figure.captions[1]",
        None,
    ),
    Untruth(
        "verdict of another factor",
        reset(lambda s: s.meter.badges[1].size_badge.words, words("squish")),
        "claim",
        "meter.badges[1]",
        None,
    ),
    Untruth(
        "table of another function",
        another_value(lambda s: s.meter.points_table.given[0], 1.0),
        "claim",
        "meter.points_table.given[0]",
        None,
    ),
)

CHAIN = (
    Untruth(
        "bar of du 2 % too long",
        bent(lambda s: s.chain.bars, 3, scale=1.02),
        "claim",
        "chain.measures[1]",
        also=("chain.factors", "chain.bars"),
    ),
    Untruth(
        "factor stale for 2 frames", stale(lambda s: s.chain.factors[1]), "stale readout", "chain.factors[1]", 2, True
    ),
    Untruth("point on the outer graph too high", moved(lambda s: s.replay.dots[1], dy=2), "claim", "replay.dots"),
    Untruth("point beside the graph", moved(lambda s: s.replay.dots[0], dy=2), "claim", "replay.dots[0]"),
    Untruth("point beside u", moved(lambda s: s.chain.point, dx=2, part=2), "claim", "chain.point", during="nudge"),
    Untruth("step of u too long", bent(lambda s: s.replay.paces, 1, scale=1.06), "claim", "replay.paces"),
    Untruth(
        "another inner function",
        reset(lambda s: s.net.boxes[1][2], formula("u = x^{3}")),
        "wrong formula",
        "net.boxes[1]",
        None,
    ),
    Untruth(
        "derivative without the inside",
        reset(lambda s: s.rows.here[0], formula(r"\cos\left(x\right) \cdot 2 x")),
        "wrong formula",
        "rows.here",
        None,
    ),
    Untruth(
        "product that does not agree",
        reset(lambda s: s.rows.number[0], formula(r"0.80 \cdot 1.60 = 1.38")),
        "arithmetic",
        "rows.number",
        None,
    ),
    Untruth("link to another u", moved(lambda s: s.replay.link, dx=1), "claim", "replay.link"),
    Untruth(
        "zeros beside those of the function",
        shifted(lambda s: s.replay.zeros.dots, dx=1),
        "claim",
        "replay.zeros",
        None,
    ),
    Untruth("another scale of y on the right", higher_mark(lambda s: s.replay.right), "claim", "replay.right", None),
    Untruth("band beside its bars", moved(lambda s: s.chain.bars, dx=1, part=1), "claim", "chain.bars"),
    Untruth(
        "zoom of another bar",
        wrong(lambda s: s.chain.magnification[1], "read", more(0.2)),
        "claim",
        "chain.magnification[1]",
        during="limit",
        also=("chain.magnification",),
    ),
    Untruth(
        "rule without the inside",
        reset(lambda s: s.rows.rule, formula(r"(f \circ g)'(x) = \role{rise}{f'(x)} \cdot \role{secant}{g'(x)}")),
        "claim",
        "rows.rule",
        None,
    ),
    Untruth("slope of another place", another_value(lambda s: s.net.marks[1], 0.81), "claim", "net.marks[1]", None),
    Untruth(
        "factor at another place",
        wrong(lambda s: s.chain.factors[0], "read", more(0.02)),
        "claim",
        "chain.factors[0]",
        during="nudge",
    ),
)

DESCENT = (
    Untruth("arrow 2 % too long", bent(lambda s: s.descents[0].arrow, 0, scale=1.02), "claim", "descents[0].arrow"),
    Untruth(
        "arrow from another w", wrong(lambda s: s.descents[0].arrow, "start", more(0.02)), "claim", "descents[0].arrow"
    ),
    Untruth("arrow from beside w", moved(lambda s: s.descents[0].arrow, dx=2), "claim", "descents[0].arrow"),
    Untruth(
        "slope line 1 % too steep",
        wrong(lambda s: s.descents[0].tangent, "slope", more(0.01)),
        "claim",
        "descents[0].tangent",
    ),
    Untruth("w above the curve", moved(lambda s: s.descents[0].point, dy=2), "claim", "descents[0].point"),
    Untruth("a loss too high in the graph", moved(lambda s: s.panel.trace.lines, dy=2), "claim", "panel.trace.lines"),
    Untruth(
        "step that does not add up",
        reset(lambda s: s.panel.rules[0][0], formula(r"2.40 - 0.4 \cdot 2.10 = 1.65")),
        "arithmetic",
        "panel.rules[0][0]",
        None,
    ),
    Untruth(
        "step of another weight",
        reset(lambda s: s.panel.rules[0][1], formula(r"2.40 - 0.4 \cdot 2.10 = 1.56")),
        "wrong number",
        "panel.rules[0][1]",
        None,
    ),
    Untruth("points of a run beside it", moved(lambda s: s.runs.cells[0][3], dx=2, part=1), "claim", "runs"),
    Untruth(
        "arrow of another length",
        wrong(lambda s: s.descents[0].arrow, "length", more(0.1)),
        "claim",
        "descents[0].arrow",
    ),
    Untruth("arrow above its axis", moved(lambda s: s.descents[0].arrow, dy=2), "claim", "descents[0].arrow"),
    Untruth("ring beside the landing", moved(lambda s: s.descents[0].ghost, dx=1), "claim", "descents[0].ghost"),
    Untruth("places passed beside the curve", moved(lambda s: s.descents[0].trail, dy=1), "claim", "descents[0].trail"),
    Untruth(
        "line of the losses beside its points",
        moved(lambda s: s.panel.trace.lines, dy=1, part=0),
        "claim",
        "panel.trace.lines",
    ),
    Untruth(
        "way of a run beside its points", moved(lambda s: s.runs.cells[1][3], dx=1, part=0), "claim", "runs.cells[1]"
    ),
    Untruth(
        "drop at nine tenths",
        wrong(lambda s: s.panel.drop.number, "read", more(-0.1)),
        "claim",
        "panel.drop.number",
        None,
    ),
)

SAID = (
    Untruth("a slope said that is none", nothing, "said number", "script", beat="secant"),
    Untruth("a limit asked for that is none", nothing, "said number", "script", beat="shrink"),
    Untruth("a sum said that is none", nothing, "said arithmetic", "script", beat="curve"),
    Untruth("an order that is not kept", nothing, "order", "limit", event="slope"),
    Untruth("an event that never comes", nothing, "order", "never", beat=""),
)
TOLD = {
    "curve": BeatScript(say=Utterance(r"Surely $2 \cdot 3 = 7$.", meant=("2", "3", "7"))),
    "secant": BeatScript(say=Utterance("The slope is 6.2.")),
    "shrink": BeatScript(ask=Utterance("Will it be $4.5$, or 3?")),
}
TOLD_ORDER = (("limit", "slope"), ("slope", "never"), ("second point", "slope"))

BEDS = {
    "chord": Bed(clip_of("secant_to_tangent"), PROFILE, CHORD),
    "stretch": Bed(clip_of("stretch_mapping"), PROFILE, STRETCH),
    "chain": Bed(clip_of("chain_rule"), PROFILE, CHAIN),
    "descent": Bed(clip_of("loss_descent"), PROFILE, DESCENT),
    "said": Bed(clip_of("secant_to_tangent", script=TOLD, order=TOLD_ORDER), QUICK, SAID),
}
