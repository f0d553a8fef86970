"""What a line certainly tells of the customer beside the contact: what they are unhappy about, what they ask,
what changed there. Each is offered, none is stored by it: a wrong one costs trust, so what is denied, asked,
planned, settled or told of anybody else is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ..facts.changed import COMPETITOR as COMPETITOR_SEEN
from .countries import country_of
from .fold import REACH, fold
from .lacks import Lack, lack
from .signs import CJK
from .words import customer as words

MOST_READ = 1000
"""Characters that are looked through."""
_ENDS = re.compile(r"[.;!?](?=\s|$)|[\n,、。，；]|:(?=\s)|\s-\s|\b(?:but|because|although|though)\b")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")


class Change(NamedTuple):
    """What changed: its kind, in the words that say so as typed; `name`: of a competitor, or of who bought
    them; `country`: ISO 3166, of a new one."""

    kind: str
    text: str
    name: str = ""
    country: str = ""


class Tidings(NamedTuple):
    """`concern`: its kind; `asks`: what they ask, as typed. Empty or None: nothing is certain. `asked_by`:
    who asks stands before it; `states`: all that is told is how they are, what changed there, or what they
    need."""

    concern: str = ""
    asks: str = ""
    asked_by: bool = False
    change: Change | None = None
    states: bool = False
    need: Lack | None = None


class _Clause(NamedTuple):
    start: int
    text: str
    ends: str


NOTHING = Tidings()


def tidings(typed: str, names: Sequence[str] = ()) -> Tidings:
    """What a line tells for certain; `names` are those of the account, which may stand before it."""
    shown = typed[:MOST_READ]
    text = fold(shown)
    if not words.LIKELY.search(text):
        return NOTHING
    clauses = list(_clauses(text))
    concern, is_so = _concern(text, clauses)
    change = _change(shown, clauses, tuple(fold(n) for n in names))
    asks, asked_by = _asks(shown, text, clauses)
    need, need_opens = _need(shown, text, clauses, tuple(fold(n) for n in names))
    opens = is_so == clauses[0].start if concern and clauses else need_opens if need else True
    alone = bool(concern) + bool(change) + bool(need) == 1 and not asks
    return Tidings(concern, asks, asked_by, change, states=alone and opens, need=need)


def _clauses(text: str) -> Iterator[_Clause]:
    start = 0
    for m in _ENDS.finditer(text):
        if text[start : m.start()].strip():
            yield _Clause(start, text[start : m.start()], m[0])
            start = m.end()
        elif m[0] != "?":
            start = m.end()
    if text[start:].strip():
        yield _Clause(start, text[start:], "")


def _is_so(clause: _Clause, before: str, behind: str, *, latin: bool = False) -> bool:
    """Whether a clause says that it is so: not that it is not, may be, will be or is of others. `latin`: what
    it says is said in English, whatever stands beside it."""
    if clause.ends == "?":
        return False
    if CJK.search(clause.text):
        turned = words.NOT_SO_KO if _HANGUL.search(clause.text) else words.NOT_SO_JA
        if turned.search(clause.text) or not latin:
            return not turned.search(clause.text)
    return not (
        words.NOT_SO.search(before) or words.OTHERS.search(before) or words.TO_COME.search(before + behind)
    )


# what they are unhappy about -------------------------------------------------------------------------------
def _concern(text: str, clauses: Sequence[_Clause]) -> tuple[str, int]:
    """The one kind of concern that a line tells, and where the clause begins that says how they are (-1:
    they told us of it)."""
    kinds, is_at = set[str](), -1
    for clause in clauses:
        m = words.CONCERN.search(clause.text)  # "unhappy about 請求書", too
        is_cjk = m is None and bool(CJK.search(clause.text))
        m = words.CONCERN_CJK.search(clause.text) if is_cjk else m
        if m is None or not _is_so(
            clause, clause.text[: m.start()], clause.text[m.start() :], latin=not is_cjk
        ):
            continue
        about = clause.text[max(0, m.start() - REACH) : m.start()] if is_cjk else m["about"]
        if words.OF_OTHERS.search(about):
            continue
        kinds |= {kind for kind, said in words.ABOUT if said.search(about)} or {""}
        if m["is"]:
            is_at = clause.start
    if len(kinds) != 1 or words.SETTLED.search(text):
        return "", -1
    return kinds.pop(), is_at


# what they ask ---------------------------------------------------------------------------------------------
def _asks(shown: str, text: str, clauses: Sequence[_Clause]) -> tuple[str, bool]:
    """What they ask, as typed, where nothing says that it was answered; and whether who asks stands before
    it."""
    if words.ANSWERED.search(text):
        return "", False
    if m := words.QUESTION.search(text):
        before = text[max(0, m.start() - REACH) : m.start()].rsplit(",", 1)[-1]
        return ("" if words.OUR_ASKING.search(before) else _shown(shown, *m.span("q"))), False
    for clause in clauses:
        if CJK.search(clause.text):
            if words.ASKS_CJK.search(clause.text) and _is_so(clause, "", ""):
                return _shown(shown, clause.start, clause.start + len(clause.text)), False
            continue
        m = words.ASKS.search(clause.text)
        before = clause.text[max(0, m.start() - REACH) : m.start()] if m else ""
        if m is None or words.OUR_ASKING.search(before):
            continue
        group = next(name for name, value in m.groupdict().items() if value)
        asks = _shown(shown, clause.start + m.start(group), clause.start + m.end(group))
        return asks, bool(words.WHO_ASKS.search(before))
    if not words.AWAITS.search(text) or words.NO_ANSWER.search(text):
        return "", False
    about = (c for c in clauses if not words.AWAITS.search(c.text) and not words.OF_CONTACT.search(c.text))
    on_what = (c for c in clauses if len(words.AWAITS.sub("", c.text, count=1).split()) > 1)
    said = next(about, None) or next((c for c in on_what if words.AWAITS.search(c.text)), None)
    return (_shown(shown, said.start, said.start + len(said.text)) if said else ""), False


def _shown(shown: str, start: int, end: int) -> str:
    return shown[start:end].strip(' ,;:."“”')


# what they need --------------------------------------------------------------------------------------------
def _need(
    shown: str, text: str, clauses: Sequence[_Clause], names: Sequence[str]
) -> tuple[Lack | None, bool]:
    """The one need that a line tells of them, and whether it begins with it."""
    told = lack(shown, text)
    if told is None:
        return None, False
    at = max((c.start for c in clauses if c.start <= told.start), default=0)
    before = told.before if told.before == words.THEY_ALONE else text[at : told.start]
    if words.NOT_SO.search(before) or words.OTHERS.search(before) or not _of_them(before, names):
        return None, False
    return told.lack, not clauses or at == clauses[0].start


# what changed there ----------------------------------------------------------------------------------------
def _change(shown: str, clauses: Sequence[_Clause], names: Sequence[str]) -> Change | None:
    """The one change that a line tells."""
    told = [
        change
        for clause in clauses
        for change in (
            _changed_cjk(shown, clause) if CJK.search(clause.text) else _changed(shown, clause, names)
        )
    ]
    if seen := _competitor(shown, clauses):
        told.append(seen)
    return told[0] if len(told) == 1 else None


def _changed(shown: str, clause: _Clause, names: Sequence[str]) -> Iterator[Change]:
    for kind, pattern in words.CHANGE:
        m = pattern.search(clause.text)
        if m is None or not _is_so(clause, clause.text[: m.start()], clause.text[m.start() :]):
            continue
        before = clause.text[: m.start()]
        if not _of_them(before, names) or (m[0].startswith("bought") and not words.NEEDS_AUX.search(before)):
            continue
        at, country = clause.start, country_of(m["place"]) if kind == "new country" else ""
        if kind == "new country" and not country:
            continue
        name = shown[at + m.start("name") : at + m.end("name")] if kind == "acquired" else ""
        name = words.NAME_ENDS.split(name, maxsplit=1)[0].strip()
        begins = m.start("name") - len("by ") if kind == "acquired" else m.start()
        yield Change(kind, shown[at + begins : at + len(clause.text)].strip(), name, country)


def _changed_cjk(shown: str, clause: _Clause) -> Iterator[Change]:
    for kind, pattern, before in words.CHANGED_CJK:
        m = pattern.search(clause.text)
        if m is None or not _is_so(clause, "", ""):
            continue
        named = before.search(clause.text, max(0, m.start() - REACH), m.start())
        country = country_of(named["place"]) if named and kind == "new country" else ""
        if kind == "new country" and not country:
            continue
        at = clause.start
        name = shown[at + named.start("name") : at + named.end("name")] if named and not country else ""
        begins = named.start() if named else m.start()
        yield Change(kind, shown[at + begins : at + len(clause.text)].strip(), name, country)


def _of_them(before: str, names: Sequence[str]) -> bool:
    """Whether what stands before a verb says that it is the customer's: nothing, "they", or their name."""
    before = before.lstrip()
    if len(before) > REACH:
        before = f"x {before[-REACH:]}"  # it does not begin there
    return _subject(tuple(names)).search(before) is not None


@cache
def _subject(names: tuple[str, ...]) -> re.Pattern[str]:
    called = {form for name in names for form in (name, name.split(" ")[0]) if len(form) > 1}
    they = "|".join([words.THEY, *(re.escape(form) for form in sorted(called, key=len, reverse=True))])
    return re.compile(rf"(?:^|(?:^|.*\s)(?:{they})\s+){words.AUX}$")


def _competitor(shown: str, clauses: Sequence[_Clause]) -> Change | None:
    """A competitor that was seen there; its name, where the line says it."""
    for n, clause in enumerate(clauses):
        behind = clauses[n + 1] if n + 1 < len(clauses) and clause.ends in (",", ":") else None
        at = clause.start
        ends = (behind or clause).start + len((behind or clause).text)  # "saw a competitor, Globex"
        m = words.COMPETITOR.search(shown[at:ends])
        if m is None or m.start() > len(clause.text):
            continue
        if not _is_so(clause, fold(shown[at : at + m.start()]), fold(shown[at + m.start() : ends])):
            continue
        name = next((v for v in m.groupdict().values() if v), "")
        text = shown[at : at + max(m.end(), len(clause.text))]
        return Change(COMPETITOR_SEEN, text.strip(), name.strip(" ,.:()"))
    return None


def told_of(shown: str, text: str) -> list[tuple[int, int]]:
    """Where a line, typed and folded, names a competitor that was seen or whom the customer belongs to now:
    no contact was with them."""
    if not words.NAMES_OTHERS.search(text):
        return []
    spans = [m.span(m.lastgroup) for m in words.COMPETITOR.finditer(shown) if m.lastgroup]
    for clause in _clauses(text):
        m = words.ACQUIRED.search(clause.text)
        if m and _of_them(clause.text[: m.start()], ()):
            spans.append((clause.start + m.start("name"), clause.start + m.end("name")))
    return spans
