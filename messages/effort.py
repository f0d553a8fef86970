"""Do we spend enough on existing customers: touches and minutes by tier and by segment, beside what each
brings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rules.coverage import Seen
from rules.records import Person
from rules.week import Digest, Effort

from .blocks import Block, bar_chart, divider, section
from .showing import show_button
from .words import Viewer, count, percent, points

EFFORT, NAME = "effort", "Time and revenue"
SEGMENT = {
    "money maker": "Money makers",
    "contributor": "Contributors",
    "filler": "Fillers",
    "": "In no segment",
}


def effort(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Each tier in a line, all segments in one; the chart and each segment's week behind a button."""
    tiers, segments = _spent(d.effort), _segments(d)
    if d.quiet or not tiers:
        return None
    head = f"*2 · Do we spend enough on them?* 13 weeks, against revenue · this week{_estimated(tiers)}"
    by_tier = "\n".join([head, *_by_tier(d, tiers, viewer)])
    show, known = show_button(EFFORT, NAME, d, of), [e for e in segments if e.of]
    if not known:
        return [divider(), section(by_tier, show, f"detail.{EFFORT}")]
    in_short = " · ".join(_in_short(e, segments) for e in known)
    return [divider(), section(by_tier), section(in_short, show, f"detail.{EFFORT}")]


def whole(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Tiers and segments, each in a line, and as a chart."""
    tiers, segments = _spent(d.effort), _segments(d)
    if d.quiet or not tiers:
        return None
    lines = [f"*{NAME}* 13 weeks, against revenue · this week{_estimated(tiers)}"]
    lines += _by_tier(d, tiers, viewer)
    for e in segments:
        accounts = [a for a in d.accounts if d.segments.get(a.id, "") == e.of]
        lines.append(_effort(e, segments, accounts, viewer))
    chart = [_chart(tiers, segments)] if sum(e.quarter_minutes for e in tiers) else []
    return [section("\n".join(lines)), *chart]


def _by_tier(d: Digest, tiers: Sequence[Effort], viewer: Viewer) -> list[str]:
    return [_effort(e, tiers, [a for a in d.accounts if a.tier == e.of], viewer) for e in tiers]


def _segments(d: Digest) -> list[Effort]:
    """None where nobody knows what any account brings."""
    spent = _spent(d.by_segment)
    return spent if any(e.of for e in spent) else []


def _in_short(e: Effort, among: Sequence[Effort]) -> str:
    """A segment's share of the time, and of the revenue."""
    minutes, revenue = _shares(e, among)
    for_ = f" for {percent(revenue)} of revenue" if revenue is not None else ""
    return f"*{_name(e)}* {percent(minutes) if e.quarter_touches else 'none'} of time{for_}"


def _estimated(tiers: Sequence[Effort]) -> str:
    """How much of the week's minutes nobody gave."""
    share = sum(e.estimated_minutes for e in tiers) / (sum(e.minutes for e in tiers) or 1)
    return f" ({percent(share)} of the minutes estimated by channel)" if share else ""


def _spent(efforts: Sequence[Effort]) -> list[Effort]:
    """Those of parts in which accounts are, or were touched."""
    return [e for e in efforts if e.quarter_touches or e.touches or e.accounts]


def _chart(tiers: Sequence[Effort], segments: Sequence[Effort]) -> Block:
    """Shares of all, by tier and by segment beside each other."""
    shares = [(e, _shares(e, of)) for of in (tiers, segments) for e in of if e.of]
    series = {"Minutes (13 weeks)": [points(minutes) for _, (minutes, _) in shares]}
    if _revenue(tiers):
        series["Revenue"] = [points(revenue) for _, (_, revenue) in shares]
    names = [_name(e) for e, _ in shares]
    what = "Time and revenue" if "Revenue" in series else "Time"
    by = "by tier and segment" if segments else "by tier"
    return bar_chart(
        f"{what} {by}, %", names, series, x="Tier, segment" if segments else "Tier", y="% of all"
    )


def _shares(e: Effort, among: Sequence[Effort]) -> tuple[float | None, float | None]:
    """Of the minutes of 13 weeks, and of the revenue; None where there are none."""
    minutes, revenue = sum(x.quarter_minutes for x in among), _revenue(among)
    return (
        e.quarter_minutes / minutes if minutes else None,
        max(e.revenue, 0) / revenue if revenue else None,
    )


def _revenue(efforts: Iterable[Effort]) -> int:
    return sum(max(e.revenue, 0) for e in efforts)


def _name(e: Effort) -> str:
    return SEGMENT.get(e.of, e.of)


def _effort(e: Effort, among: Sequence[Effort], accounts: Iterable[Seen], viewer: Viewer) -> str:
    """A part: of the time of 13 weeks against what it brings, then the week."""
    minutes, revenue = _shares(e, among)
    touches = count(e.quarter_touches, "touch", "touches")
    time = f"{percent(minutes)} of time ({touches})" if e.quarter_touches else "none of the time"
    value = f", {percent(e.value_adding / e.meaningful)} of value" if e.meaningful else ""
    week = f"{count(e.touches, 'touch', 'touches')}, {e.minutes:,} min{value}" if e.touches else "no touch"
    brings = brings_of(accounts, e.revenue, viewer)
    if revenue is not None and e.revenue > 0:
        brings = f"{percent(revenue)} of revenue ({brings})"
    elif brings != viewer.money(None):
        brings = f"brings {brings} a year"
    return f"*{_name(e)}*  {time}, {brings} · {week}"


def brings_of(accounts: Iterable[Seen], total: int, viewer: Viewer) -> str:
    """What counted accounts bring a year: in their own currencies where none has a rate, unknown where nobody
    said."""
    counted = [a for a in accounts if a.counted]
    if any(a.known and a.brings is None for a in counted):
        return viewer.money(total)
    own = dict[str, int]()
    for a in counted:
        if a.brings is not None:
            own[a.brings.currency] = own.get(a.brings.currency, 0) + a.brings.minor
    return " and ".join(viewer.money(own[c], c) for c in sorted(own)) or viewer.money(None)
