"""What a word of a line can stand for."""

from __future__ import annotations

from typing import NamedTuple

DID = "did"  # a contact that took place, by its tense: "called". Value: channel, "" when it says none
WEAK = "weak"  # the same by a word that leaves open how, value the likeliest: "spoke", "presented", "sent"
NOUN = "noun"  # a contact by its name, of any time: "call", "lunch"
PLAN = "plan"  # to come: "will", "scheduled"
VIA = "via"  # how, beside another word: "over zoom", "by phone"
TRIED = "tried"  # nobody reached. Value: outcome
REPLY = "reply"  # what was sent was answered
SILENT = "silent"  # what was sent was not
FROM = "from"  # they moved: "called us", "e-mail from". Value: channel or ""
PREPARED = "prepared"  # a contact that somebody gets ready for, and what says so: "before the call"
WISH = "wish"  # asked for: "wants a demo"
OFF = "off"  # it did not take place: "cancelled"
NEVER = "never"  # it did not take place, by negation: "haven't spoken"
DOUBT = "doubt"  # who writes is not sure
MOOD = "mood"  # value: happy, neutral, worried
MINOR = "minor"  # an answer that is nobody's: an assistant, a machine


class Tongue(NamedTuple):
    """A language: `marks` are (kind, value, pattern), the more particular first; `purposes` (purpose,
    pattern), the surest first; `tells` a word that tells the language; `bounded`: words stand between
    spaces."""

    code: str
    marks: tuple[tuple[str, str, str], ...]
    purposes: tuple[tuple[str, str], ...]
    tells: str
    promises: str
    """What we said that we would give or do; the first of English stands in openings.py."""
    asks: str
    """What opens a question or a wish to the bot."""
    bounded: bool = True
