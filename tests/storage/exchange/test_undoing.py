"""A whole import undone: what it made goes, what it changed is as it was, what somebody changed stays."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from scheduler.imports import Importer
from scheduler.metronome import sweep
from storage import audit, editing, imports, standings, tables, workspaces
from storage.exchange import exporting, importing
from storage.exchange.nouns import NOUNS

from ...world import World

ACME = {
    "name": "Acme",
    "owner_email": "dana@x.com",
    "tier": "A",
    "started_on": "2024-01-01",
    "industry": "retail",
}


def state(world: World) -> dict[str, list[Any]]:
    """All that files can say, and what stands over time."""
    with world.tend.database.reading() as session:
        rows = {n.kind: sorted(exporting.rows_of(session, 1, n)) for n in NOUNS}
        S = tables.table(tables.Standing)
        stands = select(S.c.account_id, S.c.from_on, S.c.owner_id, S.c.tier, S.c.status)
        stands = stands.add_columns(S.c.served_through_parent).order_by(S.c.id)
        rows["standings"] = [tuple(r) for r in session.execute(stands.where(S.c.workspace_id == 1))]
        I = tables.table(tables.ImportRow)  # noqa: E741
        memory = select(I.c.kind, I.c.key, I.c.cells).where(I.c.workspace_id == 1)
        rows["memory"] = sorted(tuple(r) for r in session.execute(memory))
        A = tables.table(tables.Account)
        due = select(A.c.id, A.c.due_on, A.c.annual, A.c.exists_on).where(A.c.workspace_id == 1)
        rows["due"] = [tuple(r) for r in session.execute(due.order_by(A.c.id))]
    return rows


def undo(world: World, report: importing.Report) -> Any:
    assert report.run is not None
    return importing.undo_run(world.tend.database, report.run, world.now)


def test_it_is_as_it_was(world: World):
    world.load(world.write("accounts", ACME, {**ACME, "name": "Globex", "tier": "B"}))
    world.load(world.write("touches", {"account": "Acme", "at": "2026-11-01", "contact": "Ann"}))
    before = state(world)
    paths = [
        world.write("people", {"email": "new@y.com", "name": "New", "manager_email": "mel@x.com"}),
        world.write(
            "accounts",
            {**ACME, "tier": "C", "industry": "food", "parent": "Holding", "owner_email": "new@y.com"},
            {**ACME, "name": "Holding", "owner_email": "new@y.com", "parent": ""},
            {**ACME, "name": "Child", "parent": "Holding"},
        ),
        world.write("contacts", {"account": "Acme", "name": "Ann", "email": "ann@acme.com", "title": "CFO"}),
        world.write("touches", {"account": "Child", "at": "2026-11-02", "note": "x", "contact": "Bob; Cleo"}),
        world.write("revenue", {"account": "Acme", "on": "2026-03-01", "kind": "new", "amount": "1200"}),
        world.write("next_steps", {"account": "Acme", "text": "a demo", "on": "2026-11-20"}),
        world.write("team", {"account": "Acme", "person_email": "kim@x.com", "role": "support"}),
    ]
    report = world.load(*paths)
    assert not report.problems, report.problems
    assert state(world) != before
    undone = undo(world, report)
    assert state(world) == before
    assert (undone.stays, undone.said) == (0, [])
    assert (undone.gone, undone.back) == (9, 2), "Bob and Cleo came with a touch"
    again = world.load(*paths)
    assert [f.new for f in again.files] == [f.new for f in report.files], (
        "the same files bring the same again"
    )


def test_what_somebody_changed_since_stays_and_is_said(world: World):
    world.load(world.write("accounts", ACME))
    report = world.load(
        world.write("accounts", {**ACME, "industry": "food", "tier": "B"}, {**ACME, "name": "Globex"})
    )
    world.command("/log globex called 10 min, happy")
    with world.tend.database.transaction() as session:
        standings.change(session, 1, 1, now=world.now, by_id=None, tier="C")
    undone = undo(world, report)
    acme, globex = world.rows(tables.Account)
    assert (acme.industry, acme.tier) == ("retail", "C")
    assert globex.name == "Globex"
    assert (undone.gone, undone.back, undone.stays) == (0, 0, 2)
    assert undone.said == ["account Acme: tier changed since", "account Globex: used or changed since"]


def test_a_past_week_is_as_it_was(world: World):
    """The standings that it replaced stand again, though days have passed."""
    world.load(world.write("accounts", ACME))
    before = state(world)["standings"]
    world.now += timedelta(days=2)
    report = world.load(world.write("accounts", {**ACME, "tier": "C", "owner_email": "kim@x.com"}))
    assert [x.became for x in world.rows(tables.Loosening)] == ["imported"]
    world.now += timedelta(days=3)
    undo(world, report)
    assert [x.became for x in world.rows(tables.Loosening)] == ["taken back"], "no digest lists it"
    assert state(world)["standings"] == before
    assert world.rows(tables.Account)[0].tier == "A"


def test_without_a_parent_it_is_looked_after_by_itself_and_undone_through_it_again(world: World):
    world.load(world.write("accounts", {**ACME, "name": "Group"}, {**ACME, "parent": "Group"}))
    acme = next(a for a in world.rows(tables.Account) if a.name == "Acme")
    with world.tend.database.transaction() as session:
        standings.change(session, 1, acme.id, now=world.now, by_id=None, served_through_parent=True)
    before = state(world)["standings"]
    world.now += timedelta(days=2)
    report = world.load(world.write("accounts", {**ACME, "parent": ""}))
    assert served(world) == (None, False)
    world.now += timedelta(days=1)
    undo(world, report)
    assert served(world) == (acme.parent_id, True)
    assert state(world)["standings"] == before


def served(world: World) -> tuple[Any, bool]:
    acme = next(a for a in world.rows(tables.Account) if a.name == "Acme")
    return acme.parent_id, acme.served_through_parent


def test_an_earlier_import_is_undone_after_a_later_one(world: World):
    first = world.load(world.write("accounts", ACME))
    second = world.load(world.write("accounts", {**ACME, "industry": "food"}))
    with world.tend.database.transaction() as session:
        imports.note(session, 1, second.run or 0, ended_by_id=1)
    assert undo(world, first).stays == 1, "the later one changed it"
    undo(world, second)
    assert world.rows(tables.Account)[0].industry == "retail"
    assert undo(world, first).gone == 1, "what files changed is nobody's use of it"


def proposals(world: World) -> dict[str, str]:
    return {a.name: a.tier_proposal for a in world.rows(tables.Account)}


def test_tiers_are_proposed_by_the_book_that_is_left(world: World):
    book = [{"name": f"B{n}", "owner_email": "dana@x.com", "annual_revenue": 100 + n} for n in range(10)]
    world.load(world.write("accounts", *book))
    before = proposals(world)
    assert before["B0"] == ""
    small = [{"name": f"S{n}", "owner_email": "dana@x.com", "annual_revenue": 1} for n in range(90)]
    report = world.load(world.write("accounts", *small))
    assert proposals(world)["B0"] == "B"
    undo(world, report)
    assert proposals(world) == before
    report = world.load(world.write("accounts", *({**b, "annual_revenue": ""} for b in book)))
    assert not any(proposals(world).values()), "no revenue tells nothing"
    undo(world, report)
    assert proposals(world) == before


def test_a_name_that_another_has_by_now_is_not_taken_back(world: World):
    world.load(world.write("accounts", {**ACME, "external_id": "1"}))
    report = world.load(world.write("accounts", {**ACME, "external_id": "1", "name": "Acme New"}))
    with world.tend.database.transaction() as session:
        editing.add(session, 1, 3, {"name": "Acme", "tier": "C"}, by_id=1, now=world.now)
    undone = undo(world, report)
    assert undone.said == ["account Acme New: name changed since"]


def test_whoever_is_linked_to_slack_stays(world: World):
    report = world.load(world.write("people", {"email": "new@y.com", "name": "New"}, {"email": "b@y.com"}))
    with world.tend.database.transaction() as session:
        P = tables.table(tables.Person)
        session.execute(P.update().where(P.c.email == "new@y.com").values(slack_id="UNEW"))
    undone = undo(world, report)
    assert (undone.gone, undone.stays) == (1, 1)


def there(world: World, name: str = "Acme") -> Any:
    return next((a for a in world.rows(tables.Account) if a.name == name), None)


def put(world: World, table: Any, **values: Any) -> None:
    with world.tend.database.transaction() as session:
        session.execute(tables.table(table).insert().values(workspace_id=1, **values))


@pytest.mark.parametrize("by", [None, 1])
def test_what_came_by_itself_goes_with_the_account_unless_somebody_acted_on_it(world: World, by: int | None):
    """An A of the file that was announced to its manager, and what a later file loosened."""
    report = world.load(world.write("accounts", ACME))
    made = {"account_id": there(world).id, "owner_id": there(world).owner_id, "created_at": world.now}
    late = {"late_on": world.now.date(), "on": world.now.date(), "due_at": world.now, "became": "over"}
    put(world, tables.Escalation, **made, **late, ended_by_id=by)
    put(world, tables.Loosening, **made, before="", after="", asked_on=world.now.date(), became="imported")
    undone = undo(world, report)
    assert (there(world) is None, undone.stays) == (by is None, 0 if by is None else 1)
    assert bool(world.rows(tables.Escalation)) is bool(by)
    if by:
        assert undone.said == ["account Acme: used or changed since"]


@pytest.mark.parametrize("did", ["shared", "claimed", "disowned", ""])
def test_an_account_that_somebody_worked_on_stays(world: World, did: str):
    """Whose it is said to be, and what a person did to how it stands, are in no file."""
    report = world.load(world.write("accounts", ACME))
    with world.tend.database.transaction() as session:
        if did:
            acme = there(world).id
            audit.keep(session, 1, world.now, by_id=1, did=did, noun="account", row_id=acme)
        else:
            S = tables.table(tables.Standing)
            session.execute(S.update().where(S.c.workspace_id == 1).values(by_id=1))
    undo(world, report)
    assert (there(world) is None) is (did in {"claimed", "disowned"})


def test_a_number_of_an_account_that_went_is_nobodys_again(world: World):
    report = world.load(world.write("accounts", ACME))
    had = there(world).id
    undo(world, report)
    with world.tend.database.transaction() as session:
        made = editing.add(session, 1, 3, {"name": "Globex", "tier": "C"}, by_id=1, now=world.now)
    assert made > had
    report = world.load(world.write("accounts", ACME))
    had = there(world).id
    undo(world, report)
    with world.tend.database.transaction() as session:
        audit.keep(session, 1, world.now, by_id=None, did="noted", noun="change", row_id=7, account=had + 5)
    world.load(world.write("accounts", ACME))
    if world.tend.database.is_sqlite:
        assert there(world).id == had + 6, "nor is one of which the audit trail tells"


def test_who_has_their_own_accounts_back_is_not_asked_about_them(world: World):
    world.load(world.write("accounts", ACME))
    world.load(world.write("accounts", {**ACME, "name": "Globex"}))
    with world.tend.database.transaction() as session:
        A = tables.table(tables.Account)
        session.execute(A.update().where(A.c.workspace_id == 1).values(asks_owner=False))
    first = world.load(world.write("accounts", {**ACME, "owner_email": "kim@x.com"}))
    world.now += timedelta(days=2)
    other = world.load(world.write("accounts", {**ACME, "name": "Globex", "owner_email": "kim@x.com"}))
    assert there(world).asks_owner
    assert there(world, "Globex").asks_owner
    undo(world, first)
    undo(world, other)
    assert not there(world).asks_owner
    assert not there(world, "Globex").asks_owner


def test_cut_off_it_is_finished_by_running_it_again(world: World):
    report = world.load(world.write("accounts", ACME, {**ACME, "name": "Globex"}))

    def stop(kind: str, done: int, of: int) -> None:
        raise KeyboardInterrupt

    with contextlib.suppress(KeyboardInterrupt):
        importing.undo_run(world.tend.database, report.run or 0, world.now, progress=stop)
    undone = undo(world, report)
    assert not world.rows(tables.Account)
    assert undone.gone == 2


def test_both_halves_of_an_import_that_was_cut_off_are_undone_at_once(world: World):
    """A bot that runs meanwhile leaves it to the command line."""
    before = state(world)
    paths = [world.write("people", {"email": "new@x.com"}), world.write("accounts", ACME)]

    def dies(kind: str, done: int, of: int) -> None:
        if kind == "people" and done:
            raise KeyboardInterrupt

    with contextlib.suppress(KeyboardInterrupt):
        world.load(*paths, progress=dies)
    assert len(world.rows(tables.Person)) == 5
    assert not Importer(world.tend.services, world.slack, world.tend.database, lambda *_: b"").run()
    with world.tend.database.reading() as session:
        assert workspaces.is_import_cut_off(session, 1)
    report = world.load(*paths)
    assert [f.new for f in report.files] == [1, 1], "what it wrote before it was cut off is told, too"
    assert not world.load(*paths).files[1].new, "its rows are not taken twice"
    assert undo(world, report).gone == 2
    assert state(world) == before


def test_what_it_did_is_kept_for_a_week(world: World):
    world.load(world.write("accounts", ACME))
    world.now += timedelta(days=7)
    sweep(world.tend.services)
    assert [c.kind for c in world.rows(tables.ImportChange)] == ["people"] * 4 + ["accounts"]
    world.now += timedelta(seconds=1)
    sweep(world.tend.services)
    assert not world.rows(tables.ImportChange)
    assert [r.report.keys() for r in world.rows(tables.ImportRun)] == [{"names", "counts"}] * 2


def test_a_touch_whose_contact_a_later_file_put_right_stays(world: World):
    world.load(world.write("accounts", ACME))
    touch = {"account": ACME["name"], "at": "2026-11-01", "contact": "Ann", "external_id": "T1"}
    first = world.load(world.write("touches", touch))
    second = world.load(world.write("touches", {**touch, "contact": "Bea"}))
    assert undo(world, first).stays
    assert len(world.rows(tables.Touch)) == 1
    undo(world, second)
    assert undo(world, first).gone
    assert not world.rows(tables.Touch)


def test_a_file_that_changes_a_parent_alone_is_undone(world: World):
    world.load(world.write("accounts", ACME, {**ACME, "name": "Holding", "parent": ""}))
    before = state(world)
    named = {"name": ACME["name"], "owner_email": "dana@x.com"}
    again = world.load(world.write("accounts", {**named, "parent": ""}))
    undo(world, again)
    assert state(world) == before
    said = tables.Audit.did == "changed by a file"
    assert not world.rows(tables.Audit, said), "nothing was changed"
    other = world.load(world.write("accounts", {**named, "parent": "Holding"}))
    assert [a.change["its"] for a in world.rows(tables.Audit, said)] == ["parent"]
    assert undo(world, other).back == 1
    assert state(world) == before
