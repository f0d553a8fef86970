"""After the rows: managers, parents, the day each account exists from, revenue, due dates. Usable without any further step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import func, select, update
from sqlmodel import Session

from rules.segments import propose_tiers

from . import people, workspaces
from .assess import recompute, with_revenue
from .database import Transaction
from .import_accounts import link_managers, link_parents
from .import_files import COLUMNS
from .import_known import IMPORTED, Change, Known, remembered
from .records import A, R, S, T

Progress = Callable[[str, int, int], None]


def finish(transaction: Transaction, known: Known, written: Sequence[tuple[str, list[Change]]], progress: Progress) -> None:
    """Managers, parents, the day each account exists from, revenue, due dates: usable without any further step."""
    with transaction() as session:
        for kind, changes in written:
            if kind == "people":
                link_managers(session, known, changes)
            if kind == "accounts":
                link_parents(session, known, changes)
        if known.resumes:
            known.touched.update(workspaces.account_ids(session, known.ws))
    ids = sorted(known.touched)
    for start in range(0, len(ids), 200):
        chunk = ids[start : start + 200]
        with transaction() as session:
            _exist(session, chunk)
            recompute(session, known.ws, known.policy, chunk, known.now)
        progress("due dates", start + len(chunk), len(ids))
    with transaction() as session:
        workspaces.note_import(session, known.ws, None)
        if ids:
            _propose(session, known)
        if any(changes for _, changes in written):
            people.plan_anew(session, known.ws, known.now)
            people.digest_anew(session, known.ws, known.now)


def _exist(session: Session, ids: Sequence[int]) -> None:
    """An account exists from the earliest of started_on, first touch, first purchase, added; so does its first standing."""
    touched = dict(
        session.execute(select(T.c.account_id, func.min(T.c.at)).where(T.c.account_id.in_(ids)).group_by(T.c.account_id)).all()
    )
    bought = dict(
        session.execute(select(R.c.account_id, func.min(R.c.on)).where(R.c.account_id.in_(ids)).group_by(R.c.account_id)).all()
    )
    first = dict(
        session.execute(select(S.c.account_id, func.min(S.c.id)).where(S.c.account_id.in_(ids)).group_by(S.c.account_id)).all()
    )
    for row in session.execute(select(A.c.id, A.c.exists_on, A.c.started_on).where(A.c.id.in_(ids))).all():
        days = [row.exists_on, row.started_on, bought.get(row.id), touched[row.id].date() if row.id in touched else None]
        earliest = min(d for d in days if d is not None)
        if earliest != row.exists_on:
            session.execute(update(A).where(A.c.id == row.id).values(exists_on=earliest))
            session.execute(update(S).where(S.c.id == first[row.id], S.c.from_on > earliest).values(from_on=earliest))


def _propose(session: Session, known: Known) -> None:
    """Proposals for accounts whose tier nobody gave, from each owner's book by revenue."""
    given = select(IMPORTED.c.row_id, IMPORTED.c.cells).where(IMPORTED.c.workspace_id == known.ws, IMPORTED.c.kind == "accounts")
    place = COLUMNS["accounts"].index("tier")
    open_ = {r.row_id for r in session.execute(given) if not remembered("accounts", r.cells)[place]}
    if not open_ or not with_revenue(session, known.ws):
        return
    books: dict[int, dict[int, int]] = {}
    for row in session.execute(select(A.c.id, A.c.owner_id, A.c.annual, A.c.tier, A.c.status).where(A.c.workspace_id == known.ws)):
        if row.status != "churned":
            books.setdefault(row.owner_id, {})[row.id] = row.annual or 0
    proposed = {a: tier for book in books.values() for a, tier in propose_tiers(book).items() if a in open_}
    for account, tier in proposed.items():
        session.execute(update(A).where(A.c.id == account, A.c.tier == "C").values(tier_proposal="" if tier == "C" else tier))
