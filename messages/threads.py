"""Accounts that hang by a thread, as the digest names them."""

from __future__ import annotations

from collections.abc import Sequence

from rules.facts.notes import first_words
from rules.facts.threads import Thin
from rules.records import Person
from rules.week import Digest

from .blocks import Block, clip, escape, section
from .words import Viewer

TOLD = 8  # accounts of a kind that are named


def team_line(d: Digest, viewer: Viewer) -> str | None:
    """How many champions left, how many accounts hang by one person or by e-mail alone."""
    counts = {
        "*Champion left*": len(d.champions),
        "*Single-threaded*": sum(t.met is not None for t in d.thin),
        "*E-mail only*": sum(t.email_only for t in d.thin),
    }
    return " · ".join(f"{what}: {n}" for what, n in counts.items() if n) or None


def of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Champions who left, too few people met, and A's that nobody spoke with."""
    few = [f"{_named(t)} {t.met} of {t.need}" for t in d.thin if t.met is not None]
    written = [_named(t) for t in d.thin if t.email_only]
    gone = [
        f"{_short(u.account)} ({_short(u.name)}, {'moved ' if u.moved else ''}{viewer.day(u.left_on)})"
        for u in d.champions
    ]
    lines = []
    if gone:
        lines.append(f"*Champion left*: {len(gone)} · nobody in their place yet: {_listed(gone)}")
    if few:
        lines.append(f"*Single-threaded*: {len(few)} · people met in 180 days: {_listed(few)}")
    if written:
        lines.append(f"*E-mail only*: {len(written)} · no live touch in two cadences: {_listed(written)}")
    return [section("\n".join(lines))] if lines else None


def by_a_thread(t: Thin) -> str:
    """Of one account, whole."""
    few = f"Single-threaded: met {t.met} of {t.need} in 180 days" if t.met is not None else ""
    written = "E-mail only: no live touch in two cadences" if t.email_only else ""
    return " · ".join(filter(None, (few, written)))


def _named(t: Thin) -> str:
    return f"{_short(t.account)} ({t.tier})"


def _short(name: str) -> str:
    return clip(escape(first_words(name, 60)), 120)


def _listed(those: Sequence[str]) -> str:
    more = f"; and {len(those) - TOLD} more" if len(those) > TOLD else ""
    return "; ".join(those[:TOLD]) + more
