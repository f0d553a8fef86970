"""An answer that may take long: inside the ack where it is there in time, else said to come, and given as
soon as it is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Lock

from messages import late
from messages.blocks import Message
from rules.failure import trace_of
from services import Services

from .surface import answer

log = logging.getLogger(__name__)
LONGEST = 0.15
"""Seconds that an ack waits for a search."""


class _Awaited:
    """One answer, given by the ack, or, once that was told to go on without it, by our pool."""

    def __init__(self) -> None:
        self._there, self._lock = Event(), Lock()
        self._late = False
        self.brought: Message | None = None
        self.error: Exception | None = None

    def bring(self, work: Callable[[], Message]) -> bool:
        """Do the work; whether nobody waits for it any more."""
        try:
            self.brought = work()
        except Exception as error:  # the listener raises it, where it still waits
            self.error = error
        with self._lock:
            self._there.set()
            return self._late

    def wait(self, seconds: float) -> bool:
        """Whether it is there in time."""
        self._there.wait(seconds)
        with self._lock:
            self._late = not self._there.is_set()
            return not self._late


def in_time(
    services: Services, work: Callable[[], Message], *, url: str, typed: str, meanwhile: Message
) -> Message:
    """What `work` gives, done on our pool; after `LONGEST` seconds `meanwhile`, and what it gives goes to the
    request's `url`. `typed` is given back where it fails later; in time, its error is raised."""
    awaited = _Awaited()

    def bring() -> None:
        if not awaited.bring(work):
            return
        if awaited.error:
            log.error("a search that took long failed: %s", trace_of(awaited.error))
        answer(services, url, awaited.brought or late.failed(typed))

    services.later(bring)
    if not awaited.wait(LONGEST):
        return meanwhile
    if awaited.error:
        raise awaited.error
    assert awaited.brought is not None
    return awaited.brought
