"""A table that a test makes, and a noun on one, is erased, read out and kept for a while by what the table
declares alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Column, Date, ForeignKey, Integer, String, Table, Text, select

from storage import tables, workspaces
from storage.exchange.noun import Noun
from storage.privacy import personal, retention
from storage.privacy.erasing import erase
from storage.tables.written import CHOICE, KEY, Kept, person, said

from ...world import World
from ..exchange.test_a_noun_of_its_own import own_noun, own_table, registered

ANN, KIM = "ann@canary.com", "kim@x.com"


@pytest.fixture
def wish(world: World) -> Iterator[Table]:
    """What a contact wished for, told by a person of ours and promised by another."""
    kept = Kept("granted_on")
    table = Table(
        "wish",
        tables.METADATA,
        Column("id", Integer, primary_key=True),
        Column("workspace_id", Integer, ForeignKey("workspace.id")),
        Column("account_id", Integer, ForeignKey("account.id")),
        Column("by_id", Integer, ForeignKey("person.id")),
        Column("contact_id", Integer, ForeignKey("contact.id"), nullable=True),
        Column("text", Text, default="", info={"written": said(by="by_id", account="account_id", kept=kept)}),
        Column(
            "more",
            JSON,
            info={"written": said(account="account_id", kept=Kept("granted_on", keys=("note",)))},
        ),
        Column("phone", String, default="", info={"written": person(of="by_id", then="-")}),
        Column("state", String, default="open", info={"written": CHOICE}),
        Column("token", String, default="", info={"written": KEY}),
        Column("granted_on", Date),
        info={"read_out": "wishes"},
    )
    table.create(world.tend.database.engine)
    yield table
    tables.METADATA.remove(table)


@pytest.fixture
def wished(world: World, wish: Table) -> World:
    world.account("Acme", last="2026-10-10")
    world.load(world.write("contacts", {"account": "Acme", "name": "Ann Canary", "email": ANN}))
    (contact,) = world.rows(tables.Contact)
    kim = next(p for p in world.rows(tables.Person) if p.email == KIM)
    text = f"Ann Canary ({ANN}) wants {kim.name}, {KIM}"
    row = {
        "workspace_id": 1,
        "account_id": contact.account_id,
        "by_id": kim.id,
        "contact_id": contact.id,
        "text": text,
        "more": {"note": text, "days": 3},
        "phone": "+1 555",
        "token": "drawn",
    }
    with world.tend.database.transaction() as session:
        session.execute(wish.insert().values({**row, "granted_on": date(2026, 9, 1)}))
        session.execute(wish.insert().values({**row, "granted_on": None}))
    return world


def rows(world: World, wish: Table) -> list[Any]:
    with world.tend.database.reading() as session:
        return list(session.execute(select(wish).order_by(wish.c.id)))


def test_a_contact_is_taken_out_and_a_person_of_ours_too(wished: World, wish: Table):
    name = next(p.name for p in wished.rows(tables.Person) if p.email == KIM)
    with wished.tend.database.transaction() as session:
        erase(session, workspaces.current(session), ANN, now=wished.now)
    assert {(r.contact_id, r.text, r.more["note"], r.phone) for r in rows(wished, wish)} == {
        (
            None,
            f"[erased] ([erased]) wants {name}, {KIM}",
            f"[erased] ([erased]) wants {name}, {KIM}",
            "+1 555",
        )
    }
    with wished.tend.database.transaction() as session:
        erase(session, workspaces.current(session), KIM, now=wished.now)
    assert {(r.text, r.phone, r.state, r.token) for r in rows(wished, wish)} == {
        ("[erased] ([erased]) wants [erased], [erased]", "-", "open", "drawn")
    }


def test_they_read_it(wished: World):
    with wished.tend.database.reading() as session:
        ours, theirs = personal.about(session, 1, KIM), personal.about(session, 1, ANN)
    assert ours
    assert theirs
    assert (
        [r["phone"] for r in ours["wishes"]] == [r["phone"] for r in theirs["wishes"]] == ["+1 555", "+1 555"]
    )
    assert theirs["wishes"][0]["account"] == "Acme"
    assert "token" not in theirs["wishes"][0]
    assert [n["where"] for n in theirs["named_in"]] == ["wish.text", "wish.more"] * 2


def test_its_notes_are_kept_for_a_while(wished: World, wish: Table):
    before = rows(wished, wish)
    with wished.tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), {"notes_kept_days": 90})
    assert retention.forget_notes(wished.tend.services.transaction, 1, wished.now) == 0
    wished.now += timedelta(days=90)
    while retention.forget_notes(wished.tend.services.transaction, 1, wished.now):
        pass
    granted, open_one = rows(wished, wish)
    assert (granted.text, granted.more) == ("", {"note": "", "days": 3})
    assert open_one == before[1], "what is not granted is kept"


NOTE = f"for Ann Canary ({ANN}), Kim Cho said"


@pytest.fixture
def gifts(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Noun]:
    world.account("Acme", last="2026-10-10")
    world.load(world.write("contacts", {"account": "Acme", "name": "Ann Canary", "email": ANN}))
    yield from registered(world, monkeypatch, own_noun(own_table()))


def given(world: World) -> Path:
    return world.write(
        "gifts",
        *(
            {"account": "Acme", "by_email": KIM, "text": NOTE, "on": on}
            for on in ("2026-09-01", "2026-11-01")
        ),
    )


def on_file(world: World, gifts: Noun) -> tuple[list[str], str]:
    """The gifts' texts, and all that is remembered of their file."""
    with world.tend.database.reading() as session:
        texts = [r.words for r in session.execute(select(gifts.table).order_by(gifts.table.c.id))]
    return texts, " ".join(r.cells for r in world.rows(tables.ImportRow) if r.kind == "gifts")


def test_a_noun_s_rows_forget_whom_they_name_and_their_file_brings_nobody_back(world: World, gifts: Noun):
    world.load(given(world))
    with world.tend.database.transaction() as session:
        for email in (ANN, KIM):
            assert erase(session, workspaces.current(session), email, now=world.now).startswith("Erased")
    for _ in range(2):
        texts, remembered = on_file(world, gifts)
        assert texts == ["for [erased] ([erased]), [erased] said"] * 2
        assert not [name for name in ("canary", "kim") if name in remembered.lower()]
        report = world.load(given(world))
        assert not report.problems
        assert [(f.new, f.changed) for f in report.files] == [(0, 0)]


def test_a_noun_s_notes_are_kept_for_a_while_in_what_is_remembered_too(world: World, gifts: Noun):
    world.load(given(world))
    with world.tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), {"notes_kept_days": 60})
    for _ in range(2):
        while retention.forget_notes(world.tend.services.transaction, 1, world.now):
            pass
        texts, remembered = on_file(world, gifts)
        assert texts == ["", NOTE]
        assert remembered.count(NOTE) == 1
        assert [(f.new, f.changed) for f in world.load(given(world)).files] == [(0, 0)]
