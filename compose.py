"""The composition root: which parts a process of Tend has, and how they are put together. Both clocks are passed in."""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from rules.delivery import ANSWER_WITHIN
from rules.pacing import Rates
from settings import Settings
from storage import health, people, workspaces
from storage.database import WORKER_STANDS_FOR, WORKER_WAITS_FOR, Database, Services, Steady, Unusable

log = logging.getLogger("tend")


@dataclass
class Tend:
    """The parts of a running Tend. `handlers` answers people, `scheduler` does what happens by itself; either may be absent."""

    settings: Settings
    clock: Callable[[], datetime]
    steady: Steady
    database: Database = field(init=False)
    worker_database: Database = field(init=False)
    services: Services = field(init=False)
    metronome: Any = None
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4, thread_name_prefix="later"))
    _closing: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.database = Database(self.settings.database_url)
        self.worker_database = Database(self.settings.database_url, WORKER_WAITS_FOR, WORKER_STANDS_FOR)
        self.services = self._services(self.database)

    def _services(self, database: Database) -> Services:
        return Services(database.transaction, database.reading, self.clock, self.steady, self.wake, self._later, self.settings)

    def wake(self, clock_moved: bool = False) -> None:
        if self.metronome is not None:
            self.metronome.wake(clock_moved)

    def _later(self, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except Exception as error:
                log.error("work for later failed: %s", type(error).__name__)

        self._pool.submit(run)

    def prepare(self, migrates: bool = True) -> None:
        """Schema, workspace, admins: a first start creates them. Raises Unusable."""
        if migrates:
            self.database.migrate()
        elif not self.database.is_current:
            raise Unusable("The database has another version's schema: run python bot.py migrate.")
        with self.database.transaction() as session:
            ws = workspaces.ensure(session, self.clock(), self.settings.seeds, self.settings.sending)
            people.make_admins(session, ws.id, self.settings.admin_emails)

    def web_client(self, timeout: int) -> WebClient:
        """A client that never repeats a call by itself: we own the retries."""
        return WebClient(self.settings.slack_bot_token, base_url=self.settings.slack_api_url, timeout=timeout, retry_handlers=[])

    def bolt(self) -> App:
        """The Bolt app with every journey registered. Signatures are checked by the endpoint before it."""
        from handlers import register

        with self.database.reading() as session:
            ws = workspaces.current(session)
        # Bolt warns that `authorize` stands beside the client's token; that is meant
        logging.getLogger("slack_bolt.App").addFilter(lambda record: "authorize" not in record.getMessage())
        known = AuthorizeResult(enterprise_id=None, team_id=ws.team_id or None, bot_token=self.settings.slack_bot_token,
                                bot_user_id=ws.bot_user_id or None)  # fmt: skip
        app = App(
            name="tend", client=self.web_client(timeout=2), authorize=lambda **_: known, process_before_response=True,
            request_verification_enabled=False, raise_error_for_unhandled_request=True, signing_secret="checked-before",
        )  # fmt: skip
        register(app, self.services)
        return app

    def connect(self) -> None:
        """Ask Slack who we are and bind to that team. Raises Unusable with what is wrong."""
        from scheduler.link_people import bind

        if wrong := bind(self.services, self.web_client(timeout=10)):
            raise Unusable(wrong.why)

    def start_scheduler(self, rates: Rates | None = None) -> None:
        """The beats; Slack's rates are kept unless others are given."""
        from scheduler.deliver import Deliverer
        from scheduler.metronome import Metronome

        services = self._services(self.worker_database)
        deliverer = Deliverer(services, self.web_client(timeout=int(ANSWER_WITHIN)), rates or Rates())
        self.metronome = Metronome(services, self.web_client(timeout=20), deliverer)
        self.metronome.start()
        self._closing.append(self.metronome.stop)

    def start_socket(self, app: App) -> None:
        from slack_bolt.adapter.socket_mode import SocketModeHandler

        handler = SocketModeHandler(app, self.settings.slack_app_token)
        handler.connect()  # type: ignore[no-untyped-call]
        self._closing.append(handler.close)

    def http(self, app: App | None, works: bool) -> Starlette:
        """Health and metrics; with an app in HTTP mode, /slack/events as well. `works`: this process runs the scheduler."""
        routes = [Route("/healthz", lambda _: PlainTextResponse("alive")), Route("/readyz", lambda r: self.ready(r, works)),
                  Route("/metrics", self.metrics)]  # fmt: skip
        if app is not None and not self.settings.socket_mode:
            from handlers.endpoint import endpoint

            routes.insert(0, Route("/slack/events", endpoint(app, self.settings.slack_signing_secret), methods=["POST"]))
        return Starlette(routes=routes)

    def _state(self) -> health.State:
        return health.look((self.database, self.worker_database), self.clock, self.steady.instant)

    def ready(self, request: Request, works: bool) -> Response:
        state = self._state()
        stale = state.stale(works)
        told = {"ready": not stale, "stale": stale, "last_tick_seconds": state.tick_age, "oldest_due_seconds": state.due_age,
                "held": state.held_why}  # fmt: skip
        return JSONResponse(told, 503 if stale else 200)

    def metrics(self, request: Request) -> Response:
        from prometheus_client import CollectorRegistry, Gauge, generate_latest

        state, registry = self._state(), CollectorRegistry()
        Gauge("tend_database_up", "1 when the database answers", registry=registry).set(not state.why)
        Gauge("tend_last_tick_age_seconds", "Seconds since the scheduler last ticked", registry=registry).set(state.tick_age or 0)
        Gauge("tend_oldest_due_seconds", "Age of the oldest message that is due", registry=registry).set(state.due_age or 0)
        messages = Gauge("tend_messages", "Messages in the outbox by state", ["state"], registry=registry)
        for name, count in (state.messages or {}).items():
            messages.labels(name).set(count)
        return PlainTextResponse(generate_latest(registry), media_type="text/plain; version=0.0.4")

    def close(self) -> None:
        for close in reversed(self._closing):
            close()
        self._pool.shutdown(wait=True)
        self.database.close()
        self.worker_database.close()


def serve(app: Starlette, host: str, port: int, started: Callable[[], None] = lambda: None) -> None:
    """Serve until Ctrl-C or SIGTERM. `started` is called once the port listens."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            if self.started:
                started()

    with socket.socket() as probe:  # uvicorn would only log it
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Unusable(f"Port {port} on {host} can't be used ({error.strerror}): choose another one.") from error
    config = uvicorn.Config(app, host, port, log_level="warning", access_log=False, timeout_graceful_shutdown=2)
    with contextlib.suppress(KeyboardInterrupt):
        Server(config).run()
