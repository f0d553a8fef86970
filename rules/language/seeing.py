"""What is seen in a line, none of it twice: names, days, lengths and words of contact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from . import turnover
from .customer import told_of
from .day import When
from .deadlines import month_first
from .fold import Cover, fold
from .marks import Mark, marks_in, tongues_of
from .named import PART
from .parts import Seen
from .preparing import Around, prepared_in
from .settled import MOST_READ
from .spent import Spent, lengths_in
from .when import days_in
from .who import Known
from .words.beside import FROM_A_THING, LOGS, OF_A_THING
from .words.kinds import DID, FROM, NOUN, WEAK, Tongue
from .words.names import FILLER


def seen_in(line: str, today: date, known: Known, tongues: Sequence[Tongue], locale: str) -> Seen:
    """Everything that is seen in a line, none of it twice: names beat lengths and days, these beat words."""
    text = fold(line)
    others = told_of(line, text)
    names = [
        n
        for n in known.named_in(text, line)
        if not (n.is_account and any(a < n.end and n.start < b for a, b in others))
    ]
    places = [(n.start, n.end) for n in names]

    def free(p: When | Spent | Mark) -> bool:
        """Whether it stands beside names, or around them ("left jane a voicemail")."""
        return all(p.end <= a or b <= p.start or (p.start < a and b < p.end) for a, b in places)

    lengths = lengths_in(text)
    days = [
        d
        for d in days_in(text, today, [t.code for t in tongues], month_comes_first(locale, tongues))
        if free(d) and not any(s.start <= d.start and d.end < s.end for s in lengths)  # "1/4 d'heure"
    ]
    spent = [s for s in lengths if free(s)]
    places += [*((d.start, d.end) for d in days), *((s.start, s.end) for s in spent)]
    seen = [m for m in marks_in(text, tongues) if free(m)]
    marks = [
        m
        for m in prepared_in(text, seen, Around(names, days, spent), tongues[0].code)
        if not (m.kind in (DID, WEAK) and OF_A_THING.search(text, max(0, m.start - 12), m.start))
        and not (m.kind == FROM and text[m.start : m.end].endswith("from") and _dates_it(m, days, text))
        and not (m.kind == NOUN and FROM_A_THING.search(text, max(0, m.start - 24), m.start))
    ]
    turns = turnover.turns_in(text, turnover.Around(names, days, marks))
    names = [n for n in names if not any(n.start <= t.verb < n.end for t in turns)]  # no "Left Bank"
    return Seen(text, line, names, days, spent, marks, tongues[0].code, turns)


def _dates_it(m: Mark, days: Sequence[When], text: str) -> bool:
    """Whether a day stands behind a word: "my e-mail from wed" is no e-mail of theirs."""
    return any(m.end < d.start <= m.end + 5 and not text[m.end : d.start].strip(" the") for d in days)


def open_words(typed: str, today: date, known: Known, locale: str) -> list[str]:
    """Words of a line that may begin the name of somebody else's account, each with the two behind it first:
    those that nothing explains, and those that only begin a name of the own book, or are one but for an s."""
    line = LOGS.sub("", " ".join(typed.split()))[:MOST_READ]
    seen = seen_in(line, today, known, tongues_of(fold(line), locale), locale)
    whole = [
        n for n in seen.names if not n.is_account or (n.how > PART and known.is_to_the_letter(n, seen.text))
    ]
    places = Cover(len(seen.text), whole, seen.days, seen.spent, seen.marks)
    words: list[str] = []
    for m in _NAME_LIKE.finditer(seen.text):
        if m[0] not in FILLER and not places.touches(m.start(), m.end()):
            behind = _RUN.match(seen.text, m.start())
            run = behind[0].split(" ") if behind else [m[0]]
            words += [" ".join(run[:n]) for n in range(len(run), 0, -1)]
    return words


_RUN = re.compile(r"[\w'&-]+(?: [\w'&-]+){1,2}")


_NAME_LIKE = re.compile(
    r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3][\w']+|[\u30a0-\u30ff\u3400-\u9fff]{2,}|[\uac00-\ud7a3]{2,}"
)


def month_comes_first(locale: str, tongues: Sequence[Tongue]) -> bool:
    """Whether who writes puts the month before the day: 11/16."""
    if tongues[0].code in ("ko", "ja"):
        return True
    return tongues[0].code == "en" and month_first(locale)
