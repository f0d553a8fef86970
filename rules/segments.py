"""Proposals for a tier nobody gave, and segments by default. Source: DOMAIN, Cadence and Segments."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from .records import Tier


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


def default_segment(rank: float, services: int, recurring: bool) -> str:
    """Segment of an account at `rank` (0 = most revenue, 1 = least): top 20 % with 3 or more services;
    next 40 % or recurring."""
    if rank < 0.2 and services >= 3:
        return "money maker"
    return "contributor" if rank < 0.6 or recurring else "filler"
