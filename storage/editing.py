"""Accounts as people write them: read as their form shows them, changed, added, put back as they were.

A change gives back what its undo wants: values of columns before and after, and the standings that it
replaced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.editing import FIELDS, STANDING, Edit, Values
from rules.names import normalise

from . import standings
from .accounts import rename
from .lifetimes import exist
from .people import P
from .plain import as_day, plain
from .records import A, S
from .reserving import reserve

BESIDE = ("external_id", "margin", "started_on", "team_goal")
"""What stands on an account and in no form of its own: a merge takes it over."""
BESIDE_LEAVING = ("tier", "cadence_days", "served_through_parent")
"""What of a standing a form may change together with letting an account go."""
COLUMNS = (*(f.column for f in FIELDS), "owner_id", *BESIDE)
_NAMED = {"paused_until": "until", "status_reason": "reason"}
_DATES = ("paused_until", "renews_given", "started_on")


def read(session: Session, ws: int, account_id: int) -> dict[str, Any] | None:
    """What is stored of an account, by column, as JSON holds it; revenue and renewal date as they hold now.
    None when there is none."""
    columns = [A.c[c] for c in COLUMNS]
    row = session.execute(
        select(*columns, A.c.annual, A.c.renews_on, A.c.exists_on).where(
            A.c.workspace_id == ws, A.c.id == account_id, A.c.merged_into_id.is_(None)
        )
    ).first()
    if row is None:
        return None
    stored = {k: plain(v) for k, v in row._mapping.items()}
    return {**stored, "renews_given": stored.pop("renews_on")}


def name_taken(session: Session, ws: int, name: str, but: int | None = None) -> bool:
    """Whether another account is called so."""
    query = select(A.c.id).where(A.c.workspace_id == ws, A.c.key == normalise(name))
    there = session.execute(query).scalar()
    return there is not None and there != but


def is_below(session: Session, ws: int, account_id: int, of: int) -> bool:
    """Whether an account is another one, or belongs to it at any depth."""
    seen: set[int] = set()
    at: int | None = account_id
    while at is not None and at not in seen:
        if at == of:
            return True
        seen.add(at)
        at = session.execute(select(A.c.parent_id).where(A.c.workspace_id == ws, A.c.id == at)).scalar()
    return False


def change(
    session: Session, ws: int, account_id: int, edit: Edit, by_id: int | None, now: datetime
) -> dict[str, Any]:
    """Write a change; what the audit trail keeps of it. The caller audits, and has it computed again."""
    if not edit.standing:
        _write(session, ws, account_id, edit.after)
        return {"before": edit.before, "after": edit.after}
    stood, proposed = standings.of_account(session, ws, account_id), _proposal(session, ws, account_id)
    if edit.after.get("status") == "churned" and edit.left_on:
        if others := {c: v for c, v in edit.standing.items() if c in BESIDE_LEAVING}:
            standings.change(session, ws, account_id, now=now, by_id=by_id, **others)
        why = str(edit.after["status_reason"])
        standings.churn(session, ws, account_id, from_on=edit.left_on, reason=why, by_id=by_id)
    else:
        named = {_NAMED.get(c, c): _stored(c, v) for c, v in edit.standing.items()}
        standings.change(session, ws, account_id, now=now, by_id=by_id, **named)
    _write(session, ws, account_id, {c: v for c, v in edit.after.items() if c not in STANDING})
    stands = standings.of_account(session, ws, account_id)
    return {
        "before": edit.before,
        "after": edit.after,
        **({"proposal": proposed} if proposed and "tier" in edit.after else {}),
        "stood": [s for s in stood if s not in stands],
        "stands": [s for s in stands if s not in stood],
    }


def put_back(
    session: Session, ws: int, account_id: int, kept: Mapping[str, Any], by_id: int | None, now: datetime
) -> tuple[Values, list[str]]:
    """What a change wrote is as it was before it, column by column, where nobody changed it since: what came
    back, and the columns that stay."""
    now_is = read(session, ws, account_id) or {}
    before, after = dict(kept["before"]), dict(kept["after"])
    held = {c for c, v in after.items() if now_is.get(c) == v}
    standing = {c for c in after if c in STANDING}
    back = {c: v for c, v in before.items() if c in held and c not in STANDING}
    if "name" in back and name_taken(session, ws, str(back["name"]), but=account_id):
        back.pop("name")
    _write(session, ws, account_id, back)
    if standing and standing <= held and standings.hold(session, ws, account_id, kept.get("stands", [])):
        restand(session, ws, account_id, kept, {c: before[c] for c in standing})
        back |= {c: before[c] for c in standing}
    elif mine := {c for c in standing if c in held}:
        # something else of it was changed since: that holds, what this one changed is changed back from today
        named = {_NAMED.get(c, c): _stored(c, before[c]) for c in mine}
        standings.change(session, ws, account_id, now=now, by_id=by_id, **named)
        back |= {c: before[c] for c in mine}
    if "tier" in back and kept.get("proposal"):
        here = (A.c.workspace_id == ws, A.c.id == account_id)
        session.execute(update(A).where(*here).values(tier_proposal=kept["proposal"]))
    return back, [c for c in after if c not in back]


def _proposal(session: Session, ws: int, account_id: int) -> str:
    """The tier that was proposed: a change of it ends that, its undo brings it back."""
    mine = (A.c.workspace_id == ws, A.c.id == account_id)
    return str(session.execute(select(A.c.tier_proposal).where(*mine)).scalar_one())


def restand(
    session: Session, ws: int, account_id: int, kept: Mapping[str, Any], columns: Mapping[str, Any]
) -> None:
    """The account stands as it did before a change, on past days, too; so its own row (`columns`) says."""
    standings.put_back(session, ws, account_id, kept)
    values = {c: _stored(c, v) for c, v in columns.items()}
    session.execute(update(A).where(A.c.workspace_id == ws, A.c.id == account_id).values(**values))


def _stored(column: str, value: Any) -> Any:
    return as_day(value) if column in _DATES else value


def _write(session: Session, ws: int, account_id: int, values: Values) -> None:
    """Columns that do not stand over time, with what is kept beside them."""
    if not values:
        return
    row = {c: _stored(c, v) for c, v in values.items()}
    if "renews_given" in row:
        row["renews_on"] = row["renews_given"]
    if "name" in row:
        row["key"] = normalise(str(row["name"]))
    mine = (A.c.workspace_id == ws, A.c.id == account_id)
    session.execute(update(A).where(*mine).values(**row))
    if {"name", "aliases"} & row.keys():
        called = session.execute(select(A.c.name, A.c.aliases).where(*mine)).one()
        aliases = [a for a in called.aliases.split(";") if a]
        rename(session, ws, {account_id: (called.name, aliases)})


def add(
    session: Session, ws: int, owner_id: int, values: Mapping[str, Any], by_id: int, now: datetime
) -> int:
    """A new account, with its first standing from today where its owner is; its id. The caller has it
    computed."""
    zone = session.execute(select(P.c.zone).where(P.c.workspace_id == ws, P.c.id == owner_id)).scalar_one()
    today = local_date(now, zone)
    row = {c: _stored(c, v) for c, v in values.items() if v is not None}
    tier, name = str(row.get("tier") or "C"), str(row["name"])
    (account_id,) = reserve(session, A, 1, "accounts")
    session.execute(
        A.insert().values(
            **row | {"tier": tier},
            id=account_id,
            workspace_id=ws,
            key=normalise(name),
            owner_id=owner_id,
            renews_on=row.get("renews_given"),
            added_on=today,
            exists_on=today,
        )
    )
    stands = {"owner_id": owner_id, "tier": tier, "status": "active", "reason": "", "by_id": by_id}
    session.execute(S.insert().values(workspace_id=ws, account_id=account_id, from_on=today, **stands))
    rename(session, ws, {account_id: (name, [a for a in str(row.get("aliases", "")).split(";") if a])})
    exist(session, ws, [account_id])
    return account_id


def parents(session: Session, ws: int, ids: Sequence[int]) -> dict[int, str]:
    """Names of accounts."""
    query = select(A.c.id, A.c.name).where(A.c.workspace_id == ws, A.c.id.in_(list(ids)))
    return {r.id: r.name for r in session.execute(query)}


def how_many(session: Session, ws: int, owners: Sequence[int]) -> dict[int, int]:
    """Accounts of each of these people that are not churned."""
    mine = (A.c.workspace_id == ws, A.c.owner_id.in_(list(owners)), A.c.status != "churned")
    query = select(A.c.owner_id, func.count()).where(*mine).group_by(A.c.owner_id)
    return {owner: count for owner, count in session.execute(query)}
