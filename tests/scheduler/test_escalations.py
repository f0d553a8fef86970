"""An A that nobody reaches: its owner hears of it in the morning of a working day before, their manager the
next day, once, with whatever else waits for them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import update

from messages.away import AWAY_SET
from messages.card import CARD_CHANGE, CARD_SNOOZE
from messages.carried import AccountRef
from messages.escalations import ESCALATION_LEAVE
from messages.nudge import Beside
from scheduler import beside, escalations
from storage import records, tables, workspaces
from storage.exchange import importing

from ..handlers.test_away import away, mornings, pressed
from ..twin import ours
from ..world import World, text_of

LAST = "2026-10-23"  # due Nov 6, one more cadence: Nov 20
NINE = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)  # Thursday 09:00 in New York, the day before
NEXT, MIDDAY = NINE + timedelta(days=1), timedelta(hours=4)
SUMMED_UP = timedelta(hours=7, minutes=1)  # 16:01: with the summary of the week, or as late as it waits


def at_midday(world: World, day: datetime) -> dict[str, str]:
    """What goes out at 13:00 of a day, after its morning, or with Friday's summary."""
    mornings(world, day)
    return mornings(world, day + MIDDAY) | mornings(world, day + SUMMED_UP)


def gone(world: World) -> list[tables.Escalation]:
    return world.rows(tables.Escalation)


def test_its_owner_hears_of_it_a_day_before_and_the_manager_on_the_day(world: World):
    world.account("Acme", last=LAST, annual_revenue="84000", currency="USD")
    first = mornings(world, NINE)
    assert "It goes to Mel Manager tomorrow, unless you reach them." in first["dana"]
    assert "mel" not in first
    assert not at_midday(world, NINE)
    assert "goes to Mel" not in mornings(world, NEXT).get("dana", ""), "it is theirs by then"
    there = at_midday(world, NEXT)
    assert "1 A account comes to you" in there["mel"]
    assert "*Acme* (Dana Reyes): no contact for 28 days · $84,000 a year" in there["mel"]
    assert all(label in there["mel"] for label in ("Ask", "Reassign", "Leave it"))
    assert "with Mel Manager since Nov 20, no contact for 28 days" in text_of(world.command("/account acme"))
    assert "brought it to Mel Manager" in text_of(world.command("/account acme history"))


def test_put_off_it_is_a_morning_of_its_own(world: World):
    """What has no place goes all the same, and whoever put it off hears of it."""
    acme = world.account("Acme", last=LAST)
    world.press(CARD_SNOOZE, f"{acme}:week", option=True)
    said = mornings(world, NINE)["dana"]
    assert "1 A account goes to your manager next" in said
    assert "*Acme* goes to Mel Manager tomorrow: no contact for 27 days." in said
    assert "Acme" in at_midday(world, NEXT)["mel"]


def test_it_goes_once_a_lateness_however_long_it_lasts(world: World):
    world.account("Acme", last=LAST)
    told = 0
    for day in range(60):
        world.now = NINE + timedelta(days=day)
        for hour in (0, 4):
            world.now = NINE + timedelta(days=day, hours=hour)
            world.tick()
            world.deliver()
    told = [m for m in world.slack.posted if m["channel"] == "DMEL" and "comes to you" in text_of(m)]
    assert len(told) == 1
    assert len(gone(world)) == 1


def test_a_touch_in_between_keeps_it_with_its_owner(world: World):
    world.account("Acme", last=LAST)
    assert "goes to Mel Manager" in mornings(world, NINE)["dana"]
    world.command("/log acme called, showed the figures")
    assert "comes to you" not in at_midday(world, NEXT).get("mel", "")
    assert [e.became for e in gone(world)] == ["over"]


def test_a_touch_before_the_bundle_goes_out_is_not_told_of(world: World):
    world.account("Acme", last=LAST)
    world.account("Globex", last=LAST)
    mornings(world, NINE)
    mornings(world, NEXT)
    world.command("/log acme called, showed the figures")
    there = at_midday(world, NEXT)
    assert "Globex" in there["mel"]
    assert "Acme" not in there["mel"]


def test_a_touch_that_is_undone_brings_it_back(world: World):
    world.account("Acme", last=LAST)
    mornings(world, NINE)
    receipt = world.command("/log acme called, showed the figures")
    assert [e.became for e in gone(world)] == ["over"]
    pressed(world, receipt, "log.undo")
    assert [e.became for e in gone(world)] == [""]
    assert "Acme" in at_midday(world, NEXT)["mel"]


def test_what_happened_since_shows_in_the_message_that_told_of_it(world: World):
    world.account("Acme", last=LAST)
    mornings(world, NINE)
    at_midday(world, NEXT)
    world.command("/log acme called, showed the figures")
    world.deliver()
    (painted,) = [m for m in world.slack.made("chat.update") if m["channel"] == "DMEL"][-1:]
    assert "no longer with you" in text_of(painted)
    assert ESCALATION_LEAVE not in text_of(painted)


def test_the_manager_has_what_brings_most_first_three_with_buttons_and_the_rest_on_home(world: World):
    for name, revenue in (("Acme", 10), ("Globex", 50), ("Initech", 40), ("Umbra", 30), ("Hooli", 20)):
        world.account(name, last=LAST, annual_revenue=str(revenue * 1000), currency="USD")
    mornings(world, NINE)
    said = at_midday(world, NEXT)["mel"]
    places = [said.index(f"*{name}*") for name in ("Globex", "Initech", "Umbra")]
    assert places == sorted(places)
    assert said.count(ESCALATION_LEAVE) == 3
    assert "2 more wait on Home: Hooli, Acme" in said
    home = [c for c in world.slack.made("views.publish") if c["user_id"] == "UMEL"][-1]
    assert text_of(home).count(ESCALATION_LEAVE) == 5


def test_with_another_decision_in_the_message_two_have_buttons(world: World):
    for name in ("Acme", "Globex", "Initech"):
        world.account(name, last=LAST)
    umbra = world.account("Umbra", last="2026-11-17")
    mornings(world, NINE)
    world.now = NINE + 2 * MIDDAY
    world.press(CARD_CHANGE, AccountRef(umbra).pack())
    world.submit(world.modal, {"tier": "B", "why": "they shrank"})
    mornings(world, NEXT)
    said = at_midday(world, NEXT)["mel"]
    assert "asks to change *Umbra*" in said
    assert said.count(ESCALATION_LEAVE) == 2


def test_where_other_decisions_take_all_the_room_it_says_where_it_waits(world: World):
    world.account("Acme", last=LAST)
    mornings(world, NINE)
    world.now = NINE + 2 * MIDDAY
    for name in ("Umbra", "Hooli", "Globex"):
        account = world.account(name, last="2026-11-17")
        world.press(CARD_CHANGE, AccountRef(account).pack())
        world.submit(world.modal, {"tier": "B", "why": "they shrank"})
    mornings(world, NEXT)
    said = at_midday(world, NEXT)["mel"]
    assert ESCALATION_LEAVE not in said
    assert "1 A account comes to you" in said
    assert "It waits on Home: Acme" in said


def test_on_monday_it_rides_in_the_digest(world: World):
    world.account("Acme", last="2026-10-26")  # Nov 23, a Monday
    friday, monday = datetime(2026, 11, 20, 14, tzinfo=UTC), datetime(2026, 11, 23, 14, tzinfo=UTC)
    assert "goes to Mel Manager Mon, Nov 23" in mornings(world, friday)["dana"]
    sent = mornings(world, monday)
    assert "1 A account comes to you" in sent["mel"]
    assert "Week Nov 16" in sent["mel"]
    assert "mel" not in at_midday(world, monday)


def test_a_restart_tells_nobody_twice_and_loses_none(world: World):
    world.account("Acme", last=LAST)
    mornings(world, NINE)
    world.now = NEXT
    world.tick()
    world.die()
    world.tick()
    assert "Acme" in at_midday(world, NEXT)["mel"]
    world.die()
    assert "comes to you" not in at_midday(world, NEXT).get("mel", "")


def test_two_workers_that_read_it_together_announce_it_once(world: World):
    acme = world.account("Acme", last=LAST)
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        (read,) = records.read(session, ws.id, [acme], now=NINE)
        assert [escalations._one(session, ws, read, NINE) for _ in range(2)] == [True, False]
    assert len(gone(world)) == 1


def test_missed_ticks_still_give_its_owner_a_working_day(world: World):
    world.account("Acme", last="2026-09-01")
    assert "It goes to Mel Manager tomorrow" in mornings(world, NINE)["dana"]
    assert "no contact for 80 days" in at_midday(world, NEXT)["mel"]


def test_what_moved_to_another_owner_starts_anew(world: World):
    acme = world.account("Acme", last=LAST)
    mornings(world, NINE)
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "kim@x.com"}))
    assert [e.became for e in gone(world)] == ["over"]
    assert "comes to you" not in at_midday(world, NEXT).get("mel", "")
    (account,) = world.rows(tables.Account, tables.Account.id == acme)
    assert account.escalate_at > NEXT + timedelta(days=9)


def test_a_manager_who_is_away_has_it_taken_by_theirs(world: World):
    world.account("Acme", last=LAST)
    away(world, "/account away 19-24 Nov", by="UMEL")
    mornings(world, NINE)
    there = at_midday(world, NEXT)
    assert "Acme" in there["ada"]
    assert "mel" not in there


def test_the_manager_of_a_manager_who_left_has_what_was_with_them(world: World):
    world.account("Acme", last=LAST)
    mornings(world, NINE)
    at_midday(world, NEXT)
    with world.tend.database.transaction() as session:
        person = tables.table(tables.Person)
        session.execute(
            update(person).where(ours(tables.Person), person.c.email == "mel@x.com").values(active=False)
        )
    assert "Acme" in mornings(world, NEXT + timedelta(days=4))["ada"], "with the digest of Monday"


def test_a_rep_away_without_a_cover_has_it_go_at_once(world: World):
    world.account("Acme", last="2026-11-02")  # due Nov 16, past its grace from Nov 20 on
    away(world, "/account away 19-30 Nov")
    mornings(world, NINE)
    assert "mel" not in at_midday(world, NINE)
    mornings(world, NEXT)
    said = at_midday(world, NEXT)["mel"]
    assert "*Acme* (Dana Reyes): no contact for 18 days" in said
    assert "Dana is away until Nov 30" in said


def test_whoever_covers_hears_that_it_goes(world: World):
    world.account("Acme", last=LAST)
    pressed(world, world.command("/account away 19-30 Nov cover <@UKIM|kim>"), AWAY_SET)
    assert "It goes to Mel Manager tomorrow" in mornings(world, NINE)["kim"]


def test_a_morning_of_an_older_version_is_read(world: World):
    """It says nothing of what was not there yet."""
    assert beside.read(None, {"waiting": 2, "local_on": "2026-11-18"}) == Beside(2)  # type: ignore[arg-type]


def test_a_file_that_names_another_manager_brings_it_to_them_and_its_undo_back(world: World):
    named = {"email": "max@x.com", "name": "Max", "role": "manager", "manager_email": "ada@x.com"}
    world.people({**named, "timezone": "America/New_York", "country": "US"})
    world.account("Acme", last=LAST)
    mornings(world, NINE)
    assert "Acme" in at_midday(world, NEXT)["mel"]
    world.now = NEXT + MIDDAY + timedelta(minutes=5)
    report = world.load(world.write("people", {"email": "dana@x.com", "manager_email": "max@x.com"}))
    ids = {p.email.split("@")[0]: p.id for p in world.rows(tables.Person)}
    assert [e.to_id for e in gone(world) if not e.became] == [ids["max"]]
    for hours in range(5):  # on Monday it is told to Max
        mornings(world, NINE + timedelta(days=4, hours=hours))
    assert [e.went_on for e in gone(world) if not e.became] == [date(2026, 11, 23)]
    importing.undo_run(world.tend.database, report.run or 0, world.now)
    assert [e.to_id for e in gone(world) if not e.became] == [ids["mel"]]


def test_a_file_that_names_somebody_for_the_first_time_does_so_too(world: World):
    world.account("Acme", last=LAST)
    mornings(world, NINE)
    at_midday(world, NEXT)
    imported = tables.table(tables.ImportRow)
    with world.tend.database.transaction() as session:  # as if Dana had been added in chat
        session.execute(imported.delete().where(imported.c.workspace_id == 1, imported.c.kind == "people"))
    world.load(world.write("people", {"email": "dana@x.com", "manager_email": "ada@x.com"}))
    (ada,) = world.rows(tables.Person, tables.Person.email == "ada@x.com")
    assert [e.to_id for e in gone(world) if not e.became] == [ada.id]
