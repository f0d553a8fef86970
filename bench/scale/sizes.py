"""Bytes a row with its indexes, by table, at three sizes of the whole book: whether they are linear, and what
a hundred million accounts take."""

from __future__ import annotations

from collections.abc import Iterator

from . import book
from .figures import ACCOUNTS, Figure, size
from .server import Rig

WORKSPACES = (8, 16, 32)  # copied: each holds book.EACH accounts
LARGEST = 8  # tables are named one by one
_SIZES = """
SELECT c.relname, pg_total_relation_size(c.oid), pg_indexes_size(c.oid), c.reltuples::bigint
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r'
"""


def measure(rig: Rig, name: str) -> Iterator[Figure]:
    """Fills the database `name` to the largest size on the way."""
    seen, filled = [], 1
    for count in WORKSPACES:
        book.copy(rig, name, filled + 1, count)
        book.settle(rig, name)
        filled = count
        seen.append({row[0]: row[1:] for row in rig.ask(name, _SIZES)})
    smallest, last = seen[0], seen[-1]
    accounts = WORKSPACES[-1] * book.EACH
    large = sorted(last, key=lambda t: -last[t][0])[:LARGEST]
    for table in large:
        total, indexes, rows = last[table]
        by_size = [s[table][0] / s[table][2] for s in seen]
        yield Figure(
            f"{table}: bytes a row, of them indexes; at {' / '.join(_count(n) for n in WORKSPACES)} accounts",
            f"{total / rows:,.0f}, {indexes / rows:,.0f}; {' / '.join(f'{b:,.0f}' for b in by_size)}",
            f"{rows / accounts * ACCOUNTS / 1e6:,.0f} M rows, {size(total / accounts * ACCOUNTS)}",
        )
    whole, before = (sum(s[t][0] for t in s) for s in (last, smallest))
    yield Figure(
        "all tables: bytes an account; largest against smallest book",
        f"{whole / accounts:,.0f}; {whole / before / (WORKSPACES[-1] / WORKSPACES[0]):.3f} of linear",
        size(whole / accounts * ACCOUNTS),
    )


def _count(workspaces: int) -> str:
    return f"{workspaces * book.EACH:,}"
