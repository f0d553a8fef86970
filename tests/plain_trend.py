"""The trend of an account as DOMAIN says it: every day asked for everything. What tells it by steps has to
say the same to the last digit."""

from __future__ import annotations

from datetime import date, timedelta

from rules.factors import FACTORS, Parts, Weights, events, parts_on, weights_of
from rules.policy import Policy
from rules.records import Record
from rules.trend import Trend

ORDER = sorted(FACTORS, key=lambda rule: rule.course is not None)  # in which points are added up


def plain_trend(record: Record, on: date, policy: Policy) -> Trend:
    today, weights, changes = parts_on(record, on, policy), weights_of(policy), list[float]()
    fell, behind = 0.0, tuple[str, ...]()
    if record.at(on).account.status == "churned":
        return Trend()
    for ago in range(30, 0, -1):
        then = on - timedelta(ago)
        if then < record.account.exists_on:
            continue
        before = parts_on(record, then, policy)
        gained, possible = 0.0, 0
        for name in (rule.name for rule in ORDER if rule.name in before and rule.name in today):
            gained += weights[name] * (today[name].share - before[name].share)
            possible += weights[name]
        if possible:
            changes.append(100 * gained / possible)
        if ago == 7:
            fell = -changes[-1] if possible else 0.0
            behind = tuple(_behind(record, before, today, then, on, weights))
    if not changes:
        return Trend()
    return Trend(round(sum(changes) / len(changes), 6), round(fell, 6), bool(behind), behind)


def _behind(record: Record, before: Parts, today: Parts, then: date, on: date, weights: Weights):
    lost, stood = any(then < m.on <= on and m.is_loss for m in record.movements), events(before, weights)
    for name, part in today.items():
        is_new = part.event and part.event not in stood and (part.event != "contraction" or lost)
        if is_new and weights[name] and name in before and part.share < before[name].share:
            yield name
