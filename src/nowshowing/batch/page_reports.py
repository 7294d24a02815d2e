"""What became of the slots of pages, as lines."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from nowshowing.batch.news import shown
from nowshowing.publish.fill import FillReport, PageChange, SlotOutcome


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
