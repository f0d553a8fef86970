"""What we said we would deliver: its share of health, its days, its reason to call, who says what became of
it.

A promise moves no cadence (source: DOMAIN, Words; Health; Nudges).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ..access import Caller, may_change
from ..appearances import wanted_on
from ..calendar import on_or_after_working_day
from ..context import Context, Reason
from ..parts import Part, each_day
from ..phrase import Days, Phrase, count, say
from ..policy import Policy
from ..records import Record
from .entries import MOST_AHEAD, Entry, Wrong
from .notes import first_words
from .promised import Promise

FACT = "promise"  # its kind, in reasons and stored mornings
WORST = 15  # days late: more than 14 earn nothing
MOST = 3  # overdue at once: so many earn nothing
NONE_LATE = Part(1.0, say("no promise overdue"))
FIELD = 300
"""Characters of a promise."""


def open_promises(record: Record, on: date) -> list[Promise]:
    """Those that were open at the end of a day, the first due first."""
    return sorted((p for p in record.promises if p.open_on(on)), key=lambda p: (p.due_as_of(on), p.id))


def promises(record: Record, on: date, policy: Policy) -> Part | None:
    """Full when none is overdue; none with one over 14 days late, or 3 overdue; the worse of the two
    between, each linear. Unknown until one was recorded."""
    if not any(p.made_by(on) for p in record.promises):
        return None
    late = [(n, p) for p in record.promises if (n := p.late_on(on))]
    if not late:
        return NONE_LATE
    longest, worst = max(late, key=lambda x: (x[0], -x[1].id))
    share = max(min(1 - longest / WORST, 1 - len(late) / MOST), 0.0)
    why = count(
        "“{promise}” {late} late",
        "{count} promises overdue, “{promise}” by {late}",
        len(late),
        promise=named(worst),
        late=Days(longest),
    )
    return Part(share, why, say("keep what was promised, or agree on a new date"), event="promise overdue")


def promises_turns(record: Record, first: date, last: date) -> list[date]:
    """When one is made, moved or closed, and each day of its lateness until it can't count for less."""
    if not record.promises:
        return []
    made = min(p.promised_on or date.min for p in record.promises)  # since then it is known
    turning = [made] if first <= made <= last else []
    for p in record.promises:
        closed_on = p.closed_on
        dues = {p.first_on, p.due_on, *(on for _, on in p.moved)} if p.moved else {p.first_on, p.due_on}
        if min(dues) >= last or (closed_on and (closed_on < first or closed_on <= min(dues))):
            continue  # not late on any of these days
        acts = (p.promised_on, closed_on, *(day for day, _ in p.moved))
        turning += (day for day in acts if day and first <= day <= last)
        for due in dues:
            turning += each_day(due, WORST, first, min(closed_on or last, last))
    return turning


def wants(record: Record, on: date) -> date | None:
    """The day of the open promise that comes first, moved to a working day. Once it was shown, it returns
    as any appearance does; after a touch that did not settle it, it rests as after one appearance."""
    return min((_wants(record, p, on) for p in record.promises if p.open_on(on)), default=None)


def _wants(record: Record, promise: Promise, on: date) -> date:
    day = on_or_after_working_day(promise.due_as_of(on), record.owner.workdays)
    return wanted_on(record, day, FACT, on)


def promise_due(record: Record, on: date, context: Context) -> Reason | None:
    """A promise that is overdue, or due today."""
    promise = next(iter(open_promises(record, on)), None)
    if promise is None or (due := promise.due_as_of(on)) > on:
        return None
    text, late = named(promise), promise.late_on(on)
    if late:
        why = say("promised “{promise}” for {on}, {late} late.", promise=text, on=due, late=Days(late))
        return Reason(FACT, why, say("What would help you most until it is there?"), about=promise.id)
    why = say("promised “{promise}” for today.", promise=text)
    return Reason(FACT, why, say("Who should have it, and in which form?"), about=promise.id)


def named(promise: Promise) -> str:
    """What was promised, in a line; a text whose time has passed is gone."""
    return first_words(promise.text, 120) or "a promise"


def wrong(entry: Entry, today: date) -> Wrong | None:
    """A promise that is made with a touch is something by some day."""
    if entry.promise_text and not entry.promise_on:
        return "promise_on", say("By when did you promise it?")
    if entry.promise_on and not entry.promise_text:
        return "promise_text", say("What did you promise by then?")
    if entry.promise_on and not entry.on <= entry.promise_on <= today + MOST_AHEAD:
        return "promise_on", say("Choose a day from that of the touch on, within ten years.")
    return None


def may_answer(caller: Caller, promise: Promise, owner_id: int, team: Collection[int]) -> Phrase | None:
    """Whether somebody may say what became of it: whoever promised, and who may change the account."""
    if promise.by_id == caller.id or may_change(caller, owner_id, team) is None:
        return None
    return say(
        "Only whoever promised it, the account's owner, its team and their managers can say what became of "
        "it."
    )


def move_error(on: date | None, promise: Promise, today: date) -> Phrase | None:
    """Why a date can't be the new one, as a sentence; None when it can."""
    if on is None:
        return say("By which day?")
    if on < today or on > today + MOST_AHEAD:
        return say("Choose today or a day to come, within ten years.")
    return say("That is the date that it has.") if on == promise.due_on else None
