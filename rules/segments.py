"""Proposals for a tier nobody gave, and segments by default. Source: DOMAIN, Cadence and Segments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from statistics import median

from .records import SEGMENTS, Tier

MONEY_MAKER, CONTRIBUTOR, FILLER = SEGMENTS
SERVICES = 3
"""From so many services on an account is tied to us by more than one thing."""


def propose_tiers(revenue: Mapping[int, int]) -> dict[int, Tier]:
    """A: the accounts that make the first 80 % of revenue, at most 20 % of the book; B the next 30 %; C
    the rest."""
    ranked = sorted(revenue, key=lambda a: (-revenue[a], a))
    total, most_a, most_b = sum(revenue.values()), len(ranked) // 5, ceil(len(ranked) * 0.3)
    proposed: dict[int, Tier] = {}
    made = 0
    for account in ranked:
        if total and made < 0.8 * total and len(proposed) < most_a:
            proposed[account] = "A"
            made += revenue[account]
        else:
            break
    rest = ranked[len(proposed) :]
    for n, account in enumerate(rest):
        proposed[account] = "B" if n < most_b and revenue[account] > 0 else "C"
    return proposed


@dataclass(frozen=True, slots=True)
class Earning:
    """What an account is ranked by. `annual`: minor units a year of the workspace's currency, None when
    unknown or without a rate; `services`: how many it uses, 0 when nobody knows; `recurring`: whether any of
    its revenue recurs; `given`: the segment that a person chose."""

    id: int
    name: str
    annual: int | None
    services: int = 0
    recurring: bool = False
    given: str = ""
    active: bool = True
    """A customer that is looked after by itself; a paused one and one served through its parent rank
    nowhere."""


def segments(workspace: Iterable[Earning]) -> dict[int, str]:
    """Segment by account, of all accounts of a workspace; those without one are left out. Source: DOMAIN,
    Segments.

    By annual revenue, the most first, then by name: of n that bring anything the first 0.2 n are money
    makers, where they use 3 services or more, or nobody knows which; the others up to 0.6 n are contributors,
    and so is recurring revenue of at least half of the median. The rest are fillers, what brings nothing
    among them. What a person chose stands. An account whose revenue nobody knows has none.
    """
    those = list(workspace)
    ranked = sorted((e for e in those if e.active and _brings(e)), key=lambda e: (-_brings(e), e.name, e.id))
    half = median(map(_brings, ranked)) / 2 if ranked else 0
    found = {e.id: FILLER for e in those if e.active and e.annual is not None}
    for place, e in enumerate(ranked):
        found[e.id] = segment_at(e, place, len(ranked), half)
    return found | {e.id: e.given for e in those if e.given}


def _brings(e: Earning) -> int:
    return max(e.annual or 0, 0)


def segment_at(e: Earning, place: int, of: int, half_of_median: float) -> str:
    """The segment by default of an active account that brings something, at its place (0: most) of so
    many."""
    if 5 * place < of and (not e.services or e.services >= SERVICES):
        return MONEY_MAKER
    if 5 * place < 3 * of or (e.recurring and _brings(e) >= half_of_median):
        return CONTRIBUTOR
    return FILLER
