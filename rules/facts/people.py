"""People at the customer: how many of them we know, the champion among them (source: DOMAIN, Health, breadth)."""

from __future__ import annotations

from datetime import date

from ..parts import WINDOW, Part, looked_back, window_turns
from ..phrase import Phrase, in_days, say
from ..policy import Policy
from ..records import Record, Tier, days


def breadth(record: Record, on: date, policy: Policy) -> Part | None:
    if not record.contacts:
        return None
    here = {c.id: c for c in record.contacts if c.here_on(on)}
    champions = {c.id for c in here.values() if c.role == "champion"}
    if not champions and any(c.role == "champion" and not c.here_on(on) for c in record.contacts):
        return Part(0.0, say("the champion left"), say("find a new champion"), "champion left")
    if not here:
        return Part(0.0, say("everybody on file left"), say("find out who is there now"))
    met = {c for t in record.between(on - days(WINDOW), on) if t.outcome == "reached" for c in t.contact_ids} & here.keys()
    need = min({"A": 3, "B": 2, "C": 1}[record.account.tier], len(here))
    share = min(len(met) / need, 1.0)
    why = _met(len(met), need, len(here), record.account.tier, looked_back(record, on))
    if champions and not champions & met:
        why = say(why.template + ", not the champion", *why.values) if met else why
        return Part(min(share, 0.5), why, say("talk to the champion"))
    return Part(share, why, None if share == 1 else say("talk to one more person there"))


def _met(met: int, need: int, here: int, tier: Tier, span: int) -> Phrase:
    """How many were met; where they are too few, how many it takes: of those on file, or of more for the tier."""
    if not met:
        return in_days("met nobody in", span)
    if met == here:
        return in_days("met the only person on file in" if here == 1 else "met everybody on file in", span)
    people = "met 1 person" if met == 1 else "met {0} people"
    if met >= need:
        return in_days(f"{people} in", span, met)
    if need == here:
        return in_days("met {0} of {1} people in", span, met, here)
    an = "an" if tier == "A" else "a"
    return in_days(f"{people} (for {an} {{1}} it takes {{2}}) in", span, met, tier, need)


def breadth_turns(record: Record, first: date, last: date) -> list[date]:
    return window_turns(record.reached_on, first, last) + [day for c in record.contacts for day in (c.added_on, c.left_on) if day]
