"""A sentence with its facts still typed, so that messages/ can show a date or an amount in the reader's own
way.

Rules say *what*: a whole message with named values ("renews {on}, in {left}"), so that it can go into a
catalog as it stands. It is never glued from pieces and never looked into: who must know what a phrase says
asks its `kind`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in integer minor units (cents) of a currency (ISO 4217)."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Days:
    """A span of days, with its word: "1 day", "30 days"."""

    count: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, 1.0 for all of it: "70 %"."""

    value: float


class Phrase(NamedTuple):
    """`message` holds a `{name}` for each of `values`. `one` is the message for a `count` of 1, where that
    is another."""

    message: str
    values: tuple[tuple[str, Value], ...] = ()
    kind: str = ""
    one: str = ""

    def to_json(self) -> dict[str, Any]:
        named = {name: _pack(value) for name, value in self.values}
        extra = {key: text for key, text in (("k", self.kind), ("one", self.one)) if text}
        return {"m": self.message, "v": named, **extra}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Phrase:
        """A stored phrase; those of before had their values by place, and are read for ever."""
        if "t" in stored:
            named = {f"v{n}": value for n, value in enumerate(stored["v"])}
            return cls(_PLACE.sub(r"{v\1}", stored["t"]), _values(named))
        return cls(stored["m"], _values(stored["v"]), stored.get("k", ""), stored.get("one", ""))


Value = str | int | float | date | Money | Days | Share | Phrase
_PLACE = re.compile(r"\{(\d+)\}")


def say(message: str, /, kind: str = "", **values: Value) -> Phrase:
    """A phrase of one form."""
    return Phrase(message, tuple(values.items()), kind)


def count(one: str, many: str, number: int, /, kind: str = "", **values: Value) -> Phrase:
    """A phrase that is another one for 1 than for more; in both, the number is `{count}`."""
    return Phrase(many, (("count", number), *values.items()), kind, one=one)


def _values(named: dict[str, Any]) -> tuple[tuple[str, Value], ...]:
    return tuple((name, _unpack(value)) for name, value in named.items())


def _pack(value: Value) -> Any:
    if isinstance(value, Phrase):
        return {"phrase": value.to_json()}
    if isinstance(value, Days):
        return {"days": value.count}
    if isinstance(value, Share):
        return {"share": value.value}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    return value


def _unpack(stored: Any) -> Value:
    if not isinstance(stored, dict):
        return stored  # type: ignore[no-any-return]
    if "phrase" in stored:
        return Phrase.from_json(stored["phrase"])
    if "days" in stored:
        return Days(stored["days"])
    if "share" in stored:
        return Share(stored["share"])
    return date.fromisoformat(stored["on"]) if "on" in stored else Money(stored["minor"], stored["currency"])
