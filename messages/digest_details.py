"""What a digest says in a line and tells whole behind a button: DETAILS, a line a fact. One button
lists them, each with its own.

Its `line` and `paint` are given the digest, its viewer and whose it is; a line is None when there is nothing
to say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rules.records import TIERS, Person
from rules.week import Digest, Risk

from . import (
    approvals,
    changed,
    effort,
    introduced,
    needs,
    nudged,
    onboarding,
    overrides,
    promised,
    raised,
    requested,
    threads,
    unmet,
    upsold,
    voiced,
)
from .blocks import Block, Message, clip, context, data_table, escape, first_few, message, section
from .effort import EFFORT
from .needs import acts, brings, owner_of, risk
from .showing import detail_ref, open_menu, show_button
from .words import Viewer, count

RISKS = 20
LONGEST = 5
NUDGES = "nudges"
"""The part that needs what became of nudges for longer than a week."""
EACH, EACH_NAME = "each", "Are we reaching every account?"


class Detail(NamedTuple):
    """`part` stands in the button's value; `name`, above what it opens; `line` is None where another section
    of the digest has it. `beside`: nobody waits for it, and it
    stands small below."""

    part: str
    name: str
    line: Callable[[Digest, Viewer], str | None] | None
    paint: Callable[[Digest, Viewer, Person | None], list[Block] | None]
    beside: bool = False


def lines(d: Digest, viewer: Viewer, of: Person | None) -> list[Block]:
    """What waits for somebody, each in a line; small below, what nobody waits for. One button tells each of
    them with its own."""
    waits, beside = (
        [line for detail, line in _said(d, viewer) if detail.beside == aside] for aside in (False, True)
    )
    if not waits + beside:
        return []
    show = show_button(EACH, EACH_NAME, d, of)
    small = [context(clip("  ·  ".join(beside), 2900))] if waits and beside else []
    return [section(clip("\n".join(waits or beside), 2900), show, f"detail.{EACH}"), *small]


def _said(d: Digest, viewer: Viewer) -> list[tuple[Detail, str]]:
    """What has something to say, and in which line."""
    said = ((detail, detail.line(d, viewer) if detail.line else None) for detail in DETAILS)
    return [(detail, line) for detail, line in said if line]


def _each(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Each in a line, with the button that tells it whole."""
    return [
        section(line, show_button(detail.part, detail.name, d, of), f"detail.{detail.part}")
        for detail, line in _said(d, viewer)
    ] or None


def detail(part: str, d: Digest, viewer: Viewer, of: Person | None) -> Message:
    """One of them whole; a sentence where there is nothing of it (any more)."""
    found = next((x for x in DETAILS if x.part == part), None)
    blocks = (found.paint(d, viewer, of) if found else None) or [section("Nothing of that in this week.")]
    return message(found.name if found else "The digest", blocks)


def _untouched_line(d: Digest, viewer: Viewer) -> str | None:
    if not d.untouched:
        return None
    of_tier = {t: sum(a.tier == t for a in d.untouched) for t in TIERS}
    return f"*Out of rhythm*: {len(d.untouched)} ({', '.join(f'{n} {t}' for t, n in of_tier.items() if n)})"


def _untouched(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    if not d.untouched:
        return None
    table = data_table(
        f"Out of rhythm, by tier{'' if d.team_only else ' and rep'}, longest first",
        ["Tier", "Account", "Rep", "Days without contact", "Revenue"],
        [[a.tier, a.name, owner_of(d, a), a.silent, brings(a, viewer)] for a in d.untouched],
        page=10,
    )
    named = ((a.id, f"{a.name} ({a.tier}, {count(a.silent, 'day')})") for a in d.untouched[:100])
    return [
        section(_untouched_line(d, viewer) or ""),
        table,
        context(clip(_longest(d), 2900)),
        open_menu(named),
    ]


def _longest(d: Digest) -> str:
    """Who waits longest of all, whatever the tier: the table goes by tier and rep."""
    longest = sorted(d.untouched, key=lambda a: (-a.silent, a.tier, a.name))
    return "Longest: " + "; ".join(
        f"{escape(a.name)} ({a.tier}, {escape(owner_of(d, a, first=True))}, {count(a.silent, 'day')})"
        for a in longest[:LONGEST]
    )


def _risks_line(d: Digest, viewer: Viewer) -> str | None:
    return f"*At risk or falling*: {len(d.risks)}" if d.risks else None


def _risks(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    if not d.risks:
        return None
    at = detail_ref("risk", d, of)

    def painted(r: Risk) -> Block:
        return section(clip(risk(r, viewer), 250), acts(r.seen.id, of, at), f"risk.{r.seen.id}")

    return [section(_risks_line(d, viewer) or ""), *first_few(d.risks, RISKS, painted)]


def _changes_line(d: Digest, viewer: Viewer) -> str | None:
    return f"*Changed in tier, cadence, pause or owner*: {len(d.changes)}" if d.changes else None


def _changes(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    rows = [f"• {clip(f'{escape(name)} {escape(viewer.plain(p))}', 250)}" for name, p in d.changes]
    return [section("\n".join(rows[n : n + 10])) for n in range(0, min(len(rows), 100), 10)] or None


DETAILS = (
    Detail("needs", "This week needs you", None, needs.whole),
    Detail(EFFORT, "Time and revenue", None, effort.whole),
    Detail("rhythm", "Out of rhythm", _untouched_line, _untouched),
    Detail("risk", "At risk or falling", _risks_line, _risks),
    Detail("promises", "Promises", promised.team_line, promised.of_team),
    Detail("requests", "Requests", requested.team_line, requested.of_team),
    Detail("concerns", "Concerns", raised.team_line, raised.of_team),
    Detail("onboarding", "Onboarding", onboarding.team_line, onboarding.of_team),
    Detail("people", "People", threads.team_line, threads.of_team),
    Detail("introductions", "Introductions", introduced.team_line, introduced.of_team),
    Detail(EACH, EACH_NAME, None, _each),
    Detail("feedback", "Feedback", voiced.feedback_line, voiced.feedback_of_team, beside=True),
    Detail("referrals", "Referrals", voiced.referrals_team_line, voiced.referrals_of_team, beside=True),
    Detail("lacking", "What they need", unmet.team_line, unmet.of_team, beside=True),
    Detail("competitors", "Competitors", changed.team_line, changed.of_team, beside=True),
    Detail("upsell", "Upsell", upsold.team_line, upsold.of_team, beside=True),
    Detail("overridden", "Overridden health", overrides.team_line, overrides.of_team, beside=True),
    Detail("loosened", "Loosened", approvals.team_line, approvals.of_team, beside=True),
    Detail("changes", "Changes of standing", _changes_line, _changes, beside=True),
    Detail(NUDGES, "Nudges", nudged.line, nudged.whole, beside=True),
)  # fmt: skip
