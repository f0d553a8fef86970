"""A made-up book as plain rows, its records, and its figures computed from the rows alone: what
tests/rules/test_numbers.py holds the rules to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from rules.facts.movement import Movement
from rules.numbers.figure import Figure
from rules.numbers.page import figures
from rules.numbers.team import Team, team_of
from rules.policy import Policy
from rules.records import Record, Standing

from ..builders import TODAY, a_touch, an_account, days_ago

COSTS = (
    "hour 60; acquire 1200; keep 200; upsell 150; spend 900; margin 70 %; discount 8 %; entry 9; yearly 12"
)
POLICY = Policy(costs=COSTS)


@dataclass
class Row:
    """An account as a person would note it: days are counted back from TODAY."""

    name: str
    since: int
    moves: list[tuple[int, str, int]] = field(default_factory=list)  # (days ago, kind, cents)
    touches: list[tuple[int, int, str, str]] = field(
        default_factory=list
    )  # (days ago, minutes, purpose, outcome)
    status: list[tuple[int, str]] = field(default_factory=list)  # (days ago, status from then on)
    owner: int = 1
    money: str = "USD"
    margin: float | None = None
    referred: int | None = None
    reason: str = ""


ROWS = [
    Row(
        "Acme",
        1300,
        [(800, "new", 100_000), (300, "expansion", 20_000), (100, "expansion", 30_000)],
        [(10, 30, "explored_need", "reached"), (380, 600, "", "reached")],
        margin=0.5,
    ),
    Row(
        "Globex",
        900,
        [(700, "new", 50_000), (200, "contraction", 10_000)],
        [(60, 20, "check_in", "reached")],
        [(50, "churned")],
        reason="too expensive",
    ),
    Row(
        "Initech",
        800,
        [(d, "purchase", cents) for d, cents in ((620, 8_000), (500, 20_000), (250, 9_000), (100, 30_000))],
    ),
    Row("Umbra", 600, [(420, "purchase", 10_000)], [(20, 5, "", "sent")]),
    Row("Euro", 650, [(600, "new", 80_000), (30, "renewal", 0)], money="EUR"),
    Row(
        "Back",
        1000,
        [(900, "new", 40_000), (190, "new", 25_000)],
        [(9, 15, "", "reached")],
        [(300, "churned"), (200, "active")],
    ),
    Row("New", 30, [(30, "new", 60_000)], [(5, 45, "challenged", "reached")]),
    Row("Asleep", 500, [(480, "new", 30_000)], [], [(100, "paused")]),
    Row("Sent", 45, [(40, "purchase", 5_000)], [(40, 15, "", "reached")], referred=40),
    Row("Theirs", 900, [(700, "new", 999_999), (90, "expansion", 1)], [(9, 99, "", "reached")], owner=2),
    Row(
        "Gone",
        2000,
        [(1500, "new", 70_000), (140, "churn", 70_000)],
        status=[(130, "churned")],
        reason="Too expensive.",
    ),
]  # fmt: skip


def record(n: int, row: Row) -> Record:
    moves = tuple(Movement(days_ago(d), kind, minor, row.money) for d, kind, minor in sorted(row.moves)[::-1])
    touches = [
        a_touch(days_ago(d), id=100 * n + d, minutes=m, purpose=p, outcome=o, estimated=m < 20)
        for d, m, p, o in row.touches
    ]
    stands = (
        Standing(days_ago(row.since), row.owner, "B"),
        *(Standing(days_ago(d), row.owner, "B", status=s, reason=row.reason) for d, s in row.status),
    )
    made = an_account(
        id=n,
        name=row.name,
        tier="B",
        owner_id=row.owner,
        started_on=days_ago(row.since),
        exists_on=days_ago(row.since),
        added_on=days_ago(row.since),
        status=row.status[-1][1] if row.status else "active",
        annual=None,
        margin=row.margin,
        movements=moves,
        standings=stands,
        touches=touches,
    )
    return replace(made, came_by_referral=days_ago(row.referred) if row.referred else None, today=TODAY)


RECORDS = [record(n, row) for n, row in enumerate(ROWS, 1)]


def team(on: date = TODAY, policy: Policy = POLICY, records: list[Record] = RECORDS, **given: Any) -> Team:
    return team_of(records, {1}, on, policy, **given)


def of(those: Team, key: str, currency: str = "", basis: str = "") -> Figure:
    found = [
        f for f in figures(those) if f.key == key and currency in ("", f.currency) and basis in ("", f.basis)
    ]
    assert found, key
    return found[0]


# the same once more, from the rows alone --------------------------------------------------------------------
class Plain:
    """Figures as of so many days ago, counted in days back from TODAY."""

    def __init__(self, ago: int) -> None:
        self.ago = ago
        self.end = ago + (days_ago(ago) - year_back(days_ago(ago))).days
        self.ours = [r for r in ROWS if r.owner == 1 and r.since >= ago]

    def stands(self, row: Row, ago: int) -> str:
        now = "active"
        for day, status in row.status:
            if day >= ago:
                now = status
        return now

    def arr(self, row: Row, ago: int) -> int:
        if self.stands(row, ago) == "churned":
            return 0
        total = 0
        for day in range(2500, ago - 1, -1):
            if (day, "churned") in row.status:
                total = 0
            for when, kind, minor in row.moves:
                if when == day and kind in ("new", "expansion"):
                    total += minor
                if when == day and kind in ("contraction", "churn"):
                    total = max(total - minor, 0)
        return total

    def bought(self, row: Row, newest: int, oldest: int) -> int:
        return sum(m for d, kind, m in row.moves if kind == "purchase" and newest <= d < oldest)

    def recurs(self, row: Row, ago: int) -> bool:
        return any(
            kind in ("new", "expansion", "contraction", "churn") for d, kind, _ in row.moves if d >= ago
        )

    def annual(self, row: Row, ago: int) -> int | None:
        if self.recurs(row, ago):
            return self.arr(row, ago)
        if not any(d >= ago for d, _, _ in row.moves):
            return None
        start = ago + (days_ago(ago) - year_back(days_ago(ago))).days
        return self.bought(row, ago, start)

    def cohort(self, money: str) -> list[tuple[int, int]]:
        spans = [(self.arr(r, self.end), self.arr(r, self.ago)) for r in self.ours if r.money == money]
        return [s for s in spans if s[0] > 0]

    def active(self) -> list[Row]:
        return [r for r in self.ours if self.stands(r, self.ago) == "active"]

    def in_year(self, day: int) -> bool:
        return self.ago <= day < self.end

    def minutes(self, *purposes: str) -> int:
        return sum(
            m
            for r in self.ours
            for d, m, purpose, _ in r.touches
            if self.in_year(d) and (not purposes or purpose in purposes)
        )


def year_back(on: date) -> date:
    return on.replace(year=on.year - 1)
