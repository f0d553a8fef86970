"""Five accounts to grow, beside those to worry about: why, and what it may bring."""

from __future__ import annotations

from collections.abc import Sequence

from rules.growing import GREW, PACKAGE, Growth
from rules.phrase import Phrase
from rules.records import Person
from rules.week import Digest, Grow

from .blocks import Block, clip, divider, escape, headed, section
from .needs import acts, brings, owner_of
from .words import Viewer, listed


def to_grow(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """In a quiet week they stand in its sentence."""
    if d.quiet or not d.grow:
        return None
    title = "*Five to grow*" if len(d.grow) == 5 else "*To grow*"
    return [divider(), *accounts(d, viewer, of, title)]


def accounts(d: Digest, viewer: Viewer, of: Person | None, title: str) -> list[Block]:
    """Each with what is done about it; the title stands in the first."""
    painted = [section(_grow(g, d, viewer), acts(g.seen.id, of), f"grow.{g.seen.id}") for g in d.grow]
    return headed(title, painted)


def _grow(g: Grow, d: Digest, viewer: Viewer) -> str:
    """The first of its reasons: the others stand in `/account upsell`."""
    why = escape(viewer.plain(g.growth.why[0]))
    bring = may_bring(g.growth, viewer)
    beside = [escape(owner_of(d, g.seen, first=True)), brings(g.seen, viewer), *([bring] if bring else [])]
    return clip(f"🌱 *{escape(g.seen.name)}* ({g.seen.tier}): {why} · {' · '.join(beside)}", 700)


def may_bring(growth: Growth, viewer: Viewer) -> str:
    """What its needs may bring, where the first reason does not say it; or what is not known of it."""
    if not growth.may_bring:
        return "no need noted" if growth.kind in (GREW, PACKAGE) else "no budget named"
    if _says(growth.why, growth.may_bring):
        return ""
    return f"may bring {listed(map(viewer.value, growth.may_bring))}"


def _says(why: Sequence[Phrase], money: Sequence[object]) -> bool:
    return list(money) == [value for name, value in why[0].values if name == "budget"]
