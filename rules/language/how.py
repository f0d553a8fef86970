"""How a contact was and who moved, by the words of a part; whether one only tells something beside it."""

from __future__ import annotations

import re
from itertools import pairwise

from .draft import WRITTEN, Draft
from .marks import Mark
from .parts import Part, Seen, unexplained
from .words.beside import (
    ABOUT_WHAT,
    ASKING,
    BREAKS,
    COLLEAGUE,
    HOUR,
    INTERNAL,
    MOVED,
    NO_SUBJECT,
    OF_AN_ACCOUNT,
    SAYS,
    SENT_TO,
    SOMEBODY_OF,
    THEY,
    THEY_DID,
    WE,
)
from .words.kinds import DID, FROM, MINOR, NEVER, NOUN, OFF, PLAN, REPLY, SILENT, TRIED, VIA, WEAK, WISH

_HANDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_ENDING_TELLS = ("de", "fr", "es", "pt")  # who acted is in the verb, or before it in words that are marks
_ACTS = ("call", "email", "message")


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


def is_from(part: Part, text: str) -> bool:
    """Whether they moved: a word says so, or who stands before the verb is one of them."""
    if part.of(FROM):
        return True
    verb = next((m for m in part.of(DID) if m.value.rstrip("!") in _ACTS), None)
    if verb is None or _HANDS.match(text, verb.start):
        return False
    if part.spoken in _ENDING_TELLS:
        return False
    if any(m.end <= verb.start and m.kind in (TRIED, PLAN, NEVER, DID, WEAK) for m in part.marks):
        return False
    wrote = verb.value.rstrip("!") in WRITTEN
    if (
        wrote and SENT_TO.match(text, verb.end, part.end) and not part.people()
    ):  # "the quote e-mailed to them"
        return False
    if any(d.end <= verb.start and not text[d.end : verb.start].strip() for d in part.days):
        return False
    before = text[part.start : verb.start]
    return not WE.search(before) and (bool(THEY.search(before)) or _acts(part, verb, text))


def _begins_with_a_name(part: Part, text: str) -> bool:
    return bool(part.names) and text[part.start : part.names[0].start].strip() in (
        "",
        "customer",
        "client",
        "our",
    )


def tells_us(part: Part, text: str) -> bool:
    """Whether a part without a contact's own word begins with them and what they let us know: "umbra
    confirmed by email"."""
    if part.heads or not _begins_with_a_name(part, text):
        return False
    wishes = any(m.kind == WISH and m.start == n.end + 1 for n in part.names for m in part.marks)
    answers = any(m.kind == REPLY and m.start == n.end + 1 for n in part.names for m in part.marks)
    return wishes or answers or any(SAYS.match(text, n.end) for n in part.names)


def does_something(part: Part, text: str) -> bool:
    """Whether a part without a contact's own word begins with a name and goes on with a word that nothing
    explains: perhaps what they did."""
    if (
        part.heads
        or part.of(TRIED, SILENT)
        or not part.names
        or text[part.start : part.names[0].start].strip()
    ):
        return False
    behind = max(n.end for n in part.names)
    word = _WORD.match(text, behind + 1)
    return word is not None and bool(unexplained(part, text, word.start(), word.end()))


def _acts(part: Part, verb: Mark, text: str) -> bool:
    """Whether a name or a person before a verb is who acts: "jane called", "their ops guy rang". An account
    alone is not: "acme called 20m" is how one logs a call of one's own."""
    names = [n for n in part.names if n.end <= verb.start]
    last = max(names, key=lambda n: n.end, default=None)
    between = text[last.end if last else part.start : verb.start]
    if BREAKS.search(between) or _HANDS.search(between):
        return False
    words = [w for w in _WORD.findall(between) if not NO_SUBJECT.match(w)]
    if words or last is None:
        return 0 < len(words) <= 3 and not _is_upon(part, verb, text)
    if last.is_account and SOMEBODY_OF.fullmatch(text, part.start, last.start):
        return True
    if not last.is_account or any(
        n.people and OF_AN_ACCOUNT.fullmatch(text, n.end, last.start) for n in names
    ):
        return True
    behind = next((d.end for d in part.days if not text[verb.end : d.start].strip()), verb.end)
    if hour := HOUR.match(text, behind):
        behind += len(hour[0].rstrip())
    alone = not text[verb.end : part.end].strip()
    if ASKING.match(text, part.end):
        return True
    return bool(ABOUT_WHAT.match(text, behind)) or (alone and bool(MOVED.match(text, verb.start)))


def is_by_another(part: Part, text: str) -> bool:
    """Whether a colleague acts upon an account, or one is spoken with about it: "our support called acme",
    not "called acme"."""
    if INTERNAL.search(text, part.start, part.end):
        return True
    verb = next((m for m in part.of(DID) if m.value.rstrip("!") in (*_ACTS, "visit")), None)
    if verb is None or not _is_upon(part, verb, text) or any(p.end <= verb.start for p in part.seen()):
        return False
    return COLLEAGUE.search(text[part.start : verb.start]) is not None


def _is_upon(part: Part, verb: Mark, text: str) -> bool:
    """Whether an account stands right behind the verb: "support called acme" is no call of theirs."""
    return any(
        n.is_account and n.start >= verb.end and not text[verb.end : n.start].strip() for n in part.names
    )


def stands_before(part: Part, text: str) -> bool:
    """Whether an account stands right before the verb of a part."""
    verb = next((m for m in part.of(DID) if m.value.rstrip("!") in _ACTS), None)
    ends = [n.end for n in part.accounts() if verb and n.end <= verb.start]
    return bool(verb and ends) and not text[max(ends) : verb.start if verb else None].strip()


def is_their_news(d: Draft, seen: Seen) -> bool:
    """Whether "acme called" is told with what they said: theirs, where "acme called 20m" is ours as often."""
    first = next((p for p in d.parts if stands_before(p, seen.text)), None)
    if first is None or first.people():
        return False
    verb = next((m for m in first.of(DID) if m.value.rstrip("!") in _ACTS), None)
    if verb is None or verb.value.rstrip("!") != "call":
        return False
    behind = unexplained(first, seen.text, verb.end, first.end)
    return bool(behind) or any(p.open_words and not p.of(DID, WEAK) for p in d.parts[1:])


def leaves_side_open(part: Part, text: str) -> bool:
    """Whether an account stands before "e-mailed" and nothing behind it: theirs is an answer."""
    verb = next((m for m in part.of(DID) if m.value in ("email", "message")), None)
    if verb is None or text[verb.end : part.end].strip() or not part.accounts() or part.people():
        return False
    if ASKING.match(text, part.end):  # "acme emailed, asking about lead times"
        return False
    name = part.accounts()[-1]
    return (
        name.end <= verb.start
        and not text[name.end : verb.start].strip()
        and not text[part.start : name.start].strip()
    )


_WORD = re.compile(r"[^\W\d_]+(?:'[^\W_]+)?")


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
