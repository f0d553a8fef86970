"""Tiers that are proposed to whoever manages an account's owner: where nobody gave one, and where revenue or
segment do not fit the one that it has. Source: DOMAIN, Cadence and Segments. A person's judgement wins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from .phrase import Phrase, count, say
from .records import TIERS, Tier
from .segments import FILLER, MONEY_MAKER, propose_tiers

ENOUGH = 10
"""Accounts with revenue in a book, from which on a tier two steps off is one that does not fit: in a smaller
one the shares say nothing."""
KEPT_FOR = 180
"""Days in which what somebody kept is not proposed again, unless another tier is; and nothing where somebody
set the tier."""
MOST = 100
"""Taken at once."""
Kept = Collection[tuple[int, str]]
"""Accounts with the tier that was proposed and not wanted."""


@dataclass(frozen=True, slots=True)
class Held:
    """An account of a book; `proposal`: a tier from revenue where nobody gave one; `segment`: how it earns,
    `chosen` by a person or by its revenue (rules/segments.py)."""

    id: int
    name: str
    owner_id: int
    owner: str
    tier: Tier
    proposal: str = ""
    annual: int | None = None
    segment: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    held: Held
    to: Tier
    why: Phrase


def proposals(books: Iterable[Sequence[Held]], kept: Kept) -> list[Proposed]:
    """Of all these books, a book an owner: the highest tier first, then by revenue."""
    settled = {account for account, _ in kept}
    those = [p for book in books for p in _of_book(book, settled) if (p.held.id, p.to) not in kept]
    return sorted(those, key=lambda p: (TIERS.index(p.to), -(p.held.annual or 0), p.held.name, p.held.id))


def _of_book(book: Sequence[Held], settled: Collection[int]) -> list[Proposed]:
    """`settled`: accounts of which somebody kept a tier against what their revenue says."""
    known = {h.id: h.annual for h in book if h.annual}
    by_revenue = propose_tiers({h.id: h.annual or 0 for h in book})
    ranks = {a: n for n, a in enumerate(sorted(known, key=lambda a: (-known[a], a)), 1)}
    total, made = sum(known.values()), list[Proposed]()
    for h in book:
        enough = len(known) >= ENOUGH
        speaks = h.chosen or (enough and h.id not in settled)
        to = _tier_of(h, by_revenue[h.id], enough, speaks)
        if to is None or to == h.tier:
            continue
        made.append(Proposed(h, to, _why(h, ranks.get(h.id), len(known), total)))
    return made


def _tier_of(h: Held, by_revenue: Tier, enough: bool, speaks: bool) -> Tier | None:
    """What is proposed; None where it is fine as it is. `speaks`: whether the segment has a say."""
    if h.tier == "C" and h.proposal in TIERS:
        return h.proposal
    if speaks and (to := _by_segment(h)):
        return to
    off = abs(TIERS.index(by_revenue) - TIERS.index(h.tier)) == 2
    return by_revenue if enough and off and h.annual else None


def _by_segment(h: Held) -> Tier | None:
    """The tier that a segment calls for, where the account has the one that fits it least."""
    if h.tier == "C" and h.segment == MONEY_MAKER:
        return "A"
    return "C" if h.tier == "A" and h.segment == FILLER else None


def _why(h: Held, rank: int | None, of: int, total: int) -> Phrase:
    as_it_is = say("a {segment} as {tier}", segment=h.segment or FILLER, tier=h.tier)
    if rank is None or h.annual is None:
        return as_it_is
    nobodys = h.proposal and h.tier == "C"
    off = as_it_is if _by_segment(h) else say("does not fit its revenue")
    given = say("nobody gave a tier") if nobodys else off
    return say(
        "{given}: number {rank} of {of} in the book, {share} % of its revenue",
        given=given,
        rank=rank,
        of=of,
        share=round(100 * h.annual / total),
    )


def all_of(those: Sequence[Proposed]) -> Phrase:
    """What taking all of them changes, in a sentence."""
    to = ", ".join(f"{n} to {tier}" for tier in TIERS if (n := sum(p.to == tier for p in those)))
    return count(
        "{count} account changes its tier ({to}); each is in its history, all are undone with one tap.",
        "{count} accounts change their tier ({to}); each is in its history, all are undone with one tap.",
        len(those),
        to=to,
    )
