"""The tables of words: each is a line, that help lists and whoever may not use it is not offered."""

from __future__ import annotations

import json

import pytest

from handlers import words
from messages.blocks import Message
from messages.book import BOOK_PICK, sentence
from rules import phrase
from rules.phrase import Phrase
from tests.world import World

from .test_behind_account import HOW, says


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme Industrial", last="2026-10-10")


def test_whoever_may_not_use_a_word_may_not_by_a_button(
    world: World, acme: int, monkeypatch: pytest.MonkeyPatch
):
    word = words.After("songs", "what they want", words.prep_of, may=lambda *_: phrase.say("Only admins."))
    monkeypatch.setattr(words, "AFTER", (*words.AFTER, word))
    world.press(BOOK_PICK, json.dumps({"account": acme, "word": "songs"}))
    assert world.sent[-1]["text"] == "Only admins."


def test_help_lists_every_word(world: World):
    said = says(world, "/account", "help", by="UADA")
    for word in (*words.AFTER, *words.BEFORE, *words.ALONE):
        assert f"`{word.typed}` {word.about}" in said


def test_a_new_word_is_one_line(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    def only_admins(session: object, asked: words.Asked, account_id: int = 0) -> Phrase | None:
        return None if asked.person.is_admin else phrase.say("Only admins.")

    def one(session: object, asked: words.Asked, account_id: int = 0) -> Message:
        return sentence(f"about {account_id}")

    monkeypatch.setattr(
        words, "AFTER", (*words.AFTER, words.After("songs", "what they want", one, may=only_admins))
    )
    monkeypatch.setattr(
        words, "ALONE", (*words.ALONE, words.Alone("merges", "what waits", one, may=only_admins))
    )
    for how in HOW:
        assert f"about {acme}" in says(world, how, "acme songs", by="UADA")
        assert "about 0" in says(world, how, "merges", by="UADA")
        assert "Only admins." in says(world, how, "acme songs")
        assert "Only admins." in says(world, how, "merges")
    assert "merges" in says(world, "/account", "help", by="UADA")
    assert "merges" not in says(world, "/account", "help")
    assert "people-of-ours" not in says(world, "/account", "help"), "what is not theirs is not offered"


def test_help_is_whole_to_its_last_line(world: World, acme: int):
    """However many words there are: a section takes 3,000 characters."""
    shown = says(world, "/account", "help", by="UADA")
    assert "`/account help`" in shown
    assert "but don't count as contact." in shown
