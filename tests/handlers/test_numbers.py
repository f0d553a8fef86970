"""`/account numbers` in Slack: whose figures, as of which day, how they are computed, why customers left."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from messages.numbers import (
    NUMBERS_CSV,
    NUMBERS_HOW,
    NUMBERS_IF,
    NUMBERS_LEFT,
    NUMBERS_MONTH,
    NUMBERS_SHOW,
    NumbersRef,
)
from storage import standings, tables, workspaces
from storage.assess import recompute

from ..world import World, text_of

COSTS = "hour 60; acquire 1200; keep 600; upsell 90; spend 9000; margin 50 %; entry 900; yearly 1200"
SEPTEMBER, TODAY = NumbersRef("2026-09-30").pack(), NumbersRef("2026-11-18").pack()
HOME = {
    "container": {"type": "view", "view_id": "V0"},
    "view": {"type": "home", "id": "V0"},
    "response_url": None,
}


@pytest.fixture
def company(world: World) -> World:
    """Dana's Acme and Globex, Kim's Initech, Pia's Umbra, who is nobody of Mel's."""
    row = {"role": "rep", "timezone": "America/New_York", "country": "US"}
    world.people({**row, "email": "pia@x.com", "name": "Pia Else", "manager_email": "ada@x.com"})
    for name, owner in (("Acme", "dana"), ("Globex", "dana"), ("Initech", "kim"), ("Umbra", "pia")):
        world.account(name, owner=f"{owner}@x.com", tier="B", last="2026-09-10")
    moves = [
        ("Acme", "2025-01-10", "new", 1000),
        ("Acme", "2026-05-10", "expansion", 500),
        ("Globex", "2025-02-10", "new", 1000),
        ("Initech", "2025-03-10", "new", 2000),
        ("Umbra", "2025-03-10", "new", 7000),
    ]
    earned(world, *moves)
    return world


def earned(world: World, *moves: tuple[str, str, str, int]) -> None:
    rows = [{"account": a, "on": on, "kind": kind, "amount": n} for a, on, kind, n in moves]
    assert not world.load(world.write("revenue", *rows)).problems


def leaves(world: World, name: str, on: date, reason: str) -> None:
    """An account is marked churned on a day."""
    (account,) = world.rows(tables.Account, tables.Account.name == name)
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        standings.churn(session, ws.id, account.id, from_on=on, reason=reason, by_id=None)
        recompute(session, ws.id, ws.policy, ids=[account.id], now=world.now)


def numbers(world: World, by: str = "UMEL") -> str:
    return shown(world.command("/account numbers", by=by))


def shown(message: dict[str, Any]) -> str:
    """Its sections and small print."""
    texts = [b["text"]["text"] for b in message["blocks"] if b["type"] == "section"]
    small = [e["text"] for b in message["blocks"] if b["type"] == "context" for e in b["elements"]]
    return "\n".join([*texts, *small])


def pressed(world: World, action: str, ref: str = TODAY, by: str = "UMEL", **given: Any) -> str:
    world.sent.clear()
    world.press(action, ref, by=by, **given)
    return shown(world.sent[-1])


def test_a_manager_sees_their_peoples_an_admin_all_a_rep_none(company: World):
    mine = numbers(company)
    assert "3 active customers" in mine
    assert "NRR *112 %*" in mine, "4,500 of 4,000"
    assert "(100 % without Acme's expansion)" in mine
    assert "GRR *100 %*" in mine
    assert "Of 100 earned a year ago 112 come now" in mine
    everything = numbers(company, by="UADA")
    assert "4 active customers" in everything
    assert "the whole workspace" in everything
    assert "NRR *105 %*" in everything, "11,500 of 11,000"
    assert "for managers and admins" in text_of(company.command("/account numbers"))
    for action in (NUMBERS_SHOW, NUMBERS_HOW, NUMBERS_LEFT, NUMBERS_CSV):
        assert "for managers and admins" in pressed(company, action, by="UDANA")


def test_what_is_not_set_is_missing_and_what_is_set_is_computed(company: World):
    bare = numbers(company)
    assert "missing: cost of an hour and cost of events, training, surveys (settings)" in bare
    assert "missing: sales and marketing spend (settings)" in bare
    assert "missing: margin (settings, or of the accounts)" in bare
    company.set(costs=COSTS)
    said = numbers(company)
    assert "missing" not in said
    # 3 calls of 15 minutes at 60, and 600 a year shared by 3 of 4 active accounts
    assert "to keep one a year *$165*" in said
    assert "to sell more, once *$68*" in said
    assert "CAC ratio *13.50*" in said, "6,750 of spend for 500 of new revenue"
    assert "Entry price first" in said


def test_a_past_month_is_as_the_record_stood_and_what_came_later_changes_nothing(company: World):
    before = pressed(company, NUMBERS_MONTH, SEPTEMBER, option=True)
    assert company.sent[-1]["replace_original"] is True
    assert "the 12 months to Sep 30" in before
    assert "*0* lost" in before
    company.account("Newco", last="2026-11-02", started_on="2026-11-01")
    company.account("Acme", tier="A", last="2026-11-03")
    earned(company, ("Acme", "2026-10-20", "contraction", 900), ("Newco", "2026-11-01", "new", 50))
    leaves(company, "Globex", date(2026, 11, 4), "too slow")
    assert pressed(company, NUMBERS_MONTH, SEPTEMBER, option=True) == before
    assert "*1* lost, which brought $1,000 a year" in numbers(company)


def test_the_menu_offers_the_month_ends_that_the_record_covers(company: World):
    (row,) = [b for b in company.command("/account numbers", by="UMEL")["blocks"] if b["type"] == "actions"]
    days = [json.loads(o["value"])["on"] for o in row["elements"][0]["options"]]
    assert days[:2] == ["2026-11-18", "2026-10-31"]
    assert len(days) == 25, "today, and two years of month ends"
    assert "2024-11-30" in days


def test_the_menu_goes_back_to_accounts_that_were_theirs(company: World):
    """Who gave all accounts away still finds the months in which they were there."""
    for name in ("Acme", "Globex", "Initech"):
        company.account(name, owner="pia@x.com", tier="B", last="2026-09-10")
    (row,) = [b for b in company.command("/account numbers", by="UMEL")["blocks"] if b["type"] == "actions"]
    assert len(row["elements"][0]["options"]) == 25
    assert "3 active customers" in pressed(company, NUMBERS_MONTH, SEPTEMBER, option=True)


def test_the_year_is_charted_and_told_as_text(company: World):
    message = company.command("/account numbers", by="UMEL")
    (chart,) = [b for b in message["blocks"] if b["type"] == "data_visualization"]
    nrr = chart["chart"]["series"][0]
    assert nrr["name"] == "NRR"
    assert [p["value"] for p in nrr["data"]][-7:] == [112.5] * 7
    assert "NRR 100, 100, 100, 100, 112.5" in shown(message)


def test_how_tells_each_figures_formula_and_inputs(company: World):
    company.set(costs=COSTS)
    how = pressed(company, NUMBERS_HOW)
    assert "now $4,500; then $4,000" in how
    assert "m $750: the mean of 3 customers, 0 with a margin of their own" in how
    assert "events, training, surveys: $450, by 3 of 4 active accounts" in how
    assert company.sent[-1].get("replace_original") is False, "below the page"


def test_why_they_left_names_reasons_and_what_health_had_said(company: World):
    assert "Nobody left" in pressed(company, NUMBERS_LEFT)
    for day in ("2026-05-0{}", "2026-06-0{}", "2026-07-0{}"):
        for n in range(1, 7, 2):
            company.account("Globex", tier="B", last=day.format(n))
    leaves(company, "Globex", date(2026, 9, 5), "too slow")
    leaves(company, "Initech", date(2026, 11, 4), "")
    why = pressed(company, NUMBERS_LEFT)
    assert "2 customers, $3,000 a year" in why
    assert "“too slow”: 1, $1,000 a year: Globex" in why
    assert "_Nobody said_: 1, $2,000 a year: Initech" in why
    assert "Of 2 that left, 1 stood healthy 60 days before: Globex" in why
    assert "*Globex*: 🟢 Healthy" in why
    assert [o["text"]["text"] for o in company.sent[-1]["blocks"][-1]["elements"][0]["options"]] == [
        "Initech (Nov 4)",
        "Globex (Sep 5)",
    ]


def test_the_csv_to_copy_has_a_month_a_column(company: World):
    text = pressed(company, NUMBERS_CSV)
    lines = [line.split(",") for line in text.replace("```", "").splitlines() if "," in line]
    head = next(line for line in lines if line[0] == "figure")
    assert head[1:] == [*(f"25-{m}" for m in ("11-30", "12-31")), *head[3:]]
    assert head[-1] == "26-11-18"
    nrr = next(line for line in lines if line[0] == "nrr_recurring")
    assert (len(nrr), nrr[-1]) == (len(head), "112.5")


def test_what_if_more_stay_or_the_first_year_costs_less(company: World):
    company.set(costs=COSTS)
    leaves(company, "Globex", date(2026, 11, 4), "too slow")
    company.press(NUMBERS_IF, TODAY, by="UMEL")
    form = company.modal
    entry = next(b for b in form["blocks"] if b.get("block_id") == "entry")
    assert entry["element"]["initial_value"] == "900", "as it is set"
    wrong = company.submit(form, {"points": "many"}, by="UMEL")
    assert "points" in wrong["errors"]
    assert "entry" in company.submit(form, {"points": "5", "entry": ""}, by="UMEL")["errors"]
    said = text_of(company.submit(form, {"points": "5", "entry": "600", "yearly": "1200"}, by="UMEL"))
    stays = [sum(s**t for t in range(10)) for s in ((2 / 3) / 1.1, (2 / 3 + 0.05) / 1.1)]
    mean = (1500 + 2000) * 0.5 / 2
    assert f"${mean * stays[1]:,.0f}* instead of ${mean * stays[0]:,.0f}" in said
    assert f"*${600 * stays[0] - 300:,.0f}* instead of ${600 * stays[0]:,.0f}" in said
    refused = company.submit(form, {"points": "5"}, by="UDANA")
    assert "for managers and admins" in text_of(refused)


def test_what_if_of_a_large_team_comes_a_moment_later(company: World, monkeypatch: pytest.MonkeyPatch):
    """No book is read while Slack waits for the answer to a form."""
    company.set(costs=COSTS)
    company.press(NUMBERS_IF, TODAY, by="UMEL")
    monkeypatch.setattr("handlers.numbers.AT_ONCE", 2)
    assert "One moment" in text_of(company.submit(company.modal, {"points": "5"}, by="UMEL"))
    update = company.slack.made("views.update")[-1]
    assert update["view_id"] == company.slack.shown
    assert "is worth" in text_of(update["view"])


@pytest.mark.parametrize(
    ("currency", "entry", "typed"),
    [("USD", "1234567", "1234567"), ("USD", "12345.67", "12345.67"), ("KRW", "1200000", "1200000")],
)
def test_a_price_stands_in_the_form_to_its_last_digit(world: World, currency: str, entry: str, typed: str):
    world.account("Acme", owner="dana@x.com")
    world.set(currency=currency, costs=f"entry {entry}; yearly {entry}")
    world.press(NUMBERS_IF, TODAY, by="UMEL")
    (field,) = [b for b in world.modal["blocks"] if b.get("block_id") == "entry"]
    assert field["element"]["initial_value"] == typed


def test_a_large_teams_figures_come_a_moment_later(company: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handlers.numbers.AT_ONCE", 2)
    assert "3 accounts: they take a moment" in numbers(company)
    assert "3 active customers" in pressed(company, NUMBERS_SHOW)
    assert company.sent[-1]["replace_original"] is True
    company.press(NUMBERS_SHOW, TODAY, by="UMEL", **HOME)
    assert "One moment" in text_of(company.modal)
    assert "3 active customers" in text_of(company.slack.made("views.update")[-1]["view"])
    company.press(NUMBERS_IF, TODAY, by="UMEL")
    assert "One moment" in text_of(company.submit(company.modal, {}, by="UMEL"))
    assert "by the figures to Nov 18" in text_of(company.slack.made("views.update")[-1]["view"])


def test_whoever_has_no_accounts_reads_so(world: World):
    assert "None of your people owns an account" in numbers(world)


def test_accounts_that_became_one_are_two_in_the_months_before(company: World):
    """What a month said stays, though two of its customers are one now."""
    from messages.merging import MERGE_OPEN

    company.now = datetime(2026, 11, 18, 15, tzinfo=UTC)
    before, year = pressed(company, NUMBERS_MONTH, SEPTEMBER, option=True), pressed(company, NUMBERS_CSV)
    ids = {a.name: a.id for a in company.rows(tables.Account)}
    company.press(MERGE_OPEN, json.dumps({"account": ids["Globex"], "other": ids["Acme"]}), by="UMEL")
    company.submit(company.modal, {}, by="UMEL")
    assert "2 active customers" in numbers(company)
    assert pressed(company, NUMBERS_MONTH, SEPTEMBER, option=True) == before

    company.now = datetime(2026, 12, 10, 15, tzinfo=UTC)
    later = pressed(company, NUMBERS_CSV, NumbersRef("2026-12-10").pack())
    assert column(later, "26-09-30") == column(year, "26-09-30")
    assert column(later, "26-11-30") != column(year, "26-11-18")


def column(text: str, day: str) -> dict[str, str]:
    """A month of the table to copy: figure to value."""
    lines = [line.split(",") for line in text.replace("```", "").splitlines() if line.count(",") > 9]
    return {line[0]: line[lines[0].index(day)] for line in lines}
