"""Needs and goals: none is heard or closed on a day to come, and one that has a day on which it was closed is
closed."""

from __future__ import annotations

from collections.abc import Iterator

from rules.facts.aimed import DROPPED, OPEN, REACHED, STATES
from rules.facts.needed import CLOSED, HEARD, MOVED, STATUSES

from ..goals import G
from ..needs import N
from .cells import CURRENCY, DATE, EMAIL, ID, NOTE, POSITIVE, one_of
from .days import before, still_open, still_to_come
from .known import Known
from .noun import Column, Noun
from .rows import Problem, Rows

CLOSED_GOAL = (REACHED, DROPPED)


def _need_days(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    yield from still_to_come(known, f, ("heard_on", "explored_on", "offered_on", "closed_on"))
    yield from before(f, "heard_on", ("explored_on", "offered_on", "closed_on"), "is before it was heard.")
    yield from still_open(f, "status", CLOSED, "says that it is closed: its status is won or lost then.")


def _goal_days(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    yield from still_to_come(known, f, ("said_on", "closed_on"))
    yield from before(f, "said_on", ("closed_on",), "is before it was said.")
    what = "says that it is closed: its state is reached or dropped then."
    yield from still_open(f, "state", CLOSED_GOAL, what)


NEEDS = Noun(
    "needs",
    N,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("by_email", EMAIL, to="by_id", refers="people"),
        Column("text", NOTE, required=True),
        Column("budget", POSITIVE, currency="currency"),
        Column("currency", CURRENCY),
        Column("offer"),
        Column("right_from", DATE, to="right_on"),
        Column("discount", one_of(MOVED)),
        Column("status", one_of(STATUSES, empty=HEARD)),
        Column("why", NOTE),
        Column("heard_on", DATE),
        Column("explored_on", DATE),
        Column("offered_on", DATE),
        Column("closed_on", DATE),
        Column("external_id", ID),
    ),
    one="need",
    by="by_id",
    read_as="needs_noted",
    undone="voided_at",
    id_word="need",
    has_own_ids=True,
    fresh=lambda known, values: {"created_at": known.now},
    look=_need_days,
)
GOALS = Noun(
    "goals",
    G,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("by_email", EMAIL, to="by_id", refers="people"),
        Column("text", NOTE, required=True),
        Column("measure"),
        Column("due_on", DATE),
        Column("state", one_of(STATES, empty=OPEN)),
        Column("said_on", DATE),
        Column("closed_on", DATE),
        Column("external_id", ID),
    ),
    one="goal",
    by="by_id",
    read_as="goals_noted",
    undone="voided_at",
    id_word="goal",
    has_own_ids=True,
    fresh=lambda known, values: {"created_at": known.now},
    look=_goal_days,
)
