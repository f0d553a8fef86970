"""What became of a renewal whose date has passed: two buttons on the card, for those who may change the
account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import card as face
from messages import renewals as say
from messages.carried import Origin
from rules import no_longer, phrase
from rules.card import Card
from rules.consequences import when_lost
from rules.editing import Edit
from rules.facts.renewals import churn_error, next_error, next_renewal, renewal_passed
from rules.phrase import Phrase
from rules.records import Account, days
from storage import editing, processed, records

from . import loosening
from .access import refused_change
from .account import read_card
from .asked import Asked
from .changed import account_changed
from .surface import Body, answer, as_view, notice, open_modal, reject, response_url, typed_value

Ack = Callable[..., Any]
ASK_AGAIN_IN = days(30)
ANSWERED = phrase.say("That was answered meanwhile: open the card again.")
Change = Callable[[Session, Account], None]
"""Writes an answer for an account, audited."""


def open_yes(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _open(ack, body, asked, client=client, yes=True)


def open_no(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _open(ack, body, asked, client=client, yes=False)


def _open(ack: Ack, body: Body, asked: Asked, client: WebClient, yes: bool) -> None:
    ref = say.RenewalRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        stop, account = _answerable(session, asked, ref.account)
        left = None if stop or yes else _if_left(session, asked, ref.account)
    if stop or account is None or account.renews_on is None:
        open_modal(client, body, notice("Renewal", stop or ANSWERED, asked.viewer))
        ack()
        return
    in_modal = (body.get("view") or {}).get("type") == "modal"
    view_id = str(body["view"]["id"]) if in_modal else ""
    origin = Origin(uuid4().hex, response_url(body), accounts=(account.id,), view=view_id, long=ref.long)
    if left is None:
        following = next_renewal(account.renews_on, asked.today)
        form = say.renewed_form(
            account.name, account.renews_on, following, origin=origin, viewer=asked.viewer
        )
    else:
        ask_on = asked.today + ASK_AGAIN_IN
        form = say.not_renewed_form(
            account.name, account.renews_on, ask_on, left, origin=origin, viewer=asked.viewer
        )
    open_modal(client, body, form)
    ack()


def _if_left(session: Session, asked: Asked, account_id: int) -> say.Left:
    """What follows where they left."""
    (record,) = records.read(session, asked.ws.id, [account_id], now=asked.services.clock())
    after = loosening.churned(session, asked, account_id, asked.today)
    stop = loosening.refused_so(session, asked, account_id, after)
    to = None if stop else loosening.decides_on(session, asked, account_id, after)
    return say.Left(when_lost(record, asked.ws.policy), to.name if to else "", stop)


def _answerable(session: Session, asked: Asked, account_id: int) -> tuple[Phrase | None, Account | None]:
    """Why the question is not this person's to answer, or no longer asked; and the account."""
    read = records.read(session, asked.ws.id, [account_id], now=asked.services.clock())
    if not read:
        return no_longer.ACCOUNT, None
    account = read[0].account
    if stop := refused_change(session, asked, account_id):
        return stop, account
    return None if renewal_passed(account, asked.today) else ANSWERED, account


def submit_yes(ack: Ack, view: dict[str, Any], asked: Asked, client: WebClient) -> None:
    """The next date becomes the account's renewal date, as if a file had named it."""
    following = _day(view, "next_on")

    def renew(session: Session, account: Account) -> None:
        _renews(session, asked, account, following, did="renewed")

    _submit(
        ack,
        view,
        asked,
        client=client,
        wrong=lambda *_: _at("next_on", next_error(following, asked.today)),
        change=renew,
    )


def submit_no(ack: Ack, view: dict[str, Any], asked: Asked, client: WebClient) -> None:
    """Churned from a day, or open until another date (or without one)."""
    values = view["state"]["values"]
    became = (values["became"]["became"].get("selected_option") or {}).get("value")
    reason = (values["reason"]["reason"].get("value") or "").strip()
    left_on, ask_on = _day(view, "left_on"), _day(view, "ask_on")

    def wrong(session: Session, account: Account) -> tuple[str, Phrase] | None:
        if became == "churned":
            after = loosening.churned(session, asked, account.id, left_on or asked.today)
            stop = loosening.refused_so(session, asked, account.id, after)
            return _at("became", stop) or churn_error(left_on, reason, account, today=asked.today)
        if became != "open":
            return "became", phrase.say("How does it stand?")
        return _at("ask_on", next_error(ask_on, asked.today)) if ask_on else None

    def keep(session: Session, account: Account) -> None:
        if became != "churned":
            _renews(session, asked, account, ask_on, did="renewal open")
            return
        from_on = left_on or asked.today
        after = loosening.churned(session, asked, account.id, from_on)
        loosening.change(
            session, asked, account.id, after, why=reason, did="churned", from_on=from_on.isoformat()
        )

    _submit(ack, view, asked, client=client, wrong=wrong, change=keep)


def _renews(session: Session, asked: Asked, account: Account, on: date | None, did: str) -> None:
    """The renewal date as a person knows it; a file that names another one later wins, as for every cell."""
    was, then = ({"renews_given": day.isoformat() if day else None} for day in (account.renews_on, on))
    by_id = asked.person.id
    kept = editing.change(session, asked.ws.id, account.id, Edit(was, then), by_id=by_id, now=asked.now)
    account_changed(session, asked, account.id, did=did, **kept)


def _at(field: str, error: Phrase | None) -> tuple[str, Phrase] | None:
    return (field, error) if error else None


def _day(view: dict[str, Any], block: str) -> date | None:
    stored = view["state"]["values"][block][block].get("selected_date")
    return date.fromisoformat(stored) if stored else None


def _submit(
    ack: Ack,
    view: dict[str, Any],
    asked: Asked,
    client: WebClient,
    wrong: Callable[[Session, Account], tuple[str, Phrase] | None],
    change: Change,
) -> None:
    """Checked and written once, with what is due; then the card it was asked on is painted again."""
    origin = Origin.unpack(view["private_metadata"])
    account_id, key = origin.accounts[0], f"view:{origin.token}"
    first = next(b["block_id"] for b in view["blocks"] if b["type"] == "input")
    with asked.services.transaction() as session:
        again = processed.was_seen(session, asked.ws.id, key)
        stop, account = (None, None) if again else _answerable(session, asked, account_id)
        error = _at(first, stop) or (wrong(session, account) if account else None)
        if error is None and account and processed.first_time(session, asked.ws.id, key, now=asked.now):
            change(session, account)
        card = read_card(session, asked, account_id)
    if error:
        reject(ack, asked.viewer, dict([error]))
        return
    asked.services.wake()
    _repaint(ack, asked, client, origin=origin, card=card)


def _repaint(ack: Ack, asked: Asked, client: WebClient, origin: Origin, card: Card | None) -> None:
    if card:
        message = (face.long if origin.long else face.short)(card, asked.viewer)
        if origin.response_url:
            answer(asked.services, origin.response_url, message, replace=True)
        elif origin.view:  # the card lies under the form, which closes
            asked.services.later(lambda: client.views_update(view_id=origin.view, view=as_view(message)))
    ack()


def register(app: Any) -> None:
    app.action(say.RENEWAL_YES)(open_yes)
    app.action(say.RENEWAL_NO)(open_no)
    app.view(say.RENEWED_FORM)(submit_yes)
    app.view(say.NOT_RENEWED_FORM)(submit_no)
