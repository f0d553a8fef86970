"""Who left, typed behind /log, in the direct message or a mention: marked with Undo, or asked; no touch."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from messages.leaving import CONTACT_BACK
from messages.people import CONTACT_ADD, CONTACT_LEFT, CONTACT_LIST
from messages.put_right import LOG_FIX
from storage import audit, tables

from ..world import World, text_of


@pytest.fixture
def acme(world: World) -> int:
    account = world.account("Acme", tier="A", last="2026-11-10")
    world.load(
        world.write(
            "contacts",
            {"account": "Acme", "name": "Leo Park", "role": "champion"},
            {"account": "Acme", "name": "Tessa Ray", "role": "buyer"},
        )
    )
    return account


def contact(world: World, name: str) -> Any:
    return world.rows(tables.Contact, tables.Contact.name == name)[0]


def buttons(message: dict[str, Any]) -> dict[str, str]:
    rows = [b["elements"] for b in message["blocks"] if b["type"] == "actions"]
    return {e["action_id"]: e["value"] for row in rows for e in row}


def typed(world: World, text: str, by: str = "UDANA", ts: str = "1.5") -> dict[str, Any]:
    """A line in the direct message; the answer."""
    event = {"type": "message", "user": by, "channel": "D1", "channel_type": "im", "text": text}
    world.slack.calls.clear()
    payload = world.payload("event", event={**event, "ts": ts, "event_ts": ts})
    world.dispatch(json.dumps(payload), "application/json")
    return next(given for name, given in world.slack.calls if name == "chat.postEphemeral")


def test_a_line_behind_log_marks_them_and_logs_no_touch(world: World, acme: int):
    touches = len(world.rows(tables.Touch))
    answer = world.command("/log Leo left Acme")
    said = text_of(answer)
    assert "Leo Park, their champion, left Acme (Nov 18)" in said
    assert "No touch was logged" in said
    assert contact(world, "Leo Park").left_on == date(2026, 11, 18)
    assert len(world.rows(tables.Touch)) == touches
    assert not world.rows(tables.Unlogged)
    assert set(buttons(answer)) == {CONTACT_BACK, CONTACT_LIST}
    with world.tend.database.reading() as session:
        assert "Dana Reyes: left contact" in audit.lines(session, 1, world.now)[-1]


def test_the_new_champion_is_made_one_and_undo_takes_both_back(world: World, acme: int):
    answer = world.command("/log Leo Park has left acme, new champion is Tessa")
    assert "Tessa Ray is their champion now" in text_of(answer)
    assert contact(world, "Tessa Ray").role == "champion"
    back = buttons(answer)[CONTACT_BACK]
    for _ in range(2):
        world.press(CONTACT_BACK, back)
        assert "Leo Park is still at Acme" in text_of(world.sent[-1])
        assert (contact(world, "Leo Park").left_on, contact(world, "Tessa Ray").role) == (None, "buyer")


def test_a_new_champion_who_is_not_on_file_is_offered(world: World, acme: int):
    answer = world.command("/log Leo left acme, new champion is Jane Doe")
    assert "“Jane Doe” is not on file there" in text_of(answer)
    assert len(world.rows(tables.Contact)) == 2
    world.press(CONTACT_ADD, buttons(answer)[CONTACT_ADD])
    world.submit(world.modal, {})
    assert contact(world, "Jane Doe").role == "champion", "the form holds what the line said"


def test_who_follows_a_buyer_is_no_champion(world: World, acme: int):
    world.load(world.write("contacts", {"account": "Acme", "name": "Bo Lund", "role": "user"}))
    answer = world.command("/log Tessa left acme, replaced by Bo")
    assert "Bo Lund came after them" in text_of(answer)
    assert contact(world, "Bo Lund").role == "user"
    assert contact(world, "Tessa Ray").successor_id == contact(world, "Bo Lund").id
    world.press(CONTACT_BACK, buttons(answer)[CONTACT_BACK])
    assert contact(world, "Tessa Ray").successor_id is None


def test_undo_leaves_what_somebody_changed_since(world: World, acme: int):
    back = buttons(world.command("/log Leo left acme"))[CONTACT_BACK]
    number = contact(world, "Leo Park").id
    world.press("contact.change", json.dumps({"contact": number}))
    world.submit(world.modal, {"left_on": "2026-11-02"})
    world.press(CONTACT_BACK, back)
    assert "was changed meanwhile" in text_of(world.sent[-1])
    assert contact(world, "Leo Park").left_on == date(2026, 11, 2)


def test_a_direct_message_and_a_mention_do_the_same_once(world: World, acme: int):
    for _ in range(2):
        assert "Leo Park, their champion, left Acme" in text_of(typed(world, "Leo no longer works at Acme"))
    assert len([r for r in world.rows(tables.Audit) if r.did == "left"]) == 1
    world.press(CONTACT_BACK, json.dumps({"contact": contact(world, "Leo Park").id, "on": "2026-11-18"}))
    assert "left Acme" in text_of(typed(world, "log Leo left acme", ts="1.6"))
    assert contact(world, "Leo Park").left_on


def test_where_several_fit_it_is_asked_with_a_form(world: World, acme: int):
    globex = world.account("Globex")
    world.load(world.write("contacts", {"account": "Globex", "name": "Leo Gray"}))
    answer = world.command("/log Leo retired")
    assert "Who left? Nothing is changed yet" in text_of(answer)
    taps = [b["accessory"] for b in answer["blocks"] if "accessory" in b]
    assert [t["action_id"] for t in taps] == [CONTACT_LEFT] * 2
    assert not [c for c in world.rows(tables.Contact) if c.left_on]
    world.press(CONTACT_LEFT, taps[1]["value"])
    world.submit(world.modal, {"left_on": "2026-11-12"})
    assert (contact(world, "Leo Gray").left_on, contact(world, "Leo Gray").account_id) == (
        date(2026, 11, 12),
        globex,
    )


def test_somebody_who_is_not_on_file_there_changes_nothing(world: World, acme: int):
    world.account("Globex")
    answer = world.command("/log Leo left Globex")
    assert "Nobody of that name is on file at Globex" in text_of(answer)
    assert not contact(world, "Leo Park").left_on


def test_only_who_may_change_the_account_marks_them(world: World, acme: int):
    said = text_of(world.command("/log Leo Park left Acme", by="UKIM"))
    assert "Only its owner" in said
    assert not contact(world, "Leo Park").left_on
    back = buttons(world.command("/log Leo left acme"))[CONTACT_BACK]
    world.press(CONTACT_BACK, back, by="UKIM")
    assert contact(world, "Leo Park").left_on


def test_a_line_that_is_refused_is_given_back(world: World, acme: int):
    said = text_of(world.command("/log Leo Park left Acme", by="UKIM"))
    assert "&gt;Leo Park left Acme" in said or ">Leo Park left Acme" in said


# offered: where the line tells more -----------------------------------------------------------------------
def offers(message: dict[str, Any]) -> dict[str, str]:
    """What opens the form of who left: label and value."""
    rows = [b["elements"] for b in message["blocks"] if b["type"] == "actions"]
    there = [e for row in rows for e in row] + [b["accessory"] for b in message["blocks"] if "accessory" in b]
    return {e["text"]["text"]: e["value"] for e in there if e["action_id"] == CONTACT_LEFT}


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Leo Park left Acme to join Globex", "Left: Leo Park"),
        ("acme champion left", "Left: Leo Park"),
        ("Tessa at Acme moved to purchasing", "Moved: Tessa Ray"),
    ],
)
@pytest.mark.parametrize("how", ["behind log", "in the direct message"])
def test_a_line_that_tells_more_and_no_contact_is_offered_and_kept(
    world: World, acme: int, line: str, label: str, how: str
):
    world.account("Globex")
    touches = len(world.rows(tables.Touch))
    answer = world.command(f"/log {line}") if how == "behind log" else typed(world, line)
    assert list(offers(answer)) == [label]
    assert "No touch logged, and nothing is changed yet." in text_of(answer)
    assert [row.text for row in world.rows(tables.Unlogged)] == [line], "nothing typed is lost"
    name = label.split(": ")[1]
    assert (contact(world, name).left_on, contact(world, name).moved_on) == (None, None)
    world.press(CONTACT_LEFT, offers(answer)[label])
    world.submit(world.modal, {})
    gone = contact(world, name)
    assert (gone.left_on or gone.moved_on) == date(2026, 11, 18)
    assert bool(gone.moved_on) == label.startswith("Moved")
    assert world.rows(tables.Unlogged)[0].became == "noted"
    assert len(world.rows(tables.Touch)) == touches


def test_of_a_touch_it_is_offered_in_the_receipt_until_it_is_kept(world: World, acme: int):
    line = "Tessa left Acme yesterday, I called her 10 min"
    receipt = world.command(f"/log {line}")
    assert "Logged with Acme" in text_of(receipt)
    assert list(offers(receipt)) == ["Left: Tessa Ray"]
    assert not contact(world, "Tessa Ray").left_on, "nothing is stored unasked"
    world.press(CONTACT_LEFT, offers(receipt)["Left: Tessa Ray"])
    answer = world.submit(world.modal, {"left_on": "2026-11-17"})
    assert answer["response_action"] == "update", "the receipt keeps its place, with Undo"
    assert contact(world, "Tessa Ray").left_on == date(2026, 11, 17)
    fix = {"batch": world.rows(tables.Touch)[-1].batch, "field": "direction", "value": "inbound"}
    world.press(LOG_FIX, json.dumps(fix))
    assert "Logged with Acme" in text_of(world.sent[-1])
    assert not offers(world.sent[-1])


def test_what_tells_of_a_contact_is_logged_as_ever(world: World, acme: int):
    world.command("/log left Leo at acme a voicemail")
    assert not contact(world, "Leo Park").left_on
    assert world.rows(tables.Touch)[-1].outcome == "left_message"


def test_people_opens_the_list(world: World, acme: int):
    world.press(CONTACT_LIST, json.dumps({"account": acme}))
    assert "Who we know at Acme" in text_of(world.sent[-1])


def test_hostile_names_come_alive_nowhere(world: World):
    world.account("Acme")
    name = "Leo <!channel> & *bold* " + "&" * 200
    world.load(world.write("contacts", {"account": "Acme", "name": name}))
    answer = world.command("/log Leo left acme, new champion is O'Hara-<@U1>")
    assert "<!" not in text_of(answer)
    assert "<@" not in text_of(answer)
