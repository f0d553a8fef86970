"""The list of notices, `/account notices`: how far each has come, and what its reader does about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rules.context import Posted

from . import insights
from .blocks import Block, Message, actions, button, message, option, section, select
from .notices import NOTICE_TOLD, TellRef
from .sections import Section, lay_out
from .words import Viewer, count

NOTICE_POST = "notice.post"


@dataclass(frozen=True, slots=True)
class Notices:
    """Notices as `mine` sees them, in the order in which they are listed. `changes`: those that they may
    change; `posts`: whether they may post one; `leads`: they count their people's accounts, not their own
    alone. `did`: what was just done, or meanwhile."""

    posted: Sequence[Posted]
    mine: int
    changes: Collection[int] = ()
    posts: bool = False
    leads: bool = False
    did: str = ""


def notices(n: Notices, viewer: Viewer) -> Message:
    """The answer to `/account notices`."""
    return message(f"{n.did} {_summary(n, viewer)}.".strip(), lay_out(LISTED, n, viewer))


def _summary(n: Notices, viewer: Viewer) -> str:
    whose = "" if n.posts else " for your book"
    if not n.posted:
        return f"No notice{whose} now"
    late = sum(1 for p in n.posted if p.late_for(viewer.today))
    return f"{count(len(n.posted), 'notice')}{whose}{f', {late} late' if late else ''}"


def _head(n: Notices, viewer: Viewer) -> list[Block]:
    did = f"{n.did}\n" if n.did else ""
    about = "" if n.posted else "\nA new version, a rule, a price: what each account is to hear by a day."
    return [section(f"{did}*{_summary(n, viewer)}*{about}")]


def _listed(n: Notices, viewer: Viewer) -> list[Block]:
    blocks = []
    for p in n.posted:
        changes = p.insight.id in n.changes
        among = "" if changes else " among your people's accounts" if n.leads else " in your book"
        blocks.append(section(insights.entry(p, n.mine, viewer, among=among)))
        row = [*_told(p, n.mine), *(insights.changing(p) if changes else ())]
        blocks += [actions(row)] if row else []
    return blocks


def _told(p: Posted, mine: int) -> list[Block]:
    """Which of the reader's own accounts was told: those that were not yet."""
    own = [u for u in (p.reach.left if p.reach else ()) if u.owner_id == mine]
    choices = [option(u.name, TellRef(p.insight.id, u.account_id, listed=True).pack()) for u in own]
    return [select("Who was told?", NOTICE_TOLD, choices)] if choices else []


def _post(n: Notices, viewer: Viewer) -> list[Block] | None:
    return [actions([button("Post a notice", NOTICE_POST, "notice", style="primary")])] if n.posts else None


LISTED = (
    Section("how many", _head, rank=0),
    Section("notices", _listed),
    Section("a new one", _post, rank=0),
)
