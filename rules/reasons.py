"""Why to call an account today: REASONS, best first, each a function that lies with its fact. A reason may
bring a question.

A function gets the record, the date and what the workspace knows (Context); it returns None when its facts
don't hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from .cadence import own_cadence
from .context import Context, Reason
from .facts import (
    celebrations,
    changes,
    concerns,
    handoffs,
    insights,
    milestones,
    needs,
    next_steps,
    notes,
    orders,
    people,
    promises,
    renewals,
    requests,
    strain,
    unanswered,
    upsells,
)
from .phrase import Days, say
from .records import Record

REASONS: tuple[Callable[[Record, date, Context], Reason | None], ...] = (
    promises.promise_due,
    requests.request_open,
    concerns.concern_open,
    handoffs.first_touch,
    next_steps.next_step_passed,
    renewals.renewal_day_passed,
    unanswered.too_much,
    unanswered.nobody_answers,
    renewals.renewal_near,
    changes.changed_there,
    insights.notice_due,
    strain.revive,
    people.champion_left,
    needs.need_unmet,
    upsells.step_late,
    orders.usual_order_late,
    celebrations.birthday_near,
    celebrations.anniversary_near,
    people.reshuffled,
    milestones.step_due,
    orders.same_package,
    insights.insight_posted,
    notes.said_last,
)


OVERDUE = "overdue"  # the kind of what always holds, which says the days without contact itself


def overdue(record: Record, on: date, context: Context) -> Reason:
    """What always holds: how long they have not heard from us."""
    last = record.last_touch(on)
    if last is None:
        return Reason(OVERDUE, say("never touched."), say("What did you hope for when you chose us?"))
    silent, cadence = (
        (on - last.on).days,
        own_cadence(record.account.tier, record.account.cadence_days, context.policy),
    )
    if silent:
        why = say("no contact for {silent}, cadence {cadence}.", silent=Days(silent), cadence=cadence)
    else:
        why = say("touched today, cadence {cadence}.", cadence=cadence)
    return Reason(OVERDUE, why, say("What are you working on this quarter?"))


def best_reason(record: Record, on: date, context: Context) -> Reason:
    """The first reason that holds, else how long there was no contact."""
    best = next((r for reason in REASONS if (r := reason(record, on, context))), None)
    return _warned(best or overdue(record, on, context), record, on, context)


def place_reason(record: Record, on: date, context: Context, brings: str) -> Reason:
    """The reason for a place in the morning message: one of the kind that brought the account there
    (`brings`), else the first that holds and is not of the kind that its last appearance gave, nor an
    insight that it heard of; the same again only where no other holds, or where it warns of too much."""
    heard = set(record.insights_told)
    context = replace(context, insights=tuple(i for i in context.insights if i.id not in heard))
    holds = [r for reason in REASONS if (r := reason(record, on, context))]
    brought = [r for r in holds if r.kind == brings]
    others = [r for r in holds if r.kind != record.last_told or r.kind == unanswered.TOO_MUCH]
    best = next(iter(brought or others or holds), None) or overdue(record, on, context)
    return _warned(best, record, on, context)


def _warned(reason: Reason, record: Record, on: date, context: Context) -> Reason:
    """A reason that comes before it, with the word that one more contact may be too much."""
    warns = None if reason.kind == unanswered.TOO_MUCH else unanswered.too_much(record, on, context)
    if warns is None:
        return reason
    return replace(reason, why=say("{why} But {warning}", why=reason.why, warning=warns.why))
