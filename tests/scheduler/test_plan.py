"""Planning: once a working day, at the rep's time, from what is due; and the digest once a local week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, text, update

from messages.card import CARD_LOG, CARD_PREP
from messages.carried import AccountRef
from rules import dated
from rules.dated import Dated
from rules.phrase import say
from rules.policy import Policy
from rules.records import Record
from scheduler.metronome import tick
from storage import accounts, claims, people, standings, tables
from storage.assess import recompute

from ..twin import ours
from ..world import CALLED, World, text_of


def at(world: World, *when: int) -> None:
    world.now = datetime(*when, tzinfo=UTC)


def bundles(world: World) -> list[tables.Outbox]:
    return world.rows(tables.Outbox, tables.Outbox.say == "nudge", tables.Outbox.kind == "post")


def test_a_second_tick_plans_nothing_more(world: World):
    world.account("Acme", last="2026-10-10")
    assert world.tick() == (1, 0)
    assert world.tick() == (0, 0)
    assert [b.key for b in bundles(world)] == [f"nudge:{world.rows(tables.Nudge)[0].rep_id}:2026-11-18"]


@pytest.mark.parametrize(
    ("when", "planned"),
    [
        ((2026, 11, 18, 13, 44), 0),  # 08:44 in New York
        ((2026, 11, 18, 13, 45), 1),
        ((2026, 11, 18, 20, 59), 1),
        ((2026, 11, 18, 21, 0), 0),  # 16:00
        ((2026, 11, 21, 15, 0), 0),  # Saturday
        ((2026, 11, 26, 15, 0), 0),  # Thanksgiving
    ],
)
def test_none_outside_the_sending_window(world: World, when: tuple, planned: int):
    at(world, *when)
    world.account("Acme", last="2026-10-10")
    assert tick(world.tend.services)[0] == planned


def test_the_next_morning_comes_by_itself(world: World):
    at(world, 2026, 11, 20, 22)  # Friday evening
    world.account("Acme", last="2026-10-10")
    assert world.tick()[0] == 0
    at(world, 2026, 11, 23, 13, 45)
    assert world.tick()[0] == 1
    assert bundles(world)[0].due_at == datetime(2026, 11, 23, 13, 45, tzinfo=UTC)


def test_an_ignored_account_rests_its_working_days_and_its_place_goes_to_the_next(world: World):
    for n in range(6):
        world.account(f"Co {n}", last=f"2026-10-{10 + n}")
    seen: dict[str, list[date]] = {}
    for day in (18, 19, 20, 23):
        at(world, 2026, 11, day, 15)
        world.tick()
        world.deliver()
    for place in world.rows(tables.Nudge):
        name = world.rows(tables.Account, tables.Account.id == place.account_id)[0].name
        seen.setdefault(name, []).append(place.local_on)
    assert seen["Co 0"] == [date(2026, 11, 18), date(2026, 11, 23)]
    assert seen["Co 5"] == [date(2026, 11, 19)]


def test_a_renewal_90_days_ahead_is_named_beside_others_and_is_no_message_alone(world: World):
    world.account("Ninety", tier="C", last="2026-11-10", renews_on="2027-02-16")
    assert world.tick()[0] == 0
    world.account("Kims", owner="kim@x.com", last="2026-10-10")
    world.account("Kims ninety", owner="kim@x.com", tier="C", last="2026-11-10", renews_on="2027-02-16")
    assert world.tick()[0] == 1
    world.deliver()
    assert "Also today: *Kims ninety* renews Feb 16, in 90 days." in text_of(world.slack.posted[0])
    assert [p.account_id for p in world.rows(tables.Nudge)] == [
        world.rows(tables.Account, tables.Account.name == "Kims")[0].id
    ]


def test_a_next_step_tomorrow_has_its_page_ready_in_the_morning_message(world: World):
    meeting = world.account("Meeting", tier="C", last="2026-11-10")
    world.press(CARD_LOG, AccountRef(meeting).pack())
    agreed = {"next_text": "demo <b>", "next_on": "2026-11-19"}
    assert "errors" not in world.submit(world.modal, {**CALLED, **agreed})
    acme = world.account("Acme", last="2026-10-10")
    assert world.tick()[0] == 1
    world.deliver()
    blocks = world.slack.posted[0]["blocks"]
    line = next(b for b in blocks if "Also today" in text_of(b))
    assert line["text"]["text"] == "Also today: *Meeting* has “demo &lt;b&gt;” on Nov 19."
    assert (line["accessory"]["action_id"], line["accessory"]["value"]) == (
        CARD_PREP,
        AccountRef(meeting).pack(),
    )
    assert [p.account_id for p in world.rows(tables.Nudge)] == [acme], "it takes no place"


def test_what_an_older_version_named_beside_a_bundle_is_painted_still(world: World):
    world.account("Acme", last="2026-10-10")
    ninety = world.account("Ninety", tier="C", last="2026-11-10", renews_on="2027-02-16")
    world.tick()
    row = tables.table(tables.Outbox)
    assert bundles(world)[0].payload["also"] == [[ninety, "renewal"]]
    with world.tend.database.transaction() as session:
        session.execute(
            update(row)
            .where(ours(row), row.c.say == "nudge")
            .values(payload=bundles(world)[0].payload | {"also": [ninety]})
        )
    world.deliver()
    assert "Also today: *Ninety* renews Feb 16, in 90 days." in text_of(world.slack.posted[0])


def test_a_new_owner_is_told_though_the_last_one_did_nothing(world: World):
    account = world.account("Acme", last="2026-10-10")
    for day in (18, 23):  # shown, and again after its rest: now it rests for 6 working days
        at(world, 2026, 11, day, 15)
        world.tick()
        world.deliver()
    assert len(world.rows(tables.Nudge)) == 2
    kim = next(p.id for p in world.rows(tables.Person) if p.email == "kim@x.com")
    with world.tend.database.transaction() as session:
        standings.change(
            session, 1, account, now=datetime(2026, 11, 24, 12, tzinfo=UTC), by_id=None, owner_id=kim
        )
        recompute(session, 1, Policy(), ids=[account], now=datetime(2026, 11, 24, 12, tzinfo=UTC))
    at(world, 2026, 11, 24, 15)
    world.tick()
    assert [n.rep_id for n in world.rows(tables.Nudge)][2:] == [kim]


def test_what_somebody_was_told_of_today_comes_to_its_next_owner_tomorrow(world: World):
    """Passed on between two mornings of one day: in another zone, or because one opened late."""
    world.people({"email": "lee@x.com", "name": "Lee", "timezone": "America/Los_Angeles", "country": "US"})
    account = world.account("Acme", last="2026-10-10")
    world.account("Globex", owner="lee@x.com", last="2026-10-10")
    at(world, 2026, 11, 18, 15)
    world.tick()
    world.deliver()
    assert [n.account_id for n in world.rows(tables.Nudge)] == [account]
    lee = next(p.id for p in world.rows(tables.Person) if p.email == "lee@x.com")
    with world.tend.database.transaction() as session:
        standings.change(session, 1, account, now=world.now, by_id=None, owner_id=lee)
        recompute(session, 1, Policy(), ids=[account], now=world.now)
    at(world, 2026, 11, 18, 17)
    world.tick()
    world.deliver()
    assert [n.account_id for n in world.rows(tables.Nudge) if n.rep_id == lee] == [account + 1]
    at(world, 2026, 11, 19, 17)
    world.tick()
    assert account in [n.account_id for n in world.rows(tables.Nudge) if n.rep_id == lee]


def test_what_comes_later_is_counted_by_its_date_and_tier(world: World):
    world.account("Overdue", last="2026-10-10")
    world.account("Soon", last="2026-11-10")  # due on the 24th, in the message from the 20th
    world.account("Later", tier="B", last="2026-11-10")  # due on 10 December, from the 8th
    world.account("Kims", owner="kim@x.com", last="2026-11-10")
    dana = next(p for p in world.rows(tables.Person) if p.email == "dana@x.com")
    with world.tend.database.reading() as session:
        until = datetime(2027, 1, 1, tzinfo=UTC)
        seen = accounts.looked_for_later(session, 1, dana.id, now=world.now, until=until, zone=dana.zone)
    assert seen == {date(2026, 11, 20): ["A"], date(2026, 12, 8): ["B"]}


def test_a_backlogs_date_stands_in_the_message(world: World):
    for n in range(12):
        world.account(f"Co {n:02d}", tier="C", last="2026-07-10")
    world.tick()
    world.deliver()
    assert bundles(world)[0].payload["caught_up_on"] == "2026-11-23"
    assert "through the backlog by Mon, Nov 23" in text_of(world.slack.posted[0])


def test_a_bundle_of_unknown_fate_keeps_its_accounts_from_the_next_morning(world: World):
    world.account("Acme", last="2026-10-10")
    world.slack.drop("chat.postMessage")
    world.tick()
    world.deliver()
    assert [b.state for b in bundles(world)] == ["sending"]
    at(world, 2026, 11, 19, 14)
    world.account("Globex", last="2026-10-10")
    world.tick()
    assert [(p.local_on.day, p.account_id) for p in world.rows(tables.Nudge)] == [(18, 1), (19, 2)]
    world.time.pass_for(200)
    world.deliver()  # looked up: it had not arrived, and its morning is over
    world.time.pass_for(200)
    world.deliver()
    assert [text_of(m).count("Acme Industrial") + ("Acme" in text_of(m)) for m in world.slack.posted] == [
        0
    ], "Globex alone"
    at(world, 2026, 11, 20, 14)
    world.tick()
    assert (20, 1) in [(p.local_on.day, p.account_id) for p in world.rows(tables.Nudge)], "free again"


def test_a_downtime_leads_to_one_bundle_not_a_burst(world: World):
    world.account("Acme", last="2026-10-10")
    world.tick()
    at(world, 2026, 12, 2, 15)  # two weeks later; the first was never sent
    world.tick()
    world.deliver()
    assert len([m for m in world.slack.posted if m["channel"] == "DDANA"]) == 1
    assert [b.state for b in bundles(world)] == ["dropped", "sent"]


def test_the_clock_jumping_back_doubles_nothing(world: World):
    world.account("Acme", last="2026-10-10")
    world.tick()
    world.deliver()
    world.now -= timedelta(hours=1)
    world.tick()
    world.now += timedelta(hours=1)
    world.tick()
    world.deliver()
    assert len(world.slack.posted) == 1


def test_one_bad_row_stops_nobody_else(world: World, monkeypatch, caplog):
    world.account("Acme", last="2026-10-10")
    world.account("Globex", owner="kim@x.com", last="2026-10-10")
    dana = next(p.id for p in world.rows(tables.Person) if p.email == "dana@x.com")
    from scheduler import plan_nudges

    real = plan_nudges.plan_person

    def broken(session, ws, person, now):
        if person.id == dana:
            raise ZeroDivisionError
        return real(session, ws, person, now)

    monkeypatch.setattr(plan_nudges, "plan_person", broken)
    assert world.tick()[0] == 1
    assert "tried again in 15 minutes" in caplog.text
    monkeypatch.undo()
    world.now += timedelta(minutes=16)
    assert world.tick()[0] == 1


def test_time_alone_makes_an_account_at_risk_and_brings_it_earlier(world: World):
    account = world.account("Acme", last="2026-11-17", tier="B", sentiment="")
    stored = lambda: world.rows(tables.Account, tables.Account.id == account)[0]  # noqa: E731
    assert stored().reassess_at is not None
    for _ in range(70):
        world.now += timedelta(days=1)
        world.tick()
    assert stored().reassess_at > world.now


def test_one_digest_a_local_week(world: World):
    world.account("Acme", last="2026-10-10")
    at(world, 2026, 11, 23, 13, 29)
    assert world.tick()[1] == 0
    at(world, 2026, 11, 23, 13, 30)
    assert world.tick()[1] == 2, "Mel's and Ada's"
    assert world.tick()[1] == 0
    world.deliver()
    said = [m for m in world.slack.posted if m["channel"] == "DMEL"]
    assert "0 of 1 account in rhythm" in text_of(said[0])
    assert "Nov 16 to Nov 22" in text_of(said[0])
    at(world, 2026, 12, 9, 13)  # a Wednesday two weeks later: only the newest
    assert world.tick()[1] == 2
    assert {r.ends_on for r in world.rows(tables.Digest)} == {date(2026, 11, 22), date(2026, 12, 6)}


def test_a_digest_that_is_planned_goes_out_though_everybody_is_looked_at_again(world: World):
    world.account("Acme", last="2026-10-10")
    at(world, 2026, 11, 23, 13, 30)
    assert world.tick()[1] == 2
    with world.tend.database.transaction() as session:
        people.digest_anew(session, 1, world.now)
    assert world.tick()[1] == 0
    world.deliver()
    assert [m["channel"] for m in world.slack.posted].count("DMEL") == 1


def test_importing_mid_week_sends_no_stale_digest(world: World):
    world.account("Acme", last="2026-10-10")  # on a Wednesday
    assert world.tick()[1] == 0


@pytest.mark.sqlite_only
def test_what_is_due_is_read_by_index_not_by_scanning(world: World):
    with world.tend.database.reading() as session:
        plan = session.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT id FROM account WHERE workspace_id=1 AND owner_id=1 AND look_at "
                "<= '2026-01-01'"
            )
        ).all()
        again = session.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT id FROM account WHERE workspace_id=1 AND reassess_at <= "
                "'2026-01-01'"
            )
        ).all()
    assert "ix_account_look" in str(plan)
    assert "ix_account_reassess" in str(again)


def test_a_dated_fact_of_its_own_is_looked_at_and_named_by_its_one_line(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    """A line in DATED alone: the stored look, the morning's place and "Also today" follow."""

    def opens_on(record: Record, on: date) -> date | None:
        day = record.account.started_on
        return day if day and day >= on else None

    line = Dated(
        "opening",
        opens_on,
        lambda record, on: record.account.renews_given,
        says=lambda record, on: say("opens a shop"),
    )
    monkeypatch.setattr(dated, "DATED", (line,))
    seen = {"tier": "C", "last": "2026-11-10"}
    shop = world.account("Shop", **seen, started_on="2026-11-19")
    named = world.account("Named", **seen, started_on="2026-01-01", renews_on="2026-11-19")
    world.account("Later", **seen, started_on="2027-01-07")
    looked = {a.id: a.look_at for a in world.rows(tables.Account)}
    assert looked[shop] == looked[named] == datetime(2026, 11, 19, 5, tzinfo=UTC), "midnight in New York"
    at(world, 2026, 11, 19, 15)
    assert world.tick()[0] == 1
    world.deliver()
    assert [n.account_id for n in world.rows(tables.Nudge)] == [shop]
    assert "Also today: *Named* opens a shop." in text_of(world.slack.posted[0])


@pytest.mark.sqlite_only
def test_a_claim_finds_its_row_by_the_index_of_what_is_due(world: World):
    """The workspace stands in it as well: SQLite must not take an index by that alone, which is the whole
    outbox."""
    asked: list[str] = []

    def heard(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    event.listen(world.tend.database.engine, "before_cursor_execute", heard)
    wanted = claims.Wanted(1, world.now, world.now, sending=True, busy=("update", "person:3"), settled=[1])
    with world.tend.database.reading() as session:
        session.execute(text("SELECT 1"))
        claims.is_anything_ready(session, wanted)
        statement = asked[-1]
        plan = (
            session.connection()
            .exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (1,) * statement.count("?"))
            .all()
        )
    searched = [p[3] for p in plan if "outbox" in p[3]]
    assert searched
    assert all("ix_outbox_due" in p for p in searched), searched
