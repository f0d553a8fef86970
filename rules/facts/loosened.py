"""A loosening as a value: an account that is to be touched less than before, or was let go. Source: DOMAIN,
Cadence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

WAITS = "approval"
"""What waits for a manager's tap."""
HELD, IMPORTED, APPROVED = "held", "imported", "approved"
REFUSED, EXPIRED, WITHDRAWN = "refused", "expired", "withdrawn"
OVERTAKEN, TAKEN_BACK = "overtaken", "taken back"


@dataclass(frozen=True, slots=True)
class Stands:
    """How an account is looked after: what a loosening changes of it. `until`: of a pause. `snoozed_until`
    and `left_on` (since when it is churned) where one names them. `through`: the parent that it is served
    through, with what that was called then; None for one that is looked after by itself."""

    tier: str
    status: str = "active"
    cadence_days: int | None = None
    until: date | None = None
    snoozed_until: date | None = None
    left_on: date | None = None
    through: int | None = None
    through_name: str = ""

    def pack(self) -> str:
        """As a short text."""
        held = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return json.dumps(
            {
                name: value.isoformat() if isinstance(value, date) else value
                for name, value in held.items()
                if value not in (None, "")
            }
        )

    @classmethod
    def unpack(cls, text: str) -> Stands:
        stored: dict[str, Any] = json.loads(text)
        days = ("until", "snoozed_until", "left_on")
        held: dict[str, Any] = {k: date.fromisoformat(v) if k in days else v for k, v in stored.items()}
        return cls(**held)

    @property
    def standing(self) -> tuple[Any, ...]:
        return self.tier, self.status, self.cadence_days, self.until, self.through


@dataclass(frozen=True, slots=True)
class Loosening:
    """`by` had it changed from `before` to `after` (a file: nobody), or asks for that: it waits for
    `waits_for` while nothing `became` of it. `owner_id` is whose account it was then."""

    id: int
    account_id: int
    owner_id: int
    by_id: int | None
    before: Stands
    after: Stands
    asked_on: date
    why: str = ""
    by: str = ""
    became: str = ""
    ended_on: date | None = None
    ended_by: str = ""
    waits_for: str = ""

    @property
    def waits(self) -> bool:
        return not self.became

    @property
    def at_once(self) -> bool:
        """It was asked of nobody."""
        return self.became in (HELD, IMPORTED)


@dataclass(frozen=True, slots=True)
class Shown:
    """A loosening with the account's name and its owner's."""

    loosening: Loosening
    name: str
    owner: str
