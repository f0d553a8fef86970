"""Which accounts a rep is told of this morning, and in what order. Source: DOMAIN, Nudges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .backlog import Waits, caught_up
from .cadence import ignored, look_on, own_cadence, wants_on
from .policy import Policy
from .reasons import Context, Reason, place_reason
from .records import Record, Tier

WEIGHT = {"A": 3, "B": 2, "C": 1}
MOST_OVERDUE = 3.0  # cadences: beyond that, an account is no more pressing


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that wants a place: `entry` is "cadence", "next step" or "dated"; `since` the date from which it wants one
    without having been shown; `ratio` days since the last meaningful touch / cadence, at most 3."""

    record: Record
    entry: str
    since: date
    ratio: float
    rank: float


@dataclass(frozen=True, slots=True)
class Chosen:
    record: Record
    reason: Reason
    stuck: bool
    """Two appearances passed without an act: the message asks what is in the way."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one morning's message holds and how many can wait.

    A backlog (more waiting than a morning holds) has the date by which it is caught up; `overflows` when there is none
    within the horizon, because more falls due than the mornings hold.
    """

    chosen: tuple[Chosen, ...]
    waiting: int
    caught_up_on: date | None
    overflows: bool = False


def candidate(record: Record, on: date, policy: Policy, share: float) -> Candidate:
    """Rank = overdue ratio x tier weight x (1 + the account's share of the book's revenue)."""
    account = record.account
    last = record.last_touch(on)
    silent = (on - (last.on if last else account.added_on)).days
    ratio = overdue_ratio(silent, own_cadence(account.tier, account.cadence_days, policy))
    if account.paused_until and account.paused_until <= on and (last is None or last.on < account.paused_until):
        ratio = 1.0
    since = look_on(record, on, policy, account.trouble) or on
    return Candidate(record, _entry(record, on, policy), since, ratio, pressure(account.tier, ratio, share))


def overdue_ratio(silent: int, cadence: int) -> float:
    """Days without a meaningful touch / cadence, 0 to 3."""
    return min(max(silent, 0) / cadence, MOST_OVERDUE)


def pressure(tier: Tier, ratio: float, share: float) -> float:
    """Overdue ratio x tier weight x (1 + share of the book's revenue). Source: DOMAIN, Nudges, Order."""
    return ratio * WEIGHT[tier] * (1 + share)


def _entry(record: Record, on: date, policy: Policy) -> str:
    step, account = record.next_step, record.account
    if step and not step.done and step.on and step.on < on:
        return "next step"
    wants = wants_on(record, on, policy, account.trouble)
    return "dated" if wants is None or wants > on else "cadence"


def choose(
    candidates: Sequence[Candidate], on: date, context: Context, country: str, coming: Mapping[date, Sequence[Tier]] | None = None
) -> Bundle:  # fmt: skip
    """The bundle: at most `nudge_cap` accounts, `dated_cap` of them for dated reasons, one place for the account that has
    wanted one longest without being shown. `coming`: tiers of the book's accounts whose look comes on a later date."""
    policy = context.policy
    ranked = sorted(candidates, key=lambda c: (-c.rank, c.record.account.name, c.record.account.id))
    taken = _taken(ranked, policy)
    waiting = [c for c in ranked if c not in taken]
    caught_up_on = None
    if overflows := len(waiting) > policy.nudge_cap:
        shown = [_waits(c, policy, 1) for c in taken]
        rest = [_waits(c, policy) for c in waiting]
        dated = sum(c.entry == "dated" for c in waiting)
        caught_up_on = caught_up(shown, rest, dated, coming or {}, on, country, policy)
        overflows = caught_up_on is None
    return Bundle(_told(taken, on, context), len(waiting), caught_up_on, overflows)


def _taken(ranked: Sequence[Candidate], policy: Policy) -> list[Candidate]:
    """One place for the account that has waited longest (with a cap of 1 there is none to keep), up to `dated_cap` for dated
    reasons, whose day would pass else, the others by rank."""
    longest = min(ranked, key=lambda c: (c.since, -c.rank), default=None) if policy.nudge_cap > 1 else None
    taken = [longest] if longest else []
    dated = [c for c in ranked if c.entry == "dated"]
    free = policy.dated_cap - (longest in dated)
    taken += [c for c in dated if c is not longest][: max(free, 0)]
    taken += [c for c in ranked if c.entry != "dated" and c is not longest]
    return sorted(taken[: policy.nudge_cap], key=ranked.index)


def _waits(c: Candidate, policy: Policy, more: int = 0) -> Waits:
    account = c.record.account
    cadence = own_cadence(account.tier, account.cadence_days, policy)
    return Waits(account.tier, len(ignored(c.record)) + more, cadence)


def _told(taken: Sequence[Candidate], on: date, context: Context) -> tuple[Chosen, ...]:
    """Each with its reason; one insight is no reason for two of them in one morning."""
    chosen = []
    for c in taken:
        reason = place_reason(c.record, on, context, c.entry)
        context = context.without(reason.insight)
        chosen.append(Chosen(c.record, reason, len(ignored(c.record)) >= 2))
    return tuple(chosen)
