"""A touch as a value: one logged contact with an account, and the words that it is told in. Source: DOMAIN,
Touches."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

CHANNELS = ("call", "meeting", "video", "visit", "email", "message", "event", "gift")
DIRECTIONS = ("outbound", "inbound")
OUTCOMES = ("reached", "sent", "left_message", "no_show")
PURPOSES = (
    "solved_problem", "shared_insight", "delivered_result", "explored_need", "challenged",
    "introduced", "celebrated", "resolved_concern", "onboarding", "check_in",
)  # fmt: skip
SENTIMENTS = ("happy", "neutral", "worried")
LIVE = frozenset({"call", "meeting", "video", "visit"})
ESTIMATED_MINUTES = {
    "call": 15, "video": 30, "meeting": 45, "visit": 90, "email": 5, "message": 5, "event": 45, "gift": 5,
}  # fmt: skip


def promotes(channel: str, direction: str, outcome: str) -> bool:
    """Whether it tells that they liked, shared or mentioned us: an event of theirs in which nobody was
    reached. It took us no time, and resets nothing."""
    return (channel, direction, outcome) == ("event", "inbound", "sent")


class Touch(NamedTuple):
    """One logged contact with one account. `on` is the owner's local date of `at`."""

    id: int
    at: datetime
    on: date
    by_id: int
    by_name: str
    channel: str
    direction: str = "outbound"
    outcome: str = "reached"
    purpose: str = ""
    minutes: int = 0
    estimated: bool = True
    sentiment: str = ""
    note: str = ""
    contact_ids: tuple[int, ...] = ()
    day_only: bool = False
    noted: bool = False
    """There was a note, which may be deleted by now: that takes no value from the touch."""

    @property
    def meaningful(self) -> bool:
        return self.outcome == "reached"

    @property
    def value_adding(self) -> bool:
        """Meaningful, with a purpose other than check_in and a note of what the customer got."""
        noted = self.noted or bool(self.note)
        return self.outcome == "reached" and bool(self.purpose) and self.purpose != "check_in" and noted
