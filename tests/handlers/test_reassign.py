"""`/account reassign @from @to`: said first, done, undone; some of them; a whole team."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from messages.approvals import APPROVAL_YES
from messages.blocks import Block
from messages.bulk import BULK_OPEN
from messages.card import CARD_CHANGE
from messages.carried import AccountRef
from messages.escalations import ESCALATION_LEAVE
from messages.reassign import REASSIGN_SAVE, REASSIGN_TEAM, Reassigning
from storage import people, tables, waiting

from ..scheduler.test_escalations import LAST, NEXT, NINE, at_midday
from ..world import World, text_of
from .test_leaving import typed
from .test_ours import open_, person, standings, undo
from .test_to_whom import many, owners, pressed, told

LINE = "/account reassign <@UDANA|dana> <@UKIM|kim>"


@pytest.fixture
def other(world: World) -> None:
    zone = {"timezone": "America/New_York", "country": "US"}
    world.people(
        {"email": "ned@x.com", "name": "Ned Other", "role": "manager", "manager_email": "", **zone},
        {"email": "pat@x.com", "name": "Pat Under", "role": "rep", "manager_email": "ned@x.com", **zone},
    )


def button(message: dict[str, Any], action: str) -> str:
    def all_in(blocks: list[Block]) -> Any:
        for b in blocks:
            yield from b.get("elements", [])

    return next(str(e["value"]) for e in all_in(message["blocks"]) if e.get("action_id") == action)


@pytest.mark.parametrize(
    "typed",
    [
        "<@UDANA|dana> <@UKIM|kim>",
        "<@UDANA|dr> to <@UKIM|k.cho>",
        "from <@UDANA> to <@UKIM>",
        "@dana @kim",
        "dana kim",
        "Dana Reyes to Kim Cho",
        "dana → <@UKIM|kim>",
        "<@UDANA|dana>から<@UKIM|kim>に",
        "<@UDANA|dana>에서 <@UKIM|kim>에게",
        "von dana an kim",
    ],
)
def test_what_would_go_from_whom_to_whom_is_said_first(world: World, typed: str):
    world.set(figures_by_name="US: by name")
    world.account("Acme", last="2026-11-10", annual_revenue="84000", currency="USD")
    world.account("Globex", tier="C", last="2026-11-10")
    world.account("Oldco", tier="C", status="churned")
    seen = text_of(world.command(f"/account reassign {typed}", by="UMEL"))
    assert "*2 accounts of Dana Reyes* (1 A, 1 C, $84,000 a year) would go to *Kim Cho*." in seen
    assert "Due next: Acme Nov 24, Globex Feb 8." in seen
    assert "Kim Cho’s week then: 0.1 touches a working day needed (now 0.0), made 0.0." in seen
    assert owners(world) == {"Dana": 3}


def test_what_somebody_makes_is_not_said_where_figures_are_the_teams(world: World):
    world.account("Acme", last="2026-11-10")
    seen = text_of(world.command(LINE, by="UMEL"))
    assert "Kim Cho’s week then: 0.1 touches a working day needed (now 0.0)." in seen
    own = text_of(world.command("/account reassign @dana @mel", by="UMEL"))
    assert "made 0.0" in own, "their own figures everybody sees"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Who gives, who takes?"),
        ("@dana", "Who gives, who takes?"),
        ("@dana @kim @mel", "Who gives, who takes?"),
        ("@dana @nobody", "I don't know who @nobody is"),
        ("<@UDANA|dana> <@UGUEST|gale>", "@gale is nobody I know: /account people-of-ours adds people."),
        ("@e @kim", "may be several people"),
        ("@dana @dana", "They have them already"),
    ],
)
def test_who_is_meant_must_be_one(world: World, typed: str, said: str):
    assert said in text_of(world.command(f"/account reassign {typed}", by="UMEL"))


def test_all_go_once_are_told_and_come_back(world: World):
    world.account("Acme", last="2026-11-10")
    world.account("Globex", tier="C", last="2026-11-10")
    before = standings(world)
    value = button(world.command(LINE, by="UMEL"), REASSIGN_SAVE)
    assert "✅ 2 accounts of Dana Reyes went to Kim Cho" in pressed(world, REASSIGN_SAVE, value)
    assert "They have no account to give" in pressed(world, REASSIGN_SAVE, value)
    assert owners(world) == {"Kim": 2}
    assert "Owner Dana Reyes → Kim Cho" in text_of(world.command("/account acme history", by="UMEL"))
    world.tick()
    assert "Mel Manager gave you 2 accounts: Acme, Globex." in told(world, "KIM")
    assert "Only their managers" in undo(world, "gave accounts", by="UKIM")
    assert "↩️ 2 accounts came back to Dana Reyes." in undo(world, "gave accounts", by="UMEL")
    assert standings(world) == before
    assert person(world, "dana").active


def test_hundreds_go_in_chunks_and_the_worker_finishes(world: World):
    many(world, 150)
    value = button(world.command(LINE, by="UMEL"), REASSIGN_SAVE)
    said = pressed(world, REASSIGN_SAVE, value)
    assert "✅ 125 accounts of Dana Reyes went to Kim Cho" in said
    assert "25 more follow within a minute" in said
    assert "under way already" in pressed(world, REASSIGN_SAVE, value)
    world.tick()
    assert owners(world) == {"Kim": 150}


def test_only_the_manager_of_both_or_an_admin_reassigns(world: World, other: None):
    world.account("Acme")
    forged = Reassigning(person(world, "dana").id, person(world, "pat").id, "t").pack()
    assert "Only managers and admins" in text_of(world.command(LINE))
    for by in ("UMEL", "UNED"):
        seen = text_of(world.command("/account reassign @dana @pat", by=by))
        assert "Only the manager of both" in seen
        for action in (REASSIGN_SAVE, REASSIGN_TEAM):
            assert "Only the manager of both" in pressed(world, action, forged, by=by)
    assert "Only the manager of both" in pressed(world, REASSIGN_SAVE, forged, by="UDANA")
    assert owners(world) == {"Dana": 1}
    assert "would go to *Pat Under*" in text_of(world.command("/account reassign @dana @pat", by="UADA"))


def test_some_are_ticked_of_a_tier(world: World):
    world.account("Acme", last="2026-11-10")
    world.account("Globex", tier="C", last="2026-11-10")
    world.press(BULK_OPEN, button(world.command(LINE, by="UMEL"), BULK_OPEN), by="UMEL")
    filtered = world.submit(world.modal, {"tier": "C"}, by="UMEL")["view"]
    seen = text_of(filtered)
    assert "Globex" in seen
    assert "Acme" not in seen
    assert "Kim Cho’s week then" in seen
    world.submit(filtered, {}, by="UMEL")
    assert owners(world) == {"Dana": 1, "Kim": 1}


def test_a_team_goes_to_another_manager_and_comes_back(world: World, other: None):
    line = "/account reassign <@UMEL|mel> <@UNED|ned> team"
    assert "Only the manager of both" in text_of(world.command(line, by="UMEL"))
    said = world.command(line, by="UADA")
    assert "*2 people* who report to Mel Manager would report to *Ned Other*: Dana Reyes, Kim Cho" in text_of(
        said
    )
    value = button(said, REASSIGN_TEAM)
    assert "✅ 2 people of Mel Manager report to Ned Other now." in pressed(
        world, REASSIGN_TEAM, value, by="UADA"
    )
    assert "Nobody reports to them" in pressed(world, REASSIGN_TEAM, value, by="UADA")
    ned, mel = person(world, "ned").id, person(world, "mel").id
    assert {person(world, w).manager_id for w in ("dana", "kim", "pat")} == {ned}
    assert "Dana" in text_of(world.command("/account people-of-ours", by="UNED"))
    back = undo(world, "passed their team", by="UADA")
    assert "↩️ 2 people report to Mel Manager again." in back
    assert {person(world, w).manager_id for w in ("dana", "kim")} == {mel}
    assert person(world, "pat").manager_id == ned


def test_nothing_goes_back_to_somebody_who_left_since(world: World, other: None):
    world.account("Acme")
    pressed(world, REASSIGN_SAVE, button(world.command(LINE, by="UMEL"), REASSIGN_SAVE))
    world.submit(open_(world, "leave", "dana", by="UMEL"), {}, by="UMEL")
    assert "not with us any more" in undo(world, "gave accounts", by="UMEL")
    assert owners(world) == {"Kim": 1}
    line = "/account reassign <@UMEL|mel> <@UNED|ned> team"
    pressed(world, REASSIGN_TEAM, button(world.command(line, by="UADA"), REASSIGN_TEAM), by="UADA")
    world.submit(open_(world, "leave", "mel", by="UADA"), {}, by="UADA")
    assert "not with us any more" in undo(world, "passed their team", by="UADA")
    assert person(world, "kim").manager_id == person(world, "ned").id


def comes_to(world: World, who: str, day: int) -> bool:
    """Whether an A account is told of on a day to somebody, and is on their Home alone."""
    world.slack.posted.clear()
    at_midday(world, NEXT + timedelta(days=day))
    said = "".join(text_of(m) for m in world.slack.posted if m["channel"] == f"D{who}")
    homes = {c["user_id"]: text_of(c) for c in world.slack.made("views.publish")}
    return "comes to you" in said and [u for u, home in homes.items() if "came to you" in home] == [f"U{who}"]


def test_what_went_to_whoever_led_a_team_goes_to_whoever_leads_it_now_and_back(world: World, other: None):
    world.account("Acme", last=LAST)
    at_midday(world, NINE)
    assert comes_to(world, "MEL", 0)
    said = world.command("/account reassign <@UMEL|mel> <@UNED|ned> team", by="UADA")
    pressed(world, REASSIGN_TEAM, button(said, REASSIGN_TEAM), by="UADA")
    world.deliver()
    assert ESCALATION_LEAVE not in text_of(world.slack.made("chat.update")[-1]), "the old message says so"
    assert comes_to(world, "NED", 4)
    undo(world, "passed their team", by="UADA")
    assert comes_to(world, "MEL", 5)


def test_what_waits_for_whoever_led_a_team_waits_for_whoever_leads_it_now(world: World, other: None):
    """Who asked must not wait for somebody who may not answer any more."""
    acme = world.account("Acme", last="2026-11-10")
    world.press(CARD_CHANGE, AccountRef(acme).pack())
    world.submit(world.modal, {"tier": "C", "why": "they shrank"})
    dana = person(world, "dana")
    with world.tend.database.transaction() as session:
        to = people.get(session, 1, person(world, "mel").id)
        asked = {"person": to, "by_id": dana.id, "say": "silent", "now": world.now}
        waiting.ask(session, 1, "silent", dana.id, **asked)
    assert "asks to change *Acme*" in text_of(world.command("/account approvals", by="UMEL"))
    said = world.command("/account reassign <@UMEL|mel> <@UNED|ned> team", by="UADA")
    pressed(world, REASSIGN_TEAM, button(said, REASSIGN_TEAM), by="UADA")
    assert "Nothing waits" in text_of(world.command("/account approvals", by="UMEL"))
    open_ones = world.rows(tables.Waiting, tables.Waiting.state == "open")
    assert {(w.kind, w.for_id) for w in open_ones} == {
        ("approval", person(world, "ned").id),
        ("silent", person(world, "ned").id),
    }
    assert "asks to change *Acme*" in text_of(world.command("/account approvals", by="UNED"))
    assert "*Waits for Ned Other*" in text_of(world.command("/account acme"))
    world.press(APPROVAL_YES, '{"loosening":1}', by="UNED")
    assert world.rows(tables.Account, tables.Account.id == acme)[0].tier == "C"


def test_what_went_to_a_manager_goes_to_the_next_of_whoever_has_another(world: World, other: None):
    world.account("Acme", last=LAST)
    at_midday(world, NINE)
    assert comes_to(world, "MEL", 0)
    form = open_(world, "change", "dana", by="UADA")
    world.submit(form, {"role": "rep", "manager": person(world, "ned").id}, by="UADA")
    assert comes_to(world, "NED", 4)


def test_nobody_ends_up_under_themselves(world: World, other: None):
    assert "Ada Admin" in text_of(world.command("/account reassign @ada @mel team", by="UADA"))
    seen = text_of(world.command("/account reassign @ada @dana team", by="UADA"))
    assert "stands under one of their people" in seen


def test_a_mention_in_the_direct_message_keeps_its_id(world: World):
    world.account("Acme")
    with world.tend.database.transaction() as session:
        table = tables.table(tables.Person)
        session.execute(
            update(table).where(table.c.workspace_id == 1, table.c.slack_id == "UKIM").values(name="김")
        )
    said = typed(world, "reassign <@UDANA|d> <@UKIM|k>", by="UMEL")
    assert "would go to *김*" in text_of(said)
