"""What a typed line means: "called leo @ acme 20m, happy. will send the quote fri".

A line is stored at once only when it is certain whose contact it was, that it happened, on which day and
with which outcome (source: DOMAIN, What a rep types); else what is doubtful is said beside all that was
understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from ..facts.entries import Entry
from ..facts.notes import first_words
from .coming import Coming, coming_in, cut_parts
from .countries import countries
from .draft import Draft
from .events import drafts_in, is_beside
from .fold import fold
from .marks import marks_in, opens_a_question, tongues_of
from .moved import is_their_news
from .named import PART, WORD, Account
from .parts import Part, Seen, parted
from .promoting import promoted_in
from .reading import AHEAD, CHAT, LOG, Reading
from .seeing import month_comes_first, seen_in
from .settled import MOST_READ, Line, events_of, is_no_contact
from .slips import mended
from .who import Known
from .whose import accounts_of
from .words.beside import LOGS, OR, QUESTION
from .words.kinds import MOOD, PLAN, PREPARED, REPLY, Tongue

MOST_AHEAD = 200  # characters of what comes next or was promised: a field of the form


def read(
    typed: str, today: date, known: Known, locale: str = "en-US", about: Account | None = None
) -> Reading:
    """A typed line as the contacts it tells of. `today` is the author's local date, `locale` the order of
    days and months they write in; `known` holds whom the line may name, `about` is the account that it was
    asked about: that of a line which names none, to be confirmed."""
    note = " ".join(typed.split())
    plain = LOGS.sub("", " ".join(_LINE_ENDS.sub("; ", typed.strip()).split()))[:MOST_READ]
    line = mended(plain, known) if tongues_of(fold(plain), locale)[-1].code == "en" else plain
    tongues = tongues_of(fold(line), locale)
    codes, order = [t.code for t in tongues], month_comes_first(locale, tongues)
    if promoting := promoted_in(plain, note, today, known, tongues=codes, month_first=order):
        return promoting
    named, behind = _named_first(line, known)
    behind_it = _named_first(note, known)[1] or note
    asked = Asked(note, behind_it, today, known, tongues, locale, to_log=line != note, about=about)
    coming, rest = coming_in(behind, today, tongues, locale)
    asked = asked._replace(plan_leads=_lost_its_beginning(behind, rest))
    reading = _read(named + rest, asked, coming)
    day = min((e.entry.on for e in reading.events), default=today)
    if day < today:  # a day to come lies behind the contact's
        coming, rest = coming_in(behind, today, tongues, locale, since=day)
        reading = _read(named + rest, asked, coming)
    return reading


class Asked(NamedTuple):
    """What a line is read with: as it was `typed`, its `note` as it is stored, whether it says that it is to
    be logged, and the account that it was asked about."""

    typed: str
    note: str
    today: date
    known: Known
    tongues: Sequence[Tongue]
    locale: str
    to_log: bool
    about: Account | None = None
    plan_leads: bool = False
    """It began with what is to come, which is cut out."""


def _lost_its_beginning(line: str, rest: str) -> bool:
    kept = rest.strip(" ,;:.-")
    return bool(kept) and not line.lstrip(" ,;:.-").startswith(kept[:6])


_LINE_ENDS = re.compile(r"(?<=[^\s,;:])[ \t]*[\r\n]+\s*(?:[-*•]\s+)?|^[-*•]\s+")


def _named_first(note: str, known: Known) -> tuple[str, str]:
    """The account that a line begins with, and the line behind it; "" where it begins with none, or goes on
    to another."""
    head = note[:120]
    first = next(iter(known.named_in(fold(head), head)), None)
    if first is None or first.start or len(first.accounts) != 1 or first.how < PART:
        return "", note
    rest = note[first.end :]
    if not re.match(r"[\s,:;-]", rest) or re.match(r"\s*(?:and|&|\+|or|n)\s", rest):
        return "", note
    behind = rest.lstrip(" ,:;-–—")
    return note[: len(note) - len(behind)], behind


def warm_up() -> None:
    """Make the words of every language ready, which takes half a second once."""
    nobody = Known([], [])
    countries()
    for line in (
        "called",
        "통화",
        "電話",
        "angerufen gestern mit",
        "appel avec hier",
        "llamada con ayer",
        "com ontem liguei",
    ):
        read(line, date(2026, 11, 24), nobody)


def _read(line: str, asked: Asked, coming: Coming) -> Reading:
    """What is left of a line without what is to come, read in parts."""
    typed, note, today, known, tongues = asked[:5]
    seen = seen_in(line, today, known, tongues, asked.locale)
    parts = parted(seen)
    plan_leads = asked.plan_leads
    if not coming.any:
        opens = parts[:1]
        coming, parts = cut_parts(parts, seen, line, tongues)
        plan_leads = plan_leads or (bool(parts) and parts[:1] != opens)
    plan_leads = plan_leads and not coming.promise.text
    if not asked.to_log and _is_chat(seen, parts, coming, tongues):
        named = {i for n in seen.names for i in n.accounts}
        prepares = any(m.kind == PREPARED for m in seen.marks)
        talks = opens_a_question(seen.text, tongues) or seen.text.rstrip().endswith("?")
        about = named.pop() if len(named) == 1 else 0
        return Reading(typed, CHAT, about=about, talks=talks, prepares=prepares)
    answered = (
        coming.any
        and tongues[0].code == "en"
        and any(m.kind == REPLY for m in marks_in(fold(typed[:MOST_READ]), tongues))
    )
    drafts, left = drafts_in(parts, seen.text, known)
    everybody = [n for p in parts for n in p.names]
    if not any(n.how > WORD for n in everybody):  # whom a promise or a plan names
        everybody = known.named_in(fold(typed[:MOST_READ]), typed[:MOST_READ])
    for d in drafts:
        d.sure = any(o.verb or o.minutes or o.moods or o.silent or o.tried is not None for o in drafts)
        d.replied = d.replied or (answered and d is drafts[-1])
        d.inbound = d.inbound or (d.tried is None and is_their_news(d, seen))
        d.denied = d.denied or (seen.text.rstrip().endswith("?") and not d.verb)  # "is she still on leave?"
        d.planned = d.planned or (plan_leads and not (d.verb or d.accounts or d.people))
    for d, behind in pairwise(drafts):  # "cancelled acme and globex's call"
        d.joined = behind.parts[0].ends == "joint" and bool(behind.minutes or behind.verb or behind.days)
        behind.denied = behind.denied or (d.off and not d.channel and behind.parts[0].ends == "joint")
    happened = [d for d in drafts if not is_no_contact(d)]
    order = month_comes_first(asked.locale, tongues)
    whole = Line(typed, note, today, known, tongues, seen, everybody, coming, asked.about, order)
    if not drafts and _is_prepared(left, coming):
        of_names = tuple(events_of([_of_names(left, seen.text)], whole))
        return Reading(typed, CHAT, of_names, about=_only_one(whole), prepares=True)
    if not happened and (drafts or _is_planned(left, coming)):
        return Reading(typed, AHEAD, ahead=_ahead(whole, drafts, left))
    kind = LOG if happened or any(p.spent for p in left) else CHAT
    return Reading(typed, kind, tuple(events_of(happened or [_of_names(left, seen.text)], whole)))


def _is_chat(seen: Seen, parts: Sequence[Part], coming: Coming, tongues: Sequence[Tongue]) -> bool:
    """Whether a line is a question, a courtesy or nothing of a contact at all."""
    tells, asks = any(p.tells for p in parts), seen.text.rstrip().endswith("?")
    if tongues[0].code in ("ko", "ja"):
        if asks and not seen.spent:
            return True
        if opens_a_question(seen.text, tongues) and not (seen.spent and tells):
            return True
    elif (
        opens_a_question(seen.text, tongues)
        and (asks or QUESTION.match(seen.text))
        or opens_a_question(seen.text, tongues)
        and not seen.names
        and not tells
    ):
        return True
    return not (tells or coming.any or seen.spent or seen.names)


def _is_planned(left: Sequence[Part], coming: Coming) -> bool:
    """Whether a line without a contact tells of what is to come."""
    gone = any(p.spent or p.of(MOOD) for p in left)
    plans = any(p.of(PLAN) and not any(w.past and not w.ahead for w in p.days) for p in left)
    plans = plans or any(w.sure and w.ahead and not w.past for p in left for w in p.days)
    return (plans and not any(p.spent for p in left)) or (coming.any and not gone)


def _is_prepared(parts: Sequence[Part], coming: Coming) -> bool:
    """Whether parts tell of a contact that is got ready for, and of nothing else that is to come or took
    time."""
    others = coming.any or any(p.spent or p.of(PLAN) for p in parts)
    return not others and any(p.of(PREPARED) for p in parts)


def _only_one(line: Line) -> int:
    """The one account that a line names, by itself or by who is there; 0: none, or several."""
    of = {line.known.people[n.people[0]].account_id for n in line.everybody if len(n.people) == 1}
    of |= set(accounts_of([n for n in line.everybody if n.is_account])[0])
    return of.pop() if len(of) == 1 else 0


def _of_names(left: Sequence[Part], text: str) -> Draft:
    """A line that names somebody and tells of no contact: what it holds, for the form."""
    d = Draft(parts=list(left))
    for p in left:
        d.accounts += p.accounts()
        d.people += p.people()
        d.days += [w for w in p.days if w.past and not w.by and (p.bare or is_beside(p, text))]
        d.minutes += [(s.minutes, s.each) for s in p.spent]
        d.beside = d.beside or (is_beside(p, text) and not p.of(PREPARED))
        d.moods += [(m.value, frozenset()) for m in p.of(MOOD)]
    d.either = len({i for n in d.accounts for i in n.accounts}) > 1 and bool(OR.search(text))
    return d


def _ahead(line: Line, drafts: Sequence[Draft], left: Sequence[Part]) -> Entry:
    """What is to come, of whom: an entry that tells of no contact."""
    people = tuple(n.people[0] for n in line.everybody if len(n.people) == 1)
    accounts, _ = accounts_of([n for n in line.everybody if n.is_account])
    of = {line.known.people[i].account_id for i in people}
    if not accounts and len(of) == 1:
        accounts = list(of)
    if line.about and not (accounts or line.everybody):
        accounts = [line.about.id]
    fields = line.coming.fields()
    parts = [p for d in drafts for p in d.parts] or left
    days = [w.ahead for p in parts for w in p.days if w.ahead and not (drafts and w.by)]
    if not days and not line.coming.any:  # a plan that was cut out
        days = [w.ahead for w in line.days() if w.ahead and not w.past]
    later = [on for on in days if on != line.today] or days
    off = any(d.off or d.never for d in drafts)
    if not line.coming.any and (later or (not off and (left or any(d.planned for d in drafts)))):
        on = (later[-1] if drafts else later[0]) if later else None  # "moved from today to thu"
        fields |= {"next_text": first_words(line.note, MOST_AHEAD), "next_on": on}
    return Entry(tuple(accounts), line.today, note=line.note, contact_ids=people, **fields)
