"""What accounts of a book hold beside their touches, each as much: contacts whom touches name, revenue, a
date of renewal, a next step, promises, requests, concerns, a stage of onboarding, changes, a need, a goal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from storage import tables

Row = dict[str, Any]
MONTHS = 12
PEOPLE = (("Cleo Stone", "champion"), ("Umar Ortiz", "buyer"), ("Ines Falk", "technical"))


def annual(account: int) -> int:
    """In cents: 6,010 dollars for the first."""
    return 600_000 + 1_000 * account


def renews_on(account: int, today: date) -> date:
    """A day of the next ten months."""
    return today + timedelta(days=20 + account * 7 % 300)


def rows(count: int, reps: int, today: date, now: datetime) -> Iterator[tuple[type[Any], Iterator[Row]]]:
    """Each table with its rows, for the accounts 1 to `count`, whose owners are `account % reps + 1`."""
    numbers = range(1, count + 1)
    yield tables.Contact, (row for n in numbers for row in _contacts(n, today))
    yield tables.Revenue, (row for n in numbers for row in _movements(n, today))
    yield tables.NextStep, (_next_step(n, n % reps + 1, today) for n in numbers)
    yield tables.Milestone, (row for n in numbers for row in _steps(n, today, now=now))
    yield (
        tables.Change,
        (row for n in numbers if n % 3 == 0 for row in _changes(n, n % reps + 1, today, now=now)),
    )
    yield tables.Promise, (row for n in numbers for row in _promises(n, n % reps + 1, today, now=now))
    yield tables.Request, (row for n in numbers for row in _requests(n, n % reps + 1, today, now=now))
    yield tables.Concern, (row for n in numbers for row in _concerns(n, n % reps + 1, today, now=now))
    yield tables.Need, (_need(n, n % reps + 1, today, now=now) for n in numbers)
    yield tables.Goal, (_goal(n, n % reps + 1, today, now=now) for n in numbers)


def name_contacts(connection: Connection) -> None:
    """Three touches of four name one contact of their account, in turns: known by their ids, which a database
    gives in the order of rows."""
    touch, contact = tables.table(tables.Touch), tables.table(tables.Contact)
    met = (contact.c.account_id == touch.c.account_id) & (
        contact.c.id % len(PEOPLE) == touch.c.id % len(PEOPLE)
    )
    named = (
        select(touch.c.id, contact.c.id, touch.c.workspace_id).join(contact, met).where(touch.c.id % 4 > 0)
    )
    into = ["touch_id", "contact_id", "workspace_id"]
    connection.execute(insert(tables.table(tables.TouchContact)).from_select(into, named))


def _contacts(account: int, today: date) -> Iterator[Row]:
    for name, role in PEOPLE:
        yield {
            "workspace_id": 1,
            "account_id": account,
            "name": name,
            "key": name.lower(),
            "email": f"{name.split()[0].lower()}@customer{account}.example",
            "title": role.title(),
            "role": role,
            "prefers": "call",
            "birthday": "",
            "added_on": today - timedelta(days=700),
            "left_on": None,
            "external_id": "",
        }


def _movements(account: int, today: date) -> Iterator[Row]:
    """A contract, renewed a year before its next renewal and expanded since; and a bill each month."""
    brings, renewed = annual(account), renews_on(account, today) - timedelta(days=365)
    contract = ((700, "new", brings - brings // 4), (110, "expansion", brings // 4))
    for ago, kind, amount in contract:
        yield _movement(account, today - timedelta(days=ago), kind, amount=amount)
    yield _movement(account, renewed, "renewal", amount=brings)
    for month in range(MONTHS):
        day = today - timedelta(days=5 + 30 * month)
        yield _movement(account, day, "purchase", amount=5_000 + 100 * ((account + 7 * month) % 40))


def _movement(account: int, on: date, kind: str, amount: int) -> Row:
    return {
        "workspace_id": 1,
        "account_id": account,
        "on": on,
        "kind": kind,
        "amount": amount,
        "currency": "USD",
        "service": "Core",
        "external_id": "",
    }


def _next_step(account: int, by: int, today: date) -> Row:
    return {
        "workspace_id": 1,
        "account_id": account,
        "by_id": by,
        "text": "show the buyer the figures",
        "on": today + timedelta(days=2 + account % 15),
        "batch": "",
        "done_at": None,
        "done_by_batch": "",
        "external_id": "",
    }


def _promises(account: int, by: int, today: date, now: datetime) -> Iterator[Row]:
    """One open, which falls due within two weeks, and one that was kept a day early."""
    promises = (
        ("the price list", 6, today + timedelta(days=account % 14), "open", None),
        ("a trial account", 60, today - timedelta(days=40), "kept", today - timedelta(days=41)),
    )
    for text, ago, due, state, done in promises:
        yield {
            "workspace_id": 1,
            "account_id": account,
            "by_id": by,
            "text": text,
            "promised_on": today - timedelta(days=ago),
            "first_due_on": None,
            "due_on": due,
            "state": state,
            "done_on": done,
            "moved": "",
            "external_id": "",
            "batch": "",
            "created_at": now,
        }


def _requests(account: int, by: int, today: date, now: datetime) -> Iterator[Row]:
    """One open, and one that was answered within hours."""
    for text, ago, took in (("a price for more seats", 1 + account % 3, None), ("a data sheet", 50, 3)):
        asked_at = now - timedelta(days=ago)
        answered_at = asked_at + timedelta(hours=took) if took else None
        yield {
            "workspace_id": 1,
            "account_id": account,
            "contact_id": None,
            "by_id": by,
            "text": text,
            "asked_on": today - timedelta(days=ago),
            "asked_at": asked_at,
            "answered_on": today - timedelta(days=ago) if took else None,
            "answered_at": answered_at,
            "answer_logged_at": answered_at,
            "external_id": "",
            "batch": "",
            "answer_batch": "",
            "created_at": asked_at,
        }


def _steps(account: int, today: date, now: datetime) -> Iterator[Row]:
    """A stage that runs: one step done, one that falls due within two weeks."""
    started = today - timedelta(days=20)
    for step, due, done in (
        ("Set up", started + timedelta(days=7), started + timedelta(days=6)),
        ("Users trained", today + timedelta(days=account % 14), None),
    ):
        yield {
            "workspace_id": 1,
            "account_id": account,
            "owner_id": None,
            "stage": "new service",
            "step": step,
            "started_on": started,
            "due_on": due,
            "done_on": done,
            "first_value": False,
            "moved": "",
            "external_id": "",
            "dropped_at": None,
            "created_at": now,
        }


def _changes(account: int, by: int, today: date, now: datetime) -> Iterator[Row]:
    """A new team, which nothing answered yet, and a competitor that was talked about."""
    for kind, text, ago, answered in (
        ("new team", "", 4, None),
        ("competitor seen", "Hooli: cheaper", 40, 30),
    ):
        yield {
            "workspace_id": 1,
            "account_id": account,
            "by_id": by,
            "kind": kind,
            "text": text,
            "on": today - timedelta(days=ago),
            "noted_on": today - timedelta(days=ago),
            "behind": 0,
            "answered_on": answered and today - timedelta(days=answered),
            "external_id": "",
            "created_at": now,
        }


def _concerns(account: int, by: int, today: date, now: datetime) -> Iterator[Row]:
    """One that was settled in 4 days; of every tenth account another, which is open."""
    raised = (("late parts", "delivery", 50, 46), ("wrong invoices", "billing", account % 12, None))
    for text, kind, ago, closed in raised[: 1 if account % 10 else 2]:
        yield {
            "workspace_id": 1,
            "account_id": account,
            "by_id": by,
            "text": text,
            "kind": kind,
            "raised_on": today - timedelta(days=ago),
            "closed_on": today - timedelta(days=closed) if closed else None,
            "done": "sent anew" if closed else "",
            "external_id": "",
            "batch": "",
            "created_at": now,
        }


LACKS = (
    "cold storage",
    "night deliveries",
    "a second forklift",
    "training for new staff",
    "spare parts on site",
)


def _need(account: int, by: int, today: date, now: datetime) -> Row:
    """One that a fifth of all accounts share, every third with a budget; right from a day of a year."""
    return {
        "workspace_id": 1,
        "account_id": account,
        "by_id": by,
        "text": LACKS[account % len(LACKS)],
        "heard_on": today - timedelta(days=30 + account % 60),
        "status": "heard",
        "budget": None if account % 3 else 2_000_000,
        "currency": "" if account % 3 else "USD",
        "offer": "",
        "right_on": today + timedelta(days=20 + account * 7 % 300),
        "discount": "",
        "why": "",
        "external_id": "",
        "created_at": now,
    }


def _goal(account: int, by: int, today: date, now: datetime) -> Row:
    return {
        "workspace_id": 1,
        "account_id": account,
        "by_id": by,
        "text": "fewer returns",
        "measure": "returns a month",
        "said_on": today - timedelta(days=90),
        "due_on": today + timedelta(days=60 + account % 200),
        "state": "open",
        "external_id": "",
        "created_at": now,
    }
