"""A search that takes longer than an ack may is said to come, and comes."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from handlers import in_time as module
from handlers import words
from handlers.in_time import in_time
from messages.book import sentence

from ..world import World

URL = "https://slack.test/commands/later"
LOOKING, FOUND = sentence("Looking"), sentence("Acme")


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen = list[str]()
    monkeypatch.setattr(module, "answer", lambda services, url, message: seen.append(message["text"]))
    return seen


def asked(world: World, work, later) -> str:
    services = replace(world.tend.services, later=later)
    given = in_time(services, work, url=URL, typed="acme", meanwhile=LOOKING)
    return str(given["text"])


def test_what_is_there_in_time_is_the_answer(world: World, posted: list[str]):
    assert asked(world, lambda: FOUND, lambda work: work()) == "Acme"
    assert posted == []


def test_what_takes_long_follows_once(world: World, posted: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "LONGEST", 0.01)
    waits, threads = threading.Event(), list[threading.Thread]()

    def later(work) -> None:
        threads.append(threading.Thread(target=work))
        threads[0].start()

    def slow():
        waits.wait(30.0)
        return FOUND

    assert asked(world, slow, later) == "Looking"
    assert posted == []
    waits.set()
    threads[0].join(30.0)
    assert posted == ["Acme"]


def test_an_error_is_the_listeners_while_it_waits_and_told_later(
    world: World, posted: list[str], monkeypatch: pytest.MonkeyPatch
):
    def fails():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asked(world, fails, lambda work: work())
    monkeypatch.setattr(module, "LONGEST", 0.0)
    kept = []
    assert asked(world, fails, kept.append) == "Looking"
    kept[0]()
    assert "didn't work" in posted[0]


def test_a_name_with_a_slip_waits_for_the_pool_and_a_name_as_it_is_does_not(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    world.account("Acme Industrial", owner="kim@x.com")
    handed = []
    world.tend.services = replace(world.tend.services, later=handed.append)
    monkeypatch.setattr(module, "LONGEST", 0.0)
    assert "*Acme Industrial*" in str(world.command("/account acme"))
    assert handed == []
    assert "Looking for names like" in world.command("/account acmee indutrial")["text"]
    assert len(handed) == 1


def test_of_words_before_something_only_what_searches_for_names_says_that_it_does(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    handed = []
    world.tend.services = replace(world.tend.services, later=handed.append)
    monkeypatch.setattr(module, "LONGEST", 0.0)
    said = {
        w.word: world.command(f"/account {w.word} dana 3", by="UMEL")["text"] for w in words.BEFORE if w.what
    }
    assert [word for word, text in said.items() if "Looking for names like" in text] == ["add"]
    assert len(handed) == 1
