"""The one place where what nobody expected ends: the person is answered, gets back what they typed, and
ids are logged."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import BoltContext, BoltRequest, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from messages import late
from messages.blocks import Message, escape, without
from messages.log_touch import lost_text
from rules.failure import trace_of
from rules.language.numbers import whole
from storage.database import StorageError

from .surface import is_of_a_person, tell, typed_text, uncalled

log = logging.getLogger(__name__)
LAST_REPEAT = 3  # Slack sends an event that was not taken three times more


def on_error(
    error: Exception, context: BoltContext, body: dict[str, Any], request: BoltRequest
) -> BoltResponse:
    """A 200 shaped for the surface. Never the text of a note in the log: the error's class and ids only.

    An event that storage had no room for is 503: Slack repeats it, and what is stored carries the message's
    own key.
    """
    event = body.get("event") or {}
    what = (
        body.get("command")
        or body.get("callback_id")
        or (body.get("view") or {}).get("callback_id")
        or body.get("type")
    )
    if isinstance(error, BoltUnhandledRequestError):
        log.info("nothing answers %s", what)
        return BoltResponse(status=200, body="")
    log.error("%s by %s failed: %s", event.get("type") or what, context.user_id, trace_of(error))
    if "command" in body:
        typed = typed_text(str(body.get("text") or ""))
        said = failed(typed, stores=body["command"] == "/log")
        return BoltResponse(status=200, body={"response_type": "ephemeral", **said})
    if body.get("type") == "view_submission":
        block = next(iter((body["view"].get("state") or {}).get("values") or {}), "account")
        text = escape("Not stored, the form still has it all. Please press the button again in a moment.")
        return BoltResponse(status=200, body={"response_action": "errors", "errors": {block: text}})
    if body.get("type") == "block_suggestion":
        return BoltResponse(status=200, body={"options": []})
    if event:
        if isinstance(error, StorageError) and _repeat(request) < LAST_REPEAT:
            return BoltResponse(status=503, body="")
        if is_of_a_person(event) and "services" in context:
            _tell_typist(context, event)
    elif "services" in context:
        tell(context["services"], body, context.client, message=late.failed())
    return BoltResponse(status=200, body="")


def failed(typed: str, stores: bool) -> Message:
    """What becomes of words that were typed: given back, and not called lost where there was nothing to
    store."""
    return lost_text(typed) if stores and typed else late.failed(typed)


def _repeat(request: BoltRequest) -> int:
    """How often Slack has repeated this event."""
    return whole((request.headers.get("x-slack-retry-num") or ["0"])[0], 99) or 0


def _tell_typist(context: BoltContext, event: dict[str, Any]) -> None:
    """Gives a line that was typed in the direct message, or as a mention, back to whoever typed it."""
    typed = typed_text(uncalled(str(event.get("text") or ""), context.bot_user_id or ""))
    stores = bool(event.get("thread_ts")) or typed.lower().lstrip("/").startswith("log ")
    said = failed(typed, stores)
    where = {k: event[k] for k in ("channel", "user", "thread_ts") if event.get(k)}
    client = context.client
    context["services"].later(
        lambda: client.chat_postEphemeral(text=said["text"], blocks=without(said["blocks"]), **where)
    )
