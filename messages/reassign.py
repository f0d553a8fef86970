"""Giving an account to another owner: the form, and what both owners are told."""

from __future__ import annotations

from collections.abc import Sequence

from rules.records import Person

from .blocks import Block, Message, escape, field, message, modal, option, plain, section
from .carried import Origin
from .opening import open_button

REASSIGN_FORM = "reassign.form"


def form(account: str, people: Sequence[Person], origin: Origin) -> Block:
    """Who of `people` gets the account."""
    options = [option(p.name, str(p.id)) for p in people[:100]]
    element: Block = {
        "type": "static_select",
        "action_id": "owner",
        "options": options,
        "placeholder": plain("Who"),
    }
    return modal(
        "Reassign",
        [section(f"*{escape(account)}* goes to"), field("owner", "New owner", element, optional=False)],
        REASSIGN_FORM,
        submit="Reassign",
        private_metadata=origin.pack(),
    )


def handed_over(by: str, name: str, account_id: int, to: str, mine: bool) -> Message:
    """What an owner is told; `mine`: they are the new one."""
    text = (
        f"{escape(by)} gave you *{escape(name)}*."
        if mine
        else f"{escape(by)} gave *{escape(name)}* to {escape(to)}."
    )
    return message(text.replace("*", ""), [section(text, open_button(account_id))])
