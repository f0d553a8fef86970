"""One account as a digest sees it: how it stood on a day and a week before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .coverage import Seen, seen
from .facts import threads
from .facts.passing import Passing, passing
from .facts.people import Unreplaced, unreplaced
from .facts.strain import Strain, strained
from .health import Health, assess
from .policy import Policy
from .records import TIERS, Record, days
from .trend import Trend, fall


@dataclass(frozen=True, slots=True)
class Looked:
    """What a digest keeps of one account: how it stood on the day (`on`) and a week before, and its health
    where it is active. The record is kept without touches: a book of any size is read once and let go.

    Of one that was only glanced at (glanced.py) there is no health. Then it is neither at risk nor falling,
    but where it `lapsed`: so long silent that it is at risk by that alone."""

    record: Record
    now: Seen | None
    before: Seen | None
    health: Health | None
    fall: Trend
    strain: Strain | None = None
    passing: Passing | None = None
    thin: threads.Thin | None = None
    champion: Unreplaced | None = None
    on: date = date.min
    lapsed: bool = False

    @property
    def is_risk(self) -> bool:
        """At risk, or fallen by more than 10 points in 7 days since something happened."""
        return self.lapsed or (self.health is not None and (self.health.at_risk or self.fall.alarm))


Whole = Callable[[Sequence[int]], Iterable[Looked]]
"""Looks whole at accounts that were glanced at, some of them at a time."""


def nothing_left(ids: Sequence[int]) -> Iterable[Looked]:
    """Where every account was looked at whole."""
    return ()


def look(record: Record, ours: Collection[int], on: date, policy: Policy, running: bool = False) -> Looked:
    """One account as of a day, for the people whose digest it is; in a `running` week as of its owner's
    day, where that has begun already."""
    if not {record.account.tier, *(standing.tier for standing in record.standings)} <= set(TIERS):
        raise ValueError(record.account.id)  # in no tier that there is: left out, whoever reads the others
    on = max(on, record.today) if running and record.today else on
    now, before = (owned(seen(record, day, policy), ours) for day in (on, on - days(7)))
    health = assess(record, on, policy) if now is not None and now.status == "active" else None
    moved = fall(record, on, policy) if _is_asked(now, health) else Trend()
    return Looked(
        replace(record, touches=()),
        now,
        before,
        health=health,
        fall=moved,
        strain=strained(record, on, policy) if now is not None and now.counted else None,
        passing=passing(record, on, now),
        thin=threads.thin(record, on, policy) if now is not None and now.counted else None,
        champion=unreplaced(record, on) if now is not None else None,
        on=on,
    )


def _is_asked(now: Seen | None, health: Health | None) -> bool:
    """Whether a fall may be an alarm, or is told of an account that stands badly anyway."""
    if now is None or health is None or health.score is None:
        return False
    return health.happened or health.at_risk or now.neglected


def owned(seen: Seen | None, ours: Collection[int]) -> Seen | None:
    """As far as it was theirs, and a customer."""
    return seen if seen is not None and seen.owner_id in ours and seen.status != "churned" else None
