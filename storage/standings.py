"""How an account stands (owner, tier, status, cadence, through whom it is served) from a day on: changed,
churned, read, put back as it stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlmodel import Session

from rules.calendar import local_date

from .people import P
from .plain import as_day, plain
from .records import A, S


def change(
    session: Session, ws: int, account_id: int, now: datetime, by_id: int | None, **changed: Any
) -> None:
    """Change owner_id, tier, status, cadence_days, served_through_parent, until or reason from now on; what
    is not named stays.

    Dated where the owner is (the new one), whoever changes it and wherever, and never before the last
    standing: what is changed last holds. A second change on the same date replaces the first, so that a
    standing holds for at least a day.
    """
    row = session.execute(select(A).where(A.c.workspace_id == ws, A.c.id == account_id)).one()
    mine = (S.c.workspace_id == ws, S.c.account_id == account_id)
    zone = session.execute(
        select(P.c.zone).where(P.c.id == changed.get("owner_id", row.owner_id))
    ).scalar_one()
    last = session.execute(select(func.max(S.c.from_on)).where(*mine)).scalar_one()
    from_on = max(local_date(now, zone), last or date.min)
    stands = {
        "owner_id": row.owner_id,
        "tier": row.tier,
        "status": row.status,
        "cadence_days": row.cadence_days,
        "served_through_parent": row.served_through_parent,
        "until": row.paused_until,
        "reason": row.status_reason,
        **changed,
    }
    session.execute(delete(S).where(*mine, S.c.from_on == from_on))
    session.execute(
        S.insert().values(workspace_id=ws, account_id=account_id, from_on=from_on, by_id=by_id, **stands)
    )
    kept = {**stands, "paused_until": stands.pop("until"), "status_reason": stands.pop("reason")}
    kept.pop("until", None)
    kept.pop("reason", None)
    if "tier" in changed:
        kept["tier_proposal"] = ""
    if by_id is not None and {"owner_id", "status"} & changed.keys():
        kept["asks_owner"] = False  # somebody has looked whose it is, and how it stands
    session.execute(update(A).where(A.c.id == account_id).values(**kept))


def churn(session: Session, ws: int, account_id: int, from_on: date, reason: str, by_id: int | None) -> None:
    """Churned from a day on, which may have passed: with the owner and tier of that day, and whatever
    changed since."""
    left = {"status": "churned", "until": None, "reason": reason}
    mine = (S.c.workspace_id == ws, S.c.account_id == account_id)
    held = session.execute(
        select(S).where(*mine, S.c.from_on <= from_on).order_by(S.c.from_on.desc(), S.c.id.desc()).limit(1)
    ).first()
    row = held or session.execute(select(A).where(A.c.workspace_id == ws, A.c.id == account_id)).one()
    session.execute(delete(S).where(*mine, S.c.from_on == from_on))
    session.execute(update(S).where(*mine, S.c.from_on > from_on).values(**left))
    session.execute(
        S.insert().values(
            workspace_id=ws,
            account_id=account_id,
            from_on=from_on,
            by_id=by_id,
            owner_id=row.owner_id,
            tier=row.tier,
            cadence_days=row.cadence_days,
            served_through_parent=row.served_through_parent,
            **left,
        )
    )
    session.execute(
        update(A)
        .where(A.c.workspace_id == ws, A.c.id == account_id)
        .values(status="churned", paused_until=None, status_reason=reason)
    )


def put_back(session: Session, ws: int, account_id: int, kept: Mapping[str, Any]) -> None:
    """The standings that a change replaced (`stood`, `stands`) stand again, as if it had not been."""
    mine = (S.c.workspace_id == ws, S.c.account_id == account_id)
    for s in kept["stands"]:
        session.execute(delete(S).where(*mine, S.c.from_on == date.fromisoformat(s["from_on"])))
    for s in map(as_kept, kept["stood"]):
        row = {**s, "from_on": date.fromisoformat(s["from_on"]), "until": as_day(s["until"])}
        session.execute(S.insert().values(workspace_id=ws, account_id=account_id, **row))


def hold(session: Session, ws: int, account_id: int, stands: Sequence[Mapping[str, Any]]) -> bool:
    """Whether what a change left still stands, the last of it last."""
    there, kept = of_account(session, ws, account_id), [as_kept(s) for s in stands]
    return bool(kept) and all(s in there for s in kept) and there[-1] == kept[-1]


def as_kept(kept: Mapping[str, Any]) -> dict[str, Any]:
    """A standing that the trail kept, by whichever version: what was not dated then, is not held against
    it."""
    return {"served_through_parent": False, **kept}


def retiered(session: Session, ws: int, ids: Sequence[int], since: date) -> set[int]:
    """Those of these accounts to which a person gave another tier since a day. What a file says is nobody's
    judgement, nor is the tier with which an account came."""
    found, was = set[int](), dict[int, str]()
    for start in range(0, len(ids), 400):
        mine = (S.c.workspace_id == ws, S.c.account_id.in_(ids[start : start + 400]))
        rows = select(S.c.account_id, S.c.tier, S.c.from_on, S.c.by_id).where(*mine)
        for r in session.execute(rows.order_by(S.c.from_on, S.c.id)):
            another = was.get(r.account_id, r.tier) != r.tier
            if another and r.by_id is not None and r.from_on >= since:
                found.add(r.account_id)
            was[r.account_id] = r.tier
    return found


def of_account(session: Session, ws: int, account_id: int) -> list[dict[str, Any]]:
    """An account's standings, oldest first, as JSON holds them."""
    held = (S.c.from_on, S.c.owner_id, S.c.tier, S.c.status, S.c.cadence_days, S.c.served_through_parent)
    query = select(*held, S.c.until, S.c.reason, S.c.by_id)
    rows = session.execute(
        query.where(S.c.workspace_id == ws, S.c.account_id == account_id).order_by(S.c.from_on, S.c.id)
    )
    return [{k: plain(v) for k, v in r._mapping.items()} for r in rows]
