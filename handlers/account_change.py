"""Changing an account: tier, status, pause, cadence, segment, by those who may. Each change is dated and kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from slack_bolt import BoltContext
from slack_sdk import WebClient

from messages import actions as do
from messages import card as face
from messages import home as forms
from messages.actions import AccountRef, Origin
from messages.words import Viewer
from rules.calendar import local_date
from rules.language.numbers import whole
from storage import accounts, audit, processed, records
from storage.assess import recompute

from .account import read_card
from .nudge_actions import refused
from .surface import Body, answer, as_view, notice, open_modal, response_url, typed_value

Ack = Callable[..., Any]
MOST_CADENCE = 730  # days


def open_change(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    services, ws, person = context["services"], context["ws"], context["caller"]
    ref = AccountRef.unpack(typed_value(body))
    now = services.clock()
    with services.reading() as session:
        found = records.read(session, ws.id, [ref.account], now)
        stop = refused(session, ws, person, ref.account) if found else "That account is no longer on file."
    origin = Origin(uuid4().hex, response_url(context, body), accounts=(ref.account,))
    open_modal(
        client,
        body,
        notice("Change account", stop) if stop else forms.change_form(found[0].account, origin, local_date(now, person.zone)),
    )
    ack()


def submit_change(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    """Checked, dated from today, and what is due follows in the same transaction."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    origin, now = Origin.unpack(view["private_metadata"]), services.clock()
    account_id, today = origin.accounts[0], local_date(now, person.zone)
    stands, segment, errors = _submitted(view["state"]["values"], today)
    if errors:
        ack(response_action="errors", errors=errors)
        return
    with services.transaction() as session:
        stop = refused(session, ws, person, account_id)
        if stop is None and processed.first_time(session, ws.id, f"view:{origin.token}", now):
            accounts.change_standing(session, ws.id, account_id, now, person.id, **stands)
            accounts.set_segment(session, ws.id, account_id, segment)
            kept = {k: v.isoformat() if isinstance(v, date) else v for k, v in stands.items()}
            audit.keep(session, ws.id, now, person.id, "changed", "account", account_id, **kept)
            recompute(session, ws.id, ws.policy, [account_id], now)
        card = read_card(session, ws, account_id, person, now)
    if stop:
        ack(response_action="errors", errors={"tier": stop})
        return
    services.wake()
    if card is None:
        ack()
        return
    changed = face.long(card, Viewer.of(person, now, ws.policy.currency))
    if origin.response_url:
        answer(context, origin.response_url, changed, replace=True)
        ack()
    else:  # from a card in a modal: the form becomes the card as it stands now
        ack(response_action="update", view=as_view(changed))


def _submitted(values: dict[str, Any], today: date) -> tuple[dict[str, Any], str, dict[str, str]]:
    def chosen(block: str) -> str:
        return str((values[block][block].get("selected_option") or {}).get("value") or "")

    until = values["until"]["until"].get("selected_date")
    cadence, reason = values["cadence"]["cadence"].get("value") or "", (values["reason"]["reason"].get("value") or "").strip()
    status = chosen("status")
    stands = {
        "tier": chosen("tier"), "status": status, "cadence_days": whole(cadence, MOST_CADENCE),
        "until": date.fromisoformat(until) if until and status == "paused" else None, "reason": reason if status != "active" else "",
    }  # fmt: skip
    errors = {}
    if status == "paused" and not until:
        errors["until"] = "Until when? A pause needs an end."
    elif status == "paused" and date.fromisoformat(until) <= today:
        errors["until"] = "Choose a day to come."
    if status != "active" and not reason:
        errors["reason"] = "Why? One line is enough."
    if cadence and not stands["cadence_days"]:
        errors["cadence"] = f"Days from 1 to {MOST_CADENCE}."
    return stands, chosen("segment"), errors


def register(app: Any) -> None:
    app.action(do.CARD_CHANGE)(open_change)
    app.view(do.CHANGE_FORM)(submit_change)
