"""On which day a contact was, as far as its words say so, and why that must be asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from ..facts.entries import long_ago, over_a_year_ago
from ..phrase import Phrase, say
from .day import CLASH, EITHER, NONE, VAGUE, When
from .draft import Draft
from .fold import fold
from .reading import Doubt
from .words.beside import AGAIN, TODAY
from .words.kinds import DID, FROM, WEAK


def day_of(d: Draft, today: date, shown: str) -> tuple[date, list[Doubt]]:
    """The day of a contact and what is doubtful about it; today where nothing dates it, or it is asked.
    `shown` is the line as it was typed."""
    if not d.days:
        far = next((w for w in d.far_days if w.past != today and not w.by), None)
        typed = shown[far.start : far.end] if far else ""
        return today, [Doubt("on", say("Was it on “{typed}”?", typed=typed))] if far else []
    unreadable = next((w for w in d.days if w.doubt in (NONE, CLASH, EITHER)), None)
    if unreadable:
        return today, [Doubt("on", _unreadable(unreadable, shown))]
    past = list(dict.fromkeys(w.past for w in d.days if w.past))
    if why := _to_come(d.days, past) or _vague(d.days, past, shown):
        return today, [Doubt("on", why)]
    if len(past) > 1:
        past = _one_of(d.days, past, today, shown=shown, text=fold(shown))
    if len(past) > 1:
        return today, [Doubt("on", say("{one} or {other}: on which day was it?", one=past[0], other=past[1]))]
    if not past:
        return today, []
    if ahead := _or_ahead(d, past[0]):
        return today, [Doubt("on", say("{one} gone by, or {other} to come?", one=past[0], other=ahead))]
    return past[0], [Doubt("on", over_a_year_ago(past[0]))] if long_ago(past[0], today) else []


def _unreadable(w: When, shown: str) -> Phrase:
    typed = shown[w.start : w.end]
    if w.doubt == CLASH:
        return say("“{typed}”: the two do not fit, on which day was it?", typed=typed)
    if w.doubt == EITHER:
        one, other = w.either
        return say("“{typed}” may be {one} or {other}: which day was it?", typed=typed, one=one, other=other)
    return say("I can't read “{typed}” as a date.", typed=typed)


def _to_come(days: Sequence[When], past: Sequence[date]) -> Phrase | None:
    """A contact that happened on a day still to come."""
    coming = [w for w in days if not w.past and w.ahead and w.doubt != VAGUE]
    wrong = next((w.ahead for w in coming if not past or w.sure), None)
    return say("{on} is still to come: on which day was it?", on=wrong) if wrong else None


def _vague(days: Sequence[When], past: Sequence[date], shown: str) -> Phrase | None:
    vague = next((w for w in days if w.doubt == VAGUE and not w.ahead), None)
    if vague is None or past:
        return None
    return say("“{typed}”: on which day was it?", typed=shown[vague.start : vague.end])


def _one_of(days: Sequence[When], past: list[date], today: date, *, shown: str, text: str) -> list[date]:
    """The day beside "this morning" and its like; both, where today itself is named."""
    if any(AGAIN.search(text, a.end, b.start) for a, b in pairwise(days) if a.end <= b.start):
        return past  # "monday and again this morning"
    named = any(w.past == today and TODAY.search(shown.lower(), w.start, w.end) for w in days)
    others = [on for on in past if on != today]
    return others if len(others) == 1 and not named else past


def _or_ahead(d: Draft, on: date) -> date | None:
    """The day to come that may be meant instead: one nearer than the past one, or a weekday where nothing
    else says that it is of the past."""
    mine = [w for w in d.days if w.past == on]
    told = d.tried is not None or any(p.of(DID, WEAK, FROM) for p in d.parts)
    if swapped := next((w.ahead for w in mine if w.swapped and not told), None):
        return swapped
    nearer = next((w.ahead for w in mine if w.nearer_ahead), None)
    if nearer or d.sure or d.inbound or d.replied:
        return nearer
    return mine[0].ahead if all(w.weekday and not w.sure for w in mine) else None
