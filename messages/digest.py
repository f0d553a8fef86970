"""The manager's week on one screen: a headline, three questions, five accounts to worry about."""

from __future__ import annotations

from rules.coverage import Seen
from rules.facts.overrides import told
from rules.records import TIERS, Person, Tier, days
from rules.week import Digest, Risk

from . import changed, introduced, onboarding, overrides, promised, raised, requested, threads
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
)
from .carried import AccountRef, WorryRef
from .effort import brings_of_tier, effort
from .headline import everybody, headline, retention
from .sections import Section, lay_out
from .words import BAND_MARK, Viewer, count, listed, part, percent, points

DIGEST_WORRY = "digest.worry"
DIGEST_OPEN = "digest.open"

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
    return [
        section("Every account is in rhythm, none is at risk. A quiet week: spend it on growing somebody.")
    ]


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
    of_revenue = f", {percent(part(d.value.by_revenue))} of revenue" if d.value.revenue_whole > 0 else ""
    value = f"With something of value: {percent(d.value.by_count)} of accounts{of_revenue}."
    paused = f" {count(d.paused, 'account')} paused." if d.paused else ""
    beside = ", ".join(viewer.value(m) for m in d.unrated)
    unrated = f" Without a rate, and in none of these sums: {beside} a year." if beside else ""
    blocks = [
        divider(),
        section("*1 · Are we successful?* Accounts in rhythm by tier\n" + "\n".join(rows)),
        context(value + paused + unrated),
    ]
    if d.gained:
        back = escape(listed((a.name for a in d.gained), SHOWN))
        since = "in the last 7 days" if d.running else "since the week before"
        blocks.append(context(f"👏 Back in rhythm {since}: {back}."))
    series = {
        "7 days ago" if d.running else "Last week": [
            points(s.by_count) for s in [*(d.tiers_before[t] for t in tiers), d.before]
        ],
        "Today" if d.running else "This week": [
            points(s.by_count) for s in [*(d.tiers[t] for t in tiers), d.all]
        ],
    }
    blocks.append(bar_chart("Accounts in rhythm, %", [*tiers, "All"], series, x="Tier", y="% in rhythm"))
    return blocks


def _rhythm(d: Digest, tier: Tier, viewer: Viewer) -> str:
    now, before = d.tiers[tier], d.tiers_before[tier]
    when = "7 days ago" if d.running else "last week"
    last = f", {when} {percent(before.by_count)}" if before.whole else ""
    share = f"{percent(part(now.by_revenue))} of its " if now.revenue_whole > 0 else ""
    return (
        f"*{tier}*  {now.part} of {now.whole} ({percent(now.by_count)}{last}) · "
        f"{share}{brings_of_tier(d, tier, now.revenue_whole, viewer=viewer)}"
    )


def _reaching(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    if d.quiet:
        return None
    blocks: list[Block] = [divider()]
    if d.untouched:
        per = ", ".join(
            f"{sum(a.tier == t for a in d.untouched)} {t}"
            for t in TIERS
            if any(a.tier == t for a in d.untouched)
        )
        blocks.append(
            section(f"*3 · Are we reaching every account?* {len(d.untouched)} out of rhythm: {per}")
        )
        blocks.append(
            data_table(
                "Out of rhythm, by tier and rep, longest first",
                ["Tier", "Account", "Rep", "Days without contact", "Revenue"],
                [[a.tier, a.name, _owner(d, a), a.silent, _brings(a, viewer)] for a in d.untouched],
                page=10,
            )
        )
        blocks.append(context(clip(_longest(d), 2900)))
        options = [
            option(f"{a.name} ({a.tier}, {count(a.silent, 'day')})", AccountRef(a.id).pack())
            for a in d.untouched[:100]
        ]
        blocks.append(actions([select("Open a card…", DIGEST_OPEN, options)]))
    else:
        reached = "Yes, all of them." if d.all.whole else "None is due yet."
        blocks.append(section(f"*3 · Are we reaching every account?* {reached}"))
    if d.risks:
        lines = [_risk(r, viewer) for r in d.risks[:SHOWN]]
        more = f"\nand {len(d.risks) - SHOWN} more" if len(d.risks) > SHOWN else ""
        blocks.append(section(f"*At risk or falling*: {len(d.risks)}\n" + "\n".join(lines) + more))
    n = d.nudges
    if n.shown:
        blocks.append(
            context(
                f"Nudges: {n.shown} shown, {n.logged} acted on within 3 days, {n.snoozed} snoozed, "
                f"{n.not_needed} no contact needed, "
                f"{n.ignored} ignored{f', {n.open} still open' if n.open else ''}."
            )
        )
    if d.changes:
        blocks.append(
            context(
                "Changed: "
                + "; ".join(f"{escape(name)} {escape(viewer.plain(p))}" for name, p in d.changes[:8])
            )
        )
    return blocks


def _longest(d: Digest) -> str:
    """Who waits longest of all, whatever the tier: the table goes by tier and rep."""
    longest = sorted(d.untouched, key=lambda a: (-a.silent, a.tier, a.name))
    return "Longest: " + "; ".join(
        f"{escape(a.name)} ({a.tier}, {escape(_owner(d, a, first=True))}, {count(a.silent, 'day')})"
        for a in longest[:SHOWN]
    )


def _risk(r: Risk, viewer: Viewer) -> str:
    score = "" if r.health.score is None or r.health.computed == "not enough known" else f" {r.health.score}"
    fell = f", fell {round(r.trend.fall)} in a week" if r.trend.alarm else ""
    why = escape(viewer.plain(r.why))
    if r.health.override:
        said = f"overridden by {escape(viewer.plain(told(r.health.override)))}"
        why = f"{why}; {said}" if r.trend.alarm else f"{overrides.computed(r.health)}, {said}"
        score = ""
    return f"{BAND_MARK[r.health.band]} {escape(r.seen.name)} ({r.seen.tier}){score}{fell}: {why}"


def _worries(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    if d.quiet or not d.worries:
        return None
    blocks = [divider(), section("*Five to worry about*" if len(d.worries) == 5 else "*To worry about*")]
    for r in d.worries:
        owner = _owner(d, r.seen)
        silent = "" if r.factor == "silence" else f"{_silent(d, r.seen, viewer)} · "
        text = f"{_risk(r, viewer)}\n{escape(owner)} · {silent}{_brings(r.seen, viewer)}"
        blocks.append(section(text, _acts(r.seen, of), f"worry.{r.seen.id}"))
    return blocks


def _acts(a: Seen, of: Person | None) -> Block:
    """What a manager does about an account."""
    choices = [
        option(label, WorryRef(a.id, key, of.id if of else None).pack())
        for key, label in (("open", "Open card"), ("ask", "Ask the owner"), ("reassign", "Reassign"))
    ]
    return overflow(DIGEST_WORRY, choices)


def _decide(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Stale or bad relationships, each once a quarter."""
    if not d.strained:
        return None
    blocks = [section("*Revive, introduce the next expert, or let go?*")]
    for a, strain in d.strained[:SHOWN]:
        why = escape(", ".join(viewer.plain(cause) for cause in strain.why))
        text = f"{escape(a.name)} ({a.tier}): {why}\n{escape(_owner(d, a))} · {_brings(a, viewer)}"
        blocks.append(section(text, _acts(a, of), f"decide.{a.id}"))
    if len(d.strained) > SHOWN:
        blocks.append(context(f"And {len(d.strained) - SHOWN} more."))
    return blocks


def _owner(d: Digest, a: Seen, first: bool = False) -> str:
    """Whose account it was on the digest's day, and with whom it is now where that changed since: figures
    stay as of then."""
    owner, now = d.people[a.owner_id], d.moved.get(a.id)
    name = owner.first_name if first else owner.name
    return f"{name}, now with {now.first_name if first else now.name}" if now else name


def _silent(d: Digest, a: Seen, viewer: Viewer) -> str:
    if not a.touched:
        return "never touched"
    if not a.silent:
        return "touched today" if d.ends_on == viewer.today else f"touched {viewer.day(d.ends_on)}"
    return f"no contact for {count(a.silent, 'day')} (cadence {a.cadence})"


def _brings(a: Seen, viewer: Viewer) -> str:
    """What an account brings a year; in its own currency where that has no rate."""
    return viewer.value(a.brings) if a.brings is not None else viewer.money(a.revenue if a.known else None)


DIGEST = (
    Section("the week", _head, rank=0),
    Section("1 · Are we successful?", _success, rank=2),
    Section("a quiet week", _quiet),
    Section("2 · Do we spend enough on them?", effort, rank=4),
    Section("3 · Are we reaching every account?", _reaching, rank=3),
    Section("promises", promised.of_team, rank=2),
    Section("requests", requested.of_team, rank=2),
    Section("concerns", raised.of_team, rank=2),
    Section("onboarding", onboarding.of_team, rank=2),
    Section("people", threads.of_team, rank=2),
    Section("competitors", changed.of_team, rank=3),
    Section("to decide on", _decide, rank=2),
    Section("introductions", introduced.of_team, rank=2),
    Section("overridden", overrides.of_team, rank=3),
    Section("to worry about", _worries),
)
