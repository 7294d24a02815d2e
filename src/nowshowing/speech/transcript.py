"""What is said in a lesson, to be read: headings, sentences, questions and formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from nowshowing.spec.lesson import Clip, Link
from nowshowing.spec.timeline import Timeline
from nowshowing.speech.formulas import captioned
from nowshowing.speech.markup import Child, Element, element
from nowshowing.speech.reading import FORMULA
from nowshowing.speech.webvtt import first_paragraph

_SAFE_LINK = re.compile(r"(?:https?://|mailto:|[./#?]|[\w-]+(?:[/.?#]|$))", re.IGNORECASE)


@dataclass(frozen=True)
class Passage:
    """Something said or asked, or seen while nothing is said; formulas between ``$…$``."""

    kind: Literal["say", "ask", "seen"]
    text: str


@dataclass(frozen=True)
class Section:
    """The passages of one clip."""

    title: str
    passages: tuple[Passage, ...]


def section(clip: Clip, timeline: Timeline) -> Section:
    """Return what is said in a clip, beat by beat; a silent beat gives what is seen."""
    passages: list[Passage] = []
    for span in timeline.beats:
        script = clip.script.get(span.name)
        if script and script.ask:
            passages.append(Passage("ask", script.ask.text))
        if script and script.say:
            passages.append(Passage("say", script.say.text))
        if not (script and (script.ask or script.say)) and span.doc:
            passages.append(Passage("seen", first_paragraph(span.doc)))
    return Section(clip.title, tuple(passages))


def transcript(sections: Iterable[Section], links: Sequence[Link] = ()) -> Element:
    """Return the transcript as one ``<div>``."""
    rows: list[Element] = []
    for part in sections:
        rows.append(element("h3", *text_of(part.title)))
        rows += map(_paragraph, part.passages)
    items = [element("li", element("a", *text_of(link.title), href=link.url)) for link in links if is_safe(link.url)]
    if items:
        rows.append(element("ul", *items, class_="nowshowing-links"))
    return element("div", *rows, class_="nowshowing-transcript", own_lines=True)


def _paragraph(passage: Passage) -> Element:
    if passage.kind == "ask":
        return element("p", element("strong", "Question:"), " ", *text_of(passage.text), class_="nowshowing-question")
    if passage.kind == "seen":
        return element("p", "[", *text_of(passage.text), "]", class_="nowshowing-seen")
    return element("p", *text_of(passage.text))


def text_of(text: str) -> Iterator[Child]:
    """Split a text into plain words and formulas, each formula with its LaTeX in ``data-latex``."""
    at = 0
    for found in FORMULA.finditer(text):
        if before := text[at : found.start()]:
            yield before
        yield element("span", captioned(found[1]), class_="nowshowing-formula", data_latex=found[1])
        at = found.end()
    if rest := text[at:]:
        yield rest


def plain(text: str) -> str:
    """Return a text with its formulas as captions write them."""
    return "".join(part if isinstance(part, str) else str(part.children[0]) for part in text_of(text))


def is_safe(url: str) -> bool:
    """Tell whether a link leads to a page or a mailbox, and runs nothing."""
    return bool(_SAFE_LINK.match(url.strip())) and not re.match(r"[\w+.-]+:(?!//)", url.strip().removeprefix("mailto:"))
