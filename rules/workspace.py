"""The workspace as rules and messages see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .chances import Chances
from .learned import Learned
from .policy import Policy


@dataclass(frozen=True, slots=True)
class Workspace:
    """`team_id` empty until bound to Slack; `secret` keys the hashes in message metadata; `held_until`
    stops sending; what was due before `restored_at` may have been sent by a database that is gone;
    accounts with an id above `recompute_after` are still to be computed under changed settings (None: all
    are)."""

    id: int
    team_id: str
    name: str
    bot_user_id: str
    secret: str
    sending: bool
    policy: Policy
    held_until: datetime | None = None
    held_why: str = ""
    synced_at: datetime | None = None
    ticked_at: datetime | None = None
    restored_at: datetime | None = None
    recompute_after: int | None = None
    settle_after: int | None = None
    """People with an id above it have calendars that are still to be settled under changed settings (None:
    nobody has)."""
    imported_at: datetime | None = None
    """When the last import was through."""
    looked_back: Mapping[str, Any] | None = None
    """What is kept of the last look back (rules/chances.py)."""
    what_was_learned: Mapping[str, Any] | None = None
    """What is kept of the last look at what became of places (rules/learned.py)."""

    @property
    def chances(self) -> Chances | None:
        return Chances.from_json(self.looked_back) if self.looked_back else None

    @property
    def learned(self) -> Learned | None:
        return Learned.from_json(self.what_was_learned) if self.what_was_learned else None
