"""Files that lack columns change nothing by it; files that have them empty say so. What changed is counted
and shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import select

from storage import tables
from storage.exchange import importing

from ...twin import ours
from ...world import World

WHOLE = {
    "name": "Acme",
    "owner_email": "dana@x.com",
    "tier": "A",
    "segment": "filler",
    "annual_revenue": "1200.5",
    "currency": "EUR",
    "margin": "0.4",
    "started_on": "2024-01-01",
    "renews_on": "2027-01-14",
    "services": "Core;Plus",
    "aliases": "AC",
    "industry": "food",
    "country": "DE",
    "parent": "Mother",
    "domain": "acme.com",
    "external_id": "X1",
    "status": "active",
}
MOTHER = {**dict.fromkeys(WHOLE, ""), "name": "Mother", "owner_email": "dana@x.com"}


def stored(world: World, model: Any) -> list[dict[str, Any]]:
    return [row.model_dump() for row in world.rows(model)]


def lines(report: importing.Report) -> str:
    return "\n".join(importing.told(report, not report.written))


@pytest.mark.parametrize(
    "columns",
    [
        ("name", "owner_email", "external_id"),
        ("name", "owner_email"),
        ("external_id", "name", "owner_email", "tier"),
    ],
)
def test_accounts_keep_what_a_file_without_the_column_does_not_say(world: World, columns: tuple[str, ...]):
    world.load(world.write("accounts", WHOLE, MOTHER))
    before = stored(world, tables.Account)
    report = world.load(world.write("accounts", {c: WHOLE[c] for c in columns}))
    assert (report.files[0].new, report.files[0].changed, report.files[0].same) == (0, 0, 1)
    assert stored(world, tables.Account) == before
    report = world.load(world.write("accounts", {**{c: WHOLE[c] for c in columns}, "tier": "B"}))
    assert report.files[0].cells == {"tier": 1}
    account = world.rows(tables.Account)[0]
    assert (account.tier, account.industry, account.renews_on, account.annual_given) == (
        "B",
        "food",
        date(2027, 1, 14),
        120_050,
    )
    again = world.load(world.write("accounts", {**WHOLE, "tier": "B"}, MOTHER))
    assert (again.files[0].changed, again.files[0].same) == (0, 2), "what was kept is remembered as well"
    assert len(world.rows(tables.Account)) == 2


def test_an_empty_cell_of_a_column_that_is_there_empties_the_value(world: World):
    world.load(world.write("accounts", WHOLE, MOTHER))
    report = world.load(
        world.write(
            "accounts",
            {
                "name": "Acme",
                "owner_email": "dana@x.com",
                "external_id": "X1",
                "tier": "",
                "industry": "",
                "parent": "",
            },
        )
    )
    account = world.rows(tables.Account)[0]
    assert (account.tier, account.industry, account.parent_id, account.country) == ("C", "", None, "DE")
    assert report.files[0].cells == {"tier": 1, "industry": 1, "parent": 1}
    assert "accounts.csv: 1 rows; 0 new, 1 changed (industry 1, parent 1, tier 1), 0 as before" in lines(
        report
    )


def test_people_keep_manager_and_zone(world: World):
    people = [
        {
            "email": "new@y.com",
            "name": "New",
            "role": "manager",
            "manager_email": "boss@y.com",
            "timezone": "Asia/Tokyo",
            "country": "JP",
        },
        {
            "email": "boss@y.com",
            "name": "Boss",
            "role": "admin",
            "manager_email": "",
            "timezone": "UTC",
            "country": "",
        },
    ]
    world.load(world.write("people", *people))
    before = [p for p in stored(world, tables.Person) if p["email"].endswith("y.com")]
    world.load(world.write("people", *[{"email": p["email"], "name": p["name"]} for p in people]))
    assert [p for p in stored(world, tables.Person) if p["email"].endswith("y.com")] == before
    world.load(world.write("people", {"email": "new@y.com", "manager_email": "", "timezone": "", "role": ""}))
    new = next(p for p in world.rows(tables.Person) if p.email == "new@y.com")
    assert (new.manager_id, new.zone, new.role, new.country) == (None, "UTC", "rep", "JP")


def test_a_person_already_there_keeps_a_manager_that_a_first_file_does_not_name(world: World):
    dana = next(p for p in world.rows(tables.Person) if p.email == "dana@x.com")
    with world.tend.database.transaction() as session:
        session.execute(tables.table(tables.ImportRow).delete().where(ours(tables.ImportRow)))
    world.load(world.write("people", {"email": "dana@x.com", "name": "Dana R."}))
    after = next(p for p in world.rows(tables.Person) if p.email == "dana@x.com")
    assert (after.manager_id, after.name, after.role) == (dana.manager_id, "Dana R.", "rep")


def test_contacts_keep_title_and_birthday_with_or_without_ids(world: World):
    cleo = {
        "account": "Acme",
        "name": "Cleo",
        "email": "c@a.com",
        "title": "CFO",
        "role": "buyer",
        "prefers": "call",
        "birthday": "05-12",
        "left_on": "2026-01-01",
        "external_id": "K1",
    }
    world.load(world.write("accounts", WHOLE, MOTHER), world.write("contacts", cleo))
    before = stored(world, tables.Contact)
    world.load(world.write("contacts", {"account": "Acme", "name": "Cleo", "external_id": "K1"}))
    world.load(world.write("contacts", {"account": "Acme", "name": "Cleo", "title": "CFO"}))
    assert stored(world, tables.Contact) == before
    world.load(world.write("contacts", {"account": "Acme", "name": "Cleo", "title": "CEO"}))
    assert [(c.title, c.role) for c in world.rows(tables.Contact)] == [("CEO", "buyer")]


def touch(**given: str) -> dict[str, str]:
    return {
        "account": "Acme",
        "by_email": "dana@x.com",
        "at": "2026-11-01",
        "channel": "visit",
        "minutes": "20",
        "note": "the numbers",
        **given,
    }


@pytest.mark.parametrize("ids", [False, True])
def test_touches_of_a_file_with_fewer_columns_are_the_same_touches(world: World, ids: bool):
    rows = [touch(), touch(), touch(at="2026-11-02", contact="Newt")]
    if ids:
        rows = [{**row, "external_id": f"T{n}"} for n, row in enumerate(rows)]
    world.load(world.write("accounts", WHOLE, MOTHER), world.write("touches", *rows))
    before = stored(world, tables.Touch)
    fewer = [{k: row[k] for k in ("account", "at", "channel")} for row in rows]
    for _ in range(2):
        report = world.load(world.write("touches", *fewer))
        assert (report.files[0].new, report.files[0].changed, report.files[0].same) == (0, 0, 3)
    assert stored(world, tables.Touch) == before
    for _ in range(2):  # a third one of the same day is a new touch, once
        world.load(world.write("touches", *fewer, fewer[0]))
        assert len(world.rows(tables.Touch)) == 4
    world.load(world.write("touches", *rows))
    assert len(world.rows(tables.Touch)) == 4


def test_a_touch_known_by_its_id_keeps_its_note_and_loses_its_contact_when_told(world: World):
    world.load(
        world.write("accounts", WHOLE, MOTHER),
        world.write("touches", touch(external_id="T1", contact="Newt")),
    )
    world.load(world.write("touches", {"account": "Acme", "at": "2026-11-02", "external_id": "T1"}))
    row = world.rows(tables.Touch)[0]
    assert (row.at.date(), row.note, row.channel, row.minutes) == (
        date(2026, 11, 2),
        "the numbers",
        "visit",
        20,
    )
    links = select(tables.TouchContact.contact_id).where(ours(tables.TouchContact))
    with world.tend.database.reading() as session:
        assert len(session.exec(links).all()) == 1
    world.load(
        world.write("touches", {"account": "Acme", "at": "2026-11-02", "external_id": "T1", "contact": ""})
    )
    with world.tend.database.reading() as session:
        assert session.exec(links).all() == []


def test_a_first_file_without_columns_gives_the_defaults(world: World):
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com"}))
    account = world.rows(tables.Account)[0]
    assert (account.tier, account.status, account.annual_given, account.industry) == ("C", "active", None, "")


def test_a_dry_run_says_the_first_ten_changes(world: World):
    rows = [{"name": f"Co {n}", "owner_email": "dana@x.com", "tier": "A"} for n in range(12)]
    world.load(world.write("accounts", *rows))
    report = world.load(world.write("accounts", *[{**row, "tier": "B"} for row in rows]), dry_run=True)
    said = lines(report)
    assert "12 changed (tier 12)" in said
    assert "accounts.csv, line 2, Co 0: tier “A” becomes “B”" in said
    assert said.count("becomes") == 10
    assert {a.tier for a in world.rows(tables.Account)} == {"A"}


def test_rows_remembered_with_a_separator_in_a_note_are_read(world: World):
    """It was let in once; a file's row is still the same row, and the note is put right."""
    world.load(
        world.write("accounts", WHOLE, MOTHER), world.write("touches", touch(external_id="T1", note="a b"))
    )
    I = tables.table(tables.ImportRow)  # noqa: E741
    kept = next(r for r in world.rows(tables.ImportRow) if r.kind == "touches")
    with world.tend.database.transaction() as session:
        session.execute(update(I).where(I.c.id == kept.id).values(cells=kept.cells.replace("a b", "a\x1fb")))
    report = world.load(world.write("touches", touch(external_id="T1", note="a\x1fb")))
    assert report.written
    assert [t.note for t in world.rows(tables.Touch)] == ["ab"]


def test_a_refund_is_a_purchase_below_zero_and_every_other_amount_below_zero_a_bad_row(
    world: World, tmp_path
):
    from storage.exchange import exporting

    world.load(world.write("accounts", WHOLE, MOTHER))
    bought = [
        {"account": "Acme", "on": f"2026-0{n}-05", "kind": "purchase", "amount": a, "currency": "USD"}
        for n, a in ((3, "800"), (4, "-500"))
    ]
    assert world.load(world.write("revenue", *bought)).written
    assert [r.amount for r in world.rows(tables.Revenue)] == [80_000, -50_000]
    with world.tend.database.reading() as session:
        exporting.write(session, 1, tmp_path / "out")
    assert "Acme,2026-04-05,purchase,-500,USD" in (tmp_path / "out" / "revenue.csv").read_text()
    assert not world.load(tmp_path / "out" / "revenue.csv").problems
    for kind in ("new", "expansion", "contraction", "churn", "renewal"):
        report = world.load(world.write("revenue", *bought, {**bought[0], "kind": kind, "amount": "-100"}))
        assert not report.written
        assert str(report.problems[0]).startswith("revenue.csv, line 4, amount “-100”: is below 0")
    report = world.load(world.write("accounts", {**WHOLE, "annual_revenue": "-1"}))
    assert "can't be below 0" in str(report.problems[0])


def test_contacts_are_there_from_the_import_or_from_their_first_touch(world: World):
    today = world.now.date()
    named = [
        touch(contact="Newt; Cleo", at=at) for at in ("2026-11-03", "2026-10-05", "2026-11-07T23:30:00-08:00")
    ]
    world.load(
        world.write("accounts", WHOLE, MOTHER),
        world.write("contacts", {"account": "Acme", "name": "Cleo"}, {"account": "Acme", "name": "Ann"}),
        world.write("touches", *named),
    )
    assert {c.name: c.added_on for c in world.rows(tables.Contact)} == {
        "Cleo": date(2026, 10, 5),
        "Ann": today,
        "Newt": date(2026, 10, 5),
    }
    with world.tend.database.transaction() as session:
        session.execute(
            update(tables.table(tables.Contact))
            .where(ours(tables.Contact), tables.Contact.name == "Cleo")
            .values(added_on=None)
        )
    world.load(world.write("touches", *named, touch(contact="Newt; Cleo", at="2026-10-01")))
    assert {c.name: c.added_on for c in world.rows(tables.Contact)} == {
        "Cleo": None,
        "Ann": today,
        "Newt": date(2026, 10, 1),
    }
    world.command("/log acme met Ann on 9 Nov")
    assert {c.name: c.added_on for c in world.rows(tables.Contact)}["Ann"] == date(2026, 11, 9)
