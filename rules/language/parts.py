"""A line in parts: where one contact's words end and another's begin. Each part holds what was seen in it;
what the parts tell is decided in rules/language/events.py."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol

from .day import When
from .fold import Cover
from .marks import Mark
from .named import Named
from .spent import Spent
from .turnover import Turn
from .words.beside import ENDS_A_PART, I_DID
from .words.kinds import DID, FROM, MINOR, NEVER, NOUN, OFF, PLAN, SILENT, TRIED, VIA, WEAK
from .words.names import FILLER

HEADS = frozenset({DID, NOUN, FROM, WEAK})
ENDS = {"": 0, "joint": 1, "day": 1, "soft": 2, "hard": 3}
"""What ends a part, by its strength."""
TRIES = frozenset({TRIED, MINOR, SILENT, NEVER, OFF})


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Seen(NamedTuple):
    """What was seen in a folded text, each in its order."""

    text: str
    shown: str
    """The same as it was typed."""
    names: Sequence[Named]
    days: Sequence[When]
    spent: Sequence[Spent]
    marks: Sequence[Mark]
    spoken: str = "en"
    """The code of its language."""
    turns: Sequence[Turn] = ()


@dataclass(slots=True)
class Part:
    """From `start` to `end` of the folded text; `ends` is the kind of what ended the one before it
    (hard, soft, joint, day; "" at the beginning), `sign` that itself; `open_words` are those that nothing
    explains."""

    start: int
    end: int
    ends: str
    sign: str = ""
    spoken: str = "en"
    names: list[Named] = field(default_factory=list)
    days: list[When] = field(default_factory=list)
    spent: list[Spent] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    """Where it tells that somebody of theirs went or came."""
    open_words: int = 0

    def of(self, *kinds: str) -> list[Mark]:
        return [m for m in self.marks if m.kind in kinds]

    def seen(self) -> list[_Placed]:
        """Everything that was seen in it."""
        return [*self.names, *self.days, *self.spent, *self.marks]

    @property
    def heads(self) -> list[Mark]:
        return [m for m in self.marks if m.kind in HEADS]

    @property
    def tells(self) -> bool:
        """Whether it tells of a contact or a try at one."""
        return any(m.kind in HEADS or m.kind in TRIES for m in self.marks)

    @property
    def bare(self) -> bool:
        """Whether all of it is explained: names, days, lengths, moods."""
        return self.open_words == 0

    def accounts(self) -> list[Named]:
        return [n for n in self.names if n.is_account]

    def people(self) -> list[Named]:
        return [n for n in self.names if not n.is_account]


_CLOCK = re.compile(r"\d+(?:[ap]m)?")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|@")


def parted(seen: Seen) -> list[Part]:
    """The parts of a text, in its order. "and", "then" and their like end a part only where a contact's words
    stand on both sides; a new day does, where both it and the day before have one."""
    text = seen.text
    taken = [(p.start, p.end) for group in (seen.names, seen.days, seen.spent) for p in group]
    bounds: list[tuple[int, int, str]] = [(0, 0, "")]  # of what ends a part, and its kind
    for m in ENDS_A_PART.finditer(text):
        joint = m.lastgroup == "joint"
        if not any(a < m.end() and m.start() < b and (not joint or a < m.start()) for a, b in taken):
            bounds.append((m.start(), m.end(), m.lastgroup or "soft"))
    bounds.append((len(text), len(text), "hard"))
    parts: list[Part] = []
    empty = ""
    for (since, begins, kind), (ends, _, _) in zip(bounds, bounds[1:], strict=False):
        if empty and not ENDS[kind] > ENDS[empty]:
            kind = empty  # ", then": the comma ends the part
        empty = kind if not text[begins:ends].strip() else ""
        part = _filled(Part(begins, ends, kind, text[since:begins].strip(), seen.spoken), seen)
        two = parts and _tells(parts[-1]) and _opens(part, text) and not _goes_on(parts[-1], part, text)
        if parts and kind == "joint" and not two:
            parts[-1] = _filled(replace(parts[-1], end=ends), seen)
        elif text[begins:ends].strip():
            parts.append(part)
    parts = [one for part in parts for whole in _by_days(part, seen) for one in _by_who_did(whole, seen)]
    return [_counted(part, seen) for part in parts]


def _tells(part: Part) -> bool:
    """Whether it tells of a contact, or of who left or came."""
    return part.tells or bool(part.turns)


def _by_who_did(part: Part, seen: Seen) -> list[Part]:
    """A part with a contact, or with who left or came, and behind it "i called" is two parts: as it is
    dictated, without signs."""
    for m in part.of(DID, WEAK):
        who = I_DID.search(seen.text, max(part.start, m.start - 20), m.start)
        ends = [*(h.end for h in part.heads), *(t.end for t in part.turns)]
        if who and any(end <= who.start() for end in ends):
            first = _filled(replace(part, end=who.start()), seen)
            rest = _filled(replace(part, start=who.start(), ends="joint", sign=""), seen)
            return [first, *_by_who_did(rest, seen)]
    return [part]


def _filled(part: Part, seen: Seen) -> Part:
    def within(placed: Sequence[Any]) -> list[Any]:
        return [p for p in placed if part.start <= p.start and p.end <= part.end]

    part.names, part.days = within(seen.names), within(seen.days)
    part.spent, part.marks = within(seen.spent), within(seen.marks)
    part.turns = within(seen.turns)
    return part


def _counted(part: Part, seen: Seen) -> Part:
    part.open_words = len(unexplained(part, seen.text, part.start, part.end))
    return part


def unexplained(part: Part, text: str, start: int, end: int) -> list[str]:
    """Words from one place of a part to another that nothing explains."""
    places = Cover(len(text), part.seen())
    return [
        m[0]
        for m in _WORD.finditer(text, start, end)
        if m[0] not in FILLER and not _CLOCK.fullmatch(m[0]) and not places.touches(m.start(), m.end())
    ]


def _opens(part: Part, text: str) -> bool:
    """Whether a part tells of a contact from its beginning: behind names, days and small words at most."""
    first = next((m for m in part.marks if m.kind in HEADS or m.kind in TRIES), None)
    return first is not None and len(unexplained(part, text, part.start, first.start)) <= 1


def _goes_on(before: Part, part: Part, text: str) -> bool:
    """Whether one name only follows another: "hosted acme + umbra for the dinner", not "met leo and jane
    called"."""
    if not (before.names and part.names) or before.names[-1].is_account != part.names[0].is_account:
        return False
    name = part.names[0]
    between = text[before.names[-1].end : before.end] + text[part.start : name.start]
    acts = any(m.kind in (DID, FROM, WEAK) and m.start <= name.end + 1 for m in part.marks)
    return not (between.strip() or acts or part.spent or any(m.kind in TRIES for m in part.marks))


def _by_days(part: Part, seen: Seen) -> list[Part]:
    """A part with a contact, a day of the past behind it and another contact behind that is two parts; so is
    one with a contact, its length or day, and a plan with a day of its own."""
    for day in part.days:
        before = [m for m in part.marks if m.end <= day.start and (m.kind in HEADS or m.kind == VIA)]
        behind = [m for m in part.heads if m.start >= day.end]
        to_come = not day.past or day.by or day.nearer_ahead
        plans = to_come and any(m.kind == PLAN and m.start >= day.end for m in part.marks)
        dated = (
            plans or any(d.end <= day.start for d in part.days) or any(s.end <= day.start for s in part.spent)
        )
        if before and (behind or plans) and dated and (plans or day.past or not day.ahead):
            first = _filled(replace(part, end=day.start), seen)
            rest = _filled(replace(part, start=day.start, ends="day", sign=""), seen)
            return [first, *_by_days(rest, seen)]
    return [part]
