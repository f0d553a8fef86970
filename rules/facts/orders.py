"""What an account orders: its usual order, and the package it has had for long."""

from __future__ import annotations

from datetime import date
from statistics import median

from ..calendar import months_between
from ..context import Context, Reason
from ..phrase import Days, say
from ..records import Record

OLD = 14  # months with the same package


def usual_order_late(record: Record, on: date, context: Context) -> Reason | None:
    """From 3 purchase days: late once the silence outgrows the usual gap by a quarter (at least 3 days). A
    refund is no order."""
    bought = sorted({m.on for m in record.movements if m.kind == "purchase" and m.minor > 0 and m.on <= on})
    if len(bought) < 3:
        return None
    usual = int(median((b - a).days for a, b in zip(bought, bought[1:], strict=False)))
    late = (on - bought[-1]).days - usual
    if usual < 7 or late < max(3, usual // 4):
        return None
    why = say("usually orders every {rhythm}, last on {on}.", rhythm=Days(usual), on=bought[-1])
    return Reason("usual order late", why, say("What changed since your last order?"))


def same_package(record: Record, on: date, context: Context) -> Reason | None:
    """Same package for 14 months; restarts only when package or service changes."""
    months = package_months(record, on)
    if months is None:
        return None
    return Reason(
        "same package",
        say("same package for {months} months.", months=months),
        say("What do you do today that you didn't when you chose it?"),
    )


def package_months(record: Record, on: date) -> int | None:
    """Months for which they have had the same package, from 14 on; None below, and where no service is on
    file."""
    changed, seen = record.account.started_on, set[str]()
    for m in sorted(record.movements, key=lambda m: m.on):
        if (
            m.on <= on
            and m.minor >= 0
            and m.kind in {"new", "expansion", "contraction", "purchase"}
            and (m.kind in {"new", "expansion", "contraction"} or m.service not in seen)
        ):
            changed = m.on
        seen.add(m.service)
    if changed is None or not record.account.services:
        return None
    months = months_between(changed, on)
    return months if months >= OLD else None
