"""Hostile payloads: whatever arrives signed is answered with 200; nothing of it stands in a log."""

from __future__ import annotations

import json
import logging
import random
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest

from bot import Discreet
from messages import actions as do
from storage import audit, outbox, records, tables, touches

from .test_matrix import make, registered
from .world import TEAM, World

ACTIONS = sorted(v for k, v in vars(do).items() if k.isupper() and isinstance(v, str))
JUNK: list[Any] = [
    None,
    "",
    "x",
    "{}",
    '{"account":1}',
    '{"place":1}',
    '{"batch":"b"}',
    "1:3d",
    "1:date",
    "9:x",
    "<!channel>",
    "x" * 4000,
    0,
    -1,
    [],
    {},
    True,
    "\u0000",
    "🙂",
    "'; DROP TABLE touch;--",
]


def mutated(chance: random.Random, told: Any) -> Any:
    """A payload with one to three values, anywhere in it, replaced or taken away."""
    told = json.loads(json.dumps(told))
    for _ in range(chance.randint(1, 3)):
        node, parent, key = told, None, None
        while isinstance(node, dict | list) and node and chance.random() < 0.8:
            parent = node
            key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
            node = node[key]
        if parent is not None:
            parent[key] = chance.choice(JUNK)
    return told


@pytest.mark.parametrize("seed", range(4))
def test_mutated_payloads_are_answered(world: World, seed: int, caplog: pytest.LogCaptureFixture):
    from starlette.testclient import TestClient

    from handlers.endpoint import endpoint  # noqa: F401 - the route under test
    from sandbox.outlet import signed

    chance = random.Random(seed)
    account = world.account("Acme", last="2026-10-10")
    world.tick()
    world.deliver()
    client = TestClient(world.tend.http(world.app, works=True), raise_server_exceptions=False)
    world.command("/log")
    view = {
        **world.modal,
        "id": "V1",
        "hash": "1",
        "state": {"values": {"account": {"log.account": {"type": "external_select", "selected_option": {"value": str(account)}}}}},
    }
    for _ in range(150):
        kind = chance.choice(["command", "action", "view", "options", "shortcut", "event"])
        if kind == "command":
            told = mutated(
                chance,
                world.payload(
                    "slash_command", command=chance.choice(["/account", "/log", "/digest"]), text="acme called CANARY note"
                ),
            )
            body, content = urlencode({k: str(v) for k, v in told.items()}), "application/x-www-form-urlencoded"
        elif kind == "event":
            body, content = json.dumps(mutated(chance, world.payload("event"))), "application/json"
        else:
            action = {
                "type": "button",
                "action_id": chance.choice(ACTIONS),
                "block_id": "b",
                "action_ts": str(chance.random()),
                "value": str(chance.choice(JUNK)),
            }
            payload = {
                "action": lambda: world.payload("block_actions", actions=[action]),  # noqa: B023
                "view": lambda: world.payload("view_submission", view={**view, "callback_id": chance.choice(ACTIONS)}),
                "options": lambda: world.payload("block_suggestion", value="ac"),
                "shortcut": lambda: world.payload("message_action", message={"text": "acme called CANARY", "ts": "1.1"}),
            }[kind]()
            body, content = urlencode({"payload": json.dumps(mutated(chance, payload))}), "application/x-www-form-urlencoded"
        answer = client.post(
            "/slack/events", content=body.encode(), headers={**signed("shh", body.encode()), "Content-Type": content}
        )
        assert answer.status_code == 200, (kind, body[:500], answer.text)
    assert "CANARY" not in caplog.text


@pytest.mark.parametrize("fails", [False, True])
def test_no_listener_logs_what_was_typed(world: World, fails: bool, caplog: pytest.LogCaptureFixture, monkeypatch):
    """Every listener, at DEBUG, with a note and our secrets under way; and again with storage that breaks, quoting the note."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(Discreet())
    account = world.account("Acme", last="2026-10-10")
    assert world.app
    world.press(do.CARD_LOG, f'{{"account":{account}}}')
    form = world.modal
    if fails:

        @contextmanager
        def broken(*_):
            raise ValueError("CANARY of a note")
            yield

        monkeypatch.setattr(touches, "log", broken)
        monkeypatch.setattr(audit, "keep", broken)
        monkeypatch.setattr(records, "read", broken)
        monkeypatch.setattr(outbox, "refresh", broken)
    for kind, id_ in registered(monkeypatch):
        make(world, kind, id_, account, "", {"id": "UADA", "team_id": TEAM, "name": "x", "username": "x"}, "acme called, CANARY")
    world.submit(form, {"note": "CANARY", "next_text": "CANARY", "next_on": "2026-11-20"})
    world.tick()
    world.deliver()
    assert not fails or any("failed: ValueError" in r.getMessage() for r in caplog.records)
    for secret in ("CANARY", "xoxb-test", "shh", world.rows(tables.Workspace)[0].secret, "dana@x.com"):
        assert secret not in caplog.text, secret


def test_a_beat_that_fails_logs_no_note(caplog: pytest.LogCaptureFixture):
    from scheduler.metronome import _kept_alive

    def broken() -> None:
        raise ValueError("CANARY")

    _kept_alive("tick", broken)()
    assert "ValueError at" in caplog.text
    assert "CANARY" not in caplog.text
