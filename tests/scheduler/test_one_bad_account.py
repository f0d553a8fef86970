"""One account that can't be computed is logged, shown to the admin and passed over: it stops no tick and
no other account."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from rules import nudging
from rules.reasons import place_reason
from scheduler import metronome, plan_nudges
from scheduler.metronome import tick
from storage import assess, outbox, tables, workspaces
from storage.assess import recompute
from storage.exchange import exporting

from ..twin import ours
from ..world import World, text_of

A = tables.table(tables.Account)
CRUEL = (
    {"renews_on": "9999-12-31"},
    {"renews_on": "0001-01-01"},
    {"started_on": "9999-12-31"},
    {"not_needed_until": "9999-12-31"},
)


def poison(world: World, **stored: str) -> None:
    """As a version without bounds stored it: straight into the database, due to be computed again and to
    be looked at."""
    from datetime import date

    with world.tend.database.transaction() as session:
        values: dict[str, Any] = {k: date.fromisoformat(v) for k, v in stored.items()}
        if "renews_on" in values:
            values["renews_given"] = values["renews_on"]
        due = {"reassess_at": world.now - timedelta(days=1), "look_at": world.now - timedelta(days=1)}
        session.execute(update(A).where(A.c.name == "Bad Date").values(**values, **due))


def bad(world: World) -> Any:
    return next(a for a in world.rows(tables.Account) if a.name == "Bad Date")


@pytest.mark.parametrize("stored", CRUEL)
def test_ticks_plan_everybody_else_and_log_works_on_it(world: World, stored: dict[str, str]):
    for name, owner in (("Acme", "dana@x.com"), ("Bad Date", "dana@x.com"), ("Globex", "kim@x.com")):
        world.account(name, owner, last="2026-10-10")
    poison(world, **stored)
    world.tick()
    world.deliver()
    seen = {m["channel"]: text_of(m) for m in world.slack.posted}
    assert "Acme" in seen["DDANA"]
    assert "Globex" in seen["DKIM"]
    assert world.one(tables.table(tables.Workspace).select()).ticked_at, "the tick was noted"
    assert "Logged with Bad Date" in text_of(world.command("/log bad date called, all fine"))
    assert [t.note for t in world.rows(tables.Touch, tables.Touch.batch != "")]
    assert world.tick() == (0, 0)
    for looked in (world.command("/account bad date"), world.command("/account")):
        assert "not stored" not in text_of(looked), "nobody wanted anything stored"
        assert "Bad Date" in text_of(looked) or "can't be computed" in text_of(looked)


def test_it_is_logged_by_class_and_place_tried_again_a_day_later_and_shown_to_the_admin(
    world: World, caplog: pytest.LogCaptureFixture
):
    world.account("Bad Date", last="2026-10-10")
    poison(world, renews_on="9999-12-31")
    with caplog.at_level(logging.ERROR):
        world.tick()
    assert [
        r for r in caplog.records if "could not be computed" in r.message and "OverflowError at" in r.message
    ]
    assert "9999" not in caplog.text
    assert bad(world).failed_why.startswith("OverflowError at ")
    assert bad(world).reassess_at == world.now + timedelta(days=1)
    world.press(
        "home.sending",
        "on",
        by="UADA",
        container={"type": "view", "view_id": "V0"},
        view={"type": "home", "id": "V0"},
    )
    world.deliver()
    home = [c["view"] for c in world.slack.made("views.publish") if c["user_id"] == "UADA"][-1]
    assert "1 account could not be computed: Bad Date" in text_of(home)
    caplog.clear()
    world.tick()
    assert "could not be computed" not in caplog.text, "not before a day is over"
    with world.tend.database.transaction() as session:
        session.execute(update(A).where(ours(A)).values(renews_on=None, renews_given=None))
    world.now += timedelta(days=1, minutes=1)
    world.tick()
    assert bad(world).failed_why == ""


def test_an_import_goes_past_it(world: World):
    for name in ("Acme", "Bad Date"):
        world.account(name, last="2026-10-10")
    poison(world, renews_on="9999-12-31")
    touches = [{"account": n, "at": "2026-11-17", "by_email": "dana@x.com"} for n in ("Bad Date", "Acme")]
    assert world.load(world.write("touches", *touches)).written
    acme = next(a for a in world.rows(tables.Account) if a.name == "Acme")
    assert str(acme.due_on) == "2026-12-01"
    with world.tend.database.reading() as session:
        assert not workspaces.is_import_cut_off(session, 1)


def test_an_account_that_cannot_even_be_read_is_passed_over(world: World, monkeypatch: pytest.MonkeyPatch):
    """A touch of the year 1 west of Greenwich has no local date."""
    ids = [world.account(name, last="2026-10-10") for name in ("Acme", "Bad Date")]
    read = assess.records.read

    def refusing(session, ws, wanted, *given, **named):
        if ids[1] in wanted:
            raise OverflowError
        return read(session, ws, wanted, *given, **named)

    monkeypatch.setattr(assess.records, "read", refusing)
    with world.tend.database.transaction() as session:
        session.execute(update(A).where(ours(A)).values(due_on=None))
        recompute(session, 1, workspaces.current(session).policy, ids=ids, now=world.now)
    acme, other = world.rows(tables.Account)
    assert (acme.due_on is not None, acme.failed_why) == (True, "")
    assert other.failed_why.startswith("OverflowError")


def test_a_figure_that_no_column_holds_is_an_account_that_failed(world: World):
    """It stays so while the figure can't be computed, though its due date can."""
    ids = [
        world.account(name, last="2026-10-10", annual_revenue="1000", currency="USD")
        for name in ("Acme", "Bad Date")
    ]
    with world.tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), {"rates": {"USD": 1.0, "EUR": 1e20}})
        session.execute(update(A).where(A.c.id == ids[1]).values(currency="EUR"))
        policy = workspaces.current(session).policy
        recompute(session, 1, policy, ids=ids, now=world.now)
    assert [bool(a.failed_why) for a in world.rows(tables.Account)] == [False, True]
    with world.tend.database.transaction() as session:
        session.execute(update(A).where(ours(A)).values(currency="USD"))
        recompute(session, 1, policy, ids=ids, now=world.now)
    assert [a.failed_why for a in world.rows(tables.Account)] == ["", ""]


def test_storage_in_trouble_is_no_accounts_own(world: World, monkeypatch: pytest.MonkeyPatch):
    account = world.account("Acme", last="2026-10-10")

    def locked(*_: Any) -> None:
        raise OperationalError("", {}, Exception("database is locked"))

    monkeypatch.setattr(assess, "_kept", locked)
    with pytest.raises(OperationalError), world.tend.database.transaction() as session:
        recompute(session, 1, workspaces.current(session).policy, ids=[account], now=world.now)
    assert world.rows(tables.Account)[0].failed_why == ""


@pytest.mark.parametrize("step", ["reassess", "plan_nudges", "plan_digests"])
def test_a_step_that_fails_does_not_stop_the_others(world: World, monkeypatch: pytest.MonkeyPatch, step: str):
    world.account("Acme", last="2026-10-10")

    def fails(services: Any) -> int:
        raise ValueError("a note")

    fails.__name__ = step
    steps = (fails if one.__name__ == step else one for one in metronome.STEPS)
    monkeypatch.setattr(metronome, "STEPS", tuple(steps))
    bundles, _ = tick(world.tend.services)
    assert bundles == (0 if step == "plan_nudges" else 1)
    assert world.one(tables.table(tables.Workspace).select()).ticked_at


@pytest.mark.parametrize(
    ("table", "stored"),
    [
        (tables.table(tables.Touch), {"at": datetime(1, 1, 1, tzinfo=UTC)}),
        (A, {"tier": "Z"}),
        (tables.table(tables.Standing), {"tier": "Z"}),
    ],
)
def test_book_digest_home_and_export_show_everybody_else(
    world: World, tmp_path: Path, table: Any, stored: dict[str, Any]
):
    world.account("Acme", last="2026-10-10")
    account = world.account("Bad Date", last="2026-09-01")
    with world.tend.database.transaction() as session:
        session.execute(
            update(table)
            .where((table.c.id if table is A else table.c.account_id) == account)
            .values(**stored)
        )
        session.execute(update(A).where(ours(A)).values(reassess_at=world.now - timedelta(days=1)))
    world.now = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    world.tick()
    world.deliver()
    assert "Acme" in text_of(world.command("/account")), "the book"
    assert "Acme" in text_of(world.command("/digest", by="UMEL"))
    assert any("Acme" in text_of(m) for m in world.slack.posted if m["channel"] == "DMEL"), "Monday's digest"
    with world.tend.database.transaction() as session:
        outbox.repaint_home(
            session,
            1,
            next(p.id for p in world.rows(tables.Person) if p.email == "dana@x.com"),
            now=world.now,
        )
    world.deliver()
    assert "Acme" in text_of(world.slack.made("views.publish")[-1])
    with world.tend.database.reading() as session:
        assert exporting.write(session, 1, tmp_path / "export")["touches"] == 2


def test_a_card_that_cannot_be_painted_says_so(world: World):
    world.account("Bad Date", last="2026-10-10")
    with world.tend.database.transaction() as session:
        session.execute(update(tables.table(tables.Touch)).where(ours(tables.Touch)).values(channel="pigeon"))
    for typed in ("/account bad date", "/account bad date prep"):
        assert "can't be computed" in text_of(world.command(typed))


def test_one_that_cannot_be_told_leaves_its_place_to_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    for name in ("Acme", "Bad Date", "Globex"):
        world.account(name, last="2026-10-10")

    def told(record: Any, *of: Any, **named: Any) -> Any:
        if record.account.name == "Bad Date":
            raise OverflowError
        return place_reason(record, *of, **named)

    for module in (nudging, plan_nudges):
        monkeypatch.setattr(module, "place_reason", told)
    with world.tend.database.transaction() as session:
        session.execute(update(A).values(look_at=world.now - timedelta(days=1)))
    world.tick()
    assert bad(world).failed_why.startswith("OverflowError at ")
    named = {a.id: a.name for a in world.rows(tables.Account)}
    assert {named[n.account_id] for n in world.rows(tables.Nudge)} == {"Acme", "Globex"}
