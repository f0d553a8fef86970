"""What words are kept under, and that a slip of one is found there."""

from __future__ import annotations

import random

import pytest
from rapidfuzz.distance import OSA

from rules.names import CJK, normalise, search_keys
from rules.spelling import beginnings, like, pieces, slips, words_of

WORDS = (
    *("kia", "acme", "north", "acmes", "foods", "nordwind", "northwind", "industries", "logistics"),
    *("bäckerei", "straßenbau", "москва", "한빛소재", "한빛", "東海精機", "サクラ商事", "삼성전자부품"),
)


def one_slip(word: str, drawn: random.Random) -> str:
    """A letter wrong, left out, doubled in, or swapped with the next."""
    at = drawn.randrange(len(word))
    letter = drawn.choice("한수東海カラ" if CJK.search(word) else "aeinrst")
    swapped = word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    wrong = (word[:at] + letter + word[at + 1 :], word[:at] + word[at + 1 :], word[:at] + letter + word[at:])
    return drawn.choice((*wrong, swapped))


@pytest.mark.parametrize("word", [normalise(w) for w in WORDS])
def test_a_word_is_kept_where_each_slip_of_it_is_looked_for(word: str):
    drawn = random.Random(word)
    for _ in range(300):
        typed = one_slip(word, drawn)
        if len(typed) < (2 if CJK.search(typed) else 3) or OSA.distance(typed, word) != 1:
            continue
        assert pieces(word) & set(slips(typed)), typed
        assert list(like(typed, [word, "elsewhere"], [], []).near) == [word]


def test_a_word_is_kept_under_few_pieces():
    assert pieces("northwind") == {
        *("=northwind", "9<nort", "9>hwind"),
        *("orthwind", "rthwind", "thwind", "hwind", "wind"),
    }
    assert pieces("한빛소재") == {"=한빛소재", "~빛소재", "~한소재", "~한빛재", "~한빛소"}
    assert len(pieces("x" * 400)) <= 30


def test_numbers_and_legal_forms_of_korea_and_japan_are_no_words():
    assert words_of(normalise("Northwind 4711 GmbH")) == {"northwind", "gmbh"}
    assert words_of(normalise("(주)한빛소재")) == {"한빛소재"}
    assert words_of(normalise("株式会社東海精機")) == {"東海精機"}


def test_the_whole_without_its_slip_is_looked_for_first():
    alike = [like("nortwind", ["northwind"], [], []), like("foods", [], ["foodservice"], [])]
    first, *rest = beginnings(["nortwind", "foods"], alike)
    assert first == ("northwind foods", 30)
    assert ("foods", 200) in rest


@pytest.mark.parametrize(
    "name",
    [
        "㍿Northwind Ⅷ",
        "東海㍿精機",
        "Éclair㍿",
        "Umbrella Rail주식회사",
        "한빛 주식회사 소재",
        "株式会社 東海精機",
        "Acme Foods, Inc.",
        "Foo-AG",
        "ﷺ 주식회사",
    ],
)
def test_each_word_of_a_name_begins_a_key_of_it(name: str):
    """By that it is known whether a word is on file still (storage/spelled.py)."""
    keys = search_keys(name)
    for word in words_of(normalise(name)):
        assert any(key == word or key.startswith(f"{word} ") for key in keys), word
