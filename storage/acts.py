"""What people did, read from the audit trail: of an account, newest first, and one that is to be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, func, not_, or_, select
from sqlmodel import Session

from rules.acts import UNDONE, Act

from . import audit, onward, tables
from .audit import AU
from .people import P
from .reading import A

_BY = func.coalesce(func.nullif(P.c.name, ""), P.c.email).label("by_name")
IR = tables.table(tables.ImportRow)
_QUERY = select(AU, _BY).outerjoin(P, P.c.id == AU.c.by_id)
_SHOWN = not_(or_(and_(AU.c.noun == "touch", AU.c.did == "logged"), AU.c.did == UNDONE))
PEOPLE, ACCOUNTS = ("owner_id", "manager_id", "to"), ("parent_id", "gone", "other")
"""Values of a change that name a person, an account."""


def of_account(
    session: Session, ws: int, account_id: int, most: int, offset: int = 0
) -> tuple[list[Act], int]:
    """What was changed of an account and of those that went into it, newest first, and how much in all.
    Touches that were logged stand for themselves."""
    those = [account_id, *onward.into(session, ws, account_id)]
    mine = and_(AU.c.workspace_id == ws, AU.c.account_id.in_(those), _SHOWN)
    total = session.execute(select(func.count()).select_from(AU).where(mine)).scalar_one()
    rows = session.execute(
        _QUERY.where(mine).order_by(AU.c.at.desc(), AU.c.id.desc()).offset(offset).limit(most)
    ).all()
    return _acts(session, ws, rows), int(total)


def came_on(session: Session, ws: int, account_id: int) -> date | None:
    """The day on which a file brought an account; None of one that somebody added here."""
    mine = (A.c.workspace_id == ws, A.c.id == account_id)
    row = (IR.c.workspace_id == ws, IR.c.kind == "accounts", IR.c.row_id == A.c.id)
    added = (AU.c.workspace_id == ws, AU.c.noun == "account", AU.c.row_id == A.c.id, AU.c.did == "added")
    query = select(A.c.added_on).where(*mine, exists().where(*row), ~exists().where(*added))
    day: date | None = session.execute(query).scalar_one_or_none()
    return day


def recent(session: Session, ws: int, noun: str, did: str, since: datetime) -> list[Act]:
    """Acts of a kind since an instant, newest first."""
    mine = (AU.c.workspace_id == ws, AU.c.noun == noun, AU.c.did == did, AU.c.at >= since)
    return _acts(session, ws, session.execute(_QUERY.where(*mine).order_by(AU.c.id.desc())).all())


def at_once(session: Session, ws: int, act: Act, rows: Iterable[int]) -> list[Act]:
    """The same act on these rows: what was done in the same instant."""
    same = (AU.c.noun == act.noun, AU.c.did == act.did, AU.c.at == act.at, AU.c.row_id.in_(list(rows)))
    return _acts(session, ws, session.execute(_QUERY.where(AU.c.workspace_id == ws, *same)).all())


def done_at(session: Session, ws: int, account_id: int, did: str, at: datetime, by_id: int) -> Act | None:
    """What somebody did to an account itself at an instant."""
    mine = (AU.c.noun == "account", AU.c.row_id == account_id, AU.c.did == did, AU.c.at == at)
    query = _QUERY.where(AU.c.workspace_id == ws, *mine, AU.c.by_id == by_id).order_by(AU.c.id.desc())
    return next(iter(_acts(session, ws, session.execute(query.limit(1)).all())), None)


def of_standing(session: Session, ws: int, account_id: int, at: datetime) -> Act | None:
    """What was changed at an instant of how an account stands, with what its undo wants."""
    mine = (AU.c.noun == "account", AU.c.row_id == account_id, AU.c.at == at)
    rows = session.execute(_QUERY.where(AU.c.workspace_id == ws, *mine).order_by(AU.c.id)).all()
    return next((a for a in reversed(_acts(session, ws, rows)) if "stood" in a.change), None)


def standing(session: Session, ws: int, ids: Iterable[int]) -> list[Act]:
    """Those of these acts that nobody took back, in their order."""
    rows = session.execute(
        _QUERY.where(AU.c.workspace_id == ws, AU.c.id.in_(list(ids))).order_by(AU.c.id)
    ).all()
    return [a for a in _acts(session, ws, rows) if not a.undone]


def voiding(session: Session, ws: int, touch_id: int) -> Act | None:
    """The act that voided a touch; None where nothing did, or an edit."""
    mine = (AU.c.workspace_id == ws, AU.c.noun == "touch", AU.c.row_id == touch_id, AU.c.did == "voided")
    rows = session.execute(_QUERY.where(*mine).order_by(AU.c.id.desc()).limit(1)).all()
    return next((a for a in _acts(session, ws, rows) if not a.undone), None)


def get(session: Session, ws: int, act_id: int) -> Act | None:
    row = session.execute(_QUERY.where(AU.c.workspace_id == ws, AU.c.id == act_id)).first()
    return next(iter(_acts(session, ws, [row] if row else [])), None)


def undone(session: Session, ws: int, act: Act, by_id: int | None, now: datetime, **change: Any) -> None:
    """It was taken back: known by its row from then on."""
    held = {"of": act.id, **({"account": act.account_id} if act.account_id else {}), **change}
    audit.keep(session, ws, now, by_id=by_id, did=UNDONE, noun=act.noun, row_id=act.row_id, **held)


def _acts(session: Session, ws: int, rows: Sequence[Any]) -> list[Act]:
    back = _taken_back(session, ws, rows)
    names = _names(session, ws, rows)
    # what went along with an account that was merged is the other's; what was changed of itself is not
    to = onward.went(session, ws, {r.account_id for r in rows if r.account_id and not _of_itself(r)})
    return [
        Act(
            r.id,
            r.at,
            r.by_name or "Tend",
            r.by_id,
            did=r.did,
            noun=r.noun,
            row_id=r.row_id,
            account_id=r.account_id if _of_itself(r) else to.get(r.account_id, r.account_id),
            change=r.change,
            undone=r.id in back,
            names=names,
        )
        for r in rows
    ]


def _of_itself(row: Any) -> bool:
    """Whether it changed an account, not what belongs to it."""
    return row.noun == "account" or "stood" in row.change


def _taken_back(session: Session, ws: int, rows: Sequence[Any]) -> frozenset[int]:
    if not rows:
        return frozenset()
    of = (AU.c.noun.in_({r.noun for r in rows}), AU.c.row_id.in_({r.row_id for r in rows}))
    back = session.execute(select(AU.c.change).where(AU.c.workspace_id == ws, AU.c.did == UNDONE, *of))
    return frozenset(change["of"] for change in back.scalars() if "of" in change)


def _names(session: Session, ws: int, rows: Sequence[Any]) -> dict[str, str]:
    """Names of whom the changes name by id, by `person:1` and `account:1`."""
    flat = [pair for r in rows for values in (r.change, *_sides(r.change)) for pair in values.items()]
    people = {v for k, v in flat if k in PEOPLE and isinstance(v, int)}
    people |= {v for r in rows if r.did == "reassigned" for v in r.change.values() if isinstance(v, int)}
    accounts = {v for k, v in flat if k in ACCOUNTS and isinstance(v, int)}
    return {
        **{f"person:{i}": n for i, n in _called(session, P, P.c.name, ws, people)},
        **{f"account:{i}": n for i, n in _called(session, A, A.c.name, ws, accounts)},
    }


def _sides(change: Any) -> Iterable[dict[str, Any]]:
    return (v for k in ("before", "after") if isinstance(v := change.get(k), dict))


def _called(session: Session, table: Any, name: Any, ws: int, ids: set[int]) -> list[tuple[int, str]]:
    if not ids:
        return []
    query = select(table.c.id, name).where(table.c.workspace_id == ws, table.c.id.in_(ids))
    return [(r[0], r[1]) for r in session.execute(query)]
