"""The week in one sentence: how many accounts are in rhythm, the worst neglect by value; and what is kept
of the revenue."""

from __future__ import annotations

from rules.coverage import Seen
from rules.records import TIERS
from rules.revenue import Missing, Retention
from rules.week import Digest

from .blocks import escape
from .words import Viewer, count, listed, percent, points


def headline(d: Digest, viewer: Viewer) -> str:
    """52 of 60 accounts in rhythm (87 %, +4 points; 31 touched this week), but 3 A's worth $210,000 without
    contact for over 4 weeks: Acme, Globex, Initech."""
    if not d.all.whole:
        return _nobody_counted(d)
    touched = f"; {d.reached} touched {'so far this week' if d.running else 'in the week'}"
    text = (
        f"{d.all.part} of {count(d.all.whole, 'account')} in rhythm "
        f"({percent(d.all.by_count)}{_moved(d)}{touched})"
    )
    if not d.neglected:
        return text + (", nobody is neglected." if d.all.part == d.all.whole else ".")
    worst = named_in_it(d)
    tier = worst[0].tier
    worth = sum(max(a.revenue, 0) for a in worst)
    beyond = 2 * min(a.cadence for a in worst)
    over = count(beyond // 7, "week") if beyond >= 7 else count(beyond, "day")
    what = f"{len(worst)} {tier}'s" if len(worst) > 1 else f"1 {tier}"
    money = f" worth {viewer.money(worth)}" if worth else ""
    return (
        f"{text}, but {what}{money} without contact for over {over}: {escape(listed(a.name for a in worst))}."
    )


def named_in_it(d: Digest) -> list[Seen]:
    """The neglected accounts of the tier in which they bring most; none where nobody is neglected."""
    if not d.all.whole:
        return []
    by_tier = ([a for a in d.neglected if a.tier == t] for t in TIERS)
    return max(by_tier, key=lambda those: (sum(max(a.revenue, 0) for a in those), len(those)))


def _nobody_counted(d: Digest) -> str:
    """Why no account counts: paused, or never touched and not due yet."""
    new = len(d.accounts) - d.paused
    if not new:
        return f"{everybody(d.paused)} {'is' if d.paused == 1 else 'are'} paused."
    waiting = f"{count(new, 'account is', 'accounts are')} new and not due yet"
    return f"{waiting}, {d.paused} paused." if d.paused else f"{waiting}."


def everybody(number: int) -> str:
    """All of a book."""
    return {1: "The only account", 2: "Both accounts"}.get(number, f"All {number:,} accounts")


def _moved(d: Digest) -> str:
    if d.all.by_count is None or d.before.by_count is None:
        return ""
    moved = points(d.all.by_count - d.before.by_count)
    since = " in 7 days" if d.running else ""
    if not moved:
        return ", as 7 days ago" if d.running else ", as before"
    return f", {'+' if moved > 0 else '−'}{count(abs(moved), 'point')}{since}"


def retention(d: Digest, viewer: Viewer) -> str:
    """A sentence for each part of the revenue: its kind where there are two, its currency where that has
    no rate."""
    kinds = {r.basis for r in d.retention}
    return "\n".join(_kept(r, viewer, mixed=len(kinds) > 1) for r in d.retention)


def _kept(r: Retention, viewer: Viewer, mixed: bool) -> str:
    of = f"{r.basis.capitalize()}: " if mixed else ""
    if r.currency and r.currency != viewer.currency:
        of += f"{'in' if of else 'In'} {r.currency}, which has no rate: "
    if isinstance(r.nrr, Missing) or isinstance(r.grr, Missing):
        return f"{of}NRR and GRR: {viewer.plain(r.nrr.why) if isinstance(r.nrr, Missing) else ''}."
    text = f"{of}NRR {percent(r.nrr)}"
    if r.nrr_without_largest is not None:
        text += f", without {escape(r.largest_name)}'s expansion {percent(r.nrr_without_largest)}"
    text += f" · GRR {percent(r.grr)}" + (" (of purchases)" if r.basis == "purchases" and not mixed else "")
    return f"{text} · logo churn {percent(r.lost / r.cohort)} ({r.lost} of {count(r.cohort, 'account')})"
