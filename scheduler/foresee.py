"""What would go to a person next, were it their time: planned and painted by what plans and paints the real
message, in transactions of which nothing stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from messages.blocks import Block, Message
from messages.preview import DIGEST, MORNING, Foreseen
from rules.calendar import local_date
from rules.delivery.sending import monday, morning, own_times
from rules.records import Person
from rules.workspace import Workspace
from storage import digests, outbox, people, workspaces
from storage.assess import foreseen, keep_foreseen, needing_of
from storage.database import Transaction

from . import away, escalations, plan_digests, plan_nudges
from .prepare import prepare
from .render import paint


@dataclass(frozen=True)
class Dry:
    """The ways into the database of which nothing stays, and both clocks."""

    trying: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    instant: Callable[[], datetime]


def foresee(dry: Dry, workspace: int, person_id: int, which: str, reader: int) -> Foreseen:
    """The next morning message of a person, or their next Monday digest, as things stand now and as far as
    `reader` may read its figures. What takes long is computed without a lock, as for the real ones."""
    now = dry.clock()
    with dry.reading() as session:
        ws, person = workspaces.get(session, workspace), people.get(session, workspace, person_id)
    return _digest(dry, ws, person, reader, now) if which == DIGEST else _morning(dry, ws, person, now)


def _morning(dry: Dry, ws: Workspace, person: Person, now: datetime) -> Foreseen:
    """Planned at its time, after what time alone changes until then."""
    at = morning(now, person.zone, person.own_days, policy=own_times(ws.policy, person.own)).again_at
    on = local_date(at, person.zone)
    with dry.reading() as session:
        owners = {person.id, *(p.id for p in away.covered(session, ws, person, on))}
        ids = needing_of(session, ws.id, owners, at)
        changed = foreseen(session, ws.id, ws.policy, ids, now=at)
    with dry.trying() as session:
        keep_foreseen(session, changed)
        escalations.foreseen(session, ws, owners, at)
        plan_nudges.plan_person(session, ws, person, now=at)
        keys = [f"{say}:{person.id}:{on}" for say in ("nudge", "lines")]
        painted = _prepared(session, ws, person, keys, at=at, instant=dry.instant())
    return Foreseen(person, MORNING, at, painted, sending=ws.sending)


def _digest(dry: Dry, ws: Workspace, person: Person, reader: int, now: datetime) -> Foreseen:
    """Its figures are read once it is known that there would be one."""
    policy = own_times(ws.policy, person.own)
    away = person.calendar.days_away()
    at = monday(now, now, person.zone, policy, away).again_at
    keys = [digests.key_of(person.id, monday(at, at, person.zone, policy, away).ends_on)]
    with dry.trying() as session:
        plan_digests.plan_person(session, ws, person, was_at=at, now=at)
        row = outbox.waiting_by_key(session, ws.id, keys)
    if row is None:
        return Foreseen(person, DIGEST, at, None, sending=ws.sending)
    with dry.reading() as session:
        shown = replace(row, payload={**row.payload, "reader": reader})
        figures = paint(session, ws, shown, person=person, now=at)
    with dry.trying() as session:
        escalations.foreseen(session, ws, people.under(session, ws.id, person.id), at)
        plan_digests.plan_person(session, ws, person, was_at=at, now=at)
        painted = _prepared(session, ws, person, keys, at=at, instant=dry.instant(), painted=figures)
    return Foreseen(person, DIGEST, at, painted, sending=ws.sending)


def _prepared(
    session: Session,
    ws: Workspace,
    person: Person,
    keys: list[str],
    *,
    at: datetime,
    instant: datetime,
    painted: Message | Block | None = None,
) -> Message | Block | None:
    """What the row of one of these keys says right before it is sent, with what goes out in it; None where
    there is none, or it would be dropped."""
    row = outbox.waiting_by_key(session, ws.id, keys) if person.active else None
    ready = prepare(session, ws, row, now=at, instant=instant, painted=painted) if row else None
    return ready.painted if ready else None
