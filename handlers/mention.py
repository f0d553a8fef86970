"""Where no slash command works (threads) or somebody just types: @Tend acme, or "acme" in the direct message."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from messages.blocks import Message, escape, without
from messages.book import help_text, sentence

from .account import answer_to
from .digest import at_once
from .log_touch import read_line, store
from .surface import typed_text

_MENTION = re.compile(r"<@[UW][A-Z0-9]+>\s*")


def mentioned(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
    """Answered so that only the person sees it: ephemerally in a channel, as a message in the direct message."""
    if event.get("subtype") or event.get("bot_id") or (event["type"] == "message" and event.get("channel_type") != "im"):
        return
    services = context["services"]  # a retry is answered again: what is stored carries the message's own key
    message = reply(context, typed_text(_MENTION.sub("", event.get("text") or "")), event)
    where = {"channel": event["channel"], "user": event["user"]}
    if event.get("thread_ts"):
        where["thread_ts"] = event["thread_ts"]
    blocks = without(message["blocks"])
    services.later(lambda: client.chat_postEphemeral(text=message["text"], blocks=blocks, **where))


def reply(context: BoltContext, typed: str, event: dict[str, Any]) -> Message:
    """The same words as behind the slash: `account NAME`, `log NAME what happened`, `digest`; anything else is a name."""
    word, _, rest = typed.lstrip("/").partition(" ")
    if word.lower() == "log" and rest:
        form, entry = read_line(context, rest.strip())
        if entry is None or form.said:
            return sentence(f"{escape(form.said)} Type `/log`, or say it once more with the account first.")
        return store(context, entry, f"m{event['channel']}{event['ts']}")
    if word.lower() == "digest" and not rest:
        return at_once(context) or help_text()
    if word.lower() in {"hi", "hello", "help", ""} and not rest:
        return help_text()
    return answer_to(context, rest.strip() if word.lower() == "account" else typed)


def register(app: Any) -> None:
    app.event("app_mention")(mentioned)
    app.event("message")(mentioned)
