"""People at the customer: how many of them we know, the champion among them (source: DOMAIN, Health,
breadth)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ..context import Context, Reason
from ..parts import WINDOW, Part, looked_back
from ..phrase import Days, Phrase, count, say
from ..policy import Policy
from ..records import Contact, Record, Tier, days, within
from .notes import first_words

NEEDED: dict[Tier, int] = {"A": 3, "B": 2, "C": 1}  # people met in the window that bring every point


def breadth(record: Record, on: date, policy: Policy) -> Part | None:
    if not record.contacts:
        return None
    here = {c.id for c in record.contacts if c.here_on(on)}
    champions = {c.id for c in record.contacts if c.role == "champion" and c.in_role_on(on)}
    if gone := None if champions else lost_champion(record, on):
        return Part(0.0, _left(gone, on), say("find a new champion"), event="champion left")
    if not here:
        return Part(0.0, say("everybody on file left"), say("find out who is there now"))
    met_by, first = record.met_by, on - days(WINDOW)
    met = {c for c in here if c in met_by and within(met_by[c], first, on)}
    unmet = bool(champions) and champions.isdisjoint(met)
    return _of_people(len(met), len(here), record.account.tier, looked_back(record, on), unmet)


@lru_cache(maxsize=4096)
def _of_people(met: int, here: int, tier: Tier, span: int, champion_unmet: bool) -> Part:
    """Many accounts are alike in this, and each is on most days of a month."""
    need = min(NEEDED[tier], here)
    share = min(met / need, 1.0)
    why = _met(met, need, here, tier=tier, span=Days(span))
    if champion_unmet:
        why = say("{met}, not the champion", met=why) if met else why
        return Part(min(share, 0.5), why, say("talk to the champion"))
    return Part(share, why, None if share == 1 else say("talk to one more person there"))


def _left(champion: Contact, on: date) -> Phrase:
    name = first_words(champion.name, 60)
    if champion.here_on(on) and champion.moved_on:
        return say("{name} (champion) moved to another post on {on}", name=name, on=champion.moved_on)
    if champion.left_on is None:
        return say("{name} (champion) left", name=name)
    return say("{name} (champion) left on {on}", name=name, on=champion.left_on)


TOO_FEW: dict[
    Tier, tuple[str, str]
] = {  # what is said of one person met, and of more, where the tier takes more still
    "A": (
        "met 1 person (for an A it takes {need}) in {span}",
        "met {count} people (for an A it takes {need}) in {span}",
    ),
    "B": (
        "met 1 person (for a B it takes {need}) in {span}",
        "met {count} people (for a B it takes {need}) in {span}",
    ),
    "C": (
        "met 1 person (for a C it takes {need}) in {span}",
        "met {count} people (for a C it takes {need}) in {span}",
    ),
}


def _met(met: int, need: int, here: int, tier: Tier, span: Days) -> Phrase:
    """How many were met; where they are too few, how many it takes: of those on file, or of more for the
    tier."""
    if not met:
        return say("met nobody in {span}", span=span)
    if met == here:
        return count(
            "met the only person on file in {span}", "met everybody on file in {span}", here, span=span
        )
    if met >= need:
        return count("met 1 person in {span}", "met {count} people in {span}", met, span=span)
    if need == here:
        return say("met {met} of {here} people in {span}", met=met, here=here, span=span)
    return count(*TOO_FEW[tier], met, need=need, span=span)


def breadth_turns(record: Record, first: date, last: date) -> list[date]:
    """When one of them is met, or was last a window ago, comes, leaves or moves."""
    turning = [day for c in record.contacts for day in (c.added_on, c.left_on, c.moved_on) if day]
    gone = days(WINDOW + 1)
    for met_on in record.met_by.values():
        for n, day in enumerate(met_on, 1):
            counts_until = day + gone
            if counts_until < first:
                continue
            if n == len(met_on) or met_on[n] > counts_until:
                turning.append(counts_until)
            if n == 1 or met_on[n - 2] + gone <= day:
                turning.append(day)
            if day > last:
                break
    return turning


CHAMPION_LEFT = "champion left"  # its kind, in reasons and stored mornings


def lost_champion(record: Record, on: date) -> Contact | None:
    """The champion who left last or moved inside, as of a day, where there is no new one."""
    champions = [c for c in record.contacts if c.role == "champion" and c.known_on(on)]
    if not champions or any(c.in_role_on(on) for c in champions):
        return None
    return max(champions, key=lambda c: (c.gone_on or date.min, c.id), default=None)


@dataclass(frozen=True, slots=True)
class Unreplaced:
    """A champion who left an account, with nobody in their place yet."""

    account: str
    tier: Tier
    name: str
    left_on: date
    moved: bool = False
    """Inside the customer."""


def unreplaced(record: Record, on: date) -> Unreplaced | None:
    """As of a day, of an active account."""
    record = record.at(on)
    account, gone = record.account, lost_champion(record, on)
    if gone is None or gone.gone_on is None or account.stands(on) != "active":
        return None
    return Unreplaced(account.name, account.tier, gone.name, gone.gone_on, moved=gone.here_on(on))


def latest_first(gone: Iterable[Unreplaced | None]) -> tuple[Unreplaced, ...]:
    """A before B before C, who left last first."""
    there = [u for u in gone if u]
    return tuple(sorted(there, key=lambda u: (u.tier, -u.left_on.toordinal(), u.account)))


def champion_left(record: Record, on: date, context: Context) -> Reason | None:
    """Until there is a new champion: a task, who is next."""
    gone = lost_champion(record, on)
    if gone is None:
        return None
    name = first_words(gone.name, 60)
    if gone.here_on(on):
        return Reason(
            CHAMPION_LEFT,
            say("{name} (champion) moved to another post: who is next?", name=name),
            say("Who sees to it now that {name} has moved?", name=name),
        )
    return Reason(
        CHAMPION_LEFT,
        say("{name} (champion) left: who is next?", name=name),
        say("Who sees to it now that {name} has left?", name=name),
    )


RESHUFFLED = "reshuffled"  # its kind, in reasons and stored mornings
MONTHS = (1, 4)  # in which posts change hands
ASKED_FOR = days(365)  # after somebody left or moved


def unsucceeded(record: Record, on: date) -> list[Contact]:
    """Who left or moved inside within a year and nobody is known to have come after them, the last first.
    Whose role says nothing, of them nobody asks."""
    gone = [
        c
        for c in record.contacts
        if c.role != "other" and c.successor_id is None and c.known_on(on) and not c.in_role_on(on)
    ]
    recent = [c for c in gone if c.gone_on and on - c.gone_on <= ASKED_FOR]
    return sorted(recent, key=lambda c: (c.gone_on or date.min, c.id), reverse=True)


def reshuffled(record: Record, on: date, context: Context) -> Reason | None:
    """In April and January, when posts change hands."""
    gone = unsucceeded(record, on) if on.month in MONTHS else []
    if not gone:
        return None
    name, role = first_words(gone[0].name, 60), gone[0].role
    if gone[0].here_on(on):
        why = say("{name} ({role}) moved to another post: successor?", name=name, role=role)
    else:
        why = say("{name} ({role}) left: successor?", name=name, role=role)
    return Reason(RESHUFFLED, why, say("Who came after {name}, and what do they want to reach?", name=name))
