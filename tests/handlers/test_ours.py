"""People of ours: listed by team, added by @mention, changed, taken off with what they had."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from messages.acts import ACT_UNDO, ActRef
from messages.ours import OURS_ADD, OURS_DO, OURS_PAGE, OurRef
from scheduler.link_people import link_people
from storage import tables

from ..world import TEAM, World, text_of

LIST = "/account people-of-ours"


def person(world: World, who: str) -> Any:
    (row,) = world.rows(tables.Person, tables.Person.email == f"{who}@x.com")
    return row


def newcomer(world: World, who: str = "ZOE", **given: Any) -> None:
    world.slack.users.append(
        {
            "id": f"U{who}",
            "team_id": TEAM,
            "tz": "Europe/Berlin",
            "locale": "de-DE",
            "deleted": False,
            "real_name": f"{who.title()} New",
            "profile": {"email": f"{who.lower()}@x.com"},
            **given,
        }
    )


def add(world: World, by: str, who: str = "ZOE", **values: Any) -> Any:
    """Add somebody by @mention; what is shown then."""
    assert OURS_ADD in text_of(world.command(f"{LIST} <@U{who}|{who.lower()}>", by=by))
    world.press(OURS_ADD, OurRef("add", slack=f"U{who}").pack(), by=by)
    world.sent.clear()
    answer = world.submit(world.modal, values, by=by)
    return answer if answer.get("errors") else text_of(world.sent[-1])


def open_(world: World, do: str, who: str, by: str) -> Any:
    ref = OurRef(do, person(world, who).id).pack()
    world.press(OURS_DO, ref, by=by, option=True)
    return world.modal


def standings(world: World) -> list[str]:
    return sorted(str(s.model_dump(exclude={"id"})) for s in world.rows(tables.Standing))


def last(world: World, did: str) -> int:
    return int(world.rows(tables.Audit, tables.Audit.did == did, tables.Audit.noun == "person")[-1].id)


def undo(world: World, did: str, by: str) -> str:
    world.sent.clear()
    world.press(ACT_UNDO, ActRef(last(world, did), "people").pack(), by=by)
    return text_of(world.sent[-1])


@pytest.fixture
def other(world: World) -> None:
    zone = {"timezone": "America/New_York", "country": "US"}
    world.people(
        {"email": "ned@x.com", "name": "Ned Other", "role": "manager", "manager_email": "", **zone},
        {"email": "pat@x.com", "name": "Pat Under", "role": "rep", "manager_email": "ned@x.com", **zone},
    )


def test_the_list_is_by_team_for_managers_and_admins(world: World, other: None):
    world.account("Acme")
    assert "Managers and admins look after" in text_of(world.command(LIST))
    seen = text_of(world.command(LIST, by="UMEL"))
    assert "Team of Mel Manager" in seen
    assert "*Dana Reyes* · rep · 1 account" in seen
    assert "Pat Under" not in seen, "a manager sees their own tree"
    assert "Pat Under" in text_of(world.command(LIST, by="UADA"))
    found = text_of(world.command(f"{LIST} dana", by="UADA"))
    assert "Dana Reyes" in found
    assert "Kim Cho" not in found
    assert "Kim Cho" in text_of(world.command(f"{LIST} <@UKIM|kim>", by="UMEL"))
    world.press(OURS_PAGE, "0")
    assert "Managers and admins look after" in text_of(world.sent[-1])


def test_somebody_of_another_team_is_said_to_be_there(world: World, other: None):
    said = text_of(world.command(f"{LIST} pat", by="UMEL"))
    assert "Pat Under is in the team of Ned Other, who looks after them, as admins do." in said
    assert "Nobody of that name" not in said
    assert "Ned Other is in nobody's team" in text_of(world.command(f"{LIST} ned", by="UMEL"))
    assert "Nobody of that name" in text_of(world.command(f"{LIST} zzz", by="UMEL"))


def test_somebody_is_added_by_mention_and_is_in_at_once(world: World):
    newcomer(world)
    assert "✅ Zoe New is on file: rep, managed by Mel Manager." in add(world, "UMEL")
    zoe = person(world, "zoe")
    assert (zoe.slack_id, zoe.role, zoe.zone, zoe.locale) == ("UZOE", "rep", "Europe/Berlin", "de-DE")
    assert (zoe.manager_id, zoe.active) == (person(world, "mel").id, True)
    assert zoe.plan_at is not None
    assert "Your book is empty" in text_of(world.command("/account", by="UZOE"))
    assert "*Zoe New*" in text_of(world.command(LIST, by="UMEL"))
    link_people(world.tend.services, world.slack)
    assert person(world, "zoe").slack_id == "UZOE"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"is_bot": True}, "no guests, no bots"),
        ({"is_restricted": True}, "no guests, no bots"),
        ({"deleted": True}, "no guests, no bots"),
        ({"team_id": "T9"}, "no guests, no bots"),
        ({"profile": {}}, "no guests, no bots"),
        ({"profile": {"email": "kim@x.com"}}, "is on file already"),
    ],
)
def test_nobody_is_added_who_may_not_be_here(world: World, given: dict[str, Any], said: str):
    newcomer(world, **given)
    count = len(world.rows(tables.Person))
    assert said in add(world, "UMEL")
    assert len(world.rows(tables.Person)) == count


def test_when_slack_does_not_answer_nobody_is_added(world: World):
    newcomer(world)
    world.slack.drop("users.info")
    assert "Please try again" in add(world, "UMEL")
    assert not world.rows(tables.Person, tables.Person.email == "zoe@x.com")


def test_a_manager_adds_to_their_own_team_alone(world: World, other: None):
    newcomer(world)
    ned = person(world, "ned").id
    assert "in your own team" in add(world, "UMEL", manager=ned)["errors"]["manager"]
    assert "in your own team" in add(world, "UMEL", manager="-")["errors"]["manager"]
    world.press(OURS_ADD, OurRef("add", slack="UZOE").pack(), by="UMEL")
    assert (
        "Only admins make admins" in world.submit(world.modal, {"role": "admin"}, by="UMEL")["errors"]["role"]
    )
    form = world.modal
    assert "Managers and admins" in world.submit(form, {}, by="UDANA")["errors"]["role"]
    world.press(OURS_ADD, OurRef("add", slack="UZOE").pack())
    assert "Managers and admins" in text_of(world.modal)
    assert not world.rows(tables.Person, tables.Person.email == "zoe@x.com")
    assert "admin" in add(world, "UADA", role="admin", manager="-")


def test_role_and_manager_are_changed_and_taken_back(world: World, other: None):
    ned, mel = person(world, "ned").id, person(world, "mel").id
    form = open_(world, "change", "kim", by="UADA")
    world.sent.clear()
    world.submit(form, {"role": "manager", "manager": ned}, by="UADA")
    assert "Kim Cho: Role “rep” → “manager”, Manager Mel Manager → Ned Other" in text_of(world.sent[-1])
    assert (person(world, "kim").role, person(world, "kim").manager_id) == ("manager", ned)
    assert "for managers" not in text_of(world.command("/digest", by="UKIM"))
    assert "Only their managers and admins" in undo(world, "changed", by="UMEL")
    undo(world, "changed", by="UADA")
    assert (person(world, "kim").role, person(world, "kim").manager_id) == ("rep", mel)


def test_who_may_not_changes_nobody(world: World, other: None):
    stop = "Only their managers and admins can change that"
    for by, who in (("UDANA", "kim"), ("UMEL", "pat"), ("UMEL", "ada"), ("UMEL", "mel"), ("UNED", "kim")):
        assert stop in text_of(open_(world, "change", who, by=by)), (by, who)
        assert stop in text_of(open_(world, "leave", who, by=by)), (by, who)
    form = open_(world, "change", "pat", by="UNED")
    assert stop in world.submit(form, {"role": "manager"}, by="UMEL")["errors"]["role"]
    form = open_(world, "leave", "pat", by="UNED")
    assert stop in text_of(world.submit(form, {}, by="UMEL"))
    assert person(world, "pat").active


def test_nobody_is_managed_by_their_own_people(world: World):
    form = open_(world, "change", "mel", by="UADA")
    for who in ("mel", "dana"):
        answer = world.submit(form, {"manager": person(world, who).id}, by="UADA")
        assert "Nobody is managed by themselves" in answer["errors"]["manager"]


def test_there_is_always_an_admin(world: World):
    form = open_(world, "change", "ada", by="UADA")
    assert "the only admin" in world.submit(form, {"role": "rep"}, by="UADA")["errors"]["role"]
    assert "takes you off" in text_of(world.submit(open_(world, "leave", "ada", by="UADA"), {}, by="UADA"))


def test_who_left_is_off_and_their_manager_has_the_accounts(world: World):
    acme = world.account("Acme", last="2026-10-01")
    world.account("Globex", tier="C", last="2026-10-01")
    world.account("Oldco", tier="C", status="churned")
    before = standings(world)
    form = open_(world, "leave", "dana", by="UADA")
    assert "2 accounts (1 A, 1 C)" in text_of(form)
    world.sent.clear()
    for _ in range(2):
        world.submit(form, {}, by="UADA")
    assert "✅ Dana Reyes left. 2 accounts went to Mel Manager." in text_of(world.sent[0])
    mel, dana = person(world, "mel").id, person(world, "dana")
    assert (dana.active, dana.left_on) == (False, date(2026, 11, 18))
    assert [a.owner_id for a in world.rows(tables.Account)] == [mel, mel, dana.id]
    assert "switched off" in text_of(world.command("/account acme"))
    link_people(world.tend.services, world.slack)
    assert not person(world, "dana").active, "Slack still knows them"
    assert "Owner Dana Reyes → Mel Manager" in text_of(world.command("/account acme history", by="UMEL"))
    world.tick()
    world.now += timedelta(hours=3, minutes=30)
    world.tick()
    world.deliver()
    told = [text_of(m) for m in world.slack.posted if m["channel"] == "DMEL"]
    assert any("Dana Reyes left: 2 accounts of theirs are yours" in t and "Acme" in t for t in told)
    assert not [m for m in world.slack.posted if m["channel"] == "DDANA"]
    seen = undo(world, "left us", by="UMEL")
    assert "↩️ Dana Reyes is with us again. 2 accounts came back." in seen
    assert standings(world) == before
    assert world.rows(tables.Account)[0].owner_id == dana.id == world.rows(tables.Account)[1].owner_id
    assert "*Acme*" in text_of(world.command("/account acme"))
    assert acme


def test_what_went_another_way_since_stays_there(world: World):
    world.account("Acme", last="2026-10-01")
    world.account("Globex", last="2026-10-01")
    world.submit(open_(world, "leave", "dana", by="UMEL"), {}, by="UMEL")
    world.account("Globex", owner="kim@x.com")
    assert "1 account came back. 1 account went another way since" in undo(world, "left us", by="UADA")
    owners = [a.owner_id for a in world.rows(tables.Account)]
    assert owners == [person(world, "dana").id, person(world, "kim").id]


def test_an_account_does_not_go_back_to_somebody_who_left(world: World):
    world.account("Acme", last="2026-10-01")
    world.submit(open_(world, "leave", "dana", by="UMEL"), {}, by="UMEL")
    given = world.rows(tables.Audit, tables.Audit.did == "reassigned")[-1].id
    world.sent.clear()
    world.press(ACT_UNDO, ActRef(int(given), "history").pack(), by="UMEL")
    assert "not with us any more" in text_of(world.sent[-1])


def test_the_people_of_a_manager_who_left_are_managed_on(world: World):
    ada, mel = person(world, "ada").id, person(world, "mel").id
    form = open_(world, "leave", "mel", by="UADA")
    assert "Their people go to Ada Admin: Dana Reyes, Kim Cho" in text_of(form)
    world.submit(form, {}, by="UADA")
    assert person(world, "dana").manager_id == person(world, "kim").manager_id == ada
    undo(world, "left us", by="UADA")
    assert person(world, "dana").manager_id == person(world, "kim").manager_id == mel


def test_a_manager_who_left_with_accounts_has_them_and_their_people_back(world: World):
    ada, mel = person(world, "ada").id, person(world, "mel").id
    world.account("Acme", owner="mel@x.com")
    world.submit(open_(world, "leave", "mel", by="UADA"), {}, by="UADA")
    assert person(world, "dana").manager_id == world.rows(tables.Account)[0].owner_id == ada
    assert "1 account came back" in undo(world, "left us", by="UADA")
    assert world.rows(tables.Account)[0].owner_id == mel
    assert person(world, "dana").manager_id == person(world, "kim").manager_id == mel


def test_where_the_manager_is_off_too_people_and_accounts_go_to_who_is_above(world: World):
    zone = {"timezone": "America/New_York", "country": "US"}
    world.people(
        {"email": "tom@x.com", "name": "Tom Lead", "role": "manager", "manager_email": "mel@x.com", **zone},
        {"email": "pat@x.com", "name": "Pat Under", "role": "rep", "manager_email": "tom@x.com", **zone},
    )
    world.account("Acme", owner="tom@x.com")
    with world.tend.database.transaction() as session:
        session.get(tables.Person, person(world, "mel").id).active = False
    form = open_(world, "leave", "tom", by="UADA")
    assert "Their people go to Ada Admin: Pat Under" in text_of(form)
    world.submit(form, {}, by="UADA")
    ada = person(world, "ada").id
    assert person(world, "pat").manager_id == world.rows(tables.Account)[0].owner_id == ada


def test_who_left_comes_back_by_mention(world: World):
    world.submit(open_(world, "leave", "kim", by="UMEL"), {}, by="UMEL")
    seen = text_of(world.command(LIST, by="UMEL"))
    assert "Kim Cho left." in seen
    assert ACT_UNDO in seen
    newcomer(world, "KIM2", id="UKIM2", profile={"email": "kim@x.com"})
    assert "Kim Cho is with us again" in add(world, "UMEL", "KIM2")
    kim = person(world, "kim")
    assert (kim.active, kim.left_on, kim.slack_id) == (True, None, "UKIM2")


def test_accounts_go_to_whom_the_manager_may_give_them(world: World, other: None):
    world.account("Acme")
    form = open_(world, "leave", "dana", by="UMEL")
    for who, said in (("pat", "your own people"), ("dana", "Who takes")):
        answer = world.submit(form, {"taker": person(world, who).id}, by="UMEL")
        assert said in answer["errors"]["taker"]
    world.submit(form, {"taker": person(world, "kim").id}, by="UMEL")
    assert world.rows(tables.Account)[0].owner_id == person(world, "kim").id
