"""A typed line as a reading: what is certain, and which field a doubt is about."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from handlers.asked import Asked
from handlers.typed import understood
from rules.language.reading import LOG, Reading
from storage import named, people, tables, workspaces
from storage.database import Database, new_id

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


def test_a_book_is_read_anew_once_it_changed(world: World):
    """Made ready once, and again for whatever another connection changes in it: a name, who is there."""
    acme = world.account("Acme")
    C, A = tables.table(tables.Contact), tables.table(tables.Account)
    assert read(world, "called leo at acme 20 min").events[0].entry.contact_ids == ()
    elsewhere = Database(world.tend.settings.database_url)
    held = {"workspace_id": 1, "account_id": acme, "name": "Leo Torres", "key": "leo torres", "title": ""}
    with elsewhere.transaction() as session:
        leo = new_id(session.execute(C.insert().values(**held, role="buyer", external_id="", prefers="")))
    assert read(world, "called leo at acme 20 min").events[0].entry.contact_ids == (leo,)
    with elsewhere.transaction() as session:
        session.execute(C.update().where(C.c.id == leo).values(left_on=date(2026, 1, 1)))
        session.execute(A.update().where(A.c.id == acme).values(name="Zenith", aliases="Zen"))
    assert read(world, "called leo at zenith 20 min").events[0].entry.contact_ids == ()
    assert read(world, "zen called 20 min").events[0].entry.account_ids == (acme,)
    elsewhere.close()


def test_all_words_are_looked_up_as_each_would_be(world: World):
    """In one question for all of them, at most ten a word, the first word's accounts first."""
    world.account("Acme")
    for n in range(14):
        world.account(f"Pilot {n}", owner="kim@x.com")
    for name in ("Quartz Works", "Works of Pilar", "Rho"):
        world.account(name, owner="kim@x.com")
    dana = world.one(select(tables.Person.id).where(tables.Person.email == "dana@x.com"))
    words = ("rho", "quartz", "nothing", "works", "rho", "pilot", "%", "acme")
    with world.tend.database.reading() as session:
        together = named.beside(session, 1, dana, world.now.date(), words)[0]
        one_by_one = [named.beside(session, 1, dana, world.now.date(), [word])[0] for word in words]
        assert named.beside(session, 1, dana, world.now.date(), ()) == ((), ())
    assert together == tuple(dict.fromkeys(account for some in one_by_one for account in some))
    assert len(together) == 3 + 10


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
