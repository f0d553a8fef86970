"""What is kept of revenue and of customers in a year: NRR, GRR, logo churn a year and a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..phrase import Money, Phrase, count, say
from ..revenue import Missing, Retention, retentions
from .figure import SHARE, Figure
from .team import Team

NRR = say("What the customers of a year ago bring now / what they brought then. New customers count nothing.")
GRR = say("The same without growth: of each customer at most what it brought then.")
WITHOUT = say("NRR without the largest single expansion.")
CHURN = say("Customers of a year ago that bring nothing any more, or are marked churned / all of them.")
MONTH = say("1 - (1 - the share lost in a year)^(1/12): the same loss each month.")


def retention_of(team: Team) -> tuple[Retention, ...]:
    return retentions(team.records, team.ours, team.on, team.policy)


def kept(parts: Sequence[Retention]) -> list[Figure]:
    """Each part of the revenue by itself: recurring and purchases, each currency without a rate."""
    return [figure for part in parts for figure in _part(part)]


def _part(r: Retention) -> list[Figure]:
    def figure(key: str, value: float | Missing, formula: Phrase, *inputs: Phrase) -> Figure:
        return Figure(key, SHARE, value, formula, inputs, basis=r.basis, currency=r.currency)

    if isinstance(r.nrr, Missing) or isinstance(r.grr, Missing):
        why = r.nrr if isinstance(r.nrr, Missing) else r.grr
        named = (("nrr", NRR), ("grr", GRR), ("churn", CHURN), ("churn_month", MONTH))
        return [figure(key, why, formula) for key, formula in named]
    then = say("then {money}", money=Money(r.start, r.currency))
    now = say("now {money}", money=Money(r.end, r.currency))
    same = say("of it no growth {money}", money=Money(r.kept, r.currency))
    cohort = count("{lost} of 1 customer lost", "{lost} of {count} customers lost", r.cohort, lost=r.lost)
    lost, part, whole = r.lost / r.cohort, r.lost, r.cohort
    figures = [figure("nrr", r.nrr, NRR, now, then)]
    if r.nrr_without_largest is not None:
        largest = say("{name}'s expansion", name=r.largest_name)
        without = figure("nrr_without", r.nrr_without_largest, WITHOUT, largest)
        figures.append(replace(without, name=r.largest_name))
    return [
        *figures,
        figure("grr", r.grr, GRR, same, then),
        replace(figure("churn", lost, CHURN, cohort), part=part, whole=whole),
        replace(figure("churn_month", monthly(lost), MONTH, cohort), part=part, whole=whole),
    ]


def monthly(yearly: float) -> float:
    """A yearly loss as that of each month: 31 % a year are 3 % a month. Source: DOMAIN, Revenue, context."""
    return float(1 - (1 - yearly) ** (1 / 12))
