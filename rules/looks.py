"""A look back at an account on a past day: what health showed then, and what followed. Decides which days and
which accounts may be looked at; knows nothing of how well one told of the other (rules/worth.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from .facts.touches import YOUNG
from .health import assess
from .parts import WINDOW
from .policy import Policy
from .records import Record, days, within

AFTER = 90  # days in which something follows, or doesn't
BEFORE = WINDOW  # days of record that health looks back on
QUIETEST = 30  # days without a touch by anybody after which a record is taken to have broken off
QUIETEST_SALES = 90  # the same, of purchases
MOST_DATES = 36  # the newest: what was so longer ago tells of another company
BANDS = ("healthy", "watch", "at risk")
NO_BAND = "not enough known"


class Span(NamedTuple):
    """Days from `first` to `last`, both included, of which there is a record."""

    first: date
    last: date


class Look(NamedTuple):
    """An account on a day. `score` 0-100 under its ceiling and `band` as computed, whatever a person said;
    `silent`: days since the last meaningful touch, or since the account exists where there was none; `often`:
    meaningful touches in 180 days. What followed in 90 days: `unheard`, no meaningful touch; `churned`;
    `unbought`, no purchase, None of an account that never bought, or where purchases of these days are not in
    the record."""

    account_id: int
    score: int
    band: str
    silent: int
    often: int
    unheard: bool
    churned: bool
    unbought: bool | None


def spans(on: Iterable[date], quietest: int = QUIETEST) -> list[Span]:
    """What a record covers, from the days (ascending) on which anybody wrote something into it: more than so
    many days without are a hole in it, since a team that logs is never as quiet as that."""
    found: list[Span] = []
    for day in on:
        if found and (day - found[-1].last).days <= quietest:
            found[-1] = found[-1]._replace(last=day)
        else:
            found.append(Span(day, day))
    return found


def dates(covered: Sequence[Span], until: date) -> list[date]:
    """The first days of months that have 180 days of record before them and 90 after them, up to `until` (the
    last day that is over), ascending: the newest 36."""
    usable: list[date] = []
    for span in covered:
        first, last = span.first + days(BEFORE), min(span.last, until) - days(AFTER)
        day = first if first.day == 1 else month_after(first)
        while day <= last:
            usable.append(day)
            day = month_after(day)
    return usable[-MOST_DATES:]


def month_after(on: date) -> date:
    """The first day of the next month."""
    return date(on.year + on.month // 12, on.month % 12 + 1, 1)


def has_after(covered: Sequence[Span], on: date, until: date) -> bool:
    """Whether the 90 days after a day are in a record that had begun by then."""
    return any(s.first <= on and on + days(AFTER) <= min(s.last, until) for s in covered)


def is_looked_at(record: Record, on: date) -> bool:
    """Whether a day tells something of an account: active by itself on that day, and there for 30 days."""
    then = record.at(on).account
    return (
        record.stood(on)
        and then.stands(on) == "active"
        and not then.served_through_parent
        and then.exists_on <= on - days(YOUNG)
    )


def look(record: Record, on: date, policy: Policy, sales: Sequence[Span], until: date) -> Look | None:
    """A look at an account on a day, of a record that holds what followed, too; health is shown nothing of
    it. None where health had no score then, or the account is not looked at. `sales`: what the record of
    purchases covers; `until`: the last day that is over."""
    if not is_looked_at(record, on):
        return None
    health = assess(known_on(record, on), on, policy)
    if health.score is None:
        return None
    last = record.last_touch(on)
    bought = [m.on for m in record.movements if m.kind == "purchase" and m.minor > 0]
    asks_sales = any(day <= on for day in bought) and has_after(sales, on, until)
    return Look(
        record.account.id,
        health.score,
        health.computed,
        silent=(on - (last.on if last else record.account.exists_on)).days,
        often=within(record.reached_on, on - days(WINDOW), on),
        unheard=not within(record.reached_on, on + days(1), on + days(AFTER)),
        churned=any(on < day <= on + days(AFTER) for day in record.ends),
        unbought=not any(on < day <= on + days(AFTER) for day in bought) if asks_sales else None,
    )


def known_on(record: Record, on: date) -> Record:
    """A record without the touches and movements that came after a day: what is asked of a day counts by date
    anyway, and this holds it."""
    return replace(
        record,
        touches=tuple(t for t in record.touches if t.on <= on),
        movements=tuple(m for m in record.movements if m.on <= on),
    )
