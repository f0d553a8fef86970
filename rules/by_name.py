"""Whose figures their managers see by name, as admins type it by country: `US: by name`. Unset is team only:
in some countries figures of a person need an agreement.

What somebody did well is told by name everywhere (rules/bell.py), and whose an account is: neither is a
figure. Their own figures everybody sees.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from .facts.templates import lines_of
from .language.countries import code_of
from .phrase import Phrase, say
from .records import Person

BY_NAME, TEAM_ONLY = "by name", "team only"
OTHERS = "others"
"""In the setting: every country that no line names, and people without one."""
ALONE = say(
    "Figures of one person are not shown in their country, unless an admin says so in the settings: "
    "“Figures by person”. `/digest` shows the team's."
)


@lru_cache(maxsize=1024)
def _says(text: str, country: str) -> str:
    lines = dict(line for typed in lines_of(text) if (line := _line(typed)))
    return lines.get(code_of(country) or OTHERS, lines.get(OTHERS, TEAM_ONLY))


def by_name(person: Person, text: str) -> bool:
    """Whether a person's figures are shown to their managers; `text` is the setting."""
    return _says(text, person.country) == BY_NAME


def named(people: Iterable[Person], text: str, reader: int | None) -> frozenset[int]:
    """Of these people those whose figures somebody may read: by the setting, and one's own."""
    return frozenset(p.id for p in people if p.id == reader or by_name(p, text))


def refused_alone(of: Person, tree: Iterable[int], text: str, reader: int) -> Phrase | None:
    """Why the figures of one person, who leads nobody, are not shown; None where they are."""
    alone = not set(tree) - {of.id}
    return ALONE if alone and of.id != reader and not by_name(of, text) else None


def by_name_error(text: str, setting: Phrase | str) -> Phrase | None:
    """What is wrong with the setting, and in which line; None when it can be read."""
    there = set[str]()
    for typed in lines_of(text):
        line = _line(typed)
        if line is None:
            return say(
                "{setting}, “{line}”: a country (or others) and by name or team only, such as: US: by name",
                setting=setting,
                line=typed[:60],
            )
        if line[0] in there:
            return say("{setting}: {country} stands there twice.", setting=setting, country=line[0])
        there.add(line[0])
    return None


def _line(typed: str) -> tuple[str, str] | None:
    where, parted, how = typed.partition(":")
    country = OTHERS if where.strip().casefold() == OTHERS else code_of(where)
    shown = " ".join(how.split()).casefold()
    return (country, shown) if parted and country and shown in (BY_NAME, TEAM_ONLY) else None
