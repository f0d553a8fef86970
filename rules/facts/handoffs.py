"""An account passing to its next expert: who may, what is wrong with it, the receiver's first touch, what
went well.

The owner stays the giver until the receiver accepts; a manager may move an account within their own tree at
once. Source: DOMAIN, Words, handoff; Coverage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..access import Caller
from ..appearances import ignored, returns_on
from ..calendar import add_working_days
from ..context import Context, Reason
from ..phrase import Days, Phrase, say
from ..records import Person, Record
from .introduced import EXPIRED, LEFT, Handoff
from .touch import Touch

FACT = "introduced"  # its kind, in reasons and stored mornings
WAITS, ASKS = "handoff", "handoff question"  # what waits for the receiver's tap, and for the giver's
GREET_WITHIN = 5  # working days after it was accepted
FIELD = 1000
"""Characters of a warning, a question, an answer."""
WELL = 3
ANOTHER_WAY = say("The account went another way meanwhile.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """One that begins: `by_id` introduces `receiver` for the account that `giver_id` owns, on their own date
    `on`; `landmines`: what they warn of."""

    account_id: int
    giver_id: int
    by_id: int
    receiver: Person
    landmines: str
    on: date


def waiting(record: Record, on: date) -> Handoff | None:
    """The one that was under way at the end of a day. One whose ground is gone (the account was churned, or
    not the giver's; its receiver left us) is over before anybody ended it."""
    standing = record.standing(on)
    owner = standing.owner_id if standing else record.account.owner_id
    if standing and standing.status == "churned":
        return None
    going = (h for h in reversed(record.handoffs) if h.open_on(on) and h.giver_id == owner)
    return next((h for h in going if h.became or h.void != LEFT), None)


def to_greet(record: Record, on: date) -> Handoff | None:
    """The one by which the account came to its owner, while their first touch is still to come. One they
    made before they accepted, beside the giver, is the first."""
    taken = next((h for h in reversed(record.handoffs) if h.taken and h.ended_on and h.ended_on <= on), None)
    standing = record.standing(on)
    owner = standing.owner_id if standing else record.account.owner_id
    if taken is None or taken.receiver_id != owner or _greeted(record, taken, on):
        return None
    return taken


def _greeted(record: Record, handoff: Handoff, on: date) -> bool:
    return any(t.by_id == handoff.receiver_id and t.meaningful for t in record.between(handoff.since_on, on))


def greet_by(accepted_on: date, receiver: Person) -> date:
    """The last day for the receiver's first touch."""
    return add_working_days(accepted_on, GREET_WITHIN, receiver.workdays)


def last_for(first: date, receiver: Person) -> date:
    """The last day for a first touch that comes up on a day."""
    return add_working_days(first, GREET_WITHIN - 1, receiver.workdays)


def comes_up(last: date, receiver: Person) -> date:
    """The day on which a first touch comes up that is due by a day."""
    return add_working_days(last, 1 - GREET_WITHIN, receiver.workdays)


def wants(record: Record, on: date) -> date | None:
    """The working day after it was accepted, until the first touch; of many that came together the day that
    is this one's, so that they don't come at once. Once shown, it returns as any appearance does. None where
    it comes with its own cadence (no day was set)."""
    handoff = to_greet(record, on)
    if handoff is None or handoff.ended_on is None or handoff.greet_by is None:
        return None
    next_day = add_working_days(handoff.ended_on, 1, record.owner.workdays)
    day = max(next_day, comes_up(handoff.greet_by, record.owner))
    heard = record.last_told == FACT and record.last_told_on is not None and day <= record.last_told_on
    if any(shown >= day for shown in ignored(record)):
        day = max(day, returns_on(record) or day)
    if heard and record.account.not_needed_until:
        day = max(day, record.account.not_needed_until)
    return day


def first_touch(record: Record, on: date, context: Context) -> Reason | None:
    """A new expert whose first touch is still to come."""
    handoff = to_greet(record, on)
    if handoff is None or handoff.ended_on is None or handoff.greet_by is None:
        return None
    who, since, by = handoff.receiver, handoff.ended_on, handoff.greet_by
    if on > by:
        late = Days((on - by).days)
        why = say(
            "{who} is the next expert since {since}, the first touch is {late} late.",
            who=who,
            since=since,
            late=late,
        )
    else:
        why = say("{who} is the next expert since {since}: first touch by {by}.", who=who, since=since, by=by)
    return Reason(FACT, why, say("What works well today that should stay as it is?"), about=handoff.id)


def went_well(record: Record, on: date) -> list[Touch]:
    """The newest touches that brought the customer something and left them no worry, of the last year; the
    happy ones first."""
    good = [t for t in record.touches if t.on <= on and (on - t.on).days <= 365 and t.value_adding and t.note]
    good = [t for t in good if t.sentiment != "worried"]
    return sorted(good, key=lambda t: t.sentiment != "happy")[:WELL]


def may_move(caller: Caller, owner_id: int, receiver_id: int | None = None) -> bool:
    """Whether this person may move an account at once: an admin, or a manager within their own tree."""
    if caller.person.is_admin:
        return True
    within = owner_id in caller.under and (receiver_id is None or receiver_id in caller.under)
    return caller.person.leads and within


def may_receive(person: Person, handoff: Handoff) -> Phrase | None:
    """Whether it is this person who was introduced."""
    return None if person.id == handoff.receiver_id else say("Only whom it waits for can answer it.")


def may_answer(person: Person, handoff: Handoff) -> Phrase | None:
    """Whether what was asked back is this person's to answer: the giver, and whoever introduced for them."""
    if person.id in {handoff.giver_id, handoff.by_id}:
        return None
    return say("Only whom it waits for can answer it.")


def introduce_error(
    receiver: Person | None, owner_id: int, under_way: Handoff | None, status: str
) -> Phrase | None:
    """Why somebody can't be the next expert, as a sentence; None when they can."""
    if receiver is None:
        return say("Choose who.")
    if status == "churned":
        return say("That account is churned: there is nobody to introduce anybody to.")
    if receiver.id == owner_id:
        return say("That account is theirs already.")
    if not receiver.active:
        return say("{person} is no longer active.", person=receiver.name)
    return stands_already(under_way) if under_way else None


def stands_already(handoff: Handoff) -> Phrase:
    return say(
        "{receiver} was introduced on {on} and has not accepted yet. Withdraw that first.",
        receiver=handoff.receiver,
        on=handoff.since_on,
    )


def meanwhile(handoff: Handoff) -> Phrase:
    """A button that is no longer true, by what became of it."""
    on, who = handoff.ended_on or handoff.since_on, handoff.receiver
    if handoff.taken:
        return say("{who} is the next expert already, since {on}.", who=who, on=on)
    if handoff.became == LEFT:
        return say("That introduction ended on {on}: {who} is no longer active.", on=on, who=who)
    if handoff.became == EXPIRED and handoff.unanswered:
        return say("What {who} asked was not answered in time: that introduction is over.", who=who)
    if handoff.became == EXPIRED:
        return say("Nobody accepted in time: the account stays with {giver}.", giver=handoff.giver)
    if handoff.void and not handoff.became:
        return ANOTHER_WAY
    return say("That introduction was taken back on {on}.", on=on)
