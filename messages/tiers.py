"""Proposals of tiers for whoever manages: the list, each taken or kept in one tap, or all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.acts import Act
from rules.tiers import MOST, Proposed, all_of

from .acts import undo_button
from .blocks import Block, Message, actions, button, context, escape, message, section, turns
from .bulk import lately
from .carried import Value
from .opening import open_button
from .words import Viewer, count

TIERS_LIST = "tiers.list"
TIERS_TAKE = "tiers.take"
TIERS_KEEP = "tiers.keep"
TIERS_ALL = "tiers.all"
PAGE = 15


@dataclass(frozen=True, slots=True)
class TierRef(Value):
    """A proposal, and the page that it stands on."""

    account: int
    to: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """What is proposed, `page` of it; `did` what was just done, with the `act` that takes it back; `week`
    what was done with many in the last days."""

    those: Sequence[Proposed]
    page: int = 0
    did: str = ""
    act: int | None = None
    week: Sequence[Act] = ()


def listed(x: Listed, viewer: Viewer) -> Message:
    """The answer to `/account tiers`."""
    blocks = [section(x.did, undo_button(x.act, "tiers") if x.act else None)] if x.did else []
    week = lately([a for a in x.week if a.id != x.act], "tiers", viewer)
    if not x.those:
        said = "No tier is proposed: each has one that fits its revenue, or was kept as it is."
        return message(x.did.replace("*", "") or said, [*blocks, section(said), *week])
    page = max(0, min(x.page, (len(x.those) - 1) // PAGE))
    head = f"{count(len(x.those), 'tier is', 'tiers are')} proposed, from revenue. Your judgement wins."
    blocks.append(section(head))
    first = x.those[:MOST]
    take = button("Take all", TIERS_ALL, str(len(x.those)), says="Take all proposals")
    blocks.append(section(f"*All*: {escape(viewer.plain(all_of(first)))}", take))
    for p in x.those[page * PAGE : (page + 1) * PAGE]:
        blocks += _line(p, page, viewer)
    more = (page + 1) * PAGE < len(x.those)
    blocks += turns(
        button("Previous", TIERS_LIST, str(page - 1)) if page else None,
        button("Next", TIERS_LIST, str(page + 1)) if more else None,
    )
    blocks.append(context("Keep: it stays as it is, and the same is not proposed again for half a year."))
    return message(x.did.replace("*", "") or head, [*blocks, *week])


def _line(p: Proposed, page: int, viewer: Viewer) -> list[Block]:
    h, ref = p.held, TierRef(p.held.id, p.to, page).pack()
    said = f"*{escape(h.name)}* ({escape(h.owner)}): *{h.tier} → {p.to}* · {escape(viewer.plain(p.why))}"
    row = [
        button(f"Take {p.to}", TIERS_TAKE, ref, style="primary", says=f"{h.name} becomes {p.to}"),
        button(f"Keep {h.tier}", TIERS_KEEP, ref, says=f"{h.name} stays {h.tier}"),
        open_button(h.id, h.name, beside=True),
    ]
    return [section(said), actions(row)]


def took(p: Proposed) -> str:
    return f"✅ *{escape(p.held.name)}* is {p.to} now, it was {p.held.tier}."


def waits(p: Proposed) -> str:
    """An A of the reader's own: somebody else decides."""
    return f"*{escape(p.held.name)}* is yours: your manager is asked, until then it stays {p.held.tier}."


def kept(p: Proposed) -> str:
    return f"*{escape(p.held.name)}* stays {p.held.tier}."


def took_all(done: int, waiting: int) -> str:
    more = f" {count(waiting, 'account')} of your own: your manager is asked." if waiting else ""
    return f"✅ {count(done, 'account has another tier', 'accounts have another tier')} now.{more}"


def back(name: str) -> str:
    return f"↩️ *{escape(name)}*: the tier is proposed again."


GONE = "That is not proposed any more."
OTHERS = "The list is not the same any more: look again before you take all."
