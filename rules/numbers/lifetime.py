"""What a customer is worth in ten years, and what it would be worth if more stayed, or the first year cost
less. Source: DOMAIN, Revenue, CLV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..phrase import Money, Phrase, Share, count, say
from ..revenue import Missing, Retention
from .figure import MONEY, NO_MARGIN, Figure, needs
from .team import Customer, Team, margin_of

YEARS = 10
POINTS = 0.05
"""What if so many more of a hundred stayed."""

CLV = say(
    "The sum over {years} years of m x (r / (1 + d))^t, t from 0 on. m: revenue a year x margin, the mean of "
    "active customers; r: the share that stays a year; d: discount.",
    years=YEARS,
)
BETTER = say("The same with 5 points more of r, at most 100 %.")
ENTRY = say("The same for one customer who pays the entry price in the first year, the yearly one later.")
YEARLY = say("The same for one customer who pays the yearly price from the start.")


@dataclass(frozen=True, slots=True)
class Worth:
    """What CLV rests on in a currency. `margin`: the mean one, by revenue; `stays`: r; `mean`: m, in minor
    units; `own` of `known` customers have a margin of their own, of `left_out` revenue or margin is not
    known, of `partly` what some that are served through them bring in another currency."""

    mean: float | Missing
    margin: float | None
    stays: float | Missing
    discount: float
    known: int = 0
    own: int = 0
    left_out: int = 0
    partly: int = 0


def lifetime(mean: float, stays: float, discount: float, years: int = YEARS) -> float:
    """The sum over t = 0 to years - 1 of mean x (stays / (1 + discount))^t."""
    return sum(mean * (stays / (1 + discount)) ** t for t in range(years))


def worths(team: Team, parts: Sequence[Retention]) -> dict[str, Worth]:
    """By currency, the workspace's first; there is always one of it."""
    own = team.policy.currency
    active = team.active
    named = sorted({c.annual.currency for c in active if c.annual} | {own}, key=lambda c: (c != own, c))
    return {currency: _worth(team, active, parts, currency) for currency in named}


def _worth(team: Team, active: Sequence[Customer], parts: Sequence[Retention], currency: str) -> Worth:
    known = [c for c in active if c.annual and c.annual.currency == currency]
    earns = [
        (c.annual.minor, margin)
        for c in known
        if c.annual and (margin := margin_of(c, team.costs)) is not None
    ]
    unknown = sum(c.annual is None for c in active)
    revenue = sum(annual for annual, _ in earns)
    profit = sum(annual * margin for annual, margin in earns)
    return Worth(
        profit / len(earns) if earns else _no_mean(known),
        profit / revenue if revenue else team.costs.margin,
        _stays(parts, currency),
        team.costs.discount,
        known=len(earns),
        own=sum(c.record.account.margin is not None for c in known),
        left_out=len(known) - len(earns) + unknown,
        partly=sum(c.is_part for c in known),
    )


def _no_mean(known: Sequence[Customer]) -> Missing:
    none = say("no active customer has revenue a year on file")
    return NO_MARGIN if known else Missing(none)


def _stays(parts: Sequence[Retention], currency: str) -> float | Missing:
    """The share of customers that stayed the year, of the recurring part where there is one."""
    mine = [r for r in parts if r.currency == currency]
    with_cohort = [r for r in mine if r.cohort] or mine
    part = next((r for r in with_cohort if r.basis == "recurring"), next(iter(with_cohort), None))
    if part is None or not part.cohort:
        why = part.nrr if part and isinstance(part.nrr, Missing) else None
        return why or Missing(say("no revenue of 12 months ago is on file"))
    return 1 - part.lost / part.cohort


def clv(team: Team, parts: Sequence[Retention]) -> list[Figure]:
    """What a customer is worth, now and if more stayed, in each currency that customers bring; and by the two
    prices."""
    of = worths(team, parts)
    figures = []
    brought = {c.annual.currency for c in team.active if c.annual} or {team.policy.currency}
    for currency, w in of.items():
        if currency not in brought:
            continue
        figures += [
            Figure("clv", MONEY, _value(w, 0.0), CLV, inputs(w, currency), currency=currency),
            Figure("clv_better", MONEY, _value(w, POINTS), BETTER, currency=currency),
        ]
    own = of[team.policy.currency]
    entry, yearly = by_price(own, team.costs.entry, team.costs.yearly)
    return [
        *figures,
        Figure("clv_entry", MONEY, entry, ENTRY, currency=team.policy.currency),
        Figure("clv_yearly", MONEY, yearly, YEARLY, currency=team.policy.currency),
    ]


def _value(w: Worth, points: float) -> float | Missing:
    if isinstance(w.mean, Missing):
        return w.mean
    if isinstance(w.stays, Missing):
        return w.stays
    return round(lifetime(w.mean, min(w.stays + points, 1.0), w.discount))


def with_points(w: Worth, points: float) -> float | Missing:
    """What a customer is worth if so many more stayed a year (0.05: 5 of a hundred), in minor units."""
    return _value(w, points)


def by_price(
    w: Worth, entry: int | None, yearly: int | None, points: float = 0.0
) -> tuple[float | Missing, float | Missing]:
    """What a customer is worth who pays `entry` in the first year and `yearly` later, and one who pays
    `yearly` from the start: prices in minor units, the same margin and r."""
    if entry is None or yearly is None:
        gone = needs({"entry": entry, "yearly": yearly}) or NO_MARGIN
        return gone, gone
    if w.margin is None:
        return NO_MARGIN, NO_MARGIN
    if isinstance(w.stays, Missing):
        return w.stays, w.stays
    whole = lifetime(yearly * w.margin, min(w.stays + points, 1.0), w.discount)
    return round(whole - (yearly - entry) * w.margin), round(whole)


def inputs(w: Worth, currency: str) -> tuple[Phrase, ...]:
    """What CLV was computed from, as far as it is known."""
    said = []
    if not isinstance(w.mean, Missing):
        mean = Money(round(w.mean), currency)
        said.append(
            count(
                "m {mean}: the mean of 1 customer, {own} with a margin of its own",
                "m {mean}: the mean of {count} customers, {own} with a margin of their own",
                w.known,
                mean=mean,
                own=w.own,
            )
        )
    if w.margin is not None:
        said.append(say("margin {margin}, by revenue", margin=Share(w.margin)))
    if not isinstance(w.stays, Missing):
        said.append(say("r {stays}", stays=Share(w.stays)))
    said.append(say("d {discount}", discount=Share(w.discount)))
    if w.left_out:
        one, many = (
            "1 customer of unknown revenue or margin left out",
            "{count} customers of unknown revenue or margin left out",
        )
        said.append(count(one, many, w.left_out))
    if w.partly:
        one = "of 1 customer what is served through it brings without a rate is left out"
        many = (
            "of {count} customers what is served through them brings in currencies without a rate is left out"
        )
        said.append(count(one, many, w.partly))
    return tuple(said)
