"""A question to an account's owner: asked, answered in three ways, and seen by both."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from messages.carried import WorryRef
from messages.needs import DIGEST_WORRY
from messages.opening import CARD_OPEN
from messages.questions import ASK_AGAIN, ASK_ANSWER, QuestionRef
from messages.replies import ANSWER_PASS
from messages.unlogged import LineRef
from storage import tables

from ..world import World, text_of


@pytest.fixture
def asked(world: World) -> World:
    """Mel has asked Dana about Acme, and the message is with her."""
    world.account("Acme", last="2026-10-10")
    world.account("Globex", last="2026-10-10")
    ask(world)
    world.bring()
    return world


def ask(world: World, text: str = "what is next?", **changed: Any) -> dict[str, Any]:
    acme = world.rows(tables.Account)[0].id
    world.press(DIGEST_WORRY, WorryRef(acme, "ask").pack(), by="UMEL", option=True, **changed)
    return world.submit(world.modal, {"text": text}, by="UMEL")


def types(world: World, text: str, thread: str = "", ts: str = "2.1", by: str = "UDANA") -> str:
    """Somebody types into their direct message; what they read at once."""
    event = {
        "type": "message",
        "channel_type": "im",
        "user": by,
        "channel": f"D{by[1:]}",
        "text": text,
        "ts": ts,
        "event_ts": ts,
    }
    world.dispatch(
        json.dumps(world.payload("event", event={**event, **({"thread_ts": thread} if thread else {})})),
        "application/json",
    )
    world.bring()
    return text_of(world.slack.made("chat.postEphemeral")[-1])


def to_mel(world: World) -> list[str]:
    return [text_of(m) for m in world.slack.posted if m["channel"] == "DMEL"]


def question_now(world: World) -> str:
    """What Dana's message with the question shows last."""
    return text_of(world.slack.made("chat.update")[-1])


def test_whoever_asks_reads_that_it_went(asked: World):
    assert "Asked Dana Reyes about *Acme*: “what is next?”" in text_of(asked.sent[-1])
    (question,) = asked.slack.posted
    assert question["channel"] == "DDANA"
    assert "Mel Manager asks about *Acme*" in text_of(question)
    answer = ask(asked, response_url=None, view={"type": "modal", "id": "V7"}, container={"type": "view"})
    assert answer["response_action"] == "update", "from a modal the form says it"
    assert "Asked Dana Reyes" in text_of(answer["view"])


def test_the_button_answers_and_both_see_the_thread_of_it(asked: World):
    asked.press(ASK_ANSWER, QuestionRef(1).pack())
    for _ in range(2):
        asked.submit(asked.modal, {"text": "a demo on Friday\nthey want <b> prices"})
    asked.bring()
    assert "Passed on to Mel Manager" in text_of(asked.sent[-1])
    (answer,) = to_mel(asked)
    for part in (
        "Dana Reyes on *Acme*",
        ">what is next?",
        ">a demo on Friday",
        "&lt;b&gt;",
        ASK_AGAIN,
        CARD_OPEN,
    ):
        assert part in answer, part
    assert "*Your answer*, passed on to Mel Manager" in question_now(asked)
    assert ">what is next?" in question_now(asked)
    asked.press(ASK_ANSWER, QuestionRef(1).pack())
    asked.submit(asked.modal, {"text": "and a visit"})
    asked.bring()
    assert ">a demo on Friday" in to_mel(asked)[1]
    assert ">and a visit" in to_mel(asked)[1]
    assert ">and a visit" in question_now(asked)


def test_only_whoever_was_asked_answers(asked: World):
    asked.press(ASK_ANSWER, QuestionRef(1).pack())
    form = asked.modal
    asked.press(ASK_ANSWER, QuestionRef(1).pack(), by="UKIM")
    assert "Only whom it was put to" in text_of(asked.modal)
    assert "Only whom" in asked.submit(form, {"text": "x"}, by="UKIM")["errors"]["text"]


@pytest.mark.parametrize("line", ["acme", "acme is happy", "they will renew", "ok", "a demo, I hope"])
def test_a_reply_in_its_thread_is_always_the_answer(asked: World, line: str):
    assert "Passed on to Mel Manager" in types(asked, line, thread=asked.slack.posted[0]["ts"])
    assert f">{line}" in to_mel(asked)[0]
    assert f">{line}" in question_now(asked)
    assert not asked.rows(tables.Touch, tables.Touch.batch != "")


def test_a_plain_sentence_answers_and_sent_again_is_the_same_answer(asked: World):
    for _ in range(2):
        said = types(asked, "they wait for their budget, I see them in spring")
        assert "Passed on to Mel Manager: “they wait for their budget" in said
    assert len(to_mel(asked)) == 1
    assert asked.rows(tables.Question)[0].answer == "they wait for their budget, I see them in spring"
    assert "Passed on" not in types(asked, "and the new CFO is in favour", ts="2.2"), (
        "answered: the next sentence is none"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("globex", "*Globex*"),
        ("glob", "*Globex*"),
        ("globx", "*Globex*"),
        ("account acme", "*Acme*"),
        ("help", "/log"),
        ("acme prep", "Before you call Acme"),
        ("prep for acme", "Before you call Acme"),
        ("prep acme", "Before you call Acme"),
        ("people at globex", "Globex: 0 people we know."),
        ("log acme called, happy", "Logged with Acme"),
        ("acme called, happy", "Logged with Acme"),
        ("digest", "for managers"),
    ],
)
def test_a_word_a_name_and_a_log_line_are_no_answer(asked: World, line: str, said: str):
    assert said in types(asked, line)
    assert not to_mel(asked)
    assert not asked.rows(tables.Question)[0].answer


def test_who_gets_ready_for_a_call_reads_the_page_and_may_pass_the_line_on(asked: World):
    said = types(asked, "preparing the call with acme")
    assert "Before you call Acme" in said
    assert "Is that your answer, too?" in said
    assert not to_mel(asked), "not passed on unasked"
    line = asked.rows(tables.Unlogged)[0]
    assert not asked.rows(tables.Touch, tables.Touch.batch != "")
    for _ in range(2):
        asked.press(ANSWER_PASS, LineRef(line.id).pack())
    asked.bring()
    assert "Passed on to Mel Manager" in text_of(asked.sent[-1])
    assert "Before you call Acme" in text_of(asked.sent[-1])
    assert [">preparing the call with acme" in text for text in to_mel(asked)] == [True]


def test_a_question_of_long_ago_takes_its_thread_only(asked: World):
    asked.now += timedelta(days=15)
    assert "Passed on" not in types(asked, "they wait for their budget, I see them in spring")
    assert "Passed on" in types(
        asked, "they wait for their budget", thread=asked.slack.posted[0]["ts"], ts="2.2"
    )


def test_of_two_questions_the_newest_is_answered_first(asked: World):
    asked.now += timedelta(minutes=5)
    ask(asked, "and who decides?")
    asked.bring()
    types(asked, "their new CFO does, from January on", ts="2.1")
    types(asked, "a demo, I hope to get one in December", ts="2.2")
    assert [q.answer for q in asked.rows(tables.Question)] == [
        "a demo, I hope to get one in December",
        "their new CFO does, from January on",
    ]


def test_ask_again_from_the_answer(asked: World):
    types(asked, "they wait for their budget, I see them in spring")
    asked.press(ASK_AGAIN, WorryRef(asked.rows(tables.Account)[0].id, "ask").pack(), by="UMEL")
    assert "initial_value" not in text_of(asked.modal)
    asked.submit(asked.modal, {"text": "which month?"}, by="UMEL")
    assert [q.text for q in asked.rows(tables.Question)] == ["what is next?", "which month?"]


def test_nobody_asks_themselves_or_somebody_who_left(asked: World):
    mine = asked.account("Melco", owner="mel@x.com", last="2026-10-10")
    asked.press(DIGEST_WORRY, WorryRef(mine, "ask").pack(), by="UMEL", option=True)
    assert "your own" in asked.submit(asked.modal, {"text": "?"}, by="UMEL")["errors"]["text"]
    asked.press(
        DIGEST_WORRY, WorryRef(asked.rows(tables.Account)[0].id, "ask").pack(), by="UMEL", option=True
    )
    with asked.tend.database.transaction() as session:
        dana = session.get(tables.Person, asked.rows(tables.Account)[0].owner_id)
        assert dana
        dana.active = False
    assert "no longer active" in asked.submit(asked.modal, {"text": "?"}, by="UMEL")["errors"]["text"]
