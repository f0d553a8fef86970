"""Calls to Slack that are under way beside each other: while one waits for its answer the next may go. One
person is never sent two messages at once, so that they read them in their order."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType

from rules.failure import trace_of

log = logging.getLogger(__name__)


class UnderWay:
    """Those of one beat, which hands them over from its own thread alone. `at_once`: how many; with 1 each is
    made in the caller's thread. Left as a context it waits for all of them, and raises what one failed
    with."""

    def __init__(self, at_once: int) -> None:
        self._most = at_once
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="send") if at_once > 1 else None
        self._recipients: dict[Future[None], str] = {}

    @property
    def recipients(self) -> Collection[str]:
        """Lanes of whom something is under way to."""
        return self._recipients.values()

    def make_room(self) -> None:
        """Wait while there are as many as may be: nothing is taken up that couldn't leave. Raises what one
        failed with."""
        while len(self._recipients) >= self._most:
            self.wait(None)

    def hand_over(self, call: Callable[[], None], recipient: str) -> None:
        """Make a call, for which there is room."""
        if self._pool is None:
            call()
        else:
            self._recipients[self._pool.submit(call)] = recipient

    def wait(self, seconds: float | None) -> bool:
        """Until one of them has ended, or the seconds are over; False when there are none. Raises what it
        failed with."""
        if not self._recipients:
            return False
        ended, _ = wait(self._recipients, seconds, FIRST_COMPLETED)
        for call in ended:
            del self._recipients[call]
        self._raise_first(ended)
        return True

    def _raise_first(self, ended: Collection[Future[None]], raised: bool = False) -> None:
        """What calls failed with: the first is raised, but where something is already; of the others the log
        says so."""
        failed = [error for call in ended if (error := call.exception())]
        for error in failed if raised else failed[1:]:
            log.error("another call beside it failed, too: %s", trace_of(error))
        if failed and not raised:
            raise failed[0]

    def __enter__(self) -> UnderWay:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True)
        self._raise_first(self._recipients, raised=error is not None)
        self._recipients.clear()
