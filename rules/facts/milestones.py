"""The steps of onboarding: their share of health, the day on which a late one wants a call, its reason, who
says what becomes of one.

A step moves no cadence (source: DOMAIN, Words; Health; Nudges).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ..access import Caller, may_change
from ..appearances import wanted_on
from ..calendar import on_or_after_working_day
from ..context import Context, Reason
from ..parts import Part, each_day
from ..phrase import Days, Phrase, count, say
from ..policy import Policy
from ..records import Record, days
from . import renewals
from .entries import MOST_AHEAD
from .milestone import Milestone
from .notes import first_words
from .onboarding import in_order

FACT = "milestone"  # its kind, in reasons and stored mornings
WORST = 15  # days late: more than 14 earn nothing
SOON = 7  # days ahead from which a step is a reason to call
NONE_LATE = Part(1.0, say("no onboarding step late"))
FIELD = 200
"""Characters of a step that is typed."""
MOST_BACK = days(366)  # a stage that started longer ago is told by a file


def open_steps(record: Record, on: date) -> list[Milestone]:
    """Those that were open at the end of a day, the first due first."""
    return in_order((m for m in record.milestones if m.open_on(on)), on)


def steps_in_time(record: Record, on: date) -> Part | None:
    """Full when no step is late, none with one over 14 days late; between them linear. Unknown until one was
    recorded."""
    if not any(m.begun_by(on) and not m.dropped for m in record.milestones):
        return None
    late = [(n, m) for m in record.milestones if (n := m.late_on(on))]
    if not late:
        return NONE_LATE
    longest, worst = max(late, key=lambda x: (x[0], -x[1].id))
    why = count(
        "onboarding step “{step}” {late} late",
        "{count} onboarding steps late, “{step}” by {late}",
        len(late),
        step=named(worst),
        late=Days(longest),
    )
    return Part(max(1 - longest / WORST, 0.0), why, say("do the late step, or agree on a new date"))


def onboarding_and_renewal(record: Record, on: date, policy: Policy) -> Part | None:
    """The worse of its two sides, as far as they are known."""
    renewal, steps = renewals.before_renewal(record, on), steps_in_time(record, on)
    if renewal is None or steps is None:
        return renewal or steps
    return steps if steps.share < renewal.share else renewal


def turns(record: Record, first: date, last: date) -> list[date]:
    """Those of the renewal; when a step begins, is moved or closed, and each day of its lateness until it
    can't count for less."""
    turning = renewals.renewal_turns(record, first, last)
    begun = min((m.started_on or date.min for m in record.milestones if not m.dropped), default=date.min)
    if first <= begun <= last:
        turning.append(begun)  # since then they are known
    for m in record.milestones:
        dues = [due for due in (m.due_on, *(due for _, due in m.moved)) if due]
        if not dues or min(dues) >= last or (m.done_on and (m.done_on < first or m.done_on <= min(dues))):
            continue  # not late on any of these days
        acts = (m.started_on, m.done_on, *(day for day, _ in m.moved))
        turning += (day for day in acts if day and first <= day <= last)
        for due in dues:
            turning += each_day(due, WORST, first, min(m.done_on or last, last))
    return turning


def wants(record: Record, on: date) -> date | None:
    """The day from which the open step that comes first is late, moved to a working day. Once it was shown,
    it returns as any appearance does; after a touch that did not settle it, it rests as after one
    appearance."""
    there = (m.due_as_of(on) for m in record.milestones if m.open_on(on))
    return min((_wants(record, due, on) for due in there if due), default=None)


def _wants(record: Record, due: date, on: date) -> date:
    day = on_or_after_working_day(due + days(1), record.owner.workdays)
    return wanted_on(record, day, FACT, on)


def step_due(record: Record, on: date, context: Context) -> Reason | None:
    """A step that is late, or due within a week."""
    step = next((m for m in open_steps(record, on) if m.due_as_of(on) and m.begun_by(on)), None)
    due = step.due_as_of(on) if step else None
    if step is None or due is None or (due - on).days > SOON:
        return None
    name, left = named(step), (due - on).days
    if left < 0:
        why = say("onboarding step “{step}” was due {on}, {late} late.", step=name, on=due, late=Days(-left))
        return Reason(
            FACT, why, say("What keeps it from being done, and who can decide that?"), about=step.id
        )
    if left == 0:
        why = say("onboarding step “{step}” is due today.", step=name)
    else:
        why = say("onboarding step “{step}” is due {on}, in {left}.", step=name, on=due, left=Days(left))
    return Reason(FACT, why, say("What do you need from us so that it is done by then?"), about=step.id)


def named(step: Milestone) -> str:
    """What is to be done, in a line; a text whose time has passed is gone."""
    return first_words(step.step, 120) or "a step"


def may_answer(caller: Caller, step: Milestone, owner_id: int, team: Collection[int]) -> Phrase | None:
    """Whether somebody may say what becomes of it: whose step it is, and who may change the account."""
    if step.owner_id == caller.id or may_change(caller, owner_id, team) is None:
        return None
    return say(
        "Only the step's owner, the account's owner, its team and their managers can say what becomes of it."
    )


def start_error(on: date | None, today: date) -> Phrase | None:
    """Why a stage can't start on a day, as a sentence; None when it can."""
    if on is None:
        return say("From which day?")
    if not today - MOST_BACK <= on <= today + MOST_AHEAD:
        return say("Choose a day from a year ago on, within ten years.")
    return None


def due_error(on: date | None, today: date, holds: date | None) -> Phrase | None:
    """Why a date can't be a step's; None when it can. The one that holds may stay, though it has passed."""
    if on is None:
        return say("By which day?")
    if on != holds and not today <= on <= today + MOST_AHEAD:
        return say("Choose today or a day to come, within ten years.")
    return None


def done_error(on: date | None, today: date) -> Phrase | None:
    """Why a step can't have been done on a day; None when it can."""
    return say("That day is still to come.") if on and on > today else None
