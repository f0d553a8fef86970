"""Loosening an account: applied at once, or asked for and then applied, refused, expired, withdrawn, taken
back. `apply` is the one place that writes what a loosening changes. Each step is audited, never its text but
what an undo wants.

Whoever calls has the account computed again in the same transaction (storage/assess.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from rules.acts import Act
from rules.calendar import local_date
from rules.editing import STANDING
from rules.facts.loosened import (
    APPROVED,
    EXPIRED,
    HELD,
    IMPORTED,
    OVERTAKEN,
    REFUSED,
    TAKEN_BACK,
    WAITS,
    WITHDRAWN,
    Loosening,
    Shown,
    Stands,
)
from rules.loosening import edit_of, rests_until
from rules.records import Person
from rules.waiting import Wait

from . import accounts, acts, decisions, editing, people, snoozes, waiting
from .database import new_id
from .decisions import HANDED_ON, Decision
from .loosened import LO, get, under_way

STANDS = frozenset(STANDING)
LOOSENING = Decision("loosening", (WAITS,), yes=APPROVED, told="approval_became")


@dataclass(frozen=True, slots=True)
class New:
    """What somebody changes of an account, or asks for, on their date `on`; a file is nobody."""

    account_id: int
    owner_id: int
    by_id: int | None
    before: Stands
    after: Stands
    why: str
    on: date


def apply(
    session: Session, ws: int, account_id: int, after: Stands, *, why: str, by_id: int, now: datetime
) -> tuple[int, dict[str, Any]]:
    """The account is so from now on (or was churned from a day on); how many snoozes in a row it makes, and
    what its undo wants."""
    if after.snoozed_until is not None:
        times = snoozes.snooze(session, ws, account_id, by_id=by_id, until_on=after.snoozed_until, now=now)
        return times, {}
    stored = editing.read(session, ws, account_id)
    assert stored is not None
    edit = edit_of(stored, after, why)
    return 0, editing.change(session, ws, account_id, edit, by_id=by_id, now=now)


def note(session: Session, ws: int, new: New, now: datetime) -> None:
    """It holds at once: a manager reads it and may take it back. Whoever calls writes it, and has it audited
    as the change it is."""
    _made(session, ws, new, HELD, now=now)


def imported(session: Session, ws: int, new: New, now: datetime) -> None:
    """A file loosened it: its import is audited as what changed it."""
    _made(session, ws, new, IMPORTED, now=now)


def import_undone(session: Session, ws: int, account_id: int, at: datetime, on: date) -> None:
    """What the import of an instant loosened there is no more: no digest lists it."""
    mine = (LO.c.workspace_id == ws, LO.c.account_id == account_id, LO.c.became == IMPORTED)
    ids = session.execute(select(LO.c.id).where(*mine, LO.c.created_at == at)).scalars().all()
    for made in ids:
        ended = {"became": TAKEN_BACK, "ended_on": on, "ended_by_id": None}
        session.execute(update(LO).where(LO.c.id == made).values(**ended))


def approver_of(
    session: Session, ws: int, owner_id: int, at: datetime | date, but: Collection[int] = ()
) -> Person | None:
    """Whose tap it needs: the owner's manager; theirs, where they left or are away (`at`: a day, or an
    instant, which is another day where each of them is) or it may be none of `but`; an admin, where there is
    none. Where all of them are away, the nearest."""
    seen, person, above = {owner_id}, people.get(session, ws, owner_id), list[Person]()
    while person.manager_id is not None and person.manager_id not in seen:
        seen.add(person.manager_id)
        person = people.get(session, ws, person.manager_id)
        above += [person] if person.active and person.id not in but else []
    admins = [p for p in people.admins(session, ws) if p.id != owner_id and p.id not in but]
    there = above or admins
    return next((p for p in there if not is_away(p, at)), there[0] if there else None)


def is_away(person: Person, at: datetime | date) -> bool:
    on = local_date(at, person.zone) if isinstance(at, datetime) else at
    return on in person.calendar.days_away()


def next_approver(
    session: Session, ws: int, wait: Wait, owner_id: int, now: datetime, but: Collection[int] = ()
) -> Person | None:
    """Who decides in place of somebody for whom it waited and who left, or is away while there is time; None
    while they are here, and where nobody else is."""
    person = people.get(session, ws, wait.for_id)
    if person.active and (now >= wait.until_at or not is_away(person, now)):
        return None
    to = approver_of(session, ws, owner_id, now, but={wait.for_id, *but})
    return None if to is None or (person.active and is_away(to, now)) else to


def shown(session: Session, ws: int, loosening_id: int) -> Shown | None:
    """A loosening with the names it is shown with."""
    found = get(session, ws, loosening_id)
    hits = accounts.hits_of(session, ws, [found.account_id]) if found else []
    if found is None or not hits:
        return None
    return Shown(found, hits[0].name, people.get(session, ws, found.owner_id).name)


def ask(session: Session, ws: int, new: New, to: Person, now: datetime) -> Loosening:
    """It waits for somebody's tap; one that was asked before for the account is withdrawn with it."""
    for before in under_way(session, ws, new.account_id):
        _end(session, ws, before, WITHDRAWN, by_id=new.by_id, on=new.on, now=now)
    made = _made(session, ws, new, "", now=now)
    did = "asked to loosen"
    decisions.note(session, ws, LOOSENING, made, new.account_id, did, new.by_id, now=now, to=to.id)
    asked = get(session, ws, made)
    assert asked is not None
    wait_for(session, ws, asked, to, now=now)
    return asked


def wait_for(
    session: Session, ws: int, asked: Loosening, to: Person, now: datetime, instead_of: Wait | None = None
) -> None:
    """It waits for this person now, with a message that carries its buttons; a rest until its end at most."""
    about: dict[str, Any] = {"loosening": asked.id, "by": asked.by_id, "account": asked.account_id}
    who: dict[str, Any] = {"person": to, "by_id": asked.by_id or to.id, "instead_of": instead_of}
    who["ends_on"] = rests_until(asked)
    waiting.ask(session, ws, WAITS, asked.id, **who, say="approval", now=now, **about)
    if instead_of:
        decisions.note(session, ws, LOOSENING, asked.id, asked.account_id, HANDED_ON, None, now=now, to=to.id)


def approve(session: Session, ws: int, asked: Loosening, by_id: int, on: date, now: datetime) -> None:
    """It holds from now on, and can be undone; whoever asked hears it."""
    assert asked.by_id is not None
    after, why, by = asked.after, asked.why, asked.by_id
    _, kept = apply(session, ws, asked.account_id, after, why=why, by_id=by, now=now)
    _end(session, ws, asked, APPROVED, by_id=by_id, on=on, now=now, **kept)
    _tell(session, ws, asked, APPROVED, {asked.by_id} - {by_id}, by_id=by_id, now=now)


def refuse(session: Session, ws: int, asked: Loosening, by_id: int, on: date, now: datetime) -> None:
    """Nothing changes; whoever asked hears it."""
    _end(session, ws, asked, REFUSED, by_id=by_id, on=on, now=now)
    _tell(session, ws, asked, REFUSED, {asked.by_id} - {by_id}, by_id=by_id, now=now)


def withdraw(session: Session, ws: int, asked: Loosening, by_id: int, on: date, now: datetime) -> None:
    """Whoever asked takes it back."""
    _end(session, ws, asked, WITHDRAWN, by_id=by_id, on=on, now=now)


def overtake(session: Session, ws: int, asked: Loosening, by_id: int, on: date, now: datetime) -> None:
    """The account is another's by now, or stands otherwise: there is nothing to approve any more."""
    _end(session, ws, asked, OVERTAKEN, by_id=None, on=on, now=now)
    _tell(session, ws, asked, OVERTAKEN, {asked.by_id} - {by_id}, by_id=by_id, now=now)


def expire(session: Session, ws: int, asked: Loosening, waited_for: int, on: date, now: datetime) -> None:
    """Nobody answered in time: nothing changes, and both hear it."""
    _end(session, ws, asked, EXPIRED, by_id=None, on=on, now=now)
    _tell(session, ws, asked, EXPIRED, {asked.by_id, waited_for}, by_id=waited_for, now=now)


def take_back(session: Session, ws: int, held: Loosening, by_id: int, on: date, now: datetime) -> None:
    """The account is as it was before, on past days too; whoever loosened it hears it."""
    made = session.execute(select(LO.c.created_at).where(LO.c.id == held.id)).scalar_one()
    act = acts.of_standing(session, ws, held.account_id, made)
    editing.put_back(session, ws, held.account_id, _how(held, act), by_id=by_id, now=now)
    if act and act.after.keys() <= STANDS:  # else the rest of it holds, and has its own undo
        acts.undone(session, ws, act, by_id=by_id, now=now)
    _end(session, ws, held, TAKEN_BACK, by_id=by_id, on=on, now=now)
    _tell(session, ws, held, TAKEN_BACK, {held.by_id} - {by_id}, by_id=by_id, now=now)


def unapprove(session: Session, ws: int, approved: Loosening, by_id: int, on: date, now: datetime) -> None:
    """What was approved is undone, which whoever calls has written; whoever asked for it hears it."""
    _end(session, ws, approved, TAKEN_BACK, by_id=by_id, on=on, now=now)
    _tell(session, ws, approved, TAKEN_BACK, {approved.by_id} - {by_id}, by_id=by_id, now=now)


def _how(held: Loosening, act: Act | None) -> dict[str, Any]:
    """What an undo of it wants, as the trail has it; where the account was merged since, the trail is
    another's: then it is changed back from today."""
    if act is None:
        return {"before": _columns(held.before), "after": _columns(held.after)}
    sides = {k: {c: v for c, v in act.change[k].items() if c in STANDS} for k in ("before", "after")}
    return {**act.change, **sides}


def _columns(stands: Stands) -> dict[str, Any]:
    through = {"served_through_parent": stands.through is not None}
    return {"tier": stands.tier, "status": stands.status, "cadence_days": stands.cadence_days, **through}


def _made(session: Session, ws: int, new: New, became: str, now: datetime) -> int:
    row: dict[str, Any] = {"account_id": new.account_id, "owner_id": new.owner_id, "by_id": new.by_id}
    row |= {"before": new.before.pack(), "after": new.after.pack(), "asked_on": new.on}
    row |= {"why": new.why, "became": became, "created_at": now}
    return new_id(session.execute(LO.insert().values(workspace_id=ws, **row)))


def _end(
    session: Session,
    ws: int,
    asked: Loosening,
    became: str,
    *,
    by_id: int | None,
    on: date,
    now: datetime,
    **kept: Any,
) -> None:
    """What became of it; every message that asked somebody about it shows that. `kept`: what its undo
    wants."""
    ended = {"became": became, "ended_on": on, "ended_by_id": by_id}
    session.execute(update(LO).where(LO.c.workspace_id == ws, LO.c.id == asked.id).values(**ended))
    decisions.ended(session, ws, LOOSENING, asked.id, became, now=now)
    decisions.note(session, ws, LOOSENING, asked.id, asked.account_id, became, by_id, now=now, **kept)


def _tell(
    session: Session,
    ws: int,
    asked: Loosening,
    what: str,
    whom: Collection[int | None],
    by_id: int,
    now: datetime,
) -> None:
    about = {"by": by_id, "account": asked.account_id}
    decisions.tell(session, ws, LOOSENING, asked.id, what, whom, now=now, **about)
