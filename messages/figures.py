"""How figures are told: each with its name, its value in the reader's way or what is missing, and of which
part of the revenue it is."""

from __future__ import annotations

from collections.abc import Sequence

from rules.numbers.figure import COUNT, MONEY, RATIO, SHARE, YEARS, Figure
from rules.revenue import Missing

from .blocks import escape
from .words import Viewer, fine

NAMES = {
    "nrr": "NRR, revenue kept with growth",
    "nrr_without": "NRR without the largest expansion",
    "grr": "GRR, revenue kept without growth",
    "churn": "Customers lost in the year",
    "churn_month": "Customers lost a month",
    "clv": "What a customer is worth (CLV)",
    "clv_better": "CLV with 5 points more retention",
    "clv_entry": "CLV with the entry price first",
    "clv_yearly": "CLV with the yearly price from the start",
    "acquire": "To win one",
    "keep": "To keep one a year",
    "upsell": "To sell more, once",
    "cac": "CAC ratio",
    "tenure": "Customers for",
    "gained": "Customers gained",
    "lost": "Customers lost",
    "lost_cost": "What the lost brought a year",
    "ror": "Return on relationships (ROR)",
    "ror_touched": "ROR of those whom somebody reached",
    "ror_untouched": "ROR of those whom nobody reached",
    "concentration": "Customers that make 80 % of the revenue",
    "loyal": "Loyal customers",
}
"""Every figure, as it is called where it stands by itself."""


def value(figure: Figure, viewer: Viewer) -> str:
    """A figure's value; what is missing, where it has none. Not escaped."""
    if isinstance(figure.value, Missing):
        return viewer.plain(figure.value.why)
    if figure.kind == SHARE:
        return fine(figure.value)
    if figure.kind == MONEY:
        return viewer.money(round(figure.value), figure.currency)
    if figure.kind == YEARS:
        return f"{figure.value:.1f} years"
    return f"{figure.value:.2f}" if figure.kind == RATIO else f"{round(figure.value):,}"


def bold(figure: Figure, viewer: Viewer) -> str:
    """The value to be seen first; what is missing is said in plain."""
    said = escape(value(figure, viewer))
    return f"_{said}_" if isinstance(figure.value, Missing) else f"*{said}*"


def part_of(figure: Figure, those: Sequence[Figure], viewer: Viewer) -> str:
    """Of which part of the revenue it is, where there are several: "Purchases, in EUR without a rate"."""
    kinds = {f.basis for f in those} - {""}
    said = [figure.basis.capitalize()] if figure.basis and len(kinds) > 1 else []
    if figure.currency and figure.currency != viewer.currency:
        said.append(f"in {figure.currency} without a rate")
    text = ", ".join(said)
    return text[:1].upper() + text[1:]


def unit(figure: Figure) -> str:
    """What a value in a file is counted in."""
    return {SHARE: "share", MONEY: "money", YEARS: "years", RATIO: "to 1", COUNT: "customers"}[figure.kind]
