"""Dates, money and counts in the reader's own way; and the words of the field as they stand on screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time
from babel.numbers import format_decimal, get_currency_precision, parse_pattern

from rules.access import sees_costs
from rules.calendar import local_date, zone_of
from rules.facts.entries import Entry
from rules.facts.touch import Touch, promotes
from rules.phrase import Days, Money, Phrase, Share, Value
from rules.records import Person

CHANNEL = {
    "call": "call",
    "meeting": "meeting",
    "video": "video call",
    "visit": "visit",
    "email": "e-mail",
    "message": "message",
    "event": "event",
    "gift": "gift",
}
A_CHANNEL = {channel: f"{'an' if name[0] in 'aeio' else 'a'} {name}" for channel, name in CHANNEL.items()}
OUTCOME = {
    "reached": "reached",
    "sent": "sent, no reply yet",
    "left_message": "left a message",
    "no_show": "no-show",
}
PROMOTED = "they promoted us"
PURPOSE = {
    "solved_problem": "Solved a problem",
    "shared_insight": "Shared an insight",
    "delivered_result": "Delivered a result",
    "explored_need": "Explored a need",
    "challenged": "Challenged them",
    "introduced": "Introduced somebody",
    "celebrated": "Celebrated",
    "resolved_concern": "Resolved a concern",
    "onboarding": "Onboarding",
    "check_in": "Check-in",
}
SENTIMENT = {"happy": "🙂 happy", "neutral": "😐 neutral", "worried": "🙁 worried"}
BAND_MARK = {"healthy": "🟢", "watch": "🟡", "at risk": "🔴", "not enough known": "⚪", "churned": "⚫"}
BAND = {
    "healthy": "Healthy",
    "watch": "Watch",
    "at risk": "At risk",
    "not enough known": "Not enough known",
    "churned": "Churned",
}


def what_came(of: Touch | Entry) -> str:
    """What came of a contact, in words; empty where somebody was reached."""
    if promotes(of.channel, of.direction, of.outcome):
        return PROMOTED
    return "" if of.outcome == "reached" else OUTCOME[of.outcome]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads: `locale` as Slack gives it (en-US), `zone` IANA, `today` their local date, `currency` of
    figures. `sees_costs`: whether costs and margins are for them (rules/access.py); `is_admin`: whether the
    settings are."""

    locale: str = "en-US"
    zone: str = "UTC"
    today: date = date(2000, 1, 1)
    currency: str = "USD"
    sees_costs: bool = False
    is_admin: bool = False

    @classmethod
    def of(cls, person: Person, now: datetime, currency: str) -> Viewer:
        today = local_date(now, person.zone)
        return cls(person.locale, person.zone, today, currency, sees_costs(person), person.is_admin)

    def as_of(self, on: date) -> Viewer:
        """The same reader of what was computed for a date: the one day that all of it is said from."""
        return self if on == self.today else replace(self, today=on)

    def day(self, on: date) -> str:
        """23 Oct, Oct 23, 10月23日; with the year unless it is near."""
        near = abs((on - self.today).days) < 300
        return _day(on, "MMMd" if near else "yMMMd", self.locale)

    def weekday(self, on: date) -> str:
        return _day(on, "MMMEd", self.locale)

    def ahead(self, on: date) -> str:
        """A day to come: with its weekday, by which people mean it, while it is near."""
        return self.weekday(on) if 0 < (on - self.today).days <= 30 else self.day(on)

    def month(self, first: date) -> str:
        return _day(first, "MMMyy" if first.month == 1 else "MMM", self.locale)

    def local(self, at: datetime) -> date:
        return local_date(at, self.zone)

    def clock(self, at: datetime) -> str:
        return str(format_time(at.astimezone(zone_of(self.zone)), "short", locale=_locale(self.locale)))

    def money(self, minor: int | None, currency: str = "") -> str:
        """Whole units of money; "revenue unknown" for None."""
        if minor is None:
            return "revenue unknown"
        return _money(minor, currency or self.currency, self.locale)

    def value(self, value: Value) -> str:
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Money):
            return self.money(value.minor, value.currency)
        if isinstance(value, Days):
            return count(value.count, "day")
        if isinstance(value, Share):
            return fine(value.value)
        if isinstance(value, int) and abs(value) >= 1000:
            return str(format_decimal(value, locale=_locale(self.locale)))
        return self.plain(value) if isinstance(value, Phrase) else str(value)

    def plain(self, phrase: Phrase) -> str:
        """A phrase with its values in the reader's way; not escaped."""
        values = dict(phrase.values)
        message = phrase.one if phrase.one and values.get("count") == 1 else phrase.message
        return message.format(**{name: self.value(value) for name, value in values.items()})


@lru_cache(maxsize=256)
def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en", "US")


@lru_cache(maxsize=20_000)
def _day(on: date, skeleton: str, locale: str) -> str:
    return str(format_skeleton(skeleton, on, locale=_locale(locale)))


def _money(minor: int, currency: str, locale: str) -> str:
    amount = round(minor / _minor_units(currency))
    digits = str(abs(amount))
    return _places(len(digits), amount < 0, currency, locale).format(*digits)


@lru_cache(maxsize=256)
def _minor_units(currency: str) -> int:
    return int(10 ** get_currency_precision(currency))


@lru_cache(maxsize=4096)
def _places(digits: int, below: bool, currency: str, locale: str) -> str:
    """What a whole amount of so many digits looks like, with a place for each digit: nearly every account
    brings another amount, and all that differs in it is its digits."""
    own = _locale(locale)
    shape = parse_pattern(own.currency_formats["standard"].pattern)
    shape.frac_prec = (0, 0)
    ones = int("1" * digits) * (-1 if below else 1)
    said = str(shape.apply(ones, own, currency=currency, currency_digits=False))
    return said.replace("{", "{{").replace("}", "}}").replace("1", "{}")


def count(number: int, one: str, many: str = "") -> str:
    """1 account, 2 accounts."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def duration(minutes: int) -> str:
    """45 min, 2 h, 2 h 10."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours:,} h {rest:02d}" if rest else f"{hours:,} h"


def points(share: float | None) -> int:
    """A share as whole points of a hundred; 0 for None."""
    return round((share or 0) * 100)


def percent(share: float | None) -> str:
    return "–" if share is None else f"{round(share * 100)} %"


def fine(share: float) -> str:
    """Per cent, with a digit behind the point where the whole ones would hide it: 0.6 %, 7.5 %, 93 %."""
    shown = round(share * 100, 1)
    return f"{shown:.1f} %" if abs(shown) < 10 and shown != round(shown) else f"{round(share * 100)} %"


def part(share: float | None) -> float | None:
    """A share of a whole as it may be shown, 0..1: refunds beyond the purchases leave none."""
    return None if share is None else min(max(share, 0.0), 1.0)


def listed(names: Iterable[str], most: int = 3) -> str:
    """Acme, Globex, Initech and 2 more."""
    all_of = list(names)
    more = len(all_of) - most
    return ", ".join(all_of[:most]) + (f" and {more} more" if more > 0 else "")
