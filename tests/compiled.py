"""What SQLAlchemy compiles once an engine is compiled once a run: each test has a database of its own, with
the same schema, and compiling its questions anew took a quarter of the suite.

A cache is asked by dialect and statement; here all dialects of SQLite are one to it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

KEPT = 5000  # statements
_CACHE: LRUCache[Any, Any] = LRUCache(KEPT)


class _OneDialect(SQLiteDialect_pysqlite):
    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _OneDialect)

    def __hash__(self) -> int:
        return hash(_OneDialect)


def create_engine_alike(url: str, **options: Any) -> Engine:
    """As create_engine, sharing what is compiled."""
    engine = create_engine(url, **options)
    if type(engine.dialect) is SQLiteDialect_pysqlite:
        engine.dialect.__class__ = _OneDialect
        engine._compiled_cache = _CACHE
    return engine
