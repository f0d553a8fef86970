"""The start: Slack is asked who we are, and again until it answers, while the port serves and says why it
isn't ready."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from compose import Tend
from rules.delivery.verdicts import is_refusal
from rules.failure import trace_of
from storage.database import StorageError

if TYPE_CHECKING:
    from scheduler.link_people import Unbound

log = logging.getLogger("tend")
TRIES_AFTER = (1.0, 2.0, 5.0, 10.0)  # seconds, then always the last
SAYS_EVERY = 60.0  # seconds between two lines of the log


class Start:
    """Connects a Tend in a thread of its own. `refused` is a definite no, and `ends` is called with it;
    while Slack can't be reached it is asked again, and `tend.not_yet` says so."""

    def __init__(self, tend: Tend, web: bool, work: bool, ends: Callable[[], None]) -> None:
        self._tend, self._web, self._work, self._ends = tend, web, work, ends
        self._stopped = threading.Event()
        self._bound, self._said_at = False, -math.inf
        self._thread = threading.Thread(target=self._run, name="start", daemon=True)
        self.refused = ""
        tend.not_yet = "Slack was not asked yet who we are"

    def begin(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        tries = 0
        while not self._stopped.is_set():
            wrong = self._try()
            if wrong is None:
                self._tend.not_yet = ""
                log.info("Tend is connected to Slack")
                return
            self._tend.not_yet = wrong.why
            if not wrong.for_now:
                self.refused = wrong.why
                self._ends()
                return
            self._say(wrong.why)
            self._stopped.wait(TRIES_AFTER[min(tries, len(TRIES_AFTER) - 1)])
            tries += 1

    def _say(self, why: str) -> None:
        now = self._tend.steady.monotonic()
        if now - self._said_at >= SAYS_EVERY:
            log.warning("%s Trying again until it works; nothing is lost meanwhile.", why)
            self._said_at = now

    def _try(self) -> Unbound | None:
        """One step after the other; what is done already is not done again."""
        from scheduler.link_people import Unbound
        from scheduler.slack_calls import Refused, said_of

        tend = self._tend
        try:
            if not self._bound:
                if wrong := tend.connect():
                    return wrong
                if self._web:
                    tend.answers.app = tend.bolt()
                self._bound = True
            if self._work and tend.metronome is None and not self._stopped.is_set():
                tend.start_scheduler()
            if self._web and tend.settings.socket_mode and not self._stopped.is_set():
                tend.start_socket()
        except StorageError as error:
            return Unbound(f"The database does not answer yet ({type(error).__name__}).", for_now=True)
        except Refused as refused:
            if is_refusal(refused.answer):
                why = (
                    f"Slack does not accept SLACK_APP_TOKEN ({said_of(refused)}): it needs the scope "
                    "connections:write."
                )
                return Unbound(why, for_now=False)
            return Unbound(f"Slack's Socket Mode can't be reached yet ({said_of(refused)}).", for_now=True)
        # a proxy's answer, a bug: whatever it is, the next try may go well, and /readyz says why not
        except Exception as error:
            return Unbound(f"The start failed ({trace_of(error)}).", for_now=True)
        return None

    def end(self) -> None:
        """Nothing is started from now on."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(1)
