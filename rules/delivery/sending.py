"""When a rep's morning message and a manager's digest may go out: local times, decided from an instant.
Source: GUARANTEES, Time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from ..calendar import Workdays, add_working_days, at_local, is_working_day, local_date
from ..policy import Policy
from ..records import days


@dataclass(frozen=True, slots=True)
class Morning:
    """`open`: a bundle of `today` may be planned now; `again_at`: when the planner next looks at this
    person."""

    today: date
    opens_at: datetime
    open: bool
    again_at: datetime


def morning(now: datetime, zone: str, workdays: Workdays, policy: Policy) -> Morning:
    """The morning of a person's local date: open on a working day from the set time to the closing time."""
    today = local_date(now, zone)
    opens, closes = at_local(today, policy.nudge_time, zone), at_local(today, policy.nudge_end, zone)
    working = is_working_day(today, workdays)
    following = at_local(add_working_days(today, 1, workdays), policy.nudge_time, zone)
    return Morning(
        today,
        opens,
        working and opens <= now < closes,
        again_at=opens if working and now < opens else following,
    )


def held_until(now: datetime, zone: str, workdays: Workdays, policy: Policy) -> datetime | None:
    """When what need not be prompt may go out to a person: None for now, while their morning is open; else
    when the next one opens."""
    seen = morning(now, zone, workdays, policy)
    return None if seen.open else seen.again_at


@dataclass(frozen=True, slots=True)
class Monday:
    """`ends_on`: the Sunday of the week to tell of; `open`: its digest may be planned now; `again_at`: the
    next look."""

    ends_on: date
    opens_at: datetime
    open: bool
    again_at: datetime


def monday(now: datetime, was_for: datetime, zone: str, policy: Policy) -> Monday:
    """The Monday of a person's local week. Later in the week it is open only if its time was missed: the
    look that comes now was meant for a time up to then (`was_for`)."""
    today = local_date(now, zone)
    first = today - days(today.weekday())
    opens = at_local(first, policy.digest_time, zone)
    following = opens if now < opens else at_local(first + days(7), policy.digest_time, zone)
    return Monday(
        first - days(1), opens, now >= opens and (today == first or was_for <= opens), again_at=following
    )


MIDDAY, EVENING = time(13), time(18)


@dataclass(frozen=True, slots=True)
class Midday:
    """The local date of a person's bundle, and the instant from which it may go out."""

    on: date
    due_at: datetime


def midday(now: datetime, zone: str, workdays: Workdays) -> Midday:
    """The next 13:00 on a working day where the person is, after `now`."""
    on = local_date(now, zone)
    if not is_working_day(on, workdays) or now >= at_local(on, MIDDAY, zone):
        on = add_working_days(on, 1, workdays)
    return Midday(on, at_local(on, MIDDAY, zone))


def put_off_until(now: datetime, zone: str, workdays: Workdays) -> datetime | None:
    """When a bundle that comes late may go out: None for now, from 13:00 to 18:00 on a working day; else
    the next 13:00."""
    on = local_date(now, zone)
    if is_working_day(on, workdays) and at_local(on, MIDDAY, zone) <= now < at_local(on, EVENING, zone):
        return None
    return midday(now, zone, workdays).due_at
