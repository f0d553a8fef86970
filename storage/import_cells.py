"""Cells of a file: what each may hold, and its value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from babel.numbers import get_currency_precision

from rules.calendar import is_zone
from rules.records import CHANNELS, CONTACT_ROLES, DIRECTIONS, MOVEMENTS, OUTCOMES, PURPOSES, SEGMENTS, SENTIMENTS, STATUSES, TIERS

Check = Callable[[str], str | None]


def _one_of(known: Sequence[str]) -> Check:
    allowed = frozenset(known)
    return lambda v: None if v in allowed else f"is none of: {', '.join(known)}."


@cache
def _date_error(value: str) -> str | None:
    return None if as_date(value) else "is no date such as 2026-11-22."


@lru_cache(maxsize=100_000)
def _instant_error(value: str) -> str | None:
    if as_date(value):
        return None
    at = as_instant(value)
    return None if at and at.tzinfo else "is no date, nor an instant with its offset such as 2026-11-22T09:30:00+01:00."


@cache
def _email_error(value: str) -> str | None:
    return None if "@" in value[1:-1] and " " not in value else "is no e-mail address."


@lru_cache(maxsize=100_000)
def _amount_error(value: str) -> str | None:
    return None if as_decimal(value) is not None else "is no amount such as 1200.50."


def _minutes_error(value: str) -> str | None:
    return None if value.isdigit() and 0 <= int(value) <= 1440 else "is no number of minutes from 0 to 1440."


def _currency_error(value: str) -> str | None:
    return None if len(value) == 3 and value.isascii() and value.isalpha() else "is no currency such as USD."


def _birthday_error(value: str) -> str | None:
    return _date_error(value) and _date_error(f"2000-{value.lstrip('-')}") and "is no day such as 1980-05-12 or 05-12."


CHECKS: dict[str, dict[str, Check]] = {
    "people": {"email": _email_error, "role": _one_of(("rep", "manager", "admin")), "manager_email": _email_error,
               "timezone": lambda v: None if is_zone(v) else "is no time zone such as Europe/Berlin."},
    "accounts": {"owner_email": _email_error, "tier": _one_of(TIERS), "segment": _one_of(SEGMENTS), "annual_revenue": _amount_error,
                 "currency": _currency_error, "margin": _amount_error, "started_on": _date_error, "renews_on": _date_error,
                 "status": _one_of(STATUSES)},
    "contacts": {"role": _one_of(CONTACT_ROLES), "birthday": _birthday_error, "left_on": _date_error},
    "touches": {"by_email": _email_error, "at": _instant_error, "channel": _one_of(CHANNELS), "direction": _one_of(DIRECTIONS),
                "outcome": _one_of(OUTCOMES), "purpose": _one_of(PURPOSES), "minutes": _minutes_error,
                "sentiment": _one_of(SENTIMENTS)},
    "revenue": {"on": _date_error, "kind": _one_of(MOVEMENTS), "amount": _amount_error, "currency": _currency_error},
}  # fmt: skip


@lru_cache(maxsize=100_000)
def as_date(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def as_instant(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def as_decimal(value: str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 13 else None


@cache
def precision(currency: str) -> int:
    """Digits behind the point that a currency has: 2 for USD, 0 for JPY."""
    return int(get_currency_precision(currency or "USD"))


@lru_cache(maxsize=100_000)
def as_minor(value: str, currency: str) -> int | None:
    """An amount in major units as integer minor units; None when empty."""
    number = as_decimal(value) if value else None
    return None if number is None else round(number * 10 ** precision(currency))
