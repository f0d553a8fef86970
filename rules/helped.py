"""Whether a place in the morning message helps: the accounts shown last against those of like rank that could
wait, over the same days. Source: docs/decisions.md.

A pair is one account shown and one that waited, at the same rep's cut on the same morning. Both are looked at
for the same days: until the one that waited is shown too, 7 at most, and until the first of the two is
touched. Without that last bound the days of both would hang on what became of one of them alone: it is shown
the next morning only if nobody touched it, and the one shown would get seven days in just those pairs where
the other was touched at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple

from .ranking import difference_interval

WITHIN = 7  # days, the morning's own among them
LEAST_PAIRS, LEAST_ACCOUNTS, LEAST_TOUCHED = 100, 50, 20
MOST_PAIRS = 3  # of one morning
LIKE = 0.8  # of the shown one's rank that the other has at least


class Followed(NamedTuple):
    """A pair and what followed, as days from the morning on (0: on it): when each was touched first, and when
    the one that waited was shown; None: not within 7 days."""

    shown_id: int
    waited_id: int
    shown_touched: int | None
    waited_touched: int | None
    waited_shown: int | None


@dataclass(frozen=True, slots=True)
class Helped:
    """Of `pairs` with the mornings of `first`..`last` so many of the shown and of the waiting accounts were
    touched in the days of their pair; the difference of the shares (0..1) is between `low` and `high` in 95
    of 100 cases."""

    pairs: int
    shown: int
    waited: int
    low: float
    high: float
    first: date
    last: date

    @property
    def differs(self) -> bool:
        """Whether it is surely not nothing."""
        return self.low > 0 or self.high < 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"first": self.first.isoformat(), "last": self.last.isoformat()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Helped:
        span = {name: date.fromisoformat(stored[name]) for name in ("first", "last")}
        return cls(**{**stored, **span})


def touched(pair: Followed) -> tuple[bool, bool]:
    """Whether the shown one, and the one that waited, was touched in the days of their pair."""
    end = min(WITHIN, WITHIN if pair.waited_shown is None else pair.waited_shown)
    there = [d for d in (pair.shown_touched, pair.waited_touched) if d is not None and d < end]
    if not there:
        return False, False
    return pair.shown_touched == min(there), pair.waited_touched == min(there)


def helped(pairs: Iterable[Followed], first: date, last: date) -> Helped | None:
    """What the pairs of `first`..`last` come to; None while they are too few to say anything: under 100
    pairs, 50 accounts, 20 touched."""
    parts = defaultdict[int, list[int]](lambda: [0, 0, 0, 0])
    number = 0
    for pair in pairs:
        number += 1
        of_shown, of_waited = touched(pair)
        shown, waited = parts[pair.shown_id], parts[pair.waited_id]
        shown[0] += of_shown
        shown[1] += 1
        waited[2] += of_waited
        waited[3] += 1
    of_shown_all, of_waited_all = (sum(p[n] for p in parts.values()) for n in (0, 2))
    few = number < LEAST_PAIRS or len(parts) < LEAST_ACCOUNTS or of_shown_all + of_waited_all < LEAST_TOUCHED
    interval = None if few else difference_interval([(a, b, c, d) for a, b, c, d in parts.values()])
    if interval is None:
        return None
    return Helped(
        number,
        of_shown_all,
        of_waited_all,
        low=round(interval.low, 3),
        high=round(interval.high, 3),
        first=first,
        last=last,
    )
