"""Movements of revenue."""

from __future__ import annotations

from collections.abc import Iterator

from rules.facts.movement import MOVEMENTS

from ..records import R
from .cells import AMOUNT, CURRENCY, DATE, ID, as_decimal, one_of
from .known import Known
from .noun import Column, Noun
from .rows import Problem, Rows


def _below_zero(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    """A purchase below 0 is a refund; of every other movement the kind gives the sign."""
    kind, amount = REVENUE.place["kind"], REVENUE.place["amount"]
    for number, row in f.where(lambda columns: any(a.startswith("-") for a in columns[amount].cells())):
        if row[amount].startswith("-") and row[kind] != "purchase" and (as_decimal(row[amount]) or 0) < 0:
            what = (
                f"is below 0: only a purchase can be (a refund); the amount of a {row[kind] or 'movement'} "
                "is positive."
            )
            yield number, Problem(f.file, f.lines[number], "amount", value=row[amount], what=what)


REVENUE = Noun(
    "revenue",
    R,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("on", DATE, required=True),
        Column("kind", one_of(MOVEMENTS), required=True),
        Column("amount", AMOUNT, required=True, currency="currency"),
        Column("currency", CURRENCY),
        Column("service"),
        Column("external_id", ID),
    ),
    one="movement",
    id_word="r",
    of_many=True,
    look=_below_zero,
)
