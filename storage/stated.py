"""What a typed line stated without a touch, a concern, a change or a need, known again by the line's key: so
that it is kept once and can be taken back. Each act is audited, never its text."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlmodel import Session

from rules.facts import changes as changes_rules
from rules.facts import concerns as concerns_rules
from rules.facts import needs as needs_rules

from . import audit, nudges
from .changes import CH, id_of
from .concerns import CO
from .needs import N


class Kept(NamedTuple):
    """The row of a fact that a line stated; `stands`: nobody took it back."""

    id: int
    stands: bool


_TABLES: dict[str, Any] = {concerns_rules.FACT: CO, changes_rules.FACT: CH, needs_rules.FACT: N}


def key_of(token: str) -> str:
    """What a line states is known by; what it logs has the line's own key."""
    return f"s{token}"


def external_id(token: str) -> str:
    return id_of(key_of(token))


def of_line(session: Session, ws: int, account_id: int, token: str, fact: str) -> Kept | None:
    """What a line stated; None when it was not kept. `fact` is the kind of the fact in reasons."""
    t = _TABLES[fact]
    mine = (t.c.workspace_id == ws, t.c.account_id == account_id, t.c.external_id == external_id(token))
    row = session.execute(select(t.c.id, t.c.voided_at).where(*mine)).first()
    return Kept(row.id, row.voided_at is None) if row else None


def take_back(
    session: Session, ws: int, account_id: int, kept: Kept, fact: str, *, by_id: int, now: datetime
) -> None:
    """It is not so; mornings that told of it say so. The row stays, so that its audit can be read."""
    t = _TABLES[fact]
    session.execute(update(t).where(t.c.id == kept.id).values(voided_at=now))
    told = (fact, kept.id)
    nudges.answered(session, ws, account_id, told=told, outcome=f"{fact} undone", now=now)
    audit.keep(session, ws, now, by_id=by_id, did="voided", noun=fact, row_id=kept.id, account=account_id)
