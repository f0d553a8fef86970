"""Merges as they happen by themselves: what is asked and told, what follows when nobody answers, rows that
came to an account after it went, and once a month the accounts that may be one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from messages import duplicates as say_duplicates
from messages import merge_waits as say_waits
from messages import merged as say
from messages.blocks import Message
from messages.words import Viewer
from rules.calendar import DAY, local_date
from rules.duplicates import look_alike
from rules.merging import EXPIRED, MERGED
from rules.records import Person
from rules.waiting import Wait
from rules.workspace import Workspace
from services import Services
from storage import (
    accounts,
    loosenings,
    merge_waits,
    merged,
    merging,
    onward,
    outbox,
    people,
    sent_on,
    waiting,
    workspaces,
)
from storage.assess import recompute
from storage.outbox import Message as Row

FIRST_WEEK = 7


def asks(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """For whoever decides; what is over before it went out is not said."""
    viewer = Viewer.of(person, now, ws.policy.currency)
    shown = merging.shown(session, ws.id, row.payload["merge"], viewer.today, ws.policy)
    until = waiting.until(session, ws.id, row.payload["wait"], person.zone)
    if shown is None or (row.kind == "post" and until is None):
        return None
    return say_waits.ask(shown, until, viewer)


def became(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """What became of it, for whoever did not do it."""
    shown = merging.shown(session, ws.id, row.payload["merge"], local_date(now, person.zone), ws.policy)
    if shown is None:
        return None
    by = people.get(session, ws.id, row.payload["by"]).name
    return say_waits.became(shown, row.payload["what"], by, mine=person.id == shown.by_id)


def decides(session: Session, ws: Workspace, wait: Wait, now: datetime) -> Person | None:
    """Who decides in place of whoever it waits for."""
    asked = merged.get(session, ws.id, wait.subject_id)
    if asked is None:
        return None
    owners = [accounts.owner_of(session, ws.id, account) for account in (asked.gone_id, asked.stays_id)]
    led = people.under(session, ws.id, wait.for_id)
    whose = next((owner for owner in owners if owner == wait.for_id or owner in led), owners[0])
    return loosenings.next_approver(session, ws.id, wait, whose, now, but={asked.by_id})


def unanswered(session: Session, ws: Workspace, wait: Wait, now: datetime) -> None:
    """Nothing changes, and both are told. One that waited for somebody who left, or is away, goes on to
    whoever decides now."""
    asked = merged.get(session, ws.id, wait.subject_id)
    if asked is None or asked.became:
        return
    if to := decides(session, ws, wait, now):
        merge_waits.hand_on(session, ws.id, asked, to, wait, now)
        return
    tell = [asked.by_id, wait.for_id]
    merge_waits.end(session, ws.id, asked, EXPIRED, by_id=None, now=now, tell=tell, of=wait.for_id)


def told(session: Session, ws: int, person: Person, thing: Mapping[str, Any]) -> say.Merged | None:
    """An account of theirs that another made one with another, while it is."""
    found = merged.get(session, ws, thing["merged"])
    hits = accounts.hits_of(session, ws, [found.stays_id]) if found and found.became == MERGED else []
    if found is None or not hits:
        return None
    return say.Merged(
        people.get(session, ws, thing["by"]).name,
        onward.name_of(session, ws, found.gone_id),
        hits[0].name,
        hits[0].id,
    )


def proposed(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """How many pairs may be one; nothing once there are none."""
    pairs = len(look_alike(*merged.those(session, ws.id)))
    return say_duplicates.proposed(pairs) if pairs else None


def send_on(services: Services, workspace: int) -> int:
    """What came to an account after it went goes on to the one that is there: an import that had begun
    before, a form that stood open. Looked for while there are merges of the last days; how many accounts
    have any new."""
    now = services.clock()
    with services.reading() as session:
        to = onward.went_lately(session, workspace, now)
        came = sent_on.came_late(session, workspace, to) if to else False
    if not came:
        return 0
    with services.transaction() as session:
        ids = sent_on.forwarded(session, workspace, to)
        recompute(session, workspace, workspaces.get(session, workspace).policy, ids=ids, now=now)
        return len(ids)


def propose(services: Services, workspace: int) -> int:
    """In the first week of a month every admin is told of accounts that may be one, where there are any as
    it is said; how many are."""
    now, done = services.clock(), 0
    if min((now + n * DAY).day for n in (-1, 0, 1)) > FIRST_WEEK:
        return 0  # it is nobody's first week, wherever they are
    with services.reading() as session:
        admins = people.admins(session, workspace)
        days = {p.id: local_date(now, p.zone) for p in admins}
        keys = {i: f"duplicates:{i}:{on:%Y-%m}" for i, on in days.items() if on.day <= FIRST_WEEK}
        due = [i for i, key in keys.items() if not outbox.exists(session, workspace, key)]
    for person in due:
        with services.transaction() as session:
            row = outbox.enqueue(
                session, workspace, keys[person], say="duplicates", payload={}, now=now, person_id=person
            )
            done += row is not None
    return done
