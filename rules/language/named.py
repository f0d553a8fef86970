"""Whom a line may name, and where it does: accounts and people."""

from __future__ import annotations

from typing import NamedTuple

WHOLE, PART, WORD, NEAR = 3, 2, 1, 0
"""How a name was matched: whole or by alias; by its beginning; by a later word of it; by a slip."""


class Account(NamedTuple):
    """An account that may be meant; `mine`: in the book of who writes."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()
    mine: bool = True


class Person(NamedTuple):
    """Somebody on file at an account."""

    id: int
    account_id: int
    name: str
    role: str = "other"


class Named(NamedTuple):
    """What stands from `start` to `end`: accounts of which one is meant (`accounts`), or people
    (`people`), of which one is; `how` it was matched."""

    start: int
    end: int
    accounts: tuple[int, ...]
    people: tuple[int, ...]
    how: int

    @property
    def is_account(self) -> bool:
        return bool(self.accounts)
