"""Health that fell by more than 10 points in 7 days since something happened: what the owner is told of it
the next morning. Source: DOMAIN, Health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .health import assess
from .phrase import Phrase
from .policy import Policy
from .records import Record, days
from .trend import fall

NEWS_FOR = days(7)  # a fall with the same cause is the same one


@dataclass(frozen=True, slots=True)
class Fell:
    """A fall that stands: `by` points (not rounded), to a `score` (None where not enough is known to show
    one); `why` the facts behind it, what costs most first."""

    account_id: int
    name: str
    by: float
    score: int | None
    why: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a look for a fall saw: the factors `behind` one that stands, else nothing; `again_on` when the
    days that pass may still make one of what happened."""

    behind: tuple[str, ...] = ()
    again_on: date | None = None


def look(record: Record, on: date, policy: Policy) -> Look:
    """Whether an account's health fell, seen on a date. Of one that is paused or churned nobody is told."""
    if record.at(on).account.stands(on) != "active":
        return Look()
    moved = fall(record, on, policy)
    if moved.alarm:
        return Look(moved.behind)
    return Look(again_on=on + days(1) if moved.caused else None)


def fell(record: Record, on: date, policy: Policy) -> Fell | None:
    """The fall that stands on a date; None once the score recovered."""
    if not look(record, on, policy).behind:
        return None
    moved, health = fall(record, on, policy), assess(record, on, policy)
    behind = [f for f in health.factors if f.name in moved.behind]
    behind.sort(key=lambda f: f.earned - f.possible)
    known = health.computed != "not enough known"
    account = record.account
    return Fell(
        account.id,
        account.name,
        moved.fall,
        score=health.score if known else None,
        why=tuple(f.why for f in behind),
    )


def is_another(behind: tuple[str, ...], told: frozenset[str]) -> bool:
    """Whether a fall is another one than those that were seen within 7 days: something else is behind it."""
    return not told.issuperset(behind)
