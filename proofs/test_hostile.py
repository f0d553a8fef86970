"""Hostile input: a corpus of texts through every field and surface; a hundred thousand requests at the one
door."""

from __future__ import annotations

import csv
import json
import logging
import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from bot import Discreet
from messages.card import CARD_CHANGE, CARD_HISTORY, CARD_LOG, CARD_MORE, CARD_PREP, CARD_SHARE, CARD_SNOOZE
from messages.home import HOME_INSIGHT
from messages.log_touch import LOG_EDIT, LOG_UNDO
from messages.needs import DIGEST_WORRY
from messages.opening import CARD_OPEN
from messages.share import SHARE_FORM
from sandbox.outlet import signed
from storage import tables
from storage.exchange import cells, exporting
from tests.hostile import CORPUS, alive
from tests.ids import declared
from tests.world import World

from .conftest import Size

ACTIONS = sorted(d.id for d in declared())
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


def mutated(chance: random.Random, body: Any) -> Any:
    """A payload with one to three values, anywhere in it, replaced or taken away."""
    body = json.loads(json.dumps(body))
    for _ in range(chance.randint(1, 3)):
        node, parent, key = body, None, None
        while isinstance(node, dict | list) and node and chance.random() < 0.8:
            parent = node
            key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
            node = node[key]
        if parent is not None:
            parent[key] = chance.choice(JUNK)
    return body


IN_ONE_WORLD = 5
SHOWN_TO_ADA = {"container": {"type": "view", "view_id": "V0"}, "view": {"type": "home", "id": "V0"}}


def test_the_corpus_is_large_enough():
    assert len(CORPUS) >= 200


@pytest.mark.parametrize("first", range(0, len(CORPUS), IN_ONE_WORLD))
def test_no_text_comes_alive_anywhere(
    world: World, first: int, tmp_path: Path, caplog: pytest.LogCaptureFixture, size: Size
):
    """Every field a person or a file can fill; card, nudge, digest, modals, Home, options, CSV out, log
    lines."""
    if not world.tend.database.is_sqlite and first % size.of(4 * IN_ONE_WORLD, IN_ONE_WORLD):
        pytest.skip("how a text is shown does not depend on the database")
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(Discreet())
    seen: list[dict[str, Any]] = []
    dispatch = world.dispatch
    world.dispatch = lambda *given, **named: seen.append(dispatch(*given, **named)) or seen[-1]  # type: ignore[func-returns-value,method-assign]
    corpus = CORPUS[first : first + IN_ONE_WORLD]
    for n, text in enumerate(corpus):
        fill(world, f"{n} {' '.join(text.split())}".strip(), text)
    world.tick()
    world.deliver()
    world.command("/digest", by="UMEL")
    world.dispatch(json.dumps(world.payload("event", event=event("app_home_opened"))), "application/json")
    world.deliver()
    shown = [
        *seen,
        *world.sent,
        *world.slack.posted,
        *(answer.get("view", answer) for _, answer in world.slack.calls),
    ]
    assert len(shown) > 20 * len(corpus)
    for message in shown:
        assert not alive(message), alive(message)
    said = json.dumps(shown, ensure_ascii=False)
    assert all(f"Co{n} " in said for n in range(len(corpus)))

    with world.tend.database.reading() as session:
        exporting.write(session, 1, tmp_path / "out")
    for path in (tmp_path / "out").glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            cells = [c for row in csv.reader(file) for c in row]
        assert not [c for c in cells if re.match(r"[=+@\t\r]|-(?![\d.]+$)", c)], path
    for record in caplog.records:
        line = record.getMessage()
        assert not re.search(
            r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", line.replace("\n", "")
        ) or record.name.startswith("slack"), line
        assert not [t for t in corpus if len(t) > 12 and t in line], line


def event(kind: str, text: str = "", **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "user": "UDANA",
        "channel": "D1",
        "channel_type": "im",
        "tab": "home",
        "text": text,
        "ts": str(random.random()),
        **more,
    }


def fill(world: World, line: str, text: str) -> None:
    """One account with the text in every field, and everything that can be shown of it."""
    name = cells.clean(f"Co{line}"[:120])
    clean = text.replace("\x00", "").strip()
    filled = {
        "industry": clean,
        "services": clean,
        "aliases": f"a {clean}".replace(";", " "),
        "external_id": clean[:40],
        "domain": clean,
        "margin": "",
    }
    account = world.account(name, last="2026-10-10", **filled)
    contact = {
        "account": name,
        "name": f"Ann {line}",
        "title": clean,
        "prefers": clean,
        "birthday": "",
        "external_id": clean[:40],
    }
    world.load(world.write("contacts", contact))
    of = json.dumps({"account": account})
    world.press(CARD_LOG, of)
    world.submit(
        world.modal,
        {
            "channel": "call",
            "note": f"note {text}",
            "next_text": clean or "x",
            "next_on": "2026-11-20",
            "outcome": "left_message",
        },
    )
    batch = world.rows(tables.Touch, tables.Touch.batch != "")[-1].batch
    for by in ("UDANA", "UKIM"):  # another's touch tells the owner
        world.command(f"/log {name} called, {text}", by=by)
        world.command(f"/log {text}", by=by)
        world.command(f"/account {text}", by=by)
    world.press(LOG_EDIT, json.dumps({"batch": batch}))
    world.press(LOG_UNDO, json.dumps({"batch": batch}))
    for action in (CARD_MORE, CARD_PREP, CARD_HISTORY, CARD_CHANGE, CARD_SHARE, CARD_OPEN):
        world.press(action, of)
    world.submit(world.modal, {}) if world.modal["callback_id"] == SHARE_FORM else None
    world.press(CARD_SHARE, of)
    world.submit(world.modal, {"channel": "C1", "note": clean})
    world.press(CARD_CHANGE, of)
    world.submit(world.modal, {"status": "paused", "until": "2026-11-19", "reason": clean or "x"})
    world.press(CARD_MORE, of)
    world.press(CARD_CHANGE, of)
    world.submit(world.modal, {"status": "active"})
    world.press(CARD_SNOOZE, f"{account}:date", option=True)
    for what in ("ask", "reassign", "open"):
        world.press(DIGEST_WORRY, json.dumps({"account": account, "do": what}), by="UMEL", option=True)
        if what == "ask":
            world.submit(world.modal, {"text": clean or "x"}, by="UMEL")
    world.press(HOME_INSIGHT, "x", by="UADA", **SHOWN_TO_ADA)
    world.submit(world.modal, {"text": clean or "x"}, by="UADA")
    world.interact(world.payload("block_suggestion", value=text))
    world.interact(world.payload("block_suggestion", value=name[:5]))
    world.interact(world.payload("message_action", message={"text": text, "ts": "1.1"}))
    for kind, typed in (
        ("app_mention", f"<@UBOT> {text}"),
        ("message", f"log {name} {text}"),
        ("message", text),
    ):
        world.dispatch(json.dumps(world.payload("event", event=event(kind, typed))), "application/json")
    world.dispatch(
        json.dumps(world.payload("event", event=event("message", "log Co called, x"))), "application/json"
    )
    world.command("/log Co called, x")  # several are meant
    world.command("/account")


# the door ---------------------------------------------------------------------------------------------------
def request(
    chance: random.Random, world: World, view: dict[str, Any]
) -> tuple[bytes, dict[str, bytes], bool]:
    """A request of some kind: (body, headers, whether its signature holds)."""
    kind = chance.choice(
        ["command", "action", "view", "options", "shortcut", "event", "json", "bytes", "form"]
    )
    content = "application/x-www-form-urlencoded"
    if kind == "command":
        answer = mutated(
            chance,
            world.payload(
                "slash_command",
                command=chance.choice(["/account", "/log", "/digest", "/x"]),
                text=chance.choice(CORPUS),
            ),
        )
        body = urlencode({k: str(v) for k, v in answer.items()}).encode("utf-8", "replace")
    elif kind == "event":
        answer, content = (
            world.payload(
                "event",
                event=event(
                    chance.choice(["message", "app_mention", "app_home_opened", "x"]), chance.choice(CORPUS)
                ),
            ),
            "application/json",
        )
        body = json.dumps(mutated(chance, answer)).encode()
    elif kind == "json":
        body, content = json.dumps(chance.choice(JUNK)).encode(), "application/json"
    elif kind == "bytes":
        body = chance.randbytes(chance.randint(0, 400))
    elif kind == "form":
        body = (
            "payload=" + chance.choice(["", "x", "%", "{", quote(json.dumps(chance.choice(JUNK)))])
        ).encode()
    else:
        action = {
            "type": chance.choice(["button", "static_select", "x"]),
            "action_id": chance.choice(ACTIONS),
            "block_id": "b",
            "action_ts": str(chance.random()),
            "value": str(chance.choice([*JUNK, *CORPUS])),
        }
        answer = {
            "action": lambda: world.payload("block_actions", actions=[action]),
            "view": lambda: world.payload(
                "view_submission", view={**view, "callback_id": chance.choice(ACTIONS)}
            ),
            "options": lambda: world.payload("block_suggestion", value=chance.choice(CORPUS)),
            "shortcut": lambda: world.payload(
                "message_action", message={"text": chance.choice(CORPUS), "ts": "1.1"}
            ),
        }[kind]()
        body = urlencode({"payload": json.dumps(mutated(chance, answer))}).encode()
    headers: dict[str, Any] = {
        **signed("shh", body),
        "Content-Type": chance.choice([content, content, content, "text/plain", "", "x" * 300]),
    }
    fine = True
    spoils = chance.random()
    if spoils < 0.1:
        fine, headers = False, {**headers, **signed("other", body)}
    elif spoils < 0.2:  # replayed outside five minutes, before or after
        fine, headers = False, {**headers, **signed("shh", body, at=1_795_000_000 * chance.random())}
    elif spoils < 0.3:
        fine = False
        name = chance.choice(["X-Slack-Request-Timestamp", "X-Slack-Signature"])
        headers[name] = chance.choice(
            ["", "x", "v0=", "-1", "1e9", "²", "9" * 400, "v0=" + "é" * 64, "\x7f", "None"]
        )
    return body, {k: v.encode("utf-8") for k, v in headers.items()}, fine


async def posted(app: Any, body: bytes, headers: dict[str, bytes]) -> int:
    """POST /slack/events straight to the application; the status. What it raises comes through."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": "/slack/events",
        "raw_path": b"/slack/events",
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": [(k.lower().encode(), v) for k, v in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("tend", 80),
    }
    found: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            found.append(message["status"])

    await app(scope, receive, send)
    return found[0]


@pytest.mark.parametrize("part", range(2))
def test_requests_at_the_door_are_200_or_401(
    world: World, part: int, size: Size, caplog: pytest.LogCaptureFixture
):
    import asyncio

    chance = random.Random(part)
    world.account("Acme", last="2026-10-10")
    world.tick()
    world.deliver()
    world.command("/log")
    view = {
        **world.modal,
        "id": "V1",
        "hash": "1",
        "state": {"values": {"account": {"log.account": {"type": "external_select"}}}},
    }
    app = world.tend.http(world.app, works=True)

    async def knock() -> None:
        for n in range(size.of(3_000, 100_000) // 2):
            body, headers, fine = request(chance, world, view)
            status = await posted(app, body, headers)
            decodes = body.decode("utf-8", "ignore").encode() == body
            assert status == (200 if fine and decodes else 401), (part, n, body[:300], headers)
            if n % 500 == 0:
                world.slack.calls.clear(), world.sent.clear(), caplog.clear()

    asyncio.run(knock())
    assert world.command("/account acme")["blocks"], "it answers as before"
