"""`python bot.py demo`: the stand-in for Slack, a sample book and the unmodified bot in one process, kept
in .demo/."""

from __future__ import annotations

import csv
import json
import logging
import os
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import typer
from sqlalchemy import select, update

import settings as env
from compose import Tend
from rules.calendar import Workdays, at_local, is_working_day, local_date
from rules.context import Reason
from rules.delivery.pacing import UNPACED
from rules.facts.handoffs import Introduction
from rules.facts.overrides import USUAL
from rules.failure import trace_of
from rules.phrase import say
from sandbox import sample_book, sample_mornings, sample_numbers, sample_words
from sandbox.page import step
from sandbox.server import Server
from sandbox.store import Store
from sandbox.workspace import Workspace
from services import Steady
from serving import Serving, listen
from storage import (
    accounts,
    audit,
    contacts,
    finding,
    handoffs,
    outbox,
    overrides,
    people,
    standings,
    tables,
    turned_up,
    workspaces,
)
from storage.assess import recompute
from storage.database import Database, Unusable
from storage.exchange import importing
from storage.private import own_folder

FARTHEST = timedelta(days=366 * 400)  # further no DEMO_AT is, and no year of use
FOLDER, HERE = Path(".demo"), Path(__file__).parent
CHANNELS = (
    ("C0SALES", "sales", True, False),
    ("C0RANDOM", "random", False, False),
    ("C0PARTNERS", "partners-shared", True, True),
)


class MovableClock:
    """Business time: the real one plus what the bar on the page added. It begins at `first` (an instant;
    None: now) and is kept, so that a restart goes on from there."""

    def __init__(self, path: Path, real: Callable[[], datetime], first: datetime | None = None) -> None:
        self._path, self._real = path, real
        kept = _kept(path)
        self.ahead = kept or timedelta(0)
        if first is not None and kept is None:
            self.move(first - real())

    def __call__(self) -> datetime:
        return self._real() + self.ahead

    def move(self, by: timedelta) -> None:
        """By rename: a demo that is killed meanwhile leaves a whole file."""
        self.ahead += by
        fresh = self._path.with_name(f"{self._path.name}-new")
        fresh.write_text(str(self.ahead.total_seconds()))
        fresh.replace(self._path)


def _kept(path: Path) -> timedelta | None:
    """How far ahead the clock was; None when there is no file, or one that no clock of ours has written."""
    try:
        ahead = timedelta(seconds=float(path.read_text()))
    except (OSError, ValueError, OverflowError):
        return None
    return ahead if abs(ahead) < FARTHEST else None


def run_demo(now: Callable[[], datetime], steady: Steady) -> None:
    """Serve the page until Ctrl-C. Reads no .env and no DATABASE_URL."""
    try:
        seeded = env.load(
            {k: v for k, v in os.environ.items() if k in {"DEMO_AT", "DEMO_PORT", "LOG_LEVEL"}}, None
        )
    except env.SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    logging.basicConfig(
        level="WARNING" if seeded.log_level == "INFO" else seeded.log_level,
        format="%(levelname)s %(name)s: %(message)s",
    )
    try:
        port = listen("127.0.0.1", seeded.demo_port)
    except Unusable as error:
        typer.echo(f"{error} DEMO_PORT sets it.", err=True)
        raise typer.Exit(1) from None
    own_folder(FOLDER)
    base = f"http://127.0.0.1:{seeded.demo_port}"
    clock = MovableClock(FOLDER / "clock", now, seeded.demo_at)
    # no other page knows them
    bot_token, app_token = (f"{kind}-{secrets.token_hex(16)}" for kind in ("xoxb", "xapp"))
    settings = replace(
        seeded,
        slack_bot_token=bot_token,
        slack_app_token=app_token,
        slack_api_url=f"{base}/api/",
        database_url=f"sqlite:///{FOLDER / 'tend.db'}",
        sending=True,
        seeds={"birthdays": True, "figures_by_name": _by_name(), "costs": sample_numbers.COSTS},
    )
    tend = Tend(settings, clock, steady)
    try:
        _fill(tend, clock)
    except Unusable as error:
        typer.echo(f"{error} Or delete the folder {FOLDER} to start the demo anew.", err=True)
        raise typer.Exit(1) from None
    app = _slack(clock, tend, base).app(also=tend.http(None, works=True).routes)
    failed = list[str]()

    def start() -> None:
        try:
            _start(tend)
            typer.echo(f"\n  Tend is ready: {base}\n  Act as anybody, type /account acme. Ctrl-C stops it.\n")
        except Exception as error:
            if not (tend.is_ending or serving.should_exit):  # else it is ended in the middle of its start
                failed.append(str(error) if isinstance(error, Unusable) else trace_of(error))
                serving.stop()

    serving = Serving(app, port, threading.Thread(target=start, daemon=True).start)
    try:
        serving.until_ended()
    finally:
        tend.close()
    if failed:
        typer.echo(f"The demo could not be started: {failed[0]}", err=True)
        raise typer.Exit(1)


def _by_name() -> str:
    """Every country of the sample book's people: each of them agreed to be shown by name."""
    return "\n".join(
        f"{country}: by name" for country in sorted({str(p["country"]) for p in sample_words.PEOPLE})
    )


def _start(tend: Tend) -> None:
    """What the bot does at its start, and people are linked before anybody looks. Raises Unusable, and
    what else goes wrong."""
    from scheduler.link_people import link_people

    if wrong := tend.connect():
        raise Unusable(wrong.why)
    tend.answers.app = tend.bolt()
    link_people(tend.services, tend.web_client(timeout=10))
    tend.start_scheduler(UNPACED)  # the stand-in has no limits, and nobody wants to wait
    tend.start_socket()
    tend.warm_up()


def _fill(tend: Tend, clock: MovableClock) -> None:
    """On the first start write the sample book, relative to today, and import it."""
    tend.prepare()
    done = FOLDER / "filled"
    if done.exists():
        return
    typer.echo("Filling the sample book…")
    folder = FOLDER / "book"
    sample_book.write(folder, clock().date())
    report = importing.run(tend.worker_database, sorted(folder.glob("*.csv")), clock())
    if report.problems:
        raise Unusable(f"The sample book could not be imported: {report.problems[0]}")
    introduce(tend.worker_database, clock(), *sample_book.on_its_way())
    override(tend.worker_database, clock(), *sample_book.overridden())
    turn_up(tend.worker_database, clock(), *sample_book.met_again())
    with (folder / "accounts.csv").open(encoding="utf-8", newline="") as file:
        leave(tend.worker_database, clock(), sample_numbers.gone(csv.DictReader(file)))
    with (folder / "touches.csv").open(encoding="utf-8") as touches:
        there = sample_mornings.mornings(csv.DictReader(touches), clock().date())
    recall(tend.worker_database, clock(), there)
    done.write_text("yes")


def introduce(database: Database, now: datetime, account: str, giver: str, receiver: str, warns: str) -> None:
    """An account on its way from one rep to another, as if the giver had pressed it: no file has that."""
    with database.transaction() as session:
        ws = workspaces.current(session).id
        by_email = {p.email: p for p in people.everyone(session, ws)}
        owner = by_email[giver]
        (hit,) = [h for h in finding.starting(session, ws, account, own=owner.id) if h.exact]
        new = Introduction(
            account_id=hit.id,
            giver_id=owner.id,
            by_id=owner.id,
            receiver=by_email[receiver],
            landmines=warns,
            on=local_date(now, owner.zone),
        )
        handoffs.introduce(session, ws, new, now=now)


def override(database: Database, now: datetime, account: str, by: str, band: str, reason: str) -> None:
    """The health of an account as one rep says it is, as if they had pressed it: no file has that either."""
    with database.transaction() as session:
        ws = workspaces.current(session)
        (owner,) = [p for p in people.everyone(session, ws.id) if p.email == by]
        (hit,) = [h for h in finding.starting(session, ws.id, account, own=owner.id) if h.exact]
        today = local_date(now, owner.zone)
        overrides.set_band(
            session,
            ws.id,
            account_id=hit.id,
            by_id=owner.id,
            band=band,
            reason=reason,
            until_on=today + USUAL,
            today=today,
            now=now,
        )
        recompute(session, ws.id, ws.policy, ids=[hit.id], now=now)


def leave(database: Database, now: datetime, gone: Sequence[tuple[str, int, str]]) -> None:
    """Accounts that left some days ago, and why, as if somebody had said so: a file has no reason."""
    with database.transaction() as session:
        ws = workspaces.current(session)
        for account, ago, why in gone:
            (hit,) = [h for h in finding.starting(session, ws.id, account, own=0) if h.exact]
            day = now.date() - timedelta(days=ago)
            standings.churn(session, ws.id, hit.id, from_on=day, reason=why, by_id=hit.owner_id)
            recompute(session, ws.id, ws.policy, ids=[hit.id], now=now)


def turn_up(database: Database, now: datetime, account: str, who: Mapping[str, str]) -> None:
    """Somebody whom another account knew is added, after the book was looked through: what a file brings
    turns up together."""
    with database.transaction() as session:
        ws = workspaces.current(session)
        turned_up.keep(session, ws.id, turned_up.look(session, ws.id, now))
        (hit,) = [h for h in finding.starting(session, ws.id, account, own=0) if h.exact]
        owner = people.get(session, ws.id, accounts.owner_of(session, ws.id, hit.id))
        on = local_date(now, owner.zone)
        contacts.put(session, ws.id, hit.id, dict(who), by_id=owner.id, on=on, now=now)
        recompute(session, ws.id, ws.policy, ids=[hit.id], now=now)


def recall(database: Database, now: datetime, mornings: Sequence[Mapping[str, Any]]) -> None:
    """Mornings of before, as if they had been sent and somebody had called: no file has them."""
    nudge, account, message = (tables.table(t) for t in (tables.Nudge, tables.Account, tables.Outbox))
    beside = list[dict[str, Any]]()
    with database.transaction() as session:
        ws = workspaces.current(session).id
        reps = {p.email: p for p in people.everyone(session, ws)}
        ids = {r.name: r.id for r in session.execute(select(account.c.name, account.c.id))}
        rows, sent = list[dict[str, Any]](), dict[tuple[int, date], int]()
        for m in mornings:
            rep = reps[m["by_email"]]
            at = at_local(m["on"], time(8, 45), rep.zone)
            if (rep.id, m["on"]) not in sent:
                key = f"nudge:{rep.id}:{m['on']}"
                row = outbox.enqueue(session, ws, key, "nudge", {}, at, person_id=rep.id, due_at=at)
                sent[rep.id, m["on"]] = row or 0
            called = datetime.combine(m["touched_on"], time(12), UTC)
            rows.append(
                {"workspace_id": ws, "rep_id": rep.id, "account_id": ids[m["account"]]}
                | {"outbox_id": sent[rep.id, m["on"]], "local_on": m["on"], "place": m["place"]}
                | {"reason": Reason(m["kind"], say("called since.")).to_json(), "stuck": False, "batch": ""}
                | {"state": "sent", "sent_at": at, "outcome": "logged", "acted_at": called}
            )
            both = ((m["account"], True), (m["waits"], False)) if m["waits"] else ()
            beside += [
                {"workspace_id": ws, "rep_id": rep.id, "account_id": ids[name], "local_on": m["on"]}
                | {"outbox_id": sent[rep.id, m["on"]], "pair": 1, "shown": is_shown, "rank": 3000}
                for name, is_shown in both
            ]
        session.execute(nudge.insert(), rows)
        session.execute(tables.table(tables.Cut).insert(), beside)
        done = update(message).where(message.c.id.in_(list(sent.values())))
        session.execute(done.values(state="sent", sent_at=message.c.due_at))
        for rep_id in {rep_id for rep_id, _ in sent}:  # whoever called is not silent
            last = max(r["acted_at"] for r in rows if r["rep_id"] == rep_id)
            audit.keep(session, ws, min(last, now), rep_id, did="is here", noun="person", row_id=rep_id)


def _slack(clock: MovableClock, tend: Tend, base: str) -> Server:
    ws = Workspace(Store(str(FOLDER / "slack.db")), clock)
    ws.bot_token, ws.app_token = tend.settings.slack_bot_token, tend.settings.slack_app_token
    titles = {"rep": "Rep", "manager": "Manager", "admin": "Head of sales, admin"}
    ws.add_users(
        [
            {
                "name": p["name"],
                "email": p["email"],
                "tz": p["timezone"],
                "title": titles[str(p["role"])],
                "is_admin": p["role"] == "admin",
                "locale": {"US": "en-US"}.get(str(p["country"]), "en-GB"),
            }
            for p in sample_words.PEOPLE
        ]
        + [
            {
                "name": "Gale Guest",
                "email": "gale@guest.example",
                "title": "Guest, not registered",
                "is_restricted": True,
            }
        ]
    )
    for id_, name, member, external in CHANNELS:
        ws.add_channel(id_, name, member, external)
    manifest = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
    commands = [c["command"] for c in manifest["features"]["slash_commands"]]
    shortcuts = {s["callback_id"]: s["name"] for s in manifest["features"]["shortcuts"]}

    countries = {str(p["email"]): str(p["country"]) for p in sample_words.PEOPLE}

    def advance(by: str, user: str) -> None:
        """To the next morning on which this person works: the bot writes to nobody on a holiday."""
        person = ws.user(user)
        workdays = Workdays(countries.get(person["profile"]["email"], ""))
        clock.move(step(by, clock(), person["tz"], works=lambda on: is_working_day(on, workdays)))
        tend.wake(clock_moved=True)

    return Server(ws, base, advance=advance, commands=commands, shortcuts=shortcuts)
