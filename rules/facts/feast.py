"""A feast as a value, its days, and which are greeted in which country, as admins type it: `KR: Chuseok,
Seollal`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ..calendar import holiday_named
from ..language.countries import code_of
from ..phrase import Phrase, say
from .templates import lines_of

NEW_YEAR = "New Year"
FEASTS: Mapping[str, Callable[[int], date | None]] = {
    "Chuseok": lambda year: holiday_named("Chuseok", "KR", year),
    "Seollal": lambda year: holiday_named("Korean New Year", "KR", year),
    "Obon": lambda year: date(year, 8, 13),
    NEW_YEAR: lambda year: date(year, 1, 1),
}
"""The day of each in a year."""
OTHERS = "others"
"""In the setting: every country that no line names, and accounts without one."""


class Feast(NamedTuple):
    """A feast of a year, and its day."""

    name: str
    on: date

    @property
    def key(self) -> str:
        """By which greetings for it are known."""
        return f"{self.name.replace(' ', '').lower()}-{self.on.year}"


def feast_of(name: str, on: date) -> Feast | None:
    """The feast that a button names; None for what is none."""
    return Feast(name, on) if name in FEASTS and FEASTS[name](on.year) == on else None


@lru_cache(maxsize=1024)
def greeted_in(text: str, country: str) -> tuple[str, ...]:
    """The feasts of a country by the setting; a line that can't be read is left out."""
    lines = dict(line for typed in lines_of(text) if (line := _line(typed)))
    return lines.get(code_of(country) or OTHERS, lines.get(OTHERS, ()))


def feasts_error(text: str, setting: Phrase | str) -> Phrase | None:
    """What is wrong with the setting, and in which line; None when it can be read. One without a line
    greets nobody."""
    there = set[str]()
    for typed in lines_of(text):
        line = _line(typed)
        if line is None:
            return say(
                "{setting}, “{line}”: a country (or others) and its feasts, such as: KR: Chuseok, Seollal. "
                "Known are {known}.",
                setting=setting,
                line=typed[:60],
                known=", ".join(FEASTS),
            )
        if line[0] in there:
            return say("{setting}: {country} stands there twice.", setting=setting, country=line[0])
        there.add(line[0])
    return None


def _line(typed: str) -> tuple[str, tuple[str, ...]] | None:
    where, parted, named = typed.partition(":")
    country = OTHERS if where.strip().casefold() == OTHERS else code_of(where)
    known = {name.casefold(): name for name in FEASTS}
    feasts = [known.get(name.strip().casefold(), "") for name in named.split(",")]
    return (country, tuple(feasts)) if parted and country and all(feasts) else None
