"""A typed line is never lost: kept when its form opens, given back when it is closed, or in the morning."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from messages.unlogged import LINE_DISMISS, LINE_OPEN, LINE_PLAN, PLAN_UNDO, LineRef, PlanRef
from rules.facts.entries import Entry
from rules.language.reading import AHEAD, CHAT
from storage import tables

from ..reads import an_event, reads
from ..world import World, text_of
from .test_questions import types

LINE = "acme happy about the rollout"
TUESDAY = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)  # 09:00 in New York, the day after a world begins


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme", last="2026-11-16")


def closes(world: World, view: dict[str, Any], by: str = "UDANA") -> None:
    """Somebody closes a form without saving."""
    user = {"id": by, "username": by.lower(), "name": by.lower(), "team_id": "T1"}
    shown = {**view, "id": "V1", "hash": "1.1", "state": {"values": {}}}
    world.interact({**world.payload("view_submission", view=shown, user=user), "type": "view_closed"})


def kept(world: World) -> list[tables.Unlogged]:
    return world.rows(tables.Unlogged)


def touches(world: World) -> list[tables.Touch]:
    return world.rows(tables.Touch, tables.Touch.batch != "")


def posts(world: World) -> list[str]:
    world.deliver()
    return [text_of(m) for m in world.slack.posted if m["channel"] == "DDANA"]


# the form -------------------------------------------------------------------------------------------------
def inputs(view: dict[str, Any]) -> list[str]:
    return [b["block_id"] for b in view["blocks"] if b["type"] == "input"]


def test_the_form_shows_the_line_the_doubt_first_and_five_fields(world: World, acme: int):
    world.command(f"/log {LINE}")
    view = world.modal
    assert f">{LINE}" in view["blocks"][0]["text"]["text"]
    assert "Please check:* How was it" in text_of(view)
    assert inputs(view) == ["channel", "outcome", "account", "on", "note"]
    labels = [b["label"]["text"] for b in view["blocks"] if b["type"] == "input"]
    assert labels[0] == "❓ How"
    assert "*More:* " in text_of(view)
    assert "happy" in text_of(view["blocks"][-2])


def test_a_form_without_a_line_has_five_fields_too(world: World, acme: int):
    world.press("card.log", json.dumps({"account": acme}))
    assert inputs(world.modal) == ["channel", "outcome", "account", "on", "note"]
    assert "notify_on_close" not in world.modal, "nothing was typed that could be lost"


def test_what_the_line_filled_is_stored_though_its_field_is_not_shown(world: World, acme: int):
    world.command("/log acme 25 min, happy. next: demo on 12 May")
    world.submit(world.modal, {"channel": "call", "outcome": "reached"})
    (touch,) = touches(world)
    assert (touch.minutes, touch.sentiment) == (25, "happy")
    assert world.rows(tables.NextStep)[0].on == date(2027, 5, 12)


def test_more_shows_every_field_and_keeps_what_was_filled_in(world: World, acme: int):
    world.command(f"/log {LINE}")
    whole = world.more(world.modal, {"channel": "visit", "note": "typed before"})
    assert set(inputs(whole)) >= {"direction", "purpose", "got", "sentiment", "minutes", "promise_on"}
    assert "log.more" not in text_of(whole)
    world.submit(whole, {"outcome": "reached", "sentiment": "", "minutes": "70"})
    (touch,) = touches(world)
    assert (touch.channel, touch.note, touch.minutes) == ("visit", "typed before", 70)


def test_a_refusal_about_a_hidden_field_opens_more(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    reads(monkeypatch, an_event(acme, "call", "on", next_text="demo", next_on=date(2020, 1, 1)))
    world.command(f"/log {LINE}")
    assert "next_on" not in inputs(world.modal)
    answer = world.submit(world.modal, {})
    assert answer["response_action"] == "update"
    assert "next_on" in inputs(answer["view"])
    assert "⚠️" in text_of(answer["view"])
    assert not touches(world)


def test_a_form_that_is_painted_anew_hides_nothing(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    reads(monkeypatch, an_event(acme, "", "minutes", "direction", outcome=""))
    world.command(f"/log {LINE}")
    before = inputs(world.modal)
    assert set(before) == {"minutes", "direction", "channel", "outcome", "account"}
    whole = world.more(world.modal, {})
    answer = world.submit(whole, {"channel": "call", "outcome": "reached", "on": "2019-05-03"})
    assert set(inputs(answer["view"])) >= {*before, "sure"}
    chosen = {b["block_id"]: b["element"] for b in answer["view"]["blocks"] if b["type"] == "input"}
    assert chosen["outcome"]["initial_option"]["value"] == "reached"


def test_what_was_chosen_stays_shown_when_the_account_is(
    world: World, acme: int, monkeypatch: pytest.MonkeyPatch
):
    reads(monkeypatch, an_event(acme, "", "minutes", "direction", outcome=""))
    world.command(f"/log {LINE}")
    picked = {"channel": "call", "outcome": "reached", "minutes": "20"}
    world.choose_account(world.modal, picked, acme)
    painted = world.slack.made("views.update")[-1]["view"]
    assert set(inputs(painted)) == set(inputs(world.modal))
    world.submit(painted, {})
    assert [(t.outcome, t.minutes) for t in touches(world)] == [("reached", 20)]


def test_a_line_longer_than_the_form_s_field_is_the_note_whole(world: World, acme: int):
    long = "acme " + "words and " * 600 + "the end"
    world.command(f"/log {long}")
    assert touches(world) == []
    world.submit(world.modal, {"channel": "call", "outcome": "reached"})
    assert touches(world)[0].note == long.removeprefix("acme ")
    world.command(f"/log {long} once more")
    world.submit(world.modal, {"channel": "call", "outcome": "reached", "note": "other beginning"})
    assert touches(world)[1].note.startswith("other beginning")
    assert touches(world)[1].note.endswith("the end once more"), "what the form did not show stays"


# several --------------------------------------------------------------------------------------------------
def test_what_is_certain_is_stored_with_what_was_asked(
    world: World, acme: int, monkeypatch: pytest.MonkeyPatch
):
    globex = world.account("Globex")
    reads(monkeypatch, an_event(acme, "call", minutes=10), an_event(globex, "email", "direction"))
    world.command("/log called acme 10 min, globex mail", trigger="3.3")
    assert "Also logged when you save: Acme · Call · today · 10 min" in text_of(world.modal)
    assert inputs(world.modal)[0] == "direction"
    for _ in range(2):
        world.submit(world.modal, {"direction": "inbound"})
    first, second = sorted(touches(world), key=lambda t: t.channel)
    assert (first.channel, first.minutes, first.direction) == ("call", 10, "outbound")
    assert (second.channel, second.direction, second.batch) == ("email", "inbound", f"{first.batch}.2")
    assert second.outcome == "reached", "whoever comes to us has reached us"
    assert "Logged 2 touches" in text_of(world.sent[-1])


def test_further_doubtful_ones_follow_one_after_the_other(
    world: World, acme: int, monkeypatch: pytest.MonkeyPatch
):
    globex = world.account("Globex")
    reads(monkeypatch, an_event(acme, "call", "on"), an_event(globex, "email", "outcome"))
    world.command("/log something with both")
    assert "1 more touch to check" in text_of(world.modal)
    answer = world.submit(world.modal, {})
    assert answer["response_action"] == "update"
    assert "Is the outcome right?" in text_of(answer["view"])
    assert [t.account_id for t in touches(world)] == [acme]
    assert kept(world)[0].became == "", "one is still asked about"
    closes(world, answer["view"])
    assert "Not logged" in posts(world)[-1]
    world.press(LINE_OPEN, LineRef(1).pack())
    assert "Is the outcome right?" in text_of(world.modal), "the one that is left"
    world.submit(world.modal, {})
    assert [t.account_id for t in touches(world)] == [acme, globex]
    assert kept(world)[0].became == "logged"


# closed ---------------------------------------------------------------------------------------------------
def test_closed_without_saving_it_comes_back_once_and_opens_again(world: World, acme: int):
    world.command(f"/log {LINE}")
    assert world.modal["notify_on_close"] is True
    for _ in range(2):
        closes(world, world.modal)
    (post,) = posts(world)
    assert f"*Not logged:* “{LINE}”" in post
    assert "Open again" in post
    world.press(LINE_OPEN, LineRef(kept(world)[0].id or 0).pack())
    closes(world, world.modal)
    assert len(posts(world)) == 1, "it was given back already"
    for _ in range(2):
        world.submit(world.modal, {"channel": "call", "outcome": "reached"})
    assert [t.note for t in touches(world)] == [LINE.removeprefix("acme ")]
    world.deliver()
    assert "✅ Logged" in text_of(world.slack.made("chat.update")[-1])
    closes(world, world.modal)
    world.press(LINE_OPEN, LineRef(kept(world)[0].id or 0).pack())
    assert "logged or dismissed meanwhile" in text_of(world.modal)
    assert len(posts(world)) == 1


def test_saved_it_is_not_given_back(world: World, acme: int):
    world.command(f"/log {LINE}")
    world.submit(world.modal, {"channel": "call", "outcome": "reached"})
    closes(world, world.modal)
    assert not posts(world)
    world.now = TUESDAY
    world.tick()
    assert not posts(world)


def test_typed_again_and_stored_it_waits_no_longer(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    world.command(f"/log {LINE}")
    reads(monkeypatch, an_event(acme))
    world.command(f"/log {LINE}")
    assert [line.became for line in kept(world)] == ["logged"]


def test_dismissed_it_is_let_go(world: World, acme: int):
    world.command(f"/log {LINE}")
    closes(world, world.modal)
    posts(world)
    world.press(LINE_DISMISS, LineRef(1).pack())
    assert "Dismissed" in text_of(world.sent[-1])
    world.deliver()
    assert "Dismissed" in text_of(world.slack.made("chat.update")[-1])
    assert not touches(world)


def test_only_whoever_typed_it_opens_it(world: World, acme: int):
    world.command(f"/log {LINE}")
    form = world.modal
    world.press(LINE_OPEN, LineRef(1).pack(), by="UKIM")
    assert "Only whoever typed" in text_of(world.modal)
    assert LINE not in text_of(world.modal)
    closes(world, form, by="UKIM")
    assert not posts(world)
    answer = world.submit(form, {"channel": "call", "outcome": "reached"}, by="UKIM")
    assert "Only whoever typed" in text_of(answer)
    assert not touches(world)


def test_yesterday_in_a_line_stays_the_day_it_was(world: World, acme: int):
    world.command("/log acme happy yesterday")
    world.now = TUESDAY
    world.press(LINE_OPEN, LineRef(1).pack())
    world.submit(world.modal, {"channel": "call", "outcome": "reached"})
    assert touches(world)[0].at.date() == date(2026, 11, 17)


def test_a_closed_line_is_forgotten_after_a_day(world: World, acme: int):
    from scheduler.metronome import sweep

    world.command(f"/log {LINE}")
    world.press(LINE_DISMISS, LineRef(1).pack())
    world.command("/log acme sad about the rollout")
    world.now = datetime(2026, 11, 20, 15, tzinfo=UTC)
    sweep(world.tend.services)
    assert [line.text for line in kept(world)] == ["acme sad about the rollout"]


# the next morning -----------------------------------------------------------------------------------------
def test_the_next_morning_s_message_carries_it_once(world: World, acme: int):
    world.account("Globex", last="2026-09-01")
    world.command(f"/log {LINE}")
    for day in (19, 20):
        world.now = datetime(2026, 11, day, 14, 0, tzinfo=UTC)
        world.tick()
        world.deliver()
    bundles = [p for p in posts(world) if "Globex" in p]
    assert f"Not logged yesterday: “{LINE}”" in bundles[0]
    assert "Open again" in bundles[0]
    assert not any("Not logged" in p for p in posts(world)[1:])
    world.press(LINE_OPEN, LineRef(1).pack())
    world.submit(world.modal, {"channel": "call", "outcome": "reached"})
    world.deliver()
    assert "Not logged" not in text_of(world.slack.made("chat.update")[-1]), "it is painted again without it"


def test_without_a_morning_s_message_it_comes_alone_at_that_time(world: World, acme: int):
    world.command(f"/log {LINE}")
    for day in (19, 20):
        world.now = datetime(2026, 11, day, 14, 0, tzinfo=UTC)
        world.tick()
    (post,) = posts(world)
    assert f"*Not logged:* “{LINE}”" in post


def test_given_back_when_closed_it_is_not_in_the_morning_too(world: World, acme: int):
    world.command(f"/log {LINE}")
    closes(world, world.modal)
    posts(world)
    world.now = TUESDAY
    world.tick()
    assert len(posts(world)) == 1


def test_a_morning_that_was_not_sent_leaves_it_to_the_next(world: World, acme: int):
    world.account("Globex", last="2026-09-01")
    world.command(f"/log {LINE}")
    world.now = TUESDAY
    world.tick()
    world.now = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
    world.tick()
    (post,) = posts(world)
    assert f"“{LINE}”" in post


# the direct message ---------------------------------------------------------------------------------------
def test_a_plain_sentence_that_tells_of_a_contact_is_logged(world: World, acme: int):
    for _ in range(2):
        said = types(world, "acme called 10 min, happy")
        assert "Logged with Acme" in said
        assert "Undo" in said
    (touch,) = touches(world)
    assert (touch.minutes, touch.sentiment) == (10, "happy")


def test_a_doubtful_sentence_is_answered_with_finish(world: World, acme: int):
    said = types(world, "globx called 10 min")
    assert "Not logged yet." in said
    assert "Finish" in said
    assert ">globx called 10 min" in said
    assert not touches(world)
    (line,) = kept(world)
    assert f'{{\\"line\\":{line.id}}}' in said, "the button carries a reference, not the text"
    at = {"container": {"type": "message", "is_ephemeral": True}}
    world.press(LINE_OPEN, LineRef(line.id or 0).pack(), **at)
    assert "10 min" in text_of(world.modal)
    world.submit(world.modal, {"account": acme})
    assert "Logged with Acme" in text_of(world.sent[-1])
    assert world.sent[-1]["replace_original"] is True
    assert [t.minutes for t in touches(world)] == [10]


def test_a_slip_of_a_name_opens_its_card(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    reads(monkeypatch, an_event(acme, "", "channel", outcome=""))
    assert "*Acme*" in types(world, "acmee")
    assert "Finish" in types(world, "acmee happy about the rollout", ts="2.2")


def test_a_name_and_chatter_log_nothing(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    assert "*Acme*" in types(world, "acme")
    reads(monkeypatch, kind=CHAT)
    assert "Finish" not in types(world, "how is acme doing?", ts="2.2")
    assert not kept(world)


# only to come ---------------------------------------------------------------------------------------------
@pytest.fixture
def ahead(world: World, acme: int, monkeypatch: pytest.MonkeyPatch) -> Entry:
    step = Entry((acme,), date(2026, 11, 18), next_text="call with Tessa", next_on=date(2026, 11, 20))
    reads(monkeypatch, kind=AHEAD, ahead=step)
    return step


def test_what_is_only_to_come_is_kept_as_next_step_with_one_tap(world: World, ahead: Entry):
    said = text_of(world.command("/log call scheduled w/ tessa fri"))
    assert "*Next:* call with Tessa, Fri, Nov 20" in said
    assert "Keep as next step" in said
    assert not touches(world)
    assert not world.rows(tables.NextStep, tables.NextStep.done_at.is_(None))
    for _ in range(2):
        world.press(LINE_PLAN, LineRef(1).pack())
        assert "Kept with Acme" in text_of(world.sent[-1])
    (step,) = world.rows(tables.NextStep)
    assert (step.text, step.on) == ("call with Tessa", date(2026, 11, 20))
    assert not touches(world)
    assert kept(world)[0].became == "planned"
    world.press(PLAN_UNDO, PlanRef(step.batch).pack(), by="UKIM")
    assert "Only its author" in text_of(world.sent[-1])
    world.press(PLAN_UNDO, PlanRef(step.batch).pack())
    assert "Undone" in text_of(world.sent[-1])
    assert not world.rows(tables.NextStep, tables.NextStep.done_at.is_(None))
    assert [a.did for a in world.rows(tables.Audit, tables.Audit.noun == "account")][-2:] == [
        "planned",
        "plan undone",
    ]


def test_it_is_logged_all_the_same_where_somebody_says_so(world: World, ahead: Entry):
    said = types(world, "call scheduled w/ tessa fri")
    assert "Log a touch" in said
    world.press(LINE_OPEN, LineRef(1).pack())
    assert "*Next:* call with Tessa" in text_of(world.modal)
    world.submit(world.modal, {"channel": "call", "outcome": "reached"})
    assert [t.channel for t in touches(world)] == ["call"]
    assert world.rows(tables.NextStep)[0].text == "call with Tessa"


def test_without_an_account_it_says_what_is_missing(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    reads(monkeypatch, kind=AHEAD, ahead=Entry((), date(2026, 11, 18), next_text="call"))
    said = text_of(world.command("/log call them fri"))
    assert "with the account's name" in said
    assert "Keep as next step" not in said
    assert "Log a touch" in said


# a message ------------------------------------------------------------------------------------------------
def test_somebody_else_s_message_is_the_note_and_the_touch_is_yours(world: World, acme: int):
    message = {
        "type": "message",
        "user": "UKIM",
        "text": "acme called 20 min, they doubt the ROI",
        "ts": "1.2",
    }
    world.interact(world.payload("message_action", message=message))
    assert ">acme called 20 min" in text_of(world.modal)
    assert not touches(world)
    closes(world, world.modal)
    assert "they doubt the ROI" in posts(world)[0]
    world.submit(world.modal, {})
    (touch,) = touches(world)
    dana = world.rows(tables.Person, tables.Person.email == "dana@x.com")[0].id
    assert (touch.by_id, touch.direction, touch.minutes) == (dana, "inbound", 20)
    assert "they doubt the ROI" in touch.note


# chatter ----------------------------------------------------------------------------------------------------
def test_a_question_about_an_account_opens_its_card(world: World, acme: int):
    assert "*Acme*" in types(world, "who owns acme?")
    assert not touches(world)


@pytest.mark.parametrize("typed", ["thanks!", "how do i log a visit?", "when did anybody last go there then"])
def test_anything_else_gets_one_line_of_help(world: World, acme: int, typed: str):
    said = types(world, typed)
    assert "Tell me what happened" in said
    assert "No account" not in said


def test_what_was_cancelled_is_no_plan(world: World, acme: int):
    said = types(world, "acme meeting cancelled")
    assert "no contact took place" in said
    assert "Keep as" not in said
