"""The book that benchmarks are made with holds all that a card speaks of: a card of little flatters."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from bench.book import NOW, fill, names_of
from bench.lookup import line_of
from storage import tables

from .world import World, text_of


def test_the_whole_book_has_its_share_of_every_fact(url: str, tmp_path: Path):
    world = World(url, tmp_path, [])
    world.now = NOW
    fill(world.tend, 150, touches_each=4, whole=True)
    counts = {
        m.__tablename__: len(world.rows(m))
        for m in (
            tables.Account,
            tables.Contact,
            tables.Touch,
            tables.Revenue,
            tables.NextStep,
            tables.Promise,
            tables.Milestone,
            tables.Concern,
            tables.Need,
            tables.Goal,
        )
    }
    assert counts == {
        "account": 150,
        "contact": 450,
        "touch": 600,
        "revenue": 150 * 15,
        "next_step": 150,
        "promise": 300,
        "milestone": 300,
        "concern": 165,
        "need": 150,
        "goal": 150,
    }
    T, C, M = (tables.table(t) for t in (tables.Touch, tables.Contact, tables.TouchContact))
    with world.tend.database.reading() as session:
        met = select(T.c.account_id, C.c.account_id).select_from(M).join(T).join(C)
        named = session.execute(met).all()
    assert len(named) == 450, "three touches of four"
    assert all(theirs == ours for ours, theirs in named), "contacts of the account"
    card = text_of(world.command("/account acme", by="U2"))
    for shown in ("*Next step:* ", "Renews ", "*Promised:* ", "*Onboarding:* ", "$6,010"):
        assert shown in card, card
    world.close()


def test_a_plain_book_is_touches_alone(url: str, tmp_path: Path):
    world = World(url, tmp_path, [])
    fill(world.tend, 75, touches_each=2)
    assert len(world.rows(tables.Touch)) == 150
    assert not world.rows(tables.Contact)
    assert not world.rows(tables.Revenue)
    world.close()


def test_each_line_is_stored_with_an_account_of_its_own(url: str, tmp_path: Path):
    world = World(url, tmp_path, [])
    world.now = NOW
    fill(world.tend, 150, touches_each=4, whole=True)
    names = names_of(2, 150)
    for n in (0, 1, 40, 74):
        assert f"Logged with {names[n]}" in text_of(world.dispatch(line_of(names)(n)))
    assert len(names) == 75
    assert names[0].startswith("Acme")
    world.close()
