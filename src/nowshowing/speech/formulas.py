"""LaTeX formulas as they are said, and as they are captioned."""

from __future__ import annotations

from functools import lru_cache

from nowshowing.speech.formula_reader import read_formula
from nowshowing.speech.formula_text import write_row
from nowshowing.speech.formula_words import say_row


@lru_cache(maxsize=4096)
def spoken(latex: str) -> str:
    """Return a formula (without its ``$``) in English words, with commas for short pauses."""
    return say_row(read_formula(latex).items)


@lru_cache(maxsize=4096)
def captioned(latex: str) -> str:
    """Return a formula (without its ``$``) as one line of Unicode text."""
    return write_row(read_formula(latex).items)
