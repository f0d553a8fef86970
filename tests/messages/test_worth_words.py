"""What `backtest` answers, and the line of the long card: each case in whole sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from messages.card import long, short
from messages.words import Viewer
from messages.worth import report
from rules.card import Card, compose
from rules.chances import Chance, Chances, rests_on
from rules.context import Context
from rules.looks import Look
from rules.worth import FOLLOWS, Looks, measure

from ..builders import POLICY, TODAY, a_touch, an_account, days_ago, in_days

DAYS = tuple(date(2026, m, 1) for m in (5, 6, 7, 8))
VIEWER = Viewer(today=TODAY)
CHANCE = Chance(1412, 153, 762, low=0.463, high=0.618, first=DAYS[0], last=DAYS[-1])
NOTHING = Chances(TODAY, rests_on(POLICY), {})


def said(looks: Looks, kept: Chances = NOTHING, days: tuple[date, ...] = DAYS) -> list[str]:
    return list(report([measure(looks, name) for name in FOLLOWS], days, kept, accounts=1234))


def book(count: int, **given: Any) -> Looks:
    """Every third account was not heard from; its health was lower, its silence longer."""
    looks = Looks()
    for n in range(count):
        gone = n % 3 == 0
        shown = {"score": 35 + n % 9, "band": "at risk"} if gone else {"score": 60 + n % 9, "band": "watch"}
        followed = {"unheard": gone, "churned": False, "unbought": None, **given}
        looks.take([Look(n, **shown, silent=80 if gone else n % 60, often=n % 5, **followed)])
    return looks


def test_the_report_says_what_was_looked_at_how_it_ranked_and_how_often_it_followed():
    lines = said(book(90))
    assert lines[:2] == [
        "Health of 1,234 accounts on 4 first days of months, 2026-05-01 to 2026-08-01, against the 90 days "
        "that followed.",
        "",
    ]
    text = "\n".join(lines)
    assert (
        "\nNothing heard for 90 days\n  90 looks at 90 accounts; it followed 30 looks at 30 accounts.\n"
        in text
    )
    assert "\n  health (0-100)       AUC 1.00 (1.00 to 1.00)\n" in text
    assert "\n  days of silence      AUC 1.00 (1.00 to 1.00)\n" in text
    assert "\n  touches in 180 days  AUC 0." in text
    assert (
        "Health can't be told apart from plain days of silence here (the difference lies between +0.000"
        in text
    )
    assert "\n  Watch:                 0%, 0 of 60 looks; 0 of 60 accounts\n" in text
    assert "Healthy:" not in text, "a band that nobody was in"


def test_what_never_followed_or_is_not_there_says_so():
    text = "\n".join(said(book(90)))
    assert (
        "it followed 0 looks at 0 accounts.\n  Nothing to rank: no account was marked churned within" in text
    )
    assert (
        "No purchase for 90 days, of accounts that had bought before\n  Nothing can be said: no account that "
        "had bought has its next 90 days in the record of purchases."
    ) in text
    always = "\n".join(said(book(90, unheard=True)))
    assert "  Nothing to rank: it followed each look." in always
    assert "100%, 30 of 30 looks; 30 of 30 accounts" in always


def test_bands_that_are_not_in_their_order_are_told():
    assert "not in their order" not in "\n".join(said(book(90)))
    looks = Looks()
    for n in range(120):
        shown = {"score": 35, "band": "at risk"} if n % 2 else {"score": 60, "band": "watch"}
        often = n % 10 == 1 if n % 2 else n % 8 != 0
        looks.take([Look(n, **shown, silent=n, often=1, unheard=often, churned=False, unbought=None)])
    assert "it followed Watch more often than At risk." in "\n".join(said(looks))


def test_few_accounts_say_little():
    text = "\n".join(said(book(30)))
    assert (
        "This says little: it followed at 10 accounts and did not at 20; a ranking wants 20 of each." in text
    )


def test_without_enough_of_a_record_it_says_when_there_is():
    (line,) = said(Looks(), days=())
    assert line.startswith("There is not enough of a record yet: a day is looked at once 180 days of touches")


def test_one_day_is_one_day():
    assert "on 1 day (2026-05-01), against" in said(book(90), days=DAYS[:1])[0]


def test_it_says_what_it_may_and_may_not_be_used_for_and_what_cards_say():
    lines = said(book(90))
    may, may_not = lines.index("It may be used"), lines.index("It may not be used")
    assert lines[may + 1] == "  to choose whom to call first;"
    assert lines[may_not + 1].startswith("  as the chance of one account, to judge a person,")
    assert lines[-1] == (
        "Cards say no chance: that wants 100 accounts of a band, 20 of them not heard from, and some that "
        "were."
    )
    kept = replace(NOTHING, by_band={"at risk": CHANCE, "watch": CHANCE})
    assert said(book(90), kept)[-1] == (
        "Cards say the chance behind More for: Watch, At risk (it wants 100 accounts of a band, 20 of them "
        "not heard from, and some that were)."
    )


def a_card(kept: Chances | None, **given: Any) -> Card:
    record = an_account(touches=[a_touch(days_ago(120))], **given)
    return compose(record, TODAY, Context(POLICY, looked_back=kept.to_json() if kept else None))


def whole(card: Card, viewer: Viewer = VIEWER) -> str:
    return str(long(card, viewer))


RED = replace(NOTHING, by_band={"at risk": CHANCE})


def test_the_long_card_says_the_chance_with_its_receipt():
    assert (
        "🔴 Of 100 accounts like this (at risk), 54 were not heard from for 90 days. _Counted on first days "
        "of months, May 1 to Aug 1: 153 accounts of ours, 762 of 1,412 times; by chance it may be 46 to 62. "
        "It says nothing of why._"
    ) in whole(a_card(RED))
    assert "Of 100 accounts" not in str(short(a_card(RED), VIEWER))


def test_a_card_says_nothing_where_nothing_may_be_said():
    assert "Of 100 accounts" not in whole(a_card(None))
    assert "Of 100 accounts" not in whole(a_card(NOTHING))
    other_band = replace(NOTHING, by_band={"healthy": CHANCE})
    assert "Of 100 accounts" not in whole(a_card(other_band))
    other_health = replace(RED, rests_on="10 30 90 3")
    assert "Of 100 accounts" not in whole(a_card(other_health))
    assert "Of 100 accounts" not in whole(a_card(replace(RED, on=days_ago(63))))
    assert "Of 100 accounts" not in whole(a_card(RED, status="paused", paused_until=in_days(9)))
    assert "Of 100 accounts" not in whole(a_card(RED, status="churned"))
