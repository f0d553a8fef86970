"""Snoozing an account: the menu's choices, on a card and in a nudge, and the form for a date of one's own."""

from __future__ import annotations

from datetime import date

from rules.loosening import MOST_REST, WITHIN

from .blocks import Block, escape, field, modal, section
from .carried import Origin
from .inputs import text_input

SNOOZE_FORM = "snooze.form"
SNOOZE_CHOICES = (("tomorrow", "Tomorrow"), ("3d", "3 days"), ("week", "A week"), ("date", "A date…"))


def snooze_form(name: str, origin: Origin, tomorrow: date, decides: str = "", covers: bool = False) -> Block:
    """Until when; the account's name stands above. `decides`: who is asked where it would rest for long,
    empty for nobody; `covers`: its reader only covers for its owner, and may not let it."""
    element: Block = {"type": "datepicker", "action_id": "until", "initial_date": tomorrow.isoformat()}
    long = f"More than {MOST_REST} days of rest in {WITHIN}"
    hint = f"{long}: {decides} is asked first, and until then it stays as it is." if decides else ""
    if covers:
        hint = f"{long} waits for its owner: you cover for them."
    blocks = [
        section(f"*{escape(name)}* comes back on"),
        field("until", "Date", element, optional=False, hint=hint),
    ]
    if decides:
        blocks.append(field("why", "Why", text_input("why", "", False), hint="For whoever is asked."))
    return modal("Snooze", blocks, SNOOZE_FORM, submit="Snooze", private_metadata=origin.pack())
