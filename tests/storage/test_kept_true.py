"""What is stored stays what it was: the currency of an amount, the value of a touch whose note is gone,
the account left."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlmodel import select

from messages.log_touch import LOG_EDIT, BatchRef
from rules.policy import Policy
from storage import logged, records, tables, workspaces
from storage.privacy import retention

from ..world import World

ACME = {"name": "Acme", "owner_email": "dana@x.com", "tier": "A", "started_on": "2024-01-10"}
MOVE = {"account": "Acme", "on": "2026-10-01", "kind": "new", "amount": "1200", "external_id": "R1"}
TOUCH = {
    "account": "Acme",
    "by_email": "dana@x.com",
    "at": "2026-03-01",
    "purpose": "shared_insight",
    "note": "the ROI numbers",
    "external_id": "T1",
}


def settings(world: World, **given: object) -> None:
    with world.tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), given)


def test_an_amount_without_a_currency_is_in_the_workspaces(world: World):
    settings(world, currency="JPY")
    world.load(world.write("accounts", {**ACME, "annual_revenue": "84000"}))
    account = world.rows(tables.Account)[0]
    assert (account.annual_given, account.currency, account.annual) == (84_000, "JPY", 84_000)


def test_an_amount_stays_in_the_currency_it_was_given_in(world: World):
    rows = {**ACME, "annual_revenue": "84000"}
    world.load(world.write("accounts", rows), world.write("revenue", MOVE))
    settings(world, currency="JPY")
    world.load(
        world.write("accounts", {**rows, "annual_revenue": "90000"}),
        world.write("revenue", {**MOVE, "service": "Core"}),
    )
    (account,), (move,) = world.rows(tables.Account), world.rows(tables.Revenue)
    assert (account.annual_given, account.currency) == (9_000_000, "USD")
    assert (move.amount, move.currency, move.service) == (120_000, "USD", "Core")
    world.load(world.write("revenue", {**MOVE, "amount": "1300"}))
    assert [(r.amount, r.currency) for r in world.rows(tables.Revenue)] == [(130_000, "USD")]
    world.load(world.write("revenue", {**MOVE, "amount": "1300", "currency": "JPY"}))
    assert [(r.amount, r.currency) for r in world.rows(tables.Revenue)] == [(1300, "JPY")]


def worth(world: World) -> tuple[bool, int]:
    """Whether the record's touch adds value, and how many of the year's do, as a digest counts them."""
    with world.tend.database.reading() as session:
        (record,) = records.read(session, 1, [1], now=world.now)
        (row,) = logged.between(
            session, 1, [record.owner.id], first=date(2026, 1, 1), last=date(2026, 12, 31), zone="UTC"
        )
    return record.touches[0].value_adding, row.value_adding


def test_a_touch_keeps_its_value_when_its_note_is_deleted(world: World):
    paths = [world.write("accounts", ACME), world.write("touches", TOUCH)]
    world.load(*paths)
    assert worth(world) == (True, 1)
    settings(world, notes_kept_days=60)
    while retention.forget_notes(world.tend.services.transaction, 1, world.now):
        pass
    assert [t.note for t in world.rows(tables.Touch)] == [""]
    assert worth(world) == (True, 1)
    world.load(world.write("touches", {**TOUCH, "purpose": "challenged", "minutes": "20"}))
    assert worth(world) == (True, 1)
    with world.tend.database.reading() as session:
        (then,) = records.as_of(session, 1, [1], on=date(2026, 4, 1), policy=Policy(), now=world.now)
    assert then.touches[0].value_adding


def test_a_note_older_than_notes_are_kept_gave_value_when_it_comes_with_a_file(world: World):
    settings(world, notes_kept_days=60)
    world.load(world.write("accounts", ACME), world.write("touches", TOUCH))
    assert ([t.note for t in world.rows(tables.Touch)], worth(world)) == ([""], (True, 1))


def test_a_note_taken_out_of_its_file_takes_the_value_along(world: World):
    world.load(world.write("accounts", ACME), world.write("touches", TOUCH))
    world.load(world.write("touches", {**TOUCH, "note": ""}))
    assert worth(world) == (False, 0)


def test_an_edit_keeps_the_value_of_a_note_that_is_gone_and_not_of_one_taken_out(world: World):
    settings(world, notes_kept_days=60)
    world.load(world.write("accounts", ACME))
    world.command("/log")
    world.submit(
        world.modal,
        {
            "channel": "call",
            "outcome": "reached",
            "account": 1,
            "purpose": "shared_insight",
            "got": "numbers",
        },
    )
    (first,) = world.rows(tables.Touch)
    assert first.noted
    world.now = datetime(2027, 2, 1, 15, tzinfo=UTC)
    while retention.forget_notes(world.tend.services.transaction, 1, world.now):
        pass
    world.press(LOG_EDIT, BatchRef(first.batch).pack())
    world.submit(world.modal, {"minutes": "35"})
    (edited,) = world.rows(tables.Touch, tables.Touch.voided_at.is_(None))
    assert (edited.minutes, edited.note, edited.noted) == (35, "", True)
    world.command("/log acme called, shared the report")
    (newest,) = world.rows(tables.Touch, tables.Touch.voided_at.is_(None), tables.Touch.id > edited.id)
    assert newest.noted == bool(newest.note)


def test_the_account_that_a_touch_or_contact_leaves_is_computed_anew(world: World):
    mine = {"account": "Acme", "external_id": "C1", "name": "Ann"}
    rows = [ACME, {**ACME, "name": "Globex"}]
    touch = {**TOUCH, "at": "2026-11-10", "contact": "Ann"}
    world.load(world.write("accounts", *rows), world.write("contacts", mine))
    untouched = world.rows(tables.Account)[0].due_on
    world.load(world.write("touches", touch))
    assert world.rows(tables.Account)[0].due_on == date(2026, 11, 24)
    world.load(world.write("touches", {**touch, "account": "Globex"}))
    after = {a.name: (a.due_on, a.last_meaningful_at is not None) for a in world.rows(tables.Account)}
    assert after == {"Acme": (untouched, False), "Globex": (date(2026, 11, 24), True)}
    met = world.one(select(tables.TouchContact))
    at = {c.id: c.account_id for c in world.rows(tables.Contact)}
    assert at[met.contact_id] == 2, "whom it names is looked for where it stands now"


def test_the_account_that_revenue_leaves_is_computed_anew(world: World):
    world.load(world.write("accounts", ACME, {**ACME, "name": "Globex"}), world.write("revenue", MOVE))
    assert [a.annual for a in world.rows(tables.Account)] == [120_000, None]
    world.load(world.write("revenue", {**MOVE, "account": "Globex"}))
    assert [a.annual for a in world.rows(tables.Account)] == [None, 120_000]
