"""Facts with days of their own, a line each: when they want a place, when "Also today" names them, what time
alone changes.

The functions lie with their fact. Whoever looks, plans a morning or computes again reads the table, and knows
no fact by name. Working days are the owner's (`record.owner.workdays`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from .facts import (
    celebrations,
    concerns,
    goals,
    handoffs,
    insights,
    milestones,
    needs,
    next_steps,
    overrides,
    promises,
    referring,
    renewals,
    requests,
    strain,
    upsells,
)
from .phrase import Phrase
from .policy import Policy
from .records import Record

Day = Callable[[Record, date], date | None]


def _never(record: Record, on: date) -> None:
    return None


def _nothing(record: Record, first: date, last: date) -> tuple[()]:
    return ()


class Dated(NamedTuple):
    """`kind` names the reason that it brings (rules/reasons.py) and stands in stored mornings. `wants`:
    the day that is reached and not answered yet, else the next one after `on`. `also`: the next day, `on`
    included, of the line "Also today", and `says` what stands there, so that it reads on after the
    account's name. `turns`: days of first..last from which the account's cadence or health may be another
    by time alone, beside those that its factor names. `switch`: the setting, on or off, without which the
    fact does not count; empty for one that always does. `under`: in place of `wants`, of a fact that rests on
    the settings. `of`: the field of a Record without which it wants and names nothing: an account that has
    none is not asked."""

    kind: str
    wants: Day = _never
    also: Day = _never
    says: Callable[[Record, date], Phrase | None] = _never
    turns: Callable[[Record, date, date], Iterable[date]] = _nothing
    switch: str = ""
    under: Callable[[Record, date, Policy], date | None] | None = None
    of: str = ""

    def day(self, record: Record, on: date, policy: Policy) -> date | None:
        """The day on which it wants a place."""
        return self.under(record, on, policy) if self.under else self.wants(record, on)


DATED: tuple[Dated, ...] = (  # in the order in which they take places
    # takes none, named first
    Dated(next_steps.FACT, also=next_steps.prepare_on, says=next_steps.coming, of="next_step"),
    Dated("promise", promises.wants, of="promises"),
    Dated("request", requests.wants, of="requests"),
    Dated("concern", concerns.wants, of="concerns"),
    Dated("renewal", renewals.mark, renewals.also_on, renewals.says, renewals.turns),
    Dated(milestones.FACT, milestones.wants, of="milestones"),
    Dated("introduced", handoffs.wants, of="handoffs"),
    Dated(needs.FACT, needs.wants, of="needs"),
    Dated(upsells.FACT, upsells.wants, of="upsells"),
    Dated(goals.FACT, goals.wants, of="goals"),
    Dated(referring.FACT, referring.wants, of="referrals"),
    Dated(insights.NOTICE),  # stands on no record: the morning asks for it (scheduler/telling.py)
    Dated("strained", under=strain.wants),
    Dated(
        celebrations.BIRTHDAY,
        also=celebrations.birthday_on,
        says=celebrations.birthdays,
        switch="birthdays",
        of="contacts",
    ),
    Dated(celebrations.ANNIVERSARY, also=celebrations.anniversary_on, says=celebrations.anniversary),
    Dated(overrides.FACT, turns=overrides.turns),
)
SEEDED = Policy()


def counting(policy: Policy) -> list[Dated]:
    """The facts that count under these settings."""
    return [fact for fact in DATED if not fact.switch or getattr(policy, fact.switch)]


def wanted(record: Record, on: date, policy: Policy = SEEDED) -> list[tuple[str, date]]:
    """The kinds of the dated facts that want a place, each with its day, reached or to come."""
    return [
        (fact.kind, day)
        for fact in counting(policy)
        if (fact.wants is not _never or fact.under)
        and (not fact.of or getattr(record, fact.of))
        and (day := fact.day(record, on, policy)) is not None
    ]


def wants(record: Record, on: date, policy: Policy = SEEDED) -> list[date]:
    """Their days alone."""
    return [day for _, day in wanted(record, on, policy)]


def brings(record: Record, on: date, policy: Policy = SEEDED) -> str:
    """The kind of the first dated fact whose day is reached; empty when there is none."""
    return first_reached(wanted(record, on, policy), on)


def first_reached(days_of: Iterable[tuple[str, date]], on: date) -> str:
    """The same of what is `wanted`."""
    return next((kind for kind, day in days_of if day <= on), "")


def rank(kind: str) -> int:
    """The place of a kind among dated ones; behind them all for one that is none."""
    return next((n for n, fact in enumerate(DATED) if fact.kind == kind), len(DATED))


def also(record: Record, on: date, policy: Policy = SEEDED) -> list[date]:
    """The next days on which "Also today" names the account. It names nobody who is not to be called that
    day."""
    return [day for _, day in _also(record, on, policy)]


def _also(record: Record, on: date, policy: Policy) -> list[tuple[str, date]]:
    account = record.account
    if account.stands(on) != "active" or account.served_through_parent:
        return []
    return [
        (fact.kind, day)
        for fact in counting(policy)
        if fact.also is not _never
        and (not fact.of or getattr(record, fact.of))
        and (day := fact.also(record, on))
        and day >= (account.snoozed_until or day)
    ]


def named(record: Record, on: date, policy: Policy = SEEDED) -> list[str]:
    """The kinds for which "Also today" names the account on a date."""
    return [kind for kind, day in _also(record, on, policy) if day == on]


def says(kind: str, record: Record, on: date, policy: Policy = SEEDED) -> Phrase | None:
    """What "Also today" says of an account, seen on a date; None once it no longer holds."""
    return next((fact.says(record, on) for fact in counting(policy) if fact.kind == kind), None)


def turns(record: Record, first: date, last: date, policy: Policy = SEEDED) -> list[date]:
    """Days of first..last from which time alone may have changed something."""
    return [day for fact in counting(policy) for day in fact.turns(record, first, last)]
