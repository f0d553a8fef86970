"""What a manager does about an A that came to them: asks, reassigns, leaves it until a day, takes that back;
through real dispatch."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from messages.acts import ACT_UNDO
from messages.escalations import ESCALATION_ASK, ESCALATION_LEAVE, ESCALATION_REASSIGN, EscalationRef
from storage import tables

from ..scheduler.test_escalations import LAST, MIDDAY, NEXT, NINE, SUMMED_UP, at_midday, gone
from ..world import World, text_of
from .test_away import mornings, pressed

REF = EscalationRef(1).pack()
FILLED = {"until_on": "2026-12-07", "why": "their plant is closed until then"}


@pytest.fixture
def given(world: World) -> World:
    """Acme came to Mel today."""
    world.account("Acme", last=LAST)
    mornings(world, NINE)
    at_midday(world, NEXT)
    return world


def told(world: World) -> dict[str, Any]:
    """The message that told Mel of it."""
    return next(m for m in reversed(world.slack.posted) if m["channel"] == "DMEL")


def leave(world: World, by: str = "UMEL", **filled: str) -> dict[str, Any]:
    pressed(world, told(world), ESCALATION_LEAVE, by=by)
    return world.submit(world.modal, {**FILLED, **filled}, by=by)


def test_it_is_left_until_a_day_and_everybody_reads_why(given: World):
    leave(given)
    assert "*Acme* is left until Mon, Dec 7." in text_of(given.sent[-1])
    (e,) = gone(given)
    assert (e.became, e.until_on, e.why) == ("left", date(2026, 12, 7), FILLED["why"])
    card = text_of(given.command("/account acme"))
    assert "Mel Manager leaves it until Dec 7: “their plant is closed until then”" in card
    history = text_of(given.command("/account acme history"))
    assert "Mel Manager left it as it is" in history
    assert "⏸ Left until Dec 7 by Mel Manager: “their plant is closed until then”" in history
    given.deliver()
    painted = [m for m in given.slack.made("chat.update") if m["channel"] == "DMEL"][-1]
    assert "left until Dec 7" in text_of(painted)
    assert ESCALATION_LEAVE not in text_of(painted)
    home = [c for c in given.slack.made("views.publish") if c["user_id"] == "UMEL"][-1]
    assert ESCALATION_LEAVE not in text_of(home)
    assert "came to you" not in text_of(home)


def test_it_comes_back_on_its_day_after_its_owner_heard(given: World):
    leave(given)
    friday, monday = NEXT + timedelta(days=14), NEXT + timedelta(days=17)
    for day in (4, 7, 11, 13):
        assert "Acme* (Dana" not in at_midday(given, NEXT + timedelta(days=day)).get("mel", "")
    assert "goes to Mel Manager Mon, Dec 7" in mornings(given, friday)["dana"]
    assert "*Acme* (Dana Reyes): no contact for 45 days" in mornings(given, monday)["mel"], "in the digest"


def test_a_touch_meanwhile_ends_it(given: World):
    leave(given)
    given.command("/log acme called, showed the figures")
    monday = NEXT + timedelta(days=17)
    mornings(given, monday - timedelta(days=3))
    assert "comes to you" not in mornings(given, monday)["mel"]


def test_leaving_it_is_taken_back(given: World):
    leave(given)
    pressed(given, given.sent[-1], ACT_UNDO, by="UMEL")
    assert "*Acme* is with whoever leads its owner again" in text_of(given.sent[-1])
    (e,) = gone(given)
    assert (e.became, e.until_on, e.why) == ("", None, "")
    assert "with Mel Manager since Nov 20" in text_of(given.command("/account acme"))


def test_once_it_goes_again_that_it_was_left_stays(given: World):
    """Two of one account would be with the manager."""
    leave(given, until_on="2026-11-24")
    receipt = given.sent[-1]
    mornings(given, NEXT + timedelta(days=3))
    assert [e.became for e in gone(given)] == ["left", ""]
    pressed(given, receipt, ACT_UNDO, by="UMEL")
    assert "settled already" in text_of(given.sent[-1])
    assert [e.became for e in gone(given)] == ["left", ""]


@pytest.mark.parametrize(
    ("filled", "said"),
    [({"why": ""}, "Why? One line is enough."), ({"until_on": "2026-11-20"}, "Choose a day from tomorrow")],
)
def test_it_needs_a_day_and_a_reason(given: World, filled: dict[str, str], said: str):
    assert said in text_of(leave(given, **filled))
    assert gone(given)[0].became == ""


def test_sent_twice_it_is_left_once(given: World):
    pressed(given, told(given), ESCALATION_LEAVE, by="UMEL")
    view = given.modal
    for _ in range(2):
        given.submit(view, FILLED, by="UMEL")
    assert len(given.rows(tables.Audit, tables.Audit.did == "left")) == 1


@pytest.mark.parametrize("by", ["UDANA", "UKIM"])
def test_only_whoever_leads_its_owner_leaves_it(given: World, by: str):
    pressed(given, told(given), ESCALATION_LEAVE, by="UMEL")
    view = given.modal
    given.press(ESCALATION_LEAVE, REF, by=by)
    assert "Only a manager of its owner, or an admin" in text_of(given.sent[-1])
    assert "Only a manager of its owner" in text_of(given.submit(view, FILLED, by=by))
    assert gone(given)[0].became == ""


def test_a_stale_button_says_so(given: World):
    message = told(given)
    given.command("/log acme called, showed the figures")
    pressed(given, message, ESCALATION_LEAVE, by="UMEL")
    assert "settled already" in text_of(given.sent[-1])


def test_the_owner_is_asked(given: World):
    pressed(given, told(given), ESCALATION_ASK, by="UMEL")
    given.submit(given.modal, {"text": "what is in the way?"}, by="UMEL")
    assert "what is in the way?" in at_midday(given, NEXT + timedelta(days=3))["dana"]


def test_another_takes_it_over(given: World):
    pressed(given, told(given), ESCALATION_REASSIGN, by="UMEL")
    kim = next(p.id for p in given.rows(tables.Person) if p.email == "kim@x.com")
    given.submit(given.modal, {"receiver": str(kim), "move": "now"}, by="UMEL")
    owners = [a.owner_id for a in given.rows(tables.Account)]
    assert owners == [kim] or given.rows(tables.Handoff)


def test_who_acts_on_nothing_for_ten_working_days_is_asked_about_once(world: World):
    world.account("Acme", tier="C", last="2026-07-01")
    asked = []
    for day in range(40):
        for hour in (timedelta(0), MIDDAY, SUMMED_UP):
            world.now = NINE + timedelta(days=day) + hour
            world.tick()
            world.deliver()
            asked += [world.now.date()] if "Are they away?" in text_of({"m": world.slack.posted}) else []
    said = [m for m in world.slack.posted if "Are they away?" in text_of(m)]
    assert len(said) == 1
    assert said[0]["channel"] == "DMEL"
    assert "*Dana Reyes* has acted on none of their mornings since Nov 19" in text_of(said[0])
    assert asked[0] == date(2026, 12, 4), (
        "the tenth whole working day since is the third: Thanksgiving is none"
    )


def silent(world: World) -> dict[str, Any]:
    world.account("Acme", tier="C", last="2026-07-01")
    for day in range(16):
        at_midday(world, NINE + timedelta(days=day))
    return next(m for m in world.slack.posted if "Are they away?" in text_of(m))


def test_they_are_here_closes_it(world: World):
    pressed(world, silent(world), "silence.here", by="UMEL")
    assert "*Dana Reyes* is here" in text_of(world.sent[-1])
    assert [w.state for w in world.rows(tables.Waiting)] == ["accepted"]
    home = [c for c in world.slack.made("views.publish") if c["user_id"] == "UMEL"]
    world.deliver()
    assert not home or "Are they away?" not in text_of(world.slack.made("views.publish")[-1])


def test_one_tap_opens_the_form_of_their_days_away(world: World):
    pressed(world, silent(world), "away.open", by="UMEL")
    assert "Dana Reyes" in text_of(world.modal)


def test_whoever_did_anything_is_not_silent(world: World):
    world.account("Acme", tier="C", last="2026-07-01")
    world.account("Globex", last="2026-11-18")
    for day in range(16):
        at_midday(world, NINE + timedelta(days=day))
        if day == 6:
            world.command("/log globex called, showed the figures")
    assert not [m for m in world.slack.posted if "Are they away?" in text_of(m)]
