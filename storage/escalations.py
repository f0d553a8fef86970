"""Escalations: announced, gone to the manager, left, over, read. What a manager does is audited, never its
text.

Whoever leaves one or takes that back has the account computed again in the same transaction
(storage/assess.py); `settle` is the part of that which says whether one still stands.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session

from rules import escalations as rules
from rules.facts.escalated import LEFT, OVER, Escalation
from rules.policy import Policy
from rules.records import Record

from . import audit, outbox, tables
from .bundles import things_of
from .outbox import RIDING, O
from .people import IS_GONE, P
from .prepared import Prepared

ES, A = tables.table(tables.Escalation), tables.table(tables.Account)
WORD = "escalated"
"""The key of one in a bundle of what waits (scheduler/midday.py)."""
_TO, _ENDED = P.alias("to"), P.alias("ended")


def _called(person: Any) -> Any:
    return func.coalesce(func.nullif(person.c.name, ""), person.c.email, "")


QUERY = (
    select(ES, _called(_TO).label("to"), _called(_ENDED).label("ended_by"))
    .outerjoin(_TO, _TO.c.id == ES.c.to_id)
    .outerjoin(_ENDED, _ENDED.c.id == ES.c.ended_by_id)
    .order_by(ES.c.id)
)


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that escalations fill."""
    return {"escalations": tuple(escalation_of(r) for r in rows)}


def get(session: Session, ws: int, escalation_id: int) -> Escalation | None:
    row = session.execute(QUERY.where(ES.c.workspace_id == ws, ES.c.id == escalation_id)).first()
    return escalation_of(row) if row else None


def of_account(session: Session, ws: int, account_id: int) -> list[Escalation]:
    """All of an account, the oldest first."""
    mine = (ES.c.workspace_id == ws, ES.c.account_id == account_id)
    return [escalation_of(r) for r in session.execute(QUERY.where(*mine))]


def open_for(session: Session, ws: int, person_id: int) -> list[Escalation]:
    """What is with a person and waits for them to do something about it."""
    mine = (ES.c.workspace_id == ws, ES.c.to_id == person_id, ES.c.became == "", ES.c.went_on.is_not(None))
    return [escalation_of(r) for r in session.execute(QUERY.where(*mine))]


def gone_of(session: Session, ws: int, owner_ids: Collection[int]) -> list[Escalation]:
    """What is with somebody of these people's accounts."""
    mine = (ES.c.workspace_id == ws, ES.c.became == "", ES.c.went_on.is_not(None))
    return [escalation_of(r) for r in session.execute(QUERY.where(*mine, ES.c.owner_id.in_(list(owner_ids))))]


_TO_COME = Prepared(
    QUERY.where(ES.c.workspace_id == bindparam("ws"), ES.c.became == "", ES.c.went_on.is_(None)).where(
        ES.c.owner_id.in_(bindparam("owners", expanding=True))
    )
)


def to_come(session: Session, ws: int, owner_ids: Sequence[int]) -> list[Escalation]:
    """What goes to somebody next of these people's accounts."""
    return [escalation_of(r) for r in _TO_COME(session, ws=ws, owners=list(owner_ids))]


def some(session: Session, ws: int, ids: Sequence[int]) -> list[Escalation]:
    mine = (ES.c.workspace_id == ws, ES.c.id.in_(list(ids)))
    if not ids:
        return []
    return [escalation_of(r) for r in session.execute(QUERY.where(*mine))]


def to_announce(session: Session, ws: int, now: datetime, most: int) -> list[int]:
    """Accounts of which it is to be said that they go, the first ones first."""
    mine = (A.c.workspace_id == ws, A.c.escalate_at <= now, A.c.merged_into_id.is_(None))
    query = select(A.c.id).where(*mine).order_by(A.c.escalate_at, A.c.id)
    return list(session.execute(query.limit(most)).scalars())


def lock(session: Session, ws: int, record: Record) -> bool:
    """Until this transaction ends nobody else announces it; whether nobody has since the record was read."""
    mine = (A.c.workspace_id == ws, A.c.id == record.account.id)
    session.execute(select(A.c.id).where(*mine).with_for_update(key_share=True))
    query = select(ES.c.id).where(ES.c.workspace_id == ws, ES.c.account_id == record.account.id)
    return set(session.execute(query).scalars()) == {e.id for e in record.escalations}


def announce(
    session: Session,
    ws: int,
    record: Record,
    goes: rules.Goes,
    to_id: int | None,
    due_at: datetime,
    now: datetime,
) -> None:
    """It goes to whoever leads its owner, unless somebody reaches them before."""
    whose = {"account_id": record.account.id, "owner_id": record.account.owner_id, "to_id": to_id}
    when = {"late_on": goes.late_on, "on": goes.on, "due_at": due_at, "created_at": now}
    session.execute(ES.insert().values(workspace_id=ws, **whose, **when, became="", why=""))


def due(session: Session, ws: int, now: datetime, most: int) -> list[Escalation]:
    """What goes to somebody now; and what is with somebody who left us."""
    stands = (ES.c.workspace_id == ws, ES.c.became == "")
    comes = QUERY.where(*stands, ES.c.went_on.is_(None), ES.c.due_at <= now)
    gone = select(P.c.id).where(P.c.workspace_id == ws, IS_GONE)
    # two questions, each with an index: what is with a manager may be much, and is none of this
    there = session.execute(comes.limit(most)).all()
    left = (r for r in session.execute(QUERY.where(*stands, ES.c.to_id.in_(gone))) if r.went_on is not None)
    return [escalation_of(r) for r in sorted([*there, *left], key=lambda r: r.id)[:most]]


def went(session: Session, ws: int, e: Escalation, to_id: int | None, on: date, now: datetime) -> None:
    """It is with this person from now on (None: there is nobody)."""
    mine = (ES.c.workspace_id == ws, ES.c.id == e.id)
    session.execute(update(ES).where(*mine).values(to_id=to_id, went_on=on))
    _audit(session, ws, e, "went to the manager", None, now, **({"to": to_id} if to_id else {}))
    if to_id is not None:
        outbox.repaint_home(session, ws, to_id, now=now)


def go_again(session: Session, ws: int, e: Escalation, to_id: int, now: datetime) -> None:
    """It is not with whom it went to any more: at the next tick it goes to this person."""
    _became(session, ws, e, now, to_id=to_id, went_on=None, due_at=now)


def leave(
    session: Session, ws: int, e: Escalation, until_on: date, why: str, by_id: int, on: date, now: datetime
) -> int:
    """Somebody who leads its owner leaves it as it is until a day; the act's id."""
    left = {"became": LEFT, "until_on": until_on, "why": why, "ended_by_id": by_id}
    _became(session, ws, e, now, **left, ended_on=on, ended_at=now)
    return _audit(session, ws, e, LEFT, by_id, now, until=until_on.isoformat(), why=why, undo=True)


def stand_again(session: Session, ws: int, e: Escalation, now: datetime) -> None:
    """That it is left is taken back."""
    empty = {"until_on": None, "why": "", "ended_by_id": None, "ended_on": None, "ended_at": None}
    _became(session, ws, e, now, became="", **empty)


def settle(session: Session, ws: int, record: Record, today: date, policy: Policy, now: datetime) -> Record:
    """Which one stands, whatever changed: the account with all of them as they are now."""
    one = rules.open_one(record, today, policy)
    settled = (_settled(session, ws, e, e is one, today, now) for e in record.escalations)
    return replace(record, escalations=tuple(settled))


def _settled(
    session: Session, ws: int, e: Escalation, is_open: bool, today: date, now: datetime
) -> Escalation:
    became = "" if is_open else OVER
    if e.became in (LEFT, became):
        return e
    ended = today if became else None
    _became(session, ws, e, now, became=became, ended_on=ended, ended_at=now if became else None)
    return replace(e, became=became, ended_on=ended)


def _became(session: Session, ws: int, e: Escalation, now: datetime, **values: Any) -> None:
    """The messages and the Home that show it are painted again."""
    session.execute(update(ES).where(ES.c.workspace_id == ws, ES.c.id == e.id).values(**values))
    if e.to_id is None or e.went_on is None:
        return
    for row in _shown_in(session, ws, e):
        outbox.repaint(session, ws, row, now=now)
    outbox.repaint_home(session, ws, e.to_id, now=now)


def _shown_in(session: Session, ws: int, e: Escalation) -> list[int]:
    """The messages that told of it."""
    mine = (O.c.workspace_id == ws, O.c.person_id == e.to_id, O.c.say == "told", O.c.kind == "post")
    there = session.execute(
        select(O.c.id, O.c.payload).where(*mine, O.c.state.in_(("sent", RIDING)), O.c.due_at >= e.due_at)
    )
    return [r.id for r in there if any(thing.get(WORD) == e.id for thing in things_of(r.payload))]


def _audit(
    session: Session, ws: int, e: Escalation, did: str, by_id: int | None, now: datetime, **said: Any
) -> int:
    noun = "escalation"
    return audit.keep(
        session, ws, now, by_id=by_id, did=did, noun=noun, row_id=e.id, account=e.account_id, **said
    )


def escalation_of(r: Any) -> Escalation:
    return Escalation(
        r.id,
        r.account_id,
        r.owner_id,
        r.late_on,
        r.on,
        r.due_at,
        to_id=r.to_id,
        to=r.to,
        went_on=r.went_on,
        became=r.became,
        until_on=r.until_on,
        why=r.why,
        ended_on=r.ended_on,
        ended_at=r.ended_at,
        ended_by=r.ended_by,
    )
