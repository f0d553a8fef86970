"""Slack's users become people: whom a link belongs to, who is never linked, and how long writing it takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from rules.linking import Known, assign
from scheduler.link_people import link_people
from storage import outbox, tables
from storage.people import new_person

from ..world import World


def a_user(id_: str, email: str = "dana@x.com", **given: object) -> dict:
    return {
        "id": id_,
        "tz": "America/New_York",
        "locale": "en-US",
        "real_name": "X",
        "profile": {"email": email},
        **given,
    }


DANA = Known(1, "dana@x.com", "UOLD")


@pytest.mark.parametrize(
    ("old", "new", "linked"),
    [
        (a_user("UOLD"), a_user("UNEW"), "UOLD"),
        (a_user("UOLD", deleted=True), a_user("UNEW"), "UNEW"),
        (a_user("UOLD", is_restricted=True), a_user("UNEW"), "UNEW"),
        (a_user("UOLD", "other@x.com"), a_user("UNEW"), "UNEW"),
        (a_user("UOLD", ""), a_user("UNEW", "other@x.com"), "UOLD"),
        (a_user("UOLD", deleted=True), a_user("UNEW", deleted=True), "UOLD"),
        (a_user("UOLD", deleted=True), a_user("UNEW", is_restricted=True), "UOLD"),
        (a_user("UOLD", deleted=True), a_user("UNEW", is_stranger=True), "UOLD"),
    ],
)
def test_a_link_stands_until_somebody_else_has_the_address(old: dict, new: dict, linked: str):
    for users in ([old, new], [new, old]):
        first = assign([DANA], users)[1]["id"]
        assert first == linked
        assert assign([Known(1, "dana@x.com", first)], users)[1]["id"] == linked, "and does not flip back"


def test_nobody_is_taken_from_another_person():
    """Kim's user has Dana's address by now: Kim keeps it, and Dana waits."""
    kim = Known(2, "kim@x.com", "UKIM")
    assert assign([Known(1, "dana@x.com", ""), kim], [a_user("UKIM")]) == {2: a_user("UKIM")}


@pytest.mark.parametrize("kind", ["is_bot", "is_restricted", "is_ultra_restricted", "is_stranger"])
def test_guests_bots_and_strangers_are_never_linked(world: World, kind: str):
    world.load(
        world.write("people", {"email": "new@x.com", "name": "New", "timezone": "UTC", "country": "US"})
    )
    world.slack.users.append(a_user("UGUEST", "new@x.com", **{kind: True}))
    link_people(world.tend.services, world.slack)
    assert {p.slack_id for p in world.rows(tables.Person) if p.email == "new@x.com"} == {None}
    assert "I don't know you yet" in str(world.command("/account", by="UGUEST"))
    world.slack.users = [{**u, kind: True} if u["id"] == "UKIM" else u for u in world.slack.users]
    link_people(world.tend.services, world.slack)
    kim = next(p for p in world.rows(tables.Person) if p.email == "kim@x.com")
    assert (kim.slack_id, kim.active) == ("UKIM", False), "who became one is switched off"


def test_a_new_user_with_the_same_address_gets_the_link_once(world: World):
    """Dana's Slack user was closed and made anew: messages go to the new one, through a direct message of
    its own."""
    with world.tend.database.transaction() as session:
        dana = next(p.id for p in world.rows(tables.Person) if p.email == "dana@x.com")
        outbox.enqueue(
            session, 1, "n:1", say="notice", payload={"text": "one"}, now=world.now, person_id=dana
        )
    world.deliver()
    world.slack.users = [{**u, "deleted": True} if u["id"] == "UDANA" else u for u in world.slack.users] + [
        a_user("UDANA2")
    ]
    assert link_people(world.tend.services, world.slack) == 1
    assert [link_people(world.tend.services, world.slack) for _ in range(3)] == [0, 0, 0], (
        "not every four minutes"
    )
    person = next(p for p in world.rows(tables.Person) if p.email == "dana@x.com")
    assert (person.slack_id, person.dm_channel, person.active) == ("UDANA2", "", True)
    with world.tend.database.transaction() as session:
        outbox.enqueue(
            session, 1, "n:2", say="notice", payload={"text": "two"}, now=world.now, person_id=dana
        )
    world.deliver()
    assert [m["channel"] for m in world.slack.posted] == ["DDANA", "DDANA2"]


def test_five_thousand_people_are_linked_without_a_long_lock(world: World):
    """And Slack may want a rest between the pages."""
    people = [{**new_person(1, f"p{n}@x.com"), "name": f"P {n}"} for n in range(5_000)]
    with world.tend.database.transaction() as session:
        session.connection().execute(tables.table(tables.Person).insert(), people)
    world.slack.users += [a_user(f"U{n}", p["email"]) for n, p in enumerate(people)]
    world.slack.refuse("users.list", "ratelimited", 429, {"Retry-After": "7"})
    took: list[float] = []

    @contextmanager
    def timed() -> Iterator[Session]:
        since = time.thread_time()
        with world.tend.database.transaction() as session:
            yield session
        took.append(time.thread_time() - since)

    before = world.time.at
    assert link_people(replace(world.tend.services, transaction=timed), world.slack) == 5_000
    assert all(p.slack_id for p in world.rows(tables.Person))
    assert max(took) < 0.5, f"{max(took):.2f} s of processor time in one transaction"
    assert world.time.at - before == timedelta(seconds=7)
