"""A stale or bad relationship: its champion left a month ago and nobody followed, it does not answer us, it
was unhappy time and again; or it was acquired, nobody asked what that changes, and we are silent or they are
unhappy. Once a quarter its owner and their manager are asked: revive, introduce the next expert, or let go?

It moves no cadence and counts in no health.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..appearances import ignored, returns_on
from ..calendar import add_working_days
from ..context import Context, Reason
from ..phrase import Phrase, count, say
from ..policy import Policy
from ..records import Record, days
from .changed import ACQUIRED
from .changes import open_changes
from .concerns import open_concerns
from .moods import FELT_FOR

FACT = "strained"  # its kind, in reasons and stored mornings
QUARTER = 91  # days
UNANSWERED = 6  # contacts of ours in a row that brought nothing back
STALE = 180  # days after the last of them in which that is still said
REPLACED_IN = 30  # days after a champion left, in which who comes next is asked about first
REPEATED = 3  # concerns, open or closed
WITHIN = 180  # days in which so many were raised

BEHIND = {  # one cause, two, three: whole, so that no piece is glued
    1: "{first}: revive, introduce the next expert, or let go?",
    2: "{first}, and {second}: revive, introduce the next expert, or let go?",
    3: "{first}, {second}, and {third}: revive, introduce the next expert, or let go?",
    4: "{first}, {second}, {third}, and {fourth}: revive, introduce the next expert, or let go?",
}


@dataclass(frozen=True, slots=True)
class Strain:
    """`since` when it is so, by the first of its causes; `why` each of them, the first first."""

    since: date
    why: tuple[Phrase, ...]

    def asked(self, first: date, last: date) -> bool:
        """Whether a manager reads of it in first..last: it lies there, the day after it began or one of each
        91st after that."""
        gone = (last - self.since).days - 1
        return gone >= 0 and gone % QUARTER <= (last - first).days


def strained(record: Record, on: date, policy: Policy) -> Strain | None:
    """What strains it, seen on a date; None when nothing does. A champion who left strains it beside another
    cause, alone once nobody followed within a month. That it was acquired strains no relationship that is
    kept and well: it does beside another cause, and from the day on which it is past its own cadence, or they
    are unhappy."""
    causes = [c for cause in (_silent, _unhappy_again) if (c := cause(record, on))]
    acquired = _acquired(record, on)
    if gone := _champion_left(record, on):
        left, why = gone
        since = left if causes or acquired else left + days(REPLACED_IN)
        causes += [(since, why)] if since <= on else []
    if acquired:
        known_from, why = acquired
        worn = known_from if causes else _worn_from(record, on, policy)
        causes += [(max(known_from, worn), why)] if worn else []
    if not causes:
        return None
    causes.sort(key=lambda c: c[0])
    return Strain(causes[0][0], tuple(why for _, why in causes))


def _acquired(record: Record, on: date) -> tuple[date, Phrase] | None:
    there = open_changes(record, on) if record.changes else ()
    change = next((c for c in there if c.kind == ACQUIRED), None)
    return (change.known_from, say("acquired on {on}", on=change.on)) if change else None


def _champion_left(record: Record, on: date) -> tuple[date, Phrase] | None:
    """Until there is a new one."""
    champions = [c for c in record.contacts if c.role == "champion" and c.known_on(on)]
    if not champions:
        return None
    left = max((c.left_on for c in champions if c.left_on and not c.here_on(on)), default=None)
    if left is None or any(c.here_on(on) for c in champions):
        return None
    return left, say("the champion left on {on}", on=left)


def _silent(record: Record, on: date) -> tuple[date, Phrase] | None:
    """So many contacts of ours since they last answered or came to us."""
    tries = record.tried(on)
    if len(tries) < UNANSWERED or (on - tries[0].on).days > STALE:
        return None
    why = count("{count} contact of ours unanswered", "{count} contacts of ours unanswered", len(tries))
    return tries[-UNANSWERED].on, why


def _unhappy_again(record: Record, on: date) -> tuple[date, Phrase] | None:
    """So many concerns that it is no single one any more, from the day of the one that made it so; one more,
    or the first of them long past, begins nothing anew."""
    if len(record.concerns) < REPEATED:
        return None
    raised = sorted(c.raised_on for c in record.concerns if c.raised_on <= on)
    lately = sum(on - days(WITHIN) < day for day in raised)
    if lately < REPEATED:
        return None
    made_so = len(raised) - 1
    while made_so >= REPEATED and (raised[made_so] - raised[made_so - REPEATED]).days <= WITHIN:
        made_so -= 1
    return raised[made_so], count("{count} concern in 180 days", "{count} concerns in 180 days", lately)


def _worn_from(record: Record, on: date, policy: Policy) -> date | None:
    """Since when it is silent beyond its own cadence, worried, or unhappy about something open, whichever
    came first; None while it is kept and well."""
    account, last = record.at(on).account, record.last_touch(on)
    cadence = account.cadence_days or policy.cadence(account.tier)
    kept_until = (last.on if last else account.added_on) + days(cadence)
    felt = next((t for t in record.felt if t.on <= on), None)
    worried = felt is not None and felt.sentiment == "worried" and (on - felt.on).days <= FELT_FOR
    since = [kept_until + days(1)] if kept_until < on else []
    since += [felt.on] if felt and worried else []
    since += [c.raised_on for c in open_concerns(record, on)[:1]]
    return min(since, default=None)


def _asks_from(record: Record, strain: Strain) -> date:
    """The working day after it began; a quarter after its owner was asked last."""
    day = add_working_days(strain.since, 1, record.owner.workdays)
    asked = dict(record.reasons_told).get(FACT)
    return max(day, asked + days(QUARTER)) if asked else day


def _ahead(record: Record, on: date) -> Strain | None:
    """What will strain it with the days that pass: a champion who left, unless somebody follows."""
    gone = _champion_left(record, on)
    return Strain(gone[0] + days(REPLACED_IN), (gone[1],)) if gone else None


def wants(record: Record, on: date, policy: Policy) -> date | None:
    """When its owner is to be asked. One that was shown with another reason meanwhile rests first."""
    strain = strained(record, on, policy) or _ahead(record, on)
    if strain is None:
        return None
    day = _asks_from(record, strain)
    if any(shown >= day for shown in ignored(record)):
        day = max(day, returns_on(record) or day)
    return day


def revive(record: Record, on: date, context: Context) -> Reason | None:
    """The question, once a quarter; until somebody acts on it, the card still shows it."""
    strain = strained(record, on, context.policy)
    if strain is None:
        return None
    still = record.last_told == FACT and bool(record.nudged)
    if _asks_from(record, strain) > on and not still:
        return None
    named = tuple(zip(("first", "second", "third", "fourth"), strain.why, strict=False))
    why = Phrase(BEHIND[len(strain.why)], named)
    return Reason(FACT, why, say("What would make us worth your time again?"))
