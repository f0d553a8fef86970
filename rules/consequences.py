"""What follows from a change of an account, said before it is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from .cadence import due
from .editing import Edit, Values
from .loosening import keeps_slower, stands
from .phrase import Days, Money, Phrase, say
from .policy import Policy
from .records import Account, Record


def as_changed(account: Account, after: Values) -> Account:
    """An account as it would stand."""
    same = ("tier", "status", "status_reason", "cadence_days", "served_through_parent")
    new: dict[str, Any] = {c: after[c] for c in same if c in after}
    for column, known_as in (("paused_until", "paused_until"), ("renews_given", "renews_on")):
        if column in after:
            new[known_as] = date.fromisoformat(after[column]) if after[column] else None
    return replace(account, **new)


def consequences(record: Record, edited: Edit, on: date, policy: Policy) -> list[Phrase]:
    """What follows from a change, each a sentence."""
    account, new = record.account, as_changed(record.account, edited.after)
    said: list[Phrase] = []
    if "name" in edited.after:
        said.append(say("“{name}” goes on finding it.", name=account.name))
    status = edited.after.get("status")
    if status == "paused" and new.paused_until:
        said.append(say("Nobody is nudged until {until}; then it is due.", until=new.paused_until))
    elif status == "churned":
        said.append(_lost(record, edited.left_on or on, policy))
    elif status == "active" and account.status == "churned":
        said.append(say("It is a customer again, and comes back into the mornings."))
    if keeps_slower(stands(account), stands(new), policy):
        said.append(_keeps(new, policy))
    return [*said, *falls_due(record, replace(record, account=new), on, policy)]


def when_lost(record: Record, policy: Policy) -> Phrase:
    """What follows where it is churned from a day that is not chosen yet."""
    annual = record.account.annual
    if not annual:
        return say("It counts as lost from that day.")
    return say("Its {revenue} a year count as lost from that day.", revenue=Money(annual, policy.currency))


def _keeps(new: Account, policy: Policy) -> Phrase:
    return say(
        "It keeps its own cadence of {own}, where {tier} has {its}: whoever manages its owner reads that in "
        "the digest. Empty the cadence to follow the tier.",
        own=Days(new.cadence_days or 0),
        tier=new.tier,
        its=Days(policy.cadence(new.tier)),
    )


def _lost(record: Record, on: date, policy: Policy) -> Phrase:
    annual = record.account.annual
    if not annual:
        return say("It counts as lost from {on}.", on=on)
    return say("Its {revenue} a year count as lost from {on}.", revenue=Money(annual, policy.currency), on=on)


def falls_due(record: Record, new: Record, on: date, policy: Policy) -> list[Phrase]:
    """What changes of when it is due."""
    was, will = (due(r, on, policy, r.account.trouble) for r in (record, new))
    said: list[Phrase] = []
    if will.cadence != was.cadence and will.on is not None:
        now_is, before = Days(will.cadence), Days(was.cadence)
        said.append(say("A contact every {now} instead of {was}.", now=now_is, was=before))
    if will.on != was.on and new.account.status == "active":
        if will.on is None:
            said.append(say("It has no due date of its own any more."))
        elif was.on is None:
            said.append(say("Next due {on}.", on=will.on))
        else:
            said.append(say("Next due {on} instead of {was}.", on=will.on, was=was.on))
    return said
