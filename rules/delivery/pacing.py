"""Slack's rates, as seconds between two calls of one kind. Source: SLACK.md, Limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

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


def not_soon(busy: Mapping[str, datetime], instant: datetime, ahead: timedelta) -> dict[str, datetime]:
    """Of the lanes that are busy at an instant, and until when, those that keep a message from being taken up
    `ahead` of its slot; and from which instant on they don't. A recipient, or the opening of a channel, is
    waited for no longer than the posts: or everybody else's would wait for them."""
    posts = busy.get("post", instant)
    posts = posts if posts <= instant + ahead else instant
    kept = dict[str, datetime]()
    for lane, free_at in busy.items():
        if lane == "open" or ":" in lane:
            if free_at > posts:
                kept[lane] = free_at
        elif free_at > instant + ahead:
            kept[lane] = free_at - ahead
    return kept
