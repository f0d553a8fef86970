"""Accounts: listed as a book, ranked, and the names under which they are found (finding.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, literal_column, select
from sqlmodel import Session

from rules.book import BookRow
from rules.calendar import local_date
from rules.names import normalise, search_keys
from rules.records import Account, Person, Tier

from . import absences, people, spelled, tables
from .people import OWNER, P
from .prepared import Prepared
from .records import A, S, account_of

AN = tables.table(tables.AccountName)
HO, TM = (tables.table(t) for t in (tables.Handoff, tables.AccountTeam))
WHOLE = 100.0
"""The likeness of a name, or its beginning, that is typed without a slip."""

_HITS = Prepared(
    select(A.c.id, A.c.name, A.c.tier, A.c.owner_id).where(
        A.c.workspace_id == bindparam("ws"),
        A.c.id.in_(bindparam("ids", expanding=True)),
        A.c.merged_into_id.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class Hit:
    id: int
    name: str
    tier: str
    owner_id: int
    exact: bool = False
    likeness: float = WHOLE


def hits_of(session: Session, ws: int, ids: Sequence[int]) -> list[Hit]:
    """Accounts by id, in that order."""
    rows = _HITS(session, ws=ws, ids=ids)
    hits = {r.id: Hit(r.id, r.name, r.tier, owner_id=r.owner_id) for r in rows}
    return [hits[i] for i in ids if i in hits]


def book(session: Session, ws: int, owner_id: int, zone: str) -> list[BookRow]:
    """All accounts of an owner but the churned ones, by name; dates in the reader's zone."""
    parent = A.alias("parent")
    query = (
        select(A, parent.c.name.label("parent_name"))
        .outerjoin(parent, parent.c.id == A.c.parent_id)
        .where(A.c.workspace_id == ws, A.c.owner_id == owner_id, A.c.status != "churned")
        .order_by(A.c.name)
    )
    return [
        BookRow(
            account_of(r),
            r.due_on,
            local_date(r.last_meaningful_at, zone) if r.last_meaningful_at else None,
            at_risk=r.at_risk,
        )
        for r in session.execute(query)
    ]


def some(session: Session, ws: int, ids: Sequence[int]) -> list[Account]:
    """Accounts by id, as they are stored, in no order."""
    parent = A.alias("parent")
    query = select(A, parent.c.name.label("parent_name")).outerjoin(parent, parent.c.id == A.c.parent_id)
    return [account_of(r) for r in session.execute(query.where(A.c.workspace_id == ws, A.c.id.in_(ids)))]


def books(
    session: Session, ws: int, owners: Iterable[int], most: int
) -> list[tuple[Account, Person, datetime | None]]:
    """Accounts of these people that are not churned, each with its owner and its last meaningful touch;
    none at all where there are more than `most`."""
    parent = A.alias("parent")
    query = (
        select(A, *OWNER, parent.c.name.label("parent_name"))
        .join(P, P.c.id == A.c.owner_id)
        .outerjoin(parent, parent.c.id == A.c.parent_id)
        .where(A.c.workspace_id == ws, A.c.owner_id.in_(list(owners)), A.c.status != "churned")
        .limit(most + 1)
    )
    rows = session.execute(query).all()
    return (
        [] if len(rows) > most else [(account_of(r), people.owner_of(r), r.last_meaningful_at) for r in rows]
    )


_MINE = (A.c.workspace_id == bindparam("ws"), A.c.owner_id == bindparam("owner"))
_LOOKED_FOR = Prepared(select(A.c.id).where(*_MINE, A.c.look_at <= bindparam("now")).order_by(A.c.id))
_LATER = Prepared(
    select(A.c.look_at, A.c.tier, func.count().label("count"))
    .where(*_MINE, A.c.look_at > bindparam("now"), A.c.look_at < bindparam("until"))
    .group_by(A.c.look_at, A.c.tier)
)
_REVENUE = Prepared(
    select(func.coalesce(func.sum(A.c.annual), 0).label("annual")).where(
        *_MINE, A.c.status != "churned", ~A.c.served_through_parent
    )
)


def looked_for(session: Session, ws: int, owner_id: int, now: datetime) -> list[int]:
    """Accounts of an owner whose next look has come: the only ones the planner reads."""
    return [r.id for r in _LOOKED_FOR(session, ws=ws, owner=owner_id, now=now)]


def looked_for_later(
    session: Session, ws: int, owner_id: int, now: datetime, until: datetime, zone: str
) -> dict[date, list[Tier]]:
    """Tiers of an owner's accounts whose next look comes after `now` and before `until`, by its local
    date."""
    coming: dict[date, list[Tier]] = defaultdict(list)
    for at, tier, count in _LATER(session, ws=ws, owner=owner_id, now=now, until=until):
        coming[local_date(at, zone)] += [tier] * count
    return coming


def book_revenue(session: Session, ws: int, owner_id: int) -> int:
    """Annual revenue of a book in minor units, of all that is not churned: what is served through another
    counts with that one."""
    return int(_REVENUE(session, ws=ws, owner=owner_id)[0].annual)


def not_computed(session: Session, ws: int) -> list[str]:
    """Names of the accounts that could not be computed."""
    query = select(A.c.name).where(A.c.workspace_id == ws, A.c.failed_why != literal_column("''"))
    return list(session.execute(query.order_by(A.c.name)).scalars())


def owned_by(session: Session, ws: int, people: Iterable[int]) -> list[int]:
    """Accounts that any of these people own or once owned."""
    ids = list(people)
    now = select(A.c.id).where(A.c.workspace_id == ws, A.c.owner_id.in_(ids))
    once = select(S.c.account_id).where(S.c.workspace_id == ws, S.c.owner_id.in_(ids))
    return sorted(set(session.execute(now.union(once)).scalars()))


def changed_between(session: Session, ws: int, first: date, last: date) -> frozenset[int]:
    """Accounts whose owner, tier, status or cadence changed after `first`, up to and including `last`."""
    query = select(S.c.account_id).where(S.c.workspace_id == ws, S.c.from_on > first, S.c.from_on <= last)
    return frozenset(session.execute(query).scalars())


def helpers_of(session: Session, ws: int, account_id: int, on: date | None) -> frozenset[int]:
    """Who may change it beside its owner: its team, whoever was asked to be its next expert, and on a day
    whoever covers for its owner (None: no cover)."""
    team = select(TM.c.person_id).where(
        TM.c.workspace_id == ws, TM.c.account_id == account_id, TM.c.left_at.is_(None)
    )
    asked = select(HO.c.receiver_id).where(
        HO.c.workspace_id == ws, HO.c.account_id == account_id, HO.c.became == literal_column("''")
    )
    there = frozenset(session.execute(team.union(asked)).scalars())
    cover = on and absences.cover_of(session, ws, owner_of(session, ws, account_id), on)
    return there | {cover} if cover else there


def how_many(session: Session, ws: int, owners: Iterable[int] | None) -> int:
    """How many accounts these people (None: anybody) own, the churned ones among them."""
    mine = [A.c.workspace_id == ws]
    if owners is not None:
        mine.append(A.c.owner_id.in_(list(owners)))
    return int(session.execute(select(func.count()).select_from(A).where(*mine)).scalar_one())


def held(session: Session, ws: int, owner_id: int) -> int:
    """How many accounts somebody owns, but the churned ones."""
    mine = (A.c.workspace_id == ws, A.c.owner_id == owner_id, A.c.status != "churned")
    return int(session.execute(select(func.count()).select_from(A).where(*mine)).scalar_one())


def owner_of(session: Session, ws: int, account_id: int) -> int:
    return int(
        session.execute(select(A.c.owner_id).where(A.c.workspace_id == ws, A.c.id == account_id)).scalar_one()
    )


def status_of(session: Session, ws: int, account_id: int) -> str:
    """active, paused or churned, as it is stored."""
    mine = (A.c.workspace_id == ws, A.c.id == account_id)
    return str(session.execute(select(A.c.status).where(*mine)).scalar_one())


def name_rows(ws: int, account_id: int, name: str, aliases: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of account_name under which an account is found."""
    rows: dict[str, bool] = {}
    for known_as in (name, *aliases):
        whole = normalise(known_as)
        for key in search_keys(known_as):
            rows[key] = rows.get(key, False) or key == whole
    return [{"workspace_id": ws, "account_id": account_id, "key": k, "whole": w} for k, w in rows.items()]


def rename(session: Session, ws: int, names: dict[int, tuple[str, Sequence[str]]]) -> None:
    """Write anew under which names accounts are found: id -> (name, aliases)."""
    were = forget(session, ws, list(names))
    rows = [
        row
        for account, (name, aliases) in names.items()
        for row in name_rows(ws, account, name, aliases=aliases)
    ]
    if rows:
        session.connection().execute(AN.insert(), rows)
    called = {row["key"] for row in rows if row["whole"]}
    spelled.add(session, ws, called)
    spelled.drop(session, ws, were - called)


def unname(session: Session, ws: int, ids: Sequence[int]) -> None:
    """They are found under no name any more."""
    spelled.drop(session, ws, forget(session, ws, ids))


def forget(session: Session, ws: int, ids: Sequence[int]) -> set[str]:
    """Take the names of accounts away; the whole ones, of whose words pieces are kept still."""
    whole = set[str]()
    for start in range(0, len(ids), 400):
        those = (AN.c.workspace_id == ws, AN.c.account_id.in_(ids[start : start + 400]))
        gone = session.execute(delete(AN).where(*those).returning(AN.c.key, AN.c.whole))
        whole |= {key for key, is_whole in gone if is_whole}
    return whole
