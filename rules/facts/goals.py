"""What a customer wants to reach with us: which are open, and what of one can be stored.

A goal is no reason to call by itself: it is what a call is for (source: DOMAIN, Words, goal).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..phrase import say
from ..records import days
from .aimed import STATES, Goal
from .entries import Wrong
from .notes import first_words

FACT = "goal"
FIELD = 300
"""Characters of a goal, and of how it is measured."""
MOST_AHEAD = days(3660)


def open_goals(those: Iterable[Goal], on: date) -> list[Goal]:
    """Those that were said and neither reached nor given up by the end of a day, what is due first."""
    there = (g for g in those if g.open_on(on))
    return sorted(there, key=lambda g: (g.due_on or date.max, g.said_on, g.id))


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
