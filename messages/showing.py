"""The button that tells a part of a digest whole, and the menus in what it opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rules.records import Person
from rules.week import Digest

from .blocks import Block, actions, button, option, select
from .carried import AccountRef, Value

DIGEST_DETAIL = "digest.detail"
DIGEST_OPEN = "digest.open"


@dataclass(frozen=True, slots=True)
class DetailRef(Value):
    """A part of a digest: of the week that ended on a day, or of the `running` one. `of` is whose digest it
    is, None the reader's own."""

    part: str
    ends_on: str
    running: bool | None = None
    of: int | None = None

    @property
    def on(self) -> date:
        """Raises ValueError for what is no date."""
        return date.fromisoformat(self.ends_on)


def detail_ref(part: str, d: Digest, of: Person | None) -> DetailRef:
    return DetailRef(part, d.ends_on.isoformat(), d.running or None, of.id if of else None)


def show_button(part: str, name: str, d: Digest, of: Person | None) -> Block:
    """`name` is read aloud."""
    return button("Show", DIGEST_DETAIL, detail_ref(part, d, of).pack(), says=f"Show: {name}")


def open_menu(named: Iterable[tuple[int, str]]) -> Block:
    """A way to the card of each account that a list names: (id, label)."""
    options = [option(label, AccountRef(account_id).pack()) for account_id, label in dict(named).items()]
    return actions([select("Open a card…", DIGEST_OPEN, options)])
