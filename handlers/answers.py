"""Bolt in threads of its own, sized together with the database's pool, and an answer in time even when they
are stuck.

A request whose work has not begun when its time is up never begins: "not stored" is true. One that is under
way goes on; the person is told that it is not known yet, and what a command answers in the end comes through
its response_url.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from messages import late
from messages.blocks import Message, escape
from services import Services

from .errors import failed
from .surface import answer, response_url, tell, typed_text

log = logging.getLogger(__name__)
IN_TIME = 2.5  # seconds; Slack shows the person an error at 3
# the last of a long queue are told first: telling hundreds takes its time, too, and all of it at the end of
# the time came after 3 s
TELLING_TAKES, SOONEST = 0.001, 1.8
STORING = {"/log"}


class Answers:
    """`app` is None until Slack could be asked who we are: until then everything is answered 503, which
    Slack repeats. `came` is called once, after the first answer: until somebody comes, nothing is held for
    them."""

    def __init__(
        self,
        services: Services,
        threads: int,
        app: App | None = None,
        came: Callable[[], object] = lambda: None,
    ) -> None:
        self.app, self._services, self._came = app, services, [came]
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="answer")
        self._counting, self._before = threading.Lock(), 0

    def _begin(self, app: App, request: BoltRequest) -> tuple[Future[BoltResponse], float]:
        """The work, and the seconds that it has."""
        with self._counting:
            within, self._before = time_for(self._before), self._before + 1
        work = self._pool.submit(app.dispatch, request)
        work.add_done_callback(self._ended)
        with contextlib.suppress(IndexError):
            first = self._came.pop()
            work.add_done_callback(lambda _: first())
        return work, within

    def _ended(self, work: Future[BoltResponse]) -> None:
        with self._counting:
            self._before -= 1

    async def over_http(self, request: BoltRequest) -> BoltResponse:
        """The answer, in time. Raises what Bolt raises for a body that is no payload of Slack's."""
        if self.app is None:
            return BoltResponse(status=503, body="")
        work, within = self._begin(self.app, request)
        answered = asyncio.wrap_future(work)
        done, _ = await asyncio.wait({answered}, timeout=within)
        if done:
            # not work.result(): asyncio logs, with its text, an error that nobody asked its own future for
            return answered.result()
        # else asyncio logs its text
        answered.add_done_callback(lambda late_one: late_one.cancelled() or late_one.exception())
        return self._late(request, work)

    def over_socket(self, request: BoltRequest) -> BoltResponse:
        """The same for Socket Mode, whose thread waits meanwhile."""
        if self.app is None:
            return BoltResponse(status=503, body="")
        work, within = self._begin(self.app, request)
        done, _ = wait({work}, timeout=within)
        return work.result() if done else self._late(request, work)

    def _late(self, request: BoltRequest, work: Future[BoltResponse]) -> BoltResponse:
        began = not work.cancel()
        body = request.body
        what = body.get("command") or (body.get("view") or {}).get("callback_id") or body.get("type")
        log.warning("%s was not answered in time%s", what, "" if began else ": all threads are busy")
        if "command" in body:
            if began:
                work.add_done_callback(lambda done: self._afterwards(body, done))
            return _ephemeral(_of_command(body, began))
        if body.get("type") == "view_submission":
            block = next(iter((body["view"].get("state") or {}).get("values") or {}), "account")
            text = escape(late.NOT_YET_STORED if began else late.NOT_STORED)
            return BoltResponse(status=200, body={"response_action": "errors", "errors": {block: text}})
        if body.get("type") == "block_suggestion":
            return BoltResponse(status=200, body={"options": []})
        if "event" in body:
            # Slack repeats it, and what is stored carries the event's own key
            return BoltResponse(status=503, body="")
        if began:
            self._say(body, late.slow())
        elif self.app is not None:
            tell(self._services, body, self.app.client, message=late.not_done())
        return BoltResponse(status=200, body="")

    def _afterwards(self, body: dict[str, Any], work: Future[BoltResponse]) -> None:
        """What a command answered after all, for the person who was told to wait."""
        if work.exception() is not None:
            log.error(
                "%s failed after it was answered: %s", body.get("command"), type(work.exception()).__name__
            )
            return
        text = work.result().body or ""
        if text.startswith("{"):
            self._say(body, json.loads(text))

    def _say(self, body: dict[str, Any], message: Message) -> None:
        if url := response_url(body):
            answer(self._services, url, message)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def time_for(before: int) -> float:
    """Seconds in which a request is answered, whatever became of it, while so many others are."""
    return max(IN_TIME - before * TELLING_TAKES, min(SOONEST, IN_TIME))


def _of_command(body: dict[str, Any], began: bool) -> Message:
    typed = typed_text(str(body.get("text") or ""))
    if not began:
        return failed(typed, stores=body["command"] in STORING)
    return late.uncertain(typed) if body["command"] in STORING and typed else late.slow()


def _ephemeral(message: Message) -> BoltResponse:
    return BoltResponse(status=200, body={"response_type": "ephemeral", **message})
