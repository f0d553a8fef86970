"""A text of a person in every written column of every table, as the tables declare them: erased, there is
no trace of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, LargeBinary, Table, select
from sqlmodel import Session

from storage import tables, workspaces
from storage.exchange.memory import SEPARATOR
from storage.privacy import personal, retention
from storage.privacy.declared import naming_a_person, tables_with
from storage.privacy.erasing import erase
from storage.tables.written import CHOICE, Whose, written_in

from ...twin import ours
from ...world import World

OURS, THEIRS = ("person@canary.com", "Canary Person"), ("contact@canary.com", "Canary Contact")
OF_PEOPLE = (Whose.SAID, Whose.FILE, Whose.PERSON, Whose.CONTACT)
MEANT = {
    "account.key": "acme",
    "audit.noun": "account",
    "audit.did": "changed",
    **dict.fromkeys(("import_row.kind", "import_change.kind"), "touches"),
}
# a file's row says "Acme"


# dated texts that are no notes: what holds now or held then, and what Tend says of itself
FOR_GOOD = {
    "offer.name",
    "offer.gain",
    "offer.sends",
    "account.country",
    "account.earns_by",
    "account.failed_why",
    "account.industry",
    "account.services",
    "account.status_reason",
    "account.team_goal",
    "audit.change",
    "contact.prefers",
    "contact.title",
    "feedback.contact",
    "insight.country",
    "insight.industry",
    "insight.service",
    "insight.text",
    "milestone.stage",
    "import_run.report",
    "outbox.last_error",
    "referral.to",
    "referral.who",
    "revenue.service",
    "snooze.reason",
    "standing.reason",
    "workspace.held_why",
    "workspace.policy",
}


def columns(*whose: Whose) -> list[Column[Any]]:
    return [column for _, seen in tables_with(*whose) for column, _ in seen.values()]


def text_in(column: Column[Any], account: int) -> Any:
    """A text that could stand in a column, with the column's own name: of whom it is, or with both in it
    by name and address. A contact is known by their name only where the text's account is known."""
    answer = column.info["written"]
    if answer.whose in {Whose.PERSON, Whose.CONTACT}:
        email, name = OURS if answer.whose is Whose.PERSON else THEIRS
        return {"email": email, "name": name}.get(column.name, f"canary {column}")
    names = f"{THEIRS[0]}, {OURS[1].upper()} <{OURS[0]}>"
    in_account = f"{column}: {names} and {THEIRS[1]}'s team"
    if answer.whose is Whose.FILE:
        return SEPARATOR.join(
            ("Acme", OURS[0], "2026-11-01", *[""] * 5, f"Other;{THEIRS[0]};{THEIRS[1]}", "", in_account, "")
        )
    if isinstance(column.type, JSON):
        return {"text": f"{column}: {names}", "things": [{"account": account, "said": [in_account]}]}
    return in_account if answer.account else f"{column}: {names}"


def fill(session: Session, world: World) -> None:
    """A row in every table, whatever tables there are, that refers to the rows added before; written
    columns hold canaries."""
    ids, fresh = {"workspace": 1, "account": 0}, count(1)

    def cell(column: Column[Any]) -> Any:
        kind = getattr(column.type, "impl_instance", column.type)
        if column.foreign_keys:
            return ids.get(next(iter(column.foreign_keys)).target_fullname.split(".")[0]) or None
        if column.info.get("written", CHOICE).whose in OF_PEOPLE:
            return text_in(column, ids["account"])
        if isinstance(kind, Date | DateTime):
            return world.now.date() if isinstance(kind, Date) else world.now
        if isinstance(kind, Boolean | Integer):
            person = any(column is c for c in naming_a_person(column.table))
            return False if isinstance(kind, Boolean) else ids["person" if person else "account"]
        key = f"k{next(fresh)}"
        return key.encode() if isinstance(kind, LargeBinary) else MEANT.get(str(column), key)

    there = {t.name: t for t in tables.METADATA.sorted_tables}
    workspace, person, account = (there.pop(name) for name in ("workspace", "person", "account"))
    for table in [person, account, *there.values(), workspace]:
        row = {c.name: cell(c) for c in table.columns if c.name != "id"}
        if table.name == "workspace":
            texts = {c.name: row[c.name] for c in columns(*OF_PEOPLE) if c.table is table}
            session.execute(table.update().where(ours(table)).values(texts))
        else:
            ids[table.name] = session.execute(table.insert().values(row).returning(*table.primary_key)).one()[
                0
            ]
        # what is said of a colleague doesn't go with the contact's own row
        if own := written_in(table, Whose.CONTACT):
            session.execute(table.insert().values({**row, **dict.fromkeys(own, "a colleague")}))


def traces(session: Session, within: Sequence[Table] = ()) -> set[str]:
    """Columns in which a canary is, of all columns of all tables (or of these)."""
    return {
        str(column)
        for table in within or tables.METADATA.sorted_tables
        for row in session.execute(select(table).where(ours(table)))
        for column, value in zip(table.columns, row, strict=True)
        if "canary" in json.dumps(value, default=str).lower()
    }


def erase_both(session: Session, world: World) -> None:
    for email, _ in (THEIRS, OURS):
        assert erase(session, workspaces.current(session), email, now=world.now).startswith("Erased")


def test_erased_there_is_no_trace_in_any_table_nor_in_the_file(world: World):
    database = world.tend.database
    with database.transaction() as session:
        fill(session, world)
        assert traces(session) == {str(c) for c in columns(*OF_PEOPLE)}
        erase_both(session, world)
        assert traces(session) == set()
    if database.is_sqlite:
        database.compact()
        path = Path(database.engine.url.database or "")
        assert not [p for p in path.parent.glob(f"{path.name}*") if b"canary" in p.read_bytes().lower()], (
            "nor in a free page"
        )


def test_each_declaration_is_needed(world: World, monkeypatch: pytest.MonkeyPatch):
    """Taken away alone, it leaves its canary, and that one alone."""
    with world.tend.database.transaction() as session:
        fill(session, world)
        for column in columns(Whose.SAID, Whose.FILE, Whose.PERSON):
            with monkeypatch.context() as without, session.begin_nested() as tried:
                without.delitem(column.info, "written")
                erase_both(session, world)
                assert traces(session, [column.table]) == {str(column)}
                tried.rollback()


def test_a_text_with_a_date_is_kept_for_a_while_or_named_here(world: World):
    kinds = {c: getattr(c.type, "impl_instance", c.type) for t in tables.METADATA.sorted_tables for c in t.c}
    dated = {c.table for c, kind in kinds.items() if isinstance(kind, Date | DateTime)}
    said = [c for c in columns(Whose.SAID) if c.table in dated]
    assert {str(c) for c in said if c.info["written"].kept is None} == FOR_GOOD


def test_past_its_time_nothing_is_left_of_a_note(world: World):
    """A canary in every note that tables declare: there until its day, gone after it."""
    with world.tend.database.transaction() as session:
        fill(session, world)
        notes = [(c, c.info["written"].kept) for c in columns(Whose.SAID) if c.info["written"].kept]
        for column, kept in notes:
            given: dict[str, Any] = {kept.where: kept.among[0]} if kept.where else {}
            if kept.keys:
                given[column.name] = {"kind": "x", **dict.fromkeys(kept.keys, "canary")}
            session.execute(
                column.table.update().where(ours(column.table)).values(given or {column.name: "canary"})
            )
        workspaces.configure(session, workspaces.current(session), {"notes_kept_days": 30})
        mine = [c.table for c, _ in notes]
        there = {str(c) for c, _ in notes}
        assert traces(session, mine) >= there
    for later, left in ((29, there), (31, set[str]())):
        while retention.forget_notes(world.tend.services.transaction, 1, world.now + timedelta(days=later)):
            pass
        with world.tend.database.reading() as session:
            assert traces(session, mine) & there == left


def test_both_read_every_text_that_names_them_and_every_row_that_is_theirs(world: World):
    with world.tend.database.transaction() as session:
        fill(session, world)
        ours, theirs = (personal.about(session, 1, email) for email, _ in (OURS, THEIRS))
    assert ours
    assert theirs
    for answer in (ours, theirs):
        assert {n["where"] for n in answer["named_in"]} == {str(c) for c in columns(Whose.SAID)}
        assert [r["file"] for r in answer["in_imported_files"]] == ["touches"] * 4
    named = [t for t in tables.METADATA.sorted_tables if t.name != "person" and naming_a_person(t)]
    sections = {personal._section(t) for t in named}
    assert len(sections) == len(named)
    assert all(ours[name] for name in sections), "a row of theirs in each table that can name them"
    assert (theirs["contact_at"][0]["email"], len(theirs["touches_with_them"])) == (THEIRS[0], 1)
    json.dumps([ours, theirs])
