"""Where each kind of message sits in a person's week: SEATS, one line a kind. Nothing goes to a person but by
the one function that reads it (storage/outbox.py). Source: DOMAIN, How many messages.

A rep has the morning message and at most one bundle at 13:00 of a working day, and on its last the summary of
the week; whoever leads others has at most one message a working day, on Monday the digest, on Friday the
summary, and beside it the morning of a book of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum

from ..calendar import at_local, is_working_day, local_date
from ..policy import Policy
from ..records import Person
from .sending import EVENING, friday, midday, morning, own_times, put_off_until


class Seat(Enum):
    """What a message of a kind is part of."""

    MORNING = "the morning message, planned for its time"
    DIGEST = "the Monday digest, planned for its time"
    FRIDAY = "the summary of the week, planned for its last afternoon"
    BUNDLE = "somebody waits: at 13:00, or with what goes out before"
    BESIDE = "nobody waits: with what goes out next, at 13:00 after the next morning where nothing does"
    PROMPT = "at once: an answer to what its reader did just now, or posted where they asked for it"
    ALARM = "at once: our own trouble in sending, which a budget must not hold back"


SEATS: Mapping[str, Seat] = {
    "nudge": Seat.MORNING,
    "lines": Seat.MORNING,  # what was typed and not logged, in the place of a morning without accounts
    "digest": Seat.DIGEST,
    "friday": Seat.FRIDAY,
    "told": Seat.BUNDLE,
    "asked": Seat.BUNDLE,
    "answered": Seat.BUNDLE,
    "handoff": Seat.BUNDLE,
    "handoff_asked": Seat.BUNDLE,
    "waits": Seat.BUNDLE,
    "approval": Seat.BUNDLE,
    "to_whom": Seat.BUNDLE,
    "handoffs": Seat.BUNDLE,
    "merge_asked": Seat.BUNDLE,
    "stuck": Seat.BUNDLE,
    "silent": Seat.BUNDLE,
    "unneeded": Seat.BESIDE,
    "handoff_became": Seat.BESIDE,
    "approval_became": Seat.BESIDE,
    "welcome": Seat.BESIDE,
    "brought": Seat.BESIDE,
    "not_mine": Seat.BUNDLE,
    "not_mine_became": Seat.BESIDE,
    "merge_became": Seat.BESIDE,
    "duplicates": Seat.BESIDE,
    "sends": Seat.BESIDE,  # what is sent for an upsell plan: it went out, or is late
    "handed_over": Seat.BESIDE,  # of a version before introductions
    "often": Seat.PROMPT,
    "unlogged": Seat.PROMPT,
    "shared": Seat.PROMPT,
    "bell": Seat.PROMPT,  # what went well, in a channel
    "import": Seat.PROMPT,
    "undelivered": Seat.ALARM,
    "notice": Seat.ALARM,
}
RIDES = frozenset(say for say, seat in SEATS.items() if seat in (Seat.BUNDLE, Seat.BESIDE))
"""What goes out in one message with whatever else waits for the same person."""
CARRIES = RIDES | {say for say, seat in SEATS.items() if seat in (Seat.MORNING, Seat.DIGEST, Seat.FRIDAY)}
"""What takes along all that waits."""
DECISIONS = frozenset(
    {
        "handoff",
        "handoffs",
        "handoff_asked",
        "approval",
        "to_whom",
        "merge_asked",
        "not_mine",
        "silent",
        "waits",
    }
)
"""What wants its reader's tap."""
MOST_DECISIONS = 3
"""In one message: the others wait on Home, and come with the next one."""


def planned_for(say: str, now: datetime, person: Person, policy: Policy) -> datetime:
    """When a message goes out by itself, should nothing take it along before."""
    seat = SEATS[say]
    if seat is Seat.BUNDLE:
        return midday(now, person.zone, person.own_days, person.own.bundle_time).due_at
    if seat is Seat.BESIDE:
        next_one = morning(now, person.zone, person.own_days, policy=own_times(policy, person.own)).again_at
        return midday(next_one, person.zone, person.own_days, person.own.bundle_time).due_at
    return now


def held_until(now: datetime, person: Person, had: Collection[str], policy: Policy) -> datetime | None:
    """When what rides may go out by itself: None for now, else the next 13:00; for whoever leads, on the day
    on which their week is summed up, after that. `had`: the kinds of messages, whole ones, that the person
    had on their day so far."""
    enough = CARRIES if person.leads else RIDES
    with_friday = _with_friday(now, person, policy) if person.leads and person.own.friday else None
    if with_friday and now < with_friday:
        return with_friday
    if not enough.isdisjoint(had):
        return midday(
            max(now, _today(now, person)), person.zone, person.own_days, person.own.bundle_time
        ).due_at
    if with_friday and at_local(local_date(now, person.zone), EVENING, person.zone) <= with_friday:
        return None  # kept past the evening for a summary that did not come: still on its day
    return put_off_until(now, person.zone, person.own_days, person.own.bundle_time)


WITH_FRIDAY_FOR = timedelta(minutes=30)
"""For so long what waits is kept for the summary that takes it along: there may be none, or it is late."""


LAST = time(23, 59)


def _with_friday(now: datetime, person: Person, policy: Policy) -> datetime | None:
    """Until when what waits on somebody's last afternoon of the week goes with their summary, that day; None
    where it is another day."""
    at, today = friday(now, person, policy), local_date(now, person.zone)
    if at.on != today or not is_working_day(today, person.own_days):
        return None
    return min(at.opens_at + WITH_FRIDAY_FOR, at_local(today, LAST, person.zone))


def said_by(now: datetime, person: Person, had: Collection[str], policy: Policy) -> date:
    """The day on which somebody hears, at the latest, of what waits for them since `now`."""
    at = midday(now, person.zone, person.own_days, person.own.bundle_time).due_at
    today = local_date(at, person.zone) == local_date(now, person.zone)
    return local_date(held_until(at, person, had if today else (), policy) or at, person.zone)


def _today(now: datetime, person: Person) -> datetime:
    return at_local(local_date(now, person.zone), person.own.bundle_time, person.zone)
