"""What a digest says in a line and tells whole behind a button: DETAILS, a line a fact.

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
    introduced,
    needs,
    onboarding,
    overrides,
    promised,
    raised,
    requested,
    threads,
    upsold,
)
from .blocks import Block, Message, clip, context, data_table, escape, first_few, message, section
from .needs import acts, brings, owner_of, risk
from .showing import detail_ref, open_menu, show_button
from .words import Viewer, count

RISKS = 20
LONGEST = 5


class Detail(NamedTuple):
    """`part` stands in the button's value; `name`, above what it opens; `line` is None where another section
    of the digest has it."""

    part: str
    name: str
    line: Callable[[Digest, Viewer], str | None] | None
    paint: Callable[[Digest, Viewer, Person | None], list[Block] | None]


def lines(d: Digest, viewer: Viewer, of: Person | None) -> list[Block]:
    """Each in a line, with the button that tells it whole."""
    blocks = []
    for detail in DETAILS:
        if detail.line and (line := detail.line(d, viewer)):
            show = show_button(detail.part, detail.name, d, of)
            blocks.append(section(line, show, f"detail.{detail.part}"))
    return blocks


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
    Detail("rhythm", "Out of rhythm", _untouched_line, _untouched),
    Detail("risk", "At risk or falling", _risks_line, _risks),
    Detail("promises", "Promises", promised.team_line, promised.of_team),
    Detail("requests", "Requests", requested.team_line, requested.of_team),
    Detail("concerns", "Concerns", raised.team_line, raised.of_team),
    Detail("onboarding", "Onboarding", onboarding.team_line, onboarding.of_team),
    Detail("people", "People", threads.team_line, threads.of_team),
    Detail("competitors", "Competitors", changed.team_line, changed.of_team),
    Detail("upsell", "Upsell", upsold.team_line, upsold.of_team),
    Detail("introductions", "Introductions", introduced.team_line, introduced.of_team),
    Detail("overridden", "Overridden health", overrides.team_line, overrides.of_team),
    Detail("loosened", "Loosened", approvals.team_line, approvals.of_team),
    Detail("changes", "Changes of standing", _changes_line, _changes),
)  # fmt: skip
