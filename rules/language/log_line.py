"""Splits a log line into the accounts it names and what happened. Which names exist is asked of `match`,
passed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..phrase import Phrase, say


@dataclass(frozen=True, slots=True)
class Matched:
    """What some words name: one account (`sure`), or the best of several (not sure)."""

    id: int
    name: str
    sure: bool
    likeness: float = 100.0


Match = Callable[[str], Matched | None]
MOST_WORDS = 6
_JOIN = re.compile(r"(?:and|&|\+)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """Accounts named and the rest of the line; `doubt` says why the form should ask, None when it is
    clear."""

    accounts: tuple[Matched, ...]
    text: str
    doubt: Phrase | None = None


def split_line(typed: str, match: Match, near: Match) -> Line:
    """`match` finds an account by exact name or unique beginning, `near` the one most like it.

    Names stand in front, several with commas between; a name elsewhere, or only a near one, leaves a doubt.
    """
    parts, matched = typed.split(","), list[Matched]()
    while len(parts) > 1 and len(parts[0].split()) <= MOST_WORDS:
        named = match(parts[0].strip())
        if named is None:
            break
        matched.append(named)
        parts.pop(0)
    rest = ",".join(parts).strip()
    named, rest = _leading(rest, match) if rest else (None, rest)
    if named:
        matched.append(named)
    while named and (joined := _JOIN.match(rest)):  # "acme and globex met at expo"
        named, after = _leading(rest[joined.end() :], match)
        if named:
            matched.append(named)
            rest = after
    if not matched:
        return _elsewhere(typed, match, near)
    unsure = next((m for m in matched if not m.sure), None)
    doubt = say("Several accounts match: is it {account}?", account=unsure.name) if unsure else None
    return Line(tuple({m.id: m for m in matched}.values()), rest.lstrip(" ,:;-–").strip(), doubt)


def _leading(text: str, match: Match) -> tuple[Matched | None, str]:
    words = text.split()
    for n in range(min(MOST_WORDS, len(words)), 0, -1):
        named = match(" ".join(words[:n]).strip(" ,:;"))
        if named:
            return named, _after(text, words[:n])
    return None, text


def _after(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text[text.index(word) + len(word) :]
    return text.strip()


def _elsewhere(typed: str, match: Match, near: Match) -> Line:
    words = typed.split()
    for start in range(1, min(len(words), 12)):
        for n in (3, 2, 1):
            chunk = " ".join(words[start : start + n]).strip(" ,:;.")
            named = match(chunk) if len(chunk) >= 4 else None
            if named:
                doubt = say("I read “{typed}” as {account}: is that right?", typed=chunk, account=named.name)
                return Line((named,), typed, doubt)
    tried = [(n, near(" ".join(words[:n]))) for n in (1, 2, 3) if len(words) >= n]
    matched = [(named.likeness, n, named) for n, named in tried if named]
    if matched:
        _, n, named = max(matched, key=lambda f: f[:2])
        taken = " ".join(words[:n])
        doubt = say("I took “{typed}” for {account}: is that right?", typed=taken, account=named.name)
        return Line((named,), " ".join(words[n:]), doubt)
    return Line((), typed, say("Which account was it?"))
