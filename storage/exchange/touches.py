"""Writes touches, and whom they name: new ones are inserted, changed ones get only the cells that changed
in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.touch import CHANNELS, DIRECTIONS, ESTIMATED_MINUTES, OUTCOMES, PURPOSES, SENTIMENTS
from rules.names import normalise

from ..people import P
from ..records import TC, A, C, T
from ..reserving import reserve
from .cells import EMAIL, ID, INSTANT, MINUTES, NAMES, NOTE, as_date, as_instant, one_of
from .known import Change, Known, insert
from .met import find, new_contact, shown_as
from .noun import Column, Noun
from .rows import Problem, Rows


@dataclass(frozen=True, slots=True)
class Met:
    """Whom a touch names, and the author's local date of it."""

    touch_id: int
    account_id: int
    names: str
    on: date


def write_touches(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    fresh = iter(reserve(session, T, sum(c.row_id is None for c in changes), "touches"))
    new: list[dict[str, Any]] = []
    ids: list[int] = []
    met: list[Met] = []
    note = TOUCHES.place["note"]
    known.left(session, TOUCHES, changes)
    for change in changes:
        values = _touch_values(known, change.cells) | {"noted": bool(change.raw[note])}
        known.touched.add(values["account_id"])
        if change.stands is not None:
            ids.append(change.stands)  # exported, and now read back: it stands, or stays undone
            continue
        if change.row_id is None:
            values["id"] = next(fresh)
            new.append(values)
        elif changed := _touched_columns(change.changed):
            session.execute(update(T).where(T.c.id == change.row_id).values({k: values[k] for k in changed}))
        ids.append(int(values.get("id") or change.row_id or 0))
        names = change.cells["contact"]
        if "contact" in change.changed or (
            names and (change.row_id is None or change.changed & {"at", "account"})
        ):
            on = as_date(change.cells["at"]) or local_date(values["at"], known.zones[values["by_id"]])
            met.append(Met(ids[-1], values["account_id"], names, on=on))
    insert(session, T, new)
    known.made = {row["id"]: row for row in new}
    _meet(session, known, met)
    return ids


def _touched_columns(changed: frozenset[str]) -> set[str]:
    columns = {
        "account": ("account_id",),
        "by_email": ("by_id",),
        "at": ("at", "day_only"),
        "minutes": ("minutes", "estimated"),
        "channel": ("channel", "minutes", "estimated"),
        "contact": ("account_id",),
        "note": ("note", "noted"),
    }
    return {name for c in changed for name in columns.get(c, (c,))}


def _touch_values(known: Known, cells: dict[str, str]) -> dict[str, Any]:
    account = known.accounts[known.key(cells["account"])]
    by = known.people[cells["by_email"].lower()] if cells["by_email"] else known.owners[account]
    at, day_only = _at(known, cells["at"], by)
    channel, minutes = cells["channel"] or "call", cells["minutes"]
    return {
        "workspace_id": known.ws,
        "account_id": account,
        "by_id": by,
        "at": at,
        "day_only": day_only,
        "channel": channel,
        "direction": cells["direction"] or "outbound",
        "outcome": cells["outcome"] or "reached",
        "purpose": cells["purpose"],
        "minutes": int(minutes) if minutes else ESTIMATED_MINUTES[channel],
        "estimated": not minutes,
        "sentiment": cells["sentiment"],
        "note": cells["note"],
        "external_id": cells["external_id"],
        "batch": "",
        "created_at": known.now,
    }


def _at(known: Known, value: str, by: int) -> tuple[datetime, bool]:
    """A date stands at noon where its author is."""
    on = as_date(value)
    return known.noon(on, by) if on else datetime.fromisoformat(value).astimezone(UTC), on is not None


def _meet(session: Session, known: Known, met: Sequence[Met]) -> None:
    """Link touches to contacts by name or e-mail (`;` between several); a name that is not on file yet is
    added with the date of its touch, and who was met before they were added was there before."""
    if not met:
        return
    there = C.c.account_id.in_({m.account_id for m in met})
    contacts: dict[tuple[int, str], int] = {}
    added: dict[int, date | None] = {}
    for row in session.execute(select(C.c.id, C.c.account_id, C.c.key, C.c.email, C.c.added_on).where(there)):
        added[row.id] = row.added_on
        contacts[row.account_id, row.key] = row.id
        if row.email:
            contacts[row.account_id, row.email.lower()] = row.id
    links, earlier = set[tuple[int, int]](), dict[int, date]()
    for m in met:
        for name in (n.strip() for n in m.names.split(";") if n.strip()):
            contact = find(contacts, m.account_id, name)
            if contact is None:
                contact = contacts[m.account_id, normalise(name)] = new_contact(
                    session, known, m.account_id, name, on=m.on
                )
                added[contact] = m.on
            links.add((m.touch_id, contact))
            since = added[contact]
            if since is not None and m.on < since:
                added[contact] = earlier[contact] = m.on
    session.execute(TC.delete().where(TC.c.touch_id.in_([m.touch_id for m in met])))
    insert(
        session, TC, [{"touch_id": t, "contact_id": c, "workspace_id": known.ws} for t, c in sorted(links)]
    )
    if earlier:
        moved = update(C).where(C.c.id == bindparam("c")).values(added_on=bindparam("on"))
        session.connection().execute(moved, [{"c": contact, "on": on} for contact, on in earlier.items()])


def _still_to_come(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    """A touch has happened. An offset makes today of yesterday at most: what lies before is not looked at
    closely."""
    near, place = str(known.today - timedelta(days=1)), TOUCHES.place["at"]
    for number, row in f.where(lambda columns: max(columns[place].cells()) >= near):
        value = row[place]
        if value[:10] >= near:
            at = as_instant(value)
            if at > known.now if at else (as_date(value) or known.today) > known.today:
                yield (
                    number,
                    Problem(
                        f.file,
                        f.lines[number],
                        "at",
                        value=value,
                        what="is still to come: a touch has happened.",
                    ),
                )


def _rows(session: Session, ws: int, ids: Sequence[int] | None) -> Iterator[tuple[int, list[str]]]:
    met: dict[int, list[str]] = {}
    who = select(TC.c.touch_id, C.c.name, C.c.email).join(C, C.c.id == TC.c.contact_id)
    if ids is not None:
        who = who.where(TC.c.touch_id.in_(ids))
    for touch_id, name, email in session.execute(who.where(TC.c.workspace_id == ws)):
        met.setdefault(touch_id, []).append(shown_as(email, name))
    query = (
        select(T, A.c.name.label("account"), P.c.email, P.c.zone)
        .join(A, A.c.id == T.c.account_id)
        .join(P, P.c.id == T.c.by_id)
    )
    if ids is not None:
        query = query.where(T.c.id.in_(ids))
    for r in session.execute(query.where(T.c.workspace_id == ws, T.c.voided_at.is_(None)).order_by(T.c.id)):
        at = local_date(r.at, r.zone).isoformat() if r.day_only else r.at.isoformat()
        yield (
            r.id,
            [
                r.account,
                r.email,
                at,
                r.channel,
                r.direction,
                r.outcome,
                r.purpose,
                "" if r.estimated else str(r.minutes),
                ";".join(met.get(r.id, [])),
                r.sentiment,
                r.note,
                r.external_id,
            ],
        )


TOUCHES = Noun(
    "touches",
    T,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("by_email", EMAIL, to="by_id", refers="people"),
        Column("at", INSTANT, required=True),
        Column("channel", one_of(CHANNELS, empty="call")),
        Column("direction", one_of(DIRECTIONS, empty="outbound")),
        Column("outcome", one_of(OUTCOMES, empty="reached")),
        Column("purpose", one_of(PURPOSES)),
        Column("minutes", MINUTES),
        Column("contact", NAMES, to=None, names_met=True),
        Column("sentiment", one_of(SENTIMENTS)),
        Column("note", NOTE),
        Column("external_id", ID),
    ),
    one="touch",
    by="by_id",
    read_as="touches_logged",
    undone="voided_at",
    id_word="t",
    has_own_ids=True,
    of_many=True,
    look=_still_to_come,
    write=write_touches,
    rows=_rows,
)
