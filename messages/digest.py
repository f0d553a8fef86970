"""The manager's week on one screen: a headline, three questions, five accounts to worry about."""

from __future__ import annotations

from rules.coverage import Seen
from rules.records import TIERS, Person, days
from rules.revenue import Missing, Retention
from rules.week import Digest, Effort, Risk

from . import actions as do
from .actions import AccountRef, WorryRef
from .blocks import (
    Block,
    Message,
    actions,
    bar_chart,
    clip,
    context,
    data_table,
    divider,
    escape,
    header,
    message,
    option,
    overflow,
    section,
    select,
)  # fmt: skip
from .words import BAND_MARK, Viewer, count, listed, percent, points

SHOWN = 5


def digest(d: Digest, viewer: Viewer, of: Person | None = None) -> Message:
    """The message; a quiet week is a short one. `of` is the person whose figures they are, where it isn't the reader."""
    line = headline(d, viewer)
    week = (
        f"Week to {viewer.weekday(d.ends_on)}"
        if d.running
        else f"Week {viewer.day(d.ends_on - days(6))} to {viewer.day(d.ends_on)}"
    )
    whose = f"{of.name} · " if of else ""
    people = count(len(d.people), "person", "people")
    blocks: list[Block] = [header(f"{whose}{week}: {people}"), section(f"*{line}*\n{_retention(d)}")]
    if not d.accounts:
        none = f"{escape(of.name)} owns" if of else "Your team owns"
        return message(line, [blocks[0], section(f"{none} no account yet. Import accounts, or reassign some.")])
    blocks += _success(d, viewer)
    if d.quiet:
        blocks.append(section("Every account is in rhythm, none is at risk. A quiet week: spend it on growing somebody."))
    else:
        blocks += _enough(d, viewer) + _reaching(d, viewer) + _worries(d, viewer, of.id if of else None)
    return message(f"{line} {_retention(d)}".replace("*", ""), blocks)


def headline(d: Digest, viewer: Viewer) -> str:
    """52 of 60 accounts in rhythm (87 %, +4; 31 touched this week), but 3 A's worth $210,000 without contact for over
    4 weeks: Acme, Globex, Initech."""
    if not d.all.whole:
        return "No account is counted yet."
    touched = f"; {d.reached} touched {'so far this week' if d.running else 'in the week'}"
    text = f"{d.all.part} of {count(d.all.whole, 'account')} in rhythm ({percent(d.all.by_count)}{_moved(d)}{touched})"
    if not d.neglected:
        return text + (", nobody is neglected." if d.all.part == d.all.whole else ".")
    by_tier = {t: [a for a in d.neglected if a.tier == t] for t in TIERS}
    tier = max(TIERS, key=lambda t: (sum(a.revenue for a in by_tier[t]), len(by_tier[t])))
    worst = by_tier[tier]
    worth = sum(a.revenue for a in worst)
    weeks = 2 * min(a.cadence for a in worst) // 7
    what = f"{len(worst)} {tier}'s" if len(worst) > 1 else f"1 {tier}"
    money = f" worth {viewer.money(worth)}" if worth else ""
    return f"{text}, but {what}{money} without contact for over {count(weeks, 'week')}: {escape(listed(a.name for a in worst))}."


def _moved(d: Digest) -> str:
    if d.all.by_count is None or d.before.by_count is None:
        return ""
    moved = points(d.all.by_count - d.before.by_count)
    return f", {moved:+d}" if moved else ", as before"


def _retention(d: Digest) -> str:
    """A sentence for each part of the revenue: its kind where there are two, its currency where that has no rate."""
    kinds = {r.basis for r in d.retention}
    return "\n".join(_kept(r, d.retention[0].currency, mixed=len(kinds) > 1) for r in d.retention)


def _kept(r: Retention, main: str, mixed: bool) -> str:
    of = f"{r.basis.capitalize()}: " if mixed else ""
    of += f"in {r.currency}, which has no rate: " if r.currency != main else ""
    if isinstance(r.nrr, Missing) or isinstance(r.grr, Missing):
        return f"{of}NRR and GRR: {r.nrr.why if isinstance(r.nrr, Missing) else ''}."
    text = f"{of}NRR {percent(r.nrr)}"
    if r.nrr_without_largest is not None:
        text += f", without {escape(r.largest_name)}'s expansion {percent(r.nrr_without_largest)}"
    text += f" · GRR {percent(r.grr)}" + (" (of purchases)" if r.basis == "purchases" and not mixed else "")
    return f"{text} · logo churn {percent(r.lost / r.cohort)} ({r.lost} of {count(r.cohort, 'account')})"


def _success(d: Digest, viewer: Viewer) -> list[Block]:
    tiers = [t for t in TIERS if d.tiers[t].whole]
    rows = []
    for t in tiers:
        now, before = d.tiers[t], d.tiers_before[t]
        rows.append(
            f"*{t}*  {now.part} of {now.whole} ({percent(now.by_count)}, last week {percent(before.by_count)}) · "
            f"{percent(now.by_revenue)} of its {viewer.money(now.revenue_whole)}"
        )
    value = f"With something of value: {percent(d.value.by_count)} of accounts, {percent(d.value.by_revenue)} of revenue."
    paused = f" {count(d.paused, 'account')} paused." if d.paused else ""
    beside = ", ".join(viewer.value(m) for m in d.unrated)
    unrated = f" Without a rate, and in none of these sums: {beside} a year." if beside else ""
    blocks = [
        divider(), section("*1 · Are we successful?* Accounts in rhythm by tier\n" + "\n".join(rows)),
        context(value + paused + unrated),
    ]  # fmt: skip
    if d.gained:
        back = escape(listed((a.name for a in d.gained), SHOWN))
        blocks.append(context(f"👏 Back in rhythm since the week before: {back}."))
    if tiers:
        names = [*tiers, "All"]
        series = {
            "Last week": [points(s.by_count) for s in [*(d.tiers_before[t] for t in tiers), d.before]],
            "This week": [points(s.by_count) for s in [*(d.tiers[t] for t in tiers), d.all]],
        }
        blocks.append(bar_chart("Accounts in rhythm, %", names, series, "Tier", "% in rhythm"))
    return blocks


def _enough(d: Digest, viewer: Viewer) -> list[Block]:
    revenue = sum(e.revenue for e in d.effort) or 1
    minutes = sum(e.quarter_minutes for e in d.effort)
    blocks = [divider(), section("*2 · Do we spend enough on them?*\n" + "\n".join(_effort(e, viewer) for e in d.effort))]
    estimated = sum(e.estimated_minutes for e in d.effort) / (sum(e.minutes for e in d.effort) or 1)
    if minutes:
        blocks.append(bar_chart("Time and revenue by tier, %", [e.tier for e in d.effort], {
            "Minutes (13 weeks)": [points(e.quarter_minutes / minutes) for e in d.effort],
            "Revenue": [points(e.revenue / revenue) for e in d.effort],
        }, "Tier", "% of all"))  # fmt: skip
    if any(e.minutes for e in d.effort):
        blocks.append(context(f"{percent(estimated)} of this week's minutes are estimated by channel."))
    short = [c for c in d.capacity if c.needed - c.made > 0.3][:3]
    for c in short:
        move = f" Move {c.move}?" if c.move else ""
        blocks.append(context(
            f"{escape(c.person.name)}: {count(c.accounts, 'account')}, {c.a_accounts} of them A, needs {c.needed:.1f} touches a day, "
            f"made {c.made:.1f}.{move}"
        ))  # fmt: skip
    return blocks


def _effort(e: Effort, viewer: Viewer) -> str:
    value = f", {percent(e.value_adding / e.meaningful)} of value" if e.meaningful else ""
    week = f"{count(e.touches, 'touch', 'touches')}, {e.minutes:,} min{value}" if e.touches else "no touch this week"
    return (
        f"*{e.tier}*  {week} · 13 weeks: {count(e.quarter_touches, 'touch', 'touches')} · brings {viewer.money(e.revenue)} a year"
    )


def _reaching(d: Digest, viewer: Viewer) -> list[Block]:
    blocks: list[Block] = [divider()]
    if d.untouched:
        per = ", ".join(f"{sum(a.tier == t for a in d.untouched)} {t}" for t in TIERS if any(a.tier == t for a in d.untouched))
        blocks.append(section(f"*3 · Are we reaching every account?* {len(d.untouched)} out of rhythm: {per}"))
        blocks.append(data_table(
            "Out of rhythm, by tier and rep, longest first", ["Tier", "Account", "Rep", "Days without contact", "Revenue"],
            [[a.tier, a.name, _owner(d, a), a.silent, _brings(a, viewer)] for a in d.untouched], 10,
        ))  # fmt: skip
        blocks.append(context(clip(_longest(d), 2900)))
        options = [option(f"{a.name} ({a.tier}, {a.silent} days)", AccountRef(a.id).pack()) for a in d.untouched[:100]]
        blocks.append(actions([select("Open a card…", do.DIGEST_OPEN, options)]))
    else:
        blocks.append(section("*3 · Are we reaching every account?* Yes, all of them."))
    if d.risks:
        lines = [_risk(r, viewer) for r in d.risks[:SHOWN]]
        more = f"\nand {len(d.risks) - SHOWN} more" if len(d.risks) > SHOWN else ""
        blocks.append(section(f"*At risk or falling*: {len(d.risks)}\n" + "\n".join(lines) + more))
    n = d.nudges
    if n.shown:
        blocks.append(context(
            f"Nudges: {n.shown} shown, {n.logged} acted on within 3 days, {n.snoozed} snoozed, {n.not_needed} no contact needed, "
            f"{n.ignored} ignored{f', {n.open} still open' if n.open else ''}."
        ))  # fmt: skip
    if d.changes:
        blocks.append(context("Changed: " + "; ".join(f"{escape(name)} {escape(viewer.plain(p))}" for name, p in d.changes[:8])))
    return blocks


def _longest(d: Digest) -> str:
    """What the table says, for a reader who can't see it."""
    return "Longest: " + "; ".join(
        f"{escape(a.name)} ({a.tier}, {escape(_owner(d, a, first=True))}, {a.silent} days)" for a in d.untouched[:SHOWN]
    )


def _risk(r: Risk, viewer: Viewer) -> str:
    score = "" if r.health.score is None or r.health.band == "not enough known" else f" {r.health.score}"
    fell = f", fell {round(r.trend.fall)} in a week" if r.trend.alarm else ""
    why = escape(viewer.plain(r.why))
    return f"{BAND_MARK[r.health.band]} {escape(r.seen.name)} ({r.seen.tier}){score}{fell}: {why}"


def _worries(d: Digest, viewer: Viewer, of: int | None) -> list[Block]:
    if not d.worries:
        return []
    blocks = [divider(), section("*Five to worry about*" if len(d.worries) == 5 else "*To worry about*")]
    for r in d.worries:
        choices = [option(label, WorryRef(r.seen.id, key, of).pack()) for key, label in
                   (("open", "Open card"), ("ask", "Ask the owner"), ("reassign", "Reassign"))]  # fmt: skip
        owner = _owner(d, r.seen)
        silent = "" if r.factor == "silence" else f"{_silent(r.seen)} · "
        text = f"{_risk(r, viewer)}\n{escape(owner)} · {silent}{_brings(r.seen, viewer)}"
        blocks.append(section(text, overflow(do.DIGEST_WORRY, choices), f"worry.{r.seen.id}"))
    return blocks


def _owner(d: Digest, a: Seen, first: bool = False) -> str:
    """Whose account it was on the digest's day, and with whom it is now where that changed since: figures stay as of then."""
    owner, now = d.people[a.owner_id], d.moved.get(a.id)
    name = owner.first_name if first else owner.name
    return f"{name}, now with {now.first_name if first else now.name}" if now else name


def _silent(a: Seen) -> str:
    return f"no contact for {count(a.silent, 'day')} (cadence {a.cadence})" if a.touched else "never touched"


def _brings(a: Seen, viewer: Viewer) -> str:
    """What an account brings a year; in its own currency where that has no rate."""
    return viewer.value(a.brings) if a.brings is not None else viewer.money(a.revenue or None)
