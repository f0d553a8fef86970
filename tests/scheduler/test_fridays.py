"""Friday's summary: when it comes, to whom, what it says, and what a tap on it does."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import update

from messages.away import AWAY_SET
from messages.bell import BELL_SHARE, BELL_SHOW
from messages.concerns import CONCERN_CLOSE
from messages.friday import FRIDAY_REACHED, FRIDAY_WROTE
from messages.log_touch import LOG_UNDO
from messages.my_week import WEEK_OPEN
from messages.promises import PROMISE_KEPT
from rules.calendar import at_local
from scheduler.link_people import link_people
from storage import outbox, people, tables

from ..handlers.test_own_messages import choose
from ..storage.test_merging import merge
from ..world import World, text_of
from .test_budget import ask, got

FRIDAY = "2026-11-20"


def at(world: World, day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> None:
    """A time on the clock of New York."""
    world.now = at_local(date(year, month, day), time(hour, minute), "America/New_York")
    world.time.pass_for(600)
    world.tick()
    world.deliver()


def fridays(world: World, channel: str = "DDANA") -> list[dict[str, Any]]:
    return [m for m in got(world, channel) if m["text"].startswith("Your week")]


@pytest.fixture
def week(world: World) -> World:
    """Dana logged something, so that there is something to tell."""
    world.account("Acme", last="2026-11-10")
    world.account("Globex", tier="B", last="2026-10-01")
    world.command("/log acme called 20m, happy")
    world.deliver()
    return world


def test_it_comes_at_half_past_three_where_they_are(week: World):
    at(week, 20, 15, 29)
    assert not fridays(week)
    at(week, 20, 15, 30)
    (only,) = fridays(week)
    assert "1 of 2 in rhythm" in only["text"]
    assert "1 touch, 20 min" in only["text"]
    at(week, 20, 17)
    assert len(fridays(week)) == 1, "one a week"


def test_it_is_told_in_the_hours_of_a_week_in_which_the_clocks_change(week: World):
    at(week, 12, 16, month=3, year=2027)
    before = len(fridays(week))
    at(week, 18, 16, month=3, year=2027)  # summer time since the 14th
    week.command("/log acme called 20m, happy")
    at(week, 19, 15, 29, month=3, year=2027)
    assert len(fridays(week)) == before
    at(week, 19, 15, 30, month=3, year=2027)
    assert len(fridays(week)) == before + 1


def test_before_a_public_holiday_it_comes_on_the_day_before(week: World):
    at(week, 23, 9)
    at(week, 21, 9, month=12)
    week.command("/log acme called, happy")
    at(week, 24, 15, 30, month=12)  # the 25th is a Friday
    assert len(fridays(week)) == 1
    at(week, 25, 15, 30, month=12)
    assert len(fridays(week)) == 1


def test_whoever_works_to_thursday_has_it_on_thursday(week: World):
    week.press(WEEK_OPEN, "week")
    week.submit(week.modal, {"days": ["1", "2", "3", "4"]})
    at(week, 19, 15, 29)
    assert not fridays(week)
    at(week, 19, 15, 30)
    assert len(fridays(week)) == 1
    at(week, 20, 15, 30)
    assert len(fridays(week)) == 1


def test_whoever_moves_to_another_zone_has_it_in_the_hours_there(week: World):
    at(week, 19, 9)
    next(u for u in week.slack.users if u["id"] == "UDANA")["tz"] = "Europe/Berlin"
    link_people(week.tend.services, week.slack)
    at(week, 20, 9, 29)
    assert not fridays(week)
    at(week, 20, 9, 30)  # 15:30 in Berlin
    assert len(fridays(week)) == 1


def test_whoever_is_away_that_day_gets_none(week: World):
    week.press(AWAY_SET, json.dumps({"first": FRIDAY, "last": FRIDAY}))
    at(week, 19, 15, 30)
    at(week, 20, 15, 30)
    assert not fridays(week)
    at(week, 27, 15, 30)  # the day after Thanksgiving is a working day
    week.command("/log acme called, happy")


def test_days_off_that_are_set_when_it_is_planned_stop_it(week: World):
    week.now = at_local(date(2026, 11, 20), time(15, 30), "America/New_York")
    week.tick()
    week.press(AWAY_SET, json.dumps({"first": FRIDAY, "last": FRIDAY}))
    week.deliver()
    assert not fridays(week)


def test_a_late_one_comes_to_the_end_of_the_day_and_never_after(week: World):
    week.now = at_local(date(2026, 11, 20), time(23, 59), "America/New_York")
    week.tick()
    week.now = at_local(date(2026, 11, 21), time(0), "America/New_York")
    week.deliver()
    assert not fridays(week)
    week.command("/log acme called, happy")
    week.now = at_local(date(2026, 11, 23), time(9), "America/New_York")
    week.command("/log acme called 5m, happy")
    at(week, 27, 23, 59)
    assert len(fridays(week)) == 1, "of the new week"


def test_it_moves_and_is_switched_off(week: World):
    choose(week, friday_at="16:45")
    at(week, 20, 16, 44)
    assert not fridays(week)
    at(week, 20, 16, 45)
    assert len(fridays(week)) == 1
    choose(week, friday="off")
    week.command("/log acme called, happy")
    at(week, 27, 17)
    assert len(fridays(week)) == 1


def plan_all_anew(world: World) -> None:
    """As an import, a change of settings or somebody's days off do."""
    with world.tend.database.transaction() as session:
        people.plan_anew(session, 1, world.now)


def test_what_has_everybody_looked_at_again_leaves_the_planned_one(week: World):
    week.now = at_local(date(2026, 11, 20), time(15, 30), "America/New_York")
    week.tick()
    plan_all_anew(week)
    week.tick()
    week.deliver()
    assert len(fridays(week)) == 1
    plan_all_anew(week)
    at(week, 20, 17)
    assert len(fridays(week)) == 1, "one a week"


def test_a_week_without_anything_is_no_message(world: World):
    world.account("Acme", last="2026-11-18")
    at(world, 27, 15, 30)
    at(world, 4, 15, 30, month=12)
    assert not fridays(world), "nothing logged in either week, nothing moved, nothing asked"
    assert not world.rows(tables.Outbox, tables.Outbox.say == "friday", tables.Outbox.state == "due")


def test_what_waits_rides_in_it(week: World):
    at(week, 20, 13)
    ask(week)
    at(week, 20, 14)
    assert len(got(week, "DDANA")) == 1
    week.command("/log acme called again, happy", by="UKIM")
    at(week, 20, 15, 30)
    (only,) = fridays(week)
    assert "Kim Cho logged a call" in text_of(only)


def nudged(world: World) -> str:
    """Globex stood in this morning's message, and nobody acted; the account as a button carries it."""
    globex = world.rows(tables.Account, tables.Account.name == "Globex")[0].id
    at(world, 19, 9)
    at(world, 20, 15, 30)
    return json.dumps({"account": globex, "on": FRIDAY})


def test_what_was_named_and_not_logged_is_asked_about_and_a_tap_stores_it_as_sent(week: World):
    value = nudged(week)
    (only,) = fridays(week)
    assert "Anything unlogged?" in text_of(only)
    assert "*Globex* (B) · in your morning, Thu, Nov 19" in text_of(only)
    assert "*Acme* (A)" not in text_of(only), "it was logged"
    week.press(FRIDAY_WROTE, value)
    week.press(FRIDAY_WROTE, value)
    (touch,) = [t for t in week.rows(tables.Touch) if t.batch.startswith("w")]
    assert (touch.channel, touch.outcome) == ("email", "sent")
    week.deliver()
    painted = week.slack.made("chat.update")[-1]
    assert painted["ts"] == only["ts"]
    assert "*Globex* (B): logged as sent" in text_of(painted)
    week.press(LOG_UNDO, json.dumps({"batch": touch.batch}))
    week.deliver()
    assert FRIDAY_WROTE in text_of(week.slack.made("chat.update")[-1])


def test_what_is_another_s_by_now_is_not_asked_about(week: World):
    at(week, 19, 9)
    assert "Globex" in str(got(week, "DDANA"))
    week.account("Globex", owner="kim@x.com", tier="B", last="2026-10-01")
    at(week, 20, 15, 30)
    (only,) = fridays(week)
    assert "Globex" not in text_of(only)


def test_reached_is_said_in_the_form(week: World):
    value = nudged(week)
    week.press(FRIDAY_REACHED, value, option=True)
    outcome = next(b for b in week.modal["blocks"] if b.get("block_id") == "outcome")
    assert outcome["element"]["initial_option"]["value"] == "reached"
    week.submit(week.modal, {"channel": "meeting"})
    (touch,) = [t for t in week.rows(tables.Touch) if t.batch.startswith("v")]
    assert (touch.channel, touch.outcome) == ("meeting", "reached")
    week.deliver()
    assert "*Globex* (B): reached, logged" in text_of(week.slack.made("chat.update")[-1])


def test_what_was_logged_meanwhile_is_not_stored_twice(week: World):
    value = nudged(week)
    week.command("/log globex visited 30m, happy")
    week.press(FRIDAY_WROTE, value)
    assert "visit" in text_of(week.sent[-1])
    assert not [t for t in week.rows(tables.Touch) if t.batch.startswith("w")]


@pytest.fixture
def won(week: World) -> World:
    """Dana brought Globex back; Kim has a book of her own."""
    week.account("Initech", owner="kim@x.com", tier="B", last="2026-11-10")
    week.command("/log globex called 10m, happy")
    return week


def test_the_bell_is_first_in_everybody_s_friday(won: World):
    at(won, 20, 15, 30)
    for channel in ("DDANA", "DKIM", "DMEL"):
        (only,) = fridays(won, channel)
        first = only["blocks"][0]["text"]["text"]
        assert first.startswith("🔔")
        assert "*Dana Reyes* is back in touch with *Globex*, after 48 days" in first


def test_the_bell_tells_promises_kept_concerns_closed_and_requests_answered_by_whom(won: World):
    given = {"account": "Initech", "text": "the ROI numbers"}
    late = {**given, "promised_on": "2026-10-01", "due_on": "2026-11-10"}
    won.load(
        won.write("promises", {**given, "promised_on": "2026-11-02", "due_on": "2026-11-20"}, late),
        won.write("concerns", {"account": "Initech", "text": "late parts", "raised_on": "2026-11-17"}),
        won.write("requests", {"account": "Initech", "text": "a price?", "asked_on": "2026-11-17"}),
    )
    for n in (1, 2):
        won.press(PROMISE_KEPT, json.dumps({"promise": n}), by="UKIM")
    won.press(CONCERN_CLOSE, '{"concern":1}', by="UKIM")
    won.submit(won.modal, {"done": "sent anew", "told_on": "2026-11-18"}, by="UKIM")
    won.command("/log initech emailed them, no reply yet", by="UKIM")
    request = won.rows(tables.Request)[0]
    batch = won.rows(tables.Touch)[-1].batch
    with won.tend.database.transaction() as session:
        values = {"answered_on": date(2026, 11, 18), "answer_batch": batch}
        session.execute(update(tables.Request).where(tables.Request.id == request.id).values(**values))
    at(won, 20, 15, 30)
    (kim,) = fridays(won, "DKIM")
    said = kim["blocks"][0]["text"]["text"].split("\n")[1:]
    assert said == [
        "• *Dana Reyes* is back in touch with *Globex*, after 48 days",
        "• *Kim Cho* closed a concern of *Initech*",
        "• *Kim Cho* kept a promise to *Initech*: the ROI numbers",
        "• *Kim Cho* answered a request of *Initech*",
    ], "one promise was kept too late"


def test_the_bell_tells_needs_met_and_by_whom_but_none_that_a_file_brought(won: World):
    need = {"account": "Initech", "text": "cold storage", "status": "offered", "heard_on": "2026-11-02"}
    theirs = {**need, "text": "drivers", "status": "won", "closed_on": "2026-11-17"}
    won.load(won.write("needs", need, theirs))
    won.press("need.next", '{"need":1,"status":"won"}', by="UKIM")
    at(won, 20, 15, 30)
    (kim,) = fridays(won, "DKIM")
    said = kim["blocks"][0]["text"]["text"].split("\n")[2:]
    assert said == ["• *Kim Cho* met a need of *Initech*: cold storage"]


def test_a_manager_has_one_message_on_friday_with_what_waits_in_it(won: World):
    ask(won)
    at(won, 19, 13)
    won.now = at_local(date(2026, 11, 20), time(9), "America/New_York")
    question = won.rows(tables.Question)[0]
    won.press("ask.answer", json.dumps({"question": question.id}))
    won.submit(won.modal, {"text": "a demo"})
    for hour, minute in ((9, 5), (13, 0), (15, 30), (16, 5)):
        at(won, 20, hour, minute)
    (only,) = got(won, "DMEL")
    assert "Globex" in only["blocks"][0]["text"]["text"]
    assert "a demo" in text_of(only)


def test_it_is_shared_in_a_channel_by_an_act_and_nowhere_that_outsiders_read(won: World):
    at(won, 20, 15, 30)
    won.press(BELL_SHARE, json.dumps({"on": FRIDAY}), by="UKIM")
    assert "is back in touch with *Globex*" in text_of(won.modal), "it shows what will stand there"
    won.slack.answers["conversations.info"] = [{"channel": {"is_member": True, "is_ext_shared": True}}]
    refused = won.submit(won.modal, {"channel": "CX"}, by="UKIM")
    assert "shared with people outside" in refused["errors"]["channel"]
    assert "What Tend knows stays inside." in refused["errors"]["channel"], "it is no card"
    won.slack.answers["conversations.info"] = [{"channel": {"is_member": True}}]
    won.submit(won.modal, {"channel": "C1", "note": "well done"}, by="UKIM")
    won.deliver()
    (posted,) = got(won, "C1")
    assert "well done" in text_of(posted)
    assert "Shared by Kim Cho" in text_of(posted)
    won.press(BELL_SHOW, json.dumps({"on": FRIDAY}))
    assert "Globex" in text_of(won.sent[-1])


def test_what_was_merged_is_asked_about_where_it_went_and_once(week: World):
    """Both of them, and one into an account that it did not ask about."""
    initech = week.account("Initech", tier="B", last="2026-09-25")
    nudged(week)
    (globex,) = [a.id for a in week.rows(tables.Account) if a.name == "Globex"]
    hooli = week.account("Hooli", tier="C", last="2026-11-10")
    (row,) = week.rows(tables.Outbox, tables.Outbox.key.like("friday:3:%"))
    assert {globex, initech} == {line[0] for line in row.payload["loose"]}
    other = {**row.payload, "loose": [[globex, "asked", "2026-11-18"], [initech, "nudged", "2026-11-19"]]}
    with week.tend.database.transaction() as session:
        session.execute(update(tables.Outbox).where(tables.Outbox.id == row.id).values(payload=other))
    merge(week, globex, initech)
    assert painted(week, row.id).count(FRIDAY_REACHED) == 1
    merge(week, initech, hooli)
    assert "*Hooli*" in painted(week, row.id)


def painted(world: World, row: int) -> str:
    with world.tend.database.transaction() as session:
        outbox.repaint(session, 1, row, now=world.now)
    world.deliver()
    return text_of(world.slack.made("chat.update")[-1])
