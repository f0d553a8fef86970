"""How promises were kept: by the first date / due, for whoever owned the account that day. Source: DOMAIN,
Words, promise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..records import Person, Record, days
from .promised import Promise

SPAN = days(365)  # a rate counts what fell due in the year to its day


@dataclass(frozen=True, slots=True)
class Kept:
    """Promises of one owner, or (None) of several together: of those `due`, how many were `kept` by their
    first date; `overdue`: (account, promise, days late) with the accounts that are theirs on the day, the
    latest first."""

    person: Person | None
    kept: int
    due: int
    overdue: tuple[tuple[str, Promise, int], ...] = ()


def fell_due(promise: Promise, on: date) -> bool:
    """Whether its first date lies in the year to a day; one that was dropped by then never fell due."""
    gone = (
        promise.state == "dropped" and promise.closed_on is not None and promise.closed_on <= promise.first_on
    )
    return on - SPAN < promise.first_on <= on and promise.made_by(on) and not gone


def by_first_date(promise: Promise) -> bool:
    return promise.state == "kept" and promise.closed_on is not None and promise.closed_on <= promise.first_on


def rate(record: Record, on: date) -> tuple[int, int]:
    """Of one account: (kept by the first date, due)."""
    due = [p for p in record.promises if fell_due(p, on)]
    return sum(map(by_first_date, due)), len(due)


def of_team(records: Iterable[Record], people: Mapping[int, Person], on: date) -> tuple[Kept, ...]:
    """Each of the people who has promises due or overdue, most overdue first."""
    kept, due = defaultdict[int, int](int), defaultdict[int, int](int)
    overdue = defaultdict[int, list[tuple[str, Promise, int]]](list)
    for record in records:
        for p in record.promises:
            if fell_due(p, on):
                owner = _owner(record, p.first_on)
                due[owner] += 1
                kept[owner] += by_first_date(p)
            if (late := p.late_on(on)) and record.at(on).account.status != "churned":
                overdue[_owner(record, on)].append((record.account.name, p, late))
    rates = [
        Kept(person, kept[id_], due[id_], overdue=tuple(sorted(overdue[id_], key=lambda o: (-o[2], o[0]))))
        for id_, person in people.items()
        if due[id_] or overdue[id_]
    ]
    return tuple(sorted(rates, key=lambda k: (-len(k.overdue), k.person.name if k.person else "")))


def _owner(record: Record, on: date) -> int:
    standing = record.standing(on)
    return standing.owner_id if standing else record.account.owner_id
