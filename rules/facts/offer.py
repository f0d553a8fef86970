"""An offer as a value: what we sell now, what it helps a customer with, what marketing sends. Source: DOMAIN,
Segments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Offer:
    """`gain` is the help that a customer gains by it, `sends` what marketing sends. `since_on` and
    `retired_on`: from when to when it is sold; `kept_on`: when somebody last said that it stays unsold."""

    id: int
    name: str
    gain: str = ""
    sends: str = ""
    since_on: date | None = None
    retired_on: date | None = None
    kept_on: date | None = None

    @property
    def is_active(self) -> bool:
        return self.retired_on is None
