"""What Home reads, from a table: a line more is shown, and each is read for whom it is meant alone."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from messages.card import CARD_LOG, CARD_PREP
from messages.carried import AccountRef
from messages.handoffs import HANDOFF_ACCEPT, HANDOFF_ASK, HandoffRef
from messages.home import Home
from messages.introduced import HANDOFF_OPEN
from rules.installation import Installation
from scheduler import home
from scheduler.home import HOME_READ, Line
from storage import tables

from ..world import World, text_of

AT_HOME = {
    "container": {"type": "view", "view_id": "V0"},
    "view": {"type": "home", "id": "V0"},
    "response_url": None,
}
FILLED = {line.field for line in HOME_READ}


def home_of(world: World, slack_id: str) -> str:
    """What Home shows somebody who opens it."""
    world.slack.calls.clear()
    event = {"type": "app_home_opened", "user": slack_id, "channel": "D1", "tab": "home", "event_ts": "1.1"}
    world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
    world.deliver()
    shown = [c["view"] for c in world.slack.made("views.publish") if c["user_id"] == slack_id]
    return text_of(shown[-1])


def test_each_line_fills_a_field_of_its_own_that_has_a_default():
    fields = {f.name: f for f in dataclasses.fields(Home)}
    assert len(FILLED) == len(HOME_READ)
    assert set(fields) - FILLED == {"person", "sending", "held_why"}, "a field that no line fills"
    assert all(fields[name].default is not dataclasses.MISSING for name in FILLED)


def test_a_line_of_a_tests_own_is_shown(world: World, monkeypatch: pytest.MonkeyPatch):
    own = Line("installation", lambda of: Installation(linked=of.viewer.today.toordinal()))
    rest = tuple(line for line in HOME_READ if line.field != "installation")
    monkeypatch.setattr(home, "HOME_READ", (*rest, own))
    assert f"{world.now.date().toordinal():,} people linked" in home_of(world, "UADA")


def test_what_is_meant_for_some_is_read_for_no_other(world: World, monkeypatch: pytest.MonkeyPatch):
    asked: list[tuple[str, str]] = []

    def noted(line: Line) -> Line:
        def read(of: home.Whose) -> Any:
            asked.append((of.person.name, line.field))
            return line.read(of)

        return line._replace(read=read)

    monkeypatch.setattr(home, "HOME_READ", tuple(map(noted, HOME_READ)))
    for slack_id in ("UDANA", "UMEL", "UADA"):
        home_of(world, slack_id)
    everybody = {"lines", "morning", "rhythm", "waiting", "introduced"}
    everybody |= {"promised", "asked", "steps", "unhappy", "lacking", "selling", "to_send"}
    of = {name: {field for who, field in asked if who == name} for name, _ in asked}
    assert sorted(of.values(), key=len) == [everybody, {*everybody, "posted", "team", "escalated"}, FILLED]


@pytest.fixture
def books(world: World) -> World:
    """Of Dana's three accounts one A is out of rhythm; of Kim's two both. Figures are shown by name."""
    world.set(figures_by_name="US: by name")
    world.account("Acme", last="2026-10-10")
    world.account("Globex", last="2026-11-16")
    world.account("Initech", tier="C", last="2026-11-02")
    world.account("Umbra", owner="kim@x.com", last="2026-09-10")
    world.account("Hooli", owner="kim@x.com", tier="B", last="2026-09-10")
    return world


def test_a_book_says_how_much_of_it_is_in_rhythm_by_tier(books: World):
    assert "2 of 3 in rhythm (A 1 of 2, C 1 of 1)" in home_of(books, "UDANA")
    assert "Your team" not in home_of(books, "UDANA")


def test_a_managers_home_has_the_team_and_who_needs_help_worst_first(books: World):
    said = home_of(books, "UMEL")
    assert "*Your team: 2 of 5 accounts in rhythm* (40 %)" in said
    kim, dana = (
        f"• {name} needs help: {how}, 1 A account without contact in time"
        for name, how in (("Kim Cho", "0 of 2 in rhythm"), ("Dana Reyes", "2 of 3 in rhythm"))
    )
    assert said.index(kim) < said.index(dana)


def test_where_figures_are_the_team_s_alone_home_names_accounts_and_nobody(books: World):
    books.set(figures_by_name="US: team only")
    said = home_of(books, "UMEL")
    assert "*Your team: 2 of 5 accounts in rhythm* (40 %)" in said
    assert "needs help" not in said
    assert "• 2 A accounts without contact in time: Umbra, Acme" in said


def test_home_and_digest_name_the_same_people_for_the_same_reason(books: World):
    """The manager's own book, behind as it is, is not among those of their people."""
    books.account("Mine", owner="mel@x.com", last="2026-09-10")
    home_ = re.findall(r"\w+ \w+ needs help: \d of \d in rhythm", home_of(books, "UMEL"))
    digest = re.findall(
        r"\w+ \w+ needs help: \d of \d in rhythm", text_of(books.command("/digest", by="UMEL"))
    )
    assert (
        home_ == digest == ["Kim Cho needs help: 0 of 2 in rhythm", "Dana Reyes needs help: 2 of 3 in rhythm"]
    )


def test_the_first_that_are_due_have_log_and_prep_beside(books: World):
    books.slack.calls.clear()
    said = home_of(books, "UDANA")
    assert said.index("*Acme* · A") < said.index("Prep")
    acme = books.rows(tables.Account, tables.Account.name == "Acme")[0].id
    for action, title in ((CARD_PREP, "Tend"), (CARD_LOG, "Log a touch")):
        books.press(action, json.dumps({"account": acme}), **AT_HOME)
        assert books.modal["title"]["text"] == title
        assert "Acme" in text_of(books.modal)


def test_a_team_too_large_to_count_here_has_it_in_the_digest(books: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(home, "TEAM_AT_ONCE", 4)
    assert "Your team" not in home_of(books, "UMEL")


def introduces(world: World, name: str, by: str = "UDANA", to: str = "kim@x.com") -> None:
    account = world.rows(tables.Account, tables.Account.name == name)[0].id
    receiver = world.rows(tables.Person, tables.Person.email == to)[0].id
    world.press(HANDOFF_OPEN, AccountRef(account).pack(), by=by)
    world.submit(world.modal, {"receiver": receiver}, by=by)


WAITS = "*Acme* · for Kim Cho since Nov 18, from Dana Reyes"


def test_an_introduction_that_waits_is_on_the_homes_of_giver_and_manager(books: World):
    introduces(books, "Acme")
    for who in ("UDANA", "UMEL"):
        said = home_of(books, who)
        assert "*Introductions waiting*: 1" in said
        assert WAITS in said
    assert "*Waiting for you*" in home_of(books, "UKIM")
    assert "Introductions waiting" not in home_of(books, "UKIM"), "it waits for a tap of hers"
    books.press(HANDOFF_ACCEPT, HandoffRef(1).pack(), by="UKIM")
    books.slack.calls.clear()
    books.deliver()
    painted = {c["user_id"]: text_of(c["view"]) for c in books.slack.made("views.publish")}
    assert "Introductions waiting" not in painted["UDANA"], "painted again by itself"
    assert "Introductions waiting" not in home_of(books, "UMEL")


def test_one_that_was_asked_back_waits_for_its_giver_and_their_manager_sees_it(books: World):
    introduces(books, "Acme")
    books.press(HANDOFF_ASK, HandoffRef(1).pack(), by="UKIM")
    books.submit(books.modal, {"text": "who decides?"}, by="UKIM")
    assert "Introductions waiting" not in home_of(books, "UDANA"), "it waits for a tap of hers"
    assert f"{WAITS}, asks back" in home_of(books, "UMEL")


def test_todays_list_begins_with_the_mornings_message_as_it_stands(books: World):
    """More is due than a morning holds."""
    assert "*1 account due* of 3 in your book" in home_of(books, "UDANA")
    for n in range(9):
        books.account(f"Later {n}", last="2026-10-20")
    books.now = datetime(2026, 11, 19, 14, 30, tzinfo=UTC)
    books.tick()
    books.deliver()
    dana = books.rows(tables.Person, tables.Person.email == "dana@x.com")[0].id
    named = [p for p in books.rows(tables.Nudge) if p.state == "sent" and p.rep_id == dana]
    said = home_of(books, "UDANA")
    assert len(named) == 5
    assert "*5 today*, as this morning's message has it; *5 more due* of 12 in your book" in said
    names = {a.id: a.name for a in books.rows(tables.Account)}
    at = [said.index(f"*{names[p.account_id]}*") for p in named]
    assert at == sorted(at), "in its order"
    rest = [said.index(f"*{n}*") for n in names.values() if f"*{n}*" in said]
    assert max(at) < min(set(rest) - set(at)), "before what is due beside it"
    assert "*Acme* · A · last time (Oct 10): “the numbers”" in said, "why it stands there"
    books.command("/log acme called, happy", by="UDANA")
    said = home_of(books, "UDANA")
    assert "*4 today*, as this morning's message has it (1 done)" in said
    assert "*Acme* · A · last time" not in said
