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


@dataclass(frozen=True, slots=True)
class FixRef(Value):
    """What a field of a logged touch is instead."""

    batch: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class StrangerRef(Value):
    """Somebody named in a logged touch who is not on file at its account; `more` are
    others of that account."""

    batch: str
    account: int
    name: str
    more: tuple[str, ...] = ()


class Unknown(NamedTuple):
    """Somebody who is not on file at an account, by both names; `may`: the reader may add them."""

    account_id: int
    account: str
    name: str
    may: bool = True


def fixes(batch: str, entry: Entry, fix: Correction | None) -> list[Block]:
    """One tap that puts right what was guessed."""
    if fix is None:
        return []
    field, values = fix
    refs = [FixRef(batch, field, value).pack() for value in values]
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


def additions(batch: str, strangers: Sequence[Unknown], several: bool) -> list[Block]:
    """The first of those who are not on file: one tap adds a contact, then the next is offered."""
    first = next((s for s in strangers if s.may), None)
    if first is None:
        return []
    more = tuple(s.name for s in strangers if s.account_id == first.account_id and s.name != first.name)[:3]
    of = f" of {first.account}" if several else ""
    value = StrangerRef(batch, first.account_id, first.name, more).pack()
    return [button(f"Add {first.name} as a contact{of}", LOG_ADD, value)]
