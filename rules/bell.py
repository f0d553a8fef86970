"""What went well in a team's week, by the name of whoever did it. Praise names people; figures don't (see
by_name.py).

Source: DOMAIN, How it is said, "What goes well is told, too".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .coverage import seen
from .policy import Policy
from .records import Person, Record, days

BACK, CLOSED, KEPT, MET, ANSWERED = "back", "closed", "kept", "met", "answered"
KINDS = (BACK, CLOSED, KEPT, MET, ANSWERED)
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Win:
    """Something that went well: who did it, at which account. `silent`: days without contact before, None
    for the first contact ever; `text`: what was promised, or needed."""

    kind: str
    by_id: int
    by: str
    account: str
    tier: str = "C"
    silent: int | None = None
    text: str = ""


def back(record: Record, team: Mapping[int, Person], first: date, last: date, policy: Policy) -> Win | None:
    """A quiet account that somebody of the team brought back into rhythm between two days: out of it the day
    before they reached it, in it at the end."""
    touch = next((t for t in record.reached_between(first, last) if t.by_id in team), None)
    if touch is None:
        return None
    before, now = seen(record, touch.on - days(1), policy), seen(record, last, policy)
    was_out = before is not None and before.counted and not before.covered
    if before is None or now is None or not (was_out and now.counted and now.covered):
        return None
    silent = before.silent + 1 if before.touched else None
    by = team[touch.by_id]
    return Win(BACK, by.id, by.name, record.account.name, record.account.tier, silent)


def rung(wins: Iterable[Win]) -> tuple[Win, ...]:
    """In the order in which they are told: each person's best before anybody's second; of one person by kind,
    A first, the longest silence first."""
    of_person = defaultdict[int, list[Win]](list)
    for win in sorted(wins, key=_rank):
        of_person[win.by_id].append(win)
    turns = [(n, _rank(win), win) for own in of_person.values() for n, win in enumerate(own)]
    return tuple(win for *_, win in sorted(turns, key=lambda turn: turn[:2]))


def _rank(win: Win) -> tuple[int, str, int, str, str, str]:
    return KINDS.index(win.kind), win.tier, -(win.silent or 0), win.account, win.by, win.text


def team_of(person: Person, under: Collection[int], of_manager: Collection[int]) -> frozenset[int]:
    """Whose week somebody hears of: their own people; whoever leads nobody that of those beside them."""
    return frozenset(under) if len(under) > 1 or not of_manager else frozenset(of_manager)
