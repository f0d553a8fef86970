"""Whether a part of a line only tells something beside the contact."""

from __future__ import annotations

from .draft import Draft
from .parts import Part
from .words.beside import THEY_DID
from .words.kinds import DID, FROM, MINOR, NEVER, OFF, REPLY, SILENT, TRIED, VIA, WEAK


def is_told(part: Part, text: str) -> bool:
    """Whether a part tells what somebody did elsewhere: "he emailed finance", "they met their bank"."""
    first = next(m for m in part.marks if m.kind in (DID, WEAK, FROM))
    if first.kind == FROM:
        return False
    return bool(THEY_DID.search(text[part.start : first.start]))


def tells_elsewhere(part: Part, text: str) -> bool:
    first = next((m for m in part.marks if m.kind in (DID, WEAK, FROM)), None)
    if first is None:
        return not part.spent and part.open_words >= 2
    return first.kind != FROM and bool(THEY_DID.search(text[part.start : first.start]))


def is_told_aside(part: Part, text: str, draft: Draft) -> bool:
    """Whether a part tells something beside the contact: it has words of its own and none of a contact."""
    if part.of(VIA) and part.spent:
        return False
    if part.heads and not (draft.parts and draft.verb and tells_elsewhere(part, text)):
        return False
    if part.of(TRIED, MINOR, NEVER, OFF, SILENT) and not part.heads:
        return False
    if part.of(REPLY) and not part.heads and part.open_words <= 2:
        return False
    return not part.bare
