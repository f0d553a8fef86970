"""Values for tests, with what matters said and the rest filled in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from rules.facts.aimed import Goal
from rules.facts.changed import Change
from rules.facts.introduced import Handoff
from rules.facts.milestone import Milestone
from rules.facts.movement import Movement
from rules.facts.needed import Need
from rules.facts.overridden import Override
from rules.facts.promised import Promise
from rules.facts.raised import Concern
from rules.facts.requested import Request
from rules.facts.touch import Touch
from rules.facts.upsell import Upsell
from rules.health import Trend, assess_with_trend
from rules.policy import Policy
from rules.records import Account, Contact, NextStep, Person, Record, Standing

TODAY = date(2026, 11, 18)  # a Wednesday without a holiday near
POLICY = Policy()


def days_ago(count: int) -> date:
    return TODAY - timedelta(days=count)


def in_days(count: int) -> date:
    return TODAY + timedelta(days=count)


def a_person(**given: Any) -> Person:
    return Person(
        **{
            "id": 1,
            "name": "Dana Reyes",
            "email": "dana@example.com",
            "zone": "UTC",
            "country": "US",
            **given,
        }
    )


def a_promise(due_on: date, **given: Any) -> Promise:
    seen = {
        "id": due_on.toordinal(),
        "account_id": 1,
        "by_id": 1,
        "text": "ROI numbers",
        "promised_on": days_ago(60),
    }
    return Promise(**{**seen, "due_on": due_on, **given})


def a_request(asked_on: date, **given: Any) -> Request:
    seen = {"id": asked_on.toordinal(), "account_id": 1, "by_id": 1, "text": "price for 40 seats"}
    return Request(**{**seen, "asked_on": asked_on, **given})


def a_step(due_on: date | None, **given: Any) -> Milestone:
    seen = {
        "id": due_on.toordinal() if due_on else 1,
        "account_id": 1,
        "stage": "first contract",
        "step": "Kick-off",
        "started_on": days_ago(60),
    }
    return Milestone(**{**seen, "due_on": due_on, **given})


def a_change(on: date, **given: Any) -> Change:
    """Of a file, unless it was noted."""
    return Change(
        **{"id": on.toordinal(), "account_id": 1, "by_id": 1, "kind": "acquired", "on": on, **given}
    )


def a_concern(raised_on: date, **given: Any) -> Concern:
    seen = {"id": raised_on.toordinal(), "account_id": 1, "by_id": 1, "text": "invoices are wrong"}
    return Concern(**{**seen, "raised_on": raised_on, "kind": "billing", **given})


def a_need(heard_on: date, **given: Any) -> Need:
    seen = {"id": heard_on.toordinal(), "account_id": 1, "by_id": 1, "text": "cold storage"}
    return Need(**{**seen, "heard_on": heard_on, **given})


def a_goal(said_on: date, **given: Any) -> Goal:
    seen = {"id": said_on.toordinal(), "account_id": 1, "by_id": 1, "text": "second plant live"}
    return Goal(**{**seen, "said_on": said_on, **given})


def a_plan(targeted_on: date, **given: Any) -> Upsell:
    """Of Dana (1)."""
    seen = {"id": targeted_on.toordinal(), "account_id": 1, "by_id": 1}
    return Upsell(**{**seen, "targeted_on": targeted_on, **given})


def a_handoff(since_on: date, **given: Any) -> Handoff:
    """From Dana (1) to Kim (2)."""
    who = {"id": 1, "account_id": 1, "by_id": 1, "giver_id": 1, "receiver_id": 2}
    named = {"giver": "Dana Reyes", "receiver": "Kim Cho"}
    return Handoff(**{**who, **named, "since_on": since_on, **given})


def an_override(band: str = "healthy", **given: Any) -> Override:
    """By Dana (1), ten days ago for thirty."""
    seen = {"id": 1, "account_id": 1, "by_id": 1, "by": "Dana Reyes", "reason": "they renewed by phone"}
    span = {"from_on": days_ago(10), "until_on": in_days(20)}
    return Override(**{**seen, **span, "band": band, **given})


def a_touch(on: date, **given: Any) -> Touch:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    seen = {
        "id": on.toordinal(),
        "at": at,
        "on": on,
        "by_id": 1,
        "by_name": "Dana Reyes",
        "channel": "call",
        "purpose": "shared_insight",
        "note": "the numbers",
    }
    return Touch(**{**seen, **given})


def an_account(
    last_touch: date | None = None,
    touches: list[Touch] | None = None,
    contacts: tuple[Contact, ...] = (),
    next_step: NextStep | None = None,
    movements: tuple[Movement, ...] = (),
    nudged: tuple[date, ...] = (),
    owner: Person | None = None,
    standings: tuple[Standing, ...] | None = None,
    last_told: str = "",
    last_told_on: date | None = None,
    insights_told: tuple[int, ...] = (),
    reasons_told: tuple[tuple[str, date], ...] = (),
    promises: tuple[Promise, ...] = (),
    requests: tuple[Request, ...] = (),
    milestones: tuple[Milestone, ...] = (),
    changes: tuple[Change, ...] = (),
    concerns: tuple[Concern, ...] = (),
    needs: tuple[Need, ...] = (),
    goals: tuple[Goal, ...] = (),
    upsells: tuple[Upsell, ...] = (),
    handoffs: tuple[Handoff, ...] = (),
    overrides: tuple[Override, ...] = (),
    **given: Any,
) -> Record:
    seen: dict[str, Any] = {
        "id": 1,
        "name": "Acme",
        "tier": "A",
        "owner_id": 1,
        "added_on": days_ago(400),
        "exists_on": days_ago(400),
        "annual": 8_400_000,
    }
    account = Account(**{**seen, **given})
    if touches is None:
        touches = [a_touch(last_touch)] if last_touch else []
    stood = standings or (
        Standing(
            account.exists_on,
            account.owner_id,
            account.tier,
            status=account.status,
            cadence_days=account.cadence_days,
            served_through_parent=account.served_through_parent,
            until=account.paused_until,
        ),
    )
    return Record(
        account,
        owner or a_person(),
        tuple(sorted(touches, key=lambda t: t.at, reverse=True)),
        contacts=contacts,
        next_step=next_step,
        movements=movements,
        standings=stood,
        nudged=nudged,
        last_told=last_told,
        last_told_on=last_told_on,
        insights_told=insights_told,
        reasons_told=reasons_told,
        promises=promises,
        requests=requests,
        milestones=milestones,
        changes=changes,
        concerns=concerns,
        needs=needs,
        goals=goals,
        upsells=upsells,
        handoffs=handoffs,
        overrides=overrides,
    )


def trend(record: Record, on: date, policy: Policy) -> Trend:
    """How the score moved, as a card is told it."""
    return assess_with_trend(record, on, policy)[1]
