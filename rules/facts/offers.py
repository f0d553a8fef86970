"""What we sell now: at most so many at once, and one that nobody bought for a year is asked about. Source:
DOMAIN, Segments (the upsell plan's offer)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..access import Caller
from ..names import normalise
from ..phrase import Phrase, say
from ..records import days
from .entries import Wrong
from .offer import Offer

MOST = 12
"""Offers that may be active at once."""
NAME = 80
"""Characters of an offer's name."""
FIELD = 300
"""Characters of the help gained, and of what marketing sends."""
UNSOLD_FOR = 365  # days
ASKED_AGAIN = 91  # days after somebody said that it stays


def active(those: Iterable[Offer]) -> list[Offer]:
    """Those that are sold now, by name."""
    return sorted((o for o in those if o.is_active), key=lambda o: (o.name.casefold(), o.id))


def full(those: Iterable[Offer]) -> Phrase | None:
    """Why no more may be active, with the list of those that are; None while there is room."""
    there = active(those)
    if len(there) < MOST:
        return None
    return say(
        "{count} offers are active already, and no more may be: {names}. Retire one first.",
        count=len(there),
        names=", ".join(o.name for o in there),
    )


def offer_error(name: str, since_on: date | None, today: date, others: Sequence[Offer]) -> Wrong | None:
    """What keeps an offer, as somebody filled it in, from being stored beside `others`: (field, sentence)."""
    if not normalise(name):
        return "name", say("What is it called?")
    there = next((o for o in others if normalise(o.name) == normalise(name)), None)
    if there and there.is_active:
        return "name", say("“{name}” is an offer already.", name=there.name)
    if there:
        return "name", say("“{name}” was retired: bring it back in the list.", name=there.name)
    if since_on and not date(1990, 1, 1) <= since_on <= today:
        return "since_on", say("Choose today or a day before.")
    return None


def unsold_since(offer: Offer, sold_on: date | None, on: date) -> date | None:
    """Since when nobody bought an active one, where that is a year and nobody said lately that it stays;
    None otherwise. `sold_on`: when it was last sold."""
    since = max((d for d in (offer.since_on, sold_on) if d), default=None)
    if not offer.is_active or since is None or (on - since).days < UNSOLD_FOR:
        return None
    if offer.kept_on and on < offer.kept_on + days(ASKED_AGAIN):
        return None
    return since


def may_change_offers(caller: Caller) -> Phrase | None:
    """Whether somebody may say what we sell."""
    if caller.person.leads or caller.person.is_admin:
        return None
    return say("Managers and admins say what we sell.")


def fits(typed: str, those: Iterable[Offer]) -> Offer | None:
    """The offer that a text names; None where it is free text."""
    key = normalise(typed)
    return next((o for o in those if key and normalise(o.name) == key), None)
