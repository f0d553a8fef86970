"""A year of mornings over a seeded company of 750 accounts whose books overflow, through the rules that plan
them.

One rep has 150 accounts, twelve have 50; most calls that should have been made are left out. Nobody may wait
unseen over 60 working days, nobody is shown twice for one lateness, and a date by which a backlog is caught
up holds.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rules import appearances
from rules.appearances import ignored, rests_for
from rules.backlog import HORIZON
from rules.cadence import look_on
from rules.calendar import Workdays, add_working_days, is_working_day, working_days_between
from rules.context import Context, Insight
from rules.facts.touch import Touch
from rules.nudging import Bundle, candidate, choose
from rules.policy import Policy
from rules.records import Account, Person, Record, Tier

from .conftest import Size

BEGIN, COUNTRY, POLICY = date(2026, 1, 5), "US", Policy()
CONTEXT = Context(POLICY, (Insight(1, "plants save a fifth", "A"), Insight(2, "the fair is in May")))
BOOKS = (150, *[50] * 12)
MOST_UNSEEN = 60  # working days


@dataclass
class Seen:
    """What the year showed."""

    unseen: Counter[int] = field(default_factory=Counter)
    """Account -> the most working days in a row on which it wanted a place and got none."""
    too_soon: list[tuple[int, date]] = field(default_factory=list)
    promised: list[tuple[int, date, date]] = field(default_factory=list)
    """Book, the morning, and by when it should be caught up."""
    clear: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    """Mornings on which everything that wanted a place of a book got one."""
    without_date: int = 0
    places: int = 0
    followed: int = 0
    told: Counter[tuple[int, int]] = field(default_factory=Counter)

    @property
    def starved(self) -> int:
        return sum(most > MOST_UNSEEN for most in self.unseen.values())

    def broken(self) -> list[tuple[int, date, date]]:
        """Promises that did not hold."""
        return [
            (b, on, by) for b, on, by in self.promised if not any(on < clear <= by for clear in self.clear[b])
        ]


class Book:
    """One rep's accounts and what the rep does: calls those that answer now and then, leaves most alone,
    snoozes a few."""

    def __init__(self, number: int, size: int, chance: random.Random, seen: Seen) -> None:
        self.number, self.chance, self.seen = number, chance, seen
        self.person = Person(number, f"Rep {number}", f"r{number}@x.com", country=COUNTRY)
        self.records = {r.account.id: r for r in (self._account(number * 1000 + n) for n in range(size))}
        self.calls = {a: chance.choice((0.5, 0.02, 0.02, 0.0)) for a in self.records}
        self.looks = {a: look_on(r, BEGIN, POLICY) for a, r in self.records.items()}
        self.total = sum(r.account.annual or 0 for r in self.records.values())
        self.waited: Counter[int] = Counter()
        self.shown: dict[int, date] = {}
        self.later: dict[date, list[int]] = defaultdict(list)

    def _account(self, id_: int) -> Record:
        tier: Tier = self.chance.choice("AABBBCCCCC")  # type: ignore[assignment]
        added = BEGIN - timedelta(days=400)
        renews = (
            BEGIN + timedelta(days=self.chance.randrange(30, 500)) if self.chance.random() < 0.3 else None
        )
        account = Account(
            id_,
            f"Co {id_}",
            tier,
            owner_id=self.number,
            added_on=added,
            exists_on=added,
            annual=self.chance.randrange(1, 100) * 10_000,
            renews_on=renews,
        )
        silent = self.chance.randrange(0, 3 * POLICY.cadence(tier) // 2)
        return self._touched(Record(account, self.person), BEGIN - timedelta(days=silent))

    def _touched(self, record: Record, on: date) -> Record:
        at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        purpose, note = self.chance.choice(
            (("check_in", "checked in"), ("shared_insight", "showed them the new figures"))
        )
        touch = Touch(
            on.toordinal(),
            at,
            on,
            by_id=self.number,
            by_name="Rep",
            channel="call",
            purpose=purpose,
            note=note,
        )
        return replace(record, touches=(touch, *record.touches)[:40], nudged=())

    def morning(self, on: date) -> None:
        for account in self.later.pop(on, ()):
            self._touch(account, on)
        wanting = [
            a for a, look in self.looks.items() if look is not None and look <= on and self._wants(a, on)
        ]
        coming: dict[date, list[Tier]] = defaultdict(list)
        until = add_working_days(on, HORIZON, Workdays(COUNTRY))
        for a, look in self.looks.items():
            if look is not None and on < look <= until:
                coming[look].append(self.records[a].account.tier)
        shares = ((a, (self.records[a].account.annual or 0) / self.total) for a in wanting)
        ranked = [candidate(self.records[a], on, POLICY, share=share) for a, share in shares]
        entries = {c.record.account.id: c.entry for c in ranked}
        bundle = choose(ranked, on, CONTEXT, workdays=Workdays(COUNTRY), coming=coming)
        self._count(on, wanting, bundle)
        for chosen in bundle.chosen:
            self._show(chosen.record, on, entries[chosen.record.account.id])
            if chosen.reason.insight:
                self.seen.told[chosen.record.account.id, chosen.reason.insight] += 1
                record = self.records[chosen.record.account.id]
                answer = (chosen.reason.insight, *record.insights_told)
                self.records[record.account.id] = replace(record, insights_told=answer)
        if self.chance.random() < 0.3:  # somebody rang by themselves
            self._touch(self.chance.choice(list(self.records)), on)

    def _wants(self, account: int, on: date) -> bool:
        """As the planner asks once more: a dated reason whose days are over wants no place."""
        record = self.records[account]
        look = look_on(record, on, POLICY)
        if look is not None and look <= on:
            return True
        self._changed(record, on)
        return False

    def _count(self, on: date, wanting: list[int], bundle: Bundle) -> None:
        shown = {c.record.account.id for c in bundle.chosen}
        for a in wanting:
            self.waited[a] = 0 if a in shown else self.waited[a] + 1
            self.seen.unseen[a] = max(self.seen.unseen[a], self.waited[a])
        if not bundle.waiting:
            self.seen.clear[self.number].append(on)
        if bundle.caught_up_on:
            self.seen.promised.append((self.number, on, bundle.caught_up_on))
        self.seen.without_date += bundle.overflows

    def _show(self, record: Record, on: date, entry: str) -> None:
        before, a = ignored(record), record.account.id
        if (
            before
            and entry != "dated"
            and working_days_between(before[0], on, Workdays(COUNTRY)) - 1
            < rests_for(record.account.tier, len(before))
        ):
            self.seen.too_soon.append((a, on))
        self.seen.places += 1
        self.records[a] = replace(record, nudged=(on, *record.nudged))
        self.looks[a] = look_on(self.records[a], on, POLICY)
        self.shown[a] = on
        if self.chance.random() < self.calls[a]:
            self.later[add_working_days(on, self.chance.randrange(1, 8), Workdays(COUNTRY))].append(a)
        elif self.chance.random() < 0.03:
            self._changed(
                replace(
                    self.records[a],
                    account=replace(record.account, snoozed_until=on + timedelta(days=7)),
                    nudged=(),
                ),
                on,
            )

    def _touch(self, account: int, on: date) -> None:
        shown = self.shown.pop(account, None)
        self.seen.followed += shown is not None and (on - shown).days <= 7
        record = self._touched(self.records[account], on)
        self._changed(replace(record, account=replace(record.account, snoozed_until=None)), on)

    def _changed(self, record: Record, on: date) -> None:
        self.records[record.account.id] = record
        self.looks[record.account.id] = look_on(record, on, POLICY)
        self.waited[record.account.id] = 0


def year(seed: int, sizes: Sequence[int] = BOOKS, days: int = 365) -> Seen:
    seen, chance = Seen(), random.Random(seed)
    books = [Book(n, size, chance, seen=seen) for n, size in enumerate(sizes, 1)]
    for on in (BEGIN + timedelta(days=n) for n in range(days)):
        if is_working_day(on, Workdays(COUNTRY)):
            for book in books:
                book.morning(on)
    return seen


@pytest.mark.sqlite_only
@pytest.mark.parametrize("seed", range(5))
def test_a_year_of_mornings_starves_nobody(seed: int, size: Size, capsys: pytest.CaptureFixture[str]):
    if seed >= size.of(1, 5):
        pytest.skip("the full size")
    seen = year(seed)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{seen.places} places, {seen.followed / seen.places:.1%} followed by a touch within a week; "
            "unseen at most "
            f"{max(seen.unseen.values())} working days, {seen.starved} over 60; {len(seen.promised)} dates "
            "promised, "
            f"{len(seen.broken())} broken, {seen.without_date} mornings without one\n"
        )
    assert seen.starved == 0
    assert not seen.too_soon
    assert not seen.broken()
    assert max(seen.told.values()) == 1, "an insight once an account"


@pytest.mark.sqlite_only
def test_without_the_doubling_accounts_wait_for_ever(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(appearances, "DOUBLES", 0)
    assert year(0, BOOKS[:1]).starved > 0
