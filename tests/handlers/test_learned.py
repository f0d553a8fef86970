"""What became of nudges, opened from a digest; the switch of what is learned from it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from messages.home import HOME_SETTINGS
from rules.learned import Learned, Sunk
from storage import tables, workspaces

from ..world import World, text_of


def test_a_line_of_the_digest_opens_what_became_of_nudges(world: World):
    world.set(figures_by_name="US: by name")
    for name in ("Acme", "Globex"):
        world.account(name, last="2026-10-10")
    world.account("Kim's", owner="kim@x.com", last="2026-10-10")
    world.tick()
    world.deliver()
    world.now += timedelta(days=1)
    world.command("/log acme called, showed the numbers")
    assert "*Nudges*: 3 shown, 1 acted on within 3 days" in text_of(world.command("/digest", by="UMEL"))
    world.now += timedelta(days=3)
    said = world.digest_part("nudges")
    assert "3 shown, 1 acted on within 3 days (33 %)" in said
    assert "• 10:00 to 10:59: 1 of 3 acted on, 2 ignored" in said, "the hour where the rep is"
    assert "• place 1: " in said
    assert said.index("Dana Reyes: 1 of 2 acted on, 1 ignored") < said.index("Kim Cho: 0 of 1 acted on")
    world.set(figures_by_name="")
    said = world.digest_part("nudges")
    assert "3 shown" in said
    assert "Dana" not in said


def test_what_was_never_sent_became_nothing(world: World):
    world.account("Acme", last="2026-10-10")
    world.tick()
    assert "Nothing of that" in world.digest_part("nudges")


def test_it_is_for_managers(world: World):
    said = world.digest_part("nudges", by="UDANA")
    assert "for managers" in said


def hint_of(view: dict[str, Any]) -> str:
    (block,) = (b for b in view["blocks"] if b["block_id"] == "learning")
    return str(block["hint"]["text"])


@pytest.mark.parametrize("to", ["on", "off"])
def test_an_admin_reads_what_sinks_and_switches_it(world: World, to: str):
    kept = Learned(world.now.date(), {"insight": Sunk("insight", 44, 1, high=0.07, others=0.31)})
    with world.tend.database.transaction() as session:
        workspaces.keep_learned(session, workspaces.current(session), kept.to_json())
    world.press(HOME_SETTINGS, "", by="UADA")
    assert "Now: an insight to tell (1 of 44 acted on, the others 31 %)." in hint_of(world.modal)
    assert "errors" not in world.submit(world.modal, {"learning": to}, by="UADA")
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
    assert ws.policy.learning is (to == "on")
    assert ws.learned == kept, "what was learned stays"
    (row,) = world.rows(tables.Workspace)
    assert row.recompute_after is None, "no figure rests on it"
