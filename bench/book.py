"""Books of any size, written straight into a database: accounts, owners, touches; and a clock that stands
still."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update

from compose import Tend
from services import Steady
from settings import Settings
from storage import accounts, tables, workspaces
from storage.assess import recompute
from storage.people import new_person

NOW = datetime(2026, 11, 18, 22, 0, tzinfo=UTC)  # Wednesday, 17:00 in New York: no bundle is due
TODAY = date(2026, 11, 18)
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
    tend = Tend(
        Settings(
            slack_bot_token="xoxb-bench",
            slack_signing_secret="bench",
            database_url=f"sqlite:///{path}",
            sending=True,
        ),
        lambda: NOW,
        STEADY,
    )
    tend.prepare()
    with tend.database.transaction() as session:
        workspaces.bind(session, workspaces.current(session), "T1", "Bench", "UBOT")
    return tend


def fill(tend: Tend, count: int, touches_each: int = 0, not_due: bool = False) -> None:
    """`count` accounts of 75 a rep; `not_due` sets every date a week ahead, as in a book that is looked
    after."""
    chance = random.Random(count)
    reps = max(count // 75, 1)
    people, account, standing, touch = (
        tables.table(t) for t in (tables.Person, tables.Account, tables.Standing, tables.Touch)
    )
    with tend.database.transaction() as session:
        run = session.connection().execute
        ahead = NOW + timedelta(days=7)
        run(
            people.insert(),
            [
                {
                    **new_person(1, f"rep{n}@bench.example"),
                    "id": n,
                    "name": f"Rep {n}",
                    "slack_id": f"U{n}",
                    "zone": "America/New_York",
                    "country": "US",
                    "plan_at": ahead,
                }
                for n in range(1, reps + 1)
            ],
        )
        names = {n: _name(n) for n in range(1, count + 1)}
        started = TODAY - timedelta(days=700)
        run(
            account.insert(),
            [
                {
                    "id": n,
                    "workspace_id": 1,
                    "name": name,
                    "key": name.lower(),
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
                    "annual": 1000 * n,
                    "annual_given": 1000 * n,
                    "started_on": started,
                    "served_through_parent": False,
                    "added_on": started,
                    "exists_on": started,
                    "at_risk": False,
                    "look_at": ahead,
                    "reassess_at": ahead,
                    "due_on": TODAY + timedelta(days=9),
                }
                for n, name in names.items()
            ],
        )
        run(
            standing.insert(),
            [
                {
                    "workspace_id": 1,
                    "account_id": n,
                    "from_on": started,
                    "owner_id": n % reps + 1,
                    "tier": "ABC"[n % 3],
                    "status": "active",
                    "reason": "",
                }
                for n in names
            ],
        )
        accounts.rename(session, 1, {n: (name, ()) for n, name in names.items()})
        for n in names if touches_each else ():
            run(
                touch.insert(),
                [
                    a_touch(n, n % reps + 1, NOW - timedelta(days=10 + 14 * k + chance.randrange(3)))
                    for k in range(touches_each)
                ],
            )
    if touches_each:
        with tend.database.transaction() as session:
            recompute(session, 1, workspaces.current(session).policy, [1], NOW)
    if not_due:
        with tend.database.transaction() as session:
            session.execute(update(account).values(look_at=ahead, reassess_at=ahead))


def a_touch(account: int, by: int, at: datetime) -> dict[str, Any]:
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
