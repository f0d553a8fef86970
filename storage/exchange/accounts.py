"""Writes accounts: new ones are inserted, changed ones get only the cells that changed in the file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlmodel import Session

from rules.facts.loosened import Stands
from rules.loosening import loosens
from rules.records import SEGMENTS, STATUSES, TIERS

from .. import loosenings, standings
from ..accounts import rename
from ..chunks import in_chunks
from ..database import Database
from ..records import A, S
from ..reserving import reserve
from .cells import CAPITALS, DATE, EMAIL, ID, NAME, NAMES, NUMBER, POSITIVE, as_date, one_of
from .known import Change, Known, insert
from .match import key_in
from .memory import IMPORTED
from .noun import Column, Noun
from .rings import no_rings
from .rows import Where, said_at
from .writing import values_of, with_amounts

if TYPE_CHECKING:
    from .checks import Checked


def hand_names_over(database: Database, known: Known, changes: list[Change], same: Sequence[Change]) -> None:
    """A name on file belongs to the account that is remembered by it: one that is renamed gives its old
    name up before another one takes it, in whichever order their rows stand; until it is written it has a
    key that no name has."""
    was = {row_id: key for key, row_id in known.accounts.items() if key not in known.former}
    has = {
        c.row_id: known.key(c.cells["name"])
        for c in (*changes, *same)
        if c.row_id is not None and c.row_id not in known.went
    }
    renamed = {row_id: was[row_id] for row_id, key in has.items() if row_id in was and was[row_id] != key}
    wanted = {known.key(c.cells["name"]) for c in changes}
    known.free = {key for row_id, key in renamed.items() if key in wanted}
    given_up = [row_id for row_id, key in renamed.items() if key in wanted]
    known.accounts.update({key: row_id for row_id, key in has.items()})
    known.free -= set(has.values())
    changes.sort(key=lambda c: c.row_id is None)

    def give_up(session: Session, chunk: Sequence[int]) -> None:
        for row_id in chunk:
            session.execute(
                update(A).where(A.c.workspace_id == known.ws, A.c.id == row_id).values(key=f" {row_id}")
            )

    in_chunks(database, given_up, give_up)


def _is_free(known: Known, name: str) -> bool:
    return known.key(name) not in known.accounts or known.key(name) in known.free


def write_accounts(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    new = [c for c in changes if c.row_id is None and _is_free(known, c.cells["name"])]
    fresh = dict(zip((id(c) for c in new), reserve(session, A, len(new), "accounts"), strict=True))
    insert(session, A, [_new_account(known, c, fresh[id(c)]) for c in new])
    insert(session, S, [_first_standing(known, c, fresh[id(c)]) for c in new])
    names: dict[int, tuple[str, Sequence[str]]] = {}
    ids = []
    for change in changes:
        gone = known.merged(ACCOUNTS, change)
        if gone is not None:
            _change_merged(session, known, change, gone)
            ids.append(gone)
            continue
        key = known.key(change.cells["name"])
        row_id = fresh.get(id(change)) or change.row_id or known.accounts[key]
        if id(change) not in fresh:
            _change_account(session, known, change, row_id=row_id)
        names[row_id] = (
            change.cells["name"],
            tuple(a.strip() for a in change.cells["aliases"].split(";") if a.strip()),
        )
        known.accounts[key] = row_id
        known.free.discard(key)
        known.touched.add(row_id)
        ids.append(row_id)
    rename(session, known.ws, names)
    return ids


def _account_values(
    known: Known, cells: dict[str, str], names: Collection[str], stored: str = ""
) -> dict[str, Any]:
    """The columns that cells give, without those that stand over time."""
    values = values_of(known, ACCOUNTS, cells, names=with_amounts(ACCOUNTS, names) - _STANDING, stored=stored)
    return values | ({"renews_on": values["renews_given"]} if "renews_given" in values else {})


def _new_account(known: Known, change: Change, row_id: int) -> dict[str, Any]:
    cells = change.cells
    owner, started = known.people[cells["owner_email"].lower()], as_date(cells["started_on"])
    today = known.date_of(owner)
    known.owners[row_id] = owner
    known.asks.add(owner)
    return {
        "asks_owner": True,
        **_account_values(known, cells, ACCOUNTS.place),
        "id": row_id,
        "workspace_id": known.ws,
        "owner_id": owner,
        "tier": cells["tier"] or "C",
        "tier_proposal": "",
        "status": cells["status"] or "active",
        "status_reason": "",
        "served_through_parent": False,
        "at_risk": False,
        "added_on": today,
        "exists_on": min(started or today, today),
    }


def _first_standing(known: Known, change: Change, row_id: int) -> dict[str, Any]:
    """Active, whatever became of it: since when it is not is known once all is read
    (storage/lifetimes.py)."""
    account = _new_account(known, change, row_id)
    return {
        "workspace_id": known.ws,
        "account_id": row_id,
        "from_on": account["exists_on"],
        "owner_id": account["owner_id"],
        "tier": account["tier"],
        "status": "active",
        "reason": "",
    }


def _change_merged(session: Session, known: Known, change: Change, gone: int) -> None:
    """What a file changes of one that was merged is said of the one that it is with, unless that has a row of
    its own there; what it is called stays behind with it."""
    stays = known.went[gone]
    changed = change.changed - {"name", "aliases", "external_id", "parent"}
    if changed and stays not in known.claimed.get("accounts", ()):
        _change_account(session, known, replace(change, changed=changed), row_id=stays)
        known.touched.add(stays)


def _change_account(session: Session, known: Known, change: Change, row_id: int) -> None:
    names = change.changed if change.row_id else frozenset(c for c, v in change.cells.items() if v)
    stored = ""
    if "annual_revenue" in names and "currency" not in change.changed:
        stored = session.execute(select(A.c.currency).where(A.c.id == row_id)).scalar_one()
    values = _account_values(known, change.cells, names, stored=stored)
    if values:
        session.execute(update(A).where(A.c.id == row_id).values(**values))
    stands: dict[str, Any] = {}
    if "owner_email" in names:
        stands["owner_id"] = known.owners[row_id] = known.people[change.cells["owner_email"].lower()]
    if "tier" in names:
        stands["tier"] = change.cells["tier"] or "C"
    if "status" in names:
        stands |= {"status": change.cells["status"] or "active", "until": None}
    if "parent" in names and not change.cells["parent"]:
        stands["served_through_parent"] = False
    if stands := _otherwise(session, row_id, stands):
        if change.row_id:
            _note_loosened(session, known, row_id, stands)
        standings.change(session, known.ws, row_id, now=known.now, by_id=None, **stands)
    if "owner_id" in stands:
        known.asks.add(stands["owner_id"])
        session.execute(update(A).where(A.c.id == row_id).values(asks_owner=True))


def _note_loosened(session: Session, known: Known, row_id: int, stands: dict[str, Any]) -> None:
    """A file asks nobody, but the manager reads in the digest what it loosened."""
    row = session.execute(
        select(A.c.owner_id, A.c.tier, A.c.status, A.c.cadence_days, A.c.paused_until).where(A.c.id == row_id)
    ).one()
    before = Stands(row.tier, row.status, row.cadence_days, row.paused_until)
    after = replace(before, **{k: v for k, v in stands.items() if k in {"tier", "status", "until"}})
    if loosens(before, after, known.today, known.policy):
        new = loosenings.New(row_id, row.owner_id, None, before, after, why="", on=known.today)
        loosenings.imported(session, known.ws, new, now=known.now)


def _otherwise(session: Session, row_id: int, stands: dict[str, Any]) -> dict[str, Any]:
    """What of it is not so already: what a file says as it is changes nothing."""
    columns = (A.c.owner_id, A.c.tier, A.c.status, A.c.served_through_parent)
    row = session.execute(select(*columns).where(A.c.id == row_id)).one()._mapping
    return {
        k: v
        for k, v in stands.items()
        if (row["status"] != stands["status"] if k == "until" else row[k] != v)
    }


def _one_name(session: Session, known: Known, c: Checked) -> None:
    """Two accounts can't have one name. One on file has the name that the file gives it: what it was
    called is free then."""
    query = select(IMPORTED.c.key, IMPORTED.c.row_id).where(
        IMPORTED.c.workspace_id == known.ws, IMPORTED.c.kind == "accounts"
    )
    ids = {key: row_id for key, row_id in session.execute(query) if row_id not in known.went}
    key_of = key_in(known, ACCOUNTS)
    keys = [key_of(raw) for raw in c.f.raw]
    listed = {ids[key] for key in keys if key in ids}
    will = {
        ids[key]: known.key(row[0])
        for number, (key, row) in enumerate(zip(keys, c.f.rows, strict=True))
        if key in ids and number not in c.bad
    }
    first: dict[str, tuple[Where, str]] = {}
    for number, row in enumerate(c.f.rows):
        if number in c.bad:
            continue
        name, key = known.key(row[0]), keys[number]
        line, its_key = first.setdefault(name, (c.f.lines[number], key))
        if name in known.former:
            continue  # a row of one that was merged renames nobody
        mine, there = ids.get(key), known.accounts.get(name)
        stays = there is not None and there != mine and will.get(there, name) == name
        if key != its_key:
            what = (
                f"{said_at(line)} has this name with another external_id: two accounts can't have one name."
            )
            c.say(number, "name", row[0], what)
        elif stays and (mine is not None or there in listed):
            c.say(number, "name", row[0], "another account has this name: two accounts can't have one name.")


def _agree(session: Session, known: Known, c: Checked) -> None:
    _one_name(session, known, c)
    no_rings(session, known, c)


_STANDING = {"owner_email", "tier", "status"}

ACCOUNTS = Noun(
    "accounts",
    A,
    (
        Column("name", NAME, required=True),
        Column("owner_email", EMAIL, to="owner_id", required=True, refers="people"),
        Column("tier", one_of(TIERS, empty="C")),
        Column("segment", one_of(SEGMENTS)),
        Column("annual_revenue", POSITIVE, to="annual_given", currency="currency"),
        Column("currency", CAPITALS),
        Column("margin", NUMBER),
        Column("started_on", DATE),
        Column("renews_on", DATE, to="renews_given"),
        Column("services"),
        Column("aliases", NAMES),
        Column("industry"),
        Column("country"),
        Column("parent", to="parent_id", refers="accounts"),
        Column("domain"),
        Column("external_id", ID),
        Column("status", one_of(STATUSES, empty="active")),
        Column("team_goal"),
        Column("earns_by"),
    ),
    one="account",
    named=("name",),
    found_by="key",
    about="name",
    by="owner_id",
    read_as="owns",
    undone="merged_into_id",
    agree=_agree,
    ready=hand_names_over,
    write=write_accounts,
    nowhere="no account of this name is on file or in accounts.csv: send that with it, or /account add it.",
)
