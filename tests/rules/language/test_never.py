"""What may never become of a line, whatever is typed."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.lines import ACCOUNTS, CONTACTS, NOW, lines
from rules.language.named import Account, Person
from rules.language.read import read, warm_up
from rules.language.reading import LOG
from rules.language.who import Known

TODAY = NOW.date()
IDS = {name: n for n, (name, _) in enumerate(ACCOUNTS, 1)}
KNOWN = Known(
    [Account(IDS[name], name, (alias,) if alias else ()) for name, alias in ACCOUNTS],
    [Person(n, IDS[account], name, role) for n, (account, name, role) in enumerate(CONTACTS, 1)],
)
LABELLED = lines(sorted((Path(__file__).parents[2] / "lines").glob("*.jsonl")))
NAMES = ["acme", "Globex", "initech's", "umbra", "orchard", "leo", "jane", "bill", "nosuchco"]
THERE = ["한빛", "田中さん", "통화", "電話", "어제"]
WORDS = ["called", "met", "emailed", "call", "zoom", "lunch", "vm", "no reply", "tried"]
WHEN = ["cancelled", "will", "not", "tomorrow", "yesterday", "fri", "12/1", "next week"]
REST = ["20m", "2 hrs", "happy", "worried", "and", ",", ".", "; "]
TYPED = st.lists(
    st.sampled_from([*NAMES, *THERE, *WORDS, *WHEN, *REST]) | st.text(max_size=6), max_size=14
).map(" ".join)


@given(TYPED)
def test_what_is_stored_holds_every_word_typed(line: str):
    for event in read(line, TODAY, KNOWN).events:
        kept = f"{event.entry.note} {' '.join(KNOWN.accounts[a].name for a in event.entry.account_ids)}"
        told = line.split()[-1:] if event.entry.account_ids else line.split()
        assert all(word in kept for word in told)


@given(TYPED)
def test_no_account_is_stored_that_nothing_names(line: str):
    reading = read(line, TODAY, KNOWN)
    if not reading.certain:
        return
    named = {i for n in KNOWN.named_in(line.lower(), line) for i in n.accounts}
    named |= {KNOWN.people[i].account_id for n in KNOWN.named_in(line.lower(), line) for i in n.people}
    assert {a for e in reading.events for a in e.entry.account_ids} <= named


@given(TYPED, st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_no_day_ahead_is_stored_and_nothing_to_come_is_past(line: str, today: date):
    reading = read(line, today, KNOWN)
    for event in reading.events:
        assert event.entry.on <= today
        for on in (event.entry.next_on, event.entry.promise_on):
            assert on is None or on >= event.entry.on


@cache
def uncertain() -> list[str]:
    """The English lines of one contact that are asked."""
    lines = [label["line"] for label in LABELLED if label["lang"] == "en"]
    read_so = ((line, read(line, TODAY, KNOWN)) for line in lines)
    return [line for line, reading in read_so if not reading.certain and len(reading.events) <= 1]


DENIALS = ("not", "never", "won't", "didn't", "haven't", "cancelled", "postponed")


@pytest.mark.parametrize("word", [*DENIALS, "tomorrow"])
def test_a_word_of_negation_or_plan_makes_no_line_more_certain(word: str):
    surer = []
    for line in uncertain():
        for typed in (f"{word} {line}", f"{line}, {word}"):
            again = read(typed, TODAY, KNOWN)
            if again.kind == LOG and again.certain:
                surer.append(typed)
    assert not surer


@pytest.mark.parametrize("word", ["cancelled", "postponed", "will be", "never", "not"])
def test_a_plain_call_with_such_a_word_is_not_stored(word: str):
    for line in (
        f"acme call {word}",
        f"{word} call acme",
        f"zoom w/ globex {word}",
        f"call with acme, {word}",
    ):
        assert not read(line, TODAY, KNOWN).certain, line


HOSTILE = ["a ", "call ", "1/", "12/1 ", "acme ", "not ", "한빛 ", "田中さん ", "("]


@pytest.mark.parametrize("piece", [*HOSTILE, "will send the quote fri and ", "20m ", "w/ ", "left a ", "- "])
def test_no_line_takes_long(piece: str):
    """Ten thousand characters: no pattern looks back for ever."""
    warm_up()
    line = (piece * 10_000)[:10_000]
    begun = process_time()
    read(line, TODAY, KNOWN)
    assert process_time() - begun < 5


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read(line: str):
    reading = read(line, TODAY, KNOWN)
    json.dumps([e.entry.note for e in reading.events])


def test_the_account_that_a_line_begins_with_stays_in_the_note_while_it_is_asked():
    (event,) = read("acme: jane called", TODAY, KNOWN).events
    assert not event.entry.account_ids, "Jane is on file elsewhere"
    assert event.entry.note == "acme: jane called"
