"""Accounts that a file gave to somebody: theirs, not theirs, or paused. Nothing waits for their word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .phrase import Phrase, count
from .records import TIERS, Tier

NOT_MINE = "not_mine"
"""What waits for a manager's tap."""
STAYS, EXPIRED = "stays", "expired"
MOST = 200
"""Said to be theirs at once."""


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """An account that its owner has not spoken of yet."""

    id: int
    name: str
    tier: Tier
    annual: int | None = None


@dataclass(frozen=True, slots=True)
class Disowned:
    """An account of which `by` said that it is not theirs; `owner` whose it is now."""

    account_id: int
    name: str
    tier: str
    by: str
    owner: str
    stands: bool
    """Whether it is still theirs, so that it is to be settled."""


def by_tier(those: Sequence[Unclaimed]) -> Phrase:
    tiers = ", ".join(f"{n} {tier}" for tier in TIERS if (n := sum(x.tier == tier for x in those)))
    return count("{count} account ({tiers})", "{count} accounts ({tiers})", len(those), tiers=tiers)
