"""What they asked us: its days, its reason to call, what is wrong with one, who answers it.

A request moves no cadence and costs no health (source: DOMAIN, Words; Nudges).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, time

from ..access import Caller, may_change
from ..appearances import wanted_on
from ..calendar import add_working_days
from ..context import Context, Reason
from ..phrase import Phrase, count, say
from ..records import Record
from .entries import Entry, Wrong
from .notes import first_words
from .requested import Request

FACT = "request"  # its kind, in reasons and stored mornings
AFTER = 1  # working days that it may be open before it wants a place of its own
ASKED_FIRST = 0  # in the answers of an entry: the one that is open longest, whichever that is
FIELD = 300
"""Characters of a request."""
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])", re.ASCII)


def open_requests(record: Record, on: date) -> list[Request]:
    """Those that were open at the end of a day, the first asked first."""
    return in_order(r for r in record.requests if r.open_on(on))


def in_order(requests: Iterable[Request]) -> list[Request]:
    """The first asked first."""
    return sorted(requests, key=lambda r: (r.asked_on, r.id))


def wants(record: Record, on: date) -> date | None:
    """The day on which the open one that was asked first has been open for a working day. Once it was shown,
    it returns as any appearance does; after a touch that did not answer it, it rests as after one."""
    if not record.requests:
        return None
    workdays = record.owner.workdays
    there = (r for r in record.requests if r.open_on(on))
    days_of = (add_working_days(r.read_on(workdays), AFTER, workdays) for r in there)
    return min((wanted_on(record, day, FACT, on) for day in days_of), default=None)


def request_open(record: Record, on: date, context: Context) -> Reason | None:
    """The one that is open longest."""
    request = next(iter(open_requests(record, on)), None)
    if request is None:
        return None
    text, waited = named(request), request.waited(on, record.owner.workdays)
    if waited:
        why = count(
            "they asked “{request}” on {on}, not answered for {count} working day.",
            "they asked “{request}” on {on}, not answered for {count} working days.",
            waited,
            request=text,
            on=request.asked_on,
        )
    else:
        why = say("they asked “{request}” on {on}, not answered yet.", request=text, on=request.asked_on)
    return Reason(FACT, why, say("Is that all you need to know, or is more behind it?"), about=request.id)


def named(request: Request) -> str:
    """What was asked, in a line; a text whose time has passed is gone."""
    return first_words(request.text, 120) or "a request"


def wrong(entry: Entry, today: date) -> Wrong | None:
    """Who came to us may want an answer, and one of ours may be it."""
    if entry.wants_answer and entry.direction != "inbound":
        return "request", say("They ask when they come to us: say whose move it was.")
    if entry.answers and entry.direction != "outbound":
        return "request", say("An answer is a move of ours: say whose move it was.")
    if (entry.request_text or entry.request_clock) and not (entry.wants_answer or entry.answers):
        return "request", say("Say whether they want an answer, or this is it.")
    if entry.request_clock and clock_of(entry.request_clock) is None:
        return "request_clock", NO_CLOCK
    return None


NO_CLOCK = say("A time of day such as 9:40 or 16:05.")


def clock_of(typed: str) -> time | None:
    """A time of day as it is typed; None when it is none."""
    match = _CLOCK.fullmatch(typed.strip())
    return time(int(match[1]), int(match[2])) if match else None


def form_error(
    asked_on: date | None, answered_on: date | None, clocks: tuple[str, str], today: date
) -> Wrong | None:
    """What is wrong with the form of one by hand: (field, sentence); None when nothing is."""
    if asked_on is None or asked_on > today:
        return "asked_on", say("On which day did they ask? It can't lie ahead.")
    if answered_on is not None and not asked_on <= answered_on <= today:
        return "answered_on", say("It was answered between the day it was asked and today.")
    for field, typed in zip(("asked_clock", "answered_clock"), clocks, strict=True):
        if typed and clock_of(typed) is None:
            return field, NO_CLOCK
    asked_at, answered_at = map(clock_of, clocks)
    if answered_at and answered_on is None:
        return "answered_on", say("On which day was it answered?")
    if asked_at and answered_at and asked_on == answered_on and answered_at < asked_at:
        return "answered_clock", say("That is before they asked.")
    return None


def may_answer(caller: Caller, request: Request, owner_id: int, team: Collection[int]) -> Phrase | None:
    """Whether somebody may say what became of it: whoever logged it, and who may change the account."""
    if request.by_id == caller.id or may_change(caller, owner_id, team) is None:
        return None
    return say(
        "Only whoever logged it, the account's owner, its team and their managers can say what became of it."
    )
