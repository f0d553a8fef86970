"""What a migration and a backup take, by the million rows: on the largest table, and of the whole book."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from .figures import ACCOUNTS, Figure, size, span
from .server import Rig

CHUNK = 5_000  # rows of one transaction when a column is filled


def measure(rig: Rig, name: str, accounts: int) -> Iterator[Figure]:
    """On the database `name`, which holds so many accounts and to which nobody is connected."""
    rows = rig.one(name, "SELECT count(*) FROM touch")
    whole = rows / accounts * ACCOUNTS

    def asked(statement: str) -> float:
        return _took(lambda: rig.ask(name, statement))

    added = asked("ALTER TABLE touch ADD COLUMN scale int NOT NULL DEFAULT 0")
    yield Figure("a column with a constant default added to touch", span(added), "no matter how many rows")
    made = asked("CREATE INDEX CONCURRENTLY ix_scale ON touch (workspace_id, account_id, at)")
    yield Figure(
        f"an index made beside writes, {rows:,} rows",
        span(made),
        f"{span(made / rows * whole)} for {whole / 1e6:,.0f} M",
    )
    filled = _filled(rig, name, rows)
    yield Figure(
        f"a column filled in transactions of {CHUNK:,} rows, the longest of them",
        f"{span(sum(filled))}, {span(max(filled))}",
        f"{span(sum(filled) / rows * whole)}; in one transaction, whoever writes to them waits",
    )
    bare = rig.one(name, "SELECT pg_total_relation_size('touch')")
    asked("VACUUM touch")
    yield Figure(
        "touch after every row was rewritten",
        f"{size(bare)}, {bare / rows:,.0f} bytes a row",
        "room for a second copy",
    )
    wide = asked("ALTER TABLE touch ALTER COLUMN id TYPE bigint")
    yield Figure(
        "ids of touch made 64 bits (the table is locked and written anew)",
        span(wide),
        f"{span(wide / rows * whole)}: done by partitions, before there are many",
    )
    asked("ALTER TABLE touch DROP COLUMN scale")
    yield from _backup(rig, name, accounts)


def _filled(rig: Rig, name: str, rows: int) -> list[float]:
    """Seconds of each part."""
    ids = [int(r[0]) for r in rig.ask(name, "SELECT id FROM touch ORDER BY id")][::CHUNK]
    return [
        _took(
            lambda first=first, last=last: rig.ask(  # type: ignore[misc]
                name, "UPDATE touch SET scale = 1 WHERE id >= %s AND id < %s", first, last
            )
        )
        for first, last in zip(ids, [*ids[1:], ids[-1] + CHUNK], strict=True)
    ]


def _backup(rig: Rig, name: str, accounts: int) -> Iterator[Figure]:
    file = str(rig.folder / "dump")
    there = ("-h", str(rig.folder), "-U", "postgres")
    dumped = _took(lambda: rig.run("pg_dump", "--format=custom", "-f", file, *there, name))
    weighs = (rig.folder / "dump").stat().st_size
    rig.make("restored")
    restored = _took(lambda: rig.run("pg_restore", "-d", "restored", *there, file))
    rig.drop("restored")
    yield Figure(
        f"pg_dump of {accounts:,} accounts, and pg_restore",
        f"{size(weighs)} in {span(dumped)}, {span(restored)}",
        f"{size(weighs / accounts * ACCOUNTS)}; {span(dumped / accounts * ACCOUNTS)}, "
        f"{span(restored / accounts * ACCOUNTS)} by one process",
    )


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
