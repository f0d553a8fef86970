"""The door: what is refused unread, what a stranger costs, and that people and health are answered when
storage is stuck."""

from __future__ import annotations

import contextlib
import gc
import http.client
import json
import logging
import os
import signal
import socket
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import BoltRequest

from handlers import answers, endpoint
from sandbox.outlet import signed
from serving import Serving, listen
from storage import tables

from .postgres import Server
from .processes import wait_for
from .world import World, text_of

pytestmark = pytest.mark.enable_socket
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@contextlib.contextmanager
def listening(world: World) -> Iterator[int]:
    """The world's endpoint on a real port."""
    port = listen("127.0.0.1", 0)
    serving = Serving(world.tend.http(world.app, works=True), port)
    thread = threading.Thread(target=serving.until_ended, daemon=True)
    thread.start()
    yield port.getsockname()[1]
    serving.stop()
    thread.join(10)


def line(world: World, text: str, command: str = "/log", **changed: Any) -> bytes:
    answer = world.payload(
        "slash_command", command=command, text=text, user_id="UDANA", trigger_id=f"t.{text}", **changed
    )
    return urlencode(answer).encode()


def ask(port: int, body: bytes = b"", path: str = "/slack/events", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(
        "POST" if path.startswith("/slack") else "GET",
        path,
        body or None,
        {**FORM, **signed("shh", body), **headers},
    )
    answer = connection.getresponse()
    given = answer.status, answer.read().decode()
    connection.close()
    return given


def raw(port: int, *pieces: bytes, pause: float = 0.0, most: int = 10**9) -> tuple[str, int]:
    """Pieces sent one after the other until the other side has enough: its first line, and how many bytes
    went out."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        sent = 0
        with contextlib.suppress(OSError):
            for piece in pieces:
                connection.sendall(piece)
                sent += len(piece)
                time.sleep(pause)
        answer = b""
        with contextlib.suppress(OSError):
            answer = connection.recv(200)
    return answer.split(b"\r\n")[0].decode(), sent


def head(*lines: str, at: int | None = None) -> bytes:
    """A request's first lines with a fresh stamp and a signature of the right shape."""
    given = {**signed("wrong", b"x", at=at), **FORM, "Host": "tend"}
    return "\r\n".join(
        ["POST /slack/events HTTP/1.1", *(f"{k}: {v}" for k, v in given.items()), *lines, "", ""]
    ).encode()


def memory() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_a_body_that_is_too_large_is_refused_unread_and_costs_no_memory(world: World):
    """400 MB, unsigned: announced, in chunks, and with a stamp that is too old."""
    megabyte = b"x" * 1_000_000
    chunk = b"f4240\r\n" + megabyte + b"\r\n"
    with listening(world) as port:
        assert ask(port, line(world, "", "/account"))[0] == 200
        before = memory()
        for first, piece, status in (
            (head("Content-Length: 400000000"), megabyte, "413"),
            (head("Transfer-Encoding: chunked"), chunk, "413"),
            (head("Content-Length: 400000000", at=1_000_000), megabyte, "401"),
        ):
            answer, sent = raw(port, first, *[piece] * 400)
            assert sent < 30_000_000, "it went on reading"
            assert not answer or status in answer  # the answer can be lost with a connection that is cut
        assert memory() - before < 50_000_000
        for first, status in (
            (head("Content-Length: 400000000"), "413"),
            (head("Content-Length: 9", at=1_000_000), "401"),
        ):
            assert status in raw(port, first)[0]


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize("chunked", [False, True])
def test_the_limit_holds_for_signed_requests_as_well(world: World, over: int, chunked: bool):
    body = line(world, "help", "/account") + b"&padding="
    body += b"x" * (1_000_000 + over - len(body))
    given = {
        **FORM,
        **signed("shh", body),
        "Host": "tend",
        "Connection": "close",
        **({"Transfer-Encoding": "chunked"} if chunked else {"Content-Length": len(body)}),
    }
    first = "\r\n".join(
        ["POST /slack/events HTTP/1.1", *(f"{k}: {v}" for k, v in given.items()), "", ""]
    ).encode()
    sent = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if chunked else body
    with listening(world) as port:
        answer, _ = raw(port, first + sent)
        assert ("200" in answer) is (not over)
        assert answer or over  # the answer can be lost with a connection that is cut


def test_only_slack_itself_is_let_in(world: World):
    """A fresh stamp, and the signature of another secret, of another body, of another moment, or none."""
    body = line(world, "", "/account")
    stamp = signed("shh", body)["X-Slack-Request-Timestamp"]
    with listening(world) as port:
        assert ask(port, body)[0] == 200
        for given in (
            signed("another", body),
            signed("shh", body + b"x"),
            {
                "X-Slack-Signature": signed("shh", body, at=int(stamp) - 1)["X-Slack-Signature"],
                "X-Slack-Request-Timestamp": stamp,
            },
            {"X-Slack-Signature": ""},
            signed("shh", body, at=int(stamp) - 400),
            signed("shh", body, at=int(stamp) + 400),
        ):
            assert ask(port, body, **given) == (401, "")


def test_a_body_that_comes_slowly_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(endpoint, "BODY_WITHIN", 0.3)
    with listening(world) as port:
        assert "408" in raw(port, head("Content-Length: 90000"), b"a")[0]
        assert "408" in raw(port, head("Content-Length: 90000"), *[b"a"] * 40, pause=0.05)[0]
        assert ask(port, line(world, "", "/account"))[0] == 200


def test_requests_that_are_broken_off_leave_no_traceback(world: World, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    body = line(world, "", "/account")
    with listening(world) as port:
        for n in range(90):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                first = head(f"Content-Length: {len(body) + 500}") if n % 3 else head()
                connection.sendall(first + body[: n * 7])
                # close with a reset
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        assert ask(port, body)[0] == 200
    assert [r.getMessage() for r in caplog.records if r.exc_info or r.levelno >= logging.WARNING] == []


@pytest.mark.parametrize(
    "body",
    [
        b"payload=" + b"%5B" * 5000,
        b"payload=" + b'{"a":' * 5000,
        b"payload=5",
        b"payload=%7B%7D",
        b"payload=%7B",
        b"x=1",
        b"[" * 5000,
    ],
)
def test_a_signed_request_that_is_no_payload_leaves_no_traceback(
    world: World, body: bytes, caplog: pytest.LogCaptureFixture
):
    with listening(world) as port:
        for kind in (FORM, {"Content-Type": "application/json"}):
            assert ask(port, body, **kind)[0] in {200, 404}
        assert ask(port, line(world, "", "/account"))[0] == 200
    gc.collect()  # asyncio tells of an error that nobody asked for once its future goes
    assert [r.getMessage() for r in caplog.records if r.exc_info] == []


class Stuck:
    """Storage that hangs: `hung` listeners wait in it until it is `freed`."""

    def __init__(self, reading: Any) -> None:
        self.freed, self.hung, self._reading = threading.Event(), 0, reading

    @contextlib.contextmanager
    def reading(self, view: bool = True) -> Iterator[Any]:
        self.hung += 1
        self.freed.wait(30)
        with self._reading(view) as session:
            yield session


@pytest.fixture
def stuck(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stuck]:
    world.account("Acme", last="2026-10-10")
    assert world.app  # made while storage still answers
    stuck = Stuck(world.tend.services.reading)
    object.__setattr__(world.tend.services, "reading", stuck.reading)
    monkeypatch.setattr(answers, "IN_TIME", 0.3)
    yield stuck
    stuck.freed.set()


def test_a_stuck_listener_is_answered_with_what_is_known(world: World, stuck: Stuck):
    """Not "not stored": the work goes on. What it comes to is said through the response_url."""
    with listening(world) as port:
        status, answer = ask(port, line(world, "acme called 20 min, happy"))
        assert status == 200
        assert "can't tell yet whether that was stored" in answer
        assert "acme called 20 min, happy" in answer
        assert ask(port, line(world, "", "/account"))[1].count("takes longer than usual")
        assert ask(port, path="/healthz") == (200, "alive")
        assert not world.sent
        stuck.freed.set()
        wait_for(lambda: len(world.sent) == 2, what="both answers")
    assert any("Logged with Acme" in text_of(m) for m in world.sent)
    assert len(world.rows(tables.Touch, tables.Touch.note == "called 20 min, happy")) == 1


def test_what_never_began_is_not_stored_and_said_so(world: World, stuck: Stuck):
    with listening(world) as port:
        busy = [
            threading.Thread(target=ask, args=(port, line(world, f"x{n}", "/account")))
            for n in range(world.tend.answer_threads)
        ]
        for thread in busy:
            thread.start()
        wait_for(lambda: stuck.hung == world.tend.answer_threads, what="all threads to hang")
        _, answer = ask(port, line(world, "acme called, happy"))
        assert "That was not stored" in answer
        assert "acme called, happy" in answer
        stuck.freed.set()
        for thread in busy:
            thread.join(10)
        assert ask(port, line(world, "", "/account"))[0] == 200
    assert not world.rows(tables.Touch, tables.Touch.note != "the numbers")


@pytest.mark.parametrize(
    ("payload", "status", "holds"),
    [
        (
            {
                "type": "view_submission",
                "view": {
                    "type": "modal",
                    "callback_id": "log.form",
                    "state": {"values": {"note": {"a": {}}}},
                },
            },
            200,
            "twice is once",
        ),
        ({"type": "block_suggestion", "action_id": "log.account", "value": "ac"}, 200, '"options": []'),
        (
            {
                "type": "block_actions",
                "actions": [{"action_id": "card.open", "value": "1"}],
                "response_url": "https://hooks.slack.com/x",
            },
            200,
            "",
        ),
        (
            {
                "type": "event_callback",
                "event_id": "E1",
                "event": {"type": "app_home_opened", "user": "UDANA", "tab": "home"},
            },
            503,
            "",
        ),
    ],
)
def test_each_surface_is_answered_in_its_own_way(
    world: World, stuck: Stuck, payload: dict[str, Any], status: int, holds: str
):
    seen = {"team": {"id": "T1"}, "user": {"id": "UDANA", "team_id": "T1"}, "trigger_id": "1.1", **payload}
    if "event" in payload:
        body, kind = json.dumps({**seen, "team_id": "T1"}).encode(), {"Content-Type": "application/json"}
    else:
        body, kind = urlencode({"payload": json.dumps(seen)}).encode(), {}
    with listening(world) as port:
        answered, text = ask(port, body, **kind)
        assert answered == status
        assert holds in text
        assert [m["text"][:34] for m in world.sent] == (
            ["That takes longer than usual. The a"[:34]] if "response_url" in payload else []
        )
        stuck.freed.set()


def test_socket_mode_is_answered_in_time_too(world: World, stuck: Stuck):
    given = world.payload(
        "slash_command", command="/log", text="acme called, happy", user_id="UDANA", trigger_id="s.1"
    )
    world.tend.answers.app = world.app
    answer = world.tend.answers.over_socket(BoltRequest(mode="socket_mode", body=given))
    assert (answer.status, "can't tell yet" in answer.body, "acme called, happy" in answer.body) == (
        200,
        True,
        True,
    )
    stuck.freed.set()
    wait_for(lambda: world.sent, what="the outcome")
    assert "Logged with Acme" in text_of(world.sent[0])


def test_before_slack_was_asked_who_we_are_slack_is_told_to_come_again(world: World):
    port = listen("127.0.0.1", 0)
    world.tend.not_yet = "Slack can't be reached yet (URLError)."
    serving = Serving(world.tend.http(None, works=False, starts=True), port)
    thread = threading.Thread(target=serving.until_ended, daemon=True)
    thread.start()
    number = port.getsockname()[1]
    assert ask(number, line(world, "", "/account"))[0] == 503
    assert ask(number, path="/healthz") == (200, "alive")
    status, answer = ask(number, path="/readyz")
    assert (status, json.loads(answer)["stale"]) == (503, [world.tend.not_yet])
    serving.stop()
    thread.join(10)


def test_a_frozen_postgres_is_answered_in_time(world: World, postgres: Server | None):
    """The server stands still: health says so at once, people are told, nothing is lost when it goes on."""
    if postgres is None:
        pytest.skip("about PostgreSQL")
    world.account("Acme", last="2026-10-10")
    with listening(world) as port:
        assert ask(port, line(world, "", "/account"))[0] == 200
        server = int((postgres.folder / "db" / "postmaster.pid").read_text().split()[0])
        frozen = [
            server,
            *(int(p) for p in Path(f"/proc/{server}/task/{server}/children").read_text().split()),
        ]
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)
        try:
            logs = [
                threading.Thread(target=ask, args=(port, line(world, f"acme called, number {n}")))
                for n in range(30)
            ]
            seen: list[tuple[int, str]] = []
            for thread in logs:
                thread.start()
            for path in ("/slack/events", "/healthz", "/readyz", "/metrics"):
                begun = time.monotonic()
                seen.append(
                    ask(port, line(world, "acme called, last") if path == "/slack/events" else b"", path)
                )
                assert time.monotonic() - begun < 2.95, path
            for thread in logs:
                thread.join(10)
        finally:
            for pid in frozen:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)
        log, alive, ready, metrics = seen
        assert log[0] == 200
        assert "acme called, last" in log[1]
        assert alive == (200, "alive")
        assert ready[0] == 503
        assert "does not answer" in ready[1]
        assert "tend_database_up 0.0" in metrics[1]
        wait_for(lambda: "does not answer" not in ask(port, path="/readyz")[1], what="the database")

        def each_is_told() -> bool:
            """Both are looked at anew: one may be stored, and told, between two looks."""
            kept = len(world.rows(tables.Touch, tables.Touch.batch != ""))
            return sum("Logged with Acme" in text_of(m) for m in world.sent) == kept

        wait_for(each_is_told, what="each that was stored to be told")
