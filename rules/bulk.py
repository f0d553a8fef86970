"""Many accounts changed at once by who manages their owners: which, what is done with them, what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .access import Caller
from .editing import Edit, Values
from .phrase import Phrase, count, say
from .records import TIERS, Person

MOST = 100
"""Accounts in one act."""
PAUSE, RETIER, GIVE = "pause", "tier", "give"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts; what is empty leaves all. `silent_for`: days without contact, more than."""

    tier: str = ""
    owner_id: int | None = None
    industry: str = ""
    silent_for: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An account that is meant; `silent_for` None when it was never touched."""

    id: int
    name: str
    tier: str
    owner_id: int
    owner: str
    silent_for: int | None = None


@dataclass(frozen=True, slots=True)
class Doing:
    """What is done with all of them: paused until a day and why, another tier and why, given to somebody."""

    what: str = ""
    until: date | None = None
    why: str = ""
    tier: str = ""
    to: int | None = None


def may_bulk(caller: Caller) -> Phrase | None:
    if caller.person.leads or caller.person.is_admin:
        return None
    return say("Only managers and admins do that, for accounts of their people.")


def doing_error(doing: Doing, caller: Caller, to: Person | None, today: date) -> tuple[str, Phrase] | None:
    """What is missing, by field."""
    if doing.what == PAUSE:
        if doing.until is None or doing.until <= today:
            return "until", say("Choose a day to come.")
        return None if doing.why else ("why", say("Why? One line is enough."))
    if doing.what == RETIER:
        return None if doing.tier in TIERS else ("to_tier", say("Which tier?"))
    if doing.what == GIVE:
        if to is None or not to.active:
            return "to", say("Who takes them?")
        if to.id not in caller.under and not caller.person.is_admin:
            return "to", say("You give accounts to your own people, or take them.")
        return None
    return "what", say("What is to be done with them?")


def edit_of(doing: Doing, before: Values) -> Edit:
    """The change of one account, of what is so already nothing."""
    after: Values = {}
    if doing.what == PAUSE and doing.until:
        after = {"status": "paused", "paused_until": doing.until.isoformat(), "status_reason": doing.why}
    elif doing.what == RETIER:
        after = {"tier": doing.tier}
    elif doing.what == GIVE:
        after = {"owner_id": doing.to}
    after = {c: v for c, v in after.items() if before.get(c) != v}
    why = doing.why if "tier" in after else ""
    return Edit({c: before.get(c) for c in after}, after, why=why)


def preview(those: Sequence[Found], doing: Doing) -> Phrase:
    """What will be done, in a sentence."""
    by_tier = Counter(f.tier for f in those)
    tiers = ", ".join(f"{by_tier[t]} {t}" for t in TIERS if by_tier[t])
    if doing.what == PAUSE and doing.until:
        return count(
            "{count} account ({tiers}) will be paused: nobody is nudged until {until}.",
            "{count} accounts ({tiers}) will be paused: nobody is nudged until {until}.",
            len(those),
            tiers=tiers,
            until=doing.until,
        )
    if doing.what == RETIER and doing.tier:
        moved = sum(f.tier != doing.tier for f in those)
        return count(
            "{count} account will be {tier}; the others are.",
            "{count} accounts will be {tier}; the others are.",
            moved,
            tier=doing.tier,
        )
    if doing.what == GIVE:
        return count(
            "{count} account ({tiers}) will go to whom you choose, who hears of it.",
            "{count} accounts ({tiers}) will go to whom you choose, who hears of it.",
            len(those),
            tiers=tiers,
        )
    return count("{count} account ({tiers}).", "{count} accounts ({tiers}).", len(those), tiers=tiers)
