"""Which accounts a rep is told of this morning, and in what order. Source: DOMAIN, Nudges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from . import dated
from .appearances import ignored
from .backlog import Waits, caught_up
from .cadence import Look, look, own_cadence
from .calendar import Workdays, working_days_between
from .context import Context, Reason
from .facts.insights import NOTICE
from .facts.next_steps import PASSED
from .helped import LIKE, MOST_PAIRS
from .policy import Policy
from .reasons import place_reason
from .records import Record, Tier

WEIGHT = {"A": 3, "B": 2, "C": 1}
LONG = 45  # working days of waiting after which a second place is kept
MOST_OVERDUE = 3.0  # cadences: beyond that, an account is no more pressing


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that wants a place: `entry` is "cadence", "next step" or "dated"; `since` the date from
    which it wants one without having been shown; `ratio` days since the last meaningful touch / cadence,
    at most 3; `brings` the kind of reason that it comes with, empty where its cadence brings it."""

    record: Record
    entry: str
    since: date
    ratio: float
    rank: float
    brings: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    record: Record
    reason: Reason
    stuck: bool
    """Two appearances passed without an act: the message asks what is in the way."""


class Quiet(NamedTuple):
    """A morning of quiet days: the last of them, and how many accounts wait for their end."""

    until: date
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one morning's message holds and how many can wait.

    A backlog (more waiting than a morning holds) has the date by which it is caught up; `overflows` when
    there is none within the horizon, because more falls due than the mornings hold. `cut`: the accounts shown
    last, each with one of like rank that could wait, for whether a place helps (rules/helped.py).
    """

    chosen: tuple[Chosen, ...]
    waiting: int
    caught_up_on: date | None
    overflows: bool = False
    quiet: Quiet | None = None
    cut: tuple[tuple[Candidate, Candidate], ...] = ()


def candidate(
    record: Record, on: date, policy: Policy, share: float, looked: Look | None = None
) -> Candidate:
    """Rank = overdue ratio x tier weight x (1 + the account's share of the book's revenue). `looked`: what a
    look on that day saw, where somebody looked already."""
    account = record.account
    seen = looked or look(record, on, policy, trouble=account.trouble)
    last = record.last_touch(on)
    silent = (on - (last.on if last else account.added_on)).days
    ratio = overdue_ratio(silent, own_cadence(account.tier, account.cadence_days, policy))
    if (
        account.paused_until
        and account.paused_until <= on
        and (last is None or last.on < account.paused_until)
    ):
        ratio = 1.0
    entry, brings = _entry(record, on, policy, seen)
    return Candidate(
        record, entry, seen.on or on, ratio=ratio, rank=pressure(account.tier, ratio, share), brings=brings
    )


def is_told(record: Record, on: date) -> bool:
    """Whether somebody was told of it on that day, whoever looks after it since: nobody else is."""
    return record.last_told_on == on


def to_tell(record: Record, on: date, policy: Policy, share: float, looked: Look | None = None) -> Candidate:
    """An account that wants a place only to hear of a notice: a dated one."""
    return replace(candidate(record, on, policy, share, looked), entry="dated", brings=NOTICE)


def places_to_tell(candidates: Sequence[Candidate], policy: Policy) -> int:
    """How many places of a morning other dated reasons leave to notices: all but those that come before
    them."""
    before = (c for c in candidates if c.entry == "dated" and dated.rank(c.brings) < dated.rank(NOTICE))
    return min(policy.dated_cap, policy.nudge_cap) - sum(1 for _ in before)


def overdue_ratio(silent: int, cadence: int) -> float:
    """Days without a meaningful touch / cadence, 0 to 3."""
    return min(max(silent, 0) / cadence, MOST_OVERDUE)


def pressure(tier: Tier, ratio: float, share: float) -> float:
    """Overdue ratio x tier weight x (1 + share of the book's revenue). Source: DOMAIN, Nudges, Order."""
    return ratio * WEIGHT[tier] * (1 + share)


def _entry(record: Record, on: date, policy: Policy, seen: Look) -> tuple[str, str]:
    """What brings it, and the kind of reason that comes with that."""
    step = record.next_step
    if step and not step.done and step.on and step.on < on:
        return "next step", PASSED
    if seen.enters is not None and seen.enters <= on:
        return "cadence", ""
    there = dated.wanted(record, on, policy) if seen.dated is None else seen.dated
    return "dated", dated.first_reached(there, on)


def choose(
    candidates: Sequence[Candidate],
    on: date,
    context: Context,
    workdays: Workdays,
    coming: Mapping[date, Sequence[Tier]] | None = None,
) -> Bundle:
    """The bundle: at most `nudge_cap` accounts, `dated_cap` of them for dated reasons, one place for the
    account that has wanted one longest without being shown (two, when the next one has waited LONG, too).
    `coming`: tiers of the book's accounts whose look comes on a later date."""
    policy = context.policy
    ranked = sorted(candidates, key=lambda c: (-c.rank, c.record.account.name, c.record.account.id))
    kept = _kept(ranked, on, policy, workdays=workdays)
    taken = _taken(ranked, kept, policy)
    waiting = _others(ranked, taken)
    caught_up_on = None
    if overflows := len(waiting) > policy.nudge_cap:
        shown = [_waits(c, policy, 1) for c in taken]
        rest = [_waits(c, policy) for c in waiting]
        by_date = sum(c.entry == "dated" for c in waiting)
        caught_up_on = caught_up(
            shown, rest, by_date, coming=coming or {}, on=on, workdays=workdays, policy=policy
        )
        overflows = caught_up_on is None
    cut = _cut(_others(taken, kept), waiting)
    return Bundle(_told(taken, on, context), len(waiting), caught_up_on, overflows=overflows, cut=cut)


def _kept(ranked: Sequence[Candidate], on: date, policy: Policy, workdays: Workdays) -> list[Candidate]:
    """Who has waited longest has a place whatever its rank (with a cap of 1 there is none to keep); so has
    the next, with a cap of 3 or more, once it has waited LONG: a book fuller than its mornings would let
    some wait for a quarter else."""
    longest = sorted(ranked, key=lambda c: (c.since, -c.rank))[: min(policy.nudge_cap - 1, 2)]
    return longest[:1] + [c for c in longest[1:] if working_days_between(c.since, on, workdays) > LONG]


def _taken(ranked: Sequence[Candidate], kept: Sequence[Candidate], policy: Policy) -> list[Candidate]:
    """The places kept, up to `dated_cap` for dated reasons, whose day would pass else, in the order of
    their kinds; the others by rank."""
    free, others = policy.dated_cap - sum(c.entry == "dated" for c in kept), _others(ranked, kept)
    by_date = sorted((c for c in others if c.entry == "dated"), key=lambda c: dated.rank(c.brings))
    taken = [*kept, *by_date[: max(free, 0)], *(c for c in others if c.entry != "dated")]
    places = {id(c): n for n, c in enumerate(ranked)}
    return sorted(taken[: policy.nudge_cap], key=lambda c: places[id(c)])


def _others(of: Sequence[Candidate], these: Sequence[Candidate]) -> list[Candidate]:
    """Those of some that are none of `these`; each stands once, and two with all they hold are long to
    compare."""
    known = {id(c) for c in these}
    return [c for c in of if id(c) not in known]


def _cut(taken: Sequence[Candidate], waiting: Sequence[Candidate]) -> tuple[tuple[Candidate, Candidate], ...]:
    """The accounts shown last, the very last first, each with the first of those that could wait that is of
    its tier and of like rank: by cadence both, for a dated one has more than its rank, and one that waited
    longest has its place whatever its rank."""
    left = [c for c in waiting if c.entry == "cadence"]
    pairs = list[tuple[Candidate, Candidate]]()
    for c in reversed([c for c in taken if c.entry == "cadence"][-MOST_PAIRS:]):
        tier = c.record.account.tier
        like = (w for w in left if w.record.account.tier == tier and w.rank >= LIKE * c.rank)
        if (other := next(like, None)) is not None:
            left = _others(left, [other])
            pairs.append((c, other))
    return tuple(pairs)


def _waits(c: Candidate, policy: Policy, more: int = 0) -> Waits:
    account = c.record.account
    cadence = own_cadence(account.tier, account.cadence_days, policy)
    return Waits(account.tier, len(ignored(c.record)) + more, cadence)


def _told(taken: Sequence[Candidate], on: date, context: Context) -> tuple[Chosen, ...]:
    """Each with its reason; one insight is no reason for two of them in one morning."""
    chosen = []
    for c in taken:
        reason = place_reason(c.record, on, context, brings=c.brings)
        context = context.without(reason.insight)
        chosen.append(Chosen(c.record, reason, len(ignored(c.record)) >= 2))
    return tuple(chosen)
