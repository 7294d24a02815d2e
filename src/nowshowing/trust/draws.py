"""Draws params for a scene at random: what an author might write, and somewhat worse."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nowshowing.errors import MachineError
from nowshowing.spec.params_model import ParamsChecker, plain
from nowshowing.spec.scene_index import ParamInfo, SceneInfo

try:
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis import strategies as st
    from hypothesis.strategies import SearchStrategy
except ImportError as error:
    raise MachineError('a sweep needs hypothesis; try: pip install "nowshowing[test]"') from error

MOST_TRIES = 40
"""For each draw that is wanted."""
SIMPLE = 2
"""As many draws of a run are simple ones."""

UNUSUAL = 8
"""One of so many numbers is of an unusual size."""

_SHAPES = (
    "v", "v^2", "v^3", "v^4", "1/v", "1/v^2", "sqrt(v)", "|v|", "sin(v)", "cos(v)", "tan(v)", "e^v", "e^(-v)",
    "e^(-v^2)", "ln(v)", "arctan(v)", "1/(1 + v^2)", "v^2 - 1", "v^3 - 3v", "v^(1/3)", "v e^(-v)", "sqrt(1 + v^2)",
    "(v^2 - 1)^2", "2^v", "sinh(v)",
)  # fmt: skip


@dataclass
class Draws:
    """Params that ``check`` accepts, and how often it refused others, by reason.

    ``unfit`` counts what the params' own types and bounds refuse, ``refused`` what the mathematics does, ``not_shown``
    what is fine but for the picture.
    """

    accepted: list[dict[str, Any]] = field(default_factory=list)
    unfit: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    not_shown: Counter[str] = field(default_factory=Counter)


def draw(scene: SceneInfo, count: int, number: int) -> Draws:
    """Draw params until ``count`` are accepted, or it seems in vain; ``number`` is the seed."""
    checker, mathematics = ParamsChecker(scene), ParamsChecker(scene, "mathematics")
    draws = Draws()
    seen: set[str] = set()
    params = st.fixed_dictionaries({param.name: of(param) for param in scene.params})
    for k in range(count * MOST_TRIES):
        if len(draws.accepted) >= count:
            break
        run = _run(params, number * count * MOST_TRIES + k)
        written = run[-1] if k else run[0]
        if repr(written) in seen:
            continue
        seen.add(repr(written))
        checked = checker.check(written)
        if not checked.problems:
            draws.accepted.append({name: plain(value) for name, value in checked.values.items()})
            continue
        wrong = mathematics.check(written)
        problem = (wrong.problems or checked.problems)[0]
        why = draws.not_shown if not wrong.problems else draws.refused if problem in wrong.needs else draws.unfit
        why[f"{problem.path[0]}: {reason(problem.message)}"] += 1
    return draws


def _run(params: SearchStrategy[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    """Return a few draws, of which the first is the defaults and the last any.

    Each draw has a run of its own, since within one hypothesis varies what it drew before: many would be alike.
    """
    drawn: list[dict[str, Any]] = []

    @seed(number)
    @settings(
        max_examples=SIMPLE + 1, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(params)
    def collect(written: dict[str, Any]) -> None:
        drawn.append(written)

    collect()
    return drawn


def reason(message: str) -> str:
    """Return a message without what differs from draw to draw."""
    first = message.partition("\n")[0].partition(";")[0]
    first = re.sub(r'"[^"]*"', '"…"', first)
    return re.sub(r"[−-]?\d+(\.\d+)?(e[+-]?\d+)?", "#", first)[:100]


def of(param: ParamInfo) -> SearchStrategy[Any]:
    """Return what to draw a param from; its default comes up often."""
    one = _one(param)
    if param.many:
        lists = st.lists(one, min_size=param.least_items or 0, max_size=min(param.most_items or 6, 6))
        one = st.one_of(lists, lists.map(sorted), lists.map(lambda items: sorted(items, key=_size, reverse=True)))
    if param.optional:
        one = st.one_of(st.none(), one)
    return st.one_of(st.just(param.default), one, one)


def _size(item: Any) -> Any:
    return abs(item) if isinstance(item, int | float) else item


def _one(param: ParamInfo) -> SearchStrategy[Any]:
    match param.kind:
        case "number":
            return _numbers(param)
        case "integer":
            lo = int(param.minimum) if param.minimum is not None else -10
            hi = int(param.maximum) if param.maximum is not None else lo + 20
            return st.integers(lo, hi)
        case "boolean":
            return st.booleans()
        case "choice":
            return st.sampled_from(param.choices)
        case "expression":
            return functions(param.variables if param.together else param.variables[:1])
        case "text":
            return st.sampled_from(["", "a", "slope", "how far is it?"])


def _numbers(param: ParamInfo) -> SearchStrategy[float]:
    def fits(value: float) -> bool:
        return (
            (param.minimum is None or value >= param.minimum)
            and (param.maximum is None or value <= param.maximum)
            and (param.above is None or value > param.above)
            and (param.below is None or value < param.below)
        )

    tenths = st.integers(-60, 60).map(lambda k: k / 10)
    hundredths = st.integers(-400, 400).map(lambda k: k / 100)
    whole = st.integers(-12, 12).map(float)
    usual = st.one_of(whole, tenths, hundredths)
    odd = st.builds(lambda k, e, s: s * k * 10.0**e, st.integers(1, 99), st.integers(-5, 2), st.sampled_from([1, -1]))
    unusual = odd.map(lambda value: float(f"{value:.6g}"))
    return st.integers(1, UNUSUAL).flatmap(lambda k: unusual if k == UNUSUAL else usual).filter(fits)


def functions(variables: Sequence[str]) -> SearchStrategy[str]:
    """Return functions as an author writes them, such as ``0.5(sin(x)) + x^2``."""
    inner = st.sampled_from(_SHAPES), st.sampled_from(variables)
    simple = st.builds(lambda shape, variable: _put(shape, variable), *inner)
    factor = st.sampled_from(["2", "3", "0.5", "0.1", "-1", "-2", "10", "1.5"])
    shift = st.sampled_from(["1", "2", "0.3", "-1", "5", "-0.5"])
    scaled = st.builds(lambda a, f, b: f"{a} * ({f}) + {b}".replace("+ -", "- "), factor, simple, shift)
    moved = st.builds(
        lambda shape, variable, a, b: _put(shape, f"({b} * ({variable} - {a}))".replace("- -", "+ ")),
        *inner, shift, factor,
    )  # fmt: skip
    two = st.builds(lambda f, g, sign: f"({f}) {sign} ({g})", simple, simple, st.sampled_from("+-*/"))
    within = st.builds(lambda shape, f: _put(shape, f"({f})"), st.sampled_from(_SHAPES), simple)
    return st.one_of(simple, scaled, moved, two, within)


def _put(shape: str, inner: str) -> str:
    return re.sub(r"\bv\b", inner, shape.replace("3v", "3 v"))


def simpler(params: Mapping[str, Any], scene: SceneInfo) -> list[dict[str, Any]]:
    """Return params that are simpler by one step each: a default, a shorter list, a rounder number."""
    found: list[dict[str, Any]] = []
    for param in scene.params:
        value = params[param.name]
        if value == param.default:
            continue
        options: list[Any] = [plain(param.default)]
        if isinstance(value, list) and len(value) > max(1, param.least_items or 0):
            options += [value[:k] + value[k + 1 :] for k in range(len(value))]
        if isinstance(value, list) and value and all(isinstance(item, float) for item in value):
            options += [[float(round(item, 1)) for item in value]]
        if isinstance(value, float):
            options += [float(round(value)), round(value, 1)]
        found += [{**params, param.name: option} for option in options if option != value]
    return found
