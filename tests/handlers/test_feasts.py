"""Greetings for a feast: named once in the morning, listed, marked and taken back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from messages.away import AWAY_SET
from messages.feasts import FEAST_GREETED, FEAST_LIST, FEAST_UNDO
from messages.people import CONTACT_CHANGE
from storage import tables

from ..world import World, text_of


def at(world: World, *when: int) -> None:
    world.now = datetime(*when, tzinfo=UTC)


@pytest.fixture
def korea(world: World) -> list[int]:
    """In September: two accounts in Korea, one elsewhere that is due."""
    at(world, 2026, 9, 8, 15)
    minor = world.account("Hanil", tier="B", last="2026-09-07", country="Korea")
    major = world.account("Samho", last="2026-09-07", country="KR")
    world.account("Acme", last="2026-08-01", country="US")
    world.load(
        world.write(
            "contacts",
            {"account": "Samho", "name": "Lee Min", "role": "buyer", "title": "Head of supply"},
            {"account": "Samho", "name": "Park Ji", "role": "champion"},
        )
    )
    return [major, minor]


def morning(world: World) -> str:
    world.slack.posted.clear()
    world.tick()
    world.deliver()
    return "\n".join(text_of(m) for m in world.slack.posted if m["channel"] == "DDANA")


def shown(world: World) -> dict[str, Any]:
    return world.sent[-1]


@pytest.fixture(autouse=True)
def kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is answered through a response_url."""
    monkeypatch.setattr("handlers.surface._post", lambda services, url, payload: world.sent.append(payload))


def listed(world: World) -> dict[str, Any]:
    world.press(FEAST_LIST, json.dumps({"feast": "Chuseok", "on": "2026-09-25"}))
    return shown(world)


def tap(message: dict[str, Any], action: str, n: int = 0) -> str:
    there = [
        b["accessory"]["value"]
        for b in message["blocks"]
        if b.get("accessory", {}).get("action_id") == action
    ]
    return str(there[n])


def test_a_morning_names_a_feast_once_ten_working_days_before(world: World, korea: list[int]):
    at(world, 2026, 9, 10, 15)
    assert "Chuseok" not in morning(world), "eleven working days before"
    at(world, 2026, 9, 11, 15)
    world.command("/log acme called")
    world.account("Bolt", last="2026-08-01", country="US")
    said = morning(world)
    assert "Also today: Chuseok is on Sep 25: greet 2 accounts." in said
    assert FEAST_LIST in said
    at(world, 2026, 9, 14, 15)
    world.account("Corax", last="2026-08-01", country="US")
    again = morning(world)
    assert "Corax" in again
    assert "Chuseok" not in again


def test_a_morning_that_was_not_sent_named_nothing(world: World, korea: list[int]):
    at(world, 2026, 9, 11, 15)
    world.tick()
    at(world, 2026, 9, 14, 15)
    assert "Chuseok is on" in morning(world)


def test_where_nothing_else_is_said_the_second_half_says_it_alone(world: World):
    at(world, 2026, 9, 8, 15)
    world.account("Hanil", tier="C", last="2026-09-07", country="Korea")
    at(world, 2026, 9, 11, 15)
    assert morning(world) == ""
    at(world, 2026, 9, 18, 15)
    said = morning(world)
    assert "Also today: Chuseok is on Sep 25: greet 1 account." in said
    assert world.rows(tables.Nudge) == []
    at(world, 2026, 9, 21, 15)
    assert morning(world) == ""


def test_the_list_has_a_first_and_whom_to_greet_there(world: World, korea: list[int]):
    at(world, 2026, 9, 14, 15)
    message = listed(world)
    rows = [b["text"]["text"] for b in message["blocks"] if b["type"] == "section"]
    assert rows == ["*Samho* (A) · Park Ji, champion", "*Hanil* (B) · nobody on file"]
    assert "Chuseok, Sep 25: 2 accounts to greet" in text_of(message)
    assert text_of(world.command("/account greetings")).count('Log greetings"') == 2


def test_one_tap_logs_a_greeting_once_and_the_list_says_so(world: World, korea: list[int]):
    at(world, 2026, 9, 14, 15)
    value = tap(listed(world), FEAST_GREETED)
    before = {a.id: (a.due_on, a.last_meaningful_at) for a in world.rows(tables.Account)}
    for said in ("Logged: Chuseok greetings to Samho", "Samho was greeted already"):
        world.press(FEAST_GREETED, value)
        assert said in text_of(shown(world))
        assert "✅ *Samho* (A) greeted" in text_of(shown(world))
        assert "1 account to greet" in text_of(shown(world))
    (touch,) = world.rows(tables.Touch, tables.Touch.note == "Chuseok greetings")
    assert (touch.account_id, touch.outcome, touch.purpose) == (korea[0], "sent", "celebrated")
    (met,) = [m for m in world.rows(tables.Contact) if m.name == "Park Ji"]
    assert met.id
    assert {a.id: (a.due_on, a.last_meaningful_at) for a in world.rows(tables.Account)} == before


def test_one_that_is_taken_back_is_listed_again_and_may_be_logged_anew(world: World, korea: list[int]):
    at(world, 2026, 9, 14, 15)
    world.press(FEAST_GREETED, tap(listed(world), FEAST_GREETED))
    world.press(FEAST_UNDO, tap(shown(world), FEAST_UNDO))
    assert "Undone" in text_of(shown(world))
    assert "2 accounts to greet" in text_of(shown(world))
    world.press(FEAST_GREETED, tap(shown(world), FEAST_GREETED))
    assert "1 account to greet" in text_of(shown(world))
    touches = world.rows(tables.Touch, tables.Touch.note == "Chuseok greetings")
    assert [t.voided_at is None for t in touches] == [False, True]


def test_only_whoever_logged_it_takes_it_back(world: World, korea: list[int]):
    at(world, 2026, 9, 14, 15)
    world.press(FEAST_GREETED, tap(listed(world), FEAST_GREETED))
    world.press(FEAST_UNDO, tap(shown(world), FEAST_UNDO), by="UKIM")
    assert "Undone" not in text_of(shown(world))
    assert world.rows(tables.Touch, tables.Touch.note == "Chuseok greetings")[0].voided_at is None


def test_who_is_in_mourning_gets_no_new_years_card_and_the_list_says_why(world: World):
    world.account("Kaito", last="2026-11-10", country="Japan")
    world.account("Minato", last="2026-11-10", country="日本")
    world.load(
        world.write(
            "contacts",
            {"account": "Kaito", "name": "Yuki Tanaka", "role": "buyer"},
            {"account": "Minato", "name": "Ken Abe", "mourning_until": "2027-03-03"},
            {"account": "Minato", "name": "Rei Ono"},
        )
    )
    yuki = world.rows(tables.Contact, tables.Contact.name == "Yuki Tanaka")[0].id
    world.press(CONTACT_CHANGE, json.dumps({"contact": yuki}))
    assert "errors" not in world.submit(world.modal, {"mourning_until": "2027-05-01"})
    assert world.rows(tables.Contact, tables.Contact.id == yuki)[0].mourning_until == date(2027, 5, 1)
    at(world, 2026, 12, 22, 15)
    said = text_of(world.command("/account greetings"))
    assert "New Year, Jan 1: 1 account to greet" in said
    assert "*Minato* (A) · Rei Ono · not Ken Abe, in mourning until Mar 3" in said
    assert "No card: Kaito (Yuki Tanaka, in mourning until May 1)." in said


def test_a_long_list_is_turned_page_by_page(world: World):
    for n in range(17):
        world.account(f"Han {n:02}", last="2026-09-01", country="KR")
    at(world, 2026, 9, 14, 15)
    message = listed(world)
    assert text_of(message).count("· nobody on file") == 15
    world.press(
        FEAST_LIST,
        next(e["value"] for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]),
    )
    assert text_of(shown(world)).count("· nobody on file") == 2


def test_without_an_open_list_the_word_says_when_the_next_one_opens(world: World):
    assert "No feast of your accounts lies ahead" in text_of(world.command("/account greetings"))
    world.account("Samho", last="2026-11-10", country="KR")
    said = text_of(world.command("/account greetings"))
    assert "Next: Seollal on Feb 7, its list from Jan 25 on." in said


def test_whoever_covers_has_the_list_of_whom_they_cover_for(world: World, korea: list[int]):
    at(world, 2026, 9, 11, 12)
    world.account("Busan Co", owner="kim@x.com", tier="C", last="2026-09-07", country="KR")
    kim = world.rows(tables.Person, tables.Person.email == "kim@x.com")[0].id
    world.account("Bolt", owner="kim@x.com", last="2026-08-01", country="US")
    at(world, 2026, 9, 11, 15)
    morning(world)
    world.press(AWAY_SET, json.dumps({"first": "2026-09-16", "last": "2026-09-18", "cover": kim}))
    at(world, 2026, 9, 16, 15)
    assert not morning(world), "Dana is away"
    (said,) = [text_of(m) for m in world.slack.posted if m["channel"] == "DKIM"]
    assert "Chuseok is on Sep 25: greet 3 accounts" in said, "named again, for more accounts"
    at(world, 2026, 9, 17, 15)
    morning(world)
    assert "Chuseok" not in "".join(text_of(m) for m in world.slack.posted if m["channel"] == "DKIM")
    world.press(FEAST_LIST, json.dumps({"feast": "Chuseok", "on": "2026-09-25"}), by="UKIM")
    assert "*Samho* (A, for Dana)" in text_of(shown(world))
    assert "*Busan Co* (C)" in text_of(shown(world))
    world.press(FEAST_GREETED, tap(shown(world), FEAST_GREETED), by="UKIM")
    (touch,) = [t for t in world.rows(tables.Touch) if t.batch.startswith("f")]
    assert (touch.account_id, touch.by_id, touch.outcome) == (korea[0], kim, "sent")
    at(world, 2026, 9, 21, 15)
    assert "✅ *Samho* (A) greeted" in text_of(listed(world)), "and is so for whoever is back"
    world.press(FEAST_LIST, json.dumps({"feast": "Chuseok", "on": "2026-09-25"}), by="UKIM")
    assert "Samho" not in text_of(shown(world)), "who covers no more"
