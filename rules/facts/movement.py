"""A movement of revenue as a value, and the renewal date that movements lead to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

MOVEMENTS = ("new", "expansion", "contraction", "renewal", "churn", "purchase")
SIGN = {"new": 1, "expansion": 1, "contraction": -1, "churn": -1, "renewal": 0}
"""What a movement of recurring revenue does to it."""


class Movement(NamedTuple):
    """A revenue movement; `minor` in minor units of `currency`. Its `kind` gives the sign and `minor` is
    positive, but that of a refund, a `purchase` below 0: purchases are added as they stand."""

    on: date
    kind: str
    minor: int
    currency: str
    service: str = ""

    @property
    def is_recurring(self) -> bool:
        return self.kind in SIGN

    @property
    def is_loss(self) -> bool:
        """Whether it took something of what the account brought."""
        return self.kind in {"contraction", "churn"} or self.minor < 0


def renewal_after(movements: Iterable[Movement], given: date | None) -> date | None:
    """The renewal date: the one given, moved on by a year for each later `renewal` movement that reaches
    it."""
    renews = given
    for m in sorted((m for m in movements if m.kind == "renewal"), key=lambda m: m.on):
        if renews is not None and m.on >= renews - timedelta(days=90):
            renews = _year_after(renews)
    return renews


def _year_after(on: date) -> date:
    try:
        return on.replace(year=on.year + 1)
    except ValueError:
        return on.replace(year=on.year + 1, day=28)
