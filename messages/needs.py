"""What of the week needs its manager: what only they settle, who needs help, five accounts to worry about,
each with what is done about it. An account stands here once."""

from __future__ import annotations

from rules.coverage import Seen
from rules.facts.overrides import told
from rules.facts.passing import Passing
from rules.records import Person
from rules.week import Capacity, Digest, Risk

from . import overrides
from .blocks import Block, context, divider, escape, option, overflow, section
from .carried import WorryRef
from .words import BAND_MARK, Viewer, count

DIGEST_WORRY = "digest.worry"

SHOWN = 5


def needed(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Relationships to decide on, introductions that stand still, books that are too large."""
    decide = [_decide(d, n, viewer, of=of) for n in range(len(d.strained))]
    moving = [_moving(p, viewer, of) for p in d.passing]
    short = [c for c in d.capacity if c.needed - c.made > 0.3][:3]
    blocks = [*decide[:SHOWN], *moving[:SHOWN]]
    more = len(decide) + len(moving) - len(blocks)
    if not (blocks or short):
        return None
    help_ = [section("\n".join(_short_of(c) for c in short))] if short else []
    rest = [context(f"And {more} more.")] if more else []
    return [divider(), section("*This week needs you*"), *blocks, *rest, *help_]


def _decide(d: Digest, number: int, viewer: Viewer, of: Person | None) -> Block:
    """A stale or bad relationship, once a quarter."""
    a, strain = d.strained[number]
    why = escape(", ".join(viewer.plain(cause) for cause in strain.why))
    text = (
        f"*{escape(a.name)}* ({a.tier}): revive, introduce the next expert, or let go? {why}\n"
        f"{escape(owner_of(d, a))} · {brings(a, viewer)}"
    )
    return section(text, acts(a.id, of), f"decide.{a.id}")


def _moving(p: Passing, viewer: Viewer, of: Person | None) -> Block:
    h, out = p.handoff, "" if p.covered else ", out of rhythm"
    if p.late:
        due = f", due {viewer.day(h.greet_by)}" if h.greet_by else ""
        text = f"*{escape(p.name)}*: first touch missed by {escape(h.receiver)}{due}"
    else:
        text = (
            f"*{escape(p.name)}*: introduction waits for {escape(h.receiver)} since "
            f"{viewer.day(h.since_on)}, from {escape(h.giver)}{out}"
        )
    return section(text, acts(h.account_id, of), f"moving.{h.account_id}")


def _short_of(c: Capacity) -> str:
    move = f" Move {c.move}?" if c.move else ""
    return (
        f"• {escape(c.person.name)} needs help: {count(c.accounts, 'account')}, {c.a_accounts} of them A, "
        f"needs {c.needed:.1f} touches a day, made {c.made:.1f}.{move}"
    )


def worries(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    if d.quiet or not d.worries:
        return None
    blocks = [divider(), section("*Five to worry about*" if len(d.worries) == 5 else "*To worry about*")]
    for r in d.worries:
        silent = "" if r.factor == "silence" else f"{_silent(d, r.seen, viewer)} · "
        text = f"{risk(r, viewer)}\n{escape(owner_of(d, r.seen))} · {silent}{brings(r.seen, viewer)}"
        blocks.append(section(text, acts(r.seen.id, of), f"worry.{r.seen.id}"))
    return blocks


def acts(account_id: int, of: Person | None) -> Block:
    """What a manager does about an account."""
    choices = [
        option(label, WorryRef(account_id, key, of.id if of else None).pack())
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
