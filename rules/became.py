"""What became of accounts that a morning showed: acted on within 3 days, snoozed, not needed, ignored.
Source: DOMAIN, Nudges."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

ACTED_WITHIN = timedelta(days=3)
SNOOZED, NOT_NEEDED = "snoozed", "not_needed"
ACTED, IGNORED, OPEN = "acted", "ignored", "open"
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class NudgesActed:
    """What became of places: acted on within 3 days (`logged`, or what they told of answered), snoozed, not
    needed; `open` ones still have some of their 3 days, the others were ignored."""

    shown: int = 0
    logged: int = 0
    snoozed: int = 0
    not_needed: int = 0
    open: int = 0

    @property
    def ignored(self) -> int:
        return self.shown - self.logged - self.snoozed - self.not_needed - self.open

    @property
    def settled(self) -> int:
        """Those of which it is known what became of them."""
        return self.shown - self.open

    @property
    def share(self) -> float | None:
        """Of the settled ones those acted on, 0..1; None where there is none."""
        return self.logged / self.settled if self.settled else None


@dataclass(frozen=True, slots=True)
class Shown:
    """One account's place in a morning that arrived: whose morning, the kind of its reason, its place from 1
    on, the hour in which it arrived where the rep is (0..23), and what became of it."""

    rep_id: int
    account_id: int
    on: date
    kind: str
    place: int
    hour: int
    became: str


@dataclass(frozen=True, slots=True)
class History:
    """What became of the places of `first`..`last`, in all and by each of what they differ in."""

    first: date
    last: date
    whole: NudgesActed = NudgesActed()
    by_reason: Mapping[str, NudgesActed] = field(default_factory=dict)
    by_place: Mapping[int, NudgesActed] = field(default_factory=dict)
    by_hour: Mapping[int, NudgesActed] = field(default_factory=dict)
    by_rep: Mapping[int, NudgesActed] = field(default_factory=dict)


def became(outcome: str, sent_at: datetime | None, acted_at: datetime | None, now: datetime) -> str:
    """What became of a place that arrived at `sent_at`, as of `now`. A touch, or an answer to what it told
    of, counts within 3 days; a snooze and "not needed" count whenever they were pressed."""
    if outcome in (SNOOZED, NOT_NEEDED):
        return outcome
    if not outcome:
        return OPEN if sent_at is not None and now - sent_at <= ACTED_WITHIN else IGNORED
    in_time = sent_at is not None and acted_at is not None and acted_at - sent_at <= ACTED_WITHIN
    return ACTED if in_time else IGNORED


def counted(became_of: Iterable[str]) -> NudgesActed:
    those = list(became_of)
    return NudgesActed(
        len(those),
        those.count(ACTED),
        those.count(SNOOZED),
        not_needed=those.count(NOT_NEEDED),
        open=those.count(OPEN),
    )


def history(places: Iterable[Shown], first: date, last: date) -> History:
    """All of them, and by reason, place, hour and rep."""
    there = list(places)

    def by(key: Callable[[Shown], K]) -> dict[K, NudgesActed]:
        groups: dict[K, list[str]] = {}
        for place in there:
            groups.setdefault(key(place), []).append(place.became)
        return {name: counted(those) for name, those in groups.items()}

    return History(
        first,
        last,
        counted(p.became for p in there),
        by_reason=by(lambda p: p.kind),
        by_place=by(lambda p: p.place),
        by_hour=by(lambda p: p.hour),
        by_rep=by(lambda p: p.rep_id),
    )
