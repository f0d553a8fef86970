"""A year of a company's everyday through the real planning, delivery and handlers: people join, leave and are
away, accounts are added, paused, demoted, merged and given on, approvals are taken, refused and forgotten.

Thirteen reps with 750 accounts, one of them with 150: books that overflow. What chance does is a table
(HAPPENINGS, happenings.py); what must hold whatever it does is looked at each evening, and over the whole at
the end.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from rules.calendar import Workdays, add_working_days, is_working_day, week_of
from rules.coverage import seen
from rules.facts.loosened import HELD
from rules.merging import MERGED
from rules.nudging import LONG
from scheduler import metronome
from storage import records, tables, workspaces
from tests.world import World

from .by_managers import is_reassigned, pauses_in_bulk, takes_a_loosening_back
from .by_reps import demotes, has_it_served, is_deactivated, takes_it_back, touches
from .company import BEGIN, Company
from .conftest import Size
from .happenings import HAPPENINGS, Happening

NEW_YORK = ZoneInfo("America/New_York")
MOMENTS = ((8, 31), (8, 46), (13, 0), (15, 31))
ANSWERS = ("often", "asked", "welcome")  # to a tap, and once in a life
TYPICAL = 7.5  # messages a week of a rep, the mean of the weeks with any
WEEKDAYS = Workdays("")
SOONER = {"A": 0, "B": 1, "C": 2}
Stand = tuple[str, str, int | None, date | None, bool]
"""Of an account: tier, status, cadence, paused until, served through its parent."""


def longest_wait(book: int) -> int:
    """Working days after which an account of a book of so many has a place at the latest: one a morning is
    of whoever waits longest, two once both waited LONG; nobody passes it there more than once."""
    return book if book <= LONG else LONG + -(-(book - LONG) // 2)


Figures = dict[int, tuple[bool, bool, str, int]]
"""Account -> counted, covered, tier and owner."""


@dataclass
class Kept:
    """What a year has to keep, as it was seen."""

    ownerless: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    loosened: list[str] = field(default_factory=list)
    unseen: int = 0
    """The most working days in a row on which an account wanted a place and got none."""
    too_long: dict[int, str] = field(default_factory=dict)
    """Account -> that it waited for longer than its book allows."""
    weeks: dict[date, Figures] = field(default_factory=dict)
    """Sunday -> account -> counted, covered, tier and owner, as that week's figures had it."""
    did: Counter[str] = field(default_factory=Counter)


class Year:
    """A company's days one after the other, with what is looked at in the evening of each."""

    def __init__(self, company: Company, happenings: Sequence[Happening] = HAPPENINGS) -> None:
        self.company, self.world, self.kept = company, company.world, Kept()
        self.happenings = happenings
        self.alone: dict[int, date] = {}
        """Account whose owner is not with us any more -> since when."""
        self.stood: dict[int, Stand] = self._stands()
        self.waited: Counter[int] = Counter()
        self.may_wait: dict[int, tuple[int, int]] = {}
        """Account that waits -> for how long it may, and its owner."""
        self.nudged = 0

    def go(self, days: int) -> Kept:
        for on in (BEGIN + timedelta(days=n) for n in range(days)):
            for hour, minute in MOMENTS:
                at = datetime(on.year, on.month, on.day, hour, minute, tzinfo=NEW_YORK)
                self.world.now = at.astimezone(UTC)
                self.world.time.pass_for(600)
                self.world.tick()
                self.world.deliver()
                if is_working_day(on, WEEKDAYS):
                    self.happen(1 / len(MOMENTS))
                    self.world.deliver()
            self.evening(on)
        return self.kept

    def happen(self, part: float) -> None:
        for happening in self.happenings:
            size = self.company.size if happening.do is touches else 1
            times = int(happening.a_day * size * part + self.company.chance.random())
            for _ in range(times):
                self.kept.did[happening.name] += happening.do(self.company)

    def evening(self, on: date) -> None:
        self.world.tick()
        self._look_for_owners(on)
        self._look_for_places(on)
        self._look_for_loosenings(on)
        if on.weekday() == 6:
            self.kept.weeks[on] = self.figures(on)

    def _look_for_owners(self, on: date) -> None:
        """Somebody who is with us; or who was switched off in Slack, for a working day."""
        people = {p.id: p for p in self.world.rows(tables.Person)}
        with_us = {i for i, p in people.items() if p.active and p.left_on is None}
        there = self.world.rows(tables.Account, tables.Account.status != "churned")
        alone = {a.id: self.alone.get(a.id, on) for a in there if a.owner_id not in with_us}
        for account in there:
            since, owner = alone.get(account.id), people.get(account.owner_id)
            waits = owner is not None and owner.left_on is None
            if since and not (waits and on <= add_working_days(since, 1, Workdays("US"))):
                self.kept.ownerless.append(f"{account.name} on {on}")
        self.alone = alone

    def _look_for_places(self, on: date) -> None:
        """Each place that was sent, one a day and account; who wanted one and got none."""
        places = self.world.rows(tables.Nudge, tables.Nudge.local_on == on, tables.Nudge.state == "sent")
        self.nudged += len(places)
        shown = Counter(place.account_id for place in places)
        self.kept.twice += [f"account {a} on {on}" for a, times in shown.items() if times > 1]
        if not is_working_day(on, Workdays("US")):
            return
        wants = tables.Account.look_at <= self.world.now - timedelta(hours=8)  # type: ignore[operator]
        away = self._away(on)
        there = self.world.rows(tables.Account, wants, tables.Account.status == "active")
        wanting = {a.id for a in there if a.owner_id not in away}
        looked_after = self.stood.keys() - {a.id for a in there}
        for account in list(self.waited):
            if account in looked_after or account in shown:
                del self.waited[account]
                self.may_wait.pop(account, None)
        books = self._books(on)
        for account in there:
            if account.id in wanting - shown.keys():
                self._waits(account, books[account.owner_id], on)

    def _waits(self, account: tables.Account, book: int, on: date) -> None:
        """One more day. What came to another book stands in that one's queue from then on."""
        waited = self.waited[account.id]
        most, owner = self.may_wait.get(account.id, (0, account.owner_id))
        since = waited if owner != account.owner_id else 0
        most = max(most, since + longest_wait(book))
        self.may_wait[account.id] = most, account.owner_id
        self.waited[account.id] = waited = waited + 1
        self.kept.unseen = max(self.kept.unseen, waited)
        if waited > most:
            said = f"{waited} working days to {on}, may {most} in a book of {book}"
            self.kept.too_long[account.id] = said

    def _books(self, on: date) -> Counter[int]:
        """How many accounts each person looks after, those of whom they cover among them."""
        books = Counter(
            a.owner_id for a in self.world.rows(tables.Account, tables.Account.status == "active")
        )
        for absence in self._absences(on):
            if absence.cover_id:
                books[absence.cover_id] += books[absence.person_id]
        return books

    def _absences(self, on: date) -> list[tables.Absence]:
        holds = (
            tables.Absence.first_on <= on,
            tables.Absence.last_on >= on,
            tables.Absence.voided_at.is_(None),
        )  # type: ignore[union-attr]
        return self.world.rows(tables.Absence, *holds)

    def _away(self, on: date) -> set[int]:
        """Whose accounts wait until they are back, or come to the manager, meanwhile."""
        return {absence.person_id for absence in self._absences(on)}

    def _stands(self) -> dict[int, Stand]:
        rows = self.world.rows(tables.Account)
        stands = ("tier", "status", "cadence_days", "paused_until", "served_through_parent")
        return {a.id: tuple(getattr(a, column) for column in stands) for a in rows}  # type: ignore[misc]

    def _look_for_loosenings(self, on: date) -> None:
        """An A that is looked after less than in the evening before, though nobody who may said so."""
        now = self._stands()
        for account, (tier, status, cadence, _, through) in self.stood.items():
            if tier != "A" or status != "active" or account not in now or account in self.company.allowed:
                continue
            is_tier, is_status, is_cadence, until, is_through = now[account]
            rests = is_status == "paused" and (until is None or (until - on).days > 30)
            later = (is_cadence or 14) > (cadence or 14)
            later = later or (is_through and not through)
            if SOONER[is_tier] > 0 or is_status == "churned" or rests or later:
                self.kept.loosened.append(f"account {account} on {on}: {self.stood[account]} {now[account]}")
        self.stood, self.company.allowed = now, set()

    def came_to_managers(self) -> int:
        return len(self.world.rows(tables.Escalation, tables.Escalation.went_on.is_not(None)))  # type: ignore[union-attr]

    def escalated_twice(self) -> list[str]:
        """A lateness of one owner's that came to a manager more than once; of accounts that became one, each
        has its own."""
        went = self.world.rows(tables.Escalation, tables.Escalation.went_on.is_not(None))  # type: ignore[union-attr]
        latenesses = Counter((e.account_id, e.late_on, e.owner_id) for e in went if e.became != "left")
        came_in = Counter(m.stays_id for m in self.world.rows(tables.Merge, tables.Merge.became == MERGED))
        return [f"{one} {times} times" for one, times in latenesses.items() if times > 1 + came_in[one[0]]]

    def silent_and_unsaid(self, on: date) -> list[str]:
        """A's that their owner of a whole quarter left untouched for two cadences and a fortnight,
        and that reached no manager."""
        said = {e.account_id for e in self.world.rows(tables.Escalation)}
        late = date.fromordinal(on.toordinal() - 28)
        there = (tables.Account.tier == "A", tables.Account.status == "active", tables.Account.due_on < late)
        newly = {
            s.account_id
            for s in self.world.rows(tables.Standing, tables.Standing.from_on > on - timedelta(days=90))
        }
        rows = self.world.rows(tables.Account, *there)
        return [f"{a.name}, due {a.due_on}" for a in rows if a.id not in said | newly]

    def changed_since(self, weeks: Mapping[date, Figures]) -> list[str]:
        """Accounts that a past week's figures show otherwise than they did at its end."""
        said = []
        for on, then in weeks.items():
            now = self.figures(on)
            other = [a for a in then.keys() | now.keys() if then.get(a) != now.get(a)]
            said += [f"week to {on}: account {a} was {then.get(a)}, is {now.get(a)}" for a in other]
        return said

    def figures(self, on: date) -> Figures:
        """What the coverage of a day rests on, account by account, as of that day."""
        with self.world.tend.database.reading() as session:
            ws = workspaces.current(session)
            a = tables.table(tables.Account)
            ids = list(session.execute(select(a.c.id).where(a.c.workspace_id == ws.id)).scalars())
            rows = records.as_of(session, ws.id, ids, on=on, policy=ws.policy, now=self.world.now)
            looked = (seen(record, on, ws.policy) for record in rows)
            return {s.id: (s.counted, s.covered, s.tier, s.owner_id) for s in looked if s is not None}


BY_ITSELF = ("nudge", "friday", "digest")  # each a message; all else of a day is one bundle


def messages_of(world: World) -> tuple[dict[int, Counter[str]], list[str]]:
    """Unprompted messages of each person by week; where a day had two of a sort."""
    alone = (tables.Outbox.kind == "post", tables.Outbox.state == "sent", tables.Outbox.rides_id.is_(None))  # type: ignore[union-attr]
    weeks, sorts = defaultdict[int, Counter[str]](Counter), Counter[tuple[int, date, str]]()
    for row in world.rows(tables.Outbox, *alone):
        if row.say in ANSWERS or row.person_id is None or row.sent_at is None:
            continue
        on = row.sent_at.astimezone(NEW_YORK).date()
        weeks[row.person_id][week_of(on)] += 1
        sorts[row.person_id, on, row.say if row.say in BY_ITSELF else "bundle"] += 1
    twice = [f"person {who} on {on}: {n} of {sort}" for (who, on, sort), n in sorts.items() if n > 1]
    return weeks, twice


def test_a_year_of_a_companys_everyday(world: World, size: Size, capsys: pytest.CaptureFixture[str]):
    company = Company(world, seed=7, sizes=size.of((30, 12, 12, 12), (150, *[50] * 12)))  # type: ignore[arg-type]
    year = Year(company)
    kept = year.go(size.of(28, 365))
    weeks, twice = messages_of(world)
    reps, leading = (
        [p.id for p in world.rows(tables.Person, tables.Person.role == role)] for role in ("rep", "manager")
    )
    most = {
        who: max((max(weeks[i].values()) for i in of if weeks[i]), default=0)
        for who, of in (("rep", reps), ("manager", leading))
    }
    written = [weeks[c][week] for c in reps for week in weeks[c]]
    typical = sum(written) / len(written)
    with capsys.disabled():
        did = ", ".join(f"{n} {name}" for name, n in kept.did.items())
        sys.stdout.write(
            f"\n{len(kept.weeks)} weeks: {did}; {year.nudged} places, unseen at most "
            f"{kept.unseen} working days, {year.came_to_managers()} came to "
            f"managers; a rep typically {typical:.1f} and at most {most['rep']} messages a week, a manager "
            f"at most {most['manager']}\n"
        )
    wrong = {  # all of it is looked at: a year is long
        "without an owner": kept.ownerless,
        "in two mornings of a day": kept.twice,
        "loosened without a tap": kept.loosened,
        "unseen for too long": list(kept.too_long.items()),
        "to a manager twice": year.escalated_twice(),
        "silent and unsaid": year.silent_and_unsaid(max(kept.weeks)),
        "past weeks": year.changed_since(kept.weeks),
        "two messages of a sort in a day": twice,
    }
    said = [f"{what}: {one}" for what, those in wrong.items() for one in those[:20]]
    assert not said, "\n".join(said)
    assert most["rep"] <= 11
    assert most["manager"] <= 7  # five mornings, the digest, Friday's of accounts that they hold
    assert typical <= TYPICAL
    assert sum(n > 0 for n in kept.did.values()) >= size.of(10, len(HAPPENINGS)), kept.did


@pytest.mark.parametrize("left_out", ["", "notice_gone", "carry_on"])
def test_accounts_of_whoever_is_switched_off_are_missed_where_nothing_carries_them_on(
    world: World, monkeypatch: pytest.MonkeyPatch, left_out: str
):
    company = Company(world, seed=7, sizes=(3, 3, 3, 3))
    year = Year(company, happenings=())
    monkeypatch.setattr(metronome, "STEPS", [step for step in metronome.STEPS if step.__name__ != left_out])
    assert is_deactivated(company)
    assert bool(year.go(5).ownerless) == bool(left_out)


def test_what_happens_seldom_comes_about(world: World):
    """In bulk, a whole book, taken back: a run of a few weeks may have none of them."""
    company = Company(world, seed=7, sizes=(9, 9, 9, 9))
    assert pauses_in_bulk(company)
    assert takes_it_back(company)
    assert is_reassigned(company)
    assert has_it_served(company)
    while not world.rows(tables.Loosening, tables.Loosening.became == HELD):
        demotes(company)
    assert takes_a_loosening_back(company)
