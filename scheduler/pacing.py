"""Keeps Slack's rates: about one message a second a channel, and 300 a minute a workspace. Counted on the steady clock."""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.database import Steady

CHANNEL_EVERY = 1.0  # seconds between messages to one channel
WORKSPACE_EVERY = 60 / 300  # seconds between any two


@dataclass
class Pace:
    steady: Steady
    channel_every: float = CHANNEL_EVERY
    workspace_every: float = WORKSPACE_EVERY
    _free_at: dict[str, float] = field(default_factory=dict)
    _next: float = 0.0

    def wait(self, channel: str) -> None:
        """Wait until a message to this channel may go."""
        now = self.steady.monotonic()
        at = max(now, self._next, self._free_at.get(channel, 0.0))
        if at > now:
            self.steady.sleep(at - now)
        self._next, self._free_at[channel] = at + self.workspace_every, at + self.channel_every
        if len(self._free_at) > 10_000:
            self._free_at = {c: t for c, t in self._free_at.items() if t > at}
