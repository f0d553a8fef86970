"""My week, and the days that a company closes: whose calendar they reach, and what follows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from messages.my_week import WEEK_OPEN
from rules.own_calendar import calendar_of
from scheduler import walks
from storage import tables, workspaces
from storage.exchange import exporting

from ..world import World, text_of

HOME = {"container": {"type": "view", "view_id": "V0"}, "view": {"type": "home", "id": "V0"}}
DAYS = "JP: 12-29 to 01-03, 08-13 to 08-16\nUS: 11-20"


def week_of(world: World, email: str = "dana@x.com") -> tuple[str, frozenset[str]]:
    (row,) = world.rows(tables.Person, tables.Person.email == email)
    calendar = calendar_of(row.calendar)
    assert calendar.week == row.week
    return calendar.week, calendar.closed


def saves(world: World, days: list[str]) -> dict:
    world.press(WEEK_OPEN, "week", **HOME)
    return world.submit(world.modal, {"days": days})


def configured(world: World, closed: str) -> dict:
    world.press("home.settings", "x", by="UADA", **HOME)
    return world.submit(world.modal, {"closed_days": closed}, by="UADA")


def test_everybody_says_on_which_days_they_work(world: World):
    world.account("Acme", last="2026-11-01")
    world.tick()
    shown = saves(world, ["1", "2", "3", "4"])
    assert "Saved: Mon to Thu." in text_of(shown)
    assert week_of(world) == ("1234", frozenset())
    assert week_of(world, "kim@x.com") == ("12345", frozenset())
    (acme,) = world.rows(tables.Account)
    assert acme.reassess_at == world.now, "what is due is counted anew"
    assert world.rows(tables.Person, tables.Person.email == "dana@x.com")[0].plan_at == world.now
    world.press(WEEK_OPEN, "week", **HOME)
    (asked,) = world.modal["blocks"]
    assert [o["value"] for o in asked["element"]["initial_options"]] == ["1", "2", "3", "4"]


def test_a_week_has_at_least_one_day(world: World):
    world.press(WEEK_OPEN, "week", **HOME)
    world.modal["blocks"][0]["element"].pop("initial_options")
    assert "At least one day" in text_of(world.submit(world.modal, {"days": []}))
    assert week_of(world) == ("12345", frozenset())


def test_a_day_off_in_the_week_holds_the_morning(world: World):
    world.account("Acme", last="2026-09-01")
    saves(world, ["1", "2", "4", "5"])
    assert world.tick() == (0, 0), "it is Wednesday"
    assert not world.rows(tables.Nudge)
    world.now = world.now.replace(day=19)
    assert world.tick()[0] == 1
    assert world.rows(tables.Nudge)[0].local_on == date(2026, 11, 19)


def test_company_days_reach_everybody_of_the_country(world: World):
    world.people(
        {"email": "yu@x.com", "name": "Yu Sato", "role": "rep", "timezone": "Asia/Tokyo", "country": "JP"}
    )
    world.account("Acme", last="2026-11-01")
    assert "Saved" in text_of(configured(world, DAYS))
    world.tick()
    assert week_of(world) == ("12345", {"11-20"})
    assert week_of(world, "yu@x.com")[1] >= {"12-29", "01-03", "08-13", "08-16"}
    assert world.rows(tables.Workspace)[0].settle_after is None
    configured(world, "")
    world.tick()
    assert week_of(world) == ("12345", frozenset())


def test_many_are_settled_some_at_a_time_and_a_restart_goes_on(world: World, monkeypatch):
    monkeypatch.setattr(walks, "PEOPLE", 1)
    configured(world, DAYS)
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        first = min(p.id for p in world.rows(tables.Person))
        workspaces.walked(session, ws, "settle_after", first)
    assert walks.settle_calendars(world.tend.services, 1) == 3, "the first is settled already"
    assert world.rows(tables.Workspace)[0].settle_after is None


def test_an_error_of_the_setting_names_its_line(world: World):
    shown = configured(world, "JP: 12-29 to 01-03\nNowhere: 05-01")
    assert "“Nowhere: 05-01”" in shown["errors"]["closed_days"]


def test_people_csv_brings_the_week_and_an_export_says_it(world: World, tmp_path: Path):
    configured(world, DAYS)
    world.tick()
    given = {"email": "dana@x.com", "country": "Japan", "week": "Mon, Wed, Fri"}
    assert not world.load(world.write("people", given)).problems
    week, closed = week_of(world)
    assert week == "135"
    assert "08-13" in closed, "another country, other days"
    with world.tend.database.reading() as session:
        exporting.write(session, 1, tmp_path / "out")
    text = (tmp_path / "out" / "people.csv").read_text(encoding="utf-8")
    assert text.splitlines()[0].endswith(",week")
    assert '"Mon, Wed, Fri"' in text
    assert not world.load(
        world.write("people", {"email": "dana@x.com", "country": "Japan", "week": ""})
    ).problems
    assert week_of(world)[0] == "12345", "an empty cell empties"
    problems = world.load(world.write("people", {"email": "dana@x.com", "week": "sometimes"})).problems
    assert "names no weekdays" in str(problems)


def test_a_file_without_the_column_leaves_weeks_as_they_are(world: World):
    saves(world, ["1", "2"])
    world.load(world.write("people", {"email": "dana@x.com", "name": "Dana R."}))
    assert week_of(world)[0] == "12"


def test_who_moves_to_another_country_has_its_holidays(world: World):
    world.account("Acme", last="2026-11-01")
    world.tick()
    assert world.rows(tables.Account)[0].reassess_at != world.now
    world.load(world.write("people", {"email": "dana@x.com", "country": "Japan"}))
    assert world.rows(tables.Account)[0].reassess_at == world.now
    world.now = world.now.replace(day=23)
    assert world.tick()[0] == 0, "Labour Thanksgiving Day"
