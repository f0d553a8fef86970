"""How an account is doing, 0-100, explained: score, band, ceiling and trend from the factors (source:
DOMAIN, Health)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from . import factors
from .cadence import came_due_on, grace_ends, own_cadence
from .facts import overrides
from .facts.overridden import Override
from .facts.renewals import renewal_uncovered
from .parts import Part, Rule
from .phrase import Phrase, say
from .policy import Policy
from .records import Record, days

ALARM, ARROW = 10, 5  # points: a fall in 7 days that is told, a move against the 30 days before


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

    @property
    def at_risk(self) -> bool:
        return self.band == "at risk"

    @property
    def known(self) -> int:
        return sum(f.known for f in self.factors)


@dataclass(frozen=True, slots=True)
class Trend:
    """`change` against the mean of the 30 days before, `fall` over the last 7 days; points (not rounded)
    before any ceiling, on factors known both days. `caused`: something happened in these 7 days that explains
    a fall; `behind`: the factors that tell of it."""

    change: float = 0.0
    fall: float = 0.0
    caused: bool = False
    behind: tuple[str, ...] = ()

    @property
    def arrow(self) -> str:
        return "rising" if self.change >= ARROW else "falling" if self.change <= -ARROW else "steady"

    @property
    def alarm(self) -> bool:
        return self.caused and self.fall > ALARM


Parts = dict[str, Part]
Weights = Mapping[str, int]


def parts_on(record: Record, on: date, policy: Policy) -> Parts:
    """The known factors as of a date, in the order of FACTORS."""
    then = record.at(on)
    return {rule.name: part for rule in factors.FACTORS if (part := rule.share(then, on, policy)) is not None}


def weights_of(policy: Policy) -> dict[str, int]:
    """Points possible by factor: as set, else the factor's own."""
    return {rule.name: policy.weights.get(rule.name, rule.points) for rule in factors.FACTORS}


def ceiling(record: Record, on: date, policy: Policy) -> tuple[int | None, Phrase | None]:
    """The highest score that may be shown, and why. Source: DOMAIN, Ceilings; on the tier's own cadence of
    that day."""
    record = record.at(on)
    cadence = own_cadence(record.account.tier, record.account.cadence_days, policy)
    due_on = came_due_on(record, on, policy)
    if due_on is not None and (on - due_on).days > cadence:
        return 49, say("no contact in twice its cadence")
    if due_on is not None and on > due_on and on > grace_ends(due_on, record.owner.workdays, policy):
        return 74, say("past due")
    renews = record.account.renews_on
    if renews and 0 <= (renews - on).days <= 30 and renewal_uncovered(record, on):
        return 74, say("renewal near, nothing of value given")
    return None, None


def exact_of(parts: Parts, names: Iterable[str], weights: Weights) -> float | None:
    """Points earned / points possible x 100 over the factors in `names`, added in their order; None when
    none is known."""
    possible, earned = 0, 0.0
    for name in names:
        weight = weights[name]
        possible += weight
        earned += weight * parts[name][0]  # its share, by place: a trend asks for some hundred
    return 100 * earned / possible if possible else None


def assess(record: Record, on: date, policy: Policy) -> Health:
    """Health as of the end of a date."""
    return _health(record.at(on), on, policy, parts=None)


def assess_with_trend(record: Record, on: date, policy: Policy) -> tuple[Health, Trend]:
    """Health as of the end of a date, and how the score moved against each of the 30 days before; days
    before the account existed are left out. The factors of the date are looked at once for both."""
    parts = parts_by_day(record, max(on - days(30), record.account.exists_on), on, policy=policy)
    return _health(record.at(on), on, policy, parts=parts.get(on)), _moved(record, on, policy, parts=parts)


def _health(then: Record, on: date, policy: Policy, parts: Parts | None) -> Health:
    if then.account.status == "churned":
        return Health(on, None, "churned")
    parts = parts_on(then, on, policy) if parts is None else parts
    cap, cap_why = ceiling(then, on, policy)
    weights = weights_of(policy)
    confidence = sum(weights[n] for n in parts) / (sum(weights.values()) or 1)
    exact = exact_of(parts, parts, weights)
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
    return "watch" if score >= 50 or (in_rhythm and not _events(parts, weights_of(policy))) else "at risk"


def _happened(record: Record, event: str, after: date, on: date) -> bool:
    """Whether a new event came of something that happened: a contraction may also come of an old gain
    turning a year old."""
    return event != "contraction" or any(after < m.on <= on and m.is_loss for m in record.movements)


def _events(parts: Parts, weights: Weights) -> set[str]:
    """Of the factors that count: one that a setting leaves out has none."""
    return {part.event for name, part in parts.items() if part.event and weights[name]}


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


def fall(record: Record, on: date, policy: Policy) -> Trend:
    """The fall of the last 7 days alone, for looking through many accounts: its `change` is that of these
    days."""
    then = on - days(7)
    both = (then, on) if then >= record.account.exists_on else ()
    return _moved(record, on, policy, parts={day: parts_on(record, day, policy) for day in both})


def parts_by_day(record: Record, first: date, last: date, policy: Policy) -> dict[date, Parts]:
    """`parts_on` for each day of first..last: a factor is asked again only on a day on which its answer
    may be another one, and all of them on a day on which the record stood otherwise, and on the last,
    whose sentences are read."""
    turning: dict[date, list[Rule]] = defaultdict(list)
    always: list[Rule] = []
    for rule in factors.FACTORS:
        turns = rule.turns and rule.turns(record, first, last)
        if turns is None:
            always.append(rule)
        for day in turns or ():
            turning[day].append(rule)
    by_day: dict[date, Parts] = {}
    stood: Record | None = None
    known: Parts = {}
    for n in range((last - first).days + 1):
        day = first + days(n)
        then = record.at(day)
        every = then is not stood or day == last
        asked = factors.FACTORS if every else turning[day] + always if day in turning else always
        known, grew = known.copy(), False
        for rule in asked:
            part = rule.share(then, day, policy)
            if part is None:
                known.pop(rule.name, None)
            else:
                grew = grew or rule.name not in known
                known[rule.name] = part
        if grew:  # a new one stands last: back into the order of FACTORS
            known = {rule.name: known[rule.name] for rule in factors.FACTORS if rule.name in known}
        by_day[day] = known
        stood = then
    return by_day


def _moved(record: Record, on: date, policy: Policy, parts: Mapping[date, Parts]) -> Trend:
    if on not in parts or record.at(on).account.status == "churned":
        return Trend()
    today, weights = parts[on], weights_of(policy)
    now_score = exact_of(today, today, weights)
    moved: dict[date, float] = {}
    for then, before in parts.items():
        both = today if today.keys() == before.keys() else [name for name in today if name in before]
        then_score = exact_of(before, both, weights)
        if then < on and then_score is not None:
            moved[then] = ((now_score if both is today else exact_of(today, both, weights)) or 0) - then_score
    if not moved:
        return Trend()
    week_ago = on - days(7)
    behind = _behind(record, parts[week_ago], today, on, weights) if week_ago in parts else ()
    fell = round(-moved.get(week_ago, 0.0), 6)  # what floats add to exactly 10 is no fall
    return Trend(sum(moved.values()) / len(moved), fell, bool(behind), behind)


def _behind(record: Record, before: Parts, today: Parts, on: date, weights: Weights) -> tuple[str, ...]:
    """The factors that count, were known a week ago, earn less now, and tell of an event that did not stand
    then."""
    stood = _events(before, weights)
    return tuple(
        name
        for name, part in today.items()
        if part.event
        and part.event not in stood
        and weights[name]
        and name in before
        and part.share < before[name].share
        and _happened(record, part.event, on - days(7), on=on)
    )
