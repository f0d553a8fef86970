"""How promises are said in the digest and on the long card."""

from __future__ import annotations

from messages.promised import due_this_week, kept_line
from rules.card import compose as card
from rules.context import Context
from rules.digest import compose
from rules.facts.promised import Promise

from ..builders import POLICY, TODAY, a_person, a_promise, an_account, days_ago
from .test_digest_words import texts, told
from .test_golden import VIEWER

ON_TIME = a_promise(days_ago(10), state="kept", done_on=days_ago(10))
LATE = a_promise(days_ago(9), state="kept", done_on=days_ago(8))
OVERDUE = a_promise(days_ago(6), text="a quote")


def test_the_digest_and_the_long_card_say_it():
    record = an_account(last_touch=days_ago(2), promises=(ON_TIME, LATE, OVERDUE))
    assert compose([record], [a_person()], TODAY, policy=POLICY).promises
    said = texts(told(record))
    assert (
        "*Promises overdue*: 1\n• Dana Reyes: kept 1 of 3 by their first date; Acme: a quote, 6 days late"
        in said
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
