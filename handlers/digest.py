"""`/digest` at any time, and what a manager does from it: open, ask the owner, reassign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_bolt import BoltContext
from slack_sdk import WebClient

from messages import actions as do
from messages import card as face
from messages import digest as say
from messages import home as forms
from messages.actions import Origin, WorryRef
from messages.blocks import Message
from messages.book import sentence
from messages.words import Viewer
from rules.access import may_see_figures
from rules.calendar import local_date
from storage import accounts, audit, digests, outbox, people, processed
from storage.assess import recompute

from .account import read_card
from .nudge_actions import refused
from .surface import Body, answer, notice, open_modal, response_url, show, typed_value

Ack = Callable[..., Any]
AT_ONCE = 600
"""Accounts up to which a digest is computed inside the ack; a larger tree is answered a moment later."""


def digest_command(ack: Ack, body: Body, context: BoltContext) -> None:
    """The running week to date."""
    message = at_once(context)
    if message is not None:
        ack(**message, response_type="ephemeral")
        return
    url = response_url(context, body)
    context["services"].later(lambda: answer(context, url, running(context), replace=True))
    ack(text="One moment, that is a large team…", response_type="ephemeral")


def at_once(context: BoltContext) -> Message | None:
    """The running week when it can be said inside the ack, or the refusal; None for a very large team."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    with services.reading() as session:
        caller = people.caller_of(session, ws.id, person)
        large = len(accounts.owned_by(session, ws.id, caller.under)) > AT_ONCE
    if why := may_see_figures(caller):
        return sentence(why)
    return None if large else running(context)


def running(context: BoltContext) -> Message:
    """The digest of the week to date, as of today."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    now = services.clock()
    with services.reading() as session:
        figures = digests.figures(session, ws, person, local_date(now, person.zone), now, running=True)
    return say.digest(figures, Viewer.of(person, now, ws.policy.currency))


def from_home(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    show(context, body, client, at_once(context) or sentence("Your team is large: type `/digest`."))
    ack()


def worry(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """The menu on an account to worry about."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    ref = WorryRef.unpack(typed_value(body))
    now = services.clock()
    with services.reading() as session:
        card = read_card(session, ws, ref.account, person, now)
        stop = refused(session, ws, person, ref.account) if card else None
        caller = people.caller_of(session, ws.id, person)
        team = [p for p in people.everyone(session, ws.id, caller.under) if p.active]
    origin = Origin(uuid4().hex, response_url(context, body), accounts=(ref.account,))
    if card is None:
        show(context, body, client, sentence("That account is no longer on file."), replace=False)
    elif ref.do == "open":
        show(context, body, client, face.short(card, Viewer.of(person, now, ws.policy.currency)), replace=False)
    elif ref.do == "ask":
        open_modal(client, body, forms.ask_form(card.record.account.name, card.record.owner.name, origin))
    elif stop:
        open_modal(client, body, notice("Reassign", stop))
    else:
        open_modal(client, body, forms.reassign_form(card.record.account.name, team, origin))
    ack()


def submit_ask(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    """The question goes to the owner as a message with Log and Open."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    origin, now = Origin.unpack(view["private_metadata"]), services.clock()
    text = view["state"]["values"]["text"]["text"]["value"].strip()
    with services.transaction() as session:
        owner = accounts.owner_of(session, ws.id, origin.accounts[0])
        payload = {"by": person.id, "account": origin.accounts[0], "text": text}
        outbox.enqueue(session, ws.id, f"ask:{origin.token}", "asked", payload, now, person_id=owner)
    services.wake()
    ack()


def submit_reassign(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    """A new owner from today on; both owners are told."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    origin, now = Origin.unpack(view["private_metadata"]), services.clock()
    account_id = origin.accounts[0]
    new = int(view["state"]["values"]["owner"]["owner"]["selected_option"]["value"])
    with services.transaction() as session:
        stop = refused(session, ws, person, account_id)
        old = accounts.owner_of(session, ws.id, account_id)
        if stop is None and old != new and processed.first_time(session, ws.id, f"view:{origin.token}", now):
            today = local_date(now, person.zone)
            accounts.change_standing(session, ws.id, account_id, today, person.id, owner_id=new)
            audit.keep(session, ws.id, now, person.id, "reassigned", "account", account_id, before=old, after=new)
            recompute(session, ws.id, ws.policy, [account_id], now)
            for to in {old, new} - {person.id}:
                payload = {"by": person.id, "account": account_id, "to": new}
                outbox.enqueue(session, ws.id, f"over:{origin.token}:{to}", "handed_over", payload, now, person_id=to)
    if stop:
        ack(response_action="errors", errors={"owner": stop})
        return
    services.wake()
    ack()


def register(app: Any) -> None:
    app.command("/digest")(digest_command)
    app.action(do.DIGEST_WORRY)(worry)
    app.action(do.HOME_DIGEST)(from_home)
    app.view(do.ASK_FORM)(submit_ask)
    app.view(do.REASSIGN_FORM)(submit_reassign)
