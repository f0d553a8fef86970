"""What comes next with an account, and whether its day has passed."""

from __future__ import annotations

from datetime import date

from ..calendar import add_working_days
from ..context import Context, Reason
from ..phrase import Phrase, say
from ..records import Record
from .entries import MOST_AHEAD, Entry, Wrong
from .notes import first_words

PASSED = "next step passed"  # the kind of the reason that it brings
FACT = "next step"  # its kind in stored mornings
PREPARE = "prepare"  # the kind of what is said the working day before: the page before a call is ready


def next_step_passed(record: Record, on: date, context: Context) -> Reason | None:
    step = record.next_step
    if step is None or step.done or step.on is None or step.on >= on:
        return None
    return Reason(PASSED, say("“{step}” was on {on}: how did it go?", step=step.text, on=step.on))


def prepare_on(record: Record, on: date) -> date | None:
    """The owner's working day before a dated step, while it lies ahead: the page before the call is ready."""
    step = record.next_step
    if step is None or step.done or step.on is None:
        return None
    day = add_working_days(step.on, -1, record.owner.workdays)
    return day if day >= on else None


def coming(record: Record, on: date) -> Phrase | None:
    """What is said of it from that day until its own; None for a step that was moved or done since."""
    step = record.next_step
    if step is None or step.done or step.on is None:
        return None
    if not add_working_days(step.on, -1, record.owner.workdays) <= on <= step.on:
        return None
    return say("has “{step}” on {on}", PREPARE, step=first_words(step.text, 120), on=step.on)


def wrong(entry: Entry, today: date) -> Wrong | None:
    """A next step lies behind its touch, within ten years."""
    if entry.next_on and entry.next_on > today + MOST_AHEAD:
        return "next_on", say("That next step is more than ten years ahead: is the year right?")
    if entry.next_on and entry.next_on < entry.on:
        return "next_on", say("The next step can't lie before the touch.")
    return None
