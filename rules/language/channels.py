"""How a contact was, by the words of a part."""

from __future__ import annotations

import re
from itertools import pairwise

from .marks import Mark
from .parts import Part
from .words.kinds import DID, FROM, MINOR, NOUN, REPLY, SILENT, TRIED, VIA, WEAK


def channel_of(part: Part, text: str) -> tuple[str, bool]:
    """How the contact of a part was, and whether its words leave no choice."""
    froms = [m.value for m in part.of(FROM) if m.value]
    vias = [m.value for m in part.of(VIA)]
    did = [m._replace(value=m.value.rstrip("!")) for m in part.of(DID)]
    weak = [m for m in part.of(WEAK)]
    nouns = [m for m in part.of(NOUN)]
    how = [v for v in vias if v in ("call", "video", "message", "email")]
    if froms:
        return ("message" if froms[0] == "email" and "message" in how else froms[0]), True
    if did and did[0].value:
        by_video = "video" in how[:1] or any(n.value == "video" for n in nouns)
        if by_video and did[0].value in ("meeting", "call"):
            return "video", True
        if did[0].value in ("meeting", "video") and "visit" in vias:
            return "visit", True
        if did[0].value in ("meeting", "visit") and "event" in vias:
            return "event", True
        return did[0].value, True
    if how:
        return how[0], True
    if nouns and not (
        weak and weak[0].value == "email" and nouns[0].value in ("call", "meeting", "video", "visit", "event")
    ):
        live = [n.value for n in nouns if n.value not in ("email", "message", "gift")]
        if weak and weak[0].value == "email" and any(n.value == "gift" for n in nouns):
            return "gift", True
        if (
            live
            and nouns[0].value == "message"
            and nouns[0].start >= 0
            and nouns[-1].value in ("call", "meeting")
        ):
            return "call", False
        first = _head_of(nouns, text).value
        videos = [n.value for n in nouns if n.value == "video"]
        if first == "video" and _is_at_theirs(part, nouns[0], text):
            return "visit", False  # "demo at acme"
        if first in ("meeting", "call") and videos:
            return "video", True
        place = next((v for v in vias if v in ("visit", "event")), "")
        if first == "meeting" and place:
            return place, True
        return first, True
    if vias:
        return vias[0], True
    if weak:
        valued = next((w.value for w in weak if w.value), "")
        return valued, False
    if part.of(TRIED, MINOR):
        return ("meeting" if part.of(TRIED)[:1] and part.of(TRIED)[0].value == "no_show" else "call"), False
    if part.of(SILENT, REPLY):
        return "email", False
    return "", False


def _head_of(nouns: list[Mark], text: str) -> Mark:
    """The noun that tells of a contact: of an English compound its last ("onboarding call")."""
    for one, other in pairwise(nouns):
        if text[one.end : other.start] != " " or not text[one.start : one.end].isascii():
            return one
    return nouns[-1]


def _is_at_theirs(part: Part, noun: Mark, text: str) -> bool:
    """Whether a demo was at an account: no other word for a video is at a place."""
    at = any(re.search(r"(?:\bat|@)\s+$", text[part.start : n.start]) for n in part.accounts())
    return at and text[noun.start : noun.end].startswith("demo")
