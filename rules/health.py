"""How an account is doing, 0-100, explained: score, band, ceiling and trend from the factors (source: DOMAIN, Health)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .cadence import due, grace_ends, own_cadence, renewal_uncovered
from .factors import FACTORS, Part
from .phrase import Phrase, say
from .policy import Policy
from .records import Record, days


@dataclass(frozen=True, slots=True)
class Factor:
    """A part with its points; `possible` is the factor's weight, `earned` within it. Unknown: `known` False."""

    name: str
    possible: int
    earned: float
    known: bool
    why: Phrase
    greener: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """`score` 0-100 under its `ceiling`, None when not enough is known at all; `confidence` known points / all, 0..1."""

    on: date
    score: int | None
    band: str
    factors: tuple[Factor, ...]
    confidence: float
    ceiling: int | None = None
    ceiling_why: Phrase | None = None

    @property
    def at_risk(self) -> bool:
        return self.band == "at risk"


@dataclass(frozen=True, slots=True)
class Trend:
    """`change` against the mean of the 30 days before, `fall` over the last 7 days; points, on factors known both days."""

    change: float = 0.0
    fall: float = 0.0

    @property
    def arrow(self) -> str:
        return "rising" if self.change >= 5 else "falling" if self.change <= -5 else "steady"

    @property
    def alarm(self) -> bool:
        return self.fall > 10


Parts = dict[str, Part]


def parts_on(record: Record, on: date, policy: Policy) -> Parts:
    """The known factors as of a date."""
    return {name: part for name, factor in FACTORS if (part := factor(record, on, policy)) is not None}


def ceiling(record: Record, on: date, policy: Policy) -> tuple[int | None, Phrase | None]:
    """The highest score that may be shown, and why. Source: DOMAIN, Ceilings; on the tier's own cadence."""
    cadence = own_cadence(record.account.tier, record.account.cadence_days, policy)
    last = record.last_touch(on)
    if last and (on - last.on).days > 2 * cadence:
        return 49, say("over twice its cadence")
    first_due = last.on + days(cadence) if last else due(record, on, policy).on
    if first_due is not None and on > first_due and on > grace_ends(first_due, record.owner.country, policy):
        return 74, say("past due")
    renews = record.account.renews_on
    if renews and 0 <= (renews - on).days <= 30 and renewal_uncovered(record, on):
        return 74, say("renewal near, nothing of value given")
    return None, None


def score_of(parts: Parts, names: set[str], policy: Policy, cap: int | None) -> int | None:
    """Points earned / points possible x 100 over the factors in `names`, under the ceiling; None when none is known."""
    possible, earned, weights = 0, 0.0, policy.weights
    for name in names:
        possible += weights[name]
        earned += weights[name] * parts[name].share
    if not possible:
        return None
    score = round(100 * earned / possible)
    return score if cap is None else min(score, cap)


def assess(record: Record, on: date, policy: Policy) -> Health:
    """Health as of the end of a date."""
    parts = parts_on(record, on, policy)
    cap, cap_why = ceiling(record, on, policy)
    confidence = sum(policy.weights[n] for n in parts) / sum(policy.weights.values())
    score = score_of(parts, set(parts), policy, None)
    holds = score is not None and cap is not None and score > cap
    score = cap if holds else score
    if score is None or confidence < 0.5:
        band = "not enough known"
    else:
        band = "healthy" if score >= 75 else "watch" if score >= 50 else "at risk"
    factors = tuple(_factor(name, parts.get(name), policy.weights[name]) for name, _ in FACTORS)
    return Health(on, score, band, factors, confidence, cap if holds else None, cap_why if holds else None)


def _factor(name: str, part: Part | None, weight: int) -> Factor:
    if part is None:
        return Factor(name, weight, 0.0, False, say("not known yet"))
    return Factor(name, weight, weight * part.share, True, part.why, part.greener)


def trend(record: Record, on: date, policy: Policy) -> Trend:
    """How the score moved, computed as of each of the 30 days before; days before the account existed are left out."""
    today, cap = parts_on(record, on, policy), ceiling(record, on, policy)[0]
    now_all = score_of(today, set(today), policy, cap)
    moved: dict[int, float] = {}
    for back in range(1, 31):
        then = on - days(back)
        if then < record.account.exists_on:
            break
        before = parts_on(record, then, policy)
        both = today.keys() & before.keys()
        now_score = now_all if len(both) == len(today) else score_of(today, both, policy, cap)
        then_score = score_of(before, both, policy, ceiling(record, then, policy)[0])
        if now_score is not None and then_score is not None:
            moved[back] = now_score - then_score
    if not moved:
        return Trend()
    return Trend(sum(moved.values()) / len(moved), -moved.get(7, 0.0))
