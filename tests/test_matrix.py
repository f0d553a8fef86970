"""Who may do what: outsiders x every command, action, view, option, shortcut and event. Default deny.

A listener that is registered and has no row here fails the suite, so that nobody forgets to say who may.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from messages import actions as do
from messages.actions import Origin
from scheduler.link_people import link_people
from storage import tables

from .world import TEAM, World, text_of

ANYBODY, OWNERS, LEADS, ADMINS = "anybody registered", "owner, team, their managers", "managers", "admins"
MATRIX = {
    "/account": ANYBODY, "/log": ANYBODY, "/digest": LEADS,
    do.CARD_OPEN: ANYBODY, do.CARD_NEW: ANYBODY, do.CARD_MORE: ANYBODY, do.CARD_LESS: ANYBODY, do.CARD_PREP: ANYBODY, do.CARD_HISTORY: ANYBODY,
    do.CARD_LOG: ANYBODY, do.CARD_SHARE: ANYBODY, do.SHARE_FORM: ANYBODY, do.CARD_SNOOZE: OWNERS, do.SNOOZE_FORM: OWNERS, do.CARD_CHANGE: OWNERS,
    do.CHANGE_FORM: OWNERS, do.BOOK_PAGE: ANYBODY, do.HOME_BOOK: ANYBODY, do.DIGEST_OPEN: ANYBODY, do.DIGEST_WORRY: ANYBODY, do.ASK_FORM: ANYBODY,
    do.REASSIGN_FORM: OWNERS, do.HOME_DIGEST: LEADS, do.LOG_FORM: ANYBODY, do.LOG_ACCOUNT: ANYBODY, do.LOG_SHORTCUT: ANYBODY, do.LOG_OPEN: ANYBODY,
    do.LOG_UNDO: "author or their manager", do.LOG_EDIT: "author", do.NUDGE_LOG: ANYBODY, do.NUDGE_SNOOZE: OWNERS, do.NUDGE_NOT_NEEDED: OWNERS,
    do.NUDGE_STUCK: OWNERS, do.HOME_INSIGHT: LEADS, do.INSIGHT_FORM: LEADS, do.HOME_SETTINGS: ADMINS, do.SETTINGS_FORM: ADMINS, do.HOME_SENDING: ADMINS,
    "app_home_opened": ANYBODY, "app_mention": ANYBODY, "message": ANYBODY,
}  # fmt: skip
OUTSIDERS = ("unregistered", "guest", "stranger", "bot", "deactivated", "other workspace")


def registered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """(kind, id) of every listener that `register` wires."""
    import handlers

    class Recorder:
        def __init__(self) -> None:
            self.found: list[tuple[str, str]] = []

        def __getattr__(self, kind: str) -> Callable[..., Any]:
            def note(*args: Any) -> Any:
                if args and isinstance(args[0], str):
                    self.found.append((kind, args[0]))
                return lambda listener: listener

            return note

    recorder = Recorder()
    handlers.register(recorder, None)  # type: ignore[arg-type]
    return recorder.found


def test_every_listener_has_its_row(monkeypatch: pytest.MonkeyPatch):
    assert {id_ for _, id_ in registered(monkeypatch)} == set(MATRIX)


def make(
    world: World, kind: str, id_: str, account: int, who: str, user: dict[str, Any], said: str = "acme called, happy"
) -> dict[str, Any]:  # fmt: skip
    """Send the request of a listener as somebody; the answer."""
    outer = {"team_id": "T_OTHER"} if who == "other workspace" else {}
    value = json.dumps({"account": account, "do": "reassign", "place": 1, "batch": "b"})
    if kind == "command":
        return world.command(f"{id_} {said}", by=user["id"], **outer)
    if kind == "event":
        event = {
            "type": id_,
            "user": user["id"],
            "channel": "D1",
            "channel_type": "im",
            "tab": "home",
            "text": f"log {said}",
            "ts": "1.5",
            "event_ts": "1.5",
        }
        if who == "bot":
            event["bot_id"] = "B1"
        return world.dispatch(json.dumps(world.payload("event", event=event, **outer)), "application/json")
    if kind == "options":
        return world.interact(world.payload("block_suggestion", user=user, value=said[:4]))
    if kind == "shortcut":
        return world.interact(world.payload("message_action", user=user, message={"text": said, "ts": "1.1"}))
    if kind == "view":
        view = {"type": "modal", "id": "V1", "hash": "1", "callback_id": id_, "blocks": [], "private_metadata": Origin("t", accounts=(account,)).pack(),
                "state": {"values": {"account": {"log.account": {"type": "external_select", "selected_option": {"value": str(account)}}}}}}  # fmt: skip
        return world.interact(world.payload("view_submission", user=user, view=view))
    chosen = {
        "type": "static_select",
        "selected_option": {"value": f"{account}:3d" if "snooze" in id_ or "need" in id_ or "stuck" in id_ else value},
    }
    button = {"type": "button", "value": value}
    action = {
        **(chosen if "snooze" in id_ or "need" in id_ or "worry" in id_ else button),
        "action_id": id_,
        "block_id": "b",
        "action_ts": "1.1",
    }
    return world.interact(world.payload("block_actions", user=user, actions=[action]))


def outsider(world: World, who: str) -> dict[str, Any]:
    user = {"id": "UDANA", "team_id": TEAM, "name": "x", "username": "x"}
    change = {"guest": {"is_restricted": True}, "deactivated": {"deleted": True}, "bot": {"is_bot": True}}.get(who)
    if change:
        world.slack.users = [{**u, **(change if u["id"] == "UDANA" else {})} for u in world.slack.users]
        link_people(world.tend.services, world.slack)
    if who == "unregistered":
        user["id"] = "UNOBODY"
    if who in {"stranger", "other workspace"}:
        user["team_id"] = "T_OTHER"
    if who == "stranger":
        user["id"] = "USTRANGER"
    return user


def state(world: World) -> list[list[Any]]:
    models = (
        tables.Touch,
        tables.Snooze,
        tables.Standing,
        tables.Insight,
        tables.Outbox,
        tables.NextStep,
        tables.Audit,
        tables.Workspace,
        tables.Account,
    )
    return [[m.model_dump() for m in world.rows(model)] for model in models]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_change_and_see_nothing(world: World, who: str, monkeypatch: pytest.MonkeyPatch):
    account = world.account("Acme", last="2026-10-10", annual_revenue="84000", currency="USD")
    listeners = registered(monkeypatch)
    user = outsider(world, who)
    before = state(world)
    for kind, id_ in listeners:
        world.slack.calls.clear()
        world.sent.clear()
        told = make(world, kind, id_, account, who, user)
        seen = text_of(told) + text_of({"sent": world.sent, "calls": world.slack.calls})
        assert "84,000" not in seen, (who, id_)
        assert "Acme" not in seen, (who, id_)
        assert state(world) == before, (who, id_)
        assert not [name for name, _ in world.slack.calls if name.startswith(("views.", "chat."))], (who, id_)


RESTRICTED = sorted(id_ for id_, who in MATRIX.items() if who in {OWNERS, ADMINS, LEADS})


def test_a_rep_without_the_right_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch):
    """Kim is registered, owns nothing here, manages nobody and is no admin."""
    account = world.account("Acme", last="2026-10-10")
    world.tick()
    world.deliver()
    kinds = {id_: kind for kind, id_ in registered(monkeypatch)}
    before = state(world)
    user = {"id": "UKIM", "team_id": TEAM, "name": "kim", "username": "kim"}
    for id_ in RESTRICTED:
        if id_ == do.SNOOZE_FORM:
            world.press(do.CARD_SNOOZE, f"{account}:date", option=True)
            told = world.submit(world.modal, {"until": "2026-12-01"}, by="UKIM")
        elif id_ in {do.CHANGE_FORM, do.REASSIGN_FORM, do.SETTINGS_FORM, do.INSIGHT_FORM}:
            told = world.submit(_form(world, id_, account), {"owner": "1", "text": "x"}, by="UKIM")
        else:
            told = make(world, kinds[id_], id_, account, "kim", user)
        assert state(world) == before, (id_, told)


def _form(world: World, id_: str, account: int) -> dict[str, Any]:
    """The form as somebody who may would see it."""
    home = {"container": {"type": "view", "view_id": "V0"}, "view": {"type": "home", "id": "V0"}}
    if id_ == do.CHANGE_FORM:
        world.press(do.CARD_CHANGE, json.dumps({"account": account}))
    elif id_ == do.REASSIGN_FORM:
        world.press(do.DIGEST_WORRY, json.dumps({"account": account, "do": "reassign"}), by="UMEL", option=True)
    else:
        world.press(do.HOME_SETTINGS if id_ == do.SETTINGS_FORM else do.HOME_INSIGHT, "x", by="UADA", **home)
    return world.modal


def test_deactivation_works_at_the_next_look_at_slack(world: World):
    world.account("Acme", last="2026-10-10")
    assert "*Acme*" in text_of(world.command("/account acme"))
    outsider(world, "deactivated")
    assert "switched off" in world.command("/account acme")["text"]
