"""What a touch must be to be stored, and what is captured with it: CAPTURED, a line a fact that the log form
takes, says what is wrong with its part of an entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from .facts import concerns, needs, next_steps, promises, requests
from .facts.entries import Entry, Wrong
from .facts.touch import CHANNELS, OUTCOMES, PURPOSES, SENTIMENTS
from .phrase import say

NOTE_LIMIT = 10_000
MOST_ACCOUNTS = 10

CAPTURED: tuple[Callable[[Entry, date], Wrong | None], ...] = (
    next_steps.wrong,
    promises.wrong,
    requests.wrong,
    concerns.wrong,
    needs.wrong,
)


def entry_error(entry: Entry, today: date) -> Wrong | None:
    """The first thing wrong with an entry: (field, sentence); None when it can be stored."""
    checks = (_of_what, *CAPTURED, _how)
    return next((wrong for check in checks if (wrong := check(entry, today))), None)


def _of_what(entry: Entry, today: date) -> Wrong | None:
    if not entry.account_ids:
        return "account", say("Which account was it?")
    if len(entry.account_ids) > MOST_ACCOUNTS:
        return "account", say("At most {most} accounts in one line.", most=MOST_ACCOUNTS)
    if entry.on > today:
        return "on", say("That day is still to come: log it when it has happened, or make it the next step.")
    if entry.on.year < 1990:
        return "on", say("That is too long ago to be right.")
    for field, value, known in (
        ("channel", entry.channel, ("", *CHANNELS)),
        ("outcome", entry.outcome, ("", *OUTCOMES)),
        ("purpose", entry.purpose, ("", *PURPOSES)),
        ("sentiment", entry.sentiment, ("", *SENTIMENTS)),
    ):
        if value not in known:
            return field, say(
                "“{value}” is none of: {known}.", value=value, known=", ".join(k for k in known if k)
            )
    if entry.minutes is not None and not 1 <= entry.minutes <= 1440:
        return "minutes", say("Minutes go from 1 to 1440.")
    if len(entry.note) > NOTE_LIMIT:
        return "note", say(
            "A note holds {most} characters; this one has {long}.", most=NOTE_LIMIT, long=len(entry.note)
        )
    return None


def _how(entry: Entry, today: date) -> Wrong | None:
    """Asked last: what was typed wrong comes first."""
    if not entry.channel:
        return "channel", say("How was it: a call, a meeting, an e-mail?")
    if not entry.outcome:
        return (
            "outcome",
            say("What came of it: was somebody reached, or was it sent, left as a message, a no-show?"),
        )
    return None
