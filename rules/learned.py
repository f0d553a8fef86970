"""What is learned from what became of places: which reasons sink, because nobody acts on them. Source:
DOMAIN, Nudges; docs/decisions.md.

Kept in the workspace's row, computed once a week. No chance is in it: the same record gives the same
mornings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from random import Random
from typing import Any

from .became import ACTED, OPEN, Shown
from .helped import Helped
from .policy import Policy
from .ranking import most_share
from .records import days

WINDOW_FOR = 180  # days whose places count
LEAST_PLACES = 30  # of a kind, below which it never sinks
HALF = 0.5  # of how often the others are acted on: a kind sinks when it is surely below that
TRIED_EVERY = 5  # weeks: an account's week in five in which nothing is sunk for it
EVERY_FOR, FRESH_FOR = 7, 62  # days between two looks; after how many nothing is said or done by the last


@dataclass(frozen=True, slots=True)
class Sunk:
    """A kind of reason that nobody acts on: of `shown` places with it `acted` were acted on within 3 days,
    surely under `high` (0..1); the other undated ones were in `others` (0..1) of theirs."""

    kind: str
    shown: int
    acted: int
    high: float
    others: float


@dataclass(frozen=True, slots=True)
class Learned:
    """What is kept of the last look, `on` a date: which kinds sink, by kind, and whether a place helped."""

    on: date
    sunk: Mapping[str, Sunk] = field(default_factory=dict)
    helped: Helped | None = None

    def to_json(self) -> dict[str, Any]:
        sunk = [asdict(s) for s in self.sunk.values()]
        return {
            "on": self.on.isoformat(),
            "sunk": sunk,
            "helped": self.helped.to_json() if self.helped else None,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Learned:
        sunk = {s["kind"]: Sunk(**s) for s in stored["sunk"]}
        helped = Helped.from_json(stored["helped"]) if stored.get("helped") else None
        return cls(date.fromisoformat(stored["on"]), sunk, helped)

    def is_fresh(self, on: date) -> bool:
        return on - self.on <= days(FRESH_FOR)


def is_due(kept: Learned | None, on: date) -> bool:
    """Once a week; again where the clock was set back."""
    return kept is None or not days(0) <= on - kept.on < days(EVERY_FOR)


def sinking(places: Iterable[Shown], stand: Collection[str] = (), last: str = "") -> dict[str, Sunk]:
    """Kinds that sink, from places of the last 180 days; those that `stand` neither sink nor count among
    the others, the one that is `last` anyway counts but can't sink. A kind sinks from 30 places on of which
    it is known what became of them, when even the upper bound of its share acted on (95 of 100) is below
    half of what the other kinds come to together."""
    of = defaultdict[str, dict[int, list[int]]](lambda: defaultdict(lambda: [0, 0]))
    for place in places:
        if place.became != OPEN and place.kind not in stand:
            part = of[place.kind][place.account_id]
            part[0] += place.became == ACTED
            part[1] += 1
    acted = {kind: sum(a for a, _ in parts.values()) for kind, parts in of.items()}
    shown = {kind: sum(s for _, s in parts.values()) for kind, parts in of.items()}
    sunk = dict[str, Sunk]()
    for kind in sorted(of):
        rest = sum(shown.values()) - shown[kind]
        if kind == last or shown[kind] < LEAST_PLACES or rest < LEAST_PLACES:
            continue
        others = (sum(acted.values()) - acted[kind]) / rest
        high = most_share([(a, s) for a, s in of[kind].values()])
        if high is not None and high < HALF * others:
            sunk[kind] = Sunk(kind, shown[kind], acted[kind], round(high, 3), others=round(others, 3))
    return sunk


def sunk_today(kept: Learned | None, policy: Policy, on: date) -> frozenset[str]:
    """Kinds that a morning puts last."""
    if kept is None or not policy.learning or not kept.is_fresh(on):
        return frozenset()
    return frozenset(kept.sunk)


def is_tried(account_id: int, on: date) -> bool:
    """Whether it is an account's week in which nothing is sunk for it, so that what sank can rise again:
    about one in five, drawn from account and week, so that no rhythm of its own misses them all."""
    week = (on.toordinal() - 1) // 7  # from Monday on
    return Random(account_id * 100_003 + week).random() < 1 / TRIED_EVERY
