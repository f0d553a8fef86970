"""A touch as somebody logs it, before it is stored; and the checks it must pass, each with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..records import CHANNELS, ESTIMATED_MINUTES, OUTCOMES, PURPOSES, SENTIMENTS, days
from ..revenue import year_before

NOTE_LIMIT = 10_000
FIELD_LIMIT = 3_000
"""Characters that one field of a form holds."""
MOST_ACCOUNTS = 10
MOST_AHEAD = days(3653)  # ten years: more is a slip of the year


@dataclass(frozen=True, slots=True)
class Entry:
    """One log line for one or several accounts. `channel` and `outcome` are empty until somebody said
    them: nothing is invented. `minutes` None: estimated by channel; several accounts share them."""

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

    @property
    def meaningful(self) -> bool:
        return self.outcome == "reached"

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
        """The note after an edit: a form holds only its beginning, so one that was left as it stood keeps
        its whole text."""
        shown = "\n".join(part[:FIELD_LIMIT].strip() for part in (self.got, self.said) if part)
        return self.note if edited == shown else edited

    def minutes_each(self) -> list[int]:
        """Minutes per account: they add up to what was spent."""
        total = self.minutes if self.minutes is not None else ESTIMATED_MINUTES.get(self.channel, 0)
        count = len(self.account_ids)
        return [total // count + (n < total % count) for n in range(count)]


def long_ago(on: date, today: date) -> bool:
    """Whether a date lies more than a year back: more often a slip than meant, so it is asked. Source:
    DOMAIN, A date."""
    return on < year_before(today)


def _promise_error(entry: Entry, today: date) -> tuple[str, str] | None:
    """A promise is something by some day."""
    if entry.promise_text and not entry.promise_on:
        return "promise_on", "By when did you promise it?"
    if entry.promise_on and not entry.promise_text:
        return "promise_text", "What did you promise by then?"
    if entry.promise_on and not entry.on <= entry.promise_on <= today + MOST_AHEAD:
        return "promise_on", "Choose a day from that of the touch on, within ten years."
    return None


def entry_error(entry: Entry, today: date) -> tuple[str, str] | None:
    """The first thing wrong with an entry: (field, sentence); None when it can be stored."""
    if not entry.account_ids:
        return "account", "Which account was it?"
    if len(entry.account_ids) > MOST_ACCOUNTS:
        return "account", f"At most {MOST_ACCOUNTS} accounts in one line."
    if entry.on > today:
        return "on", "That day is still to come: log it when it has happened, or make it the next step."
    if entry.on.year < 1990:
        return "on", "That is too long ago to be right."
    for field, value, known in (
        ("channel", entry.channel, ("", *CHANNELS)),
        ("outcome", entry.outcome, ("", *OUTCOMES)),
        ("purpose", entry.purpose, ("", *PURPOSES)),
        ("sentiment", entry.sentiment, ("", *SENTIMENTS)),
    ):
        if value not in known:
            return field, f"“{value}” is none of: {', '.join(k for k in known if k)}."
    if entry.minutes is not None and not 1 <= entry.minutes <= 1440:
        return "minutes", "Minutes go from 1 to 1440."
    if len(entry.note) > NOTE_LIMIT:
        return "note", f"A note holds {NOTE_LIMIT:,} characters; this one has {len(entry.note):,}."
    if entry.next_on and entry.next_on > today + MOST_AHEAD:
        return "next_on", "That next step is more than ten years ahead: is the year right?"
    if entry.next_on and entry.next_on < entry.on:
        return "next_on", "The next step can't lie before the touch."
    if wrong := _promise_error(entry, today):
        return wrong
    if not entry.channel:
        return "channel", "How was it: a call, a meeting, an e-mail?"
    if not entry.outcome:
        return (
            "outcome",
            "What came of it: was somebody reached, or was it sent, left as a message, a no-show?",
        )
    return None
