"""Sharing a short card with a channel: an explicit act, where the bot is a member, never where outsiders
read along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from messages import share as say
from messages.blocks import escape
from messages.card import CARD_SHARE
from messages.carried import AccountRef, Origin
from rules import phrase
from rules.phrase import Phrase
from storage import accounts, outbox, processed

from .asked import Asked
from .changed import audited
from .surface import Body, confirm, open_modal, reject, response_url, typed_value

Ack = Callable[..., Any]
EXTERNAL = phrase.say("That channel is shared with people outside. What Tend knows stays inside.")
NOT_A_MEMBER = phrase.say("I am not in that channel yet. Type /invite @Tend there, then share again.")


def open_share(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    ref = AccountRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, [ref.account])
    origin = Origin(uuid4().hex, response_url(body), accounts=(ref.account,))
    open_modal(client, body, say.form(hits[0].name, origin))
    ack()


def submit_share(ack: Ack, view: dict[str, Any], asked: Asked, client: WebClient) -> None:
    """Checked with Slack, then posted through the outbox."""
    origin = Origin.unpack(view["private_metadata"])
    channel = view["state"]["values"]["channel"]["channel"].get("selected_conversation") or ""
    if why := refusal(client, channel):
        reject(ack, asked.viewer, {"channel": why})
        return
    note = (view["state"]["values"].get("note", {}).get("note", {}).get("value") or "").strip()
    with asked.services.transaction() as session:
        if processed.first_time(session, asked.ws.id, f"view:{origin.token}", now=asked.now):
            payload = {"account": origin.accounts[0], "by": asked.person.id, "note": note}
            outbox.enqueue(
                session,
                asked.ws.id,
                f"share:{origin.token}",
                say="shared",
                payload=payload,
                now=asked.now,
                channel=channel,
            )
            audited(session, asked, did="shared", noun="account", row_id=origin.accounts[0], channel=channel)
        name = accounts.hits_of(session, asked.ws.id, origin.accounts)[0].name
    asked.services.wake()
    confirm(
        asked.services,
        ack,
        origin.response_url,
        title="Share",
        said=f"The card of *{escape(name)}* goes to <#{channel}>.",
    )


def refusal(client: WebClient, channel: str) -> Phrase | None:
    """Why nothing may be posted in a channel; None when it may."""
    if not channel.startswith(("C", "G")):
        return phrase.say("Choose a channel.")
    try:
        channel_of = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        return (
            NOT_A_MEMBER
            if error.response.get("error") == "channel_not_found"
            else phrase.say("Slack doesn't let me look at that channel.")
        )
    if (
        channel_of.get("is_ext_shared")
        or channel_of.get("is_pending_ext_shared")
        or channel_of.get("is_org_shared")
    ):
        return EXTERNAL
    if channel_of.get("is_archived"):
        return phrase.say("That channel is archived.")
    return None if channel_of.get("is_member") else NOT_A_MEMBER


def register(app: Any) -> None:
    app.action(CARD_SHARE)(open_share)
    app.view(say.SHARE_FORM)(submit_share)
