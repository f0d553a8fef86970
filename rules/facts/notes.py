"""What was said last, where it gives something to build on."""

from __future__ import annotations

import re
from datetime import date

from ..context import Context, Reason
from ..phrase import say
from ..records import Record

_CHECKED_IN = re.compile(
    r"\b(?:check(?:ed|ing)?[ -]in|touch(?:ed|ing)? base|catch(?:ing)?[ -]up|caught up|follow(?:ed|ing)?[ -]up"
    r"|reach(?:ed|ing)? out|sa(?:id|y|ying) (?:hello|hi)|small talk)\b"
    r"(?: (?:with|on|to) (?:(?:the|their|our) )?[\w.]+)?",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"\b(?:just|to|quick|short|brief|regular|routine|usual|weekly|monthly|call(?:ed)?|e-?mail(?:ed)?|meeting|met"
    r"|spoke|spoken|chat(?:ted)?|talk(?:ed)?|happy|neutral|worried|all|good|fine|ok(?:ay)?|well|again|today|nothing|new)\b",
    re.IGNORECASE,
)


def gives_something(note: str) -> bool:
    """Whether a note says more than that somebody checked in: two words at least beside those of a
    check-in."""
    return len(re.findall(r"\w+", _SAYS_NOTHING.sub(" ", _CHECKED_IN.sub(" ", note)))) >= 2


def said_last(record: Record, on: date, context: Context) -> Reason | None:
    """What was said when we last reached them, if it gives something to build on; never a check-in."""
    reached = [t for t in record.touches if t.on <= on and t.meaningful]
    for n, touch in enumerate(reached):
        if touch.purpose != "check_in" and gives_something(touch.note):
            message = "on {on}: “{note}”." if n else "last time ({on}): “{note}”."
            return Reason("said last", say(message, on=touch.on, note=first_words(touch.note).rstrip(".")))
    return None


def first_words(text: str, most: int = 90) -> str:
    """The beginning of a text on one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0] + "…"
