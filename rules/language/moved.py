"""Who moved, by the words of a part: they, one of us, or a colleague."""

from __future__ import annotations

import re

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
    WE,
)
from .words.kinds import DID, FROM, NEVER, PLAN, REPLY, SILENT, TRIED, WEAK, WISH

_HANDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


_ENDING_TELLS = ("de", "fr", "es", "pt")  # who acted is in the verb, or before it in words that are marks


_ACTS = ("call", "email", "message")


def _acting(part: Part, *more: str) -> Mark | None:
    """The first word of a part that says that somebody called or wrote, or did so by one of `more`."""
    return next((m for m in part.of(DID) if m.value.rstrip("!") in (*_ACTS, *more)), None)


def is_from(part: Part, text: str) -> bool:
    """Whether they moved: a word says so, or who stands before the verb is one of them."""
    if part.of(FROM):
        return True
    verb = _acting(part)
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
    verb = _acting(part, "visit")
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
    verb = _acting(part)
    ends = [n.end for n in part.accounts() if verb and n.end <= verb.start]
    return bool(verb and ends) and not text[max(ends) : verb.start if verb else None].strip()


def is_their_news(d: Draft, seen: Seen) -> bool:
    """Whether "acme called" is told with what they said: theirs, where "acme called 20m" is ours as often."""
    first = next((p for p in d.parts if stands_before(p, seen.text)), None)
    if first is None or first.people() or first.spoken in _ENDING_TELLS:
        return False
    verb = _acting(first)
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
