"""Accounts that change hands together: somebody left or was switched off, or a manager reassigned them. When
that is, who may, and on which days their new expert makes the first touches.

Source: DOMAIN, Nudges, Absence: a deactivated rep's accounts go to the manager after one working day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from .access import Caller
from .calendar import Workdays, add_working_days, local_date, start_of
from .phrase import Phrase, say
from .records import TIERS, Person

LEFT, OFF, GIVEN = "left", "off", "given"  # why: said by somebody, seen in Slack, reassigned
WAITS, GOING, MOVED, SETTLED, BACK, OVER = "waits", "going", "moved", "settled", "back", "over"
"""Stages: until it is due, while accounts go, all have gone, who comes next was proposed, while they come
back, ended."""
AT_ONCE = 25  # accounts in one transaction
GRACE = 1  # whole working days of somebody who was switched off
KEPT, INTRODUCED, RETURNED, STAYED = "kept", "introduced", "back", "stayed"  # what became of an account
TO_WHOM, MANY = "to whom", "handoffs"  # what waits for a manager's tap, and for a receiver's
SOONEST, LATEST = 5, 15  # working days over which first touches are spread
NOT_YOURS = say("Only whoever has these accounts now, their managers and admins say to whom they go.")


@dataclass(frozen=True, slots=True)
class Changeover:
    """`person_id` has, or had, the accounts that go to `to_id` (None: not known before it is due); `act_id`:
    its line of the audit trail. `by_id`: None where nobody did it."""

    id: int
    person_id: int
    to_id: int | None
    by_id: int | None
    why: str
    stage: str
    due_at: datetime
    moved_at: datetime | None = None
    act_id: int | None = None
    person: str = ""
    to: str = ""

    @property
    def left(self) -> bool:
        """Whether whoever had the accounts is not with us any more."""
        return self.why in (LEFT, OFF)


@dataclass(frozen=True, slots=True)
class Line:
    """An account of one: `became` is empty while nobody said to whom it goes; `receiver_id`: who is proposed,
    or was chosen."""

    id: int
    account_id: int
    name: str
    tier: str
    annual: int | None
    receiver_id: int | None = None
    receiver: str = ""
    handoff_id: int | None = None
    became: str = ""


@dataclass(frozen=True, slots=True)
class Undecided:
    """All accounts of a changeover of which nobody said yet to whom they go; `total`: how many it was."""

    of: Changeover
    lines: tuple[Line, ...] = field(default=())
    total: int = 0

    @property
    def proposed(self) -> tuple[Line, ...]:
        return tuple(x for x in self.lines if x.receiver_id is not None)


@dataclass(frozen=True, slots=True)
class Offered:
    """What a receiver is introduced for, by whom, and has not answered."""

    of: Changeover
    by: str
    lines: tuple[Line, ...]


def due_after(noticed_at: datetime, person: Person, left_on: date | None = None) -> datetime:
    """When the accounts of somebody who was switched off go on: once one whole working day of theirs has
    passed since the day on which that was noticed. Of whoever is said to have left nobody waits for a
    mistake: what comes to them behind the rest (a churn that is taken back) goes on at once."""
    today = local_date(noticed_at, person.zone)
    if left_on is not None and left_on <= today:
        return noticed_at
    last = add_working_days(today, GRACE, person.public_days)
    return start_of(last + timedelta(days=1), person.zone)


def may_place(caller: Caller, to_id: int | None) -> Phrase | None:
    """Who says to whom accounts go: whoever has them now, those above, admins."""
    return None if to_id in caller.under or caller.person.is_admin else NOT_YOURS


def in_turn(lines: Sequence[Line]) -> list[Line]:
    """A first, in a tier the largest."""
    rank = {str(tier): n for n, tier in enumerate(TIERS)}
    return sorted(lines, key=lambda x: (rank.get(x.tier, len(rank)), -(x.annual or 0), x.name, x.id))


def spread(
    many: int, on: date, workdays: Workdays, taken: Mapping[date, int], places: int
) -> list[date | None]:
    """The days on which a new expert's first touches come up, of so many accounts in turn: over five working
    days for few, fifteen for many, never more on one than `places`, those `taken` already counted. What has
    no place within fifteen comes with its own cadence: None."""
    held, days = dict(taken), list[date | None]()
    for index in range(many):
        day = slot(index, many, on, workdays, held, places)
        days.append(day)
        if day is not None:
            held[day] = held.get(day, 0) + 1
    return days


def slot(
    index: int, many: int, on: date, workdays: Workdays, taken: Mapping[date, int], places: int
) -> date | None:
    """The day for one of them."""
    over = min(LATEST, max(SOONEST, -(-many // places)))
    first = 1 + min(index * over // many, LATEST - 1)
    days = (add_working_days(on, n, workdays) for n in range(first, LATEST + 1))
    return next((day for day in days if taken.get(day, 0) < places), None)


def reassign_error(caller: Caller, person: Person | None, to: Person | None) -> Phrase | None:
    """Why accounts, or people, don't go from one to the other by this caller's word."""
    if person is None or to is None:
        return say("Who gives, who takes? Try `/account reassign @from @to`.")
    if person.id == to.id:
        return say("They have them already.")
    if not to.active:
        return say("{name} is not with us any more.", name=to.name)
    if caller.person.is_admin:
        return None
    if caller.person.leads and {person.id, to.id} <= set(caller.under):
        return None
    return say("Only the manager of both, or an admin, reassigns accounts.")


def team_error(person: Person, to: Person, chain: Collection[int]) -> Phrase | None:
    """Why somebody's people don't go to another: `chain`, everybody above the other."""
    if person.id in chain and person.id != to.manager_id:
        return say("{to} stands under one of their people: nobody is managed by themselves.", to=to.name)
    return None
