"""What a line says of days to come: what we promised, and what was agreed; cut out of it, so that its days
and words are taken for nothing that happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from ..facts.notes import first_words
from .ahead import NOTHING, Ahead, cut
from .day import When
from .deadlines import days_ahead, month_first
from .openings import PROMISE, STEP
from .parts import Part, Seen
from .words import TONGUES
from .words.beside import AT_AN_HOUR, NEXT, OF_THINGS
from .words.kinds import DID, FROM, MINOR, NEVER, NOUN, OFF, PLAN, TRIED, WEAK, WISH, Tongue

MOST = 200  # characters of what comes next or was promised: a field of the form


@dataclass(frozen=True, slots=True)
class Coming:
    promise: Ahead = NOTHING
    step: Ahead = NOTHING

    @property
    def far(self) -> date | None:
        """A day so far ahead that one of the past may be meant: it is asked."""
        return next((a.on for a in (self.promise, self.step) if a.far and a.on), None)

    @property
    def any(self) -> bool:
        return bool(self.promise.text or self.step.text or self.step.on or self.promise.on)

    def fields(self) -> dict[str, Any]:
        """The fields of an Entry that it fills."""
        return {
            "next_text": first_words(self.step.text, MOST),
            "next_on": None if self.step.far else self.step.on,
            "promise_text": first_words(self.promise.text, MOST),
            "promise_on": None if self.promise.far else self.promise.on,
        }


def coming_in(
    line: str, today: date, tongues: Sequence[Tongue], locale: str, since: date | None = None
) -> tuple[Coming, str]:
    """What comes next and was promised in an English line, the first of each, and the line without it."""
    if tongues[0].code != "en":
        return Coming(), line
    marked = NEXT.search(line)
    said = line[: marked.start()].rstrip(" ,;.") if marked else line
    coming, rest = cut(said, today, locale, since=since)
    promised = next((a for a in coming if a.kind == PROMISE and a.on), NOTHING)
    step = next((a for a in coming if a.kind != PROMISE or not a.on), NOTHING)
    if marked:
        step = _marked(line[marked.end() :].strip(), today, locale, since)
    return Coming(promised, step), rest


def _marked(text: str, today: date, locale: str, since: date | None) -> Ahead:
    """What stands behind "next:", without the day at its end."""
    days = days_ahead(text, today, month_first(locale), since)
    if not days:
        return Ahead(STEP, text.strip(" ,;."), None)
    day = days[0]
    behind = text[day.end :].strip(" ,;.")
    shorter = (
        text
        if behind
        else re.sub(r"[\s,;]*(?:\b(?:on|by|at|until|before|for)\s+)?$", "", text[: day.start], flags=re.I)
    )
    return Ahead(STEP, (shorter or text).strip(" ,;."), day.on, day.far(since or today))


def cut_parts(
    parts: Sequence[Part], seen: Seen, line: str, tongues: Sequence[Tongue]
) -> tuple[Coming, list[Part]]:
    """The same of a line in parts, in any language: a part with words of a plan, or one that tells by when
    something is due. A contact's own part stays."""
    promise, step, rest = NOTHING, NOTHING, list[Part]()
    for part in parts:
        day = next(
            (d for d in part.days if d.ahead and (d.by or d.past is None or part.of(PLAN, WISH))), None
        )
        to_come = next((m for m in part.of(PLAN)), None)
        noun = to_come and any(m.kind == NOUN and m.start >= to_come.start for m in part.marks)
        if (
            noun
            and not part.of(DID, FROM)
            and not part.spent
            and not any(d.past and not d.ahead for d in part.days)
        ):
            ahead = Ahead(STEP, _without(line, part, day), day.ahead if day else None)
            step = step if step.text else ahead
            continue
        if part is not parts[0] and day is None and _is_booked(part, seen.text):  # "..., demo mon 2pm"
            booked = next(d for d in part.days if d.ahead)
            step = step if step.text else Ahead(STEP, _without(line, part, booked), booked.ahead)
            continue
        plans = (
            tongues[0].code != "en"
            and bool(part.of(PLAN))
            and not part.spent
            and not any(d.sure and d.past for d in part.days)
        )
        due = day is not None and not part.heads and (day.by or bool(part.of(PLAN, WISH)))
        tried = part.of(OFF, NEVER, MINOR, TRIED)
        if not (plans or due) or tried or OF_THINGS.search(seen.text, part.start, part.end):
            rest.append(part)
            continue
        text = _without(line, part, day)
        ahead = Ahead(STEP, text, day.ahead if day else None)
        if promise_in(seen.text[part.start : part.end], tongues) and day:
            promise = promise if promise.text else ahead
        else:
            step = step if step.text else ahead
    return Coming(promise, step), rest


def _is_booked(part: Part, text: str) -> bool:
    """Whether a part only names a contact with a weekday and its hour: as plans are told."""
    if part.of(DID, WEAK, FROM, OFF, NEVER, TRIED, MINOR) or part.spent or not part.of(NOUN):
        return False
    return any(d.weekday and d.ahead and not d.sure and AT_AN_HOUR.match(text, d.end) for d in part.days)


@cache
def _promises(code: str) -> re.Pattern[str]:
    return re.compile(TONGUES[code].promises or r"(?!)")


def promise_in(text: str, tongues: Sequence[Tongue]) -> bool:
    return any(_promises(t.code).search(text) for t in tongues)


def _without(line: str, part: Part, day: When | None) -> str:
    """A part as it was typed, without its day and the sign before it."""
    typed = line[part.start : part.end]
    if day is not None:
        typed = line[part.start : day.start] + line[day.end : part.end]
    return _EDGES.sub("", _BY.sub(" ", typed)).strip()


_BY = re.compile(r"\s+(?:by|on|before|until|for|bis|ate|para|d'ici)\s+$|(?:까지|までに|まで)", re.IGNORECASE)
_EDGES = re.compile(r"^[\s,.;:、。()|-]+|[\s,.;:、。()|-]+$")
