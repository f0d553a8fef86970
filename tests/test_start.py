"""Starting: Slack that can't be reached is waited for, a refusal ends it with a sentence, and the port is
taken first."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest
from slack_sdk import WebClient
from sqlmodel import select

import starting
from handlers.socket import socket_client
from sandbox.faults import Fault
from sandbox.methods import METHODS
from sandbox.server import Server
from sandbox.store import Store
from sandbox.workspace import Workspace
from scheduler.link_people import Unbound, bind
from starting import Start
from storage import outbox, people, tables, workspaces
from storage.database import Database

from .page import Page
from .processes import bot, free_port, get, serving, wait_for
from .world import World

pytestmark = pytest.mark.enable_socket


def slack() -> Workspace:
    ws = Workspace(Store(), lambda: datetime.now(UTC))
    ws.add_users([{"name": "Ann Admin", "email": "ann@x.com", "tz": "UTC"}])
    return ws


def readiness(port: int) -> dict[str, Any]:
    try:
        return json.loads(get(f"http://127.0.0.1:{port}/readyz"))
    except urllib.error.HTTPError as error:
        return json.loads(error.read())


def environment(ws: Workspace, slack_port: int, tmp_path: Path, **more: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": ws.bot_token,
        "SLACK_API_URL": f"http://127.0.0.1:{slack_port}/api/",
        "ADMIN_EMAILS": "ann@x.com",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'tend.db'}",
        **more,
    }


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_slack_that_is_not_there_yet_is_waited_for(mode: str, tmp_path: Path):
    """And a note that is typed afterwards stands in no line of the log, at DEBUG either."""
    slack_port, port, ws = free_port(), free_port(), slack()
    base = f"http://127.0.0.1:{slack_port}"
    server = Server(ws, base, events_url="" if mode == "socket" else f"http://127.0.0.1:{port}/slack/events")
    token = (
        {"SLACK_APP_TOKEN": ws.app_token} if mode == "socket" else {"SLACK_SIGNING_SECRET": ws.signing_secret}
    )
    with bot(
        tmp_path, **environment(ws, slack_port, tmp_path, PORT=str(port), LOG_LEVEL="DEBUG", **token)
    ) as process:
        wait_for(
            lambda: "can't be reached yet" in str(readiness(port)["stale"]), what="the reason at /readyz"
        )
        assert get(f"http://127.0.0.1:{port}/healthz") == "alive"
        with serving(server, slack_port):
            wait_for(lambda: readiness(port)["ready"], what="readiness once Slack is there")
            ann = "U00000002"
            im, page = ws.open_im(ann)["id"], Page(base)

            def answered() -> bool:
                page.do("type", ann, im, text="/log CANARY called")
                return bool(ws.whispers(ann, im) or ws.stacks.get(ann))

            wait_for(answered, what="an answer to a command")
            process.send_signal(signal.SIGTERM)
            process.wait(60)
        answer = process.stdout.read()
    assert answer.count("can't be reached yet") == 1, answer
    assert "Traceback" not in answer
    for needless in (
        "CANARY",
        "As you gave",
        "Adding job tentatively",
        ws.bot_token,
        ws.app_token,
        ws.signing_secret,
    ):
        assert needless not in answer, needless


def test_sigterm_ends_the_waiting_at_once(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and never answers
        port = free_port()
        env = environment(
            slack(), silent.getsockname()[1], tmp_path, PORT=str(port), SLACK_SIGNING_SECRET="x"
        )
        with bot(tmp_path, **env) as process:
            wait_for(lambda: get(f"http://127.0.0.1:{port}/healthz") == "alive", what="the bot to listen")
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_process_in_order_while_slack_has_it_rest(sign: int, tmp_path: Path):
    """Not after the rests: Slack asks for five minutes of them. A supervisor may send its signal twice."""
    slack_port, port, ws = free_port(), free_port(), slack()
    server = Server(ws, f"http://127.0.0.1:{slack_port}")
    server.faults.add(fault := Fault("users.list", "ratelimited", 5, retry_after=60))
    env = environment(ws, slack_port, tmp_path, PORT=str(port), SLACK_SIGNING_SECRET="x", LOG_LEVEL="DEBUG")
    with serving(server, slack_port), bot(tmp_path, **env) as process:
        wait_for(lambda: fault.times < 5, what="the rest")
        process.send_signal(sign)
        process.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        assert process.wait(60) == 0
        assert time.monotonic() - begun < 30
        answer = process.stdout.read()
    assert "the link beat rested as the process ended" in answer
    assert "Traceback" not in answer


def test_a_post_under_way_is_stored_before_the_process_ends(tmp_path: Path):
    slack_port, ws = free_port(), slack()
    server = Server(ws, f"http://127.0.0.1:{slack_port}")
    env = environment(
        ws, slack_port, tmp_path, WORKER_PORT=str(free_port()), SLACK_SIGNING_SECRET="x", SENDING="on"
    )
    database = Database(env["DATABASE_URL"])
    database.migrate()
    under_way, process_told = threading.Event(), threading.Event()
    post = METHODS["chat.postMessage"]

    def slow(ws: Workspace, args: dict[str, Any]) -> dict[str, Any]:
        under_way.set()
        process_told.wait(60)
        return post(ws, args)

    with database.transaction() as session:
        seen = workspaces.ensure(session, datetime.now(UTC), {}, sending=True)
        people.make_admins(session, seen.id, ("ann@x.com",))
        ann = people.everyone(session, seen.id)[0]
        outbox.enqueue(
            session,
            seen.id,
            "notice:x",
            say="notice",
            payload={"text": "Hello."},
            now=datetime.now(UTC),
            person_id=ann.id,
        )
    with (
        pytest.MonkeyPatch.context() as patch,
        serving(server, slack_port),
        bot(tmp_path, "worker", **env) as process,
    ):
        patch.setitem(METHODS, "chat.postMessage", slow)
        assert under_way.wait(60)
        process.send_signal(signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)  # the post has no answer yet
        process_told.set()
        assert process.wait(60) == 0
    with database.reading() as session:
        row = session.exec(select(tables.Outbox).where(tables.Outbox.say == "notice")).one()
    assert (row.state, row.unknown_since, len(ws.messages(row.channel))) == ("sent", None, 1)
    database.close()


def test_an_app_token_that_is_refused_ends_the_start(tmp_path: Path):
    slack_port, ws = free_port(), slack()
    with serving(Server(ws, f"http://127.0.0.1:{slack_port}"), slack_port):
        env = environment(ws, slack_port, tmp_path, PORT=str(free_port()), SLACK_APP_TOKEN="xapp-wrong")
        with bot(tmp_path, **env) as process:
            assert process.wait(60) == 1
            answer = process.stdout.read()
    assert "Slack does not accept SLACK_APP_TOKEN (" in answer
    assert "Traceback" not in answer


@pytest.mark.parametrize("command", [(), ("web",), ("worker",), ("demo",)])
def test_a_port_that_is_taken_is_said_before_anything_is_started(command: tuple[str, ...], tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        env = environment(
            slack(),
            free_port(),
            tmp_path,
            SLACK_SIGNING_SECRET="x",
            PORT=port,
            WORKER_PORT=port,
            DEMO_PORT=port,
        )
        with bot(tmp_path, *command, **env) as process:
            assert process.wait(60) == 1
            answer = process.stdout.read()
    assert f"Port {port} on 127.0.0.1 can't be used" in answer
    assert "Traceback" not in answer
    assert [p.name for p in tmp_path.iterdir()] == [], "nothing was begun"


def test_one_line_a_minute_is_said_while_slack_is_away(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """Two hours of trying every ten seconds, then the database is away too, then a refusal."""
    answers = [Unbound("Slack can't be reached yet (URLError).", True)] * 720 + [
        Unbound("Slack does not accept the token (x).", False)
    ]
    monkeypatch.setattr(world.tend, "connect", lambda: answers.pop(0))
    monkeypatch.setattr(starting, "TRIES_AFTER", (0.0,))
    ended: list[bool] = []
    start = Start(world.tend, web=False, work=False, ends=lambda: ended.append(True))
    monkeypatch.setattr(start._stopped, "wait", lambda _: world.time.pass_for(10))
    start._run()
    lines = [r for r in caplog.records if "can't be reached yet" in r.getMessage()]
    assert (len(lines), start.refused, ended) == (120, "Slack does not accept the token (x).", [True])
    assert world.tend.not_yet == start.refused


def test_whatever_goes_wrong_at_the_start_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """An answer that is not Slack's, a bug of ours: in one line, by class and place, at /readyz, too."""
    seen: list[str] = []
    world.slack.drop("auth.test", AttributeError("'list' object has no attribute 'get': CANARY"))
    world.slack.answers["auth.test"] += [{"ok": True}, RecursionError("CANARY")]
    monkeypatch.setattr(world.tend, "connect", lambda: bind(world.tend.services, world.slack))
    start = Start(world.tend, web=False, work=False, ends=lambda: None)
    monkeypatch.setattr(
        start._stopped, "wait", lambda _: (seen.append(world.tend.not_yet), world.time.pass_for(60))
    )
    start._run()
    strange = "Slack can't be reached yet (an answer that is not Slack's)."
    assert seen[:2] == [strange] * 2
    assert seen[2].startswith("The start failed (RecursionError at ")
    assert (len(seen), world.tend.not_yet, start.refused) == (3, "", "")
    assert "CANARY" not in caplog.text
    assert not any(r.exc_info for r in caplog.records)


def test_a_connection_that_is_lost_is_said_once_a_minute(world: World, caplog: pytest.LogCaptureFixture):
    """The SDK's own lines, one every ten seconds, quote what came. A request that fails is another matter."""
    client = socket_client(world.tend.answers, "xapp-1", WebClient(), now=lambda: world.time.passed)
    try:
        client.logger.error("Failed to establish a connection (CANARY)")
        assert not caplog.records, "the start says that"
        client.current_app_monitor_started = True
        for _ in range(30):
            client.logger.info("The session seems to be already closed. Reconnecting...")
            client.logger.error("Failed to check the current session or reconnect to the server (CANARY)")
            world.time.pass_for(10)
        assert [r.getMessage()[:33] for r in caplog.records] == ["The connection to Slack was lost."] * 5
        try:
            raise ValueError("CANARY")
        except ValueError as error:
            client.logger.exception(f"Failed to run a request listener: {error}")
        assert (
            caplog.records[-1]
            .getMessage()
            .startswith("a request over Socket Mode failed: ValueError at test_start.py:")
        )
        assert "CANARY" not in caplog.text
    finally:
        client.close()


def test_the_words_of_every_language_are_made_ready_once_somebody_comes(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    """An idle process holds none; the first one's answer is not held up by them."""
    begun, goes_on, calls = threading.Event(), threading.Event(), list[int]()
    monkeypatch.setattr(
        "rules.language.read.warm_up", lambda: (calls.append(1), begun.set(), goes_on.wait(60))
    )
    answers = world.tend.answers
    answers.app = world.app
    request = BoltRequest(body="payload=%7B%22type%22%3A%22none%22%7D", mode="http")
    assert not begun.wait(0.05)
    try:
        assert answers.over_socket(request).status is not None, "nothing waits for it"
        assert begun.wait(60)
        answers.over_socket(request)
    finally:
        goes_on.set()
    assert calls == [1]


def test_no_language_is_left_for_the_first_line():
    code = (
        "from rules.language import marks, read, when; from rules.language.words import TONGUES; "
        "read.warm_up(); print(marks._scanner.cache_info().currsize == len(TONGUES) == "
        "when._ready.cache_info().currsize)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=starting.__file__.rpartition("/")[0], capture_output=True, text=True
    )
    assert ended.stdout.strip() == "True", ended.stderr
