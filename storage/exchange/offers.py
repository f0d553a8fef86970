"""Offers: known by their id or their name; no more may be active, on file and in the file together, than may
be sold at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlmodel import Session

from rules.facts.offers import MOST

from ..database import new_id
from ..offers import OF
from .cells import DATE, EMAIL, ID, NAME, NOTE
from .days import still_to_come
from .known import Change, Known
from .match import BY_ID, key_in
from .memory import became, told_before
from .noun import Column, Kept, Noun
from .rows import Problem, Rows
from .writing import values_of

if TYPE_CHECKING:
    from .checks import Checked


def _days(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    yield from still_to_come(known, f, ("since_on", "retired_on", "kept_on"))


def _room(session: Session, known: Known, c: Checked) -> None:
    """Of those that would be active, the first so many in the order of the file beside what is active on
    file; the next is refused with the list. An offer has one name."""
    place, there = OFFERS.place, _on_file(session, known)
    key_of = key_in(known, OFFERS)
    keys = {n: key_of(raw) for n, raw in enumerate(c.f.raw) if n not in c.bad}
    ids = became(session, known.ws, OFFERS, sorted({k for k in keys.values() if k.startswith(BY_ID)}))
    told = told_before(session, known.ws, OFFERS, sorted(set(keys.values())))
    by_name = {key: row_id for row_id, (key, _, _) in there.items()}
    meant = {n: ids.get(key, by_name.get(_name(known, c.f.rows[n]))) for n, key in keys.items()}
    brought = {row_id for row_id in meant.values() if row_id is not None}
    active = [name for row_id, (_, name, sold) in there.items() if sold and row_id not in brought]
    taken = {key: row_id for row_id, (key, _, _) in there.items() if row_id not in brought}
    for n in sorted(keys):
        row, row_id = c.f.rows[n], meant[n]
        name = _name(known, row)
        if taken.setdefault(name, row_id or -1 - n) != (row_id or -1 - n):
            c.say(n, "name", row[place["name"]], "another offer has this name: an offer has one name.")
            continue
        was = there[row_id][2] if row_id is not None else None
        before = told[keys[n]][place["retired_on"]] if keys[n] in told else None
        sold = _is_sold(was, row[place["retired_on"]] if "retired_on" in c.f.has else before, before)
        if sold and len(active) >= MOST:
            what = f"would be one more than the {MOST} offers that may be active: {', '.join(active)}."
            c.say(n, "name", row[place["name"]], f"{what} Retire one first.")
        elif sold:
            active.append(row[place["name"]])


def _is_sold(was: bool | None, cell: str | None, before: str | None) -> bool:
    """Whether an offer is active once its row is in. `was`: whether it is now, None where it is new; `cell`:
    the day on which it was retired, `before` as the row last said it, None where it never did."""
    if was is None:
        return not cell
    if cell == before:
        return was
    return not cell and (was or before is not None)  # an empty cell of one that we had empties nothing


def _held_since(session: Session, known: Known) -> Kept:
    """Where as many are active by now as may be, one that an import retired stays retired."""
    active = {row_id for row_id, (_, _, sold) in _on_file(session, known).items() if sold}

    def kept(row_id: int, before: Mapping[str, str]) -> Collection[str]:
        if before["retired_on"] or row_id in active:
            return ()
        if len(active) >= MOST:
            return ("retired_on",)
        active.add(row_id)
        return ()

    return kept


def _name(known: Known, row: Sequence[str]) -> str:
    return known.key(row[OFFERS.place["name"]])


def _on_file(session: Session, known: Known) -> dict[int, tuple[str, str, bool]]:
    """Key, name, whether it is active, of each; by name, so that a list reads well."""
    query = select(OF.c.id, OF.c.key, OF.c.name, OF.c.retired_on).where(OF.c.workspace_id == known.ws)
    return {r.id: (r.key, r.name, r.retired_on is None) for r in session.execute(query.order_by(OF.c.name))}


def write_offers(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    """One row a name, whoever put it there."""
    ids, there = [], known.ids[OFFERS.kind]
    for change in changes:
        row_id = change.row_id or change.stands or there.get(known.key(change.cells["name"]))
        names = (
            change.changed if change.row_id else {c for c, cell in change.cells.items() if cell or not row_id}
        )
        values = values_of(known, OFFERS, change.cells, names=names)
        if row_id is None:
            row = {"workspace_id": known.ws, "created_at": known.now, **values}
            row_id = new_id(session.execute(OF.insert().values(**row)))
        elif values:
            session.execute(update(OF).where(OF.c.id == row_id).values(**values))
        there[known.key(change.cells["name"])] = row_id
        ids.append(row_id)
    return ids


OFFERS = Noun(
    "offers",
    OF,
    (
        Column("name", NAME, required=True),
        Column("gain", NOTE),
        Column("sends", NOTE),
        Column("since_on", DATE),
        Column("retired_on", DATE),
        Column("kept_on", DATE),
        Column("by_email", EMAIL, to="by_id", refers="people"),
        Column("external_id", ID),
    ),
    one="offer",
    named=("name",),
    found_by="key",
    about="",
    by="by_id",
    read_as="offers_added",
    nowhere="no offer of this name is on file or in offers.csv.",
    look=_days,
    agree=_room,
    held_since=_held_since,
    write=write_offers,
)
