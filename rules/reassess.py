"""When what is stored about an account must be computed again though nobody touched it: health and windows
age."""

from __future__ import annotations

from datetime import date

from . import dated, factors
from .cadence import came_due_on, grace_ends, own_cadence
from .facts.touches import YOUNG
from .health import assess
from .policy import Policy
from .records import Record, days

AT_MOST = 30


def reassess_on(record: Record, on: date, policy: Policy) -> date | None:
    """The next date on which health may cross into or out of "at risk", or the cadence may change its step.

    Between two breakpoints (a ceiling, a day on which a factor turns) a score only falls as silence grows, so
    the day it crosses is found by halving; what else sets the step changes at breakpoints alone. The answer
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
    account, last = record.account, record.last_touch(on)
    own = own_cadence(account.tier, account.cadence_days, policy)
    breaks = [d for d in (account.paused_until, account.started_on, account.exists_on + days(YOUNG)) if d]
    due_on = came_due_on(record, on, policy)
    if due_on:
        breaks += [
            due_on,
            due_on + days(1),
            grace_ends(due_on, record.owner.public_days, policy) + days(1),
            due_on + days(own + 1),
        ]
    if last:
        breaks.append(last.on + days(own + 1))
    last_day = on + days(AT_MOST)
    turns = (rule.turns(record, on, last_day) for rule in factors.FACTORS if rule.turns)
    return [
        *breaks,
        *dated.turns(record, on, last_day, policy),
        *(day for known in turns for day in known or ()),
    ]
