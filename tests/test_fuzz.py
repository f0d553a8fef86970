"""Hostile payloads: whatever arrives signed is answered with 200; names and notes stay dead on every surface."""

from __future__ import annotations

import json
import random
import re
from typing import Any
from urllib.parse import urlencode

import pytest

from messages import actions as do

from .world import World, text_of

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


HOSTILE = [
    "<!channel>", "<!here|x>", "<@U123>", "<https://evil.example|click>", "&lt;!channel&gt;", "*bold*_it_~s~`c`", ">quote", "=cmd()|'x'!A1", "+1", "-1", "@SUM(A1)", "%s %d {0} {}",
    "{{7*7}}", "${x}", "\u202egnirts", "a\u0000b", "x" * 300, "😀😀", "شركة", "𝕬𝖈𝖒𝖊", "<script>alert(1)</script>", "'; DROP TABLE account;--", "line\nbreak", "\t", "100%", "_", "\\", "null", "`" * 50,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_dead_on_every_surface(world: World, text: str):
    name = " ".join(f"Co {text}".replace("\x00", "").split())
    account = world.account(name, last="2026-10-10", industry=text.strip() or "x", aliases="")
    world.load(world.write("contacts", {"account": name, "name": f"Ann {text}".strip(), "title": text.strip()}))
    world.press("card.log", f'{{"account":{account}}}')
    world.submit(
        world.modal, {"note": f"note {text}", "next_text": text.strip() or "x", "next_on": "2026-11-20", "outcome": "left_message"}
    )
    world.tick()
    world.deliver()
    for action in ("card.more", "card.prep", "card.history"):
        world.press(action, f'{{"account":{account}}}')
    world.command("/account")
    shown = [*world.sent, *world.slack.posted, world.command("/digest", by="UMEL"), world.command("/account Co")]
    said = [t for m in shown for b in m.get("blocks", []) for t in _alive(b)] + [m.get("text", "") for m in shown]
    assert len(said) > 10
    for line in said:
        assert not re.search(r"<(?!\!date\^)[^>]*>", line), line
    assert any("Co " in line for line in said)
    assert text_of(shown[-1])


def _alive(block: dict[str, Any]) -> list[str]:
    """Every mrkdwn text of a block."""
    found = [block.get("text"), *block.get("fields", []), *(e for e in block.get("elements", []) if e.get("type") == "mrkdwn")]
    return [t["text"] for t in found if t and t.get("type") == "mrkdwn"]
