"""One tap in a receipt: what was guessed is put right, who was named and is not on file is added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rules.facts.corrections import Correction
from rules.facts.entries import Entry

from .blocks import Block, button, escape, option, select
from .carried import Value
from .words import CHANNEL, listed

LOG_FIX = "log.fix"
LOG_ADD = "log.add"

MOST = 4  # names that a button carries


@dataclass(frozen=True, slots=True)
class FixRef(Value):
    """What a field of a logged touch is instead; `names` who are offered as contacts of `account`
    beside it."""

    batch: str
    field: str
    value: str
    account: int | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StrangerRef(Value):
    """Somebody named in a logged touch who is not on file at its account; `more` are
    others of that account, `guess` the field that is offered for correction beside it."""

    batch: str
    account: int
    name: str
    more: tuple[str, ...] = ()
    guess: str = ""


class Unknown(NamedTuple):
    """Somebody who is not on file at an account, by both names; `may`: the reader may add them."""

    account_id: int
    account: str
    name: str
    may: bool = True


def fixes(batch: str, entry: Entry, fix: Correction | None, strangers: Sequence[Unknown]) -> list[Block]:
    """One tap that puts right what was guessed."""
    if fix is None:
        return []
    field, values = fix
    account, names = of_one(strangers) if field != "channel" else (None, ())  # an option holds little
    refs = [FixRef(batch, field, value, account, names).pack() for value in values]
    if field == "channel":
        options = [
            option(CHANNEL[v].capitalize(), ref)
            for v, ref in zip(values, refs, strict=True)
            if len(ref) <= 150
        ]
        return [select("Another channel?", LOG_FIX, options)] if options else []
    label = {
        "outcome": REACHED_NOBODY.get(values[0], "Reached them"),
        "direction": _move(entry.channel, values[0]),
        "on": "Yesterday" if values[0] < entry.on.isoformat() else "Today",
    }[field]
    return [button(label, LOG_FIX, refs[0])]


REACHED_NOBODY = {"left_message": "Nobody reached", "no_show": "Nobody came", "sent": "No answer yet"}


def _move(channel: str, direction: str) -> str:
    """Who went to whom, as it is said of a channel."""
    verb = {"call": "called", "email": "wrote to", "message": "wrote to"}.get(channel, "came to")
    return f"They {verb} us" if direction == "inbound" else f"We {verb.replace('came', 'went')} them"


def not_on_file(strangers: Sequence[Unknown]) -> list[str]:
    if not strangers:
        return []
    names = [escape(s.name) for s in strangers]
    return [f"{listed(names)} {'is' if len(names) == 1 else 'are'} not on file there."]


def of_one(strangers: Sequence[Unknown]) -> tuple[int | None, tuple[str, ...]]:
    """Those of the first account whose contacts the reader may add to."""
    account = next((s.account_id for s in strangers if s.may), None)
    return account, tuple(s.name for s in strangers if s.account_id == account)[:MOST]


def additions(batch: str, strangers: Sequence[Unknown], fix: Correction | None, several: bool) -> list[Block]:
    """The first of those who are not on file: one tap adds a contact, then the next is offered."""
    account, names = of_one(strangers)
    if account is None:
        return []
    of = next((f" of {s.account}" for s in strangers if several and s.account_id == account), "")
    value = StrangerRef(batch, account, names[0], more=names[1:], guess=fix.field if fix else "").pack()
    return [button(f"Add {names[0]} as a contact{of}", LOG_ADD, value)]
