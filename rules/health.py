"""How an account is doing, 0-100, explained: score, band and ceiling from the factors (source: DOMAIN,
Health)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True)
class Factor:
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
        return self.band == "at risk"

    @property
    def known(self) -> int:
        return sum(f.known for f in self.factors)


def ceiling(record: Record, on: date, policy: Policy) -> tuple[int | None, Phrase | None]:
    """The highest score that may be shown, and why. Source: DOMAIN, Ceilings; on the tier's own cadence of
    that day."""
    record = record.at(on)
    cadence = own_cadence(record.account.tier, record.account.cadence_days, policy)
    due_on = came_due_on(record, on, policy)
    if due_on is not None and (on - due_on).days > cadence:
        return 49, say("no contact in twice its cadence")
    if due_on is not None and on > due_on and on > grace_ends(due_on, record.owner.public_days, policy):
        return 74, say("past due")
    renews = record.account.renews_on
    if renews and 0 <= (renews - on).days <= 30 and renewal_uncovered(record, on):
        return 74, say("renewal near, nothing of value given")
    return None, None


def assess(record: Record, on: date, policy: Policy) -> Health:
    """Health as of the end of a date."""
    return _health(record.at(on), on, policy, parts=None)


def assess_with_trend(record: Record, on: date, policy: Policy) -> tuple[Health, Trend]:
    """Health as of the end of a date, and how the score moved; the factors of the date are looked at once
    for both."""
    then = record.at(on)
    parts = parts_on(then, on, policy)
    return _health(then, on, policy, parts=parts), moved(record, on, policy, today=parts)


def _health(then: Record, on: date, policy: Policy, parts: Parts | None) -> Health:
    if then.account.status == "churned":
        return Health(on, None, "churned")
    parts = parts_on(then, on, policy) if parts is None else parts
    cap, cap_why = ceiling(then, on, policy)
    weights = weights_of(policy)
    confidence = sum(weights[n] for n in parts) / (sum(weights.values()) or 1)
    exact = exact_of(parts, weights)
    score = None if exact is None else round(exact)
    holds = score is not None and cap is not None and score > cap
    score = cap if holds else score
    computed = _band(then, on, policy, parts=parts, score=score, confidence=confidence)
    override = overrides.held(then.overrides, on)
    return Health(
        on,
        score,
        override.band if override else computed,
        factors=tuple(_factor(name, parts.get(name), weight) for name, weight in weights.items()),
        confidence=confidence,
        ceiling=cap if holds else None,
        ceiling_why=cap_why if holds else None,
        trouble=_trouble(parts, weights),
        computed=computed,
        override=override,
        happened=bool(events(parts, weights)),
    )


def _band(
    record: Record, on: date, policy: Policy, parts: Parts, score: int | None, confidence: float
) -> str:
    """Watch at worst for an account within its own cadence that nothing happened to: a C touched as agreed
    earns few points for silence."""
    if score is None or confidence < 0.5:
        return "not enough known"
    if score >= 75:
        return "healthy"
    last = record.last_touch(on)
    cadence = own_cadence(record.account.tier, record.account.cadence_days, policy)
    in_rhythm = last is not None and (on - last.on).days <= cadence
    return "watch" if score >= 50 or (in_rhythm and not events(parts, weights_of(policy))) else "at risk"


def _trouble(parts: Parts, weights: Weights) -> bool:
    """Whether the known factors that a call does not mend earn under half of their points. Source: DOMAIN,
    Cadence."""
    mended = {rule.name for rule in factors.FACTORS if rule.a_call_mends}
    others = [(weights[name], part.share) for name, part in parts.items() if name not in mended]
    return sum(weight * share for weight, share in others) < sum(weight for weight, _ in others) / 2


def _factor(name: str, part: Part | None, weight: int) -> Factor:
    if part is None:
        return Factor(name, weight, 0.0, known=False, why=say("not known yet"))
    return Factor(name, weight, weight * part.share, known=True, why=part.why, greener=part.greener)
