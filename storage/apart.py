"""Accounts that are one now and were two on a day: figures of a day see those of that day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Column, case, select
from sqlmodel import Session

from rules.merging import MERGED

from .merged import MG, MV, Merge, merge_of, query_of


@dataclass(frozen=True)
class Apart:
    """Merges after a day, the newest first: what is one now was two then."""

    merges: tuple[Merge, ...] = ()
    moved: Mapping[tuple[int, str], Mapping[int, int]] = field(default_factory=dict)
    """Of a merge and a table, which rows moved, and the account that they were of."""

    @property
    def accounts(self) -> set[int]:
        return {i for m in self.merges for i in (m.gone_id, m.stays_id)}

    def of(self, table: str, row_id: int, account_id: int) -> int:
        """Whose a row was on that day that is an account's now."""
        for merge in self.merges:
            if account_id == merge.stays_id:
                account_id = self.moved.get((merge.id, table), {}).get(row_id, account_id)
        return account_id

    def stood(self, account_id: int) -> dict[str, Any]:
        """Days and figures of the account that it had on that day, by column, where they are others now."""
        for merge in reversed(self.merges):  # the first after the day is the last to have changed them
            if merge.stays_id == account_id:
                return _typed(merge.kept["stays"])
            if merge.gone_id == account_id:
                return _typed(merge.kept["gone"])
        return {}

    def read_with(self, ids: Iterable[int]) -> list[int]:
        """Accounts, and those that hold their rows now."""
        wanted = dict.fromkeys(ids)
        for merge in reversed(self.merges):
            if merge.gone_id in wanted:
                wanted.setdefault(merge.stays_id)
        return list(wanted)


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        c: date.fromisoformat(v) if isinstance(v, str) and c.endswith(("_on", "_given", "_until")) else v
        for c, v in values.items()
    }


def merged_since(session: Session, ws: int, on: date) -> Apart:
    """What was merged after a day."""
    mine = (MG.c.workspace_id == ws, MG.c.became == MERGED, MG.c.merged_on > on)
    merges = [
        merge_of(r)
        for r in session.execute(query_of().where(*mine).order_by(MG.c.done_at.desc(), MG.c.id.desc()))
    ]
    if not merges:
        return Apart()
    moved: dict[tuple[int, str], dict[int, int]] = {}
    rows = select(MV.c.merge_id, MV.c.noun, MV.c.row_id, MV.c.was_id).where(
        MV.c.workspace_id == ws, MV.c.column == "account_id", MV.c.merge_id.in_([m.id for m in merges])
    )
    for r in session.execute(rows):
        moved.setdefault((r.merge_id, r.noun), {})[r.row_id] = r.was_id
    return Apart(tuple(merges), moved)


def account_then(session: Session, ws: int, on: date, table: Any) -> Column[Any] | Any:
    """The account that a row of a table was of at the end of a day, as SQL; its column as it is, where
    nothing was merged since."""
    merges = select(MG.c.id).where(MG.c.workspace_id == ws, MG.c.became == MERGED, MG.c.merged_on > on)
    ids = list(session.execute(merges).scalars())
    if not ids:
        return table.c.account_id
    first = (
        select(MV.c.was_id)
        .where(MV.c.merge_id.in_(ids), MV.c.noun == table.name, MV.c.column == "account_id")
        .where(MV.c.row_id == table.c.id)
        .order_by(MV.c.id)
        .limit(1)
        .correlate(table)
        .scalar_subquery()
    )
    return case((first.is_not(None), first), else_=table.c.account_id)
