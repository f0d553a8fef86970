"""Beats the time: APScheduler in memory, interval triggers only. What is due stands in the database."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread

from apscheduler.schedulers.background import BackgroundScheduler
from slack_sdk import WebClient

from rules.failure import trace_of
from services import Services, Stopping
from storage import imports, pacing, processed, unlogged, workspaces
from storage.database import StorageError
from storage.privacy import retention

from .changeovers import carry_on, notice_gone
from .deliver import Deliverer
from .escalations import escalate
from .fallen import look_for_falls
from .handoffs import follow, settle
from .imports import Importer
from .learning import learn
from .link_people import link_people
from .looking_back import look_back
from .merging import propose, send_on
from .plan_digests import plan_digests
from .plan_fridays import plan_fridays
from .plan_nudges import plan_nudges, reassess
from .turned_up import look_around
from .waiting import attend
from .walks import recompute_all, settle_calendars

log = logging.getLogger(__name__)
Beats = Mapping[str, tuple[Callable[[], object], timedelta]]
PROMPT = ("deliver", "deliver ahead", "files")
"""Beats that are woken by whoever has something for them."""
TICK_EVERY, DELIVER_EVERY, LINK_EVERY = timedelta(seconds=20), timedelta(seconds=2), timedelta(minutes=4)


STEPS = (
    # what was computed before a stop first
    look_for_falls,
    settle_calendars,
    reassess,
    recompute_all,
    # what became of accounts and people
    send_on,
    notice_gone,
    carry_on,
    settle,
    # what waits for somebody, or has waited too long
    attend,
    follow,
    escalate,
    look_around,
    propose,
    # what people get
    plan_fridays,
    plan_nudges,
    plan_digests,
)


def tick(services: Services) -> tuple[int, int]:
    """Reassess what time has changed, plan what has come: (bundles, digests and Friday's summaries)
    planned. Costs nothing for what is not due."""
    with services.reading() as session:
        ws = workspaces.current(session).id
    *_, fridays, bundles, digests = (_going_on(step, services, ws) for step in STEPS)
    with services.transaction() as session:
        workspaces.note_tick(session, ws, services.steady.instant())
    return bundles, digests + fridays


def _going_on(step: Callable[[Services, int], int], services: Services, ws: int) -> int:
    """What a step did. One that fails doesn't stop the others; when storage fails, so would they, and the
    beat comes again."""
    try:
        return step(services, ws)
    except (*StorageError, Stopping):
        raise
    except Exception as error:
        log.error("%s failed, it comes again: %s", step.__name__, trace_of(error))
        return 0


def sweep(services: Services) -> None:
    """Forget keys of requests that Slack will not repeat any more, lines that were logged, lanes long
    free, and notes older than notes are kept; look at what became of places, once a week; look back, once a
    month."""
    with services.transaction() as session:
        ws = workspaces.current(session).id
        processed.forget_old(session, ws, services.clock())
        unlogged.forget_old(session, ws, services.clock())
        imports.forget_old(session, ws, services.clock())
        pacing.forget_old(session, ws, services.steady.instant())
    while retention.forget_notes(services.transaction, ws, services.clock()):
        services.steady.sleep(0)
    learn(services, ws)
    look_back(services, ws)


class Metronome:
    """Starts and stops the beats; `wake` has the next one come at once. `watch_every`: seconds between two
    looks at the clock."""

    def __init__(
        self,
        services: Services,
        client: WebClient,
        deliverer: Deliverer,
        importer: Importer | None = None,
        watch_every: float = 5.0,
    ) -> None:
        self._services, self._client, self._watch_every = services, client, watch_every
        self._importer = importer
        self._deliverer, self._ahead = deliverer, replace(deliverer)  # a large digest holds up no nudge
        self._stopping = Event()
        self._scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    @property
    def beats(self) -> Beats:
        return {
            "link": (lambda: link_people(self._services, self._client), LINK_EVERY),
            "tick": (self._tick, TICK_EVERY),
            "deliver": (self._deliverer.run_light, DELIVER_EVERY),
            "deliver ahead": (self._ahead.run_ahead, DELIVER_EVERY),
            "sweep": (lambda: sweep(self._services), timedelta(hours=1)),
            **({"files": (self._importer.run, DELIVER_EVERY)} if self._importer else {}),
        }

    def start(self, beats: Beats | None = None) -> None:
        first = self._services.steady.instant()
        for name, (work, every) in (beats or self.beats).items():
            seconds = every.total_seconds()
            self._scheduler.add_job(
                _kept_alive(name, work), "interval", seconds=seconds, id=name, next_run_time=first
            )
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler.start()
        Thread(target=self._watch, name="clock watch", daemon=True).start()

    def _watch(self) -> None:
        """APScheduler waits for the wall clock: set back a day, it would wait for a day. Then every beat
        comes at once."""
        steady = self._services.steady

        def ahead() -> float:
            return steady.instant().timestamp() - steady.monotonic()

        was = ahead()
        while not self._stopping.wait(self._watch_every):
            if ahead() < was - 1:
                log.warning("the machine's clock was set back by %d s: every beat comes now", was - ahead())
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=steady.instant())
            was = ahead()

    def _tick(self) -> None:
        if any(tick(self._services)):
            self.wake()

    def wake(self, clock_moved: bool = False) -> None:
        """Deliver now; look for what is due as well when the business clock was moved."""
        at = self._services.steady.instant()
        for name in ("tick", *PROMPT) if clock_moved else PROMPT:
            if self._scheduler.running and self._scheduler.get_job(name):
                self._scheduler.modify_job(name, next_run_time=at)

    def stop(self) -> None:
        """Waits for the beats under way: a post whose answer has not come is stored with it, not left
        unknown."""
        self._stopping.set()
        self._deliverer.stopping = self._ahead.stopping = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)


def _kept_alive(name: str, work: Callable[[], object]) -> Callable[[], None]:
    """A beat that fails is logged and comes again: one bad moment cannot stop the rest."""

    def run() -> None:
        try:
            work()
        except Stopping:
            log.debug("the %s beat rested as the process ended", name)
        except Exception as error:
            log.error("the %s beat failed, it comes again: %s", name, trace_of(error))

    return run
