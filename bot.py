"""Entry: the command line. Importing this module does nothing; the clock is read here alone."""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import os
import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import typer
from sqlalchemy.exc import SQLAlchemyError

import settings as env
from compose import Tend
from services import Steady
from settings import Settings, SettingsError
from storage import audit as audits
from storage import backup as backups
from storage import workspaces, worth
from storage.database import Unusable, describe, why_unusable
from storage.exchange import exporting, importing
from storage.privacy import erasing, personal
from storage.private import own_folder, own_text

log = logging.getLogger("tend")
HERE = Path(__file__).parent
MOST_DAYS = 3650  # that audit looks back
STEADY = Steady(lambda: datetime.now(UTC), time.monotonic, time.sleep)


def now() -> datetime:
    return datetime.now(UTC)


class Refused(typer.Exit):
    """Ends a command with one clear sentence."""

    def __init__(self, why: str) -> None:
        typer.echo(why, err=True)
        super().__init__(1)


def load(for_slack: bool = False) -> Settings:
    try:
        settings = env.load(os.environ)
    except SettingsError as error:
        raise Refused(str(error)) from None
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(Discreet())
    if for_slack and (missing := settings.missing()):
        raise Refused("\n".join(missing))
    return settings


class Discreet(logging.Filter):
    """Libraries tell payloads at DEBUG, and with them notes: below INFO only what is ours is kept. (A
    level on their loggers doesn't last: Bolt copies the root's to its own, and calls those of its apps by
    our name.) Some lines say what we say better, or quote what Slack's address sent."""

    OURS = re.compile(r"(tend|demo|handlers|scheduler|storage|sandbox)(\.[\w.]+)?")
    NEEDLESS = (
        "As you gave",
        "Adding job tentatively",
        "Failed to decode Slack API response",
        "Failed to retrieve WSS URL",
        "Failed to send a request to Slack API server",
    )

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.INFO and not self.OURS.fullmatch(record.name):
            return False
        return not str(record.msg).startswith(self.NEEDLESS)


@contextlib.contextmanager
def opened(settings: Settings, migrates: bool = True) -> Iterator[Tend]:
    """A prepared Tend; what is wrong with the database or a file ends the command with a sentence."""
    with sentences():
        tend = Tend(settings, now, STEADY)
        try:
            tend.prepare(migrates)
            yield tend
        finally:
            tend.close()


@contextlib.contextmanager
def sentences() -> Iterator[None]:
    """Ends a command with a sentence when the database, a file or the port can't be used."""
    try:
        yield
    except (Unusable, SettingsError) as error:
        raise Refused(str(error)) from None
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise Refused(why_unusable(error)) from None
    except OSError as error:
        raise Refused(
            f"{error.filename or 'A file'} can't be used: {error.strerror or type(error).__name__}."
        ) from None


def run_parts(web: bool, work: bool) -> None:
    """The port is taken first, so that nothing is started in vain; Slack is asked while it serves already."""
    from serving import Serving, listen
    from starting import Start

    settings = load(for_slack=True)
    mode = "Socket Mode" if settings.socket_mode else "HTTP"
    with sentences():
        port = listen(settings.host, settings.port if web else settings.worker_port)
    with contextlib.closing(port), opened(settings, migrates=web and work) as tend:
        # who knows their team answers before Slack can be asked
        app = tend.bolt() if web and tend.is_bound else None
        start = Start(tend, web, work, ends=lambda: serving.stop())

        def begin() -> None:
            log.info("Tend listens on %s:%s (%s)", *port.getsockname()[:2], mode)
            gc.freeze()  # what was loaded by now stays: no walk through it while somebody waits
            gc.set_threshold(20_000, 20, 50)  # figures of many accounts hold much that is no cycle
            start.begin()

        serving = Serving(tend.http(app, work, starts=web), port, begin)
        serving.until_ended()
        start.end()
        if start.refused:
            raise Refused(start.refused)


# the command line -------------------------------------------------------------------------------------------
cli = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False)


@cli.callback(invoke_without_command=True)
def run(context: typer.Context) -> None:
    """Run the bot: handlers and scheduler in one process."""
    if context.invoked_subcommand is None:
        run_parts(web=True, work=True)


@cli.command()
def web() -> None:
    """Answer people only; a worker runs the scheduler."""
    run_parts(web=True, work=False)


@cli.command()
def worker() -> None:
    """Run the scheduler only."""
    run_parts(web=False, work=True)


@cli.command()
def demo() -> None:
    """Everything with a small Slack and a sample book, in .demo/."""
    from demo import run_demo

    with sentences():
        run_demo(now, STEADY)


@cli.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    settings = load()
    with opened(settings):
        typer.echo(f"{describe(settings.database_url)} is up to date.")


@cli.command("import")
def import_(
    files: list[Path] = typer.Argument(None),
    dry_run: bool = False,
    keep_good: bool = False,
    as_: str = typer.Option("", "--as", help="What the files hold: accounts, contacts, ..."),
    dates: str = typer.Option("", help="Which comes first in 03/04/2026: day or month."),
    numbers: str = typer.Option("", help="What parts whole from fraction in 1.200: point or comma."),
    undo: int = typer.Option(0, help="Undo an import of the last 7 days, by its number."),
) -> None:
    """Import CSV files, ours or another system's; a second time changes nothing. Or undo an import."""
    from rich.console import Console
    from rich.progress import Progress

    if bool(files) == bool(undo):
        raise Refused("Name the files to import, or --undo NUMBER.")
    answer = importing.Answer(as_, dates, numbers)
    if wrong := importing.answer_error(answer):
        raise Refused(wrong)
    with opened(load()) as tend, Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def progress(kind: str, done: int, of: int) -> None:
            if kind not in tasks:
                tasks[kind] = bar.add_task(kind, total=of)
            bar.update(tasks[kind], completed=done)

        if undo:
            lines = importing.undone_lines(tend.worker_database, undo, now(), progress)
            refused = False
        else:
            kept = {"dry_run": dry_run, "keep_good": keep_good, "answer": answer, "progress": progress}
            report = importing.run(tend.worker_database, files, now(), **kept)  # type: ignore[arg-type]
            lines, refused = importing.told(report, dry_run), bool(report.problems and not report.kept)
    for line in lines:
        typer.echo(line)
    if refused:
        raise typer.Exit(1)


@cli.command()
def export(folder: Path, person: str = "") -> None:
    """Write the CSV files that import reads; with --person EMAIL, all that is on file about one person, or
    a contact, as JSON."""
    with opened(load()) as tend, tend.database.reading() as session:
        if person:
            on_file = personal.about(session, workspaces.current(session).id, person.strip().lower())
            if on_file is None:
                raise Refused("Nobody with this e-mail is on file.")
            own_folder(folder)
            own_text(folder / "person.json")
            (folder / "person.json").write_text(
                json.dumps(on_file, indent=2, ensure_ascii=False), encoding="utf-8"
            )
            typer.echo(
                f"person.json: {sum(len(v) for v in on_file.values() if isinstance(v, list)):,} entries"
            )
            return
        for kind, count in exporting.write(session, workspaces.current(session).id, folder).items():
            typer.echo(f"{kind}.csv: {count:,} rows")


@cli.command()
def backup(file: Path) -> None:
    """Write a consistent copy of the embedded database."""
    with opened(load(), migrates=False) as tend:
        backups.backup(tend.database, file)
    typer.echo(f"Written to {file}.")


@cli.command()
def restore(file: Path) -> None:
    """Put a backup in place of the embedded database; every waiting message is looked up in Slack before
    it is sent."""
    settings = load()
    with sentences():
        backups.restore(settings.database_url, file)
    with opened(settings) as tend, tend.database.transaction() as session:
        waiting = backups.reconcile_all(session, workspaces.current(session).id, STEADY.instant(), now=now())
    typer.echo(
        f"Restored from {file}; {waiting} waiting messages are looked up in Slack before they are sent."
    )


@cli.command()
def restored() -> None:
    """After pg_restore, before Tend is started: messages are looked up in Slack before they are sent."""
    with opened(load()) as tend, tend.database.transaction() as session:
        waiting = backups.reconcile_all(session, workspaces.current(session).id, STEADY.instant(), now=now())
    typer.echo(
        f"{waiting} waiting messages are looked up in Slack before they are sent, and so is what is planned "
        "anew for today."
    )


@cli.command()
def erase(email: str) -> None:
    """Erase a person's data, or a contact's."""
    with opened(load()) as tend:
        with tend.worker_database.transaction() as session:
            said = erasing.erase(session, workspaces.current(session), email.strip().lower(), now=now())
        tend.worker_database.compact()
    typer.echo(said)
    if said.startswith("Erased"):
        typer.echo(
            "Backups and exports made before, and messages already in Slack, still hold what they held."
        )


@cli.command()
def audit(days: int = 30) -> None:
    """Say who changed what in the last days."""
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"--days is a whole number from 1 to {MOST_DAYS}.")
    with opened(load()) as tend, tend.database.reading() as session:
        for line in audits.lines(session, workspaces.current(session).id, now() - timedelta(days=days)):
            typer.echo(line)


@cli.command()
def backtest() -> None:
    """Say what health is worth: what it showed on past days of this record against what followed."""
    from rich.console import Console
    from rich.progress import Progress

    from messages.worth import report
    from rules.chances import chances
    from rules.worth import FOLLOWS, measure

    with opened(load()) as tend, Progress(console=Console(stderr=True), transient=True) as bar:
        database = tend.worker_database
        with database.reading() as session:
            ws = workspaces.current(session)
            plan = worth.plan(session, ws, now())
        looking = bar.add_task("looking back", total=plan.steps)
        looks = worth.look_back(database.reading, ws, plan, now(), rest=lambda: bar.advance(looking))
        drawing = bar.add_task("drawing accounts anew", total=len(FOLLOWS))
        measured = []
        for name in FOLLOWS:
            measured.append(measure(looks, name))
            bar.advance(drawing)
        kept = chances(measured[0].bands, plan.dates, ws.policy, now().date())
        with database.transaction() as session:
            workspaces.keep_look_back(session, ws, kept.to_json())
    for line in report(measured, plan.dates, kept, len(plan.ids)):
        typer.echo(line)


@cli.command()
def numbers(
    file: Path, of: str = typer.Option("", help="Whose people's: an e-mail. Else everybody's.")
) -> None:
    """Write the figures of the year by month end as CSV: what is kept, what customers are worth and cost."""
    from messages.numbers_how import rows
    from messages.words import Viewer
    from storage import numbers as figures

    with opened(load()) as tend, tend.database.reading() as session:
        ws = workspaces.current(session)
        owners = figures.people_of(session, ws.id, of.strip().lower())
        if not owners:
            raise Refused("Nobody with this e-mail is on file.")
        months = figures.months(session, ws, owners, now().date(), now())
    with sentences():
        count = figures.write(file, rows(months, Viewer(currency=ws.policy.currency)))
    typer.echo(f"{file}: {count:,} rows")


@cli.command()
def check() -> None:
    """Say what is missing: settings, token, scopes, database, people."""
    from checking import how_it_stands, problems

    settings = load()
    with sentences():
        tend = Tend(settings, now, STEADY)
        stands, wrong = how_it_stands(tend), problems(tend)
        tend.close()
    if stands:
        typer.echo(f"How it stands: {stands}.")
    for line in wrong or ["Everything is in place."]:
        typer.echo(line)
    if wrong:
        raise typer.Exit(1)


def is_public(url: str) -> bool:
    """Whether Slack can send to an address: https, a host (a port and a path may follow), no user, no
    white space."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    named = (
        re.fullmatch(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*\.?|[0-9a-f]*:[0-9a-f:]+", host) is not None
    )
    plain = (
        not (parts.query or parts.fragment or "@" in parts.netloc) and url.isprintable() and " " not in url
    )
    return parts.scheme == "https" and named and plain


@cli.command()
def manifest(url: str) -> None:
    """Print the app manifest for HTTP mode at a public URL (manifest.json is for Socket Mode)."""
    if not is_public(url):
        raise Refused("The URL is https:// and a host, such as https://tend.example.com")
    app = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
    events = url.rstrip("/") + "/slack/events"
    app["settings"]["socket_mode_enabled"] = False
    app["settings"]["event_subscriptions"]["request_url"] = events
    app["settings"]["interactivity"] |= {"request_url": events, "message_menu_options_url": events}
    for command in app["features"]["slash_commands"]:
        command["url"] = events
    typer.echo(json.dumps(app, indent=2))


if __name__ == "__main__":
    cli()
