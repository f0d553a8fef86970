"""Which rows are new or differ from what they last said, and what may not come in of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta

from ..database import Transaction
from ..privacy.forgetting import Forgetter, account_in, mark
from .cells import as_instant
from .exporting import rows_of
from .ids import rows_meant
from .known import Change, Known
from .match import BY_ID, Numbered, by_what_it_has, keyed
from .memory import Before, before, before_of, remembered
from .noun import Noun
from .recording import there_already
from .report import SHOWN, FileReport
from .rows import Rows, said_at
from .spool import Spool


def leave_out_erased(known: Known, f: Rows) -> None:
    """Erased people do not come in. Rows stay known by what was brought."""
    if known.erased and f.noun:
        forgetter = Forgetter(known.secret, known.erased, known.alike)
        noun = f.noun
        f.rows = Spool(forgetter.row(noun, row, account_in(noun, row, known.accounts.get)) for row in f.rows)


def leave_out_old(known: Known, f: Rows) -> None:
    """Notes older than notes are kept do not come in. After the checks: what is required was there."""
    if known.policy.notes_kept_days:
        oldest = str(known.today - timedelta(days=known.policy.notes_kept_days))
        for note, day in f.of.kept:
            f.rows = Spool(
                _without(row, note) if row[note] and _is_past(row[day], oldest) else row for row in f.rows
            )


def _without(row: list[str], place: int) -> list[str]:
    return [*row[:place], "", *row[place + 1 :]]


def _is_past(at: str, oldest: str) -> bool:
    """Whether a date, or an instant's in UTC, is past; no date never is."""
    instant = as_instant(at) if len(at) > 10 else None
    return bool(at) and (str(instant.astimezone(UTC).date()) if instant else at[:10]) <= oldest


@dataclass(slots=True)
class Differing:
    """What is to be written; and after an import that was cut off, rows that are as they were and may
    still miss what is set once every row is there. `was`: by its place in `changes`, what a changed row
    said before, and where it stands."""

    changes: list[Change] = field(default_factory=list)
    was: dict[int, tuple[list[str], str]] = field(default_factory=dict)
    same: list[Change] = field(default_factory=list)


def changed_rows(reading: Transaction, known: Known, f: Rows, bad: set[int], report: FileReport) -> Differing:
    """The rows that are new or differ from their last import. Counts all of them in the report."""
    noun, stored = f.of, before(reading, known.ws, f.of)
    erased = _erased(known, f) - bad
    rows, repeated = keyed(known, f, bad | erased)
    report.erased, report.same = len(erased), repeated
    ours = _ours(reading, known, noun, keys=[key for _, key in rows if key not in stored])
    numbered = by_what_it_has(known, f, rows, before=stored)
    if noun.named:
        claimed = known.claimed.setdefault(noun.kind, set())
        claimed.update(stored[key][0] for _, key in numbered if key in stored)
        claimed.update(ours.values())
    brought = known.brought.setdefault(noun.kind, set())
    differing = _differing(reading, known, f, numbered, stored, ours, report)
    brought.update(key for _, key in numbered)
    return differing


def some_changed(
    reading: Transaction, known: Known, f: Rows, some: Numbered, *, remembers: bool, report: FileReport
) -> Differing:
    """The same of some rows that are each known by themselves (`known_alone`): only what is remembered of
    them is read. `remembers`: whether anything is remembered of their noun."""
    names = [key for _, key in some if key]
    stored = before_of(reading, known.ws, f.of, names) if remembers else {}
    report.same += len(some) - len(names)
    numbered = [(number, key) for number, key in some if key]
    ours = _ours(reading, known, f.of, keys=[key for key in names if key not in stored])
    return _differing(reading, known, f, numbered, stored, ours, report)


def _differing(
    reading: Transaction,
    known: Known,
    f: Rows,
    numbered: Numbered,
    stored: Before,
    ours: Mapping[str, int],
    report: FileReport,
) -> Differing:
    noun, differing = f.of, Differing()
    brought = known.brought.get(noun.kind, set[str]())
    if known.goes_on and noun.of_many:
        ids = [stored[key][0] for _, key in numbered if key in stored]
        with reading() as session:
            known.done[noun.kind] = there_already(session, known, noun, ids)
    for number, key in numbered:
        if key in stored:
            _compare(known, f, number, key=key, stored=stored[key], report=report, differing=differing)
            continue
        stands = ours.get(key)
        if stands is None and key not in brought:
            report.new += 1
        else:
            report.same += 1
        cells = dict(zip(noun.names, f.rows[number], strict=True))
        differing.changes.append(Change(key, cells, stands=stands, raw=f.raw[number]))
    _leave_what_is_so(reading, known, f, report=report, differing=differing)
    return differing


def _compare(
    known: Known,
    f: Rows,
    number: int,
    key: str,
    stored: tuple[int, str],
    report: FileReport,
    differing: Differing,
) -> None:
    """A row that was there before: whether it says what it said."""
    row, noun, whole = f.rows[number], f.of, f.has.issuperset(f.of.names)
    old = remembered(noun, stored[1])
    if not whole:
        row = [cell if c in f.has else o for c, cell, o in zip(noun.names, row, old, strict=True)]
    if old == row:
        _count_unchanged(report, known.done.get(noun.kind, {}).get(stored[0]))
        if known.resumes and noun.later:
            changed = frozenset(c.name for c in noun.later) & f.has
            differing.same.append(
                Change(key, dict(zip(noun.names, row, strict=True)), stored[0], changed=changed)
            )
        return
    changed = frozenset(c for c, was, now in zip(noun.names, old, row, strict=True) if was != now)
    change = Change(
        key, dict(zip(noun.names, row, strict=True)), stored[0], changed=changed, raw=f.raw[number]
    )
    differing.was[len(differing.changes)] = (old, said_at(f.lines[number]))
    differing.changes.append(change)


def _count_unchanged(report: FileReport, made: bool | None) -> None:
    """A row that says what it said: as before, unless this run itself wrote it before it was cut off."""
    if made is None:
        report.same += 1
    elif made:
        report.new += 1
    else:
        report.changed += 1


def _leave_what_is_so(
    reading: Transaction, known: Known, f: Rows, report: FileReport, differing: Differing
) -> None:
    """A row that says what is stored changes nothing, though it said otherwise before: it is remembered, and
    no cell of it is written. Counts all that differ in the report."""
    names, stored = f.of.names, dict[int, list[str]]()
    ids = [row_id for n in differing.was if (row_id := differing.changes[n].row_id) is not None]
    for start in range(0, len(ids), 400):
        with reading() as session:
            stored |= rows_of(session, known.ws, f.of, ids[start : start + 400])
    for n, (old, where) in differing.was.items():
        change = differing.changes[n]
        stands = dict(zip(names, stored.get(change.row_id or 0, ()), strict=False))
        if all(stands.get(c) == change.cells[c] for c in change.changed):
            report.same += 1
            change.changed = frozenset()
        else:
            _tell(report, change, dict(zip(names, old, strict=True)), where=where)


def _ours(reading: Transaction, known: Known, noun: Noun, keys: Sequence[str]) -> dict[str, int]:
    """Rows that come back from an export of this workspace, by their keys."""
    ids = [key.removeprefix(BY_ID) for key in keys if key.startswith(BY_ID)]
    with reading() as session:
        meant = rows_meant(session, known.ws, known.secret, noun=noun, ids=ids)
    return {f"{BY_ID}{external}": row_id for external, row_id in meant.items()}


def _erased(known: Known, f: Rows) -> set[int]:
    """Rows of people and contacts who were erased: they stay erased."""
    if not known.erased or not f.of.person:
        return set()
    place = f.of.place[f.of.person[0]]
    return {
        n for n, row in enumerate(f.rows) if row[place] and mark(known.secret, row[place]) in known.erased
    }


def _tell(report: FileReport, change: Change, old: dict[str, str], where: str) -> None:
    """Count a changed row's cells, and say what the first ones were and are."""
    report.changed += 1
    report.cells.update(change.changed)
    who = next(iter(change.cells.values()))
    for column in change.cells:
        if column in change.changed and len(report.changes) < SHOWN:
            was, will = (value[:60].replace("\n", " ") for value in (old[column], change.cells[column]))
            report.changes.append(f"{report.file}, {where}, {who[:60]}: {column} “{was}” becomes “{will}”")
