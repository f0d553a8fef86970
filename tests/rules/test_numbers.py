"""A team's figures equal an independent computation from the rows that their records were made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from messages.words import Viewer
from rules.facts.movement import Movement
from rules.facts.thanked import Thanks
from rules.numbers.came import lost
from rules.numbers.figure import Figure
from rules.numbers.kept import monthly, retention_of
from rules.numbers.left import left
from rules.numbers.lifetime import Worth, by_price, lifetime, with_points, worths
from rules.numbers.page import figures, month_ends, year_to
from rules.numbers.relations import fewest
from rules.phrase import Money
from rules.policy import Policy
from rules.records import Record, Standing
from rules.revenue import Missing

from ..builders import TODAY, a_plan, a_touch, an_account, days_ago
from .plain_numbers import POLICY, RECORDS, Plain, Row, of, record, team, year_back

AGO = pytest.mark.parametrize("ago", [0, 35, 75, 170])


@AGO
def test_what_is_kept(ago: int):
    plain, those = Plain(ago), team(days_ago(ago))
    for money in ("USD", "EUR"):
        cohort = plain.cohort(money)
        if not cohort:
            assert isinstance(of(those, "nrr", money, "recurring").value, Missing)
            continue
        start = sum(s for s, _ in cohort)
        lost = sum(e == 0 for _, e in cohort)
        assert of(those, "nrr", money, "recurring").value == pytest.approx(sum(e for _, e in cohort) / start)
        assert of(those, "grr", money, "recurring").value == pytest.approx(sum(map(min, cohort)) / start)
        churn = of(those, "churn", money, "recurring")
        assert (churn.part, churn.whole) == (lost, len(cohort))
        assert of(those, "churn_month", money).value == pytest.approx(
            1 - (1 - lost / len(cohort)) ** (1 / 12)
        )


@AGO
def test_what_is_kept_of_purchases(ago: int):
    """Of those who bought in the 12 months before: what they bought in the last 12."""
    plain, those = Plain(ago), team(days_ago(ago))
    before = plain.end + (year_back(days_ago(ago)) - year_back(year_back(days_ago(ago)))).days
    spans = [(plain.bought(r, plain.end, before), plain.bought(r, ago, plain.end)) for r in plain.ours]
    cohort = [s for s in spans if s[0]]
    nrr = of(those, "nrr", "USD", "purchases")
    assert cohort, "the rows are made so"
    assert nrr.value == pytest.approx(sum(e for _, e in cohort) / sum(s for s, _ in cohort))
    assert of(those, "churn", "USD", "purchases").value == sum(e == 0 for _, e in cohort) / len(cohort)


@AGO
def test_what_a_customer_is_worth(ago: int):
    plain, those = Plain(ago), team(days_ago(ago))
    earns = [
        (annual, 0.7 if r.margin is None else r.margin)
        for r in plain.active()
        if r.money == "USD" and (annual := plain.annual(r, ago)) is not None
    ]
    m = sum(a * share for a, share in earns) / len(earns)
    cohort = plain.cohort("USD")
    r = 1 - sum(e == 0 for _, e in cohort) / len(cohort)

    def ten_years(first: float, later: float, stays: float) -> int:
        return round(sum((first if t == 0 else later) * (stays / 1.08) ** t for t in range(10)))

    assert of(those, "clv", "USD").value == ten_years(m, m, r)
    assert of(those, "clv_better", "USD").value == ten_years(m, m, min(r + 0.05, 1))
    margin = sum(a * share for a, share in earns) / sum(a for a, _ in earns)
    assert of(those, "clv_entry").value == ten_years(900 * margin, 1200 * margin, r)
    assert of(those, "clv_yearly").value == ten_years(1200 * margin, 1200 * margin, r)


@AGO
def test_what_they_cost(ago: int):
    plain, those = Plain(ago), team(days_ago(ago))
    active = len(plain.active())
    assert of(those, "acquire").value == 120_000
    assert of(those, "keep").value == round((plain.minutes() / 60 * 6000 + 20_000) / active)
    sold = [m for r in plain.ours for d, kind, m in r.moves if kind == "expansion" and plain.in_year(d)]
    explored = plain.minutes("explored_need", "challenged")
    if sold:
        assert of(those, "upsell").value == round((explored / 60 * 6000 + 15_000) / len(sold))
    new = sum(
        m
        for r in plain.ours
        for d, kind, m in r.moves
        if kind in ("new", "expansion") and plain.in_year(d) and r.money == "USD"
    )
    assert of(those, "cac").value == pytest.approx(90_000 / new)


@AGO
def test_who_came_and_who_left(ago: int):
    plain, those = Plain(ago), team(days_ago(ago))
    gone = [
        (r, max(d for d, s in r.status if s == "churned" and d >= ago))
        for r in plain.ours
        if plain.stands(r, ago) == "churned"
    ]
    in_year = [(r, d) for r, d in gone if plain.in_year(d)]
    assert of(those, "gained").value == sum(plain.in_year(r.since) for r in plain.ours)
    assert of(those, "lost").value == len(in_year)
    ended = {"Gone": 140}  # its revenue ended before it was marked churned
    cost = sum(plain.annual(r, ended.get(r.name, d) + 1) or 0 for r, d in in_year)
    assert of(those, "lost_cost").value == cost
    stayed = [r.since - ago for r in plain.ours if plain.stands(r, ago) != "churned"]
    stayed += [r.since - d for r, d in in_year]
    assert of(those, "tenure").value == pytest.approx(sum(stayed) / len(stayed) / 365.25)


@AGO
def test_what_relationships_return(ago: int):
    plain, those = Plain(ago), team(days_ago(ago))
    rows = []
    for r in plain.ours:
        touched = any(plain.in_year(d) and o == "reached" for d, _, _, o in r.touches)
        bought = [d for d, kind, m in r.moves if kind in ("purchase", "new") and m > 0]
        moved = [kind for d, kind, _ in r.moves if plain.in_year(d)]
        firsts = [d for d, kind, _ in r.moves if kind in ("purchase", "new")]
        again = {"renewal", "expansion"} & {*moved} or any(
            plain.in_year(d) and any(first > d for first in firsts) for d in bought
        )
        again = again or (r.referred is not None and plain.in_year(r.referred))
        helped = touched or {"new", "expansion", "renewal", "purchase"} & {*moved}
        if helped:
            rows.append((touched, bool(again)))
    for key, wanted in (("ror", {True, False}), ("ror_touched", {True}), ("ror_untouched", {False})):
        mine = [again for touched, again in rows if touched in wanted]
        figure = of(those, key)
        assert (figure.part, figure.whole) == (sum(mine), len(mine))


def test_one_that_left_and_came_back_bought_again():
    back = next(r for r in RECORDS if r.account.name == "Back")
    assert (of(team(records=[back]), "ror").part, of(team(records=[RECORDS[6]]), "ror").part) == (1, 0)


@AGO
def test_how_much_rests_on_few(ago: int):
    plain, those = Plain(ago), team(days_ago(ago))
    revenue = sorted(
        (a for r in plain.active() if r.money == "USD" and (a := plain.annual(r, ago))), reverse=True
    )
    few = next(n for n in range(len(revenue) + 1) if sum(revenue[:n]) >= 0.8 * sum(revenue))
    figure = of(those, "concentration", "USD")
    assert (figure.part, figure.whole) == (few, len(revenue))
    assert of(those, "concentration", "EUR").whole == 1
    long = [r for r in plain.active() if r.since - ago >= 3 * 366]
    assert of(those, "loyal").value == len(long)


def test_the_fewest_that_make_eighty_per_cent():
    assert [fewest(x) for x in ([8, 2], [79, 21], [1] * 10, [5])] == [1, 2, 8, 1]


# what is missing ------------------------------------------------------------------------------------------
def told(figure: Figure) -> list[str]:
    return [Viewer().plain(i) for i in figure.inputs]


def said(figure: Figure) -> str:
    assert isinstance(figure.value, Missing), figure
    return Viewer().plain(figure.value.why)


def test_a_figure_whose_input_is_missing_says_which_and_is_never_nothing():
    bare = team(policy=Policy(costs=""))
    assert "5 customers of unknown revenue or margin left out" in told(of(bare, "clv")), "but for Acme's own"
    assert said(of(bare, "acquire")) == "missing: cost of a new account (settings)"
    assert said(of(bare, "keep")) == (
        "missing: cost of an hour and cost of events, training, surveys (settings)"
    )
    assert said(of(bare, "upsell")) == "missing: cost of an hour and cost of selling more (settings)"
    assert said(of(bare, "cac")) == "missing: sales and marketing spend (settings)"
    assert said(of(bare, "clv_entry")) == "missing: entry price and yearly price (settings)"
    nobody = team(records=[])
    for key in ("nrr", "clv", "keep", "upsell", "cac", "tenure", "ror", "concentration"):
        assert isinstance(of(nobody, key).value, Missing), key
    assert of(nobody, "lost").value == 0, "nobody left: that is known"


def test_without_a_margin_of_anybody_nothing_is_worth_anything_yet():
    unknown = [replace(r, account=replace(r.account, margin=None)) for r in RECORDS]
    assert said(of(team(policy=Policy(costs="yearly 12; entry 9"), records=unknown), "clv")) == (
        "missing: margin (settings, or of the accounts)"
    )


def test_what_the_lost_brought_is_unknown_where_nothing_was_on_file():
    silent = replace(RECORDS[1], movements=())
    assert said(of(team(records=[silent]), "lost_cost")) == "the revenue of those who left is not on file"


def test_where_nobody_pays_in_the_workspaces_currency_no_revenue_is_said_to_be_missing():
    euro = [r for r in RECORDS if r.account.name == "Euro"]
    worth = [f for f in figures(team(records=euro)) if f.key in ("clv", "clv_better")]
    assert [f.currency for f in worth] == ["EUR", "EUR"]
    assert all(f.known for f in worth)


def test_a_rate_joins_what_stood_by_itself():
    rated = team(policy=replace(POLICY, rates={"EUR": 2.0}))
    assert {f.currency for f in figures(rated) if f.key == "nrr"} == {"USD"}
    plain = Plain(0)
    cohort = plain.cohort("USD") + [(2 * s, 2 * e) for s, e in plain.cohort("EUR")]
    assert of(rated, "nrr", basis="recurring").value == pytest.approx(
        sum(e for _, e in cohort) / sum(s for s, _ in cohort)
    )


def test_a_team_pays_its_share_of_what_is_spent_for_all():
    active = len(Plain(0).active())
    third = team(everybody=3 * active)
    assert of(third, "keep").value == round((Plain(0).minutes() / 60 * 6000 + 20_000 / 3) / active)
    assert of(third, "cac").value == pytest.approx(of(team(), "cac").value / 3)


def test_treats_are_what_keeping_costs():
    gift = Thanks(1, 1, 1, "event", days_ago(9), "a place at the fair", cost=7_000, currency="USD")
    old, unknown = replace(gift, id=2, on=days_ago(400)), replace(gift, id=3, cost=None)
    treated = [replace(RECORDS[0], thanks=(gift, old, unknown)), *RECORDS[1:]]
    active = len(Plain(0).active())
    more = of(team(records=treated), "keep")
    assert more.value == round((Plain(0).minutes() / 60 * 6000 + 20_000 + 7_000) / active)
    assert "1 treat without a cost" in told(more)


def test_one_served_through_its_parent_is_no_customer_and_its_revenue_is_the_parents():
    child = an_account(
        id=90,
        name="Acme East",
        parent_id=1,
        served_through_parent=True,
        annual=None,
        movements=(Movement(days_ago(400), "new", 7_000, "USD"),),
    )
    both = team(records=[RECORDS[0], child])
    assert [(c.name, c.annual) for c in both.customers] == [("Acme", Money(157_000, "USD"))]
    orphan = team(records=[child])
    assert [c.name for c in orphan.customers] == ["Acme East"], "whose parent is not theirs"


def served(id: int, through: int, cents: int, *stands: Standing, since: int = 400, **given: Any) -> Record:
    """An account that is served through another, with recurring revenue."""
    return an_account(
        id=id,
        name=f"Part {id}",
        parent_id=through,
        served_through_parent=True,
        annual=None,
        movements=(Movement(days_ago(since), "new", cents, "USD"),) if cents else (),
        standings=(Standing(days_ago(since), 1, "B", served_through_parent=True), *stands),
        **given,
    )


def test_one_served_through_one_that_is_served_counts_with_the_last_of_them():
    parts = (served(90, through=1, cents=7_000), served(91, through=90, cents=500))
    chain = team(records=[parts[1], RECORDS[0], parts[0]])
    assert [(c.name, c.annual) for c in chain.customers] == [("Acme", Money(157_500, "USD"))]
    ring = team(records=[served(90, through=91, cents=7_000), served(91, through=90, cents=500)])
    assert [(c.name, c.annual) for c in ring.customers] == [("Part 90", Money(7_500, "USD"))], "not nobody"


def test_with_one_served_in_a_currency_without_a_rate_it_brings_its_own_and_says_so():
    """As its card has it: $1,500, without Part 90."""
    euro = served(90, 1, 0, annual_given=7_000, currency="EUR")
    both = team(records=[RECORDS[0], euro])
    assert [c.annual for c in both.customers] == [Money(150_000, "USD")]
    left_out = "of 1 customer what is served through it brings without a rate is left out"
    assert left_out in told(of(both, "clv"))
    yen = served(91, 90, 0, annual_given=500, currency="JPY")
    (mixed,) = team(records=[replace(euro, account=replace(euro.account, parent_id=None)), yen]).customers
    assert mixed.annual is None, "two currencies, and ours is none of them"


def test_a_lost_one_that_was_served_brings_nothing_whatever_somebody_gave():
    lost_one = Standing(days_ago(50), 1, "B", status="churned", served_through_parent=True)
    gone = served(90, 1, 0, lost_one, annual_given=7_000, currency="USD", status="churned")
    (acme,) = team(records=[RECORDS[0], gone]).customers
    assert acme.annual == Money(150_000, "USD")


def test_what_a_lost_customer_brought_holds_what_was_served_through_it():
    left_too = Standing(days_ago(50), 1, "B", status="churned", served_through_parent=True)
    both = [RECORDS[1], served(90, 2, 7_000, left_too, status="churned")]
    assert of(team(records=both), "lost").value == 1
    assert of(team(records=both), "lost_cost").value == 40_000 + 7_000


def test_what_came_later_changes_no_past_day():
    """Touches, revenue, churn and owners of later days: the past month stays."""
    on = days_ago(60)
    before = [
        replace(
            r,
            touches=tuple(t for t in r.touches if t.on <= on),
            movements=tuple(m for m in r.movements if m.on <= on),
            standings=tuple(s for s in r.standings if s.from_on <= on),
        )
        for r in RECORDS
        if r.account.exists_on <= on
    ]
    assert figures(team(on)) == figures(team(on, records=before))


# what if ----------------------------------------------------------------------------------------------------
def test_ten_years_by_hand():
    assert lifetime(100, 0.5, 0.0, years=3) == 175
    assert lifetime(100, 0.9, 0.1) == pytest.approx(100 * (1 - (0.9 / 1.1) ** 10) / (1 - 0.9 / 1.1))
    assert monthly(0.31) == pytest.approx(0.0305, abs=1e-3), "31 % a year are 3 % a month"
    assert monthly(0.58) == pytest.approx(0.07, abs=1e-3), "58 % a year are 7 % a month"


def test_no_more_than_all_can_stay():
    w = Worth(1000.0, 0.5, 0.98, 0.1)
    assert with_points(w, 0.05) == round(lifetime(1000, 1.0, 0.1))
    assert by_price(w, 900, 1200)[1] - by_price(w, 900, 1200)[0] == 150, "the first year's difference"
    assert isinstance(by_price(replace(w, margin=None), 900, 1200)[0], Missing)
    assert isinstance(by_price(w, None, 1200)[0], Missing)


def test_what_a_customer_is_worth_is_known_by_currency():
    those = team()
    assert list(worths(those, retention_of(those))) == ["USD", "EUR"]


# who left ---------------------------------------------------------------------------------------------------
def test_why_they_left_and_what_health_said_before():
    gone = left(team(), RECORDS)
    assert [(g.name, g.on, g.reason, g.brought) for g in gone.gone] == [
        ("Globex", days_ago(50), "too expensive", Money(40_000, "USD")),
        ("Gone", days_ago(130), "Too expensive.", Money(70_000, "USD")),
    ]
    assert [(r.text, len(r.gone)) for r in gone.reasons] == [("too expensive", 2)], "one reason"
    assert all(len(g.bands) == 3 for g in gone.gone)
    assert [c.name for c in came_lost(TODAY)] == ["Globex", "Gone"]
    assert [c.name for c in came_lost(days_ago(250))] == ["Back"], "gone then, back since"


def came_lost(on: date) -> list[Any]:
    return lost(team(on))


def test_health_before_is_by_what_was_known_then():
    """A touch a day before it left makes nothing green that was not."""
    silent = replace(RECORDS[1], touches=())
    late = replace(silent, touches=(a_touch(days_ago(51)),))
    assert (
        left(team(records=[silent]), [silent]).gone[0].bands
        == left(team(records=[late]), [late]).gone[0].bands
    )
    young = record(1, Row("Young", 100, [(99, "new", 5)], [(95, 9, "", "reached")], [(20, "churned")]))
    shown = left(team(records=[young]), [young]).gone[0].bands
    assert shown[0] == "", "not there yet"
    assert shown[1] == "not enough known"


# which days -------------------------------------------------------------------------------------------------
def test_month_ends_that_the_record_covers():
    assert month_ends(date(2026, 8, 31), TODAY) == [date(2026, 10, 31), date(2026, 9, 30), date(2026, 8, 31)]
    assert len(month_ends(date(1999, 1, 1), TODAY)) == 24
    assert month_ends(TODAY, TODAY) == []
    assert year_to(date(2026, 3, 31), date(1999, 1, 1))[0] == date(2025, 4, 30)
    assert len(year_to(date(2026, 3, 31), date(1999, 1, 1))) == 11, "and the day itself"
    assert len(year_to(TODAY, date(1999, 1, 1))) == 12


def test_a_plan_that_was_won_is_a_sale_where_no_expansion_tells_of_it():
    """Whose expansion is on file counts once, however many plans; a plan of another year, or lost, never."""
    won = {"step": "won", "explored_on": days_ago(50), "offered_on": days_ago(40)}
    without = next(r for r in RECORDS if r.movements and not any(m.kind == "expansion" for m in r.movements))
    plans = (
        a_plan(days_ago(60), id=1, **won, closed_on=days_ago(9)),
        a_plan(days_ago(900), id=2, **won, closed_on=days_ago(800)),
        a_plan(days_ago(60), id=3, **{**won, "step": "lost"}, closed_on=days_ago(9), why="too dear"),
    )
    before = of(team(), "upsell").whole
    planned = [replace(r, upsells=plans) if r is without else r for r in RECORDS]
    assert of(team(records=planned), "upsell").whole == before + 1
    grown = next(
        r for r in RECORDS if any(m.kind == "expansion" and m.on > days_ago(300) for m in r.movements)
    )
    both = [replace(r, upsells=plans) if r is grown else r for r in RECORDS]
    assert of(team(records=both), "upsell").whole == before
