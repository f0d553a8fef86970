"""The real book's figures of a year equal an independent computation from the CSV files, at three dates."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from compose import Tend
from rules.numbers.page import Numbers
from rules.phrase import say
from rules.revenue import Missing
from storage import numbers, workspaces

from .test_real_data import CRM, NOW, rows, tend

__all__ = ["tend"]  # the book as it was imported
pytestmark = pytest.mark.skipif(not CRM.exists(), reason="the real book is not beside this checkout")
DATES = (date(2017, 9, 30), date(2017, 12, 31), date(2018, 1, 22))


def page(tend: Tend, on: date) -> Numbers:
    with tend.database.transaction() as session:
        workspaces.configure(
            session, workspaces.current(session), {"costs": "hour 60\nkeep 20000\nmargin 70 %"}
        )
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        owners = numbers.people_of(session, ws.id, "")
        return numbers.page(session, ws, owners, on, NOW.date(), NOW)


def days_of(name: str, column: str) -> dict[str, list[date]]:
    days = defaultdict(list)
    for row in rows(name):
        days[row["account"]].append(date.fromisoformat(row[column][:10]))
    return days


@pytest.mark.parametrize("on", DATES)
def test_relationships_loyal_and_concentration(tend: Tend, on: date):
    since = on.replace(year=on.year - 1)
    touched, bought = days_of("touches", "at"), days_of("revenue", "on")
    helped, again, loyal = set(), set(), set()
    for account in {a["name"] for a in rows("accounts")}:
        orders = sorted(d for d in bought[account] if d <= on)
        if any(since < d <= on for d in touched[account]) or any(d > since for d in orders):
            helped.add(account)
        if any(d > since and d > orders[0] for d in orders):
            again.add(account)
        if len(set(orders)) >= 5:
            loyal.add(account)
    shown = page(tend, on)
    (ror,), (touching,) = shown.of("ror"), shown.of("ror_touched")
    assert (ror.part, ror.whole) == (len(again & helped), len(helped))
    assert touching.whole == sum(any(since < d <= on for d in touched[a]) for a in helped)
    assert shown.of("loyal")[0].value == len(loyal)
    revenue = sorted((int(a["annual_revenue"]) for a in rows("accounts")), reverse=True)
    few = next(n for n in range(1, 86) if sum(revenue[:n]) >= 0.8 * sum(revenue))
    (concentration,) = shown.of("concentration")
    assert (concentration.part, concentration.whole) == (few, len(revenue))


@pytest.mark.parametrize("on", DATES)
def test_what_clv_and_keeping_rest_on(tend: Tend, on: date):
    """Nobody bought a year before: so r is missing, and says so."""
    shown = page(tend, on)
    revenue = [int(a["annual_revenue"]) for a in rows("accounts")]
    assert shown.worth.mean == pytest.approx(100 * 0.7 * sum(revenue) / len(revenue))
    assert (shown.worth.known, shown.worth.own, shown.worth.left_out) == (85, 0, 0)
    assert shown.worth.stays == Missing(say("no purchases in the 12 months before"))
    since = on.replace(year=on.year - 1)
    channel = {
        "call": 15,
        "video": 30,
        "meeting": 45,
        "visit": 90,
        "email": 5,
        "message": 5,
        "event": 45,
        "gift": 5,
    }
    minutes = sum(
        channel[t["channel"]] for t in rows("touches") if since < date.fromisoformat(t["at"][:10]) <= on
    )
    assert shown.of("keep")[0].value == round((minutes / 60 * 6000 + 2_000_000) / 85)
