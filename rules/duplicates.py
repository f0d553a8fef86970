"""Which accounts may be one: by domain, external id, name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from rapidfuzz import fuzz

from .names import normalise, without_legal_form

DOMAIN, EXTERNAL, NAME = "domain", "external id", "name"


@dataclass(frozen=True, slots=True)
class Known:
    """What two accounts may be known to be one by."""

    id: int
    name: str
    domain: str = ""
    external_id: str = ""
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """Two that may be one, and by what: domain, external id, name."""

    first: Known
    other: Known
    by: tuple[str, ...] = field(default=())

    def than(self, account_id: int) -> Known:
        """The other one of both."""
        return self.other if self.first.id == account_id else self.first


LIKE = 90.0
"""The likeness of two names, without their legal form, from which they are proposed."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A name as it is compared: without its legal form, and the numbers in it."""

    core: str
    numbers: list[str]

    @classmethod
    def of(cls, name: str) -> _Read:
        core = normalise(without_legal_form(name))
        return cls(core, sorted(word for word in core.split() if word.isdigit()))

    def is_near(self, other: _Read) -> bool:
        a, b = self.core, other.core
        if not a or not b or self.numbers != other.numbers:
            return False
        if a == b:
            return True
        near = min(len(a), len(b)) >= 5
        return near and bool(
            fuzz.ratio(a, b, score_cutoff=LIKE) or fuzz.token_sort_ratio(a, b, score_cutoff=LIKE)
        )


def look_alike(
    known: Iterable[Known], two: Collection[tuple[int, int]] = (), of: Collection[int] | None = None
) -> list[Alike]:
    """Pairs that may be one, those told by most first; without those that somebody said are `two` (ids, the
    lower first). Names are compared where they begin alike, each read once, so that a large book takes no
    time. `of`: only pairs of one of these with one that is none of them."""
    those, by, read = dict[int, Known](), dict[tuple[int, int], list[str]](), dict[int, _Read]()
    groups: dict[str, dict[str, list[Known]]] = {DOMAIN: {}, EXTERNAL: {}, NAME: {}}
    for x in known:
        those[x.id], read[x.id] = x, _Read.of(x.name)
        external, begins = x.external_id.strip().casefold(), read[x.id].core[:4]
        for what, key in {DOMAIN: _domain(x.domain), EXTERNAL: external, NAME: begins}.items():
            if key:
                groups[what].setdefault(key, []).append(x)
    for what, group in groups.items():
        for alike in group.values():
            for a, b in _pairs(alike, of):
                if read[a.id].is_near(read[b.id]) if what == NAME else not _of_one_house(a, b):
                    by.setdefault((min(a.id, b.id), max(a.id, b.id)), []).append(what)
    pairs = [Alike(those[a], those[b], tuple(why)) for (a, b), why in by.items() if (a, b) not in two]
    return sorted(pairs, key=lambda p: (-len(p.by), p.first.name.casefold(), p.first.id, p.other.id))


def _pairs(alike: Sequence[Known], of: Collection[int] | None) -> Iterable[tuple[Known, Known]]:
    """Of these each with each, else some with the others."""
    if of is None:
        return combinations(alike, 2)
    return product([x for x in alike if x.id in of], [x for x in alike if x.id not in of])


def _of_one_house(a: Known, b: Known) -> bool:
    """Companies of one house share a domain, and are not one."""
    return (
        a.parent_id == b.id or b.parent_id == a.id or (a.parent_id is not None and a.parent_id == b.parent_id)
    )


def is_near(one: str, other: str) -> bool:
    """Whether two names may mean one company. Numbers tell them apart: "Plant 1" is not "Plant 2"."""
    return _Read.of(one).is_near(_Read.of(other))


def _domain(domain: str) -> str:
    bare = domain.strip().casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare.partition("/")[0]
