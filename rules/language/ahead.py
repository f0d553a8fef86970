"""What a typed line says of days to come: what we promised them, and what was agreed with them. The first is
a promise, the second a next step, never both (source: DOMAIN, Words; What a rep types).

Such a clause is cut out of the line, so that its day, its channel and its words are taken for nothing that
happened. English; knows nothing of accounts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .deadlines import Day, days_ahead, month_first
from .openings import CONDITION, MEETS, NEITHER, OPENINGS, PROMISE, STEP

MOST = 4  # clauses of one line that are read

_ENDS = re.compile(
    r"((?<!\d)[.;!?](?=\s|$)|[;!?](?=\s|$)|(?<=\d)\.(?=\s+[^\W\d]{4})| [–—-] |[()\n]"
    r"|,(?!\d)(?! (?:by|on|before|until) | (?:the|an?) [^,.;!?]{1,80} by ))"
)
_AND = re.compile(r"\s*(?:(?:and|but|so|then)\b|[&+])", re.IGNORECASE)
# what it hangs on: "they asked whether we'll ...", "we'll ... if they sign"; but "we'll check if" is ours
_ASKED = re.compile(
    r"\b(?:whether|if|unless|asked|asks|asking|wonder(?:s|ed|ing)?)\b(?:(?!\b(?:and|but|so|then)\b).)*$",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:if|unless|provided|assuming|as long as)\b", re.IGNORECASE)
_LOOKS_WHETHER = re.compile(r"(?:let|check|see|find|confirm|ask|look|review|get back)\b", re.IGNORECASE)
_HAS_BEEN = re.compile(  # "promised the quote was sent": of what was
    r"(?:that )?(?:(?!that\b|which\b|who\b|and\b)[\w'-]+ ){1,3}?(?:was|were|(?:had|has|have) been|went)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"[\s,]*(?:\d+ ?(?:m|mins?|minutes?|hours?|hrs?)|half an hour|an hour)\b", re.IGNORECASE)
_OF_THEM = re.compile(
    r"(?:they|he|she|it|i|we|i'\w+|we'\w+|called|met|spoke|talked|was|were|had|sent|\w{3,}ed)\b",
    re.IGNORECASE,
)
_DO = re.compile(r"do(?: (?:so|it|that))?", re.IGNORECASE)  # it says nothing of what
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
    """`kind` PROMISE or STEP; `on` None: no day was named. `far`: so far ahead that a day of the past may be
    meant."""

    kind: str
    text: str
    on: date | None
    far: bool = False


NOTHING = Ahead("", "", None)


def cut(
    line: str, today: date, language: str = "en-US", since: date | None = None
) -> tuple[list[Ahead], str]:
    """What the line says of days to come, in its order, and the line without that. `since` is the day of
    which it tells, where that is known: days of the calendar lie behind it."""
    what_comes, clauses = list[Ahead](), _with_conditions(_ENDS.split(line))
    whole = True
    for n in range(0, len(clauses), 2):  # between them stand the marks that end one
        reads = 0
        while reads < MOST and len(what_comes) < MOST:
            read = _read(clauses[n], today, language, since or today)
            if read is None:
                break
            ahead, clauses[n] = read
            what_comes += ahead
            reads, whole = reads + 1, False
    return what_comes[:MOST], line if whole else "".join(clauses).strip()


def _with_conditions(clauses: list[str]) -> list[str]:
    """No comma ends a clause that begins with its condition: "if they sign by fri, we'll ..."."""
    joined = clauses[:1]
    for mark, clause in zip(clauses[1::2], clauses[2::2], strict=True):
        if mark == "," and re.match(r"\s*(?:if|unless)\b", joined[-1], re.IGNORECASE):
            joined[-1] += mark + clause
        else:
            joined += [mark, clause]
    return joined


def _read(clause: str, today: date, language: str, since: date) -> tuple[list[Ahead], str] | None:
    """What is ahead in a clause, and what is left of the clause; None where nothing is. What opens it first
    counts, and of what opens it at one place the surest."""
    openings = [(_cut(m), n, m) for n, (*_, opening) in enumerate(OPENINGS) if (m := opening.search(clause))]
    named = (
        [
            d
            for d in days_ahead(clause, today, month_first(language), since)
            if not _OF.search(clause[: d.start])
        ]
        if openings
        else []
    )
    for start, n, opened in sorted(openings, key=lambda f: f[:2]):
        kind, always, _ = OPENINGS[n]
        begins = opened.start("text") if "text" in opened.re.groupindex else opened.end()
        days = [d for d in named if d.start >= start]
        by = _its_day(clause, days)
        if by.on < (since if by.calendar else today) if by else not always:
            continue
        ends = _ends(clause, by, days, kind)
        text = (_without(clause[begins:ends], by, begins) if by else clause[begins:ends]).strip(" ,.:")
        rest = clause[:start] + clause[ends:]
        if _is_neither(kind, text) or _hangs(clause, start, text):
            if by:
                return [], rest
            continue
        if _EMPTY.fullmatch(text):
            continue
        ahead = Ahead(kind, text, by.on if by else None, bool(by and by.far(since)))
        more, ends = _more(clause, ends, kind, [d for d in days if by and d.start >= ends], since)
        return [ahead, *more], clause[:start] + clause[ends:]
    return None


def _its_day(clause: str, days: list[Day]) -> Day | None:
    """By which day it is: the one behind "by", unless a clause of its own ends before."""
    for d in days:
        if _BY.search(clause[: d.start]) or _AND.match(clause, d.end):
            return d
    return days[0] if days else None


def _is_neither(kind: str, text: str) -> bool:
    return (
        kind in {NEITHER, CONDITION}
        or _DO.fullmatch(text) is not None
        or (kind == PROMISE and _HAS_BEEN.match(text) is not None)
    )


def _hangs(clause: str, start: int, text: str) -> bool:
    """Whether it was only asked, or holds on a condition."""
    return bool(_ASKED.search(clause[:start]) or (_IF.search(text) and not _LOOKS_WHETHER.match(text)))


def _more(clause: str, ends: int, kind: str, days: list[Day], since: date) -> tuple[list[Ahead], int]:
    """What goes on behind a day without opening anew ("and call them monday", "and the SOW by mon"), and
    where that ends."""
    more = list[Ahead]()
    for day in days:
        joined = _AND.match(clause, ends)
        if joined is None:
            break
        behind = clause[joined.end() : day.start].strip()
        after = clause[day.end :]
        closes = not _HOUR.sub("", after).strip(" ,") or _AND.match(after) or _SPAN.match(after)
        opens = any(opening.match(clause[joined.end() :].strip()) for *_, opening in OPENINGS)
        text = _TO_IT.sub("", behind).strip(" ,.:")
        if opens or not text or not closes or any(_OF_THEM.match(part.strip()) for part in _AND.split(text)):
            break
        more.append(Ahead(STEP if MEETS.match(text) else kind, text, day.on, day.far(since)))
        ends = day.end + (hour.end() if (hour := _HOUR.match(after)) else 0)
    return more, ends


def _cut(opened: re.Match[str]) -> int:
    """Where the clause begins: behind what only stands before it (20m, and)."""
    behind = opened.start("cut") if "cut" in opened.re.groupindex else -1
    return behind if behind >= 0 else opened.start()


def _ends(clause: str, by: Day | None, days: list[Day], kind: str) -> int:
    """A clause ends with its day where another one follows or, behind a promise, how long the touch took."""
    if by is None or kind == CONDITION:
        return len(clause)
    hour = _HOUR.match(clause[by.end :])
    end = by.end + (hour.end() if hour else 0)
    if kind == PROMISE and _SPAN.match(clause, end):
        return end
    more = _AND.match(clause, end)
    # "fri and mon" are both its days
    both = more and any(not clause[more.end() : d.start].strip() for d in days if d.start >= more.end())
    return end if more and not both else len(clause)


def _without(text: str, by: Day, begins: int) -> str:
    """The text without its day: "send the quote by fri" is to send the quote."""
    if by.start < begins:
        return text
    before, after = text[: by.start - begins], text[by.end - begins :]
    return f"{_TO_IT.sub('', before)} {_HOUR.sub('', after).strip()}"
