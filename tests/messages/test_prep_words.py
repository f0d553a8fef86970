"""The page before a call: one screen, each fact a line, and never "just catching up"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from messages.history import ONE_SCREEN, prep
from messages.talk import brought, hard_truth, inside, numbers, whom
from messages.words import duration
from rules.card import compose
from rules.context import Context
from rules.records import Contact, Record

from ..builders import POLICY, TODAY, a_promise, a_step, a_touch, an_account, days_ago, in_days
from .test_card_words import said
from .test_golden import VIEWER, a_prepared_card


def prepared(record: Record) -> str:
    return said(prep(compose(record, TODAY, Context(POLICY)), VIEWER))


def test_it_says_everything_on_one_screen():
    shown = prep(a_prepared_card(), VIEWER)
    assert len(shown["blocks"]) <= ONE_SCREEN
    lines = said(shown)
    order = (
        "*Before you call Acme*\n*Do now:*",
        "*Promised:*",
        "*Onboarding:*",
        "*Last talks*",
        "*Ask for*",
        "*Brought them so far*",
        "*We see:*",
        "*Raise:*",
        "*Ask:*",
        "*Numbers:*",
        "*Next step:*",
    )
    places = [lines.index(part) for part in order]
    assert places == sorted(places)
    assert lines.count("*Ask:*") == 1
    assert lines.count("Ask: ") == 0, "the question stands once, in the talk track"


def test_a_full_record_stays_within_the_screen():
    wordy = "<a long text> & " * 60
    record = an_account(
        touches=[a_touch(days_ago(n), purpose="delivered_result", note=f"{n} {wordy}") for n in range(90)],
        contacts=tuple(Contact(n, f"{n} {wordy}", prefers=wordy, title=wordy) for n in range(40)),
        promises=tuple(a_promise(in_days(n), text=wordy, id=n) for n in range(40)),
        milestones=tuple(a_step(in_days(n), step=wordy, id=n) for n in range(40)),
    )
    assert len(prep(compose(record, TODAY, Context(POLICY)), VIEWER)["blocks"]) <= ONE_SCREEN


def test_it_never_says_that_one_is_just_catching_up():
    checked_in = [
        a_touch(days_ago(n), purpose="check_in", note="just catching up", sentiment="happy") for n in (3, 20)
    ]
    lines = prepared(an_account(touches=checked_in)).split("*Ask for")[1]
    assert "catch" not in lines
    assert "check" not in lines.lower()
    assert "*Ask:* “What " in lines


def test_who_is_asked_for_stands_by_role_and_by_who_was_reached_last():
    people = (
        Contact(1, "Ann", "user"),
        Contact(2, "Ben", "buyer", prefers="e-mail"),
        Contact(3, "Cy", "user"),
        Contact(4, "Di", "champion", title="Head of <IT>"),
        Contact(5, "Ed", left_on=days_ago(9)),
    )
    touches = [a_touch(days_ago(4), contact_ids=(3,)), a_touch(days_ago(2), contact_ids=(4,), outcome="sent")]
    card = compose(an_account(touches=touches, contacts=people), TODAY, Context(POLICY))
    assert whom(card, VIEWER).splitlines() == [
        "*Ask for*",
        "• Di, Head of &lt;IT&gt; (champion) · not reached yet",
        "• Ben (buyer) · prefers e-mail · not reached yet",
        "• Cy (user) · last reached Nov 14",
        "• Ann (user) · not reached yet",
        "• Ed, left Nov 9",
    ]
    assert whom(replace(card, record=an_account()), VIEWER) == "*Ask for:* nobody on file yet"


def test_many_people_and_results_are_counted():
    people = tuple(Contact(n, f"P{n}") for n in range(1, 8))
    touches = [a_touch(days_ago(n), purpose="delivered_result", note="saved nine days") for n in range(1, 7)]
    card = compose(an_account(touches=touches, contacts=people), TODAY, Context(POLICY))
    assert whom(card, VIEWER).endswith("• and 3 more")
    assert brought(card, VIEWER).endswith("• and 2 more")


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (59, "59 min"), (60, "1 h"), (130, "2 h 10"), (125, "2 h 05")]
)
def test_time_is_said_in_hours(minutes: int, words: str):
    assert duration(minutes) == words


def test_numbers_that_matter():
    touches = [
        a_touch(days_ago(4), minutes=100, estimated=False),
        a_touch(days_ago(8), minutes=30, purpose="check_in"),
    ]
    card = compose(an_account(touches=touches), TODAY, Context(POLICY))
    assert (
        numbers(card, VIEWER)
        == "*Numbers:* 2 h 10 in 90 days (23 % estimated), 2 touches, 1 of value · $84,000 a year"
    )
    never = compose(an_account(annual=None), TODAY, Context(POLICY))
    assert numbers(never, VIEWER) == "*Numbers:* no touch in 90 days · revenue unknown"


def test_nothing_to_say_is_not_said():
    card = compose(an_account(days_ago(2)), TODAY, Context(POLICY))
    assert inside(card, VIEWER) is None
    assert hard_truth(card, VIEWER) is None
    assert brought(card, VIEWER) == "*Brought them so far:* no result on file in 12 months"
