"""The onboarding of an account: the list, stages begun from a template, one tap each, forms, the morning that
a late step brings, settings, files, who is read and erased."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from messages import milestones as say
from rules.facts.milestone import Milestone
from storage import audit, milestones, tables, workspaces
from storage.privacy import erasing, personal

from ..twin import ours
from ..world import World, text_of

STEPS = (
    {"stage": "first contract", "step": "Kick-off", "due_on": "2026-11-04", "done_on": "2026-11-06"},
    {"stage": "first contract", "step": "Users trained", "due_on": "2026-11-12", "owner_email": "kim@x.com"},
    {"stage": "first contract", "step": "First result shown", "due_on": "2026-12-08"},
)


@pytest.fixture
def acme(world: World) -> int:
    """Touched as agreed; a customer since 28 October: one step done, one 6 days late, one to come."""
    account = world.account("Acme", last="2026-11-16", started_on="2026-10-28")
    world.load(world.write("milestones", *({"account": "Acme", **step} for step in STEPS)))
    return account


def stored(world: World, number: int = 2) -> Milestone:
    with world.tend.database.reading() as session:
        step = milestones.get(session, 1, number)
    assert step
    return step


def press(world: World, action: str, number: int = 2, by: str = "UDANA") -> dict[str, Any]:
    world.sent.clear()
    world.press(action, json.dumps({"step": number}), by=by)
    return world.sent[-1] if world.sent else {}


def begin(world: World, account: int, stage: str = "renewal", on: str = "2026-11-18") -> dict[str, Any]:
    world.press(say.MILESTONE_START, json.dumps({"account": account}))
    return world.submit(world.modal, {"stage": stage, "on": on})


def labels(message: dict[str, Any]) -> list[str]:
    return [e["text"]["text"] for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]


def test_the_list_has_its_stage_then_late_steps_then_others_each_with_its_buttons(world: World, acme: int):
    answer = world.command("/account acme milestones")
    said = text_of(answer)
    order = [
        said.index(x) for x in ("• First contract", "*Users trained*", "*First result", "*Done*", "Kick-off")
    ]
    assert order == sorted(order)
    assert (
        "First contract, started Oct 28: 1 of 3 steps done; first value: not yet, 21 days since the start"
        in said
    )
    assert "🔴 *Users trained*, 6 days late (by Nov 12) · first contract · Kim Cho" in said
    assert "*First result shown*, by Dec 8 · first contract · Dana Reyes · brings first value" in said
    assert "✓ Kick-off, done Nov 6, 2 days late · first contract" in said
    assert labels(answer) == ["Done", "Change", "Drop"] * 2 + ["Start a stage", "Add a step", "Card"]


def test_an_account_without_a_stage_says_so(world: World):
    world.account("Globex")
    answer = world.command("/account globex milestones")
    assert "No stage started yet." in text_of(answer)
    assert labels(answer) == ["Start a stage", "Add a step", "Card"]


def test_card_and_prep_say_the_step_that_comes_first(world: World, acme: int):
    card = world.command("/account acme")
    assert "*Onboarding:* first contract, 1 of 3 steps done; next: Users trained, 6 days late" in text_of(
        card
    )
    assert "Onboarding step “Users trained” was due Nov 12, 6 days late." in text_of(card), "what to do now"
    assert "next: Users trained, 6 days late" in text_of(world.command("/account acme prep"))
    world.sent.clear()
    world.press("card.more", json.dumps({"account": acme}))
    assert "*First value:* not yet, 21 days since the start (first contract)" in text_of(world.sent[-1])
    assert " 6 days late → _do the late step" in text_of(world.sent[-1]), "health"


def test_a_churned_account_waits_for_no_step(world: World, acme: int):
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com", "status": "churned"}))
    assert "Onboarding" not in text_of(world.command("/account acme"))
    assert "6 days late" in text_of(world.command("/account acme milestones"))


# a stage ----------------------------------------------------------------------------------------------------
def test_a_stage_begins_with_the_steps_of_its_template(world: World, acme: int):
    world.press(say.MILESTONE_START, json.dumps({"account": acme}))
    form = world.modal
    assert "Results of the year shown +14, Terms agreed +45, Signed +75" in text_of(form)
    world.sent.clear()
    for _ in range(2):  # pressed twice
        assert "errors" not in world.submit(form, {"stage": "renewal", "on": "2026-11-20"})
    begun = [m for m in world.rows(tables.Milestone) if m.stage == "renewal"]
    assert [(m.step, m.due_on, m.started_on, m.owner_id) for m in begun] == [
        ("Results of the year shown", date(2026, 12, 4), date(2026, 11, 20), None),
        ("Terms agreed", date(2027, 1, 4), date(2026, 11, 20), None),
        ("Signed", date(2027, 2, 3), date(2026, 11, 20), None),
    ]
    said = text_of(world.sent[-1])
    assert "✅ Renewal from Nov 20: 3 steps." in said
    assert "Renewal: 0 of 3 steps done; first value: starts Nov 20" in said
    with world.tend.database.reading() as session:
        assert sum("Dana Reyes: began " in line for line in audit.lines(session, 1, world.now)) == 1
    again = begin(world, acme, on="2026-11-20")
    assert again["errors"] == {"on": "That stage started on that day already."}


@pytest.mark.parametrize(
    ("on", "may"),
    [
        ("2025-11-16", False),
        ("2025-11-17", True),
        ("2026-11-18", True),
        ("2036-11-18", True),
        ("2036-11-19", False),
    ],
)
def test_a_stage_starts_on_a_day_from_a_year_ago_on(world: World, acme: int, on: str, may: bool):
    assert ("errors" not in begin(world, acme, on=on)) == may


def test_first_value_is_the_marked_step_done(world: World, acme: int):
    """Not the last; counted from the day the stage started."""
    begin(world, acme, "new service", "2026-11-02")
    steps = {m.step: m.id for m in world.rows(tables.Milestone) if m.stage == "new service"}
    assert "done Nov 18" in text_of(press(world, say.MILESTONE_DONE, steps["First result shown"]))
    said = text_of(world.command("/account acme milestones"))
    assert "New service, started Nov 2: 1 of 3 steps done; first value: after 16 days" in said


def test_templates_are_lines_in_the_settings(world: World, acme: int):
    home = {"container": {"type": "view", "view_id": "V0"}, "view": {"type": "home", "id": "V0"}}
    world.press("home.settings", "x", by="UADA", **home)
    form = world.modal
    refused = world.submit(form, {"renewal_steps": "Signed"}, by="UADA")["errors"]
    assert refused == {
        "renewal_steps": "“Onboarding, renewal”, “Signed”: a step with its days from the start, such as: "
        "Kick-off +7"
    }
    kept = world.submit(
        form, {"renewal_steps": "\n Signed  +60 \nSeen +9 first value", "new_service_steps": " "}, by="UADA"
    )
    assert "errors" not in kept
    world.press(say.MILESTONE_START, json.dumps({"account": acme}))
    said = text_of(world.modal)
    assert "*Renewal*: Seen +9, Signed +60" in said
    assert "New service" not in said, "one without steps is not offered"
    assert "errors" not in world.submit(world.modal, {"stage": "renewal", "on": "2026-11-18"})
    assert [(m.step, m.first_value) for m in world.rows(tables.Milestone)[3:]] == [
        ("Seen", True),
        ("Signed", False),
    ]


def test_without_any_template_the_button_says_who_types_them(world: World, acme: int):
    empty = dict.fromkeys(("first_contract_steps", "new_service_steps", "renewal_steps"), "")
    with world.tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), empty)
    world.press(say.MILESTONE_START, json.dumps({"account": acme}))
    assert "No stage has a step yet" in text_of(world.modal)


# a step -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("action", "drops"), [(say.MILESTONE_DONE, False), (say.MILESTONE_DROPPED, True)])
def test_done_or_dropped_by_one_tap(world: World, acme: int, action: str, drops: bool):
    before = world.rows(tables.Account)[0]
    shown = press(world, action)
    assert shown["replace_original"]
    assert ("“Users trained”: dropped Nov 18." if drops else "done Nov 18, 6 days late.") in text_of(shown)
    assert (stored(world).done_on, stored(world).dropped) == (date(2026, 11, 18), drops)
    after = world.rows(tables.Account)[0]
    assert after.due_on == before.due_on, "no cadence is moved"
    assert len(world.rows(tables.Touch)) == 1, "no touch is added"
    assert after.look_at > before.look_at, "computed again"
    with world.tend.database.reading() as session:
        line = audit.lines(session, 1, world.now)[-1]
    assert f"Dana Reyes: {'dropped' if drops else 'done'} milestone 2" in line
    assert "trained" not in line


def test_a_stale_button_says_what_happened_meanwhile(world: World, acme: int):
    press(world, say.MILESTONE_DONE)
    world.now += timedelta(days=1)
    assert "answered already: done Nov 18" in text_of(press(world, say.MILESTONE_DROPPED))
    assert not stored(world).dropped
    press(world, say.MILESTONE_DROPPED, 3)
    world.press(say.MILESTONE_CHANGE, '{"step":3}')
    assert "answered already: dropped Nov 19" in text_of(world.modal)
    assert "no longer on file" in text_of(press(world, say.MILESTONE_DONE, 99))


def test_one_that_was_dropped_is_taken_up_again_by_one_tap(world: World, acme: int):
    press(world, say.MILESTONE_DROPPED)
    assert "no longer on file" in text_of(press(world, say.MILESTONE_AGAIN, 99))
    shown = press(world, say.MILESTONE_AGAIN, by="UMEL")
    assert "“Users trained”: 6 days late." in text_of(shown)
    assert (stored(world).is_open, stored(world).dropped) == (True, False)
    assert stored(world).due_on == date(2026, 11, 12), "by the date that it had"
    assert "“Users trained” is open." in text_of(press(world, say.MILESTONE_AGAIN))
    press(world, say.MILESTONE_DONE)
    assert "answered already: done" in text_of(press(world, say.MILESTONE_AGAIN)), "what was done stays so"
    with world.tend.database.reading() as session:
        assert any("taken up again milestone 2" in line for line in audit.lines(session, 1, world.now))


def test_a_new_date_and_owner_keep_the_first_date(world: World, acme: int):
    world.press(say.MILESTONE_CHANGE, '{"step":2}')
    form = world.modal
    refused = world.submit(form, {"due_on": "2026-11-17"})["errors"]
    assert refused == {"due_on": "Choose today or a day to come, within ten years."}
    world.sent.clear()
    for _ in range(2):  # pressed twice
        assert "errors" not in world.submit(form, {"due_on": "2026-11-25", "owner": "0"})
    step = stored(world)
    assert (step.due_on, step.owner_id, step.moved) == (
        date(2026, 11, 25),
        None,
        ((date(2026, 11, 18), date(2026, 11, 12)),),
    )
    assert "*Users trained*, by Nov 25, first Nov 12 · first contract · Dana Reyes" in text_of(world.sent[-1])
    with world.tend.database.reading() as session:
        assert sum("changed milestone" in line for line in audit.lines(session, 1, world.now)) == 1


def test_done_on_another_day_and_put_right(world: World, acme: int):
    """The day that holds may stay, though it has passed."""
    world.press(say.MILESTONE_CHANGE, '{"step":2}')
    refused = world.submit(world.modal, {"done_on": "2026-11-19"})["errors"]
    assert refused == {"done_on": "That day is still to come."}
    assert "errors" not in world.submit(world.modal, {"done_on": "2026-11-13", "step": "All trained"})
    assert (stored(world).done_on, stored(world).step, stored(world).moved) == (
        date(2026, 11, 13),
        "All trained",
        (),
    )
    world.press(say.MILESTONE_CHANGE, '{"step":2}')
    form = world.modal
    picker = next(b for b in form["blocks"] if b.get("block_id") == "done_on")
    picker["element"].pop("initial_date")  # emptied
    assert "errors" not in world.submit(form, {})
    assert stored(world).is_open


def test_a_step_is_added_to_the_stage_that_runs(world: World, acme: int):
    begin(world, acme, "renewal", "2026-11-16")
    world.press(say.MILESTONE_ADD, json.dumps({"account": acme}))
    form = world.modal
    assert list(world.submit(form, {"step": "x", "due_on": "2026-11-17"})["errors"]) == ["due_on"]
    kim = world.rows(tables.Person, tables.Person.email == "kim@x.com")[0].id
    values = {"stage": "renewal", "step": "Legal <b>", "due_on": "2026-12-01", "owner": str(kim)}
    world.sent.clear()
    for _ in range(2):  # pressed twice
        assert "errors" not in world.submit(form, values)
    added = world.rows(tables.Milestone)[-1]
    assert (added.step, added.started_on, added.owner_id) == ("Legal <b>", date(2026, 11, 16), kim)
    assert "*Legal &lt;b&gt;*, by Dec 1 · renewal · Kim Cho" in text_of(world.sent[-1])
    assert len(world.rows(tables.Milestone)) == 7


# the morning, Home, the digest ------------------------------------------------------------------------------
def test_its_lateness_brings_it_into_the_morning_and_an_answer_closes_the_place(world: World, acme: int):
    """Though the account is in rhythm; late is the day after."""
    press(world, say.MILESTONE_DROPPED)
    world.now = datetime.fromisoformat("2026-12-08T15:00:00+00:00")
    world.load(
        world.write(
            "touches", {"account": "Acme", "by_email": "dana@x.com", "at": "2026-12-07", "channel": "call"}
        )
    )
    world.tick()
    assert not world.rows(tables.Nudge)
    world.now += timedelta(days=1)
    world.tick()
    world.deliver()
    (place,) = world.rows(tables.Nudge)
    assert (place.reason["kind"], place.reason["about"]) == ("milestone", 3)
    press(world, say.MILESTONE_DONE, 3)
    assert world.rows(tables.Nudge)[0].outcome == "step done"


def test_home_names_the_steps_that_are_ones_own(world: World, acme: int):
    with world.tend.database.reading() as session:
        dana, kim = (
            milestones.due_by(session, 1, person.id, date(2026, 12, 31))
            for person in sorted(world.rows(tables.Person), key=lambda p: p.email)
            if person.email in {"dana@x.com", "kim@x.com"}
        )
    assert [(name, m.step) for name, m in dana] == [("Acme", "First result shown")], "of one's account"
    assert [(name, m.step) for name, m in kim] == [("Acme", "Users trained")], "of another's"


NAMES = ("mel", "kim", "dana")


def test_a_step_that_passes_on_is_painted_on_both_homes(world: World, acme: int):
    with world.tend.database.transaction() as session:
        session.execute(delete(tables.table(tables.Outbox)).where(ours(tables.Outbox)))
    mel, kim, dana = (world.rows(tables.Person, tables.Person.email == f"{who}@x.com")[0].id for who in NAMES)
    world.press(say.MILESTONE_CHANGE, '{"step":2}')
    assert "errors" not in world.submit(world.modal, {"owner": str(mel)})
    painted = {r.person_id for r in world.rows(tables.Outbox) if r.kind == "home"}
    assert painted == {mel, kim, dana}


def test_the_digest_names_late_steps_and_time_to_first_value(world: World, acme: int):
    said = text_of(world.command("/digest", by="UMEL"))
    assert "*Onboarding*: 1 stage running, 1 step late" in said
    assert "• Acme: Users trained, 6 days late (Kim Cho)" in world.digest_part("onboarding")
    press(world, say.MILESTONE_DONE, 3)
    said = world.digest_part("onboarding")
    assert "First value, median of the last year: first contract 21 days (1)" in said


# people -----------------------------------------------------------------------------------------------------
def test_whoever_sees_to_a_step_is_read_it_and_erased_from_it(world: World, acme: int):
    with world.tend.database.transaction() as session:
        session.get(tables.Milestone, 3).step = "call Kim Cho"  # type: ignore[union-attr]
    with world.tend.database.reading() as session:
        on_file = personal.about(session, 1, "kim@x.com")
    assert on_file
    assert [m["step"] for m in on_file["milestones"]] == ["Users trained"]
    with world.tend.database.transaction() as session:
        erasing.erase(session, workspaces.current(session), "kim@x.com", now=world.now)
    assert "Kim" not in stored(world, 3).step
    assert "Kim" not in text_of(world.command("/account acme milestones"))
