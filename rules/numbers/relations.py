"""What relationships return, who is loyal, and how much rests on few: ROR, concentration.

Source: DOMAIN, Revenue.
"""

from __future__ import annotations

from datetime import date

from ..loyal import PURCHASES, YEARS, loyal
from ..phrase import Money, count, say
from ..records import Record
from ..revenue import Missing
from .figure import COUNT, SHARE, Figure
from .team import Team

ROR = say(
    "Customers who bought again in the year (a purchase or new contract after an earlier one, a renewal, an "
    "expansion) or came by referral / customers helped: touched meaningfully, or bought anything."
)
TOUCHED = say("The same, of those who were touched meaningfully in the year.")
UNTOUCHED = say("The same, of those whom nobody reached: renewals by themselves are no relationship.")
CONCENTRATION = say("The fewest customers that make 80 % of the revenue a year / customers with revenue.")
LOYAL = say(
    "Active customers who bought on {often} days or more, or have been customers for {years} years or more.",
    often=PURCHASES,
    years=YEARS,
)
BOUGHT = frozenset({"purchase", "new"})
HELPED_BY = frozenset({"new", "expansion", "renewal"})


def relations(team: Team) -> list[Figure]:
    """ROR whole and split, concentration in each currency, how many are loyal."""
    return [*_ror(team), *_concentration(team), _loyal(team)]


def _loyal(team: Team) -> Figure:
    there = [x for c in team.active if (x := loyal(c.record, team.on))]
    often = sum(x.purchases >= PURCHASES for x in there)
    long = sum(x.years >= YEARS for x in there)
    inputs = (
        count("1 bought often", "{count} bought often", often),
        count("1 has stayed long", "{count} have stayed long", long),
    )
    return Figure("loyal", COUNT, len(there), LOYAL, inputs, part=len(there), whole=len(team.active))


def _ror(team: Team) -> list[Figure]:
    rows = [
        (is_touched(r, team), is_again(r, team)) for c in team.customers if is_helped(r := c.record, team)
    ]
    split = (
        ("ror", ROR, [again for _, again in rows]),
        ("ror_touched", TOUCHED, [again for touched, again in rows if touched]),
        ("ror_untouched", UNTOUCHED, [again for touched, again in rows if not touched]),
    )
    none = Missing(say("nobody was touched, and nobody bought, in the 12 months"))
    return [
        Figure(
            key,
            SHARE,
            sum(those) / len(those) if those else none,
            formula,
            (count("{again} of 1 customer", "{again} of {count} customers", len(those), again=sum(those)),),
            part=sum(those),
            whole=len(those),
        )
        for key, formula, those in split
    ]


def is_touched(record: Record, team: Team) -> bool:
    """Touched meaningfully in the year."""
    return any(team.in_year(day) for day in record.reached_on)


def is_helped(record: Record, team: Team) -> bool:
    """Touched meaningfully, or bought, renewed, began or grew in the year."""
    return is_touched(record, team) or any(
        team.in_year(m.on) and (m.kind in HELPED_BY or (m.kind == "purchase" and m.minor > 0))
        for m in record.movements
    )


def is_again(record: Record, team: Team) -> bool:
    """Bought again in the year, a renewal, an expansion, or a purchase or beginning after an earlier one
    (one that left and came back, a second service); or came by referral in it."""
    came = record.came_by_referral
    if came is not None and team.in_year(came):
        return True
    if any(team.in_year(m.on) and m.kind in {"renewal", "expansion"} for m in record.movements):
        return True
    began = first_bought(record)
    bought = (m.on for m in record.movements if m.kind in BOUGHT and m.minor > 0)
    return began is not None and any(team.in_year(day) and began < day for day in bought)


def first_bought(record: Record) -> date | None:
    """The day of the first purchase or beginning of recurring revenue."""
    return min((m.on for m in record.movements if m.minor > 0 and m.kind in BOUGHT), default=None)


def _concentration(team: Team) -> list[Figure]:
    by = dict[str, list[int]]()
    for customer in team.active:
        if customer.annual and customer.annual.minor > 0:
            by.setdefault(customer.annual.currency, []).append(customer.annual.minor)
    own = team.policy.currency
    if not by:
        none = Missing(say("no revenue a year is on file"))
        return [Figure("concentration", SHARE, none, CONCENTRATION, currency=own)]
    figures = []
    for currency in sorted(by, key=lambda c: (c != own, c)):
        few, all_of = fewest(by[currency]), len(by[currency])
        whole = say("{money} a year in all", money=Money(sum(by[currency]), currency))
        inputs = (count("{few} of 1 customer", "{few} of {count} customers", all_of, few=few), whole)
        figures.append(
            Figure(
                "concentration",
                SHARE,
                few / all_of,
                CONCENTRATION,
                inputs,
                currency=currency,
                part=few,
                whole=all_of,
            )
        )
    return figures


def fewest(amounts: list[int]) -> int:
    """How many of the largest make at least 80 % of the sum."""
    made, whole = 0, sum(amounts)
    for taken, amount in enumerate(sorted(amounts, reverse=True), 1):
        made += amount
        if 5 * made >= 4 * whole:
            return taken
    return len(amounts)
