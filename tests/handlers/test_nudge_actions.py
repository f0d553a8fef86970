"""The morning message from planning to acting on it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from messages.card import CARD_PREP, CARD_SNOOZE
from messages.carried import AccountRef
from messages.log_touch import LOG_UNDO
from messages.opening import CARD_OPEN
from messages.places import NUDGE_LOG, NUDGE_NOT_NEEDED, NUDGE_SNOOZE, PlaceRef
from storage import nudges, tables

from ..world import CALLED, World, text_of
from .test_account import _answers_to

MESSAGE = {
    "container": {
        "type": "message",
        "message_ts": "1700000000.000001",
        "channel_id": "DDANA",
        "is_ephemeral": False,
    }
}


@pytest.fixture
def nudged(world: World) -> list[tables.Nudge]:
    for n, name in enumerate(("Acme", "Globex", "Initech")):
        world.account(name, last=f"2026-10-{10 + n:02d}")
    world.tick()
    world.deliver()
    assert len(world.slack.posted) == 1
    return world.rows(tables.Nudge)


def test_one_message_with_places_in_order_and_reasons(world: World, nudged: list):
    answer = world.slack.posted[0]
    assert answer["channel"] == "DDANA"
    assert answer["blocks"][0]["text"]["text"] == "3 today"
    assert "*1  Acme* (A, 39 days)" in text_of(answer)
    assert answer["metadata"]["event_type"] == "tend_message"
    assert "nudge" not in str(answer["metadata"]["event_payload"]), "the hash tells other apps nothing"
    assert (answer["unfurl_links"], answer["unfurl_media"]) == (False, False)


def test_logging_from_it_closes_the_place_and_repaints(world: World, nudged: list):
    sent: list = []
    _answers_to(world, sent)
    world.press(NUDGE_LOG, PlaceRef(nudged[0].id).pack(), **MESSAGE)
    world.submit(world.modal, {**CALLED, "note": "went through the numbers", "purpose": "shared_insight"})
    world.deliver()
    (update,) = world.slack.made("chat.update")
    assert (update["channel"], update["ts"]) == ("DDANA", world.slack.posted[0]["ts"])
    assert "✅ logged" in text_of(update)
    assert "2  Globex" in text_of(update)
    world.press(NUDGE_LOG, PlaceRef(nudged[0].id).pack(), **MESSAGE)


def test_each_place_has_its_page_before_the_call_beside_the_message(world: World, nudged: list):
    offered = [
        e["value"]
        for block in world.slack.posted[0]["blocks"]
        for e in block.get("elements", ())
        if e.get("action_id") == CARD_PREP
    ]
    assert offered == [AccountRef(place.account_id).pack() for place in nudged]
    world.press(CARD_PREP, offered[1], **MESSAGE)
    shown = world.sent[-1]
    assert "*Before you call Globex*" in text_of(shown)
    assert "*Ask:*" in text_of(shown)
    assert shown["replace_original"] is False, "the morning message stays"


def test_a_slash_log_closes_it_too_and_undo_opens_it_again(world: World, nudged: list):
    sent: list = []
    _answers_to(world, sent)
    world.command("/log globex called, happy")
    world.deliver()
    assert "✅ logged" in text_of(world.slack.made("chat.update")[-1])
    batch = world.rows(tables.Touch, tables.Touch.batch != "")[0].batch
    world.press(LOG_UNDO, f'{{"batch":"{batch}"}}')
    world.deliver()
    assert "✅" not in text_of(world.slack.made("chat.update")[-1])


def test_snooze_and_not_needed(world: World, nudged: list):
    world.press(NUDGE_SNOOZE, f"{nudged[0].id}:3d", option=True, **MESSAGE)
    world.press(NUDGE_NOT_NEEDED, f"{nudged[1].id}:quiet", option=True, **MESSAGE)
    world.deliver()
    last = text_of(world.slack.made("chat.update")[-1])
    assert "💤 snoozed until Nov 21" in last
    assert "➖ no contact needed now, back Dec 2" in last
    accounts = {a.id: a for a in world.rows(tables.Account)}
    assert accounts[nudged[0].account_id].snoozed_until == date(2026, 11, 21)
    assert accounts[nudged[1].account_id].due_on == date(2026, 12, 2)
    assert not world.rows(tables.Touch, tables.Touch.batch != ""), "not needed is no touch"


def test_tomorrow_is_the_next_working_day(world: World):
    account = world.account("Acme", last="2026-10-10")
    world.now = datetime(2026, 11, 20, 15, tzinfo=world.now.tzinfo)  # Friday
    world.press(CARD_SNOOZE, f"{account}:tomorrow", option=True)
    assert world.rows(tables.Account)[0].snoozed_until == date(2026, 11, 23)


def test_a_date_opens_a_form_and_a_past_one_is_refused(world: World):
    account = world.account("Acme", last="2026-10-10")
    world.press(CARD_SNOOZE, f"{account}:date", option=True)
    assert world.submit(world.modal, {"until": "2026-11-18"})["response_action"] == "errors"
    world.submit(world.modal, {"until": "2026-12-01"})
    assert world.rows(tables.Account)[0].snoozed_until == date(2026, 12, 1)


def test_a_snooze_without_a_date_asks_for_one(world: World):
    account = world.account("Acme", last="2026-10-10")
    world.press(CARD_SNOOZE, f"{account}:date", option=True)
    form = world.modal
    next(b for b in form["blocks"] if b.get("block_id") == "until")["element"].pop("initial_date")
    assert world.submit(form, {})["errors"] == {"until": "By which day?"}
    assert world.rows(tables.Account)[0].snoozed_until is None


def test_a_stale_button_says_what_happened_meanwhile_and_repaints(world: World, nudged: list):
    sent: list = []
    _answers_to(world, sent)
    world.command("/log acme called")
    world.deliver()
    before = len(world.slack.made("chat.update"))
    world.press(NUDGE_SNOOZE, f"{nudged[0].id}:3d", option=True, **MESSAGE)
    assert "Acme is already logged" in text_of(sent[-1])
    assert world.rows(tables.Account)[0].snoozed_until is None
    world.deliver()
    assert len(world.slack.made("chat.update")) == before + 1


def test_pressed_twice_is_once(world: World, nudged: list):
    for _ in range(2):
        world.press(NUDGE_NOT_NEEDED, f"{nudged[0].id}:quiet", option=True, **MESSAGE)
    assert len(world.rows(tables.Snooze)) == 1


def test_one_press_that_slack_delivers_twice_is_not_needed_once(world: World, nudged: list, monkeypatch):
    """Both deliveries read the place while it is open; the press itself is the key."""
    open_place = nudges.place
    with world.tend.database.reading() as session:
        place = open_place(session, 1, nudged[0].id)
    monkeypatch.setattr("handlers.nudge_actions.nudges.place", lambda *_: place)
    option = {"text": {"type": "plain_text", "text": "x"}, "value": f"{nudged[0].id}:quiet"}
    action = {
        "type": "static_select",
        "action_id": NUDGE_NOT_NEEDED,
        "block_id": "b0",
        "action_ts": "1.1",
        "selected_option": option,
    }
    for _ in range(2):
        world.interact(world.payload("block_actions", actions=[action], **MESSAGE))
    assert len(world.rows(tables.Snooze)) == 1
    assert not world.rows(tables.Outbox, tables.Outbox.say == "unneeded"), (
        "the manager hears of two mornings, not of one press"
    )


def test_only_owner_team_and_managers_snooze(world: World):
    sent: list = []
    _answers_to(world, sent)
    account = world.account("Acme", last="2026-10-10")
    world.press(CARD_SNOOZE, f"{account}:3d", option=True, by="UKIM")
    assert "Only its owner" in text_of(sent[-1])
    assert world.rows(tables.Account)[0].snoozed_until is None
    world.press(CARD_SNOOZE, f"{account}:3d", option=True, by="UMEL")
    assert world.rows(tables.Account)[0].snoozed_until is not None


def test_three_snoozes_bring_a_proposal_twice_not_needed_the_manager(world: World):
    account = world.account("Acme", last="2026-10-10")
    for _ in range(3):
        for choice in ("3d", "week", "3d"):  # put right twice: one snooze
            world.press(CARD_SNOOZE, f"{account}:{choice}", option=True)
        world.now += timedelta(days=1)
    world.deliver()
    assert [m["text"] for m in world.slack.posted if "times in a row" in m["text"]] == [
        "You have put off Acme 3 times in a row. A slower cadence, a pause, or another owner?"
    ]
    for day in (19, 41):
        world.now = datetime(2026, 11, 18, 15, tzinfo=timezone.utc) + timedelta(days=day)  # noqa: UP017
        world.tick()
        world.deliver()
        open_ = world.rows(tables.Nudge, tables.Nudge.outcome == "")
        if open_:
            world.press(NUDGE_NOT_NEEDED, f"{open_[-1].id}:quiet", option=True, **MESSAGE)
    world.bring()
    assert any(
        "says twice running that Acme needs no contact now" in m["text"] and m["channel"] == "DMEL"
        for m in world.slack.posted
    )


def test_an_account_opens_from_the_message(world: World, nudged: list):
    sent: list = []
    _answers_to(world, sent)
    world.press(CARD_OPEN, AccountRef(nudged[0].account_id).pack(), **MESSAGE)
    assert "*Acme* · A" in text_of(sent[-1])
    assert sent[-1]["replace_original"] is False


def test_not_needed_brings_it_back_before_it_is_due(world: World):
    """Not needed on Wednesday 18 November: due one cadence later, and in the message from two working days
    before."""
    account = world.account("Acme", last="2026-10-10")
    world.tick()
    world.deliver()
    place = world.rows(tables.Nudge, tables.Nudge.account_id == account)[0].id
    world.press("nudge.not_needed", f"{place}:other", option=True)
    world.now = datetime(2026, 11, 30, 15, tzinfo=UTC)  # due on Wednesday 2 December
    world.tick()
    world.deliver()
    assert "Acme" in text_of(world.slack.posted[-1])
    assert len([m for m in world.slack.posted if m["channel"] == "DDANA"]) == 2
