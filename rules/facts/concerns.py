"""What a customer is unhappy about: its share of health, its days, its reason to call, who closes the loop.

An open one sets the cadence a step faster (source: DOMAIN, Words; Cadence; Health; Nudges).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from ..access import Caller, may_change
from ..appearances import wanted_on
from ..calendar import on_or_after_working_day
from ..context import Context, Reason
from ..parts import Part, each_day
from ..phrase import Days, Phrase, count, say
from ..records import Record, days
from .entries import Entry, Wrong
from .notes import first_words
from .raised import KINDS, Concern

FACT = "concern"  # its kind, in reasons and stored mornings
WORST = 8  # days open: more than 7 earn nothing
WAITS = days(2)  # until it wants a place in the morning
SOON = 7  # days to a closed loop that is praised
NONE_OPEN = Part(1.0, say("no concern open"))
FIELD = 300
"""Characters of a concern."""
DONE_FIELD = 1000
"""Characters of what was done about it."""


def open_concerns(record: Record, on: date) -> list[Concern]:
    """Those that were open at the end of a day, the longest first."""
    if not record.concerns:
        return []
    return sorted((c for c in record.concerns if c.open_on(on)), key=lambda c: (c.raised_on, c.id))


def unsettled(record: Record, on: date) -> Part | None:
    """Full when none is open; none when one is for more than 7 days; linear between, by the longest. Unknown
    until one was recorded."""
    there = open_concerns(record, on)
    if not there:
        return NONE_OPEN if any(c.raised_on <= on for c in record.concerns) else None
    longest = there[0]
    open_for = (on - longest.raised_on).days
    share = max(1 - (open_for + 1) / (WORST + 1), 0.0)
    return Part(share, stands(longest, on, len(there)), say("close the loop"), event="concern")


def turns(record: Record, first: date, last: date) -> list[date]:
    """When one is raised or closed, and each day until it can't count for less."""
    turning = list[date]()
    for c in record.concerns:
        turning += each_day(c.raised_on, WORST, first, min(c.closed_on or last, last))
        turning += (day for day in (c.raised_on, c.closed_on) if day and first <= day <= last)
    return turning


def stands(concern: Concern, on: date, of: int = 1) -> Phrase:
    """What it is about and how long it is open; `of`: so many are."""
    about = concern.kind if concern.kind != "other" else ""
    open_for = Days((on - concern.raised_on).days)
    if open_for.count == 0:
        return _since_today(about, of)
    if of > 1 and about:
        return say(
            "{count} concerns open, one about {about} for {open}", count=of, about=about, open=open_for
        )
    if of > 1:
        return say("{count} concerns open, one for {open}", count=of, open=open_for)
    if about:
        return say("concern about {about} open {open}", about=about, open=open_for)
    return say("concern open {open}", open=open_for)


def _since_today(about: str, of: int) -> Phrase:
    if of > 1:
        return say("{count} concerns open, all since today", count=of)
    return say("concern about {about} since today", about=about) if about else say("concern since today")


def wants(record: Record, on: date) -> date | None:
    """The second day of the open concern that waits longest, moved to a working day."""
    return min((_wants(record, c, on) for c in open_concerns(record, on)), default=None)


def _wants(record: Record, concern: Concern, on: date) -> date:
    day = on_or_after_working_day(concern.raised_on + WAITS, record.owner.workdays)
    return wanted_on(record, day, FACT, on)


def concern_open(record: Record, on: date, context: Context) -> Reason | None:
    """A concern that is open, whatever day it is raised on."""
    there = open_concerns(record, on)
    if not there:
        return None
    longest = there[0]
    why = say("{stands}: “{concern}”.", stands=stands(longest, on), concern=named(longest))
    return Reason(FACT, why, say("What would put this right for you?"), about=longest.id)


def named(concern: Concern) -> str:
    """What it is, in a line; a text whose time has passed is gone."""
    return first_words(concern.text, 120) or "a concern"


def wrong(entry: Entry, today: date) -> Wrong | None:
    """A concern that is raised with a touch is about something."""
    if entry.concern_kind and entry.concern_kind not in KINDS:
        return "concern_kind", _no_kind(entry.concern_kind)
    if entry.concern_kind and not entry.concern_text:
        return "concern_text", say("What are they unhappy about?")
    return None


def _no_kind(kind: str) -> Phrase:
    return say("“{value}” is none of: {known}.", value=kind, known=", ".join(KINDS))


def concern_error(text: str, kind: str, raised_on: date | None, today: date) -> Wrong | None:
    """What keeps a concern from being stored so: (field, sentence); None when it can be."""
    if not text:
        return "text", say("What are they unhappy about?")
    if kind and kind not in KINDS:
        return "kind", _no_kind(kind)
    if raised_on is None:
        return "raised_on", say("Since when?")
    if raised_on > today:
        return "raised_on", say("That day is still to come.")
    if raised_on.year < 1990:
        return "raised_on", say("That is too long ago to be right.")
    return None


def close_error(concern: Concern, done: str, told_on: date | None, today: date) -> Wrong | None:
    """Why the loop is not closed by this: both what was done and the day on which they were told are
    wanted."""
    if not done:
        return "done", say("What was done about it?")
    if told_on is None:
        return "told_on", say("When were they told? Until then it stays open.")
    if not concern.raised_on <= told_on <= today:
        return "told_on", say("Choose a day from {raised} to today.", raised=concern.raised_on)
    return None


def may_close(
    caller: Caller,
    concern: Concern,
    owner_id: int,
    team: Collection[int],
    looks_after: int | None,
    chose: int | None = None,
) -> Phrase | None:
    """Whether somebody may change it and close the loop: whoever opened it, whoever looks after its kind,
    whoever `chose` that kind last, and who may change the account."""
    if caller.id in {concern.by_id, looks_after, chose} or may_change(caller, owner_id, team) is None:
        return None
    return say(
        "Only whoever opened it, who looks after its kind or chose it, the account's owner, its team and "
        "their managers can change or close a concern."
    )


def closed_in(took: int) -> Phrase:
    """How long it took."""
    if took == 0:
        return say("closed the same day")
    return count("closed after {count} day", "closed after {count} days", took)


def routes_of(text: str, people: Mapping[str, int]) -> dict[str, int] | Phrase:
    """Who looks after each kind, from lines such as `billing kim@example.com`; `people` by their address, in
    small letters. A sentence when a line can't be read."""
    routes = dict[str, int]()
    for line in filter(str.strip, text.splitlines()):
        kind, _, address = line.replace("=", " ").replace(":", " ").strip().lower().partition(" ")
        if kind not in KINDS:
            return _no_kind(kind[:60])
        if kind in routes:
            return say("{about} stands there twice.", about=kind)
        if address.strip() not in people:
            return say("“{line}”: nobody of this address is on file.", line=line.strip()[:60])
        routes[kind] = people[address.strip()]
    return routes
