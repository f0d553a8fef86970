"""The form that shares a card with a channel; the card itself is in card.py."""

from __future__ import annotations

from .blocks import Block, escape, field, modal, plain, section
from .carried import Origin

SHARE_FORM = "share.form"


def form(name: str, origin: Origin) -> Block:
    """Which channel, and what to say with it."""
    element: Block = {
        "type": "conversations_select",
        "action_id": "channel",
        "placeholder": plain("A channel"),
        "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
    }
    note: Block = {"type": "plain_text_input", "action_id": "note", "max_length": 500}
    blocks = [
        section(f"A short card of *{escape(name)}*, without notes of your talks."),
        field("channel", "Channel", element, optional=False),
        field("note", "Say something with it", note),
    ]
    return modal("Share", blocks, SHARE_FORM, submit="Share", private_metadata=origin.pack())
