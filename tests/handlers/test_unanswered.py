"""Nobody answers: card, prep and morning say so, and whom or how to try."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ..world import World, text_of


def tried(world: World, *days: str, **given: Any) -> None:
    seen = {"account": "Acme", "by_email": "dana@x.com", "channel": "email", "outcome": "sent"}
    report = world.load(world.write("touches", *[{**seen, "at": day, **given} for day in days]))
    assert not report.problems


def shown(world: World) -> list[str]:
    """What card, prep and the next morning say."""
    card, prep = world.command("/account acme"), world.command("/account acme prep")
    world.now = datetime(2026, 11, 19, 15, tzinfo=UTC)
    world.tick()
    world.deliver()
    said = [text_of(m) for m in world.slack.posted if m["channel"] == "DDANA"]
    return [json.dumps(card, ensure_ascii=False), json.dumps(prep, ensure_ascii=False), *said]


@pytest.fixture
def acme(world: World) -> World:
    world.account("Acme", last="2026-09-10")
    world.load(
        world.write(
            "contacts",
            {"account": "Acme", "name": "Leo Park", "role": "buyer"},
            {"account": "Acme", "name": "Ann <Bly>", "role": "champion"},
        )
    )
    return world


def test_three_in_a_row_propose_whom_nobody_asked(acme: World):
    tried(acme, "2026-11-02", "2026-11-05", "2026-11-09", contact="Leo Park")
    line = "o answer to the last 3 contacts: try Ann &lt;Bly&gt; (champion), who was not asked yet."
    card, prep, morning = shown(acme)
    assert [line in said for said in (card, prep, morning)] == [True] * 3
    assert "Ask: “Who is the right person to talk to about this?”" in morning


def test_four_in_a_week_warn_of_one_more(acme: World):
    tried(acme, "2026-11-13", "2026-11-16", "2026-11-17", "2026-11-18")
    card, prep, morning = shown(acme)
    line = "4 contacts in 7 days without an answer: one more may be too much before Nov 23."
    assert [line in said for said in (card, prep, morning)] == [True] * 3


def test_an_answer_ends_it(acme: World):
    tried(acme, "2026-11-02", "2026-11-05", "2026-11-09")
    acme.command("/log acme they called 10 min about the invoices")
    assert not [said for said in shown(acme) if "no answer to the last" in said]
