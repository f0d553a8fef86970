"""Whom a line that tells more says to have left a customer, or to have moved inside it: "Leo left Acme, I
called him 10 min", "Leo left Acme to join Globex", "champion left", "Leo moved to purchasing". It is sure of
nothing, so it is only offered; a line that says nothing else is read by leaving.py."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .fold import fold
from .leaving import MOST
from .named import WHOLE, Named
from .who import Known
from .words.turnover import BEFORE, COMPANY, ENDS, GOES_ON, LEFT, MOVED, ROLE, TO_ACCOUNT


class Leavers(NamedTuple):
    """Contacts by id of whom one may be meant. `moved`: inside the customer."""

    people: tuple[int, ...]
    moved: bool = False


_MAY_BE = re.compile(
    r"\b(?:if|whether|when|once|unless|until|might|may|maybe|rumou?rs?|not|never|thinks?|wonder)\b|n't\b"
)
_CLAUSE = re.compile(r"[.,;:!()]")
_HAS_WORD = re.compile(r"\w")


def may_hint(typed: str) -> bool:
    """Whether a line has a word of leaving or moving at all."""
    text = fold(typed[: MOST + 1])
    return len(typed) <= MOST and any(p.search(text) for p in (*LEFT, MOVED))


def leavers(typed: str, known: Known) -> Leavers | None:
    """None where the line names nobody on file who left or moved."""
    line = " ".join(typed.split()).strip(" .!。")
    text = fold(line)
    if len(line) > MOST or line.endswith(("?", "？")):
        return None
    seen = known.named_in(text, line)
    for moved, patterns in ((False, LEFT), (True, (MOVED,))):
        for verb in (m for p in patterns for m in p.finditer(text)):
            over = [n for n in seen if n.start < verb.end() and verb.start() < n.end]
            if any(n.how == WHOLE for n in over):
                continue
            names = [n for n in seen if n not in over]
            if people := _of(verb, text, names, known, moved=moved):
                return Leavers(people, moved)
    return None


def _of(
    verb: re.Match[str], text: str, seen: Sequence[Named], known: Known, *, moved: bool
) -> tuple[int, ...]:
    """Whom one verb tells of."""
    from_ = next((n for n in seen if n.is_account and _right_behind(text, verb.end(), n.start)), None)
    before = [n for n in seen if n.end <= verb.start()]
    who = next((n for n in reversed(before) if not n.is_account), None)
    at = from_ if from_ and not moved else next((n for n in reversed(before) if n.is_account), None)
    ids = at.accounts if at else tuple(known.accounts) if len(known.accounts) == 1 else ()
    said = bool(from_ or COMPANY.match(text, verb.end()))
    bare = bool(verb.groupdict().get("bare"))
    clause = _CLAUSE.split(text[: verb.start()])[-1]
    if _MAY_BE.search(clause) or (from_ and bare and not GOES_ON.match(text, from_.end)):
        return ()
    if who and not _tells(text, who.end, verb.start(), before):
        people = tuple(i for i in who.people if not at or known.people[i].account_id in ids)
        return people if moved or said or not bare else ()
    role = ROLE.search(text[: verb.start()])
    if role is None or not (moved or said or not bare or ENDS.match(text, verb.end())):
        return ()
    return tuple(p.id for p in known.people.values() if p.account_id in ids and p.role == role["role"])


def _right_behind(text: str, end: int, start: int) -> bool:
    return start >= end and TO_ACCOUNT.match(text[end:start]) is not None


def _tells(text: str, start: int, end: int, names: Sequence[Named]) -> bool:
    """Whether anything but the account and small words stands between a person and what they did."""
    between = text[start:end]
    for n in names:
        if n.is_account and start <= n.start:
            between = between.replace(text[n.start : n.end], " ")
    return _HAS_WORD.search(BEFORE.sub(" ", between)) is not None
