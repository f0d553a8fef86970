"""Messages that must arrive: written with the decision that caused them, and what became of each.

States: due -> sending -> sent | dropped | dead, and `riding` while it goes out as a part of another, whose
end is its own. Source: GUARANTEES, Outbox. What a message says is rendered when claimed (storage/claims.py).
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, select, update
from sqlmodel import Session

from rules.delivery import seats
from rules.delivery.verdicts import SETTLE_FOR, Lost

from . import people, tables, workspaces
from .people import P
from .prepared import AddingOnce, Prepared

O = tables.table(tables.Outbox)  # noqa: E741 - the table of this module
RIDING = "riding"
_DUE = {"state": "due", "lease_until": None, "claim": ""}
_ADD = AddingOnce(O)
_BY_KEY = Prepared(select(O.c.id).where(O.c.workspace_id == bindparam("ws"), O.c.key == bindparam("key")))
_WAITING = Prepared(
    select(O.c.id).where(
        O.c.workspace_id == bindparam("ws"),
        O.c.person_id == bindparam("person"),
        O.c.say == bindparam("say"),
        O.c.kind == "post",
        O.c.state == "due",
    )
)


@dataclass(frozen=True, slots=True)
class Message:
    """A row under way. `kind` post, update or home; `say` names what it says; `claim` is this process's hold
    on it; `state`, `lease_until` and `first_try_at` are what they were before. Instants are real ones, but
    `due_at` and `created_at`.

    `unknown_since`: a post may have arrived, or an older call of an update may still land. `said`: a mark of
    its text.
    """

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
    created_at: datetime
    unknown_since: datetime | None
    lease_until: datetime | None
    first_try_at: datetime | None
    unknown_tries: int
    reopened: bool
    said: str
    rides_id: int | None = None
    sent_at: datetime | None = None
    claimed_at: datetime | None = None
    """The real instant at which this process took it up."""

    @property
    def recipient(self) -> str:
        """Who or where it goes to, as the name of a lane."""
        return f"channel:{self.channel}" if self.person_id is None else f"person:{self.person_id}"


def enqueue(
    session: Session,
    ws: int,
    key: str,
    say: str,
    payload: dict[str, Any],
    now: datetime,
    *,
    person_id: int | None = None,
    channel: str = "",
    kind: str = "post",
    due_at: datetime | None = None,
) -> int | None:
    """Add a message; None when one with this key exists, whatever became of it. All that is posted goes
    through here: a kind's seat says when, unless it is planned for a time (`due_at`)."""
    if kind == "post" and due_at is None:
        due_at = _seated_at(session, ws, say, person_id, now)
    row = {
        "workspace_id": ws,
        "key": key,
        "kind": kind,
        "say": say,
        "person_id": person_id,
        "channel": channel,
        "ts": "",
        "payload": payload,
        "version": 1,
        "due_at": due_at or now,
        "tries": 0,
        "plain": False,
        "last_error": "",
        "created_at": now,
    }
    return _ADD(session, **row, **_DUE)


def _seated_at(session: Session, ws: int, say: str, person_id: int | None, now: datetime) -> datetime:
    """When a kind of message goes out by itself (rules/delivery/seats.py); a channel has no week."""
    if person_id is None or say not in seats.RIDES:
        return now
    policy = workspaces.get(session, ws).policy
    return seats.planned_for(say, now, people.get(session, ws, person_id), policy)


def refresh(
    session: Session, ws: int, key: str, say: str, payload: dict[str, Any], now: datetime, **target: Any
) -> None:
    """One row for each target that is painted over (update, home): a change makes it due again with a
    higher version. One that is under way stays so: whoever has it finds the new version after the call, so
    that two calls never race."""
    if enqueue(session, ws, key, say=say, payload=payload, now=now, **target) is None:
        kept = O.c.state == "sending"
        anew = {
            "version": O.c.version + 1,
            "payload": payload,
            "due_at": now,
            "not_before": None,
            "tries": 0,
            "unknown_tries": 0,
            "state": case((kept, O.c.state), else_="due"),
            "claim": case((kept, O.c.claim), else_=""),
            "lease_until": case((kept, O.c.lease_until)),
            "first_try_at": case((kept, O.c.first_try_at)),
        }
        session.execute(update(O).where(O.c.workspace_id == ws, O.c.key == key).values(**anew))


def repaint(
    session: Session, ws: int, outbox_id: int, now: datetime, after: timedelta = timedelta(0)
) -> None:
    """Have a sent message show what became of things; the whole of it, where it went out as a part."""
    row = session.execute(select(O).where(O.c.id == outbox_id)).one()
    if row.rides_id is not None:
        row = session.execute(select(O).where(O.c.id == row.rides_id)).one()
    refresh(
        session,
        ws,
        f"update:{row.key}",
        say=row.say,
        payload={**row.payload, "of": row.id},
        now=now + after,
        person_id=row.person_id,
        kind="update",
    )


def repaint_home(session: Session, ws: int, person_id: int, now: datetime) -> None:
    """Have a person's Home tab show what is so now."""
    refresh(
        session, ws, f"home:{person_id}", say="home", payload={}, now=now, person_id=person_id, kind="home"
    )


def message_of(row: Row[Any], **held: Any) -> Message:
    """A row as it was read, but for what is `held` of it now."""
    values = {
        "id": row.id,
        "ws": row.workspace_id,
        "key": row.key,
        "kind": row.kind,
        "say": row.say,
        "person_id": row.person_id,
        "channel": row.channel,
        "ts": row.ts,
        "payload": row.payload,
        "version": row.version,
        "tries": row.tries,
        "claim": row.claim,
        "state": row.state,
        "plain": row.plain,
        "due_at": row.due_at,
        "created_at": row.created_at,
        "unknown_since": row.unknown_since,
        "lease_until": row.lease_until,
        "first_try_at": row.first_try_at,
        "unknown_tries": row.unknown_tries,
        "reopened": row.reopened,
        "said": row.said,
        "rides_id": row.rides_id,
        "sent_at": row.sent_at,
    }
    return Message(**{**values, **held})


def _settle(session: Session, message: Message, **values: Any) -> bool:
    """Write what became of a claimed message, unless somebody else holds it. A newer version that came
    while this one was under way is due now: nothing older stays in Slack."""
    held = and_(O.c.id == message.id, O.c.claim == message.claim, O.c.state == "sending")
    mine = and_(held, O.c.version == message.version)
    if session.execute(update(O).where(mine).values(**values)).rowcount:  # type: ignore[attr-defined]
        return True
    if message.kind != "post":
        unknown_since = values.get("unknown_since") or message.unknown_since
        session.execute(update(O).where(held).values(**_DUE, unknown_since=unknown_since))
    return False


def mark_sent(session: Session, message: Message, channel: str, ts: str, at: datetime) -> bool:
    """It arrived. An update or view after a call of unknown fate is painted once more when that call has
    settled: it may land after this one."""
    if message.kind != "post" and message.unknown_since is not None:
        settled_at = message.unknown_since + timedelta(seconds=SETTLE_FOR)
        _settle(
            session,
            message,
            **_DUE,
            not_before=settled_at,
            last_error="an earlier call may land late",
            unknown_since=None,
        )
        return False
    there = {"state": "sent", "channel": channel, "ts": ts, "sent_at": at}
    done = _settle(session, message, **there, lease_until=None, last_error="", unknown_since=None)
    return _with_those_along(session, message, done, **there)


def drop(session: Session, message: Message, why: str) -> bool:
    """It is not wanted; what was to go out in it waits for the next."""
    done = _settle(session, message, state="dropped", last_error=why, lease_until=None, unknown_since=None)
    return _with_those_along(session, message, done, state="due", rides_id=None)


def bury(session: Session, message: Message, why: str, at: datetime) -> bool:
    """Dead: Slack will never take it for this recipient, or has been asked often enough."""
    dead = {"state": "dead", "last_error": why, "ended_at": at}
    done = _settle(session, message, **dead, lease_until=None, unknown_since=None)
    return _with_those_along(session, message, done, **dead)


def _with_those_along(session: Session, message: Message, done: bool, **values: Any) -> bool:
    """What rides in a message ends with it, once that is `done`."""
    if done and message.kind == "post" and message.say in seats.CARRIES:
        along = (O.c.rides_id == message.id, O.c.state == RIDING)
        session.execute(update(O).where(*along).values(**values))
    return done


def again(
    session: Session, message: Message, not_before: datetime, why: str, burn: bool = True, **values: Any
) -> bool:
    """Due again from a real instant on. `burn` counts a try; without it there was none, and what was known
    of earlier ones stands. A post is known not to have arrived."""
    known = {"first_try_at": message.first_try_at} if not burn else {}
    if message.kind == "post":
        known |= {"unknown_since": None}
    return _settle(
        session,
        message,
        **{
            **_DUE,
            "not_before": not_before,
            "last_error": why,
            "tries": message.tries + burn,
            **known,
            **values,
        },
    )


def put_off(session: Session, message: Message, due_at: datetime, why: str) -> bool:
    """Due again at a business instant: nothing is wrong with it and nothing was tried, its hour is over."""
    return _settle(
        session,
        message,
        **{**_DUE, "due_at": due_at, "last_error": why, "first_try_at": message.first_try_at},
    )


def keep_unknown(
    session: Session, message: Message, since: datetime, until: datetime, why: str, **values: Any
) -> bool:
    """A post may have arrived: it stays in `sending`, and is not looked at before `until`."""
    return _settle(
        session, message, unknown_since=since, lease_until=None, not_before=until, last_error=why, **values
    )


def hold_on(session: Session, message: Message, until: datetime) -> bool:
    """Hold a row longer that is still ours; False when it isn't."""
    return _settle(session, message, lease_until=until)


def keep_said(session: Session, message: Message, said: str) -> None:
    """Remember a mark of the text that is about to be sent."""
    if said != message.said:
        _settle(session, message, said=said)


def drop_waiting(session: Session, ws: int, person_id: int, say: str, why: str) -> list[int]:
    """Drop what still waits for a person (an older bundle, an older digest); ids of the dropped rows."""
    ids = [r.id for r in _WAITING(session, ws=ws, person=person_id, say=say)]
    if ids:
        session.execute(
            update(O).where(O.c.id.in_(ids), O.c.state == "due").values(state="dropped", last_error=why)
        )
        along = (O.c.rides_id.in_(ids), O.c.state == RIDING)
        session.execute(update(O).where(*along).values(state="due", rides_id=None))
    return ids


def row(session: Session, ws: int, outbox_id: int) -> Message:
    return message_of(session.execute(select(O).where(O.c.workspace_id == ws, O.c.id == outbox_id)).one())


def sent_as(session: Session, ws: int, person_id: int, say: str, ts: str) -> int | None:
    """The row whose message a person sees under a timestamp; None when it is none of that kind."""
    mine = (
        O.c.workspace_id == ws,
        O.c.person_id == person_id,
        O.c.say == say,
        O.c.kind == "post",
        O.c.ts == ts,
    )
    return session.execute(select(O.c.id).where(*mine)).scalar_one_or_none() if ts else None


def shown_at(session: Session, ws: int, person_id: int, ts: str) -> int | None:
    """The row whose message, whatever is in it, a person sees under a timestamp."""
    mine = (O.c.workspace_id == ws, O.c.person_id == person_id, O.c.kind == "post", O.c.ts == ts)
    query = select(O.c.id).where(*mine, O.c.rides_id.is_(None)).order_by(O.c.id).limit(1)
    return session.execute(query).scalar_one_or_none() if ts else None


def sent_by_key(session: Session, ws: int, key: str) -> int | None:
    """The message of a key, once it was sent."""
    mine = (O.c.workspace_id == ws, O.c.key == key, O.c.state == "sent")
    return session.execute(select(O.c.id).where(*mine)).scalar_one_or_none()


def sent_at(session: Session, ws: int, key: str) -> datetime | None:
    """When the message of a key was sent."""
    mine = (O.c.workspace_id == ws, O.c.key == key, O.c.state == "sent")
    return session.execute(select(O.c.sent_at).where(*mine)).scalar_one_or_none()


def went_at(session: Session, row_id: int) -> datetime | None:
    """When a message was sent; None while it was not."""
    sent = select(O.c.sent_at).where(O.c.id == row_id, O.c.state == "sent")
    return session.execute(sent).scalar_one_or_none()


def waiting_by_key(session: Session, ws: int, keys: list[str]) -> Message | None:
    """The message of the first of these keys that is due."""
    there = (O.c.workspace_id == ws, O.c.key.in_(keys), O.c.state == "due")
    row = session.execute(select(O).where(*there).order_by(O.c.id).limit(1)).first()
    return message_of(row) if row else None


def payloads(session: Session, ws: int, keys: list[str]) -> list[dict[str, Any]]:
    """What the messages of these keys hold, of those that were sent or still may be."""
    there = (O.c.workspace_id == ws, O.c.key.in_(keys), O.c.state.in_(("due", "sending", "sent")))
    return list(session.execute(select(O.c.payload).where(*there)).scalars()) if keys else []


def exists(session: Session, ws: int, key: str) -> bool:
    return bool(_BY_KEY(session, ws=ws, key=key))


def has_newer(session: Session, message: Message) -> bool:
    """Whether a later post says the same to the same person: a newer week, a newer morning."""
    later = and_(
        O.c.workspace_id == message.ws,
        O.c.person_id == message.person_id,
        O.c.say == message.say,
        O.c.kind == "post",
    )
    return session.execute(select(O.c.id).where(later, O.c.id > message.id).limit(1)).first() is not None


def is_waiting(session: Session, ws: int, person_id: int, say: str) -> bool:
    """Whether a post for a person is due that will be painted with all that is so by then."""
    mine = and_(
        O.c.workspace_id == ws,
        O.c.person_id == person_id,
        O.c.say == say,
        O.c.kind == "post",
        O.c.state == "due",
    )
    return session.execute(select(O.c.id).where(mine).limit(1)).first() is not None


def lost(session: Session, ws: int, since: datetime) -> list[Lost]:
    """Messages that came to no good end since an instant, the newest first."""
    query = (
        select(O.c.say, P.c.name, P.c.email, O.c.last_error)
        .join(P, P.c.id == O.c.person_id, isouter=True)
        .where(O.c.workspace_id == ws, O.c.state == "dead", O.c.ended_at > since)
        .order_by(O.c.ended_at.desc(), O.c.id.desc())
    )
    return [Lost(r.say, r.name or r.email or "", r.last_error) for r in session.execute(query)]


def fingerprint(secret: str, key: str) -> str:
    """The keyed hash of a message's key that travels in its metadata; readable by other apps, tells them
    nothing."""
    return hmac.new(secret.encode(), key.encode(), hashlib.sha256).hexdigest()[:32]
