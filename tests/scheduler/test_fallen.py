"""Health fell since something happened: whoever owns the account reads it in their next morning message, once
a fall, while it stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from messages.opening import CARD_OPEN
from rules import trend
from rules.health import Trend
from scheduler import fallen
from storage import tables
from storage.alarms import Seen, keep

from ..twin import ours
from ..world import World, text_of

WORRIED = "📉 *Acme* fell by 18 in 7 days to 51: worried on Nov 18."
A = tables.table(tables.Account)


@pytest.fixture
def book(world: World) -> World:
    """Dana's Acme is well and not due for long; nobody else wants anything."""
    world.account("Acme", tier="C")
    told(world, "2026-11-02", "happy")
    told(world, "2026-11-10", "happy")
    world.tick()
    return world


def told(world: World, on: str, mood: str, account: str = "Acme") -> None:
    """A touch in a file of that day's afternoon."""
    world.now = max(world.now, datetime.fromisoformat(f"{on}T19:00:00+00:00"))
    touch = {"account": account, "by_email": "dana@x.com", "at": on, "channel": "call", "outcome": "reached"}
    assert not world.load(world.write("touches", {**touch, "sentiment": mood})).problems


def morning(world: World, day: int, hour: int = 14) -> list[dict[str, Any]]:
    """What a November day's ticks posted, one in the night and one at 9:00 in New York."""
    world.now = max(world.now, datetime(2026, 11, day, 6, tzinfo=UTC))
    world.tick()
    world.now = datetime(2026, 11, day, hour, tzinfo=UTC)
    world.slack.posted.clear()
    world.tick()
    world.deliver()
    return world.slack.posted


def said(posted: list[dict[str, Any]]) -> str:
    return "\n".join(f"{m['channel']} {text_of(m)}" for m in posted if "📉" in text_of(m))


def alarms(world: World) -> list[Any]:
    return world.rows(tables.Alarm)


def test_the_owner_reads_it_in_the_next_morning_once(book: World):
    told(book, "2026-11-18", "worried")
    book.tick()
    book.deliver()
    assert said(book.slack.posted) == "", "no message at once"
    posted = morning(book, 19)
    (message,) = posted
    assert message["channel"] == "DDANA"
    assert WORRIED in text_of(message)
    assert message["text"] == "Health of 1 account fell: Acme", "a morning that holds nothing else"
    (line,) = [b for b in message["blocks"] if b["type"] == "section"]
    assert line["accessory"]["action_id"] == CARD_OPEN
    assert said(morning(book, 19, hour=17)) == said(morning(book, 20)) == said(morning(book, 23)) == ""
    assert [a.behind for a in alarms(book)] == ["sentiment and concerns"]


def test_it_rides_in_the_message_that_there_is(book: World):
    book.account("Due", last="2026-10-10")
    told(book, "2026-11-18", "worried")
    (message,) = morning(book, 19)
    assert message["text"].startswith("1 today")
    assert WORRIED in text_of(message)


def test_of_an_account_with_a_place_it_is_said_there_and_not_once_more(book: World):
    concern = {"account": "Acme", "text": "slow invoices", "kind": "billing", "raised_on": "2026-11-18"}
    book.load(book.write("concerns", concern))
    (message,) = morning(book, 20)
    assert message["text"].startswith("1 today")
    assert text_of(message).count("📉") == 1
    assert "*1  Acme*" in text_of(message)
    assert "📉 Health fell by 11 in 7 days to 59." in text_of(message), "its cause stands above"


def test_falls_that_stand_no_more_take_no_place_of_those_that_do(
    book: World, monkeypatch: pytest.MonkeyPatch
):
    """As many as a morning reads, all older, all recovered."""
    monkeypatch.setattr(fallen, "MOST", 2)
    for n in range(5):
        book.account(f"Well {n}", tier="C")
        told(book, "2026-11-02", "happy", account=f"Well {n}")
        told(book, "2026-11-10", "happy", account=f"Well {n}")
        told(book, "2026-11-17", "worried", account=f"Well {n}")
    book.tick()
    for n in range(5):
        told(book, "2026-11-18", "happy", account=f"Well {n}")
    told(book, "2026-11-18", "worried")
    book.tick()
    assert len(alarms(book)) == 6
    assert "Acme" in said(morning(book, 19))


def test_a_friday_is_told_on_monday(book: World):
    told(book, "2026-11-20", "worried")
    assert said(morning(book, 21)) == said(morning(book, 22)) == ""
    assert "Acme" in said(morning(book, 23))


def test_what_recovered_by_then_is_not_told(book: World):
    told(book, "2026-11-18", "worried")
    book.tick()
    assert len(alarms(book)) == 1
    told(book, "2026-11-19", "happy")
    assert said(morning(book, 20)) == ""
    told(book, "2026-11-20", "worried")
    book.tick()
    assert len(alarms(book)) == 1, "the same cause within 7 days, told by nobody yet"
    assert "Acme" in said(morning(book, 23)), "it stands again"


@pytest.mark.parametrize("alone", [True, False])
def test_recovered_between_plan_and_sending_it_is_told_when_it_stands_again(book: World, alone: bool):
    if not alone:
        book.account("Due", last="2026-10-10")
    told(book, "2026-11-18", "worried")
    book.now = datetime(2026, 11, 19, 14, tzinfo=UTC)
    book.tick()
    told(book, "2026-11-19", "happy")
    book.deliver()
    assert said(book.slack.posted) == ""
    told(book, "2026-11-20", "worried")
    assert "Acme" in said(morning(book, 23))


def passes_to_kim(world: World) -> None:
    path = world.write("accounts", {"name": "Acme", "owner_email": "kim@x.com", "tier": "C"})
    assert not world.load(path).problems


def test_passed_on_by_then_the_new_owner_reads_it(book: World):
    told(book, "2026-11-18", "worried")
    book.tick()
    passes_to_kim(book)
    assert said(morning(book, 19)).startswith("DKIM ")


def test_passed_on_between_plan_and_sending_the_new_owner_reads_it_in_theirs(book: World):
    book.account("Due", last="2026-10-10")
    told(book, "2026-11-18", "worried")
    book.now = datetime(2026, 11, 19, 14, tzinfo=UTC)
    book.tick()
    passes_to_kim(book)
    book.deliver()
    assert said(book.slack.posted) == ""
    assert said(morning(book, 20)).startswith("DKIM ")


def test_told_once_though_passed_on_after(book: World):
    told(book, "2026-11-18", "worried")
    assert said(morning(book, 19)).startswith("DDANA ")
    passes_to_kim(book)
    assert said(morning(book, 20)) == ""


def test_a_dropped_morning_says_it_in_the_next(book: World):
    told(book, "2026-11-18", "worried")
    book.now = datetime(2026, 11, 19, 15, tzinfo=UTC)
    book.tick()  # planned, not sent that day
    assert "Acme" in said(morning(book, 20))


def test_another_cause_is_another_fall(book: World):
    cleo = {"account": "Acme", "name": "Cleo", "role": "champion", "external_id": "C1"}
    book.load(book.write("contacts", cleo))
    met = {"account": "Acme", "by_email": "dana@x.com", "at": "2026-11-03", "channel": "call"}
    book.load(book.write("touches", {**met, "contact": "Cleo", "outcome": "reached"}))
    with book.tend.database.transaction() as session:
        session.execute(text("UPDATE contact SET added_on = '2026-01-02' WHERE workspace_id = 1"))
    told(book, "2026-11-18", "worried")
    assert "worried" in said(morning(book, 19))
    book.load(book.write("contacts", {**cleo, "left_on": "2026-11-19"}))
    line = said(morning(book, 20))
    assert "worried on Nov 18" in line
    assert "Cleo (champion) left on Nov 19" in line
    assert said(morning(book, 23)) == ""


def test_a_concern_that_grows_old_falls_without_an_act(book: World):
    """On the second day it costs more than 10 points; nobody touched the account meanwhile."""
    concern = {"account": "Acme", "text": "slow invoices", "kind": "billing", "raised_on": "2026-11-18"}
    book.load(book.write("concerns", concern))
    assert said(morning(book, 18)) == said(morning(book, 19)) == ""
    told_then = said(morning(book, 20))
    assert "concern about billing open 2 days" in told_then
    assert "📉 Health fell by 11" in told_then
    assert said(morning(book, 23)) == ""


def test_time_alone_tells_nothing(book: World):
    for day in range(18, 30):
        assert said(morning(book, day)) == ""
    assert alarms(book) == []


def test_who_is_paused_is_not_told(book: World):
    with book.tend.database.transaction() as session:
        session.execute(update(A).where(ours(A)).values(status="paused"))
    told(book, "2026-11-18", "worried")
    book.tick()
    assert alarms(book) == []


def test_only_what_something_happened_to_is_looked_at(book: World, monkeypatch: pytest.MonkeyPatch):
    seen = []
    monkeypatch.setattr(
        "rules.alarms.fall", lambda record, on, policy: seen.append(record.account.name) or Trend()
    )
    book.account("Quiet", last="2026-11-17")
    told(book, "2026-11-18", "worried")
    book.tick()
    book.tick()
    assert seen == ["Acme"], "once, and no other account"


def test_one_that_cannot_be_computed_holds_up_no_other(book: World, monkeypatch: pytest.MonkeyPatch):
    book.account("Bad", tier="C")
    told(book, "2026-11-02", "happy", account="Bad")
    told(book, "2026-11-18", "worried", account="Bad")
    told(book, "2026-11-18", "worried")

    def breaks(record, on, policy):
        if record.account.name == "Bad":
            raise OverflowError
        return trend.fall(record, on, policy)

    monkeypatch.setattr("rules.alarms.fall", breaks)
    assert "Acme" in said(morning(book, 19))
    (bad,) = book.rows(tables.Account, tables.Account.name == "Bad")
    assert bad.fall_look_at > book.now, "looked at a day later"


def test_one_that_was_computed_again_meanwhile_is_looked_at_again(book: World):
    told(book, "2026-11-18", "worried")
    (acme,) = book.rows(tables.Account)
    with book.tend.database.transaction() as session:
        assert not keep(session, 1, Seen(acme.id, book.now - timedelta(hours=1), None, behind=("breadth",)))
    assert book.rows(tables.Account)[0].fall_look_at == acme.fall_look_at
    assert alarms(book) == []


@pytest.mark.sqlite_only
def test_what_is_due_is_read_by_index(world: World):
    with world.tend.database.reading() as session:
        plan = session.execute(
            text("EXPLAIN QUERY PLAN SELECT id FROM account WHERE workspace_id=1 AND fall_look_at <= 'x'")
        ).all()
    assert "ix_account_fall_look" in str(plan)
