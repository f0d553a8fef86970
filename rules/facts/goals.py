"""What a customer wants to reach with us: which are open, the day after one was due, its reason to call, what
of one can be stored.

Until its day has passed a goal is no reason to call: it is what a call is for (source: DOMAIN, Words, goal).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..appearances import wanted_on
from ..calendar import on_or_after_working_day
from ..context import Context, Reason
from ..phrase import say
from ..records import Record, days
from .aimed import STATES, Goal
from .entries import Wrong
from .notes import first_words

FACT = "goal"
FIELD = 300
"""Characters of a goal, and of how it is measured."""
MOST_AHEAD = days(3660)
ASK = say("What do you want to reach next, and how will you measure it?")
ASKED_FOR = days(90)
"""Behind its day, in which it is asked whether one was reached: what nobody answered by then is told to its
manager alone, in the digest."""


def open_goals(those: Iterable[Goal], on: date) -> list[Goal]:
    """Those that were said and neither reached nor given up by the end of a day, what is due first."""
    there = (g for g in those if g.open_on(on))
    return sorted(there, key=lambda g: (g.due_on or date.max, g.said_on, g.id))


def overdue(those: Iterable[Goal], on: date) -> list[Goal]:
    """Open ones whose day has passed, the longest first."""
    return [g for g in open_goals(those, on) if g.due_on is not None and g.due_on < on]


def wants(record: Record, on: date) -> date | None:
    """The day after the due day of the open one that comes first, moved to a working day."""
    asked = (g.due_on for g in record.goals if g.due_on and on <= g.due_on + ASKED_FOR and g.open_on(on))
    return min((_wants(record, due, on) for due in asked), default=None)


def _wants(record: Record, due: date, on: date) -> date:
    return wanted_on(record, on_or_after_working_day(due + days(1), record.owner.workdays), FACT, on)


def goal_due(record: Record, on: date, context: Context) -> Reason | None:
    """One whose day has passed and of which nobody said how it ended."""
    late = ((g, g.due_on) for g in overdue(record.goals, on) if g.due_on and on <= g.due_on + ASKED_FOR)
    goal, due = next(late, (None, None))
    if goal is None or due is None:
        return None
    why = say("their goal “{goal}” was due {on}: was it reached?", goal=named(goal).rstrip("."), on=due)
    return Reason(FACT, why, ASK, about=goal.id)


def named(goal: Goal) -> str:
    """What it is, in a line; a text whose time has passed is gone."""
    return first_words(goal.text, 120) or "a goal"


def goal_error(goal: Goal, today: date) -> Wrong | None:
    """What keeps a goal, as somebody filled it in, from being stored: (field, sentence)."""
    if not goal.text:
        return "text", say("What do they want to reach?")
    if goal.due_on and not date(1990, 1, 1) <= goal.due_on <= today + MOST_AHEAD:
        return "due_on", say("That day is too far away to be right.")
    if goal.state not in STATES:
        return "state", say("How does it stand?")
    return None
