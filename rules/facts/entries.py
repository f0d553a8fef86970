"""A touch as somebody logs it, before it is stored, with all that it brings. rules/captured.py checks it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..phrase import Phrase, say
from ..records import days
from ..revenue import year_before
from .touch import ESTIMATED_MINUTES, promotes

FIELD_LIMIT = 3_000
"""Characters that one field of a form holds."""
MOST_AHEAD = days(3653)  # ten years: more is a slip of the year


Wrong = tuple[str, Phrase]  # the field of an entry that can't be stored so, and why


@dataclass(frozen=True, slots=True)
class Entry:
    """One log line for one or several accounts. `channel` and `outcome` are empty until somebody said
    them: nothing is invented. `minutes` None: estimated by channel; several accounts share them. What is
    captured with a touch has fields of its own, named in the CAPTURED of rules, messages and storage."""

    account_ids: tuple[int, ...]
    on: date
    channel: str = ""
    direction: str = "outbound"
    outcome: str = ""
    purpose: str = ""
    minutes: int | None = None
    sentiment: str = ""
    note: str = ""
    contact_ids: tuple[int, ...] = ()
    next_text: str = ""
    next_on: date | None = None
    promise_text: str = ""
    promise_on: date | None = None
    wants_answer: bool = False
    """They came to us and wait for an answer: a request."""
    request_text: str = ""
    """What they ask; empty: what the note says."""
    answers: tuple[int, ...] = ()
    """Requests that it answers, by their ids; 0: the one that is open longest."""
    request_clock: str = ""
    """The time of day at which they asked, or were answered, as it was typed: 14:05."""
    concern_text: str = ""
    concern_kind: str = ""

    @property
    def meaningful(self) -> bool:
        return self.outcome == "reached"

    @property
    def promotes(self) -> bool:
        """Whether they liked, shared or mentioned us."""
        return promotes(self.channel, self.direction, self.outcome)

    @property
    def got(self) -> str:
        """What the customer got: the note's first line, where something of value was given."""
        gave = self.outcome == "reached" and self.purpose not in ("", "check_in")
        return self.note.partition("\n")[0] if gave else ""

    @property
    def said(self) -> str:
        """The note without what they got."""
        return self.note.partition("\n")[2] if self.got else self.note

    def note_after(self, edited: str) -> str:
        """The note after an edit: a form holds only its beginning. One that was left as it stood keeps its
        whole text, one that was changed what the form did not show; only one that was emptied is gone."""
        if edited in (self._shown(self.got, self.said), self._shown(self.note)):
            return self.note
        last = self.said or self.got
        if not edited or len(last) <= FIELD_LIMIT:
            return edited
        return edited + last[len(last[:FIELD_LIMIT].rstrip()) :]

    @staticmethod
    def _shown(*parts: str) -> str:
        return "\n".join(part[:FIELD_LIMIT].strip() for part in parts if part)

    def minutes_each(self) -> list[int]:
        """Minutes per account: they add up to what was spent."""
        guessed = 0 if self.promotes else ESTIMATED_MINUTES.get(self.channel, 0)
        total = self.minutes if self.minutes is not None else guessed
        count = len(self.account_ids)
        return [total // count + (n < total % count) for n in range(count)]


def long_ago(on: date, today: date) -> bool:
    """Whether a date lies more than a year back: more often a slip than meant, so it is asked. Source:
    DOMAIN, A date."""
    return on < year_before(today)


def over_a_year_ago(on: date) -> Phrase:
    """What is asked of such a date."""
    return say("{on} is over a year ago: is that right?", on=on)
