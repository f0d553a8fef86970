"""The command line: what `python bot.py COMMAND` does, each as a sentence or a table of it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import typer
from typer.core import TyperGroup

from bot import STEADY, Refused, load, now, opened, run_parts, sentences
from compose import Tend
from storage import audit as audits
from storage import backup as backups
from storage import workspaces, worth
from storage.database import describe
from storage.exchange import exporting, importing
from storage.privacy import erasing, personal
from storage.private import own_folder, own_text

HERE = Path(__file__).parent
MOST_DAYS = 3650  # that audit looks back


class Ending(TyperGroup):
    """What refuses ends the process with its sentence."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Refused as refused:
            typer.echo(str(refused), err=True)
            raise typer.Exit(1) from None


cli = typer.Typer(cls=Ending, add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False)


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
