"""Touches: logged, amended, voided. Each call keeps what is due true in the same transaction. How they are
read and counted is logged.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from rules.calendar import at_local, local_date
from rules.facts.entries import Entry
from rules.policy import Policy
from rules.records import Person, days

from . import audit, captured, lifetimes, noted, nudges, snoozes
from .assess import recompute
from .batches import Batch
from .contacts import of_account
from .prepared import Adding, Prepared
from .records import TC, A, C, T

_ADD = Adding(T)
_MEET = Prepared(
    TC.insert().values(
        touch_id=bindparam("touch"), contact_id=bindparam("contact"), workspace_id=bindparam("ws")
    )
)
_NEW_BY = Prepared(
    select(A.c.id).where(
        A.c.workspace_id == bindparam("ws"),
        A.c.id.in_(bindparam("ids", expanding=True)),
        A.c.exists_on > bindparam("day"),
    )
)


def log(
    session: Session,
    ws: int,
    policy: Policy,
    entry: Entry,
    by: Person,
    batch: str,
    now: datetime,
    note_gone: bool = False,
    again: bool = False,
) -> Batch:
    """Store a touch for each account of the entry and recompute what is due; a meaningful one ends a
    snooze, closes the account's place in the nudge, and ticks off next steps whose day has come.
    `note_gone`: there was a note once; `again`: an edit stores it anew."""
    at = _instant(entry.on, by.zone, now)
    ids = []
    for account_id, minutes in zip(entry.account_ids, entry.minutes_each(), strict=True):
        row = {
            **_columns(entry),
            "account_id": account_id,
            "minutes": minutes,
            "workspace_id": ws,
            "by_id": by.id,
            "at": at,
            "noted": note_gone or bool(entry.note),
            "day_only": at != now,
            "batch": batch,
            "external_id": f"tend-{uuid4().hex[:16]}",
            "created_at": now,
        }
        touch_id = _ADD(session, **row)
        ids.append(touch_id)
        _keep_contacts(
            session, ws, touch_id, account_id=account_id, contact_ids=entry.contact_ids, on=entry.on
        )
        audit.keep(
            session, ws, now, by_id=by.id, did="logged", noun="touch", row_id=touch_id, account=account_id
        )
    _follow(session, ws, entry, by_id=by.id, batch=batch, now=now, again=again)
    _exist(session, ws, entry)
    stand = recompute(session, ws, policy, ids=entry.account_ids, now=now)
    return Batch(batch, tuple(ids), entry, by_id=by.id, note_gone=note_gone, accounts=stand)


def _exist(session: Session, ws: int, entry: Entry) -> None:
    """An account exists from its first touch: looked at where this one, stored or undone, may be that."""
    # dates differ by up to 2 between zones
    near = _NEW_BY(session, ws=ws, ids=entry.account_ids, day=entry.on - days(3))
    if ids := [row.id for row in near]:
        lifetimes.exist(session, ws, ids)


def _instant(on: date, zone: str, now: datetime) -> datetime:
    """Now for today, else noon of that day where the author is: the same date in every zone nearby."""
    return now if on == local_date(now, zone) else min(at_local(on, time(12), zone), now)


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "channel": entry.channel,
        "direction": entry.direction,
        "outcome": entry.outcome,
        "purpose": entry.purpose,
        "estimated": entry.minutes is None,
        "sentiment": entry.sentiment,
        "note": entry.note,
    }


def _keep_contacts(
    session: Session, ws: int, touch_id: int, account_id: int, contact_ids: Sequence[int], on: date
) -> None:
    """Those of the account alone (the same line may be logged with others); who was met before they were
    added was there."""
    known = {c.id: c for c in of_account(session, ws, account_id)} if contact_ids else {}
    for contact_id in contact_ids:
        if contact_id in known:
            _MEET(session, touch=touch_id, contact=contact_id, ws=ws)
            if (added := known[contact_id].added_on) and added > on:
                session.execute(update(C).where(C.c.id == contact_id).values(added_on=on))


def _follow(
    session: Session, ws: int, entry: Entry, by_id: int, batch: str, now: datetime, again: bool
) -> None:
    """What a touch brings with it: what was captured, snoozes ended, places in nudges closed."""
    for line in captured.CAPTURED:
        stores = line.again if again else line.brought
        stores(session, ws, batch, entry, by_id, now)
    if entry.meaningful:
        snoozes.end(session, ws, list(entry.account_ids), batch=batch, now=now)
        nudges.close(session, ws, list(entry.account_ids), outcome="logged", now=now, batch=batch)


def void(
    session: Session,
    ws: int,
    policy: Policy,
    batch: Batch,
    by_id: int,
    now: datetime,
    did: str = "voided",
    moved: Mapping[int, int | None] | None = None,
    **kept: Any,
) -> None:
    """Undo a logged line with all that it brought: what was captured with it, places in nudges, the snoozes
    it ended. A touch of a file brought nothing. `did` and `kept`: what the audit trail has of it; `moved`:
    accounts that it leaves, with the one that it goes to."""
    mine = (T.c.workspace_id == ws, T.c.id.in_(batch.touch_ids), T.c.voided_at.is_(None))
    session.execute(update(T).where(*mine).values(voided_at=now))
    if batch.batch:
        nudges.reopen(session, ws, batch.batch, now=now)
        for line in captured.CAPTURED:  # may close places that told of what is undone
            line.undone(session, ws, batch.batch, by_id, now)
        noted.undone(session, ws, batch, by_id, now)
        snoozes.bring_back(session, ws, batch.batch, now=now)
    for touch_id, account_id in zip(batch.touch_ids, batch.entry.account_ids, strict=True):
        what: dict[str, Any] = {"on": batch.entry.on.isoformat(), "channel": batch.entry.channel}
        about = {"noun": "touch", "row_id": touch_id, "account": account_id, "did": did, **what, **kept}
        if moved and account_id in moved:
            about |= {"did": "moved", "other": moved[account_id]}
        audit.keep(session, ws, now, by_id=by_id, **about)
    _exist(session, ws, batch.entry)
    recompute(session, ws, policy, ids=batch.entry.account_ids, now=now)


def bring_back(
    session: Session, ws: int, policy: Policy, batch: Batch, by_id: int, at: datetime, now: datetime
) -> list[int]:
    """What was voided at an instant stands again, with all that it had brought; the ids of its touches."""
    mine = (T.c.workspace_id == ws, T.c.id.in_(batch.touch_ids), T.c.voided_at == at)
    ids = list(session.execute(select(T.c.id).where(*mine)).scalars())
    if not ids:
        return []
    session.execute(update(T).where(*mine).values(voided_at=None))
    if batch.batch:
        for line in captured.CAPTURED:
            line.back(session, ws, batch.batch, batch.entry, by_id, at, now)
        noted.back(session, ws, batch, by_id, at, now)
        if batch.entry.meaningful:
            snoozes.end(session, ws, list(batch.entry.account_ids), batch=batch.batch, now=now)
            nudges.close(
                session, ws, list(batch.entry.account_ids), outcome="logged", now=now, batch=batch.batch
            )
    _exist(session, ws, batch.entry)
    recompute(session, ws, policy, ids=batch.entry.account_ids, now=now)
    return ids


def amend(
    session: Session, ws: int, policy: Policy, batch: Batch, entry: Entry, by: Person, now: datetime
) -> Batch:
    """Put a line right: the old touches are voided, the new ones stand under the same batch."""
    came = [a for a in entry.account_ids if a not in batch.entry.account_ids]
    left = [a for a in batch.entry.account_ids if a not in entry.account_ids]
    moved = dict.fromkeys(left, came[0] if came else None)
    void(session, ws, policy, batch, by.id, now, did="edited", moved=moved)
    session.execute(update(T).where(T.c.workspace_id == ws, T.c.batch == batch.batch).values(batch=""))
    gone = batch.note_gone
    made = log(
        session, ws, policy, entry=entry, by=by, batch=batch.batch, now=now, note_gone=gone, again=True
    )
    what: dict[str, Any] = {"on": entry.on.isoformat(), "channel": entry.channel}
    for touch_id, account_id in zip(made.touch_ids, entry.account_ids, strict=True):
        if account_id in came:
            about = {"noun": "touch", "row_id": touch_id, "account": account_id, **what}
            about["other"] = left[0] if left else None
            audit.keep(session, ws, now, by_id=by.id, did="moved here", **about)
    if noted.again(session, ws, batch, made, by_id=by.id, now=now):
        stand = recompute(session, ws, policy, ids=entry.account_ids, now=now)
        made = replace(made, accounts=stand)
    return made
