"""Concerns: none is raised or closed on a day to come, none is closed before it was raised."""

from __future__ import annotations

from collections.abc import Iterator

from rules.facts.raised import KINDS

from ..concerns import CO
from .cells import DATE, EMAIL, ID, NOTE, as_date, one_of
from .days import still_to_come
from .known import Known
from .noun import Column, Noun
from .rows import Problem, Rows


def _in_order(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    """Its days, as far as the file has them."""
    yield from still_to_come(known, f, ("raised_on", "closed_on"))
    first, last = CONCERNS.place["raised_on"], CONCERNS.place["closed_on"]
    for number, row in enumerate(f.rows):
        raised, closed = as_date(row[first]), as_date(row[last])
        if raised and closed and closed < raised:
            what = "is before it was raised."
            yield number, Problem(f.file, f.lines[number], "closed_on", value=row[last], what=what)


CONCERNS = Noun(
    "concerns",
    CO,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("by_email", EMAIL, to="by_id", refers="people"),
        Column("text", NOTE, required=True),
        Column("kind", one_of(KINDS)),
        Column("raised_on", DATE, required=True),
        Column("closed_on", DATE),
        Column("external_id", ID),
        Column("done", NOTE),
        Column("closed_by_email", EMAIL, to="closed_by_id", refers="people"),
    ),
    one="concern",
    by="by_id",
    read_as="concerns_opened",
    undone="voided_at",
    id_word="co",
    has_own_ids=True,
    fresh=lambda known, values: {"created_at": known.now, "batch": ""},
    look=_in_order,
)
