"""Entry: the clocks, the settings, the process. Importing this module does nothing; the clock is read here
alone. The commands are in commands.py, and loaded for them alone: a process that serves for months holds none
of what they need."""

from __future__ import annotations

import gc

if __name__ == "__main__":
    gc.disable()  # what is loaded now stays: no walk through it until the port answers

import contextlib
import logging
import os
import re
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

import settings as env
from compose import Tend
from services import Steady
from settings import Settings, SettingsError
from storage.database import Unusable, why_unusable

log = logging.getLogger("tend")
STEADY = Steady(lambda: datetime.now(UTC), time.monotonic, time.sleep)
PARTS = {(): (True, True), ("web",): (True, False), ("worker",): (False, True)}
"""What is typed behind bot.py to run it: whether that answers people, and whether it works by itself."""


def now() -> datetime:
    return datetime.now(UTC)


class Refused(Exception):
    """Ends a command with one clear sentence."""


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
            gc.enable()
            gc.set_threshold(20_000, 20, 50)  # figures of many accounts hold much that is no cycle
            start.begin()

        serving = Serving(tend.http(app, work, starts=web), port, begin)
        serving.until_ended()
        start.end()
        if start.refused:
            raise Refused(start.refused)


def main(words: Sequence[str]) -> None:
    """Run the parts that are named, else a command."""
    parts = PARTS.get(tuple(words))
    if parts is None:
        gc.enable()
        from commands import cli

        cli()
        return
    try:
        run_parts(*parts)
    except Refused as refused:
        sys.stderr.write(f"{refused}\n")
        sys.exit(1)


if __name__ == "__main__":
    import bot  # one module, whoever names it

    bot.main(sys.argv[1:])
