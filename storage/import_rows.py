"""Writes touches and revenue: new ones are inserted, changed ones get only the cells that changed in the file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from rules.calendar import at_local
from rules.names import normalise
from rules.records import ESTIMATED_MINUTES

from .database import new_id
from .import_accounts import write_accounts, write_contacts, write_people
from .import_cells import as_date, as_minor
from .import_known import Change, Known, insert, reserve
from .records import TC, C, R, T


def write_touches(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    ours = _exported(session, known, changes)
    fresh = iter(reserve(session, T, sum(c.row_id is None for c in changes)))
    new: list[dict[str, Any]] = []
    ids: list[int] = []
    met: list[tuple[int, int, str]] = []
    for change in changes:
        values = _touch_values(known, change.cells)
        known.touched.add(values["account_id"])
        if change.row_id is None and (there := ours.get(change.cells["external_id"])):
            ids.append(there)  # logged here, exported, and now read back: it stands, or stays undone
            continue
        if change.row_id is None:
            values["id"] = next(fresh)
            new.append(values)
        else:
            changed = _touched_columns(change.changed)
            session.execute(update(T).where(T.c.id == change.row_id).values({k: values[k] for k in changed}))
        ids.append(int(values.get("id") or change.row_id or 0))
        if change.cells["contact"] and (change.row_id is None or "contact" in change.changed):
            met.append((ids[-1], values["account_id"], change.cells["contact"]))
    insert(session, T, new)
    _meet(session, known, met)
    return ids


def _exported(session: Session, known: Known, changes: Sequence[Change]) -> dict[str, int]:
    """Touches that were logged in Slack and come back from an export, by the id they were given then."""
    wanted = [c.cells["external_id"] for c in changes if c.row_id is None and c.cells["external_id"].startswith("tend-")]
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 400):
        query = select(T.c.external_id, T.c.id).where(
            T.c.workspace_id == known.ws, T.c.external_id.in_(wanted[start : start + 400])
        )
        found.update({external: row_id for external, row_id in session.execute(query)})
    return found


def _touched_columns(changed: frozenset[str]) -> set[str]:
    columns = {"account": ("account_id",), "by_email": ("by_id",), "at": ("at", "day_only"), "minutes": ("minutes", "estimated"),
               "channel": ("channel", "minutes", "estimated"), "contact": ("account_id",)}  # fmt: skip
    return {name for c in changed for name in columns.get(c, (c,))}


def _touch_values(known: Known, cells: dict[str, str]) -> dict[str, Any]:
    account = known.accounts[known.key(cells["account"])]
    by = known.people[cells["by_email"].lower()] if cells["by_email"] else known.owners[account]
    at, day_only = _at(known, cells["at"], by)
    channel, minutes = cells["channel"] or "call", cells["minutes"]
    return {
        "workspace_id": known.ws, "account_id": account, "by_id": by, "at": at, "day_only": day_only, "channel": channel,
        "direction": cells["direction"] or "outbound", "outcome": cells["outcome"] or "reached", "purpose": cells["purpose"],
        "minutes": int(minutes) if minutes else ESTIMATED_MINUTES[channel], "estimated": not minutes,
        "sentiment": cells["sentiment"], "note": cells["note"], "external_id": cells["external_id"], "batch": "",
        "created_at": known.now,
    }  # fmt: skip


def _at(known: Known, value: str, by: int) -> tuple[datetime, bool]:
    """A date stands at noon where its author is, which is the same date in every zone nearby."""
    found = known.noon.get((value, by))
    on = as_date(value)
    if found is None:
        found = at_local(on, time(12), known.zones[by]) if on else datetime.fromisoformat(value).astimezone(UTC)
        known.noon[value, by] = found
    return found, on is not None


def _meet(session: Session, known: Known, met: Sequence[tuple[int, int, str]]) -> None:
    """Link touches to contacts by name or e-mail (`;` between several); a name that is not on file yet is added."""
    if not met:
        return
    rows = session.execute(select(C.c.id, C.c.account_id, C.c.key, C.c.email).where(C.c.account_id.in_({a for _, a, _ in met})))
    found = {}
    for row in rows:
        found[row.account_id, row.key] = row.id
        if row.email:
            found[row.account_id, row.email.lower()] = row.id
    links = set()
    for touch_id, account, names in met:
        for name in (n.strip() for n in names.split(";") if n.strip()):
            contact = found.get((account, name.lower())) or found.get((account, normalise(name)))
            if contact is None:
                fresh = {"workspace_id": known.ws, "account_id": account, "name": name, "key": normalise(name)}
                blank = {"email": "", "title": "", "role": "other", "prefers": "", "birthday": "", "external_id": ""}
                contact = new_id(session.execute(C.insert().values(**fresh, **blank)))
                found[account, normalise(name)] = contact
            links.add((touch_id, contact))
    session.execute(TC.delete().where(TC.c.touch_id.in_([t for t, _, _ in met])))
    insert(session, TC, [{"touch_id": t, "contact_id": c, "workspace_id": known.ws} for t, c in sorted(links)])


def write_revenue(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    fresh = iter(reserve(session, R, sum(c.row_id is None for c in changes)))
    new, ids = [], []
    for change in changes:
        cells = change.cells
        currency = cells["currency"] or known.policy.currency
        values: dict[str, Any] = {
            "workspace_id": known.ws, "account_id": known.accounts[known.key(cells["account"])], "on": as_date(cells["on"]),
            "kind": cells["kind"], "amount": abs(as_minor(cells["amount"], currency) or 0), "currency": currency,
            "service": cells["service"], "external_id": cells["external_id"],
        }  # fmt: skip
        known.touched.add(values["account_id"])
        if change.row_id is None:
            values["id"] = next(fresh)
            new.append(values)
        else:
            session.execute(update(R).where(R.c.id == change.row_id).values(**values))
        ids.append(int(values.get("id") or change.row_id or 0))
    insert(session, R, new)
    return ids


WRITERS = {
    "people": write_people, "accounts": write_accounts, "contacts": write_contacts, "touches": write_touches,
    "revenue": write_revenue,
}  # fmt: skip
