"""What holds an account's place back for a morning: a public holiday where the customer is, quiet days of
ours. What is due, and when it is looked at, stays as it is: the account is asked about again each morning.

Source: DOMAIN, Nudges, Absence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from . import dated
from .calendar import Workdays, add_working_days, is_holiday
from .nudging import Candidate, Quiet
from .policy import Policy
from .records import Person, Record, Tier
from .yearly import run_ends


@dataclass(frozen=True, slots=True)
class Morning:
    """Whom a morning may name, and the tiers of those that it holds back, by the day of their return."""

    here: tuple[Candidate, ...]
    later: Mapping[date, list[Tier]] = field(default_factory=dict)
    quiet: Quiet | None = None

    def coming(self, looked_for: Mapping[date, list[Tier]]) -> dict[date, list[Tier]]:
        """What comes on later days: what is looked for then, and what was held back."""
        days = [*looked_for, *(day for day in self.later if day not in looked_for)]
        return {day: [*looked_for.get(day, ()), *self.later.get(day, ())] for day in days}


def hold_back(candidates: Iterable[Candidate], on: date, person: Person, policy: Policy) -> Morning:
    """Who has a place on a morning of somebody's, and who waits."""
    ends = run_ends(policy.quiet_days, person.country, on)
    here, later, quiet = list[Candidate](), dict[date, list[Tier]](), 0
    for c in candidates:
        waits = ends is not None and _rests(c, on, policy)
        days = [back for back in (customer_back_on(c.record, on, person.own_days),) if back]
        if waits and ends:
            days.append(add_working_days(ends, 1, person.own_days))
            quiet += 1
        if days:
            later.setdefault(max(days), []).append(c.record.account.tier)
        else:
            here.append(c)
    return Morning(tuple(here), later, Quiet(ends, quiet) if ends else None)


def _rests(c: Candidate, on: date, policy: Policy) -> bool:
    """Whether quiet days hold it: an A is called on them, and what has a day of its own."""
    has_day = c.entry != "cadence" or dated.brings(c.record, on, policy)
    return c.record.account.tier != "A" and not has_day


def customer_back_on(record: Record, on: date, workdays: Workdays) -> date | None:
    """The next of our working days that is no public holiday where the customer is, when a day is one; None
    when it is none, or something is late that we promised."""
    country = record.account.country
    if not is_holiday(on, country) or any(p.late_on(on) for p in record.promises):
        return None
    day = add_working_days(on, 1, workdays)
    while is_holiday(day, country):
        day = add_working_days(day, 1, workdays)
    return day
