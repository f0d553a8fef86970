"""Snoozing an account: the menu's choices, on a card and in a nudge, and the form for a date of one's own."""

from __future__ import annotations

from datetime import date

from .blocks import Block, escape, field, modal, section
from .carried import Origin

SNOOZE_FORM = "snooze.form"
SNOOZE_CHOICES = (("tomorrow", "Tomorrow"), ("3d", "3 days"), ("week", "A week"), ("date", "A date…"))


def snooze_form(name: str, origin: Origin, tomorrow: date) -> Block:
    """Until when; the account's name stands above."""
    element: Block = {"type": "datepicker", "action_id": "until", "initial_date": tomorrow.isoformat()}
    return modal(
        "Snooze",
        [section(f"*{escape(name)}* comes back on"), field("until", "Date", element, optional=False)],
        SNOOZE_FORM,
        submit="Snooze",
        private_metadata=origin.pack(),
    )
