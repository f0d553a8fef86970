"""Where an answer goes: into the ack, to a response_url by our pool, into the modal that is open, or a new
one."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from messages.blocks import Block, Message, escape, modal, plain, section, without
from messages.book import sentence
from messages.words import Viewer
from rules.phrase import Phrase
from services import Services

log = logging.getLogger(__name__)
_WRAPPED = re.compile(r"<([@#]?)([^<>|\s]+)(?:\|([^<>]*))?>")
Body = dict[str, Any]


def show(services: Services, body: Body, client: WebClient, message: Message, replace: bool = True) -> None:
    """Answer a button: in place of the ephemeral message it stands on, else ephemerally below; from a view
    as a modal."""
    if url := response_url(body):
        ephemeral = (body.get("container") or {}).get("is_ephemeral", False)
        _post(
            services,
            url,
            {**message, "replace_original": bool(replace and ephemeral), "response_type": "ephemeral"},
        )
        return
    view = as_view(message)
    if (body.get("view") or {}).get("type") == "modal" and replace:
        client.views_update(view_id=body["view"]["id"], view=view)
    else:
        open_modal(client, body, view)


def answer(services: Services, url: str, message: Message, replace: bool = False) -> None:
    """Answer later through a response_url that was kept."""
    _post(services, url, {**message, "replace_original": replace, "response_type": "ephemeral"})


def tell(services: Services, body: Body, client: WebClient, message: Message) -> None:
    """Tell whoever pressed something, without holding up the answer: through its response_url; from the
    Home tab or a form, which have none, as a modal on top of what is open."""
    if url := response_url(body):
        answer(services, url, message)
    elif body.get("trigger_id"):
        services.later(lambda: open_modal(client, body, as_view(message)))


def is_of_a_person(event: dict[str, Any]) -> bool:
    """Whether an event is a line that a person typed to Tend: no bot's, no edit, in the direct message or
    as a mention."""
    if event.get("subtype") or event.get("bot_id"):
        return False
    return event.get("type") == "app_mention" or (
        event.get("type") == "message" and event.get("channel_type") == "im"
    )


def confirm(
    services: Services, ack: Any, url: str, title: str, said: Message | str, replace: bool = False
) -> None:
    """Ack a form and say what its act did where it was made: at the message it was opened from (`replace`:
    in its place), else in the form's place."""
    message = sentence(said) if isinstance(said, str) else said
    if url:
        answer(services, url, message, replace)
        ack()
    else:
        ack(response_action="update", view=as_view(message, title))


def as_view(message: Message, title: str = "Tend") -> Block:
    """A message as a modal, which takes no charts and tables."""
    return modal(title, without(message["blocks"]), "shown")


def over(body: Body, wanted: bool | None) -> bool | None:
    """Whether an answer takes the place of the message that was pressed in: only of what one person alone
    sees."""
    return (wanted and bool((body.get("container") or {}).get("is_ephemeral"))) or None


def response_url(body: Body) -> str:
    """Where the request may be answered for half an hour; empty when it has no such address."""
    urls = body.get("response_urls") or []
    return str(body.get("response_url") or (urls[0]["response_url"] if urls else ""))


def _post(services: Services, url: str, payload: dict[str, Any]) -> None:
    if not is_slack(url, services.settings.slack_api_url):
        log.warning("a response_url that is not Slack's was left alone")
        return

    def send() -> None:
        try:
            reply = WebhookClient(url, timeout=5).send_dict(payload)
        except (OSError, SlackClientError) as error:
            log.warning("an answer was not delivered: %s", type(error).__name__)
            return
        if reply.status_code != 200:
            log.warning("an answer was not delivered: status %s", reply.status_code)

    services.later(send)


def is_slack(url: str, api_url: str) -> bool:
    """Whether an address is Slack's own, or that of the stand-in the settings name."""
    parts, api = urlsplit(url), urlsplit(api_url)
    if api.hostname and not api.hostname.endswith("slack.com"):
        return (parts.scheme, parts.hostname, parts.port) == (api.scheme, api.hostname, api.port)
    return parts.scheme == "https" and (parts.hostname or "") == "hooks.slack.com"


def open_modal(client: WebClient, body: Body, view: Block) -> str:
    """Open a modal, on top of one that is open; its id. The one call to Slack that a listener waits for (2
    s at most)."""
    if (body.get("view") or {}).get("type") == "modal":
        opened = client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        opened = client.views_open(trigger_id=body["trigger_id"], view=view)
    return str((opened.get("view") or {}).get("id") or "")


def reject(ack: Any, viewer: Viewer, errors: Mapping[str, Phrase]) -> None:
    """Leave a form open, with what is wrong below its fields (by block id)."""
    ack(response_action="errors", errors={block: viewer.plain(why) for block, why in errors.items()})


def notice(title: str, why: Phrase, viewer: Viewer) -> Block:
    """A modal that only says why there is none of the kind that was asked for."""
    return {
        "type": "modal",
        "title": plain(title, 24),
        "close": plain("Close", 24),
        "blocks": [section(escape(viewer.plain(why)))],
    }


def message_key(event: dict[str, Any]) -> str:
    """A message's own key: delivered again it is the same line, and the same answer."""
    return f"m{event['channel']}{event['ts']}"


def is_of_a_message(key: str) -> bool:
    """Whether a line was typed as a message, not behind a command or into a form."""
    return key.startswith("m")


def uncalled(text: str, bot_user_id: str) -> str:
    """A text, as Slack sent it, without the mentions that call the bot itself; those of other people are
    part of what it says."""
    return re.sub(rf"<@{re.escape(bot_user_id)}(?:\|[^<>]*)?>\s*", "", text) if bot_user_id else text


def typed_text(text: str) -> str:
    """What a person typed: Slack escapes the text of commands and messages, and wraps mentions and links."""
    text = _WRAPPED.sub(lambda m: {"@": "@", "#": "#"}.get(m.group(1), "") + (m.group(3) or m.group(2)), text)
    return text.replace("\x00", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


class Mention(NamedTuple):
    """Somebody whom a text mentions: Slack's id, and how `typed_text` shows them behind an @."""

    id: str
    shown: str


def people_named(text: str) -> tuple[Mention, ...]:
    """The people whom a text mentions, as Slack sent it, in their order."""
    found = (m for m in _WRAPPED.finditer(text) if m.group(1) == "@")
    return tuple(Mention(m.group(2), m.group(3) or m.group(2)) for m in found)


def typed_value(body: Body) -> str:
    """What the pressed button or chosen option carries."""
    action = body["actions"][0]
    return str((action.get("selected_option") or {}).get("value") or action.get("value") or "")
