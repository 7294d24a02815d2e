"""Silent speech keeps the time that a reader would need, and formulas are said as people say them."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowshowing.errors import AuthorError
from nowshowing.spec.lesson import BeatScript, Clip, Utterance
from nowshowing.speech.formula_reader import read_formula
from nowshowing.speech.formula_tree import Atom
from nowshowing.speech.formulas import captioned, spoken
from nowshowing.speech.numerals import say_number
from nowshowing.speech.reading import LEAST, read
from nowshowing.speech.voices import speak
from nowshowing.typeset.latex_constructs import known_commands


def test_plain_words_are_read_at_150_a_minute() -> None:
    """Thirty words last twelve seconds."""
    assert read(Utterance(" ".join(["steep", "slope", "rising"] * 10))).duration == pytest.approx(12.0)


def test_a_long_word_lasts_longer_than_a_short_one() -> None:
    """The time is shared by syllables."""
    short, long = read(Utterance("a derivative of it")).words[:2]
    assert long.stop - long.start > 2 * (short.stop - short.start)


def test_commas_give_short_pauses_and_sentences_longer_ones() -> None:
    """Also before a closing quotation mark."""
    words = read(Utterance("One, two three. Four “five.” Six")).words
    gaps = [round(after.start - before.stop, 3) for before, after in itertools.pairwise(words)]
    assert gaps == [0.2, 0.0, 0.45, 0.0, 0.45]


def test_a_formula_lasts_as_long_as_it_takes_to_say() -> None:
    """Twelve words, although the caption shows three."""
    said = read(Utterance(r"$\frac{f(x+h)-f(x)}{h}$"))
    assert [word.text for word in said.words] == ["(f(x+h)", "−", "f(x))/h"]
    assert said.duration == pytest.approx(len(spoken(r"\frac{f(x+h)-f(x)}{h}").split()) * 0.4)


def test_a_cue_is_met_at_the_start_of_the_word_after_it() -> None:
    """And one after the last word at the end."""
    text = "Take a second point, a gap away."
    said = read(Utterance(text, (("first", 0), ("second", text.index(" a gap")), ("end", len(text)))))
    assert said.cues == (("first", 0.0), ("second", said.words[4].start), ("end", said.words[-1].stop))


def test_a_dash_belongs_to_the_word_before_it() -> None:
    """It is not said."""
    assert [word.text for word in read(Utterance("– Now – then …")).words] == ["– Now –", "then …"]


def test_nothing_said_lasts_no_time() -> None:
    """Whereas a single word lasts long enough for its caption."""
    assert read(Utterance("")).duration == 0.0
    assert read(Utterance("Yes.")).duration == LEAST


@given(st.text(max_size=120), st.lists(st.integers(0, 120), max_size=4))
def test_any_text_gives_words_in_order_and_cues_within(text: str, offsets: list[int]) -> None:
    """The same each time."""
    utterance = Utterance(text, tuple((f"c{at}", at) for at in sorted(offsets)))
    said = read(utterance)
    assert said == read(utterance)
    times = [time for word in said.words for time in (word.start, word.stop)]
    assert times == sorted(times)
    assert [at for _, at in said.cues] == sorted(at for _, at in said.cues)
    assert all(0 <= at <= said.duration for _, at in said.cues)


def test_speak_fills_in_every_beat_of_the_script() -> None:
    """What is said and what is asked."""
    script = {"curve": BeatScript(say=Utterance("Here it is."), ask=Utterance("Where?")), "end": BeatScript()}
    clip = speak(Clip("a", "A", "s", "s.py", {}, script))
    assert clip.spoken["curve"].say == read(Utterance("Here it is."))
    assert clip.spoken["curve"].ask == read(Utterance("Where?"))
    assert clip.spoken["end"].say is None


def test_a_voice_that_is_not_there_is_the_authors_mistake() -> None:
    """Named with those that are."""
    clip = Clip("a", "A", "s", "s.py", {}, voice="robot")
    with pytest.raises(AuthorError, match='voice: no voice "robot"; there is "none"'):
        speak(replace(clip))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0", "zero"),
        ("15", "fifteen"),
        ("42", "forty two"),
        ("101", "one hundred one"),
        ("1,000,000", "one million"),
        ("4.25", "four point two five"),
        (".5", "zero point five"),
        ("2.001", "two point zero zero one"),
        ("007", "zero zero seven"),
    ],
)
def test_numbers_are_said_in_words(text: str, said: str) -> None:
    """Decimals digit by digit."""
    assert say_number(text) == said


@pytest.mark.parametrize(
    ("latex", "caption", "said"),
    [
        (r"\frac{f(x+h)-f(x)}{h}", "(f(x+h) − f(x))/h", "f of x plus h, minus f of x, all over h"),
        ("x_0", "x₀", "x nought"),
        ("x^2", "x²", "x squared"),
        ("x^{12}", "x¹²", "x to the twelve"),
        ("f'(x)", "f′(x)", "f prime of x"),
        (r"f^{\prime\prime}(x)", "f″(x)".replace("″", "′′"), "f double prime of x"),
        (r"\Delta y", "Δy", "delta y"),
        (r"\frac{\Delta y}{\Delta x}", "Δy/Δx", "delta y by delta x"),
        (r"\frac{dy}{dx}", "dy/dx", "d y by d x"),
        (r"\frac{d}{dx}x^n = nx^{n-1}", "d/dx xⁿ = nxⁿ⁻¹", "d by d x of x to the n equals n x to the n minus one"),
        (r"\lim_{h\to 0}\frac{1}{h}", "lim(h→0) 1/h", "the limit as h goes to zero, of one over h"),
        (r"e^{-x^2}", "e^(−x²)", "e to the minus x squared"),
        (r"\frac12 x", "½x", "one half x"),
        (r"\frac{x}{2}y", "(x/2)y", "x over two y"),
        (r"\frac{1}{2x}", "1/(2x)", "one over two x"),
        (r"2\sin x\cos x", "2 sin x cos x", "two sine x cosine x"),
        (r"\sqrt{x+1}", "√(x+1)", "the square root of x plus one"),
        (r"\sqrt[3]{x}", "∛x", "the cube root of x"),
        ("|x-1|", "|x−1|", "the absolute value of x minus one"),
        ("x(x+1)", "x(x+1)", "x times x plus one"),
        (r"\left.\frac{dy}{dx}\right|_{x=2}", "dy/dx|ₓ₌₂", "d y by d x at x equals two"),
        (r"w \leftarrow w-\eta L'(w)", "w ← w − ηL′(w)", "w becomes w minus eta L prime of w"),
        (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿ xᵢ", "the sum from i equals one to n of x sub i"),
        (r"(f\circ g)'(x)", "(f∘g)′(x)", "f of g prime of x"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", "(a b; c d)", "a, b, c, d"),
        (r"\text{rise} = -0.25", "rise = −0.25", "rise equals minus zero point two five"),
        (r"x\to0^+", "x → 0⁺", "x goes to zero from above"),
        (r"w_{\text{new}}", "w_new", "w new"),
        (r"\hat y", "ŷ", "y hat"),
    ],
)
def test_formulas_are_captioned_in_unicode_and_said_in_words(latex: str, caption: str, said: str) -> None:
    """As a teacher would."""
    assert (captioned(latex), spoken(latex)) == (caption, said)


@pytest.mark.parametrize("command", [name for name in known_commands() if name not in ("right", "end")])
def test_every_command_that_can_be_set_can_be_said(command: str) -> None:
    """None is read out by its LaTeX name for want of knowing it."""
    items = read_formula(rf"\{command}{{a}}{{b}}").items
    assert not any(isinstance(item, Atom) and item.kind == "words" and item.text == command for item in items)


PIECES = [*r"{}()x^_&|", r"\frac", r"\sqrt", r"\left", r"\right", r"\begin", r"\end", "{cases}", r"\\", r"\text"]
CHARACTERS = r"\{}[]()^_'|&xfdhn123+-=/ .,"


@given(st.text(CHARACTERS, max_size=60) | st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_formula_breaks_the_reader(latex: str) -> None:
    """Whatever it is."""
    assert isinstance(spoken(latex), str)
    assert isinstance(captioned(latex), str)
