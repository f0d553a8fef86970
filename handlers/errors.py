"""The one place where what nobody expected ends: the person is answered, gets back what they typed, and ids are logged."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import BoltContext, BoltRequest, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from messages.blocks import escape
from messages.log_touch import lost_text
from rules.failure import trace_of

from .surface import answer, response_url, typed_text

log = logging.getLogger(__name__)


def on_error(error: Exception, context: BoltContext, body: dict[str, Any], request: BoltRequest) -> BoltResponse:
    """A 200 shaped for the surface. Never the text of a note in the log: the error's class and ids only."""
    what = body.get("command") or body.get("callback_id") or (body.get("view") or {}).get("callback_id") or body.get("type")
    if isinstance(error, BoltUnhandledRequestError):
        log.info("nothing answers %s", what)
        return BoltResponse(status=200, body="")
    log.error("%s by %s failed: %s", what, context.user_id, trace_of(error))
    typed = typed_text(str(body.get("text") or ""))
    said = lost_text(typed)
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", **said})
    if body.get("type") == "view_submission":
        block = next(iter((body["view"].get("state") or {}).get("values") or {}), "account")
        text = escape("Not stored, the form still has it all. Please press the button again in a moment.")
        return BoltResponse(status=200, body={"response_action": "errors", "errors": {block: text}})
    if body.get("type") == "block_suggestion":
        return BoltResponse(status=200, body={"options": []})
    if (url := response_url(context, body)) and "services" in context:
        answer(context, url, said)
    return BoltResponse(status=200, body="")
