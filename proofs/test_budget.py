"""A year of a team's everyday through the real planning and delivery: how many messages each of them gets.

Two reps, a manager who only leads, and one who has a book as well. Chance has them ask, answer, introduce,
log with each other's accounts and act on their mornings, far more than a team would.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from messages.carried import AccountRef, WorryRef
from messages.handoffs import HANDOFF_ACCEPT
from messages.introduced import HANDOFF_OPEN
from messages.needs import DIGEST_WORRY
from messages.places import NUDGE_NOT_NEEDED, NUDGE_STUCK
from messages.questions import ASK_ANSWER
from rules.calendar import week_of
from storage import tables
from tests.world import World, text_of

from .conftest import Size

NEW_YORK = ZoneInfo("America/New_York")
BEGIN = date(2026, 11, 23)  # a Monday
MOMENTS = ((8, 31), (8, 46), (10, 0), (13, 0), (15, 0), (15, 31), (16, 5))
REPS, MEL, MAX = {"DDANA", "DKIM"}, "DMEL", "DMAX"


class Team:
    """The world with its four, and what they do on a day."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance = world, random.Random(seed)
        world.people(
            {
                "email": "max@x.com",
                "name": "Max Both",
                "role": "manager",
                "manager_email": "mel@x.com",
                "timezone": "America/New_York",
                "country": "US",
            }
        )
        books = {"dana": 14, "kim": 9, "max": 5}
        self.accounts = [
            world.account(f"{who} {n}", owner=f"{who}@x.com", tier="ABC"[n % 3], last="2026-11-02")
            for who, size in books.items()
            for n in range(size)
        ]
        self.people = {p.email.split("@")[0]: p.id for p in world.rows(tables.Person)}

    def act(self) -> None:
        """Something of somebody's; a refusal is an answer, too."""
        account = self.chance.choice(self.accounts)
        who = self.chance.choice(("UDANA", "UKIM", "UMEL", "UMAX"))
        self.chance.choice((self.ask, self.answer, self.introduce, self.accept, self.log, self.nudged))(
            account, who
        )

    def ask(self, account: int, who: str) -> None:
        if who in {"UMEL", "UMAX"}:
            self.world.press(DIGEST_WORRY, WorryRef(account, "ask").pack(), by=who, option=True)
            self.world.submit(self.world.modal, {"text": "what is next?"}, by=who)

    def answer(self, account: int, who: str) -> None:
        waiting = self.world.rows(tables.Question, tables.Question.answered_at.is_(None))  # type: ignore[union-attr]
        for question in waiting[:1]:
            to = next(name for name, n in self.people.items() if n == question.to_id)
            self.world.press(ASK_ANSWER, json.dumps({"question": question.id}), by=f"U{to.upper()}")
            self.world.submit(self.world.modal, {"text": "a demo"}, by=f"U{to.upper()}")

    def introduce(self, account: int, who: str) -> None:
        self.world.press(HANDOFF_OPEN, AccountRef(account).pack(), by=who)
        if "Introduce" in text_of(self.world.modal) and self.world.modal.get("callback_id"):
            to = self.chance.choice(("dana", "kim", "max"))
            self.world.submit(self.world.modal, {"receiver": self.people[to]}, by=who)

    def accept(self, account: int, who: str) -> None:
        for waits in self.world.rows(tables.Waiting, tables.Waiting.state == "open")[:1]:
            to = next(name for name, n in self.people.items() if n == waits.for_id)
            value = json.dumps({"handoff": waits.subject_id})
            self.world.press(HANDOFF_ACCEPT, value, by=f"U{to.upper()}")

    def log(self, account: int, who: str) -> None:
        name = self.world.rows(tables.Account, tables.Account.id == account)[0].name
        self.world.command(f"/log {name} called, happy", by=who)

    def nudged(self, account: int, who: str) -> None:
        for place in self.world.rows(tables.Nudge, tables.Nudge.outcome == "")[-1:]:
            by = next(name for name, n in self.people.items() if n == place.rep_id).upper()
            action = self.chance.choice((NUDGE_NOT_NEEDED, NUDGE_STUCK))
            self.world.press(action, f"{place.id}:quiet", option=True, by=f"U{by}")

    def year(self, days: int) -> None:
        for on in (BEGIN + timedelta(days=n) for n in range(days)):
            for hour, minute in MOMENTS:
                at = datetime(on.year, on.month, on.day, hour, minute, tzinfo=NEW_YORK)
                self.world.now = at.astimezone(self.world.now.tzinfo)
                self.world.time.pass_for(600)
                self.world.tick()
                self.world.deliver()
                for _ in range(self.chance.choice((0, 1, 2, 3))):
                    self.act()
                self.world.deliver()


@pytest.mark.sqlite_only
def test_a_year_keeps_the_budget(world: World, size: Size, capsys: pytest.CaptureFixture[str]):
    Team(world, seed=1).year(size.of(28, 365))
    weeks: dict[str, Counter[str]] = defaultdict(Counter)
    days: dict[str, Counter[date]] = defaultdict(Counter)
    for message in world.slack.posted:
        if "times in a row" in text_of(message):
            continue  # the answer to a tap
        on = datetime.fromtimestamp(float(message["ts"].split(".")[0]), NEW_YORK).date()
        weeks[message["channel"]][week_of(on)] += 1
        days[message["channel"]][on] += 1
    said = ", ".join(
        f"{channel[1:]} {median(seen.values()):g} a week, at most {max(seen.values())}"
        for channel, seen in weeks.items()
    )
    with capsys.disabled():
        sys.stdout.write(f"\n{len(world.slack.posted)} messages: {said}\n")
    for channel in REPS:
        assert max(weeks[channel].values()) <= 11
        assert max(days[channel].values()) <= 3, "the morning, a bundle, on Friday the summary"
    assert max(days[MEL].values()) == 1
    assert max(weeks[MEL].values()) <= 5
    assert max(weeks[MAX].values()) <= 7, "a morning a day for a book of their own, digest, summary"
    late = [r for r in world.rows(tables.Outbox, tables.Outbox.kind == "post") if r.state == "riding"]
    assert not late
    oldest = min((r.due_at for r in world.rows(tables.Outbox) if r.state == "due"), default=world.now)
    assert world.now - oldest < timedelta(days=4), "nothing stays behind"
