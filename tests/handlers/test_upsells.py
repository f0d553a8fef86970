"""The plan to sell more to a customer: whom to grow, its three steps with their forms, the need that follows,
what is late; and what somebody sends for it."""

from __future__ import annotations

import csv
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from messages.growing import UPSELL_BEGIN
from messages.home import HOME_SETTINGS
from messages.sends import UPSELL_ACCEPT
from messages.upsells import (
    UPSELL_CHANGE,
    UPSELL_EXPLORE,
    UPSELL_LOST,
    UPSELL_OFFER,
    UPSELL_TARGET,
    UPSELL_UNDO,
    UPSELL_WON,
)
from messages.upsold import UPSELL_OPEN, UPSELL_SENT
from scheduler.link_people import link_people
from storage import marketing, tables, workspaces
from storage.exchange import exporting, undoing

from ..world import World, text_of
from .test_needs import labels, tap

NEED = {"account": "Acme", "by_email": "dana@x.com", "text": "cold storage", "heard_on": "2026-11-10"}
HOME: dict[str, Any] = {
    "container": {"type": "view", "view_id": "V0"},
    "view": {"type": "home", "id": "V0"},
    "response_url": None,
}
PLANNER = {"name": "Night planner", "gain": "night shifts plan themselves", "sends": "the brochure"}


@pytest.fixture
def acme(world: World) -> int:
    account = world.account("Acme", last="2026-11-16", annual_revenue="84000", segment="filler")
    world.load(world.write("needs", {**NEED, "budget": "20000", "external_id": "NE7"}))
    world.load(world.write("offers", PLANNER))
    return account


def fill(world: World, by: str = "UDANA", **filled: Any) -> dict[str, Any]:
    world.sent.clear()
    refused = world.submit(world.modal, filled, by=by)
    return world.sent[-1] if world.sent else refused


def plan(world: World) -> Any:
    (one,) = world.rows(tables.Upsell)
    return one


def need(world: World) -> Any:
    (one,) = world.rows(tables.Need)
    return one


def explored(world: World) -> dict[str, Any]:
    """The plan at its second step, as it is shown."""
    shown = tap(world, world.command("/account acme upsell"), UPSELL_TARGET)
    tap(world, shown, UPSELL_EXPLORE)
    return fill(world, text="nobody plans the night shift", competitors="Umbra")


def offered(world: World, **filled: str) -> dict[str, Any]:
    tap(world, explored(world), UPSELL_OFFER)
    return fill(world, **{"offer": "1", "due_on": "2026-12-10", **filled})


def set_for_marketing(world: World, email: str = "kim@x.com") -> int:
    (person,) = world.rows(tables.Person, tables.Person.email == email)
    with world.tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), {"marketing_to": person.id})
    return int(person.id)


def morning(world: World) -> dict[str, Any]:
    """All that went out by the next 13:30 in New York."""
    world.slack.calls.clear()
    world.now = world.now.replace(hour=18, minute=30)
    world.tick()
    world.deliver()
    return world.slack.made("chat.postMessage")[-1]


# whom to grow ----------------------------------------------------------------------------------------------
def test_whom_to_grow_is_ranked_with_why_and_a_tap_makes_a_target(world: World, acme: int):
    world.account("Olda", last="2026-11-16", segment="filler", services="portal", started_on="2025-01-10")
    world.account("Rich", last="2026-11-16", segment="money maker")
    world.load(world.write("needs", {**NEED, "account": "Rich", "external_id": "NE8"}))
    shown = world.command("/account upsell")
    said = text_of(shown)
    assert "*2 accounts to grow*" in said
    assert "*Acme* · $84,000 a year\\nneed “cold storage”, budget $20,000" in said
    assert "same package for 22 months" in said
    assert said.index("Acme") < said.index("Olda")
    assert "Rich" not in said
    after = tap(world, shown, UPSELL_BEGIN, times=2)
    said = text_of(after)
    assert "That plan is at “Target” since Nov 18." in said, "pressed again it says what is so"
    assert "*1 open plan*" in said
    assert "*Acme*\\ntarget since Nov 18, explore by Dec 18" in said
    assert "*1 account to grow*" in said
    assert plan(world).explore_by == date(2026, 12, 18)
    assert "*Upsell at Acme*" in text_of(tap(world, after, UPSELL_OPEN))


def test_a_manager_sees_those_of_their_people_with_whose_they_are(world: World, acme: int):
    world.account("Kimco", owner="kim@x.com", last="2026-11-16", segment="filler")
    world.load(world.write("needs", {**NEED, "account": "Kimco", "by_email": "kim@x.com"}))
    assert "Kimco" not in text_of(world.command("/account upsell"))
    said = text_of(world.command("/account upsell", by="UMEL"))
    assert "*Acme* · Dana Reyes · $84,000" in said
    assert "*Kimco* · Kim Cho · revenue unknown" in said


# the steps -------------------------------------------------------------------------------------------------
def test_three_steps_to_won_each_with_its_day_and_the_need_goes_along(world: World, acme: int):
    shown = explored(world)
    said = text_of(shown)
    assert "Target Nov 18 → *Explore Nov 18* → Offer" in said
    assert "Next: make the offer by Fri, Dec 18" in said
    assert "In their words: “nobody plans the night shift” · They look at: Umbra" in said
    assert (need(world).status, need(world).explored_on) == ("explored", date(2026, 11, 18))
    tap(world, shown, UPSELL_OFFER)
    assert "Nobody is set for what marketing sends" in text_of(world.modal)
    said = text_of(fill(world, offer="1", due_on="2026-12-10"))
    assert "Offer: *Night planner*. They gain: night shifts plan themselves" in said
    assert "Dana Reyes sends the brochure by Dec 10" in said
    assert (need(world).status, need(world).offer) == ("offered", "Night planner")
    card = text_of(world.command("/account acme"))
    assert "*Upsell:* offered “Night planner” Nov 18, Dana Reyes sends the brochure by Dec 10" in card
    prep = text_of(world.command("/account acme prep"))
    assert "• They gain: night shifts plan themselves\\n• They look at: Umbra" in prep
    shown = tap(world, world.command("/account acme upsell"), UPSELL_SENT, times=2)
    assert "the brochure sent Nov 18 by Dana Reyes" in text_of(shown)
    assert "Next: hear their answer by Fri, Dec 18" in text_of(shown)
    shown = tap(world, shown, UPSELL_WON, times=2)
    assert "That plan is at “Won” since Nov 18." in text_of(shown)
    assert (plan(world).step, plan(world).closed_on) == ("won", date(2026, 11, 18))
    assert (need(world).status, need(world).closed_on) == ("won", date(2026, 11, 18))
    history = text_of(world.command("/account acme history"))
    assert "won an upsell" in history
    trail = [a.did for a in world.rows(tables.Audit, tables.Audit.noun == "upsell")]
    assert trail == ["targeted", "explore", "offer", "sent", "won"]


def test_lost_needs_its_reason_and_the_need_is_lost_with_it(world: World, acme: int):
    tap(world, offered(world), UPSELL_LOST)
    assert fill(world)["errors"] == {"why": "Why was it lost? One line is enough."}
    shown = fill(world, why="too dear")
    assert "lost “Night planner” Nov 18: “too dear”" in text_of(shown)
    assert (need(world).status, need(world).why) == ("lost", "too dear")


def test_the_last_step_is_taken_back_by_whoever_took_it_with_the_need(world: World, acme: int):
    shown = tap(world, tap(world, offered(world), UPSELL_SENT), UPSELL_WON)
    elsewhere = world.command("/account acme upsell", by="UMEL")
    assert "Undo" not in labels(elsewhere)
    value = json.dumps({"plan": plan(world).id, "step": "won"})
    world.press(UPSELL_UNDO, value, by="UMEL")
    assert "Only whoever took the last step takes it back." in text_of(world.sent[-1])
    back = tap(world, shown, UPSELL_UNDO, times=2)
    assert "That plan is at “Offer”" in text_of(back)
    assert (plan(world).step, plan(world).closed_on, plan(world).sent_on) == (
        "offer",
        None,
        date(2026, 11, 18),
    )
    assert (need(world).status, need(world).closed_on) == ("offered", None)


def test_an_offer_taken_back_leaves_nothing_of_it(world: World, acme: int):
    back = tap(world, offered(world), UPSELL_UNDO)
    p = plan(world)
    assert (p.step, p.offer_id, p.sends, p.sender_id, p.send_by) == ("explore", None, "", None, None)
    assert need(world).status == "explored"
    assert "Taken back: at “Explore” again." in text_of(back)


def test_a_target_that_is_none_is_taken_back(world: World, acme: int):
    shown = tap(world, world.command("/account acme upsell"), UPSELL_TARGET)
    assert "no target any more" in text_of(tap(world, shown, UPSELL_UNDO))
    assert plan(world).voided_at
    assert "no longer on file" in text_of(tap(world, shown, UPSELL_UNDO))


def test_put_right_moves_its_day_and_keeps_its_step(world: World, acme: int):
    shown = explored(world)
    tap(world, shown, UPSELL_CHANGE)
    assert fill(world, due_on="2026-11-17")["errors"] == {
        "due_on": "Choose today or a day to come, within two years."
    }
    shown = fill(world, text="", due_on="2026-12-01")
    assert shown["errors"] == {"text": "What do they need, in their words?"}
    shown = fill(world, due_on="2026-12-01", competitors="Umbra, Hooli")
    assert "Next: make the offer by Tue, Dec 1" in text_of(shown)
    assert (plan(world).step, plan(world).competitors) == ("explore", "Umbra, Hooli")


def test_sent_twice_a_form_is_one_step(world: World, acme: int):
    tap(world, tap(world, world.command("/account acme upsell"), UPSELL_TARGET), UPSELL_EXPLORE)
    form = world.modal
    for _ in range(2):
        answer = world.submit(form, {"text": "nights"})
        assert "errors" not in answer
    assert plan(world).step == "explore"


def test_of_many_who_close_a_plan_at_the_same_moment_one_does(world: World, acme: int):
    shown = offered(world)
    tap(world, shown, UPSELL_LOST)
    loses = [json.dumps({"token": n, "plan": 1, "step": "lost"}) for n in "abc"]
    lost = [{**world.modal, "private_metadata": lose} for lose in loses]
    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(world.submit, form, {"why": "too dear"}) for form in lost]
        done += [pool.submit(world.press, UPSELL_WON, json.dumps({"plan": 1, "step": "won"})) for _ in "abc"]
        assert all(d.result() is not None for d in done)
    acts = [a.did for a in world.rows(tables.Audit, tables.Audit.noun == "upsell")]
    assert len({"won", "lost"} & set(acts)) == 1
    assert acts.count("won") + acts.count("lost") == 1


def test_one_open_plan_an_account_and_another_after_it(world: World, acme: int):
    shown = world.command("/account acme upsell")
    tap(world, shown, UPSELL_TARGET)
    assert "That plan is at “Target”" in text_of(tap(world, shown, UPSELL_TARGET))
    tap(world, world.command("/account acme upsell"), UPSELL_LOST)
    lost = fill(world, why="not now")
    tap(world, lost, UPSELL_TARGET)
    assert [p.step for p in world.rows(tables.Upsell)] == ["lost", "target"]
    refused = tap(world, lost, UPSELL_UNDO)
    assert "An upsell plan is open there already" in text_of(refused)


def test_who_may_not_change_the_account_sees_its_plan_without_buttons(world: World, acme: int):
    offered(world)
    shown = world.command("/account acme upsell", by="UKIM")
    assert "Offer: *Night planner*" in text_of(shown)
    assert labels(shown) == ["Card"]


# late ------------------------------------------------------------------------------------------------------
def test_a_late_step_is_a_dated_reason_until_it_is_taken(world: World, acme: int):
    world.load(world.write("needs", {**NEED, "external_id": "NE7", "status": "lost", "why": "x"}))
    due = {"step": "explore", "text": "night shifts", "offer_by": "2026-11-18", "explored_on": "2026-11-02"}
    world.load(world.write("upsells", {"account": "Acme", "targeted_on": "2026-11-01", **due}))
    world.tick()
    world.deliver()
    assert not world.rows(tables.Nudge), "its day is not over"
    world.now += timedelta(days=1)
    world.tick()
    world.deliver()
    assert [n.reason["kind"] for n in world.rows(tables.Nudge)] == ["upsell"]
    said = text_of(world.slack.made("chat.postMessage")[-1])
    assert "psell: an offer for “night shifts” is 1 day late" in said
    assert "What would an offer have to hold" in said
    tap(world, world.command("/account acme upsell"), UPSELL_OFFER)
    fill(world, offer="1", due_on="2026-12-10")
    world.deliver()
    assert "upsell offer" in text_of(world.slack.made("chat.update")[-1])


def test_home_names_steps_that_are_late_or_due_this_week(world: World, acme: int):
    late = {"account": "Acme", "targeted_on": "2026-10-01", "explore_by": "2026-11-12"}
    world.account("Later", last="2026-11-16")
    later = {"account": "Later", "targeted_on": "2026-11-10"}
    world.load(world.write("upsells", late, later))
    event = {"type": "app_home_opened", "user": "UDANA", "tab": "home", "channel": "D1"}
    world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
    world.deliver()
    home = text_of(world.slack.made("views.publish")[-1])
    assert "*1 upsell step is late or due this week*" in home
    assert "*Acme* · target since Oct 1, *explore 6 days late*" in home


def test_of_two_open_forms_of_a_step_the_second_reads_what_happened_meanwhile(world: World, acme: int):
    shown = tap(world, world.command("/account acme upsell"), UPSELL_TARGET)
    tap(world, shown, UPSELL_EXPLORE)
    danas = world.modal
    tap(world, shown, UPSELL_EXPLORE, by="UMEL")
    mels = world.modal
    world.submit(danas, {"text": "nobody plans the night shift"})
    refused = world.submit(mels, {"text": "something else"}, by="UMEL")
    assert refused["errors"] == {"text": "That plan is at “Explore” since Nov 18."}
    assert plan(world).text == "nobody plans the night shift", "nobody's words are written over"


def test_an_offer_that_was_retired_meanwhile_is_not_offered_but_a_plan_keeps_its_own(world: World, acme: int):
    tap(world, explored(world), UPSELL_OFFER)
    world.load(world.write("offers", {**PLANNER, "retired_on": "2026-11-18"}))
    refused = fill(world, offer="1", due_on="2026-12-10")
    assert refused["errors"] == {"offer": "“Night planner” was retired: choose another."}
    world.load(world.write("offers", {**PLANNER, "retired_on": ""}))
    assert fill(world, offer="1", due_on="2026-12-10")["text"]
    world.load(world.write("offers", {**PLANNER, "retired_on": "2026-11-18"}))
    tap(world, world.command("/account acme upsell"), UPSELL_CHANGE)
    assert "✅ Put right." in text_of(fill(world, due_on="2026-12-11"))


def test_a_need_that_was_met_elsewhere_stays_the_plans_own(world: World, acme: int):
    explored(world)
    met = {"status": "won", "closed_on": "2026-11-18", "external_id": "NE7"}
    world.load(world.write("needs", {**NEED, "budget": "20000", **met}))
    tap(world, world.command("/account acme upsell"), UPSELL_CHANGE)
    fill(world, text="nobody plans the night shift at all")
    assert plan(world).need_id == need(world).id


def test_long_texts_of_a_file_stay_whole_when_something_else_is_put_right(world: World, acme: int):
    long = {"text": "t" * 900, "gain": "g" * 900, "sends": "s" * 900, "sender_email": "kim@x.com"}
    days = {"offered_on": "2026-11-17", "send_by": "2026-12-10"}
    row = {"account": "Acme", "by_email": "dana@x.com", "step": "offer", "offer": "Night planner"}
    world.load(world.write("upsells", {**row, **long, **days}))
    tap(world, world.command("/account acme upsell"), UPSELL_CHANGE)
    fill(world, due_on="2026-12-11")
    kept = plan(world)
    assert (len(kept.text), len(kept.gain), len(kept.sends)) == (900, 900, 900)
    assert kept.send_by == date(2026, 12, 11)


def test_what_a_file_says_of_a_target_is_not_written_over_by_a_need_on_file(world: World, acme: int):
    row = {"account": "Acme", "by_email": "dana@x.com", "text": "they plan by hand"}
    world.load(world.write("upsells", row))
    tap(world, world.command("/account acme upsell"), UPSELL_EXPLORE)
    assert "they plan by hand" in text_of(world.modal)


def leave(world: World) -> None:
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com", "status": "churned"}))


def test_the_plan_of_an_account_that_is_on_file_no_more_says_so(world: World):
    world.press(UPSELL_OPEN, json.dumps({"account": 999}))
    assert "That account is no longer on file." in text_of(world.sent[-1])


def test_nobody_sells_to_who_left(world: World, acme: int):
    shown = world.command("/account acme upsell")
    begun = tap(world, shown, UPSELL_TARGET)
    tap(world, begun, UPSELL_EXPLORE)
    leave(world)
    refused = fill(world, text="nobody plans the night shift")
    assert refused["errors"] == {"text": "They are no customer any more."}
    there = labels(world.command("/account acme upsell"))
    assert "Lost…" in there
    assert "Explore…" not in there
    tap(world, world.command("/account acme upsell"), UPSELL_UNDO)
    gone = world.command("/account acme upsell")
    assert "They are no customer any more." in text_of(gone)
    assert labels(gone) == ["Card"]
    assert "They are no customer any more." in text_of(tap(world, shown, UPSELL_TARGET))
    assert not world.rows(tables.Upsell, tables.Upsell.voided_at.is_(None))


# what somebody sends ---------------------------------------------------------------------------------------
def asked_kim(world: World) -> dict[str, Any]:
    """Kim is asked to send, in what goes to her at midday."""
    kim = set_for_marketing(world)
    tap(world, explored(world), UPSELL_OFFER)
    assert "They are asked to accept" in text_of(world.modal)
    shown = fill(world, offer="1", due_on="2026-11-23")
    assert "Kim Cho sends the brochure by Nov 23, not accepted yet" in text_of(shown)
    assert plan(world).sender_id == kim
    return morning(world)


def test_whoever_is_set_for_it_is_asked_at_midday_accepts_and_says_that_it_went_out(world: World, acme: int):
    bundle = asked_kim(world)
    assert bundle["channel"] == "DKIM"
    assert "Dana Reyes asks you to send *Acme* by Mon, Nov 23: the brochure" in text_of(bundle)
    said = text_of(tap(world, bundle, UPSELL_ACCEPT, by="UKIM", times=2))
    assert "Yours to send to *Acme* by Mon, Nov 23" in said
    assert plan(world).accepted_on == date(2026, 11, 18)
    assert "accepted Nov 18" in text_of(world.command("/account acme upsell"))
    waits = text_of(world.command("/account approvals", by="UKIM"))
    assert "You send *Acme* by Mon, Nov 23: the brochure" in waits
    sent = tap(world, bundle, UPSELL_SENT, by="UKIM", times=2)
    assert "✅ Sent to *Acme* Nov 18: the brochure" in text_of(sent)
    assert plan(world).sent_on == date(2026, 11, 18)
    assert "You send" not in text_of(world.command("/account approvals", by="UKIM"))
    world.slack.calls.clear()
    world.now += timedelta(days=1)
    world.tick()
    world.deliver()
    world.now = world.now.replace(hour=18, minute=30)
    world.tick()
    world.deliver()
    told = [m for m in world.slack.made("chat.postMessage") if m["channel"] == "DDANA"]
    assert "✅ Kim Cho sent *Acme*: the brochure." in text_of(told)


def test_nobody_else_accepts_it_and_the_owner_may_say_that_it_went_out(world: World, acme: int):
    bundle = asked_kim(world)
    assert "Only whom it waits for" in text_of(tap(world, bundle, UPSELL_ACCEPT, by="UDANA"))
    assert "Only whoever sends it" not in text_of(tap(world, bundle, UPSELL_SENT, by="UDANA"))
    assert plan(world).sent_on == date(2026, 11, 18)


def test_late_is_told_to_both_once_and_stays_on_the_senders_home(world: World, acme: int):
    asked_kim(world)
    world.now = world.now.replace(day=24, hour=13, minute=50)  # Tuesday, 08:50 in New York
    world.slack.calls.clear()
    for _ in range(12):
        world.tick()
        world.deliver()
        world.now += timedelta(hours=4)
    posts = world.slack.made("chat.postMessage")
    to_kim = text_of([m for m in posts if m["channel"] == "DKIM"])
    to_dana = text_of([m for m in posts if m["channel"] == "DDANA"])
    assert to_kim.count("late: the brochure for *Acme*, which you send") == 1
    assert "the brochure for *Acme*, which Kim Cho sends" in to_dana
    assert "late, Kim Cho sends it" in to_dana, "it is a reason of the morning, too"
    event = {"type": "app_home_opened", "user": "UKIM", "tab": "home", "channel": "D1"}
    world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
    world.deliver()
    home = text_of(world.slack.made("views.publish")[-1])
    assert "*You send* 1 thing" in home
    assert "Kim Cho sends the brochure by Nov 23: *3 days late*" in home


def test_what_is_sent_otherwise_is_asked_anew_and_what_ends_is_asked_no_more(world: World, acme: int):
    bundle = asked_kim(world)
    tap(world, bundle, UPSELL_ACCEPT, by="UKIM")
    tap(world, world.command("/account acme upsell"), UPSELL_CHANGE)
    fill(world, due_on="2026-12-04")
    waits = text_of(world.command("/account approvals", by="UKIM"))
    assert "You send *Acme* by Fri, Dec 4" in waits, "still accepted, by another day"
    tap(world, world.command("/account acme upsell"), UPSELL_LOST)
    fill(world, why="too dear")
    assert "You send" not in text_of(world.command("/account approvals", by="UKIM"))
    assert not world.rows(tables.Waiting, tables.Waiting.state == "open")


def test_of_who_left_nothing_is_to_be_sent_and_nobody_hears_that_it_is_late(world: World, acme: int):
    bundle = asked_kim(world)
    leave(world)
    assert "You send" not in text_of(world.command("/account approvals", by="UKIM"))
    assert "nothing to send any more" in text_of(tap(world, bundle, UPSELL_ACCEPT, by="UKIM"))
    assert plan(world).accepted_on is None
    world.slack.calls.clear()
    for _ in range(40):
        world.now += timedelta(hours=6)
        world.tick()
        world.deliver()
    assert world.now.date() > date(2026, 11, 25)
    assert "brochure" not in text_of({"posts": world.slack.made("chat.postMessage")})


def test_another_thing_to_send_is_accepted_anew(world: World, acme: int):
    bundle = asked_kim(world)
    tap(world, bundle, UPSELL_ACCEPT, by="UKIM")
    tap(world, world.command("/account acme upsell"), UPSELL_CHANGE)
    assert "Kim Cho sends the price list by Nov 23, not accepted yet" in text_of(
        fill(world, sends="the price list")
    )
    waits = text_of(world.command("/account approvals", by="UKIM"))
    assert "Dana Reyes asks you to send *Acme* by Mon, Nov 23: the price list" in waits


def test_that_whoever_was_to_send_it_left_stands_with_the_plan(world: World, acme: int):
    asked_kim(world)
    for user in world.slack.users:
        user["deleted"] = user["deleted"] or user["id"] == "UKIM"
    link_people(world.tend.services, world.slack)
    said = text_of(world.command("/account acme upsell"))
    assert "the brochure to be sent by Nov 23, but Kim Cho is not with us any more: say who does" in said
    tap(world, world.command("/account acme upsell"), UPSELL_CHANGE)
    assert "Kim Cho" not in text_of(world.modal)


# files, merge, digest --------------------------------------------------------------------------------------
def exported(world: World, name: str) -> list[dict[str, str]]:
    folder = world.folder / "out"
    with world.tend.database.reading() as session:
        exporting.write(session, 1, folder)
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_an_export_read_back_changes_nothing_here_and_is_the_same_in_another_place(
    world: World, acme: int, tmp_path: Path
):
    set_for_marketing(world)
    offered(world, sender=str(set_for_marketing(world)))
    rows, offers = exported(world, "upsells"), exported(world, "offers")
    assert (rows[0]["need"], rows[0]["offer"], rows[0]["sender_email"]) == (
        "NE7",
        "Night planner",
        "kim@x.com",
    )
    assert (rows[0]["step"], rows[0]["send_by"], rows[0]["gain"]) == (
        "offer",
        "2026-12-10",
        "night shifts plan themselves",
    )
    before = plan(world)
    report = world.load(*(world.folder / "out" / f"{name}.csv" for name in ("needs", "offers", "upsells")))
    assert not report.problems
    assert plan(world) == before
    assert exported(world, "upsells") == rows
    assert exported(world, "offers") == offers
    with world.tend.database.transaction() as session:
        session.execute(
            tables.table(tables.Upsell).delete().where(tables.table(tables.Upsell).c.workspace_id == 1)
        )
    again = [{**r, "external_id": "other"} for r in rows]
    assert not world.load(world.write("upsells", *again)).problems
    assert exported(world, "upsells") == again
    assert plan(world).need_id == need(world).id


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ({"step": "lost", "why": ""}, "why", "what was lost needs its reason"),
        ({"step": "offer", "closed_on": "2026-11-12"}, "closed_on", "its step is won or lost then"),
        ({"targeted_on": "2026-11-12", "explored_on": "2026-11-10"}, "explored_on", "before it was begun"),
        ({"offered_on": "2026-12-12"}, "offered_on", "still to come"),
        ({"need": "NE9"}, "need", "another account's need"),
        ({"step": "target"}, "account", "has an open upsell plan already"),
        ({"step": "won", "offer": "Nothing"}, "offer", "no offer of this name"),
    ],
)
def test_a_row_that_cannot_be_is_said_by_its_column(
    world: World, acme: int, row: dict[str, str], column: str, what: str
):
    world.account("Globex", last="2026-11-16")
    world.load(world.write("needs", {**NEED, "account": "Globex", "external_id": "NE9"}))
    world.load(world.write("upsells", {"account": "Acme", "external_id": "U1", "targeted_on": "2026-11-10"}))
    bad = {"account": "Acme", "external_id": "U2", "step": "won", **row}
    (problem,) = world.load(world.write("upsells", bad)).problems
    assert (problem.column, what in problem.what) == (column, True)
    assert len(world.rows(tables.Upsell)) == 1


def test_the_same_file_again_changes_nothing_though_its_plan_is_over_and_another_open(
    world: World, acme: int
):
    row = {"account": "Acme", "by_email": "dana@x.com", "step": "target", "text": "nights"}
    world.load(world.write("upsells", row))
    tap(world, world.command("/account acme upsell"), UPSELL_LOST)
    fill(world, why="too dear")
    tap(world, world.command("/account acme upsell"), UPSELL_TARGET)
    assert not world.load(world.write("upsells", row)).problems
    assert [u.step for u in world.rows(tables.Upsell)] == ["lost", "target"]


def test_a_new_row_of_a_file_without_steps_is_a_target_and_no_second_one(world: World, acme: int):
    tap(world, world.command("/account acme upsell"), UPSELL_TARGET)
    (problem,) = world.load(world.write("upsells", {"account": "Acme", "text": "nights"})).problems
    assert "has an open upsell plan already" in problem.what


def test_an_import_that_is_undone_opens_no_second_plan(world: World, acme: int):
    row = {"account": "Acme", "by_email": "dana@x.com", "text": "nights", "external_id": "U1"}
    world.load(world.write("upsells", row))
    lost = {"step": "lost", "why": "too dear", "closed_on": "2026-11-18"}
    world.load(world.write("upsells", {**row, **lost}))
    run = max(r.run_id for r in world.rows(tables.ImportChange))
    tap(world, world.command("/account acme upsell"), UPSELL_TARGET)
    undoing.undo(world.tend.database, run, world.now)
    kept = [(u.step, u.closed_on, u.why) for u in world.rows(tables.Upsell)]
    assert kept == [("lost", date(2026, 11, 18), "too dear"), ("target", None, "")]


def test_it_goes_along_with_a_merge_and_stands_in_the_brief(world: World, acme: int):
    offered(world)
    world.press("handoff.open", json.dumps({"account": acme}))
    assert "*Upsell:* offered “Night planner” Nov 18" in text_of(world.modal)
    other = world.account("Acme Ltd", last="2026-11-16")
    world.press("merge.open", json.dumps({"account": acme, "other": other}))
    assert "1 upsell plan" in text_of(world.modal)


def test_the_digest_says_it_in_a_line_with_why_lost(world: World, acme: int):
    for name in ("Globex", "Initech", "Hooli"):
        world.account(name, last="2026-11-16")
    lost = {"step": "lost", "targeted_on": "2026-10-01", "closed_on": "2026-11-10"}
    world.load(
        world.write(
            "upsells",
            {"account": "Acme", "targeted_on": "2026-10-01", "explore_by": "2026-10-12"},
            {"account": "Globex", **lost, "why": "too dear"},
            {"account": "Initech", **lost, "why": "Too dear."},
            {"account": "Hooli", "step": "won", "targeted_on": "2026-10-01", "closed_on": "2026-11-11"},
        )
    )
    shown = world.command("/digest", by="UMEL")
    assert "*Upsell*: 1 open, 1 late, 1 won, 2 lost: too dear (2)" in text_of(shown).replace("Too", "too")
    whole = world.digest_part("upsell")
    assert "*Upsell*: 1 open plan, 1 late" in whole
    assert "• *Acme* · target since Oct 1, *explore 37 days late*" in whole


def test_of_more_accounts_than_it_looks_at_those_with_a_need_come_first_and_it_says_so(
    world: World, acme: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("storage.growing.MOST", 1)
    world.account("Rich", last="2026-11-16", segment="filler", annual_revenue="900000")
    said = text_of(world.command("/account upsell"))
    assert "*Acme*" in said
    assert "Looked at 1 of 2 accounts: those with a need, then what brings most." in said


def test_an_admin_sets_by_address_who_sends_what_marketing_sends(world: World):
    def saved(address: str) -> dict[str, Any]:
        world.press(HOME_SETTINGS, "settings", by="UADA", **HOME)
        return world.submit(world.modal, {"marketing_to": address}, by="UADA")

    assert saved("who@x.com")["errors"] == {"marketing_to": "Nobody with us has the e-mail who@x.com."}
    for address, email in (("Kim@x.com", "kim@x.com"), ("", None)):
        assert "errors" not in saved(address)
        with world.tend.database.reading() as session:
            there = marketing.sender(session, 1, workspaces.current(session).policy)
        assert (there.email if there else None) == email
