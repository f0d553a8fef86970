"""A handoff as a value: an account on its way to its next expert, and what became of it. Source: DOMAIN,
Words, handoff. On screen it is "introduce"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

ACCEPTED, MOVED, EXPIRED, WITHDRAWN = "accepted", "moved", "expired", "withdrawn"
LEFT = "left"  # whom it waited for is no longer active
CHURNED, ELSEWHERE = "churned", "elsewhere"  # the account is; somebody else's by now
TAKEN = (ACCEPTED, MOVED)  # the account is the receiver's since


@dataclass(frozen=True, slots=True)
class Handoff:
    """`giver` owned the account when `by` introduced `receiver`. `landmines`: what the giver warns of;
    `question` is what the receiver asked back, `answer` what came. `became` is empty while it is under
    way, `ended_on` the date since when it isn't; `greet_by` the last day for the receiver's first touch.
    `answers`: who of us answers a question now; `void`: why there is nothing to introduce anybody for any
    more (CHURNED, ELSEWHERE, LEFT), whether or not that ended it yet."""

    id: int
    account_id: int
    by_id: int
    giver_id: int
    receiver_id: int
    since_on: date
    giver: str = ""
    receiver: str = ""
    landmines: str = ""
    question: str = ""
    answer: str = ""
    became: str = ""
    ended_on: date | None = None
    greet_by: date | None = None
    answers: str = ""
    void: str = ""

    @property
    def taken(self) -> bool:
        return self.became in TAKEN

    @property
    def waits(self) -> bool:
        """Whether it still waits for somebody."""
        return not self.became and not self.void

    @property
    def waits_for(self) -> str:
        """Who has to act next: whoever answers while a question is open, else the receiver."""
        return (self.answers or self.giver) if self.unanswered else self.receiver

    @property
    def unanswered(self) -> bool:
        """Whether the receiver's question is open, or was when it ended."""
        return bool(self.question) and not self.answer

    @property
    def known(self) -> bool:
        """Whether the brief is the receiver's to know: while they are asked, and once it is theirs."""
        return self.taken or not self.became

    @property
    def asked_back(self) -> bool:
        """Whether the receiver waits for an answer."""
        return self.unanswered and not self.became

    def as_known(self, today: date) -> Handoff:
        """With no day of an act behind `today`: what is stored has happened, though it was tomorrow already
        where somebody did it."""
        ended = min(self.ended_on, today) if self.ended_on else None
        return replace(self, since_on=min(self.since_on, today), ended_on=ended)

    def open_on(self, on: date) -> bool:
        """Whether it was under way at the end of a day."""
        return self.since_on <= on and (self.ended_on is None or self.ended_on > on)


class Where(NamedTuple):
    """Where an account is now: whose, and whether it is churned."""

    owner_id: int
    owner: str
    churned: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A handoff with the account's name, whoever introduced, and where the account is now."""

    handoff: Handoff
    name: str
    by: str
    where: Where | None = None
