"""Needs and goals: none is heard or closed on a day to come, and one that has a day on which it was closed is
closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rules.facts.aimed import DROPPED, OPEN, REACHED, STATES
from rules.facts.needed import CLOSED, HEARD, MOVED, STATUSES

from ..goals import G
from ..needs import N
from .cells import CURRENCY, DATE, EMAIL, ID, NOTE, POSITIVE, as_date, one_of
from .days import still_to_come
from .known import Known
from .noun import Column, Noun
from .rows import Problem, Rows

CLOSED_GOAL = (REACHED, DROPPED)


def _need_days(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    yield from still_to_come(known, f, ("heard_on", "explored_on", "offered_on", "closed_on"))
    yield from before(f, "heard_on", ("explored_on", "offered_on", "closed_on"), "is before it was heard.")
    yield from closed_only(f, "status", CLOSED, "says that it is closed: its status is won or lost then.")


def _goal_days(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    yield from still_to_come(known, f, ("said_on", "closed_on"))
    yield from before(f, "said_on", ("closed_on",), "is before it was said.")
    yield from closed_only(
        f, "state", CLOSED_GOAL, "says that it is closed: its state is reached or dropped then."
    )


def before(f: Rows, first: str, later: tuple[str, ...], what: str) -> Iterator[tuple[int, Problem]]:
    """Rows in which a later day lies before the first."""
    for number, row in enumerate(f.rows):
        begins = as_date(row[f.of.place[first]])
        for name in later:
            day = as_date(row[f.of.place[name]])
            if begins and day and day < begins:
                value = row[f.of.place[name]]
                yield number, Problem(f.file, f.lines[number], name, value=value, what=what)


def closed_only(f: Rows, column: str, closed: Collection[str], what: str) -> Iterator[tuple[int, Problem]]:
    """Rows with a day on which it was closed that say that it is open."""
    if column not in f.has:
        return
    for number, row in enumerate(f.rows):
        day = row[f.of.place["closed_on"]]
        if day and row[f.of.place[column]] not in closed:
            yield number, Problem(f.file, f.lines[number], "closed_on", value=day, what=what)


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
