"""Loyal customers whom nobody thanked or treated in 12 months; what of a thank-you or treat can be stored.
Source: DOMAIN, Nudges, reasons: loyal and not thanked in 12 months."""

from __future__ import annotations

from datetime import date

from ..context import Context, Reason
from ..loyal import PURCHASES, Loyal, is_past, loyal
from ..phrase import Phrase, say
from ..policy import is_currency
from ..records import Record
from .entries import Wrong
from .needs import amount_of
from .thanked import KINDS, Thanks

THANKED, TREATED = "not thanked", "not treated"  # kinds of reasons, about the account itself
FIELD = 300
"""Characters of how, or what."""


def not_thanked(record: Record, on: date, context: Context) -> Reason | None:
    """Loyal, and nobody thanked them in 12 months."""
    there = loyal(record, on)
    if there is None or not is_past(there.thanked_on, on):
        return None
    if there.thanked_on is None:
        why = say("{loyal}, and no thank-you is on file.", loyal=_loyal(there))
    else:
        why = say("{loyal}, last thanked on {on}.", loyal=_loyal(there), on=there.thanked_on)
    return Reason(THANKED, why, say("What made you stay with us?"), about=record.account.id)


def not_treated(record: Record, on: date, context: Context) -> Reason | None:
    """Loyal, and they got no treat in 12 months: an upgrade, a place at an event."""
    there = loyal(record, on)
    if there is None or not is_past(there.treated_on, on):
        return None
    if there.treated_on is None:
        why = say("{loyal}, and no treat is on file: a place at an event?", loyal=_loyal(there))
    else:
        why = say(
            "{loyal}, last treat on {on}: a place at an event?", loyal=_loyal(there), on=there.treated_on
        )
    ask = say("Which of our events or services would be worth your time?")
    return Reason(TREATED, why, ask, about=record.account.id)


def _loyal(there: Loyal) -> Phrase:
    """As it is said of them: by what they bought where that makes them loyal, else by years."""
    if there.purchases >= PURCHASES:
        return say("loyal (bought on {bought} days)", bought=there.purchases)
    return say("loyal ({years} years)", years=there.years)


def thanks_error(to: Thanks, on: date | None, cost: str, today: date) -> Wrong | None:
    """What keeps a thank-you or a treat, as somebody filled it in, from being stored: (field, sentence).
    `cost` as typed, in major units."""
    if to.kind not in KINDS:
        return "kind", say("A thank-you, or which treat?")
    if to.is_treat and not to.text:
        return "text", say("What did they get?")
    if on is None or not date(1990, 1, 1) <= on <= today:
        return "on", say("Choose today or a day before.")
    if cost and amount_of(cost, to.currency) is None:
        return "cost", say("An amount from 0 up, in whole units: 250.")
    if to.currency and not is_currency(to.currency):
        return "currency", say("That is no currency: its three letters, such as USD.")
    return None
