"""Numbers as people and programs write them: read where they are one, whatever else Python takes for
digits."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite

MOST_DIGITS = 18
MOST_MAJOR = Decimal(10) ** 12


def whole(text: str, most: int) -> int | None:
    """A whole number from 0 to `most` in the digits of any script; None when the text is none. "²" is
    none, and thousands of digits are not read at all: Python refuses to."""
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        return None
    number = int(text)
    return number if number <= most else None


def above_zero(text: str) -> float | None:
    """A number above 0 with or without a fraction, such as a header's seconds; None when the text is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) and number > 0 else None


def major(typed: str) -> Decimal | None:
    """An amount from 0 up in major units, as people type it ("20000", "20,000.50", "20k"); None when it is
    none, or from 10^12 on."""
    text = typed.strip().lower().replace(" ", "").replace("_", "").replace("'", "")
    scale = {"k": 3, "m": 6}.get(text[-1:], 0)
    text = (text[:-1] if scale else text).replace(",", "")
    if not text.isascii() or not text.replace(".", "", 1).isdigit() or len(text) > 20:
        return None
    amount = Decimal(text).scaleb(scale)
    return amount if amount < MOST_MAJOR else None
