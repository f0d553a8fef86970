"""Nobody answers: who else, or how else; and when one more is too much."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from messages.words import Viewer
from rules.context import Context, Reason
from rules.facts.strain import revive
from rules.facts.unanswered import FACT, TOO_MUCH, nobody_answers, too_much
from rules.reasons import best_reason, place_reason
from rules.records import Contact, NextStep, Record, Touch

from ...builders import POLICY, TODAY, a_promise, a_touch, an_account, days_ago, in_days

CONTEXT = Context(POLICY)
LEO, ANN, BO = Contact(1, "Leo Park", "buyer"), Contact(2, "Ann Bly", "champion"), Contact(3, "Bo Orr")


def tries(*ago: int, **given: Any) -> list[Touch]:
    """E-mails of ours that brought nothing back."""
    return [a_touch(days_ago(n), **{"outcome": "sent", "channel": "email", **given}) for n in ago]


def said(record: Record, on: date = TODAY) -> str:
    return plain(nobody_answers(record, on, CONTEXT), on)


def plain(reason: Reason | None, on: date = TODAY) -> str:
    return Viewer(today=on).plain(reason.why) if reason else ""


@pytest.mark.parametrize(("ago", "holds"), [((9, 12), False), ((9, 12, 15), True), ((9, 12, 15, 18), True)])
def test_from_three_in_a_row(ago, holds):
    record = an_account(touches=[*tries(*ago), a_touch(days_ago(30))])
    assert bool(said(record)) is holds


def test_that_they_promoted_us_is_no_answer():
    shared = a_touch(days_ago(8), channel="event", direction="inbound", outcome="sent")
    assert "no answer to the last 3 contacts" in said(an_account(touches=[*tries(9, 12, 15), shared]))


@pytest.mark.parametrize("outcome", ["sent", "left_message", "no_show"])
def test_whatever_way_it_was_not_answered(outcome):
    assert "no answer to the last 3 contacts" in said(an_account(touches=tries(9, 12, 15, outcome=outcome)))


@pytest.mark.parametrize(
    "answer",
    [
        {"outcome": "reached"},
        {"outcome": "reached", "direction": "inbound"},
        {"outcome": "left_message", "direction": "inbound"},
    ],
)
@pytest.mark.parametrize(("ago", "holds"), [(8, False), (10, False), (13, False), (16, True)])
def test_who_was_reached_or_came_to_us_begins_anew(answer, ago, holds):
    record = an_account(touches=[*tries(9, 12, 15), a_touch(days_ago(ago), **answer)])
    assert bool(said(record)) is holds


def test_what_is_to_come_counts_on_its_day():
    record = an_account(touches=[*tries(9, 12), *tries(-1)])
    assert not said(record)
    assert said(record, in_days(1))


@pytest.mark.parametrize(("ago", "holds"), [(180, True), (181, False)])
def test_what_was_tried_last_over_half_a_year_ago_is_silence(ago, holds):
    assert bool(said(an_account(touches=tries(ago, ago + 1, ago + 2)))) is holds


@pytest.mark.parametrize(
    ("touches", "contacts", "how"),
    [
        (
            tries(9, 12, 15, contact_ids=(1,)),
            (LEO, BO, ANN),
            "try Ann Bly (champion), who was not asked yet.",
        ),
        (tries(9, 12, 15, contact_ids=(1, 2)), (LEO, BO, ANN), "try Bo Orr, who was not asked yet."),
        (
            tries(9, 12, 15, contact_ids=(1,)),
            (LEO, Contact(2, "Ann Bly", "sponsor", left_on=days_ago(1)), BO),
            "try Bo Orr, who was not asked yet.",
        ),
        ([*tries(9, contact_ids=(1,)), *tries(12, 15, contact_ids=(2,))], (LEO, ANN), "try a call instead."),
        (tries(9, 12, 15), (LEO, ANN), "try a call instead."),
        (tries(9, 12, 15, channel="call"), (), "try an e-mail instead."),
        ([*tries(9, channel="call"), *tries(12, 15)], (), "try a visit instead."),
        ([*tries(9, 12, 15), a_touch(days_ago(30), channel="visit")], (), "try a visit instead."),
        (
            tries(9, 12, 15, contact_ids=(1,)),
            (Contact(1, "Leo Park", "buyer", prefers="WhatsApp after four"),),
            "Leo Park prefers WhatsApp after four.",
        ),
        (
            tries(9, 12, 15, contact_ids=(1,)),
            (Contact(1, "Leo Park", "buyer", prefers="E-mail"),),
            "try a call instead.",
        ),
    ],
)
def test_another_person_else_another_channel(touches, contacts, how):
    assert said(an_account(touches=touches, contacts=contacts)) == f"no answer to the last 3 contacts: {how}"


def every_channel(**given: Any) -> list[Touch]:
    channels = ("call", "email", "visit", "message", "video", "meeting")
    return [t for n, c in enumerate(channels, 100) for t in tries(n, channel=c, **given)]


def test_where_every_channel_was_tried_somebody_else_is():
    asked = "no answer to the last 6 contacts: who else there could be asked?"
    untold = an_account(touches=every_channel(), last_told="x", reasons_told=(("strained", days_ago(2)),))
    assert said(untold) == asked
    named = an_account(
        touches=every_channel(), contacts=(BO,), last_told="x", reasons_told=(("strained", days_ago(2)),)
    )
    assert said(named).endswith("try Bo Orr, who was not asked yet.")


def test_the_question_about_the_whole_relationship_comes_first():
    record = an_account(touches=tries(3, 5, 7, 9, 11, 13))
    assert revive(record, TODAY, CONTEXT)
    assert not said(record)
    asked = an_account(touches=tries(3, 5, 7, 9, 11, 13), reasons_told=(("strained", days_ago(2)),))
    assert "no answer to the last 6 contacts" in said(asked)


@pytest.mark.parametrize(
    ("tier", "ago", "before"),
    [
        ("C", (0,), ""),
        ("C", (0, 6), "Nov 25"),
        ("C", (0, 7), ""),
        ("C", (3, 4, 5), "Nov 22"),
        ("A", (0, 2, 4), ""),
        ("A", (0, 2, 4, 6), "Nov 21"),
        ("A", (0, 2, 4, 7), ""),
        ("B", (1, 1, 2, 3), "Nov 23"),
    ],
)
def test_more_than_is_good_within_seven_days(tier, ago, before):
    record = an_account(touches=tries(*ago), tier=tier)
    count = sum(n < 7 for n in ago)
    why = f"{count} contacts in 7 days without an answer: one more may be too much before {before}."
    assert plain(too_much(record, TODAY, CONTEXT)) == (why if before else "")


@pytest.mark.parametrize(
    ("step", "holds"),
    [
        (NextStep(1, "demo", in_days(2)), False),
        (NextStep(1, "demo", TODAY), False),
        (NextStep(1, "demo", None), False),
        (NextStep(1, "demo", days_ago(1)), True),
        (NextStep(1, "demo", in_days(2), done=True), True),
        (None, True),
    ],
)
def test_with_a_next_step_ahead_nothing_is_too_much(step, holds):
    record = an_account(touches=tries(1, 2), tier="C", next_step=step)
    assert bool(too_much(record, TODAY, CONTEXT)) is holds


def test_an_answer_makes_room():
    answered = [*tries(2, 3), a_touch(days_ago(1), direction="inbound")]
    assert too_much(an_account(touches=answered, tier="C"), TODAY, CONTEXT) is None


def test_what_we_owe_them_comes_before():
    owed = an_account(touches=tries(1, 2), tier="C", promises=(a_promise(days_ago(1)),))
    assert best_reason(owed, TODAY, CONTEXT).kind == "promise"
    assert "But 2 contacts in 7 days without an answer: one more may be too much before Nov 24." in plain(
        best_reason(owed, TODAY, CONTEXT)
    )
    brought = an_account(touches=tries(1, 2), tier="C", renews_on=in_days(60))
    said_of_it = plain(place_reason(brought, TODAY, CONTEXT, brings="renewal"))
    assert said_of_it.startswith("renews Jan 17, in 60 days; ")
    assert "too much" in said_of_it
    quiet = an_account(touches=tries(9, 12), tier="C", promises=(a_promise(days_ago(1)),))
    assert "too much" not in plain(best_reason(quiet, TODAY, CONTEXT))
    assert best_reason(an_account(touches=tries(1, 2, 3), tier="C"), TODAY, CONTEXT).kind == TOO_MUCH


def test_too_much_is_said_again_where_nobody_answers_is_not():
    """A reason of the last appearance's kind gives way to another; a warning does not."""
    warned = an_account(touches=tries(1, 2), tier="C", renews_on=in_days(60), last_told=TOO_MUCH)
    assert place_reason(warned, TODAY, CONTEXT, brings="").kind == TOO_MUCH
    told = an_account(touches=tries(9, 12, 15), renews_on=in_days(60), last_told=FACT)
    assert place_reason(told, TODAY, CONTEXT, brings="").kind == "renewal"
