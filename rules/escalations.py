"""When an A goes to the manager of its owner: one more cadence after its due date, nudged or not, once a
lateness. Only public holidays move the day, so going away delays nothing. Source: DOMAIN, Nudges.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from .cadence import came_due_on, grace_ends, own_cadence
from .calendar import add_working_days, on_or_after_working_day, working_days_between
from .facts.escalated import LEFT, Escalation
from .facts.loosened import APPROVED
from .phrase import Phrase, say
from .policy import Policy
from .records import Person, Record, days

USUAL, MOST = days(14), days(90)
"""For how long a manager leaves one unless they say so, and at most."""
FIELD = 300
"""Characters of a reason."""
ABSENT_FOR = 3  # working days away, without a cover, from which somebody else has to look


class Goes(NamedTuple):
    """It goes to the manager on `on`; from `look_on` its owner is told that it will."""

    late_on: date
    look_on: date
    on: date


def late_on(record: Record, on: date, policy: Policy) -> date | None:
    """The due date from which an A is late, seen on a date; None where it can't be. "No contact needed now"
    moves it, and a new owner's lateness begins when they took it over."""
    record = record.at(on)
    due_on = came_due_on(record, on, policy) if record.account.tier == "A" else None
    if due_on is None:
        return None
    return max(d for d in (due_on, record.account.not_needed_until, _owned_since(record)) if d)


def _owned_since(record: Record) -> date | None:
    """When its owner took it over from another; None where they always had it."""
    mine = record.account.owner_id
    since = None
    for standing in reversed(record.standings):
        if standing.owner_id != mine:
            return since
        since = standing.from_on
    return None


def goes(record: Record, on: date, policy: Policy) -> Goes | None:
    """When it goes to the manager next; None while it is there already, or never."""
    late = late_on(record, on, policy)
    if late is None:
        return None
    last = next((e for e in reversed(record.escalations) if e.late_on == late), None)
    if last is not None and last.became != LEFT:
        return None  # once a lateness
    account, public = record.account, record.owner.public_days
    day = late + days(own_cadence(account.tier, account.cadence_days, policy))
    if last is not None and last.until_on:
        day = last.until_on
    elif (away := _absent_on(record.owner, late, policy)) and away < day and not _approved_until(record):
        return Goes(late, away, away)
    day = on_or_after_working_day(max(day, _approved_until(record) or day), public)
    return Goes(late, add_working_days(day, -1, public), day)


def _approved_until(record: Record) -> date | None:
    """Until when somebody who decides on it has it put off; a snooze of the owner's own moves nothing."""
    until = record.account.snoozed_until
    if until is None:
        return None
    approved = (x.after.snoozed_until for x in record.loosenings if x.became == APPROVED)
    return until if until in approved else None


def _absent_on(owner: Person, late: date, policy: Policy) -> date | None:
    """The first day past its grace on which its owner is away for a while and nobody covers."""
    public = owner.public_days
    after = add_working_days(grace_ends(late, public, policy), 1, public)
    for span in owner.calendar.away:
        first = on_or_after_working_day(max(after, span.first), public)
        long = working_days_between(span.first, span.last, public) >= ABSENT_FOR
        if long and not span.covered and first <= span.last:
            return first
    return None


def stands(escalation: Escalation, record: Record, on: date, policy: Policy) -> bool:
    """Whether the account is still late as it was then: nobody reached them, it has the same owner, is an A,
    and rests not."""
    return (
        escalation.owner_id == record.account.owner_id and late_on(record, on, policy) == escalation.late_on
    )


def open_one(record: Record, on: date, policy: Policy) -> Escalation | None:
    """The one of an account that is with its manager, or goes there: never two. An older one that was over
    is not opened again."""
    last = next((e for e in reversed(record.escalations) if stands(e, record, on, policy)), None)
    if last is None or last.became == LEFT:
        return None
    return last if last.is_open or last is record.escalations[-1] else None


def silent(record: Record, on: date) -> int | None:
    """Days without contact; None where there never was one."""
    last = record.last_touch(on)
    return (on - last.on).days if last else None


def by_value(those: Iterable[tuple[int | None, str, int]]) -> list[int]:
    """What brings most first: the order of (a year's revenue, name, id), by id."""
    return [id_ for _, _, id_ in sorted(those, key=lambda x: (-(x[0] or 0), x[1], x[2]))]


def leave_error(until_on: date | None, why: str, today: date) -> tuple[str, Phrase] | None:
    """What is wrong with leaving one, as somebody filled it in: (field, sentence)."""
    if until_on is None or not today < until_on <= today + MOST:
        return "until_on", say("Choose a day from tomorrow to {on}.", on=today + MOST)
    if not why:
        return "why", say("Why? One line is enough.")
    if len(why) > FIELD:
        return "why", say("It holds {most} characters; this one has {long}.", most=FIELD, long=len(why))
    return None
