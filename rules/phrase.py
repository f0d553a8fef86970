"""A sentence with its facts still typed, so that messages/ can show a date or an amount in the reader's own way.

Rules say *what* ("renews {0}", a date); how a date or money looks is not decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in integer minor units (cents) of a currency (ISO 4217)."""

    minor: int
    currency: str


Value = str | int | float | date | Money


class Phrase(NamedTuple):
    """`template` holds `{0}`, `{1}`... for `values`."""

    template: str
    values: tuple[Value, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"t": self.template, "v": [_pack(v) for v in self.values]}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Phrase:
        return cls(stored["t"], tuple(_unpack(v) for v in stored["v"]))


def say(template: str, *values: Value) -> Phrase:
    """Short hand for Phrase, and the quickest way to one: a card makes a hundred and fifty."""
    return tuple.__new__(Phrase, (template, values))


def in_days(said: str, span: int, *values: Value) -> Phrase:
    """`said`, a template that may name `values`, with a number of days after it: "no contact for 1 day"."""
    if span == 1:
        return say(said + " 1 day", *values, span)
    return say(f"{said} {{{len(values)}}} days", *values, span)


def _pack(value: Value) -> Any:
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    return value


def _unpack(stored: Any) -> Value:
    if isinstance(stored, dict):
        if "on" in stored:
            return date.fromisoformat(stored["on"])
        return Money(stored["minor"], stored["currency"])
    return stored  # type: ignore[no-any-return]
