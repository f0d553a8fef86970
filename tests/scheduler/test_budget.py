"""How many messages: whatever waits for somebody goes out in one, with the first that goes to them."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from messages.carried import AccountRef, WorryRef
from messages.handoffs import HANDOFF_ACCEPT
from messages.introduced import HANDOFF_OPEN
from messages.needs import DIGEST_WORRY
from rules.delivery.own import Own
from rules.delivery.seats import CARRIES, DECISIONS, RIDES, SEATS, Seat, held_until, planned_for, said_by
from rules.facts.sends import ACCEPTED, ASKED
from rules.policy import Policy
from rules.records import Person
from scheduler import along
from scheduler.midday import THINGS
from scheduler.render import SAYS
from scheduler.waiting import KINDS
from storage import outbox, people, tables
from storage.backup import reconcile_all
from storage.introduced import get as handoff_of
from tests.builders import a_person

from ..world import World, text_of

ROOT = Path(__file__).parents[2]
POLICY = Policy()
IN_A_BUNDLE = {ASKED, ACCEPTED}
"""What waits without a message of its own: it is a thing of the bundle at midday."""
NOW = datetime(2026, 11, 18, 15, tzinfo=UTC)  # Wednesday 10:00 in New York


def test_each_kind_of_message_has_its_seat():
    assert SAYS.keys() - {"home"} == SEATS.keys(), "a line in rules/delivery/seats.py for each kind"
    assert DECISIONS <= RIDES <= CARRIES


def _says_that_wait() -> set[str]:
    """The kinds of messages that carry the buttons of what waits for a tap, as the code that writes them
    says; and what says so once more."""
    found = {"waits"}
    for path in (*ROOT.glob("storage/*.py"), *ROOT.glob("scheduler/*.py")):
        for there in ast.walk(ast.parse(path.read_text())):
            asks = ("waiting.ask(", "waiting.carried(")
            if isinstance(there, ast.FunctionDef) and any(call in ast.unparse(there) for call in asks):
                found |= set(re.findall(r"say='(\w+)'", ast.unparse(there)))
    return found


def test_each_message_that_waits_for_a_tap_is_counted_as_a_decision():
    waits = _says_that_wait()
    own = KINDS.keys() - IN_A_BUNDLE
    assert len(waits) == len(own) + 1, "one for each kind of what waits with a message of its own"
    assert any(thing.word == "send" and thing.decides for thing in THINGS)
    assert waits == DECISIONS, "a word in DECISIONS of rules/delivery/seats.py for each"
    assert {say for say in SEATS if SEATS[say] is Seat.BUNDLE} >= DECISIONS


def new_york(leads: bool = False, **given: Any) -> Person:
    return a_person(zone="America/New_York", country="US", leads=leads, **given)


@pytest.mark.parametrize(
    ("say", "now", "due"),
    [
        ("asked", (2026, 11, 18, 15), (2026, 11, 18, 18)),
        ("asked", (2026, 11, 18, 18), (2026, 11, 19, 18)),
        ("handoff_became", (2026, 11, 18, 15), (2026, 11, 19, 18)),  # the morning is over: the next one's
        ("handoff_became", (2026, 11, 19, 3), (2026, 11, 19, 18)),
        ("handoff_became", (2026, 11, 20, 23), (2026, 11, 23, 18)),
        ("often", (2026, 11, 18, 15), (2026, 11, 18, 15)),
        ("notice", (2026, 11, 21, 3), (2026, 11, 21, 3)),
    ],
)
def test_when_a_kind_goes_out_by_itself(say: str, now: tuple[int, ...], due: tuple[int, ...]):
    at = planned_for(say, datetime(*now, tzinfo=UTC), new_york(), POLICY)  # type: ignore[misc]
    assert at == datetime(*due, tzinfo=UTC)  # type: ignore[misc]


def test_who_leads_has_one_message_a_day_and_a_rep_a_bundle_beside_the_morning():
    at = datetime(2026, 11, 18, 18, tzinfo=UTC)
    next_one = at + timedelta(days=1)
    assert held_until(at, new_york(), {"nudge"}, POLICY) is None
    assert held_until(at, new_york(), {"told"}, POLICY) == next_one
    for had in ("nudge", "digest", "told"):
        assert held_until(at, new_york(leads=True), {had}, POLICY) == next_one
    assert said_by(NOW, new_york(leads=True), {"nudge"}, POLICY).day == 19
    assert said_by(NOW, new_york(), {"nudge"}, POLICY).day == 18


def test_on_friday_what_waits_for_whoever_leads_goes_with_the_summary():
    at, kept = datetime(2026, 11, 20, 18, tzinfo=UTC), datetime(2026, 11, 20, 21, tzinfo=UTC)
    assert held_until(at, new_york(), set(), POLICY) is None
    assert held_until(at, new_york(leads=True), set(), POLICY) == kept, (
        "half an hour past it, should none come"
    )
    assert held_until(kept, new_york(leads=True), set(), POLICY) is None
    assert held_until(kept, new_york(leads=True), {"friday"}, POLICY) == datetime(
        2026, 11, 23, 18, tzinfo=UTC
    )
    for clock, until in (("17:30", (20, 23, 0)), ("18:00", (20, 23, 30)), ("23:45", (21, 4, 59))):
        late, last = new_york(leads=True, own=Own(friday_at=clock)), datetime(2026, 11, *until, tzinfo=UTC)
        assert held_until(at, late, set(), POLICY) == last
        assert held_until(last, late, set(), POLICY) is None, "past the evening, and still that day"
        assert held_until(last, late, {"friday"}, POLICY) == datetime(2026, 11, 23, 18, tzinfo=UTC)
    off = new_york(leads=True, own=Own(friday=False))
    assert held_until(at, off, set(), POLICY) is None


@pytest.fixture
def given(world: World) -> World:
    """Nobody's morning or Monday comes by itself."""
    for n in range(6):
        world.account(f"Co {n}", owner="dana@x.com", last="2026-11-16")
    return world


def person(world: World, who: str) -> Person:
    with world.tend.database.reading() as session:
        return next(p for p in people.everyone(session, 1) if p.email == f"{who}@x.com")


def ask(world: World, account: int = 1, text: str = "what is next?", by: str = "UMEL") -> None:
    world.press(DIGEST_WORRY, WorryRef(account, "ask").pack(), by=by, option=True)
    world.submit(world.modal, {"text": text}, by=by)


def introduce(world: World, account: int, by: str = "UDANA", to: str = "kim") -> None:
    world.press(HANDOFF_OPEN, AccountRef(account).pack(), by=by)
    world.submit(world.modal, {"receiver": person(world, to).id}, by=by)


def got(world: World, channel: str) -> list[dict[str, Any]]:
    return [m for m in world.slack.posted if m["channel"] == channel]


def at(world: World, day: int, hour: int, minute: int = 0) -> None:
    """An hour of November in New York."""
    world.now = datetime(2026, 11, day, hour + 5, minute, tzinfo=UTC)
    world.tick()
    world.deliver()


def test_all_that_waits_is_one_message_at_13(given: World):
    ask(given)
    ask(given, 2, "and here?")
    given.command("/log co 1 called, happy", by="UKIM")
    given.deliver()
    assert not got(given, "DDANA")
    at(given, 18, 13)
    (bundle,) = got(given, "DDANA")
    for part in ("what is next?", "and here?", "Kim Cho logged a call"):
        assert part in text_of(bundle)
    assert {r.state for r in given.rows(tables.Outbox, tables.Outbox.kind == "post")} == {"sent"}


def test_it_rides_in_the_morning_message_where_one_goes_before(given: World):
    given.now = datetime(2026, 11, 18, 20, tzinfo=UTC)
    given.account("Late", owner="dana@x.com", last="2026-10-01")
    ask(given)
    at(given, 19, 8, 45)
    (morning,) = got(given, "DDANA")
    assert "1 today" in text_of(morning)
    assert "what is next?" in text_of(morning)
    at(given, 19, 13)
    assert len(got(given, "DDANA")) == 1
    given.command("/log late called, happy", by="UDANA")
    given.deliver()
    painted = text_of(given.slack.made("chat.update")[-1])
    assert "logged" in painted
    assert "what is next?" in painted, "painted again with all that is in it"


def test_an_answer_is_shown_in_the_message_that_held_the_question(given: World):
    ask(given)
    introduce(given, 3, by="UMEL", to="kim")
    given.bring()
    (bundle,) = got(given, "DDANA")
    question = given.rows(tables.Question)[0]
    given.press("ask.answer", f'{{"question":{question.id}}}', by="UDANA")
    given.submit(given.modal, {"text": "a demo"}, by="UDANA")
    given.deliver()
    painted = given.slack.made("chat.update")[-1]
    assert painted["ts"] == bundle["ts"]
    assert "a demo" in text_of(painted)
    assert "Mel Manager introduces Kim Cho" in text_of(painted), "and the rest of it"


def test_a_manager_has_one_a_working_day_and_on_monday_it_is_the_digest(given: World):
    ask(given)
    given.bring()
    question = given.rows(tables.Question)[0]
    for day in (20, 23, 24):
        given.now = datetime(2026, 11, day, 12, tzinfo=UTC)
        given.press("ask.answer", f'{{"question":{question.id}}}', by="UDANA")
        given.submit(given.modal, {"text": f"on the {day}"}, by="UDANA")
        for hour, minute in ((8, 31), (13, 0), (17, 0)):
            before = len(got(given, "DMEL"))
            at(given, day, hour, minute)
            if got(given, "DMEL")[before:]:
                assert (day, hour) in {(20, 17), (23, 8), (24, 13)}, "on Friday past its summary"
    friday, monday, tuesday = got(given, "DMEL")
    assert "on the 20" in text_of(friday)
    assert "reached" in text_of(monday) or "rhythm" in text_of(monday)
    assert "on the 23" in text_of(monday), "inside the digest"
    assert "on the 24" in text_of(tuesday)


def test_three_decisions_at_most_the_rest_is_on_home_and_in_the_next(given: World):
    for n in range(1, 6):
        introduce(given, n)
    at(given, 18, 13)
    (first,) = got(given, "DKIM")
    assert text_of(first).count(HANDOFF_ACCEPT) == 3
    assert "2 more wait for you on Home." in text_of(first)
    at(given, 19, 13)
    assert text_of(got(given, "DKIM")[1]).count(HANDOFF_ACCEPT) == 2


def test_what_is_refused_goes_again_with_all_that_was_in_it(given: World):
    ask(given)
    given.command("/log co 1 called, happy", by="UKIM")
    given.slack.drop("chat.postMessage")
    at(given, 18, 13)
    assert {r.state for r in given.rows(tables.Outbox, tables.Outbox.kind == "post")} == {"sending", "riding"}
    for _ in range(4):
        given.time.pass_for(130)
        given.deliver()
    (bundle,) = got(given, "DDANA")
    assert "what is next?" in text_of(bundle)
    assert "Kim Cho logged a call" in text_of(bundle)


def test_what_rides_in_a_message_that_is_not_wanted_waits_for_the_next(given: World):
    ask(given)
    with given.tend.database.transaction() as session:
        rows = given.rows(tables.Outbox, tables.Outbox.kind == "post")
        row = outbox.row(session, 1, rows[0].id)
        made = outbox.enqueue(
            session, 1, "lines:x", say="lines", payload={"lines": []}, now=given.now, person_id=row.person_id
        )
        session.connection().exec_driver_sql(
            f"UPDATE outbox SET state = 'riding', rides_id = {made} WHERE id = {row.id}"
        )
    given.deliver()  # it has nothing to say
    assert [r.state for r in given.rows(tables.Outbox, tables.Outbox.kind == "post")] == ["due", "dropped"]
    at(given, 18, 13)
    assert "what is next?" in text_of(got(given, "DDANA")[0])


def test_without_the_seats_each_came_by_itself(given: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(along.riding, "waiting", lambda *_: [])
    ask(given)
    ask(given, 2)
    at(given, 18, 13)
    assert len(got(given, "DDANA")) == 1
    assert "due" in {r.state for r in given.rows(tables.Outbox, tables.Outbox.kind == "post")}, "one a day"


def test_after_a_restore_what_rode_is_found_in_what_it_rode_in(given: World):
    """The backup was made before the message went: its parts are looked up by their own keys."""
    ask(given)
    introduce(given, 3, by="UMEL", to="kim")
    at(given, 18, 13)
    assert len(got(given, "DDANA")) == 1
    with given.tend.database.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE outbox SET state = 'due', ts = '', channel = '', tries = 0, first_try_at = NULL, "
            "rides_id = NULL, sent_at = NULL WHERE workspace_id = 1 AND kind = 'post'"
        )
        reconcile_all(session, 1, given.time.at, given.now)
    given.die()
    for _ in range(4):
        given.time.pass_for(130)
        given.deliver()
    assert len(got(given, "DDANA")) == 1
    mine = [r for r in given.rows(tables.Outbox, tables.Outbox.kind == "post") if r.channel == "DDANA"]
    assert {r.state for r in mine} == {"sent"}
    assert len([r for r in mine if r.rides_id is None]) == 1, "one whole, the others its parts"


def test_a_message_that_waits_is_not_said_once_its_ground_is_gone(given: World):
    introduce(given, 1)
    ask(given, 2, by="UMEL")
    given.press("handoff.withdraw", '{"handoff":1}', by="UDANA")
    at(given, 18, 13)
    assert not got(given, "DKIM")
    with given.tend.database.reading() as session:
        assert handoff_of(session, 1, 1).became == "withdrawn"  # type: ignore[union-attr]
