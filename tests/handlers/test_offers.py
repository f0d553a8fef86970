"""What we sell now: at most twelve at once, in the form and in a file; what nobody bought for a year asks
whether it stays."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from messages.need_list import NEED_CHANGE
from messages.needed import NEED_NOTE
from messages.offers import OFFER_ADD, OFFER_BACK, OFFER_CHANGE, OFFER_KEEP, OFFER_RETIRE
from storage import tables
from storage.exchange import undoing

from ..world import World, text_of
from .test_needs import labels, tap
from .test_upsells import fill

SINCE = {"since_on": "2026-06-01"}


def twelve(world: World) -> list[str]:
    names = [f"Offer {n:02}" for n in range(1, 13)]
    assert not world.load(world.write("offers", *({"name": n, **SINCE} for n in names))).problems
    return names


def offer(world: World, name: str) -> Any:
    (one,) = world.rows(tables.Offer, tables.Offer.name == name)
    return one


def test_added_changed_retired_and_brought_back_by_whoever_leads(world: World):
    tap(world, world.command("/account offers", by="UMEL"), OFFER_ADD, by="UMEL")
    assert fill(world, by="UMEL", name="...")["errors"] == {"name": "What is it called?"}
    planner = {"name": "Night planner", "gain": "nights plan themselves", "sends": "a case"}
    said = text_of(fill(world, by="UMEL", **planner))
    assert "✅ On the list: Night planner." in said
    assert "*What we sell now* · 1 of at most 12" in said
    assert "Helps: nights plan themselves\\nMarketing sends: a case" in said
    tap(world, world.command("/account offers", by="UMEL"), OFFER_ADD, by="UMEL")
    again = fill(world, by="UMEL", name="night PLANNER")
    assert again["errors"] == {"name": "“Night planner” is an offer already."}
    tap(world, world.command("/account offers", by="UMEL"), OFFER_CHANGE, by="UMEL")
    fill(world, by="UMEL", name="Shift planner", sends="")
    assert (offer(world, "Shift planner").sends, offer(world, "Shift planner").key) == ("", "shift planner")
    tap(world, world.command("/account offers", by="UMEL"), OFFER_CHANGE, by="UMEL")
    world.press(OFFER_RETIRE, '{"offer":1}', by="UMEL")
    assert offer(world, "Shift planner").retired_on == date(2026, 11, 18)
    back = tap(world, world.command("/account offers", by="UMEL"), OFFER_BACK, by="UMEL", times=2)
    assert "On the list again: Shift planner" in text_of(back)
    assert offer(world, "Shift planner").retired_on is None


def test_everybody_sees_them_and_only_managers_and_admins_say_them(world: World):
    twelve(world)
    shown = world.command("/account offers")
    assert "Offer 07" in text_of(shown)
    assert labels(shown) == []
    world.press(OFFER_RETIRE, '{"offer":1}')
    assert "Managers and admins say what we sell." in text_of(world.sent[-1])
    assert offer(world, "Offer 01").retired_on is None


def test_a_thirteenth_is_refused_with_the_list_wherever_it_comes_from(world: World):
    names = ", ".join(twelve(world))
    refused = f"12 offers are active already, and no more may be: {names}. Retire one first."
    tap(world, world.command("/account offers", by="UMEL"), OFFER_ADD, by="UMEL")
    assert refused in text_of(world.modal)
    report = world.load(world.write("offers", {"name": "One more"}))
    assert [(p.column, p.what) for p in report.problems] == [
        ("name", f"would be one more than the 12 offers that may be active: {names}. Retire one first.")
    ]
    world.press(OFFER_RETIRE, '{"offer":12}', by="UMEL")
    tap(world, world.command("/account offers", by="UMEL"), OFFER_ADD, by="UMEL")
    form = world.modal
    assert not world.load(world.write("offers", {"name": "One more"})).problems
    answer = world.submit(form, {"name": "Too late"}, by="UMEL")
    assert "12 offers are active already" in answer["errors"]["name"], "the place was taken meanwhile"
    world.press(OFFER_BACK, '{"offer":12}', by="UMEL")
    assert "12 offers are active already" in text_of(world.sent[-1])
    assert len(world.rows(tables.Offer, tables.Offer.retired_on.is_(None))) == 12  # type: ignore[union-attr]


def test_a_file_that_retires_one_makes_room_for_another(world: World):
    names = twelve(world)
    rows = [{"name": names[0], "retired_on": "2026-11-17"}, {"name": "One more", "retired_on": ""}]
    assert not world.load(world.write("offers", *rows)).problems
    rows = [{"name": n, "retired_on": ""} for n in (*names[1:], "One more", "And another")]
    (problem,) = world.load(world.write("offers", *rows)).problems
    assert problem.value == "And another"


def test_one_name_is_one_offer_whatever_a_file_calls_it(world: World):
    world.load(world.write("offers", {"name": "Planner", "external_id": "O1", "gain": "nights"}))
    assert not world.load(world.write("offers", {"name": "PLANNER", "gain": "days"})).problems
    (one,) = world.rows(tables.Offer)
    assert one.gain == "days"
    world.load(world.write("offers", {"name": "Other", "external_id": "O2"}))
    (problem,) = world.load(world.write("offers", {"name": "Planner", "external_id": "O2"})).problems
    assert "another offer has this name" in problem.what


def test_unsold_for_a_year_it_is_asked_about_and_a_kept_one_again_in_a_quarter(world: World):
    world.account("Acme", last="2026-11-16")
    sold = {"account": "Acme", "step": "won", "offer": "Sold", "closed_on": "2026-01-10"}
    world.load(
        world.write(
            "offers",
            {"name": "Sold", "since_on": "2024-01-01"},
            {"name": "Met", "since_on": "2024-01-01"},
            {"name": "New", "since_on": "2025-11-19"},
            {"name": "Old", "since_on": "2025-11-18"},
        ),
        world.write("upsells", sold),
        world.write(
            "needs",
            {"account": "Acme", "text": "x", "status": "won", "offer": "met"}
            | {"heard_on": "2025-11-01", "closed_on": "2026-01-10"},
        ),
    )
    shown = world.command("/account offers", by="UMEL")
    said = text_of(shown)
    assert said.count("a year and more: retire?") == 1
    assert "*Old*\\n⚠️ Unsold since Nov 18, 2025, a year and more: retire?" in said
    kept = tap(world, shown, OFFER_KEEP, by="UMEL")
    assert "✅ Old stays: asked again in a quarter." in text_of(kept)
    assert "retire?" not in text_of(kept)
    for days, asks in ((90, False), (91, True)):
        world.now = world.now.replace(year=2026, month=11, day=18) + timedelta(days=days)
        assert ("*Old*\\n⚠️ Unsold" in text_of(world.command("/account offers"))) == asks


@pytest.mark.parametrize("by", ["UMEL", "UADA"])
def test_the_list_says_how_many_plans_offer_one(world: World, by: str):
    world.account("Acme", last="2026-11-16")
    world.load(world.write("offers", {"name": "Planner", **SINCE}))
    world.load(world.write("upsells", {"account": "Acme", "step": "offer", "offer": "Planner"}))
    assert "*Planner* · 1 open plan" in text_of(world.command("/account offers", by=by))


def test_the_form_of_a_need_proposes_them_and_takes_other_words(world: World):
    acme = world.account("Acme", last="2026-11-16")
    world.load(
        world.write("offers", {"name": "Planner", **SINCE}, {"name": "Old", "retired_on": "2026-11-01"})
    )
    world.press(NEED_NOTE, json.dumps({"account": acme}))
    names = [b["element"]["options"] for b in world.modal["blocks"] if b.get("block_id") == "sold"]
    assert [o["value"] for o in names[0]] == ["Planner"]
    fill(world, text="nights", sold="Planner")
    assert [n.offer for n in world.rows(tables.Need)] == ["Planner"]
    tap(world, world.command("/account acme needs"), NEED_CHANGE)
    chosen = next(b["element"] for b in world.modal["blocks"] if b.get("block_id") == "sold")
    assert chosen["initial_option"]["value"] == "Planner"
    fill(world, offer="two days of ours on site")
    assert [n.offer for n in world.rows(tables.Need)] == ["two days of ours on site"]


def test_the_same_file_again_changes_nothing_whatever_was_retired_and_added_since(world: World):
    names = [f"Offer {n:02}" for n in range(1, 13)]
    rows = [{"name": n, "retired_on": ""} for n in names]
    assert not world.load(world.write("offers", *rows)).problems
    world.press(OFFER_RETIRE, '{"offer":12}', by="UMEL")
    assert not world.load(world.write("offers", {"name": "One more"})).problems
    assert not world.load(world.write("offers", *rows)).problems, "what it says it said before"
    assert offer(world, "Offer 12").retired_on is not None
    (problem,) = world.load(world.write("offers", *rows, {"name": "A thirteenth", "retired_on": ""})).problems
    assert problem.value == "A thirteenth"


def test_an_import_that_is_undone_brings_no_thirteenth_back(world: World):
    names = twelve(world)
    world.load(world.write("offers", {"name": names[0], "retired_on": "2026-11-18"}))
    run = max(r.run_id for r in world.rows(tables.ImportChange))
    world.load(world.write("offers", {"name": "One more"}))
    undone = undoing.undo(world.tend.database, run, world.now)
    assert undone.said == ["offer Offer 01: retired_on changed since"]
    assert len(world.rows(tables.Offer, tables.Offer.retired_on.is_(None))) == 12  # type: ignore[union-attr]
