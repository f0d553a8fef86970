"""Somebody's book, most pressing first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .cadence import own_cadence
from .nudging import pressure
from .policy import Policy
from .records import Account


@dataclass(frozen=True, slots=True)
class BookRow:
    """A line of a book: the account, its due date, the local date of its last meaningful touch."""

    account: Account
    due_on: date | None
    last_on: date | None
    at_risk: bool

    def resting(self, on: date) -> bool:
        a = self.account
        return a.status == "paused" or bool(a.snoozed_until and a.snoozed_until > on)


def pressing(rows: Sequence[BookRow], on: date, policy: Policy) -> list[BookRow]:
    """By the nudge's order (ratio x tier x share of the book's revenue); snoozed and paused ones last."""
    total = sum(r.account.annual or 0 for r in rows) or 1

    def rank(row: BookRow) -> tuple[bool, float, str]:
        a = row.account
        silent = (on - (row.last_on or a.added_on)).days
        ratio = max(silent, 0) / own_cadence(a.tier, a.cadence_days, policy)
        return row.resting(on), -pressure(a.tier, ratio, (a.annual or 0) / total), a.name

    return sorted(rows, key=rank)
