"""Somebody's book, most pressing first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .cadence import own_cadence
from .coverage import Seen, Share, coverage
from .nudging import overdue_ratio, pressure
from .policy import Policy
from .records import TIERS, Account, Person


@dataclass(frozen=True, slots=True)
class BookRow:
    """A line of a book: the account, its due date, the local date of its last meaningful touch."""

    account: Account
    due_on: date | None
    last_on: date | None
    at_risk: bool

    def resting(self, on: date) -> bool:
        """Paused or snoozed: it is nobody's turn to call."""
        a = self.account
        paused = a.stands(on) == "paused"
        return paused or bool(a.snoozed_until and a.snoozed_until > on)

    def due(self, on: date) -> bool:
        """Whether a list counts it as due: its stored due date has come (never touched and not needed
        included)."""
        return self.due_on is not None and self.due_on <= on and not self.resting(on)


def pressing(rows: Sequence[BookRow], on: date, policy: Policy) -> list[BookRow]:
    """Due ones first, by the nudge's order (ratio x tier x share of the book's revenue); then by the date
    they fall due; those without one, snoozed and paused last."""
    total = sum(r.account.annual or 0 for r in rows if not r.account.served_through_parent) or 1

    def rank(row: BookRow) -> tuple[int, float, date, str]:
        a = row.account
        if a.tier not in TIERS:  # nothing that a file or a form can bring: it stands last and stops no other
            return 3, 0.0, date.max, a.name
        if row.due(on):
            ratio = overdue_ratio(
                (on - (row.last_on or a.added_on)).days, own_cadence(a.tier, a.cadence_days, policy)
            )
            return 0, -pressure(a.tier, ratio, (a.annual or 0) / total), on, a.name
        return 2 if row.resting(on) else 1, 0.0, row.due_on or date.max, a.name

    return sorted(rows, key=rank)


@dataclass(frozen=True, slots=True)
class Behind:
    """Whose book is out of rhythm, and how many A accounts of it are."""

    person: Person
    share: Share
    a_out: int


def behind(accounts: Sequence[Seen], people: Sequence[Person], head: int | None = None) -> list[Behind]:
    """Who of a team needs help, worst first: active people with an A out of rhythm, or less than half of
    their book in it. `head`, whose team it is, is among them only where there is nobody else."""
    team = [p for p in people if p.id != head] or people
    books, counted = [], defaultdict[int, list[Seen]](list)
    for a in accounts:
        if a.counted:
            counted[a.owner_id].append(a)
    for person in team:
        own = counted[person.id] if person.active else []
        share, a_out = coverage(own), sum(a.tier == "A" and not a.covered for a in own)
        if a_out or (share.by_count is not None and share.by_count < 0.5):
            books.append(Behind(person, share, a_out))
    return sorted(books, key=lambda b: (-b.a_out, b.share.by_count or 0.0, b.person.name))
