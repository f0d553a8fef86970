"""What a customer lacks: its day, its reason to call, what of it can be stored, who may put it right.

A need moves no cadence and counts in no health (source: DOMAIN, Words, need; Nudges).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from ..access import Caller, may_change
from ..appearances import wanted_on
from ..calendar import on_or_after_working_day
from ..context import Context, Reason
from ..language.numbers import major
from ..phrase import Money, Phrase, say
from ..policy import digits, is_currency
from ..records import Record, days
from .entries import Entry, Wrong
from .needed import CLOSED, EXPLORED, HEARD, LOST, OFFERED, STATUSES, Need
from .notes import first_words

FACT = "need"  # its kind, in reasons and stored mornings
FIELD = 300
"""Characters of a need, and of what would fit."""
AHEAD = days(90)
"""Before the day from which it is right, in which one with a budget is a reason to call."""
MOST_AHEAD = days(3660)

ASK = {
    HEARD: say("What does it cost you today that you don't have it?"),
    EXPLORED: say("What would an offer have to hold for you to say yes?"),
    OFFERED: say("What still speaks against our offer?"),
}


def open_needs(those: Iterable[Need], on: date) -> list[Need]:
    """Those that were heard and neither won nor lost by the end of a day: with a budget first, then what is
    right soonest, then what was heard first."""
    there = (n for n in those if n.open_on(on))
    return sorted(there, key=lambda n: (n.budget is None, n.right_on or date.max, n.heard_on, n.id))


def need_unmet(record: Record, on: date, context: Context) -> Reason | None:
    """One whose day came, and since when nobody took it up; else one with a budget, unless it is right only
    later than AHEAD."""
    there = open_needs(record.needs, on)
    came = [n for n in there if _came(n, record, on)]
    paid = [n for n in there if n.budget is not None and (n.right_on is None or n.right_on <= on + AHEAD)]
    need = next(iter(came or paid), None)
    if need is None:
        return None
    why = _why(need, on, context.policy.currency)
    return Reason(FACT, why, ASK[need.status_on(on)], about=need.id)


def _why(need: Need, on: date, currency: str) -> Phrase:
    text, right = named(need).rstrip("."), need.right_on
    if need.budget is None:
        if right is None or right > on:
            return say("they need “{need}”.", need=text)
        return say("they need “{need}”, right from {on} on.", need=text, on=right)
    money = Money(need.budget, need.currency or currency)
    if right is None:
        return say("they need “{need}”, with a budget of {budget}.", need=text, budget=money)
    return say(
        "they need “{need}”, with a budget of {budget}, right from {on} on.",
        need=text,
        budget=money,
        on=right,
    )


def named(need: Need) -> str:
    """What it is, in a line; a text whose time has passed is gone."""
    return first_words(need.text, 120) or "a need"


def _came(need: Need, record: Record, on: date) -> bool:
    """Whether its day is reached, and nobody took it up since: by a next status, or a touch that explored
    needs."""
    day = need.right_on
    if day is None or day > on:
        return False
    day = max(day, need.heard_on)
    if any(taken and day <= taken <= on for taken in (need.explored_on, need.offered_on)):
        return False
    return not any(t.purpose == "explored_need" for t in record.reached_between(day, on))


def wants(record: Record, on: date) -> date | None:
    """The day from which an open one is right, moved to a working day; the earliest that nobody took up."""
    there = (n for n in record.needs if n.open_on(on) and _waits(n, record, on))
    return min((_wants(n, record, on) for n in there), default=None)


def _waits(need: Need, record: Record, on: date) -> bool:
    return need.right_on is not None and (need.right_on > on or _came(need, record, on))


def _wants(need: Need, record: Record, on: date) -> date:
    first = max(need.right_on or need.heard_on, need.heard_on)
    return wanted_on(record, on_or_after_working_day(first, record.owner.workdays), FACT, on)


# what is filled in -----------------------------------------------------------------------------------------
def need_error(need: Need, budget: str, on: date | None, today: date) -> Wrong | None:
    """What keeps a need, as somebody filled it in, from being stored: (field, sentence). `budget` as typed,
    in major units; `on`: since when it stands so."""
    if not need.text:
        return "text", say("What do they lack?")
    if budget and amount_of(budget, need.currency) is None:
        return "budget", say("An amount from 0 up, in whole units: 20000.")
    if need.currency and not is_currency(need.currency):
        return "currency", say("That is no currency: its three letters, such as USD.")
    if need.right_on and not date(1990, 1, 1) <= need.right_on <= today + MOST_AHEAD:
        return "right_on", say("That day is too far away to be right.")
    if need.status not in STATUSES:
        return "status", say("How far is it?")
    if on is None or not date(1990, 1, 1) <= on <= today:
        return "since", say("Choose today or a day before.")
    if need.status != HEARD and on < need.heard_on:
        return "since", say("It was heard on {heard}: choose that day or a later one.", heard=need.heard_on)
    if need.status == LOST and not need.why:
        return "why", say("Why was it lost? One line is enough.")
    return None


def amount_of(typed: str, currency: str) -> int | None:
    """An amount in major units, as typed ("20000", "20,000.50", "20k"), in minor units of a currency; None
    when it is none."""
    amount = major(typed)
    return int(amount.scaleb(digits(currency))) if amount is not None else None


def paid(typed: str, own: str) -> Money | None:
    """A budget as typed in one field, "20k" in one's `own` currency or "20000 EUR"; None when it is none."""
    amount, _, last = typed.strip().rpartition(" ")
    currency = last.upper() if amount and is_currency(last.upper()) else ""
    minor = amount_of(amount if currency else typed, currency or own)
    return None if minor is None else Money(minor, currency or own)


def wrong(entry: Entry, today: date) -> Wrong | None:
    """A need that is noted with a touch says what they lack."""
    if not entry.need_text and (entry.need_budget or entry.need_right):
        return "need_text", say("What do they lack?")
    if entry.need_budget and paid(entry.need_budget, "USD") is None:
        return "need_budget", say("An amount from 0 up, in whole units: 20000, or 20000 EUR.")
    if entry.need_right and not date(1990, 1, 1) <= entry.need_right <= today + MOST_AHEAD:
        return "need_right", say("That day is too far away to be right.")
    return None


def may_put_right(caller: Caller, by_id: int, owner_id: int, team: Collection[int]) -> Phrase | None:
    """Whether somebody may change a need or a goal: whoever noted it, and who may change the account."""
    if by_id == caller.id or may_change(caller, owner_id, team) is None:
        return None
    return say("Only whoever noted it, the account's owner, its team and their managers can change it.")


def next_status(need: Need) -> str:
    """What an open one becomes by one tap; empty for one that is closed."""
    after = STATUSES.index(need.status) + 1
    return "" if need.status in CLOSED else STATUSES[after]
