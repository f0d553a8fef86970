"""What it costs to win, keep and grow customers, and what is charged, as admins type it: `hour 60`, a line
each. A line that is not there is None: a figure that needs it says so, and is never 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.numbers import get_currency_precision

from .facts.templates import lines_of
from .language.numbers import major
from .phrase import Phrase, say

DISCOUNT = 0.10
"""A year; where no line says another."""
SHARES = ("margin", "discount")


@dataclass(frozen=True, slots=True)
class Costs:
    """Amounts in minor units of the workspace's currency, shares with 1.0 for 100 %; None where nobody said
    it. An `hour` of ours; `acquire` one new account; `keep` (events, training, surveys), `upsell` and
    `spend` (sales and marketing) are a year's; `entry` is charged in the first year, `yearly` in later ones.
    """

    hour: int | None = None
    acquire: int | None = None
    keep: int | None = None
    upsell: int | None = None
    spend: int | None = None
    entry: int | None = None
    yearly: int | None = None
    margin: float | None = None
    discount: float = DISCOUNT


NAMES: Mapping[str, Phrase] = {
    "hour": say("cost of an hour"),
    "acquire": say("cost of a new account"),
    "keep": say("cost of events, training, surveys"),
    "upsell": say("cost of selling more"),
    "spend": say("sales and marketing spend"),
    "margin": say("margin"),
    "discount": say("discount"),
    "entry": say("entry price"),
    "yearly": say("yearly price"),
}
"""Each line that may stand there, as a figure that misses it names it: "missing: … (settings)"."""


@lru_cache(maxsize=256)
def costs_of(text: str, currency: str) -> Costs:
    """The costs that a setting says, in a currency; a line that can't be read is left out."""
    lines = dict(line for typed in lines_of(text) if (line := _line(typed)))
    digits = int(get_currency_precision(currency or "USD"))
    read: dict[str, Any] = {
        name: float(value / 100) if name in SHARES else round(value.scaleb(digits))
        for name, value in lines.items()
    }
    return Costs(**read)


def costs_error(text: str, setting: Phrase | str) -> Phrase | None:
    """What is wrong with the setting, and in which line; None when it can be read."""
    there = set[str]()
    for typed in lines_of(text):
        line = _line(typed)
        if line is None:
            return say(
                "{setting}, “{line}”: a name and an amount from 0 up, such as: hour 60, or margin 70 %. "
                "Known are {known}.",
                setting=setting,
                line=typed[:60],
                known=", ".join(NAMES),
            )
        if line[0] in there:
            return say("{setting}: {name} stands there twice.", setting=setting, name=line[0])
        there.add(line[0])
    return None


def _line(typed: str) -> tuple[str, Decimal] | None:
    """A line's name, and its amount in major units or its per cent."""
    name, _, said = typed.replace(":", " ").replace("=", " ").strip().partition(" ")
    name, share = name.casefold(), said.rstrip().endswith("%")
    value = major(said.rstrip().removesuffix("%"))
    if name not in NAMES or value is None or (share and name not in SHARES):
        return None
    if name in SHARES and (value > 100 or (not share and 0 < value <= 1)):
        return None  # 0.7 may mean 70 % or less than one
    return name, value


def share_of(text: str) -> float | None:
    """The margin of an account as a file gave it, as a share: 0.45 is 45 %, and so is 45; None where there
    is none, or nobody can tell what it means."""
    try:
        value = float(text)
    except ValueError:
        return None
    if -1 <= value <= 1:
        return value
    return value / 100 if -100 <= value <= 100 else None
