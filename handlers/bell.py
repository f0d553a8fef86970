"""The bell: all that went well in the week, and sharing it in a channel, where no outsiders read along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient

from messages import bell as say
from messages.bell import BellRef, Sharing
from messages.blocks import Message
from rules.bell import Win
from storage import bell, outbox, processed

from .asked import Asked
from .changed import audited
from .share import refusal
from .surface import Body, as_view, confirm, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def _wins(asked: Asked, on: str) -> tuple[Win, ...]:
    """Of the caller's own team, as it stands now."""
    with asked.services.reading() as session:
        return bell.of_reader(session, asked.ws, asked.person, date.fromisoformat(on), asked.now)


def _whole(asked: Asked, on: str) -> Message:
    return say.whole(_wins(asked, on), on, asked.viewer)


def show_all(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    ref = BellRef.unpack(typed_value(body))
    show(asked.services, body, client, message=_whole(asked, ref.on), replace=False)
    ack()


def open_share(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form, which shows what will stand in the channel."""
    ref = BellRef.unpack(typed_value(body))
    wins, sharing = _wins(asked, ref.on), Sharing(uuid4().hex, ref.on, response_url(body))
    shown = say.form(wins, sharing, asked.viewer) if wins else as_view(_whole(asked, ref.on), "Share")
    open_modal(client, body, shown)
    ack()


def submit(ack: Ack, view: dict[str, Any], asked: Asked, client: WebClient) -> None:
    """Checked with Slack, then posted through the outbox."""
    sharing = Sharing.unpack(view["private_metadata"])
    values = view["state"]["values"]
    channel = values["channel"]["channel"].get("selected_conversation") or ""
    if why := refusal(client, channel):
        reject(ack, asked.viewer, {"channel": why})
        return
    note = (values.get("note", {}).get("note", {}).get("value") or "").strip()
    with asked.services.transaction() as session:
        if processed.first_time(session, asked.ws.id, f"view:{sharing.token}", now=asked.now):
            key, payload = f"bell:{sharing.token}", {"by": asked.person.id, "on": sharing.on, "note": note}
            outbox.enqueue(
                session, asked.ws.id, key, say="bell", payload=payload, now=asked.now, channel=channel
            )
            audited(session, asked, did="rang", noun="workspace", row_id=asked.ws.id, channel=channel)
    asked.services.wake()
    said = f"What went well goes to <#{channel}>."
    confirm(asked.services, ack, sharing.response_url, title="Share", said=said)


def register(app: Any) -> None:
    app.action(say.BELL_SHOW)(show_all)
    app.action(say.BELL_SHARE)(open_share)
    app.view(say.BELL_FORM)(submit)
