"""Healthy, but nobody explored for half a year what they need or want to reach. Source: DOMAIN, Nudges,
reasons."""

from __future__ import annotations

from datetime import date

from ..context import Context, Reason
from ..health import assess
from ..phrase import Days, say
from ..records import Record, days

FACT = "not explored"
EXPLORED_FOR = days(180)


def nothing_explored(record: Record, on: date, context: Context) -> Reason | None:
    """An account known for as long, healthy, of which no touch explored a need in 180 days, and neither a
    need nor a goal was heard."""
    if _last_explored(record, on) >= on - EXPLORED_FOR:
        return None
    if (context.band or assess(record, on, context.policy).band) != "healthy":
        return None
    why = say("healthy, but nothing was explored for {long}.", long=Days(EXPLORED_FOR.days))
    return Reason(FACT, why, say("What do you want to reach this year that is still out of reach?"))


def _last_explored(record: Record, on: date) -> date:
    """The last day on which something was; else since when there is an account."""
    heard = [t.on for t in record.reached if t.purpose == "explored_need"]
    heard += [day for n in record.needs for day in (n.heard_on, n.explored_on) if day]
    heard += [g.said_on for g in record.goals]
    return max((day for day in heard if day <= on), default=record.account.exists_on)
