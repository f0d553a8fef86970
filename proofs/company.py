"""A company as proofs see it: two managers, their reps with books of many accounts, and how one of them picks
an account, changes it, answers what waits for them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from messages.card import CARD_CHANGE
from messages.carried import AccountRef
from storage import tables
from tests.world import World

BEGIN = date(2026, 11, 23)  # a Monday


class Company:
    """The world with two managers, their reps and books, and what any of them may press."""

    def __init__(self, world: World, seed: int, sizes: tuple[int, ...]) -> None:
        self.world, self.chance = world, random.Random(seed)
        self.newcomers = self.added = 0
        zone = {"timezone": "America/New_York", "country": "US"}
        world.people(
            {"email": "max@x.com", "name": "Max", "role": "manager", "manager_email": "ada@x.com", **zone},
            *(
                {
                    "email": f"r{n}@x.com",
                    "name": f"Rep {n}",
                    "role": "rep",
                    "manager_email": ("mel@x.com", "max@x.com")[n % 2],
                    **zone,
                }
                for n in range(len(sizes))
            ),
        )
        self.size = sum(sizes) / 750
        accounts = [(n, i) for n, size in enumerate(sizes) for i in range(size)]
        report = world.load(
            world.write("accounts", *(self._account(n, i) for n, i in accounts)),
            world.write("touches", *(self._touch(n, i) for n, i in accounts)),
        )
        assert not report.problems, report.problems[:3]
        self.allowed: set[int] = set()
        """Accounts of which a manager changed something today, or approved it."""

    def _account(self, rep: int, n: int) -> dict[str, Any]:
        return {
            "name": f"Co {rep}x{n}",
            "owner_email": f"r{rep}@x.com",
            "tier": self.chance.choice("AABBBCCCCC"),
            "annual_revenue": self.chance.randrange(1, 100) * 1000,
            "currency": "USD",
            "started_on": "2024-01-10",
        }

    def _touch(self, rep: int, n: int) -> dict[str, Any]:
        on = BEGIN - timedelta(days=self.chance.randrange(5, 100))
        note = {"channel": "call", "purpose": "shared_insight", "note": "the numbers"}
        return {"account": f"Co {rep}x{n}", "by_email": f"r{rep}@x.com", "at": str(on), **note}

    def people(self, role: str = "rep") -> list[Any]:
        there = self.world.rows(tables.Person, tables.Person.active, tables.Person.role == role)
        return [p for p in there if p.slack_id and p.email.split("@")[0] not in {"dana", "kim", "ada"}]

    def rep(self) -> Any:
        return self.chance.choice(self.people())

    def book(self, owner: Any, *where: Any) -> list[Any]:
        mine = (tables.Account.owner_id == owner.id, tables.Account.status != "churned", *where)
        return self.world.rows(tables.Account, *mine)

    def one_of(self, owner: Any, *where: Any) -> Any | None:
        there = self.book(owner, *where)
        return self.chance.choice(there) if there else None

    def manager_of(self, person: Any) -> Any | None:
        return next((m for m in self.people("manager") if m.id == person.manager_id), None)

    def change(self, account: Any, by: Any, **filled: Any) -> bool:
        before = len(self.world.slack.made("views.open"))
        self.world.press(CARD_CHANGE, AccountRef(account.id).pack(), by=by.slack_id)
        if len(self.world.slack.made("views.open")) == before:
            return False
        return not self.world.submit(self.world.modal, filled, by=by.slack_id).get("errors")

    def monday(self) -> datetime:
        """The beginning of this week: what was changed before it is in figures of the past."""
        now = self.world.now
        return now - timedelta(days=now.weekday(), hours=now.hour)

    def press_what_waits(self, kind: str, button: Callable[[int], tuple[str, str]]) -> bool:
        """Whom one of what waits of a kind waits for presses a button (id, value) of its subject; whether
        anything waited."""
        there = self.world.rows(tables.Waiting, tables.Waiting.state == "open", tables.Waiting.kind == kind)
        if not there:
            return False
        asked = self.chance.choice(there)
        (person,) = self.world.rows(tables.Person, tables.Person.id == asked.for_id)
        action, value = button(asked.subject_id)
        if person.active and person.slack_id:
            self.world.press(action, value, by=person.slack_id)
        return True
