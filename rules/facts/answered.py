"""How fast requests are answered, and how long open ones wait. Source: DOMAIN, Words, request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

from ..calendar import working_minutes
from ..records import Person, Record, days
from .requested import Request
from .requests import in_order

SPAN = days(90)  # a median counts what was answered in so many days to its day
Times = list[int | None]


class Pace(NamedTuple):
    """Of the requests answered in a span: the median in minutes of working hours, None when none is measured;
    how many are measured, and how many are not."""

    median: int | None
    measured: int
    unmeasured: int

    @property
    def answered(self) -> int:
        return self.measured + self.unmeasured


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open request with its account's name, and the working days that it waits."""

    account: str
    request: Request
    waited: int


@dataclass(frozen=True, slots=True)
class OfRep:
    """Requests to one owner, or (None) to several together; `open`, those of the accounts that are theirs on
    the day, longest first."""

    person: Person | None
    pace: Pace
    open: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True)
class OfAccount:
    """Requests of one account; `longest` working days that an open one waits, None when none is open."""

    account: str
    pace: Pace
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Requests:
    """Of a team: `reps` with anything answered or open, whoever lets wait longest first; `accounts` alike."""

    reps: tuple[OfRep, ...] = ()
    accounts: tuple[OfAccount, ...] = ()


def took(request: Request, owner: Person) -> int | None:
    """Minutes of the owner's working hours to the answer; None where it is not measured."""
    if (between := request.measured) is None:
        return None
    return working_minutes(*between, owner.zone, owner.workdays)


def answered_lately(request: Request, on: date) -> bool:
    """Whether it was answered in the span to a day."""
    return request.answered_on is not None and on - SPAN < request.answered_on <= on


def pace(times: Iterable[int | None]) -> Pace:
    """Of what each answer took."""
    took_each = list(times)
    measured = [minutes for minutes in took_each if minutes is not None]
    middle = round(median(measured)) if measured else None
    return Pace(middle, len(measured), len(took_each) - len(measured))


def of_record(record: Record, on: date) -> Pace:
    """The pace at one account."""
    return pace(took(r, record.owner) for r in record.requests if answered_lately(r, on))


def of_team(records: Iterable[Record], people: Mapping[int, Person], on: date) -> Requests:
    """How a team answers, by whoever owned the account on the day it was asked; what is open is its owner's
    of the day `on`."""
    times, open_ = defaultdict[int, Times](list), defaultdict[int, list[Waiting]](list)
    accounts = []
    for record in records:
        if not record.requests:
            continue
        its = _times(record, people, on)
        for owner, took_each in its.items():
            times[owner] += took_each
        waiting = _waiting(record, people, on)
        open_[_owner(record, on)] += waiting
        ours = [minutes for owner, took_each in its.items() if owner in people for minutes in took_each]
        if ours or (waiting and _owner(record, on) in people):
            longest = max((w.waited for w in waiting), default=None)
            accounts.append(OfAccount(record.account.name, pace(ours), longest))
    reps = [
        OfRep(person, pace(times[id_]), tuple(sorted(open_[id_], key=lambda w: (-w.waited, w.account))))
        for id_, person in people.items()
        if times[id_] or open_[id_]
    ]
    reps.sort(key=_longest_first)
    accounts.sort(key=lambda a: (-(-1 if a.longest is None else a.longest), -(a.pace.median or 0), a.account))
    return Requests(tuple(reps), tuple(accounts))


def _longest_first(r: OfRep) -> tuple[int, int, str]:
    return -(r.open[0].waited if r.open else -1), -(r.pace.median or 0), r.person.name if r.person else ""


def _times(record: Record, people: Mapping[int, Person], on: date) -> dict[int, Times]:
    """What each answer of an account took, by its owner on the day it was asked, in whose hours it counts."""
    times = defaultdict[int, Times](list)
    for request in record.requests:
        if answered_lately(request, on):
            owner = _owner(record, request.asked_on)
            times[owner].append(took(request, people.get(owner, record.owner)))
    return times


def _waiting(record: Record, people: Mapping[int, Person], on: date) -> list[Waiting]:
    if record.at(on).account.status == "churned":
        return []
    workdays = people.get(_owner(record, on), record.owner).workdays
    open_ = in_order(r for r in record.requests if r.open_on(on))
    return [Waiting(record.account.name, r, r.waited(on, workdays)) for r in open_]


def _owner(record: Record, on: date) -> int:
    standing = record.standing(on)
    return standing.owner_id if standing else record.account.owner_id
