"""What it costs to win, keep and grow customers, from the costs that are set and the minutes that were
logged. Source: DOMAIN, Revenue.

Costs that are set for the whole workspace are shared out by active accounts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ..costs import Costs
from ..facts.movement import Movement
from ..facts.touch import Touch
from ..facts.upsell import WON
from ..loyal import treats_cost
from ..phrase import Money, Phrase, Share, count, say
from ..records import days
from ..revenue import Missing, by_currency
from .figure import MONEY, RATIO, Figure, needs
from .team import Team

EXPANSION = frozenset({"expansion"})
EXPLORES = frozenset({"explored_need", "challenged"})
"""Purposes of touches that are work on selling more."""

ACQUIRE = say("As it is set: what one new account costs.")
KEEP = say(
    "(hours logged with them in the year x cost of an hour + events, training, surveys + treats) / active "
    "customers."
)
UPSELL = say(
    "(cost of selling more + hours of touches that explored a need or challenged x cost of an hour) / "
    "times that more was sold in the year: expansions, and upsell plans won where none is on file."
)
CAC = say("Sales and marketing spend / new and expanded recurring revenue of the year.")


def spent(team: Team) -> list[Figure]:
    """To acquire, to keep, to upsell, and the CAC ratio; money in the workspace's currency."""
    return [_acquire(team.costs, team.policy.currency), _keep(team), _upsell(team), _cac(team)]


def _acquire(costs: Costs, currency: str) -> Figure:
    value = needs({"acquire": costs.acquire}) or float(costs.acquire or 0)
    return Figure("acquire", MONEY, value, ACQUIRE, currency=currency)


def _touches(team: Team) -> list[Touch]:
    """What was logged in the year with accounts that are theirs, served ones among them."""
    return [t for r in team.records for t in r.touches if team.in_year(t.on)]


def _hours(touches: Iterable[Touch]) -> float:
    return sum(t.minutes for t in touches) / 60


def _time(touches: list[Touch], hour: int, currency: str) -> Phrase:
    """Hours, and which part of them nobody gave."""
    minutes = sum(t.minutes for t in touches)
    estimated = sum(t.minutes for t in touches if t.estimated)
    return say(
        "{hours} hours at {hour} ({estimated} of them estimated)",
        hours=round(minutes / 60),
        hour=Money(hour, currency),
        estimated=Share(estimated / minutes if minutes else 0.0),
    )


def _share(team: Team, name: Phrase, cost: int) -> Phrase:
    money = Money(round(cost * team.part), team.policy.currency)
    if team.part == 1.0:
        return say("{name}: {money}", name=name, money=money)
    return say(
        "{name}: {money}, by {active} of {all} active accounts",
        name=name,
        money=money,
        active=len(team.active),
        all=team.everybody,
    )


def _keep(team: Team) -> Figure:
    costs, currency, active = team.costs, team.policy.currency, len(team.active)
    touches = _touches(team)
    value: float | Missing
    inputs: list[Phrase] = []
    if why := needs({"hour": costs.hour, "keep": costs.keep}):
        value = why
    elif not active:
        value = Missing(say("no active customer"))
    else:
        hour, keep = costs.hour or 0, costs.keep or 0
        treats, said = _treats(team)
        value = round((_hours(touches) * hour + keep * team.part + treats) / active)
        inputs = [_time(touches, hour, currency), _share(team, EVENTS, keep), *said]
        inputs.append(count("1 active customer", "{count} active customers", active))
    return Figure("keep", MONEY, value, KEEP, tuple(inputs), currency=currency, whole=active)


def _treats(team: Team) -> tuple[int, list[Phrase]]:
    """What treats of the year cost in the workspace's currency, and what is said of it: those without a cost,
    or a rate, are left out."""
    spent = unknown = 0
    left = defaultdict[str, int](int)
    for record in team.records:
        treated = treats_cost(record, team.since + days(1), team.on)
        unknown += treated.unknown
        for code, minor in treated.costs.items():
            own = team.policy.in_reporting_currency(minor, code)
            spent += own or 0
            if own is None:
                left[code] += minor
    said = [say("treats: {money}", money=Money(spent, team.policy.currency))] if spent else []
    if unknown:
        said.append(count("1 treat without a cost", "{count} treats without a cost", unknown))
    return spent, said + [_without_a_rate(Money(left[code], code)) for code in sorted(left)]


def _without_a_rate(money: Money) -> Phrase:
    return say("left out, without a rate: {money}", money=money)


EVENTS, SELLING, SPEND = (say("events, training, surveys"), say("selling more"), say("sales and marketing"))


def _moves(team: Team, kinds: frozenset[str]) -> list[Movement]:
    """Movements above 0 of these kinds in the year."""
    return [
        m for r in team.records for m in r.movements if m.kind in kinds and m.minor > 0 and team.in_year(m.on)
    ]


def _won(team: Team) -> int:
    """Upsell plans won in the year at accounts without an expansion in it: a plan and the expansion that came
    of it are one sale."""
    return sum(
        plan.step == WON and plan.closed_on is not None and team.in_year(plan.closed_on)
        for r in team.records
        if not any(m.kind in EXPANSION and m.minor > 0 and team.in_year(m.on) for m in r.movements)
        for plan in r.upsells
    )


def _upsell(team: Team) -> Figure:
    costs, currency = team.costs, team.policy.currency
    touches = [t for t in _touches(team) if t.purpose in EXPLORES]
    grew, won = len(_moves(team, EXPANSION)), _won(team)
    sold = grew + won
    value: float | Missing
    inputs: list[Phrase] = []
    if why := needs({"hour": costs.hour, "upsell": costs.upsell}):
        value = why
    elif not sold:
        value = Missing(say("nothing more was sold in the 12 months"))
    else:
        hour, upsell = costs.hour or 0, costs.upsell or 0
        value = round((_hours(touches) * hour + upsell * team.part) / sold)
        inputs = [_share(team, SELLING, upsell), _time(touches, hour, currency)]
        inputs.append(count("1 expansion", "{count} expansions", grew))
        if won:
            inputs.append(count("1 plan won without one", "{count} plans won without one", won))
    return Figure("upsell", MONEY, value, UPSELL, tuple(inputs), currency=currency, whole=sold)


def _cac(team: Team) -> Figure:
    """What is earned in currencies without a rate is no part of it, and that is said."""
    costs, currency = team.costs, team.policy.currency
    sums = by_currency(_moves(team, frozenset({"new", "expansion"})), team.policy)
    earned = sum(m.minor for m in sums.get(currency, ()))
    value: float | Missing
    inputs: list[Phrase] = []
    if why := needs({"spend": costs.spend}):
        value = why
    elif not earned:
        value = Missing(say("no new or expanded recurring revenue in the 12 months"))
    else:
        value = (costs.spend or 0) * team.part / earned
        inputs = [_share(team, SPEND, costs.spend or 0)]
        inputs.append(say("new and expanded: {money} a year", money=Money(earned, currency)))
    for other in sorted(sums.keys() - {currency}):
        inputs.append(_without_a_rate(Money(sum(m.minor for m in sums[other]), other)))
    return Figure("cac", RATIO, value, CAC, tuple(inputs), currency=currency)
