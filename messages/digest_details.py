"""What a digest says in a line and tells whole behind a button: DETAILS, a line a fact.

Its `line` and `paint` are given the digest, its viewer and whose it is; a line is None when there is nothing
to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rules.records import TIERS, Person
from rules.week import Digest

from . import changed, introduced, onboarding, overrides, promised, raised, requested, threads
from .blocks import (
    Block,
    Message,
    actions,
    button,
    clip,
    context,
    data_table,
    escape,
    message,
    option,
    section,
    select,
)
from .carried import AccountRef, Value
from .needs import brings, owner_of, risk
from .words import Viewer, count

DIGEST_DETAIL = "digest.detail"
DIGEST_OPEN = "digest.open"

RISKS = 20
LONGEST = 5


@dataclass(frozen=True, slots=True)
class DetailRef(Value):
    """A part of a digest: of the week that ended on a day, or of the `running` one. `of` is whose digest it
    is, None the reader's own."""

    part: str
    ends_on: str
    running: bool | None = None
    of: int | None = None

    @property
    def on(self) -> date:
        """Raises ValueError for what is no date."""
        return date.fromisoformat(self.ends_on)


class Detail(NamedTuple):
    """`part` stands in the button's value; `name`, above what it opens."""

    part: str
    name: str
    line: Callable[[Digest, Viewer], str | None]
    paint: Callable[[Digest, Viewer, Person | None], list[Block] | None]


def lines(d: Digest, viewer: Viewer, of: Person | None) -> list[Block]:
    """Each in a line, with the button that tells it whole."""
    blocks = []
    for detail in DETAILS:
        if line := detail.line(d, viewer):
            ref = DetailRef(detail.part, d.ends_on.isoformat(), d.running or None, of.id if of else None)
            show = button("Show", DIGEST_DETAIL, ref.pack(), says=f"Show: {detail.name}")
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
        "Out of rhythm, by tier and rep, longest first",
        ["Tier", "Account", "Rep", "Days without contact", "Revenue"],
        [[a.tier, a.name, owner_of(d, a), a.silent, brings(a, viewer)] for a in d.untouched],
        page=10,
    )
    options = [
        option(f"{a.name} ({a.tier}, {count(a.silent, 'day')})", AccountRef(a.id).pack())
        for a in d.untouched[:100]
    ]
    return [
        section(_untouched_line(d, viewer) or ""),
        table,
        context(clip(_longest(d), 2900)),
        actions([select("Open a card…", DIGEST_OPEN, options)]),
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
    rows = [f"• {clip(risk(r, viewer), 250)}" for r in d.risks[:RISKS]]
    more = [f"and {len(d.risks) - RISKS} more"] if len(d.risks) > RISKS else []
    listed = [f"*At risk or falling*: {len(d.risks)}", *rows, *more]
    return [section("\n".join(listed[n : n + 10])) for n in range(0, len(listed), 10)]


def _changes_line(d: Digest, viewer: Viewer) -> str | None:
    return f"*Changed in tier, cadence, pause or owner*: {len(d.changes)}" if d.changes else None


def _changes(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    rows = [f"• {clip(f'{escape(name)} {escape(viewer.plain(p))}', 250)}" for name, p in d.changes]
    return [section("\n".join(rows[n : n + 10])) for n in range(0, min(len(rows), 100), 10)] or None


DETAILS = (
    Detail("rhythm", "Out of rhythm", _untouched_line, _untouched),
    Detail("risk", "At risk or falling", _risks_line, _risks),
    Detail("promises", "Promises", promised.team_line, promised.of_team),
    Detail("requests", "Requests", requested.team_line, requested.of_team),
    Detail("concerns", "Concerns", raised.team_line, raised.of_team),
    Detail("onboarding", "Onboarding", onboarding.team_line, onboarding.of_team),
    Detail("people", "People", threads.team_line, threads.of_team),
    Detail("competitors", "Competitors", changed.team_line, changed.of_team),
    Detail("introductions", "Introductions", introduced.team_line, introduced.of_team),
    Detail("overridden", "Overridden health", overrides.team_line, overrides.of_team),
    Detail("changes", "Changes of standing", _changes_line, _changes),
)  # fmt: skip
