"""A fact comes into the record by one line: one card, many records and the figures of a past day read it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import bindparam, select

from rules.policy import Policy
from storage import reading, records, tables
from storage.reading import NOT_THEN, WITH_DATES, Line, Of

from ..world import World

SNOOZES = tables.table(tables.Snooze)


def until(rows, account, now):
    """The fact of these tests: until when an account was put off, kept where a record has room for dates."""
    return {"nudged": tuple(r.until_on for r in rows)}


QUERY = select(SNOOZES).order_by(SNOOZES.c.id)
PUT_OFF = Of(QUERY, SNOOZES.c.account_id)
PUT_OFF_THEN = Of(QUERY.where(SNOOZES.c.until_on <= bindparam("on")), SNOOZES.c.account_id)


@pytest.fixture
def accounts(world: World) -> list[int]:
    ids = [world.account(name, last="2026-10-10") for name in ("Acme", "Globex")]
    kept = {"workspace_id": 1, "by_id": 1, "kind": "snooze", "reason": "", "created_at": world.now}
    with world.tend.database.transaction() as session:
        for account, day in ((ids[0], 3), (ids[0], 9), (ids[1], 5)):
            session.execute(SNOOZES.insert().values(**kept, account_id=account, until_on=date(2026, 11, day)))
    return ids


def then(world: World, ids: list[int], on: date) -> list[tuple[date, ...]]:
    with world.tend.database.reading() as session:
        return [r.nudged for r in records.as_of(session, 1, ids, on=on, policy=Policy(), now=world.now)]


def test_one_and_many_read_the_same_line(world: World, accounts: list[int], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "READ", (*reading.READ, Line(PUT_OFF, until, WITH_DATES)))
    with world.tend.database.reading() as session:
        many = records.read(session, 1, accounts, now=world.now)
        one = [records.read(session, 1, [account], now=world.now)[0] for account in accounts]
    assert one == many
    assert [r.nudged for r in many] == [(date(2026, 11, 3), date(2026, 11, 9)), (date(2026, 11, 5),)]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        # rules count those of the day
        (WITH_DATES, [(date(2026, 11, 3), date(2026, 11, 9)), (date(2026, 11, 5),)]),
        (PUT_OFF_THEN, [(date(2026, 11, 3),), ()]),
        (NOT_THEN, [(), ()]),
    ],
)
def test_a_line_says_what_a_past_day_is_told(
    world: World, accounts: list[int], monkeypatch: pytest.MonkeyPatch, how, expected
):
    monkeypatch.setattr(reading, "READ", (*reading.READ, Line(PUT_OFF, until, how)))
    assert then(world, accounts, date(2026, 11, 4)) == expected
    assert then(world, accounts[:1], date(2026, 11, 4)) == expected[:1], (
        "one account alone is asked by a prepared query"
    )


def test_every_line_is_read_for_a_card(world: World, accounts: list[int]):
    """Each fills a field that a record has, and what nobody recorded stays as it is by default."""
    with world.tend.database.reading() as session:
        [acme] = records.read(session, 1, accounts[:1], now=datetime(2026, 11, 18, 15, tzinfo=UTC))
    assert (acme.movements, acme.next_step, acme.nudged, acme.last_told) == ((), None, (), "")
    assert [s.tier for s in acme.standings] == ["A"]
