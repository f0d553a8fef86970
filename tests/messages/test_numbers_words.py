"""What the numbers say: each part of the revenue by itself, what is missing, texts of others escaped, one
screen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from messages import numbers, numbers_how, numbers_if, numbers_left
from messages.figures import NAMES
from messages.words import Viewer
from rules.facts.movement import Movement
from rules.numbers.left import BEFORE, Gone, Left, Reason
from rules.numbers.lifetime import Worth
from rules.numbers.page import Month, Numbers
from rules.numbers.page import numbers as page_of
from rules.numbers.team import team_of
from rules.phrase import Money, say
from rules.policy import Policy
from rules.records import Record, Standing
from rules.revenue import Missing
from sandbox.limits import wrong_blocks

from ..builders import TODAY, a_touch, an_account, days_ago

HOSTILE = "A <!channel> & *b*"
VIEWER = Viewer(today=TODAY, sees_costs=True)
POLICY = Policy(costs="hour 60\nkeep 600\nupsell 90\nspend 900\nacquire 12\nmargin 50 %\nentry 9\nyearly 12")


def sold(n: int, name: str, currency: str, *moves: tuple[int, str, int]) -> Record:
    return an_account(
        id=n,
        name=name,
        annual=None,
        touches=[a_touch(days_ago(9), id=n)],
        movements=tuple(Movement(days_ago(d), kind, minor, currency) for d, kind, minor in moves),
    )


RECORDS = [
    sold(1, HOSTILE, "USD", (390, "new", 100_000), (90, "expansion", 50_000)),
    sold(2, "Globex", "EUR", (390, "new", 70_000)),
    sold(3, "Initech", "USD", (380, "purchase", 20_000), (20, "purchase", 30_000)),
]


def shown(policy: Policy = POLICY, records: list[Record] = RECORDS) -> Numbers:
    team, before = (team_of(records, {1}, on, policy) for on in (TODAY, days_ago(18)))
    return page_of(team, [before], [TODAY, days_ago(18)])


def text(message: dict[str, Any]) -> str:
    assert wrong_blocks(message["blocks"]) is None
    assert len(message["blocks"]) <= 12, "one screen"
    return "\n".join(b["text"]["text"] for b in message["blocks"] if b["type"] == "section")


def test_each_kind_of_revenue_and_each_currency_stands_by_itself():
    said = text(numbers.page(shown(), False, VIEWER))
    lines = said.splitlines()
    assert lines[0].startswith("*Numbers of your people, the 12 months to Nov 18*: 3 active customers")
    assert (
        "Recurring: NRR *150 %* (100 % without A &lt;!channel&gt; &amp; *b*'s expansion) · GRR *100 %*"
        in said
    )
    assert "Purchases: NRR *150 %*" in said
    assert "Recurring, in EUR without a rate: NRR *100 %*" in said
    assert "*€2,366* (in EUR without a rate) in 10 years" in said
    assert said.count("Of 100 earned a year ago 150 come now. 0 of 1 customers lost, *0 %* a month") == 1
    assert said.count("3-7 % a month is usual") == 1
    assert len(said) < 1200, "one screen"


def test_of_many_currencies_without_a_rate_a_screen_names_the_rest():
    codes = ["AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HUF", "INR", "JPY", "KRW", "ZAR"]
    each = ((390, "new", 70_000), (380, "purchase", 5_000))
    records = [sold(n, f"Co {n}", code, *each) for n, code in enumerate(codes, 1)]
    message = numbers.page(shown(records=records), False, VIEWER)
    said = text(message)
    assert "…" not in said, "nothing is cut off"
    assert "Recurring, in CAD without a rate" in said
    assert "CHF" not in said
    assert "To win one costs *$12*" in said, "our own stands there though nobody pays in it"
    assert "told behind How: CHF, CNY, CZK" in json.dumps(message)
    how = numbers_how.how(shown(records=records).figures, TODAY, VIEWER)
    assert "in ZAR without a rate" in json.dumps(how)


def test_what_is_missing_is_said_in_words_and_never_as_nothing():
    said = text(numbers.page(shown(replace(POLICY, costs="")), True, VIEWER))
    assert "What a customer is worth: _missing: margin (settings, or of the accounts)_" in said
    assert "To win one costs _missing: cost of a new account (settings)_" in said
    assert "CAC ratio _missing: sales and marketing spend (settings)_" in said
    assert "*$0*" not in said
    nobody = text(numbers.page(shown(records=[]), True, VIEWER))
    assert "NRR, GRR and customers lost: _no revenue by date is on file_" in nobody
    assert "customers for _no customer_ on average" in nobody


def test_what_the_lost_brought_names_those_of_whom_nobody_knows():
    def gone(record: Record) -> Record:
        left = Standing(days_ago(20), 1, "A", status="churned")
        return replace(record, standings=(Standing(days_ago(400), 1, "A"), left))

    known, silent = gone(RECORDS[1]), gone(replace(an_account(id=8, annual=None), movements=()))
    said = text(numbers.page(shown(records=[known, silent]), False, VIEWER))
    assert "*2* lost, which brought €700 a year (revenue of 1 unknown)" in said
    alone = text(numbers.page(shown(records=[silent]), False, VIEWER))
    assert "*1* lost (what they brought is not on file)" in alone


def test_what_brings_nothing_is_not_said_to_have_lost_nobody():
    """Of two customers one left, and without a margin both are worth nothing."""
    left = Standing(days_ago(20), 1, "A", status="churned")
    gone = replace(RECORDS[0], standings=(Standing(days_ago(400), 1, "A"), left))
    stays = sold(9, "Umbra", "USD", (390, "new", 10_000))
    free = replace(POLICY, costs=POLICY.costs.replace("margin 50 %", "margin 0 %"))
    said = text(numbers.page(shown(free, [gone, stays]), False, VIEWER))
    assert "1 of 2 customers lost" in said
    assert "A customer is worth *$0* in 10 years; the same with 5 more of 100 staying" in said


def test_the_chart_wants_two_months_of_which_all_is_known():
    alone = numbers.page(replace(shown(), year=(Month(TODAY, shown().figures),)), False, VIEWER)["blocks"]
    assert not [b for b in alone if b["type"] == "data_visualization"]
    both = [Month(days_ago(n), shown().figures) for n in (30, 0)]
    charted = numbers.page(replace(shown(), year=tuple(both)), False, VIEWER)
    (chart,) = [b for b in charted["blocks"] if b["type"] == "data_visualization"]
    assert [s["name"] for s in chart["chart"]["series"]] == ["NRR", "GRR", "Customers kept"]
    assert "NRR 150, 150; GRR 100, 100; Customers kept 100, 100" in json.dumps(charted)


def test_every_figure_has_a_name_and_tells_how_it_is_computed():
    n = shown()
    assert {f.key for f in n.figures} == NAMES.keys()
    said = text(numbers_how.how(n.figures, TODAY, VIEWER))
    for f in n.figures:
        assert NAMES[f.key] in said
        assert VIEWER.plain(f.formula).split("{")[0] in said.replace("&lt;", "<").replace("&amp;", "&")
    assert "now $1,500; then $1,000" in said
    assert "<!channel>" not in said
    assert "Marketing Metrics" in json.dumps(numbers_how.how(n.figures, TODAY, VIEWER)), "with its source"


def test_many_figures_stay_within_what_a_message_holds():
    many = [f for f in shown().figures for _ in range(9)]
    blocks = numbers_how.how(many, TODAY, VIEWER)["blocks"]
    assert wrong_blocks(blocks) is None
    months = [Month(days_ago(30 * n), shown().figures) for n in range(13)]
    assert wrong_blocks(numbers_how.table(months, VIEWER)["blocks"]) is None


def test_the_file_has_what_is_missing_beside_what_is_known():
    rows = list(numbers_how.rows([Month(TODAY, shown(replace(POLICY, costs="acquire 12")).figures)], VIEWER))
    assert tuple(rows[0]) == numbers_how.HEAD
    by = {(r[1], r[2], r[3]): r[4:] for r in rows[1:]}
    assert len(by) == len(rows) - 1, "each line is of one thing"
    assert by["nrr", "recurring", "USD"] == ["share", "1.5000", "", "", ""]
    assert by["nrr", "recurring", "EUR"] == ["share", "1.0000", "", "", ""]
    assert by["acquire", "", "USD"] == ["money", "12.00", "", "", ""]
    assert by["cac", "", "USD"] == ["to 1", "", "", "", "missing: sales and marketing spend (settings)"]
    assert by["ror", "", ""] == ["share", "0.6667", "2", "3", ""]


def gone(name: str, bands: tuple[str, ...], reason: str = "", brought: Money | None = None) -> Gone:
    return Gone(1, name, days_ago(20), reason, brought, bands)


def test_why_they_left_escapes_what_somebody_wrote_and_names_false_greens():
    those = (
        gone(HOSTILE, ("", "healthy", "healthy"), HOSTILE, Money(5_000, "USD")),
        gone("Globex", ("watch", "healthy", "at risk"), HOSTILE, Money(900, "EUR")),
        gone("Initech", ("", "watch", "watch")),
    )
    left = Left(TODAY, those, (Reason(HOSTILE, those[:2]), Reason("", those[2:])))
    said = text(numbers_left.why(left, VIEWER))
    assert "<!channel>" not in said
    assert "3 customers, $50 and €9 a year (revenue of 1 unknown)" in said
    assert "_Nobody said_: 1, revenue unknown: Initech" in said
    assert "Of 1 that left, none stood healthy 90 days before" in said
    assert "Of 3 that left, 2 stood healthy 60 days before: A &lt;!channel&gt; &amp; *b*, Globex" in said
    assert BEFORE == (90, 60, 30)
    nobody = numbers_left.why(Left(TODAY, (), ()), VIEWER)
    assert "Nobody left" in text(nobody)


def test_many_who_left_stay_on_the_screen():
    those = tuple(gone(f"Company number {n} " * 9, ("healthy",) * 3, f"reason {n} " * 40) for n in range(60))
    left = Left(TODAY, those, tuple(Reason(g.reason, (g,)) for g in those))
    said = numbers_left.why(left, VIEWER)
    assert wrong_blocks(said["blocks"]) is None
    assert "And 45 more." in text(said)
    assert "And 45 more reasons." in text(said), "no section is cut off"


@pytest.mark.parametrize(
    ("typed", "fine"), [("5", True), ("0", True), ("100", True), ("101", False), ("", False), ("5.5", False)]
)
def test_points_of_the_what_if(typed: str, fine: bool):
    assert (numbers_if.points_error(typed) is None) is fine


def test_what_if_says_what_it_lacks():
    unknown = Worth(Missing(say("missing: margin")), None, 0.9, 0.1)
    said = text(numbers_if.computed(unknown, 5, 900, 1200, date(2026, 10, 31), VIEWER))
    assert "_missing: margin_" in said
    assert "missing: margin (settings, or of the accounts)" in said
