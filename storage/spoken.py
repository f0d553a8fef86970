"""What is noted of an account in a row of its own: kept, put right, taken back, read; the same for each such
noun. Each act is audited, never its text.

Whoever calls has the account computed again in the same transaction (storage/assess.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import uuid4

from sqlalchemy import Select, Table, update
from sqlmodel import Session

from .audit import Trail
from .database import new_id


class Row(Protocol):
    """A frozen value of rules/facts that such a row holds."""

    @property
    def id(self) -> int: ...
    @property
    def account_id(self) -> int: ...


R = TypeVar("R", bound=Row)


class Spoken(Generic[R]):
    """The rows of one noun. `query` reads those that nobody took back, `of` makes a value of one; `fields`
    are what somebody may put right, `said` what the audit says of a change."""

    def __init__(
        self,
        noun: str,
        table: Table,
        query: Select[Any],
        of: Callable[[Any], R],
        fields: Sequence[str],
        said: Callable[[R, R], str],
    ) -> None:
        self.table, self.query, self.of, self.fields, self.said = table, query, of, fields, said
        self.audited = Trail(noun)

    def of_account(self, session: Session, ws: int, account_id: int) -> list[R]:
        """All of an account, in the query's order."""
        mine = (self.table.c.workspace_id == ws, self.table.c.account_id == account_id)
        return [self.of(r) for r in session.execute(self.query.where(*mine))]

    def get(self, session: Session, ws: int, row_id: int) -> R | None:
        """One of them; None when there is none, or somebody took it back."""
        mine = (self.table.c.workspace_id == ws, self.table.c.id == row_id)
        row = session.execute(self.query.where(*mine)).first()
        return self.of(row) if row else None

    def note(
        self, session: Session, ws: int, new: R, *, by_id: int, now: datetime, did: str = "noted"
    ) -> int:
        """Keep a new one; its id."""
        row = {name: getattr(new, name) for name in self.fields} | {
            "account_id": new.account_id,
            "by_id": by_id,
            "external_id": f"tend-{uuid4().hex[:16]}",
            "created_at": now,
        }
        made = new_id(session.execute(self.table.insert().values(workspace_id=ws, **row)))
        self.audited(session, ws, made, new.account_id, did=did, by_id=by_id, now=now)
        return made

    def change(self, session: Session, ws: int, was: R, to: R, *, by_id: int, now: datetime) -> bool:
        """Put right, or moved on; whether anything differs."""
        changed = {n: getattr(to, n) for n in self.fields if getattr(to, n) != getattr(was, n)}
        if not changed:
            return False
        session.execute(update(self.table).where(self.table.c.id == was.id).values(changed))
        self.audited(session, ws, was.id, was.account_id, did=self.said(was, to), by_id=by_id, now=now)
        return True

    def take_back(self, session: Session, ws: int, row: R, *, by_id: int, now: datetime) -> None:
        """It is not so; the row stays, so that its audit can be read."""
        session.execute(update(self.table).where(self.table.c.id == row.id).values(voided_at=now))
        self.audited(session, ws, row.id, row.account_id, did="voided", by_id=by_id, now=now)
