"""Nudges against a simple oracle: random stories of touches, snoozes, hand-overs, pauses, tier changes,
crashes and clocks.

The oracle knows dates and a list of accounts, nothing of the code. Health can make a cadence one step faster,
and the oracle does not know health: what is due by the account's own cadence must come, what is not even due
by the faster one may not.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import update

from messages.card import CARD_CHANGE, CARD_SNOOZE
from messages.needs import DIGEST_WORRY
from messages.places import NUDGE_NOT_NEEDED
from storage import tables
from tests.twin import ours
from tests.world import FakeSlack, World

from .conftest import Size
from .faults import Boundaries, lives, settle, watched
from .worlds import Worlds

ZONE = ZoneInfo("America/New_York")
CADENCE, FASTER = {"A": 14, "B": 30, "C": 90}, {"A": 7, "B": 14, "C": 30}
BEFORE, RETURNS = {"A": 2, "B": 2, "C": 5}, {"A": 3, "B": 5, "C": 10}
NAMES = (
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elm",
    "Fir",
    "Gingko",
    "Hazel",
    "Ivy",
    "Juniper",
    "Kauri",
    "Larch",
)


def working(on: date) -> bool:
    return on.weekday() < 5


def shift(on: date, count: int) -> date:
    """So many working days later, or earlier."""
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        on += step
        count -= step.days if working(on) else 0
    return on


@dataclass
class Account:
    """What the oracle knows of one."""

    id: int
    owner: str
    tier: str
    last: date
    snoozed: date | None = None
    unneeded: date | None = None
    paused: date | None = None
    shown: list[tuple[date, str]] = field(default_factory=list)
    """When, and to whom, since the last act."""

    def wanted(self, on: date, cadence: dict[str, int]) -> bool:
        if self.paused and self.paused > on:
            return False
        due = self.last + timedelta(days=cadence[self.tier])
        due = max(due, self.unneeded or due, self.paused or due)
        enters = due if self.paused else shift(due, -BEFORE[self.tier])
        ignored = list(takewhile(lambda shown: shown[1] == self.owner, reversed(self.shown)))
        if ignored:
            enters = max(
                enters, shift(ignored[0][0], RETURNS[self.tier] * (1, 2, 4, 8)[min(len(ignored), 4) - 1])
            )
        return max(enters, self.snoozed or enters) <= on


class Story(RuleBasedStateMachine):
    worlds: Worlds
    steps = 0

    @initialize()
    def begin(self) -> None:
        self.open = ExitStack()
        self.world: World = self.open.enter_context(self.worlds.another())
        world = self.world
        with world.tend.database.transaction() as session:  # no holidays: the oracle knows none
            session.execute(update(tables.table(tables.Person)).where(ours(tables.Person)).values(country=""))
        rows = {a.name: a for a in world.rows(tables.Account, tables.Account.name.in_(NAMES))}
        last = {t.account_id: t.at.date() for t in world.rows(tables.Touch)}
        owners = {p.id: p.email.split("@")[0] for p in world.rows(tables.Person)}
        self.accounts = {
            n: Account(a.id, owners[a.owner_id], a.tier, last=last[a.id]) for n, a in rows.items()
        }
        self.people = {name: id_ for id_, name in owners.items()}
        self.planned: dict[int, tuple[str, date, set[str]]] = {}
        self.mornings: Counter[tuple[str, date]] = Counter()
        self.looked: dict[str, date] = {}
        self.delivered: set[int] = set()

    def teardown(self) -> None:
        if hasattr(self, "open"):
            self.open.close()

    # what people do -----------------------------------------------------------------------------------------
    names = st.sampled_from(NAMES)

    @rule(name=names, by=st.sampled_from(["UDANA", "UKIM", "UMEL"]))
    def touch(self, name: str, by: str) -> None:
        Story.steps += 1
        assert "Logged with" in str(self.world.command(f"/log {name} called, happy", by=by))
        account = self.accounts[name]
        account.last, account.snoozed, account.unneeded = max(account.last, self.today), None, None
        self._acted(name)

    @rule(name=names, ahead=st.integers(1, 40))
    def snooze(self, name: str, ahead: int) -> None:
        Story.steps += 1
        account, until = self.accounts[name], self.today + timedelta(days=ahead)
        self.world.press(CARD_SNOOZE, f"{account.id}:date", by="UMEL", option=True)
        assert not self.world.submit(self.world.modal, {"until": until.isoformat()}, by="UMEL").get("errors")
        account.snoozed = until
        self._acted(name)

    @precondition(lambda self: any(a.shown for a in self.accounts.values()))
    @rule(pick=st.integers(0, 11))
    def not_needed(self, pick: int) -> None:
        Story.steps += 1
        shown = [n for n, a in self.accounts.items() if a.shown]
        name = shown[pick % len(shown)]
        account = self.accounts[name]
        mine = (
            tables.Nudge.account_id == account.id,
            tables.Nudge.state == "sent",
            tables.Nudge.outcome == "",
        )
        places = self.world.rows(tables.Nudge, *mine)
        self.world.press(NUDGE_NOT_NEEDED, f"{places[-1].id}:other", by="UMEL", option=True)
        account.unneeded = self.today + timedelta(days=CADENCE[account.tier])
        self._acted(name)

    @rule(name=names, to=st.sampled_from(["dana", "kim"]))
    def hand_over(self, name: str, to: str) -> None:
        Story.steps += 1
        account = self.accounts[name]
        self.world.press(
            DIGEST_WORRY, json.dumps({"account": account.id, "do": "reassign"}), by="UMEL", option=True
        )
        filled = {"receiver": str(self.people[to]), "when": "now"}
        self.world.submit(self.world.modal, filled, by="UMEL")
        with (
            self.world.tend.database.transaction() as session
        ):  # no first touch is due: the oracle knows none
            session.execute(
                update(tables.table(tables.Handoff)).where(ours(tables.Handoff)).values(became="expired")
            )
        account.owner = to

    @rule(name=names, ahead=st.integers(1, 40))
    def pause(self, name: str, ahead: int) -> None:
        until = self.today + timedelta(days=ahead)
        self._change(name, status="paused", until=until.isoformat(), reason="their merger")
        self.accounts[name].paused = until

    @rule(name=names)
    def resume(self, name: str) -> None:
        self._change(name, status="active")
        self.accounts[name].paused = None

    @rule(name=names, tier=st.sampled_from("ABC"))
    def change_tier(self, name: str, tier: str) -> None:
        self._change(name, tier=tier)
        account = self.accounts[name]
        account.tier = tier
        if account.paused and account.paused <= self.today:
            account.paused = None  # the form shows a pause that is over as none

    def _change(self, name: str, **values: str) -> None:
        Story.steps += 1
        self.world.press(CARD_CHANGE, json.dumps({"account": self.accounts[name].id}), by="UMEL")
        assert not self.world.submit(self.world.modal, values, by="UMEL").get("errors")

    def _acted(self, name: str) -> None:
        """Somebody acted: it leaves what waits to be sent, and appears as if for the first time when it
        comes back."""
        self.accounts[name].shown.clear()
        for _, _, names in self.planned.values():
            names.discard(name)

    # time, and what happens by itself -----------------------------------------------------------------------
    @property
    def today(self) -> date:
        return self.world.now.astimezone(ZONE).date()

    @property
    def in_window(self) -> bool:
        at = self.world.now.astimezone(ZONE)
        return working(at.date()) and time(8, 45) <= at.time() < time(16)

    @rule(hours=st.sampled_from([1, 3, 12, 24, 24, 24, 72, 336, -2]))
    def clock(self, hours: int) -> None:
        Story.steps += 1
        self.world.now += timedelta(hours=hours)
        self.world.time.pass_for(hours * 3600)

    @rule()
    def next_morning(self) -> None:
        Story.steps += 1
        local = datetime.combine(shift(self.today, 1), time(9), ZONE)
        self.world.time.pass_for(max((local - self.world.now).total_seconds(), 1))
        self.world.now = local.astimezone(self.world.now.tzinfo)
        self.tick()

    @rule()
    def tick(self) -> None:
        Story.steps += 1
        self.world.tick()
        self._check_plans()

    @rule()
    def deliver(self) -> None:
        Story.steps += 1
        self.world.deliver()
        self._check_posts()

    @rule(number=st.integers(1, 250), when=st.sampled_from(["before", "after", "told"]))
    def crash(self, number: int, when: str) -> None:
        """A tick and a delivery die at a boundary; another process goes on."""
        Story.steps += 1
        at = Boundaries(**{when: {number}})
        with watched(self.world.tend.database, FakeSlack, at) as raws:
            lives(self.world, raws, self.world.tick)
            lives(self.world, raws, self.world.tick)
            on, at.on = at.on, False
            self._check_plans()
            at.on = on
            lives(self.world, raws, self.world.deliver)
            at.on = False
            settle(self.world, 14)
        self._check_plans()
        self._check_posts()

    # the oracle ---------------------------------------------------------------------------------------------
    def _check_plans(self) -> None:
        """New bundles hold what may be in them and count what must; a morning that wants one has one."""
        today = self.today
        for row in self.world.rows(tables.Outbox, tables.Outbox.say == "nudge", tables.Outbox.kind == "post"):
            if row.id in self.planned:
                continue
            places = self.world.rows(tables.Nudge, tables.Nudge.outbox_id == row.id)
            rep, by_id = self._name(row.person_id), {a.id: n for n, a in self.accounts.items()}
            names = {by_id[p.account_id] for p in places}
            self.mornings[rep, today] += 1
            assert self.in_window, "a bundle is planned in the morning"
            assert self.mornings[rep, today] == 1, "one bundle a working day"
            assert names <= self._wanting(rep, FASTER), (
                rep,
                today,
                "not due",
                names - self._wanting(rep, FASTER),
            )
            assert len(names) + row.payload["waiting"] >= len(self._wanting(rep, CADENCE)), (
                rep,
                today,
                "left out",
            )
            assert len(names) == 5 or not row.payload["waiting"]
            self.planned[row.id] = (rep, today, names)
        if self.in_window:
            for rep in ("dana", "kim"):
                if self.looked.get(rep) != today and max(self.looked.get(rep, today), today) == today:
                    assert not self._wanting(rep, CADENCE) or self.mornings[rep, today], (
                        rep,
                        today,
                        "forgotten",
                    )
                    self.looked[rep] = today

    def _check_posts(self) -> None:
        """What went out is what was planned and is still wanted; once."""
        keys = Counter(m["metadata"]["event_payload"]["key"] for m in self.world.slack.posted)
        assert set(keys.values()) <= {1}, "doubled"
        sent = (tables.Outbox.say == "nudge", tables.Outbox.kind == "post", tables.Outbox.state == "sent")
        for row in self.world.rows(tables.Outbox, *sent):
            if row.id in self.delivered:
                continue
            self.delivered.add(row.id)
            rep, on, names = self.planned[row.id]
            [message] = [m for m in self.world.slack.posted if m["ts"] == row.ts]
            assert message["channel"] == f"D{rep.upper()}"
            assert (on, self.in_window) == (self.today, True), "on its own morning"
            # its places: what rides below them names accounts, too
            shown = set(re.findall(r"\*\d+  (\w+)\*", json.dumps(message["blocks"])))
            assert shown == {n for n in names if self._still(n, rep)}, (rep, on)
            for name in shown:
                self.accounts[name].shown.append((on, rep))

    def _still(self, name: str, rep: str) -> bool:
        account = self.accounts[name]
        return account.owner == rep and not (account.paused and account.paused > self.today)

    def _wanting(self, rep: str, cadence: dict[str, int]) -> set[str]:
        return {n for n, a in self.accounts.items() if a.owner == rep and a.wanted(self.today, cadence)}

    def _name(self, person_id: int) -> str:
        return next(name for name, id_ in self.people.items() if id_ == person_id)


@pytest.mark.parametrize("part", range(2))
def test_nudges_agree_with_an_oracle(part: int, worlds: Worlds, size: Size):
    with worlds.filling() as world:
        with world.tend.database.transaction() as session:
            session.execute(
                update(tables.table(tables.Account)).where(ours(tables.Account)).values(status="churned")
            )
        for n, name in enumerate(NAMES):
            owner, tier = "dana@x.com" if n < 8 else "kim@x.com", "AABC"[n % 4]
            world.account(name, owner=owner, tier=tier, last=f"2026-{8 + n % 3:02d}-{10 + n}")
    Story.worlds, Story.steps = worlds, 0
    many = size.of(400, 50_000) // 2
    plan: dict[str, Any] = {
        "max_examples": many // 40,
        "stateful_step_count": 60,
        "deadline": None,
        "database": None,
    }
    run_state_machine_as_test(
        seed(part)(Story),
        settings=settings(**plan, suppress_health_check=list(HealthCheck), phases=(Phase.generate,)),
    )
    assert Story.steps >= many, Story.steps
