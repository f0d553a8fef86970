"""New accounts of a file that may be there already under another name: told before they are written."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from rules.duplicates import Known as Account
from rules.duplicates import look_alike

from .. import merged
from .known import Change, Known
from .report import FileReport


def note_alike(session: Session, known: Known, changes: Sequence[Change], report: FileReport) -> None:
    """Keep in the report which of the new accounts is like which on file, and by what. Numbers of theirs tell
    nothing: those of two systems may be the same."""
    new = [c for c in changes if c.row_id is None and c.stands is None]
    brought = {-n: _account(known, -n, change.cells) for n, change in enumerate(new, 1)}
    there, _ = merged.those(session, known.ws)
    for pair in look_alike([*there, *brought.values()], of=brought):
        mine, other = sorted((pair.first, pair.other), key=lambda a: a.id)
        report.alike.append((mine.name, other.name, " and ".join(pair.by)))


def _account(known: Known, number: int, cells: dict[str, str]) -> Account:
    parent = known.find("accounts", cells.get("parent", ""))
    return Account(number, cells["name"], cells.get("domain", ""), parent_id=parent)
