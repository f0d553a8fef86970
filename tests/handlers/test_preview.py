"""What would go out next, shown beforehand: the very message, and nothing of it stays."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from messages.preview import DIGEST, MORNING, PREVIEW_OPEN, PREVIEW_SHOW, PREVIEW_WHO, PreviewRef, inert
from storage import tables, workspaces

from ..allowed import snapshot
from ..twin import ours
from ..world import START, World, text_of

TUESDAY = datetime(2026, 11, 17, 22, 0, tzinfo=UTC)  # 17:00 in New York: tomorrow's is Wednesday's
FRIDAY = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)


@pytest.fixture
def book(world: World) -> World:
    world.now = TUESDAY
    for n in range(7):
        world.account(f"Co {n}", tier="AB"[n % 2], last=f"2026-{8 + n % 3:02d}-1{n}", annual_revenue="1000")
    world.account("Late", last="2026-11-06")  # comes near its due date only tomorrow
    world.account("Kimco", owner="kim@x.com", last="2026-10-20")
    promise = {"account": "Co 1", "by_email": "dana@x.com", "text": "the numbers", "due_on": "2026-11-18"}
    world.load(world.write("promises", promise))
    world.tick()
    world.deliver()
    world.sent.clear()
    return world


def who(world: World, name: str) -> int:
    return int(world.rows(tables.Person, tables.Person.email == f"{name}@x.com")[0].id)


def show(world: World, whose: str, which: str, by: str = "UADA") -> dict[str, Any]:
    world.sent.clear()
    world.press(PREVIEW_SHOW, PreviewRef(who(world, whose), which).pack(), by=by)
    return world.sent[-1]


def of_message(shown: dict[str, Any]) -> list[Any]:
    """What a preview shows of the message itself."""
    return list(shown["blocks"][2:-1])


def switch(world: World, on: bool) -> None:
    with world.tend.database.transaction() as session:
        workspaces.switch_sending(session, workspaces.current(session), on)


@pytest.mark.parametrize("sending", [True, False])
def test_a_morning_goes_out_as_it_was_previewed_and_the_preview_changes_no_table(book: World, sending: bool):
    switch(book, sending)
    before = snapshot(book)
    shown = show(book, "dana", MORNING)
    assert snapshot(book) == before
    assert ("ending is off" in text_of(shown)) is not sending
    assert "Wed, Nov 18" in text_of(shown)
    assert "buttons are shown as text" in text_of(shown)
    switch(book, True)
    book.now = datetime(2026, 11, 18, 13, 45, tzinfo=UTC)
    book.tick()
    book.deliver()
    (real,) = [m for m in book.slack.posted if m["channel"] == "DDANA"]
    assert "Late" in text_of(real) or "the numbers" in text_of(real)
    assert of_message(shown) == inert(real["blocks"])
    assert real["text"] in shown["text"]


def test_a_digest_goes_out_as_it_was_previewed_and_the_preview_changes_no_table(book: World):
    book.now = FRIDAY
    before = snapshot(book)
    shown = show(book, "mel", DIGEST)
    assert snapshot(book) == before
    assert "Mon, Nov 23, 8:30" in text_of(shown)
    book.now = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
    book.tick()
    book.deliver()
    (real,) = [m for m in book.slack.posted if m["channel"] == "DMEL"]
    assert of_message(shown) == inert(real["blocks"])


def test_a_preview_shows_what_waits_for_its_reader_and_leaves_it_waiting(book: World):
    book.press("digest.worry", json.dumps({"account": 1, "do": "ask"}), by="UMEL", option=True)
    book.submit(book.modal, {"text": "what is next there?"}, by="UMEL")
    shown = show(book, "dana", MORNING)
    assert "what is next there?" in text_of(shown)
    (row,) = book.rows(tables.Outbox, tables.Outbox.say == "asked")
    assert row.state == "due"
    assert row.rides_id is None


def test_a_digest_is_previewed_as_its_viewer_may_read_it(book: World):
    for n in range(3):
        book.account(f"Melco {n}", owner="mel@x.com", last="2026-08-10", annual_revenue="1000")
    book.now = FRIDAY
    own, others = (text_of(show(book, "mel", DIGEST, by=by)) for by in ("UMEL", "UADA"))
    assert "• 5 A accounts without contact in time" in own, "Mel's own figures are Mel's to read"
    assert "• 8 A accounts without contact in time" in others, "to another they are the team's"


def test_nothing_in_a_preview_can_be_pressed_but_the_way_to_another(book: World):
    blocks = show(book, "dana", MORNING)["blocks"]
    pressed = [b for b in blocks if b["type"] == "actions" or "action_id" in b.get("accessory", {})]
    assert [e["action_id"] for e in pressed[0]["elements"]] == [PREVIEW_OPEN]
    assert len(pressed) == 1
    assert "[Log] · [Snooze]" in text_of({"blocks": blocks})


def test_a_rep_sees_their_own_a_manager_their_people_an_admin_anybody(book: World):
    assert "Co 0" in text_of(show(book, "dana", MORNING, by="UDANA"))
    assert "Co 0" in text_of(show(book, "dana", MORNING, by="UMEL"))
    assert "Co 0" in text_of(show(book, "dana", MORNING, by="UADA"))
    for whose, by in (("kim", "UDANA"), ("mel", "UDANA"), ("ada", "UMEL")):
        refused = text_of(show(book, whose, MORNING, by=by))
        assert "You preview the messages of your own people." in refused
        assert "Kimco" not in refused


def test_by_name_behind_the_word_or_from_a_select(book: World):
    named = book.command("/account preview dana", by="UADA")
    assert PreviewRef(who(book, "dana"), MORNING).pack() in json.dumps(named["blocks"]).replace('\\"', '"')
    assert "not one of your people: you preview" in text_of(book.command("/account preview mel", by="UDANA"))
    mentioned = book.command("/account preview <@UDANA|dana>", by="UMEL")
    assert "*Dana Reyes*" in text_of(mentioned)
    assert "preview the messages of your own" in text_of(
        book.command("/account preview <@UDANA|dana>", by="UKIM")
    )
    asked = book.command("/account preview", by="UMEL")
    (select,) = [
        e for b in asked["blocks"] if b["type"] == "actions" for e in b["elements"] if "options" in e
    ]
    assert [o["text"]["text"] for o in select["options"]] == ["Dana Reyes", "Kim Cho", "Mel Manager"]
    book.press(PREVIEW_WHO, select["options"][0]["value"], by="UMEL", option=True)
    assert "morning message of Wed, Nov 18, 8:45" in text_of(book.sent[-1])  # a rep has but one: at once
    book.press(PREVIEW_WHO, select["options"][2]["value"], by="UMEL", option=True)
    assert "Monday’s digest" in text_of(book.sent[-1])


def test_why_there_would_be_none(book: World):
    assert "only managers have it" in text_of(show(book, "dana", DIGEST))
    assert "nothing wants them that day" in text_of(show(book, "ada", MORNING))
    book.load(book.write("people", {"email": "new@x.com", "name": "Not Linked", "role": "rep"}))
    book.account("Newco", owner="new@x.com", last="2026-09-01")
    assert "not linked to Slack yet" in text_of(show(book, "new", MORNING))
    with book.tend.database.transaction() as session:
        people = tables.table(tables.Person)
        session.execute(
            update(people).where(ours(tables.Person), people.c.email == "dana@x.com").values(active=False)
        )
    assert "they left, or are switched off in Slack" in text_of(show(book, "dana", MORNING))


def test_from_home_it_is_a_modal_whose_content_follows(book: World):
    home = {"view": {"type": "home", "id": "VH"}, "container": {"type": "view"}, "response_url": None}
    book.press(PREVIEW_OPEN, "preview", by="UADA", **home)
    modal = {"view": {"type": "modal", "id": "V7"}, "container": {"type": "view"}, "response_url": None}
    book.press(PREVIEW_WHO, PreviewRef(who(book, "dana")).pack(), by="UADA", option=True, **modal)
    first, then = book.slack.made("views.update")[-2:]
    assert "One moment" in text_of(first)
    assert "Co 0" in text_of(then)


def test_what_time_alone_changes_until_then_is_in_it(book: World):
    """Due only by tomorrow's date: a preview that plans as of now would leave it out."""
    book.account("Soon", tier="B", owner="kim@x.com", last="2026-10-21")
    assert "Soon" in text_of(show(book, "kim", MORNING))


def test_before_the_days_own_time_the_next_morning_is_todays(book: World):
    book.now = START - timedelta(hours=2)  # 8:00 in New York
    assert "Wed, Nov 18, 8:45" in text_of(show(book, "dana", MORNING))
