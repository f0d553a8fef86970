"""What came of a contact, how long it took and how they feel, and what is doubtful of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..phrase import Phrase, say
from .draft import WRITTEN, Draft
from .fold import before
from .parts import Part, Seen
from .reading import Doubt
from .words.beside import DAYISH, LONGISH, OF_WHAT


def unread_in(d: Draft, seen: Seen) -> list[Doubt]:
    """What looks like a day or a length in a contact's own words and could not be read as one: nothing is
    stored as if it were not there."""
    parts = [p for p in d.parts if p.tells or p.bare or p is d.parts[0]]
    doubts = []
    day = None if d.days else next((typed for p in parts if (typed := _like(DAYISH, p, seen))), "")
    if day:
        doubts.append(Doubt("on", say("“{typed}”: on which day was it?", typed=day)))
    if not d.minutes and d.tried != "no_show" and any(_like(LONGISH, p, seen) for p in d.parts):
        doubts.append(Doubt("minutes", say("How long did it take?")))
    return doubts


def _like(words: re.Pattern[str], part: Part, seen: Seen) -> str:
    """The first of such words that nothing explains and that is not of something else."""
    for m in words.finditer(seen.text, part.start, part.end):
        explained = any(p.start < m.end() and m.start() < p.end for p in part.seen())
        if not explained and not before(OF_WHAT, seen.text, m.start()):
            return seen.shown[m.start() : m.end()]
    return ""


def minutes_of(d: Draft, last: Draft) -> tuple[int | None, bool, list[Doubt]]:
    """How long a contact took, whether each account's took so long, and what is doubtful about it. A length
    "each" of the line's `last` contact is every one's: "rang umbra, rang stark, 10 mins each"."""
    if d.tried == "no_show" and not (d.inbound or d.replied):
        return None, False, []  # how long one waited
    lengths, each = {m for m, _ in d.minutes}, any(each for _, each in d.minutes)
    if len(lengths) > 1:
        one, other = sorted(lengths)[:2]
        return None, each, [Doubt("minutes", say("{one} or {other} minutes?", one=one, other=other))]
    if lengths:
        return lengths.pop(), each, []
    aside = next((s.minutes for p in d.parts for s in p.spent), None)
    if aside is not None:
        return None, each, [Doubt("minutes", say("{minutes} minutes?", minutes=aside))]
    return next((m for m, each in last.minutes if each), None), each, []


def own_lengths(d: Draft, accounts: Sequence[int]) -> dict[int, int]:
    """Minutes by account, where each stands with its own: "calls: umbra 5m, obrien 10m", "acme 10m and
    globex 5m"; empty where they do not."""
    own: dict[int, int] = {}
    for p in d.parts:
        named = [n for n in p.accounts() if len(n.accounts) == 1]
        if not named or len(named) != len(p.spent):
            continue
        if len(named) == 1 or all(
            n.start < s.start and (b is None or s.end <= b.start)
            for n, s, b in zip(named, p.spent, [*named[1:], None], strict=True)
        ):
            own |= {n.accounts[0]: s.minutes for n, s in zip(named, p.spent, strict=True)}
    return own if len(own) > 1 and set(own) == set(accounts) else {}


def moods_differ(d: Draft) -> bool:
    """Whether accounts of one contact feel differently: "acme happy, globex not so much"."""
    return len({mood for mood, of in d.moods if of}) > 1


def outcome_of(d: Draft) -> str:
    """What came of a contact: theirs reached us, but a call that was missed; what is written to them is sent
    until they answer."""
    if d.inbound:
        return "no_show" if d.missed and not (d.verb or d.replied) else "reached"
    if d.tried is not None:
        wrote = d.channel in ("email", "message") and d.tried != "left_message"  # nobody fails to show for it
        return "sent" if wrote else d.tried or "no_show"
    if d.channel in WRITTEN:
        return "reached" if d.replied and not d.silent else "sent"
    unanswered = d.silent and d.channel == "call" and not (d.replied or d.minutes)
    return "no_show" if unanswered else "reached"


def mood_of(d: Draft, account: int | None) -> str:
    """How they feel; empty where nothing says so, or words say both."""
    mine = {m for m, of in d.moods if m and (not of or account is None or account in of)}
    moods = {m for m, of in d.moods if m and account in of} or mine
    if moods == {"worried", "neutral"}:
        return "worried"
    return moods.pop() if len(moods) == 1 else ""


def doubts_of(d: Draft) -> list[Doubt]:
    """Whether it took place, how it was, and whether who writes is sure: what must be asked of these."""
    asked: list[tuple[str, Phrase]] = []
    if d.doubted:
        asked.append(("on" if d.days else "account", say("You are not sure yourself: please check it.")))
    if d.silent and not (d.verb or d.named_how or d.replied or d.tried is not None):
        asked.append(("outcome", say("Did you write to them? I only read that no answer came.")))
    elif d.tried == "" and d.minutes and not d.inbound:
        asked.append(("outcome", say("Did you reach them?")))
    elif d.denied or (d.off and d.verb) or (d.planned and d.tried is not None and not d.verb):
        asked.append(("outcome", say("Did it take place?")))
    if d.unclear_side or (d.news_leads and d.channel in WRITTEN and not (d.verb or d.inbound)):
        asked.append(("outcome", say("Did you write to them, or they to you?")))
    if d.by_another:
        asked.append(("direction", say("Was it your own contact with them?")))
    if not d.channel and talked(d):
        return [Doubt(field, why) for field, why in asked]
    if not d.channel and not d.minutes and not d.moods and all(p.bare for p in d.parts):
        asked.append(("channel", say("What happened?")))
    elif not d.channel:
        asked.append(("channel", say("How was it: a call, a meeting, an e-mail?")))
    elif not _took_place(d):
        asked.append(("outcome", say("Did it take place?")))
    return [Doubt(field, why) for field, why in asked]


LONG = 16
"""Minutes from which time spent with somebody, no one says how, is more likely a meeting than a call."""


def talked(d: Draft) -> str:
    """How time was likely spent with them, where a line names whom and how long, but not how: "20 min w the
    foreman"; empty where it does not."""
    if d.channel or len({m for m, _ in d.minutes}) != 1 or d.tried is not None or d.silent or d.planned:
        return ""
    said_more = bool(d.people) and any(p.open_words for p in d.parts)  # "acme leo 20m" is asked
    return ("meeting" if d.minutes[0][0] >= LONG else "call") if d.beside or said_more else ""


def _took_place(d: Draft) -> bool:
    """Whether something says that it took place: a verb of the past, an outcome; or where only its name
    tells of it a length, a day gone by, a mood, or words of what it was about."""
    if d.verb or d.inbound or d.tried is not None or d.silent or d.replied:
        return True
    if d.channel == "gift":  # sent, or to be sent
        return not any(p.open_words for p in d.parts)
    if d.minutes or d.moods or (d.joined and d.sure):
        return True
    if d.clocked:
        return False
    if any(w.past for w in d.days):
        return True
    named = bool(d.accounts or d.people)
    by_nouns = d.parts[0].spoken in ("ko", "ja")  # where a contact's name alone is how one logs it
    return named and (by_nouns or any(p.open_words for p in d.parts))


def guessed_in(d: Draft) -> tuple[str, ...]:
    """Fields that the line does not say outright, the likeliest to be wrong first."""
    how = ("channel",) if not d.sure_channel else ()
    said = d.inbound or d.tried is not None or (d.verb and not d.named_first)
    return how if said else (*how, "direction")
