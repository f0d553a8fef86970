"""What a typed line says of days to come: what we promised them, and what was agreed with them. The first is
a promise, the second a next step, never both (source: DOMAIN, Words; What a rep types).

Such a clause is cut out of the line, so that its day, its channel and its words are taken for nothing that
happened. English; knows nothing of accounts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .deadlines import Day, days_ahead

PROMISE, STEP = "promise", "step"
MOST = 4  # clauses of one line that are read

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
    r"(?:send|share|e-?mail|mail|forward|deliver|provide|prepare|fix|give|ship|write|draft|quote|get|find|look"
    r"|check|update|review|replace|repair|bring|put|confirm|let|install|come back|have|do|make|arrange"
    r"|escalate|credit|refund|introduce|connect)\b"
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
    )
)  # fmt: skip
_ENDS = re.compile(
    r"((?<!\d)[.;!?](?=\s|$)|[;!?](?=\s|$)|(?<=\d)\.(?=\s+[^\W\d]{4})| [–—-] |[()\n]"
    r"|,(?!\d)(?! (?:by|on|before|until) | (?:the|an?) [^,.;!?]{1,80} by ))"
)
_AND = re.compile(r"\s*(?:(?:and|but|so|then)\b|[&+])", re.IGNORECASE)
_EMPTY = re.compile(r"(?:nothing|anything|(?:not?|never)\b.*)?", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|before|until|till|due)\s+$", re.IGNORECASE)
_OF = re.compile(r"\b(?:of|from|since|dated)\s+$", re.IGNORECASE)  # of the thing, not of the promise
_HOUR = re.compile(
    r"^,? ?(?:at )?(?:\d{1,2}(?::\d\d)? ?[ap]m|\d{1,2}:\d\d|morning|afternoon|evening|eod|cob)\b",
    re.IGNORECASE,
)
_TO_IT = re.compile(
    r"(?:[\s,]{0,3}\b(?:by|on|before|until|till|due|at|for|in|around|eod|cob))*[\s,]{0,3}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Ahead:
    """`kind` PROMISE or STEP; `on` None: no day was named."""

    kind: str
    text: str
    on: date | None


NOTHING = Ahead("", "", None)


def cut(line: str, today: date, language: str = "en-US") -> tuple[list[Ahead], str]:
    """What the line says of days to come, in its order, and the line without that."""
    what_comes, clauses = list[Ahead](), _ENDS.split(line)
    for n in range(0, len(clauses), 2):  # between them stand the marks that end one
        while len(what_comes) < MOST and (read := _read(clauses[n], today, language)):
            ahead, clauses[n] = read
            what_comes.append(ahead)
    return what_comes, "".join(clauses).strip() if what_comes else line


def _read(clause: str, today: date, language: str) -> tuple[Ahead, str] | None:
    """What is ahead in a clause, and what is left of the clause; None where nothing is. What opens it first
    counts, and of what opens it at one place the surest."""
    openings = [(_cut(m), n, m) for n, (*_, opening) in enumerate(OPENINGS) if (m := opening.search(clause))]
    named = (
        [d for d in days_ahead(clause, today, language) if not _OF.search(clause[: d.start])]
        if openings
        else []
    )
    for start, n, opened in sorted(openings, key=lambda f: f[:2]):
        kind, always, _ = OPENINGS[n]
        begins = opened.start("text") if "text" in opened.re.groupindex else opened.end()
        days = [d for d in named if d.start >= start]
        by = next((d for d in days if _BY.search(clause[: d.start])), days[0] if days else None)
        if by.on < today if by else not always:
            continue
        ends = _ends(clause, by, days)
        text = _without(clause[begins:ends], by, begins) if by else clause[begins:ends]
        if not _EMPTY.fullmatch(text := text.strip(" ,.:")):
            return Ahead(kind, text, by.on if by else None), clause[:start] + clause[ends:]
    return None


def _cut(opened: re.Match[str]) -> int:
    """Where the clause begins: behind what only stands before it (20m, and)."""
    behind = opened.start("cut") if "cut" in opened.re.groupindex else -1
    return behind if behind >= 0 else opened.start()


def _ends(clause: str, by: Day | None, days: list[Day]) -> int:
    """A clause ends with its day where another one follows that names none, or opens anew."""
    more = _AND.match(clause, by.end) if by else None
    if by is None or more is None:
        return len(clause)
    behind = clause[more.end() :].strip()
    anew = by == days[-1] or any(opening.match(behind) for *_, opening in OPENINGS)
    return by.end if anew else len(clause)


def _without(text: str, by: Day, begins: int) -> str:
    """The text without its day: "send the quote by fri" is to send the quote."""
    if by.start < begins:
        return text
    before, after = text[: by.start - begins], text[by.end - begins :]
    return f"{_TO_IT.sub('', before)} {_HOUR.sub('', after).strip()}"
