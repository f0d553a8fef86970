"""The steps that a stage of onboarding begins with, as an admin types them: one a line, with its days from
the stage's start."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..phrase import Phrase, say

STAGES = ("first contract", "new service", "renewal")
TEMPLATES = {
    "first_contract_steps": "first contract",
    "new_service_steps": "new service",
    "renewal_steps": "renewal",
}
"""The settings that hold the steps of a stage, and which stage it is."""
MOST_STEPS, MOST_DAYS, MOST_NAME = 20, 3650, 200
_LINE = re.compile(r"(?P<name>.*?\S)\s*\+\s*(?P<days>[0-9]{1,4})(?P<first>\s+first value)?", re.IGNORECASE)


class Step(NamedTuple):
    """A step of a template, due so many days from the start of its stage; `first_value`: by it the customer
    has something of what they bought."""

    name: str
    after_days: int
    first_value: bool = False


def lines_of(text: str) -> list[str]:
    """The lines of a template that are not empty; a semicolon parts two as a line's end does, since the
    environment holds one line."""
    return [line for piece in re.split(r"[\n\r;]", text) if (line := " ".join(piece.split()))]


def steps_of(text: str) -> tuple[Step, ...]:
    """The steps of a template, the first due first; a line that can't be read is left out."""
    steps = (step for line in lines_of(text) if (step := _step(line)))
    return tuple(sorted(steps, key=lambda step: step.after_days))


def _step(line: str) -> Step | None:
    read = _LINE.fullmatch(line)
    if read is None or int(read["days"]) > MOST_DAYS or len(read["name"]) > MOST_NAME:
        return None
    return Step(read["name"], int(read["days"]), first_value=bool(read["first"]))


def template_error(text: str, setting: Phrase | str) -> Phrase | None:
    """What is wrong with a template, and in which line; None when it can be read. One without a line is a
    stage that nobody starts."""
    lines = lines_of(text)
    names = list[str]()
    for line in lines:
        step = _step(line)
        if step is None:
            return say(
                "{setting}, “{line}”: a step with its days from the start, such as: Kick-off +7",
                setting=setting,
                line=line[:60],
            )
        if step.name.casefold() in names:
            return say("{setting}: “{step}” stands there twice.", setting=setting, step=step.name[:60])
        names.append(step.name.casefold())
    if len(lines) > MOST_STEPS:
        return say("{setting} has at most {most} steps.", setting=setting, most=MOST_STEPS)
    return None
