"""What a button or a modal carries: small typed values. Here stand their form and those of several journeys;
one of a single journey stands beside the button that carries it."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any, Self

_SHORT = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)


def _json(value: Any) -> str:
    """As the encoder says it, which takes ten times as long for a number."""
    return str(value) if type(value) is int else _SHORT.encode(value)


@dataclass(frozen=True, slots=True)
class Value:
    """A typed value with a short text form."""

    def pack(self) -> str:
        held = [(name, getattr(self, name)) for name in self.__dataclass_fields__]
        said = [f'"{name}":{_json(value)}' for name, value in held if value not in (None, "")]
        return f"{{{','.join(said)}}}"

    @classmethod
    def unpack(cls, text: str) -> Self:
        """Raises ValueError when the text is not one of ours."""
        try:
            stored: Any = json.loads(text)
            known = {f.name for f in fields(cls)}
            return cls(**{k: v for k, v in stored.items() if k in known})
        except (TypeError, AttributeError, json.JSONDecodeError) as error:
            raise ValueError(f"not a {cls.__name__}: {text[:40]}") from error


@dataclass(frozen=True, slots=True)
class AccountRef(Value):
    """An account, and a page of what is shown of it."""

    account: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen in the menu of an account, or of a place in a nudge: `12:3d`."""

    of: int
    choice: str

    def pack(self) -> str:
        return f"{self.of}:{self.choice}"

    @classmethod
    def unpack(cls, text: str) -> Chosen:
        """Raises ValueError when the text is not one of ours."""
        of, _, choice = text.partition(":")
        return cls(int(of), choice)


@dataclass(frozen=True, slots=True)
class WorryRef(Value):
    """What to do about an account in the digest: open, ask, reassign. `of` is whose digest it is, None the
    reader's own. In a `part` of it that is told whole: of the week that ended `on`, empty for the running
    one."""

    account: int
    do: str
    of: int | None = None
    part: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Origin(Value):
    """What a modal was opened from and for. `token` is unique to this opening; `batch` is edited; `accounts`
    are given.

    `line` is what somebody typed, kept until it is logged, `event` which of its contacts is asked about;
    `whole`: with every field; `over`: the answer takes the place of the message at `response_url`.

    What it changes is repainted there: the message of `outbox`, a running digest in `view` or at
    `response_url`, which shows the figures of the person `digest_of`, or a `part` of them, told whole, of the
    week that ended `on` (empty: the running one).
    """

    token: str
    response_url: str = ""
    batch: str = ""
    accounts: tuple[int, ...] = ()
    place: int = 0
    question: int | None = None
    outbox: int | None = None
    view: str = ""
    digest_of: int | None = None
    part: str = ""
    on: str = ""
    long: bool | None = None
    line: int | None = None
    event: int | None = None
    whole: bool | None = None
    over: bool | None = None
    outcome: str = ""
    """What became of the contact, where the button that opened the form says so."""
