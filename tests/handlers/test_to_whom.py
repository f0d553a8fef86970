"""Somebody leaves: after a working day their accounts are the manager's, who says to whom they go; receivers
accept, and their first touches are spread. What comes back, and what stays."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from handlers import changing_hands
from messages.acts import ACT_UNDO, ActRef
from messages.approvals import APPROVAL_BACK, LooseningRef
from messages.carried import WorryRef
from messages.handoffs import HANDOFF_ACCEPT, HANDOFF_ASK, HandoffRef
from messages.needs import DIGEST_WORRY
from messages.offered_accounts import OFFER_ALL, OFFER_BRIEF, OFFER_LIST
from messages.to_whom import (
    TO_WHOM_ALL,
    TO_WHOM_CHOOSE,
    TO_WHOM_KEEP,
    TO_WHOM_LIST,
    TO_WHOM_ONE,
    ChangeoverRef,
    LineRef,
)
from rules.changeovers import MANY
from scheduler.link_people import link_people
from scheduler.offered_accounts import unanswered
from storage import tables, waiting, workspaces

from ..storage.test_merging import merge
from ..world import World, text_of
from .test_approvals import change
from .test_ours import open_, person, standings, undo

ONE = ChangeoverRef(1).pack()
FRIDAY = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


def switch(world: World, who: str, off: bool = True) -> None:
    """Somebody is switched off in Slack, or on again; the worker sees it."""
    for user in world.slack.users:
        if user["id"] == f"U{who}":
            user["deleted"] = off
    link_people(world.tend.services, world.slack)
    world.tick()


def at(world: World, now: datetime) -> None:
    world.now = now
    world.tick()


def owners(world: World) -> Counter[str]:
    named = {p.id: p.name.split()[0] for p in world.rows(tables.Person)}
    return Counter(named[a.owner_id] for a in world.rows(tables.Account))


def many(world: World, count: int, owner: str = "dana@x.com", tiers: Sequence[str] = "ABC") -> None:
    rows = [
        {
            "name": f"Customer {n:03}",
            "owner_email": owner,
            "tier": tiers[n % len(tiers)],
            "started_on": "2024-01-10",
            "annual_revenue": str(1000 * (n + 1)),
            "currency": "USD",
        }
        for n in range(count)
    ]
    assert not world.load(world.write("accounts", *rows)).problems


def told(world: World, who: str) -> str:
    world.bring()
    return "\n".join(text_of(m) for m in world.slack.posted if m["channel"] == f"D{who}")


def pressed(world: World, action: str, value: str, by: str = "UMEL", **given: Any) -> str:
    world.sent.clear()
    world.press(action, value, by=by, **given)
    return text_of(world.sent[-1])


@pytest.fixture
def gone(world: World) -> World:
    """Dana was switched off on Wednesday; on Friday her three accounts are Mel's."""
    for name, tier in (("Acme", "A"), ("Globex", "B"), ("Initech", "C")):
        world.account(name, tier=tier, last="2026-10-01", industry="food")
    world.account("Foodco", owner="kim@x.com", last="2026-11-10", industry="food")
    switch(world, "DANA")
    at(world, FRIDAY)
    return world


def test_after_one_working_day_the_accounts_are_the_managers_who_is_asked_to_whom(world: World):
    world.account("Acme", last="2026-10-01")
    switch(world, "DANA")
    assert owners(world) == {"Dana": 1}
    at(world, datetime(2026, 11, 20, 4, 59, tzinfo=UTC))  # Thursday night in New York
    assert owners(world) == {"Dana": 1}
    at(world, datetime(2026, 11, 20, 5, 0, tzinfo=UTC))
    assert owners(world) == {"Mel": 1}
    assert "Dana Reyes left*: 1 account of theirs is yours" in told(world, "MEL")
    history = text_of(world.command("/account acme history", by="UMEL"))
    assert "Tend gave it to another owner: Owner Dana Reyes → Mel Manager" in history


def test_what_comes_to_somebody_who_left_behind_the_rest_goes_on_at_once(world: World):
    acme = world.account("Acme", tier="B", last="2026-10-01")
    world.account("Globex", last="2026-10-01")
    change(world, acme, status="churned", reason="they left")
    open_(world, "leave", "dana", by="UMEL")
    world.submit(world.modal, {}, by="UMEL")
    world.tick()
    assert owners(world) == {"Mel": 1, "Dana": 1}, "what is churned stays where it was"
    world.now += timedelta(days=4)
    held = world.rows(tables.Loosening)[-1]
    pressed(world, APPROVAL_BACK, LooseningRef(held.id).pack())
    world.tick()
    assert owners(world) == {"Mel": 2}


@pytest.mark.parametrize(
    ("seen", "moves"),
    [
        (
            datetime(2026, 11, 20, 15, tzinfo=UTC),
            datetime(2026, 11, 24, 5, tzinfo=UTC),
        ),  # Friday: after Monday
        (datetime(2026, 11, 21, 15, tzinfo=UTC), datetime(2026, 11, 24, 5, tzinfo=UTC)),  # Saturday
        (
            datetime(2026, 11, 25, 15, tzinfo=UTC),
            datetime(2026, 11, 28, 5, tzinfo=UTC),
        ),  # before Thanksgiving
    ],
)
def test_weekends_and_public_holidays_are_no_working_day(world: World, seen: datetime, moves: datetime):
    world.account("Acme")
    world.now = seen
    switch(world, "DANA")
    at(world, moves - timedelta(minutes=1))
    assert owners(world) == {"Dana": 1}
    at(world, moves)
    assert owners(world) == {"Mel": 1}


def test_who_is_back_within_it_keeps_everything(world: World):
    world.account("Acme", last="2026-10-01")
    before = standings(world)
    switch(world, "DANA")
    switch(world, "DANA", off=False)
    at(world, FRIDAY + timedelta(days=5))
    assert owners(world) == {"Dana": 1}
    assert standings(world) == before
    assert not world.rows(tables.Audit, tables.Audit.did == "switched off")
    switch(world, "DANA")
    at(world, world.now + timedelta(days=4))
    assert owners(world) == {"Mel": 1}, "a second time counts anew"


def test_all_are_introduced_as_proposed_accepted_and_first_touches_come_in_turn(gone: World):
    world = gone
    seen = text_of(world.command("/account to-whom", by="UMEL"))
    assert "Dana Reyes left*: 3 accounts of theirs are yours" in seen
    assert "→ *Kim Cho*: in your team; 1 in food" in seen
    assert seen.index("Acme") < seen.index("Globex") < seen.index("Initech")
    assert "✅ Introduced: Kim Cho for 3." in pressed(world, TO_WHOM_ALL, ONE)
    assert owners(world) == {"Mel": 3, "Kim": 1}, "theirs once accepted"
    assert "decided meanwhile" in pressed(world, TO_WHOM_ALL, ONE) or "No account" in text_of(world.sent[-1])
    asked = told(world, "KIM")
    assert "introduces you as next expert for *3 accounts that Dana Reyes had*" in asked
    assert asked.count("introduces you as next expert for *") == 1, "in one message"
    listed = pressed(world, OFFER_LIST, ONE, by="UKIM")
    assert listed.index("Acme") < listed.index("Globex")
    assert "What went well" in pressed(
        world, OFFER_BRIEF, HandoffRef(1).pack(), by="UKIM"
    ) or "Last talk" in (text_of(world.sent[-1]))
    assert "✅ 3 accounts are yours." in pressed(world, OFFER_ALL, ONE, by="UKIM")
    assert owners(world) == {"Kim": 4}
    assert "Nothing of that waits" in pressed(world, OFFER_ALL, ONE, by="UKIM")
    by = {h.account_id: h.greet_by for h in world.rows(tables.Handoff)}
    assert list(by.values()) == [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 3)]
    assert all(w.state != "open" for w in world.rows(tables.Waiting))
    assert "Kim Cho accepted 3 accounts of Dana Reyes" in told(world, "MEL")
    painted = " ".join(text_of(m) for m in world.slack.made("chat.update"))
    assert "✅ You answered these introductions." in painted
    act = ActRef(world.rows(tables.Audit, tables.Audit.did == "reassigned")[-1].id, "history").pack()
    assert "↩️ Undone: Owner Kim Cho → Mel Manager" in pressed(world, ACT_UNDO, act, by="UKIM")
    assert owners(world) == {"Mel": 1, "Kim": 3}


def test_one_is_given_to_another_one_is_kept_and_one_is_introduced(gone: World):
    world = gone
    zone = {"timezone": "America/New_York", "country": "US"}
    world.people(
        {"email": "lee@x.com", "name": "Lee Park", "role": "rep", "manager_email": "mel@x.com", **zone}
    )
    lines = {r.account_id: r.id for r in world.rows(tables.ChangeoverAccount)}
    acme, globex, initech = (lines[a.id] for a in world.rows(tables.Account)[:3])
    lee = person(world, "lee").id
    chosen = LineRef(acme, to=lee).pack()
    assert "*Acme*: Lee Park is proposed now." in pressed(world, TO_WHOM_CHOOSE, chosen, option=True)
    assert "*Globex* stays with you." in pressed(world, TO_WHOM_KEEP, LineRef(globex).pack())
    assert "✅ Introduced: Lee Park for 1." in pressed(world, TO_WHOM_ONE, LineRef(acme).pack())
    assert "decided on meanwhile" in pressed(world, TO_WHOM_ONE, LineRef(acme).pack())
    assert "Acme" not in pressed(world, TO_WHOM_LIST, ONE)
    pressed(world, TO_WHOM_ONE, LineRef(initech).pack())
    assert all(w.state != "open" for w in world.rows(tables.Waiting, tables.Waiting.kind == "to whom"))
    pressed(world, HANDOFF_ACCEPT, HandoffRef(1).pack(), by="ULEE")
    world.press(HANDOFF_ASK, HandoffRef(2).pack(), by="UKIM")
    world.submit(world.modal, {"text": "who decides there?"}, by="UKIM")
    assert owners(world) == {"Lee": 1, "Mel": 2, "Kim": 1}
    assert "who decides there?" in told(world, "MEL"), "whoever has it answers for who is gone"


def test_how_much_somebody_does_is_told_of_ones_own_people_alone(gone: World):
    world, zone = gone, {"timezone": "America/New_York", "country": "US"}
    world.people(
        {"email": "ned@x.com", "name": "Ned Other", "role": "manager", "manager_email": "", **zone},
        {"email": "pat@x.com", "name": "Pat Under", "role": "rep", "manager_email": "ned@x.com", **zone},
    )
    world.account("Patco", owner="pat@x.com", last="2026-11-10", industry="food")
    assert "touches a week, makes" not in pressed(world, TO_WHOM_LIST, ONE), "figures are the team's"
    world.set(figures_by_name="US: by name")
    assert "touches a week, makes" in pressed(world, TO_WHOM_LIST, ONE), "Kim is of Mel's team"
    pat = person(world, "pat").id
    for row in world.rows(tables.ChangeoverAccount):
        pressed(world, TO_WHOM_CHOOSE, LineRef(row.id, to=pat).pack(), option=True)
    seen = pressed(world, TO_WHOM_LIST, ONE)
    assert "Pat Under" in seen
    assert "touches a week, makes" not in seen, "Pat is not"


def test_only_who_has_them_says_to_whom_they_go(gone: World):
    world = gone
    zone = {"timezone": "America/New_York", "country": "US"}
    world.people({"email": "ned@x.com", "name": "Ned Other", "role": "manager", "manager_email": "", **zone})
    line = LineRef(world.rows(tables.ChangeoverAccount)[0].id, to=person(world, "ned").id).pack()
    for by in ("UKIM", "UNED"):
        for action, value in (
            (TO_WHOM_ALL, ONE),
            (TO_WHOM_LIST, ONE),
            (TO_WHOM_ONE, line),
            (TO_WHOM_KEEP, line),
            (TO_WHOM_CHOOSE, line),
        ):
            assert "Only whoever has these accounts now" in pressed(world, action, value, by=by), action
    assert "Managers and admins" in text_of(world.command("/account to-whom", by="UKIM"))
    assert "No account of somebody who left" in text_of(world.command("/account to-whom", by="UNED"))
    assert not world.rows(tables.Handoff)
    pressed(world, TO_WHOM_ALL, ONE, by="UADA")
    assert "answered, or were taken back" in pressed(world, OFFER_LIST, ONE, by="UNED")
    assert "Nothing of that waits" in pressed(world, OFFER_ALL, ONE, by="UNED")
    assert "Only whom it waits for" in pressed(world, OFFER_BRIEF, HandoffRef(1).pack(), by="UNED")


def test_two_that_were_merged_are_one_line(gone: World):
    world = gone
    acme, globex, initech = (a.id for a in world.rows(tables.Account)[:3])
    merge(world, globex, acme, by=2)
    at(world, FRIDAY + timedelta(minutes=1))
    listed = pressed(world, TO_WHOM_LIST, ONE)
    assert listed.count("*Acme*") == 1
    assert "✅ Introduced: Kim Cho for 2." in pressed(world, TO_WHOM_ALL, ONE)
    assert [h.account_id for h in world.rows(tables.Handoff)] == [acme, initech]


def test_one_that_stays_stays_with_both_its_lines(gone: World):
    world = gone
    acme, globex, _ = (a.id for a in world.rows(tables.Account)[:3])
    first, second, _ = (x.id for x in world.rows(tables.ChangeoverAccount))
    merge(world, globex, acme, by=2)
    assert "decided on meanwhile" in pressed(world, TO_WHOM_KEEP, LineRef(first).pack())
    assert "*Acme* stays with you." in pressed(world, TO_WHOM_KEEP, LineRef(second).pack())
    assert "Acme" not in pressed(world, TO_WHOM_LIST, ONE)


def test_one_that_went_into_anothers_is_not_offered(gone: World):
    world = gone
    merge(world, 1, 4, by=2)
    assert "*Foodco*" not in pressed(world, TO_WHOM_LIST, ONE)


def test_who_comes_back_within_the_week_has_what_nobody_moved(gone: World):
    world = gone
    pressed(world, TO_WHOM_ALL, ONE)
    pressed(world, HANDOFF_ACCEPT, HandoffRef(1).pack(), by="UKIM")
    world.now += timedelta(days=6)
    switch(world, "DANA", off=False)
    assert owners(world) == {"Dana": 2, "Kim": 2}
    assert [h.became for h in world.rows(tables.Handoff)] == ["accepted", "withdrawn", "withdrawn"]
    assert "Dana Reyes is with us again: 2 accounts went back. 1 account went another way" in told(
        world, "MEL"
    )
    assert all(w.state != "open" for w in world.rows(tables.Waiting))


def test_after_the_week_they_stay(gone: World):
    gone.now += timedelta(days=7, minutes=1)
    switch(gone, "DANA", off=False)
    assert owners(gone) == {"Mel": 3, "Kim": 1}


def test_who_is_still_switched_off_is_not_brought_back_by_undo(gone: World):
    assert "Slack has switched them off" in undo(gone, "switched off", by="UMEL")
    assert owners(gone) == {"Mel": 3, "Kim": 1}


def test_undone_by_hand_a_manager_who_is_back_has_their_people_too(world: World):
    world.account("Acme", owner="mel@x.com")
    switch(world, "MEL")
    at(world, FRIDAY)
    assert owners(world) == {"Ada": 1}
    for user in world.slack.users:
        user["deleted"] = False
    link_people(world.tend.services, world.slack)  # seen, and not carried on yet
    assert "1 account came back" in undo(world, "switched off", by="UADA")
    assert owners(world) == {"Mel": 1}
    assert person(world, "dana").manager_id == person(world, "mel").id


def test_past_weeks_stay_as_they_were(gone: World):
    world = gone
    before = [s for s in standings(world) if "2024" in s]
    pressed(world, TO_WHOM_ALL, ONE)
    pressed(world, OFFER_ALL, ONE, by="UKIM")
    assert [s for s in standings(world) if "2024" in s] == before
    dana, mel = person(world, "dana").id, person(world, "mel").id
    acme = [s for s in world.rows(tables.Standing) if s.account_id == 1]
    assert acme[0].owner_id == dana
    assert acme[-1].from_on == date(2026, 11, 20)
    assert mel


def test_without_a_manager_an_admin_has_them(world: World):
    world.account("Acme", owner="mel@x.com")
    world.account("Globex", owner="ada@x.com")
    switch(world, "MEL")
    at(world, FRIDAY)
    assert owners(world) == {"Ada": 2}
    assert person(world, "dana").manager_id == person(world, "ada").id, "their people go on, too"
    switch(world, "MEL", off=False)
    assert person(world, "dana").manager_id == person(world, "mel").id


def test_where_the_manager_left_too_it_is_theirs(world: World):
    world.account("Acme")
    world.account("Globex", owner="mel@x.com")
    switch(world, "DANA")
    world.now += timedelta(hours=1)
    switch(world, "MEL")
    at(world, FRIDAY)
    assert owners(world) == {"Ada": 2}
    assert told(world, "ADA").count("*To whom?*") == 2


def test_nobody_there_to_take_them_they_wait_a_day_at_a_time(world: World):
    world.account("Globex", owner="ada@x.com")
    switch(world, "ADA")
    at(world, FRIDAY)
    assert owners(world) == {"Ada": 1}
    with world.tend.database.transaction() as session:
        kim = session.get(tables.Person, person(world, "kim").id)
        assert kim
        kim.role, kim.is_admin = "admin", True
        session.add(kim)
    at(world, FRIDAY + timedelta(days=4))
    assert owners(world) == {"Kim": 1}


@pytest.mark.parametrize("count", [0, 1, 100, 250])
def test_however_many_they_go_and_come_back_in_short_transactions(world: World, count: int):
    if count:
        many(world, count)
    before, longest = standings(world), timed(world)
    world.submit(open_(world, "leave", "dana", by="UADA"), {}, by="UADA")
    went = owners(world)["Mel"]
    assert went == min(count, 25 * (1 + changing_hands.CHUNKS))
    world.tick()
    assert owners(world)["Mel"] == count
    assert bool(world.rows(tables.Waiting, tables.Waiting.kind == "to whom")) == bool(count)
    assert "Dana Reyes is with us again." in undo(world, "left us", by="UADA")
    world.tick()
    assert owners(world)["Dana"] == count
    assert standings(world) == before
    assert max(longest) < 1.5, sorted(longest)[-5:]  # 0.2 s here: of a machine a few times as slow


def timed(world: World) -> list[float]:
    """How long each transaction stood, by the processor's time: other work of the machine is none of it."""
    stood, real = list[float](), world.tend.services.transaction
    world.tend.services = replace(
        world.tend.services, transaction=lambda *given, **named: _Timed(real(*given, **named), stood)
    )
    return stood


class _Timed:
    def __init__(self, inner: Any, stood: list[float]) -> None:
        self.inner, self.stood = inner, stood

    def __enter__(self) -> Any:
        self.began = time.thread_time()
        return self.inner.__enter__()

    def __exit__(self, *why: Any) -> Any:
        self.stood.append(time.thread_time() - self.began)
        return self.inner.__exit__(*why)


def test_what_a_restart_left_is_finished_by_the_worker(world: World, monkeypatch: pytest.MonkeyPatch):
    many(world, 60)
    monkeypatch.setattr(changing_hands, "CHUNKS", 0)  # it dies after the first
    world.submit(open_(world, "leave", "dana", by="UADA"), {}, by="UADA")
    assert owners(world) == {"Mel": 25, "Dana": 35}
    world.tick()
    assert owners(world) == {"Mel": 60}


def test_many_first_touches_never_fill_a_receivers_morning(world: World):
    many(world, 40)
    world.account("Foodco", owner="kim@x.com", last="2026-11-18")
    switch(world, "DANA")
    at(world, FRIDAY)
    pressed(world, TO_WHOM_ALL, ONE)
    assert pressed(world, OFFER_ALL, ONE, by="UKIM").count("40 accounts are yours")
    handoffs = world.rows(tables.Handoff)
    per_day = Counter(h.greet_by for h in handoffs if h.greet_by)
    assert len(per_day) == 15
    assert max(per_day.values()) == 2, "the places of a morning for days of their own"
    assert sum(h.greet_by is None for h in handoffs) == 10
    tier = {a.id: a.tier for a in world.rows(tables.Account)}
    first = [tier[h.account_id] for h in sorted(handoffs, key=lambda h: h.greet_by or date.max)]
    assert first == sorted(first), "A first"


def test_what_nobody_takes_in_time_is_asked_anew(gone: World):
    world = gone
    pressed(world, TO_WHOM_ALL, ONE)
    world.bring()
    world.now += timedelta(days=19)
    world.tick()
    assert {h.became for h in world.rows(tables.Handoff)} == {"expired"}
    assert "Kim Cho did not take 3 introductions to accounts of Dana Reyes in time." in told(world, "MEL")
    assert "You did not take 3 introductions" in told(world, "KIM")
    assert "→ *Kim Cho*" in text_of(world.command("/account to-whom", by="UMEL"))


def test_who_took_all_that_there_was_to_take_is_done(gone: World):
    world = gone
    pressed(world, TO_WHOM_ALL, ONE)
    world.account("Globex", owner="ada@x.com")  # given to another meanwhile
    acme, _, initech = (world.rows(tables.Account)[n].id for n in range(3))
    handoffs = {h.account_id: h.id for h in world.rows(tables.Handoff)}
    pressed(world, HANDOFF_ACCEPT, HandoffRef(handoffs[acme]).pack(), by="UKIM")
    (wait,) = world.rows(tables.Waiting, tables.Waiting.kind == MANY)
    assert wait.state == "open", "one is left to take"
    pressed(world, HANDOFF_ACCEPT, HandoffRef(handoffs[initech]).pack(), by="UKIM")
    (wait,) = world.rows(tables.Waiting, tables.Waiting.kind == MANY)
    assert wait.state == "accepted"


def test_nobody_is_told_of_for_what_went_another_way_and_who_was_chosen_stays(gone: World):
    world, zone = gone, {"timezone": "America/New_York", "country": "US"}
    world.people(
        {"email": "lee@x.com", "name": "Lee Park", "role": "rep", "manager_email": "mel@x.com", **zone}
    )
    lines = {r.account_id: r.id for r in world.rows(tables.ChangeoverAccount)}
    acme, globex, initech = (lines[a.id] for a in world.rows(tables.Account)[:3])
    for line in (acme, globex):
        pressed(world, TO_WHOM_ONE, LineRef(line).pack())
    lee = person(world, "lee").id
    pressed(world, TO_WHOM_CHOOSE, LineRef(initech, to=lee).pack(), option=True)
    world.account("Globex", owner="ada@x.com")
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        (wait,) = waiting.of_subject(session, ws.id, (MANY,), 1)
        unanswered(session, ws, wait, world.now)
    assert {h.became for h in world.rows(tables.Handoff)} == {"expired"}
    assert "did not take 1 introduction" in told(world, "MEL")
    (chosen,) = (r.receiver_id for r in world.rows(tables.ChangeoverAccount) if r.id == initech)
    assert chosen == lee, "whom somebody chose is not proposed over"


def test_a_receiver_who_leaves_gives_them_back_at_once(gone: World):
    world = gone
    pressed(world, TO_WHOM_ALL, ONE)
    switch(world, "KIM")
    assert all(h.became for h in world.rows(tables.Handoff))
    assert "Kim Cho did not take 3 introductions" in told(world, "MEL")
    assert "Nobody is proposed" in text_of(world.command("/account to-whom", by="UMEL"))


@pytest.mark.parametrize(
    ("by", "said"), [("UADA", "Ada Admin asks"), ("UMEL", "did not answer what you asked")]
)
def test_what_they_were_asked_goes_on_at_once(world: World, by: str, said: str):
    acme = world.account("Acme", last="2026-10-01")
    ask = WorryRef(acme, "ask").pack()
    world.press(DIGEST_WORRY, ask, by=by, option=True)
    world.submit(world.modal, {"text": "who decides there?"}, by=by)
    switch(world, "DANA")
    heard = told(world, "MEL")
    assert said in heard
    assert "who decides there?" in heard
    assert "who decides there?" not in told(world, "DANA")


def test_who_gave_the_accounts_to_themselves_is_not_told_but_finds_the_list(world: World):
    world.account("Acme")
    world.submit(open_(world, "leave", "dana", by="UMEL"), {}, by="UMEL")
    world.tick()
    assert "To whom" not in told(world, "MEL")
    assert "*Acme* · A" in text_of(world.command("/account to-whom", by="UMEL"))


def test_undo_of_one_account_alone_does_not_give_it_to_who_is_gone(gone: World):
    act = gone.rows(tables.Audit, tables.Audit.did == "reassigned")[-1].id
    assert "not with us any more" in pressed(gone, ACT_UNDO, ActRef(int(act), "history").pack())
