"""How an installation stands, in one line: what an admin would look for before asking anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from .phrase import Phrase, count, say

VERSION = "0.1.0"
TICK_STALE_AFTER, DUE_STALE_AFTER = 120.0, 900.0  # seconds
WAITS_FROM = 60.0
"""Seconds from which on a due message is said to wait."""
TELLING = "telling"
"""The kind of what is merely told; all else wants somebody's look."""
NAMED = 5


@dataclass(frozen=True, slots=True)
class Installation:
    """Ages in seconds, None when there is nothing to age. `lost`: messages of the last 7 days; `no_rate`:
    currencies of amounts that have none; `ownerless`: accounts whose owner left; `untiered`: whose tier
    nobody gave and that revenue would place higher."""

    tick_age: float | None = None
    due_age: float | None = None
    sending: bool = False
    held_why: str = ""
    linked: int = 0
    unlinked: int = 0
    imported_at: datetime | None = None
    cut_off: bool = False
    lost: int = 0
    failed: int = 0
    no_rate: tuple[str, ...] = ()
    ownerless: int = 0
    untiered: int = 0
    version: str = VERSION


def says(i: Installation) -> list[Phrase]:
    """Its parts, in the order in which they are read; each whole."""
    return [*_works(i), *_people(i), *_files(i), *_accounts(i), _told("version {version}", version=i.version)]


def _told(text: str, **values: object) -> Phrase:
    return say(text, kind=TELLING, **values)  # type: ignore[arg-type]


def _works(i: Installation) -> Iterator[Phrase]:
    if i.tick_age is None:
        yield say("the worker has never ticked")
    elif i.tick_age > TICK_STALE_AFTER:
        yield say("the worker has not ticked for {age}", age=_age(i.tick_age))
    else:
        yield _told("the worker ticked {age} ago", age=_age(i.tick_age))
    if i.due_age is not None and i.due_age > DUE_STALE_AFTER:
        yield say("a message has been due for {age}", age=_age(i.due_age))
    elif i.due_age is not None and i.due_age >= WAITS_FROM:
        yield _told("the oldest due message waits {age}", age=_age(i.due_age))
    else:
        yield _told("no message waits")
    if i.held_why:
        yield say("sending is held: {why}", why=i.held_why)
    elif i.sending:
        yield _told("sending is on")
    else:
        yield say("sending is off")


def _age(seconds: float) -> Phrase:
    whole = int(seconds)
    if whole < 120:
        return say("{seconds} s", seconds=whole)
    if whole < 7200:
        return say("{minutes} min", minutes=whole // 60)
    if whole < 48 * 3600:
        return say("{hours} h", hours=whole // 3600)
    return count("{count} day", "{count} days", whole // 86400)


def _people(i: Installation) -> Iterator[Phrase]:
    if i.unlinked:
        yield say("{linked} people linked to Slack, {unlinked} not", linked=i.linked, unlinked=i.unlinked)
    else:
        yield count(
            "{count} person linked to Slack", "{count} people linked to Slack", i.linked, kind=TELLING
        )
    if i.lost:
        yield count(
            "{count} message could not be delivered in 7 days",
            "{count} messages could not be delivered in 7 days",
            i.lost,
        )


def _files(i: Installation) -> Iterator[Phrase]:
    if i.cut_off:
        yield say("an import was cut off: run it again")
    elif i.imported_at is None:
        yield _told("no file imported yet")
    else:
        yield _told("last import {on}", on=i.imported_at.date())


def _accounts(i: Installation) -> Iterator[Phrase]:
    if i.failed:
        yield count(
            "{count} account could not be computed", "{count} accounts could not be computed", i.failed
        )
    if i.no_rate:
        named = ", ".join(i.no_rate[:NAMED]) + (" …" if len(i.no_rate) > NAMED else "")
        yield say("no rate for {currencies}: a setting", currencies=named)
    if i.ownerless:
        yield count(
            "{count} account’s owner left or is switched off",
            "{count} accounts’ owners left or are switched off",
            i.ownerless,
        )
    if i.untiered:
        yield count(
            "{count} account waits for its tier: /account tiers",
            "{count} accounts wait for their tier: /account tiers",
            i.untiered,
        )
