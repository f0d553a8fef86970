"""Which remembered row a file's row is: by external_id, else by name, else by its content and its ordinal among equal rows.

A file that lacks columns is compared by what it has: a missing column neither makes a row another one nor empties a cell.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Mapping, Sequence

from .files import COLUMNS, Rows
from .known import SEPARATOR, Known, remembered

NAMED = frozenset({"people", "accounts", "contacts"})  # these have a name of their own, and stand once in a file
Before = Mapping[str, tuple[int, str]]  # key -> (row id, cells as they were remembered)
Numbered = list[tuple[int, str]]  # number of a row in its file, and its key


def keyed(known: Known, f: Rows, left_out: Collection[int]) -> tuple[Numbered, int]:
    """The rows of a file with their keys, and how many repeat a person, an account or an id: of those the first stands."""
    found: Numbered = []
    repeated, seen = 0, Counter[str]()
    key_of = key_in(known, f.kind)
    for number, raw in enumerate(f.raw):
        if number in left_out:
            continue
        key = key_of(raw)
        seen[key] += 1
        if seen[key] > 1:
            if f.kind in NAMED or key.startswith("x:"):
                repeated += 1
                continue
            key = f"{key}#{seen[key]}"
        found.append((number, key))
    return found, repeated


def key_in(known: Known, kind: str) -> Callable[[Sequence[str]], str]:
    """The key of a row as it stands in its file."""
    external = COLUMNS[kind].index("external_id") if "external_id" in COLUMNS[kind] else None

    def key(row: Sequence[str]) -> str:
        if external is not None and row[external]:
            return f"x:{row[external]}"
        if kind in NAMED:
            return _name(known, kind, row)
        return hashlib.sha1(SEPARATOR.join(row).encode(), usedforsecurity=False).hexdigest()

    return key


def _name(known: Known, kind: str, row: Sequence[str]) -> str:
    if kind == "people":
        return row[0].lower()
    return known.key(row[0]) if kind == "accounts" else f"{known.key(row[0])}/{known.key(row[1])}"


def by_what_it_has(known: Known, f: Rows, rows: Numbered, before: Before) -> Numbered:
    """The keys of a file that lacks columns, as those of the remembered rows that they are."""
    columns = COLUMNS[f.kind]
    if f.has.issuperset(columns) or not before:
        return rows
    if f.kind in NAMED:
        return rows if "external_id" in f.has else _without_ids(known, f.kind, rows, before)
    return _by_content(f, rows, before, [n for n, c in enumerate(columns) if c in f.has])


def _without_ids(known: Known, kind: str, rows: Numbered, before: Before) -> Numbered:
    """An account or contact that an earlier file knew by its id is known by its name."""
    ids: dict[str, str] = {}
    for key, (_, cells) in before.items():
        if key.startswith("x:"):
            ids.setdefault(_name(known, kind, remembered(kind, cells)), key)
    return [(number, ids.get(key, key)) for number, key in rows]


def _by_content(f: Rows, rows: Numbered, before: Before, places: Sequence[int]) -> Numbered:
    """Touches and movements: what no earlier file said in these very cells is a row that one said with more columns, as long
    as there is one that no other row of this file is."""
    taken = {key for _, key in rows if key in before}
    if len(taken) == len(rows):
        return rows
    free: dict[tuple[str, ...], deque[str]] = defaultdict(deque)
    for key, (_, cells) in before.items():
        if key not in taken:
            told = remembered(f.kind, cells)
            free[tuple(told[n] for n in places)].append(key)
    found: Numbered = []
    for number, key in rows:
        if key not in taken and (there := free.get(tuple(f.rows[number][n] for n in places))):
            key = there.popleft()
        found.append((number, key))
    return found
