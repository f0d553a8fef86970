"""Contacts that somebody only gets ready for: "before I call acme", "preparing the meeting with acme". They
lie ahead whatever else the line says; which words say so stands in rules/language/words/preparing.py."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .day import When
from .fold import with_digraphs
from .marks import Mark
from .named import Named
from .parts import Part
from .spent import Spent
from .words.kinds import DID, FROM, MOOD, NOUN, PLAN, PREPARED, VIA, WEAK
from .words.preparing import LATIN, PREPARING, TOOK_PLACE

REACH = 70
"""Characters from a word that prepares to the contact that it prepares."""
MOST_BETWEEN = 5
"""Words between the two that are no name."""
_CLAUSE_ENDS = re.compile(r"[,;:!?()\n]|\.(?=\s|$)|\s[-|>]\s")
_SMALL = re.compile(r"(?: (?:for|to|with|the|my|our|an?|on|auf|de|con|com|por|para|fur)\b)* ?")
_AS_WELL = re.compile(r"[\s/]*(?:(?:and|or|&|und|oder|et|ou|y|o|e)\s+)?(?:(?:the|an?|my|our)\s+)?")
_TOOK_PLACE = re.compile(rf"(?<![\w'])(?:{TOOK_PLACE})(?![\w'])")
_BARE = re.compile(r"talk|speak|spk|call|walk|connect|check|catch|touch|sync")
_PAST = re.compile(r".*(?:ed|et)$|prepped")
_OF_ANOTHER = re.compile(r"\b(?:an?|the|our|my|this|quick|short|good|great|long|internal|had|did|held)\s+$")


class Around(NamedTuple):
    """What else was seen in a folded text."""

    names: Sequence[Named]
    days: Sequence[When]
    spent: Sequence[Spent]


def prepared_in(text: str, marks: Sequence[Mark], around: Around, spoken: str) -> list[Mark]:
    """The marks of a text that is of the language `spoken`, in its order: those of a contact that is got
    ready for are PREPARED, and so is the word that says so."""
    read = list(marks)
    for word in _OPENS.finditer(text):
        if not _is_taken(word, around.names):
            read = _led_by(word, text, read, around=around)
    return sorted(_followed(m, text, _BEHIND[spoken]) for m in read)


def _of(codes: Sequence[str], field: str) -> str:
    """Words of several languages: a line of few words does not tell which it is written in."""
    return "|".join(words for code in codes if (words := getattr(PREPARING[code], field)))


_OPENS = re.compile(
    rf"(?<![\w'])(?:(?P<before>{_of(LATIN, 'before')})|(?P<readies>{_of(LATIN, 'readies')}))(?![\w'-])"
)
_ACTS = re.compile(rf" ?(?:{_of(LATIN, 'acts')})(?!\w)")
_BEHIND = {
    code: re.compile(with_digraphs(_of((code,) if code in LATIN else (code, "en"), "behind") or r"(?!)"))
    for code in PREPARING
}


def _is_taken(word: re.Match[str], names: Sequence[Named]) -> bool:
    return any(n.start < word.end() and word.start() < n.end for n in names)


def _led_by(word: re.Match[str], text: str, marks: list[Mark], around: Around) -> list[Mark]:
    """The marks, with those behind a word that prepares them."""
    ends = _CLAUSE_ENDS.search(text, word.end(), word.end() + REACH)
    limit = ends.start() if ends else word.end() + REACH
    said = Mark(word.start(), word.end(), PREPARED, "")
    behind = [m for m in marks if word.end() <= m.start < limit and m.kind != MOOD]
    done = [m for m in marks if not (m.start < word.end() and word.start() < m.end)]
    act = _ACTS.match(text, word.end(), limit)
    if act and not any(act.start() < m.end and m.start < act.end() for m in behind):
        return [*done, said, Mark(act.start(), act.end(), PREPARED, "")]
    first = behind[0] if behind else None
    if (
        first is not None
        and _governs(word, first, text, around=around)
        and not _is_compound(word, first, text, marks=marks, around=around)
    ):
        return [*(m._replace(kind=PREPARED) if m in _row(behind, text) else m for m in done), said]
    near = _SMALL.match(text, word.end())
    whom = near is not None and any(n.start == near.end() for n in around.names)
    if first is None and whom and word["readies"] and not _PAST.fullmatch(word[0]):
        return [*done, said]  # "prep for acme"
    return marks


def _governs(word: re.Match[str], mark: Mark, text: str, around: Around) -> bool:
    """Whether a contact's word is what a word before it prepares."""
    if not _lies_ahead(mark, text):
        return False
    gap = text[word.end() : mark.start]
    day = next((d for d in around.days if d.start < mark.start and word.end() <= d.start), None)
    if day and not text[word.end() : day.start].strip() and not text[day.start : mark.start].count("'s "):
        return False  # "before friday call acme"
    for n in reversed(around.names):
        if word.end() <= n.start and n.end <= mark.start:
            gap = gap[: n.start - word.end()] + gap[n.end - word.end() :]
    return not _TOOK_PLACE.search(gap) and len(gap.split()) <= MOST_BETWEEN


def _lies_ahead(mark: Mark, text: str) -> bool:
    """Whether a contact's word is none of the past by itself."""
    shown = text[mark.start : mark.end]
    if mark.kind == FROM:
        return shown.endswith((" from", " off"))
    return mark.kind in (NOUN, PLAN, VIA) or (mark.kind in (WEAK, DID) and _BARE.fullmatch(shown) is not None)


def _row(marks: Sequence[Mark], text: str) -> list[Mark]:
    """The first of some marks and those that only go on from it: "the lunch meeting", "call or visit"."""
    row = [marks[0]]
    for m in marks[1:]:
        if not _AS_WELL.fullmatch(text, row[-1].end, m.start) or not _lies_ahead(m, text):
            break
        row.append(m)
    return row


def _is_compound(word: re.Match[str], mark: Mark, text: str, marks: Sequence[Mark], around: Around) -> bool:
    """Whether the two are one contact that took place: "a prep call with acme"."""
    if word[0] != "prep" or text[word.end() : mark.start].strip():
        return False
    gone = bool(around.spent) or any(d.past for d in around.days)
    told = any(m.kind in (DID, WEAK, FROM, MOOD) for m in marks)
    return gone or told or _OF_ANOTHER.search(text, 0, word.start()) is not None


def _followed(mark: Mark, text: str, behind: re.Pattern[str]) -> Mark:
    """A mark, prepared where the words right behind it say so."""
    by_verb = mark.kind == PLAN and not text[mark.start].isascii()  # "電話する前に"
    if not (mark.kind == NOUN or by_verb) or not behind.match(text, mark.end):
        return mark
    return mark._replace(kind=PREPARED)


def met(names: list[Named], part: Part, before: Sequence[Named]) -> list[Named]:
    """Names without those of a contact that is only got ready for, where there are others: "emailed acme
    before the call with globex"."""
    if not part.of(PREPARED):
        return names
    last = [max((m for m in part.marks if m.end <= n.start), default=None) for n in names]
    those = [n for n, m in zip(names, last, strict=True) if m is None or m.kind != PREPARED]
    return those if those or before else names
