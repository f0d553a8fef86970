"""Days to congratulate a customer on: birthdays of the people there (a setting, off unless an admin wants
them), and whole years with us. Each is named the working day before where it falls on none. Source: DOMAIN,
Nudges, "Also today"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ..calendar import Workdays, add_working_days, is_working_day
from ..context import Context, Reason
from ..phrase import Phrase, count, say
from ..records import Contact, Record, days
from .entries import Entry
from .notes import first_words

BIRTHDAY, ANNIVERSARY = "birthday", "anniversary"
"""Their kinds, in reasons, in stored mornings and in what is said there."""
LATE_FOR = 7  # days after one, in which a greeting may still be logged for it
LISTED = 3  # birthdays that are said at once


@dataclass(frozen=True, slots=True)
class Birthday:
    """Somebody's birthday in a year, and the working day on which it is said."""

    on: date
    said_on: date
    contact: Contact


@lru_cache(maxsize=16384)
def day_of_year(typed: str) -> tuple[int, int] | None:
    """Month and day of a birthday as a file or a form has it: 1980-03-14, 03-14, --03-14. None for what is
    none."""
    for text in (typed, f"2000-{typed.lstrip('-')}"):
        try:
            on = date.fromisoformat(text)
        except ValueError:
            continue
        return on.month, on.day
    return None


def in_year(month: int, day: int, year: int) -> date:
    """That day in a year: 28 February where there is no 29th."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)


def said_on(on: date, workdays: Workdays) -> date:
    """The day itself, or the working day before it."""
    return on if is_working_day(on, workdays) else add_working_days(on, -1, workdays)


def _birthdays(record: Record, years: tuple[int, ...]) -> Iterator[Birthday]:
    for contact in record.contacts:
        month, day = (contact.birthday and day_of_year(contact.birthday)) or (0, 0)
        for year in years if month else ():
            on = in_year(month, day, year)
            if contact.here_on(on) and contact.known_on(on):
                yield Birthday(on, said_on(on, record.owner.workdays), contact)


def birthday_on(record: Record, on: date) -> date | None:
    """The next day on which a birthday is said."""
    there = (b.said_on for b in _birthdays(record, (on.year, on.year + 1)) if b.said_on >= on)
    return min(there, default=None)


def born(record: Record, on: date, late: int = 0) -> list[Birthday]:
    """The birthdays that are said on a day: from the day on which they are, to the birthday itself (and for
    `late` days more)."""
    around = _birthdays(record, (on.year - 1, on.year, on.year + 1))
    now = [b for b in around if b.said_on <= on <= b.on + days(late)]
    return sorted(now, key=lambda b: (b.on, b.contact.name, b.contact.id))


HAVE = (  # by how many birthdays there are
    "has a birthday: {a}",
    "has birthdays: {a} and {b}",
    "has birthdays: {a}, {b} and {c}",
    "has birthdays: {a}, {b}, {c} and {more} more",
)


def birthdays(record: Record, on: date) -> Phrase | None:
    """What "Also today" says of them, after the account's name."""
    there = born(record, on)
    if not there:
        return None
    said = dict(zip("abc", (_whose(b, on) for b in there[:LISTED]), strict=False))
    return say(HAVE[min(len(there), LISTED + 1) - 1], BIRTHDAY, **said, more=len(there) - LISTED)


def _whose(b: Birthday, on: date) -> Phrase:
    name = first_words(b.contact.name, 60)
    return say("{name} today", name=name) if b.on == on else say("{name} on {on}", name=name, on=b.on)


def birthday_near(record: Record, on: date, context: Context) -> Reason | None:
    """Where admins want birthdays."""
    there = born(record, on) if context.policy.birthdays else []
    if not there:
        return None
    name = first_words(there[0].contact.name, 60)
    if there[0].on == on:
        why = say("it is {name}'s birthday today.", name=name)
    else:
        why = say("{name} has a birthday on {on}.", name=name, on=there[0].on)
    return Reason(BIRTHDAY, why, say("What made the past year a good one for {name}?", name=name))


def _anniversary(record: Record, year: int) -> tuple[date, int] | None:
    """The day in a year, and the whole years with us by then; none in the first."""
    began = record.account.started_on
    whole = year - began.year if began else 0
    return (in_year(began.month, began.day, year), whole) if began and whole > 0 else None


def anniversary_on(record: Record, on: date) -> date | None:
    """The next day on which an anniversary is said."""
    there = (_anniversary(record, year) for year in (on.year, on.year + 1))
    said = (said_on(a[0], record.owner.workdays) for a in there if a)
    return min((day for day in said if day >= on), default=None)


def completed(record: Record, on: date, late: int = 0) -> tuple[date, int] | None:
    """The anniversary that is said on a day (or was, `late` days ago at most): its day, and the years."""
    there = (_anniversary(record, year) for year in (on.year - 1, on.year, on.year + 1))
    now = (a for a in there if a and said_on(a[0], record.owner.workdays) <= on <= a[0] + days(late))
    return next(now, None)


def anniversary(record: Record, on: date) -> Phrase | None:
    """What "Also today" says of it, after the account's name."""
    now = completed(record, on)
    if now is None:
        return None
    day, years = now
    if day == on:
        return count(
            "has been with us for 1 year today",
            "has been with us for {count} years today",
            years,
            ANNIVERSARY,
        )
    return count(
        "has been with us for 1 year on {on}",
        "has been with us for {count} years on {on}",
        years,
        ANNIVERSARY,
        on=day,
    )


def anniversary_near(record: Record, on: date, context: Context) -> Reason | None:
    now = completed(record, on)
    if now is None:
        return None
    day, years = now
    if day == on:
        why = count(
            "with us for 1 year today: thank them.", "with us for {count} years today: thank them.", years
        )
    else:
        why = count(
            "with us for 1 year on {on}: thank them.",
            "with us for {count} years on {on}: thank them.",
            years,
            on=day,
        )
    return Reason(ANNIVERSARY, why, say("What has changed for you since we began?"))


def greeting(record: Record, kind: str, on: date) -> tuple[str, Entry] | None:
    """The greeting that one tap logs, as sent: what it is for (a year's birthdays, an anniversary), by
    which it is logged once, and the touch. None when their days are past."""
    if kind == BIRTHDAY:
        there = born(record, on, late=LATE_FOR)
        ids, note = tuple(b.contact.id for b in there), "birthday greetings"
        which = "-".join([str(there[0].on.year), *map(str, ids)]) if there else ""
    else:
        now = completed(record, on, late=LATE_FOR)
        ids, note, which = (), "greetings for our anniversary", str(now[0].year) if now else ""
    if not which:
        return None
    of = (record.account.id,)
    sent = Entry(of, on, "message", outcome="sent", purpose="celebrated", note=note, contact_ids=ids)
    return f"{kind}-{which}", sent
