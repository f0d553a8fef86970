"""The composition root: which parts a process of Tend has, and how they are put together. Both clocks are
passed in. What talks with Slack is loaded when it is first asked, which at a first start is after the port
answers."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rules.delivery.pacing import Rates
from rules.delivery.verdicts import ANSWER_WITHIN
from rules.failure import trace_of
from services import Services, Steady, Stopping
from settings import Settings
from storage import health, people, workspaces
from storage.database import WORKER_STANDS_FOR, WORKER_WAITS_FOR, Database, Unusable, describe

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_sdk import WebClient
    from slack_sdk.socket_mode.builtin import SocketModeClient

    from handlers.answers import Answers
    from scheduler.imports import Importer
    from scheduler.link_people import Unbound

log = logging.getLogger("tend")
SWITCH_EVERY = (
    0.0005  # seconds that computing keeps the interpreter from whoever answers a person, under a lock perhaps
)
# As many threads answer people as help (docs/decisions.md has the figures): on SQLite writes are one after
# the other anyway, on PostgreSQL a thread waits for the network. The pool has a connection for each, and as
# many again.
ANSWER_THREADS, ANSWER_THREADS_POSTGRES = 4, 16
# calls to Slack under way at once, each taken up to 0.4 s ahead of its slot: its 300 posts a minute even
# when it answers in a second
SENDERS = 8
WORKER_CONNECTIONS = 6  # one for each beat
SOCKET_ENDS_WITHIN = 3.0  # seconds: it may be connecting anew, or resting as Slack told it


@dataclass
class Tend:
    """The parts of a running Tend. `handlers` answers people, `scheduler` does what happens by itself;
    either may be absent."""

    settings: Settings
    clock: Callable[[], datetime]
    steady: Steady
    database: Database = field(init=False)
    worker_database: Database = field(init=False)
    health_database: Database = field(init=False)
    services: Services = field(init=False)
    metronome: Any = None
    not_yet: str = ""
    """Why this process isn't ready, beside its database and its beats: Slack can't be reached yet."""
    _pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(4, thread_name_prefix="later")
    )
    _closing: list[Callable[[], None]] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        url = self.settings.database_url
        self.database = Database(url, connections=ANSWER_THREADS_POSTGRES, mapped=True)
        self.worker_database = Database(
            url, WORKER_WAITS_FOR, WORKER_STANDS_FOR, connections=WORKER_CONNECTIONS
        )
        self.health_database = Database(url, connections=1)
        self.services = self._services(self.database)

    def _services(self, database: Database) -> Services:
        return Services(
            database.transaction,
            database.reading,
            self.clock,
            steady=self.steady,
            wake=self.wake,
            later=self._later,
            settings=self.settings,
            foresee=partial(self._foresee, database),
        )

    def _foresee(self, database: Database, workspace: int, person_id: int, which: str, reader: int) -> Any:
        """By the planning and painting of the scheduler, whichever half this process runs."""
        from scheduler.foresee import Dry, foresee

        dry = Dry(database.trying, database.reading, self.clock, self.steady.instant)
        return foresee(dry, workspace, person_id, which, reader)

    def wake(self, clock_moved: bool = False) -> None:
        if self.metronome is not None:
            self.metronome.wake(clock_moved)

    def _later(self, work: Callable[[], object]) -> None:
        def run() -> None:
            try:
                work()
            except Exception as error:
                log.error("work for later failed: %s", type(error).__name__)

        self._pool.submit(run)

    def _rest(self, seconds: float) -> None:
        """Sleep, but not past the end of this process. Raises Stopping."""
        if self._ending.wait(seconds):
            raise Stopping

    def prepare(self, migrates: bool = True) -> None:
        """Schema, workspace, admins: a first start creates them. Raises Unusable."""
        if migrates:
            self.database.migrate()
        elif not self.database.is_there:
            where = describe(self.settings.database_url)
            raise Unusable(
                f"There is no database at {where} yet: run python bot.py migrate, or have DATABASE_URL name "
                "another."
            )
        else:
            self.database.refuse_unusable()
            if not self.database.is_current:
                raise Unusable("The database has another version's schema: run python bot.py migrate.")
        with self.database.transaction() as session:
            ws = workspaces.ensure(session, self.clock(), self.settings.seeds, sending=self.settings.sending)
            people.make_admins(session, ws.id, self.settings.admin_emails)

    def web_client(self, timeout: int) -> WebClient:
        """A client that never repeats a call by itself: we own the retries."""
        from slack_sdk import WebClient

        return WebClient(
            self.settings.slack_bot_token,
            base_url=self.settings.slack_api_url,
            timeout=timeout,
            retry_handlers=[],
        )

    def bolt(self) -> App:
        """The Bolt app with every journey registered. Signatures are checked by the endpoint before it."""
        from slack_bolt import App
        from slack_bolt.authorization import AuthorizeResult

        from handlers import register

        with self.database.reading() as session:
            ws = workspaces.current(session)
        # Bolt warns that `authorize` stands beside a token of the client, the environment or both; that is
        # meant
        logging.getLogger("slack_bolt.App").addFilter(
            lambda record: not record.getMessage().startswith("As ")
        )
        known = AuthorizeResult(
            enterprise_id=None,
            team_id=ws.team_id or None,
            bot_token=self.settings.slack_bot_token,
            bot_user_id=ws.bot_user_id or None,
        )
        app = App(
            name="tend",
            client=self.web_client(timeout=2),
            authorize=lambda **_: known,
            process_before_response=True,
            request_verification_enabled=False,
            raise_error_for_unhandled_request=True,
            signing_secret="checked-before",
        )
        register(app, self.services)
        return app

    def warm_up(self) -> None:
        """Make ready what a typed line would wait for, once somebody is there: beside everything else, and
        nothing waits for it."""
        from rules.language.read import warm_up

        self._later(warm_up)

    @property
    def answer_threads(self) -> int:
        return ANSWER_THREADS if self.database.is_sqlite else ANSWER_THREADS_POSTGRES

    @cached_property
    def answers(self) -> Answers:
        """The threads that answer people; they answer once an app is put into them."""
        from handlers.answers import Answers

        answers = Answers(self.services, self.answer_threads, came=self.warm_up)
        self._closing.append(answers.close)
        return answers

    @property
    def is_bound(self) -> bool:
        """Whether the workspace knows its Slack team from an earlier start."""
        with self.database.reading() as session:
            return bool(workspaces.current(session).team_id)

    def connect(self) -> Unbound | None:
        """Ask Slack who we are and bind to that team; what is wrong, when something is."""
        from scheduler.link_people import bind

        return bind(self.services, self.web_client(timeout=10))

    def start_scheduler(self, rates: Rates | None = None) -> None:
        """The beats; Slack's rates are kept unless others are given."""
        from scheduler.deliver import Deliverer
        from scheduler.metronome import Metronome

        sys.setswitchinterval(SWITCH_EVERY)
        services = replace(
            self._services(self.worker_database), steady=replace(self.steady, sleep=self._rest)
        )
        client = self.web_client(timeout=int(ANSWER_WITHIN))
        deliverer = Deliverer(services, client, rates or Rates(), at_once=SENDERS)
        self.metronome = Metronome(services, self.web_client(timeout=10), deliverer, self.importer(services))
        self.metronome.start()
        self._closing.append(self.metronome.stop)

    def importer(self, services: Services) -> Importer:
        """What reads, imports and undoes files that were sent."""
        from scheduler.fetching import Fetch
        from scheduler.imports import Importer

        fetch = Fetch(self.settings.slack_bot_token, self.settings.slack_api_url, self.steady.monotonic)
        return Importer(services, self.web_client(timeout=10), self.worker_database, fetch)

    def start_socket(self) -> None:
        """Socket Mode, answered by the same threads as HTTP. Raises Refused when Slack gives no address or
        can't be reached."""
        from handlers.socket import socket_client
        from scheduler.slack_calls import ask

        client = socket_client(
            self.answers,
            self.settings.slack_app_token,
            self.web_client(timeout=10),
            now=self.steady.monotonic,
        )
        try:
            ask(client.connect)
        except Exception:
            client.close()
            raise
        self._closing.append(lambda: _end_socket(client))

    def http(self, app: App | None, works: bool, starts: bool = False) -> Starlette:
        """Health and metrics; in HTTP mode /slack/events as well, with an app, or with one that comes
        later (`starts`). `works`: this process runs the scheduler."""
        from serving import Health

        databases = (self.health_database, self.database, self.worker_database)
        there = Health(
            lambda: health.look(databases, self.clock, self.steady.instant), works, lambda: self.not_yet
        )
        self._closing.append(there.close)
        routes = list(there.routes)
        if (app is not None or starts) and not self.settings.socket_mode:
            if app is not None:
                self.answers.app = app
            routes.insert(0, Route("/slack/events", self._events, methods=["POST"]))
        return Starlette(routes=routes)

    async def _events(self, request: Request) -> Response:
        """What Slack sends. What answers it is loaded by whoever asks Slack who we are, while the port serves
        already: until then Slack is told to come again."""
        if "answers" not in self.__dict__:
            return Response(status_code=503)
        return await self._endpoint(request)

    @cached_property
    def _endpoint(self) -> Callable[[Request], Awaitable[Response]]:
        from handlers.endpoint import endpoint

        return endpoint(self.answers, self.settings.slack_signing_secret)

    @property
    def is_ending(self) -> bool:
        return self._ending.is_set()

    def close(self) -> None:
        """End in order: what is under way with Slack is finished and stored, nothing more is taken up."""
        self._ending.set()
        for close in reversed(self._closing):
            try:
                close()
            except Exception as error:  # the others end all the same
                log.error("a part did not end in order: %s", trace_of(error))
        self._pool.shutdown(wait=True)
        for database in (self.database, self.worker_database, self.health_database):
            database.close()


def _end_socket(client: SocketModeClient) -> None:
    """Its own way to end waits for as long as it is told to rest by Slack; its threads end with the
    process."""
    ending = threading.Thread(target=client.close, name="socket end", daemon=True)
    ending.start()
    ending.join(SOCKET_ENDS_WITHIN)
