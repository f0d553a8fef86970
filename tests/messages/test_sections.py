"""A surface is a table of sections: lines stand together, 50 blocks are shared out by rank, and what was
left out is said."""

from __future__ import annotations

import json

import pytest

from messages import card, digest, home
from messages.blocks import MOST_BLOCKS, actions, divider, section
from messages.sections import Section, lay_out
from rules.context import Insight, Posted
from rules.digest import compose

from ..builders import POLICY, TODAY, a_person, a_touch, an_account, days_ago, in_days
from .test_golden import VIEWER, a_card


def texts(blocks):
    return [(b.get("text") or b.get("elements", [{}])[0]).get("text", b["type"]) for b in blocks]


def some(name, count):
    return lambda *shown: [section(f"{name} {n}") for n in range(count)]


def a_long_week():
    """A digest with five accounts to worry about."""
    records = [
        an_account(days_ago(60 + n), id=n, name=f"Worry {n}", touches=[a_touch(days_ago(60 + n))])
        for n in range(1, 9)
    ]
    return compose(records, [a_person()], TODAY, policy=POLICY)


def test_the_five_to_worry_about_stay_in_a_digest_that_is_too_long(monkeypatch):
    week = a_long_week()
    assert any(t.startswith("*Five to worry about*\n") for t in texts(digest.digest(week, VIEWER)["blocks"]))
    facts = Section("what happened & more", some("fact", 45), rank=5)
    monkeypatch.setattr(digest, "DIGEST", (*digest.DIGEST[:-1], facts, digest.DIGEST[-1]))
    blocks = digest.digest(week, VIEWER)["blocks"]
    assert len(blocks) == MOST_BLOCKS
    assert sum("worry." in b.get("block_id", "") for b in blocks) == 5
    assert "fact 0" in texts(blocks), "what there is room for stands"
    assert texts(blocks)[-1] == (
        "No room here for the rest of “what happened &amp; more”, “accounts in rhythm, as a chart”."
    )


def test_the_order_is_the_tables_and_the_room_is_the_ranks():
    table = (
        Section("a", some("a", 3), 2),
        Section("b", some("b", 3), 1),
        Section("c", some("c", 3), 0),
        Section("d", some("d", 1), 3),
    )
    assert texts(lay_out(table, most=10)) == [
        "a 0",
        "a 1",
        "a 2",
        "b 0",
        "b 1",
        "b 2",
        "c 0",
        "c 1",
        "c 2",
        "d 0",
    ]
    assert texts(lay_out(table, most=9)) == [
        "a 0",
        "a 1",
        "b 0",
        "b 1",
        "b 2",
        "c 0",
        "c 1",
        "c 2",
        "No room here for the rest of “a”, “d”.",
    ]
    assert texts(lay_out(table, most=5)) == [
        "b 0",
        "c 0",
        "c 1",
        "c 2",
        "No room here for “a”, the rest of “b”, “d”.",
    ]


def test_a_line_between_two_parts_is_no_end():
    table = (Section("a", lambda: [section("a"), divider(), section("b")]), Section("c", some("c", 1), 0))
    assert texts(lay_out(table, most=3)) == ["a", "c 0", "No room here for the rest of “a”."]
    assert (
        texts(lay_out((Section("a", lambda: [divider(), section("b")]), table[1], table[1]), most=3))[0]
        == "c 0"
    )


def test_lines_stand_in_one_block_and_nothing_to_say_is_nothing():
    table = (
        Section("first", lambda: "one"),
        Section("none", lambda: None),
        Section("empty", lambda: ""),
        Section("second", lambda: "two"),
        Section("block", some("block", 1)),
        Section("third", lambda: "three"),
    )
    assert texts(lay_out(table)) == ["one\ntwo", "block 0", "three"]
    long = (Section("first", lambda: "x" * 2000), Section("second", lambda: "y" * 2000))
    assert [len(t) for t in texts(lay_out(long))] == [2000, 2000], "no line is cut for its neighbour"


@pytest.mark.parametrize(("table", "paint"), [("CARD", card.short), ("MORE", card.long)])
def test_a_facts_line_is_one_section_of_the_card(monkeypatch, table, paint):
    rows = list(getattr(card, table))
    rows.insert(
        2,
        Section(
            "promises", lambda card, viewer: f"*Promised to {card.record.account.name}:* the ROI numbers"
        ),
    )
    monkeypatch.setattr(card, table, tuple(rows))
    lines = next(t for t in texts(paint(a_card(), VIEWER)["blocks"]) if "*Last:*" in t).split("\n")
    assert lines[1] == "*Promised to Acme:* the ROI numbers"


def test_home_says_what_it_has_no_room_for(monkeypatch):
    posted = [Posted(Insight(n, f"insight {n}"), 1, "Mel Ong", until_on=in_days(9)) for n in range(10)]
    shown = home.Home(a_person(role="admin", is_admin=True, leads=True), (), True, posted=posted)
    monkeypatch.setattr(home, "HOME", (*home.HOME, Section("facts", some("fact", 90), rank=9)))
    blocks = home.home(shown, VIEWER)["blocks"]
    assert len(blocks) == 100
    assert "settings" in json.dumps(blocks)
    assert texts(blocks)[-1] == "No room here for the rest of “facts”."


def test_what_is_cut_keeps_each_with_its_buttons():
    table = (
        Section("a", lambda: [block for n in range(4) for block in (section(f"a {n}"), actions([]))]),
        Section("c", some("c", 1), 0),
    )
    for most, kept in ((7, 2), (6, 2), (5, 1), (3, 0)):
        painted = texts_or_types(lay_out(table, most=most))
        assert painted[:-2] == [what for n in range(kept) for what in (f"a {n}", "actions")], most


def texts_or_types(blocks):
    return [b["type"] if b["type"] == "actions" else texts([b])[0] for b in blocks]
