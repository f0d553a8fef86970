"""A book with a year of record: one account that is called every week, and many that are called in January,
of which some go quiet."""

from __future__ import annotations

from datetime import date, timedelta

from .world import World

BEGUN, ENDS = date(2025, 10, 1), date(2026, 11, 16)
CALLED, AGAIN = date(2026, 1, 12), (date(2026, 8, 24), date(2026, 10, 26))


def fill(world: World, count: int = 110, quiet: int = 40, owner: str = "dana@x.com") -> None:
    """`count` C accounts beside “Weekly”; the first `quiet` of them are called once and never again."""
    names = [f"Co {n:03}" for n in range(count)]
    by = {"by_email": owner, "channel": "call", "outcome": "reached"}
    weekly = ((ENDS - BEGUN).days + 1) // 7
    touches = [{"account": "Weekly", "at": BEGUN + timedelta(days=7 * n)} for n in range(weekly + 1)]
    touches += [{"account": name, "at": CALLED} for name in names]
    touches += [{"account": name, "at": on} for name in names[quiet:] for on in AGAIN]
    account = {"owner_email": owner, "tier": "C", "started_on": BEGUN}
    report = world.load(
        world.write("accounts", *({"name": name, **account} for name in (*names, "Weekly"))),
        world.write("touches", *({**touch, **by} for touch in touches)),
    )
    assert not report.problems, report.problems
