"""Needs as the form of a touch brings them: noted, put right by an edit. They are known by their line's id,
as is what a line told and one tap noted: storage/noted.py takes both back with their touch, and has them
stand again. Of one account alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from rules.editing import major
from rules.facts.entries import Entry
from rules.facts.needed import HEARD, Need
from rules.facts.needs import paid

from . import workspaces
from .changes import id_of
from .needs import N, audited, note
from .prepared import Prepared

_OF_LINE = Prepared(
    select(N)
    .where(N.c.workspace_id == bindparam("ws"), N.c.external_id == bindparam("line"))
    .order_by(N.c.id)
)


def read(session: Session, ws: int, batch: str) -> dict[str, Any]:
    """The fields of an Entry that a logged line's need fills, while nobody took it up. One whose text was
    deleted with its time fills none."""
    row = next((r for r in _of_line(session, ws, batch) if r.voided_at is None and r.status == HEARD), None)
    return _fields(row) if row is not None and row.text else {}


def brought(session: Session, ws: int, batch: str, entry: Entry, by_id: int, now: datetime) -> None:
    """What a logged line says they need."""
    if not entry.need_text or len(entry.account_ids) != 1:
        return
    need = Need(0, entry.account_ids[0], by_id, heard_on=entry.on, **_told(session, ws, entry))
    stands = any(r.voided_at is None for r in _of_line(session, ws, batch))  # taken up, and not this one
    note(session, ws, need, by_id=by_id, now=now, external_id="" if stands else id_of(batch))


def again(session: Session, ws: int, batch: str, entry: Entry, by_id: int, now: datetime) -> None:
    """An edit undid the line and stores it anew: what was changed in the form is put right, what was emptied
    stays taken back; the need itself stands again with all that the line told (storage/noted.py)."""
    if len(entry.account_ids) != 1:
        return
    row = next((r for r in _of_line(session, ws, batch) if r.voided_at == now), None)
    if row is None:
        brought(session, ws, batch, entry, by_id, now)
    elif not entry.need_text and row.text:
        _set(session, row, external_id=f"{row.external_id}-{row.id}")  # no longer of this line
    elif row.text and _fields(row) != _shown(entry):
        changed = _told(session, ws, entry)
        _set(
            session,
            row,
            heard_on=entry.on if row.heard_on is None else min(row.heard_on, entry.on),
            **changed,
        )
        audited(session, ws, row.id, row.account_id, did="put right", by_id=by_id, now=now)


def undone(session: Session, ws: int, batch: str, by_id: int, now: datetime) -> None:
    """Left to storage/noted.py, which knows whether somebody took it up since."""


def back(
    session: Session, ws: int, batch: str, entry: Entry, by_id: int, at: datetime, now: datetime
) -> None:
    """Left to storage/noted.py."""


def _of_line(session: Session, ws: int, batch: str) -> list[Any]:
    return _OF_LINE(session, ws=ws, line=id_of(batch))


def _fields(row: Any) -> dict[str, Any]:
    """As the form shows it: the budget in major units with its currency."""
    budget = "" if row.budget is None else f"{major(row.budget, row.currency)} {row.currency}"
    return {"need_text": row.text, "need_budget": budget.strip(), "need_right": row.right_on}


def _shown(entry: Entry) -> dict[str, date | str | None]:
    return {"need_text": entry.need_text, "need_budget": entry.need_budget, "need_right": entry.need_right}


def _told(session: Session, ws: int, entry: Entry) -> dict[str, Any]:
    """What of a need the form says; an amount without its currency is in the workspace's."""
    own = workspaces.get(session, ws).policy.currency if entry.need_budget else ""
    money = paid(entry.need_budget, own) if entry.need_budget else None
    return {
        "text": entry.need_text,
        "budget": money.minor if money else None,
        "currency": money.currency if money else "",
        "right_on": entry.need_right,
    }


def _set(session: Session, row: Any, **values: Any) -> None:
    session.execute(update(N).where(N.c.id == row.id).values(values))
