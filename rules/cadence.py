"""When an account is due, and when somebody should next look at it. Dates only: local ones, in the owner's
zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from . import dated
from .appearances import returns_on
from .calendar import Workdays, add_working_days
from .facts.concerns import open_concerns
from .facts.renewals import renewal_uncovered
from .phrase import Days, Phrase, say
from .policy import Policy
from .records import Account, Person, Record, Tier, days

ENTERS_BEFORE = {"A": 2, "B": 2, "C": 5}  # working days before due
EVERY = "every"  # the kind of a due date's why that only names the cadence
STEPPED = "stepped"  # of one that names why the cadence is a step faster
FASTER: dict[Tier, Tier] = {"B": "A", "C": "B"}


@dataclass(frozen=True, slots=True)
class Due:
    """`on` is None for an account without a cadence (churned, served through its parent, paused without an
    end)."""

    on: date | None
    cadence: int
    own_cadence: int
    why: Phrase


def own_cadence(tier: Tier, override: int | None, policy: Policy) -> int:
    """Days of the account's own cadence: what it was given, else its tier's. Coverage and health use this
    one."""
    return override or policy.cadence(tier)


def stepped_cadence(record: Record, on: date, policy: Policy, trouble: bool) -> tuple[int, Phrase | None]:
    """The cadence that nudging uses, one step faster where DOMAIN asks for it, and why. `trouble`: see
    rules/health.py."""
    account = record.account
    own = own_cadence(account.tier, account.cadence_days, policy)
    why: Phrase | None = None
    if open_concerns(record, on):
        why = say("a concern is open", kind=STEPPED)
    elif trouble:
        why = say("there is trouble", kind=STEPPED)
    elif account.tier != "C" and renewal_uncovered(record, on):
        assert account.renews_on is not None
        why = say("it renews {on}", kind=STEPPED, on=account.renews_on)
    if why is None:
        return own, None
    faster = policy.cadence_fastest_days if account.tier == "A" else policy.cadence(FASTER[account.tier])
    return min(own, faster), why


def first_due(account: Account, cadence: int, workdays: Workdays) -> date:
    """Due date of an account that was never touched."""
    if account.started_on and account.added_on - days(30) <= account.started_on:
        return add_working_days(account.started_on, 3, workdays)
    spread = (
        account.id * 0.6180339887498949
    ) % 1  # golden ratio: neighbours in a file land far apart, evenly
    return account.added_on + days(1 + int(spread * cadence))


def due(record: Record, on: date, policy: Policy, trouble: bool = False) -> Due:
    """When the account is due, seen on the date `on`. Source: DOMAIN, Cadence: last meaningful touch +
    cadence."""
    record = record.at(on)
    account = record.account
    own = own_cadence(account.tier, account.cadence_days, policy)
    if account.status == "churned" or account.served_through_parent:
        return Due(
            None,
            own,
            own,
            why=say("churned") if account.status == "churned" else say("served through its parent"),
        )
    if account.status == "paused":
        return Due(account.paused_until, own, own, why=say("paused"))
    cadence, faster = stepped_cadence(record, on, policy, trouble=trouble)
    last = record.last_touch(on)
    why = faster or say("every {cadence}", kind=EVERY, cadence=Days(cadence))
    if last:
        when = last.on + days(cadence)
    else:
        when, why = first_due(account, cadence, record.owner.public_days), say("never touched")
    if account.paused_until and account.paused_until > when:
        when, why = account.paused_until, say("its pause ended")
    if account.not_needed_until and account.not_needed_until > when:
        when, why = (
            account.not_needed_until,
            say("no contact needed before {on}", on=account.not_needed_until),
        )
    return Due(when, cadence, own, why=why)


def came_due_on(record: Record, on: date, policy: Policy) -> date | None:
    """When the account came, or comes, due by its own cadence (a pause's end is a due date) and nothing else,
    seen on a date: coverage and health's ceilings ask this. None for one without a cadence. `record` is
    that day's (`Record.at`)."""
    last = record.last_touch(on)
    return came_due_since(record.account, record.owner, last.on if last else None, policy)


def came_due_since(account: Account, owner: Person, last_on: date | None, policy: Policy) -> date | None:
    """The same of an account whose last meaningful touch was on a day; None: never touched."""
    if account.status != "active" or account.served_through_parent:
        return None
    cadence = own_cadence(account.tier, account.cadence_days, policy)
    due_on = last_on + days(cadence) if last_on else first_due(account, cadence, owner.public_days)
    return after_pause(account, due_on)


def after_pause(account: Account, due_on: date) -> date:
    """A due date, or the end of a pause that ended later."""
    return max(due_on, account.paused_until or due_on)


def grace_ends(due_on: date, workdays: Workdays, policy: Policy) -> date:
    """The last day on which an account past its due date still counts as covered."""
    return add_working_days(due_on, policy.grace_working_days, workdays)


def wants_on(record: Record, on: date, policy: Policy, trouble: bool = False) -> date | None:
    """The date from which the account wants a place for its cadence, a next step or a pause's end:
    max(enters, returns).

    A next step ahead within one more cadence moves it to the day after the step. None for never.
    """
    record = record.at(on)
    account, workdays = record.account, record.owner.workdays
    due_now = due(record, on, policy, trouble=trouble)
    if due_now.on is None:
        return None
    enters = due_now.on
    if account.status == "active":
        enters = add_working_days(due_now.on, -ENTERS_BEFORE[account.tier], workdays)
        step = record.next_step
        if step and step.on and not step.done and step.on <= due_now.on + days(due_now.cadence):
            # a step far past is no plan any more: the cadence decides
            enters = step.on + days(1) if step.on >= on - days(due_now.cadence) else min(enters, on)
    return max(enters, returns_on(record) or enters)


class Look(NamedTuple):
    """From when an account wants a place (`on`; None for never), and for its cadence alone (`enters`, as
    `wants_on` says it); the dated facts that want one, with their days, where it is active."""

    on: date | None
    enters: date | None
    dated: Sequence[tuple[str, date]] | None = None


def look(record: Record, on: date, policy: Policy, trouble: bool = False) -> Look:
    """Max(enters, returns, snoozed until); a dated fact's day comes though cadence is kept or the account
    rests."""
    enters = first = wants_on(record, on, policy, trouble=trouble)
    if enters is None or first is None:
        return Look(None, None)
    there = None
    if record.account.stands(on) == "active":  # a pause holds dated facts back too
        there = dated.wanted(record, on, policy)
        first = min((first, *(day for _, day in there)))
    return Look(max(first, record.account.snoozed_until or first), enters, there)


def look_on(record: Record, on: date, policy: Policy, trouble: bool = False) -> date | None:
    """The date from which the account wants a place; None for never."""
    return look(record, on, policy, trouble=trouble).on


def read_on(record: Record, on: date, policy: Policy, trouble: bool = False) -> date | None:
    """The date on which the planner should read the account: when it wants a place, or "Also today" may
    name it."""
    first = look_on(record, on, policy, trouble=trouble)
    return first if first is None else min((first, *dated.also(record, on, policy)))
