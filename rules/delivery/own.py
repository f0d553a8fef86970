"""What somebody chose of their own messages: when each kind comes, and which do not come at all. What waits
for them can be moved, never switched off."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import time
from typing import Any

from ..phrase import Phrase, say

MIDDAY = time(13)
EARLIEST, LATEST = "09:00", "17:00"  # of the bundle
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class Own:
    """A time that is empty is the team's. `news`: what others did that asks nothing of them."""

    morning: bool = True
    morning_at: str = ""
    digest: bool = True
    digest_at: str = ""
    news: bool = True
    bundle_at: str = ""
    friday: bool = True
    friday_at: str = ""

    @classmethod
    def unpack(cls, text: str) -> Own:
        stored: dict[str, Any] = json.loads(text) if text else {}
        return cls(**{k: v for k, v in stored.items() if k in cls.__dataclass_fields__})

    def pack(self) -> str:
        return json.dumps(asdict(self))

    @property
    def bundle_time(self) -> time:
        return time.fromisoformat(self.bundle_at) if self.bundle_at else MIDDAY


def clock_of(typed: str) -> str:
    """A time of day as it is kept, 07:30 for 7:30; what is none stays as it was typed."""
    return f"0{typed}" if _CLOCK.fullmatch(f"0{typed}") else typed


def errors(own: Own, closes_at: str) -> dict[str, Phrase]:
    """What is wrong with the times that somebody typed. `closes_at`: when no morning message goes out any
    more."""
    wrong = {
        name: say("A time of day such as 08:45, or nothing for the team's.")
        for name in ("morning_at", "digest_at", "bundle_at", "friday_at")
        if (at := getattr(own, name)) and not _CLOCK.fullmatch(at)
    }
    if "morning_at" not in wrong and own.morning_at and own.morning_at >= closes_at:
        wrong["morning_at"] = say("Before {closes}: later none goes out.", closes=closes_at)
    if "bundle_at" not in wrong and own.bundle_at and not EARLIEST <= own.bundle_at <= LATEST:
        wrong["bundle_at"] = say("From {first} to {last}.", first=EARLIEST, last=LATEST)
    return wrong
