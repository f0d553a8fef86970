"""What was exported is read back as the very rows it was, here and in another database; contacts are known
again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from storage import standings, tables, workspaces
from storage.exchange import exporting, taking
from storage.privacy import erasing

from ...twin import OURS
from ...world import World

DANA = {"owner_email": "dana@x.com"}
STATED = {
    "person": "id, email, name, role, manager_id, zone, country",
    "account": "id, name, key, owner_id, tier, tier_proposal, status, status_reason, cadence_days,"
    " paused_until, parent_id, segment, industry, country, domain, external_id, services, aliases,"
    " annual_given, currency, annual, margin, started_on, renews_given, renews_on, added_on, exists_on,"
    " due_on",
    "contact": "id, account_id, name, key, email, title, role, prefers, birthday, left_on, external_id,"
    " added_on, moved_on, successor_id",
    "touch": "id, account_id, by_id, at, day_only, channel, direction, outcome, purpose, minutes, estimated,"
    " sentiment, note, external_id, batch, voided_at",
    "touch_contact": "touch_id, contact_id",
    "revenue": 'id, account_id, "on", kind, amount, currency, service, external_id',
    "promise": "id, account_id, by_id, text, promised_on, first_due_on, due_on, state, done_on, moved,"
    " external_id, voided_at",
    "concern": "id, account_id, by_id, text, kind, raised_on, closed_on, done, closed_by_id, external_id,"
    " voided_at",
    "milestone": "id, account_id, stage, step, owner_id, started_on, due_on, done_on, first_value, moved,"
    " external_id, dropped_at",
    "standing": "account_id, from_on, owner_id, tier, status, cadence_days, until, reason",
    "account_name": "account_id, key, whole",
}


def stored(world: World) -> dict[str, list[Any]]:
    with world.tend.database.reading() as session:
        return {
            table: sorted(
                map(
                    tuple, session.execute(text(f"SELECT {columns} FROM {table} WHERE workspace_id = {OURS}"))
                ),
                key=repr,
            )
            for table, columns in STATED.items()
        }


def export(world: World, folder: Path) -> list[Path]:
    with world.tend.database.reading() as session:
        exporting.write(session, workspaces.current(session).id, folder)
    return sorted(folder.glob("*.csv"))


@pytest.fixture
def full(world: World) -> World:
    """Rows with and without ids, from files, from touches and from Slack."""
    world.load(
        world.write(
            "accounts",
            {
                "name": "Acme",
                **DANA,
                "tier": "",
                "annual_revenue": "10.5",
                "currency": "eur",
                "parent": "Globex",
            },
            {"name": "Globex", **DANA, "tier": "A", "external_id": "e2"},
            {"name": "मीना", **DANA, "status": "paused"},
        ),
        world.write(
            "contacts",
            {"account": "Acme", "name": "Smith; John"},
            {"account": "Acme", "name": "Ann", "email": "info@a.com"},
            {"account": "Acme", "name": "Bob", "email": "info@a.com"},
            {"account": "Globex", "name": "Cleo", "external_id": "c1", "role": "buyer"},
            {"account": "Acme", "name": "Ole", "left_on": "2026-10-01", "successor": "Pia"},
            {"account": "Acme", "name": "Uma", "moved_on": "2026-10-02", "successor": "ann"},
            {"account": "Acme", "name": "Pia", "left_on": "2026-11-01", "successor": "Zoe; Kim"},
        ),
        world.write(
            "concerns",
            *({"account": "Acme", "text": "late again", "raised_on": "2026-11-10"},) * 2,
            {
                "account": "Acme",
                "text": "the invoice",
                "raised_on": "2026-11-01",
                "closed_on": "2026-11-03",
                "done": "written anew,\nand sent",
                "closed_by_email": "kim@x.com",
            },
        ),
        world.write(
            "touches",
            *({"account": "Acme", "at": "2026-11-01", "note": "same", "contact": "Jo; new@a.com"},) * 2,
            {"account": "Acme", "at": "2026-11-02T10:00:00+01:00", "channel": "email", "external_id": "t3"},
            {"account": "Acme", "at": "2026-11-03", "contact": "Smith, John"},
        ),
        world.write(
            "revenue",
            *({"account": "Acme", "on": "2026-01-01", "kind": "new", "amount": "100"},) * 2,
            {
                "account": "Globex",
                "on": "2026-02-01",
                "kind": "purchase",
                "amount": "-7",
                "external_id": "r2",
            },
        ),
        world.write(
            "next_steps",
            *({"account": "Acme", "text": "the same", "on": "2026-11-20"},) * 2,
            {"account": "Acme", "by_email": "kim@x.com", "text": "a visit,\nwith Bo", "on": ""}
            | {"done_on": "2026-11-12", "external_id": "n3"},
        ),
        world.write(
            "promises",
            *({"account": "Acme", "text": "the same", "due_on": "2026-11-20"},) * 2,
            {
                "account": "Acme",
                "text": "the quote",
                "promised_on": "2026-10-01",
                "first_due_on": "2026-10-09",
                "due_on": "2026-10-20",
                "state": "kept",
                "done_on": "2026-10-21",
                "external_id": "p3",
            },
        ),
        world.write(
            "requests",
            *({"account": "Acme", "text": "the same?", "asked_on": "2026-11-10"},) * 2,
            {"account": "Acme", "contact": "Bob", "text": "a price?", "asked_on": "2026-11-10"}
            | {"answered_on": "2026-11-11", "external_id": "q3"},
            {"account": "Globex", "contact": "new@g.com", "text": "when?", "asked_on": "2026-11-10"},
        ),
        world.write(
            "milestones",
            *({"account": "Acme", "step": "Kick-off", "due_on": "2026-11-20"},) * 2,
            {
                "account": "Acme",
                "stage": "Renewal",
                "step": "Signed",
                "owner_email": "kim@x.com",
                "due_on": "2026-11-20",
                "done_on": "2026-11-21",
                "external_id": "m3",
            },
        ),
    )
    world.command("/log acme called, happy")
    world.command("/log globex met for lunch. next: a demo on 12 May")
    world.press("log.undo", f'{{"batch":"{world.rows(tables.Touch)[-1].batch}"}}')
    return world


def test_an_export_read_back_changes_nothing(full: World, tmp_path: Path):
    before = stored(full)
    for n in range(2):
        report = full.load(*export(full, tmp_path / f"out{n}"))
        assert not report.problems
        assert {f.file: f.new for f in report.files if f.new} == {}
        assert {f.file: f.changes for f in report.files if f.changed} == {}
        assert stored(full) == before
    assert all(
        p.read_bytes() == (tmp_path / "out0" / p.name).read_bytes() for p in export(full, tmp_path / "last")
    )


def test_a_row_that_says_what_became_of_it_in_slack_is_no_change_and_counts_from_then_on(world: World):
    account = world.account("Acme")
    with world.tend.database.transaction() as session:
        standings.change(session, 1, account, now=world.now, by_id=None, tier="B", status="churned")
    says_so = world.write("accounts", {"name": "Acme", **DANA, "tier": "B", "status": "churned"})
    report = world.load(says_so).files[0]
    assert (report.changed, report.same, report.changes) == (0, 1, [])
    with world.tend.database.transaction() as session:
        standings.change(session, 1, account, now=world.now, by_id=None, status="active")
    assert world.load(says_so).files[0].changed == 0
    assert world.rows(tables.Account)[0].status == "active", "the file says again what it said"
    says_more = world.write("accounts", {"name": "Acme", **DANA, "tier": "C", "status": "churned"})
    report = world.load(says_more).files[0]
    assert (report.changed, report.cells) == (1, {"tier": 1})


def test_an_export_read_into_another_database_is_the_same_there_and_once(
    full: World, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
):
    first = export(full, tmp_path / "first")
    other = World(f"sqlite:///{_empty(tmp_path_factory)}", tmp_path_factory.mktemp("files"))
    other.account("Other", last="2026-11-01")
    touches = len(other.rows(tables.Touch))
    report = other.load(*first)
    assert not report.problems
    there = {k: len(v) for k, v in stored(other).items()}
    assert there["touch"] - touches == sum(t.voided_at is None for t in full.rows(tables.Touch)), (
        "its first touch is another one's"
    )
    assert there["contact"] == len(stored(full)["contact"])
    before = stored(other)
    for paths in (first, export(other, tmp_path / "second"), export(other, tmp_path / "third"), first):
        report = other.load(*paths)
        assert not report.problems
        assert {f.file: f.new for f in report.files if f.new} == {}
        assert stored(other) == before


def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from storage.database import Database

    path = tmp_path_factory.mktemp("other") / "tend.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


def test_an_exported_row_that_is_changed_later_is_changed(full: World, tmp_path: Path):
    paths = export(full, tmp_path / "out")
    full.load(*paths)
    touches = tmp_path / "out" / "touches.csv"
    touches.write_text(touches.read_text().replace("same", "other", 1))
    count = len(full.rows(tables.Touch))
    assert full.load(touches).files[0].changed == 1
    assert [t.note for t in full.rows(tables.Touch)][:2] == ["other", "same"]
    assert len(full.rows(tables.Touch)) == count


def test_a_concern_comes_with_what_was_done_and_by_whom(full: World):
    people = {p.email: p.id for p in full.rows(tables.Person)}
    closed = [(c.closed_on, c.done, c.closed_by_id) for c in full.rows(tables.Concern)]
    nobody = (None, "", None)
    assert closed == [nobody, nobody, (date(2026, 11, 3), "written anew,\nand sent", people["kim@x.com"])]


def after(world: World) -> dict[str, str]:
    """Who came after whom."""
    names = {c.id: c.name for c in world.rows(tables.Contact)}
    return {c.name: names[c.successor_id] for c in world.rows(tables.Contact) if c.successor_id}


def test_who_came_after_somebody_may_stand_below_them_or_nowhere(full: World):
    assert after(full) == {"Ole": "Pia", "Uma": "Ann", "Pia": "Zoe; Kim"}
    assert next(c.moved_on for c in full.rows(tables.Contact) if c.name == "Uma") == date(2026, 10, 2)


def test_who_came_after_somebody_is_changed_and_emptied_and_is_at_the_account(world: World):
    world.account("Acme")
    world.account("Globex")
    jo = {"account": "Acme", "name": "Jo", "left_on": "2026-11-01"}
    rest = [{"account": "Globex", "name": "Kay"}, {"account": "Acme", "name": "Lu", "email": "lu@a.com"}]
    world.load(world.write("contacts", {**jo, "successor": "LU@a.com"}, *rest))
    assert after(world) == {"Jo": "Lu"}
    world.load(world.write("contacts", jo, *rest))
    assert after(world) == {"Jo": "Lu"}, "a column that is not there changes nothing"
    world.load(world.write("contacts", {**jo, "successor": "Kay"}, *rest))
    assert after(world) == {"Jo": "Kay"}
    assert [c.account_id for c in world.rows(tables.Contact) if c.name == "Kay"] == [2, 1]
    world.load(world.write("contacts", {**jo, "successor": "Jo"}, *rest))
    assert after(world) == {}, "nobody comes after themselves"
    world.load(world.write("contacts", {**jo, "successor": "Lu"}, *rest))
    world.load(world.write("contacts", {**jo, "successor": ""}, *rest))
    assert after(world) == {}


def test_an_import_that_was_cut_off_before_it_said_who_came_after(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    world.account("Acme")
    path = world.write(
        "contacts",
        {"account": "Acme", "name": "Jo", "left_on": "2026-11-01", "successor": "Lu"},
        {"account": "Acme", "name": "Lu"},
    )

    def dies(*args: Any, **named: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(taking, "finish", dies)
        with pytest.raises(KeyboardInterrupt):
            world.load(path)
    assert after(world) == {}
    world.load(path)
    assert after(world) == {"Jo": "Lu"}


def test_whoever_was_erased_comes_after_nobody(world: World):
    world.account("Acme")
    path = world.write(
        "contacts",
        {"account": "Acme", "name": "Jo", "left_on": "2026-11-01", "successor": "lu@a.com"},
        {"account": "Acme", "name": "Lu", "email": "lu@a.com"},
    )
    world.load(path)
    with world.tend.database.transaction() as session:
        assert erasing.erase(session, workspaces.current(session), "lu@a.com", world.now)
    world.load(path)
    assert after(world) == {}
    assert [c.name for c in world.rows(tables.Contact)] == ["Jo"]


def contacts(world: World) -> list[tuple[str, str, str]]:
    return [(c.name, c.email, c.external_id) for c in world.rows(tables.Contact)]


def test_a_contact_that_touches_named_is_the_one_of_the_contacts(world: World):
    world.account("Acme")
    world.load(
        world.write("touches", {"account": "Acme", "at": "2026-11-01", "contact": "Jo Ann; cleo@a.com"})
    )
    rows = [
        {"account": "Acme", "name": "Jo Ann", "email": "jo@a.com"},
        {"account": "Acme", "name": "Cleo", "email": "cleo@a.com"},
    ]
    path = world.write("contacts", *rows)
    world.load(path)
    assert contacts(world) == [("Jo Ann", "jo@a.com", ""), ("Cleo", "cleo@a.com", "")]
    assert world.load(path).files[0].same == 2


def test_a_contact_keeps_being_one_when_files_begin_to_have_ids(world: World):
    world.account("Acme")
    one, two = (
        {"account": "Acme", "name": "Jo", "title": "CFO"},
        {"account": "Acme", "name": "Kay", "email": "kay@a.com"},
    )
    world.load(world.write("contacts", one, two))
    world.load(
        world.write(
            "contacts",
            {"account": "Acme", "name": "Jo", "email": "jo@a.com", "title": "", "external_id": "c1"},
            {**two, "name": "Kay Bell", "external_id": "c2"},
        )
    )
    assert contacts(world) == [("Jo", "jo@a.com", "c1"), ("Kay Bell", "kay@a.com", "c2")]
    assert world.rows(tables.Contact)[0].title == "CFO", "an empty cell of a new row says nothing"


def test_people_who_share_a_name_or_an_address_stay_two(world: World):
    world.account("Acme")
    rows = [
        {"account": "Acme", "name": "John Smith", "external_id": "c1"},
        {"account": "Acme", "name": "John Smith", "external_id": "c2"},
        {"account": "Acme", "name": "Ann", "email": "info@a.com"},
        {"account": "Acme", "name": "Bob", "email": "info@a.com"},
    ]
    world.load(world.write("touches", {"account": "Acme", "at": "2026-11-01", "contact": "John Smith"}))
    path = world.write("contacts", *rows)
    world.load(path)
    seen = contacts(world)
    assert sorted(seen) == [
        ("Ann", "info@a.com", ""),
        ("Bob", "info@a.com", ""),
        ("John Smith", "", "c1"),
        ("John Smith", "", "c2"),
    ]
    world.load(world.write("contacts", *rows, {"account": "Acme", "name": "Carl", "email": "info@a.com"}))
    assert contacts(world) == [*seen, ("Carl", "info@a.com", "")]
