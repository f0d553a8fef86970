"""Accounts that a morning is to tell of a notice: those of a rep's book that have not heard of it, some
working days before its deadline. A notice stands on no account, so nothing is looked at because of it; the
morning asks for as many as it has places left, and reads no more than READ_MOST."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session

from rules.context import Context
from rules.facts.insights import near, tell_on
from rules.nudging import is_told
from rules.records import Person, Record
from rules.workspace import Workspace
from storage import notices, nudges
from storage.assess import attempt, readable

READ_AT_ONCE, READ_MOST = 10, 60  # accounts


def wanting(
    session: Session,
    ws: Workspace,
    person: Person,
    context: Context,
    *,
    on: date,
    now: datetime,
    most: int,
    beside: Collection[int],
) -> list[Record]:
    """At most `most` accounts, the first deadline first, then what brings most in a year; `beside` are
    those that have a place anyway."""
    soon = near(context, on, person.own_days) if most > 0 else []
    if not soon:
        return []
    kept_out = {*beside, *nudges.under_way(session, ws.id)}
    ids = [i for i in notices.untold(session, ws.id, person.id, soon) if i not in kept_out][:READ_MOST]
    wanted = list[Record]()
    for start in range(0, len(ids), READ_AT_ONCE):
        for record in readable(session, ws.id, ids[start : start + READ_AT_ONCE], now=now):
            day = attempt(session, record.account.id, now, tell_on, record, on, context)
            wanted += [record] if day is not None and day <= on and not is_told(record, on) else []
        if len(wanted) >= most:
            break
    return wanted[:most]
