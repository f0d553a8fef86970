"""Account names as people type them: one form to compare by, and which of many names was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

# accents, and which shape of a sign is meant
_MARKS = re.compile(r"[\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_NOT_WORD, _WORD, _SPACES = re.compile(r"[\W_]+"), re.compile(r"\w+"), re.compile(" +")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_LEGAL = re.compile(
    r"(株式会社|有限会社|주식회사|\(주\)|㈜|^[주株]\s|\s[주株]$)"
    r"|[\s,]+(inc|incorporated|ltd|limited|llc|gmbh|ag|sa|sarl|bv|plc|corp|co|kk|pty|oy|ab|as)\.?$",
    re.IGNORECASE,
)
LIKE = 45.0
SCORERS = ((fuzz.ratio, 1.0), (fuzz.token_sort_ratio, 1.0), (fuzz.partial_ratio, 0.9))
ONE_SLIP = 91.0
"""The likeness of a whole name with one slip, however short: what merely holds a name has 90."""
ENOUGH = 80.0
"""A near name below this likeness (0-100) is offered, never taken for meant."""


def normalise(name: str) -> str:
    """The form names are compared by: case, width, accents, kana script and punctuation folded; one space
    between words. Vowels that are written as signs on a letter (Devanagari, Thai, Arabic) are kept."""
    if name.isascii():  # has none of what is folded beside case
        return _NOT_WORD.sub(" ", name.lower()).strip()
    text = unicodedata.normalize("NFKC", name).casefold()
    text = _MARKS.sub("", unicodedata.normalize("NFD", text)).translate(_HIRAGANA)
    text = unicodedata.normalize("NFC", text)
    return _NOT_WORD.sub(_between, text).strip()


def _between(match: re.Match[str]) -> str:
    """What stands between letters: a space, and the signs that combine with a letter, which `\\w` leaves
    out."""
    run = match.group()
    if run.isascii():
        return " "
    return _SPACES.sub(" ", "".join(c if _combines(c) else " " for c in run))


def _combines(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Mc"}


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where each word of a text begins and ends, with the signs that combine with its letters."""
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        while end < len(text) and _combines(text[end]):
            end += 1
        if spans and spans[-1][1] == start:
            start = spans.pop()[0]
        spans.append((start, end))
    return spans


def without_legal_form(name: str) -> str:
    """The name without Inc, GmbH, 株式会社 and their like."""
    return _LEGAL.sub("", name).strip() or name


def search_keys(name: str) -> list[str]:
    """Keys under which a name is found by its beginning: itself, from each later word, and in CJK from
    each character. Each of its words (rules/spelling.py) begins one, and ends it or has a space behind it."""
    whole = normalise(name)
    keys = [whole] + [normalise(without_legal_form(name))]
    words = whole.split(" ")
    keys += [" ".join(words[n:]) for n in range(1, len(words))]
    if CJK.search(whole):
        keys += [whole[n:] for n in range(1, len(whole)) if CJK.match(whole[n])]
        # a form in one sign, as ㍿, is told from the rest once it is folded
        words = without_legal_form(whole).split()
        keys += [" ".join(words[n:]) for n in range(len(words))]
    return [k for k in dict.fromkeys(keys) if k]


def nearest(
    typed: str, names: Mapping[int, str] | Sequence[tuple[int, str]], most: int = 5
) -> list[tuple[int, float]]:
    """Account ids whose normalised names, with or without their legal form, are most like what was typed,
    with likeness 0-100, best first, each id once."""
    pairs = list(names.items()) if isinstance(names, Mapping) else list(names)
    wanted = normalise(typed)
    if not wanted or not pairs:
        return []
    short = [(i, s) for i, n in pairs if (s := without_legal_form(n)) != n]
    short.sort(key=lambda called: _is_brief(called[1]))
    called = [*pairs, *short]
    inside = len(called) - sum(_is_brief(s) for _, s in short)
    best: dict[int, float] = {}
    for index, score in _alike(wanted, [n for _, n in called], inside).items():
        account = called[index][0]
        best[account] = max(best.get(account, 0.0), score)
    return sorted(best.items(), key=lambda likest: -likest[1])[:most]


def _is_brief(short: str) -> bool:
    """Whether what is left of a name without its legal form (the X of X Corp) stands in many a word."""
    return len(short) < (2 if CJK.search(short) else 4)


def _alike(typed: str, names: Sequence[str], inside: int) -> dict[int, float]:
    """Likeness by index, of those that are like it at all: whole-string and word-order-free likeness; a typo
    inside one word of several still counts, but for less, and of the first `inside` names alone; what is one
    slip from the whole is above that."""
    best = dict[int, float]()
    for scorer, weight in SCORERS if len(typed) >= 4 else SCORERS[:2]:
        among = names[:inside] if scorer is fuzz.partial_ratio else names
        for _, score, n in process.extract_iter(typed, among, scorer=scorer, score_cutoff=LIKE / weight):
            best[n] = max(best.get(n, 0.0), weight * score)
    if len(typed) >= 5:
        for _, _, n in process.extract_iter(typed, names, scorer=OSA.distance, score_cutoff=1):
            best[n] = max(best.get(n, 0.0), ONE_SLIP)
    return {n: best[n] for n in sorted(best)}


def is_slip(typed: str, name: str) -> bool:
    """Whether typed words are a name, or its later words, but for a slip; not where a sentence holds it."""
    wanted = normalise(typed)
    return any(fuzz.ratio(wanted, key) >= ENOUGH for key in search_keys(name))


def clear_winner(likest: Sequence[tuple[int, float]]) -> int | None:
    """The one account that was meant, when the best is near enough and stands apart from the second."""
    if not likest or likest[0][1] < ENOUGH:
        return None
    if len(likest) > 1 and likest[0][1] - likest[1][1] < 6:
        return None
    return likest[0][0]
