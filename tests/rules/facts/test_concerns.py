"""Concerns: their share of health, their days, their reason, the cadence, who closes the loop."""

from __future__ import annotations

from datetime import date

import pytest

from messages.words import Viewer
from rules import dated
from rules.access import Caller
from rules.appearances import rests_for
from rules.cadence import STEPPED, due
from rules.calendar import add_working_days
from rules.captured import entry_error
from rules.context import Context
from rules.factors import parts_on
from rules.facts.concerns import close_error, concern_error, concern_open, may_close, unsettled, wants
from rules.facts.entries import Entry
from rules.facts.moods import sentiment_and_concerns, sentiment_turns
from rules.health import assess
from rules.reasons import best_reason
from rules.records import Record
from rules.trend import fall

from ...builders import POLICY, TODAY, a_concern, a_person, a_promise, a_touch, an_account, days_ago

CONTEXT = Context(POLICY)
plain = Viewer(today=TODAY).plain


def since(days: int, **given: object) -> Record:
    return an_account(last_touch=days_ago(20), concerns=(a_concern(days_ago(days)),), **given)  # type: ignore[arg-type]


def share(record: Record, on: date = TODAY) -> float | None:
    part = sentiment_and_concerns(record, on, POLICY)
    return part and round(part.share, 3)


def felt(mood: str, ago: int = 1) -> list[object]:
    return [a_touch(days_ago(ago), sentiment=mood)]


@pytest.mark.parametrize(
    ("open_for", "earns"), [(0, 0.889), (1, 0.778), (6, 0.222), (7, 0.111), (8, 0.0), (400, 0.0)]
)
def test_an_open_one_earns_less_by_the_day_until_the_eighth(open_for: int, earns: float):
    assert share(since(open_for)) == earns


def test_unknown_until_one_was_recorded_then_full_once_all_are_closed():
    assert share(an_account(last_touch=TODAY)) is None
    record = an_account(concerns=(a_concern(days_ago(20), closed_on=days_ago(5)),))
    assert share(record, days_ago(21)) is None
    assert share(record, days_ago(20)) == 0.889
    assert (share(record, days_ago(6)), share(record, days_ago(5)), share(record)) == (0.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("mood", "open_for", "earns", "why"),
    [
        ("happy", 3, 0.556, "concern about billing open 3 days"),
        ("happy", 9, 0.0, "concern about billing open 9 days"),
        ("neutral", 1, 0.5, "neutral on Nov 17"),
        ("worried", 3, 0.0, "worried on Nov 17"),
        ("worried", 9, 0.0, "concern about billing open 9 days"),
    ],
)
def test_the_worse_of_mood_and_concern_counts_and_is_named(mood: str, open_for: int, earns: float, why: str):
    record = an_account(touches=felt(mood), concerns=(a_concern(days_ago(open_for)),))  # type: ignore[arg-type]
    part = sentiment_and_concerns(record, TODAY, POLICY)
    assert part
    assert (round(part.share, 3), plain(part.why)) == (earns, why)


def test_a_mood_counts_where_no_concern_is_open():
    record = an_account(touches=felt("happy"), concerns=(a_concern(days_ago(20), closed_on=days_ago(2)),))  # type: ignore[arg-type]
    part = sentiment_and_concerns(record, TODAY, POLICY)
    assert part
    assert (part.share, plain(part.why), part.event) == (1.0, "happy on Nov 17", "")


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        ("billing", 0, "concern about billing open 4 days"),
        ("other", 0, "concern open 4 days"),
        ("", 0, "concern open 4 days"),
        ("price", 1, "2 concerns open, one about price for 4 days"),
        ("", 1, "2 concerns open, one for 4 days"),
    ],
)
def test_the_longest_is_named(kind: str, more: int, why: str):
    those = (a_concern(days_ago(4), kind=kind), *(a_concern(days_ago(n)) for n in range(more)))
    part = unsettled(an_account(concerns=those), TODAY)
    assert part
    assert plain(part.why) == why


def test_each_day_that_changes_its_share_is_a_turn():
    record = an_account(concerns=(a_concern(days_ago(4), closed_on=days_ago(1)), a_concern(TODAY)))
    turning = set(sentiment_turns(record, days_ago(30), date(2026, 12, 18)))
    days = [days_ago(n) for n in range(30, -31, -1)]
    for before, day in zip(days, days[1:], strict=False):
        assert share(record, before) == share(record, day) or day in turning, day


def test_an_alarm_is_caused_by_one_that_was_opened():
    """And not by one that only stood longer."""
    kept = [a_touch(days_ago(n), sentiment="happy" if n == 100 else "") for n in range(0, 60, 7)]
    opened = an_account(
        touches=kept, concerns=(a_concern(days_ago(6)), a_concern(days_ago(90), closed_on=days_ago(80)))
    )
    assert fall(opened, TODAY, POLICY).caused
    assert not fall(an_account(touches=kept, concerns=(a_concern(days_ago(8)),)), TODAY, POLICY).caused


def test_an_account_in_rhythm_with_one_open_may_be_at_risk():
    record = an_account(touches=[a_touch(days_ago(3))], concerns=(a_concern(days_ago(9)),), tier="C")
    assert {part.event for part in parts_on(record, TODAY, POLICY).values()} == {"", "concern"}
    assert assess(record, TODAY, POLICY).band != "healthy"


@pytest.mark.parametrize(("tier", "own", "faster"), [("A", 14, 7), ("B", 30, 14), ("C", 90, 30)])
def test_an_open_one_sets_the_cadence_a_step_faster(tier: str, own: int, faster: int):
    seen = due(since(1, tier=tier), TODAY, POLICY)
    assert (seen.cadence, seen.why.kind, plain(seen.why)) == (faster, STEPPED, "a concern is open")
    assert seen.own_cadence == own, "coverage and ceilings use this one"
    closed = an_account(days_ago(20), concerns=(a_concern(days_ago(9), closed_on=TODAY),), tier=tier)
    assert due(closed, TODAY, POLICY).cadence == own
    assert due(closed, days_ago(1), POLICY).cadence == faster, "of that day"


@pytest.mark.parametrize(
    ("raised_on", "wanted"),
    [
        (days_ago(2), TODAY),
        (days_ago(1), date(2026, 11, 19)),
        (date(2026, 11, 12), date(2026, 11, 16)),  # a Thursday: its second day is a Saturday
    ],
)
def test_it_wants_a_place_from_its_second_day_on(raised_on: date, wanted: date):
    assert wants(an_account(days_ago(20), concerns=(a_concern(raised_on),)), TODAY) == wanted


def test_once_shown_or_talked_about_it_rests():
    shown = since(9, nudged=(days_ago(1),), last_told="concern", last_told_on=days_ago(1))
    assert wants(shown, TODAY) == add_working_days(days_ago(1), rests_for("A", 1), a_person().workdays)
    touched = an_account(last_touch=days_ago(1), concerns=(a_concern(days_ago(9)),))
    assert wants(touched, TODAY) == add_working_days(days_ago(1), rests_for("A", 1), a_person().workdays)
    opened = an_account(last_touch=days_ago(2), concerns=(a_concern(days_ago(2)),))
    assert wants(opened, TODAY) == TODAY, "the touch that told of it does not put it off"


def test_it_takes_its_place_behind_a_promise_and_before_a_renewal():
    kinds = [fact.kind for fact in dated.DATED]
    assert kinds.index("promise") < kinds.index("concern") < kinds.index("renewal")


@pytest.mark.parametrize("open_for", [0, 1, 9])
def test_it_is_a_reason_from_its_first_day_on(open_for: int):
    record = since(open_for)
    reason = best_reason(record, TODAY, CONTEXT)
    assert (reason.kind, reason.about) == ("concern", record.concerns[0].id)
    assert plain(reason.why).endswith(": “invoices are wrong”.")
    assert reason.ask
    assert (
        concern_open(an_account(concerns=(a_concern(days_ago(9), closed_on=TODAY),)), TODAY, CONTEXT) is None
    )


def test_an_overdue_promise_comes_before_it():
    record = an_account(days_ago(20), concerns=(a_concern(days_ago(9)),), promises=(a_promise(days_ago(1)),))
    assert best_reason(record, TODAY, CONTEXT).kind == "promise"


def test_a_kind_without_a_text_is_asked_about():
    entry = Entry((1,), TODAY, channel="call", outcome="reached", concern_kind="billing")
    error = entry_error(entry, TODAY)
    assert error
    assert error[0] == "concern_text"
    odd = Entry((1,), TODAY, channel="call", outcome="reached", concern_text="x", concern_kind="weather")
    error = entry_error(odd, TODAY)
    assert error
    assert error[0] == "concern_kind"


@pytest.mark.parametrize(
    ("text", "kind", "on", "field"),
    [
        ("", "", TODAY, "text"),
        ("x", "weather", TODAY, "kind"),
        ("x", "", None, "raised_on"),
        ("x", "", date(2026, 11, 19), "raised_on"),
        ("x", "", date(1989, 12, 31), "raised_on"),
        ("x", "", TODAY, None),
        ("x", "price", date(1990, 1, 1), None),
    ],
)
def test_what_can_be_a_concern(text: str, kind: str, on: date | None, field: str | None):
    error = concern_error(text, kind, on, TODAY)
    assert (error and error[0]) == field


@pytest.mark.parametrize(
    ("done", "told_on", "field"),
    [
        ("", TODAY, "done"),
        ("sent anew", None, "told_on"),
        ("sent anew", days_ago(10), "told_on"),
        ("sent anew", date(2026, 11, 19), "told_on"),
        ("sent anew", days_ago(9), None),
        ("sent anew", TODAY, None),
    ],
)
def test_the_loop_is_closed_by_what_was_done_and_their_having_been_told(
    done: str, told_on: date | None, field: str | None
):
    error = close_error(a_concern(days_ago(9)), done, told_on, TODAY)
    assert (error and error[0]) == field


@pytest.mark.parametrize(
    ("caller", "may"),
    [
        (Caller(a_person(id=1), frozenset({1})), True),  # opened it
        (Caller(a_person(id=2), frozenset({2})), True),  # owns the account
        (Caller(a_person(id=3), frozenset({3})), True),  # is on its team
        (Caller(a_person(id=4), frozenset({4, 2})), True),  # manages its owner
        (Caller(a_person(id=5), frozenset({5})), True),  # looks after its kind
        (Caller(a_person(id=6), frozenset({6})), True),  # said last what it is about
        (Caller(a_person(id=7), frozenset({7})), False),
    ],
)
def test_who_closes_the_loop(caller: Caller, may: bool):
    assert (may_close(caller, a_concern(TODAY), 2, team={3}, looks_after=5, chose=6) is None) == may
