"""Messages that must arrive: written with the decision that caused them, claimed by compare and swap, never posted twice.

States: due -> sending -> sent | dropped | dead. Source: GUARANTEES, Outbox. What a message says is rendered when claimed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, case, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from . import tables
from .database import new_id
from .people import P

O = tables.table(tables.Outbox)  # noqa: E741 - the table of this module
_DUE = {"state": "due", "lease_until": None, "claim": ""}


@dataclass(frozen=True, slots=True)
class Message:
    """A row under way. `kind` post, update or home; `say` names what it says; `claim` is this process's hold on it, until
    the real instant `held_until`; `state` is what it was before."""

    id: int
    ws: int
    key: str
    kind: str
    say: str
    person_id: int | None
    channel: str
    ts: str
    payload: dict[str, Any]
    version: int
    tries: int
    claim: str
    state: str
    plain: bool
    due_at: datetime
    unknown_since: datetime | None
    held_until: datetime | None

    @property
    def recipient(self) -> str:
        """Who or where it goes to, as the name of a lane."""
        return f"channel:{self.channel}" if self.person_id is None else f"person:{self.person_id}"


def enqueue(
    session: Session, ws: int, key: str, say: str, payload: dict[str, Any], now: datetime, *, person_id: int | None = None,
    channel: str = "", kind: str = "post", due_at: datetime | None = None,
) -> int | None:  # fmt: skip
    """Add a message; None when one with this key exists, whatever became of it."""
    row = {"workspace_id": ws, "key": key, "kind": kind, "say": say, "person_id": person_id, "channel": channel, "ts": "",
           "payload": payload, "version": 1, "due_at": due_at or now, "tries": 0, "plain": False, "last_error": "", "created_at": now}  # fmt: skip
    try:
        with session.begin_nested():
            return new_id(session.execute(O.insert().values(**row, **_DUE)))
    except IntegrityError:
        return None


def refresh(session: Session, ws: int, key: str, say: str, payload: dict[str, Any], now: datetime, **target: Any) -> None:
    """One row for each target that is painted over (update, home): a change makes it due again with a higher version."""
    if enqueue(session, ws, key, say, payload, now, **target) is None:
        again = {"version": O.c.version + 1, "payload": payload, "due_at": now, "tries": 0, "not_before": None}
        session.execute(update(O).where(O.c.workspace_id == ws, O.c.key == key).values(**again, **_DUE))


def repaint(session: Session, ws: int, outbox_id: int, now: datetime, after: timedelta = timedelta(0)) -> None:
    """Have a sent message show what became of things."""
    row = session.execute(select(O).where(O.c.id == outbox_id)).one()
    refresh(session, ws, f"update:{row.key}", row.say, {**row.payload, "of": outbox_id}, now + after, person_id=row.person_id,
            kind="update")  # fmt: skip


def claim(
    session: Session, now: datetime, instant: datetime, lease: timedelta, claim_as: str, sending: bool, busy: Collection[str] = (),
) -> Message | None:  # fmt: skip
    """Take the oldest due message for sending, or one whose lease ran out; None when nothing is due.

    Messages to people wait while `sending` is off, and while the person isn't linked to Slack; those that would use a `busy` lane
    (rules/pacing.py) are passed over. The compare in the update is the fence: two processes can't hold one row.
    """
    order = (case((O.c.state == "sending", 0), else_=1), O.c.due_at, O.c.id)
    ready = _ready(now, instant, sending, busy)
    row = session.execute(select(O).where(ready).order_by(*order).limit(1).with_for_update(skip_locked=True)).first()
    return None if row is None else take(session, row, instant + lease, claim_as)


def is_anything_ready(session: Session, now: datetime, instant: datetime, sending: bool) -> bool:
    """Whether a message is due that only a busy lane keeps back."""
    return session.execute(select(O.c.id).where(_ready(now, instant, sending, ())).limit(1)).first() is not None


def take(session: Session, row: Row[Any], until: datetime, claim_as: str) -> Message | None:
    """Hold a row that was read, unless somebody else took it since."""
    unchanged = and_(O.c.id == row.id, O.c.state == row.state, O.c.version == row.version, O.c.claim == row.claim)
    held = update(O).where(unchanged).values(state="sending", lease_until=until, claim=claim_as)
    return _message(row, claim_as, until) if session.execute(held).rowcount else None  # type: ignore[attr-defined]


def _ready(now: datetime, instant: datetime, sending: bool, busy: Collection[str]) -> Any:
    """Due and free to go, or held by a process whose lease is over."""
    rested = or_(O.c.not_before.is_(None), O.c.not_before <= instant)
    due = and_(O.c.state == "due", O.c.due_at <= now, rested, _free(sending))
    stale = and_(O.c.state == "sending", O.c.lease_until <= instant, rested)
    if not busy:
        return or_(due, stale)
    past = O.c.kind.not_in([lane for lane in busy if ":" not in lane])
    people = [int(lane.partition(":")[2]) for lane in busy if lane.startswith("person:")]
    channels = [lane.partition(":")[2] for lane in busy if lane.startswith("channel:")]
    reachable = or_(O.c.person_id.is_(None), O.c.person_id.not_in(people))
    if "open" in busy:
        reachable = and_(reachable, or_(O.c.person_id.is_(None), O.c.person_id.in_(select(P.c.id).where(P.c.dm_channel != ""))))
    due = and_(due, past, or_(O.c.kind != "post", and_(reachable, O.c.channel.not_in(channels))))
    stale = and_(stale, or_(O.c.kind == "post", past))
    if "history" in busy:
        stale = and_(stale, O.c.unknown_since.is_(None))
    return or_(due, stale)


def _free(sending: bool) -> Any:
    """Rows that don't wait for a switch or a link: nothing goes to a person while `sending` is off, or before they are linked."""
    linked = select(P.c.id).where(P.c.slack_id.is_not(None))
    free = or_(O.c.person_id.is_(None), O.c.person_id.in_(linked))
    return free if sending else and_(free, or_(O.c.kind != "post", O.c.person_id.is_(None)))


def _message(row: Row[Any], claim_as: str, until: datetime | None) -> Message:
    return Message(
        row.id, row.workspace_id, row.key, row.kind, row.say, row.person_id, row.channel, row.ts, row.payload, row.version, row.tries,
        claim_as, row.state, row.plain, row.due_at, row.unknown_since, until,
    )  # fmt: skip


def _settle(session: Session, message: Message, **values: Any) -> bool:
    """Write what became of a claimed message, unless somebody else holds it or a newer version stands there."""
    mine = and_(O.c.id == message.id, O.c.claim == message.claim, O.c.version == message.version, O.c.state == "sending")
    return bool(session.execute(update(O).where(mine).values(**values)).rowcount)  # type: ignore[attr-defined]


def mark_sent(session: Session, message: Message, channel: str, ts: str, at: datetime) -> bool:
    return _settle(session, message, state="sent", channel=channel, ts=ts, sent_at=at, lease_until=None, last_error="",
                   unknown_since=None)  # fmt: skip


def drop(session: Session, message: Message, why: str) -> bool:
    return _settle(session, message, state="dropped", last_error=why, lease_until=None)


def bury(session: Session, message: Message, why: str) -> bool:
    """Dead: Slack will never take it for this recipient."""
    return _settle(session, message, state="dead", last_error=why, lease_until=None)


def again(session: Session, message: Message, not_before: datetime, why: str, burn: bool = True, plain: bool = False) -> bool:
    """Due again from a real instant on; `burn` counts a try."""
    return _settle(session, message, **_DUE, not_before=not_before, last_error=why, tries=message.tries + burn,
                   plain=message.plain or plain, unknown_since=None)  # fmt: skip


def keep_unknown(session: Session, message: Message, since: datetime, until: datetime, why: str) -> bool:
    """It may have been posted: it stays in `sending` until the settle time is over, then history is read."""
    return _settle(session, message, unknown_since=since, lease_until=until, not_before=until, last_error=why)


def keep_channel(session: Session, message: Message, channel: str) -> None:
    _settle(session, message, channel=channel)


def drop_waiting(session: Session, ws: int, person_id: int, say: str, why: str) -> list[int]:
    """Drop what still waits for a person (an older bundle, an older digest); ids of the dropped rows."""
    mine = and_(O.c.workspace_id == ws, O.c.person_id == person_id, O.c.say == say, O.c.kind == "post", O.c.state == "due")
    ids = list(session.execute(select(O.c.id).where(mine)).scalars())
    if ids:
        session.execute(update(O).where(O.c.id.in_(ids), O.c.state == "due").values(state="dropped", last_error=why))
    return ids


def row(session: Session, ws: int, outbox_id: int) -> Message:
    found = session.execute(select(O).where(O.c.workspace_id == ws, O.c.id == outbox_id)).one()
    return _message(found, found.claim, found.lease_until)


def sent_as(session: Session, ws: int, person_id: int, say: str, ts: str) -> int | None:
    """The row whose message a person sees under a timestamp; None when it is none of that kind."""
    mine = (O.c.workspace_id == ws, O.c.person_id == person_id, O.c.say == say, O.c.kind == "post", O.c.ts == ts)
    return session.execute(select(O.c.id).where(*mine)).scalar_one_or_none() if ts else None


def exists(session: Session, ws: int, key: str) -> bool:
    return session.execute(select(O.c.id).where(O.c.workspace_id == ws, O.c.key == key)).first() is not None


def counts(session: Session, now: datetime, sending: bool) -> tuple[dict[str, int], datetime | None]:
    """Rows by state, and since when the oldest one waits that could go out."""
    states = {state: count for state, count in session.execute(select(O.c.state, func.count()).group_by(O.c.state))}
    waiting = and_(O.c.state.in_(("due", "sending")), O.c.due_at <= now, _free(sending))
    since = case((O.c.created_at > O.c.due_at, O.c.created_at), else_=O.c.due_at)
    oldest = session.execute(select(O.c.due_at, O.c.created_at).where(waiting).order_by(since).limit(1)).first()
    return states, max(oldest.due_at, oldest.created_at) if oldest else None


def fingerprint(secret: str, key: str) -> str:
    """The keyed hash of a message's key that travels in its metadata; readable by other apps, tells them nothing."""
    return hmac.new(secret.encode(), key.encode(), hashlib.sha256).hexdigest()[:32]
