"""What waits for somebody's tap, as Home and the midday message show it: LINES, how each kind is painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.facts.handoffs import ASKS, WAITS

from . import handoffs
from .blocks import Block, Message, context, message, section
from .words import Viewer, count

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """`subject` is what its kind's painter takes; it can be answered up to and including `until`."""

    kind: str
    subject: Any
    until: date


LINES: Mapping[str, Callable[[Any, date, Viewer], list[Block]]] = {
    WAITS: handoffs.waits_for_receiver,
    ASKS: handoffs.waits_for_giver,
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
