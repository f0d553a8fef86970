"""Two accounts that are one, from chat: side by side, merged, asked, refused, undone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from handlers.following import follow
from messages.acts import ACT_UNDO, ActRef
from messages.card import CARD_SNOOZE
from messages.carried import AccountRef, Chosen
from messages.duplicates import MERGE_LIST, MERGE_TWO, PairRef
from messages.merge_waits import MERGE_NO, MERGE_WITHDRAW, MERGE_YES, MergeRef
from messages.merging import MERGE_OPEN, Merging
from messages.opening import CARD_OPEN
from rules.duplicates import look_alike
from storage import tables
from storage.waiting import W

from ..world import World, text_of
from .test_away import away


def opened(world: World, account: int, other: int, by: str = "UDANA") -> dict[str, Any]:
    """The form with both in it."""
    world.press(MERGE_OPEN, Merging(account, other=other).pack(), by=by)
    return world.modal


def merge(world: World, stays: int, gone: int, by: str = "UDANA") -> dict[str, Any]:
    world.sent.clear()
    return world.submit(opened(world, stays, gone, by=by), {"stays": str(stays)}, by=by)


def said(world: World) -> str:
    return text_of(world.sent[-1]) if world.sent else ""


def act(world: World) -> int:
    there = world.rows(tables.Audit, tables.Audit.noun == "merge", tables.Audit.did == "merged")
    return int(there[-1].id)


def undo(world: World, by: str = "UDANA") -> str:
    world.sent.clear()
    world.press(ACT_UNDO, ActRef(act(world)).pack(), by=by)
    return said(world)


def account(world: World, account_id: int) -> Any:
    return world.rows(tables.Account, tables.Account.id == account_id)[0]


def person(world: World, who: str) -> int:
    return next(int(p.id) for p in world.rows(tables.Person) if p.email == f"{who}@x.com")


@pytest.fixture
def both(world: World) -> tuple[int, int]:
    """Globex stays, Globex Ltd goes; both are Dana's."""
    stays = world.account("Globex", tier="C", last="2026-11-02", domain="globex.com")
    gone = world.account("Globex Ltd", tier="B", last="2026-11-10", industry="Mills", aliases="GLX")
    return stays, gone


def test_the_form_says_what_will_change_before_anything_does(world: World, both: tuple[int, int]):
    stays, gone = both
    assert MERGE_OPEN in text_of(answer := world.command("/account globex merge"))
    assert "Globex Ltd" in text_of(answer)
    form = opened(world, stays, gone)
    text = text_of(form)
    assert "*Globex Ltd goes into Globex*" in text
    assert "1 contact logged" in text
    assert "Tier C → B" in text
    assert "Industry – → “Mills”" in text
    assert "Next due" in text
    assert account(world, gone).merged_into_id is None


def test_merged_it_is_one_account_under_both_names_and_the_trail_says_so(world: World, both: tuple[int, int]):
    stays, gone = both
    merge(world, stays, gone)
    assert "*Globex Ltd* is one with *Globex* now" in said(world)
    now = account(world, stays)
    assert (now.tier, now.industry, now.aliases) == ("B", "Mills", "Globex Ltd;GLX")
    assert account(world, gone).merged_into_id == stays
    for name in ("Globex Ltd", "GLX", "Globex"):
        assert "*Globex*" in text_of(world.command(f"/account {name}"))
    assert "made one with it *Globex Ltd*" in text_of(world.command("/account globex history"))
    assert len(world.rows(tables.Touch, tables.Touch.account_id == stays)) == 2


def test_either_may_be_the_one_that_stays(world: World, both: tuple[int, int]):
    stays, gone = both
    world.submit(opened(world, stays, gone), {"stays": str(gone)})
    assert account(world, stays).merged_into_id == gone
    assert account(world, gone).tier == "B"
    assert account(world, gone).domain == "globex.com"


def test_the_one_of_which_more_is_on_file_is_proposed_to_stay(world: World):
    known = world.account("Globex", last="2026-11-02")
    new = world.account("Globex Ltd", tier="C", annual_revenue="9000")
    assert "*Globex Ltd goes into Globex*" in text_of(form := opened(world, new, known))
    world.submit(form, {})
    assert account(world, new).merged_into_id == known


def test_revenue_that_is_filled_in_holds_and_the_others_is_said_not_to_be_added(world: World):
    stays = world.account("Globex", last="2026-11-02", annual_revenue="9000")
    gone = world.account("Globex Ltd", last="2026-11-03", annual_revenue="182335")
    said_of_it = "stays $9,000, as it is filled in there: the $182,335 of Globex Ltd is not added"
    assert said_of_it in text_of(opened(world, stays, gone))


def test_revenue_by_movements_is_not_lost_to_a_figure_of_the_one_that_goes(world: World):
    stays = world.account("Globex", last="2026-11-02")
    bought = {"account": "Globex", "on": "2026-01-10", "kind": "new", "amount": "182335", "currency": "USD"}
    world.load(world.write("revenue", bought))
    gone = world.account("Globex Ltd", annual_revenue="9000")
    assert "stays $182,335: the $9,000 of Globex Ltd is not added" in text_of(opened(world, stays, gone))
    merge(world, stays, gone)
    assert account(world, stays).annual == 18_233_500


def test_sent_twice_it_is_one_merge(world: World, both: tuple[int, int]):
    form = opened(world, *both)
    world.submit(form, {})
    world.submit(form, {})
    assert len(world.rows(tables.Merge)) == 1


def test_an_undo_makes_them_two_again_and_says_what_stays(world: World, both: tuple[int, int]):
    stays, gone = both
    before = account(world, stays), account(world, gone)
    merge(world, stays, gone)
    world.now += timedelta(hours=1)
    world.command("/log Globex called 10 min, they are happy")
    said_of_it = undo(world)
    assert "are two again" in said_of_it
    assert "stays at *Globex*: 1 contact logged" in said_of_it
    assert [t.account_id for t in world.rows(tables.Touch)] == [stays, gone, stays]
    for was in before:
        now = account(world, was.id)
        same = ("name", "key", "tier", "status", "aliases", "industry", "merged_into_id")
        assert [getattr(now, c) for c in same] == [getattr(was, c) for c in same]
    assert "taken back already" in undo(world)
    assert "*Globex Ltd*" in text_of(world.command("/account Globex Ltd"))


def test_after_a_week_it_stays_merged(world: World, both: tuple[int, int]):
    merge(world, *both)
    world.now += timedelta(days=7, seconds=1)
    assert "over 7 days ago" in undo(world)
    assert account(world, both[1]).merged_into_id == both[0]


def test_with_itself_it_is_not_merged(world: World, both: tuple[int, int]):
    form = opened(world, both[0], both[0])
    assert "with itself" in json.dumps(world.submit(form, {"other": str(both[0])}))
    assert world.rows(tables.Merge) == []


def test_whoever_may_change_neither_merges_nothing(world: World, both: tuple[int, int]):
    form = opened(world, *both, by="UKIM")
    assert "Only the owners" in text_of(form)
    assert "Only the owners" in json.dumps(world.submit(form, {}, by="UKIM"))
    assert world.rows(tables.Merge) == []


def theirs(world: World) -> tuple[int, int]:
    stays = world.account("Globex", tier="B", last="2026-11-02")
    return stays, world.account("Globex Ltd", owner="kim@x.com", tier="B", last="2026-11-10")


def pressed(world: World, action: str, by: str) -> str:
    world.sent.clear()
    world.press(action, MergeRef(int(world.rows(tables.Merge)[-1].id)).pack(), by=by)
    return said(world)


def test_anothers_account_waits_for_its_owner(world: World):
    stays, gone = theirs(world)
    assert "*Kim Cho is asked first*" in text_of(opened(world, stays, gone))
    merge(world, stays, gone)
    assert "Kim Cho is asked whether" in said(world)
    assert account(world, gone).merged_into_id is None
    assert "*Waits for Kim Cho*: one with Globex Ltd?" in text_of(world.command("/account globex"))
    world.bring()
    assert "Dana Reyes asks to merge *Globex Ltd* into *Globex*" in text_of(world.slack.posted[-1])
    assert MERGE_YES in text_of(world.command("/account approvals", by="UKIM"))
    assert MERGE_WITHDRAW in text_of(world.command("/account approvals"))
    assert "Only whom it waits for" in pressed(world, MERGE_YES, by="UDANA")
    assert "✅ Approved" in pressed(world, MERGE_YES, by="UKIM")
    assert account(world, gone).merged_into_id == stays
    assert "approved that already" in pressed(world, MERGE_NO, by="UKIM")


def test_where_the_owner_is_away_whoever_leads_them_decides(world: World):
    """Not whoever leads the one who asked, and never whoever asked."""
    named = {"email": "max@x.com", "name": "Max", "role": "manager", "manager_email": "ada@x.com"}
    world.people({**named, "timezone": "America/New_York", "country": "US"})
    world.load(world.write("people", {"email": "kim@x.com", "manager_email": "max@x.com"}))
    merge(world, *theirs(world))
    away(world, "/account away 18 Nov 2026 - 20 Nov 2026", by="UKIM")
    world.tick()
    (max_,) = world.rows(tables.Person, tables.Person.email == "max@x.com")
    assert [w.for_id for w in world.rows(tables.Waiting, tables.Waiting.state == "open")] == [max_.id]
    assert "asks Max to decide whether it is one with" in text_of(world.command("/account globex history"))


def test_margins_are_for_managers_and_admins_wherever_a_merge_is_shown(world: World):
    """A rep reads what else it takes over; of the margin neither the figure nor that there is one."""
    stays = world.account("Globex", tier="B", last="2026-11-02")
    given: dict[str, Any] = {"tier": "B", "last": "2026-11-10", "margin": "0.45", "industry": "Mills"}
    gone = world.account("Globex Ltd", owner="kim@x.com", **given)
    seen = {by: text_of(opened(world, stays, gone, by=by)) for by in ("UDANA", "UMEL")}
    merge(world, stays, gone)
    world.bring()
    seen |= {"DKIM": text_of(world.slack.posted[-1])}
    seen |= {"UKIM": text_of(world.command("/account approvals", by="UKIM"))}
    with world.tend.database.transaction() as session:
        ours = update(W).where(W.c.workspace_id == 1)
        session.execute(ours.values(for_id=person(world, "mel")))
    seen |= {"asked UMEL": text_of(world.command("/account approvals", by="UMEL"))}
    pressed(world, MERGE_YES, by="UMEL")
    history = "/account globex history"
    seen |= {f"then {by}": text_of(world.command(history, by=by)) for by in ("UDANA", "UKIM", "UMEL", "UADA")}
    assert all("Industry – → “Mills”" in text for text in seen.values()), seen
    read = {who for who, text in seen.items() if "margin" in text.lower() or "0.45" in text}
    assert read == {"UMEL", "asked UMEL", "then UMEL", "then UADA"}


def test_where_only_a_margin_is_taken_over_a_rep_reads_nothing_of_it(world: World):
    stays = world.account("Globex", last="2026-11-02", aliases="Globex Ltd")
    gone = world.account("Globex Ltd", owner="kim@x.com", tier="B", last="2026-11-10", margin="0.45")
    assert "Will change" not in text_of(opened(world, stays, gone))
    assert "*Will change:* Margin – → “0.45”." in text_of(opened(world, stays, gone, by="UMEL"))
    merge(world, stays, gone)
    pressed(world, MERGE_YES, by="UKIM")
    assert "made one with it *Globex Ltd*" in text_of(world.command("/account globex history"))
    assert "made one with it *Globex Ltd*:" not in text_of(world.command("/account globex history"))


@pytest.mark.parametrize(
    ("action", "by", "became"), [(MERGE_NO, "UKIM", "refused"), (MERGE_WITHDRAW, "UDANA", "withdrawn")]
)
def test_refused_or_withdrawn_nothing_changes(world: World, action: str, by: str, became: str):
    stays, gone = theirs(world)
    merge(world, stays, gone)
    pressed(world, action, by=by)
    assert world.rows(tables.Merge)[0].became == became
    assert account(world, gone).merged_into_id is None
    merge(world, stays, gone)  # it may be asked again
    assert len(world.rows(tables.Merge)) == 2


def test_an_a_that_ends_as_an_account_of_its_own_waits_for_a_manager(world: World):
    stays = world.account("Globex", tier="B", last="2026-11-02")
    gone = world.account("Globex Ltd", tier="A", last="2026-11-10")
    merge(world, stays, gone)
    assert "Mel Manager is asked" in said(world)
    assert "✅ Approved" in pressed(world, MERGE_YES, by="UMEL")
    assert account(world, stays).tier == "A"


def test_a_manager_of_both_asks_nobody_and_the_owners_hear_of_it(world: World):
    stays, gone = theirs(world)
    merge(world, stays, gone, by="UMEL")
    assert account(world, gone).merged_into_id == stays
    world.bring()
    posts = [text_of(p) for p in world.slack.posted]
    assert any("Mel Manager merged *Globex Ltd* into *Globex*" in p for p in posts)


def test_not_answered_in_time_nothing_changes_and_both_hear_it(world: World):
    stays, gone = theirs(world)
    merge(world, stays, gone)
    world.now += timedelta(days=30)
    world.tick()
    world.bring()
    assert world.rows(tables.Merge)[0].became == "expired"
    assert account(world, gone).merged_into_id is None
    world.now += timedelta(days=3)
    world.bring()
    assert any("did not answer in time" in text_of(p) for p in world.slack.posted)


def test_a_stale_button_answers_with_the_one_that_stayed(world: World, both: tuple[int, int]):
    stays, gone = both
    merge(world, stays, gone)
    world.sent.clear()
    world.press(CARD_OPEN, AccountRef(gone).pack())
    assert "*Globex*" in said(world)
    world.press(CARD_SNOOZE, Chosen(gone, "week").pack(), option=True)
    snoozes = world.rows(tables.Snooze)
    assert [s.account_id for s in snoozes] in ([], [stays])


def test_a_into_b_into_c_undone_one_after_the_other(world: World, both: tuple[int, int]):
    stays, gone = both
    third = world.account("Umbra", tier="B", last="2026-10-20")
    merge(world, stays, gone)
    first = act(world)
    merge(world, third, stays)
    assert "*Umbra*" in text_of(world.command("/account Globex Ltd"))
    world.sent.clear()
    world.press(ACT_UNDO, ActRef(first).pack())
    assert "was itself merged since" in said(world)
    assert "are two again" in undo(world)
    world.sent.clear()
    world.press(ACT_UNDO, ActRef(first).pack())
    assert "are two again" in said(world)
    touches = {t.account_id for t in world.rows(tables.Touch)}
    assert touches == {stays, gone, third}


def test_a_paused_or_churned_one_is_active_again_with_the_other(world: World):
    gone = world.account("Globex Ltd", tier="B", last="2026-11-10")
    stays = world.account("Globex", tier="B", status="churned")
    merge(world, stays, gone)
    assert account(world, stays).status == "active"
    assert account(world, gone).status == "churned"
    undo(world)
    assert (account(world, stays).status, account(world, gone).status) == ("churned", "active")


def test_duplicates_are_listed_for_admins_and_two_are_remembered(world: World, both: tuple[int, int]):
    world.account("Initech", domain="initech.com")
    world.account("Inteltech Labs", domain="www.initech.com", owner="kim@x.com")
    answer = text_of(world.command("/account duplicates", by="UADA"))
    assert "2 pairs of accounts may be one" in answer
    assert "same domain" in answer
    assert "same name" in answer
    assert "Only admins look through these" in text_of(world.command("/account duplicates"))
    world.sent.clear()
    world.press(MERGE_TWO, PairRef(*both).pack(), by="UADA")
    assert "are two" in said(world)
    assert "1 pair of accounts" in said(world)
    world.press(MERGE_TWO, PairRef(*both).pack(), by="UADA")
    assert len(world.rows(tables.Merge)) == 1
    world.press(MERGE_TWO, PairRef(*both).pack(), by="UDANA")
    assert "Only admins" in said(world)


def test_nobody_waits_while_a_book_is_compared(
    world: World, both: tuple[int, int], monkeypatch: pytest.MonkeyPatch
):
    there = world.tend.database
    if not there.is_sqlite:
        pytest.skip("writers do not wait for each other there")

    def compared(*those: Any) -> list[Any]:
        with closing(sqlite3.connect(str(there.engine.url.database), timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
        return look_alike(*those)

    monkeypatch.setattr("handlers.duplicates.look_alike", compared)
    world.press(MERGE_TWO, PairRef(*both).pack(), by="UADA")
    assert "are two" in said(world)


def test_once_a_month_admins_are_told_of_duplicates(world: World, both: tuple[int, int]):
    world.bring()
    assert not [r for r in world.rows(tables.Outbox) if r.say == "duplicates"]
    world.now = world.now.replace(month=12, day=1)
    for _ in range(12):
        world.tick()
        world.bring()
        world.now += timedelta(hours=12)
    told = [text_of(p) for p in world.slack.posted if "may be one" in text_of(p)]
    assert len(told) == 1
    assert MERGE_LIST in told[0]
    assert len([r for r in world.rows(tables.Outbox) if r.say == "duplicates"]) == 1


def imports(world: World, **rows: Any) -> Any:
    return world.load(*[world.write(kind, *those) for kind, those in rows.items()])


def test_files_that_name_the_old_one_find_the_one_that_stayed(world: World):
    stays = world.account("Globex", tier="B", external_id="S1")
    gone = world.account("Globex Ltd", tier="B", external_id="S2", aliases="GLX")
    merge(world, stays, gone)
    at = {"by_email": "dana@x.com", "channel": "call"}
    report = imports(
        world,
        touches=[
            {"account": "Globex Ltd", "at": "2026-11-03", **at},
            {"account": "GLX", "at": "2026-11-04", **at},
        ],
        accounts=[
            {"name": "Globex", "owner_email": "dana@x.com", "tier": "B", "external_id": "S1"},
            {"name": "Globex Ltd", "owner_email": "kim@x.com", "tier": "C", "external_id": "S2"},
        ],
    )
    assert not report.problems
    assert len(world.rows(tables.Account)) == 2
    assert {t.account_id for t in world.rows(tables.Touch)} == {stays}
    now = account(world, stays)
    assert (now.name, now.tier, now.owner_id) == ("Globex", "B", 3)
    assert account(world, gone).merged_into_id == stays
    # where the other system keeps the old one's row alone, what changes there is said of the one that stayed
    imports(
        world, accounts=[{"name": "Globex Ltd", "owner_email": "kim@x.com", "tier": "A", "external_id": "S2"}]
    )
    assert (account(world, stays).tier, account(world, stays).name) == ("A", "Globex")
    with world.tend.database.reading() as session:
        from storage.exchange import exporting

        counts = exporting.write(session, 1, world.folder / "out")
    assert counts["accounts"] == 1
    assert "Globex Ltd" in (world.folder / "out" / "accounts.csv").read_text()


def test_people_on_file_at_both_are_one_and_are_erased_as_one(world: World, both: tuple[int, int]):
    stays, gone = both
    imports(
        world,
        contacts=[
            {"account": "Globex", "name": "Tessa Vry", "email": "tessa@globex.com"},
            {"account": "Globex Ltd", "name": "T. Vry", "email": "TESSA@globex.com", "title": "Buyer"},
            {"account": "Globex Ltd", "name": "Leo Poll"},
            {"account": "Globex", "name": "Leo Poll", "email": "leo@globex.com"},
        ],
        touches=[
            {"account": "Globex Ltd", "by_email": "dana@x.com", "at": "2026-11-12", "contact": "T. Vry"}
        ],
    )
    merge(world, stays, gone)
    C = tables.Contact
    there = world.rows(C, C.account_id == stays)
    assert {(c.name, c.title) for c in there} == {("Tessa Vry", "Buyer"), ("Leo Poll", "")}
    tessa = next(c.id for c in there if c.name == "Tessa Vry")
    with world.tend.database.reading() as session:
        met = session.exec(__import__("sqlmodel").select(tables.TouchContact.contact_id)).all()
    assert tessa in met
    undo(world)
    assert {c.title for c in world.rows(C, C.name == "Tessa Vry")} == {""}
    merge(world, stays, gone)
    with world.tend.database.transaction() as session:
        from storage import workspaces
        from storage.privacy.erasing import erase

        erase(session, workspaces.current(session), "leo@globex.com", now=world.now)
    assert {c.name for c in world.rows(C)} == {"Tessa Vry", "T. Vry"}


def test_what_came_to_the_old_one_late_goes_on(world: World, both: tuple[int, int]):
    stays, gone = both
    merge(world, stays, gone)
    with world.tend.database.transaction() as session:
        from sqlalchemy import update

        session.execute(update(tables.Touch).where(tables.Touch.account_id == stays).values(account_id=gone))
    world.tick()
    assert {t.account_id for t in world.rows(tables.Touch)} == {stays}


def test_a_place_in_the_morning_and_a_next_step_go_along(world: World):
    stays = world.account("Globex", tier="B", last="2026-11-16")
    gone = world.account("Globex Ltd", tier="B", last="2026-08-10")
    imports(
        world,
        next_steps=[
            {"account": "Globex Ltd", "by_email": "dana@x.com", "text": "demo", "on": str(date(2026, 12, 2))}
        ],
    )
    world.now = world.now.replace(day=19, hour=14)
    world.tick()
    world.bring()
    assert {n.account_id for n in world.rows(tables.Nudge)} == {gone}
    merge(world, stays, gone)
    assert {s.account_id for s in world.rows(tables.NextStep)} == {stays}
    assert {n.account_id for n in world.rows(tables.Nudge)} == {stays}
    world.bring()
    assert "Globex Ltd" not in text_of(world.slack.made("chat.update")[-1])


@pytest.mark.parametrize(
    "odd",
    [
        {"actions": {"value": "1:3d"}},
        {"actions": ["1:3d", {"action_id": "card.snooze", "selected_option": "1:3d"}]},
        {"actions": [{"action_id": "card.snooze", "selected_option": {"value": "²:3d"}}]},
        {"actions": [{"action_id": "card.snooze", "selected_option": {"value": "9" * 30 + ":3d"}}]},
        {"actions": [{"value": '{"account": ' + "9" * 5000 + "}"}]},
        {"actions": [{"value": '{"account": ' + "9" * 30 + ', "accounts": [{}, [[]], [{}]]}'}]},
        {"view": ["{}"]},
        {"view": {"state": {"values": ["account"]}}},
        {"view": {"state": {"values": {"account": "1", "parent": {"id": {"selected_option": [1]}}}}}},
    ],
)
def test_what_has_not_the_shape_of_slacks_goes_by_as_it_is(
    world: World, both: tuple[int, int], odd: dict[str, Any]
):
    merge(world, *both)
    was = json.dumps(odd)
    with world.tend.database.reading() as session:
        follow(session, 1, odd)
    assert json.dumps(odd) == was


def test_of_several_in_one_button_the_one_that_went_is_found(world: World, both: tuple[int, int]):
    stays, gone = both
    merge(world, *both)
    body = {"actions": [{"value": json.dumps({"account": gone, "accounts": [{}, [[]], [gone, 1], stays]})}]}
    with world.tend.database.reading() as session:
        follow(session, 1, body)
    assert json.loads(body["actions"][0]["value"]) == {
        "account": stays,
        "accounts": [{}, [[]], [stays, 1], stays],
    }
