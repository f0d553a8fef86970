"""Stores when each account next needs a look: run in the transaction of whatever changed it, and by a tick
when time did."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session

from rules.calendar import local_date, start_of
from rules.escalations import goes as to_manager
from rules.facts.movement import renewal_after
from rules.facts.served import with_served
from rules.failure import trace_of
from rules.policy import Policy
from rules.reassess import kept
from rules.records import Record, days
from rules.revenue import annual_revenue

from . import escalations, records
from .database import StorageError
from .prepared import Prepared, PreparedMany
from .reading import filled_up
from .records import A, T

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
AGAIN_AFTER = days(1)
DEEPEST = 8  # accounts served through each other; files may name each other's parent in a ring
MOST = 2**63 - 1  # what a column of money holds
KEPT = (
    "failed_why",
    "annual",
    "renews_on",
    "due_on",
    "at_risk",
    "trouble",
    "look_at",
    "reassess_at",
    "fall_look_at",
    "escalate_at",
)
_KEEP = PreparedMany(
    update(A).where(A.c.id == bindparam("row_id")).values({name: bindparam(name) for name in KEPT})
)
# the last meaningful touch is kept on the account, so that a short span of touches is enough to read
_LAST = select(func.max(T.c.at)).where(
    T.c.account_id == A.c.id, T.c.outcome == "reached", T.c.voided_at.is_(None)
)
_KEEP_LAST = Prepared(
    update(A)
    .where(A.c.id.in_(bindparam("ids", expanding=True)))
    .where(A.c.last_meaningful_at.is_distinct_from(_LAST.scalar_subquery()))  # most have it already
    .values(last_meaningful_at=_LAST.scalar_subquery())
)


def attempt(
    session: Session | None, account_id: int, now: datetime, work: Callable[..., Answer], *arguments: Any
) -> Answer | None:
    """What rules say of one account. When they can't (a date at the calendar's end), that is logged by
    class and place, noted on the account for the admin (not without a session that writes), tried again a
    day later, and None: it stops only itself."""
    try:
        return work(*arguments)
    except StorageError:
        raise  # no account's own trouble
    except Exception as error:
        why = trace_of(error)
    log.error("account %s could not be computed, tried again in a day: %s", account_id, why)
    if session is not None:
        again = {"failed_why": why, "reassess_at": now + AGAIN_AFTER, "escalate_at": None}
        session.execute(update(A).where(A.c.id == account_id).values(**again))
    return None


def readable(session: Session, ws: int, ids: Sequence[int], now: datetime) -> list[Record]:
    """Records of accounts; where they can't be read together, each is by itself, and one that can't be is
    passed over."""
    try:
        return records.read(session, ws, ids, now=now)
    except StorageError:
        raise
    except Exception:
        each = (
            attempt(session, account_id, now, records.read, session, ws, [account_id], now)
            for account_id in ids
        )
        return [record for one in each if one for record in one]


def recompute(
    session: Session, ws: int, policy: Policy, ids: Iterable[int], now: datetime
) -> dict[int, Record]:
    """Due date, next look, next reassessment, whether to look for a fall, and what is kept on the account:
    annual revenue in the workspace's currency, renewal date, whether it is at risk or in trouble; then the
    same of those to which they belong, and so on upward. The accounts as they stand then, those that can be
    read."""
    stand = _anew(session, ws, policy, ids, now)
    above = _above(stand)
    for _ in range(DEEPEST):
        if not above:
            break
        again = _anew(session, ws, policy, above, now)
        stand |= {i: record for i, record in again.items() if i in stand}
        above = _above(again)
    return stand


def _above(stand: Mapping[int, Record]) -> set[int]:
    """Those to which accounts belong: what is served through one counts for it (rules/facts/served.py)."""
    return {r.account.parent_id for r in stand.values() if r.account.parent_id}


def _anew(session: Session, ws: int, policy: Policy, ids: Iterable[int], now: datetime) -> dict[int, Record]:
    wanted, stand = sorted(set(ids)), dict[int, Record]()
    for start in range(0, len(wanted), records.CHUNK):
        chunk, rows = wanted[start : start + records.CHUNK], list[dict[str, Any]]()
        _KEEP_LAST(session, ids=filled_up(chunk))
        for record in readable(session, ws, chunk, now=now):
            stand[record.account.id] = record
            if it := attempt(session, record.account.id, now, _kept, session, ws, record, policy, now):
                stand[record.account.id], row = it
                rows.append(row)
        _KEEP(session, rows)
    return stand


def foreseen(
    session: Session, ws: int, policy: Policy, ids: Iterable[int], now: datetime
) -> list[dict[str, Any]]:
    """What `recompute` would keep of each at an instant to come; nothing is written, here or on failure."""
    rows = []
    for record in readable(session, ws, sorted(set(ids)), now=now):
        if it := attempt(None, record.account.id, now, _kept, None, ws, record, policy, now):
            rows.append(it[1])
    return rows


def keep_foreseen(session: Session, rows: list[dict[str, Any]]) -> None:
    """Written where nothing of it stays (`trying` of storage/database.py)."""
    _KEEP(session, rows)


def _kept(
    session: Session | None, ws: int, record: Record, policy: Policy, now: datetime
) -> tuple[Record, dict[str, Any]]:
    """An account as it stands with what is kept on it, and its columns. Whether it still is with a manager is
    settled with it (not without a session: that only looks ahead)."""
    zone = record.owner.zone
    today = local_date(now, zone)
    annual = with_served(annual_revenue(record, today, policy), record.served)
    renews = renewal_after(record.movements, record.account.renews_given)
    record = _with(record, annual=annual, renews_on=renews)
    if record.escalations and session is not None:
        record = escalations.settle(session, ws, record, today, policy, now)
    goes, seen = to_manager(record, today, policy), kept(record, today, policy)
    if annual is not None and abs(annual) > MOST:
        raise OverflowError
    return _with(record, trouble=seen.trouble), {
        "row_id": record.account.id,
        "failed_why": "",
        "annual": annual,
        "renews_on": renews,
        "due_on": seen.due_on,
        "at_risk": seen.at_risk,
        "trouble": seen.trouble,
        "look_at": start_of(seen.look_on, zone) if seen.look_on else None,
        "reassess_at": start_of(seen.again_on, zone) if seen.again_on else None,
        "fall_look_at": now if seen.happened else None,
        "escalate_at": start_of(goes.look_on, zone) if goes else None,
    }


def _with(record: Record, **columns: Any) -> Record:
    """The record with these of its account's columns; itself where it has them: most have."""
    account = record.account
    if all(getattr(account, name) == value for name, value in columns.items()):
        return record
    return record.standing_as(replace(account, **columns), record.contacts, record.owner)


def needing(session: Session, ws: int, now: datetime, most: int = 200) -> list[int]:
    """Accounts whose reassessment has come, oldest first."""
    query = (
        select(A.c.id)
        .where(A.c.workspace_id == ws, A.c.reassess_at <= now)
        .order_by(A.c.reassess_at)
        .limit(most)
    )
    return list(session.execute(query).scalars())


def needing_of(session: Session, ws: int, owners: Collection[int], now: datetime) -> list[int]:
    """The same of these people's books alone, all of them."""
    mine = (A.c.workspace_id == ws, A.c.owner_id.in_(list(owners)), A.c.reassess_at <= now)
    return list(session.execute(select(A.c.id).where(*mine).order_by(A.c.id)).scalars())


def following(session: Session, ws: int, after: int, most: int = 200) -> list[int]:
    """Accounts with an id above one, by id."""
    query = select(A.c.id).where(A.c.workspace_id == ws, A.c.id > after).order_by(A.c.id).limit(most)
    return list(session.execute(query).scalars())
