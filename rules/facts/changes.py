"""What changed at the customer: a reason to call until something of value answers it, and who was seen there.

A change moves no cadence and counts in no health (source: DOMAIN, Words; Nudges).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from ..access import Caller, may_change
from ..context import Context, Reason
from ..phrase import Phrase, say
from ..records import Record, days
from .changed import COMPETITOR, FIELD, KINDS, NAMED, Change
from .notes import first_words

FACT = "change"  # its kind, in reasons and stored mornings
SEEN_FOR = days(90)  # that competitors are rolled up in the digest
MOST_AHEAD = days(3660)

WHY = {  # by kind: what is said, and with somebody's words
    "acquired": (
        "acquired on {on}: is what they have still a fit?",
        "acquired on {on} (“{text}”): is what they have still a fit?",
    ),
    "new line": (
        "a new line since {on}: what does it need from us?",
        "a new line since {on} (“{text}”): what does it need from us?",
    ),
    "new country": (
        "in a new country since {on}: who serves them there?",
        "in a new country since {on} (“{text}”): who serves them there?",
    ),
    "new rules": (
        "new rules from {on} on: do they meet them with what they have?",
        "new rules from {on} on (“{text}”): do they meet them with what they have?",
    ),
    "new team": (
        "a new team since {on}: do they know what we do for them?",
        "a new team since {on} (“{text}”): do they know what we do for them?",
    ),
    COMPETITOR: (
        "a competitor was seen there on {on}: what do they miss with us?",
        "a competitor was seen there on {on} (“{text}”): what do they miss with us?",
    ),
}
ASK = {
    "acquired": say("What changes for you now that you are part of somebody else?"),
    "new line": say("What has to work on the first day of the new line?"),
    "new country": say("What is different there from where we serve you today?"),
    "new rules": say("What do the new rules ask of you, and by when?"),
    "new team": say("What should the new team know about how you work with us?"),
    COMPETITOR: say("What would you have to see elsewhere to move?"),
}


def answered_on(change: Change, record: Record, on: date) -> date | None:
    """The day by which it was talked about, seen on a date: that of the first value-adding touch after it was
    known, or of a tap. None while it is a reason to call. On the day on which it was noted, a touch counts
    that was logged after it."""
    known, tapped = change.known_from, change.answered_on
    for touch in record.reached:
        if touch.on > on:
            break
        later = touch.on > known or (touch.on == change.noted_on and touch.id > change.behind)
        if later and touch.value_adding:
            return min(touch.on, tapped) if tapped else touch.on
    return tapped if tapped and tapped <= on else None


def open_changes(record: Record, on: date) -> list[Change]:
    """Those that were known on a date and not answered yet, the newest first."""
    known = (c for c in record.changes if c.known_from <= on and answered_on(c, record, on) is None)
    return sorted(known, key=lambda c: (c.on, c.id), reverse=True)


def changed_there(record: Record, on: date, context: Context) -> Reason | None:
    """The newest change that nothing of value answered yet."""
    change = next(iter(open_changes(record, on)), None)
    if change is None:
        return None
    bare, quoted = WHY[change.kind]
    text = first_words(change.text, 120).rstrip(".")
    why = say(quoted, on=change.on, text=text) if text else say(bare, on=change.on)
    return Reason(FACT, why, ASK[change.kind], about=change.id)


@dataclass(frozen=True, slots=True)
class Rival:
    """A competitor as it was called last (empty: nobody said who), and the accounts where it was seen within
    90 days, the latest first; `lately`: in the week of the digest."""

    name: str
    accounts: tuple[str, ...]
    lately: bool


def rivals(records: Iterable[Record], ours: Collection[int], first: date, last: date) -> tuple[Rival, ...]:
    """Competitors seen at accounts that are ours in the 90 days to `last`, the most often seen first;
    `first` is where the week began."""
    seen = defaultdict[str, list[tuple[date, int, str, str]]](list)
    for record in records:
        if not record.changes:
            continue
        account = record.at(last).account
        if account.owner_id not in ours:
            continue
        for c in record.changes:
            day = max(c.on, c.known_from)
            if c.kind == COMPETITOR and last - SEEN_FOR < day <= last:
                seen[c.competitor.casefold()].append((day, c.id, c.competitor, account.name))
    rolled = []
    for sightings in seen.values():
        sightings.sort(reverse=True)
        names = tuple(dict.fromkeys(name for _, _, _, name in sightings))
        rolled.append(Rival(sightings[0][2], names, sightings[0][0] >= first))
    return tuple(sorted(rolled, key=lambda r: (-len(r.accounts), not r.lately, r.name.casefold())))


def change_error(kind: str, name: str, text: str, on: date | None, today: date) -> tuple[str, Phrase] | None:
    """What is wrong with a change as somebody filled it in: (field, sentence); None when nothing is."""
    if kind not in KINDS:
        return "kind", say("What changed there?")
    if kind == COMPETITOR and not name.strip():
        return "name", say("Which competitor was it?")
    if len(name) > NAMED:
        return "name", say("A name holds {most} characters.", most=NAMED)
    if len(text) > FIELD:
        return "text", say("It holds {most} characters; this one has {long}.", most=FIELD, long=len(text))
    if on is None:
        return "on", say("On which day, or since when?")
    if kind == COMPETITOR and on > today:
        return "on", say("They were seen already: choose today or a day before.")
    if not date(1990, 1, 1) <= on <= today + MOST_AHEAD:
        return "on", say("That day is too far away to be right.")
    return None


def may_answer(caller: Caller, change: Change, owner_id: int, team: Collection[int]) -> Phrase | None:
    """Whether somebody may put it right or close it: whoever noted it, and who may change the account."""
    if change.by_id == caller.id or may_change(caller, owner_id, team) is None:
        return None
    return say(
        "Only whoever noted it, the account's owner, its team and their managers can put it right or close "
        "it."
    )
