"""The two largest tables really partitioned by hash of workspace_id, in a copy of the book: our own answers
against both, and what plans touch."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import psycopg

from compose import Tend
from storage import tables

from ..book import a_tend_at
from . import acts
from .figures import Figure, span
from .heard import Asked, listening, naming, unnamed
from .server import Rig

TABLES = ("touch", "revenue")
PARTS = 32
_FOREIGN = """
SELECT conrelid::regclass::text, conname, confrelid::regclass::text, pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND (conrelid = %s::regclass OR confrelid = %s::regclass)
"""


def measure(rig: Rig, name: str) -> Iterator[Figure]:
    """Against a copy of the database `name`, to which nobody may be connected."""
    parted = rig.make("parted", name)
    begun = time.perf_counter()
    rows = sum(split(rig, "parted", table) for table in TABLES)
    took = time.perf_counter() - begun
    rig.ask("parted", "VACUUM ANALYZE touch, revenue")
    yield Figure(
        f"{' and '.join(TABLES)} moved into {PARTS} partitions each", f"{rows:,} rows in {span(took)}"
    )
    plain, whole = a_tend_at(rig.url(name)), a_tend_at(parted)
    said = lambda text: naming(text, set(TABLES), workspace=1)  # noqa: E731
    with listening(plain) as asked:
        cards = [acts.card(plain)(n) for n in range(40)]
    with listening(whole), listening(whole, said):
        assert [acts.card(whole)(n) for n in range(40)] == cards, "answers differ"
    assert [acts.card(whole)(n) for n in range(40)] == cards, "answers differ"
    yield from _costs(rig, name, plain, whole, says=said)
    with listening(whole) as also:
        acts.line(whole)(3)
    yield from _plans(rig, name, [*asked[-20:], *also])
    plain.close()
    whole.close()
    rig.drop("parted")


def split(rig: Rig, name: str, table: str) -> int:
    """Partition a table; what refers to it refers to it by workspace, too. Rows moved."""
    foreign = rig.ask(name, _FOREIGN, table, table)
    indexes = rig.ask(
        name,
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = %s::regclass AND NOT indisunique",
        table,
    )
    does = [f"ALTER TABLE {of} DROP CONSTRAINT {called}" for of, called, _, _ in foreign]
    does += [f"DROP INDEX {called}" for called, _ in indexes]
    does += [
        f"ALTER TABLE {table} RENAME TO whole_{table}",
        f"CREATE TABLE {table} (LIKE whole_{table} INCLUDING DEFAULTS) PARTITION BY HASH (workspace_id)",
        *(
            f"CREATE TABLE {table}_p{n} PARTITION OF {table} FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {n})"
            for n in range(PARTS)
        ),
        f"INSERT INTO {table} SELECT * FROM whole_{table}",
        f"ALTER TABLE {table} ADD PRIMARY KEY (workspace_id, id)",
        *(made for _, made in indexes),
        *(_refers(of, to, made, table) for of, _, to, made in foreign),
        f"ALTER SEQUENCE {table}_id_seq OWNED BY {table}.id",
        f"DROP TABLE whole_{table}",
    ]
    rig.ask(name, "; ".join(does))
    return int(rig.one(name, f"SELECT count(*) FROM {table}"))


def _refers(of: str, to: str, made: str, table: str) -> str:
    """A reference to the table names the workspace; its own stay."""
    if to == table:
        column = made.split("(")[1].split(")")[0]
        made = f"FOREIGN KEY (workspace_id, {column}) REFERENCES {table} (workspace_id, id)"
    return f"ALTER TABLE {of} ADD {made}"


def _costs(rig: Rig, name: str, plain: Tend, whole: Tend, says: Any) -> Iterator[Figure]:
    """A card's processor time in the database: as it is, partitioned, and with the workspace named."""
    before = acts.cost(rig, name, acts.card(plain), 150)
    as_asked = acts.cost(rig, "parted", acts.card(whole), 150)
    with listening(whole, says):
        named = acts.cost(rig, "parted", acts.card(whole), 150)
    yield Figure(
        "a card in the database: whole / partitioned / and the workspace named in each statement",
        " / ".join(span(c.database) for c in (before, as_asked, named)),
        f"{as_asked.database / before.database:.2f} and {named.database / before.database:.2f} of the whole",
    )


def _plans(rig: Rig, name: str, asked: list[Asked]) -> Iterator[Figure]:
    """What one card and one line ask of the partitioned tables: partitions that a plan visits."""
    known = set(TABLES)
    lacking = [(text, values) for text, values in asked if unnamed(text, known)]
    of = [text for text, _ in asked if any(f" {t}" in text for t in TABLES) and not text.startswith("INSERT")]
    with psycopg.connect(rig.url("parted")) as there, psycopg.connect(rig.url(name)) as here:
        rows = [
            (
                _explained(here, text, values),
                _explained(there, text, values),
                _explained(there, naming(text, known, 1), values),
            )
            for text, values in lacking
        ]
    visited = [max(row[n][0] for row in rows) for n in (1, 2)]
    yield Figure(
        "statements of a card and a line on these tables; of them without the workspace",
        f"{len(of)}; {len(lacking)}",
        f"such a plan visits up to {visited[0]} partitions; with it {visited[1]}",
    )
    sums = [sum(row[n][1] for row in rows) for n in range(3)]
    yield Figure(
        "these statements planned and run: whole / partitioned / and the workspace named",
        " / ".join(span(s) for s in sums),
        f"{sums[1] / sums[0]:.1f} and {sums[2] / sums[0]:.1f} of the whole",
    )


def _explained(connection: psycopg.Connection[Any], text: str, values: Any) -> tuple[int, float]:
    """Partitions that a plan visits, and the fewest of five seconds that planning and running it takes;
    nothing of it stays."""
    tries = []
    for _ in range(5):
        plan = connection.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {text}", values).fetchall()[0][0][0]
        connection.rollback()
        tries.append((plan["Planning Time"] + plan["Execution Time"]) / 1000)
    return len({r for r in _relations(plan["Plan"]) if "_p" in r and r.split("_p")[0] in TABLES}), min(tries)


def _relations(node: dict[str, Any]) -> Iterator[str]:
    """The tables that a plan scans, those that it did not come to, too."""
    if "Relation Name" in node:
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from _relations(below)


def unfit() -> Iterator[Figure]:
    """Which unique keys and references of ours a partitioned table would not allow: those without the
    workspace."""
    alone, to_id, by_id = [], 0, 0
    for table in tables.METADATA.sorted_tables:
        if "workspace_id" not in table.columns:
            continue
        by_id += "id" in table.primary_key.columns
        to_id += sum(f.column.table.name not in {"workspace"} for f in table.foreign_keys)
        for constraint in table.constraints:
            unique = type(constraint).__name__ == "UniqueConstraint" or (
                constraint is table.primary_key and "id" not in table.primary_key.columns
            )
            columns = [c.name for c in getattr(constraint, "columns", ())]
            if unique and "workspace_id" not in columns:
                alone.append(f"{table.name} ({', '.join(columns)})")
    yield Figure(
        "primary keys of a row's id alone; references to such an id",
        f"{by_id}; {to_id}",
        "both take the workspace",
    )
    yield Figure("other unique keys without the workspace", "; ".join(sorted(alone)) or "none")
    small = [
        t.name
        for t in tables.METADATA.sorted_tables
        if "id" in t.columns and str(t.columns["id"].type) == "INTEGER"
    ]
    yield Figure("ids of 32 bits", f"{len(small)} tables", "2,147 M rows a table, then no more")
