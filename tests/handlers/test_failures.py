"""What goes wrong is told to whoever did it, on every surface; and what people type can't make it go
wrong."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from handlers.answers import Answers
from handlers.socket import socket_client
from messages.card import CARD_CHANGE
from messages.carried import AccountRef
from messages.home import HOME_SENDING, HOME_SETTINGS
from storage import finding, tables

from ..breaking import breaking
from ..world import CALLED, World, text_of


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme", last="2026-10-10")


@contextmanager
def storage_fails(world: World, error: type[Exception] | None = None):
    def locked(*_: Any) -> Any:
        raise error("no") if error else OperationalError("INSERT secret", {}, Exception("database is locked"))

    services = world.tend.services
    kept = services.transaction
    assert world.app  # made while storage still answers
    object.__setattr__(services, "transaction", locked)
    yield
    object.__setattr__(services, "transaction", kept)


def event(world: World, text: str, mention: bool = False, **given: Any) -> dict[str, Any]:
    kind = (
        {"type": "app_mention", "channel": "C1"}
        if mention
        else {"type": "message", "channel_type": "im", "channel": "D1"}
    )
    body = {
        "user": "UDANA",
        "ts": "1700000000.000010",
        "event_ts": "1700000000.000010",
        "text": text,
        **kind,
        **given,
    }
    return world.payload("event", event_id="Ev10", event=body)


def send(world: World, body: dict[str, Any], repeat: int = 0) -> BoltResponse:
    headers = {"x-slack-retry-num": [str(repeat)]} if repeat else {}
    return world.app.dispatch(BoltRequest(mode="socket_mode", body=body, headers=headers))


@pytest.mark.parametrize("mention", [False, True])
def test_a_line_that_storage_has_no_room_for_is_asked_for_again_and_stored_once(
    world: World, acme: int, mention: bool
):
    text = "<@UBOT> log acme called, happy" if mention else "log acme called, happy"
    with storage_fails(world):
        assert send(world, event(world, text, mention)).status == 503
        assert not world.slack.made("chat.postEphemeral")
    assert send(world, event(world, text, mention), repeat=1).status == 200
    assert send(world, event(world, text, mention), repeat=2).status == 200
    assert len(world.rows(tables.Touch, tables.Touch.note == "called, happy")) == 1
    assert "Logged with Acme" in text_of(world.slack.calls[-1][1])


def test_a_line_whose_look_up_breaks_is_asked_for_again(world: World, acme: int, monkeypatch):
    real, broken = finding.starting, []

    def breaks(session: Session, *given: Any, **named: Any) -> Any:
        if broken:
            return real(session, *given, **named)
        broken.append(1)
        with breaking(world.tend.database, session):
            return real(session, *given, **named)

    monkeypatch.setattr(finding, "starting", breaks)
    assert send(world, event(world, "log acme called, happy")).status == 503
    assert not world.slack.made("chat.postEphemeral")
    assert send(world, event(world, "log acme called, happy"), repeat=1).status == 200
    assert len(world.rows(tables.Touch, tables.Touch.note == "called, happy")) == 1


def test_the_last_repeat_gives_the_line_back(world: World, acme: int):
    with storage_fails(world):
        assert (
            send(
                world, event(world, "<@UBOT> log acme called, happy", True, thread_ts="1.1"), repeat=3
            ).status
            == 200
        )
    (answer,) = world.slack.made("chat.postEphemeral")
    assert (answer["channel"], answer["user"], answer["thread_ts"]) == ("C1", "UDANA", "1.1")
    assert answer["text"].startswith("That was not stored.")
    assert "log acme called, happy" in text_of(answer)
    assert "UBOT" not in text_of(answer)


def test_a_line_that_breaks_something_is_given_back_at_once(world: World, acme: int):
    with storage_fails(world, ZeroDivisionError):
        assert send(world, event(world, "log acme called, happy")).status == 200
    (answer,) = world.slack.made("chat.postEphemeral")
    assert "not stored" in answer["text"]
    assert "log acme called, happy" in text_of(answer)


def test_socket_mode_does_not_take_an_event_that_is_to_come_again(world: World, acme: int):
    answers = Answers(world.tend.services, 2, world.app)
    client = socket_client(answers, "xapp-1", world.slack, now=lambda: world.time.passed)
    taken: list[Any] = []
    client.send_socket_mode_response = taken.append  # type: ignore[method-assign]
    (handle,) = client.socket_mode_request_listeners
    answer = SocketModeRequest("events_api", "env1", event(world, "log acme called, happy"))
    with storage_fails(world):
        handle(client, answer)
    assert not taken, "no ack: Slack sends it again"
    handle(client, answer)
    assert [a.envelope_id for a in taken] == ["env1"]
    client.close()
    answers.close()


@pytest.mark.parametrize(
    ("view", "opens"),
    [({"id": "V1", "type": "home"}, "views.open"), ({"id": "V1", "type": "modal"}, "views.push")],
)
def test_a_button_without_an_address_to_answer_says_so_in_a_modal(
    world: World, view: dict[str, str], opens: str
):
    action = {
        "type": "button",
        "action_id": HOME_SENDING,
        "block_id": "b",
        "value": "off",
        "action_ts": "1.1",
    }
    body = world.payload("block_actions", actions=[action], user={"id": "UADA", "team_id": "T1"}, view=view)
    for name in ("response_url", "message"):
        body.pop(name, None)
    with storage_fails(world):
        assert world.interact(body) == {"text": ""}
    (answer,) = world.slack.made(opens)
    assert "That didn't work" in text_of(answer)


def test_a_read_that_failed_is_not_called_unstored(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("handlers.behind_account.finding.begun", broken)
    monkeypatch.setattr("handlers.digest.digests.figures", broken)
    for answer in (world.command("/account acme"), world.command("/digest", by="UMEL")):
        assert answer["text"] == "That didn't work. Please try again in a moment."


def test_only_the_mention_of_the_bot_itself_is_taken_out(world: World, acme: int):
    send(
        world, event(world, "<@UBOT> log acme called, happy, cc <@U123|marcus> and <@U9> <@UBOT|tend>", True)
    )
    assert world.rows(tables.Touch)[-1].note == "called, happy, cc @marcus and @U9"


@pytest.mark.parametrize("strange", ["²", "9" * 5000, "-3", "1e3"])
def test_numbers_that_are_none_are_refused_in_every_form(world: World, acme: int, strange: str):
    world.press(CARD_CHANGE, AccountRef(acme).pack(), by="UMEL")
    assert "cadence" in world.submit(world.modal, {"cadence": strange}, by="UMEL")["errors"]
    world.press(HOME_SETTINGS, "settings", by="UADA")
    assert "nudge_cap" in world.submit(world.modal, {"nudge_cap": strange}, by="UADA")["errors"]
    world.command("/log acme")
    assert "minutes" in world.submit(world.modal, {**CALLED, "minutes": strange})["errors"]
    world.command(f"/log acme called {strange} min, happy")
    assert all(t.estimated for t in world.rows(tables.Touch)[1:]), "no length is made of it"


def test_halves_of_characters_are_left_out_wherever_they_come_in(world: World, acme: int):
    world.command("/log acme")
    assert "errors" not in world.submit(
        world.modal, {**CALLED, "note": "met\ud83d them\x00", "next_text": "\udc00demo"}
    )
    assert world.rows(tables.Touch)[-1].note == "met them"
    assert world.rows(tables.NextStep)[-1].text == "demo"
    assert world.dispatch(json.dumps(event(world, "log acme called \ud800, happy")), "application/json") == {
        "text": ""
    }
    assert world.rows(tables.Touch)[-1].note == "called , happy"


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"nudge_at": "17:00"}, "nudge_until"),
        ({"nudge_until": "08:45"}, "nudge_until"),
        ({"nudge_at": "08:45+05:00"}, "nudge_at"),
        ({"digest_at": "08:30:30"}, "digest_at"),
        ({"nudge_at": "24:00"}, "nudge_at"),
        ({"friday_at": "4pm"}, "friday_at"),
        ({"figures_by_name": "US: everybody"}, "figures_by_name"),
    ],
)
def test_settings_under_which_no_nudge_would_go_out_are_refused(
    world: World, given: dict[str, str], wrong: str
):
    world.press(HOME_SETTINGS, "settings", by="UADA")
    errors = world.submit(world.modal, given, by="UADA")["errors"]
    assert list(errors) == [wrong]
    assert errors[wrong].startswith(("“Nudge", "“Digest", "“Week", "“Figures"))


@pytest.mark.parametrize(
    ("given", "wrong", "why"),
    [
        ({"cadence_a_days": "40"}, "cadence_a_days", "“A: days between touches” can't be more than “B: days"),
        ({"cadence_b_days": "91"}, "cadence_b_days", "“B: days between touches” can't be more than “C: days"),
        ({"dated_cap": "6"}, "dated_cap", "“Of them for dated reasons” can't be more than “Accounts in a"),
        ({"currency": "dollars"}, "currency", "“Reporting currency” is a currency's three letters"),
        ({"currency": "QQQ"}, "currency", "“Reporting currency”: there is no currency QQQ."),
        ({"rates": "EUR 1.08\neur 1.1"}, "rates", "EUR stands there twice."),
        ({"rates": "QQQ 2"}, "rates", "“QQQ 2”: there is no currency QQQ."),
        (
            {"weights": "breadth 5\nsilence 2500"},
            "weights",
            "“silence 2500”: a factor with its points from 0",
        ),
        ({"weights": "silenc 25"}, "weights", "“silenc 25”: there is no such factor. They are breadth, "),
        (
            {"notes_kept_days": "x"},
            "notes_kept_days",
            "“Notes are kept for days (0: for good)” is a whole number from 0",
        ),
    ],
)
def test_settings_that_do_not_fit_are_refused_by_name(
    world: World, given: dict[str, str], wrong: str, why: str
):
    world.press(HOME_SETTINGS, "settings", by="UADA")
    errors = world.submit(world.modal, given, by="UADA")["errors"]
    assert list(errors) == [wrong]
    assert errors[wrong].startswith(why)
    assert "errors" not in world.submit(world.modal, {"notes_kept_days": "0"}, by="UADA")


def test_a_next_step_of_another_decade_is_asked(world: World, acme: int):
    world.command("/log acme")
    answer = world.submit(world.modal, {**CALLED, "next_text": "x", "next_on": "2206-12-01"})
    assert "more than ten years ahead" in answer["errors"]["next_on"]
    assert "errors" not in world.submit(world.modal, {**CALLED, "next_text": "x", "next_on": "2036-11-01"})
