"""What is typed where a question waits: what is certain is done, what is not is a tap, nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta

from messages.log_touch import LOG_UNDO, BatchRef
from messages.replies import ANSWER_PASS
from messages.unlogged import LINE_DISMISS, LINE_OPEN, LINE_PLAN, PLAN_UNDO, LineRef, PlanRef
from storage import tables

from ..world import World, text_of
from . import test_questions
from .test_questions import ask, to_mel, types
from .test_unlogged import TUESDAY, closes, kept, posts, touches

asked = test_questions.asked

HERE = {"container": {"type": "message", "is_ephemeral": True}}
BOTH = "called them yesterday, they are happy"


def replies(world: World, text: str) -> str:
    return types(world, text, thread=world.slack.posted[0]["ts"])


def presses(world: World, action: str, line: int = 1, by: str = "UDANA") -> str:
    world.press(action, LineRef(line).pack(), by=by, **HERE)
    world.bring()
    return text_of(world.sent[-1]) if world.sent else ""


def saves(world: World, **fields: str) -> str:
    world.submit(world.modal, fields)
    world.bring()
    assert world.sent[-1]["replace_original"] is True
    return text_of(world.sent[-1])


# in its thread --------------------------------------------------------------------------------------------
def test_a_contact_that_is_certain_is_passed_on_and_logged(asked: World):
    for _ in range(2):
        said = replies(asked, "acme called 10 min, happy")
        for part in ("Passed on to Mel Manager", ">what is next?", "Logged with Acme", LOG_UNDO, "log.edit"):
            assert part in said, part
        assert "Pass it on" not in said
    (answer,) = to_mel(asked)
    assert ">acme called 10 min, happy" in answer
    (touch,) = touches(asked)
    assert (touch.minutes, touch.sentiment) == (10, "happy")
    asked.press(LOG_UNDO, BatchRef(touch.batch).pack(), **HERE)
    undone = text_of(asked.sent[-1])
    assert "Undone" in undone
    assert "Passed on to Mel Manager" in undone, "that stays so"


def test_a_contact_that_is_not_certain_is_passed_on_and_a_tap_from_logged(asked: World):
    said = replies(asked, BOTH)
    for part in ("Passed on to Mel Manager", f">{BOTH}", "was it Acme?", "Understood: Acme · Call", "Log it"):
        assert part in said, part
    assert "Dismiss" not in said, "nothing waits"
    assert f">{BOTH}" in to_mel(asked)[0]
    assert not touches(asked)
    presses(asked, LINE_OPEN)
    form = text_of(asked.modal)
    assert "You name no account: was it Acme?" in form
    assert '"initial_option":{"text":{"type":"plain_text","text":"Acme"' in form.replace(", ", ",").replace(
        ": ", ":"
    )
    said = saves(asked)
    assert "Logged with Acme" in said
    assert "Passed on to Mel Manager" in said
    (touch,) = touches(asked)
    assert (touch.at.date(), touch.outcome, touch.note) == (date(2026, 11, 17), "reached", BOTH)
    assert len(to_mel(asked)) == 1
    presses(asked, LINE_OPEN)
    assert "meanwhile" in text_of(asked.modal)
    assert len(touches(asked)) == 1


def test_it_comes_back_only_once_somebody_wanted_to_log_it(asked: World):
    replies(asked, BOTH)
    asked.now = TUESDAY
    asked.tick()
    assert not [p for p in posts(asked) if "Not logged" in p], "it was passed on"
    presses(asked, LINE_OPEN)
    closes(asked, asked.modal)
    assert f"*Not logged:* “{BOTH}”" in posts(asked)[-1]


def test_what_comes_next_is_kept_with_one_tap(asked: World):
    said = replies(asked, "I will send them the quote on friday")
    assert "Passed on to Mel Manager" in said
    assert "Keep as promise" in said
    for _ in range(2):
        said = presses(asked, LINE_PLAN)
        assert "Kept with Acme" in said
        assert "Passed on to Mel Manager" in said
    (promise,) = asked.rows(tables.Promise)
    assert (promise.text, promise.due_on) == ("send them the quote", date(2026, 11, 20))
    asked.press(PLAN_UNDO, PlanRef(promise.batch).pack(), **HERE)
    undone = text_of(asked.sent[-1])
    assert "Undone" in undone
    assert "Passed on to Mel Manager" in undone, "that stays so"


def test_nobody_else_logs_or_passes_it_on(asked: World):
    types(asked, BOTH)
    assert "Only whoever typed" in presses(asked, ANSWER_PASS, by="UKIM")
    assert not to_mel(asked)


# a plain sentence -----------------------------------------------------------------------------------------
def test_a_certain_contact_is_logged_and_may_be_passed_on(asked: World):
    said = types(asked, "acme called 10 min, happy")
    for part in (
        "Logged with Acme",
        "Mel Manager asks about *Acme*",
        "Is that your answer, too?",
        "Pass it on",
    ):
        assert part in said, part
    assert not to_mel(asked)
    for _ in range(2):
        said = presses(asked, ANSWER_PASS)
        assert "Passed on to Mel Manager" in said
        assert "Logged with Acme" in said
        assert ANSWER_PASS not in said
    assert len(to_mel(asked)) == 1
    assert asked.rows(tables.Question)[0].answer == "acme called 10 min, happy"
    assert len(touches(asked)) == 1


def test_the_offer_stays_when_the_touch_is_undone(asked: World):
    types(asked, "acme called 10 min, happy")
    asked.press(LOG_UNDO, BatchRef(touches(asked)[0].batch).pack(), **HERE)
    assert ANSWER_PASS in text_of(asked.sent[-1])


def test_one_that_may_be_either_is_neither_until_it_is_said(asked: World):
    said = types(asked, BOTH)
    for part in ("Is that a touch, or your answer to Mel Manager", "Log it", "Pass it on", "Dismiss", BOTH):
        assert part in said, part
    assert not to_mel(asked)
    assert not touches(asked)
    assert [line.became for line in kept(asked)] == [""], "it waits"


def test_logged_it_may_be_passed_on(asked: World):
    types(asked, BOTH)
    presses(asked, LINE_OPEN)
    said = saves(asked)
    assert "Logged with Acme" in said
    assert ANSWER_PASS in said
    assert not to_mel(asked)
    said = presses(asked, ANSWER_PASS)
    assert "Passed on to Mel Manager" in said
    assert "Logged with Acme" in said
    assert len(to_mel(asked)) == 1


def test_passed_on_it_may_be_logged(asked: World):
    types(asked, BOTH)
    for _ in range(2):
        said = presses(asked, ANSWER_PASS)
        assert "Passed on to Mel Manager" in said
        assert "Log it" in said
    assert len(to_mel(asked)) == 1
    assert kept(asked)[0].became == "passed"
    presses(asked, LINE_OPEN)
    assert "Logged with Acme" in saves(asked)
    assert len(touches(asked)) == 1


def test_dismissed_it_is_neither_and_a_stale_button_says_so(asked: World):
    types(asked, BOTH)
    assert "Dismissed" in presses(asked, LINE_DISMISS)
    assert "Dismissed" in presses(asked, ANSWER_PASS)
    assert not to_mel(asked)
    assert not touches(asked)


def test_one_that_nobody_decides_on_comes_back_in_the_morning(asked: World):
    types(asked, BOTH)
    asked.now = TUESDAY
    asked.tick()
    assert any(BOTH in p for p in posts(asked)[1:])
    presses(asked, LINE_OPEN)
    assert "was it Acme?" in text_of(asked.modal), "the question is remembered"


def test_a_contact_of_another_account_is_no_answer(asked: World):
    said = types(asked, "globex called 10 min, happy")
    assert "Logged with Globex" in said
    assert "Mel Manager" not in said
    assert not to_mel(asked)


def test_the_question_about_the_account_that_is_named_is_meant(asked: World):
    types(asked, "acme called 10 min, happy")
    asked.now += timedelta(minutes=5)
    globex = asked.rows(tables.Account)[1].id
    asked.press("digest.worry", f'{{"account":{globex},"do":"ask"}}', by="UMEL", option=True)
    asked.submit(asked.modal, {"text": "and Globex?"}, by="UMEL")
    asked.bring()
    assert ">what is next?" in types(asked, "acme emailed, sad", ts="2.11")
    types(asked, "I think acme is waiting for its budget", ts="2.12")
    assert [bool(q.answer) for q in asked.rows(tables.Question)] == [True, False]


def test_sent_again_it_is_the_same(asked: World):
    for _ in range(2):
        assert "Is that a touch" in types(asked, BOTH)
    assert len(kept(asked)) == 1
    ask(asked, "and who decides?")
    asked.bring()
    assert ">what is next?" in types(asked, BOTH), "it stays with the question that it was kept for"
