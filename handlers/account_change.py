"""Changing an account: tier, status, pause, cadence, segment, by those who may. Each change is dated and
kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient

from messages import account_change as say
from messages import card as face
from messages.carried import AccountRef, Origin
from rules import no_longer, phrase
from rules.language.numbers import whole
from rules.phrase import Phrase
from storage import accounts, processed, records

from .access import refused_change
from .account import read_card
from .asked import Asked
from .changed import account_changed
from .surface import Body, confirm, notice, open_modal, reject, response_url, typed_value

Ack = Callable[..., Any]
MOST_CADENCE = 730  # days


def open_change(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    ref = AccountRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        read = records.read(session, asked.ws.id, [ref.account], now=asked.now)
        stop = refused_change(session, asked, ref.account) if read else no_longer.ACCOUNT
    origin = Origin(uuid4().hex, response_url(body), accounts=(ref.account,))
    open_modal(
        client,
        body,
        notice("Change account", stop, asked.viewer)
        if stop
        else say.form(read[0].account, origin, asked.today),
    )
    ack()


def submit_change(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Checked, dated from today, and what is due follows in the same transaction."""
    origin = Origin.unpack(view["private_metadata"])
    account_id = origin.accounts[0]
    stands, segment, errors = _submitted(view["state"]["values"], asked.today)
    if errors:
        reject(ack, asked.viewer, errors)
        return
    with asked.services.transaction() as session:
        stop = refused_change(session, asked, account_id)
        if stop is None and processed.first_time(session, asked.ws.id, f"view:{origin.token}", now=asked.now):
            accounts.change_standing(
                session, asked.ws.id, account_id, now=asked.now, by_id=asked.person.id, **stands
            )
            accounts.set_segment(session, asked.ws.id, account_id, segment=segment)
            kept = {k: v.isoformat() if isinstance(v, date) else v for k, v in stands.items()}
            account_changed(session, asked, account_id, did="changed", **kept)
        card = read_card(session, asked, account_id)
    if stop:
        reject(ack, asked.viewer, {"tier": stop})
        return
    asked.services.wake()
    if card is None:
        ack()
        return
    # the card that it was changed from, or the form in a card's modal, becomes the card as it stands now
    changed = face.long(card, asked.viewer)
    confirm(asked.services, ack, origin.response_url, title="Tend", said=changed, replace=True)


def _submitted(values: dict[str, Any], today: date) -> tuple[dict[str, Any], str, dict[str, Phrase]]:
    def chosen(block: str) -> str:
        return str((values[block][block].get("selected_option") or {}).get("value") or "")

    until = values["until"]["until"].get("selected_date")
    cadence, reason = (
        values["cadence"]["cadence"].get("value") or "",
        (values["reason"]["reason"].get("value") or "").strip(),
    )
    status = chosen("status")
    stands = {
        "tier": chosen("tier"),
        "status": status,
        "cadence_days": whole(cadence, MOST_CADENCE),
        "until": date.fromisoformat(until) if until and status == "paused" else None,
        "reason": reason if status != "active" else "",
    }
    errors: dict[str, Phrase] = {}
    if status == "paused" and not until:
        errors["until"] = phrase.say("Until when? A pause needs an end.")
    elif status == "paused" and date.fromisoformat(until) <= today:
        errors["until"] = phrase.say("Choose a day to come.")
    if status != "active" and not reason:
        errors["reason"] = phrase.say("Why? One line is enough.")
    if cadence and not stands["cadence_days"]:
        errors["cadence"] = phrase.say("Days from 1 to {most}.", most=MOST_CADENCE)
    return stands, chosen("segment"), errors


def register(app: Any) -> None:
    app.action(face.CARD_CHANGE)(open_change)
    app.view(say.CHANGE_FORM)(submit_change)
