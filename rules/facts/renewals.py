"""A renewal: the days before it that want a call, the question once it has passed, and its share of
health."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from ..calendar import on_or_after_working_day
from ..context import Context, Reason
from ..parts import Part
from ..phrase import Days, Phrase, say
from ..records import Account, Record, among, days, within

AHEAD = days(3660)
"""A next renewal lies ten years ahead at most."""
PASSED = "renewal passed"  # the kind of the reason that asks whether it renewed
MARKS = (60, 30)  # days before it renews; each takes a place
ALSO = 90  # days before it renews; named in the line "Also today"


def renewal_uncovered(record: Record, on: date) -> bool:
    """Whether a renewal lies within 90 days and no value-adding touch fell in that window yet."""
    renews = record.account.renews_on
    if renews is None or not renews - days(90) <= on <= renews:
        return False
    return not within(record.valued_on, renews - days(90), on)


def mark(record: Record, on: date) -> date | None:
    """The renewal day (60 or 30 days before, moved to a working day) that is reached and not yet answered,
    else the next."""
    renews = record.account.renews_on
    if renews is None:
        return None
    return _reached(record, renews, on) or min((m for m in _marks(record, renews) if m > on), default=None)


def _marks(record: Record, renews: date) -> list[date]:
    """Its days, the last first."""
    return [
        on_or_after_working_day(renews - days(before), record.owner.workdays) for before in reversed(MARKS)
    ]


def _reached(record: Record, renews: date, on: date) -> date | None:
    day = next((m for m in _marks(record, renews) if m <= on <= renews), None)
    if day is None or (on - day).days > 10:
        return None
    last = record.last_touch(on)
    return None if (last is not None and last.on >= day) or any(n >= day for n in record.nudged) else day


def also_on(record: Record, on: date) -> date | None:
    """The day 90 days before it renews, moved to a working day, while that lies ahead."""
    renews = record.account.renews_on
    day = renews and on_or_after_working_day(renews - days(ALSO), record.owner.workdays)
    return day if day and day >= on else None


def says(record: Record, on: date) -> Phrase | None:
    renews = record.account.renews_on
    return say("renews {on}, in {left}", on=renews, left=Days((renews - on).days)) if renews else None


def turns(record: Record, first: date, last: date) -> list[date]:
    """The cadence is a step faster from 90 days before, a ceiling may hold from 30 days before, both to
    its day."""
    renews = record.account.renews_on
    return [renews - days(90), renews - days(30), renews + days(1)] if renews else []


def before_renewal(record: Record, on: date) -> Part | None:
    """Its side of the factor: full but where a renewal nears without something of value given."""
    renews = record.account.renews_on
    if renews is None or renews < on:
        return None
    if not renewal_uncovered(record, on):
        return _renews(renews)
    left = (renews - on).days
    share = 0.0 if left <= 30 else 0.5
    return Part(
        share,
        say("renews {on}, in {left}, nothing of value given yet", on=renews, left=Days(left))
        if left
        else say("renews today, nothing of value given yet"),
        say("bring something of value before the renewal"),
    )


@lru_cache(maxsize=1024)
def _renews(on: date) -> Part:
    return Part(1.0, say("renews {on}", on=on))


def renewal_turns(record: Record, first: date, last: date) -> list[date]:
    """Its marks, and when something of value is given first in the 90 days before."""
    renews = record.account.renews_on
    if renews is None:
        return []
    given = among(record.valued_on, renews - days(90), last)[:1]
    if record.renewed_on and record.renewed_on[-1] > first:  # another date held before
        given = record.valued_on
    return [*turns(record, first, last), *given]


def renewal_day_passed(record: Record, on: date, context: Context) -> Reason | None:
    passed = renewal_passed(record.account, on)
    return Reason(PASSED, say("renewal was due {on}: did it renew?", on=passed)) if passed else None


RENEWS = {  # whether something of value was given: what is said on the day, and before
    True: ("renews today.", "renews {on}, in {left}."),
    False: (
        "renews today; nothing of value given yet.",
        "renews {on}, in {left}; nothing of value given yet.",
    ),
}


def renewal_near(record: Record, on: date, context: Context) -> Reason | None:
    renews = record.account.renews_on
    if renews is None or not 0 <= (renews - on).days <= 90:
        return None
    left = (renews - on).days
    given = not renewal_uncovered(record, on)
    today, later = RENEWS[given]
    why = say(later, on=renews, left=Days(left)) if left else say(today)
    if given:
        return Reason("renewal", why, say("What must be true for you to renew gladly?"))
    return Reason("renewal", why, say("What has it brought you this year, in your own figures?"))


def renewal_passed(account: Account, on: date) -> date | None:
    """The renewal day that has passed without a word on what became of it; None when there is none to ask
    about."""
    renews = account.renews_on
    return renews if account.stands(on) == "active" and renews is not None and renews < on else None


def next_renewal(renewed: date, today: date) -> date:
    """The first yearly day after today of a renewal (28 February where there is no 29th)."""
    year = max(renewed.year + 1, today.year)
    moved = _in_year(renewed, year)
    return moved if moved > today else _in_year(renewed, year + 1)


def _in_year(on: date, year: int) -> date:
    try:
        return on.replace(year=year)
    except ValueError:
        return on.replace(year=year, day=28)


def next_error(on: date | None, today: date) -> Phrase | None:
    """Why a date can't be the next renewal, as a sentence; None when it can."""
    if on is None:
        return say("On which day does it renew next?")
    if not today < on <= today + AHEAD:
        return say("Choose a day to come, within ten years.")
    return None


def churn_error(
    left_on: date | None, reason: str, account: Account, today: date
) -> tuple[str, Phrase] | None:
    """What is missing to mark an account churned: (field, sentence); None when nothing is."""
    if not reason:
        return "reason", say("Why did they leave? One line is enough.")
    if left_on is None or left_on > today:
        return "left_on", say("From which day? It can't lie ahead.")
    if left_on < account.exists_on:
        return "left_on", say("That is before they were a customer.")
    return None
