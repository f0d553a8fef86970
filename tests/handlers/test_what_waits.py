"""`/account approvals` and Home list the same: whatever waits for somebody's tap, of each kind, with its
buttons, for them alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from messages.approvals import APPROVAL_YES
from messages.away import AWAY_OPEN
from messages.handoffs import HANDOFF_ACCEPT, HANDOFF_ANSWER, HANDOFF_ASK, HandoffRef
from messages.merge_waits import MERGE_YES
from messages.mine import MINE_NO, MINE_STAYS, MineRef
from messages.offered_accounts import OFFER_ALL, OFFER_LIST
from messages.sends import UPSELL_ACCEPT
from messages.silence import SILENCE_HERE
from messages.to_whom import TO_WHOM_ALL, ChangeoverRef
from messages.upsells import UPSELL_OFFER
from messages.upsold import UPSELL_SENT, UpsellRef
from messages.waiting import LINES
from scheduler.waiting import KINDS
from storage import tables, workspaces
from storage.awaited import READ

from ..world import World, text_of
from .test_approvals import change
from .test_escalations import silent
from .test_handoffs import introduce
from .test_merging import merge, theirs
from .test_to_whom import FRIDAY, at, switch

EVERYBODY = ("UDANA", "UKIM", "UMEL", "UADA")


def _introduced(world: World) -> None:
    introduce(world, world.account("Acme", last="2026-11-10"))


def _asked_back(world: World) -> None:
    _introduced(world)
    world.press(HANDOFF_ASK, HandoffRef(1).pack(), by="UKIM")
    world.submit(world.modal, {"text": "who decides there?"}, by="UKIM")


def _loosening(world: World) -> None:
    change(world, world.account("Acme", last="2026-11-10"), tier="C", reason="they shrank")


def _merge(world: World) -> None:
    merge(world, *theirs(world))


def _not_mine(world: World) -> None:
    world.begins = True
    acme = {"name": "Acme", "owner_email": "dana@x.com", "tier": "A", "started_on": "2024-01-10"}
    world.load(world.write("accounts", acme))
    world.press(MINE_NO, MineRef(1).pack())


def _left(world: World) -> None:
    for name in ("Acme", "Globex"):
        world.account(name, last="2026-10-01", industry="food")
    world.account("Foodco", owner="kim@x.com", last="2026-11-10", industry="food")
    switch(world, "DANA")
    at(world, FRIDAY)


def _offered(world: World) -> None:
    _left(world)
    world.press(TO_WHOM_ALL, ChangeoverRef(1).pack(), by="UMEL")


def _to_send(world: World) -> None:
    """Dana asks Kim, whom a setting names."""
    world.account("Acme", last="2026-11-10")
    world.load(world.write("offers", {"name": "Planner", "sends": "the brochure"}))
    world.load(world.write("upsells", {"account": "Acme", "step": "explore", "text": "nights"}))
    (kim,) = world.rows(tables.Person, tables.Person.email == "kim@x.com")
    with world.tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), {"marketing_to": kim.id})
    world.press(UPSELL_OFFER, UpsellRef(1, "offer").pack())
    world.submit(world.modal, {"offer": "1", "due_on": "2026-12-10"})


def _accepted(world: World) -> None:
    _to_send(world)
    world.press(UPSELL_ACCEPT, UpsellRef(1).pack(), by="UKIM")


def ids(shown: object) -> set[str]:
    """Of its buttons."""
    return set(re.findall(r'"action_id": ?"([a-z_]+\.[a-z_]+)"', json.dumps(shown)))


KIND = (
    ("handoff", _introduced, "UKIM", {HANDOFF_ACCEPT, HANDOFF_ASK}),
    ("handoff question", _asked_back, "UDANA", {HANDOFF_ANSWER}),
    ("silent", silent, "UMEL", {SILENCE_HERE, AWAY_OPEN}),
    ("approval", _loosening, "UMEL", {APPROVAL_YES}),
    ("not_mine", _not_mine, "UMEL", {MINE_STAYS}),
    ("merge", _merge, "UKIM", {MERGE_YES}),
    ("to whom", _left, "UMEL", {TO_WHOM_ALL}),
    ("handoffs", _offered, "UKIM", {OFFER_ALL, OFFER_LIST}),
    ("sends", _to_send, "UKIM", {UPSELL_ACCEPT, UPSELL_SENT}),
    ("sending", _accepted, "UKIM", {UPSELL_SENT}),
)


@pytest.mark.parametrize(("kind", "cause", "whose", "buttons"), KIND, ids=[k for k, *_ in KIND])
def test_whatever_waits_for_a_tap_stands_in_the_list_and_on_home(
    world: World, kind: str, cause: Callable[[World], object], whose: str, buttons: set[str]
):
    cause(world)
    assert [w.kind for w in world.rows(tables.Waiting, tables.Waiting.state == "open")] == [kind]
    for by in EVERYBODY:
        listed = world.command("/account approvals", by=by)
        home = _home(world, by)
        assert (buttons <= ids(listed)) == (buttons <= ids(home)) == (by == whose), by
        assert ("Waiting for you" in text_of(listed)) == (by == whose), by


def _home(world: World, by: str) -> dict[str, Any]:
    event = {"type": "app_home_opened", "user": by, "channel": "D1", "tab": "home", "event_ts": "1.1"}
    world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
    world.deliver()
    return next((c["view"] for c in reversed(world.slack.made("views.publish")) if c["user_id"] == by), {})


def test_each_kind_is_read_painted_and_ended_and_tried_here():
    assert READ.keys() == KINDS.keys() == LINES.keys() == {kind for kind, *_ in KIND}
