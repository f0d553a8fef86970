"""A typed line as a reading: what is certain, and which field a doubt is about."""

from __future__ import annotations

import pytest
from sqlmodel import select

from handlers.asked import Asked
from handlers.typed import understood
from rules.language.reading import LOG, Reading
from storage import people, tables, workspaces

from ..world import World, text_of


def read(world: World, typed: str) -> Reading:
    dana = world.one(select(tables.Person.id).where(tables.Person.email == "dana@x.com"))
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        person = people.get(session, ws.id, dana)
    return understood(Asked.of(world.tend.services, ws, person), typed)


def test_a_clear_line_is_certain(world: World):
    acme = world.account("Acme")
    reading = read(world, "acme called 20 min")
    assert reading.certain
    assert reading.kind == LOG
    (event,) = reading.events
    assert (event.entry.account_ids, event.entry.channel, event.entry.minutes) == ((acme,), "call", 20)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("acme", "channel"),
        ("acme happy", "channel"),
        ("called somebody", "account"),
        ("acme called 3 jan 2019", "on"),
    ],
)
def test_a_doubt_names_its_field(world: World, typed: str, field: str):
    world.account("Acme")
    reading = read(world, typed)
    assert not reading.certain
    assert [doubt.field for event in reading.doubtful for doubt in event.doubts] == [field]


def test_nothing_typed_tells_of_nothing(world: World):
    assert read(world, "") == Reading("")


# whose accounts ---------------------------------------------------------------------------------------------
@pytest.fixture
def others(world: World) -> int:
    """An account of somebody else's that is called as many a word is."""
    world.account("Acme")
    return world.account("Pilot Works", owner="kim@x.com")


@pytest.mark.parametrize(
    "typed",
    ["called pilot works 20m", "tried pilot, no answer", "Pilot Works: called 20m", "met w/ Pilot 1h"],
)
def test_somebody_else_s_account_is_known_where_a_name_stands(world: World, others: int, typed: str):
    (event,) = read(world, typed).events
    assert event.entry.account_ids == (others,)


def test_a_word_that_begins_somebody_else_s_account_is_a_word(world: World, others: int):
    (event,) = read(world, "acme call 20m, the pilot runs well").events
    assert others not in event.entry.account_ids
    assert not event.doubts


def test_whoever_left_is_nobody_to_call(world: World):
    acme = world.account("Acme")
    with world.tend.database.transaction() as session:
        for name, left_on in (("Leo Torres", None), ("Jane Park", world.now.date())):
            there = {"workspace_id": 1, "account_id": acme, "name": name, "role": "other"}
            session.execute(
                tables.table(tables.Contact).insert().values(**there, left_on=left_on, added_on=left_on)
            )
    (event,) = read(world, "called leo 20m").events
    assert (event.entry.account_ids, len(event.entry.contact_ids)) == ((acme,), 1)
    assert [d.field for e in read(world, "called jane 20m").events for d in e.doubts] == ["account"]


def test_the_own_book_hides_no_whole_name_of_somebody_else_s(world: World, others: int):
    world.account("Pilot Foods")
    for number in range(12):
        world.account(f"Pilot {number}", owner="kim@x.com")
    (event,) = read(world, "pilot works called 20m").events
    assert event.entry.account_ids == (others,)


def test_a_name_of_anothers_account_to_the_letter_is_not_read_as_a_like_one_of_mine(world: World):
    world.account("Acme Industrial", last="2026-11-10")
    world.account("Acme Industrials", owner="kim@x.com", last="2026-11-10")
    for line in ("Acme Industrials called, happy", "called acme industrials 10 min"):
        assert "Logged with Acme Industrials" in text_of(world.command(f"/log {line}"))
    assert 'Logged with Acme Industrial"' in text_of(world.command("/log acme industrial called, happy"))
