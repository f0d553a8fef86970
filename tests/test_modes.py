"""The unmodified bot against the stand-in with nothing but SLACK_API_URL changed: Socket Mode and signed
HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from sandbox.server import Server
from sandbox.store import Store
from sandbox.workspace import Workspace
from storage import outbox, tables, workspaces
from storage.database import Database
from storage.exchange import importing

from .page import Page
from .processes import ROOT, bot, free_port, get, serving, wait_for

pytestmark = pytest.mark.enable_socket


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize("mode", ["socket", "http", "halves"])
def test_a_command_a_log_and_a_message(mode: str, tmp_path: Path, url: str):
    slack_port, port, worker_port = free_port(), free_port(), free_port()
    ws = Workspace(Store(), now)
    ws.add_users(
        [
            {"name": "Ann Admin", "email": "ann@x.com", "tz": "UTC"},
            {"name": "Rep Two", "email": "rep@x.com", "tz": "UTC"},
        ]
    )
    ann, rep = "U00000002", "U00000003"
    base = f"http://127.0.0.1:{slack_port}"
    server = Server(ws, base, events_url="" if mode == "socket" else f"http://127.0.0.1:{port}/slack/events")
    ws.trigger_lives_for = server.outlet.ack_within = 60  # this is not about a machine that is slow
    env = {
        "SLACK_BOT_TOKEN": ws.bot_token,
        "SLACK_API_URL": f"{base}/api/",
        "PORT": str(port),
        "WORKER_PORT": str(worker_port),
        "SENDING": "on",
        "DATABASE_URL": url,
        "LOG_LEVEL": "INFO",
    }
    env |= (
        {"SLACK_APP_TOKEN": ws.app_token} if mode == "socket" else {"SLACK_SIGNING_SECRET": ws.signing_secret}
    )
    for kind, text in (
        (
            "people",
            "email,name,role,timezone,country\nann@x.com,Ann,admin,UTC,US\nrep@x.com,Rep,rep,UTC,US\n",
        ),
        ("accounts", "name,owner_email,tier,started_on\nAcme,ann@x.com,A,2020-01-01\n"),
    ):
        (tmp_path / f"{kind}.csv").write_text(text)
    database = Database(url)
    with database.transaction() as session:
        workspaces.ensure(session, now(), {}, sending=True)
    assert importing.run(database, [tmp_path / "people.csv", tmp_path / "accounts.csv"], now()).written
    database.close()
    commands = [("web",), ("worker",)] if mode == "halves" else [()]
    with (
        serving(server, slack_port),
        bot(tmp_path, *commands[0], **env) as first,
        bot(tmp_path, *commands[-1], **env) if mode == "halves" else nullcontext(),
    ):
        wait_for(lambda: get(f"http://127.0.0.1:{port}/healthz") == "alive", what="the bot to listen")
        wait_for(lambda: mode != "socket" or server.outlet.sockets, what="the socket")
        im, page = ws.open_im(ann)["id"], Page(base)

        def said(user: str = ann) -> str:
            return json.dumps(ws.whispers(user, ws.open_im(user)["id"]))

        def type_(text: str, user: str = ann) -> None:
            page.do("type", user, ws.open_im(user)["id"], text=text)

        def log(text: str, user: str = ann) -> None:
            """Typed again while a lock is waited for in vain, as the person is told."""
            type_(text, user)
            wait_for(
                lambda: (
                    "Logged with Acme" in said(user) or ("not stored" in said(user) and type_(text, user))
                ),
                what="the receipt",
            )

        def linked() -> bool:
            type_("/account acme")
            return "*Acme* \\u00b7 A" in said()

        wait_for(linked, what="people to be linked")
        log("/log acme called 20 min, happy")
        log("/log acme called", rep)  # somebody else's touch: the owner is told at midday, through the outbox
        with closing(Database(url)) as database, database.transaction() as session:
            owner = session.exec(select(tables.Outbox.person_id).where(tables.Outbox.say == "told")).one()
            outbox.enqueue(
                session,
                1,
                "notice:now",
                say="notice",
                payload={"text": "What is due is sent."},
                now=now(),
                person_id=owner,
            )
        # on some mornings the nudge and the digest come, too, before it or after
        wait_for(
            lambda: any("What is due is sent." in m["text"] for m in ws.messages(im)),
            what="the message to the owner",
        )
        type_("/log")
        view = wait_for(lambda: ws.stacks.get(ann), what="the form")[-1]
        suggested = page.do(
            "suggest", ann, view=view["id"], block="account", action="log.account", typed="ac"
        )
        options = suggested["options"]
        assert [o["text"]["text"] for o in options] == ["Acme"]
        assert wait_for(lambda: json.loads(get(f"http://127.0.0.1:{port}/readyz"))["ready"], what="readiness")
        assert "tend_database_up 1.0" in get(f"http://127.0.0.1:{port}/metrics")
        if mode == "halves":
            assert json.loads(get(f"http://127.0.0.1:{worker_port}/readyz"))["ready"]
        assert first.poll() is None
    assert first.returncode == 0


def test_a_token_of_another_team_ends_the_start_with_a_sentence(tmp_path: Path):
    slack_port = free_port()
    ws = Workspace(Store(), now)
    server = Server(ws, f"http://127.0.0.1:{slack_port}")
    env = {
        "SLACK_BOT_TOKEN": "xoxb-wrong",
        "SLACK_SIGNING_SECRET": "x",
        "SLACK_API_URL": f"http://127.0.0.1:{slack_port}/api/",
        "PORT": str(free_port()),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'tend.db'}",
    }
    with serving(server, slack_port), bot(tmp_path, **env) as process:
        assert process.wait(60) == 1
        assert "Slack does not accept the token (invalid_auth)" in process.stdout.read()
    with serving(Server(ws, ""), free_port()):
        checked = subprocess.run(
            [sys.executable, str(ROOT / "bot.py"), "check"],
            cwd=tmp_path,
            env={**env, "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
    assert checked.returncode == 1
    assert "Slack can't be reached" in checked.stdout
