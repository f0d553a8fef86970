"""A contact that somebody only gets ready for lies ahead: nothing of it is a touch."""

from __future__ import annotations

from datetime import date

import pytest

from rules.language.named import Account, Person
from rules.language.read import read
from rules.language.reading import CHAT, LOG, Reading
from rules.language.who import Known

from ...builders import TODAY

ACME, SIERRA, GLOBEX = Account(1, "Acme"), Account(2, "Sierra Software"), Account(3, "Globex Marine")
HANBIT, TOKAI = Account(4, "한빛소재"), Account(5, "東海精機株式会社", ("Tokai",))
KNOWN = Known(
    [ACME, SIERRA, GLOBEX, HANBIT, TOKAI],
    [Person(1, 1, "Leo Torres", "buyer"), Person(2, 3, "Jane Park", "")],
)


def meant(line: str, today: date = TODAY) -> Reading:
    return read(line, today, KNOWN)


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("before I call acme", ACME),
        ("before the call with sierra software", SIERRA),
        ("preparing the call with sierra software", SIERRA),
        ("b4 i call acme", ACME),
        ("Before calling acme", ACME),
        ("before meeting acme", ACME),
        ("before I meet acme", ACME),
        ("before speaking to acme", ACME),
        ("before we talk to acme", ACME),
        ("before my lunch with acme tomorrow", ACME),
        ("before the lunch meeting with acme", ACME),
        ("before I call or email acme", ACME),
        ("before the call from acme", ACME),
        ("before the call with acme on friday", ACME),
        ("prior to visiting acme", ACME),
        ("ahead of the call with acme", ACME),
        ("notes before my call with acme", ACME),
        ("looking at acme before the call", ACME),
        ("anything new before I call acme?", ACME),
        ("what should I know before the acme call", ACME),
        ("preparing for my meeting with acme", ACME),
        ("prepped the call with acme", ACME),
        ("prepare acme call", ACME),
        ("prepping for acme call", ACME),
        ("prep for the acme meeting", ACME),
        ("preparing for acme", ACME),
        ("preparation for the acme call", ACME),
        ("prep call with acme", ACME),
        ("acme call prep", ACME),
        ("acme: before the call", ACME),
        ("getting ready for the visit at acme", ACME),
        ("preparing the call with leo torres", ACME),
        ("한빛 통화 전에", HANBIT),
        ("한빛과 통화하기 전에", HANBIT),
        ("한빛 미팅 준비 중", HANBIT),
        ("東海との電話の前に", TOKAI),
        ("東海に電話する前に", TOKAI),
        ("東海との打ち合わせ準備", TOKAI),
        ("vor dem Anruf bei acme", ACME),
        ("bevor ich acme anrufe", ACME),
        ("Vorbereitung auf den Termin mit acme", ACME),
        ("bereite den Termin mit acme vor", ACME),
        ("Termin mit acme vorbereiten", ACME),
        ("avant l'appel avec acme", ACME),
        ("avant d'appeler acme", ACME),
        ("préparer le rdv avec acme", ACME),
        ("antes de llamar a acme", ACME),
        ("preparando la reunión con acme", ACME),
        ("antes de ligar para acme", ACME),
        ("antes da reunião com acme", ACME),
    ],
)
def test_what_is_got_ready_for_is_no_touch(line: str, about: Account):
    reading = meant(line)
    assert (reading.kind, reading.prepares, reading.about) == (CHAT, True, about.id)


@pytest.mark.parametrize("line", ["preparing the call with acme and sierra software", "before the call"])
def test_of_several_accounts_and_of_none_no_one_is_meant(line: str):
    assert (meant(line).prepares, meant(line).about) == (True, 0)


@pytest.mark.parametrize(
    ("line", "account", "channel"),
    [
        ("called acme before lunch", ACME, "call"),
        ("called acme before the call with globex", ACME, "call"),
        ("emailed acme before the call", ACME, "email"),
        ("emailed acme the agenda before tomorrow's meeting", ACME, "email"),
        ("met acme before the board meeting", ACME, "meeting"),
        ("met globex to prepare for the acme visit, 45m", GLOBEX, "meeting"),
        ("called acme to prep for the qbr", ACME, "call"),
        ("met acme, then prepared the offer", ACME, "meeting"),
        ("had a prep meeting with acme", ACME, "meeting"),
        ("prep call with acme yesterday 30 min, happy", ACME, "call"),
        ("prepared the offer after the call with acme", ACME, "call"),
        ("before the board meeting, called acme", ACME, "call"),
        ("before the board meeting I called acme 20 min", ACME, "call"),
        ("before the meeting had a call with acme, 20 min", ACME, "call"),
        ("before my call with acme I emailed globex", GLOBEX, "email"),
        ("before i forget acme phoned 10m", ACME, "call"),
        ("before i forget call with acme 20 min", ACME, "call"),
        ("lunch with acme before the meeting, 1h", ACME, "meeting"),
        ("한빛 미팅 전에 통화함", HANBIT, "call"),
        ("会議の前に東海に電話した", TOKAI, "call"),
        ("東海の前田さんに電話した", TOKAI, "call"),
        ("vor der Besprechung acme angerufen", ACME, "call"),
        ("appelé acme avant la réunion", ACME, "call"),
        ("llamé a acme antes de la reunión", ACME, "call"),
        ("liguei para acme antes da reunião", ACME, "call"),
    ],
)
def test_a_contact_before_something_is_a_touch_of_its_own_account_alone(
    line: str, account: Account, channel: str
):
    reading = meant(line)
    assert reading.certain, reading.doubtful
    (event,) = reading.events
    assert (event.entry.account_ids, event.entry.channel) == ((account.id,), channel)


def test_one_that_was_had_before_another_is_a_touch_as_that_is():
    reading = meant("before I called acme I emailed globex")
    channels = {e.entry.account_ids: e.entry.channel for e in reading.events}
    assert channels == {(ACME.id,): "call", (GLOBEX.id,): "email"}


def test_one_that_names_nobody_is_asked_whose_it_was():
    (event,) = meant("met them before the board meeting").events
    assert (event.entry.channel, [d.field for d in event.doubts]) == ("meeting", ["account"])


@pytest.mark.parametrize("line", ["meeting prep with acme 30 min", "prep for the acme call, 20m"])
def test_time_spent_on_it_is_asked(line: str):
    reading = meant(line)
    assert (reading.kind, reading.certain, reading.prepares) == (LOG, False, False)
