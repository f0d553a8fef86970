"""By which morning a book's backlog is caught up: counted forward, a morning at a time. Dates only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from .appearances import DOUBLES, rests_for
from .cadence import ENTERS_BEFORE
from .calendar import Workdays, add_working_days, working_days_between
from .policy import Policy
from .records import Tier, days

HORIZON = 40  # working days: a date further ahead would promise more than anybody knows
CLEAR_FOR = (
    2  # mornings in a row: a single one would not outlast a snooze that ends or a renewal that comes between
)


class Waits(NamedTuple):
    """An account that waits for a place: how often it was shown since the last act, and its own cadence in
    days."""

    tier: Tier
    shown: int
    cadence: int


def caught_up(
    shown: Sequence[Waits],
    waiting: Sequence[Waits],
    dated: int,
    coming: Mapping[date, Sequence[Tier]],
    on: date,
    workdays: Workdays,
    policy: Policy,
) -> date | None:
    """The morning by which there is a place for everything that wants one, the second such in a row; None
    when there is none within the horizon.

    Counts what the mornings hold, what falls due meanwhile (`coming`: tiers by the date of their look) and
    what returns: `shown` today and whatever is shown on the way, each as soon as it can, whether somebody
    acts on it (then after its cadence) or not (then after its rest). So more touches, or fewer, don't move
    the date back. `dated` of those waiting come for dated reasons, which have `dated_cap` places a morning.
    """
    mornings = [add_working_days(on, n, workdays) for n in range(HORIZON + 1)]
    arrives = [Counter[Waits]() for _ in mornings]

    def at(index: int, account: Waits, count: int = 1) -> None:
        if index <= HORIZON:
            arrives[index][account] += count

    def returns(index: int, account: Waits, count: int) -> None:
        rests, touched = (
            rests_for(account.tier, account.shown + 1),
            _touched(account, mornings[index], workdays),
        )
        again = account._replace(shown=min(account.shown + 1, DOUBLES + 1) if rests <= touched else 0)
        at(index + min(rests, touched), again, count)

    for look, tiers in coming.items():
        first = next((n for n, morning in enumerate(mornings) if n and morning >= look), HORIZON + 1)
        for tier in tiers:
            at(first, Waits(tier, 0, policy.cadence(tier)))
    for account in shown:
        returns(0, account._replace(shown=account.shown - 1), 1)
    queue, clear = Counter(waiting), 0
    for index in range(1, HORIZON + 1):
        queue += arrives[index]
        clear = clear + 1 if queue.total() <= policy.nudge_cap and index * policy.dated_cap >= dated else 0
        if clear == CLEAR_FOR:
            return mornings[index]
        for account, count in _first(queue, policy.nudge_cap):
            queue[account] -= count
            returns(index, account, count)
        queue = +queue
    return None


def _touched(account: Waits, on: date, workdays: Workdays) -> int:
    """Working days from an appearance to the next if somebody calls at once: its cadence, less the days
    before it is due."""
    to_due = working_days_between(on + days(1), on + days(account.cadence), workdays)
    return max(1, to_due - ENTERS_BEFORE[account.tier])


def _first(queue: Counter[Waits], places: int) -> Iterable[tuple[Waits, int]]:
    """The accounts that would come back soonest go first, so that the count errs on the side of too many."""
    for account in sorted(queue, key=lambda a: rests_for(a.tier, a.shown + 1)):
        count = min(queue[account], places)
        places -= count
        if count:
            yield account, count
