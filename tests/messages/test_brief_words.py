"""The brief for whoever takes an account over: each fact says its line, and none where there is nothing."""

from __future__ import annotations

from messages.brief import brief
from messages.words import Viewer
from rules.records import Contact, NextStep

from ..builders import TODAY, a_concern, a_promise, a_request, a_step, a_touch, an_account, days_ago, in_days
from ..world import text_of

VIEWER = Viewer("en-US", "UTC", TODAY, "USD")


def said(**given: object) -> str:
    return text_of({"blocks": brief(an_account(**given), VIEWER)})  # type: ignore[arg-type]


def test_it_names_what_is_open_whom_to_ask_and_what_went_well():
    whole = said(
        promises=(a_promise(in_days(3), text="the figures"), a_promise(days_ago(9), state="kept")),
        requests=(a_request(days_ago(1)), a_request(days_ago(9), text="a logo?", answered_on=days_ago(8))),
        concerns=(a_concern(days_ago(9)), a_concern(days_ago(20), text="noise", closed_on=days_ago(3))),
        next_step=NextStep(1, "demo", in_days(5)),
        milestones=(a_step(in_days(4), step="first report"),),
        contacts=(Contact(1, "Umar Ortiz", "buyer", prefers="call"),),
        touches=[a_touch(days_ago(3), note="saved them a week", sentiment="happy")],
        renews_on=in_days(40),
    )
    for part in (
        "the figures",
        "They wait for an answer",
        "price for 40 seats, waits 1 working day",
        "invoices are wrong, billing, open 9 days",
        "demo, Nov 23",
        "first report",
        "prefers call",
        "saved them a week",
        "Renews",
    ):
        assert part in whole, part
    assert "ROI numbers" not in whole, "a kept one passes to nobody"
    assert "a logo?" not in whole, "what was answered waits no more"
    assert "noise" not in whole, "what is closed is no landmine"


def test_it_says_nothing_of_what_there_is_none_of():
    empty = said()
    for part in ("Promised", "wait for", "Unhappy", "Onboarding", "went well", "Renews"):
        assert part not in empty
    assert "*Next step:* none" in empty


def test_what_they_are_unhappy_about_and_how_they_feel_stand_first():
    whole = said(
        concerns=(a_concern(days_ago(9)),),
        promises=(a_promise(in_days(3), text="the figures"),),
        touches=[
            a_touch(days_ago(1), note="left word with the desk", outcome="left_message"),
            a_touch(days_ago(2), note="walked the new line", by_name="Kim Cho"),
            a_touch(days_ago(4), note="angry about <invoices>", sentiment="worried", by_name="Dana Reyes"),
            a_touch(days_ago(9), note="saved them a week", sentiment="happy"),
        ],
    )
    talk = "*Last talk:* Kim Cho, call Nov 16: “walked the new line”"
    mood = "*Last mood, 🙁 worried:* Dana Reyes, call Nov 14: “angry about &lt;invoices&gt;”"
    order = [whole.index(x) for x in ("*Unhappy about*", talk, mood, "the figures", "saved them a week")]
    assert order == sorted(order)


def test_a_mood_of_the_last_talk_is_said_with_it_once():
    whole = said(touches=[a_touch(days_ago(0), note="angry and unhappy", sentiment="worried")])
    assert "*Last talk, 🙁 worried:*" in whole
    assert "Last mood" not in whole
    assert whole.count("angry and unhappy") == 1
