"""Overriding health: by those who may change the account, with a reason and an end; taken back in one tap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import card as face
from messages import overrides as say
from messages.blocks import Message
from messages.book import refusal
from messages.carried import AccountRef
from messages.inputs import Filled
from messages.overrides import OverrideRef, Overriding
from rules import no_longer
from rules.facts.overrides import over, override_error
from storage import overrides, processed
from storage.assess import recompute

from .access import refused_change
from .account import read_card
from .asked import Asked
from .surface import Body, confirm, notice, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def open_form(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """How is it doing, why, until when?"""
    ref = AccountRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        card = read_card(session, asked, ref.account)
        stop = refused_change(session, asked, ref.account) if card else no_longer.ACCOUNT
    if card is None or stop:
        open_modal(client, body, notice("Override health", stop or no_longer.ACCOUNT, asked.viewer))
    else:
        overriding = Overriding(uuid4().hex, ref.account, response_url(body))
        open_modal(client, body, say.form(overriding, card, asked.viewer))
    ack()


def submit(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """From today, once; the card it was opened from shows it."""
    overriding, filled = Overriding.unpack(view["private_metadata"]), Filled(view)
    band, reason, until_on = filled.chosen("band"), filled.text("reason"), filled.day("until_on")
    wrong = override_error(band, reason, until_on, asked.today)
    if wrong or until_on is None:
        field, why = wrong or ("until_on", no_longer.ACCOUNT)
        reject(ack, asked.viewer, {field: why})
        return
    ws, account = asked.ws.id, overriding.account
    with asked.services.transaction() as session:
        stop = refused_change(session, asked, account)
        if stop is None and processed.first_time(session, ws, f"view:{overriding.token}", now=asked.now):
            overrides.set_band(
                session,
                ws,
                account_id=account,
                by_id=asked.person.id,
                band=band,
                reason=reason,
                until_on=until_on,
                today=asked.today,
                now=asked.now,
            )
            recompute(session, ws, asked.ws.policy, ids=[account], now=asked.now)
        message = None if stop else _card(session, asked, account)
    if stop or message is None:
        reject(ack, asked.viewer, {"band": stop or no_longer.ACCOUNT})
        return
    asked.services.wake()
    confirm(asked.services, ack, overriding.response_url, title="Tend", said=message, replace=True)


def take_back(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """What is computed is told again; a stale button says what happened meanwhile."""
    ref = OverrideRef.unpack(typed_value(body))
    message: Message | None = None
    with asked.services.transaction() as session:
        override = overrides.get(session, asked.ws.id, ref.override)
        stop = no_longer.OVERRIDE
        if override is not None:
            refused = refused_change(session, asked, override.account_id)
            stop = refused or over(override, asked.today)
            if refused is None and override.holds_on(asked.today):
                overrides.take_back(
                    session, asked.ws.id, override, on=asked.today, by_id=asked.person.id, now=asked.now
                )
                recompute(session, asked.ws.id, asked.ws.policy, ids=[override.account_id], now=asked.now)
                message = _card(session, asked, override.account_id)
    asked.services.wake()
    if message:
        show(asked.services, body, client, message=message)
    else:
        show(asked.services, body, client, message=refusal(stop, asked.viewer), replace=False)
    ack()


def _card(session: Session, asked: Asked, account_id: int) -> Message | None:
    card = read_card(session, asked, account_id)
    return face.long(card, asked.viewer) if card else None


def register(app: Any) -> None:
    app.action(say.OVERRIDE_OPEN)(open_form)
    app.view(say.OVERRIDE_FORM)(submit)
    app.action(say.OVERRIDE_VOID)(take_back)
