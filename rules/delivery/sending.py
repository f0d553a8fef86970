"""When a rep's morning message and a manager's digest may go out: local times, decided from an instant.
Source: GUARANTEES, Time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from ..calendar import Workdays, add_working_days, at_local, is_working_day, local_date
from ..policy import Policy
from ..records import Person, days
from .own import MIDDAY, Own


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


def monday(
    now: datetime, was_for: datetime, zone: str, policy: Policy, away: Collection[date] = ()
) -> Monday:
    """The Monday of a person's local week, or the first day of it on which they are not `away`. Later in the
    week it is open only if its time was missed: the look that comes now was meant for a time up to then
    (`was_for`). A week of whose weekdays they are away for all has none."""
    today = local_date(now, zone)
    first = today - days(today.weekday())
    on = next((day for n in range(5) if (day := first + days(n)) not in away), None)
    opens = at_local(on or first, policy.digest_time, zone)
    following = opens if on and now < opens else at_local(first + days(7), policy.digest_time, zone)
    missed = today == on or was_for <= opens
    return Monday(first - days(1), opens, on is not None and now >= opens and missed, again_at=following)


EVENING = time(18)


@dataclass(frozen=True, slots=True)
class Midday:
    """The local date of a person's bundle, and the instant from which it may go out."""

    on: date
    due_at: datetime


def midday(now: datetime, zone: str, workdays: Workdays, at: time = MIDDAY) -> Midday:
    """The next 13:00, or the time that somebody chose, on a working day where the person is, after `now`."""
    on = local_date(now, zone)
    if not is_working_day(on, workdays) or now >= at_local(on, at, zone):
        on = add_working_days(on, 1, workdays)
    return Midday(on, at_local(on, at, zone))


def put_off_until(now: datetime, zone: str, workdays: Workdays, at: time = MIDDAY) -> datetime | None:
    """When a bundle that comes late may go out: None for now, from 13:00 (or the time that somebody chose)
    to 18:00 on a working day; else the next 13:00."""
    on = local_date(now, zone)
    if is_working_day(on, workdays) and at_local(on, at, zone) <= now < at_local(on, EVENING, zone):
        return None
    return midday(now, zone, workdays, at).due_at


@dataclass(frozen=True, slots=True)
class Friday:
    """`on`: the day on which the running week is summed up; `open`: its summary may be planned now;
    `again_at`: the next look."""

    on: date
    opens_at: datetime
    open: bool
    again_at: datetime


def friday(now: datetime, person: Person, policy: Policy) -> Friday:
    """The end of a person's local week: from their time to the end of that day, unless they are away on
    it."""
    clock, today = own_times(policy, person.own).friday_time, local_date(now, person.zone)
    monday_on = today - days(today.weekday())
    on, following = (_summed_up_on(first, person.usual_days) for first in (monday_on, monday_on + days(7)))
    opens_at = at_local(on, clock, person.zone)
    works = is_working_day(on, person.own_days)
    return Friday(
        on,
        opens_at,
        works and on == today and now >= opens_at,
        again_at=opens_at if now < opens_at else at_local(following, clock, person.zone),
    )


def _summed_up_on(monday_on: date, usual: Workdays) -> date:
    """Friday, or the last working day of the week before it; where a week has none up to then, its last one,
    and Friday itself where it has none at all."""
    week = [monday_on + days(n) for n in (4, 3, 2, 1, 0, 5, 6)]
    return next((on for on in week if is_working_day(on, usual)), week[0])


def own_times(policy: Policy, own: Own) -> Policy:
    """The policy with the times that somebody chose in place of the team's."""
    return replace(
        policy,
        nudge_at=own.morning_at or policy.nudge_at,
        digest_at=own.digest_at or policy.digest_at,
        friday_at=own.friday_at or policy.friday_at,
    )
