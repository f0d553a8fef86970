"""Promises: one that is done was kept or dropped, in its file and beside what is stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import Session

from rules.facts.promised import STATES

from ..promises import PR
from .cells import DATE, EMAIL, ID, NOTE, one_of
from .ids import rows_meant
from .known import Change, Known
from .match import BY_ID, by_what_it_has, keyed
from .memory import before
from .noun import Column, Noun
from .writing import write_rows

if TYPE_CHECKING:
    from .checks import Checked

OPEN = ("", "open")


def _done_is_not_open(session: Session, known: Known, c: Checked) -> None:
    """A date on which it was done belongs to one that was kept or dropped; where the file has no states, the
    stored one counts."""
    state, done_on = PROMISES.place["state"], PROMISES.place["done_on"]
    done = [n for n, row in enumerate(c.f.rows) if row[done_on] and row[state] in OPEN and n not in c.bad]
    if done and "state" not in c.f.has:
        closed = _closed(session, known, c)
        done = [n for n in done if n not in closed]
    for number in done:
        what = "says that it is done: its state is kept or dropped then."
        c.say(number, "done_on", c.f.rows[number][done_on], what)


def _closed(session: Session, known: Known, c: Checked) -> Collection[int]:
    """Numbers of the rows that stand on file as kept or dropped."""
    keys, _ = keyed(known, c.f, c.bad)
    stored = before(lambda: nullcontext(session), known.ws, PROMISES)
    external = [key.removeprefix(BY_ID) for _, key in keys if key.startswith(BY_ID)]
    ids = {
        f"{BY_ID}{i}": row
        for i, row in rows_meant(session, known.ws, known.secret, PROMISES, external).items()
    }
    ids |= {key: row for key, (row, _) in stored.items()}
    there = {n: ids[key] for n, key in by_what_it_has(known, c.f, keys, stored) if key in ids}
    wanted, closed = sorted(set(there.values())), set[int]()
    for start in range(0, len(wanted), 400):
        mine = (PR.c.workspace_id == known.ws, PR.c.id.in_(wanted[start : start + 400]))
        closed.update(session.execute(select(PR.c.id).where(*mine, PR.c.state != "open")).scalars())
    return {n for n, row in there.items() if row in closed}


def _write(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    """One that is open again is done no more, whatever the file has."""
    for change in changes:
        if change.row_id is not None and "state" in change.changed and change.cells["state"] in OPEN:
            change.cells["done_on"] = ""
            change.changed |= {"done_on"}
    return write_rows(session, known, PROMISES, changes=changes)


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
    agree=_done_is_not_open,
    write=_write,
)
