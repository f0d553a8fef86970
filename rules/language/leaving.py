"""A line that says that somebody left a customer, and nothing else: "Leo left Acme", "Leo Brandt no longer
works at Acme, new champion is Tessa", "아크메 이민호 퇴사", "Acmeの佐藤さんが退職しました".

Whoever leaves a room or a message ("left a voicemail", "Leo left at 3") is none: every word must be told of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from .fold import Cover, fold
from .marks import tongues_of
from .named import WHOLE, Named
from .seeing import month_comes_first
from .when import days_in
from .who import Known
from .words.turnover import BEFORE, LEFT, PARTICLES


class Leaving(NamedTuple):
    """Who may be meant (contacts by id), at which accounts the line says (empty: it says none), since when
    (None: it can't be told), and who comes next: contacts that the name may mean, and the name as typed."""

    people: tuple[int, ...]
    accounts: tuple[int, ...]
    on: date | None
    successors: tuple[int, ...] = ()
    successor: str = ""
    champion: bool = False
    """It calls them the champion."""


_NAME = r"[\w'-]+\.?(?: [\w'-]+\.?){0,3}?"  # of up to four words
_NEXT = re.compile(
    rf"(?:the |our |their )?(?:new|next) (?:champion|contact)(?: is| will be|:| =)? ?(?P<a>{_NAME})$"
    rf"|(?:replaced by|(?:his|her|their|the)? ?successor(?: is|:)?) ?(?P<b>{_NAME})$"
    rf"|(?P<c>{_NAME}) (?:is (?:the |our |their )?(?:new|next) (?:champion|contact)(?: there)?"
    r"|takes over|took over|replaces (?:him|her|them)|is (?:his|her|their) successor)$"
    r"|후임(?:은|자는)?:? ?(?P<d>[^\s.,]{2,30}?(?: [^\s.,]{1,20}?)?)(?:님|씨)?(?:입니다|이에요|예요)?$"
    r"|後任(?:は|:)? ?(?P<e>[^\s。、,]{2,30}?(?: [^\s。、,]{1,20}?)?)(?:さん|様|氏)?(?:です|になります)?$"
)
_BETWEEN = re.compile(r"(?:[,;.:、。]|\s-(?=\s))\s*(?:(?:and|so) )?|\s(?:and|so)\s|\s(?=replaced)")
_BEHIND = re.compile(
    r"\b(?:at|from|for|with|the|company|business|firm|there|employed|working|on|since|as of"
    rf"|any ?(?:more|longer))\b|{PARTICLES}"
)
"""What may stand beside names and day without telling more."""
_HAS_WORD = re.compile(r"\w")
MOST = 300
"""Characters of such a line: a longer one tells more."""


def may_tell(typed: str) -> bool:
    """Whether a line has a word of leaving at all: others are looked at no further."""
    text = fold(typed[: MOST + 1])
    return len(typed) <= MOST and any(p.search(text) for p in LEFT)


def leaving(typed: str, today: date, known: Known, locale: str = "en-US") -> Leaving | None:
    """None where the line tells of anything else, or names nobody who is on file."""
    line = " ".join(typed.split()).strip(" .!。")
    text = fold(line)
    seen = known.named_in(text, line) if len(line) <= MOST else []
    whole = [n for n in seen if n.how == WHOLE]
    verbs = (m for p in LEFT for m in p.finditer(text) if not _within(m, whole))
    verb = next(verbs, None)
    if verb is None or line.endswith(("?", "？")):
        return None
    ends, follows = _follows(text, verb.end())
    names = [n for n in seen if n.end <= ends and not (n.start < verb.end() and verb.start() < n.end)]
    people = [n for n in names if not n.is_account and n.start < verb.start()]
    accounts = [n for n in names if n.is_account]
    if len(people) != 1 or len(accounts) > 1 or any(n not in (*people, *accounts) for n in names):
        return None
    if verb.groupdict().get("bare") and not accounts and "company" not in text[verb.end() : ends]:
        return None
    tongues = tongues_of(text, locale)
    days = days_in(text[:ends], today, [t.code for t in tongues], month_comes_first(locale, tongues))
    days = [d for d in days if not any(n.start < d.end and d.start < n.end for n in names)]
    if len(days) > 1 or _is_more(text[:ends], verb, names, [(d.start, d.end) for d in days]):
        return None
    on = days[0].past if days and not days[0].doubt else None
    if days and not days[0].past and not days[0].either and days[0].ahead:
        return None  # it is to come
    there = accounts[0].accounts if accounts else ()
    who = _there(people[0].people, there, known)
    ids, name = _next(known, line, text, follows)
    beside = {known.people[i].account_id for i in who}
    successors = tuple(i for i in ids if known.people[i].account_id in beside)
    return Leaving(
        who,
        there,
        on or (None if days else today),
        successors,
        name,
        champion=follows is not None and "champion" in follows[0],
    )


def _there(people: Sequence[int], accounts: Sequence[int], known: Known) -> tuple[int, ...]:
    """Those at the accounts that the line names; where it names none, those of the own book, if any."""
    if accounts:
        return tuple(i for i in people if known.people[i].account_id in accounts)
    mine = tuple(i for i in people if known.accounts[known.people[i].account_id].mine)
    return mine or tuple(people)


def _within(m: re.Match[str], names: Sequence[Named]) -> bool:
    return any(n.start < m.end() and m.start() < n.end for n in names)


def _follows(text: str, after: int) -> tuple[int, re.Match[str] | None]:
    """Where the line goes on to say who comes next, and how it says so; its end where it does not."""
    for m in _BETWEEN.finditer(text, after):
        if follows := _NEXT.match(text, m.end()):
            return m.start(), follows
    return len(text), None


def _is_more(text: str, verb: re.Match[str], names: Sequence[Named], days: Sequence[tuple[int, int]]) -> bool:
    """Whether it tells anything else."""
    cover = Cover(len(text))
    for start, end in (verb.span(), *((n.start, n.end) for n in names), *days):
        cover.add(start, end)
    rest = "".join(" " if cover.touches(n, n + 1) else sign for n, sign in enumerate(text))
    before, behind = rest[: verb.start()], rest[verb.end() :]
    return bool(_HAS_WORD.search(BEFORE.sub(" ", before)) or _HAS_WORD.search(_BEHIND.sub(" ", behind)))


def _next(known: Known, line: str, text: str, follows: re.Match[str] | None) -> tuple[tuple[int, ...], str]:
    if follows is None:
        return (), ""
    group = next(name for name, value in follows.groupdict().items() if value)
    start, end = follows.span(group)
    named = [n for n in known.named_in(text, line) if not n.is_account and start <= n.start < end]
    whole = [n for n in named if n.how == WHOLE or n.end >= end]
    return (whole[0].people if len(whole) == 1 else ()), line[start:end].strip()
