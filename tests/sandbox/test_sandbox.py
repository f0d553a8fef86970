"""The stand-in is as strict as Slack: tokens, membership, triggers, hashes, limits, retries, faults."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.testclient import TestClient

from sandbox import mrkdwn
from sandbox.acts import action_of
from sandbox.limits import wrong_blocks, wrong_view
from sandbox.page import step
from sandbox.server import Server
from sandbox.store import Store
from sandbox.workspace import BOT_USER, No, Workspace

NOW = datetime(2026, 11, 18, 15, tzinfo=UTC)


@pytest.fixture
def server() -> Server:
    ws = Workspace(Store(), lambda: NOW)
    ws.add_users(
        [
            {"name": "Dana Reyes", "email": "dana@x.com", "tz": "America/New_York"},
            {"name": "Gale Guest", "email": "g@x.com", "is_restricted": True},
        ]
    )
    for id_, member, archived in (("C1", True, False), ("C2", False, False), ("C3", True, True)):
        ws.add_channel(id_, id_.lower(), member, archived=archived)
    return Server(ws, "http://testserver")


@pytest.fixture
def call(server: Server):
    client = TestClient(server.app(), raise_server_exceptions=False)

    def call(method: str, token: str = "xoxb-sandbox", **args: Any) -> dict[str, Any]:
        return client.post(f"/api/{method}", json=args, headers={"Authorization": f"Bearer {token}"}).json()

    return call


def test_tokens(call):
    assert call("auth.test")["user_id"] == BOT_USER
    assert call("auth.test", token="xoxb-wrong")["error"] == "invalid_auth"
    assert call("auth.test", token="")["error"] == "not_authed"
    assert call("apps.connections.open")["error"] == "invalid_auth"
    assert call("apps.connections.open", token="xapp-sandbox")["url"].startswith("ws://")
    assert call("no.such")["error"] == "unknown_method"


def test_people_and_channels(call):
    assert call("users.lookupByEmail", email="DANA@x.com")["user"]["id"] == "U00000002"
    assert call("users.lookupByEmail", email="no@x.com")["error"] == "users_not_found"
    assert call("users.info", user="U9")["error"] == "user_not_found"
    assert len(call("users.list", limit=2)["members"]) == 2
    assert call("users.list", limit=2)["response_metadata"]["next_cursor"]
    assert call("conversations.open", users="U00000002")["channel"]["id"] == "D00000002"
    assert call("conversations.open", users=BOT_USER)["error"] == "cannot_dm_bot"
    assert call("conversations.info", channel="C2")["channel"]["is_member"] is False
    assert call("team.info")["team"]["id"] == "T0SANDBOX"
    assert call("dnd.info")["ok"]
    assert call("api.test", error="x")["error"] == "x"


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C1", None), ("C2", "not_in_channel"), ("C3", "is_archived"), ("C9", "channel_not_found")],
)
def test_posting_needs_membership(call, channel: str, error: str | None):
    assert call("chat.postMessage", channel=channel, text="x").get("error") == error


def test_messages_metadata_updates_and_reactions(call):
    assert call("chat.postMessage", channel="C1")["error"] == "no_text"
    posted = call(
        "chat.postMessage",
        channel="C1",
        text="x",
        metadata={"event_type": "t", "event_payload": {"key": "k"}},
    )
    plain = call("conversations.history", channel="C1")["messages"][0]
    assert "metadata" not in plain
    assert call("conversations.history", channel="C1", include_all_metadata=True)["messages"][0]["metadata"][
        "event_payload"
    ] == {"key": "k"}
    assert call("chat.update", channel="C1", ts=posted["ts"], text="y")["text"] == "y"
    assert call("chat.update", channel="C1", ts="1.1", text="y")["error"] == "message_not_found"
    assert call("chat.getPermalink", channel="C1", message_ts=posted["ts"])["permalink"]
    assert call("reactions.add", channel="C1", timestamp=posted["ts"], name="eyes")["ok"]
    assert (
        call("reactions.add", channel="C1", timestamp=posted["ts"], name="eyes")["error"] == "already_reacted"
    )
    two = call("chat.postMessage", channel="C1", text="x")
    assert float(two["ts"]) > float(posted["ts"]), "never the same ts, though the clock stands still"


def test_triggers_serve_once_for_three_seconds(server: Server, call, monkeypatch):
    view = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": [{"type": "divider"}]}
    trigger = server.ws.trigger("U00000002")
    opened = call("views.open", trigger_id=trigger, view=view)["view"]
    assert call("views.open", trigger_id=trigger, view=view)["error"] == "exchanged_trigger_id"
    assert call("views.update", view_id=opened["id"], hash="old", view=view)["error"] == "hash_conflict"
    assert call("views.update", view_id=opened["id"], hash=opened["hash"], view=view)["ok"]
    for error in (None, None, "push_limit_reached"):
        assert call("views.push", trigger_id=server.ws.trigger("U00000002"), view=view).get("error") == error
    late = server.ws.trigger("U00000002")
    user, ends = server.ws.triggers[late]
    server.ws.triggers[late] = (user, ends - 4)
    assert call("views.open", trigger_id=late, view=view)["error"] == "expired_trigger_id"


def test_response_urls_serve_five_times(server: Server):
    client = TestClient(server.app())
    id_ = server.ws.response_url("U00000002", "C1")
    answers = [
        client.post(f"/response/{id_}", json={"text": f"n{n}", "replace_original": n > 0}).text
        for n in range(6)
    ]
    assert answers == ["ok"] * 5 + ["used_url"]
    assert [m["text"] for m in server.ws.whispers("U00000002", "C1")] == ["n4"], (
        "ephemeral by default, then replaced"
    )
    assert not server.ws.messages("C1")
    assert client.post("/response/none", json={}).status_code == 404


def test_faults_on_request(server: Server, call):
    client = TestClient(server.app(), raise_server_exceptions=False)

    def plan(kind: str) -> Any:
        fault = {"method": "chat.postMessage", "kind": kind, "retry_after": 7}
        client.post("/sandbox/faults", json=fault, headers={"X-Page-Ticket": server.tickets.page})
        return client.post(
            "/api/chat.postMessage",
            json={"channel": "C1", "text": kind},
            headers={"Authorization": "Bearer xoxb-sandbox"},
        )

    limited = plan("ratelimited")
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "7")
    assert plan("server_error").status_code == 500
    assert plan("account_inactive").json()["error"] == "account_inactive"
    for kind, there in (("drop_before", False), ("drop_after", True)):
        with pytest.raises(Exception):  # noqa: B017, PT011 - whatever a broken connection raises
            plan(kind).json()
        assert any(m["text"] == kind for m in server.ws.messages("C1")) is there
    assert call("chat.postMessage", channel="C1", text="fine")["ok"]


def text(t: str) -> dict:
    return {"type": "plain_text", "text": t}


def chart(**changed: Any) -> dict:
    data = [{"label": "a", "value": 1}]
    inner = {
        "type": "bar",
        "series": [{"name": "n", "data": data}],
        "axis_config": {"categories": ["a"]},
        **changed,
    }
    return {"type": "data_visualization", "title": "t", "chart": inner}


OPTION = {"text": text("x"), "value": "v"}
WRONG = [
    [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
    [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}],
    [{"type": "section"}],
    [{"type": "section", "fields": [text("x")] * 11}],
    [{"type": "section", "fields": [text("x" * 2001)]}],
    [{"type": "section", "text": text("x"), "extra": 1}],
    [{"type": "header", "text": text("x" * 151)}],
    [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    [{"type": "context", "elements": [text("x")] * 11}],
    [{"type": "actions", "elements": []}],
    [{"type": "actions", "elements": [{"type": "button", "text": text("x"), "action_id": "same"}] * 2}],
    [{"type": "actions", "elements": [{"type": "button", "text": text("x" * 76)}]}],
    [{"type": "actions", "elements": [{"type": "button", "text": text("x"), "value": "v" * 2001}]}],
    [
        {
            "type": "actions",
            "elements": [{"type": "static_select", "action_id": "a", "options": [OPTION] * 101}],
        }
    ],
    [
        {
            "type": "actions",
            "elements": [
                {"type": "static_select", "action_id": "a", "options": [{**OPTION, "value": "v" * 151}]}
            ],
        }
    ],
    [
        {
            "type": "actions",
            "elements": [
                {
                    "type": "static_select",
                    "action_id": "a",
                    "options": [OPTION],
                    "initial_option": {**OPTION, "value": "w"},
                }
            ],
        }
    ],
    [{"type": "actions", "elements": [{"type": "overflow", "action_id": "a", "options": [OPTION] * 6}]}],
    [{"type": "input", "label": text("x"), "element": {"type": "plain_text_input"}}],
    [{"type": "divider", "block_id": "b"}, {"type": "divider", "block_id": "b"}],
    [{"type": "divider"}] * 51,
    [chart()] * 3,
    [chart(series=[])],
    [chart(series=[{"name": "n" * 21, "data": [{"label": "a", "value": 1}]}])],
    [chart(series=[{"name": "n", "data": []}])],
    [chart(axis_config={"categories": ["c" * 21]})],
    [chart(series=[{"name": "n", "data": [{"label": "a", "value": float("nan")}]}])],
    [{"type": "data_table", "caption": "", "rows": [[{"type": "raw_text", "text": "h"}]]}],
    [{"type": "data_table", "caption": "c", "rows": [[{"type": "raw_number", "value": 1}]]}],
    [{"type": "data_table", "caption": "c", "rows": [[{"type": "raw_text", "text": "h"}]] * 102}],
    "no list",
]


@pytest.mark.parametrize("blocks", WRONG)
def test_limits_are_slacks(blocks: Any, call):
    assert wrong_blocks(blocks)
    if "nan" in str(blocks):
        return  # JSON has no word for it
    answer = call("chat.postMessage", channel="C1", text="x", blocks=blocks)
    assert answer["error"] in {"invalid_blocks", "invalid_blocks_format"}


@pytest.mark.parametrize(
    "changed",
    [
        {"title": text("x" * 25)},
        {"private_metadata": "x" * 3001},
        {"blocks": [{"type": "divider"}] * 101},
        {"type": "page"},
        {
            "blocks": [
                {
                    "type": "input",
                    "label": text("x"),
                    "element": {"type": "plain_text_input", "action_id": "a"},
                }
            ]
        },
        {"blocks": [chart()]},
    ],
)
def test_views_are_held_to_theirs(changed: dict):
    view = {"type": "modal", "title": text("x"), "blocks": [{"type": "divider"}]}
    assert wrong_view(view) is None
    assert wrong_view({**view, **changed})


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("a ```x,*y*\n&lt;z``` b", "a <pre>x,*y*<br>&lt;z</pre> b"),
        ("*b* _i_ ~s~ `c`", "<b>b</b> <i>i</i> <s>s</s> <code>c</code>"),
        ("&lt;script&gt;", "&lt;script&gt;"),
        ("<script>", "&lt;script&gt;"),
        ("<@U1> in <#C1|sales>", "<span class=mention>@U1</span> in <span class=mention>#sales</span>"),
        ("2*3*4", "2*3*4"),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
        ("<https://x.com/?a='\"|go>", "<a href='https://x.com/?a=&#x27;&quot;' rel=noreferrer>go</a>"),
        ("<!date^1700000000^{date_num} {time}|x>", "2023-11-14 22:13"),
        ("a\nb", "a<br>b"),
    ],
)
def test_text_on_the_page_is_safe_html(typed: str, html: str):
    assert str(mrkdwn.html(typed)) == html


@pytest.mark.parametrize(
    ("by", "zone", "expected"),
    [
        ("hour", "America/New_York", "2026-11-18 11:00"),
        ("morning", "America/New_York", "2026-11-19 08:45"),
        ("monday", "America/New_York", "2026-11-23 08:31"),
        ("hour", "Asia/Tokyo", "2026-11-19 01:00"),
        ("morning", "Asia/Tokyo", "2026-11-19 08:45"),
        ("monday", "Asia/Tokyo", "2026-11-23 08:31"),
        ("morning", "America/Los_Angeles", "2026-11-18 08:45"),
    ],
)
def test_the_clocks_bar_goes_to_a_persons_own_morning(by: str, zone: str, expected: str):
    moved = (NOW + step(by, NOW, zone)).astimezone(ZoneInfo(zone))
    assert moved.strftime("%Y-%m-%d %H:%M") == expected


def test_the_next_morning_is_one_on_which_a_person_works():
    thanksgiving_eve = datetime(2026, 11, 25, 20, tzinfo=UTC)
    ahead = step(
        "morning",
        thanksgiving_eve,
        "America/New_York",
        works=lambda on: on.weekday() < 5 and on != date(2026, 11, 26),
    )
    assert str((thanksgiving_eve + ahead).astimezone(ZoneInfo("America/New_York")).date()) == "2026-11-27"


@pytest.mark.parametrize(
    "night", [datetime(2027, 3, 14, 6, 59, tzinfo=UTC), datetime(2026, 11, 1, 5, 59, tzinfo=UTC)]
)
def test_the_next_morning_after_a_change_of_clocks(night: datetime):
    moved = (night + step("morning", night, "America/New_York")).astimezone(ZoneInfo("America/New_York"))
    assert (moved.weekday(), f"{moved:%H:%M}") == (0, "08:45")


async def _collect(outlet: Any, replies: list) -> int:
    import asyncio

    sent = []

    async def send(kind, payload, attempt=0, reason=""):
        sent.append((attempt, reason))
        return replies.pop(0)

    outlet.send, outlet.retry_after = send, (0, 0, 0)
    outlet.event({})
    await asyncio.gather(*outlet.tasks)
    return sent


def test_events_are_retried_until_acked(server: Server):
    import asyncio

    from sandbox.outlet import Reply

    sent = asyncio.run(
        _collect(
            server.outlet,
            [Reply(False, None, "operation_timeout"), Reply(False, None, "http_error 500"), Reply(True)],
        )
    )
    assert sent == [(0, ""), (1, "http_timeout"), (2, "http_error")]


def test_a_guest_is_marked(server: Server):
    assert server.ws.user("U00000003")["is_restricted"]
    with pytest.raises(No):
        server.ws.user("U404")


def test_a_number_that_is_dispatched_is_its_value():
    element = {"type": "number_input", "action_id": "change.look"}
    assert action_of(element, "cadence", "20")["value"] == "20"


def test_a_file_is_sent_in_one_message_and_fetched_with_the_bots_token(server: Server):
    client, told = TestClient(server.app()), list[dict[str, Any]]()
    server.outlet.event = told.append  # type: ignore[method-assign]
    im = server.ws.open_im("U00000002")["id"]
    content = b64encode("name\nAcmé\n".encode()).decode()
    sent = {"do": "files", "as": "U00000002", "in": im, "files": [{"name": "a b.csv", "content": content}]}
    answer = client.post("/page/do", json=sent, headers={"X-Page-Ticket": server.tickets.page})
    assert answer.status_code == 200
    event = told[0]["event"]
    assert (event["subtype"], event["channel_type"], event["user"]) == ("file_share", "im", "U00000002")
    (file,) = event["files"]
    assert (file["name"], file["size"]) == ("a b.csv", 11)
    assert "a b.csv" in client.get(f"/page/messages?as=U00000002&in={im}").text
    url = file["url_private_download"].removeprefix("http://testserver")
    assert "Sign in" in client.get(url).text
    assert "Sign in" in client.get(url, headers={"Authorization": "Bearer xoxb-other"}).text
    mine = {"Authorization": f"Bearer {server.ws.bot_token}"}
    assert client.get(url, headers=mine).text == "name\nAcmé\n"
    server.ws.store.delete("file", file["id"])
    assert client.get(url, headers=mine).status_code == 404
