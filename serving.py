"""The port: taken before anything is started, served until the end, with health that no stuck database can
hold up."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from storage.database import Unusable
from storage.health import State

LOOKS_FOR = 2.5  # seconds that a look at the database may take
STUCK = State("the database does not answer (stuck)")


class Health:
    """The routes of health. `look` asks the database, in a thread of its own and one at a time; `not_yet`
    says why this process isn't ready for another reason, and nothing once it is."""

    def __init__(self, look: Callable[[], State], works: bool, not_yet: Callable[[], str]) -> None:
        self._look, self._works, self._not_yet = look, works, not_yet
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._under_way: Future[State] | None = None
        self.routes = [
            Route("/healthz", _alive),
            Route("/readyz", self.ready),
            Route("/metrics", self.metrics),
        ]

    async def state(self) -> State:
        """How things stand. Whoever asks while a look is under way waits for that one, so a stuck database
        holds one thread."""
        if self._under_way is None or self._under_way.done():
            self._under_way = self._thread.submit(self._look)
        looking = asyncio.wrap_future(self._under_way)
        done, _ = await asyncio.wait({looking}, timeout=LOOKS_FOR)
        # else asyncio logs what nobody waits for
        looking.add_done_callback(lambda it: it.cancelled() or it.exception())
        return looking.result() if done else STUCK

    async def ready(self, request: Request) -> Response:
        state = await self.state()
        stale = [*filter(None, [self._not_yet()]), *state.stale(self._works)]
        told = {
            "ready": not stale,
            "stale": stale,
            "last_tick_seconds": state.tick_age,
            "oldest_due_seconds": state.due_age,
            "held": state.held_why,
        }
        return JSONResponse(told, 503 if stale else 200)

    async def metrics(self, request: Request) -> Response:
        from prometheus_client import CollectorRegistry, Gauge, generate_latest

        state, registry = await self.state(), CollectorRegistry()
        Gauge("tend_database_up", "1 when the database answers", registry=registry).set(not state.why)
        if state.tick_age is not None:  # else there is none: 0 would say that it ticked just now
            age = Gauge(
                "tend_last_tick_age_seconds", "Seconds since the scheduler last ticked", registry=registry
            )
            age.set(state.tick_age)
        if state.messages is not None:
            Gauge("tend_oldest_due_seconds", "Age of the oldest message that is due", registry=registry).set(
                state.due_age or 0
            )
            counts = dict(state.messages)
            unknown = Gauge(
                "tend_unknown_messages",
                "Messages of which it is not known yet whether they arrived",
                registry=registry,
            )
            unknown.set(counts.pop("unknown", 0))
            messages = Gauge("tend_messages", "Messages in the outbox by state", ["state"], registry=registry)
            for name, count in counts.items():
                messages.labels(name).set(count)
        return PlainTextResponse(generate_latest(registry), media_type="text/plain; version=0.0.4")

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


async def _alive(request: Request) -> Response:
    return PlainTextResponse("alive")


def listen(host: str, port: int) -> socket.socket:
    """Take the port, for good: nobody else can between this and the serving. Raises Unusable."""
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(2048)  # the address is ours only from here on
    except OSError as error:
        taken.close()
        raise Unusable(
            f"Port {port} on {host} can't be used ({error.strerror}): choose another one."
        ) from error
    return taken


class Serving(uvicorn.Server):
    """Serves an application on a port that was taken. `started` is called once it answers; `stop` ends it
    from any thread."""

    def __init__(
        self, app: Starlette, port: socket.socket, started: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(
            uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2)
        )
        self._port, self._started = port, started

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._started()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """A signal ends the serving and nothing more: uvicorn would raise it again afterwards, and the
        process die with posts under way. SIGTERM stays ours until the end, for supervisors that send it
        twice; a second Ctrl-C ends the waiting."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        signal.signal(signal.SIGTERM, self.handle_exit)
        interrupt = signal.signal(signal.SIGINT, self.handle_exit)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, interrupt)

    def until_ended(self) -> None:
        """Serve until Ctrl-C, SIGTERM or `stop`. What follows ends the process in order."""
        with contextlib.suppress(KeyboardInterrupt):
            self.run([self._port])

    def stop(self) -> None:
        self.should_exit = True
