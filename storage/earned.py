"""What accounts brought, as movements of which purchases are put together: a digest asks them by the year
alone, so that an account that buys each week costs no more than one that bought once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from sys import intern
from typing import Any

from sqlalchemy import bindparam, case, func, select
from sqlmodel import Session

from rules.facts.movement import SIGN, Movement
from rules.policy import Policy
from rules.revenue import year_before

from .reading import Asking, Of, R

PURCHASE = "purchase"
PART = 1 << 31
"""Sums are of two parts each, whole ones of so many and what is left: the amounts of many years may be more
together than SQLite adds up."""


def earned(
    session: Session, ids: Sequence[int], policy: Policy, days: Collection[date], singly: Collection[int] = ()
) -> dict[int, tuple[Movement, ...]]:
    """Movements of each account, as far as figures of these one or two days ask them: recurring ones as they
    are; purchases in one movement for each span that no year before one of the days begins or ends in,
    dated at its end. Those of accounts read `singly`, and those in a currency that is converted one by one,
    stay as they are. Sums over these years come out the same, and whether there was anything; the service
    of a purchase is lost, and so is what came after the days."""
    ask, brought = Asking(session, ids), defaultdict[int, list[Movement]](list)
    for account, day, kind, amount, currency, service in ask(_RECURRING):
        brought[account].append(Movement(day, intern(kind), amount, intern(currency), intern(service)))
    converted = sorted(policy.rates.keys() - {policy.currency, ""})
    ends = sorted(day for of in (min(days), max(days)) for day in _years(of))
    values = {"converted": converted, **{f"end{n}": day for n, day in enumerate(ends)}}
    if together := [i for i in ids if i not in singly]:
        for account, currency, span, parts, rest, some in Asking(session, together)(_PURCHASES, **values):
            if some:
                amount = int(parts) * PART + int(rest)
                amounts = [amount] if amount else [1, -1]  # bought and given back: it was there
                brought[account] += [
                    Movement(ends[span], PURCHASE, minor, intern(currency)) for minor in amounts
                ]
    for those, query in ((sorted(singly), _ALL), (together if converted else (), _CONVERTED)):
        for account, day, kind, amount, currency, service in (
            Asking(session, those)(query, **values) if those else ()
        ):
            brought[account].append(Movement(day, intern(kind), amount, intern(currency), intern(service)))
    return {account: tuple(moves) for account, moves in brought.items()}


def _years(on: date) -> tuple[date, date, date]:
    year = year_before(on)
    return year_before(year), year, on


_COLUMNS = (R.c.account_id, R.c.on, R.c.kind, R.c.amount, R.c.currency, R.c.service)
_BOUGHT = R.c.kind == PURCHASE
_ENDS: list[Any] = [bindparam(f"end{n}") for n in range(6)]
_SPAN = case(*((R.c.on <= end, n) for n, end in enumerate(_ENDS)))
_OWN = R.c.currency.not_in(bindparam("converted", expanding=True))
_OTHER = R.c.currency.in_(bindparam("converted", expanding=True))
_IN_ORDER = (R.c.on, R.c.id)
_RECURRING = Of(select(*_COLUMNS).where(R.c.kind.in_(list(SIGN))).order_by(*_IN_ORDER), R.c.account_id)
_ALL = Of(select(*_COLUMNS).where(_BOUGHT).order_by(*_IN_ORDER), R.c.account_id)
_CONVERTED = Of(select(*_COLUMNS).where(_BOUGHT, _OTHER).order_by(*_IN_ORDER), R.c.account_id)
_PURCHASES = Of(
    select(
        R.c.account_id,
        R.c.currency,
        _SPAN.label("span"),
        func.sum(R.c.amount // PART).label("parts"),
        func.sum(R.c.amount % PART).label("rest"),
        func.sum(case((R.c.amount != 0, 1), else_=0)).label("some"),
    )
    .where(_BOUGHT, R.c.on <= _ENDS[-1], _OWN)
    .group_by(R.c.account_id, R.c.currency, _SPAN),
    R.c.account_id,
)
