"""The button that opens an account's card, wherever an account is named."""

from __future__ import annotations

from .blocks import Block, button
from .carried import AccountRef

CARD_OPEN = "card.open"
CARD_NEW = "card.new"


def open_button(account_id: int, name: str = "", *, beside: bool = False) -> Block:
    """`name` is read aloud where several stand below each other; the card comes in place of the message, or
    `beside` it."""
    action = CARD_NEW if beside else CARD_OPEN
    return button("Open", action, AccountRef(account_id).pack(), says=f"Open {name}" if name else "")
