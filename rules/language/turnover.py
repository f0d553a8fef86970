"""Where a line tells that somebody of theirs left, moved or came: the day there is that of their going or
coming, and who went was not therefore spoken with: "Leo left Acme last week - talked to Mia for 20 min"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .day import When
from .marks import Mark
from .named import WHOLE, Named
from .words.kinds import DID, FROM, NOUN, VIA, WEAK
from .words.turnover import (
    BEFORE,
    CAME,
    COMPANY,
    ENDS,
    GOES_ON,
    HIM,
    LEFT,
    LIKELY,
    MOVED,
    NEW_ROLE,
    ROLE,
    SOMEBODY,
    THEY,
    TO_ACCOUNT,
)

_CLAUSE_ENDS = re.compile(r"[,;:!?()\n、。，；]|\.(?=\s|$)|\s[->]\s")
_GOES_ON_TO = re.compile(r"\b(?:and|to|&) $")
_TO_DAY = re.compile(r"\s*(?:on |in |at |since |as of )?(?:the )?$")
_AND = re.compile(r"\b(?:and|so|then|but)\b")
_WORD = re.compile(r"\w")


class Turn(NamedTuple):
    """From whom it is told of to where they went; the verb begins at `verb`."""

    start: int
    verb: int
    end: int


class Around(NamedTuple):
    """What was seen in a folded text: names, days, words of contacts."""

    names: Sequence[Named]
    days: Sequence[When]
    marks: Sequence[Mark]


def turns_in(text: str, around: Around) -> list[Turn]:
    """The goings and comings of a folded text, in its order."""
    if not LIKELY.search(text):
        return []
    return [t for a, b in _clauses(text) for t in _of_clause(text, a, b, around)]


_VERBS = (*LEFT, MOVED, CAME)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for m in _CLAUSE_ENDS.finditer(text):
        yield start, m.start()
        start = m.end()
    yield start, len(text)


def _of_clause(text: str, start: int, end: int, around: Around) -> list[Turn]:
    verbs = sorted((m for p in _VERBS for m in p.finditer(text, start, end)), key=lambda m: m.start())
    if not verbs:
        return []
    there = Around(
        [n for n in around.names if start <= n.start and n.end <= end],
        [d for d in around.days if start <= d.start and d.end <= end],
        [m for m in around.marks if start <= m.start and m.end <= end],
    )
    turns: list[Turn] = []
    for verb in verbs:
        if any(n.how == WHOLE and n.start < verb.end() and verb.start() < n.end for n in there.names):
            continue
        met = any(m.kind in (DID, NOUN, FROM, WEAK, VIA) for m in there.marks)
        if verb.re is CAME and met:
            continue  # "joined monday's call"
        began = _subject(text, start, verb, there)
        if began is None and turns and _GOES_ON_TO.search(text, start, verb.start()):
            began = turns[-1].start  # "left acme and joined globex"
        went = _whither(text, end, verb, there)
        if began is None and went and went > verb.end() and not (verb.re is CAME or met):
            unknown = SOMEBODY.search(text, start, verb.start())
            began = unknown.start() if unknown else None
        if began is not None and went:
            turns.append(Turn(began, verb.start(), went))
    return turns


def _subject(text: str, start: int, verb: re.Match[str], there: Around) -> int | None:
    """Where it begins to say of whom it is; None: of nobody on file."""
    who = next((n for n in reversed(there.names) if not n.is_account and n.end <= verb.start()), None)
    if who is not None:
        between = text[who.end : verb.start()]
        places = [(n.start, n.end) for n in there.names if n.is_account]
        places += [(d.start, d.end) for d in there.days]
        for a, b in places:
            if who.end <= a and b <= verb.start():
                between = between.replace(text[a:b], " ")
        if not _WORD.search(BEFORE.sub(" ", between)):
            return who.start
    said = ROLE.search(text, start, verb.start()) or THEY.search(text, start, verb.start())
    return said.start() if said else None


def _whither(text: str, end: int, verb: re.Match[str], there: Around) -> int | None:
    """Where it ends to say from or to where; None where the verb tells of anything else: a room, a message, a
    call that was joined."""
    behind_it = (n for n in there.names if n.is_account and n.start >= verb.end())
    at = next((n for n in behind_it if TO_ACCOUNT.match(text[verb.end() : n.start])), None)
    company = COMPANY.match(text, verb.end(), end)
    behind = at.end if at else company.end() if company else verb.end()
    if not verb.groupdict().get("bare") or company:
        return behind
    dated = any(d.start >= behind and _TO_DAY.fullmatch(text[behind : d.start]) for d in there.days)
    if at:
        return behind if dated or GOES_ON.match(text, behind, end) else None
    if role := NEW_ROLE.match(text, behind, end):
        return role.end()
    return behind if dated or ENDS.match(text, behind, end) else None


def dates_a_turn(day: When, turns: Sequence[Turn], contacts: Sequence[Mark], text: str) -> bool:
    """Whether a day is that of somebody's going or coming; `contacts` are the words of contacts around it."""

    def between(start: int, end: int) -> bool:
        return any(start <= m.start and m.end <= end for m in contacts)

    for t in turns:
        if t.start <= day.start < t.end:
            return True
        if t.end <= day.start and not (between(t.end, day.start) or _AND.search(text, t.end, day.start)):
            return True
        leads = day.end <= t.start and not any(m.end <= day.start for m in contacts)
        if leads and not _WORD.search(BEFORE.sub(" ", text[day.end : t.start])):
            return True
    return False


def not_met(turns: Sequence[Turn], names: Sequence[Named], text: str) -> list[Named]:
    """Whom a part only tells to have gone or come: nothing behind it tells of them again."""
    if not turns or HIM.search(text, max(t.end for t in turns)):
        return []
    return [n for n in names if any(t.start <= n.start < t.end for t in turns)]
