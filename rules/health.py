"""How an account is doing, 0-100, explained: score, band and ceiling from the factors (source: DOMAIN,
Health)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from . import factors
from .cadence import came_due_on, grace_ends, own_cadence
from .factors import Parts, Weights, events, exact_of, parts_on, weights_of
from .facts import overrides
from .facts.overridden import Override
from .facts.renewals import renewal_uncovered
from .parts import Part
from .phrase import Phrase, say
from .policy import Policy
from .records import Record
from .trend import Trend, moved


class Factor(NamedTuple):
    """A part with its points; `possible` is the factor's weight, `earned` within it. Unknown: `known`
    False."""

    name: str
    possible: int
    earned: float
    known: bool
    why: Phrase
    greener: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """`score` 0-100 under its `ceiling`, None when nothing is known; `confidence` known points / all, 0..1.

    `trouble`: what a call alone does not mend goes badly (stored, since it sets the cadence a step faster). A
    churned account has no health: its band says so, there are no factors. `band` is what a person said, where
    an `override` holds; `computed` the one that was computed.
    """

    on: date
    score: int | None
    band: str
    factors: tuple[Factor, ...] = ()
    confidence: float = 0.0
    ceiling: int | None = None
    ceiling_why: Phrase | None = None
    trouble: bool = False
    computed: str = ""
    override: Override | None = None
    happened: bool = False
    """Something stands that may be behind a fall: a worry, a concern, an overdue promise and their like."""

    @property
    def at_risk(self) -> bool:
        return self.band == AT_RISK

    @property
    def known(self) -> int:
        return sum(f.known for f in self.factors)


SILENT_FOR_LONG = say("no contact in twice its cadence")
PAST_DUE = say("past due")
NOTHING_GIVEN = say("renewal near, nothing of value given")
NOT_KNOWN = say("not known yet")


def ceiling(record: Record, on: date, policy: Policy) -> tuple[int | None, Phrase | None]:
    """The highest score that may be shown, and why. Source: DOMAIN, Ceilings; on the tier's own cadence of
    that day."""
    record = record.at(on)
    due_on = came_due_on(record, on, policy)
    if due_on is not None and on > due_on:
        cadence = own_cadence(record.account.tier, record.account.cadence_days, policy)
        if (on - due_on).days > cadence:
            return 49, SILENT_FOR_LONG
        if on > grace_ends(due_on, record.owner.public_days, policy):
            return 74, PAST_DUE
    renews = record.account.renews_on
    if renews and 0 <= (renews - on).days <= 30 and renewal_uncovered(record, on):
        return 74, NOTHING_GIVEN
    return None, None


def assess(record: Record, on: date, policy: Policy) -> Health:
    """Health as of the end of a date."""
    then = record.at(on)
    return assess_by(then, on, policy, parts_on(then, on, policy))


def assess_with_trend(record: Record, on: date, policy: Policy) -> tuple[Health, Trend]:
    """Health as of the end of a date, and how the score moved; the factors of the date are looked at once
    for both."""
    then = record.at(on)
    parts = parts_on(then, on, policy)
    return assess_by(then, on, policy, parts), moved(record, on, policy, today=parts)


def at_risk(record: Record, on: date, policy: Policy) -> bool:
    """Whether its band is that, as of the end of a date."""
    then = record.at(on)
    return at_risk_by(then, on, policy, parts_on(then, on, policy))


def at_risk_by(then: Record, on: date, policy: Policy, parts: Parts) -> bool:
    """The same of the record of the day and its factors."""
    if then.account.status == "churned":
        return False
    if override := overrides.held(then.overrides, on):
        return override.band == AT_RISK
    weights = weights_of(policy)
    if _in_rhythm(then, on, policy) and not events(parts, weights):
        return False  # whatever its score
    return _scored(then, on, policy, parts).band == AT_RISK


def assess_by(then: Record, on: date, policy: Policy, parts: Parts) -> Health:
    """Health of the record of a day by its factors."""
    if then.account.status == "churned":
        return Health(on, None, "churned")
    seen = _scored(then, on, policy, parts)
    override = overrides.held(then.overrides, on)
    return Health(
        on,
        seen.score,
        override.band if override else seen.band,
        factors=tuple(_factor(name, parts.get(name), weight) for name, weight in seen.weights.items()),
        confidence=seen.confidence,
        ceiling=seen.ceiling,
        ceiling_why=seen.ceiling_why,
        trouble=trouble_by(parts, seen.weights),
        computed=seen.band,
        override=override,
        happened=bool(events(parts, seen.weights)),
    )


AT_RISK = "at risk"


class _Scored(NamedTuple):
    """The score under its ceiling, where one holds, and the band by it; how much of all is known, 0..1."""

    score: int | None
    band: str
    confidence: float
    weights: Weights
    ceiling: int | None = None
    ceiling_why: Phrase | None = None


def _scored(then: Record, on: date, policy: Policy, parts: Parts) -> _Scored:
    weights = weights_of(policy)
    confidence = sum(weights[n] for n in parts) / (sum(weights.values()) or 1)
    exact = exact_of(parts, weights)
    if exact is None:
        return _Scored(None, "not enough known", confidence, weights)
    score = round(exact)
    cap, why = ceiling(then, on, policy)
    if cap is None or score <= cap:
        return _Scored(score, _band(then, on, policy, parts, score, confidence), confidence, weights)
    band = _band(then, on, policy, parts, cap, confidence)
    return _Scored(cap, band, confidence, weights, cap, why)


def _band(record: Record, on: date, policy: Policy, parts: Parts, score: int, confidence: float) -> str:
    """Watch at worst for an account within its own cadence that nothing happened to: a C touched as agreed
    earns few points for silence."""
    if confidence < 0.5:
        return "not enough known"
    if score >= 75:
        return "healthy"
    if score >= 50:
        return "watch"
    in_rhythm = _in_rhythm(record, on, policy)
    return "watch" if in_rhythm and not events(parts, weights_of(policy)) else AT_RISK


def _in_rhythm(record: Record, on: date, policy: Policy) -> bool:
    """Whether it was touched within its own cadence."""
    last, account = record.last_touch(on), record.account
    return last is not None and (on - last.on).days <= own_cadence(account.tier, account.cadence_days, policy)


MENDED = frozenset(rule.name for rule in factors.FACTORS if rule.a_call_mends)


def trouble_by(parts: Parts, weights: Weights) -> bool:
    """Whether the known factors that a call does not mend earn under half of their points. Source: DOMAIN,
    Cadence."""
    earned, possible = 0.0, 0
    for name, part in parts.items():
        if name not in MENDED:
            earned += weights[name] * part.share
            possible += weights[name]
    return earned < possible / 2


def _factor(name: str, part: Part | None, weight: int) -> Factor:
    if part is None:
        return Factor(name, weight, 0.0, known=False, why=NOT_KNOWN)
    return Factor(name, weight, weight * part.share, known=True, why=part.why, greener=part.greener)
