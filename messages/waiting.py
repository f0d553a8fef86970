"""What waits for somebody's tap, as Home, the midday message and `/account approvals` show it:
LINES, how each kind is painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from rules.changeovers import MANY, TO_WHOM
from rules.facts.handoffs import ASKS, WAITS
from rules.facts.loosened import WAITS as APPROVAL
from rules.facts.merging import WAITS as MERGE
from rules.facts.sends import ACCEPTED, ASKED
from rules.mine import NOT_MINE
from rules.silence import WAITS as SILENT
from rules.waiting import Waiting

from . import approvals, handoffs, merge_waits, mine, offered_accounts, sends, silence, to_whom
from .blocks import Block, Message, context, message, section
from .words import Viewer, count

SHOWN = 8


LINES: Mapping[str, Callable[[Any, date, Viewer], list[Block]]] = {
    WAITS: handoffs.waits_for_receiver,
    ASKS: handoffs.waits_for_giver,
    SILENT: silence.waits_for_manager,
    APPROVAL: approvals.waits_for_manager,
    NOT_MINE: mine.waits_for_manager,
    TO_WHOM: to_whom.waits_for_manager,
    MANY: offered_accounts.waits_for_receiver,
    MERGE: merge_waits.waits_for_decider,
    ASKED: sends.waits_for_sender,
    ACCEPTED: sends.waits_for_sender,
}


def section_of(those: Sequence[Waiting], viewer: Viewer) -> list[Block] | None:
    """All that waits for one person, each with its buttons; the first that ends first."""
    if not those:
        return None
    blocks = [section("*Waiting for you*")]
    for x in those[:SHOWN]:
        blocks += LINES[x.kind](x.subject, x.until, viewer)
    more = [context(f"And {len(those) - SHOWN} more.")] if len(those) > SHOWN else []
    return [*blocks, *more]


def told(those: Sequence[Waiting], viewer: Viewer) -> Message:
    """The same in a message."""
    return message(
        f"{count(len(those), 'thing waits', 'things wait')} for you.", section_of(those, viewer) or []
    )
