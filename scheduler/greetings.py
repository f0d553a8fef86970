"""Feasts that a morning names, once each: those whose list is open and holds somebody to greet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from rules.facts.feast import Feast, feast_of
from rules.facts.feasts import near, opens_on, presses
from storage import feasts

from .reader import Reader

if TYPE_CHECKING:
    from .beside import Planned


def to_name(of: Planned) -> list[tuple[str, str]]:
    """The feasts that the morning of a day names, for the accounts of those whom its reader covers, too."""
    policy, workdays, on = of.ws.policy, of.person.own_days, of.at.today
    open_now = near(on, policy, workdays)
    if not open_now:
        return []
    since, owners = min(opens_on(f, policy, workdays) for f in open_now), [of.person.id, *of.covers]
    told = feasts.named(of.session, of.ws.id, of.person.id, since, on, of.covers)
    fresh = [f for f in open_now if (f.name, f.on.isoformat()) not in told]
    there = feasts.open_of(of.session, of.ws.id, owners, fresh, policy, on)
    return [(f.name, f.on.isoformat()) for f, _ in there]


def as_they_stand(
    to: Reader, held: Sequence[tuple[str, str]], stored: Mapping[str, Any]
) -> list[tuple[Feast, int]]:
    """The feasts that a message names, with how many accounts are still to be greeted."""
    named = [f for name, day in held if (f := feast_of(name, date.fromisoformat(day)))]
    owners = [to.person.id, *stored.get("covers", ())]
    return feasts.open_of(to.session, to.ws.id, owners, named, to.ws.policy, to.today)


def press(to: Reader, shown: Sequence[tuple[Feast, int]]) -> bool:
    """Whether one of them is worth a message that holds nothing else."""
    return any(presses(f, to.today, to.ws.policy, to.person.own_days) for f, _ in shown)
