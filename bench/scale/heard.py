"""What a Tend asks PostgreSQL: every statement of its engines with its values, SQLAlchemy's and prepared ones
alike; and the same with a workspace named where a statement names none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import event

from compose import Tend

Asked = tuple[str, Any]
_NAMED = re.compile(r'\b(?:FROM|JOIN|UPDATE|INTO|USING|,)\s+"?(\w+)"?(?:\s+AS\s+"?(\w+)"?)?', re.IGNORECASE)
_FROM = re.compile(r"\b(FROM|UPDATE)\b((?:(?!\bWHERE\b|\bFROM\b|\bSELECT\b).)*)\bWHERE\b", re.DOTALL)


@contextmanager
def listening(tend: Tend, says: Callable[[str], str] = str) -> Iterator[list[Asked]]:
    """The statements as they come; `says` may put another in the place of each."""
    asked, engines = list[Asked](), (tend.database.engine, tend.worker_database.engine)

    class Heard(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
            text = says(query) if isinstance(query, str) else query
            if str(text).strip() != ";":  # whether the connection is there
                asked.append((str(text), params))
            return super().execute(text, params, **how)

    def connect(raw: Any, _: Any) -> None:
        raw.cursor_factory = Heard

    for engine in engines:
        engine.dispose()
        event.listen(engine, "connect", connect)
    try:
        yield asked
    finally:
        for engine in engines:
            event.remove(engine, "connect", connect)
            engine.dispose()


def reads(statement: str, known: set[str]) -> dict[str, str]:
    """The tables of a statement by how it calls them."""
    found = ((alias or name, name) for name, alias in _NAMED.findall(statement))
    return {alias: name for alias, name in found if name in known}


def unnamed(statement: str, known: set[str]) -> set[str]:
    """Of these tables, those that a statement reads without naming the workspace."""
    if statement.lstrip().upper().startswith("INSERT"):
        return set()
    return {
        name
        for alias, name in reads(statement, known).items()
        if not re.search(rf'\b"?{alias}"?\.workspace_id\s*=|=\s*"?{alias}"?\.workspace_id\b', statement)
    }


def naming(statement: str, known: set[str], workspace: int) -> str:
    """The statement with the workspace said of each of these tables that stands behind a FROM of its own."""

    def said(match: re.Match[str]) -> str:
        whole = match.group(0)
        lacking = [alias for alias, name in reads(whole, known).items() if name in lacks]
        return whole + "".join(f" {alias}.workspace_id = {workspace} AND" for alias in lacking)

    lacks = unnamed(statement, known)
    return _FROM.sub(said, statement) if lacks else statement
