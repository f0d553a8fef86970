"""After the rows: managers, parents, the day each account exists from, revenue, due dates. Usable without
any further step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from sqlalchemy import select, update
from sqlmodel import Session

from rules.records import Tier
from rules.segments import propose_tiers

from .. import led as leading
from .. import lifetimes, outbox, people, tiers, workspaces
from ..assess import foreseen, recompute
from ..chunks import FIRST, in_chunks
from ..database import Database
from ..people import P
from ..records import A
from . import recording
from .accounts import ACCOUNTS
from .known import Change, Known
from .memory import IMPORTED, remembered
from .noun import Noun
from .writing import link

Progress = Callable[[str, int, int], None]


def finish(
    database: Database,
    known: Known,
    written: Sequence[tuple[Noun, list[Change]]],
    wrote: bool,
    progress: Progress,
) -> None:
    """Managers, parents, the day each account exists from, revenue, due dates: usable without any further
    step."""
    for noun, changes in written:
        if noun.later:
            in_chunks(database, changes, partial(_link, known=known, noun=noun))
        if noun.kind == "people":
            led = [c for c in changes if c.cells["manager_email"] or "manager_email" in c.changed]
            ids = [known.people[c.cells["email"].lower()] for c in led]
            in_chunks(database, ids, partial(led_anew, known=known))
    if known.resumes:
        with database.reading() as session:
            known.touched.update(workspaces.account_ids(session, known.ws))

    compute_anew(database, known, progress)
    fresh = propose_anew(database, known) if known.touched else set()
    in_chunks(database, sorted(known.asks | fresh), partial(_tell, known=known))
    if wrote:
        in_chunks(database, sorted(known.people.values()), partial(plan_anew, known=known))
    with database.transaction() as session:
        workspaces.note_import(session, known.ws, None)
        workspaces.note_imported(session, known.ws, known.now)


def compute_anew(database: Database, known: Known, progress: Progress) -> None:
    """All that rests on the accounts that were touched alone: since when they exist and stand as they do,
    due dates, health."""

    def compute(session: Session, chunk: Sequence[int]) -> None:
        lifetimes.exist(session, known.ws, chunk)
        lifetimes.stand_as_told(session, known.ws, chunk, now=known.now)
        recompute(session, known.ws, known.policy, ids=chunk, now=known.now)

    ids = sorted(known.touched)
    with database.reading() as session:
        # what is loaded or compiled once is so by now, not while the first transaction stands
        foreseen(session, known.ws, known.policy, ids=ids[:FIRST], now=known.now)
    in_chunks(database, ids, compute, progress=partial(progress, "due dates"))


def propose_anew(database: Database, known: Known) -> set[int]:
    """Proposals of a tier, by whole books as they are now. Who has some to look at that were not there
    before."""
    with database.reading() as session:
        proposed = _proposals(session, known)
        fresh = _fresh(session, proposed)
    in_chunks(database, sorted(proposed.items()), _propose)
    return fresh


def _link(session: Session, changes: Sequence[Change], known: Known, noun: Noun) -> None:
    if noun.link:
        noun.link(session, known, changes)
    else:
        link(session, changes, known, noun)
    if known.run is not None:
        recording.linked(session, known, noun, changes)


def led_anew(session: Session, ids: Sequence[int], known: Known) -> None:
    """What was brought to a manager is with the one that they have now."""
    leading.anew(session, known.ws, ids, known.now)


def plan_anew(session: Session, ids: Sequence[int], known: Known) -> None:
    people.plan_anew(session, known.ws, known.now, ids=ids)
    people.digest_anew(session, known.ws, known.now, ids=ids)


def _proposals(session: Session, known: Known) -> dict[int, Tier]:
    """Proposals for accounts whose tier nobody gave, from each owner's book by revenue: those that are not
    as they stand."""
    given = select(IMPORTED.c.row_id, IMPORTED.c.cells).where(
        IMPORTED.c.workspace_id == known.ws, IMPORTED.c.kind == "accounts"
    )
    place = ACCOUNTS.place["tier"]
    open_ = {r.row_id for r in session.execute(given) if not remembered(ACCOUNTS, r.cells)[place]}
    if not open_:
        return {}
    books, stands = dict[int, dict[int, int]](), dict[int, str]()
    columns = (A.c.id, A.c.owner_id, A.c.annual, A.c.tier_proposal)
    mine = (A.c.workspace_id == known.ws, A.c.status != "churned", ~A.c.served_through_parent)
    for row in session.execute(select(*columns).where(*mine)):
        books.setdefault(row.owner_id, {})[row.id] = row.annual or 0
        stands[row.id] = row.tier_proposal or "C"
    kept = tiers.kept(session, known.ws, known.now)
    each = (it for book in books.values() for it in propose_tiers(book).items())
    other = {a: tier for a, tier in each if a in open_ and tier != stands[a] and (a, tier) not in kept}
    settled = tiers.decided(session, known.ws, list(other), known.now)
    return {a: tier for a, tier in other.items() if a not in settled}


def _fresh(session: Session, proposed: Mapping[int, Tier]) -> set[int]:
    """Who manages the owners of those that are proposed anew; an admin where nobody does."""
    better = [a for a, tier in proposed.items() if tier != "C"]
    found = set[int | None]()
    for start in range(0, len(better), 400):
        some = better[start : start + 400]
        query = select(A.c.id, A.c.tier, A.c.tier_proposal, A.c.workspace_id, P.c.manager_id)
        for r in session.execute(query.join(P, P.c.id == A.c.owner_id).where(A.c.id.in_(some))):
            if r.tier == "C" and r.tier_proposal != proposed[r.id]:
                found.add(r.manager_id or next((p.id for p in people.admins(session, r.workspace_id)), None))
    return {person for person in found if person is not None}


def _tell(session: Session, ids: Sequence[int], known: Known) -> None:
    """They hear of it once a day, with what goes to them next, as it stands by then."""
    for person in ids:
        key = f"brought:{person}:{known.now.date()}"
        outbox.enqueue(session, known.ws, key, say="brought", payload={}, now=known.now, person_id=person)


def _propose(session: Session, proposed: Sequence[tuple[int, Tier]]) -> None:
    for account, tier in proposed:
        session.execute(
            update(A)
            .where(A.c.id == account, A.c.tier == "C")
            .values(tier_proposal="" if tier == "C" else tier)
        )
