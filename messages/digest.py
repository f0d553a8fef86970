"""The manager's week on one screen: a headline, what needs its manager, five accounts to worry about, five to
grow, three questions."""

from __future__ import annotations

from rules.records import TIERS, Person, Tier, days
from rules.week import Digest

from . import capacity, digest_details, needs, nudged, to_grow
from .blocks import Block, Message, bar_chart, context, divider, escape, headed, header, message, section
from .effort import brings_of, effort
from .headline import everybody, headline, named_in_it, retention
from .sections import Section, lay_out
from .words import Viewer, count, listed, part, percent, points

SHOWN = 5


def digest(d: Digest, viewer: Viewer, of: Person | None = None) -> Message:
    """The message; a quiet week is a short one. `of` is the person whose figures they are, where it isn't
    the reader."""
    if not d.accounts:
        return _without_accounts(d, _head(d, viewer, of), viewer, of=of)
    return message(
        f"{headline(d, viewer)} {retention(d, viewer)}".replace("*", ""), lay_out(DIGEST, d, viewer, of)
    )


def _head(d: Digest, viewer: Viewer, of: Person | None) -> list[Block]:
    week = (
        f"Week to {viewer.weekday(d.ends_on)}"
        if d.running
        else f"Week {viewer.day(d.ends_on - days(6))} to {viewer.day(d.ends_on)}"
    )
    whose = f"{of.name} · " if of else ""
    alone = of is not None and len(d.people) == 1  # the name says it
    people = "" if alone else f": {count(len(d.people), 'person', 'people')}"
    return [header(f"{whose}{week}{people}"), section(f"*{headline(d, viewer)}*\n{retention(d, viewer)}")]


def _quiet(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Where nobody counts, the headline says all there is."""
    if not d.quiet or not d.all.whole:
        return None
    fine = "Every account is in rhythm, none is at risk. A quiet week"
    if d.grow:
        return to_grow.accounts(d, viewer, of, f"{fine} to grow somebody:")
    return [section(f"{fine}: spend it on growing somebody.")]


def _without_accounts(d: Digest, blocks: list[Block], viewer: Viewer, of: Person | None) -> Message:
    """Nobody is left, or nobody was ever there."""
    if d.left:
        whose = escape(of.name) if of else "your team"
        line = f"{everybody(d.left)} of {whose} {'has' if d.left == 1 else 'have'} left."
        return message(
            f"{line} {retention(d, viewer)}", [blocks[0], section(f"*{line}*\n{retention(d, viewer)}")]
        )
    line = f"{escape(of.name) if of else 'Your team'} owns no account yet."
    return message(line, [blocks[0], section(f"{line} Import accounts, or reassign some.")])


def _success(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    tiers = [t for t in TIERS if d.tiers[t].whole]
    if not tiers:
        return None
    rows = [_rhythm(d, t, viewer) for t in tiers]
    return [
        divider(),
        section("*1 · Are we successful?* Accounts in rhythm by tier\n" + "\n".join(rows)),
        context("\n".join(_beside(d, viewer))),
    ]


def _chart(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """What part 1 says in words, below all there is to read."""
    tiers = [t for t in TIERS if d.tiers[t].whole]
    if d.quiet or not tiers:
        return None
    series = {
        "7 days ago" if d.running else "Last week": [
            points(s.by_count) for s in [*(d.tiers_before[t] for t in tiers), d.before]
        ],
        "Today" if d.running else "This week": [
            points(s.by_count) for s in [*(d.tiers[t] for t in tiers), d.all]
        ],
    }
    return [bar_chart("Accounts in rhythm, %", [*tiers, "All"], series, x="Tier", y="% in rhythm")]


def _beside(d: Digest, viewer: Viewer) -> list[str]:
    """Value coverage, who is paused, what has no rate; neglect that the headline does not name; who came
    back."""
    of_revenue = f", {percent(part(d.value.by_revenue))} of revenue" if d.value.revenue_whole > 0 else ""
    value = f"With something of value: {percent(d.value.by_count)} of accounts{of_revenue}."
    paused = f" {count(d.paused, 'account')} paused." if d.paused else ""
    unrated = ", ".join(viewer.value(m) for m in d.unrated)
    rate = f" Without a rate, and in none of these sums: {unrated} a year." if unrated else ""
    lines = [value + paused + rate]
    there = {a.id for a in named_in_it(d)}
    if others := [a for a in d.neglected if a.id not in there]:
        names = listed((f"{a.name} ({a.tier}, {count(a.silent, 'day')})" for a in others), SHOWN)
        lines.append(f"Neglected too, beyond twice the cadence: {escape(names)}.")
    if d.gained:
        back = escape(listed((a.name for a in d.gained), SHOWN))
        since = "in the last 7 days" if d.running else "since the week before"
        lines.append(f"👏 Back in rhythm {since}: {back}.")
    return lines


def _rhythm(d: Digest, tier: Tier, viewer: Viewer) -> str:
    now, before = d.tiers[tier], d.tiers_before[tier]
    when = "7 days ago" if d.running else "last week"
    last = f", {when} {percent(before.by_count)}" if before.whole else ""
    brings = brings_of((a for a in d.accounts if a.tier == tier), now.revenue_whole, viewer)
    if now.revenue_whole > 0:
        was = f", {when} {percent(part(before.by_revenue))}" if before.revenue_whole > 0 else ""
        brings = f"{percent(part(now.by_revenue))} of its {brings}{was}"
    return f"*{tier}*  {now.part} of {now.whole} ({percent(now.by_count)}{last}) · {brings}"


def _reaching(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """What is behind, a line each: whole behind its button."""
    if d.quiet:
        return None
    reached = "" if d.untouched else (" Yes, all of them." if d.all.whole else " None is due yet.")
    lines = digest_details.lines(d, viewer, of)
    return [divider(), *headed(f"*3 · Are we reaching every account?*{reached}", lines)]


def _facts(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """The same of a quiet week."""
    return digest_details.lines(d, viewer, of) if d.quiet else None


DIGEST = (
    Section("the week", _head, rank=0),
    Section("what needs you", needs.needed),
    Section("capacity", capacity.short),
    Section("to worry about", needs.worries),
    Section("to grow", to_grow.to_grow),
    Section("1 · Are we successful?", _success, rank=2),
    Section("a quiet week", _quiet),
    Section("2 · Do we spend enough on them?", effort, rank=4),
    Section("3 · Are we reaching every account?", _reaching, rank=3),
    Section("what else there is", _facts, rank=3),
    Section("whether nudges help", nudged.monthly),
    Section("accounts in rhythm, as a chart", _chart, rank=5),
)
