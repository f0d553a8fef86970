"""When what is stored about an account must be computed again though nobody touched it: health and windows age."""

from __future__ import annotations

from datetime import date

from .cadence import came_due_on, grace_ends, own_cadence
from .factors import WINDOW, YOUNG
from .health import assess
from .policy import Policy
from .records import Record, days
from .revenue import YOUNGEST, is_recurring

AT_MOST = 30


def reassess_on(record: Record, on: date, policy: Policy) -> date | None:
    """The next date on which health may cross into or out of "at risk", or the cadence may change its step.

    Between two breakpoints (a ceiling, a window's edge, a touch leaving the 180 days) a score only falls as silence
    grows, so the day it crosses is found by halving; what else sets the step changes at breakpoints alone. The answer
    is never later than 30 days ahead.
    """
    if record.account.status == "churned":
        return None
    edge = min((d for d in _breakpoints(record, on, policy) if d > on), default=on + days(AT_MOST))
    edge = min(edge, on + days(AT_MOST))
    before = edge - days(1)
    if before <= on or assess(record, on, policy).at_risk or not assess(record, before, policy).at_risk:
        return edge
    low, high = on, before  # safe on low, at risk on high
    while (high - low).days > 1:
        middle = low + days((high - low).days // 2)
        low, high = (low, middle) if assess(record, middle, policy).at_risk else (middle, high)
    return high


def _breakpoints(record: Record, on: date, policy: Policy) -> list[date]:
    account = record.account
    found = [d for d in (account.paused_until, account.started_on, account.exists_on + days(YOUNG)) if d]
    due_on = came_due_on(record, on, policy)
    if due_on:
        found += [due_on, due_on + days(1), grace_ends(due_on, record.owner.country, policy) + days(1)]
        found.append(due_on + days(own_cadence(account.tier, account.cadence_days, policy) + 1))
    if last := record.last_touch(on):
        found.append(last.on + days(own_cadence(account.tier, account.cadence_days, policy) + 1))
    if account.renews_on:
        found += [account.renews_on - days(90), account.renews_on - days(30), account.renews_on + days(1)]
    spoken = next((t for t in record.touches if t.sentiment), None)
    if spoken:
        found.append(spoken.on + days(91))
    found += [d for c in record.contacts for d in (c.left_on, c.added_on) if d]
    oldest = [t.on + days(WINDOW + 1) for t in record.touches if t.on + days(WINDOW) >= on]
    return found + oldest[-1:] + _revenue_edges(record, on)


def _revenue_edges(record: Record, on: date) -> list[date]:
    """Days on which growth compares with something else: a movement becomes a year old, or starts to count."""
    first = min((m.on for m in record.movements if is_recurring(m) and m.minor), default=None)
    found = [first + days(YOUNGEST)] if first else []
    return found + [
        d for m in record.movements for d in (m.on + days(n) for n in (0, 365, 366, 730, 731)) if on < d <= on + days(AT_MOST)
    ]
