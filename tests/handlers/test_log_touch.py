"""Logging by line, form and shortcut; undo, edit; sent twice; what is due follows."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from messages.card import CARD_LOG
from messages.carried import AccountRef
from messages.home import LOG_OPEN
from messages.log_fields import LOG_ACCOUNT
from messages.log_touch import LOG_EDIT, LOG_UNDO, BatchRef
from storage import tables

from ..world import CALLED, World, text_of
from .test_account import _answers_to


@pytest.fixture
def acme(world: World) -> int:
    world.load(
        world.write(
            "accounts", {"name": "Acme", "owner_email": "dana@x.com", "tier": "A", "started_on": "2024-01-01"}
        ),
        world.write("contacts", {"account": "Acme", "name": "Umar Ortiz", "role": "buyer"}),
    )
    return world.account("Globex", last="2026-11-01") - 1


def touches(world: World) -> list:
    return world.rows(tables.Touch, tables.Touch.batch != "")


def stored(world: World, account: int) -> tables.Account:
    return world.rows(tables.Account, tables.Account.id == account)[0]


def test_a_clear_line_is_stored_at_once_and_answered_with_what_was_understood(world: World, acme: int):
    answer = world.command(
        "/log acme called 20 min, showed the buyer the ROI numbers, happy. next: demo on 12 May"
    )
    said = text_of(answer)
    for part in (
        "Logged with Acme",
        "Call · today · 20 min · with Umar Ortiz · shared an insight",
        "happy",
        "*Next:* demo, May 12",
        "Next due Dec 2",
    ):
        assert part in said, part
    (touch,) = touches(world)
    assert (touch.channel, touch.minutes, touch.sentiment, touch.purpose, touch.estimated) == (
        "call",
        20,
        "happy",
        "shared_insight",
        False,
    )
    assert stored(world, acme).due_on == date(2026, 12, 2)
    (step,) = world.rows(tables.NextStep)
    assert (step.text, step.on) == ("demo", date(2027, 5, 12))


def test_the_same_request_three_times_is_one_touch(world: World, acme: int):
    answers = [world.command("/log acme called, happy", trigger="9.9") for _ in range(3)]
    assert len(touches(world)) == 1
    assert answers[0] == answers[1] == answers[2], "answered as the first time"


def test_several_accounts_share_the_minutes(world: World, acme: int):
    world.command("/log acme, globex met at expo")
    assert sorted((t.account_id, t.minutes) for t in touches(world)) == [(acme, 23), (acme + 1, 22)]


@pytest.mark.parametrize("line", ["voicemail", "no-show", "emailed the offer, no reply"])
def test_unanswered_does_not_reset_the_cadence(world: World, acme: int, line: str):
    before = stored(world, acme + 1).due_on
    answer = world.command(f"/log globex {line}")
    assert stored(world, acme + 1).due_on == before
    assert "the cadence runs on" in text_of(answer)
    assert len(touches(world)) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", None),
        ("acme", "What happened?"),
        ("acme had a good time", "How was it"),
        ("nobody we know called", "Which account"),
        ("good call, globx", "I took"),
        ("acme called tomorrow", "still to come"),
    ],
)
def test_what_is_unclear_opens_the_form_filled(world: World, acme: int, line: str, said: str | None):
    world.command(f"/log {line}".strip())
    assert not touches(world)
    assert (said is None) or said in text_of(world.modal)
    note = next(b for b in world.modal["blocks"] if b.get("block_id") == "note")["element"].get(
        "initial_value", ""
    )
    if line == "acme had a good time":
        assert note == "had a good time"


@pytest.mark.parametrize("line", ["/log", "/log globex", "/log globex happy about it"])
def test_saving_a_form_that_says_nothing_stores_nothing(world: World, acme: int, line: str):
    world.command(line)
    known = {"account": acme}
    assert list(world.submit(world.modal, known)["errors"]) == ["channel"]
    assert list(world.submit(world.modal, {**known, "channel": "email"})["errors"]) == ["outcome"]
    assert not touches(world)
    world.submit(world.modal, {**known, "channel": "email", "outcome": "sent"})
    assert [(t.channel, t.outcome) for t in touches(world)] == [("email", "sent")]


def test_a_day_that_was_emptied_is_asked(world: World, acme: int):
    world.press(CARD_LOG, AccountRef(acme).pack())
    emptied = [
        {**b, "element": {**b["element"], "initial_date": None}} if b.get("block_id") == "on" else b
        for b in world.modal["blocks"]
    ]
    answer = world.submit({**world.modal, "blocks": emptied}, CALLED)
    assert answer["errors"] == {"on": "On which day was it?"}


def test_a_day_over_a_year_back_is_asked_and_not_passed_over(world: World, acme: int):
    """Typed or chosen, the form asks in a field of its own, for that very day; pressing Save again is no
    answer."""
    world.press(CARD_LOG, AccountRef(acme).pack())
    answer = world.submit(world.modal, {**CALLED, "on": "2019-05-03", "note": "kept"})
    assert answer["response_action"] == "update"
    assert "May 3, 2019 is over a year ago" in text_of(answer["view"])
    assert '"initial_value": "kept"' in text_of(answer["view"])
    assert world.submit(answer["view"], {})["response_action"] == "update"
    assert not touches(world)
    other = world.submit(answer["view"], {"on": "2018-05-03", "sure": "2019-05-03"})
    assert "May 3, 2018" in text_of(other["view"]), "the answer holds for the day it was given for"
    assert world.submit(other["view"], {"sure": "2018-05-03"}) == {"text": ""}
    (touch,) = touches(world)
    assert (touch.at.date(), touch.note) == (date(2018, 5, 3), "kept")
    world.press(LOG_EDIT, BatchRef(touch.batch).pack())
    assert world.submit(world.modal, {"minutes": "20"}) == {"text": ""}, (
        "an edit that leaves the day alone asks nothing"
    )


def test_a_line_with_a_day_over_a_year_back_opens_the_form(world: World, acme: int):
    world.command("/log acme called 3 May 2019, happy")
    assert not touches(world)
    assert "May 3, 2019 is over a year ago" in text_of(world.modal)
    world.submit(world.modal, {"sure": "2019-05-03"})
    assert touches(world)[0].at.date() == date(2019, 5, 3)


def test_the_edit_form_checks_its_author_when_sent_too(world: World, acme: int):
    world.command("/log acme called 20 min")
    batch = touches(world)[0].batch
    world.press(LOG_EDIT, BatchRef(batch).pack())
    form = world.modal
    assert "Only its author" in text_of(world.submit(form, {"minutes": "35"}, by="UMEL"))
    assert [
        t.minutes
        for t in world.rows(tables.Touch, tables.Touch.voided_at.is_(None), tables.Touch.batch == batch)
    ] == [20]
    world.press(LOG_UNDO, BatchRef(batch).pack())
    assert "was undone" in text_of(world.submit(form, {"minutes": "35"}))
    assert not [t for t in touches(world) if t.voided_at is None], (
        "an edit does not bring back what was undone"
    )


def test_the_form_sent_twice_is_one_touch(world: World, acme: int):
    world.command("/log")
    for _ in range(2):
        assert world.submit(world.modal, {**CALLED, "account": acme}) == {"text": ""}
    (touch,) = touches(world)
    assert (touch.account_id, touch.channel, touch.estimated, touch.minutes) == (acme, "call", True, 15)


def test_the_form_stores_every_field(world: World, acme: int):
    world.press(CARD_LOG, AccountRef(acme).pack())
    contact = world.rows(tables.Contact)[0].id
    world.submit(
        world.modal,
        {
            "channel": "visit",
            "on": "2026-11-10",
            "contacts": [contact],
            "outcome": "reached",
            "purpose": "introduced",
            "got": "met the new CFO",
            "note": "she wants\na deck",
            "sentiment": "neutral",
            "minutes": "75",
            "next_text": "send deck",
            "next_on": "2026-11-25",
        },
    )
    (touch,) = touches(world)
    assert (touch.channel, touch.purpose, touch.note, touch.sentiment, touch.minutes) == (
        "visit",
        "introduced",
        "met the new CFO\nshe wants\na deck",
        "neutral",
        75,
    )
    assert touch.at.date() == date(2026, 11, 10)
    assert world.rows(tables.NextStep)[0].on == date(2026, 11, 25)
    assert world.one(select(tables.TouchContact)).contact_id == contact


@pytest.mark.parametrize(
    ("values", "block"),
    [({"on": "2026-12-24"}, "on"), ({"minutes": "9999"}, "minutes"), ({"next_on": "2020-01-01"}, "next_on")],
)
def test_a_bad_value_stays_in_the_form_with_a_sentence(world: World, acme: int, values: dict, block: str):
    world.press(CARD_LOG, AccountRef(acme).pack())
    answer = world.submit(world.modal, values)
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [block]
    assert not touches(world)


def test_from_the_home_tab_it_is_painted_again(world: World, acme: int):
    world.press(
        LOG_OPEN,
        "log",
        container={"type": "view", "view_id": "V0"},
        view={"type": "home", "id": "V0"},
        response_url=None,
    )
    world.submit(world.modal, {**CALLED, "account": acme})
    world.deliver()
    assert len(world.slack.made("views.publish")) == 1


def test_an_edit_shows_what_they_got_and_the_note_apart(world: World, acme: int):
    world.command("/log")
    world.submit(
        world.modal,
        {
            **CALLED,
            "account": acme,
            "purpose": "shared_insight",
            "got": "the ROI numbers",
            "note": "buyer doubts",
        },
    )
    (touch,) = touches(world)
    assert touch.note == "the ROI numbers\nbuyer doubts"
    world.press(LOG_EDIT, BatchRef(touch.batch).pack())
    shown = {
        b["block_id"]: b["element"].get("initial_value")
        for b in world.modal["blocks"]
        if b.get("block_id") in {"got", "note"}
    }
    assert shown == {"got": "the ROI numbers", "note": "buyer doubts"}
    world.submit(world.modal, {})
    assert [t.note for t in touches(world) if t.voided_at is None] == ["the ROI numbers\nbuyer doubts"]


def test_an_edit_cuts_no_long_note(world: World, acme: int):
    world.command("/log acme called " + "word " * 1500)
    (touch,) = touches(world)
    world.press(LOG_EDIT, BatchRef(touch.batch).pack())
    world.submit(world.modal, {"minutes": "35"})
    after = [t for t in touches(world) if t.voided_at is None]
    assert [(t.minutes, t.note) for t in after] == [(35, touch.note)]
    assert len(touch.note) > 7000


def test_undo_takes_back_everything_and_twice_is_once(world: World, acme: int):
    sent: list = []
    _answers_to(world, sent)
    world.command("/log acme called, happy. next: demo on 12 May", trigger="5.5")
    batch = touches(world)[0].batch
    for _ in range(2):
        world.press(LOG_UNDO, BatchRef(batch).pack())
        assert "Undone" in text_of(sent[-1])
    assert touches(world)[0].voided_at is not None
    assert not world.rows(tables.NextStep, tables.NextStep.done_at.is_(None))
    assert stored(world, acme).last_meaningful_at is None


def test_only_the_author_edits_and_an_edit_replaces(world: World, acme: int):
    sent: list = []
    _answers_to(world, sent)
    world.command("/log acme they called 20 min")
    batch = touches(world)[0].batch
    world.press(LOG_EDIT, BatchRef(batch).pack(), by="UKIM")
    assert "Only its author" in text_of(world.modal)
    world.press(LOG_EDIT, BatchRef(batch).pack())
    assert (
        next(b for b in world.modal["blocks"] if b.get("block_id") == "minutes")["element"]["initial_value"]
        == "20"
    )
    world.submit(world.modal, {"minutes": "35", "purpose": "check_in"})
    (touch,) = [t for t in world.rows(tables.Touch) if t.batch == batch]
    assert (touch.minutes, touch.purpose, touch.direction, touch.voided_at) == (
        35,
        "check_in",
        "inbound",
        None,
    )
    assert sent[-1]["replace_original"] is True
    world.press(LOG_UNDO, BatchRef(batch).pack(), by="UKIM")
    assert "Only its author or their manager" in text_of(sent[-1])
    world.press(LOG_UNDO, BatchRef(batch).pack(), by="UMEL")
    world.submit(world.modal, {"why": "another company"}, by="UMEL")
    assert touches(world)[0].voided_at is not None


def test_typeahead_has_the_own_book_first(world: World, acme: int):
    world.account("Acorn", owner="kim@x.com")
    answer = world.interact(world.payload("block_suggestion", value="ac"))
    assert [o["text"]["text"] for o in answer["options"]] == ["Acme", "Acorn"]
    everything = world.interact(world.payload("block_suggestion", value=""))
    assert [o["text"]["text"] for o in everything["options"]] == ["Acme", "Globex"]


def test_choosing_the_account_brings_its_contacts_and_keeps_what_was_typed(world: World, acme: int):
    world.command("/log")
    form = world.more(world.modal, {"note": "typed before"})
    typed = {"note": {"note": {"type": "plain_text_input", "value": "typed before"}}}
    view = {**form, "id": "V1", "hash": "1.1", "state": {"values": typed}}
    world.press(LOG_ACCOUNT, str(acme), option=True, view=view, container={"type": "view", "view_id": "V1"})
    answer = world.slack.made("views.update")[-1]
    assert "Umar Ortiz" in text_of(answer["view"])
    assert "typed before" in text_of(answer["view"])


def test_log_as_touch_takes_the_messages_text(world: World, acme: int):
    message = {"type": "message", "user": "UKIM", "text": "acme called me, they love the report", "ts": "1.2"}
    world.interact(world.payload("message_action", message=message))
    assert '"initial_option": {"text": {"type": "plain_text", "text": "Acme"' in text_of(world.modal)
    world.submit(world.modal, {})
    assert touches(world)[0].sentiment == "happy"


def test_a_touch_ticks_off_the_next_step_that_has_come(world: World, acme: int):
    world.command("/log acme called yesterday. next: call again on 18 Nov")
    world.command("/log acme called")
    (step,) = world.rows(tables.NextStep)
    assert step.done_at is not None


def test_a_note_of_ten_thousand_characters_is_stored_and_one_more_is_refused_with_the_text(
    world: World, acme: int
):
    long = "called " + "x" * 9_993
    world.command(f"/log acme {long}")
    assert len(touches(world)[0].note) == 10_000
    answer = world.command(f"/log acme {long}y")
    assert len(touches(world)) == 1
    assert "10,000" in text_of(answer)
    assert "xxxx" in text_of(answer)


def test_a_commit_that_ran_is_never_told_as_not_stored(world: World):
    """The connection broke after the commit: the person hears what is so, and types nothing twice."""
    world.account("Acme", last="2026-10-10")
    assert world.app
    real, broke = world.tend.services.transaction, []

    @contextmanager
    def breaks():
        with real() as session:
            yield session
        if not broke:
            broke.append(True)
            raise OperationalError("COMMIT", None, Exception("server closed the connection unexpectedly"))

    object.__setattr__(world.tend.services, "transaction", breaks)
    assert "Logged with Acme" in text_of(world.command("/log acme called, happy"))
    assert broke
    assert len(world.rows(tables.Touch, tables.Touch.batch != "")) == 1
