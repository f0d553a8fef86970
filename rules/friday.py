"""Somebody's week in short, on its last working day: their book, what they logged, what they promised for the
next, and what may not be logged yet. Source: DOMAIN, The weekly digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .bell import Win
from .coverage import Share
from .facts.entries import Entry
from .facts.promised import Promise
from .records import days

NUDGED, ASKED, BOOKED = "nudged", "asked", "booked"
MOST = 6
"""Accounts that are asked about in one message."""


@dataclass(frozen=True, slots=True)
class Loose:
    """An account of which somebody was reminded on a day of the week, and logged nothing: by a morning, by a
    question, by their own next step. `became`: the outcome of what they logged since."""

    account_id: int
    name: str
    tier: str
    kind: str
    on: date
    became: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody logged in the week, on whosever accounts."""

    touches: int = 0
    minutes: int = 0
    meaningful: int = 0
    value_adding: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """The week up to `on`. `share` and `before`: their book in rhythm, now and seven days ago; `reached` of
    it in the week; `promised`: what falls due by the end of the next, what is overdue too; `more`: accounts
    like those in `loose` that have no room."""

    on: date
    bell: tuple[Win, ...] = ()
    share: Share = Share()
    before: Share = Share()
    reached: int = 0
    done: Done = Done()
    promised: tuple[tuple[str, Promise], ...] = ()
    loose: tuple[Loose, ...] = ()
    more: int = 0

    @property
    def moved(self) -> bool:
        now, then = self.share.by_count, self.before.by_count
        return now is not None and then is not None and round(now * 100) != round(then * 100)

    @property
    def nothing(self) -> bool:
        """Nothing happened, moved, or is asked: then there is no message."""
        return not (self.bell or self.done.touches or self.promised or self.loose or self.moved)


def in_order(those: Iterable[Loose]) -> list[Loose]:
    """Each account once, as it was last named; A first, what is longest ago first."""
    last = {loose.account_id: loose for loose in sorted(those, key=lambda x: x.on)}
    return sorted(last.values(), key=lambda x: (x.tier, x.on, x.name, x.account_id))


def first_day(on: date) -> date:
    """The Monday of its week."""
    return on - days(on.weekday())


def wrote(account_id: int, on: date) -> Entry:
    """What one tap logs: we wrote, and know of no answer. It resets nothing."""
    return Entry((account_id,), on, "email", outcome="sent")
