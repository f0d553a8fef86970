"""A rep who acts on nothing: after ten working days whoever leads them is asked once whether they are away.
Source: DOMAIN, Nudges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .calendar import DAY, Workdays, working_days_between
from .records import Person

WAITS = "silent"
"""What waits for the manager's tap."""
SILENT_FOR = 10  # working days of theirs


@dataclass(frozen=True, slots=True)
class Silent:
    """Who acted on none of their mornings since a day, and the question that waits."""

    wait_id: int
    person: Person
    since: date


def is_silent(since: date | None, today: date, workdays: Workdays) -> bool:
    """Whether whole working days enough have passed since the first morning of which they acted on nothing,
    and did nothing else; None: there was none."""
    return since is not None and working_days_between(since, today - DAY, workdays) >= SILENT_FOR
