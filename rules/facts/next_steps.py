"""What comes next with an account, and whether its day has passed."""

from __future__ import annotations

from datetime import date

from ..context import Context, Reason
from ..phrase import say
from ..records import Record


def next_step_passed(record: Record, on: date, context: Context) -> Reason | None:
    step = record.next_step
    if step is None or step.done or step.on is None or step.on >= on:
        return None
    return Reason("next step passed", say("{step} was on {on}: how did it go?", step=step.text, on=step.on))
