"""Queries about one account, asked together: on PostgreSQL in one statement, since a statement is a round
trip and costs this process as much as fifty rows; on SQLite, which has neither cost, one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ScalarSelect, Select, func, select
from sqlmodel import Session
from sqlmodel.sql.sqltypes import UTCDateTime

from .prepared import Asks, Prepared, kind_of, row_of

Rows = Sequence[Any]


class Together:
    """`account` gives the account's own row, or none: then nothing else is asked. `always` has rows for
    nearly every account; each of `facts` is asked where `there`, an EXISTS of it, says that it has any."""

    def __init__(
        self,
        account: Select[Any],
        always: Sequence[Select[Any]],
        facts: Sequence[Select[Any]],
        there: Sequence[Any],
    ) -> None:
        self._flags = len(facts)
        flags = (whether.label(f"there{n}") for n, whether in enumerate(there))
        self._account = Prepared(account.add_columns(*flags))
        self._rest = [Prepared(query) for query in (*always, *facts)]
        self._always = [1] * len(always)
        every = (account, *always, *facts)
        self._whole = Prepared(
            select(func.json_build_array(*map(_as_json, every), type_=JSON).label("found"))
        )
        self._read = [_FromJson(query) for query in every]

    def __call__(self, session: Session, **values: Any) -> list[Rows]:
        """The rows of each query: of the account, of `always`, of `facts`."""
        if kind_of(session) == "sqlite":
            return self._one_by_one(session, values)
        (row,) = self._whole(session, **values)
        return [read(cells) for read, cells in zip(self._read, row.found, strict=True)]

    def _one_by_one(self, session: Session, values: dict[str, Any]) -> list[Rows]:
        found: list[Rows] = [self._account(session, **values)]
        if not found[0]:
            return [[]] * (len(self._rest) + 1)
        there = (*self._always, *found[0][0][-self._flags :])
        asks = Asks(session)
        found += [asks(query, values) if has else () for query, has in zip(self._rest, there, strict=True)]
        return found


def _as_json(query: Select[Any]) -> ScalarSelect[Any]:
    """The rows of a query as one value, in their order: a list of lists of cells."""
    rows = query.subquery()
    return select(func.json_agg(func.json_build_array(*rows.c))).scalar_subquery()


class _FromJson:
    """Rows of a query out of JSON: as the driver gives them."""

    def __init__(self, query: Select[Any]) -> None:
        columns = list(query.selected_columns)
        self._make = row_of(columns)
        self._converts = [
            (n, _PARSED[type(c.type)]) for n, c in enumerate(columns) if type(c.type) in _PARSED
        ]

    def __call__(self, found: list[list[Any]] | None) -> Rows:
        for cells in found or ():
            for n, parse in self._converts:
                if cells[n] is not None:
                    cells[n] = parse(cells[n])
        return list(map(self._make, found or ()))


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo is UTC else at.astimezone(UTC)


_PARSED: dict[type[Any], Callable[[str], Any]] = {Date: date.fromisoformat, UTCDateTime: _instant}
"""Kinds of columns that JSON says as text; numbers, truth and text are themselves in it."""
