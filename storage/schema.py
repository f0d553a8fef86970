"""Which schema a database has, and how it comes to this version's. Alembic is loaded only where a migration
has to run: no start of a database that is current, nor the first one on SQLite, needs it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = MIGRATIONS / "newest.sql"
"""The schema that the migrations make of an empty SQLite file, statement by statement, the first line saying
after which of them. `python -m tests.schemas.newest` writes it."""
_PARTED = ";\n\n"
_VERSION = "alembic_version"


@cache
def revisions() -> tuple[str, ...]:
    """Every migration's number, oldest first: its file begins with it, and nothing else says the order."""
    names = (path.name for path in (MIGRATIONS / "versions").glob("*.py"))
    return tuple(sorted(m[1] for name in names if (m := re.match(r"(\d{4})_", name))))


def heads(connection: Connection) -> frozenset[str]:
    """The migrations that a database stands at; none for an empty one."""
    if not inspect(connection).has_table(_VERSION):
        return frozenset()
    return frozenset(connection.execute(text(f"SELECT version_num FROM {_VERSION}")).scalars())


def is_current(connection: Connection) -> bool:
    """Whether a database has this version's schema."""
    return heads(connection) == {revisions()[-1]}


def newer(connection: Connection) -> str:
    """A migration that a database has and this version doesn't know; "" when there is none."""
    return next((h for h in sorted(heads(connection)) if h not in revisions()), "")


def bring(connection: Connection, url: str) -> None:
    """Bring a database to this version's schema, in a transaction that writes."""
    if is_current(connection):
        return
    if connection.dialect.name == "sqlite" and _is_empty(connection) and (made := newest()):
        for statement in made:
            connection.exec_driver_sql(statement)
        return
    from alembic import command

    config = alembic_of(url)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _is_empty(connection: Connection) -> bool:
    return not connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()


def newest() -> list[str]:
    """The statements of the schema as it is kept; none where it is kept after another migration than the
    last: then the migrations make it."""
    return parted(NEWEST.read_text(encoding="utf-8")) if NEWEST.exists() else []


def parted(said: str) -> list[str]:
    first, _, rest = said.partition("\n")
    return rest.removesuffix(";\n").split(_PARTED) if first == _marked() else []


def _marked() -> str:
    return f"-- {revisions()[-1]}"


def written(connection: Connection) -> str:
    """The schema of a SQLite database that is current, as it is kept."""
    query = text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
    stamp = f"INSERT INTO {_VERSION} (version_num) VALUES ('{revisions()[-1]}')"
    said = _PARTED.join([*connection.execute(query).scalars(), stamp])
    return f"{_marked()}\n{said};\n"


def alembic_of(url: str) -> Config:
    """What Alembic is told to migrate a database."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config
