"""A notice as it is told: its button, wherever an account that is to hear of it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from rules.card import Card
from rules.context import Reach
from rules.facts.insights import NOTICE

from .blocks import Block, actions, button, escape
from .carried import Value
from .words import Viewer, listed

NOTICE_TOLD = "notice.told"
LEFT = 5  # accounts that are named as not told yet


@dataclass(frozen=True, slots=True)
class TellRef(Value):
    """A notice, and the account that was told; by which touch, where one told it. `over`: pressed on a card,
    `listed`: in the list of notices; either is painted anew."""

    notice: int
    account: int
    batch: str = ""
    over: bool | None = None
    listed: bool | None = None


def told_button(notice: int, account_id: int, *, batch: str = "", over: bool = False, of: str = "") -> Block:
    """`of` is said where several notices stand beside each other."""
    ref = TellRef(notice, account_id, batch, over or None).pack()
    return button(f"Told: {of}" if of else "Told", NOTICE_TOLD, ref)


def on_card(card: Card, viewer: Viewer) -> list[Block] | None:
    """Below what to do now, where that is a notice."""
    if card.reason.kind != NOTICE:
        return None
    return [actions([told_button(card.reason.about, card.record.account.id, over=True)])]


def reach(r: Reach, *, mine: int = 0, among: str = "") -> str:
    """How many heard of it, escaped: “told 3 of 5; not yet Acme (Dana Reyes), Globex (Kim Cho)”; `mine` owns
    those that stand without a name, `among` says which are counted where it is not all."""
    left = [escape(u.name) + ("" if u.owner_id == mine else f" ({escape(u.owner)})") for u in r.left]
    not_yet = f"; not yet {listed(left, LEFT)}" if left else ""
    return f"told {r.told} of {r.whole}{among}{not_yet}"
