"""The voice of the customer: when they may be asked, when a thank-you is due, which reasons follow, what a
team's digest tells."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from messages.words import Viewer
from rules import dated
from rules.context import Context, Insight
from rules.facts.asked_for import FEEDBACK, TESTIMONIAL
from rules.facts.asking import Answer, by_theme, refused, waiting
from rules.facts.exploring import nothing_explored
from rules.facts.goodwill import not_thanked, not_treated
from rules.facts.movement import Movement
from rules.facts.referring import DUE_FOR, due_thanks, thanks_due, wants
from rules.facts.voice import of_team
from rules.health import assess
from rules.reasons import REASONS, best_reason
from rules.records import Record, Standing

from ...builders import (
    POLICY,
    TODAY,
    a_concern,
    a_feedback,
    a_goal,
    a_need,
    a_referral,
    a_thanks,
    a_touch,
    an_account,
    days_ago,
)

CONTEXT = Context(POLICY)
plain = Viewer(today=TODAY).plain
LOYAL: dict[str, Any] = {"started_on": days_ago(5 * 366)}


# asked at most ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("ago", "may"), [(89, False), (90, True), (0, False)])
def test_feedback_is_asked_once_in_ninety_days(ago: int, may: bool):
    record = an_account(days_ago(2), feedback=(a_feedback(days_ago(ago)), a_feedback(days_ago(300))))
    assert (refused(record, FEEDBACK, TODAY, POLICY) is None) == may


def test_a_testimonial_does_not_count_as_feedback_nor_the_other_way():
    record = an_account(days_ago(2), feedback=(a_feedback(days_ago(2), kind="testimonial"),))
    assert refused(record, FEEDBACK, TODAY, POLICY) is None
    glad = [a_touch(days_ago(2), sentiment="happy")]
    asked = an_account(touches=glad, feedback=(a_feedback(days_ago(2)),))
    assert refused(asked, TESTIMONIAL, TODAY, POLICY) is None


@pytest.mark.parametrize(
    ("mood", "ago", "concerns", "says"),
    [
        ("happy", 90, (), ""),
        ("happy", 91, (), "nobody knows whether they are happy"),
        ("", 2, (), "nobody knows whether they are happy"),
        ("neutral", 2, (), "they were neutral on"),
        ("worried", 2, (), "they were worried on"),
        ("happy", 2, (a_concern(days_ago(1)),), "a concern of theirs is open"),
        ("happy", 2, (a_concern(days_ago(9), closed_on=days_ago(1)),), ""),
    ],
)
def test_a_testimonial_is_asked_of_who_is_happy(mood: str, ago: int, concerns: Any, says: str):
    touches = [a_touch(days_ago(ago), sentiment=mood), a_touch(days_ago(400), sentiment="happy")]
    why = refused(an_account(touches=touches, concerns=concerns), TESTIMONIAL, TODAY, POLICY)
    assert (says in plain(why)) if why and says else (not says and why is None)


def test_who_left_is_asked_nothing():
    gone = an_account(days_ago(2), status="churned")
    assert refused(gone, FEEDBACK, TODAY, POLICY) is not None


def test_what_was_asked_waits_as_of_a_day():
    asked = a_feedback(days_ago(12), state="given", answered_on=days_ago(5))
    assert [len(waiting([asked], days_ago(n))) for n in (13, 12, 6, 5)] == [0, 1, 1, 0]


def test_answers_go_by_theme_the_most_first_with_the_latest_words():
    def answer(ago: int, theme: str, text: str = "") -> Answer:
        given = a_feedback(days_ago(ago), state="given", answered_on=days_ago(ago), theme=theme, text=text)
        return Answer(1, "Acme", given)

    themes = by_theme(
        [answer(9, "price", "old"), answer(3, "price"), answer(5, "price", "new"), answer(1, "people")]
    )
    assert [(t.theme, len(t.answers)) for t in themes] == [("price", 3), ("people", 1)]
    assert themes[0].quote.feedback.text == "new"


# a thank-you that is due -----------------------------------------------------------------------------------
def test_it_is_due_from_the_first_working_day_after_until_they_are_thanked():
    friday = date(2026, 11, 13)
    sent = an_account(days_ago(20), referrals=(a_referral(friday),))
    assert wants(sent, friday) == date(2026, 11, 16)
    assert thanks_due(sent, date(2026, 11, 15), CONTEXT) is None
    reason = thanks_due(sent, date(2026, 11, 16), CONTEXT)
    assert reason is not None
    assert (reason.kind, plain(reason.why)) == ("referral", "they sent us Umbra on Nov 13: thank them.")
    assert dated.brings(sent, date(2026, 11, 16)) == "referral"
    thanked = an_account(days_ago(20), referrals=(a_referral(friday, thanked_on=date(2026, 11, 16)),))
    assert wants(thanked, TODAY) is None
    assert thanks_due(thanked, TODAY, CONTEXT) is None


@pytest.mark.parametrize("kind", ["given", "asked"])
def test_for_whom_we_sent_no_thank_you_is_due(kind: str):
    assert wants(an_account(days_ago(20), referrals=(a_referral(days_ago(9), kind=kind),)), TODAY) is None


def test_after_a_year_a_thank_you_comes_too_late():
    sent = a_referral(TODAY - DUE_FOR)
    assert due_thanks([sent], TODAY) == [sent]
    assert due_thanks([sent], TODAY + timedelta(days=1)) == []


# reasons ---------------------------------------------------------------------------------------------------
def test_loyal_and_not_thanked_in_twelve_months():
    def reason(*thanks: Any) -> str:
        found = not_thanked(an_account(days_ago(2), **LOYAL, thanks=thanks), TODAY, CONTEXT)
        return plain(found.why) if found else ""

    assert reason() == "loyal (5 years), and no thank-you is on file."
    assert reason(a_thanks(days_ago(364))) == ""
    assert reason(a_thanks(days_ago(365))) == "loyal (5 years), last thanked on Nov 18, 2025."
    assert reason(a_thanks(days_ago(3), "event")) != "", "a treat is no thank-you"
    assert not_thanked(an_account(days_ago(2)), TODAY, CONTEXT) is None, "not loyal"


def test_loyal_and_no_treat_in_twelve_months_is_said_by_what_makes_it_loyal():
    bought = tuple(Movement(days_ago(n), "purchase", 100, "USD") for n in (10, 20, 30, 40, 50))
    record = an_account(days_ago(2), movements=bought, thanks=(a_thanks(days_ago(3)),))
    reason = not_treated(record, TODAY, CONTEXT)
    assert reason is not None
    assert "loyal (bought on 5 days), and no treat is on file" in plain(reason.why)
    treated = an_account(days_ago(2), movements=bought, thanks=(a_thanks(days_ago(3), "tier"),))
    assert not_treated(treated, TODAY, CONTEXT) is None


def healthy(**given: Any) -> Record:
    touches = [a_touch(days_ago(n), purpose="shared_insight", sentiment="happy") for n in range(2, 178, 14)]
    return an_account(touches=[*touches, *given.pop("also", [])], **given)


def test_healthy_but_nothing_explored_for_half_a_year():
    record = healthy()
    assert assess(record, TODAY, POLICY).band == "healthy"
    reason = nothing_explored(record, TODAY, CONTEXT)
    assert reason is not None
    assert plain(reason.why) == "healthy, but nothing was explored for 180 days."


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ({"also": [a_touch(days_ago(180), purpose="explored_need")]}, False),
        ({"also": [a_touch(days_ago(181), purpose="explored_need")]}, True),
        ({"also": [a_touch(days_ago(9), purpose="explored_need", outcome="sent")]}, True),
        ({"needs": (a_need(days_ago(100)),)}, False),
        ({"goals": (a_goal(days_ago(100)),)}, False),
        ({"exists_on": days_ago(180)}, False),
    ],
)
def test_what_explores_and_what_is_not_healthy(given: dict[str, Any], holds: bool):
    assert (nothing_explored(healthy(**given), TODAY, CONTEXT) is not None) == holds


def test_who_is_not_healthy_is_called_for_other_reasons():
    silent = an_account(days_ago(60))
    assert assess(silent, TODAY, POLICY).band != "healthy"
    assert nothing_explored(silent, TODAY, CONTEXT) is None


def test_they_stand_in_their_order_after_what_presses_more():
    names = [r.__name__ for r in REASONS]
    order = ["need_unmet", "thanks_due", "same_package", "nothing_explored", "not_thanked", "insight_posted"]
    places = [names.index(n) for n in (*order, "not_treated", "said_last")]
    assert places == sorted(places)
    record = healthy(**LOYAL, needs=(a_need(days_ago(9)),))
    insight = Context(POLICY, (Insight(1, "news"),))
    assert best_reason(record, TODAY, insight).kind == "not thanked"
    thanked = healthy(**LOYAL, needs=(a_need(days_ago(9)),), thanks=(a_thanks(days_ago(9)),))
    assert best_reason(thanked, TODAY, insight).kind == "insight"
    assert best_reason(thanked, TODAY, CONTEXT).kind == "not treated"


# a team's ------------------------------------------------------------------------------------------
def test_a_digest_counts_as_of_its_day_for_who_owned_it():
    given = {"state": "given", "theme": "price", "text": "by month"}
    record = an_account(
        days_ago(2),
        feedback=(
            a_feedback(days_ago(100), answered_on=days_ago(90), **given),
            a_feedback(days_ago(95), answered_on=days_ago(89), **given),
            a_feedback(days_ago(9), answered_on=days_ago(3), **given),
            a_feedback(days_ago(5)),
        ),
        referrals=(a_referral(days_ago(20)), a_referral(days_ago(2)), a_referral(days_ago(1), kind="given")),
    )
    voice = of_team([record], {1}, days_ago(6), TODAY)
    assert [(t.theme, len(t.answers)) for t in voice.themes] == [("price", 2)]
    assert (voice.answered, len(voice.waiting)) == (1, 1)
    assert (len(voice.received), len(voice.given), len(voice.due)) == (1, 1, 2)
    earlier = of_team([record], {1}, days_ago(10), days_ago(4))
    assert (earlier.answered, len(earlier.waiting), len(earlier.received)) == (0, 2, 0)
    assert of_team([record], {2}, days_ago(6), TODAY) == of_team([], {1}, days_ago(6), TODAY)
    before = an_account(
        days_ago(2),
        standings=(Standing(days_ago(400), 2, "A"), Standing(days_ago(1), 1, "A")),
        referrals=record.referrals,
    )
    assert len(of_team([before], {2}, days_ago(30), days_ago(2)).received) == 2


def test_who_left_is_thanked_by_nobody():
    gone = an_account(days_ago(2), status="churned", referrals=(a_referral(days_ago(2)),))
    assert of_team([gone], {1}, days_ago(6), TODAY).due == ()
