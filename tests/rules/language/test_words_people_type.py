"""Names, log lines and dates as hurried people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.words import Viewer
from rules.captured import entry_error
from rules.facts.entries import Entry, long_ago
from rules.names import clear_winner, nearest, normalise, search_keys, word_spans
from rules.records import Contact

from .lines import meaning as meaning_of

TODAY = date(2026, 11, 18)  # Wednesday
VIEWER = Viewer(today=TODAY)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("ACME, Inc.", "acme inc"),
        ("Müller", "muller"),
        ("Ó Briain", "o briain"),
        ("ﾄｳｶｲ", "トウカイ"),
        ("さくら", "サクラ"),
        ("한빛", "한빛"),
        ("a_b-c", "a b c"),
    ],
)
def test_names_compare_alike(typed, same):
    assert normalise(typed) == normalise(same)


@pytest.mark.parametrize(
    ("one", "other"),
    [("मीना", "माना"), ("கோவை", "காவி"), ("ไทย", "ไท"), ("เชียงใหม่", "เชยงใหม"), ("দোকান", "দাকান")],
)
def test_vowels_that_are_signs_on_a_letter_tell_names_apart(one, other):
    assert normalise(one) != normalise(other)
    assert " " not in normalise(one), "they stand within a word"
    assert normalise(f"{one} – {other}") == f"{normalise(one)} {normalise(other)}"
    assert search_keys(f"{one} {other}")[:2] == [normalise(f"{one} {other}"), normalise(other)]


@given(st.text(st.characters(max_codepoint=127)))
def test_a_name_in_plain_letters_is_folded_as_every_name(typed: str):
    assert normalise(f"{typed} é") == f"{normalise(typed)} e".strip()


def test_the_shape_that_a_sign_is_written_in_makes_no_other_name():
    assert normalise("葛\U000e0100城") == normalise("葛城")
    assert normalise("Acme \u2764\ufe0f") == normalise("acme")


def test_words_end_behind_the_signs_that_combine_with_their_letters():
    text = "मीना, नमस्ते Zoe\u0308!"
    assert [text[a:b] for a, b in word_spans(text)] == ["मीना", "नमस्ते", "Zoe\u0308"]


def test_names_are_found_from_each_word_and_cjk_from_each_character():
    assert {"acme industrial holdings", "industrial holdings", "holdings"} <= set(
        search_keys("Acme Industrial Holdings")
    )
    assert any(k.startswith("精機") for k in search_keys("東海精機株式会社"))
    assert "빛소재" in search_keys("한빛소재")


@pytest.mark.parametrize("typed", ["acmee indutrial", "industrial acme", "acme industral", "ACME-INDUSTRIAL"])
def test_typos_find_their_account(typed):
    book = [(1, "acme industrial"), (2, "globex marine"), (3, "acorn media")]
    assert clear_winner(nearest(typed, book)) == 1


def test_no_winner_when_two_are_alike_or_nothing_is():
    assert clear_winner(nearest("north foods", [(1, "north foodz"), (2, "north fools")])) is None
    assert clear_winner(nearest("zzz", [(1, "acme")])) is None


@pytest.mark.parametrize("brief", ["X Corp", "HP Inc", "SAP AG", "株式会社栄"])
def test_a_name_of_few_letters_is_not_what_any_word_holds(brief: str):
    """Without its legal form it stands in very many words."""
    book = [(1, normalise("Hpsapox Partners 大栄通信")), (2, normalise(brief))]
    near = dict(nearest("Hpsapox Patrners 大栄通信", book))
    assert near[1] > 90
    assert near.get(2, 0.0) < 80
    assert clear_winner(list(near.items())) == 1


@given(st.text(max_size=60))
def test_normalise_never_breaks_and_is_stable(text):
    assert normalise(normalise(text)) == normalise(text)


CASES = [
    (
        "called 20 min, showed the buyer the ROI numbers, happy",
        {
            "channel": "call",
            "minutes": 20,
            "purpose": "shared_insight",
            "sentiment": "happy",
            "outcome": "reached",
        },
    ),
    ("met at expo", {"channel": "event", "outcome": "reached"}),
    ("voicemail", {"channel": "call", "outcome": "left_message", "purpose": ""}),
    ("called, no answer", {"channel": "call", "outcome": "no_show"}),
    ("no-show at the demo", {"outcome": "no_show"}),
    ("emailed the case study, no reply", {"channel": "email", "outcome": "sent", "purpose": ""}),
    ("emailed pricing", {"channel": "email", "outcome": "sent"}),
    ("they replied to the e-mail", {"channel": "email", "outcome": "reached"}),
    (
        "they called, unhappy about support",
        {"channel": "call", "direction": "inbound", "sentiment": "worried", "outcome": "reached"},
    ),
    ("zoom 1.5 hours, not happy", {"channel": "video", "minutes": 90, "sentiment": "worried"}),
    ("lunch for an hour", {"channel": "meeting", "minutes": 60}),
    (
        "visited yesterday, training for the new team",
        {"channel": "visit", "on": date(2026, 11, 17), "purpose": "onboarding"},
    ),
    ("called last Tuesday", {"on": date(2026, 11, 10)}),  # else: yesterday
    ("called on Wednesday", {"on": TODAY}),
    ("met 3 Nov", {"on": date(2026, 11, 3)}),
    ("call 2 weeks ago just checking in", {"on": date(2026, 11, 4), "purpose": "check_in"}),
    ("called; next: demo on 12 May", {"next_text": "demo", "next_on": date(2027, 5, 12)}),
    (
        "called, next step: send the offer by Friday",
        {"next_text": "send the offer", "next_on": date(2026, 11, 20)},
    ),
]


@pytest.mark.parametrize(("line", "expected"), CASES, ids=[c[0] for c in CASES])
def test_a_line_is_understood(line, expected):
    meaning = meaning_of(line, TODAY)
    assert {k: getattr(meaning.entry, k) for k in expected} == expected
    assert not meaning.refused


@pytest.mark.parametrize(("line", "mood"), [("blah blah", ""), ("happy about the ROI numbers", "happy")])
def test_no_word_of_contact_is_asked_how_it_was(line, mood):
    meaning = meaning_of(line, TODAY)
    assert (meaning.entry.channel, meaning.entry.outcome, meaning.entry.sentiment) == ("", "", mood)
    assert VIEWER.plain(meaning.refused).startswith("How was it")


def test_a_date_in_the_future_is_refused_with_a_sentence():
    meaning = meaning_of("called tomorrow", TODAY)
    assert VIEWER.plain(meaning.refused).startswith("Nov 19 is still to come")


def test_a_day_no_calendar_has_is_refused():
    assert "31 Feb" in VIEWER.plain(meaning_of("called 31 Feb", TODAY).refused)


@pytest.mark.parametrize(
    "ahead",
    ["send offer tomorrow", "send offer by Friday", "send offer on 2026-11-19", "send offer, 19 Nov."],
)
def test_the_next_step_is_told_without_its_date(ahead):
    assert meaning_of(f"called; next: {ahead}", TODAY).entry.next_text == "send offer"


def test_day_and_month_follow_the_locale():
    assert meaning_of("met 25/10/2026", TODAY, language="en-GB").entry.on == date(2026, 10, 25)
    assert meaning_of("met 10/25/2026", TODAY, language="en-US").entry.on == date(2026, 10, 25)
    assert meaning_of("next: demo 3/12", TODAY, language="en-GB").entry.next_on == date(2026, 12, 3)
    assert meaning_of("next: demo 3/12", TODAY, language="en-US").entry.next_on == date(2027, 3, 12)


def test_contacts_by_role_and_first_name():
    people = [
        Contact(1, "Umar Ortiz", "buyer"),
        Contact(2, "Carmen Eriksen", "champion"),
        Contact(3, "Bo", "user"),
        Contact(4, "Cy", "user"),
    ]
    assert meaning_of("called, showed the buyer the numbers", TODAY, people).entry.contact_ids == (1,)
    assert meaning_of("met carmen and a user", TODAY, people).entry.contact_ids == (2,)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (Entry((), TODAY), "account"),
        (Entry((1,), date(2026, 11, 19)), "on"),
        (Entry((1,), TODAY, channel="pigeon"), "channel"),
        (Entry((1,), TODAY, minutes=0), "minutes"),
        (Entry((1,), TODAY, note="x" * 10_001), "note"),
        (Entry((1,), TODAY, next_on=date(2026, 11, 1)), "next_on"),
        (Entry((1,), TODAY, outcome="reached"), "channel"),
        (Entry((1,), TODAY, "call"), "outcome"),
    ],
)
def test_what_can_t_be_stored_gets_a_sentence(entry, field):
    assert entry_error(entry, TODAY)[0] == field
    assert entry_error(Entry((1,), TODAY, "call", outcome="reached", note="x" * 10_000), TODAY) is None


@pytest.mark.parametrize(
    ("on", "asked"),
    [(date(2025, 11, 18), False), (date(2025, 11, 17), True), (date(1999, 5, 3), True), (TODAY, False)],
)
def test_a_day_over_a_year_back_is_asked(on, asked):
    assert long_ago(on, TODAY) is asked


def test_a_leap_day_is_a_year_back_on_the_28th():
    assert not long_ago(date(2027, 2, 28), date(2028, 2, 29))
    assert long_ago(date(2027, 2, 27), date(2028, 2, 29))


def test_minutes_of_several_accounts_add_up():
    assert Entry((1, 2, 3), TODAY, "call", minutes=20).minutes_each() == [7, 7, 6]
    assert sum(Entry((1, 2), TODAY, channel="meeting").minutes_each()) == 45
