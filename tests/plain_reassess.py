"""When an account is to be computed again, as DOMAIN says it: each day asked for everything. What asks again
only what may have changed has to say the same."""

from __future__ import annotations

from datetime import date, timedelta

from rules import dated, factors
from rules.cadence import came_due_on, grace_ends, own_cadence
from rules.facts.touches import YOUNG
from rules.health import assess
from rules.policy import Policy
from rules.reassess import AT_MOST
from rules.records import Record


def plain_reassess_on(record: Record, on: date, policy: Policy) -> date | None:
    if record.account.status == "churned":
        return None
    latest = on + timedelta(AT_MOST)
    edge = min([d for d in _breakpoints(record, on, latest, policy) if d > on], default=latest)
    edge = min(edge, latest)
    day = on + timedelta(1)
    risk = assess(record, on, policy).at_risk
    while day < edge and not risk:
        if assess(record, day, policy).at_risk:
            return day
        day += timedelta(1)
    return edge


def _breakpoints(record: Record, on: date, latest: date, policy: Policy) -> list[date]:
    account, last, due_on = record.account, record.last_touch(on), came_due_on(record, on, policy)
    own = timedelta(own_cadence(account.tier, account.cadence_days, policy) + 1)
    breaks = [account.paused_until, account.started_on, account.exists_on + timedelta(YOUNG)]
    if due_on:
        grace = grace_ends(due_on, record.owner.public_days, policy)
        breaks += [due_on, due_on + timedelta(1), grace + timedelta(1), due_on + own]
    breaks += [last.on + own] if last else []
    breaks += dated.turns(record, on, latest, policy)
    for rule in factors.FACTORS:
        breaks += (rule.turns and rule.turns(record, on, latest)) or ()
    return [day for day in breaks if day]
