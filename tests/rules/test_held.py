"""What holds a place back: the customer's holidays, and our quiet days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.cadence import due, look_on
from rules.calendar import Workdays
from rules.held import customer_back_on, hold_back
from rules.nudging import candidate, choose
from rules.records import Person

from ..builders import POLICY, a_person, a_promise, an_account
from .test_nudging import CONTEXT

LABOUR = date(2026, 11, 23)  # a Monday, a holiday in Japan
US = Workdays("US")
DANA: Person = a_person()


def held(*records, on=LABOUR, policy=POLICY, person=DANA):
    return hold_back([candidate(r, on, policy, share=0.0) for r in records], on, person, policy)


def names(those) -> list[str]:
    return [c.record.account.name for c in those]


# the customer's holidays ------------------------------------------------------------------------------------
@pytest.mark.parametrize("country", ["JP", "Japan", "日本", "japan "])
def test_a_customer_on_holiday_waits_for_the_next_working_day_of_both(country: str):
    record = an_account(date(2026, 10, 1), country=country)
    seen = held(record, an_account(date(2026, 10, 1), id=2, name="Here", country="US"))
    assert names(seen.here) == ["Here"]
    assert seen.later == {date(2026, 11, 24): ["A"]}
    assert customer_back_on(record, date(2026, 11, 20), US) is None
    assert customer_back_on(record, date(2026, 11, 24), US) is None


def test_a_row_of_holidays_and_a_day_off_of_ours_between():
    record = an_account(date(2026, 3, 1), country="JP")
    of = Workdays("US", frozenset({date(2026, 5, 7)}))
    assert customer_back_on(record, date(2026, 5, 4), of) == date(2026, 5, 8), "4, 5, 6 May, then our day off"


def test_an_unknown_country_has_no_holidays():
    for country in ("", "Unspecified", "XX"):
        assert customer_back_on(an_account(date(2026, 10, 1), country=country), LABOUR, US) is None


def test_a_promise_that_is_late_stays_and_one_due_that_day_waits():
    late = an_account(date(2026, 11, 20), country="JP", promises=(a_promise(date(2026, 11, 22)),))
    today = an_account(date(2026, 11, 20), id=2, name="Today", country="JP", promises=(a_promise(LABOUR),))
    kept = a_promise(date(2026, 11, 22), state="kept", done_on=date(2026, 11, 22))
    done = an_account(date(2026, 10, 1), id=3, name="Done", country="JP", promises=(kept,))
    assert names(held(late, today, done).here) == ["Acme"]


def test_what_is_due_and_looked_at_is_not_moved():
    there = an_account(date(2026, 11, 11), country="JP")
    here = an_account(date(2026, 11, 11), country="US")
    assert look_on(there, LABOUR, POLICY) == look_on(here, LABOUR, POLICY)
    assert due(there, LABOUR, POLICY) == due(here, LABOUR, POLICY)


def test_who_returns_counts_in_the_date_by_which_a_backlog_is_caught_up():
    here = [an_account(date(2026, 6, 1), id=n, name=f"n{n}", tier="C") for n in range(1, 12)]
    there = [replace_country(r, n) for n, r in enumerate(here, 20)]
    seen = held(*here, *there)
    assert seen.coming({date(2026, 11, 24): ["B"]}) == {date(2026, 11, 24): ["B", *["C"] * 11]}
    assert seen.coming({}) == {date(2026, 11, 24): ["C"] * 11}
    alone = choose(seen.here, LABOUR, CONTEXT, workdays=US)
    counted = choose(seen.here, LABOUR, CONTEXT, workdays=US, coming=seen.coming({}))
    assert alone.waiting == counted.waiting == 6
    assert alone.caught_up_on
    assert counted.caught_up_on
    assert alone.caught_up_on < counted.caught_up_on


def replace_country(record, n: int):
    return replace(record, account=replace(record.account, id=n, name=f"n{n}", country="JP"))


# quiet days -------------------------------------------------------------------------------------------------
QUIET = replace(POLICY, quiet_days="12-28 to 12-31")


def test_quiet_days_hold_all_but_a_accounts_and_what_has_its_day():
    on = date(2026, 12, 29)
    a = an_account(date(2026, 11, 1), name="A")
    b = an_account(date(2026, 10, 1), id=2, name="B", tier="B")
    c = an_account(date(2026, 6, 1), id=3, name="C", tier="C")
    dated = an_account(date(2026, 10, 1), id=4, name="D", tier="B", promises=(a_promise(on),))
    seen = held(a, b, c, dated, on=on, policy=QUIET)
    assert names(seen.here) == ["A", "D"], "due by cadence and by a promise too: the promise counts"
    assert seen.quiet == (date(2026, 12, 31), 2)
    assert seen.later == {date(2027, 1, 4): ["B", "C"]}, "1 January is a holiday, then a weekend"


@pytest.mark.parametrize(
    ("on", "quiet"),
    [(date(2026, 12, 24), None), (date(2026, 12, 28), 1), (date(2026, 12, 31), 1), (date(2027, 1, 4), None)],
)
def test_from_the_first_to_the_last_of_them(on: date, quiet: int | None):
    seen = held(an_account(date(2026, 6, 1), tier="C"), on=on, policy=QUIET)
    assert (seen.quiet.waiting if seen.quiet else None) == quiet
    assert bool(seen.here) == (quiet is None)


def test_quiet_days_of_one_country_are_its_peoples():
    policy = replace(POLICY, quiet_days="JP: 12-28 to 12-31")
    record, on = an_account(date(2026, 6, 1), tier="C"), date(2026, 12, 29)
    assert held(record, on=on, policy=policy).quiet is None
    assert held(record, on=on, policy=policy, person=a_person(country="JP")).quiet is not None


def test_a_year_is_quiet_alone():
    policy = replace(POLICY, quiet_days="2026-12-28 to 2026-12-31")
    record = an_account(date(2026, 6, 1), tier="C")
    assert held(record, on=date(2026, 12, 29), policy=policy).quiet is not None
    assert held(record, on=date(2027, 12, 29), policy=policy).quiet is None
