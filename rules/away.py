"""Days away: whose, from when to when, and who covers.

Source: DOMAIN, Nudges, Absence. A public holiday is everybody's and moves figures; being away moves only what
is sent and asked, so that nobody's figure is kept green by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .access import Caller
from .calendar import Workdays, add_working_days
from .own_calendar import Span
from .phrase import Phrase, say
from .records import Person

LONGEST = 366  # days of one absence
KEPT = 400  # days for which a past one counts: as far as response times look back


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody's days away, both ends counted. `cover_id` looks after their accounts meanwhile; None:
    they wait."""

    id: int
    person_id: int
    first_on: date
    last_on: date
    cover_id: int | None = None
    cover: str = ""

    def holds(self, on: date) -> bool:
        return self.first_on <= on <= self.last_on


def spans_of(absences: Iterable[Absence], today: date) -> tuple[Span, ...]:
    """What of somebody's absences their calendar holds: those that end today or later, and the past ones
    that figures still look back on."""
    kept = (a for a in absences if a.last_on >= today - timedelta(KEPT))
    return tuple(
        Span(a.first_on, a.last_on, a.cover_id is not None) for a in sorted(kept, key=lambda a: a.first_on)
    )


def away_on(absences: Iterable[Absence], on: date) -> Absence | None:
    """The absence that holds on a day; of several the one with a cover, then the one that ends last."""
    held = [a for a in absences if a.holds(on)]
    return max(held, key=lambda a: (a.cover_id is not None, a.last_on), default=None)


@dataclass(frozen=True, slots=True)
class Caught:
    """What happened with somebody's accounts while they were away: who logged, and the accounts by name;
    who covered, by name."""

    first_on: date
    last_on: date
    logged: tuple[tuple[str, tuple[str, ...]], ...]
    covers: tuple[str, ...] = ()


def just_back(away: Sequence[Span], on: date, own_days: Workdays) -> tuple[date, date] | None:
    """The first and last day of the absences since somebody's last working day before a date; None when they
    worked it."""
    before = add_working_days(on, -1, own_days)
    since = [s for s in away if before < s.last < on]
    return (min(s.first for s in since), max(s.last for s in since)) if since else None


def absence_error(first: date | None, last: date | None, today: date) -> tuple[str, Phrase] | None:
    """Which field of an absence can't be so, and why; None when it can."""
    if first is None:
        return "first_on", say("From which day?")
    if last is None:
        return "last_on", say("Until which day?")
    if last < first:
        return "last_on", say("It has to end on the day it begins, or later.")
    if last < today:
        return "last_on", say("That is over already: nothing would follow from it.")
    if (last - first).days >= LONGEST:
        return "last_on", say("A year at most. Whoever leaves for good gives their accounts away first.")
    return None


def cover_error(
    person_id: int, cover: Person | None, covers_away: Sequence[Absence], first: date, last: date
) -> Phrase | None:
    """Why somebody can't cover for somebody: it is they who are away, they left, or are away themselves."""
    if cover is None or not cover.active:
        return say("Choose somebody who is with us.")
    if cover.id == person_id:
        return say("Somebody else has to cover.")
    if not cover.own.morning:
        return say("{name} gets no morning message: choose somebody who does.", name=cover.first_name)
    away = next((a for a in covers_away if a.first_on <= last and first <= a.last_on), None)
    if away:
        return say(
            "{name} is away then, too: {first} to {last}.",
            name=cover.first_name,
            first=away.first_on,
            last=away.last_on,
        )
    return None


def may_set(caller: Caller, person_id: int) -> Phrase | None:
    """One's own days, those of one's people, and for admins everybody's."""
    if person_id in caller.under or caller.person.is_admin:
        return None
    return say("Only they, their managers and admins say when somebody is away.")
