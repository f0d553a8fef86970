"""What became of nudges: a line in the digest, whole behind its button; which reasons sink; whether a place
helps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rules.became import History, NudgesActed
from rules.learned import LEAST_PLACES, TRIED_EVERY, Learned, Sunk
from rules.records import Person, days
from rules.week import Digest

from .blocks import Block, bar_chart, clip, context, escape, section
from .words import Viewer, count, percent

ENOUGH = 10  # places from which a per cent is said
LISTED = 20
MONTHLY_FOR = 7  # days: the digest of the first Monday of a month
NAMES = {
    "overdue": "no contact in time, nothing else",
    "promise": "a promise due",
    "request": "a request open",
    "concern": "a concern open",
    "introduced": "first touch after an introduction",
    "next step passed": "a next step passed",
    "renewal passed": "a renewal passed",
    "renewal": "a renewal near",
    "unanswered": "nobody answers",
    "too much": "may be too much",
    "change": "a change there",
    "notice": "a notice to tell",
    "strained": "a relationship to revive",
    "champion left": "the champion left",
    "reshuffled": "somebody new in a role",
    "need": "an unmet need",
    "goal": "a goal that was due",
    "upsell": "an upsell step that is late",
    "referral": "a thank-you for a referral",
    "milestone": "a milestone due",
    "insight": "an insight to tell",
    "said last": "what was said last",
}
"""Kinds of reasons as they stand in a list; others are their own words."""


def name(kind: str) -> str:
    return NAMES.get(kind, kind)


def line(d: Digest, viewer: Viewer) -> str | None:
    """The week's, in a line; a quiet week is a short message."""
    n = d.nudges
    if d.quiet or not n.shown:
        return None
    still = f", {n.open} still open" if n.open else ""
    return (
        f"*Nudges*: {n.shown} shown, {n.logged} acted on within 3 days, {n.snoozed} snoozed, "
        f"{n.not_needed} no contact needed, {n.ignored} ignored{still}"
    )


def whole(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """The last 180 days: by reason, by place, by hour, and by rep where figures by person are shown."""
    h = d.history
    if h is None or not h.whole.shown:
        return None
    first, last = viewer.day(h.first), viewer.day(h.last)
    blocks = [section(f"*Nudges, {first} to {last}*: {_all_of(h.whole)}")]
    reasons = sorted(h.by_reason.items(), key=lambda x: (-x[1].settled, name(x[0])))
    blocks.append(_group("By reason", [(name(kind), n) for kind, n in reasons], names="reasons"))
    blocks += _sinking(d.learned)
    blocks.append(
        _group("By place in the message", [(f"place {p}", n) for p, n in sorted(h.by_place.items())])
    )
    blocks += _chart(h)
    hours = [(f"{hour:02d}:00 to {hour:02d}:59", n) for hour, n in sorted(h.by_hour.items())]
    blocks.append(_group("By hour at which it came", hours))
    reps = [(d.people[rep].name, n) for rep, n in h.by_rep.items() if rep in d.people]
    if len(d.people) > 1 and reps:
        reps.sort(key=lambda x: (-(x[1].share or 0), x[0]))
        blocks.append(_group("By rep", reps, names="reps"))
    blocks.append(context(NOTE))
    if d.learned and (said := helps(d.learned, viewer)):
        blocks.insert(1, section(said))
    return blocks


NOTE = (
    "Acted on: a touch, or an answer to what it told of, within 3 days. A per cent stands from "
    f"{ENOUGH} places on; those whose 3 days still run are left out of it."
)


def _all_of(n: NudgesActed) -> str:
    if not n.settled:
        return f"{n.shown} shown, all of them still open"
    still = f", {n.open} still open" if n.open else ""
    return (
        f"{n.shown:,} shown, {n.logged:,} acted on within 3 days ({percent(n.share)}), "
        f"{n.snoozed:,} snoozed, {n.not_needed:,} no contact needed, {n.ignored:,} ignored{still}"
    )


def _group(title: str, rows: Iterable[tuple[str, NudgesActed]], names: str = "") -> Block:
    there = [(label, n) for label, n in rows if n.settled]
    lines = [f"• {escape(label)}: {_share(n)}" for label, n in there[:LISTED]]
    more = [f"and {len(there) - LISTED} more {names}"] if len(there) > LISTED else []
    return section(clip("\n".join([f"*{title}*", *(lines or ["nothing settled yet"]), *more]), 2900))


def _share(n: NudgesActed) -> str:
    said = f"{n.logged:,} of {n.settled:,} acted on"
    if n.settled >= ENOUGH:
        said += f" ({percent(n.share)})"
    beside = ((n.snoozed, "snoozed"), (n.not_needed, "no contact needed"), (n.ignored, "ignored"))
    return ", ".join([said, *(f"{number:,} {what}" for number, what in beside if number)])


def _chart(h: History) -> list[Block]:
    """By place, where there are enough of each."""
    places = [(p, n) for p, n in sorted(h.by_place.items()) if n.settled >= ENOUGH]
    if len(places) < 2:
        return []
    shares = [round(100 * (n.share or 0)) for _, n in places]
    return [
        bar_chart(
            "Acted on within 3 days, %",
            [str(p) for p, _ in places],
            {"Acted on": shares},
            x="Place in the message",
            y="% acted on",
        )
    ]


def _sinking(learned: Learned | None) -> list[Block]:
    return (
        [context(f"Last in line now, because hardly anybody acts on them: {_each(learned.sunk)}.")]
        if (learned and learned.sunk)
        else []
    )


def _each(sunk: Mapping[str, Sunk]) -> str:
    return "; ".join(
        f"{escape(name(s.kind))} ({s.acted} of {s.shown} acted on, the others {percent(s.others)})"
        for s in sunk.values()
    )


def sinking_hint(learned: Learned | None) -> str:
    """For the settings: what the switch does, within which floor, and which reasons sink now."""
    rule = (
        f"From {LEAST_PLACES} places in 180 days on, a reason surely acted on less than half as often as the "
        "others comes behind them. Never those with a date, or that somebody waits for. It still comes where "
        f"nothing else holds, and about every {_ORDINAL[TRIED_EVERY]} time anew."
    )
    if learned is None:
        return f"{rule} Nothing looked at yet."
    return f"{rule} Now: {_each(learned.sunk) if learned.sunk else 'none'}."


_ORDINAL = {5: "fifth"}


def monthly(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Once a month, in the digest of the week in which it began."""
    first = (d.ends_on + days(1)).day <= MONTHLY_FOR
    if d.running or not first or d.learned is None or abs(d.learned.on - d.ends_on) > days(MONTHLY_FOR):
        return None
    said = helps(d.learned, viewer)
    return [context(said)] if said else None


def helps(learned: Learned, viewer: Viewer) -> str | None:
    """Whether a place in the morning message helps, in one sentence; None while that is not certain."""
    h = learned.helped
    if h is None or not h.differs:
        return None
    low, high = (round(100 * x) for x in sorted((abs(h.low), abs(h.high))))
    better = h.low > 0
    verdict = f"A place in the morning message {'helps' if better else 'does not help'}"
    return (
        f"{verdict}: of {count(h.pairs, 'place')} {percent(h.shown / h.pairs)} were followed by contact, "
        f"of as many accounts like them that could wait {percent(h.waited / h.pairs)}, over the same days "
        f"({max(low, 1)} to {high} points {'more' if better else 'less'} in 95 of 100 cases; "
        f"{viewer.day(h.first)} to {viewer.day(h.last)})."
    )
