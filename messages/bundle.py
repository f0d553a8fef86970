"""Several things in one message, one under the other."""

from __future__ import annotations

from .blocks import MOST_BLOCKS, Block, Message, context, divider, message
from .words import count


def joined(above: Message, below: Message) -> Message | None:
    """Both in one; None when a message can't hold them."""
    blocks = [*above["blocks"], divider(), *below["blocks"]]
    text = f"{above['text']} {below['text']}"
    return message(text, blocks) if len(blocks) < MOST_BLOCKS else None


def with_left(whole: Message, left: int) -> Message:
    """How many decisions had no place in it."""
    if not left:
        return whole
    more: Block = context(f"{count(left, 'more waits', 'more wait')} for you on Home.")
    return message(whole["text"], [*whole["blocks"], more])
