"""What waits for somebody's tap, whatever it is: for whom, until when, when they are reminded of it.

A kind of thing (an introduction, an approval) knows what its tap means; this knows how long it waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from .calendar import add_working_days, local_date, start_of
from .phrase import Phrase, say
from .records import Person

OPEN, ACCEPTED, ASKED_BACK, EXPIRED, WITHDRAWN = "open", "accepted", "asked_back", "expired", "withdrawn"
REFUSED = "refused"
REMIND_AFTER, WAITS_FOR = 2, 10  # working days of whom it waits for


@dataclass(frozen=True, slots=True)
class Wait:
    """`by_id` waits for a tap of `for_id` about the row `subject_id` of its `kind`; from `until_at` on
    nobody does any more. `outbox_id`: the message with its buttons."""

    id: int
    kind: str
    for_id: int
    by_id: int
    subject_id: int
    since_at: datetime
    until_at: datetime
    reminded_at: datetime | None = None
    state: str = OPEN
    outbox_id: int | None = None

    def last_on(self, zone: str) -> date:
        """The last day on which it can be answered, where somebody is."""
        return local_date(self.until_at - timedelta(seconds=1), zone)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The same as it is shown: `subject` is what its kind shows, and it can be answered up to and including
    `until`."""

    kind: str
    subject: Any
    until: date


def hours(now: datetime, person: Person) -> tuple[datetime, datetime]:
    """When a person is reminded of what waits for them since `now`, and until when it does: two and ten
    whole working days of theirs."""
    today = local_date(now, person.zone)
    reminded, last = (add_working_days(today, n, person.own_days) for n in (REMIND_AFTER, WAITS_FOR))
    return start_of(reminded, person.zone), start_of(last + timedelta(days=1), person.zone)


def handed_on_until(now: datetime, person: Person, wait: Wait) -> datetime:
    """Until when somebody has who decides in place of another: as long as it waited for, but two whole
    working days of theirs."""
    last = add_working_days(local_date(now, person.zone), REMIND_AFTER, person.own_days)
    return max(wait.until_at, start_of(last + timedelta(days=1), person.zone))


def may_withdraw(person: Person, by_id: int | None) -> Phrase | None:
    """Whether this person asked for it."""
    return None if person.id == by_id else say("Only whoever asked withdraws it.")


def may_tap(person: Person, wait: Wait) -> Phrase | None:
    """Whether it waits for this person."""
    return None if person.id == wait.for_id else say("Only whom it waits for can answer it.")
