"""How promises are said in the digest and on the long card."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from messages.blocks import MOST_BLOCKS, MOST_TEXT, Message
from messages.card import long, shared, short
from messages.digest_details import detail
from messages.history import prep
from messages.promised import due_this_week, kept_line, of_team
from messages.promises import Promises, meanwhile, promises
from rules.card import compose as card
from rules.context import Context
from rules.digest import compose
from rules.facts.promised import Promise
from rules.phrase import Days

from ..builders import POLICY, TODAY, a_person, a_promise, an_account, days_ago, in_days
from .test_digest_words import texts, told
from .test_golden import VIEWER


def text_of(message: Message) -> str:
    return "\n".join(b["text"]["text"] for b in message["blocks"] if "text" in b)


ON_TIME = a_promise(days_ago(10), state="kept", done_on=days_ago(10))
LATE = a_promise(days_ago(9), state="kept", done_on=days_ago(8))
OVERDUE = a_promise(days_ago(6), text="a quote")


def test_the_digest_and_the_long_card_say_it():
    record = an_account(last_touch=days_ago(2), promises=(ON_TIME, LATE, OVERDUE))
    assert compose([record], [a_person()], TODAY, policy=POLICY).promises
    said = texts(told(record))
    assert "*Promises overdue*: 1 · kept 1 of 3 by their first date" in said
    whole = texts(detail("promises", compose([record], [a_person()], TODAY, policy=POLICY), VIEWER, None))
    assert (
        "*Promises overdue*: 1\n• Dana Reyes: kept 1 of 3 by their first date; Acme: a quote, 6 days late"
        in whole
    )
    assert (
        kept_line(card(record, TODAY, Context(POLICY)), VIEWER)
        == "*Promises kept:* 1 of 3 by their first date, in a year"
    )
    assert "Promises" not in texts(told(an_account(last_touch=days_ago(2))))


def test_home_calls_overdue_what_was_due_before_today():
    def head(*promises: Promise) -> str:
        blocks = due_this_week([("Acme", p) for p in promises], VIEWER)
        assert blocks is not None
        return str(blocks[0]["text"]["text"])

    today = a_promise(TODAY)
    assert head(OVERDUE) == "*1 promise overdue*"
    assert head(OVERDUE, today, today) == "*1 promise overdue*, 2 due this week"
    assert head(today) == "*1 promise due this week*"


def the_list(*of: Promise) -> Message:
    of_account = sorted(of, key=lambda p: p.due_on)
    return promises(Promises(1, "Acme", of_account, by={1: "Dana Reyes"}), VIEWER)


def test_a_long_list_keeps_each_promise_with_its_buttons_and_what_is_overdue():
    """Of 40 open ones, overdue ones that were renegotiated stand though 36 others do not all."""
    ahead = [a_promise(in_days(n), id=n, text=f"ahead {n}") for n in range(36)]
    late = [
        a_promise(days_ago(9 - n), id=100 + n, text=f"late {n}", first_due_on=days_ago(30)) for n in range(4)
    ]
    blocks = the_list(*ahead, *late)["blocks"]
    assert len(blocks) == MOST_BLOCKS or len(blocks) == MOST_BLOCKS - 1
    said = [b["text"]["text"] if b["type"] == "section" else b["type"] for b in blocks]
    for block, after in pairwise(said):
        if " · Dana Reyes" in block:
            assert after == "actions", block
    assert [f"late {n}" in "\n".join(said) for n in range(4)] == [True] * 4
    assert "*Renegotiated*\n🔴 *late 0*" in "\n".join(said)
    assert "ahead 0" in "\n".join(said)
    assert "No room here for the rest of “open promises”." in blocks[-1]["elements"][0]["text"]


def test_the_title_of_renegotiated_ones_stands_once_above_the_first():
    moved = [a_promise(in_days(n), id=50 + n, first_due_on=days_ago(30)) for n in (-3, 0, 5)]
    said = text_of(the_list(*moved))
    assert said.count("*Renegotiated*") == 1
    assert "*Renegotiated*\n🔴 *ROI numbers*" in said
    assert "*Renegotiated*\n*ROI numbers*" in text_of(the_list(*moved[1:]))


def test_the_digest_names_every_rep_however_long_names_and_texts_are():
    reps = {n: a_person(id=n, name=f"{n:02d}" + "&" * 400) for n in range(1, 31)}
    wordy = "<a long promise> " * 40
    those = [
        an_account(
            last_touch=days_ago(2),
            id=n,
            owner_id=n,
            name=f"{n} " + "<" * 400,
            owner=reps[n],
            promises=tuple(a_promise(days_ago(6), id=10 * n + k, text=wordy) for k in range(3)),
        )
        for n in reps
    ]
    week = compose(those, list(reps.values()), TODAY, policy=POLICY)
    blocks = of_team(week, VIEWER, None)
    assert blocks
    said = "\n".join(b["text"]["text"] for b in blocks)
    assert all(len(b["text"]["text"]) < MOST_TEXT for b in blocks), "nothing is cut"
    assert [f"• {n:02d}&amp;" in said for n in range(1, 11)] == [True] * 10
    assert said.endswith("and 20 people more")


@pytest.mark.parametrize(
    ("became", "said"),
    [
        ({"state": "kept", "done_on": days_ago(10)}, "“ROI numbers” is answered already: kept Nov 8."),
        (
            {"state": "kept", "done_on": days_ago(9)},
            "“ROI numbers” is answered already: kept Nov 9, 1 day late.",
        ),
        ({"state": "dropped", "done_on": days_ago(2)}, "“ROI numbers” is answered already: dropped Nov 16."),
    ],
)
def test_what_became_of_one_is_a_whole_message_with_typed_values(became: dict[str, Any], said: str):
    phrase = meanwhile(a_promise(days_ago(10), **became))
    assert VIEWER.plain(phrase) == said
    assert dict(phrase.values)["on"] == became["done_on"], "a day is said in whatever way its reader has"
    assert {type(value) for _, value in phrase.values} <= {str, date, Days}


def test_all_that_a_card_says_is_of_its_own_day():
    """The owner's date is ahead of the viewer's: what is late is so by one number of days."""
    behind = replace(VIEWER, today=days_ago(1))
    record = an_account(
        last_touch=days_ago(40), promises=(a_promise(days_ago(6), promised_on=TODAY),), renews_on=days_ago(1)
    )
    shown = card(replace(record, today=TODAY), behind.today, Context(POLICY))
    assert shown.on == TODAY
    for paint in (short, long, prep):
        assert paint(shown, behind) == paint(shown, VIEWER)
        assert "6 days late" in text_of(paint(shown, behind))
    assert shared(shown, behind, a_person(), "") == shared(shown, VIEWER, a_person(), "")
