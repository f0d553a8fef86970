"""Places in bundles: planned, sent, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, select, true, update
from sqlmodel import Session

from rules.context import Reason
from rules.nudging import Bundle

from . import outbox
from .absences import AB
from .prepared import Adding, Prepared
from .records import NU, A

_ADD = Adding(NU)
_OPEN = select(NU.c.id, NU.c.outbox_id, NU.c.state).where(NU.c.outcome == "", NU.c.state != "dropped")
_OPEN_OF = Prepared(
    _OPEN.where(NU.c.workspace_id == bindparam("ws"), NU.c.account_id.in_(bindparam("ids", expanding=True)))
)

_UNDER_WAY = Prepared(
    select(NU.c.account_id)
    .join(outbox.O, outbox.O.c.id == NU.c.outbox_id)
    .where(outbox.O.c.workspace_id == bindparam("ws"), outbox.O.c.state == "sending")
    .where(NU.c.state == "planned")
)


@dataclass(frozen=True, slots=True)
class Place:
    """One account's place: `for_id` whose it is, where the rep only covers for them; `outcome` empty until
    somebody acted on it (logged, snoozed, not_needed, else in words what became of the fact that it told
    of)."""

    id: int
    rep_id: int
    for_id: int | None
    account_id: int
    name: str
    tier: str
    local_on: date
    place: int
    reason: Reason
    stuck: bool
    state: str
    outcome: str
    outbox_id: int
    snoozed_until: date | None
    last_at: datetime | None


def plan(
    session: Session,
    ws: int,
    rep_id: int,
    on: date,
    bundle: Bundle,
    beside: Mapping[str, Any],
    due_at: datetime,
    now: datetime,
) -> int | None:
    """Write a rep's bundle and its outbox row, with what stands beside the places; None when that morning's
    bundle exists already."""
    row = outbox.enqueue(
        session,
        ws,
        f"nudge:{rep_id}:{on}",
        say="nudge",
        payload=dict(beside),
        now=now,
        person_id=rep_id,
        due_at=due_at,
    )
    if row is None:
        return None
    for n, chosen in enumerate(bundle.chosen, 1):
        owner_id = chosen.record.account.owner_id
        _ADD(
            session,
            workspace_id=ws,
            rep_id=rep_id,
            for_id=None if owner_id == rep_id else owner_id,
            account_id=chosen.record.account.id,
            outbox_id=row,
            local_on=on,
            place=n,
            reason=chosen.reason.to_json(),
            stuck=chosen.stuck,
            state="planned",
            outcome="",
            batch="",
        )
    return row


def places(session: Session, ws: int, outbox_id: int) -> list[Place]:
    """The places of a bundle in their order, with the accounts as they stand now."""
    query = (
        select(NU, A.c.name, A.c.tier, A.c.snoozed_until, A.c.not_needed_until, A.c.last_meaningful_at)
        .join(A, A.c.id == NU.c.account_id)
        .where(NU.c.workspace_id == ws, NU.c.outbox_id == outbox_id, NU.c.state != "dropped")
    )
    return [
        Place(
            r.id,
            r.rep_id,
            r.for_id,
            r.account_id,
            name=r.name,
            tier=r.tier,
            local_on=r.local_on,
            place=r.place,
            reason=Reason.from_json(r.reason),
            stuck=r.stuck,
            state=r.state,
            outcome=r.outcome,
            outbox_id=r.outbox_id,
            snoozed_until=r.not_needed_until if r.outcome == "not_needed" else r.snoozed_until,
            last_at=r.last_meaningful_at,
        )
        for r in session.execute(query.order_by(NU.c.place))
    ]


def of_day(session: Session, ws: int, rep_id: int, on: date) -> list[Place]:
    """The places of a day's bundle as it stands, once it was sent."""
    sent = outbox.sent_by_key(session, ws, f"nudge:{rep_id}:{on}")
    return [p for p in places(session, ws, sent) if p.state == "sent"] if sent is not None else []


def also(payload: Mapping[str, Any]) -> list[tuple[int, str]]:
    """The accounts that a bundle names beside its places, and the kind of dated fact that it names each
    for."""
    # bare in older rows
    return [(x, "renewal") if isinstance(x, int) else (x[0], x[1]) for x in payload.get("also", ())]


def place(session: Session, ws: int, place_id: int) -> Place | None:
    """One place, whatever became of it."""
    row = session.execute(
        select(NU.c.outbox_id).where(NU.c.workspace_id == ws, NU.c.id == place_id)
    ).scalar_one_or_none()
    return next((p for p in places(session, ws, row) if p.id == place_id), None) if row is not None else None


def unwanted(session: Session, ws: int, outbox_id: int) -> None:
    """Before sending: accounts touched, snoozed, handed over or gone meanwhile leave the bundle, and those of
    somebody for whom the reader covers no more."""
    covers = exists().where(
        AB.c.workspace_id == ws,
        AB.c.person_id == NU.c.for_id,
        AB.c.cover_id == NU.c.rep_id,
        AB.c.voided_at.is_(None),
        AB.c.first_on <= NU.c.local_on,
        AB.c.last_on >= NU.c.local_on,
    )
    gone = (
        select(NU.c.id)
        .join(A, A.c.id == NU.c.account_id)
        .where(
            NU.c.outbox_id == outbox_id,
            (A.c.owner_id != func.coalesce(NU.c.for_id, NU.c.rep_id))
            | and_(NU.c.for_id.is_not(None), ~covers)
            | (A.c.status == "churned")
            | (A.c.snoozed_until > NU.c.local_on)
            | and_(A.c.status == "paused", A.c.paused_until.is_(None))
            | (A.c.paused_until > NU.c.local_on),
        )
    )
    session.execute(
        update(NU)
        .where(NU.c.outbox_id == outbox_id, NU.c.state == "planned")
        .where((NU.c.outcome != "") | NU.c.id.in_(gone))
        .values(state="dropped")
    )


def mark_sent(session: Session, ws: int, outbox_id: int, at: datetime) -> list[int]:
    """The bundle arrived: its accounts count as nudged from now on; their ids."""
    mine = and_(NU.c.workspace_id == ws, NU.c.outbox_id == outbox_id, NU.c.state == "planned")
    ids = list(session.execute(select(NU.c.account_id).where(mine)).scalars())
    session.execute(update(NU).where(mine).values(state="sent", sent_at=at))
    return ids


def under_way(session: Session, ws: int) -> frozenset[int]:
    """Accounts in bundles, whosever, that are being sent, or of which it is not known whether they
    arrived."""
    return frozenset(r.account_id for r in _UNDER_WAY(session, ws=ws))


def drop(session: Session, ws: int, outbox_id: int) -> list[int]:
    """The bundle will not be sent: its accounts are free to be planned anew; their ids."""
    mine = and_(NU.c.workspace_id == ws, NU.c.outbox_id == outbox_id, NU.c.state == "planned")
    ids = list(session.execute(select(NU.c.account_id).where(mine)).scalars())
    session.execute(update(NU).where(mine).values(state="dropped"))
    return ids


def close(
    session: Session, ws: int, account_ids: Sequence[int], outcome: str, now: datetime, batch: str = ""
) -> None:
    """Somebody acted on these accounts: their open places say so, and the messages that show them are
    repainted."""
    rows = _OPEN_OF(session, ws=ws, ids=account_ids)
    _close(session, ws, rows, outcome=outcome, now=now, batch=batch)


def _close(session: Session, ws: int, rows: Sequence[Any], outcome: str, now: datetime, batch: str) -> None:
    if not rows:
        return
    session.execute(
        update(NU).where(NU.c.id.in_([r.id for r in rows])).values(outcome=outcome, acted_at=now, batch=batch)
    )
    for outbox_id in sorted({r.outbox_id for r in rows if r.state == "sent"}):
        outbox.repaint(session, ws, outbox_id, now=now)


def _tells_of(account_id: int, kind: str, about: int) -> Any:
    told = NU.c.reason
    return and_(
        NU.c.account_id == account_id, told["kind"].as_string() == kind, told["about"].as_integer() == about
    )


def answered(
    session: Session,
    ws: int,
    account_id: int,
    told: tuple[str, int],
    outcome: str,
    now: datetime,
    batch: str = "",
) -> None:
    """What places of an account told of, the row of a fact (kind, id), was answered: those that are open say
    the outcome, and the messages that show them are repainted."""
    tells = _OPEN.where(NU.c.workspace_id == ws, _tells_of(account_id, *told))
    _close(session, ws, session.execute(tells).all(), outcome=outcome, now=now, batch=batch)


def tells_again(
    session: Session, ws: int, account_id: int, told: tuple[str, int], batch: str, now: datetime
) -> None:
    """What a touch's undoing had answered stands again, by its edit."""
    _reopen(session, ws, _tells_of(account_id, *told), batch=batch, now=now)


def reopen(session: Session, ws: int, batch: str, now: datetime) -> None:
    """A touch was undone: the places it closed are open again, and the messages that were sent show it."""
    _reopen(session, ws, true(), batch=batch, now=now)


def _reopen(session: Session, ws: int, which: Any, batch: str, now: datetime) -> None:
    mine = and_(NU.c.workspace_id == ws, NU.c.batch == batch, which)
    rows = session.execute(select(NU.c.id, NU.c.outbox_id, NU.c.state).where(mine)).all()
    session.execute(update(NU).where(mine).values(outcome="", acted_at=None, batch=""))
    for outbox_id in sorted({r.outbox_id for r in rows if r.state == "sent"}):
        outbox.repaint(session, ws, outbox_id, now=now)
