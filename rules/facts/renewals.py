"""A renewal whose day has passed: whether it renewed is asked, not guessed, and what the answer may be."""

from __future__ import annotations

from datetime import date

from ..records import Account, days

AHEAD = days(3660)
"""A next renewal lies ten years ahead at most."""


def renewal_passed(account: Account, on: date) -> date | None:
    """The renewal day that has passed without a word on what became of it; None when there is none to ask about."""
    renews = account.renews_on
    return renews if account.stands(on) == "active" and renews is not None and renews < on else None


def next_renewal(renewed: date, today: date) -> date:
    """The first yearly day after today of a renewal (28 February where there is no 29th)."""
    year = max(renewed.year + 1, today.year)
    found = _in_year(renewed, year)
    return found if found > today else _in_year(renewed, year + 1)


def _in_year(on: date, year: int) -> date:
    try:
        return on.replace(year=year)
    except ValueError:
        return on.replace(year=year, day=28)


def next_error(on: date | None, today: date) -> str | None:
    """Why a date can't be the next renewal, as a sentence; None when it can."""
    if on is None:
        return "On which day does it renew next?"
    if not today < on <= today + AHEAD:
        return "Choose a day to come, within ten years."
    return None


def churn_error(left_on: date | None, reason: str, account: Account, today: date) -> tuple[str, str] | None:
    """What is missing to mark an account churned: (field, sentence); None when nothing is."""
    if not reason:
        return "reason", "Why did they leave? One line is enough."
    if left_on is None or left_on > today:
        return "left_on", "From which day? It can't lie ahead."
    if left_on < account.exists_on:
        return "left_on", "That is before they were a customer."
    return None
