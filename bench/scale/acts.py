"""What people and the scheduler do, on a book of the benchmarks: looks, lines, mornings, messages; and what
each costs: processor time here and in the database, statements, write-ahead log, rows."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.web.slack_response import SlackResponse

from compose import Tend
from rules.delivery.pacing import UNPACED
from scheduler.deliver import Deliverer
from storage import tables

from ..book import names_of
from ..lookup import _signed, command, line_of
from . import book
from .heard import listening
from .server import Rig


class Cost(NamedTuple):
    """Of one act. Seconds of processor time, statements, bytes of write-ahead log."""

    here: float
    database: float
    statements: float
    log: float


class Quick(WebClient):
    """A Slack that takes every call at once."""

    def __init__(self) -> None:
        super().__init__("xoxb-bench", base_url="https://slack.invalid/api/")
        self.posted = 0

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:
        self.posted += api_method == "chat.postMessage"
        data = {"ok": True, "ts": f"{1_800_000_000 + self.posted}.000001", "channel": "D1"}
        if api_method == "conversations.open":
            data = {"ok": True, "channel": {"id": "D1"}}
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data=data,
            headers={},
            status_code=200,
        )


def card(tend: Tend) -> Callable[[int], str]:
    """The card of another account of the book each time."""
    bolt, names = tend.bolt(), [n for rep in range(2, 14) for n in names_of(rep, book.EACH)]
    return lambda n: answered(bolt, command("/account", names[n % len(names)].lower()))


def line(tend: Tend) -> Callable[[int], str]:
    """A line about another account of a rep each time."""
    bolt, of = tend.bolt(), line_of(names_of(2, book.EACH))
    return lambda n: answered(bolt, of(n))


def answered(bolt: App, body: str) -> str:
    answer = bolt.dispatch(_signed(body).request())
    assert answer.status == 200, answer.body
    return str(answer.body)


def deliverer(tend: Tend) -> Deliverer:
    return Deliverer(tend.services, Quick(), UNPACED)


def cost(rig: Rig, name: str, work: Callable[[int], object], times: int, each: int = 1) -> Cost:
    """Of one of `each` acts that a call does, over `times` calls."""
    log = "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"
    work(0)  # what is compiled at first is no cost of one act
    logged, database, begun = rig.one(name, log), rig.processor(), time.process_time()
    for n in range(1, times + 1):
        work(n)
    here = time.process_time() - begun
    acts = times * each
    return Cost(
        here / acts, (rig.processor() - database) / acts, 0.0, float(rig.one(name, log) - logged) / acts
    )


def statements(tend: Tend, work: Callable[[int], object]) -> int:
    """How many one act asks, with BEGIN and COMMIT that the driver sends as it needs them left out."""
    with listening(tend) as asked:
        work(0)
        asked.clear()
        work(1)
        return len(asked)


def rows(rig: Rig, name: str) -> dict[str, int]:
    """How many each table holds."""
    counted = " UNION ALL ".join(
        f"SELECT '{t.name}', count(*) FROM \"{t.name}\"" for t in tables.METADATA.sorted_tables
    )
    return {str(table): int(count) for table, count in rig.ask(name, counted)}
