"""Who begins is told how, once: with what goes to them next, and only when sending is on."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from rules.delivery.pacing import Rates
from scheduler.deliver import Deliverer
from scheduler.link_people import link_people
from storage import tables, workspaces
from storage.people import new_person

from ..twin import ours
from ..world import TEAM, World, text_of

ZONE = {"timezone": "America/New_York", "country": "US"}
HELLO = "I am Tend"


@pytest.fixture
def begun(world: World) -> World:
    world.begins = True
    return world


def come(world: World, name: str = "ned", **given: str) -> None:
    world.people({"email": f"{name}@x.com", "name": f"{name.title()} New", "role": "rep", **ZONE, **given})


def greeted(world: World, name: str = "ned") -> list[str]:
    posted = [text_of(m) for m in world.slack.posted if m["channel"] == f"D{name.upper()}"]
    return [m for m in posted if HELLO in m]


def days_pass(world: World, days: int = 4) -> None:
    for hours in range(0, days * 24, 4):
        at, world.now = world.now, world.now + timedelta(hours=hours)
        world.tick()
        world.deliver()
        world.now = at
    world.now += timedelta(days=days)


def test_it_rides_in_the_first_morning_and_says_what_comes_when(begun: World):
    begun.now = datetime(2026, 11, 17, 20, tzinfo=UTC)  # Tuesday 15:00 in New York
    come(begun)
    begun.account("Acme", owner="ned@x.com", last="2026-10-10")
    begun.deliver()
    assert not greeted(begun)
    begun.now = datetime(2026, 11, 18, 13, 45, tzinfo=UTC)
    begun.tick()
    begun.deliver()
    (said,) = greeted(begun)
    assert "Acme" in said
    assert "Working days at 08:45: whom to call and why, at most 5 accounts" in said
    assert "`/account settings`" in said
    assert "Mondays" not in said


def test_where_no_morning_goes_it_comes_at_13_after_the_next(begun: World):
    come(begun, role="manager")
    assert [r.due_at for r in begun.rows(tables.Outbox, tables.Outbox.say == "welcome")] == [
        datetime(2026, 11, 19, 18, tzinfo=UTC)
    ]
    begun.now = datetime(2026, 11, 19, 18, tzinfo=UTC)
    begun.deliver()
    assert "Mondays at 08:30" in greeted(begun)[0]


def test_nobody_is_greeted_twice(begun: World):
    """By another beat, a restart, another Slack user of theirs, a leave and a return."""
    come(begun)
    link_people(begun.tend.services, begun.slack)
    days_pass(begun)
    assert len(greeted(begun)) == 1
    begun.die()
    user = begun.slack.users[-1]
    begun.slack.users[-1] = {**user, "deleted": True}
    begun.slack.users.append({**user, "id": "UNED2"})
    link_people(begun.tend.services, begun.slack)
    assert begun.rows(tables.Person, tables.Person.email == "ned@x.com")[0].slack_id == "UNED2"
    days_pass(begun)
    begun.slack.users[-1]["deleted"] = True
    link_people(begun.tend.services, begun.slack)
    begun.slack.users[-1]["deleted"] = False
    link_people(begun.tend.services, begun.slack)
    people = tables.table(tables.Person)
    with begun.tend.database.transaction() as session:  # as a restored, older database may have it
        mine = (ours(tables.Person), people.c.email == "ned@x.com")
        session.execute(update(people).where(*mine).values(slack_id=None))
    link_people(begun.tend.services, begun.slack)
    days_pass(begun)
    assert len([m for m in begun.slack.posted if HELLO in text_of(m)]) == 1


def test_who_was_linked_before_is_not_greeted(begun: World):
    link_people(begun.tend.services, begun.slack)
    days_pass(begun)
    assert not [m for m in begun.slack.posted if HELLO in text_of(m)]


def test_not_before_sending_is_on_and_then_once(begun: World):
    with begun.tend.database.transaction() as session:
        workspaces.switch_sending(session, workspaces.current(session), False)
    come(begun)
    days_pass(begun)
    assert not greeted(begun)
    with begun.tend.database.transaction() as session:
        workspaces.switch_sending(session, workspaces.current(session), True)
    days_pass(begun)
    assert len(greeted(begun)) == 1


def test_not_to_whom_slack_has_switched_off(begun: World):
    begun.load(begun.write("people", {"email": "ned@x.com", "name": "Ned New", "role": "rep", **ZONE}))
    user = {"id": "UNED", "team_id": TEAM, "tz": "America/New_York", "profile": {"email": "ned@x.com"}}
    begun.slack.users.append({**user, "deleted": True})
    link_people(begun.tend.services, begun.slack)
    assert not begun.rows(tables.Outbox, tables.Outbox.say == "welcome")


def test_five_thousand_are_welcomed_by_the_rates(begun: World):
    with begun.tend.database.transaction() as session:
        session.connection().execute(
            tables.table(tables.Person).insert(), [new_person(1, f"p{n}@x.com") for n in range(5000)]
        )
    for n in range(5000):
        user = {"id": f"U{n}", "team_id": TEAM, "tz": "UTC"}
        begun.slack.users.append({**user, "profile": {"email": f"p{n}@x.com"}})
    link_people(begun.tend.services, begun.slack)
    assert len(begun.rows(tables.Outbox, tables.Outbox.say == "welcome")) == 5000
    begun.now = datetime(2026, 11, 19, 14, tzinfo=UTC)  # 14:00 in UTC
    deliverer = Deliverer(begun.tend.services, begun.slack, Rates(), chance=random.Random(1))
    before = begun.time.passed
    assert deliverer.run_light(most=60) == 60
    assert begun.time.passed - before >= 59 * 60 / 50 - 2  # conversations.open: fifty a minute
