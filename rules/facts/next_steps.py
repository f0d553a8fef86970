"""What comes next with an account, and whether its day has passed."""

from __future__ import annotations

from datetime import date

from ..context import Context, Reason
from ..phrase import say
from ..records import Record
from .entries import MOST_AHEAD, Entry, Wrong


def next_step_passed(record: Record, on: date, context: Context) -> Reason | None:
    step = record.next_step
    if step is None or step.done or step.on is None or step.on >= on:
        return None
    return Reason("next step passed", say("“{step}” was on {on}: how did it go?", step=step.text, on=step.on))


def wrong(entry: Entry, today: date) -> Wrong | None:
    """A next step lies behind its touch, within ten years."""
    if entry.next_on and entry.next_on > today + MOST_AHEAD:
        return "next_on", say("That next step is more than ten years ahead: is the year right?")
    if entry.next_on and entry.next_on < entry.on:
        return "next_on", say("The next step can't lie before the touch.")
    return None
