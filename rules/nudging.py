"""Which accounts a rep is told of this morning, and in what order. Source: DOMAIN, Nudges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .cadence import due, own_cadence, renewal_mark
from .calendar import add_working_days
from .policy import Policy
from .reasons import Context, Reason, best_reason
from .records import Record, Tier

WEIGHT = {"A": 3, "B": 2, "C": 1}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that wants a place: `entry` is "cadence", "next step" or "dated"; `ratio` days silent / cadence."""

    record: Record
    entry: str
    ratio: float
    past: int
    rank: float


@dataclass(frozen=True, slots=True)
class Chosen:
    record: Record
    reason: Reason
    stuck: bool
    """Two appearances passed without an act: the message asks what is in the way."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one morning's message holds, how many can wait, and the date by which a backlog is caught up."""

    chosen: tuple[Chosen, ...]
    waiting: int
    caught_up_on: date | None


def candidate(record: Record, on: date, policy: Policy, share: float) -> Candidate:
    """Rank = overdue ratio x tier weight x (1 + the account's share of the book's revenue)."""
    account = record.account
    cadence = own_cadence(account.tier, account.cadence_days, policy)
    last = record.last_touch(on)
    silent = (on - (last.on if last else account.added_on)).days
    ratio = 1.0 if account.status == "paused" else max(silent, 0) / cadence
    return Candidate(record, _entry(record, on, policy), ratio, silent - cadence, pressure(account.tier, ratio, share))


def pressure(tier: Tier, ratio: float, share: float) -> float:
    """Overdue ratio x tier weight x (1 + share of the book's revenue). Source: DOMAIN, Nudges, Order."""
    return ratio * WEIGHT[tier] * (1 + share)


def _entry(record: Record, on: date, policy: Policy) -> str:
    step, account = record.next_step, record.account
    if step and not step.done and step.on and step.on < on:
        return "next step"
    when = due(record, on, policy, account.trouble).on
    if renewal_mark(record, on) and (when is None or when > on):
        return "dated"
    return "cadence"


def choose(candidates: Sequence[Candidate], on: date, context: Context, country: str) -> Bundle:
    """The bundle: at most `nudge_cap` accounts, `dated_cap` of them for dated reasons, one for the most neglected B or C."""
    policy = context.policy
    ranked = sorted(candidates, key=lambda c: (-c.rank, c.record.account.name, c.record.account.id))
    taken: list[Candidate] = []
    dated = 0
    for c in ranked:
        if len(taken) == policy.nudge_cap:
            break
        if c.entry == "dated":
            if dated == policy.dated_cap:
                continue
            dated += 1
        taken.append(c)
    _keep_one_place(taken, ranked, policy.nudge_cap)
    waiting = len(ranked) - len(taken)
    caught_up = None
    if waiting > policy.nudge_cap:
        caught_up = add_working_days(on, -(-waiting // policy.nudge_cap), country)
    chosen = tuple(Chosen(c.record, best_reason(c.record, on, context), len(c.record.nudged) >= 2) for c in taken)
    return Bundle(chosen, waiting, caught_up)


def _keep_one_place(taken: list[Candidate], ranked: Sequence[Candidate], cap: int) -> None:
    """One of the places goes to the B or C longest past its cadence."""
    past = [c for c in ranked if c.record.account.tier != "A" and c.past > 0]
    if not past:
        return
    longest = max(past, key=lambda c: (c.past, c.rank))
    if longest in taken:
        return
    if len(taken) == cap:
        taken.pop()
    taken.append(longest)
