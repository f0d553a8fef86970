"""Which of their people a manager named, by a part of the name."""

from __future__ import annotations

from collections.abc import Sequence

from .access import Caller
from .names import normalise
from .phrase import Phrase, say
from .records import Person

NAMED = 10
"""People that a sentence names at most."""


FIGURES = say("the digest shows the figures of your own team")


def one_of_mine(
    typed: str, people: Sequence[Person], caller: Caller, why: Phrase = FIGURES
) -> Person | Phrase:
    """The one person below the caller (themselves included) whom the words name: by e-mail, whole name, or
    the beginning of any word of it. Else a sentence: several, none, or somebody who is not below them (`why`
    that matters)."""
    hits = [p for p in people if _named(p, typed)]
    mine = [p for p in hits if p.id in caller.under]
    whole = [p for p in mine if normalise(p.name) == normalise(typed) or p.email == typed.strip().lower()]
    if len(mine) == 1 or len(whole) == 1:
        return (whole or mine)[0]
    if mine:
        return say("Which of them: {people}? Type a little more of the name.", people=_listed(mine))
    if hits:
        return say("{person} is not one of your people: {why}.", person=hits[0].name, why=why)
    team = [p for p in people if p.id in caller.under and p.id != caller.id and p.active]
    if not team:
        return say("None of your people is called “{typed}”.", typed=typed[:60])
    return say(
        "None of your people is called “{typed}”. There are: {people}.",
        typed=typed[:60],
        people=_listed(team),
    )


def _named(person: Person, typed: str) -> bool:
    if person.email == typed.strip().lower():
        return True
    key = normalise(typed.strip().removeprefix("@"))
    return bool(key) and f" {normalise(person.name)}".find(f" {key}") >= 0


def _listed(people: Sequence[Person]) -> Phrase | str:
    names = ", ".join(p.name for p in people[:NAMED])
    more = len(people) - NAMED
    return say("{names} and {more} more", names=names, more=more) if more > 0 else names
