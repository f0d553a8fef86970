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


def of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Too few people met, and A's that nobody spoke with."""
    few = [f"{_named(t)} {t.met} of {t.need}" for t in d.thin if t.met is not None]
    written = [_named(t) for t in d.thin if t.email_only]
    lines = []
    if few:
        lines.append(f"*Single-threaded*: {len(few)} · people met in 180 days: {_listed(few)}")
    if written:
        lines.append(f"*E-mail only*: {len(written)} · no live touch in two cadences: {_listed(written)}")
    return [section("\n".join(lines))] if lines else None


def _named(t: Thin) -> str:
    return f"{clip(escape(first_words(t.account, 60)), 120)} ({t.tier})"


def _listed(those: Sequence[str]) -> str:
    more = f"; and {len(those) - TOLD} more" if len(those) > TOLD else ""
    return "; ".join(those[:TOLD]) + more
