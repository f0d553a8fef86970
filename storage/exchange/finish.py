"""After the rows: managers, parents, the day each account exists from, revenue, due dates. Usable without
any further step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy import select, update
from sqlmodel import Session

from rules.records import Tier
from rules.segments import propose_tiers

from .. import lifetimes, people, workspaces
from ..assess import recompute, with_revenue
from ..chunks import in_chunks
from ..database import Database
from ..records import A
from .accounts import ACCOUNTS
from .known import Change, Known
from .memory import IMPORTED, remembered
from .noun import Noun
from .writing import link

Progress = Callable[[str, int, int], None]


def finish(
    database: Database, known: Known, written: Sequence[tuple[Noun, list[Change]]], progress: Progress
) -> None:
    """Managers, parents, the day each account exists from, revenue, due dates: usable without any further
    step."""
    for noun, changes in written:
        if noun.later:
            in_chunks(database, changes, partial(link, known=known, noun=noun))
    if known.resumes:
        with database.reading() as session:
            known.touched.update(workspaces.account_ids(session, known.ws))

    def compute(session: Session, chunk: Sequence[int]) -> None:
        lifetimes.exist(session, known.ws, chunk)
        lifetimes.stand_as_told(session, known.ws, chunk, now=known.now)
        recompute(session, known.ws, known.policy, ids=chunk, now=known.now)

    in_chunks(database, sorted(known.touched), compute, progress=partial(progress, "due dates"))
    if known.touched:
        with database.reading() as session:
            proposed = _proposals(session, known)
        in_chunks(database, sorted(proposed.items()), _propose)
    if any(changes for _, changes in written):
        in_chunks(database, sorted(known.people.values()), partial(_plan_anew, known=known))
    with database.transaction() as session:
        workspaces.note_import(session, known.ws, None)


def _plan_anew(session: Session, ids: Sequence[int], known: Known) -> None:
    people.plan_anew(session, known.ws, known.now, ids=ids)
    people.digest_anew(session, known.ws, known.now, ids=ids)


def _proposals(session: Session, known: Known) -> dict[int, Tier]:
    """Proposals for accounts whose tier nobody gave, from each owner's book by revenue."""
    given = select(IMPORTED.c.row_id, IMPORTED.c.cells).where(
        IMPORTED.c.workspace_id == known.ws, IMPORTED.c.kind == "accounts"
    )
    place = ACCOUNTS.place["tier"]
    open_ = {r.row_id for r in session.execute(given) if not remembered(ACCOUNTS, r.cells)[place]}
    if not open_ or not with_revenue(session, known.ws):
        return {}
    books: dict[int, dict[int, int]] = {}
    for row in session.execute(
        select(A.c.id, A.c.owner_id, A.c.annual, A.c.tier, A.c.status).where(A.c.workspace_id == known.ws)
    ):
        if row.status != "churned":
            books.setdefault(row.owner_id, {})[row.id] = row.annual or 0
    return {a: tier for book in books.values() for a, tier in propose_tiers(book).items() if a in open_}


def _propose(session: Session, proposed: Sequence[tuple[int, Tier]]) -> None:
    for account, tier in proposed:
        session.execute(
            update(A)
            .where(A.c.id == account, A.c.tier == "C")
            .values(tier_proposal="" if tier == "C" else tier)
        )
