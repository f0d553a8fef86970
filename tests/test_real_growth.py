"""The real book of 85 accounts: what it returns, who is loyal, how much rests on few, what is kept and worth,
how accounts earn and whose order is late equal what by_hand.py makes of the files, at three dates."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta

import pytest

from compose import Tend
from rules.context import Context
from rules.facts.orders import usual_order_late
from rules.loyal import loyal
from rules.revenue import Missing
from settings import Settings
from storage import accounts, numbers, people, records, segments, workspaces
from storage.exchange import importing

from . import by_hand
from .test_real_data import CRM, rows
from .world import START, FakeTime

NOW = datetime(2018, 10, 15, 17, 0, tzinfo=UTC)
DAYS = (date(2017, 12, 31), date(2018, 6, 30), date(2018, 10, 15))
MARGIN, DISCOUNT = 0.7, 0.1
pytestmark = pytest.mark.skipif(not CRM.exists(), reason="the real book is not beside this checkout")


@pytest.fixture(scope="module")
def tend(tmp_path_factory: pytest.TempPathFactory, postgres):
    path = tmp_path_factory.mktemp("growth") / "tend.db"
    with postgres.database("growth") if postgres else nullcontext():
        url = postgres.url("growth") if postgres else f"sqlite:///{path}"
        tend = Tend(
            Settings(database_url=url, seeds={"costs": "margin 70 %"}), lambda: NOW, FakeTime(START).steady()
        )
        tend.prepare()
        importing.run(tend.database, sorted(CRM.glob("*.csv")), NOW)
        yield tend
        tend.close()


def figures_on(tend: Tend, day: date):
    """The figures of everybody's accounts, by key."""
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        everybody = frozenset(p.id for p in people.everyone(session, ws.id))
        page = numbers.page(session, ws, everybody, on=day, today=DAYS[-1], now=NOW)
    return {figure.key: figure for figure in page.figures}


@pytest.mark.parametrize("day", DAYS)
def test_return_on_relationships_with_both_counts(tend: Tend, day: date):
    shown = figures_on(tend, day)
    by = by_hand.return_on_relationships(rows("accounts"), rows("revenue"), rows("touches"), day)
    whole = tuple(map(sum, zip(*by.values(), strict=True)))
    said = {key: (shown[key].part, shown[key].whole) for key in ("ror", "ror_touched", "ror_untouched")}
    assert said == {"ror": whole, "ror_touched": by[True], "ror_untouched": by[False]}
    assert whole[1] == 85, "all of them were helped in each of these years"


@pytest.mark.parametrize("day", DAYS)
def test_who_is_loyal_and_how_much_rests_on_few(tend: Tend, day: date):
    shown = figures_on(tend, day)
    by = by_hand.loyal(rows("accounts"), rows("revenue"), day)
    assert shown["loyal"].value == len(by)
    assert (shown["concentration"].part, shown["concentration"].whole) == by_hand.concentration(
        rows("accounts")
    )
    assert {x.name: x.purchases for r in read(tend) if (x := loyal(r, day))} == by


@pytest.mark.parametrize("day", DAYS)
def test_what_is_kept_and_what_a_customer_is_worth(tend: Tend, day: date):
    shown = figures_on(tend, day)
    annual = [float(a["annual_revenue"]) for a in rows("accounts")]
    margin = MARGIN * sum(annual) / len(annual)
    if day.year == 2017:  # nobody had bought a year before
        assert isinstance(shown["nrr"].value, Missing)
        assert isinstance(shown["clv"].value, Missing)
        return
    nrr, grr, cohort, lost = by_hand.retention(rows("accounts"), rows("revenue"), day)
    assert (shown["nrr"].value, shown["grr"].value) == (pytest.approx(nrr), pytest.approx(grr))
    assert (shown["churn"].part, shown["churn"].whole) == (lost, cohort)
    stays = 1 - lost / cohort
    worth = by_hand.lifetime_value(margin, stays, DISCOUNT)
    better = by_hand.lifetime_value(margin, min(stays + 0.05, 1), DISCOUNT)
    assert shown["clv"].value / 100 == pytest.approx(worth, abs=0.01)
    assert shown["clv_better"].value / 100 == pytest.approx(better, abs=0.01)


@pytest.mark.parametrize("day", DAYS)
def test_whose_usual_order_is_late(tend: Tend, day: date):
    by = by_hand.late_orders(rows("revenue"), day)
    context = Context(tend.services and read_policy(tend))
    late = {r.account.name for r in read(tend) if usual_order_late(r, day, context)}
    assert late == set(by)
    assert late, "some of them are"


def test_how_accounts_earn(tend: Tend):
    by = by_hand.segments(rows("accounts"))
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        ids = accounts.owned_by(session, ws.id, [p.id for p in people.everyone(session, ws.id)])
        found = segments.of_accounts(session, ws.id, ids, DAYS[-1])
        names = {h.id: h.name for h in accounts.hits_of(session, ws.id, list(found))}
    assert {names[i]: segment for i, segment in found.items()} == by
    assert len(set(by.values())) == 3


def read(tend: Tend):
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        ids = accounts.owned_by(session, ws.id, [p.id for p in people.everyone(session, ws.id)])
        return records.read(session, ws.id, ids, NOW, back=timedelta(days=700))


def read_policy(tend: Tend):
    with tend.database.reading() as session:
        return workspaces.current(session).policy
