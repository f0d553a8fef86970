"""Writes down the schema that all migrations make of an empty SQLite file (storage/migrations/newest.sql), so
that a first start needs none of them: `python -m tests.schemas.newest`, whenever a migration was added or
changed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from storage import schema

from .keep import at_revision


def by_migrations(folder: Path) -> str:
    """The schema as the migrations make it."""
    database = at_revision(f"sqlite:///{folder / 'newest.db'}", "head")
    with database.engine.connect() as connection:
        said = schema.written(connection)
    database.close()
    return said


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        schema.NEWEST.write_text(by_migrations(Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
