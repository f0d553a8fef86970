"""How long a contact took, as people write it: "20m", "1h15", "1.5 hrs", "half an hour", "10-10:45",
"1시간 반", "2時間半", "1,5 Std". What is late, waited for or a price is no length of a contact."""

from __future__ import annotations

import re
from typing import NamedTuple

from .fold import before
from .words.lengths import AND_A, HOURS, LENGTHS, MINUTES, NUMBERS

MOST = 24 * 60


class Spent(NamedTuple):
    """`minutes` (1 to 1,440) where they stand in a folded text; `each`: of every account named."""

    start: int
    end: int
    minutes: int
    each: bool = False


_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
_HOURS = r"h(?:rs?|s|ours?|eures?|oras?|oras?)?|std\.?|stunden?|timer?|시간|時間"
_MINUTES = r"m(?:ins?|inutes?|inuten?|inutos?|ns?|in\.)?|mins?\.|分間?|분"
_CLOCK = re.compile(
    rf"(?<![a-z\d.,$])(?<!\d/)(?P<h>{_NUMBER})\s?-?(?:{_HOURS})"
    r"(?P<half>\s?(?:반|半)|\s(?:and a half|1/2|y media|e meia|et demie|und eine halbe))?"
    rf"(?:\s?(?:and\s|und\s|et\s|y\s|e\s)?(?P<m>[0-5]?\d)"
    rf"(?:\s?(?:{_MINUTES})|(?<![間간]\d)(?<![間간]\d\d)(?<![間간]\s\d)(?<![間간]\s\d\d)(?![a-z\u3040-\u9fff\uac00-\ud7a3]))"
    rf"(?![\d:/%]|[.,]\d))?(?![a-z])"
    r"|(?<!\d)(?P<signs>\d{1,3})\s?(?:分間?|분)"
    r"|(?<![a-z\d.,$])(?P<prime>\d{1,2})'(?![\w'])"
    rf"|(?<![a-z\d.,$])(?<!\d/)(?<!\s-)~?(?P<only>{_NUMBER})\s?(?:-|ish|odd|\+)?\s?(?:{_MINUTES})(?![a-z])"
)
_WORDS = tuple((re.compile(rf"(?<![a-z\d])(?:{words})(?![a-z\d])"), minutes) for words, minutes in LENGTHS)
_NUMBERS = "|".join(words for words, _ in NUMBERS)
_COUNTED = re.compile(
    rf"(?<![\w'])(?P<n>{_NUMBERS})(?: (?P<and>{'|'.join(words for words, _ in AND_A)}))?[ -]"
    rf"(?:(?P<h>{HOURS})(?: (?P<and2>{'|'.join(words for words, _ in AND_A)}))?|(?:{MINUTES}))(?![a-z])"
)
_FOUR = re.compile(r"(?<![\w/:.-])([01]\d|2[0-3])([0-5]\d)\s?-\s?([01]\d|2[0-3])([0-5]\d)(?![\w/:-])")
_NOON = re.compile(
    r"(?<![\w/:.-])([1-9]|1[01])(?::([0-5]\d))?\s?(?:am)?\s?(?:-|to|till?|until)\s?(?:noon|midday)\b"
)
_SPAN = re.compile(
    r"(?<![\w/:.-])(?P<h1>[01]?\d|2[0-3])(?:[:.](?P<m1>[0-5]\d))?\s?(?P<p1>[ap]m)?\s?(?:-|to|until|bis|~)\s?"
    r"(?P<h2>[01]?\d|2[0-3])(?:[:.](?P<m2>[0-5]\d))?\s?(?P<p2>[ap]m)?(?![\w/]|:\d)(?!-)"
)
_FOR = re.compile(r"\bat \d{1,2}(?::\d\d)?(?: ?[ap]m)? for (?P<n>\d{1,3})\b(?! ?%)")
_NO_LENGTH = re.compile(
    r"\s?(?:late|later|early|notice|away|drive|walk|delay(?:ed)?|ago|before|after|old|in advance"
    r"|people|seats)\b|\s?(?:も|ほど|くらい|ぐらい|以上)?\s?待|\s?(?:이나|정도|넘게)?\s?(?:기다|대기)"
)
_NOT_SPENT = re.compile(
    r"\b(?:wait(?:ed|ing)?|net|late by|drove|driving|drive|flew|travell?ed"
    r"|in|within|every|next|first|last)\s(?:for\s)?(?:the\s)?~?$"
)
_DONE_IN = re.compile(
    r"\b(?:sorted|fixed|solved|resolved|done|closed|finished|wrapped up|over|settled)(?: it)?(?: all)? in\s+$"
)
_A_PART_OF = re.compile(r"\b\d{1,3} (?:out )?of (?:the |our )?$")  # "10 of the 30 mins": the first counts
_PART_OF = re.compile(
    r"(?<![\w.,])(?P<n>\d{1,3}) (?:out )?of (?:the |our )?\d{1,3}\s?(?:m|mins?|minutes?)(?![a-z])"
)
_EACH = re.compile(
    r"\s?(?:each|apiece|per (?:call|account)|each one|jeweils|chacun|cada uno|씩|ずつ)(?![a-z])"
)


def lengths_in(text: str) -> list[Spent]:
    """The lengths of a folded text, in its order."""
    spans = [(m.start(), m.end(), _between(m)) for m in _SPAN.finditer(text)]
    spans += [(m.start(), m.end(), _clocks(m[1], m[2], m[3], m[4])) for m in _FOUR.finditer(text)]
    spans += [(m.start(), m.end(), _clocks(m[1], m[2], "12", "0")) for m in _NOON.finditer(text)]
    spans += [(m.start(), m.end(), float(m["n"])) for m in _FOR.finditer(text)]
    spans += [(m.start(), m.end(), float(m["n"])) for m in _PART_OF.finditer(text)]
    spans += [(m.start(), m.end(), float(n)) for words, n in _WORDS for m in words.finditer(text)]
    spans += [(m.start(), m.end(), _in_words(m)) for m in _COUNTED.finditer(text)]
    spans += [(m.start(), m.end(), _counted(m)) for m in _CLOCK.finditer(text)]
    found: list[Spent] = []
    for start, end, minutes in sorted(spans, key=lambda s: (s[0], -s[1])):
        if found and start < found[-1].end or not 1 <= minutes <= MOST:
            continue
        waited = _NO_LENGTH.match(text, end) or before(_NOT_SPENT, text, start)
        if (waited and not before(_DONE_IN, text, start)) or before(_A_PART_OF, text, start):
            continue
        each = _EACH.match(text, end)
        found.append(Spent(start, each.end() if each else end, round(minutes), each is not None))
    return found


def _counted(m: re.Match[str]) -> float:
    if alone := m["only"] or m["signs"] or m["prime"]:
        return _number(alone)
    if _number(m["h"]) >= 7 and re.search(r"\dh(?:\d\d)?$", m[0]):
        return 0.0  # an hour of the day: "14h30"
    return _number(m["h"]) * 60 + (30 if m["half"] else 0) + float(m["m"] or 0)


def _in_words(m: re.Match[str]) -> float:
    """ "two and a half hours", "an hour and a quarter", "forty five minutes"."""
    count = next(n for words, n in NUMBERS if re.fullmatch(words, m["n"]))
    if not m["h"]:
        return count
    more = m["and"] or m["and2"]
    return count * 60 + (next(n for words, n in AND_A if re.fullmatch(words, more)) if more else 0)


def _number(digits: str) -> float:
    return float(digits.replace(",", "."))


def _clocks(h1: str, m1: str | None, h2: str, m2: str) -> float:
    return float((int(h2) - int(h1)) * 60 + int(m2) - int(m1 or 0))


def _between(m: re.Match[str]) -> float:
    """Minutes of a span of the clock, which needs a colon or am and pm: "2-3" alone is none."""
    if not (m["m1"] or m["m2"] or m["p1"] or m["p2"]):
        return 0.0
    begins = int(m["h1"]) * 60 + int(m["m1"] or 0)
    ends = int(m["h2"]) * 60 + int(m["m2"] or 0)
    if m["p2"] and not m["p1"] and int(m["h1"]) > int(m["h2"]):
        ends += 12 * 60
    if m["p1"] and m["p2"] and m["p1"] != m["p2"]:
        ends += 12 * 60
    return (ends - begins) % (12 * 60)
