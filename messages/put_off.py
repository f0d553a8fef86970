"""What a morning's place has led to where it was put off again and again: said to the rep, or to whoever can
clear what is in the way."""

from __future__ import annotations

from .blocks import Message, actions, button, escape, message, section
from .card import CARD_CHANGE
from .carried import AccountRef
from .introduced import introduce_button
from .opening import open_button


def snoozed_often(name: str, account_id: int, times: int) -> Message:
    """Three snoozes in a row: a proposal, nothing is changed silently."""
    text = (
        f"You have put off *{escape(name)}* {times} times in a row. A slower cadence, a pause, or another "
        "owner?"
    )
    change = button("Change cadence, or pause", CARD_CHANGE, AccountRef(account_id).pack())
    return message(
        text.replace("*", ""), [section(text), actions([change, introduce_button(account_id, name)])]
    )


def unneeded_twice(rep: str, name: str, account_id: int, why: str) -> Message:
    """Twice running not needed: the manager hears of it."""
    text = f"{escape(rep)} says twice running that *{escape(name)}* needs no contact now (“{escape(why)}”)."
    return message(text.replace("*", ""), [section(text, open_button(account_id))])


def stuck(rep: str, name: str, account_id: int, why: str) -> Message:
    """What is in the way, for the manager who can clear it."""
    text = f"{escape(rep)} is stuck with *{escape(name)}*: “{escape(why)}”. Can you help?"
    return message(text.replace("*", ""), [section(text, open_button(account_id))])
