"""`/account segments`: what a manager reads of their people's accounts, and what one tap each does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from handlers import segments as journey
from messages.acts import ACT_UNDO, ActRef
from messages.card import CARD_MORE
from messages.carried import AccountRef
from messages.questions import ASK_FORM
from messages.segment_details import (
    BY_REVENUE,
    OPEN,
    SEGMENTS_ASK,
    SEGMENTS_GO,
    SEGMENTS_KEEP,
    SEGMENTS_SET,
    ProposedRef,
    SetRef,
)
from messages.segments import SEGMENTS_SHOW, PartRef
from rules.policy import settings_errors, typed
from rules.revenue import Missing
from rules.segment_report import Report
from storage import segments, tables, workspaces

from ..world import World, text_of

COSTS = "hour 60\nmargin 50 %"


def an_account(name: str, revenue: int | str, **given: Any) -> dict[str, Any]:
    """Of Dana, in dollars; nobody knows its services."""
    held = {"owner_email": "dana@x.com", "tier": "B", "currency": "USD", "started_on": "2025-01-10"}
    return {"name": name, "annual_revenue": revenue, **held, **given}


def a_touch(account: str, at: str, minutes: int | str, **given: Any) -> dict[str, Any]:
    held = {"by_email": "dana@x.com", "channel": "call", "note": "the numbers"}
    return {"account": account, "at": at, "minutes": minutes, **held, **given}


@pytest.fixture
def book(world: World) -> World:
    """Ten: Co 0 brings 10,000, each further one 1,000 less. An hour each; the last takes ten, leaves little
    and complained twice."""
    world.set(costs=COSTS)
    names = [f"Co {n}" for n in range(10)]
    concerns = [
        {"account": "Co 9", "text": text, "raised_on": on, "by_email": "dana@x.com", "kind": "billing"}
        for text, on in (("wrong invoices", "2026-03-02"), ("late invoices", "2026-06-02"))
    ]
    loaded = world.load(
        world.write("accounts", *(an_account(name, 10_000 - 1000 * n) for n, name in enumerate(names))),
        world.write(
            "touches", *(a_touch(n, "2026-10-05", 60) for n in names), a_touch(names[9], "2026-10-06", 540)
        ),
        world.write("concerns", *concerns),
    )
    assert not loaded.problems
    return world


def account(world: World, name: str) -> Any:
    return world.rows(tables.Account, tables.Account.name == name)[0]


def read(world: World, part: str = "", page: int = 0, by: str = "UMEL") -> str:
    """A part of it; empty: all of it, as typed."""
    if not part:
        return text_of(world.command("/account segments", by=by))
    return press(world, SEGMENTS_SHOW, PartRef(part, page).pack(), by)


def press(world: World, what: str, value: str, by: str = "UMEL", option: bool = False) -> str:
    world.sent.clear()
    world.press(what, value, by=by, option=option)
    return text_of(world.sent[-1])


def undo(world: World, noun: str, by: str = "UMEL") -> str:
    act = world.rows(tables.Audit, tables.Audit.noun == noun, tables.Audit.did != "undone")[-1].id
    return press(world, ACT_UNDO, ActRef(int(act), "segments").pack(), by)


def keep(world: World, name: str, kind: str, by: str = "UMEL") -> str:
    return press(world, SEGMENTS_KEEP, ProposedRef(account(world, name).id, kind).pack(), by)


def choose(world: World, name: str, to: str, part: str = "filler", by: str = "UMEL") -> str:
    value = SetRef(account(world, name).id, to, part).pack()
    return press(world, SEGMENTS_SET, value, by, option=True)


def report(world: World, on: date | None = None) -> Report:
    with world.tend.database.reading() as session:
        ws, today = workspaces.current(session), world.now.date()
        return segments.report_of(
            session, ws, None, on=on or today, today=today, now=world.now, zone="America/New_York"
        )


def names_of(r: Report) -> dict[str, list[str]]:
    return {p.segment: sorted(a.name for a in r.of(p.segment)) for p in r.parts}


# what it says ----------------------------------------------------------------------------------------------
def test_each_segment_says_what_it_brings_leaves_and_takes(book: World):
    said = read(book)
    # two make 19,000, half of it is left, less two hours of 60
    assert "*Money makers*  2 of 10 accounts (20 %)\\n$19,000 a year (35 %) · profit $9,380" in said
    assert "2 h (11 %) · *$4,690 profit an hour*" in said
    assert "*Contributors*  4 of 10 accounts (40 %)\\n$26,000 a year (47 %)" in said
    assert "*Fillers*  4 of 10 accounts (40 %)\\n$10,000 a year (18 %) · profit $4,220" in said
    assert "13 h (68 %) · *$325 profit an hour*" in said
    assert "An hour of yours earns most with money makers: $4,690 profit." in said
    assert "Fillers take 68 % of the time and bring 18 % of revenue." in said
    assert "All margins are the setting's, 50 %." in said


def test_the_chart_says_the_same_as_the_lines(book: World):
    shown = book.command("/account segments", by="UMEL")
    (chart,) = (b["chart"] for b in shown["blocks"] if b["type"] == "data_visualization")
    assert chart["axis_config"]["categories"] == ["Money makers", "Contributors", "Fillers"]
    parts = {s["name"]: [d["value"] for d in s["data"]] for s in chart["series"]}
    assert parts["Accounts"] == [20, 40, 40]
    assert parts["Revenue"] == [35, 47, 18]
    assert parts["Time"] == [11, 21, 68]
    assert parts["Profit"] == [36, 48, 16]


def test_without_the_cost_of_an_hour_no_profit_is_made_up(book: World):
    book.set(costs="margin 50 %")
    said = read(book)
    assert "Profit is unknown: cost of an hour (settings) missing." in said
    assert "profit unknown" in said
    assert "Whom to replace or let go needs the profit: cost of an hour (settings)." in said
    assert "An hour of yours brings most with money makers: $9,500." in said
    assert "$0" not in said


def test_an_own_margin_beats_the_setting_and_is_counted(book: World):
    book.load(book.write("accounts", {"name": "Co 0", "owner_email": "dana@x.com", "margin": "0.1"}))
    said = read(book)
    assert "Margins of 9 of 10 accounts are the setting's, 50 %." in said
    assert "profit $5,380" in said, "1,000 and 4,500 are left of the first two, less 120"


def test_estimated_minutes_are_said(book: World):
    touch = a_touch("Co 1", "2026-10-07", "", channel="meeting")
    book.load(book.write("touches", touch))
    assert "4 % of it is estimated by channel" in read(book), "45 of 1,185 minutes"


def test_minutes_of_a_year_count_whoever_spent_them(book: World):
    """Of the 365 days to today; Kim's, too."""
    old = [a_touch("Co 0", day, 60, by_email="kim@x.com") for day in ("2025-11-19", "2025-11-18")]
    book.load(book.write("touches", *old))
    (first,) = (a for a in report(book).accounts if a.name == "Co 0")
    assert first.spent.minutes == 120


def test_what_has_no_segment_stands_beside(book: World):
    book.load(
        book.write(
            "accounts",
            an_account("Seoul", 8_000_000, currency="KRW"),
            an_account("Nobody knows", ""),
            an_account("Resting", 9_000, status="paused"),
        )
    )
    said = read(book)
    assert "1 account of unknown revenue; Seoul ₩8,000,000 (no rate); 1 paused" in said
    assert "2 of 10 accounts" in said
    assert "Nobody knows" in read(book, "without")


def test_each_name_opens_its_card(book: World):
    assert "*Co 9* · B · $1,000 a year · profit -$100 · 10 h · -$10 an hour" in read(book, "filler")
    assert "*Co 9* · B · Dana Reyes" in choose(book, "Co 9", OPEN)


def test_how_it_is_computed_names_each_input(book: World):
    said = read(book, "how")
    assert "of the 10 accounts of the whole company whose revenue is known" in said
    assert "Margin: its own for 0 of 10 accounts, else the setting's 50 %. Cost of an hour: $60." in said
    book.set(costs="")
    assert "else the setting's, none. Cost of an hour: not set." in read(book, "how")


def test_services_say_how_their_users_do(book: World):
    rows = [{"name": f"Co {n}", "owner_email": "dana@x.com", "services": "Core;Planner"} for n in (0, 9)]
    book.load(book.write("accounts", *rows))
    said = read(book, "services")
    assert "*Core*  2 accounts (1 contributor" in said.replace("contributors", "contributor"), (
        "two services only"
    )
    assert "$11,000 a year · profit $4,840" in said


def test_a_rep_reads_none_of_it(book: World):
    refused = "Only managers and admins do that"
    assert refused in read(book, by="UDANA")
    for part in ("filler", "how", "let go"):
        assert refused in read(book, part, by="UDANA")
    assert refused in keep(book, "Co 9", "let go", by="UDANA")
    assert "segments" not in text_of(book.command("/account help", by="UDANA"))


def test_an_admin_reads_the_whole_company(book: World):
    book.load(book.write("accounts", an_account("Of Ada", 20_000, owner_email="ada@x.com")))
    assert "Segments: 10 accounts of your people" in read(book)
    assert "Segments: 11 accounts of the whole company" in read(book, by="UADA")


def test_nothing_to_rank_is_a_sentence(world: World):
    assert "Segments need active accounts" in read(world)
    world.account("Acme")
    assert "No segment yet for the accounts of your people" in read(world)


def test_a_large_team_is_answered_a_moment_later(book: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(journey, "AT_ONCE", 9)
    first = text_of(book.command("/account segments", by="UMEL"))
    assert "take a moment" in first
    assert "profit an hour" not in first
    later: list[Any] = []
    book.tend.services = replace(book.tend.services, later=later.append)
    book._app = None
    book.sent.clear()
    book.press(SEGMENTS_SHOW, PartRef().pack(), by="UMEL")
    assert not book.sent, "acked first"
    for work in later:
        work()
    assert "$4,690 profit an hour" in text_of(later and book.sent or [])


# one function ----------------------------------------------------------------------------------------------
def test_the_card_and_the_report_say_the_same(book: World):
    for segment, names in names_of(report(book)).items():
        for name in names:
            said = press(book, CARD_MORE, AccountRef(account(book, name).id).pack(), by="UDANA")
            assert f"*Segment*\\n{segment} (by revenue)" in said, name


def test_today_as_of_the_record_is_today_as_it_is_kept(book: World):
    """What is stored on the accounts, and what the record of the whole workspace says of the same day."""
    rows = [
        {"account": f"Co {n}", "on": "2026-05-01", "kind": kind, "amount": 900, "currency": "USD"}
        for n, kind in ((6, "new"), (7, "purchase"))
    ]
    rows += [{"account": "Old", "on": "2025-11-18", "kind": "purchase", "amount": 70, "currency": "USD"}]
    book.load(book.write("accounts", an_account("Old", "")), book.write("revenue", *rows))
    kept, day = names_of(report(book)), book.now.date()
    book.now += timedelta(days=1)
    assert names_of(report(book, day)) == kept
    assert "Old" in kept["filler"], "it brought something once, and nothing in a year"


def test_an_earlier_day_has_the_revenue_and_the_owner_of_that_day(book: World):
    grown = {"account": "New", "on": "2026-11-02", "kind": "new", "amount": 50_000, "currency": "USD"}
    before = {**grown, "on": "2026-01-10", "amount": 500}
    book.load(book.write("accounts", an_account("New", "")), book.write("revenue", before))
    book.load(book.write("revenue", before, {**grown, "kind": "expansion"}))
    assert "New" in names_of(report(book))["money maker"]
    assert "New" in names_of(report(book, date(2026, 11, 1)))["filler"]
    assert "New" not in str(names_of(report(book, date(2025, 1, 9))))


# one tap each ----------------------------------------------------------------------------------------------
def test_a_segment_is_said_by_one_tap_and_undone(book: World):
    said = choose(book, "Co 9", "contributor")
    assert "*Co 9* is a contributor now: you said so." in said
    assert account(book, "Co 9").segment == "contributor"
    assert "chosen by a person" in read(book, "contributor")
    assert "is that already" in choose(book, "Co 9", "contributor")
    assert len(book.rows(tables.Audit, tables.Audit.did == "changed")) == 1
    assert "Segments: 10 accounts" in undo(book, "account")
    assert account(book, "Co 9").segment == ""


def test_by_its_revenue_again(book: World):
    choose(book, "Co 0", "filler")
    assert "by its revenue again" in choose(book, "Co 0", BY_REVENUE)
    assert "Co 0" in names_of(report(book))["money maker"]


@pytest.mark.parametrize("to", ["whale", ""])
def test_no_other_segment_is_stored(book: World, to: str):
    choose(book, "Co 9", to)
    assert account(book, "Co 9").segment == ""


def test_let_go_is_churned_with_its_reason_and_undone(book: World):
    assert "*Accounts to let go*: 1: Co 9" in read(book)
    said = press(book, SEGMENTS_GO, ProposedRef(account(book, "Co 9").id, "let go").pack())
    assert "*Co 9* is let go: churned from today." in said
    gone = account(book, "Co 9")
    assert (gone.status, gone.status_reason) == ("churned", "let go by us")
    assert "Accounts to let go" not in read(book)
    again = press(book, SEGMENTS_GO, ProposedRef(gone.id, "let go").pack())
    assert "That is not proposed any more." in again
    undo(book, "account")
    assert (account(book, "Co 9").status, account(book, "Co 9").status_reason) == ("active", "")


def test_an_account_is_asked_about_once_more_before_it_goes(book: World):
    book.sent.clear()
    book.press(SEGMENTS_SHOW, PartRef("let go").pack(), by="UMEL")
    (go,) = (
        e
        for b in book.sent[-1]["blocks"]
        if b["type"] == "actions"
        for e in b["elements"]
        if e["action_id"] == SEGMENTS_GO
    )
    assert "Co 9 is churned from today" in go["confirm"]["text"]["text"]


def test_an_a_of_the_readers_own_waits_for_whoever_manages_them(book: World):
    book.load(book.write("accounts", an_account("Own", 500, owner_email="mel@x.com", tier="A")))
    ref = ProposedRef(account(book, "Own").id, "replace").pack()
    assert "*Own*: Ada Admin is asked, until then it stays as it is." in press(book, SEGMENTS_GO, ref)
    assert "that was asked already" in press(book, SEGMENTS_GO, ref)
    assert account(book, "Own").status == "active"
    assert len(book.rows(tables.Loosening)) == 1


def test_kept_it_is_not_proposed_for_180_days(book: World):
    said = keep(book, "Co 9", "let go")
    assert "*Co 9* stays as it is." in said
    assert "Nothing of that is proposed" in said
    assert "Accounts to let go" not in read(book)
    history = text_of(book.command("/account co 9 history", by="UMEL"))
    assert "Mel Manager kept it as it is, against what its figures propose" in history
    assert "not proposed any more" in keep(book, "Co 9", "let go")
    book.now += timedelta(days=180)
    assert "Accounts to let go" not in read(book)
    later = [a_touch("Co 9", "2026-11-20", 600)]
    book.now += timedelta(days=1)
    book.load(book.write("touches", *later))
    concerns = [
        {"account": "Co 9", "text": text, "raised_on": "2026-12-02", "by_email": "dana@x.com"}
        for text in ("slow", "late")
    ]
    book.load(book.write("concerns", *concerns))
    assert "*Accounts to let go*: 1: Co 9" in read(book)


def test_keeping_is_taken_back(book: World):
    keep(book, "Co 9", "let go")
    said = undo(book, "segment")
    assert "*Co 9*: it may be proposed again." in said
    assert "takes much of your time, leaves little; 2 concerns in a year" in said
    assert "Only whoever did it" in undo_by_dana(book)


def undo_by_dana(book: World) -> str:
    keep(book, "Co 9", "let go")
    return undo(book, "segment", by="UDANA")


def test_a_filler_with_a_need_is_to_upgrade(book: World):
    need = {"account": "Co 8", "by_email": "dana@x.com", "text": "cold storage", "heard_on": "2026-11-02"}
    touches = [
        a_touch("Co 8", f"2026-{month:02}-{day:02}", 15) for month in (9, 10, 11) for day in (3, 10, 17)
    ]
    book.load(book.write("needs", need), book.write("touches", *touches))
    assert "*Fillers to upgrade*: 1: Co 8" in read(book)
    said = read(book, "upgrade")
    assert "need “cold storage”" in said
    assert "Upsell plan" in said


def test_a_money_maker_that_takes_much_time_is_asked_about(book: World):
    book.load(book.write("touches", a_touch("Co 0", "2026-10-08", 300)))
    said = read(book, "hours")
    assert "takes 25 % of your time, brings 18 % of revenue" in said
    press_value = AccountRef(account(book, "Co 0").id).pack()
    book.press(SEGMENTS_ASK, press_value, by="UMEL")
    assert book.modal["callback_id"] == ASK_FORM
    book.submit(book.modal, {"text": "what takes the time?"}, by="UMEL")
    (question,) = book.rows(tables.Question)
    assert question.text == "what takes the time?"
    book.set(hours_percent=24)
    assert "Nothing of that is proposed" not in read(book, "hours")
    book.set(hours_percent=25)
    assert "Nothing of that is proposed" in read(book, "hours")


def test_another_managers_accounts_are_not_theirs_to_change(book: World):
    book.people(
        {
            "email": "ned@x.com",
            "name": "Ned North",
            "role": "manager",
            "manager_email": "ada@x.com",
            "timezone": "America/New_York",
            "country": "US",
        }
    )
    for said in (keep(book, "Co 9", "let go", by="UNED"), choose(book, "Co 9", "contributor", by="UNED")):
        assert "You see the figures of your own people." in said
    assert account(book, "Co 9").segment == ""
    assert not book.rows(tables.Audit, tables.Audit.noun == "segment")


def test_profit_of_a_segment_misses_what_one_margin_does_not_say(book: World):
    book.set(costs="hour 60")
    whole = report(book).whole.profit
    assert isinstance(whole, Missing)
    assert dict(whole.why.values)["count"] == 10


def test_tiers_listen_to_the_same_segments(book: World):
    """A money maker as C is proposed to be A."""
    book.load(book.write("accounts", {"name": "Co 1", "owner_email": "dana@x.com", "tier": "C"}))
    said = text_of(book.command("/account tiers", by="UMEL"))
    assert "*Co 1*" in said
    assert "C → A" in said
    assert "*Tiers that do not fit*: 1" in read(book)


@pytest.mark.parametrize(("percent", "fits"), [("1", True), ("100", True), ("0", False), ("101", False)])
def test_the_share_of_time_is_a_per_cent(percent: str, fits: bool):
    errors = settings_errors({"hours_percent": percent})
    assert (not errors) is fits
    assert typed("hours_percent", "25") == 25


def test_what_a_button_carries_fits(book: World):
    ref = SetRef(10**9, "money maker", "money maker", 99).pack()
    assert len(ref) <= 150
    assert json.loads(ref)["to"] == "money maker"
