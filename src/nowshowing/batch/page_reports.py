"""What became of the slots of pages, as lines."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from nowshowing.batch.news import shown
from nowshowing.publish.fill import FillReport, PageChange, SlotOutcome
from nowshowing.publish.waiting import Hint, SlotsReport, SlotState


def outcome_lines(report: FillReport, as_json: bool, written: bool) -> Iterator[str]:
    """Yield a line for each slot, and for each file that was (or would be) written."""
    for outcome in report.slots:
        yield json.dumps(asdict(outcome), ensure_ascii=False) if as_json else _outcome_text(outcome, written)
    if not as_json:
        verb = "wrote" if written else "would write"
        yield from (f"{verb} {shown(path)}" for path in (*(change.file for change in report.changes), *report.assets))


def difference_lines(report: FillReport) -> Iterator[str]:
    """Yield the changes of the pages as a unified diff."""
    for change in report.changes:
        yield from _difference(change)


def slot_lines(report: SlotsReport, as_json: bool) -> Iterator[str]:
    """Yield a line for each slot, and advice for each text that only promises a video."""
    for state in report.slots:
        yield json.dumps({"kind": "slot", **asdict(state)}, ensure_ascii=False) if as_json else _state_text(state)
    for hint in report.hints:
        yield json.dumps({"kind": "hint", **asdict(hint)}, ensure_ascii=False) if as_json else _hint_text(hint)


def _state_text(state: SlotState) -> str:
    words = {
        "waiting": "waiting; its bundle is there, fill it" if state.has_bundle else "waiting; render its lesson",
        "stale": "stale; the bundle has changed, fill it again",
        "no lesson": "no lesson claims it",
    }
    return f"{state.file}:{state.line}:{state.column}: {state.slot}: {words.get(state.state, state.state)}"


def _hint_text(hint: Hint) -> str:
    indented = "\n".join(f"    {line}" for line in hint.instead.splitlines())
    return f"{hint.file}:{hint.line}:{hint.column}: promises a video and is no slot; write instead:\n{indented}"


def _outcome_text(outcome: SlotOutcome, written: bool) -> str:
    words = {"no bundle": "no bundle; render its lesson first, the slot stays as it is"}
    if not written:
        words |= {"filled": "would be filled", "emptied": "would be emptied"}
    text = words.get(outcome.outcome, outcome.outcome)
    note = f" ({outcome.note})" if outcome.note else ""
    return f"{outcome.file}:{outcome.line}:{outcome.column}: {outcome.slot}: {text}{note}"


def _difference(change: PageChange) -> Iterator[str]:
    name = Path(change.file).as_posix()
    before, after = (content.decode("utf-8", "replace").splitlines() for content in (change.before, change.after))
    yield from difflib.unified_diff(before, after, name, name, lineterm="")
