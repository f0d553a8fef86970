"""What a person types reaches the bot as Slack's client sends it; what Slack says by itself is said here,
too."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.mentions import as_sent
from sandbox.outlet import Reply
from sandbox.server import Server
from sandbox.store import Store
from sandbox.workspace import BOT_USER, Workspace

DANA = "U00000002"
BOT = f"<@{BOT_USER}>"


@pytest.fixture
def server() -> Server:
    ws = Workspace(Store(), lambda: datetime(2026, 11, 18, 15, tzinfo=UTC))
    ws.add_users([{"name": n, "email": f"{n}@x.com"} for n in ("Dana Reyes", "Dana", "Jo (Sales) & Co")])
    ws.add_channel("C1", "sales")
    ws.add_channel("C2", "random", member=False)
    return Server(ws, "http://testserver", commands=["/account", "/log"])


@pytest.fixture
def sent(server: Server, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What reached the bot."""
    seen: list[tuple[str, dict[str, Any]]] = []

    async def send(kind: str, payload: dict[str, Any], attempt: int = 0, reason: str = "") -> Reply:
        seen.append((kind, payload))
        return Reply(True)

    monkeypatch.setattr(server.outlet, "send", send)
    return seen


def type_(server: Server, place: str, text: str) -> None:
    async def typing() -> None:
        await server.acts.type(DANA, place, text)
        await asyncio.gather(*server.outlet.tasks)

    asyncio.run(typing())


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("@Tend log acme", f"{BOT} log acme"),
        ("@tend log acme", f"{BOT} log acme"),
        ("hi @Tend, log acme", f"hi {BOT}, log acme"),
        ("@Tend", BOT),
        ("@Tender @Tends", "@Tender @Tends"),
        ("a@Tend.com", "a@Tend.com"),
        ("@@Tend", "@@Tend"),
        ("with @Dana Reyes and @Dana", "with <@U00000002> and <@U00000003>"),
        ("@dana.reyes", "<@U00000002>"),
        ("@Jo (Sales) & Co & <b>", "<@U00000004> &amp; &lt;b&gt;"),
        ("in #sales, #salesy", "in <#C1|sales>, #salesy"),
        (f"{BOT} log", f"{BOT} log"),
        ("<!channel> 1 < 2", "&lt;!channel&gt; 1 &lt; 2"),
        ("@nobody #none", "@nobody #none"),
        ("", ""),
    ],
)
def test_names_become_mentions(server: Server, typed: str, made: str):
    assert as_sent(server.ws, typed) == made


def test_a_mention_typed_as_a_person_types_it_reaches_the_bot(server: Server, sent):
    type_(server, "C1", "@Tend log acme called")
    ((kind, payload),) = sent
    event = payload["event"]
    assert (kind, event["type"], event["text"], event["channel"]) == (
        "events_api",
        "app_mention",
        f"{BOT} log acme called",
        "C1",
    )
    im = server.ws.open_im(DANA)["id"]
    type_(server, im, "@Tend log acme called")
    assert (sent[1][1]["event"]["type"], sent[1][1]["event"]["channel_type"]) == ("message", "im")


def test_where_the_bot_is_no_member_people_talk_and_it_hears_nothing(server: Server, sent):
    type_(server, "C2", "hello")
    type_(server, "C2", "@Tend hello")
    assert [m["text"] for m in server.ws.messages("C2")] == ["hello", f"{BOT} hello"]
    assert not sent
    assert "not in this channel" in server.ws.whispers(DANA, "C2")[0]["text"]


def test_a_commands_text_is_escaped_as_slack_does(server: Server, sent):
    type_(server, "C1", "/log acme met @Dana Reyes & 2 < 3")
    assert sent[0][1]["text"] == "acme met <@U00000002|dana.reyes> &amp; 2 &lt; 3"
    type_(server, "C1", "/log\nacme\ncalled")
    assert (sent[1][1]["command"], sent[1][1]["text"]) == ("/log", "acme\ncalled")


def test_an_unknown_command_says_so_and_a_space_before_it_makes_it_a_message(server: Server, sent):
    type_(server, "C1", "/foo <bar>")
    assert server.ws.whispers(DANA, "C1")[0]["text"].startswith(
        "/foo is not a valid command. In Slack, all messages that start"
    )
    assert not sent
    assert not server.ws.messages("C1")
    type_(server, "C1", " /foo")
    assert [m["text"] for m in server.ws.messages("C1")] == ["/foo"]
    type_(server, "C1", "/account")
    assert [p["command"] for _, p in sent] == ["/account"]
