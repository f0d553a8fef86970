"""What nouns declare can be meant: a slip is told here, not by an import."""

from __future__ import annotations

import pytest

from storage.exchange.noun import Noun
from storage.exchange.nouns import NOUNS

BY_KIND = {noun.kind: noun for noun in NOUNS}


def test_kinds_and_the_words_of_their_ids_are_each_one_noun_s():
    assert len(BY_KIND) == len(NOUNS)
    words = [noun.id_word or noun.kind for noun in NOUNS]
    assert len(set(words)) == len(words)
    assert all(word.replace("_", "a").isalpha() and word.islower() for word in words), (
        "an id is read back by them"
    )


@pytest.mark.parametrize("noun", NOUNS, ids=lambda n: n.kind)
def test_a_noun_names_columns_that_are_there(noun: Noun):
    assert len(noun.place) == len(noun.columns)
    assert {c.into for c in noun.columns if c.into} | {
        n for n in (noun.found_by, noun.by, noun.undone) if n
    } <= set(noun.table.c.keys())
    assert set(noun.named) | set(noun.person) | {c.currency for c in noun.amounts} <= set(noun.place)
    assert not noun.about or noun.column[noun.about].refers == "accounts" or noun.kind == "accounts"
    assert not noun.found_by or len(noun.named) == 1, "what others refer to has a name within nothing"


@pytest.mark.parametrize("noun", NOUNS, ids=lambda n: n.kind)
def test_a_noun_stands_below_those_it_refers_to(noun: Noun):
    above = NOUNS[: NOUNS.index(noun) + 1]
    for column in noun.columns:
        if column.refers:
            assert BY_KIND[column.refers] in above, column.name
            assert BY_KIND[column.refers].found_by, column.name
