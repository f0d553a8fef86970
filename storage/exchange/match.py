"""Which remembered row a row brought is: by external_id, else by name, else by its content and its ordinal
among equal rows.

Rows that lack columns are compared by what they have: a missing column neither makes a row another one nor
empties a cell.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Sequence

from .known import Known
from .memory import SEPARATOR, Before, remembered
from .noun import EXTERNAL_ID, Noun
from .rows import Rows

PARTS = 4
Numbered = list[tuple[int, str]]  # number of a row among those brought, and its key
BY_ID = "x:"


def keyed(known: Known, f: Rows, left_out: Collection[int]) -> tuple[Numbered, int]:
    """The rows with their keys, and how many repeat a name or an id: of those the first stands."""
    numbered = list(keys(known, f, left_out))
    return [(number, key) for number, key in numbered if key], sum(not key for _, key in numbered)


def known_alone(f: Rows) -> bool:
    """Whether each row is known by itself, whatever columns it lacks: it has all of them, or an id. (One that
    is remembered with an id is never the row that has another, or none.)"""
    place = f.of.place.get(EXTERNAL_ID)
    if f.has.issuperset(f.of.names):
        return True
    return place is not None and all("" not in columns[place].cells() for _, columns in f.raw.blocks())


def keys(known: Known, f: Rows, left_out: Collection[int]) -> Iterator[tuple[int, str]]:
    """Each row that is not left out with its key, "" for one that repeats a name or an id."""
    key_of, twice, seen = key_in(known, f.of), doubled(known, f), Counter[str]()
    for number, raw in enumerate(f.raw):
        if number in left_out:
            continue
        key = key_of(raw)
        if hash(key) in twice:
            seen[key] += 1
            if seen[key] > 1:
                key = "" if f.of.named or key.startswith(BY_ID) else f"{key}#{seen[key]}"
        yield number, key


def doubled(known: Known, f: Rows) -> frozenset[int]:
    """Hashes of the keys that several rows may have: only those are to be remembered while rows are walked
    through. Eight bytes a row, for as long as it takes."""
    if f.doubled is None:
        seen = array("q", map(hash, map(key_in(known, f.of), f.raw)))
        twice = set[int]()
        for part in range(PARTS):
            there = set[int]()
            for it in seen:
                if it % PARTS == part:
                    (twice if it in there else there).add(it)
        f.doubled = frozenset(twice)
    return f.doubled


def key_in(known: Known, noun: Noun) -> Callable[[Sequence[str]], str]:
    """The key of a row as it was brought."""
    external, name = noun.place.get(EXTERNAL_ID), name_in(known, noun)

    def key(row: Sequence[str]) -> str:
        if external is not None and row[external]:
            return f"{BY_ID}{row[external]}"
        if noun.named:
            return name(row)
        return hashlib.sha1(SEPARATOR.join(row).encode(), usedforsecurity=False).hexdigest()

    return key


def name_in(known: Known, noun: Noun) -> Callable[[Sequence[str]], str]:
    """What a row is called, within what it is called so."""
    columns = [noun.column[name] for name in noun.named]
    folds = [
        (noun.place[c.name], known.folds[c.refers] if c.refers else c.cell.fold or str.lower) for c in columns
    ]
    return lambda row: "/".join(known.folded(fold, row[place]) for place, fold in folds)


def by_what_it_has(known: Known, f: Rows, rows: Numbered, before: Before) -> Numbered:
    """The keys of rows that lack columns, as those of the remembered rows that they are."""
    if f.has.issuperset(f.of.names) or not before:
        return rows
    if f.of.named:
        return rows if EXTERNAL_ID in f.has else _without_ids(known, f.of, rows, before=before)
    return _by_content(f, rows, before, places=[n for n, c in enumerate(f.of.names) if c in f.has])


def _without_ids(known: Known, noun: Noun, rows: Numbered, before: Before) -> Numbered:
    """A row with a name that an earlier file knew by its id is known by its name."""
    ids, name = dict[str, str](), name_in(known, noun)
    for key, (_, cells) in before.items():
        if key.startswith(BY_ID):
            ids.setdefault(name(remembered(noun, cells)), key)
    return [(number, ids.get(key, key)) for number, key in rows]


def _by_content(f: Rows, rows: Numbered, before: Before, places: Sequence[int]) -> Numbered:
    """Rows without a name: what nobody said before in these very cells is a row that was brought with more
    columns, as long as there is one that no other row brought is."""
    taken = {key for _, key in rows if key in before}
    if len(taken) == len(rows):
        return rows
    free: dict[tuple[str, ...], deque[str]] = defaultdict(deque)
    for key, (_, cells) in before.items():
        if key not in taken:
            values = remembered(f.of, cells)
            free[tuple(values[n] for n in places)].append(key)
    numbered: Numbered = []
    for number, key in rows:
        if key not in taken and (there := free.get(tuple(f.rows[number][n] for n in places))):
            key = there.popleft()
        numbered.append((number, key))
    return numbered
