"""Do we spend enough on existing customers: touches and minutes by tier beside what each brings."""

from __future__ import annotations

from rules.records import Person, Tier
from rules.week import Digest, Effort

from .blocks import Block, bar_chart, context, divider, section
from .words import Viewer, count, percent, points


def effort(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    if d.quiet:
        return None
    efforts = [e for e in d.effort if e.quarter_touches or e.touches or d.tiers[e.tier].whole]
    revenue = sum(max(e.revenue, 0) for e in efforts)
    minutes = sum(e.quarter_minutes for e in d.effort)
    if not efforts:
        return None
    blocks = [
        divider(),
        section("*2 · Do we spend enough on them?*\n" + "\n".join(_effort(d, e, viewer) for e in efforts)),
    ]
    estimated = sum(e.estimated_minutes for e in d.effort) / (sum(e.minutes for e in d.effort) or 1)
    if minutes:
        series = {"Minutes (13 weeks)": [points(e.quarter_minutes / minutes) for e in efforts]}
        if revenue:
            series["Revenue"] = [points(max(e.revenue, 0) / revenue) for e in efforts]
        title = "Time and revenue by tier, %" if revenue else "Time by tier, %"
        blocks.append(bar_chart(title, [e.tier for e in efforts], series, x="Tier", y="% of all"))
    if any(e.minutes for e in d.effort):
        blocks.append(context(f"{percent(estimated)} of this week's minutes are estimated by channel."))
    return blocks


def _effort(d: Digest, e: Effort, viewer: Viewer) -> str:
    value = f", {percent(e.value_adding / e.meaningful)} of value" if e.meaningful else ""
    week = (
        f"{count(e.touches, 'touch', 'touches')}, {e.minutes:,} min{value}"
        if e.touches
        else "no touch this week"
    )
    brings = brings_of_tier(d, e.tier, e.revenue, viewer=viewer)
    brings = brings if brings == viewer.money(None) else f"brings {brings} a year"
    return f"*{e.tier}*  {week} · 13 weeks: {count(e.quarter_touches, 'touch', 'touches')} · {brings}"


def brings_of_tier(d: Digest, tier: Tier, total: int, viewer: Viewer) -> str:
    """What a tier's counted accounts bring a year: in their own currencies where none has a rate, unknown
    where nobody said."""
    counted = [a for a in d.accounts if a.counted and a.tier == tier]
    if any(a.known and a.brings is None for a in counted):
        return viewer.money(total)
    own = dict[str, int]()
    for a in counted:
        if a.brings is not None:
            own[a.brings.currency] = own.get(a.brings.currency, 0) + a.brings.minor
    return " and ".join(viewer.money(own[c], c) for c in sorted(own)) or viewer.money(None)
