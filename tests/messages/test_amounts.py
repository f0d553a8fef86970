"""Amounts are said as babel says them, though it is asked once for all amounts of as many digits; and what a
button carries is the JSON that it ever was."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest
from babel import Locale
from babel.numbers import get_currency_precision, parse_pattern
from hypothesis import given
from hypothesis import strategies as st

from messages.carried import AccountRef, Origin, Value
from messages.words import Viewer

LOCALES = (
    "en-US", "en-GB", "en-IN", "de-DE", "de-CH", "de-AT", "fr-FR", "fr-CH", "es-ES", "es-MX", "pt-BR",
    "it-IT", "nl-NL", "pl-PL", "sv-SE", "da-DK", "nb-NO", "fi-FI", "cs-CZ", "hu-HU", "ru-RU", "uk-UA",
    "ja-JP", "ko-KR", "zh-CN", "zh-TW", "th-TH", "hi-IN", "bn-BD", "he-IL", "ar-EG", "fa-IR", "vi-VN",
)  # fmt: skip
CURRENCIES = (
    "USD",
    "EUR",
    "GBP",
    "CHF",
    "JPY",
    "KRW",
    "INR",
    "BRL",
    "KWD",
    "SEK",
    "PLN",
    "CNY",
    "TND",
    "XXX",
)


def by_babel(minor: int, currency: str, locale: str) -> str:
    amount = round(minor / 10 ** int(get_currency_precision(currency)))
    own = Locale.parse(locale.replace("-", "_"))
    shape = parse_pattern(own.currency_formats["standard"].pattern)
    shape.frac_prec = (0, 0)
    return str(shape.apply(amount, own, currency=currency, currency_digits=False))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_length_of_an_amount(locale: str):
    viewer = Viewer(locale=locale)
    for currency in CURRENCIES:
        for digits in range(13):
            for minor in (
                0,
                49,
                50,
                -50,
                150,
                10**digits,
                -(10**digits),
                1234567890123 // 10 ** (12 - digits),
            ):
                assert viewer.money(minor, currency) == by_babel(minor, currency, locale)


@given(st.integers(-(2**63), 2**63), st.sampled_from(CURRENCIES), st.sampled_from(LOCALES))
def test_any_amount(minor: int, currency: str, locale: str):
    assert Viewer(locale=locale).money(minor, currency) == by_babel(minor, currency, locale)


@given(
    st.builds(AccountRef, st.integers(0, 2**63), st.integers(0, 9))
    | st.builds(
        Origin,
        st.text(),
        response_url=st.text(),
        accounts=st.lists(st.integers()).map(tuple),
        question=st.none() | st.integers(),
        long=st.none() | st.booleans(),
        over=st.none() | st.booleans(),
        outcome=st.text(),
    )
)
def test_what_a_button_carries(value: Value):
    held = ((f.name, getattr(value, f.name)) for f in fields(value))
    said = {name: one for name, one in held if one not in (None, "")}
    assert value.pack() == json.dumps(said, separators=(",", ":"), ensure_ascii=False)
