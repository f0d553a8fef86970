"""What became of a renewal whose date has passed: two buttons on the card, for those who may change the account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from slack_bolt import BoltContext
from slack_sdk import WebClient
from sqlmodel import Session

from messages import actions as do
from messages import card as face
from messages import renewals as say
from messages.actions import Origin, RenewalRef
from messages.words import Viewer
from rules.calendar import local_date
from rules.facts.renewals import churn_error, next_error, next_renewal, renewal_passed
from rules.records import Account, days
from storage import accounts, audit, processed, records
from storage.assess import recompute

from .account import read_card
from .nudge_actions import refused
from .surface import Body, answer, as_view, notice, open_modal, response_url, typed_value

Ack = Callable[..., Any]
ASK_AGAIN_IN = days(30)
Change = Callable[[Session, Account, date], dict[str, Any]]
"""Writes an answer for an account as of today; what the audit keeps of it, with what was `did`."""


def open_yes(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    _open(ack, body, context, client, yes=True)


def open_no(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    _open(ack, body, context, client, yes=False)


def _open(ack: Ack, body: Body, context: BoltContext, client: WebClient, yes: bool) -> None:
    services, ws, person = context["services"], context["ws"], context["caller"]
    ref = RenewalRef.unpack(typed_value(body))
    viewer = Viewer.of(person, services.clock(), ws.policy.currency)
    with services.reading() as session:
        stop, account = _asked(session, context, ref.account, viewer.today)
    if stop or account is None or account.renews_on is None:
        open_modal(client, body, notice("Renewal", stop))
        ack()
        return
    in_modal = (body.get("view") or {}).get("type") == "modal"
    view_id = str(body["view"]["id"]) if in_modal else ""
    origin = Origin(uuid4().hex, response_url(context, body), accounts=(account.id,), view=view_id, long=ref.long)
    if yes:
        following = next_renewal(account.renews_on, viewer.today)
        form = say.renewed_form(account.name, account.renews_on, following, origin, viewer)
    else:
        form = say.not_renewed_form(account.name, account.renews_on, viewer.today + ASK_AGAIN_IN, origin, viewer)
    open_modal(client, body, form)
    ack()


def _asked(session: Session, context: BoltContext, account_id: int, today: date) -> tuple[str, Account | None]:
    """Why the question is not this person's to answer, or no longer asked; and the account."""
    ws, person = context["ws"], context["caller"]
    found = records.read(session, ws.id, [account_id], context["services"].clock())
    if not found:
        return "That account is no longer on file.", None
    account = found[0].account
    if stop := refused(session, ws, person, account_id):
        return stop, account
    return "" if renewal_passed(account, today) else "That was answered meanwhile: open the card again.", account


def submit_yes(ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
    """The next date becomes the account's renewal date, as if a file had named it."""
    following = _day(view, "next_on")

    def renew(session: Session, account: Account, today: date) -> dict[str, Any]:
        accounts.set_renewal(session, context["ws"].id, account.id, following)
        return {"did": "renewed", "before": str(account.renews_on), "renews_on": str(following)}

    _submit(ack, view, context, client, lambda account, today: _at("next_on", next_error(following, today)), renew)


def submit_no(ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
    """Churned from a day, or open until another date (or without one)."""
    values = view["state"]["values"]
    became = (values["became"]["became"].get("selected_option") or {}).get("value")
    reason = (values["reason"]["reason"].get("value") or "").strip()
    left_on, ask_on = _day(view, "left_on"), _day(view, "ask_on")

    def wrong(account: Account, today: date) -> tuple[str, str] | None:
        if became == "churned":
            return churn_error(left_on, reason, account, today)
        if became != "open":
            return "became", "How does it stand?"
        return _at("ask_on", next_error(ask_on, today)) if ask_on else None

    def keep(session: Session, account: Account, today: date) -> dict[str, Any]:
        if became == "churned":
            accounts.churn(session, context["ws"].id, account.id, left_on or today, reason, context["caller"].id)
            return {"did": "churned", "from_on": str(left_on), "reason": reason}
        accounts.set_renewal(session, context["ws"].id, account.id, ask_on)
        return {"did": "renewal open", "before": str(account.renews_on), "renews_on": str(ask_on or "none")}

    _submit(ack, view, context, client, wrong, keep)


def _at(field: str, error: str | None) -> tuple[str, str] | None:
    return (field, error) if error else None


def _day(view: dict[str, Any], block: str) -> date | None:
    stored = view["state"]["values"][block][block].get("selected_date")
    return date.fromisoformat(stored) if stored else None


def _submit(
    ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient,
    wrong: Callable[[Account, date], tuple[str, str] | None], change: Change,
) -> None:  # fmt: skip
    """Checked and written once, with what is due; then the card it was asked on is painted again."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    origin, now = Origin.unpack(view["private_metadata"]), services.clock()
    account_id, today, key = origin.accounts[0], local_date(now, person.zone), f"view:{origin.token}"
    first = next(b["block_id"] for b in view["blocks"] if b["type"] == "input")
    with services.transaction() as session:
        again = processed.was_seen(session, ws.id, key)
        stop, account = ("", None) if again else _asked(session, context, account_id, today)
        error = _at(first, stop) or (wrong(account, today) if account else None)
        if error is None and account and processed.first_time(session, ws.id, key, now):
            kept = change(session, account, today)
            audit.keep(session, ws.id, now, person.id, kept.pop("did"), "account", account_id, **kept)
            recompute(session, ws.id, ws.policy, [account_id], now)
        card = read_card(session, ws, account_id, person, now)
    if error:
        ack(response_action="errors", errors=dict([error]))
        return
    services.wake()
    _repaint(ack, context, client, origin, card)


def _repaint(ack: Ack, context: BoltContext, client: WebClient, origin: Origin, card: face.Card | None) -> None:
    services, ws, person = context["services"], context["ws"], context["caller"]
    if card:
        message = (face.long if origin.long else face.short)(card, Viewer.of(person, services.clock(), ws.policy.currency))
        if origin.response_url:
            answer(context, origin.response_url, message, replace=True)
        elif origin.view:  # the card lies under the form, which closes
            services.later(lambda: client.views_update(view_id=origin.view, view=as_view(message)))
    ack()


def register(app: Any) -> None:
    app.action(do.RENEWAL_YES)(open_yes)
    app.action(do.RENEWAL_NO)(open_no)
    app.view(do.RENEWED_FORM)(submit_yes)
    app.view(do.NOT_RENEWED_FORM)(submit_no)
