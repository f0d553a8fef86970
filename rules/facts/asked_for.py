"""What we asked a customer for in its own words, as a value: feedback ("what should we change?") or a
testimonial. Source: DOMAIN, Words, feedback."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

FEEDBACK, TESTIMONIAL = "feedback", "testimonial"
KINDS = (FEEDBACK, TESTIMONIAL)
ASKED, GIVEN, DECLINED = "asked", "given", "declined"
STATES = (ASKED, GIVEN, DECLINED)
THEMES = ("product", "service", "price", "delivery", "people", "other")
USES = ("yes", "no")
"""Whether we may use a testimonial; empty: nobody asked."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """`contact` is who was asked, or answered. Once given it has a `text`, feedback a `theme` of THEMES, a
    testimonial whether we `may_use` it; `answered_on` is the day of the answer, be it no."""

    id: int
    account_id: int
    by_id: int
    kind: str
    asked_on: date
    state: str = ASKED
    answered_on: date | None = None
    contact: str = ""
    text: str = ""
    theme: str = ""
    may_use: str = ""

    @property
    def is_open(self) -> bool:
        return self.state == ASKED

    def open_on(self, on: date) -> bool:
        """Whether it was asked, and not answered, by the end of a day."""
        return self.asked_on <= on and (
            self.is_open or (self.answered_on is not None and self.answered_on > on)
        )

    def as_known(self, today: date) -> Feedback:
        """With no day of an act behind `today`."""
        asked = min(self.asked_on, today)
        answered = min(self.answered_on, today) if self.answered_on else None
        if (asked, answered) == (self.asked_on, self.answered_on):
            return self
        return replace(self, asked_on=asked, answered_on=answered)
