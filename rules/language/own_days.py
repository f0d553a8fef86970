"""Which days of a part are a contact's own: when it was, and not when something else is."""

from __future__ import annotations

from .day import VAGUE, When
from .draft import Draft
from .parts import Part, unexplained
from .turnover import dates_a_turn
from .words.beside import DAY_OF_A_THING, FROM_THEN, OF_A_DAY, THING_OF_A_DAY
from .words.kinds import DID, FROM, NOUN, VIA, WEAK

MOST_BETWEEN = 3
"""Words of their own between a contact's word and the day that it was on."""


def is_far(day: When, part: Part, text: str) -> bool:
    """Whether so much is said between a contact and a weekday or date that it may be the day of that."""
    if not part.heads or (day.sure and not day.weekday):
        return False
    ends = [(p.start, p.end) for group in (part.heads, part.names, part.spent) for p in group]
    before_it = max((end for _, end in ends if end <= day.start), default=None)  # the nearest on each side
    behind_it = min((start for start, end in ends if end > day.start), default=None)
    between = [(before_it, day.start)] if before_it is not None else []
    between += [(day.end, behind_it)] if behind_it is not None else []
    return min(len(unexplained(part, text, a, b)) for a, b in between) > MOST_BETWEEN


def dates_it(day: When, part: Part, text: str, draft: Draft, told: bool) -> bool:
    """Whether a day tells when the contact was, and not when something else is."""
    if dates_a_turn(day, part.turns, part.of(DID, NOUN, FROM, WEAK, VIA), text):
        return False
    if day.doubt == VAGUE and not day.sure:  # "in sept"
        ends = [*(n.end for n in part.names), *(m.end for m in part.heads)]
        return any(not text[end : day.start].strip() for end in ends)
    if (
        day.sure
        and day.past
        and not part.of(DID, WEAK, FROM)
        and FROM_THEN.search(text, part.start, day.start)
    ):
        return True  # "a call with acme from yesterday"
    if (
        day.by
        or DAY_OF_A_THING.search(text, part.start, day.start)
        or DAY_OF_A_THING.search(text[part.start : day.start])
    ):
        return False
    if not day.past and not (part.heads or part.of(VIA) or part.bare):
        return False
    if len(draft.parts) > 1 and any(
        m.kind == NOUN and OF_A_DAY.fullmatch(text, m.end, day.start) for m in part.marks
    ):
        return False  # "confirmed thursday's training"
    if (
        not day.past
        and any(m.kind == NOUN and 0 <= day.start - m.end <= 4 for m in part.marks)
        and part.of(DID)
    ):
        return False
    if not told:
        return not (THING_OF_A_DAY.match(text, day.end) and part.heads and part.heads[0].end <= day.start)
    return False
