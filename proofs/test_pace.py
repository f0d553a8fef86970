"""Slack's rates under the real delivery, its clock simulated: never exceeded by several workers together,
and well used."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from sqlalchemy import update

from rules.delivery.pacing import EVERY
from scheduler.deliver import Deliverer
from scheduler.under_way import UnderWay
from storage import outbox, tables
from tests.twin import ours
from tests.world import World

from .conftest import Size

A_MINUTE = {
    "chat.postMessage": 300,
    "chat.update": 50,
    "views.publish": 100,
    "conversations.open": 50,
    "conversations.history": 50,
}


def crowd(world: World, people: int) -> list[int]:
    rows = [
        {"email": f"r{n}@x.com", "name": f"Rep {n}", "role": "rep", "timezone": "UTC", "country": ""}
        for n in range(people)
    ]
    world.people(*rows)
    with world.tend.database.transaction() as session:  # all but the first 20 have spoken with us before
        P = tables.table(tables.Person)
        session.execute(
            update(P)
            .where(ours(P), P.c.email.not_in([r["email"] for r in rows[:20]]))
            .values(dm_channel="D" + P.c.email)
        )
    return [p.id for p in world.rows(tables.Person, tables.Person.email.startswith("r"))]


def test_limits_are_kept_by_four_workers_and_the_rate_is_used(world: World, size: Size):
    people, messages = crowd(world, size.of(200, 1_500)), size.of(400, 5_000)
    with world.tend.database.transaction() as session:
        for n in range(messages):
            seen = {"person_id": people[n % len(people)]}
            outbox.enqueue(
                session, 1, f"n:{n}", say="notice", payload={"text": f"message {n}"}, now=world.now, **seen
            )
        for n in range(messages // 25):
            outbox.refresh(
                session,
                1,
                f"home:{n}",
                say="home",
                payload={},
                now=world.now,
                person_id=people[n % len(people)],
                kind="home",
            )
    made: dict[str, list[float]] = defaultdict(list)
    channels: dict[str, list[float]] = defaultdict(list)
    real = world.slack.api_call

    def call(api_method, **seen):
        answer = real(api_method, **seen)
        made[api_method].append(world.time.at.timestamp())
        if api_method == "chat.postMessage":
            channels[answer["channel"]].append(world.time.at.timestamp())
            # it ran, and nobody was told: settled, and looked up in the history
            if len(made[api_method]) % 100 == 0:
                raise ConnectionResetError
        return answer

    world.slack.api_call = call
    workers = [Deliverer(world.tend.services, world.slack) for _ in range(4)]
    idle = 0.0
    while idle < 200:  # longer than settling
        if sum(worker.one() for worker in workers):
            idle = 0.0
        else:
            pause = workers[0]._pause(1, UnderWay(1)) or 1.0
            idle += pause
            world.time.pass_for(pause)

    assert len(made["chat.postMessage"]) == messages, "each once, those of which nobody was told too"
    took = made["chat.postMessage"][messages * 9 // 10] - made["chat.postMessage"][0]
    assert messages * 0.9 / took * 60 >= 0.95 * 300, "messages a minute"
    for method, most in A_MINUTE.items():
        times = made[method]
        assert all(times[n + most] - times[n] >= 59.999 for n in range(len(times) - most)), (
            f"{method}: {most} a minute"
        )
    assert all(b - a >= 0.999 for times in channels.values() for a, b in pairwise(times)), (
        "one a second in a channel"
    )
    assert set(EVERY) == {"post", "update", "home", "open", "history"}
