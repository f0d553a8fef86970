"""What is typed behind `/account`, in the direct message and in a mention: a word, beaten by an exact name; a
name; both."""

from __future__ import annotations

import json

import pytest

from messages.book import BOOK_PICK
from storage import tables
from tests.world import World, text_of

HOW = ("/account", "direct message", "mention", "account, spoken")
SHOWS = {
    "acme prep": "Before you call Acme Industrial",
    "acme history": "*Acme Industrial* · 1 touch",
    "help": "`/account NAME prep`",
}


@pytest.fixture(autouse=True)
def acme(world: World) -> int:
    return world.account("Acme Industrial", last="2026-10-10")


def says(world: World, how: str, line: str, by: str = "UDANA") -> str:
    """What a person is shown who types a line there."""
    if how == "/account":
        return text_of(world.command(f"/account {line}", by=by))
    line = f"account {line}" if how == "account, spoken" else line
    event = {"type": "message", "channel_type": "im", "channel": "D1", "user": by, "text": line, "ts": "1.1"}
    if how == "mention":
        event |= {
            "type": "app_mention",
            "channel_type": "channel",
            "channel": "C1",
            "text": f"<@UBOT> {line}",
        }
    world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
    return text_of(world.slack.made("chat.postEphemeral")[-1])


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("line", SHOWS)
def test_a_word_is_answered_everywhere(world: World, how: str, line: str):
    assert SHOWS[line] in says(world, how, line)
    assert SHOWS[line] in says(world, how, line.upper())


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("line", [*SHOWS, "history", "prep"])
def test_an_exact_account_name_beats_a_word(world: World, how: str, line: str):
    world.account(line.title(), owner="kim@x.com")
    assert f"*{line.title()}* · A" in says(world, how, line)


@pytest.mark.parametrize("line", ["log acme called, happy", "digest globex"])
def test_an_exact_account_name_beats_a_command_that_is_spoken(world: World, line: str):
    world.account(line, owner="kim@x.com")
    assert f"*{line}* · A" in says(world, "direct message", line)
    assert len(world.rows(tables.Touch)) == 1


@pytest.mark.parametrize("how", HOW)
def test_a_word_after_a_name_that_is_no_accounts_opens_none_that_is_called_as_the_word(
    world: World, how: str
):
    world.account("History", last="2026-11-16")
    assert "No account is called “zzzz”" in says(world, how, "zzzz history")


@pytest.mark.parametrize("how", HOW)
def test_a_name_that_contains_a_word_is_meant_by_its_beginning_and_by_what_is_like_it(world: World, how: str):
    for name in ("Globex North", "Globex South", "Globex History Works"):
        world.account(name, last="2026-11-16")
    assert "*Globex History Works* · A" in says(world, how, "globex history")
    world.account("Vandelay History", last="2026-11-16")
    assert "*Vandelay History* · A" in says(world, how, "vandelay history")
    assert "Vandelay History" in says(world, how, "vandelai history")


@pytest.mark.parametrize("how", HOW)
def test_several_that_the_name_may_mean_are_to_pick_from_and_lead_to_what_was_asked(world: World, how: str):
    for name in ("Globex North", "Globex South"):
        world.account(name, last="2026-11-16")
    assert "Which “globex”?" in says(world, how, "globex prep")
    answer = world.command("/account globex prep")
    buttons = [b["accessory"] for b in answer["blocks"] if "accessory" in b]
    assert len(buttons) == 2
    for name, button in zip(("Globex North", "Globex South"), buttons, strict=True):
        world.sent.clear()
        world.press(button["action_id"], button["value"])
        assert f"Before you call {name}" in text_of(world.sent[-1])
    world.press(BOOK_PICK, json.dumps({"account": 2, "word": "no longer one"}))
    assert "*Globex North* · A" in text_of(world.sent[-1])


@pytest.mark.parametrize("how", HOW)
def test_a_word_alone_is_a_name(world: World, how: str):
    assert "No account is called “prep”" in says(world, how, "prep")


@pytest.mark.parametrize("how", ["direct message", "mention"])
@pytest.mark.parametrize("line", ["hi", "Hello", ""])
def test_a_greeting_gets_help(world: World, how: str, line: str):
    assert "Tend keeps your customers in touch" in says(world, how, line)


BEFORE = {
    "prep acme": "Before you call Acme Industrial",
    "prep for acme": "Before you call Acme Industrial",
    "Prep: acme industrial": "Before you call Acme Industrial",
    "prep acmee industrial": "Before you call Acme Industrial",
    "history of acme": "*Acme Industrial* · 1 touch",
    "people at acme": "Acme Industrial: 0 people we know.",
    "promises to acme": "Acme Industrial: 0 open promises.",
}


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("line", BEFORE)
def test_a_word_before_the_name_is_answered_too(world: World, how: str, line: str):
    said = says(world, how, line)
    word = line.split(maxsplit=1)[0].rstrip(":").lower()
    assert said == says(world, how, f"acme {word}")
    assert BEFORE[line] in said


@pytest.mark.parametrize("how", HOW)
def test_an_account_that_begins_as_the_line_does_beats_a_word_before_the_name(world: World, how: str):
    world.account("Prep Acme Works", owner="kim@x.com")
    assert "*Prep Acme Works* · A" in says(world, how, "prep acme works")
    assert "*Prep Acme Works* · A" in says(world, how, "prep acme")


@pytest.mark.parametrize("how", HOW)
def test_a_name_behind_a_joining_word_may_begin_with_it(world: World, how: str):
    world.account("At Home", owner="kim@x.com")
    assert "Before you call At Home" in says(world, how, "prep at home")


@pytest.mark.parametrize("how", HOW)
def test_several_behind_a_word_are_to_pick_from(world: World, how: str):
    for name in ("Globex North", "Globex South"):
        world.account(name, last="2026-11-16")
    assert "Which “globex”?" in says(world, how, "prep for globex")


@pytest.mark.parametrize(
    "line",
    ["people at globex are happy with us", "changes at globex: they have a new CEO", "team globex won"],
)
def test_a_sentence_that_begins_with_a_word_is_none_of_ours(world: World, line: str):
    world.account("Globex", last="2026-11-16")
    answered = says(world, "direct message", f"globex {line.split(maxsplit=1)[0]}")
    assert says(world, "direct message", line) != answered


@pytest.mark.parametrize("how", ["direct message", "mention"])
@pytest.mark.parametrize(
    "line", ["before I call acme", "before the call with Acme Industrial", "preparing the call with acme"]
)
def test_who_gets_ready_for_a_call_reads_the_page_before_it(world: World, how: str, line: str):
    assert "Before you call Acme Industrial" in says(world, how, line)
    assert len(world.rows(tables.Touch)) == 1
    assert not world.rows(tables.Unlogged)


def test_log_of_what_lies_ahead_stores_no_touch(world: World):
    world.command("/log before the call with acme")
    assert len(world.rows(tables.Touch)) == 1


@pytest.mark.parametrize("line", ["called acme before lunch", "emailed acme before the call"])
def test_a_touch_before_something_else_is_stored(world: World, line: str):
    assert "Logged with Acme Industrial" in says(world, "direct message", line)
    assert len(world.rows(tables.Touch)) == 2
