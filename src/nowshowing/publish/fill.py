"""Puts bundles into the slots of pages, and takes them back."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urljoin

from nowshowing.errors import AuthorError, Mistake
from nowshowing.publish.filling import filled, is_filled, slot_words, waiting_content
from nowshowing.publish.manifest import NAME, Manifest, damage, read_manifest, record_of
from nowshowing.publish.pages import Page, read_pages
from nowshowing.publish.slots import Slot, find_slots
from nowshowing.publish.snippet import Links, clock
from nowshowing.publish.staging import replacing

Outcome = Literal["filled", "unchanged", "emptied", "no bundle", "waiting"]


@dataclass(frozen=True)
class SlotOutcome:
    """What became of one slot. ``note`` is something the author may want to know, else empty."""

    file: str
    line: int
    column: int
    slot: str
    outcome: Outcome
    note: str = ""


@dataclass(frozen=True)
class PageChange:
    """A page before and after."""

    file: Path
    before: bytes
    after: bytes


@dataclass(frozen=True)
class FillReport:
    """What a call of ``fill`` did, or would do. ``assets`` are the files that were copied, or would be."""

    slots: tuple[SlotOutcome, ...]
    changes: tuple[PageChange, ...]
    assets: tuple[Path, ...]

    @property
    def changes_something(self) -> bool:
        """Tell whether a page or an asset is not as it should be: with ``--check``, exit 1."""
        return bool(self.changes or self.assets)


@dataclass(frozen=True)
class Target:
    """Where bundles lie and how pages link to them."""

    out: Path
    assets: Path | None
    url: str
    base_url: str

    def links(self, page: Page, slot: str) -> Links:
        """Return the links of a page to a bundle."""
        if self.url:
            prefix = f"{self.url.rstrip('/')}/{quote(slot)}/"
        else:
            folder = (self.assets or self.out) / slot
            relative = os.path.relpath(folder.absolute(), page.file.absolute().parent)
            prefix = quote(Path(relative).as_posix()) + "/"
        if not self.base_url:
            return Links(prefix)
        here = quote(Path(os.path.relpath(page.file.absolute(), page.root.absolute())).as_posix())
        base = urljoin(self.base_url.rstrip("/") + "/", here)
        return Links(prefix, lambda link: urljoin(base, link))


def fill(
    pages: Iterable[str | Path],
    out: Path,
    *,
    assets: Path | None = None,
    url: str = "",
    base_url: str = "",
    dry_run: bool = False,
    check: bool = False,
    empty: bool = False,
) -> FillReport:
    """Fill the slots of pages (files, folders, globs) with the bundles in ``out``, or ``empty`` them again.

    ``assets`` is a folder to copy the bundles to; links begin with ``url``, else lead there from the page. ``base_url``
    makes the links for search engines absolute. With ``dry_run`` or ``check`` nothing is written. Raises AuthorError
    with every mistake in the pages, the bundles and the addresses; nothing is written then.
    """
    found, mistakes = read_pages(pages)
    mistakes += _address_mistakes(url, base_url)
    target = Target(out, assets, url, base_url)
    bundles: dict[str, Manifest | None] = {}
    outcomes: list[SlotOutcome] = []
    changes: list[PageChange] = []
    for page in found:
        slots, wrong = find_slots(page)
        mistakes += wrong
        if not empty:
            mistakes += tuple(_look_up(slots, out, bundles))
        after, happened = _emptied(page, slots) if empty else _filled(page, slots, bundles, target)
        outcomes += happened
        if after != page.content:
            changes.append(PageChange(page.file, page.content, after))
    if mistakes:
        raise AuthorError(mistakes)
    wanted = {outcome.slot for outcome in outcomes if outcome.outcome in ("filled", "unchanged")}
    copies = _copies(wanted, bundles, out, assets) if assets and not empty else []
    if not (dry_run or check):
        for source, copy in copies:
            _copy(source, copy)
        for change in changes:
            write_page(change.file, change.after)
    return FillReport(tuple(outcomes), tuple(changes), tuple(copy for _, copy in copies))


def _address_mistakes(url: str, base_url: str) -> tuple[Mistake, ...]:
    mistakes = []
    scheme = re.match(r"\s*([A-Za-z][\w+.-]*):", url)
    if scheme and scheme[1].lower() not in ("http", "https"):
        mistakes.append(Mistake("--url", 0, 0, "", f'found "{url}"; write a path or an address with https://'))
    if base_url and not re.match(r"https?://[^/]", base_url):
        mistakes.append(Mistake("--base-url", 0, 0, "", f'found "{base_url}"; write an address with https://'))
    return tuple(mistakes)


def _look_up(slots: Sequence[Slot], out: Path, bundles: dict[str, Manifest | None]) -> list[Mistake]:
    """Read the bundles of slots, each once, and return what is wrong with them."""
    mistakes = []
    for name in dict.fromkeys(slot.name for slot in slots if slot.name not in bundles):
        bundle = out / name
        manifest = bundles[name] = read_manifest(bundle)
        if manifest is None and (bundle / NAME).exists():
            mistakes.append(
                Mistake(str(bundle / NAME), 0, 0, "", "not a manifest that can be read; render the lesson again")
            )
        elif manifest is not None and (harm := damage(bundle, manifest)):
            mistakes.append(Mistake(str(bundle), 0, 0, "", f"{harm}; render the lesson again"))
    return mistakes


def _filled(
    page: Page, slots: Sequence[Slot], bundles: dict[str, Manifest | None], target: Target
) -> tuple[bytes, list[SlotOutcome]]:
    outcomes: list[SlotOutcome] = []
    contents: list[bytes] = []
    for slot in slots:
        before = page.content[slot.start : slot.stop]
        manifest = bundles.get(slot.name)
        after = before if manifest is None else filled(page, slot, manifest, target.links(page, slot.name))
        contents.append(after)
        outcome: Outcome = "no bundle" if manifest is None else "unchanged" if after == before else "filled"
        notes = (_length_note(page, slot, manifest), _certificate_note(manifest)) if manifest else ()
        note = "; ".join(filter(None, notes))
        outcomes.append(SlotOutcome(str(page.file), *page.place(slot.outer_start), slot.name, outcome, note))
    return _with_contents(page, slots, contents), outcomes


def _emptied(page: Page, slots: Sequence[Slot]) -> tuple[bytes, list[SlotOutcome]]:
    outcomes = [
        SlotOutcome(
            str(page.file),
            *page.place(slot.outer_start),
            slot.name,
            "emptied" if is_filled(page, slot) else "waiting",
        )
        for slot in slots
    ]
    return _with_contents(page, slots, [waiting_content(page, slot) for slot in slots]), outcomes


def _with_contents(page: Page, slots: Sequence[Slot], contents: Sequence[bytes]) -> bytes:
    pieces, at = [], 0
    for slot, content in zip(slots, contents, strict=True):
        pieces += [page.content[at : slot.start], content]
        at = slot.stop
    return b"".join([*pieces, page.content[at:]])


def _length_note(page: Page, slot: Slot, manifest: Manifest) -> str:
    """Tell where the waiting slot promised another length than the film has."""
    promised = slot_words(page, slot).length
    found = re.search(r"(\d+(?:[.,]\d+)?)\s*m", promised)
    if found is None or abs(float(found[1].replace(",", ".")) * 60 - manifest.duration) <= 60:
        return ""
    return f'the slot says "{promised}", the film lasts {clock(manifest.duration)}'


def _certificate_note(manifest: Manifest) -> str:
    """Tell where somebody insisted on a film in which something was found."""
    return "its certificate fails; it was rendered with --uncertified" if manifest.certificate == "overruled" else ""


def _copies(
    wanted: Iterable[str], bundles: dict[str, Manifest | None], out: Path, assets: Path
) -> list[tuple[Path, Path]]:
    """Return the files to copy, each with its place; what is there already stays. The manifest comes last."""
    copies = []
    for name in sorted(wanted):
        manifest = bundles.get(name)
        if manifest is None or (out / name).absolute() == (assets / name).absolute():
            continue
        for file, record in sorted(manifest.files.items()):
            copy = assets / name / file
            if not copy.is_file() or record_of(copy) != record:
                copies.append((out / name / file, copy))
        if not _same(out / name / NAME, assets / name / NAME):
            copies.append((out / name / NAME, assets / name / NAME))
    return copies


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def _copy(source: Path, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    with replacing(copy) as fresh:
        shutil.copyfile(source, fresh)


def write_page(file: Path, content: bytes) -> None:
    """Write a page whole or not at all; its mode stays, and a symbolic link still leads to it."""
    real = Path(os.path.realpath(file))
    with replacing(real, stat.S_IMODE(real.stat().st_mode)) as fresh:
        fresh.write_bytes(content)
