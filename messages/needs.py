"""What of the week needs its manager: what only they settle, who needs help, five accounts to worry about,
each with what is done about it. An account stands here once."""

from __future__ import annotations

from collections.abc import Sequence

from rules.book import Behind
from rules.coverage import Seen
from rules.facts.overrides import told
from rules.facts.passing import Passing
from rules.facts.strain import Strain
from rules.records import Person
from rules.week import NAMED, Capacity, Digest, Need, Risk

from . import overrides
from .blocks import Block, clip, divider, escape, first_few, headed, option, overflow, section
from .carried import WorryRef
from .showing import DetailRef, detail_ref, show_button
from .words import BAND_MARK, Viewer, count, listed

DIGEST_WORRY = "digest.worry"
TITLE = "This week needs you"

WHOLE = 40  # that are listed behind the button
BEHIND = 3  # people who need help
TEAM_SHORT = 0.3  # touches a working day


def needed(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """What only the manager settles, and who needs help."""
    if not (d.needs or d.behind or d.a_out):
        return None
    blocks = [_need(n, d, viewer, of=of) for n in d.needs[:NAMED]]
    if (more := len(d.needs) - NAMED) > 0:
        blocks.append(section(f"And {more} more to decide on.", show_button("needs", TITLE, d, of)))
    short = {c.person.id: c for c in d.capacity}
    people = [f"• {needs_help(b)}{_capacity(short.get(b.person.id), d)}" for b in d.behind[:BEHIND]]
    people += [f"and {len(d.behind) - BEHIND} more"] if len(d.behind) > BEHIND else []
    people += [f"• {together(d.a_out)}{_pace(d)}"] if d.a_out else []
    help_ = [section("\n".join(people))] if people else []
    return headed(f"*{TITLE}*", [*blocks, *help_])


def whole(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Each of what only the manager settles, also what has no room above."""
    if not d.needs:
        return None
    at = detail_ref("needs", d, of)
    needs = first_few(d.needs, WHOLE, lambda n: _need(n, d, viewer, of=of, at=at))
    return [section(f"*{TITLE}*: {count(len(d.needs), 'account')}"), *needs]


def _need(n: Need, d: Digest, viewer: Viewer, of: Person | None, at: DetailRef | None = None) -> Block:
    """An account once: at risk before what is to be settled, and all of that in one place."""
    asks = [_decide(n.strain, viewer)] if n.strain else []
    asks += [_moving(n.passing, viewer)] if n.passing else []
    if n.risk:
        head, rest = risk(n.risk, viewer), asks
    else:
        head, rest = f"*{escape(n.seen.name)}* ({n.seen.tier}): {asks[0]}", asks[1:]
    lines = [head, *(ask[0].upper() + ask[1:] for ask in rest)]
    if n.risk or n.strain:
        lines.append(f"{escape(owner_of(d, n.seen))} · {brings(n.seen, viewer)}")
    return section("\n".join(clip(line, 700) for line in lines), acts(n.seen.id, of, at), f"need.{n.seen.id}")


def _decide(strain: Strain, viewer: Viewer) -> str:
    """A stale or bad relationship, once a quarter."""
    why = escape(", ".join(viewer.plain(cause) for cause in strain.why))
    return f"revive, introduce the next expert, or let go? {why}"


def _moving(p: Passing, viewer: Viewer) -> str:
    h, out = p.handoff, "" if p.covered else ", out of rhythm"
    if p.late:
        due = f", due {viewer.day(h.greet_by)}" if h.greet_by else ""
        return f"first touch missed by {escape(h.receiver)}{due}"
    since = viewer.day(h.since_on)
    if h.asked_back:
        who = f"{escape(h.waits_for)} to answer {escape(h.receiver)}"
        return f"introduction waits for {who} since {since}{out}"
    return f"introduction waits for {escape(h.receiver)} since {since}, from {escape(h.giver)}{out}"


def needs_help(b: Behind) -> str:
    """Who, and why, in the digest as on Home."""
    out = f", {count(b.a_out, 'A account')} without contact in time" if b.a_out else ""
    return f"{escape(b.person.name)} needs help: {b.share.part} of {b.share.whole} in rhythm{out}"


def together(a_out: Sequence[Seen]) -> str:
    """What is behind where figures are the team's alone: accounts, in the digest as on Home."""
    names = listed((a.name for a in a_out), NAMED)
    return f"{count(len(a_out), 'A account')} without contact in time: {escape(names)}"


def _pace(d: Digest) -> str:
    """Whether the team's books are more than it can keep; where no cadence fits, that is said by itself."""
    if d.fits or d.pace is None or d.pace[0] - d.pace[1] <= TEAM_SHORT:
        return ""
    return f"; the team needs {d.pace[0]:.1f} touches a day, made {d.pace[1]:.1f}"


def _capacity(c: Capacity | None, d: Digest) -> str:
    """Whether their book is more than they can keep; where the whole team is short, nobody takes any of
    it."""
    if c is None or c.needed - c.made <= 0.3:
        return ""
    move = f" Move {c.move}?" if c.move and not d.fits else ""
    return f"; needs {c.needed:.1f} touches a day, made {c.made:.1f}.{move}"


def worries(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    if d.quiet or not d.worries:
        return None
    title = "*Five to worry about*" if len(d.worries) == 5 else "*To worry about*"
    blocks = []
    for r in d.worries:
        silent = "" if r.factor == "silence" else f"{_silent(d, r.seen, viewer)} · "
        owner = escape(owner_of(d, r.seen, first=True))
        text = f"{risk(r, viewer)} · {silent}{owner} · {brings(r.seen, viewer)}"
        blocks.append(section(text, acts(r.seen.id, of), f"worry.{r.seen.id}"))
    return [divider(), *headed(title, blocks)]


def acts(account_id: int, of: Person | None, at: DetailRef | None = None) -> Block:
    """What a manager does about an account; `at`: the part of a digest, told whole, in which it stands."""
    where = {"part": at.part, "on": "" if at.running else at.ends_on} if at else {}
    choices = [
        option(label, WorryRef(account_id, key, of.id if of else None, **where).pack())
        for key, label in (("open", "Open card"), ("ask", "Ask the owner"), ("reassign", "Reassign"))
    ]
    return overflow(DIGEST_WORRY, choices)


def risk(r: Risk, viewer: Viewer) -> str:
    """An account at risk or falling, in a line."""
    score = "" if r.health.score is None or r.health.computed == "not enough known" else f" {r.health.score}"
    fell = f", fell {round(r.trend.fall)} in a week" if r.trend.alarm else ""
    why = escape(viewer.plain(r.why))
    if r.health.override:
        said = f"overridden by {escape(viewer.plain(told(r.health.override)))}"
        why = f"{why}; {said}" if r.trend.alarm else f"{overrides.computed(r.health)}, {said}"
        score = ""
    return f"{BAND_MARK[r.health.band]} *{escape(r.seen.name)}* ({r.seen.tier}){score}{fell}: {why}"


def owner_of(d: Digest, a: Seen, first: bool = False) -> str:
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


def brings(a: Seen, viewer: Viewer) -> str:
    """What an account brings a year; in its own currency where that has no rate."""
    return viewer.value(a.brings) if a.brings is not None else viewer.money(a.revenue if a.known else None)
