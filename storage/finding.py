"""Accounts found by what people type: exact names, their beginnings, and what is most like them. A look reads
a bounded number of rows, however large the book is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, bindparam, case, func, literal_column, select, union_all
from sqlmodel import Session

from rules.names import clear_winner, nearest, normalise

from . import spelled, tables
from .accounts import Hit, hits_of
from .prepared import Prepared
from .records import A
from .spelled import LAST

AN = tables.table(tables.AccountName)
SHOWN = 25


MOST_READ = 200
"""Beginnings of names that are read and sorted: of more than that, as of the first letters of a common word,
those of the own book are, and the first of the others."""


def _keys(whole: bool, *columns: Any) -> Select[Any]:
    """Whole names that begin as typed, or what else of them does: each has an index of its own. In its order,
    or PostgreSQL would gather all of them before the first few."""
    begins = (AN.c.key >= bindparam("key"), AN.c.key < bindparam("last"))
    mine = (AN.c.workspace_id == bindparam("ws"), *begins, AN.c.whole if whole else ~AN.c.whole)
    return select(*columns).where(*mine).order_by(AN.c.key)


def _some(whole: bool) -> Select[Any]:
    """The account, and whether it is called so, of as many as are sorted and one more."""
    exact = case((AN.c.key == bindparam("key"), 1), else_=0) if whole else literal_column("0")
    query = _keys(whole, AN.c.account_id, exact.label("exact")).limit(MOST_READ + 1)
    return select(query.subquery("whole" if whole else "later"))


_READ = union_all(_some(True), _some(False)).subquery("begins")
_STARTING = Prepared(
    select(
        A.c.id,
        A.c.name,
        A.c.tier,
        A.c.owner_id,
        func.max(_READ.c.exact).label("exact"),
        func.sum(func.count()).over().label("all"),
    )
    .join(_READ, _READ.c.account_id == A.c.id)
    .group_by(A.c.id, A.c.name, A.c.tier, A.c.owner_id)
    .order_by(case((A.c.owner_id == bindparam("own"), 0), else_=1), A.c.name)
    .limit(bindparam("most"))
)
_MINE = Prepared(
    select(AN.c.account_id)
    .join(A, A.c.id == AN.c.account_id)
    .where(A.c.workspace_id == bindparam("ws"), A.c.owner_id == bindparam("own"))
    .where(
        AN.c.workspace_id + 0 == bindparam("ws"), AN.c.key >= bindparam("key"), AN.c.key < bindparam("last")
    )
)
_CALLED = Prepared(
    select(AN.c.account_id)
    .where(AN.c.workspace_id == bindparam("ws"), AN.c.key == bindparam("key"), AN.c.whole)
    .limit(SHOWN)
)
_FIRST, _LATER = (Prepared(_keys(whole, AN.c.account_id).limit(bindparam("most"))) for whole in (True, False))

# The workspace is asked of the account, and of its names in a form that no index serves (`+ 0`): SQLite would
# read every name of the workspace before it looked who owns it.
_IN_BOOK = Prepared(
    select(AN.c.account_id, AN.c.key)
    .join(A, A.c.id == AN.c.account_id)
    .where(A.c.workspace_id == bindparam("ws"), A.c.owner_id == bindparam("own"))
    .where(AN.c.workspace_id + 0 == bindparam("ws"), AN.c.whole)
)
FEW = 2_000
"""Names of a workspace that are all compared with what was typed."""
_NAMES = select(AN.c.account_id, AN.c.key).where(AN.c.workspace_id == bindparam("ws"), AN.c.whole)
_ALL_NAMES = Prepared(_NAMES)
_MANY = Prepared(select(func.count().label("names")).select_from(_NAMES.limit(FEW + 1).subquery()))


@dataclass(frozen=True, slots=True)
class Found:
    """What typed words may mean: `meant` when it is clear, else `several` to pick from, else the `near`
    names."""

    meant: Hit | None = None
    several: tuple[Hit, ...] = ()
    near: tuple[Hit, ...] = ()


def starting(session: Session, ws: int, typed: str, own: int, most: int = SHOWN) -> list[Hit]:
    """Accounts with a name, alias or later word that begins as typed; own book first, exact names before
    others. Of more than `MOST_READ` beginnings all of the own book, and of others those that are called so,
    then whose whole name begins so."""
    key = normalise(typed)
    if not key:
        return []
    rows = _STARTING(session, ws=ws, key=key, last=key + LAST, own=own, most=most)
    if rows and rows[0].all > MOST_READ:
        return _crowded(session, ws, key, own=own, most=most)
    hits = [Hit(r.id, r.name, r.tier, owner_id=r.owner_id, exact=bool(r.exact)) for r in rows]
    return sorted(hits, key=lambda h: not h.exact)


def _crowded(session: Session, ws: int, key: str, own: int, most: int) -> list[Hit]:
    begins = {"ws": ws, "key": key, "last": key + LAST}
    called = {r.account_id for r in _CALLED(session, ws=ws, key=key)}
    ids = {r.account_id for r in _MINE(session, **begins, own=own)} | called
    for keys in (_FIRST, _LATER):
        if len(ids) < most:
            ids |= {r.account_id for r in keys(session, **begins, most=2 * most)}
    hits = [replace(h, exact=h.id in called) for h in hits_of(session, ws, sorted(ids))]
    hits.sort(key=lambda h: (not h.exact, h.owner_id != own, h.name))
    return hits[:most]


def find(session: Session, ws: int, typed: str, own: int) -> Found:
    """Exact names win, then the beginning of a name in the own book, then in the workspace, then what is
    most like it."""
    return begun(session, ws, typed, own=own) or _like(session, ws, typed, own=own)


def begun(session: Session, ws: int, typed: str, own: int) -> Found | None:
    """The same without a search: None where nothing is called so, or begins so."""
    hits = starting(session, ws, typed, own=own)
    for group in ([h for h in hits if h.exact], hits):
        mine = [h for h in group if h.owner_id == own]
        if len(mine) == 1 or len(group) == 1:
            return Found(meant=(mine or group)[0])
        if group:
            return Found(several=tuple(group))
    return None


def _like(session: Session, ws: int, typed: str, own: int) -> Found:
    in_book = nearest(typed, [(r.account_id, r.key) for r in _IN_BOOK(session, ws=ws, own=own)])
    meant, everywhere = clear_winner(in_book), list[tuple[int, float]]()
    if meant is None:
        everywhere = nearest(typed, _anybodys(session, ws, typed))
        meant = clear_winner(everywhere)
        in_book = sorted({**dict(everywhere), **dict(in_book)}.items(), key=lambda likest: -likest[1])[:5]
    hits = hits_of(session, ws, [meant] if meant is not None else [a for a, _ in in_book])
    scores = dict(in_book if meant in dict(in_book) else everywhere if meant is not None else [])
    hits = [replace(h, likeness=scores.get(h.id, 0.0)) for h in hits]
    return Found(meant=hits[0]) if meant is not None else Found(near=tuple(hits))


def _anybodys(session: Session, ws: int, typed: str) -> list[tuple[int, str]]:
    """All names of a workspace that has few, else those that may be meant."""
    if _MANY(session, ws=ws)[0].names > FEW:
        return spelled.likely(session, ws, typed)
    return [(r.account_id, r.key) for r in _ALL_NAMES(session, ws=ws)]


def typeahead(session: Session, ws: int, typed: str, own: int) -> list[Hit]:
    """Up to 25 suggestions, the own book first; nothing typed: the own book by name."""
    if normalise(typed):
        if hits := starting(session, ws, typed, own=own):
            return hits
        alike = _like(session, ws, typed, own=own)
        return [alike.meant] if alike.meant else list(alike.near)
    query = select(A.c.id, A.c.name, A.c.tier, A.c.owner_id).where(
        A.c.workspace_id == ws, A.c.owner_id == own
    )
    rows = session.execute(query.where(A.c.status != "churned").order_by(A.c.name).limit(SHOWN))
    return [Hit(r.id, r.name, r.tier, owner_id=r.owner_id) for r in rows]
