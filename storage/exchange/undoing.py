"""Undoing a whole import. Rows that it made and nobody touched since go; cells that still hold what it
brought are as they were before; what somebody changed since stays, and is said. In short transactions; cut
off, it is finished by running it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import String, Table, cast, delete, false, func, or_, select
from sqlmodel import Session

from rules.acts import UNDONE

from .. import accounts, imports, mine
from ..audit import AU
from ..chunks import in_chunks
from ..database import Database
from ..imports import IR
from ..people import P
from ..privacy.declared import references
from ..records import A
from . import nouns
from .finish import compute_anew, led_anew, plan_anew, propose_anew
from .in_history import BY_FILE
from .known import Known
from .lock import alone
from .memory import IMPORTED
from .noun import Noun
from .putting_back import put_back
from .recording import A_QUERY, IC, marks, stored
from .taking import known_of
from .undone import BACK, GONE, STAYS, become, called, note_touched, rows_of

SHOWN = 20
Progress = Callable[[str, int, int], None]
_PARTS: dict[str, frozenset[str]] = {
    "account": frozenset({"standing", "account_name", "alarm", "nudge", "cut", "escalation", "loosening"}),
    "touch": frozenset({"touch_contact"}),
    "contact": frozenset({"turned_up"}),
}
"""Tables whose rows others are made of, or that came by themselves: they go with what they belong to."""
_ACTED: dict[str, tuple[str, ...]] = {
    "standing": ("by_id",),
    "nudge": ("outcome",),
    "escalation": ("ended_by_id",),
    "loosening": ("by_id", "ended_by_id"),
}
"""Where a part says that a person acted on it: then it is used."""
_NO_USE = ("claimed", "disowned", BY_FILE, UNDONE)
"""What an owner said of an account that a file gave them changes nothing of it; what files changed, and what
was taken back, the account itself tells."""


@dataclass(slots=True)
class Undone:
    """What became of an import's rows; `stays` says the first of those that somebody changed since."""

    gone: int = 0
    back: int = 0
    stays: int = 0
    said: list[str] = field(default_factory=list)


def undo(
    database: Database, run: int, now: datetime, progress: Progress = lambda kind, done, of: None
) -> Undone:
    """Undo a run. Raises Unusable while an import runs."""
    said = list[str]()
    with alone(database):
        with database.reading() as session:
            known = known_of(session, now)
            known.by = imports.pressed_by(session, run)
            known.imported_at = session.execute(select(IR.c.went_at).where(IR.c.id == run)).scalar_one()
        for noun in reversed(nouns.NOUNS):
            said += _undo(database, run, known, noun, progress)
        with database.reading() as session:
            there = set(session.execute(select(nouns.of("accounts").table.c.id)).scalars())
            led = _ids_of(session, run, nouns.of("people"))
        in_chunks(database, led, partial(led_anew, known=known))
        known.touched &= there
        compute_anew(database, known, progress)
        propose_anew(database, known)  # of a book that lost accounts others are the first
        in_chunks(database, sorted(known.people.values()), partial(plan_anew, known=known))
        with database.reading() as session:
            query = select(IC.c.became, func.count()).where(IC.c.run_id == run).group_by(IC.c.became)
            counts = Counter({became: count for became, count in session.execute(query)})
    return Undone(counts[GONE], counts[BACK], counts[STAYS], said[:SHOWN])


def _undo(database: Database, run: int, known: Known, noun: Noun, progress: Progress) -> list[str]:
    """One noun: what was changed first, then what was made, as long as more of it goes: one may refer to
    another. Says what stays."""
    said = list[str]()
    with database.reading() as session:
        ids = _ids(session, run, noun, is_new=False)
    step = partial(put_back, known=known, noun=noun, said=said)
    in_chunks(database, ids, step, progress=partial(progress, noun.kind), most=A_QUERY)
    left, stays = -1, list[str]()
    while True:
        with database.reading() as session:
            ids = _ids(session, run, noun, is_new=True)
        if len(ids) in (left, 0):
            return [*said, *stays] if ids else said
        left, stays = len(ids), list[str]()
        step = partial(_take_away, known=known, noun=noun, said=stays)
        in_chunks(database, ids, step, progress=partial(progress, noun.kind), most=A_QUERY)


def _ids_of(session: Session, run: int, noun: Noun) -> list[int]:
    """Rows of a noun that were there before the run, and that it changed."""
    mine = (IC.c.run_id == run, IC.c.kind == noun.kind, IC.c.is_new.is_(False))
    return list(session.execute(select(IC.c.row_id).where(*mine).order_by(IC.c.row_id)).scalars())


def _ids(session: Session, run: int, noun: Noun, is_new: bool) -> list[int]:
    mine = (IC.c.run_id == run, IC.c.kind == noun.kind, IC.c.is_new.is_(is_new))
    left = IC.c.became.not_in((GONE, BACK))
    return list(session.execute(select(IC.c.id).where(*mine, left).order_by(IC.c.id.desc())).scalars())


def _take_away(session: Session, ids: Sequence[int], known: Known, noun: Noun, said: list[str]) -> None:
    """Rows that the run made: those that are as it left them, and that nothing of others refers to, go."""
    rows = rows_of(session, ids)
    now = stored(session, known.ws, noun, list(rows))
    made = marks(session, known.ws, noun, list(now))
    as_made = [n for n, r in rows.items() if n in now and made[n] == r.mark]
    held = _held(session, noun, as_made) | _put_right(session, rows, noun)
    away = {n: r for n, r in rows.items() if n in as_made and n not in held}
    away |= {n: r for n, r in rows.items() if n not in now and _is_gone(session, noun, n)}
    note_touched(known, noun, [now[n] for n in away if n in now])
    _delete(session, known, noun, list(away))
    memory = [r.key for r in away.values() if r.key]
    session.execute(
        delete(IMPORTED).where(
            IMPORTED.c.workspace_id == known.ws, IMPORTED.c.kind == noun.kind, IMPORTED.c.key.in_(memory)
        )
    )
    become(session, list(away.values()), GONE)
    stays = [r for n, r in rows.items() if n not in away]
    become(session, stays, STAYS)
    said += [f"{noun.one} {called(noun, now.get(r.row_id, ()))}: used or changed since" for r in stays]


def _put_right(session: Session, rows: Mapping[int, Any], noun: Noun) -> set[int]:
    """Rows that another run changed since, for good: also by whom they name, which is no column of theirs."""
    run = next((r.run_id for r in rows.values()), None)
    mine = (IC.c.kind == noun.kind, IC.c.row_id.in_(list(rows)), IC.c.run_id != run)
    query = select(IC.c.row_id).where(*mine, IC.c.became.not_in((GONE, BACK)))
    return {int(n) for n in session.execute(query).scalars()}


def _is_gone(session: Session, noun: Noun, row_id: int) -> bool:
    """Whether a row that no export has is really none: one that was undone in Slack stays undone."""
    return session.execute(select(noun.table.c.id).where(noun.table.c.id == row_id)).first() is None


def _held(session: Session, noun: Noun, ids: Sequence[int]) -> set[int]:
    """Rows to which something refers that is not theirs, and does not go with them, and those that somebody
    did something with. Whoever is linked to Slack is here."""
    held, parts, table = _acted_on(session, noun.table, ids), _PARTS.get(noun.table.name, ()), noun.table
    for column in references(table.name):
        query = select(column).where(column.in_(ids))
        if column.table is table:
            query = query.where(table.c.id.not_in(ids))
        elif column.table.name in parts:
            acted = [column.table.c[name] for name in _ACTED.get(column.table.name, ())]
            query = query.where(or_(false(), *(c.is_not(None) & (cast(c, String) != "") for c in acted)))
        held |= {int(n) for n in session.execute(query).scalars()}
    if table is P:
        linked = select(P.c.id).where(P.c.id.in_(ids), P.c.slack_id.is_not(None))
        held |= set(session.execute(linked).scalars())
    return held


def _acted_on(session: Session, table: Table, ids: Sequence[int]) -> set[int]:
    """Rows of which the audit trail has something that a person did."""
    about = [AU.c.row_id, AU.c.account_id] if table is A else [AU.c.row_id]
    held = set[int]()
    for column in about:
        query = select(column).where(column.in_(ids), AU.c.by_id.is_not(None), AU.c.did.not_in(_NO_USE))
        if column is AU.c.row_id:
            query = query.where(AU.c.noun == table.name)
        held |= {int(n) for n in session.execute(query).scalars()}
    return held


def _delete(session: Session, known: Known, noun: Noun, ids: Sequence[int]) -> None:
    if noun.table is A:
        mine.gone(session, known.ws, ids, known.now)
        accounts.unname(session, known.ws, ids)
    for column in references(noun.table.name):
        if column.table.name in _PARTS.get(noun.table.name, ()):
            session.execute(delete(column.table).where(column.in_(ids)))
    session.execute(delete(noun.table).where(noun.table.c.id.in_(ids)))
