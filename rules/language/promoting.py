"""A line that tells that a customer liked, shared or mentioned us: "acme shared our post", "Tessa at globex
mentioned us on LinkedIn".

The whole line has to say so, but for whom and when: "liked our demo" tells how they felt about a contact, and
"we shared our post with acme" is ours. Source: the customer's voice is a touch of kind event that resets
nothing (rules/facts/asking.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..facts.asking import promoted
from .fold import fold
from .named import PART
from .reading import LOG, Event, Reading
from .when import days_in
from .who import Known
from .words.promoting import HINT, PROMOTES

WHO, DAY = "\x01", "\x02"  # stand where a name and a day stood
MOST = 200
"""Characters of such a line."""


def promoted_in(
    line: str, note: str, today: date, known: Known, tongues: Sequence[str], month_first: bool
) -> Reading | None:
    """The touch that a whole line tells of, as it is stored; None for every other line. `note` is the line as
    it was typed, `tongues` the codes of its languages."""
    text = fold(line)
    if len(line) > MOST or not HINT.search(text):
        return None
    names = [n for n in known.named_in(text, line) if len(n.accounts) == 1 or len(n.people) == 1]
    people = {i for n in names if len(n.people) == 1 for i in n.people}
    accounts = {a for n in names if n.is_account and n.how >= PART for a in n.accounts}
    accounts |= {known.people[i].account_id for i in people}
    days = days_in(text, today, tongues, month_first)
    if len(accounts) != 1 or len(days) > 1 or any(d.past is None or d.doubt for d in days):
        return None
    places = [*((n.start, n.end, WHO) for n in names), *((d.start, d.end, DAY) for d in days)]
    if not any(p.fullmatch(_covered(text, places)) for p in PROMOTES):
        return None
    on = next((d.past for d in days if d.past), today)
    entry = promoted(tuple(accounts), on, note, tuple(sorted(people)))
    return Reading(note, LOG, (Event(entry),))


def _covered(text: str, places: Sequence[tuple[int, int, str]]) -> str:
    """A line with one sign in place of each name and day."""
    for start, end, sign in sorted(places, reverse=True):
        text = text[:start] + sign + text[end:]
    return " ".join(text.split())
