"""What whoever composes Tend gives to handlers and ticks: the database's two ways in, both clocks, and
where work goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Transaction


class Stopping(Exception):
    """This process ends: whoever rests gives up, and what is unfinished is taken up by the next process."""


@dataclass(frozen=True)
class Steady:
    """Real time, never moved by a demo: `instant` is shared by processes (UTC), `monotonic` and `sleep`
    are this one's. The scheduler's `sleep` raises Stopping when the process ends meanwhile; `sleep(0)` in
    long work is a place to end."""

    instant: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]


@dataclass(frozen=True)
class Services:
    """What handlers and ticks are given. `clock` is business time; `wake` asks the scheduler to look now;
    `later` runs a small piece of work on a pool of ours, after the answer has left; `settings` holds what
    the environment said."""

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    steady: Steady
    wake: Callable[[], None]
    later: Callable[[Callable[[], object]], None]
    settings: Any
