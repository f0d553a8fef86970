"""What opens a clause that tells of days to come, and whose it is. English."""

from __future__ import annotations

import re

PROMISE, STEP = "promise", "step"
NEITHER, CONDITION = "neither", "condition"  # what dates no touch all the same

_START = r"(?:^\s*|\b(?:and|then|so|but|also|mins?|minutes|hours?)\s+|\d\s?[mh]\s+|[&+:]\s*)(?P<cut>)"
_WE = rf"(?:{_START}|\b(?:i|we)(?:'ve| have)?(?: also)?\s+)"
_WE_WILL = r"\b(?:i|we)(?:'ll|'d|'m going to|'re going to| will| would| am going to| are going to)"
_WE_ARE = r"\b(?:i'm|we're|i am|we are|(?:i|we)(?:'ll| will) be)"
_WILL = rf"(?:{_WE_WILL}|{_START}(?:will|gonna|going to|need to|have to))\s+(?:also )?"
_WHOM = (
    r"(?:(?:(?:to )?(?:them|him|her|the (?:customer|client|buyer|champion|sponsor|team))"
    r"|(?!to\b)[\w'-]{1,30}(?= (?:that )?(?:i|we)(?:'d|'ll| would| will)| to | an? | the ))\s+)"
)
_GIVE = (
    r"(?:send|share|e-?mail|mail|forward|deliver|provide|prepare|fix|give(?! (?:up|in)\b)|ship|write|draft"
    r"|quote|get|find|look(?! forward\b)|check|update|review|replace|repair|bring|put(?! (?:off|up with)\b)"
    r"|courier|post|ping|shoot|drop off|resend|chase|sort|raise|extend|waive|match|process|supply|order|add"
    r"|correct|remove"
    r"|confirm|let(?! go\b)|install|come back|have(?! to\b)|do|make|arrange|escalate|credit|refund|introduce"
    r"|connect)\b"
)
_TALK = (
    r"(?:call ?back|call|meeting|mtg|demo|visit|lunch|dinner|coffee|qbr|ebr|review|workshop|training|session"
    r"|kick-?off|zoom|appointment|walkthrough)\b"
)
_THAT = rf"(?:that )?(?:{_WE_WILL} )?"
_MEET = (
    r"(?:(?:call|ring|phone|meet|visit|see|try|follow up|check in|catch up|get together|speak|talk"
    r"|(?:stop|drop|swing) by)\b"
    rf"|(?:have|do|hold|arrange|set up|book|schedule) (?:an?|another|the) (?:\w+ )?{_TALK})"
)
_NO_ONE = r"(?:called|met|spoke|talked|visited|e-?mailed|mins?|minutes|hours?|and|then|so|but|also)\b"
_WHO = rf"(?!{_NO_ONE})[^\W\d][\w'-]{{0,30}}"
_THEY_WILL = r"(?:send|sign|get back|call|ring|reply|confirm|decide|let (?:us|me) know)\b"
_WANTS = r"(?: wants?| asked for|'d like| would like)"
_BOOKED = r"(?:booked|scheduled|set(?! up by)(?: up)?|arranged|agreed)\b"
ALWAYS, DATED = True, False
# what opens such a clause, the first that fits: whose it is, whether it is one without a day too, its words.
# What follows them is the text, together with what they name `text`
OPENINGS = tuple(
    (kind, always, re.compile(words, re.IGNORECASE))
    for kind, always, words in (
        (PROMISE, ALWAYS, rf"{_WE}promise(?:d:?|(?= to)) (?!by\b|us\b){_WHOM}?{_THAT}(?:to )?"),
        (PROMISE, ALWAYS, rf"{_WE}assured {_WHOM}{_THAT}"),
        (PROMISE, ALWAYS, rf"{_WE}committed to (?=\w+ing\b)"),
        (PROMISE, ALWAYS, r"\b(?:i|we) owe (?:them|him|her|the \w+(?= the\b)) "),
        (STEP, DATED, rf"{_WE}told {_WHOM}(?:that )?{_WE_WILL} (?P<text>{_MEET})"),
        (PROMISE, ALWAYS, rf"{_WE}told {_WHOM}(?:that )?{_WE_WILL} "),
        (STEP, DATED, rf"{_WILL}(?P<text>{_MEET})"),
        (PROMISE, ALWAYS, rf"{_WILL}(?P<text>{_GIVE})"),
        (PROMISE, DATED, rf"(?:{_START}|{_WE_ARE} )(?P<text>(?:sending|e-?mailing|forwarding|sharing)\b)"),
        (STEP, DATED, r"\b(?P<text>(?:they|he|she)(?:'ll| will| promised)\b)"),
        (STEP, DATED, rf"\b(?P<text>{_WHO}(?: will|'ll) {_THEY_WILL})"),
        (STEP, DATED, rf"\b(?P<text>{_WHO}{_WANTS} (?:an?|another) (?:\w+ )?{_TALK})"),
        (STEP, DATED, rf"\b(?P<text>(?:next )?{_TALK}(?: w/ ?\w+| with \w+)? (?:is )?{_BOOKED})"),
        (STEP, DATED, rf"\b(?P<text>{_BOOKED} (?:on )?(?:(?:an?|the|another) )?(?:\w+ )?{_TALK})"),
        (STEP, DATED, rf"(?<!a )(?<!got )\b(?P<text>{_MEET}(?: (?:them|him|her|\w+))? (?:again|back)\b)"),
        (STEP, DATED, rf"{_START}(?P<text>(?:f/u|follow[- ]?up|circle back)\b)"),
        (NEITHER, DATED, rf"{_WILL}(?P<text>(?!not\b|never\b|[a-z]+ed\b)[a-z]+)"),
        (CONDITION, DATED, r"^\s*(?P<text>(?:if|unless)\b)"),
    )
)  # fmt: skip
MEETS = re.compile(_MEET, re.IGNORECASE)
