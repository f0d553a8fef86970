"""A merge that waits for somebody's tap: asked, on a card, in lists; what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.card import Card
from rules.facts.merging import Merging as Waits
from rules.merging import EXPIRED, MERGED, OVERTAKEN, REFUSED, WITHDRAWN, Shown, meanwhile

from . import decisions
from .acts import changes
from .blocks import Block, Message, actions, escape, section
from .carried import Value
from .opening import open_button
from .words import Viewer

MERGE_YES = "merge.approve"
MERGE_NO = "merge.refuse"
MERGE_WITHDRAW = "merge.withdraw"


@dataclass(frozen=True, slots=True)
class MergeRef(Value):
    """A merge that waits for a tap."""

    merge: int


def ask(shown: Shown, until: date | None, viewer: Viewer) -> Message:
    """For whoever decides: what becomes of both, with two buttons while it waits."""
    head = _head(shown)
    taps = None
    if until is not None and not shown.became:
        taps = _answers(shown), f"Both stay as they are until you approve, by {viewer.weekday(until)}."
    became = viewer.plain(meanwhile(shown.became, shown.ended_by or "Tend")) if shown.became else ""
    over = section(escape(became) or decisions.GOES_ON, open_button(shown.stays_id, shown.stays))
    return decisions.ask(head, _changes(shown, viewer), taps, over)


def _head(shown: Shown) -> str:
    return f"{escape(shown.by)} asks to merge *{escape(shown.gone)}* into *{escape(shown.stays)}*"


def _changes(shown: Shown, viewer: Viewer) -> str:
    how = changes(shown.will.before, shown.will.after, viewer, shown.names)
    return f": {how}" if how else ""


def waits_for_decider(shown: Shown, until: date, viewer: Viewer) -> list[Block]:
    """Beside what else waits for them."""
    text = f"{_head(shown)}{_changes(shown, viewer)}, to decide by {viewer.weekday(until)}"
    return [section(text), actions(_answers(shown))]


def _answers(shown: Shown) -> list[Block]:
    opens = [open_button(shown.stays_id, shown.stays), open_button(shown.gone_id, shown.gone, beside=True)]
    return decisions.answers(MERGE_YES, MERGE_NO, MergeRef(shown.id).pack(), _pair(shown), opens)


def _pair(shown: Shown) -> str:
    return f"{shown.gone} into {shown.stays}"


def did(shown: Shown, became: str) -> str:
    """The act, confirmed."""
    gone, stays, by = f"*{escape(shown.gone)}*", f"*{escape(shown.stays)}*", escape(shown.by)
    return {
        MERGED: f"✅ Approved: {gone} is one with {stays} now. I tell {by}.",
        REFUSED: f"Refused: {gone} and {stays} stay as they are. I tell {by}.",
        WITHDRAWN: f"↩️ Withdrawn: {gone} and {stays} stay as they are.",
    }[became]


def became(shown: Shown, what: str, by: str, mine: bool) -> Message:
    """For whoever asked; of one that nobody answered for whoever was asked, too."""
    pair = f"*{escape(shown.gone)}* into *{escape(shown.stays)}*"
    nobody = decisions.nobody_did("answer", escape(by), mine)
    whose = "you asked to merge" if mine else f"{escape(shown.by)} asked to merge"
    text = {
        MERGED: f"{escape(by)} approved: {pair}, as you asked.",
        REFUSED: f"{escape(by)} refused to merge {pair}: both stay as they are.",
        EXPIRED: f"{nobody} whether {whose} {pair}: both stay as they are.",
        OVERTAKEN: f"{pair}: the accounts changed before anybody approved it, so that is over.",
    }[what]
    return decisions.told(text, open_button(shown.stays_id, shown.stays))


def line(card: Card, viewer: Viewer) -> str | None:
    """On a card: that it waits, for whom."""
    x: Waits | None = next(iter(card.record.merging), None)
    if x is None:
        return None
    return f"*Waits for {escape(x.waits_for)}*: one with {escape(x.other)}? Asked by {escape(x.by)}"


def you_wait_for(shown: Shown, waits_for: str) -> Block:
    """In the list of what somebody waits for."""
    text = f"{escape(waits_for)}: *{escape(shown.gone)}* into *{escape(shown.stays)}*"
    return decisions.you_wait_for(text, MERGE_WITHDRAW, MergeRef(shown.id).pack(), _pair(shown))
