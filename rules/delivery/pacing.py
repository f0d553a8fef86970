"""Slack's rates, as seconds between two calls of one kind. Source: SLACK.md, Limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

EVERY = {
    # chat.postMessage, several hundred a minute: 300 are planned, and the room of one is left for calls that
    # leave late, with others on time behind them
    "post": 60 / 299,
    "update": 60 / 50,
    "home": 60 / 100,
    "open": 60 / 50,
    "history": 60 / 50,
}
RECIPIENT_EVERY = 1.0  # about one message a second in one channel


@dataclass(frozen=True)
class Rates:
    """`every` by lane, and for the lane of one recipient; a lane that is not named is free."""

    every: Mapping[str, float] = field(default_factory=lambda: EVERY)
    recipient: float = RECIPIENT_EVERY

    def seconds(self, lane: str) -> float:
        return self.recipient if ":" in lane else self.every.get(lane, 0.0)


UNPACED = Rates({}, 0.0)


def lanes(kind: str, recipient: str, opens: bool) -> tuple[str, ...]:
    """What a message uses: the lane of its kind; a post its recipient's as well, and to `open` a direct
    message first."""
    return (kind, recipient, *(("open",) if opens else ())) if kind == "post" else (kind,)
