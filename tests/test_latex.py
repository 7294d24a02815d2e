"""LaTeX formulas: what is allowed is set as LaTeX means it, and everything else is refused with its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import tex2typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nowshowing.typeset import document, latex_commands, store
from nowshowing.typeset.fonts import TypesetError, compile_pages, glyphs
from nowshowing.typeset.latex import FormulaProblem, check_formula, convert, to_typst
from nowshowing.typeset.latex_constructs import known_commands
from nowshowing.typeset.outline import Outline
from nowshowing.typeset.outlines import set_formula, set_many
from nowshowing.typeset.requests import Formula
from nowshowing.typeset.svg import shapes

FORMULAS = (Path(__file__).parent / "data" / "formulas.txt").read_text(encoding="utf-8").splitlines()

# Where tex2typst 0.1.7 says something else: it fails, or it is wrong (f'' spread out, space around the bars of |x|,
# sizes of \big lost, \overset's argument split), or words are set in another face than ours.
TEX2TYPST_DIFFERS = (
    "|",
    "''",
    "\\text",
    "big",
    "Big",
    "\\l",
    "{,}",
    ",",
    "\\mu",
    "colon",
    "\\ ",
    "\\circ",
    "stack",
    "{}_",
)
TEX2TYPST_DIFFERS += ("prime\\prime", "tfrac{1}{2}", "\\overset{h", "\\,\\mathrm{d}")


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep what tests set out of the user's cache."""
    monkeypatch.setenv("NOWSHOWING_STORE", str(tmp_path))
    store.forget()
    yield
    store.forget()


@pytest.mark.parametrize(
    ("latex", "typst"),
    [
        ("x", "x"),
        ("2x", "2 x"),
        ("x^12", "attach(x, t: 1) 2"),
        ("x^{12}", "attach(x, t: 12)"),
        ("x_0", "attach(x, b: 0)"),
        ("3.14", "3.14"),
        (".5", "\\.5"),
        ("3{,}5", '3 class("normal", \\,) 5'),
        ("dy", "d y"),
        ("\\mathrm{d}x", "upright(d) x"),
        ("f'(x)", "attach(f, t: #math.primes(1)) \\( x \\)"),
        ("f''", "attach(f, t: #math.primes(2))"),
        ("f'^2", "attach(f, t: 2, tr: #math.primes(1))"),
        ("f^{\\prime\\prime}", "attach(f, t: #math.primes(2))"),
        ("\\frac12", "frac(1, 2)"),
        ("\\dfrac{a}{b}", "display(frac(a, b))"),
        ("\\tfrac ab", "inline(frac(a, b))"),
        ("\\sqrt[3]{x}", "root(3, x)"),
        ("\\lim_{h\\to 0}", "attach(lim, b: h arrow.r 0)"),
        ("\\operatorname{ReLU}(x)", 'op("ReLU", limits: #false) \\( x \\)'),
        ("\\operatorname*{argmin}_w", 'attach(op("argmin", limits: #true), b: w)'),
        ("\\left.y\\right|_{x=2}", "attach(lr( y \\|), b: x = 2)"),
        ("|x|", 'class("opening", \\|) x class("closing", \\|)'),
        ("P(A|B)", 'P \\( A class("normal", \\|) B \\)'),
        ("a\\text{ if }b", 'a#words(" if ");b'),
        ("\\hat y", "accent(y, hat)"),
        ("\\underbrace{x}_{n}", "attach(limits(underbrace(x)), b: n)"),
        ("\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix}", 'mat(delim: "(", a, b; c, d)'),
        ("\\begin{cases}a&b\\\\c&d\\end{cases}", "cases(a & b, c & d)"),
        ("a\\displaystyle\\frac12", "a display(frac(1, 2))"),
        ("\\bigl(x", 'class("opening", lr(size: #1.2em, \\()) x'),
        ("x_1.5", "attach(x, b: 1) \\.5"),
        ("\\left.5x\\right|", "lr( 5 x \\|)"),
        ("a, b; c", "a \\, b \\; c"),
        ("a -> b", "a - > b"),
        ("a//b", 'a class("normal", \\/) class("normal", \\/) b'),
    ],
)
def test_latex_becomes_typst(latex: str, typst: str) -> None:
    """Each construct is written so that Typst reads no shorthand of its own into it."""
    assert to_typst(latex) == typst


def test_every_formula_of_the_corpus_is_set() -> None:
    """Three hundred formulas of calculus are set in one document, and none is empty."""
    outlines = set_many([Formula(source) for source in FORMULAS])

    assert len(FORMULAS) >= 200
    assert [o.source for o in outlines if not o.parts] == []


def test_the_corpus_is_set_within_lines_too() -> None:
    """The same formulas can stand in a line of text."""
    assert all(o.parts for o in set_many([Formula(source, display=False) for source in FORMULAS]))


def _drawn(typst: str) -> list[tuple[float, float, int]]:
    [page] = compile_pages(f"{document.HEAD}#start;$display({typst})$#end")
    inked = [s.points for s in shapes(page) if s.fill == "#000000"]
    return sorted((round(float(p[..., 0].min()), 1), round(float(p[..., 1].min()), 1), len(p)) for p in inked)


def test_an_independent_converter_gives_the_same_picture() -> None:
    """Where tex2typst is right, each glyph and bar lies where ours does."""
    compared = [f for f in FORMULAS if not any(sign in f for sign in TEX2TYPST_DIFFERS)]
    different = [f for f in compared if _drawn(to_typst(f)) != _drawn(tex2typst.tex2typst(f))]

    assert len(compared) >= 180
    assert different == []


def _example(command: str) -> str:
    if command in (*latex_commands.ACCENTS, *latex_commands.WRAPPERS):
        return f"\\{command}{{x}}"
    if command in latex_commands.BIG_DELIMITERS:
        return f"\\{command}("
    special = {
        "sqrt": "\\sqrt[3]{x}",
        "left": "\\left(x\\right)",
        "right": "\\left.x\\right]",
        "operatorname": "\\operatorname{abc}",
        "mathrm": "\\mathrm{abc}",
        "text": "\\text{abc}",
        "not": "\\not=",
        "begin": "\\begin{cases}a\\end{cases}",
        "end": "\\begin{matrix}a\\end{matrix}",
    }
    two = ("frac", "dfrac", "tfrac", "binom", "overset", "underset", "stackrel")
    return special.get(command) or (f"\\{command}{{a}}{{b}}" if command in two else f"a\\{command} b")


def _box_of_a_missing_glyph() -> str:
    style = 'fallback: false, font: "New Computer Modern Math", weight: 450, size: 100pt'
    [page] = compile_pages(f'#set text({style})\n#"\\u{{10fffe}}"')
    [box] = glyphs(page)
    return box


def test_every_allowed_command_is_set_with_glyphs_that_exist() -> None:
    """No command of the list fails in Typst, draws nothing or draws the box of a missing glyph."""
    box = _box_of_a_missing_glyph()
    source, _ = document.document([Formula(_example(name)) for name in known_commands()])
    pages = compile_pages(source)
    drawn = [glyphs(page) for page in pages]

    assert len(known_commands()) > 250
    assert [name for name, names in zip(known_commands(), drawn, strict=True) if not names or box in names] == []


@pytest.mark.parametrize(
    ("source", "offset", "message"),
    [
        ("\\sine x", 0, 'no command "\\sine"; did you mean "\\sin"?'),
        ("x + \\aplha", 4, 'no command "\\aplha"; did you mean "\\alpha"?'),
        ("\\color{red}{x}", 0, '"\\color" is not allowed in a formula; colours come from roles, so leave it out'),
        ("\\boxed{x}", 0, '"\\boxed" is not allowed in a formula; no boxes in formulas, so leave it out'),
        ("\\xrightarrow{a}", 0, '"\\xrightarrow" is not allowed in a formula; write \\to or \\longrightarrow'),
        ("\\newcommand{\\R}{x}", 0, '"\\newcommand" is not allowed in a formula; write the formula out'),
        ("\\text{\\input{x}}", 0, '\\text holds plain words only, without "\\"'),
        ("\\input{x}", 0, '"\\input" is not allowed in a formula; formulas cannot read files'),
        ("\\role{h}{x}", 0, 'no command "\\role" in a lesson; scenes give the roles, so leave it out'),
        ("x#y", 1, 'a "#" in a formula; leave it out'),
        ("a$b", 1, 'a "$" inside a formula; write \\$ for the character'),
        ("50%", 2, 'a "%" in a formula; write \\% for the character'),
        ("{x", 0, 'a "{" that is never closed; add "}"'),
        ("x}", 1, 'a "}" that closes nothing; remove it or open it with "{"'),
        ("x^2^3", 3, 'a second "^" on one base; group with {…}'),
        ("x_1_2", 3, 'a second "_" on one base; group with {…}'),
        ("\\frac{1}", 8, "the formula ends too early; \\frac needs something after it, in {…}"),
        ("{\\frac}", 6, "\\frac needs something after it, in {…}"),
        ("x^", 2, 'the formula ends too early; "^" needs something after it, in {…}'),
        ("\\left( x", 0, "a \\left without its \\right; write both, or neither (\\right. draws nothing)"),
        ("x \\right)", 2, "a \\right without its \\left; write both, or neither"),
        ("\\left x \\right)", 6, "\\left needs a bracket after it: ( [ \\{ | or \\langle"),
        ("a & b", 2, 'an "&" outside a matrix or \\begin{cases}; write \\& for the character'),
        ("a \\\\ b", 2, "a line break outside a matrix or \\begin{cases}; make two formulas of it"),
        ("\\begin{pmatrix} a \\end{cases}", 18, "\\begin{pmatrix} ended by \\end{cases}; write \\end{pmatrix}"),
        ("α + 1", 0, '"α" is not LaTeX; write \\alpha'),
        ("1 − x", 2, '"−" is not LaTeX; write -'),
        ("\\text{漢}", 0, 'no font has the character "漢" (U+6F22, cjk unified ideograph-6f22); write it differently'),
        ("", 0, "an empty formula; write something between the dollar signs"),
        ("x" * 501, 500, "a formula of 501 characters; at most 500 can be set"),
        ("{" * 30 + "x" + "}" * 30, 20, "nested deeper than 20; write it in smaller parts"),
        (
            "\frac{1}{2}",
            0,
            "the character U+000C (form feed) in a formula; "
            "write it on one line, and in single quotes if its backslashes are to stay",
        ),
        ("x\\", 1, 'a "\\" with no command after it; remove it'),
    ],
)
def test_what_is_not_allowed_is_refused(source: str, offset: int, message: str) -> None:
    """Every refusal says what is wrong, where, and what would be right."""
    assert check_formula(source) == FormulaProblem(message, offset)


def test_conversion_refuses_what_the_check_refuses() -> None:
    """Nothing reaches Typst that the check would have named."""
    with pytest.raises(TypesetError) as caught:
        to_typst("x + \\boxed{y}")

    assert caught.value.offset == 4


def test_roles_are_numbered_as_they_appear() -> None:
    """A role keeps its colour through a formula."""
    made = convert("\\role{rise}{y}+\\role{gap}{h}+\\role{rise}{z}")

    assert made.roles == ("rise", "gap")
    assert made.typst.count("#010000") == 2


def _width(latex: str) -> float:
    return set_formula(latex).width


def test_signs_keep_their_spacing_inside_a_role() -> None:
    """Marking a sign with a role moves nothing."""
    assert _width("a\\role{s}{=}b") == pytest.approx(_width("a=b"))
    assert _width("a\\role{s}{+ b}") == pytest.approx(_width("a+b"))


def test_a_minus_after_a_bar_is_a_sign() -> None:
    """|-x| is as wide as its parts: no room for a difference."""
    assert _width("|-x|") == pytest.approx(_width("-x") + _width("|") * 2)


def test_limits_stand_below_in_display_only() -> None:
    """A limit is narrow in display and has its point beside it in a line."""
    below: Outline = set_formula("\\lim_{h\\to 0}", display=True)
    beside: Outline = set_formula("\\lim_{h\\to 0}", display=False)

    assert below.width < beside.width
    assert below.ink[1] < beside.ink[1]


def test_deep_formulas_within_the_limit_are_set() -> None:
    """Typst has no trouble with the deepest formulas that we accept."""
    for head, tail in (("\\sqrt{", "}"), ("\\frac{1}{", "}"), ("\\left(", "\\right)"), ("x^{", "}"), ("{", "}")):
        assert set_formula(head * 18 + "x" + tail * 18).parts


_PIECES = st.sampled_from(
    [*(f"\\{c} " for c in known_commands()), *"xyf12.,;:|()[]{}{}^_'&+-=*/<>!?#$@\"`~%ä ", "\\\\"]
)


@given(st.lists(_PIECES, max_size=14).map("".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_writing_is_refused_or_set(source: str) -> None:
    """Random writing never reaches Typst as an error, a warning or markup."""
    problem = check_formula(source)
    if problem is None:
        compile_pages(document.document([Formula(source)])[0])
    else:
        assert 0 <= problem.offset <= len(source)
        assert problem.message == problem.message.strip()
