"""The Home tab, and the switch for sending on it, for admins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from messages import home as say
from rules.access import may_configure
from storage import outbox, people, workspaces

from .asked import Asked
from .changed import audited
from .surface import Body, notice, open_modal, typed_value

Ack = Callable[..., Any]


def opened(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
    """Somebody looks at their Home tab: it is painted anew, through the outbox. Whom the gate refuses
    reads why, at once."""
    if event.get("tab", "home") != "home":
        return
    if why := context.get("refused"):
        view = say.closed(why)
        context["services"].later(lambda: client.views_publish(user_id=context.user_id or "", view=view))
        return
    asked: Asked = context["asked"]
    with asked.services.transaction() as session:
        outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)
    asked.services.wake()


def switch_sending(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Nothing goes to a person until an admin says so here."""
    on = typed_value(body) == "on"
    with asked.services.transaction() as session:
        stop = may_configure(people.caller_of(session, asked.ws.id, asked.person))
        if stop is None:
            workspaces.switch_sending(session, asked.ws, on)
            audited(
                session,
                asked,
                did="sending on" if on else "sending off",
                noun="workspace",
                row_id=asked.ws.id,
            )
            outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)
    if stop:
        open_modal(client, body, notice("Sending", stop, asked.viewer))
    asked.services.wake()
    ack()


def register(app: Any) -> None:
    app.event("app_home_opened")(opened)
    app.action(say.HOME_SENDING)(switch_sending)
