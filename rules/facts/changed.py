"""A change at the customer as a value: what happened there, and when we knew. Source: DOMAIN, Words,
change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

ACQUIRED, COMPETITOR = "acquired", "competitor seen"
KINDS = (ACQUIRED, "new line", "new country", "new rules", "new team", COMPETITOR)
FIELD = 300
"""Characters of a change's text."""
NAMED = 80
"""Characters of a competitor's name."""


@dataclass(frozen=True, slots=True)
class Change:
    """`on` is when it happened, or will; `noted_on` when somebody of ours said so (None: a file, which knew
    on its day), `behind` the newest touch with the account by then. `answered_on`: somebody said that it was
    talked about. The text of a competitor begins with its name: “Hooli: showed a cheaper plan”."""

    id: int
    account_id: int
    by_id: int
    kind: str
    on: date
    text: str = ""
    noted_on: date | None = None
    behind: int = 0
    answered_on: date | None = None

    @property
    def known_from(self) -> date:
        return self.noted_on or self.on

    @property
    def competitor(self) -> str:
        """Who was seen, where a competitor was; empty where nobody said who."""
        return named_in(self.text)[0] if self.kind == COMPETITOR else ""

    def as_known(self, today: date) -> Change:
        """With no day of an act behind `today`: what is stored has happened, though it was tomorrow already
        where somebody said it."""
        noted = min(self.noted_on, today) if self.noted_on else None
        answered = min(self.answered_on, today) if self.answered_on else None
        if (noted, answered) == (self.noted_on, self.answered_on):
            return self
        return replace(self, noted_on=noted, answered_on=answered)


def named_in(text: str) -> tuple[str, str]:
    """The name that the text of a competitor begins with, and the rest: what was seen."""
    name, _, rest = text.partition(":")
    return " ".join(name.split())[:NAMED], rest.strip()


def text_of(kind: str, name: str, text: str) -> str:
    """The text as it is kept; `name` counts for a competitor alone."""
    name, text = " ".join(name.replace(":", " ").split()), text.strip()
    if kind != COMPETITOR or not name:
        return text
    return f"{name}: {text}" if text else name
