"""Promises."""

from __future__ import annotations

from collections.abc import Iterator

from rules.facts.promised import STATES

from ..promises import PR
from .cells import DATE, EMAIL, ID, NOTE, one_of
from .known import Known
from .noun import Column, Noun
from .rows import Problem, Rows


def _done_but_open(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    """A date on which it was done belongs to one that was kept or dropped."""
    state, done_on = PROMISES.place["state"], PROMISES.place["done_on"]
    for number, row in enumerate(f.rows):
        if row[done_on] and row[state] in ("", "open"):
            what = "says that it is done: its state is kept or dropped then."
            yield number, Problem(f.file, f.lines[number], "done_on", value=row[done_on], what=what)


PROMISES = Noun(
    "promises",
    PR,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("by_email", EMAIL, to="by_id", refers="people"),
        Column("text", NOTE, required=True),
        Column("promised_on", DATE),
        Column("first_due_on", DATE),
        Column("due_on", DATE, required=True),
        Column("state", one_of(STATES, empty="open")),
        Column("done_on", DATE),
        Column("external_id", ID),
    ),
    one="promise",
    by="by_id",
    read_as="promises_made",
    undone="voided_at",
    id_word="p",
    has_own_ids=True,
    fresh=lambda known, values: {"created_at": known.now, "moved": "", "batch": ""},
    look=_done_but_open,
)
