"""Notices: posted for some accounts with a deadline, a reason to call until told, counted where the manager
reads it."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from messages.insights import INSIGHT_CHANGE, INSIGHT_WITHDRAW, InsightRef
from messages.noticed import NOTICE_POST
from messages.notices import NOTICE_TOLD, TellRef
from storage import tables

from ..world import World, text_of
from .test_insights import HOME, home, post


def notice(world: World, **values: str) -> int:
    return post(world, text="version 5 ends in June", tell_by="2026-12-10", **values)


def told(world: World, ref: TellRef, by: str = "UDANA") -> str:
    world.sent.clear()
    world.press(NOTICE_TOLD, ref.pack(), by=by)
    return text_of(world.sent[-1])


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"] if "text" in e]


def card(world: World) -> str:
    return text_of(world.command("/account acme"))


def test_it_is_a_reason_until_told_on_the_card(world: World):
    acme = world.account("Acme", last="2026-11-16")
    number = notice(world)
    assert "Tell them by Dec 10: “version 5 ends in June”." in card(world)
    assert "Told" in [b["text"]["text"] for b in buttons(world.command("/account acme"))]
    world.command("/log acme called 20 min, showed them the benchmark")
    assert "version 5" in card(world), "a touch alone tells nothing"
    assert "*Acme*" in told(world, TellRef(number, acme, over=True))
    assert "version 5" not in card(world)
    told(world, TellRef(number, acme))
    assert len(world.rows(tables.Told)) == 1, "once"


def test_it_is_told_from_the_morning_which_says_so(world: World):
    acme = world.account("Acme", last="2026-10-10")
    number = notice(world)
    world.tick()
    world.deliver()
    assert [n.reason["kind"] for n in world.rows(tables.Nudge)] == ["notice"]
    sent = world.slack.made("chat.postMessage")[-1]
    blocks = sent["blocks"] if isinstance(sent["blocks"], list) else json.loads(sent["blocks"])
    pressed = next(b for b in buttons({"blocks": blocks}) if b["action_id"] == NOTICE_TOLD)
    assert TellRef.unpack(pressed["value"]) == TellRef(number, acme)
    assert "✅ Told: “version 5 ends in June”." in told(world, TellRef(number, acme))
    world.deliver()
    assert "✅ told" in text_of(world.slack.made("chat.update")[-1])


def test_the_touch_that_told_it_is_marked_on_its_receipt_and_undone_with_it(world: World):
    world.account("Acme", last="2026-11-16")
    notice(world)
    receipt = world.command("/log acme called 20 min, showed them the benchmark")
    (button,) = [b for b in buttons(receipt) if b["action_id"] == NOTICE_TOLD]
    assert button["text"]["text"] == "Told: version 5 ends in June"
    told(world, TellRef.unpack(button["value"]))
    assert "version 5" not in card(world)
    batch = world.rows(tables.Touch)[-1].batch
    world.press("log.undo", json.dumps({"batch": batch}))
    assert "version 5" in card(world)


def test_whoever_posted_it_sees_who_was_told(world: World):
    acme = world.account("Acme", last="2026-11-16")
    world.account("Globex", owner="kim@x.com", last="2026-11-16")
    number = notice(world)
    assert "told 0 of 2; not yet Acme (Dana Reyes), Globex (Kim Cho)" in home(world, "UMEL")
    told(world, TellRef(number, acme))
    world.deliver()
    said = home(world, "UMEL")
    assert "told 1 of 2; not yet Globex (Kim Cho)" in said
    assert "to be told by Dec 10" in said


@pytest.mark.parametrize(
    ("audience", "fits"),
    [
        ({"service": "Support"}, ["Acme"]),
        ({"country": "DE"}, ["Globex"]),
        ({"industry": "retail"}, ["Acme", "Globex"]),
        ({"tier": "B", "industry": "retail"}, ["Globex"]),
        ({"service": "Support", "country": "DE"}, []),
    ],
)
def test_it_is_for_accounts_by_service_industry_country_and_tier(
    world: World, audience: dict[str, str], fits: list[str]
):
    world.account("Acme", last="2026-11-16", services="Core;Support", industry="retail", country="US")
    world.account("Globex", tier="B", last="2026-11-16", services="Core", industry="retail", country="DE")
    notice(world, **audience)
    for name in ("Acme", "Globex"):
        assert ("version 5" in text_of(world.command(f"/account {name.lower()}"))) == (name in fits)
    (posted,) = world.rows(tables.Insight)
    assert posted.tell_by
    listed = home(world, "UMEL")
    assert f"told 0 of {len(fits)}" in listed


def test_past_its_deadline_it_says_how_late(world: World):
    world.account("Acme", last="2026-11-16")
    notice(world)
    world.now += timedelta(days=24)
    assert "Tell them, 2 days late: “version 5 ends in June”." in card(world)


def test_a_deadline_lies_ahead(world: World):
    world.press("home.insight", "insight", by="UMEL", **HOME)
    refused = world.submit(world.modal, {"text": "x", "tell_by": "2026-11-17"}, by="UMEL")
    assert refused["errors"] == {"tell_by": "Choose today or a day to come, within a year."}


@pytest.mark.parametrize("by", ["2020-01-01", "2099-01-01", "9999-12-25"])
def test_a_deadline_is_changed_to_one_that_lies_ahead(world: World, by: str):
    number = notice(world)
    post(world, text="plants save a fifth")
    for changed, why in (
        (number, "Choose today or a day to come, within a year, or leave its day as it is."),
        (number + 1, "Choose today or a day to come, within a year."),
    ):
        world.press(INSIGHT_CHANGE, InsightRef(changed).pack(), by="UMEL", **HOME)
        assert world.submit(world.modal, {"tell_by": by}, by="UMEL")["errors"] == {"tell_by": why}
    assert "version 5" in listed(world, "UMEL")
    assert "plants save" in home(world, "UMEL")


def test_one_that_is_late_is_put_right_in_its_words_alone(world: World):
    number = notice(world)
    world.now += timedelta(days=24)
    world.press(INSIGHT_CHANGE, InsightRef(number).pack(), by="UMEL")
    world.submit(world.modal, {"text": "version 5 ended"}, by="UMEL")
    (changed,) = world.rows(tables.Insight)
    assert (changed.text, str(changed.tell_by)) == ("version 5 ended", "2026-12-10")


def test_changed_and_withdrawn_as_an_insight(world: World):
    acme = world.account("Acme", last="2026-11-16")
    number = notice(world)
    world.press(INSIGHT_CHANGE, json.dumps({"insight": number}), by="UMEL", **HOME)
    world.submit(world.modal, {"text": "version 5 ends in May", "tell_by": "2026-12-20"}, by="UMEL")
    assert "Tell them by Dec 20: “version 5 ends in May”." in card(world)
    world.press(INSIGHT_WITHDRAW, json.dumps({"insight": number}), by="UMEL", **HOME)
    assert "version 5" not in card(world)
    assert "That notice is no longer there" in told(world, TellRef(number, acme))
    world.press(INSIGHT_CHANGE, InsightRef(number).pack(), by="UMEL", **HOME)
    assert "That notice is no longer there" in text_of(world.modal)


def test_who_is_not_on_the_account_tells_only_by_their_own_touch(world: World):
    acme = world.account("Acme", last="2026-11-16")
    number = notice(world)
    assert "Only its owner" in told(world, TellRef(number, acme), by="UKIM")
    receipt = world.command("/log acme called 20 min, showed them the benchmark", by="UKIM")
    (button,) = [b for b in buttons(receipt) if b["action_id"] == NOTICE_TOLD]
    assert "✅ Told" in told(world, TellRef.unpack(button["value"]), by="UKIM")


# in the morning, in time ------------------------------------------------------------------------------------
def mornings(world: World, *days_of_november: int) -> list[list[tuple[str, str]]]:
    """Whom each morning named, and why."""
    told = []
    for day in days_of_november:
        world.now = world.now.replace(day=day, hour=15)
        world.slack.calls.clear()
        world.tick()
        world.deliver()
        on = world.now.date()
        names = {a.id: a.name for a in world.rows(tables.Account)}
        there = world.rows(tables.Nudge, tables.Nudge.local_on == on)
        told.append([(names[n.account_id], n.reason["kind"]) for n in there])
    return told


def test_it_has_a_place_before_its_deadline_though_nothing_else_is_due(world: World):
    for n in range(5):
        world.account(f"Co {n}", last="2026-11-17")
    world.account("Kims", owner="kim@x.com", tier="B", last="2026-11-17")
    post(world, text="version 5 ends", tell_by="2026-11-20", tier="A")
    assert mornings(world, 18, 19, 20) == [
        [("Co 0", "notice"), ("Co 1", "notice")],
        [("Co 2", "notice"), ("Co 3", "notice")],
        [("Co 4", "notice")],
    ], "two a morning, each once; none for whom it is not"


@pytest.mark.parametrize(("tell_by", "told"), [("2026-11-25", True), ("2026-11-27", False)])
def test_it_waits_until_five_working_days_before_its_deadline(world: World, tell_by: str, told: bool):
    world.account("Acme", last="2026-11-17")
    post(world, text="version 5 ends", tell_by=tell_by)
    assert mornings(world, 18) == [[("Acme", "notice")] if told else []]


def test_told_snoozed_paused_or_withdrawn_it_has_none(world: World):
    told_, snoozed, paused, other = (world.account(f"Co {n}", last="2026-11-17") for n in range(4))
    number = post(world, text="version 5 ends", tell_by="2026-11-20")
    told(world, TellRef(number, told_))
    with world.tend.database.transaction() as session:
        session.get(tables.Account, snoozed).snoozed_until = date(2026, 11, 25)  # type: ignore[union-attr]
        session.get(tables.Account, paused).status = "paused"  # type: ignore[union-attr]
    assert mornings(world, 18) == [[("Co 3", "notice")]]
    assert other
    world.press(INSIGHT_WITHDRAW, InsightRef(number).pack(), by="UMEL", **HOME)
    assert mornings(world, 23) == [[]]


def test_other_dated_reasons_come_first_and_it_makes_no_backlog(world: World):
    for n in range(20):
        world.account(f"Co {n:02d}", last="2026-11-17")
    seen = {"by_email": "dana@x.com", "text": "a price list", "promised_on": "2026-11-10"}
    world.load(
        world.write(
            "promises",
            {**seen, "account": "Co 07", "due_on": "2026-11-18"},
            {**seen, "account": "Co 08", "due_on": "2026-11-18"},
        )
    )
    post(world, text="version 5 ends", tell_by="2026-11-20")
    assert mornings(world, 18) == [[("Co 07", "promise"), ("Co 08", "promise")]]
    assert "waiting" not in text_of(world.slack.posted[-1])
    assert mornings(world, 19) == [[("Co 00", "notice"), ("Co 01", "notice")]]


# the list: /account notices ---------------------------------------------------------------------------------
def listed(world: World, by: str) -> str:
    return text_of(world.command("/account notices", by=by))


def labels(message: dict[str, Any]) -> list[str]:
    return [b["text"]["text"] for b in buttons(message)]


def choices(message: dict[str, Any]) -> dict[str, str]:
    """What the menus of who was told offer: an account's name, and what is chosen by it."""
    there = [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]
    menus = [e for e in there if e["type"] == "static_select" and e["action_id"] == NOTICE_TOLD]
    return {o["text"]["text"]: o["value"] for m in menus for o in m["options"]}


@pytest.fixture
def books(world: World) -> dict[str, int]:
    """Two of Dana's, one of Kim's; Ned leads somebody else."""
    world.people(
        {"email": "ned@x.com", "name": "Ned", "role": "manager", "timezone": "UTC"},
        {"email": "pip@x.com", "name": "Pip", "role": "rep", "manager_email": "ned@x.com", "timezone": "UTC"},
    )
    mine = {name: world.account(name, last="2026-11-16") for name in ("Acme", "Globex")}
    return mine | {"Initech": world.account("Initech", owner="kim@x.com", tier="B", last="2026-11-16")}


def test_a_manager_posts_one_from_the_list_and_it_wants_a_day(world: World, books: dict[str, int]):
    assert "No notice now" in listed(world, "UMEL")
    world.press(NOTICE_POST, "notice", by="UMEL")
    assert world.modal["title"]["text"] == "Post a notice"
    refused = world.submit(world.modal, {"text": "prices rise"}, by="UMEL")
    assert refused["errors"] == {"tell_by": "Choose the day by which each of them is to hear of it."}
    assert not world.rows(tables.Insight)
    world.sent.clear()
    for _ in range(2):
        world.submit(world.modal, {"text": "prices rise", "tell_by": "2026-12-01", "tier": "A"}, by="UMEL")
    assert len(world.rows(tables.Insight)) == 1, "the same form sent twice is one"
    assert world.sent[-1]["replace_original"]
    said = text_of(world.sent[-1])
    assert "✅ Posted for A accounts, to be told by Dec 1" in said
    assert "*1 notice*" in said
    assert "told 0 of 2; not yet Acme (Dana Reyes), Globex (Dana Reyes)" in said


def test_the_first_deadline_stands_first_and_says_how_late(world: World, books: dict[str, int]):
    post(world, text="a new rule", tell_by="2026-12-20")
    told_by_all = post(world, text="the fair", tell_by="2026-11-18", tier="B")
    post(world, text="prices rise", tell_by="2026-11-20")
    post(world, text="plants save a fifth")
    told(world, TellRef(told_by_all, books["Initech"]), by="UKIM")
    world.now += timedelta(days=6)
    said = listed(world, "UMEL")
    assert [said.index(t) for t in ("prices rise", "a new rule", "the fair")] == sorted(
        said.index(t) for t in ("prices rise", "a new rule", "the fair")
    )
    assert "*3 notices, 1 late*" in said
    assert "to be told by Nov 20, *4 days late*" in said
    assert said.count("late*") == 2, "what everybody heard is late no more"
    assert "plants save" not in said, "an insight is none"


def _without_day(view: dict[str, Any]) -> dict[str, Any]:
    """A form whose deadline somebody took out."""
    view = deepcopy(view)
    day = next(b["element"] for b in view["blocks"] if b.get("block_id") == "tell_by")
    assert day.pop("initial_date")
    return view


def test_it_is_changed_and_withdrawn_in_the_list(world: World, books: dict[str, int]):
    number = notice(world)
    assert labels(world.command("/account notices", by="UMEL")) == ["Change", "Withdraw", "Post a notice"]
    world.press(INSIGHT_CHANGE, InsightRef(number).pack(), by="UMEL")
    view = world.modal
    refused = world.submit(_without_day(view), {"text": "version 6"}, by="UMEL")
    assert refused["errors"] == {"tell_by": "Choose the day by which each of them is to hear of it."}
    world.sent.clear()
    world.submit(view, {"text": "version 6", "tell_by": "2026-12-24"}, by="UMEL")
    assert world.sent[-1]["replace_original"]
    assert "✅ Changed." in text_of(world.sent[-1])
    assert "“version 6”" in text_of(world.sent[-1])
    world.press(INSIGHT_WITHDRAW, InsightRef(number).pack(), by="UMEL")
    assert "✅ Withdrawn." in text_of(world.sent[-1])
    assert "No notice now" in text_of(world.sent[-1])
    world.press(INSIGHT_WITHDRAW, InsightRef(number).pack(), by="UMEL")
    assert "That notice is no longer there" in text_of(world.sent[-1])


def test_a_rep_sees_those_for_their_book_and_tells_them_there(world: World, books: dict[str, int]):
    notice(world)
    post(world, text="only for B", tell_by="2026-12-01", tier="B")
    answer = world.command("/account notices")
    said = text_of(answer)
    assert "*1 notice for your book*" in said
    assert "told 0 of 2 in your book; not yet Acme, Globex" in said
    assert "Initech" not in said
    assert "by Mel Manager" in said
    assert list(choices(answer)) == ["Acme", "Globex"]
    assert labels(answer) == []
    world.sent.clear()
    world.press(NOTICE_TOLD, choices(answer)["Acme"], option=True)
    assert world.sent[-1]["replace_original"]
    assert "✅ Told: “version 5 ends in June”." in text_of(world.sent[-1])
    assert "told 1 of 2 in your book; not yet Globex" in text_of(world.sent[-1])
    assert list(choices(world.sent[-1])) == ["Globex"]
    assert [t.account_id for t in world.rows(tables.Told)] == [books["Acme"]]
    assert "only for B" in listed(world, "UKIM")


def test_other_managers_see_their_own_peoples_accounts_and_change_nothing(
    world: World, books: dict[str, int]
):
    notice(world)
    assert "No notice now" in listed(world, "UNED")
    world.account("Umbrella", owner="pip@x.com", last="2026-11-16")
    answer = world.command("/account notices", by="UNED")
    assert "told 0 of 1 among your people's accounts; not yet Umbrella (Pip)" in text_of(answer)
    assert "Acme" not in text_of(answer)
    assert labels(answer) == ["Post a notice"]
    assert "told 0 of 4" in listed(world, "UMEL")
    assert labels(world.command("/account notices", by="UADA")) == ["Change", "Withdraw", "Post a notice"]


def test_a_rep_posts_none_and_a_stranger_sees_none(world: World, books: dict[str, int]):
    notice(world)
    world.press(NOTICE_POST, "notice")
    assert "Managers and admins post" in text_of(world.modal)
    refused = world.command("/account notices", by="UNOBODY")
    assert "version 5" not in text_of(refused)
    assert "I don't know you yet" in refused["text"]


def test_many_are_cut_from_the_end_and_said(world: World, books: dict[str, int]):
    for n in range(30):
        post(world, text=f"rule {n:02d}", tell_by=f"2026-12-{n + 1:02d}")
    answer = world.command("/account notices", by="UMEL")
    assert "rule 00" in text_of(answer)
    assert "No room here for the rest of “notices”" in text_of(answer)
    assert labels(answer)[-1] == "Post a notice"
