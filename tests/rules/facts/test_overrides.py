"""Overrides of health: on which days one holds, what it changes and what not, what a form must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from messages.words import Viewer
from rules.cadence import due
from rules.digest import compose
from rules.facts import overrides
from rules.facts.overridden import BANDS, Override
from rules.facts.overrides import held, override_error, told
from rules.health import assess
from rules.reassess import reassess_on
from rules.records import Record, Standing

from ...builders import (
    POLICY,
    TODAY,
    a_person,
    a_promise,
    a_touch,
    an_account,
    an_override,
    days_ago,
    in_days,
    trend,
)


def a_silent_one(*said: Override, **given: Any) -> Record:
    """Computed: at risk."""
    return an_account(days_ago(60), overrides=said, **given)


@pytest.mark.parametrize(
    ("on", "holds"),
    [(days_ago(11), False), (days_ago(10), True), (TODAY, True), (in_days(20), True), (in_days(21), False)],
)
def test_it_holds_from_its_day_to_the_end_of_its_last(on: date, holds: bool):
    assert an_override().holds_on(on) == holds
    health = assess(replace(a_silent_one(an_override()), today=in_days(40)), on, POLICY)
    assert (health.band == "healthy", health.override is not None) == (holds, holds)


@pytest.mark.parametrize(
    ("ended", "on", "holds"),
    [(TODAY, TODAY, False), (TODAY, days_ago(1), True), (days_ago(10), days_ago(10), False)],
)
def test_taken_back_it_holds_no_more_from_that_day_on(ended: date, on: date, holds: bool):
    assert an_override(ended_on=ended).holds_on(on) == holds


def test_the_newest_holds():
    older, newer = an_override(id=1), an_override("watch", id=2)
    assert held([newer, older], TODAY) == newer
    assert held([replace(newer, ended_on=TODAY), older], TODAY) == older
    assert held([], TODAY) is None


@pytest.mark.parametrize("band", BANDS)
def test_the_band_is_what_was_said_and_all_else_as_computed(band: str):
    plain, said = a_silent_one(), a_silent_one(an_override(band))
    computed, shown = assess(plain, TODAY, POLICY), assess(said, TODAY, POLICY)
    assert (shown.band, shown.at_risk, shown.computed) == (band, band == "at risk", computed.band)
    assert replace(shown, band=computed.band, override=None) == computed
    assert trend(said, TODAY, POLICY) == trend(plain, TODAY, POLICY)
    assert due(said, TODAY, POLICY) == due(plain, TODAY, POLICY)


def test_it_is_told_where_not_enough_is_known_but_not_of_who_left():
    little = an_account(days_ago(1), added_on=days_ago(9), exists_on=days_ago(9), overrides=(an_override(),))
    assert (assess(little, TODAY, POLICY).band, assess(little, TODAY, POLICY).computed) == (
        "healthy",
        "not enough known",
    )
    gone = (Standing(days_ago(400), 1, "A"), Standing(days_ago(2), 1, "A", status="churned"))
    left = a_silent_one(an_override(), status="churned", standings=gone)
    assert assess(left, TODAY, POLICY).band == "churned"


def test_it_is_computed_again_the_day_after_its_last():
    one = an_override(until_on=in_days(4))
    assert reassess_on(a_silent_one(one), TODAY, POLICY) == in_days(5)
    assert reassess_on(a_silent_one(replace(one, ended_on=TODAY)), TODAY, POLICY) != in_days(5)


def test_an_act_of_tomorrow_elsewhere_holds_already():
    ahead = an_override(from_on=in_days(1)).as_known(TODAY)
    assert ahead.holds_on(TODAY)
    assert not an_override(ended_on=in_days(1)).as_known(TODAY).holds_on(TODAY)
    assert an_override().as_known(TODAY) == an_override()


@pytest.mark.parametrize(
    ("band", "reason", "until", "wrong"),
    [
        ("healthy", "they said so", in_days(1), None),
        ("at risk", "x" * overrides.FIELD, in_days(90), None),
        ("churned", "they said so", in_days(1), "band"),
        ("", "they said so", in_days(1), "band"),
        ("watch", "", in_days(1), "reason"),
        ("watch", "x" * (overrides.FIELD + 1), in_days(1), "reason"),
        ("watch", "they said so", None, "until_on"),
        ("watch", "they said so", TODAY, "until_on"),
        ("watch", "they said so", in_days(91), "until_on"),
    ],
)
def test_what_a_form_must_say(band: str, reason: str, until: date | None, wrong: str | None):
    error = override_error(band, reason, until, TODAY)
    assert (error[0] if error else None) == wrong


def test_who_says_so_until_when_and_why():
    plain = Viewer(today=TODAY).plain
    assert plain(told(an_override())) == "Dana Reyes until Dec 8: “they renewed by phone”"
    assert plain(told(an_override(reason=""))) == "Dana Reyes until Dec 8", "its time to be kept has passed"


def a_week(*records: Record) -> Any:
    return compose(list(records), [a_person()], TODAY, policy=POLICY)


def test_the_digest_names_apart_who_does_better_than_computed():
    better, worse = a_silent_one(an_override(), id=1, name="Better"), a_silent_one(id=2, name="Plain")
    said = an_account(days_ago(2), id=3, name="Said", overrides=(an_override("at risk"),))
    week = a_week(better, worse, said)
    assert [seen.name for seen, _ in week.overridden] == ["Better"]
    assert {r.seen.name for r in week.risks} == {"Plain", "Said"}


def test_an_override_hides_no_alarm():
    """Three promises overdue since yesterday, in a week of talks."""
    late = tuple(a_promise(days_ago(1), id=n) for n in (1, 2, 3))
    talks = [a_touch(days_ago(n), sentiment="happy") for n in range(1, 200, 6)]
    fell = an_account(touches=talks, promises=late, overrides=(an_override(),))
    week = a_week(fell)
    assert ([r.trend.behind for r in week.risks], week.overridden) == ([("promises",)], ())
    assert week.risks[0].factor == "promises"


def test_what_fell_stands_first_of_many_at_risk():
    late = tuple(a_promise(days_ago(1), id=n) for n in (1, 2, 3))
    talks = [a_touch(days_ago(n), sentiment="happy") for n in range(1, 200, 6)]
    fell = an_account(touches=talks, promises=late, id=9, annual=1)
    silent = [a_silent_one(id=n, annual=10_000 * n) for n in range(1, 7)]
    assert [r.seen.id for r in a_week(*silent, fell).risks] == [9, 6, 5, 4, 3, 2, 1]
