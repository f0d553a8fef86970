"""A typed line as a reading: what is certain, and which field a doubt is about."""

from __future__ import annotations

import pytest
from sqlmodel import select

from handlers.asked import Asked
from handlers.typed import understood
from rules.language.reading import LOG, Reading
from storage import people, tables, workspaces

from ..world import World


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
