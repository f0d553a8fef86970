"""Books made by chance, with all that happens to accounts: they pass from one person to another and to
people of other zones, pause, churn, are served through others, change tier and cadence; touches that
reached somebody, or nobody, or were undone; people who leave; revenue in several currencies, bought and
recurring; every other fact."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from rules.facts.loosened import Stands
from storage import tables

TODAY = date(2026, 11, 18)
ZONES = (
    ("America/New_York", "US"),
    ("America/New_York", "US"),
    ("Asia/Tokyo", "JP"),
    ("Europe/Berlin", "DE"),
    ("Pacific/Auckland", "NZ"),
    ("Pacific/Honolulu", "US"),
)
BOSS = 101
TEAM = tuple(range(101, 107))
OTHERS = (107, 108)
"""Who own accounts, too, and report to nobody of the team."""
FIRST = 1001  # the first account's id


class Book:
    """Fills workspace 1 with `count` accounts, the same for the same chance."""

    def __init__(self, session: Session, chance: random.Random, count: int) -> None:
        self.session, self.chance = session, chance
        self.accounts = range(FIRST, FIRST + count)

    def fill(self, people: bool = True) -> None:
        if people:
            self.session.add_all(self._people())
            self.session.flush()
        for n in self.accounts:
            rows = list(self._account(n))
            for model in dict.fromkeys(type(row) for row in rows):
                self.session.add_all([row for row in rows if type(row) is model])
                self.session.flush()
            self._met(n, rows)
        self.session.flush()

    def _people(self) -> Iterator[Any]:
        for n in (*TEAM, *OTHERS):
            zone, country = ZONES[n % len(ZONES)]
            yield tables.Person(
                id=n,
                workspace_id=1,
                email=f"p{n}@book.example",
                name=f"Person {n}",
                zone=zone,
                country=country,
                manager_id=BOSS if n in TEAM and n != BOSS else None,
                role="manager" if n == BOSS else "rep",
            )

    def _day(self, most: int, least: int = 0) -> date:
        """So many days ago; below 0, ahead."""
        return TODAY - timedelta(days=self.chance.randint(least, most))

    def _now_and_then(self, share: float) -> bool:
        return self.chance.random() < share

    def _account(self, n: int) -> Iterator[Any]:
        chance = self.chance
        exists_on = self._day(1500, 5)
        stood = list(self._standings(n, exists_on))
        last = stood[-1]
        annual = chance.choice([None, None, 0, 5_000, 900_000, 900_000, chance.randint(1, 9_000_000)])
        currency = chance.choice(["USD", "USD", "EUR", "JPY"])
        parent = chance.choice(self.accounts) if last.served_through_parent else None
        given = annual if self._now_and_then(0.5) else None
        yield tables.Account(
            id=n,
            workspace_id=1,
            name=f"Co {chance.choice('abcde')}{n}",
            key=f"co {n}",
            owner_id=last.owner_id,
            tier=last.tier,
            status=last.status,
            status_reason=last.reason,
            cadence_days=last.cadence_days,
            paused_until=last.until,
            served_through_parent=last.served_through_parent,
            parent_id=parent if parent in range(FIRST, n) else None,
            segment=chance.choice(["", "", "filler", "money maker"]),
            services=chance.choice(["", "Core", "Core;More"]),
            annual=annual if currency == "USD" else None,
            annual_given=given,
            currency=currency,
            started_on=chance.choice([None, exists_on, exists_on]),
            renews_given=(renews := chance.choice([None, self._day(40, -200)])),
            renews_on=renews,
            added_on=min(exists_on + timedelta(days=chance.choice([0, 0, 200])), TODAY),
            exists_on=exists_on,
            snoozed_until=self._day(0, -20) if self._now_and_then(0.1) else None,
            not_needed_until=self._day(0, -20) if self._now_and_then(0.1) else None,
        )
        yield from stood
        yield from self._contacts(n)
        yield from self._touches(n)
        yield from self._revenue(n)
        for some in (
            self._promises,
            self._requests,
            self._steps,
            self._changes,
            self._concerns,
            self._needs,
            self._rarely,
        ):
            if self._now_and_then(0.4):
                yield from some(n)

    def _standings(self, n: int, exists_on: date) -> Iterator[Any]:
        chance, tier = self.chance, self.chance.choice("AABBCC")
        owner = chance.choice((*TEAM, *OTHERS[:1]))
        stood = {"owner_id": owner, "tier": tier, "status": "active", "reason": "", "until": None}
        stood |= {"cadence_days": None, "served_through_parent": False}
        yield tables.Standing(workspace_id=1, account_id=n, from_on=exists_on, **stood)
        changes = chance.choice([0, 0, 0, 1, 2, 3])
        days = sorted(
            {self._day(min((TODAY - exists_on).days, chance.choice([12, 60, 400]))) for _ in range(changes)}
        )
        for day in days:
            match chance.choice(["owner", "owner", "tier", "cadence", "pause", "churn", "served", "active"]):
                case "owner":
                    stood |= {"owner_id": chance.choice((*TEAM, *OTHERS))}
                case "tier":
                    stood |= {"tier": chance.choice("ABC")}
                case "cadence":
                    stood |= {"cadence_days": chance.choice([None, 7, 45, 200, 280, 400])}
                case "pause":
                    until = chance.choice([None, self._day(5, -60)])
                    stood |= {"status": "paused", "reason": "they move", "until": until}
                case "churn":
                    stood |= {"status": "churned", "reason": "price", "until": None}
                case "served":
                    stood |= {"served_through_parent": True}
                case _:
                    stood |= {"status": "active", "reason": "", "until": None, "served_through_parent": False}
            if day > exists_on:
                yield tables.Standing(workspace_id=1, account_id=n, from_on=day, **stood)

    def _contacts(self, n: int) -> Iterator[Any]:
        for k in range(self.chance.choice([0, 1, 2, 3, 4])):
            yield tables.Contact(
                workspace_id=1,
                account_id=n,
                name=f"Who {k}",
                key=f"who {k}",
                role=self.chance.choice(["champion", "buyer", "other"]),
                added_on=self.chance.choice([None, self._day(600), self._day(15)]),
                left_on=self._day(120, -5) if self._now_and_then(0.2) else None,
                moved_on=self._day(120, -5) if self._now_and_then(0.1) else None,
            )

    def _touches(self, n: int) -> Iterator[Any]:
        chance = self.chance
        apart, begins = chance.choice([5, 12, 25, 40, 90, 150]), chance.choice([-2, 3, 10, 30, 80, 200, 500])
        for day in range(begins, chance.choice([0, 60, 300, 900]), apart):
            on = TODAY - timedelta(days=max(day + chance.randint(-2, 3), -3))
            yield tables.Touch(
                workspace_id=1,
                account_id=n,
                by_id=chance.choice((*TEAM, *OTHERS)),
                at=datetime.combine(on, time(chance.randint(0, 23), chance.randint(0, 59)), UTC),
                channel=chance.choice(["call", "call", "email", "email", "visit", "event"]),
                direction=chance.choice(["outbound", "outbound", "outbound", "inbound"]),
                outcome=chance.choice(["reached", "reached", "reached", "sent", "left_message"])
                if n % 3
                else chance.choice(["sent", "left_message", "left_message", "reached"]),
                purpose=chance.choice(["", "check_in", "shared_insight", "solved_problem"]),
                minutes=chance.randint(0, 50),
                estimated=chance.random() < 0.5,
                sentiment=chance.choice(["", "", "", "happy", "neutral", "worried"]),
                note=(note := chance.choice(["", "x", "x"])),
                noted=bool(note) or self._now_and_then(0.2),  # its text was deleted since
                voided_at=datetime(2026, 11, 17, tzinfo=UTC) if self._now_and_then(0.1) else None,
                created_at=datetime(2026, 11, 17, tzinfo=UTC),
            )

    def _met(self, n: int, rows: list[Any]) -> None:
        people = [r for r in rows if isinstance(r, tables.Contact)]
        for touch in (r for r in rows if isinstance(r, tables.Touch)):
            for who in people:
                if self._now_and_then(0.4):
                    met = tables.TouchContact(touch_id=touch.id, contact_id=who.id, workspace_id=1)
                    self.session.add(met)

    def _revenue(self, n: int) -> Iterator[Any]:
        chance, kinds = self.chance, self.chance.choice([(), ("purchase",), ("new", "purchase"), ("all",)])
        every = ("new", "expansion", "contraction", "renewal", "churn", "purchase")
        for _ in range(chance.choice([1, 3, 12]) if kinds else 0):
            kind = chance.choice(every if kinds == ("all",) else kinds)
            refund = kind == "purchase" and self._now_and_then(0.15)
            amount = chance.choice([0, 500, 500, 120_000, 777])
            yield tables.Revenue(
                workspace_id=1,
                account_id=n,
                on=self._day(chance.choice([20, 400, 900, 1500]), -10),
                kind=kind,
                amount=-amount if refund else amount,
                currency=chance.choice(["USD", "USD", "USD", "EUR", "JPY", ""]),
                service=chance.choice(["Core", "More"]),
            )

    def _promises(self, n: int) -> Iterator[Any]:
        for _ in range(self.chance.choice([1, 2, 4])):
            due, state = self._day(60, -20), self.chance.choice(["open", "kept", "dropped"])
            yield tables.Promise(
                workspace_id=1,
                account_id=n,
                by_id=BOSS,
                text="the list",
                promised_on=due - timedelta(days=9),
                due_on=due,
                state=state,
                done_on=None
                if state == "open"
                else min(due + timedelta(days=self.chance.randint(-3, 9)), TODAY),
                created_at=datetime(2026, 11, 1, tzinfo=UTC),
            )

    def _requests(self, n: int) -> Iterator[Any]:
        for _ in range(self.chance.choice([1, 3])):
            asked = self._day(120)
            at = datetime.combine(asked, time(15), UTC)
            answered = at + timedelta(hours=self.chance.randint(1, 90)) if self._now_and_then(0.5) else None
            yield tables.Request(
                workspace_id=1,
                account_id=n,
                by_id=BOSS,
                text="a price",
                asked_on=asked,
                asked_at=at,
                answered_on=answered and min(answered.date(), TODAY),
                answered_at=answered,
                answer_logged_at=answered,
                created_at=at,
            )

    def _steps(self, n: int) -> Iterator[Any]:
        started = self._day(90)
        for k in range(3):
            yield tables.Milestone(
                workspace_id=1,
                account_id=n,
                stage=self.chance.choice(["first contract", "new service"]),
                step=f"Step {k}",
                started_on=started,
                due_on=started + timedelta(days=14 * k),
                done_on=min(started + timedelta(days=12 * k), TODAY) if self._now_and_then(0.5) else None,
                first_value=k == 1,
                created_at=datetime(2026, 11, 1, tzinfo=UTC),
            )

    def _changes(self, n: int) -> Iterator[Any]:
        for _ in range(self.chance.choice([1, 2])):
            yield tables.Change(
                workspace_id=1,
                account_id=n,
                by_id=BOSS,
                kind=self.chance.choice(["acquired", "new team", "competitor seen"]),
                text="Hooli",
                on=(on := self._day(200)),
                noted_on=on,
                answered_on=on if self._now_and_then(0.3) else None,
                created_at=datetime(2026, 11, 1, tzinfo=UTC),
            )

    def _concerns(self, n: int) -> Iterator[Any]:
        for _ in range(self.chance.choice([1, 1, 4])):
            raised = self._day(150)
            closed = min(raised + timedelta(days=self.chance.randint(0, 30)), TODAY)
            yield tables.Concern(
                workspace_id=1,
                account_id=n,
                by_id=BOSS,
                text="late parts",
                kind=self.chance.choice(["delivery", "billing"]),
                raised_on=raised,
                closed_on=closed if self._now_and_then(0.6) else None,
                created_at=datetime(2026, 11, 1, tzinfo=UTC),
            )

    def _needs(self, n: int) -> Iterator[Any]:
        heard = self._day(90)
        status = self.chance.choice(["heard", "heard", "offered", "won", "lost"])
        yield tables.Need(
            workspace_id=1,
            account_id=n,
            by_id=BOSS,
            text=self.chance.choice(["cold storage", "spare parts"]),
            heard_on=heard,
            status=status,
            budget=self.chance.choice([None, 5_000, 90_000]),
            currency=self.chance.choice(["USD", "EUR", "JPY"]),
            closed_on=min(heard + timedelta(days=9), TODAY) if status in {"won", "lost"} else None,
            why="price" if status == "lost" else "",
            created_at=datetime(2026, 11, 1, tzinfo=UTC),
        )
        said = self._day(200)
        yield tables.Goal(
            workspace_id=1,
            account_id=n,
            by_id=BOSS,
            text="fewer returns",
            said_on=said,
            due_on=said + timedelta(days=100),
            created_at=datetime(2026, 11, 1, tzinfo=UTC),
        )

    def _rarely(self, n: int) -> Iterator[Any]:
        chance, at = self.chance, datetime(2026, 11, 1, tzinfo=UTC)
        theirs: dict[str, Any] = {"workspace_id": 1, "account_id": n, "by_id": BOSS, "created_at": at}
        on = self._day(40)
        match chance.choice(
            ["override", "handoff", "handoff", "loosening", "upsell", "feedback", "referral"]
        ):
            case "override":
                until = on + timedelta(days=30)
                band = chance.choice(["healthy", "at risk"])
                yield tables.Override(**theirs, band=band, reason="said so", from_on=on, until_on=until)
            case "handoff":
                became = chance.choice(["", "", "accepted", "withdrawn"])
                yield tables.Handoff(
                    **theirs,
                    giver_id=chance.choice(TEAM),
                    receiver_id=chance.choice(TEAM),
                    since_on=on,
                    became=became,
                    ended_on=min(on + timedelta(days=3), TODAY) if became else None,
                    greet_by=on + timedelta(days=10) if became == "accepted" else None,
                )
            case "loosening":
                stands = Stands("A").pack()
                yield tables.Loosening(
                    **theirs, owner_id=chance.choice(TEAM), before=stands, after=stands, asked_on=on, why="y"
                )
            case "upsell":
                yield tables.Upsell(
                    workspace_id=1,
                    account_id=n,
                    by_id=BOSS,
                    step=chance.choice(["target", "won", "lost"]),
                    targeted_on=on,
                    explore_by=on + timedelta(days=20),
                    closed_on=chance.choice([None, TODAY - timedelta(days=3)]),
                    why="price",
                    created_at=at,
                )
            case "feedback":
                answered = chance.choice([None, TODAY - timedelta(days=3)])
                state = "given" if answered else "asked"
                yield tables.Feedback(**theirs, asked_on=on, state=state, answered_on=answered, text="ok")
            case _:
                yield tables.Referral(**theirs, on=on, kind=chance.choice(["received", "given"]), who="Umbra")
