"""The chance that a card may say of an account: how often accounts of its band were not heard from, where
enough of them were looked at, and where that was computed of late, under the settings of today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from .factors import weights_of
from .looks import BANDS
from .policy import Policy
from .records import days
from .worth import Counted

LEAST_ACCOUNTS, LEAST_EVENTS = 100, 20
"""Distinct accounts of a band, and those of them that it happened to, from which a chance is said."""
FRESH_FOR = 62  # days: a month may be missed


@dataclass(frozen=True, slots=True)
class Chance:
    """Of `looks` at `accounts` accounts of a band in the months of `first`..`last`, so many (`events`) had no
    contact in the 90 days after; the share is off by no more than `low`..`high` (0..1) in 95 of 100 cases."""

    looks: int
    accounts: int
    events: int
    low: float
    high: float
    first: date
    last: date

    @property
    def of_100(self) -> int:
        return round(100 * self.events / self.looks)


@dataclass(frozen=True, slots=True)
class Chances:
    """What is kept of a look back: by band where there was enough of it. `on`: when it was computed;
    `rests_on`: the settings that health rested on."""

    on: date
    rests_on: str
    by_band: Mapping[str, Chance]

    def to_json(self) -> dict[str, Any]:
        by_band = {
            band: asdict(c) | {"first": c.first.isoformat(), "last": c.last.isoformat()}
            for band, c in self.by_band.items()
        }
        return {"on": self.on.isoformat(), "rests_on": self.rests_on, "by_band": by_band}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Chances:
        by_band = {
            band: Chance(
                **{**c, "first": date.fromisoformat(c["first"]), "last": date.fromisoformat(c["last"])}
            )
            for band, c in stored["by_band"].items()
        }
        return cls(date.fromisoformat(stored["on"]), stored["rests_on"], by_band)


def rests_on(policy: Policy) -> str:
    """The settings that a score and its band rest on: under others they were other bands."""
    own = (policy.cadence_a_days, policy.cadence_b_days, policy.cadence_c_days, policy.grace_working_days)
    return " ".join(map(str, (*own, *weights_of(policy).values())))


def chances(bands: Iterable[Counted], looked_at: Sequence[date], policy: Policy, on: date) -> Chances:
    """What may be said of a look back on some days (ascending), computed on a date."""
    by_band = {
        c.band: Chance(
            c.looks,
            c.accounts,
            c.events,
            low=round(c.interval.low, 3),
            high=round(c.interval.high, 3),
            first=looked_at[0],
            last=looked_at[-1],
        )
        for c in bands
        if c.band in BANDS
        and c.accounts >= LEAST_ACCOUNTS
        and c.with_event >= LEAST_EVENTS
        and c.interval is not None
    }
    return Chances(on, rests_on(policy), by_band)


def is_due(kept: Chances | None, policy: Policy, on: date) -> bool:
    """Whether it is to be computed: once a month, and again once health rests on other settings."""
    if kept is None or kept.rests_on != rests_on(policy):
        return True
    return (kept.on.year, kept.on.month) != (on.year, on.month)


def chance_of(kept: Chances | None, band: str, policy: Policy, on: date) -> Chance | None:
    """What a card may say of an account of a band on a date; None: nothing."""
    if kept is None or kept.rests_on != rests_on(policy) or on - kept.on > days(FRESH_FOR):
        return None
    return kept.by_band.get(band)
