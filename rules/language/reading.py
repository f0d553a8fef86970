"""What a typed line was read as: the contacts it tells of, each with what is doubtful about it, or that it
tells of none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..facts.entries import Entry
from ..phrase import Phrase

LOG, AHEAD, CHAT = "log", "ahead", "chat"
"""What a line tells of: contacts that happened or were tried; only what is to come; neither."""


class Doubt(NamedTuple):
    """A field of the form (account, on, channel, direction, outcome, minutes) that must be asked, and why."""

    field: str
    why: Phrase


class Stranger(NamedTuple):
    """A person named at an account who is not on file there."""

    account_id: int
    name: str


class Choice(NamedTuple):
    """An account that a contact may have been with, and whom the line names there."""

    account_id: int
    contact_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One contact. `entry` holds what is certain or likely; a field that was not said is empty there.
    `doubts`, the weightiest first, say why it is not stored at once; `guessed` names the fields that the
    line does not say outright (the receipt offers them for correction). `choices` are the accounts that
    it may have been with, where that is asked and they are two or more."""

    entry: Entry
    doubts: tuple[Doubt, ...] = ()
    guessed: tuple[str, ...] = ()
    strangers: tuple[Stranger, ...] = ()
    choices: tuple[Choice, ...] = ()

    def met_at(self, account_id: int) -> tuple[int, ...] | None:
        """Whom the line names at one of its choices; None of any other account."""
        return next((c.contact_ids for c in self.choices if c.account_id == account_id), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """`events` in the order of the line, none unless `kind` is LOG; `ahead`, where it is AHEAD, an entry
    without channel and outcome that holds accounts, next step and promise."""

    typed: str
    kind: str = CHAT
    events: tuple[Event, ...] = ()
    ahead: Entry | None = None
    about: int = 0
    """The one account that a line which tells of no contact names; 0: none."""
    talks: bool = False
    """It is a question or a courtesy."""
    prepares: bool = False
    """It tells of no contact but of one that is got ready for: with `about`, where one account is named."""

    @property
    def certain(self) -> bool:
        """Whether it is stored at once."""
        return self.kind == LOG and bool(self.events) and not any(e.doubts for e in self.events)

    @property
    def doubtful(self) -> tuple[Event, ...]:
        return tuple(e for e in self.events if e.doubts)
