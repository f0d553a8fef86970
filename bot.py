"""Entry: the command line. Importing this module does nothing; the clock is read here alone."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import typer
from sqlalchemy.exc import ArgumentError

import settings as env
from compose import Tend, serve
from settings import Settings, SettingsError
from storage import audit as audits
from storage import backup as backups
from storage import erasing, exporting, importing, personal, workspaces
from storage.database import Steady, Unusable, describe

log = logging.getLogger("tend")
HERE = Path(__file__).parent
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
        found = env.load(os.environ)
    except SettingsError as error:
        raise Refused(str(error)) from None
    logging.basicConfig(level=found.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(Discreet())
    if for_slack and (missing := found.missing()):
        raise Refused("\n".join(missing))
    return found


class Discreet(logging.Filter):
    """Libraries tell payloads at DEBUG, and with them notes: what they say below INFO is dropped. (A level on their loggers
    doesn't last: Bolt copies the root's to its own.)"""

    LIBRARIES = ("slack_", "urllib3", "httpx", "httpcore", "websocket")

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.INFO or not record.name.startswith(self.LIBRARIES)


@contextlib.contextmanager
def opened(settings: Settings, migrates: bool = True) -> Iterator[Tend]:
    """A prepared Tend; what is wrong with the database ends the command with a sentence."""
    try:
        tend = Tend(settings, now, STEADY)
    except (ArgumentError, ImportError) as error:
        raise Refused(f"DATABASE_URL is no address of a database: {error}") from None
    try:
        tend.prepare(migrates)
        yield tend
    except Unusable as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"{error.filename or 'A file'} can't be used: {error.strerror}.") from None
    finally:
        tend.close()


def run_parts(web: bool, work: bool) -> None:
    settings = load(for_slack=True)
    with opened(settings, migrates=web and work) as tend:
        tend.connect()
        app = tend.bolt() if web else None
        if work:
            tend.start_scheduler()
        if app is not None and settings.socket_mode:
            tend.start_socket(app)
        port = settings.port if web else settings.worker_port
        mode = "Socket Mode" if settings.socket_mode else "HTTP"
        serve(tend.http(app, work), settings.host, port, lambda: log.info("Tend listens on %s:%s (%s)", settings.host, port, mode))


# the command line -----------------------------------------------------------------------------------------------------------
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

    run_demo(now, STEADY)


@cli.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    settings = load()
    with opened(settings):
        typer.echo(f"{describe(settings.database_url)} is up to date.")


@cli.command("import")
def import_(files: list[Path], dry_run: bool = False, keep_good: bool = False) -> None:
    """Import CSV files; a second time changes nothing."""
    from rich.console import Console
    from rich.progress import Progress

    with opened(load()) as tend, Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def progress(kind: str, done: int, of: int) -> None:
            if kind not in tasks:
                tasks[kind] = bar.add_task(kind, total=of)
            bar.update(tasks[kind], completed=done)

        report = importing.run(
            tend.worker_database.transaction, files, now(), dry_run=dry_run, keep_good=keep_good, progress=progress
        )
    for line in importing.told(report, dry_run):
        typer.echo(line)
    if report.problems and not report.written:
        raise typer.Exit(1)


@cli.command()
def export(folder: Path, person: str = "") -> None:
    """Write the CSV files that import reads; with --person EMAIL, all that is on file about one person, or a contact, as JSON."""
    with opened(load()) as tend, tend.database.reading() as session:
        if person:
            found = personal.about(session, workspaces.current(session).id, person.strip().lower())
            if found is None:
                raise Refused("Nobody with this e-mail is on file.")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "person.json").write_text(json.dumps(found, indent=2, ensure_ascii=False), encoding="utf-8")
            typer.echo(f"person.json: {sum(len(v) for v in found.values() if isinstance(v, list)):,} entries")
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
    """Put a backup in place of the embedded database; every waiting message is looked up in Slack before it is sent."""
    settings = load()
    try:
        backups.restore(settings.database_url, file)
    except Unusable as error:
        raise Refused(str(error)) from None
    with opened(settings) as tend, tend.database.transaction() as session:
        waiting = backups.reconcile_all(session, workspaces.current(session).id, STEADY.instant(), now())
    typer.echo(f"Restored from {file}; {waiting} waiting messages are looked up in Slack before they are sent.")


@cli.command()
def restored() -> None:
    """After pg_restore, before Tend is started: messages are looked up in Slack before they are sent."""
    with opened(load()) as tend, tend.database.transaction() as session:
        waiting = backups.reconcile_all(session, workspaces.current(session).id, STEADY.instant(), now())
    typer.echo(f"{waiting} waiting messages are looked up in Slack before they are sent, and so is what is planned anew for today.")


@cli.command()
def erase(email: str) -> None:
    """Erase a person's data, or a contact's."""
    with opened(load()) as tend:
        with tend.worker_database.transaction() as session:
            said = erasing.erase(session, workspaces.current(session), email.strip().lower(), now())
        tend.worker_database.compact()
    typer.echo(said)
    if said.startswith("Erased"):
        typer.echo("Backups and exports made before, and messages already in Slack, still hold what they held.")


@cli.command()
def audit(days: int = 30) -> None:
    """Say who changed what in the last days."""
    with opened(load()) as tend, tend.database.reading() as session:
        for line in audits.lines(session, workspaces.current(session).id, now() - timedelta(days=days)):
            typer.echo(line)


@cli.command()
def check() -> None:
    """Say what is missing: settings, token, scopes, database, people."""
    from checking import problems

    settings = load()
    found = problems(Tend(settings, now, STEADY))
    for line in found or ["Everything is in place."]:
        typer.echo(line)
    if found:
        raise typer.Exit(1)


@cli.command()
def manifest(url: str) -> None:
    """Print the app manifest for HTTP mode at a public URL (manifest.json is for Socket Mode)."""
    if not url.startswith("https://"):
        raise Refused("The URL must begin with https://, such as https://tend.example.com")
    told = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
    events = url.rstrip("/") + "/slack/events"
    told["settings"]["socket_mode_enabled"] = False
    told["settings"]["event_subscriptions"]["request_url"] = events
    told["settings"]["interactivity"] |= {"request_url": events, "message_menu_options_url": events}
    for command in told["features"]["slash_commands"]:
        command["url"] = events
    typer.echo(json.dumps(told, indent=2))


if __name__ == "__main__":
    cli()
