"""Concerns: none is raised or closed on a day to come, none is closed before it was raised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rules.facts.raised import KINDS

from ..concerns import CO
from .cells import DATE, EMAIL, ID, NOTE, as_date, one_of
from .known import Known
from .noun import Column, Noun
from .rows import Problem, Rows


def _in_order(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    """Its days, as far as the file has them; somewhere it is tomorrow already."""
    last = known.today + timedelta(days=1)
    places = [(name, CONCERNS.place[name]) for name in ("raised_on", "closed_on")]
    for number, row in enumerate(f.rows):
        raised, closed = (as_date(row[place]) for _, place in places)
        for (name, place), on in zip(places, (raised, closed), strict=True):
            if on and on > last:
                what = "is still to come."
                yield number, Problem(f.file, f.lines[number], name, value=row[place], what=what)
        if raised and closed and closed < raised:
            what = "is before it was raised."
            yield number, Problem(f.file, f.lines[number], "closed_on", value=row[places[1][1]], what=what)


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
    ),
    one="concern",
    by="by_id",
    read_as="concerns_opened",
    undone="voided_at",
    id_word="co",
    has_own_ids=True,
    fresh=lambda known, values: {"created_at": known.now, "batch": "", "done": ""},
    look=_in_order,
)
