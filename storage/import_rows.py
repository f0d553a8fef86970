"""Writes checked rows: new ones are inserted, changed ones get only the cells that changed in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Table, func, select, text, update
from sqlmodel import Session

from rules.calendar import at_local
from rules.names import normalise
from rules.policy import Policy
from rules.records import ESTIMATED_MINUTES

from . import tables
from .accounts import change_standing, rename
from .database import new_id
from .import_files import COLUMNS, as_date, as_minor
from .people import P, new_person
from .records import TC, A, C, R, S, T

SEPARATOR = "\x1f"


@dataclass(slots=True)
class Known:
    """What rows may refer to, kept while an import runs: ids by e-mail and by account key, zones by person."""

    ws: int
    policy: Policy
    now: datetime
    today: date
    people: dict[str, int] = field(default_factory=dict)
    zones: dict[int, str] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    owners: dict[int, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    noon: dict[tuple[str, int], datetime] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def key(self, name: str) -> str:
        found = self.keys.get(name)
        if found is None:
            found = self.keys[name] = normalise(name)
        return found


@dataclass(slots=True)
class Change:
    """A row to write: `row_id` None for a new one; `cells` all cells by column; `changed` those that differ."""

    key: str
    cells: dict[str, str]
    row_id: int | None = None
    changed: frozenset[str] = frozenset()


def reserve(session: Session, table: Table, count: int) -> list[int]:
    """Ids for new rows, so that what refers to them can be written in the same round."""
    if session.get_bind().dialect.name == "postgresql":
        query = text("SELECT nextval(pg_get_serial_sequence(:t, 'id')) FROM generate_series(1, :n)")
        return [int(i) for i in session.execute(query, {"t": table.name, "n": count}).scalars()]
    first = session.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one() + 1
    return list(range(first, first + count))


def _insert(session: Session, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(table.insert(), rows)


def write_people(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    fields = {"name": "name", "role": "role", "timezone": "zone", "country": "country"}
    ids = []
    for change in changes:
        email = change.cells["email"].lower()
        row_id = change.row_id or known.people.get(email)
        names = change.changed if change.row_id else {c for c in fields if change.cells[c]}
        values = {fields[c]: change.cells[c] for c in names if c in fields}
        if row_id is None:
            row = {**new_person(known.ws, email), "plan_at": known.now, "digest_at": known.now, **values}
            row_id = new_id(session.execute(P.insert().values(**row)))
        elif values:
            linked = session.execute(select(P.c.slack_id).where(P.c.id == row_id)).scalar_one()
            if linked:
                values.pop("zone", None)  # a linked person's zone comes from Slack
            if values:
                session.execute(update(P).where(P.c.id == row_id).values(**values, plan_at=known.now))
        known.people[email] = row_id
        known.zones[row_id] = session.execute(select(P.c.zone).where(P.c.id == row_id)).scalar_one()
        ids.append(row_id)
    return ids


def link_managers(session: Session, known: Known, changes: Sequence[Change]) -> None:
    """Managers may stand below their people in the file: set once everybody is there."""
    for change in changes:
        if change.row_id is None or "manager_email" in change.changed:
            manager = known.people.get(change.cells["manager_email"].lower())
            session.execute(update(P).where(P.c.id == known.people[change.cells["email"].lower()]).values(manager_id=manager))


def write_accounts(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    new = [c for c in changes if c.row_id is None and known.key(c.cells["name"]) not in known.accounts]
    fresh = dict(zip((id(c) for c in new), reserve(session, A, len(new)), strict=True))
    _insert(session, A, [_new_account(known, c, fresh[id(c)]) for c in new])
    _insert(session, S, [_first_standing(known, c, fresh[id(c)]) for c in new])
    names: dict[int, tuple[str, Sequence[str]]] = {}
    ids = []
    for change in changes:
        key = known.key(change.cells["name"])
        row_id = fresh.get(id(change)) or change.row_id or known.accounts[key]
        if id(change) not in fresh:
            _change_account(session, known, change, row_id)
        names[row_id] = (change.cells["name"], tuple(a.strip() for a in change.cells["aliases"].split(";") if a.strip()))
        known.accounts[key] = row_id
        known.touched.add(row_id)
        ids.append(row_id)
    rename(session, known.ws, names)
    return ids


_PLAIN = {"segment": "segment", "margin": "margin", "industry": "industry", "country": "country", "domain": "domain",
          "external_id": "external_id", "services": "services", "aliases": "aliases", "currency": "currency"}  # fmt: skip


def _account_values(cells: dict[str, str], names: frozenset[str] | set[str]) -> dict[str, Any]:
    values: dict[str, Any] = {_PLAIN[n]: cells[n] for n in names if n in _PLAIN}
    if "name" in names:
        values |= {"name": cells["name"], "key": normalise(cells["name"])}
    if names & {"annual_revenue", "currency"}:
        values["annual_given"] = as_minor(cells["annual_revenue"], cells["currency"])
    if "started_on" in names:
        values["started_on"] = as_date(cells["started_on"])
    if "renews_on" in names:
        values |= {"renews_given": as_date(cells["renews_on"]), "renews_on": as_date(cells["renews_on"])}
    return values


def _new_account(known: Known, change: Change, row_id: int) -> dict[str, Any]:
    cells = change.cells
    started = as_date(cells["started_on"])
    return {
        **_account_values(cells, set(COLUMNS["accounts"])), "id": row_id, "workspace_id": known.ws,
        "owner_id": known.people[cells["owner_email"].lower()], "tier": cells["tier"] or "C", "tier_proposal": "",
        "status": cells["status"] or "active", "status_reason": "", "served_through_parent": False, "at_risk": False,
        "added_on": known.today, "exists_on": min(started or known.today, known.today),
    }  # fmt: skip


def _first_standing(known: Known, change: Change, row_id: int) -> dict[str, Any]:
    account = _new_account(known, change, row_id)
    return {"workspace_id": known.ws, "account_id": row_id, "from_on": account["exists_on"], "owner_id": account["owner_id"],
            "tier": account["tier"], "status": account["status"], "reason": ""}  # fmt: skip


def _change_account(session: Session, known: Known, change: Change, row_id: int) -> None:
    names = change.changed if change.row_id else frozenset(c for c, v in change.cells.items() if v)
    values = _account_values(change.cells, names)
    if values:
        session.execute(update(A).where(A.c.id == row_id).values(**values))
    stands: dict[str, Any] = {}
    if "owner_email" in names:
        stands["owner_id"] = known.people[change.cells["owner_email"].lower()]
    if "tier" in names:
        stands["tier"] = change.cells["tier"] or "C"
    if "status" in names:
        stands |= {"status": change.cells["status"] or "active", "until": None}
    if stands:
        change_standing(session, known.ws, row_id, known.today, None, **stands)


def link_parents(session: Session, known: Known, changes: Sequence[Change]) -> None:
    for change in changes:
        if change.row_id is None or "parent" in change.changed:
            parent = known.accounts.get(known.key(change.cells["parent"])) if change.cells["parent"] else None
            child = known.accounts[known.key(change.cells["name"])]
            session.execute(update(A).where(A.c.id == child).values(parent_id=parent if parent != child else None))


def write_contacts(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    ids = []
    for change in changes:
        cells = change.cells
        account = known.accounts[known.key(cells["account"])]
        values = {"account_id": account, "name": cells["name"], "key": normalise(cells["name"]), "email": cells["email"],
                  "title": cells["title"], "role": cells["role"] or "other", "prefers": cells["prefers"],
                  "birthday": cells["birthday"], "left_on": as_date(cells["left_on"]), "external_id": cells["external_id"]}  # fmt: skip
        if change.row_id is None:
            ids.append(new_id(session.execute(C.insert().values(workspace_id=known.ws, **values))))
        else:
            column = {"account": "account_id"}
            changed = {column.get(c, c): values[column.get(c, c)] for c in change.changed}
            session.execute(update(C).where(C.c.id == change.row_id).values(**changed, key=values["key"]))
            ids.append(change.row_id)
        known.touched.add(account)
    return ids


def write_touches(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    fresh = iter(reserve(session, T, sum(c.row_id is None for c in changes)))
    new: list[dict[str, Any]] = []
    ids: list[int] = []
    met: list[tuple[int, int, str]] = []
    for change in changes:
        values = _touch_values(known, change.cells)
        known.touched.add(values["account_id"])
        if change.row_id is None:
            values["id"] = next(fresh)
            new.append(values)
        else:
            changed = _touched_columns(change.changed)
            session.execute(update(T).where(T.c.id == change.row_id).values({k: values[k] for k in changed}))
        ids.append(int(values.get("id") or change.row_id or 0))
        if change.cells["contact"] and (change.row_id is None or "contact" in change.changed):
            met.append((ids[-1], values["account_id"], change.cells["contact"]))
    _insert(session, T, new)
    _meet(session, known, met)
    return ids


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
    _insert(session, TC, [{"touch_id": t, "contact_id": c, "workspace_id": known.ws} for t, c in sorted(links)])


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
    _insert(session, R, new)
    return ids


WRITERS = {
    "people": write_people, "accounts": write_accounts, "contacts": write_contacts, "touches": write_touches,
    "revenue": write_revenue,
}  # fmt: skip
IMPORTED = tables.table(tables.ImportRow)
