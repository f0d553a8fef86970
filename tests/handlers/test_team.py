"""The team of an account: who is on it and as what, their goal, who hears it, what being on it allows, one's
own teams, files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from messages import team as say
from messages.card import CARD_CHANGE, CARD_MORE
from messages.introduced import HANDOFF_OPEN
from messages.team_form import TEAM_WHO
from rules.facts.team import MOST
from storage import standings, tables
from storage.exchange import exporting

from ..world import World, text_of

MIDDAY = datetime(2026, 11, 18, 18, tzinfo=UTC)


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme", last="2026-11-16", team_goal="Second plant live by March")


def person(world: World, who: str) -> int:
    return int(world.rows(tables.Person, tables.Person.email == f"{who}@x.com")[0].id)


def press(world: World, action: str, account: int, by: str = "UDANA", **more: int) -> dict[str, Any]:
    world.sent.clear()
    world.press(action, json.dumps({**more, "account": account}), by=by)
    return world.sent[-1] if world.sent else {}


def add(world: World, account: int, who: str, role: str = "support", by: str = "UDANA") -> dict[str, Any]:
    press(world, say.TEAM_ADD, account, by=by)
    world.sent.clear()
    answer = world.submit(world.modal, {"who": str(person(world, who)), "role": role}, by=by)
    return world.sent[-1] if world.sent else answer


def members(world: World) -> list[tuple[int, str, bool]]:
    return [(m.person_id, m.role, m.left_at is None) for m in world.rows(tables.AccountTeam)]


def test_the_list_names_goal_owner_and_who_joined_as_what(world: World, acme: int):
    assert "Nobody else yet" in text_of(world.command("/account acme team"))
    listed = text_of(add(world, acme, "kim"))
    assert "✅ Kim Cho is on the team (support). They hear it from me." in listed
    assert "*Goal:* “Second plant live by March”" in listed
    assert "Dana Reyes, its owner" in listed
    assert "*Kim Cho*, support" in listed


@pytest.mark.parametrize("typed", ["/account acme", "/account acme prep"])
def test_card_shows_team_and_goal(world: World, acme: int, typed: str):
    add(world, acme, "kim")
    shown = text_of(world.command(typed))
    line = "*Team:* Kim Cho (support) · *Goal:* “Second plant live by March”"
    assert (line in shown) == (typed == "/account acme")
    assert line in text_of(press(world, CARD_MORE, acme))


def test_who_is_on_the_team_may_change_the_account_until_taken_off(world: World, acme: int):
    press(world, CARD_CHANGE, acme, by="UKIM")
    assert "Only its owner, its team" in text_of(world.modal)
    add(world, acme, "kim")
    press(world, CARD_CHANGE, acme, by="UKIM")
    assert world.modal["title"]["text"] == "Change account"
    off = press(world, say.TEAM_OFF, acme, by="UDANA", member=1)
    assert "✅ Kim Cho is on the team no more." in text_of(off)
    press(world, CARD_CHANGE, acme, by="UKIM")
    assert "Only its owner, its team" in text_of(world.modal)
    again = press(world, say.TEAM_OFF, acme, by="UDANA", member=1)
    assert "not on the team any more" in text_of(again)


def test_a_member_leaves_by_themselves_and_joins_again_in_one_row(world: World, acme: int):
    add(world, acme, "kim")
    assert "no more" in text_of(press(world, say.TEAM_OFF, acme, by="UKIM", member=1))
    assert members(world) == [(person(world, "kim"), "support", False)]
    add(world, acme, "kim", "onboarding")
    assert members(world) == [(person(world, "kim"), "onboarding", True)]


def test_the_same_form_twice_is_one_member_told_once(world: World, acme: int):
    press(world, say.TEAM_ADD, acme)
    form = world.modal
    for _ in range(2):
        world.submit(form, {"who": str(person(world, "kim")), "role": "success"})
    assert members(world) == [(person(world, "kim"), "success", True)]
    told = world.rows(tables.Outbox, tables.Outbox.say == "told")
    assert [row.payload["things"] for row in told] == [[{"joined": 1, "by": person(world, "dana")}]]


@pytest.mark.parametrize(
    ("who", "why"), [("dana", "The account is theirs already"), ("nobody", "Who is it?"), ("", "Who is it?")]
)
def test_who_can_not_join_is_said_at_the_field(world: World, acme: int, who: str, why: str):
    press(world, say.TEAM_ADD, acme)
    chosen = str(person(world, who)) if who == "dana" else "99999" if who else ""
    answer = world.submit(world.modal, {"who": chosen, "role": "support"})
    assert answer["response_action"] == "errors"
    assert why in answer["errors"]["who"]
    assert members(world) == []


def test_somebody_deactivated_meanwhile_does_not_join_and_is_shown_no_more(world: World, acme: int):
    add(world, acme, "kim")
    with world.tend.database.transaction() as session:
        kim = session.get(tables.Person, person(world, "kim"))
        assert kim
        kim.active = False
        session.add(kim)
    assert "Kim Cho" not in text_of(world.command("/account acme team"))
    press(world, say.TEAM_ADD, acme)
    answer = world.submit(world.modal, {"who": str(person(world, "kim"))})
    assert "Who is it?" in answer["errors"]["who"]


def test_a_full_team_takes_nobody_else(world: World, acme: int):
    rows = [{"email": f"p{n}@x.com", "name": f"P {n}", "role": "rep"} for n in range(MOST)]
    world.load(world.write("people", *rows))
    team = [{"account": "Acme", "person_email": r["email"], "role": "sales"} for r in rows]
    world.load(world.write("team", *team))
    answer = add(world, acme, "kim")
    assert answer["errors"]["who"] == f"A team has at most {MOST} people."


def test_they_hear_it_at_midday_with_the_goal_and_never_when_they_left_meanwhile(world: World, acme: int):
    add(world, acme, "kim")
    world.now = MIDDAY
    world.deliver()
    posts = [c for name, c in world.slack.calls if name == "chat.postMessage" and c["channel"] == "DKIM"]
    assert "You are on 1 new team." in posts[0]["text"]
    said = text_of(posts)
    assert "Dana Reyes put you on the team of *Acme* for support: you may log and change it." in said
    assert "Goal: “Second plant live by March”" in said


def test_who_left_before_midday_hears_nothing(world: World, acme: int):
    add(world, acme, "kim")
    press(world, say.TEAM_OFF, acme, by="UKIM", member=1)
    world.now = MIDDAY
    world.deliver()
    assert not [c for name, c in world.slack.calls if name == "chat.postMessage" and c["channel"] == "DKIM"]


def test_who_adds_themselves_hears_nothing(world: World, acme: int):
    add(world, acme, "mel", by="UMEL")
    assert not world.rows(tables.Outbox, tables.Outbox.say == "told")


def churned(world: World, account: int) -> None:
    with world.tend.database.transaction() as session:
        standings.churn(session, 1, account, world.now.date(), reason="price", by_id=1)


def test_nobody_joins_a_churned_account_and_who_is_there_is_taken_off(world: World, acme: int):
    add(world, acme, "kim")
    press(world, say.TEAM_ADD, acme)
    form = world.modal
    churned(world, acme)
    why = "That account is churned: nobody joins its team any more."
    answer = world.submit(form, {"who": str(person(world, "mel")), "role": "support"})
    assert answer["errors"]["who"] == why
    press(world, say.TEAM_ADD, acme)
    assert why in text_of(world.modal)
    listed = text_of(world.command("/account acme team"))
    assert say.TEAM_ADD not in listed
    assert say.TEAM_OFF in listed
    off = text_of(press(world, say.TEAM_OFF, acme, member=1))
    assert "✅ Kim Cho is on the team no more." in off
    assert members(world) == [(person(world, "kim"), "support", False)]


def test_one_that_churned_before_midday_is_no_new_team(world: World, acme: int):
    add(world, acme, "kim")
    churned(world, acme)
    world.now = MIDDAY
    world.deliver()
    assert not [c for name, c in world.slack.calls if name == "chat.postMessage" and c["channel"] == "DKIM"]


def test_only_who_may_change_it_is_shown_how(world: World, acme: int):
    add(world, acme, "mel")
    stranger = text_of(world.command("/account acme team", by="UKIM"))
    assert "*Mel Manager*, support" in stranger
    for action in (say.TEAM_OFF, say.TEAM_ADD, say.TEAM_GOAL):
        assert action not in stranger
        assert action in text_of(world.command("/account acme team"))
        assert action in text_of(world.command("/account acme team", by="UMEL"))


def test_the_goal_is_set_changed_and_taken_away(world: World, acme: int):
    press(world, say.TEAM_GOAL, acme)
    world.sent.clear()
    world.submit(world.modal, {"goal": "<All> trained"})
    assert "✅ The goal is “&lt;All&gt; trained”." in text_of(world.sent[-1])
    assert "*Goal:* “&lt;All&gt; trained”" in text_of(world.command("/account acme"))
    press(world, say.TEAM_GOAL, acme)
    world.submit(world.modal, {"goal": ""})
    assert "*Goal:*" not in text_of(world.command("/account acme"))
    dids = [(a.did, a.noun) for a in world.rows(tables.Audit, tables.Audit.noun == "team")]
    assert dids == [("goal", "team"), ("goal", "team")]


def test_my_teams_name_account_role_goal_and_owner(world: World, acme: int):
    assert "on no account's team" in text_of(world.command("/account team", by="UKIM"))
    add(world, acme, "kim")
    said = text_of(world.command("/account team", by="UKIM"))
    assert "You are on the team of 1 account." in said
    assert "*Acme* · with Dana Reyes · you: support" in said
    assert "Second plant live by March" in said


def test_an_account_called_team_opens_its_card(world: World):
    world.account("Team", last="2026-11-16")
    assert "*Team*" in text_of(world.command("/account team"))


def test_who_takes_the_account_over_is_no_helper_of_their_own(world: World, acme: int):
    add(world, acme, "kim")
    press(world, HANDOFF_OPEN, acme, by="UMEL")
    world.submit(world.modal, {"receiver": str(person(world, "kim")), "when": "now"}, by="UMEL")
    listed = text_of(world.command("/account acme team"))
    assert "Kim Cho, its owner" in listed
    assert "*Kim Cho*" not in listed
    assert "on no account's team" in text_of(world.command("/account team", by="UKIM"))


def test_the_brief_names_the_team(world: World, acme: int):
    add(world, acme, "kim")
    press(world, HANDOFF_OPEN, acme)
    assert "*Team:* Kim Cho (support)" in text_of(world.modal)


def test_files_bring_and_give_out_teams_and_goals_once(world: World, acme: int, tmp_path: Any):
    row = {"account": "Acme", "person_email": "kim@x.com", "role": "onboarding"}
    for _ in range(2):
        assert not world.load(world.write("team", row)).problems
    assert members(world) == [(person(world, "kim"), "onboarding", True)]
    with world.tend.database.reading() as session:
        exporting.write(session, 1, tmp_path)
    exported = (tmp_path / "team.csv").read_text(encoding="utf-8")
    assert exported.splitlines()[1:] == ["Acme,kim@x.com,onboarding"]
    assert "Second plant live by March" in (tmp_path / "accounts.csv").read_text(encoding="utf-8")


def test_a_file_names_somebody_who_joined_in_slack_and_left_stays_left(world: World, acme: int):
    add(world, acme, "kim", "support")
    row = {"account": "Acme", "person_email": "kim@x.com", "role": "success"}
    world.load(world.write("team", row))
    assert members(world) == [(person(world, "kim"), "success", True)]
    press(world, say.TEAM_OFF, acme, member=1)
    world.load(world.write("team", row))
    assert members(world) == [(person(world, "kim"), "success", False)]


def test_a_role_that_is_none_is_a_bad_row(world: World, acme: int):
    report = world.load(world.write("team", {"account": "Acme", "person_email": "kim@x.com", "role": "king"}))
    assert "is none of: sales" in report.problems[0].what
    assert members(world) == []


def test_suggestions_are_active_people_by_name_or_address_and_take_no_wildcards(world: World):
    def suggested(typed: str) -> list[str]:
        payload = world.payload("block_suggestion", action_id=TEAM_WHO, value=typed)
        return [o["text"]["text"] for o in world.interact(payload)["options"]]

    assert suggested("cho") == ["Kim Cho"]
    assert suggested("KIM@") == ["Kim Cho"]
    assert suggested("%") == []
    assert len(suggested("")) == 4
