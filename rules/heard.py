"""What a typed line tells of the customer and is still to be kept: offered in the receipt of its touch,
filled into the form of one that is asked about, or, where it tells of no contact, offered alone. Nothing of
it is stored unasked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from .facts import changed
from .facts.changed import COMPETITOR, FIELD
from .facts.changes import FACT as CHANGE
from .facts.concerns import FACT as CONCERN
from .facts.concerns import FIELD as CONCERN_FIELD
from .facts.concerns import open_concerns
from .facts.entries import Entry
from .facts.lacking import near, words_of
from .facts.needed import Need
from .facts.needs import FACT as NEED
from .facts.needs import FIELD as NEED_FIELD
from .facts.needs import open_needs
from .facts.notes import first_words
from .facts.raised import Concern
from .facts.requests import FIELD as REQUEST_FIELD
from .language import named
from .language.customer import NOTHING, Change, Tidings, tidings
from .language.fold import fold
from .language.lacks import Lack, right_on
from .language.leavers import leavers, may_hint
from .language.reading import CHAT, LOG, Event, Reading
from .language.signs import CJK
from .language.who import Known
from .policy import digits
from .records import Contact, Record, days

SAME_FOR = days(60)
"""What was noted within this of a day is the same change told again."""
_OPEN_FIELDS = frozenset({"channel", "outcome", "direction"})
_SAYS_NOTHING = re.compile(
    r"\b(?:an?|the|our|their|competitors?|saw|seen|spotted|noticed|met|was|is|there|called|named)\b"
    r"|경쟁사|봤\w*|발견\w*|목격\w*|競合(?:他社)?|見かけ\w*|見た",
    re.IGNORECASE,
)


class Heard(NamedTuple):
    """Of a touch, what one tap keeps: a concern of this kind, a request in these words, a change, a need, who
    left (or `moved` inside). `known`, `needed`: the change and the need as they are noted already."""

    concern: str = ""
    asks: str = ""
    change: Change | None = None
    known: changed.Change | None = None
    gone: Contact | None = None
    moved: bool = False
    need: Lack | None = None
    needed: Need | None = None


def heard(entry: Entry, record: Record) -> Heard:
    """What a touch with one account tells beside it; nothing that stands on the record already."""
    told = tidings(entry.note, (record.account.name,))
    concern = "" if entry.concern_text or entry.sentiment == "happy" else told.concern
    if any(c.kind == concern for c in open_concerns(record, entry.on)):
        concern = ""
    asks = told.asks if entry.direction == "inbound" and not entry.wants_answer else ""
    change = told.change
    if change and change.country and change.country == record.account.country.upper():
        change = None
    known = _noted(change, entry, record) if change else None
    asks = first_words(asks, REQUEST_FIELD - 1)
    lacks = None if entry.need_text else told.need
    told_need = _needed(lacks, entry, record) if lacks else None
    return Heard(
        concern, asks, None if known else change, known, need=None if told_need else lacks, needed=told_need
    )._replace(**_gone(entry, record))


def _needed(need: Lack, entry: Entry, record: Record) -> Need | None:
    """Nearly the same, where somebody noted it and it is open."""
    words = words_of(need.text)
    return next((n for n in open_needs(record.needs, entry.on) if near(words, words_of(n.text))), None)


DOLLARS = frozenset({"USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD"})


def as_need(
    need: Lack, *, account_id: int, by_id: int, on: date, today: date, country: str, currency: str, line: str
) -> Need:
    """A need as a line tells it, heard on a day: in the words of the `line` where that tells more. A sign
    that several currencies have is the workspace's own (`currency`), as is an amount without one."""
    same_sign = need.currency == "USD" and currency in DOLLARS or (need.currency, currency) == ("JPY", "CNY")
    paid_in = currency if same_sign or not need.currency else need.currency
    return Need(
        0,
        account_id,
        by_id,
        text=first_words(need.text if need.whole else line, NEED_FIELD - 1),
        heard_on=on,
        budget=None if need.amount is None else int(need.amount.scaleb(digits(paid_in))),
        currency="" if need.amount is None else paid_in,
        right_on=right_on(need.right, today, country) if need.right else None,
    )


def _gone(entry: Entry, record: Record) -> dict[str, Any]:
    """Who left or moved, where it is one person who is still there."""
    if not may_hint(entry.note):
        return {}
    account, there = record.account, {c.id: c for c in record.contacts if c.in_role_on(entry.on)}
    people = [named.Person(c.id, account.id, c.name, c.role) for c in there.values()]
    known = Known((named.Account(account.id, account.name, account.aliases),), people)
    hint = leavers(entry.note, known)
    return {"gone": there[hint.people[0]], "moved": hint.moved} if hint and len(hint.people) == 1 else {}


def _noted(change: Change, entry: Entry, record: Record) -> changed.Change | None:
    """The same change, where somebody noted it."""
    for there in reversed(record.changes):
        same = there.kind == change.kind and abs(there.on - entry.on) <= SAME_FOR
        if same and (not there.competitor or there.competitor.casefold() == _rival(change).casefold()):
            return there
    return None


def _rival(change: Change) -> str:
    return " ".join(change.name.replace(":", " ").split())[: changed.NAMED]


def kept_text(change: Change, line: str = "") -> str:
    """The text that a change is kept with: its own words; of a `line` that tells more, and is stored nowhere
    else, the whole of it."""
    text = change.text
    if line and not (line.rstrip(" .!。").endswith(text.rstrip(" .!。")) and len(line) - len(text) <= 24):
        text = line
    if change.kind != COMPETITOR or not change.name:
        return first_words(text, FIELD - 1)
    rest = _SAYS_NOTHING.sub(" ", text.replace(change.name, " "))
    text = first_words(text, FIELD - changed.NAMED - 3) if re.search(r"\w{2}", rest) else ""
    return changed.text_of(change.kind, _rival(change), text)


def filled(event: Event, typed: str) -> Event:
    """A contact that is asked about, with what the line tells beside it filled into its form."""
    entry = event.entry
    if len(entry.account_ids) > 1:
        return event
    told = tidings(entry.note or typed)
    if told.concern and not entry.concern_text and entry.sentiment != "happy":
        text = first_words(entry.note or typed, CONCERN_FIELD - 1)
        entry = replace(entry, concern_text=text, concern_kind=told.concern)
    if told.asks and not entry.wants_answer and _theirs(event, typed, told):
        asks = first_words(told.asks, REQUEST_FIELD - 1)
        entry = replace(
            entry,
            direction="inbound",
            outcome=entry.outcome or "reached",
            wants_answer=True,
            request_text=asks,
        )
    return event if entry is event.entry else replace(event, entry=entry)


def _theirs(event: Event, typed: str, told: Tidings) -> bool:
    """Whether it is the customer who asks: they came to us, or they stand before it and the line leaves
    open whose move it was."""
    entry = event.entry
    if entry.direction == "inbound":
        return True
    begins_with_them = entry.note != " ".join(typed.split()) and not CJK.search(told.asks)
    open_side = not entry.channel or any(d.field in ("outcome", "direction") for d in event.doubts)
    return (begins_with_them or told.asked_by) and open_side and entry.outcome in ("", "sent")


def let_go(entry: Entry, base: Entry) -> Entry:
    """What was filled into a form goes along with what somebody took out of it: the kind with its concern,
    the words with their request, budget and day with their need."""
    if base.concern_text and not entry.concern_text and entry.concern_kind == base.concern_kind:
        entry = replace(entry, concern_kind="")
    asks = entry.wants_answer or entry.answers
    if base.wants_answer and not asks and entry.request_text == base.request_text:
        entry = replace(entry, request_text="", request_clock="")
    beside, before = (entry.need_budget, entry.need_right), (base.need_budget, base.need_right)
    if base.need_text and not entry.need_text and beside == before:
        entry = replace(entry, need_budget="", need_right=None)
    return entry


class Statement(NamedTuple):
    """A line that tells of no contact, only how a customer is, what changed there or what they need: of which
    account, since when, and what. `text`: the line without the account it begins with."""

    account_id: int
    entry: Entry
    concern: str
    change: Change | None
    text: str
    need: Lack | None = None

    @property
    def said(self) -> str:
        """The text that a concern is opened with."""
        return first_words(self.text, CONCERN_FIELD - 1)

    @property
    def fact(self) -> str:
        """The kind of what it states, in reasons."""
        return CHANGE if self.change else NEED if self.need else CONCERN


def stated(reading: Reading) -> Statement | None:
    """None where a line tells of a contact, or of what may have been one; of several accounts, or more than
    one thing."""
    if reading.kind not in (LOG, CHAT) or reading.talks or reading.certain or len(reading.events) != 1:
        return None
    event = reading.events[0]
    entry = event.entry
    if entry.channel or entry.outcome or entry.minutes or entry.next_text or entry.promise_text:
        return None
    if not entry.account_ids or not {d.field for d in event.doubts} <= _OPEN_FIELDS:
        return None
    begins_with_it = entry.note != " ".join(reading.typed.split())
    told = tidings(entry.note)
    if not told.states or not (begins_with_it or len(entry.account_ids) == 1):
        return None
    seen = told.change if told.change and told.change.kind == COMPETITOR else None
    if seen and not seen.name:
        return None  # which one is asked
    if reading.kind == LOG and not (seen and entry.note.strip(" :,").startswith(seen.text)):
        return None  # "spoke to them": perhaps a contact
    if len(entry.account_ids) > 1 + bool(told.change and told.change.name):
        return None
    return Statement(entry.account_ids[0], entry, told.concern, told.change, entry.note, told.need)


def standing(statement: Statement, record: Record) -> Concern | changed.Change | Need | None:
    """What the record holds of a statement already: an open concern of that kind, the same change, nearly the
    same need."""
    if statement.need:
        return _needed(statement.need, statement.entry, record)
    if statement.change:
        return _noted(statement.change, statement.entry, record)
    there = open_concerns(record, statement.entry.on)
    return next((c for c in there if c.kind == statement.concern), None)


def same(statement: Statement, there: Concern | changed.Change | Need) -> bool:
    """Whether what stands is the same told again: a change and a need are, a concern where its words are."""
    if not isinstance(there, Concern):
        return True
    return fold(there.text).rstrip(" .!。") == fold(statement.said).rstrip(" .!。")


def tells(reading: Reading) -> bool:
    """Whether a line without a word of contact tells something of one account that is worth being asked
    about."""
    if reading.talks or len(reading.events) != 1 or len(reading.events[0].entry.account_ids) != 1:
        return stated(reading) is not None
    return tidings(reading.events[0].entry.note) != NOTHING
