"""A line that somebody typed and that is not logged yet: nothing typed is lost, also when its form is closed.
Source: DOMAIN, What a rep types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..phrase import Phrase, say

LOGGED, PLANNED, NOTED, DISMISSED, PASSED = "logged", "planned", "noted", "dismissed", "passed"
"""What became of a line. One that was passed on as an answer may be logged all the same."""


@dataclass(frozen=True, slots=True)
class Unlogged:
    """`token` is the key that what it brings is stored under, and passed on under. `became` is empty while
    it waits; `told_at` when it was given back to whoever typed it; `question_id` the question that it
    answers or may answer."""

    id: int
    person_id: int
    token: str
    text: str
    opened_at: datetime
    told_at: datetime | None = None
    became: str = ""
    question_id: int | None = None

    @property
    def waits(self) -> bool:
        return not self.became and bool(self.text)

    @property
    def loggable(self) -> bool:
        return self.became in ("", PASSED) and bool(self.text)


def may_log_line(person_id: int, line: Unlogged) -> Phrase | None:
    """Whose words they are."""
    return None if line.person_id == person_id else say("Only whoever typed that line can log it.")
