"""Looks for a post of unknown fate in the history of its direct message, within Slack's rates and however
long it takes."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from slack_sdk import WebClient

from rules.delivery.pacing import Rates
from rules.delivery.verdicts import LEASE_FOR
from rules.workspace import Workspace
from services import Services
from storage import outbox, pacing, people, workspaces
from storage.outbox import Message as Row
from storage.outbox import fingerprint

from .slack_calls import Sought, ask, find_post

CLOCK_MAY_BE_OFF_BY = timedelta(days=2)  # ours against Slack's, when the row was first sent


class TakenOver(Exception):
    """Another process looks for it by now."""


def look_for(
    services: Services, client: WebClient, rates: Rates, ws: Workspace, row: Row
) -> tuple[str, str | None]:
    """The channel ("" when there is none), and the ts of the message in it or None. Raises Refused,
    TakenOver."""
    with services.reading() as session:
        person = people.get(session, ws.id, row.person_id or row.payload["by"])
        channel = row.channel or people.channel_of(session, ws.id, person.id)
    if not channel and person.slack_id:  # a restored database may not know it yet
        channel = str(ask(client.conversations_open, users=[person.slack_id])["channel"]["id"])
        with services.transaction() as session:
            people.keep_channel(session, ws.id, person.id, channel=channel)
    if not channel:
        return "", None
    between = partial(_next_page, services, rates, ws, row)
    return channel, find_post(
        client,
        channel,
        sought(ws, row, services.clock(), instant=services.steady.instant()),
        before_next_page=between,
    )


def sought(ws: Workspace, row: Row, now: datetime, instant: datetime) -> Sought:
    """Slack's times follow the business clock in the demo, and the machine's elsewhere: the search goes
    back to whichever is earlier. A first try that lies ahead was stored by a clock that has been set back
    since: then nothing bounds it."""
    first = row.first_try_at
    oldest = (
        min(first, row.created_at) - CLOCK_MAY_BE_OFF_BY if first is not None and first <= instant else None
    )
    sent_at = [at for at in (first, row.unknown_since) if at is not None]
    near = [(at + shift).timestamp() for at in sent_at for shift in (timedelta(0), now - instant)]
    mark = partial(fingerprint, ws.secret)
    return Sought(
        mark(row.key),
        ws.bot_user_id,
        row.said,
        mark=mark,
        near=near,
        oldest=oldest.timestamp() if oldest else None,
    )


def _next_page(services: Services, rates: Rates, ws: Workspace, row: Row) -> None:
    """Wait for a slot in the rate, and hold the row longer. Raises TakenOver when it is another's by now."""
    while True:
        with services.transaction() as session:
            workspaces.lock(session, ws.id)
            instant = services.steady.instant()
            free_at = pacing.busy(session, ws.id, instant).get("history")
            if free_at is None:
                pacing.take(session, ws.id, ("history",), instant=instant, rates=rates)
                if not outbox.hold_on(session, row, instant + timedelta(seconds=LEASE_FOR)):
                    raise TakenOver
                return
        services.steady.sleep((free_at - instant).total_seconds())
