"""Any web page that the same browser has open can send requests to this machine: the stand-in refuses
them, and what has no ticket."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from sandbox import door
from sandbox.server import Server
from sandbox.store import Store
from sandbox.workspace import Workspace
from tests.page import ticket_in

NOW = datetime(2026, 11, 18, 15, tzinfo=UTC)
DANA = "U00000002"
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def moves() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def server(moves: list[tuple[str, str]]) -> Server:
    ws = Workspace(Store(), lambda: NOW)
    ws.add_users([{"name": "Dana Reyes", "email": "dana@x.com", "tz": "America/New_York"}])
    ws.add_channel("C1", "sales")
    return Server(ws, BASE, advance=lambda by, user: moves.append((by, user)))


@pytest.fixture
def client(server: Server) -> TestClient:
    return TestClient(server.app(), base_url=BASE)


def do(client: TestClient, answer: dict[str, Any] | None = None, **headers: str) -> int:
    """POST /page/do with a ticket, unless the headers say otherwise; the status."""
    ticket = ticket_in(client.get("/", headers={"Host": "127.0.0.1:8000"}).text)
    answer = answer or {"do": "type", "as": DANA, "in": "C1", "text": "hello"}
    return client.post("/page/do", json=answer, headers={"X-Page-Ticket": ticket, **headers}).status_code


def test_the_page_itself_may(client: TestClient, server: Server, moves: list[tuple[str, str]]):
    assert do(client, Origin=BASE, **{"Sec-Fetch-Site": "same-origin"}) == 200
    assert do(client, Host="localhost:8000", Origin="http://localhost:8000") == 200
    assert do(client) == 200, "a script on this machine reads the ticket from the page"
    assert [m["text"] for m in server.ws.messages("C1")] == ["hello"] * 3
    assert do(client, {"do": "clock", "as": DANA, "by": "morning"}) == 200
    assert moves == [("morning", DANA)], "where whom I act as is"


FOREIGN: list[dict[str, str]] = [
    {"Host": "evil.example:8000"},
    {"Host": "127.0.0.1.evil.example"},
    {"Host": "127.0.0.1:9000"},
    {"Host": ""},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:9000"},
    {"Origin": "https://127.0.0.1:8000"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_other_pages_can_neither_type_nor_move_the_clock(
    client: TestClient, server: Server, moves, headers: dict[str, str]
):
    assert do(client, **headers) == 403
    assert do(client, {"do": "clock", "as": DANA, "by": "hour"}, **headers) == 403
    assert not server.ws.messages("C1")
    assert not moves


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize(
    "path", ["/", "/page/messages?as=U00000002&in=C1", "/page/clock?as=U00000002", "/static/page.js"]
)
def test_other_pages_read_nothing(client: TestClient, path: str, headers: dict[str, str]):
    assert client.get(path, headers=headers).status_code == 403


@pytest.mark.parametrize("headers", FOREIGN)
def test_other_pages_reach_no_interface_either(client: TestClient, server: Server, headers: dict[str, str]):
    token = server.ws.bot_token
    posted = {"channel": "C1", "text": "x", "token": token}
    assert client.get("/api/chat.postMessage", params=posted, headers=headers).status_code == 403, (
        "as an image"
    )
    assert client.post("/api/chat.postMessage", data=posted, headers=headers).status_code == 403, "as a form"
    url = server.ws.response_url(DANA, "C1")
    assert client.post(f"/response/{url}", json={"text": "x"}, headers=headers).status_code == 403
    fault = {"method": "chat.postMessage", "kind": "ratelimited"}
    with_ticket = {"X-Page-Ticket": server.tickets.page, **headers}
    assert client.post("/sandbox/faults", json=fault, headers=with_ticket).status_code == 403
    assert not server.ws.messages("C1") + server.ws.whispers(DANA, "C1")
    assert client.post("/api/chat.postMessage", data=posted).json()["ok"], (
        "no fault was planned, and a program may"
    )


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "",
        "text/plain; application/json",
    ],
)
def test_what_a_form_could_send_is_refused(client: TestClient, server: Server, kind: str):
    assert do(client, **{"Content-Type": kind}) == 403
    assert do(client, **{"Content-Type": "application/json; charset=utf-8"}) == 200
    assert len(server.ws.messages("C1")) == 1


@pytest.mark.parametrize("ticket", ["", "sandbox", "x" * 32, "é"])
@pytest.mark.parametrize("path", ["/page/do", "/page/check", "/sandbox/faults"])
def test_without_the_pages_ticket_nothing_is_done(client: TestClient, ticket: str, path: str):
    seen = {"do": "type", "as": DANA, "in": "C1", "text": "x", "blocks": []}
    assert client.post(path, json=seen, headers={"X-Page-Ticket": ticket.encode()}).status_code == 403  # type: ignore[dict-item]


def test_a_link_leads_here_and_no_page_may_frame_it(client: TestClient):
    answer = client.get("/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})
    assert answer.status_code == 200
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def opens(client: TestClient, url: str, **headers: str) -> bool:
    try:
        with client.websocket_connect(url, headers={"Host": "127.0.0.1:8000", **headers}):
            return True
    except WebSocketDisconnect:
        return False


def test_sockets_need_a_ticket_that_was_given(
    client: TestClient, server: Server, monkeypatch: pytest.MonkeyPatch
):
    def given() -> str:
        headers = {"Authorization": f"Bearer {server.ws.app_token}"}
        return str(client.post("/api/apps.connections.open", headers=headers).json()["url"]).replace(
            "ws://127.0.0.1:8000", ""
        )

    for url in (
        "/socket",
        "/socket?ticket=sandbox",
        f"/socket?ticket={server.tickets.page}",
        "/page/live",
        "/page/live?ticket=x",
    ):
        assert not opens(client, url), url
    assert not opens(client, f"/page/live?ticket={given().split('=')[1]}")
    assert not opens(client, f"/page/live?ticket={server.tickets.page}", Origin="https://evil.example")
    assert not opens(client, given(), Host="evil.example")
    assert opens(client, f"/page/live?ticket={server.tickets.page}", Origin=BASE)
    once = given()
    assert opens(client, once, Host="127.0.0.1"), "Slack's SDK names no port"
    assert not opens(client, once), "it serves once"
    old = given()
    monkeypatch.setattr(door, "SOCKET_TICKET_LIVES_FOR", -1.0)
    assert not opens(client, given()), "and for half a minute"
    assert opens(client, old)
    assert server.tickets.page != Server(server.ws, BASE).tickets.page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/?as=nobody", 404),
        ("/page/messages", 400),
        ("/page/messages?as=nobody&in=C1", 404),
        ("/page/messages?as=nobody&in=home", 404),
        (f"/page/messages?as={DANA}", 400),
        ("/page/modal", 400),
        ("/page/clock", 400),
        ("/page/clock?as=nobody", 404),
    ],
)
def test_addresses_that_name_nobody(client: TestClient, path: str, status: int):
    assert client.get(path).status_code == status


@pytest.mark.parametrize("path", ["/page/do", "/page/check", "/sandbox/faults"])
@pytest.mark.parametrize(
    "body", [b"", b"{bad", b"[]", b'"x"', b"\xff", b"[" * 5000, b"{}", b'{"do": "type", "as": "U00000002"}']
)
def test_bodies_that_the_page_would_not_send(client: TestClient, path: str, body: bytes):
    headers = {"X-Page-Ticket": ticket_in(client.get("/").text), "Content-Type": "application/json"}
    assert client.post(path, content=body, headers=headers).status_code == 400


def test_doings_of_nobody(client: TestClient):
    assert do(client, {"do": "clock", "as": "nobody", "by": "hour"}) == 400
    assert do(client, {"do": "type", "as": "nobody", "in": "C1", "text": "x"}) == 400
    assert client.post("/response/x", content=b"{bad").status_code == 400
    assert (
        client.post(
            "/api/auth.test", content=b"{bad", headers={"Content-Type": "application/json"}
        ).status_code
        == 400
    )
