"""My week: the weekdays that somebody works, as a form opened from Home."""

from __future__ import annotations

from dataclasses import dataclass

from rules.weeks import WEEKDAYS

from .blocks import Block, button, field, modal, option, plain
from .carried import Value

WEEK_OPEN = "week.open"
WEEK_FORM = "week.form"
HINT = "Messages come on these days, and working days are counted in them. A Saturday counts until 13:00."


@dataclass(frozen=True, slots=True)
class Week(Value):
    """What the form was opened with; `token` is unique to this opening."""

    token: str


def open_button() -> Block:
    return button("My week", WEEK_OPEN, "week")


def form(week: str, token: str) -> Block:
    """The weekdays, those of `week` chosen."""
    days = [option(name, str(n)) for n, name in enumerate(WEEKDAYS, 1)]
    element: Block = {
        "type": "multi_static_select",
        "action_id": "days",
        "placeholder": plain("Weekdays"),
        "options": days,
        "initial_options": [d for d in days if d["value"] in week],
    }
    asked = field("days", "The days you work", element, optional=False, hint=HINT)
    return modal("My week", [asked], WEEK_FORM, submit="Save", private_metadata=Week(token).pack())
