"""Cadences that a whole team could keep, where it is short: moving accounts between its people is no way out
then. Source: DOMAIN, Cadence; docs/decisions.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from .coverage import Seen
from .policy import Policy
from .records import TIERS, Tier

SHORT = 1.3  # of what was made, that is needed: below it a team is busy, not short
LEAST_SHORT = 0.3  # touches a working day
LEAST_MADE = 10  # touches in the 4 weeks: who logs next to nothing is not known to be short
LONGEST = 2  # times its cadence: beyond that an account is neglected
WEEK = 7


@dataclass(frozen=True, slots=True)
class Fitting:
    """Touches a working day that a whole team needs, against those it made in the last 4 weeks, and the
    cadences in days by tier that would fit; None where even twice as long ones don't."""

    needed: float
    made: float
    cadences: Mapping[Tier, int] | None
    longer: frozenset[Tier] = frozenset()
    """Tiers whose cadence would be another."""


def a_day(cadence: int) -> float:
    """Touches a working day that one account needs."""
    return 7 / (5 * cadence)


def fitting(
    accounts: Sequence[Seen], needed: float, made: float, touches: int, policy: Policy
) -> Fitting | None:
    """What would fit the `accounts` that are called by cadence, where they need 1.3 times what was made, and
    .3 touches a day more; None where the team is not short, or made fewer than 10 touches in the 4 weeks.

    C is lengthened first, then B, then A, each by whole weeks to twice its cadence at most; accounts with a
    cadence of their own keep it."""
    if touches < LEAST_MADE or needed < SHORT * made or needed - made <= LEAST_SHORT:
        return None
    cadences = {tier: policy.cadence(tier) for tier in TIERS}
    own = [a for a in accounts if a.cadence != cadences[a.tier]]
    follow = {tier: sum(a.tier == tier and a.cadence == cadences[tier] for a in accounts) for tier in TIERS}
    kept = sum(a_day(a.cadence) for a in own)

    def total() -> float:
        return kept + sum(n * a_day(cadences[tier]) for tier, n in follow.items())

    longer = set[Tier]()
    for tier in reversed(TIERS):
        if total() <= made or not follow[tier]:
            continue
        most = ceil(LONGEST * cadences[tier] / WEEK) * WEEK
        room = made - (total() - follow[tier] * a_day(cadences[tier]))
        # the shortest that fits, in whole weeks
        fits = ceil(round(follow[tier] * 7 / (5 * room), 6) / WEEK) * WEEK if room > 0 else most
        cadences[tier] = min(fits, most)
        longer.add(tier)
    return Fitting(needed, made, cadences if total() <= made else None, frozenset(longer))
