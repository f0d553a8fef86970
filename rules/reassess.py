"""What is stored about an account, and when that must be computed again though nobody touched it: health and
windows age."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from . import dated, factors
from .cadence import came_due_on, due, grace_ends, own_cadence, read_on
from .factors import Parts, events, parts_again, parts_on, weights_of
from .facts.touches import YOUNG
from .health import at_risk_by, trouble_by
from .policy import Policy
from .records import Record, days

AT_MOST = 30


class Kept(NamedTuple):
    """What is stored, of the end of a date: when it is due, whether its band is "at risk", whether there is
    trouble, whether something stands that may be behind a fall; from when a planner should read it, and from
    when this is to be computed again. None: never."""

    due_on: date | None
    at_risk: bool
    trouble: bool
    happened: bool
    look_on: date | None
    again_on: date | None


def kept(record: Record, on: date, policy: Policy) -> Kept:
    """Each of them as whoever asks for it alone is told (rules/health.py, rules/cadence.py); the factors are
    looked at once for all."""
    then, weights = record.at(on), weights_of(policy)
    parts = {} if then.account.status == "churned" else parts_on(then, on, policy)
    trouble = trouble_by(parts, weights)
    now_at_risk = at_risk_by(then, on, policy, parts)
    return Kept(
        due(record, on, policy, trouble=trouble).on,
        now_at_risk,
        trouble,
        bool(events(parts, weights)),
        read_on(record, on, policy, trouble=trouble),
        reassess_on(record, on, policy, parts, now_at_risk),
    )


def reassess_on(
    record: Record, on: date, policy: Policy, parts: Parts | None = None, now_at_risk: bool | None = None
) -> date | None:
    """The next date on which health may cross into or out of "at risk", or the cadence may change its step.
    `parts`, `now_at_risk`: the factors and the band as of the end of `on`, for whoever has them.

    Between two breakpoints (a ceiling, a day on which a factor turns) a score only falls as silence grows, so
    the day it crosses is found by halving; what else sets the step changes at breakpoints alone. The answer
    is never later than 30 days ahead.
    """
    if record.account.status == "churned":
        return None
    turning, daily = _turns(record, on)
    edge = min(
        (d for d in (*_breakpoints(record, on, policy), *turning) if d > on), default=on + days(AT_MOST)
    )
    edge = min(edge, on + days(AT_MOST))
    before = edge - days(1)
    if before <= on:
        return edge
    now = record.at(on)
    parts = parts_on(now, on, policy) if parts is None else parts

    def at_risk(day: date) -> bool:
        """Only what may change with any day is asked again: the others turn no sooner than on the edge."""
        then = record.at(day)
        if then is not now:
            return at_risk_by(then, day, policy, parts_on(then, day, policy))
        return at_risk_by(then, day, policy, parts_again(parts, daily, then, day, policy))

    if (at_risk(on) if now_at_risk is None else now_at_risk) or not at_risk(before):
        return edge
    low, high = on, before  # safe on low, at risk on high
    while (high - low).days > 1:
        middle = low + days((high - low).days // 2)
        low, high = (low, middle) if at_risk(middle) else (middle, high)
    return high


def _turns(record: Record, on: date) -> tuple[list[date], set[str]]:
    """The days ahead on which factors turn, and the names of those that may change with any day."""
    turning, daily = list[date](), set[str]()
    for rule in factors.FACTORS:
        turns = rule.turns(record, on, on + days(AT_MOST)) if rule.turns else None
        if turns is None:
            daily.add(rule.name)
        else:
            turning += turns
    return turning, daily


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
    return [*breaks, *dated.turns(record, on, on + days(AT_MOST), policy)]
