"""Books of any size, written straight into a database: accounts, owners, touches, and with them all that a
card speaks of; and a clock that stands still."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import update

from compose import Tend
from services import Steady
from settings import Settings
from storage import accounts, tables, workspaces
from storage.assess import recompute
from storage.people import new_person

from . import facts

NOW = datetime(2026, 11, 18, 22, 0, tzinfo=UTC)  # Wednesday, 17:00 in New York: no bundle is due
TODAY = date(2026, 11, 18)
STARTED, AHEAD = TODAY - timedelta(days=700), NOW + timedelta(days=7)
Row = dict[str, Any]
STEADY = Steady(lambda: NOW, lambda: 0.0, lambda seconds: None)
WORDS = (
    "Amber",
    "Birch",
    "Cobalt",
    "Delta",
    "Ember",
    "Falcon",
    "Granite",
    "Harbor",
    "Indigo",
    "Juniper",
    "Keystone",
    "Lantern",
)


def a_tend(path: Path) -> Tend:
    """A Tend on a new SQLite file, with one linked workspace."""
    return a_tend_at(f"sqlite:///{path}")


def a_tend_at(url: str, clock: Callable[[], datetime] = lambda: NOW, steady: Steady = STEADY) -> Tend:
    """The same on any empty database, or on one that was made so."""
    tend = unprepared(url, clock, steady)
    tend.prepare()
    with tend.database.transaction() as session:
        workspaces.bind(session, workspaces.current(session), "T1", name="Bench", bot_user_id="UBOT")
    return tend


def unprepared(url: str, clock: Callable[[], datetime] = lambda: NOW, steady: Steady = STEADY) -> Tend:
    """The same, with nothing written yet."""
    return Tend(
        Settings(slack_bot_token="xoxb-bench", slack_signing_secret="bench", database_url=url, sending=True),
        clock,
        steady,
    )


def fill(
    tend: Tend, count: int, touches_each: int = 0, *, not_due: bool = False, whole: bool = False
) -> None:
    """`count` accounts of 75 a rep; `not_due` sets every date a week ahead, as in a book that is looked
    after; `whole` gives each all that a card speaks of (facts.py), not its touches alone."""
    reps = max(count // 75, 1)
    with tend.database.transaction() as session:
        connection = session.connection()
        for table, rows in (
            (tables.Person, _people(reps)),
            (tables.Account, _accounts(count, reps, whole)),
            (tables.Standing, _standings(count, reps)),
            (tables.Touch, _touches(count, reps, touches_each)),
            *(facts.rows(count, reps, TODAY, now=NOW) if whole else ()),
        ):
            for some in batched(rows, 10_000):
                connection.execute(tables.table(table).insert(), some)
        accounts.rename(session, 1, {n: (_name(n), ()) for n in range(1, count + 1)})
        if whole:
            facts.name_contacts(connection)
    if touches_each:
        with tend.database.transaction() as session:
            recompute(session, 1, workspaces.current(session).policy, ids=[1], now=NOW)
    if not_due:
        with tend.database.transaction() as session:
            session.execute(update(tables.table(tables.Account)).values(look_at=AHEAD, reassess_at=AHEAD))


def names_of(rep: int, count: int) -> list[str]:
    """What the accounts of a rep are called, in a book of `count`; the second's begin with Acme."""
    reps = max(count // 75, 1)
    return [_name(n) for n in range(1, count + 1) if n % reps + 1 == rep]


def batched(rows: Iterable[Row], most: int) -> Iterator[list[Row]]:
    """Lists of at most so many rows."""
    left = iter(rows)
    while some := list(islice(left, most)):
        yield some


def _people(reps: int) -> Iterator[Row]:
    for n in range(1, reps + 1):
        yield {
            **new_person(1, f"rep{n}@bench.example"),
            "id": n,
            "name": f"Rep {n}",
            "slack_id": f"U{n}",
            "zone": "America/New_York",
            "country": "US",
            "plan_at": AHEAD,
        }


def _accounts(count: int, reps: int, whole: bool) -> Iterator[Row]:
    for n in range(1, count + 1):
        renews = facts.renews_on(n, TODAY) if whole else None
        yield {
            "id": n,
            "workspace_id": 1,
            "name": _name(n),
            "key": _name(n).lower(),
            "owner_id": n % reps + 1,
            "tier": "ABC"[n % 3],
            "tier_proposal": "",
            "status": "active",
            "status_reason": "",
            "segment": "",
            "industry": "",
            "country": "",
            "domain": "",
            "external_id": "",
            "services": "Core",
            "aliases": "",
            "currency": "USD",
            "margin": "",
            "annual": facts.annual(n),
            "annual_given": facts.annual(n),
            "started_on": STARTED,
            "renews_given": renews,
            "renews_on": renews,
            "served_through_parent": False,
            "added_on": STARTED,
            "exists_on": STARTED,
            "at_risk": False,
            "look_at": AHEAD,
            "reassess_at": AHEAD,
            "due_on": TODAY + timedelta(days=9),
        }


def _standings(count: int, reps: int) -> Iterator[Row]:
    for n in range(1, count + 1):
        yield {
            "workspace_id": 1,
            "account_id": n,
            "from_on": STARTED,
            "owner_id": n % reps + 1,
            "tier": "ABC"[n % 3],
            "status": "active",
            "reason": "",
        }


def _touches(count: int, reps: int, each: int) -> Iterator[Row]:
    """One a fortnight, back from ten days ago."""
    chance = random.Random(count)
    for n in range(1, count + 1):
        for k in range(each):
            yield a_touch(n, n % reps + 1, NOW - timedelta(days=10 + 14 * k + chance.randrange(3)))


def a_touch(account: int, by: int, at: datetime) -> Row:
    return {
        "workspace_id": 1,
        "account_id": account,
        "by_id": by,
        "at": at,
        "day_only": False,
        "channel": "call",
        "direction": "outbound",
        "outcome": "reached",
        "purpose": "shared_insight",
        "minutes": 20,
        "estimated": False,
        "sentiment": "happy",
        "note": "the numbers",
        "noted": True,
        "external_id": "",
        "batch": "",
        "created_at": NOW,
    }


def _name(n: int) -> str:
    return "Acme Industrial" if n == 1 else f"{WORDS[n % len(WORDS)]} {WORDS[n // 12 % len(WORDS)]} {n}"
