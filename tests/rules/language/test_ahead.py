"""What a line says of days to come: ours is a promise, what was agreed with them a next step; neither dates
the touch."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.words import Viewer
from rules.language.ahead import MOST, cut
from rules.language.coming import MOST as MOST_AHEAD
from rules.language.deadlines import days_ahead
from rules.language.openings import PROMISE, STEP
from rules.language.reading import AHEAD
from rules.records import Contact

from ...builders import TODAY  # a Wednesday
from .lines import meaning as meaning_of

VIEWER = Viewer(today=TODAY)
THU, FRI, MON, TUE = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
NEXT_FRI, DEC_1, DEC_3 = date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 3)


@pytest.mark.parametrize(
    ("line", "text", "on"),
    [
        ("will send the quote fri", "send the quote", FRI),
        ("promised the ROI numbers by 3 Dec", "the ROI numbers", DEC_3),
        ("I'll get back to them tue", "get back to them", TUE),
        ("we promised a visit next week", "a visit", NEXT_FRI),
        ("promised leo we'd have a fix by mon", "have a fix", MON),
        ("promised to send the deck tomorrow", "send the deck", THU),
        ("promised leo the deck tomorrow", "the deck", THU),
        ("promised to send them the deck tomorrow", "send them the deck", THU),
        ("we've promised the buyer a sample by Friday", "a sample", FRI),
        ("told him I'd get the security docs over tmrw", "get the security docs over", THU),
        ("assured her a parts list by 12/1", "a parts list", DEC_1),
        ("committed to replacing the bad batch by 3 Dec", "replacing the bad batch", DEC_3),
        ("I owe them the figures fri", "the figures", FRI),
        ("I'm sending the quote fri 4pm", "sending the quote", FRI),
        ("we'll be sharing the numbers tomorrow morning", "sharing the numbers", THU),
        ("we promise to send the quote fri", "send the quote", FRI),
        ("sending the contract eod", "sending the contract", TODAY),
        ("gonna email them the SOW eow", "email them the SOW", FRI),
        ("promised the numbers, the deck and a quote by 3 Dec", "the numbers, the deck and a quote", DEC_3),
        ("promised the report of 3 Nov by fri", "the report of 3 Nov", FRI),
        ("will send the draft thu 3 Dec", "send the draft", DEC_3),
        ("will send the quote fri for the board on 3 Dec", "send the quote for the board on 3 Dec", FRI),
    ],
)
def test_what_we_say_we_will_do_is_a_promise(line: str, text: str, on: date):
    for before, after in (("", ""), ("called 20 min, ", ""), ("called. ", ", happy"), ("called 20m ", "")):
        said, rest = cut(f"{before}{line}{after}", TODAY)
        assert [(a.kind, a.text, a.on) for a in said] == [(PROMISE, text, on)]
        assert re.findall(r"\w+", rest) == re.findall(r"\w+", before + after)


@pytest.mark.parametrize(
    ("line", "on"),
    [
        ("call again fri", FRI),
        ("they want a callback tue", TUE),
        ("leo wants another demo tue", TUE),
        ("meeting booked for 3 Dec", DEC_3),
        ("booked a demo for 3 Dec", DEC_3),
        ("demo set for thu 12/3", DEC_3),
        ("set up a demo for 3 Dec", DEC_3),
        ("will visit mon with the samples", MON),
        ("told him I'd call fri", FRI),
        ("we'll have a call tue", TUE),
        ("she'll sign mon", MON),
        ("they promised us the order by fri", FRI),
        ("leo will send the redlines fri", FRI),
        ("will try again tomorrow", THU),
        ("f/u 12/1", DEC_1),
    ],
)
def test_what_was_agreed_with_them_is_a_next_step_and_no_promise(line: str, on: date):
    for typed in (line, f"called 20 min, {line}", f"called. {line}; happy"):
        meaning = meaning_of(typed, TODAY)
        assert (meaning.entry.next_on, meaning.entry.promise_text, meaning.entry.promise_on) == (
            on,
            "",
            None,
        ), typed
        assert (meaning.entry.on, meaning.refused) == (TODAY, None)
        assert cut(typed, TODAY)[0][0].kind == STEP


@pytest.mark.parametrize(
    "line",
    [
        "promised the numbers yesterday",
        "haven't promised anything by fri",
        "promised nothing",
        "told them we will not extend the trial",
        "the demo we agreed on fri went well",
        "call set up by leo fri",
        "promise kept fri",
        "delivered the report as promised",
        "sent the quote we promised fri",
        "called fri, happy",
        "met 3 Nov, contract ends 31 Dec",
        "got a call back fri",
        "email bounced",
        "leo wants a demo",
        "they will see",
        "",
    ],
)
def test_what_is_none_is_left_as_it_was(line: str):
    assert cut(line, TODAY) == ([], line)


def test_a_promise_does_not_date_the_touch_nor_say_how_it_was():
    meaning = meaning_of("called fri 20 min, will email the quote mon, happy", TODAY)
    assert (meaning.entry.on, meaning.entry.channel, meaning.entry.minutes, meaning.entry.sentiment) == (
        date(2026, 11, 13),
        "call",
        20,
        "happy",
    )
    assert (meaning.entry.promise_text, meaning.entry.promise_on, meaning.entry.next_text) == (
        "email the quote",
        MON,
        "",
    )
    assert meaning.entry.note == "called fri 20 min, will email the quote mon, happy", "every word typed"


def test_a_line_that_only_promises_tells_of_no_contact():
    meaning = meaning_of("will send the quote fri", TODAY)
    assert (meaning.entry.channel, meaning.entry.outcome, meaning.entry.purpose, meaning.kind) == (
        "",
        "",
        "",
        AHEAD,
    )
    assert (meaning.entry.promise_text, meaning.entry.promise_on, meaning.refused) == (
        "send the quote",
        FRI,
        None,
    )


def test_both_of_one_line():
    meaning = meaning_of("called, will send the quote fri and they want a callback tue", TODAY)
    assert (meaning.entry.promise_text, meaning.entry.promise_on) == ("send the quote", FRI)
    assert (meaning.entry.next_text, meaning.entry.next_on) == ("they want a callback", TUE)


@pytest.mark.parametrize(
    ("line", "both"),
    [
        (
            "i'll send the quote by friday and call them monday",
            [(PROMISE, "send the quote", FRI), (STEP, "call them", MON)],
        ),
        (
            "promised the quote by friday and the SOW by monday",
            [(PROMISE, "the quote", FRI), (PROMISE, "the SOW", MON)],
        ),
        (
            "promised quote in 2 weeks and demo in 3 weeks",
            [(PROMISE, "quote", date(2026, 12, 2)), (PROMISE, "demo", date(2026, 12, 9))],
        ),
        (
            "will send the quote fri 4pm and the deck and the SOW mon",
            [(PROMISE, "send the quote", FRI), (PROMISE, "the deck and the SOW", MON)],
        ),
    ],
)
def test_each_day_has_a_clause_of_its_own(line: str, both: list[tuple[str, str, date]]):
    said, rest = cut(f"called, {line}", TODAY)
    assert ([(a.kind, a.text, a.on) for a in said], rest) == (both, "called,")


def test_what_they_did_behind_a_promise_dates_no_touch():
    meaning = meaning_of("called, i'll send the quote by friday and they signed monday", TODAY)
    assert (meaning.entry.on, meaning.entry.promise_text) == (TODAY, "send the quote")


@pytest.mark.parametrize(
    "line",
    [
        "they asked whether we'll send the quote by friday",
        "they asked us if we'll send the quote by friday",
        "we'll send the quote if they sign by friday",
        "if they sign by friday, we'll send the quote by monday",
        "promised the quote was sent monday",
        "will do",
        "will do fri",
        "going to give up by friday",
        "we have to put off the launch, we will put up with it until friday",
        "we'll renew by friday",
    ],
)
def test_what_hangs_on_something_or_is_no_deed_is_nothing_and_dates_nothing(line: str):
    meaning = meaning_of(f"called 20 min, {line}", TODAY)
    assert (meaning.entry.promise_text, meaning.entry.next_text, meaning.entry.on) == ("", "", TODAY)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("i'll let them know by friday if it works", "let them know if it works"),
        ("we'll check if the patch works by friday", "check if the patch works"),
        ("they asked about prices and i'll send a quote by friday", "send a quote"),
        ("promised a spare for the unit that was broken by fri", "a spare for the unit that was broken"),
    ],
)
def test_a_question_of_ours_or_beside_it_leaves_the_promise(line: str, text: str):
    meaning = meaning_of(f"called, {line}", TODAY)
    assert (meaning.entry.promise_text, meaning.entry.promise_on) == (text, FRI)


@pytest.mark.parametrize(("typed", "minutes"), [("25 min", 25), ("4pm, 25 min, happy", 25), ("an hour", 60)])
def test_how_long_it_took_may_stand_behind_the_promise(typed: str, minutes: int):
    meaning = meaning_of(f"called, promised to deliver 20 seats by friday {typed}", TODAY)
    assert (meaning.entry.minutes, meaning.entry.promise_text) == (minutes, "deliver 20 seats")
    planned = meaning_of("called, meeting booked for 20 Nov 30 min", TODAY)
    assert planned.entry.minutes is None, "how long a plan takes"


@pytest.mark.parametrize("by", ["6 nov", "11/6", "fri 6 nov", "6 nov 2026"])
def test_a_day_of_the_calendar_lies_behind_the_touch(by: str):
    meaning = meaning_of(f"called on 2 nov, promised the quote by {by}", TODAY)
    assert (meaning.entry.on, meaning.entry.promise_on, meaning.refused) == (
        date(2026, 11, 2),
        date(2026, 11, 6),
        None,
    )


def test_what_counts_from_today_does_so_whenever_the_touch_was():
    for by, on in (("fri", FRI), ("tomorrow", THU), ("in 2 weeks", date(2026, 12, 2))):
        assert meaning_of(f"called on 2 nov, promised the quote by {by}", TODAY).entry.promise_on == on


@pytest.mark.parametrize("line", ["promised the quote by 6 nov", "next: demo on 6 nov"])
def test_a_day_without_a_year_that_lies_far_ahead_is_asked(line: str):
    meaning = meaning_of(f"called yesterday, {line}", TODAY)
    assert VIEWER.plain(meaning.refused) == "Is Nov 6, 2027 meant? It is far ahead: choose the day."
    assert (meaning.entry.on, meaning.entry.promise_on, meaning.entry.next_on) == (
        date(2026, 11, 17),
        None,
        None,
    )
    for sure in (f"{line} 2027", line.replace("6 nov", "6 jun")):
        assert meaning_of(f"called yesterday, {sure}", TODAY).refused is None


def test_what_stands_behind_next_is_the_next_step():
    meaning = meaning_of("called, will send the deck mon. next: send the quote by fri", TODAY)
    assert (meaning.entry.next_text, meaning.entry.next_on, meaning.entry.promise_on) == (
        "send the quote",
        FRI,
        MON,
    )
    assert meaning_of("called. next: I'll send the quote fri", TODAY).entry.promise_text == ""


def test_without_a_day_it_is_a_next_step():
    meaning = meaning_of("called, I owe her the training link", TODAY)
    assert (meaning.entry.next_text, meaning.entry.next_on, meaning.entry.promise_text) == (
        "the training link",
        None,
        "",
    )


def test_whom_we_promised_was_there():
    people = [Contact(1, "Leo Torres", "buyer")]
    assert meaning_of("call 20m, promised leo we'd have a fix by fri", TODAY, people).entry.contact_ids == (
        1,
    )


def test_a_friday_is_the_coming_one():
    assert cut("will send the quote fri", FRI)[0][0].on == NEXT_FRI


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("tmrw", THU),
        ("eod", TODAY),
        ("by eod thurs", THU),
        ("eow", FRI),
        ("end of next week", NEXT_FRI),
        ("this month", date(2026, 11, 30)),
        ("next month", date(2026, 12, 31)),
        ("thu 12/3", DEC_3),
        ("fri, 27 nov", NEXT_FRI),
        ("last fri", date(2026, 11, 13)),
    ],
)
def test_days_ahead(words: str, on: date):
    assert [d.on for d in days_ahead(words, TODAY)] == [on]


@pytest.mark.parametrize(
    ("today", "on"),
    [
        (FRI, NEXT_FRI),
        (date(2026, 11, 21), NEXT_FRI),
        (date(2026, 11, 22), NEXT_FRI),
        (MON, date(2026, 12, 4)),
    ],
)
def test_next_week_is_kept_until_its_friday(today: date, on: date):
    assert [d.on for d in days_ahead("next week", today)] == [on]


def test_day_and_month_follow_the_writer():
    assert [d.on for d in days_ahead("by 3/12", TODAY, month_first=False)] == [DEC_3]


def test_a_text_is_no_longer_than_its_field():
    meaning = meaning_of(f"called, will send the {'very ' * 100}long quote fri", TODAY)
    assert (len(meaning.entry.promise_text) <= MOST_AHEAD, meaning.entry.promise_on) == (True, FRI)
    assert len(meaning.entry.note) > 500


def test_of_a_line_made_of_promises_some_are_read():
    """So that none takes long."""
    assert len(cut("will send the quote fri and " * 150, TODAY)[0]) == MOST


WORDS = [
    "promised",
    "will send",
    "I'll",
    "told him",
    "we'd",
    "they",
    "want a callback",
    "tue",
    "by 3 Dec",
    "12/1",
]
MARKS = ["and", ",", ".", "-", "the quote", "a", "again", "20m"]


@given(st.lists(st.sampled_from([*WORDS, *MARKS]) | st.text(max_size=8), max_size=25).map(" ".join))
def test_any_line_is_read_and_nothing_is_added(line: str):
    said, rest = cut(line, TODAY)
    assert len(rest) <= len(line)
    assert all(a.text and (a.kind == PROMISE or a.on) and (a.on is None or a.on >= TODAY) for a in said)
