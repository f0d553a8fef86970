"""What whoever composes Tend gives to handlers and ticks: the database's two ways in, both clocks, and
where work goes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.database import Reading, Transaction


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


class Presses:
    """What was pressed last in forms that people have open, in this process; the most recent of them."""

    MOST = 1000

    def __init__(self) -> None:
        self._last: OrderedDict[str, tuple[float, bool]] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, form: str, at: float, *, asks: bool) -> bool:
        """A press at an instant that asks for something that stays or not; whether any press asked for it."""
        with self._lock:
            last, asked = self._last.pop(form, (at, False))
            self._last[form] = (max(last, at), asked or asks)
            while len(self._last) > self.MOST:
                self._last.popitem(last=False)
            return asked or asks

    def is_last(self, form: str, at: float) -> bool:
        with self._lock:
            return self._last.get(form, (at, False))[0] <= at


Foresee = Callable[[int, int, str, int], Any]


def _nobody_foresees(workspace: int, person_id: int, which: str, reader: int) -> Any:
    raise LookupError("nothing was composed that plans")


@dataclass(frozen=True)
class Services:
    """What handlers and ticks are given. `clock` is business time; `wake` asks the scheduler to look now;
    `later` runs a small piece of work on a pool of ours, after the answer has left; `settings` holds what
    the environment said; `foresee`: what would go to a person, given the workspace's id, the person's, the
    kind of message and whoever reads it (scheduler/foresee.py); `presses`: in forms that are open."""

    transaction: Transaction
    reading: Reading
    clock: Callable[[], datetime]
    steady: Steady
    wake: Callable[[], None]
    later: Callable[[Callable[[], object]], None]
    settings: Any
    foresee: Foresee = _nobody_foresees
    presses: Presses = field(default_factory=Presses)
