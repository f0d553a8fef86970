"""The log form: opened from a card, a nudge, the Home tab or a message; typeahead, contacts, submission."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient

from messages import captured
from messages import log_touch as say
from messages.blocks import option
from messages.book import refusal
from messages.card import CARD_LOG
from messages.carried import AccountRef, Origin
from messages.home import LOG_OPEN
from messages.inputs import Filled
from messages.nudge import NUDGE_LOG, PlaceRef
from rules import no_longer, phrase
from rules.captured import entry_error
from rules.facts.entries import Entry, long_ago, over_a_year_ago
from rules.language.numbers import whole
from rules.phrase import Phrase
from storage import accounts, contacts, nudges, outbox, touches

from .asked import Asked
from .log_touch import amend, filled, refused_edit, store, view_of
from .surface import Body, answer, as_view, open_modal, reject, response_url, show, typed_text, typed_value
from .typed import understood

Ack = Callable[..., Any]
A_LONG_TIME = 999_999  # minutes: what is read, to say that it is too much


def open_form(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Log on a card or on the Home tab."""
    value = typed_value(body)
    account = AccountRef.unpack(value).account if value.startswith("{") else None
    _open(asked, body, client, account=account, origin=Origin(uuid4().hex, response_url(body)))
    ack()


def open_from_nudge(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Log on a place in the morning message; a stale button says what happened meanwhile."""
    with asked.services.reading() as session:
        place = nudges.place(session, asked.ws.id, PlaceRef.unpack(typed_value(body)).place)
    if place is None:
        show(asked.services, body, client, message=refusal(no_longer.PLACE, asked.viewer))
    else:
        origin = Origin(uuid4().hex, response_url(body), place=place.id)
        _open(asked, body, client, account=place.account_id, origin=origin)
    ack()


def _open(asked: Asked, body: Body, client: WebClient, account: int | None, origin: Origin) -> None:
    form = say.Form()
    if account is not None:
        with asked.services.reading() as session:
            hits = accounts.hits_of(session, asked.ws.id, [account])
            there = contacts.of_account(session, asked.ws.id, account)
        form = say.Form(tuple((h.id, h.name) for h in hits), None, tuple(there))
    open_modal(client, body, say.form(form, origin, asked.viewer))


def open_from_message(ack: Ack, shortcut: Body, body: Body, asked: Asked, client: WebClient) -> None:
    """ "Log as touch" on any message: its text fills the form, as a line typed after /log would."""
    text = " ".join(typed_text(str((shortcut.get("message") or {}).get("text") or "")).split())[
        : say.FORM_HOLDS
    ]
    open_modal(client, body, view_of(asked, understood(asked, text), response_url(body)))
    ack()


def suggest(ack: Ack, payload: dict[str, Any], asked: Asked) -> None:
    """Typeahead for the account, over the own book first."""
    with asked.services.reading() as session:
        hits = accounts.typeahead(session, asked.ws.id, payload.get("value") or "", own=asked.person.id)
    ack(options=[option(h.name, str(h.id)) for h in hits])


def account_chosen(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The account was chosen in the form: its contacts appear; what was typed stays."""
    chosen = typed_value(body)
    origin = Origin.unpack(body["view"]["private_metadata"])
    entry, _ = _submitted(body["view"], origin, asked.today)
    ids = [int(chosen)] if chosen.isdigit() else []
    view = filled(asked, origin, replace(entry, account_ids=tuple(ids)), asks_day=_has(body["view"], "sure"))
    asked.services.later(
        lambda: client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)
    )
    ack()


def _has(view: dict[str, Any], block_id: str) -> bool:
    return any(b.get("block_id") == block_id for b in view["blocks"])


def submit(ack: Ack, view: dict[str, Any], body: Body, asked: Asked) -> None:
    """The form: checked, stored, then acked; sent twice it is one touch. A day over a year back is asked
    first."""
    origin, today = Origin.unpack(view["private_metadata"]), asked.today
    entry, wrong = _submitted(view, origin, today)
    with asked.services.reading() as session:
        known = accounts.hits_of(session, asked.ws.id, entry.account_ids)
        old = touches.batch_of(session, asked.ws.id, origin.batch) if origin.batch else None
        stop = refused_edit(session, asked, old)
    if not wrong and stop:
        wrong = {"note": stop}
    if not wrong and (error := entry_error(entry, today)):
        wrong = {error[0]: error[1]}
    if not wrong and len(known) != len(entry.account_ids):
        wrong = {"account": no_longer.ACCOUNT}
    if wrong:
        reject(ack, asked.viewer, {(k if _has(view, k) else "note"): v for k, v in wrong.items()})
        return
    if long_ago(entry.on, today) and not _is_sure(view, entry.on) and not (old and old.entry.on == entry.on):
        said = asked.viewer.plain(over_a_year_ago(entry.on))
        ack(response_action="update", view=filled(asked, origin, entry, asks_day=True, said=said))
        return
    if origin.batch:
        receipt = amend(asked, origin.batch, entry, token=origin.token)
    else:
        receipt = store(asked, [entry], f"v{origin.token}")
    if origin.response_url:
        answer(asked.services, origin.response_url, receipt, replace=bool(origin.batch))
    else:
        with asked.services.transaction() as session:  # from the Home tab: it shows what became due
            outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)
        asked.services.wake()
        ack(response_action="update", view=as_view(receipt))
        return
    ack()


def _is_sure(view: dict[str, Any], on: date) -> bool:
    """Whether the form's question about its old day was answered, for this very day."""
    answer = view["state"]["values"].get("sure", {}).get("sure", {}).get("selected_option") or {}
    return bool(answer.get("value") == on.isoformat())


def _submitted(view: dict[str, Any], origin: Origin, today: date) -> tuple[Entry, dict[str, Phrase]]:
    values = Filled(view)
    wrong: dict[str, Phrase] = {}
    minutes = whole(values.text("minutes"), A_LONG_TIME)
    if values.text("minutes") and minutes is None:
        wrong["minutes"] = phrase.say("Minutes are a whole number.")
    if values.day("on") is None:
        wrong["on"] = phrase.say("On which day was it?")
    account = values.chosen("account")
    entry = Entry(
        account_ids=origin.accounts or ((int(account),) if account.isdigit() else ()),
        on=values.day("on") or today,
        channel=values.chosen("channel"),
        outcome=values.chosen("outcome"),
        purpose=values.chosen("purpose"),
        minutes=minutes,
        sentiment=values.chosen("sentiment"),
        note="\n".join(t for t in (" ".join(values.text("got").split()), values.text("note")) if t),
        contact_ids=tuple(map(int, values.all_chosen("contacts"))),
        **captured.read(values),
    )
    return entry, wrong


def register(app: Any) -> None:
    app.view(say.LOG_FORM)(submit)
    app.options(say.LOG_ACCOUNT)(suggest)
    app.shortcut(say.LOG_SHORTCUT)(open_from_message)
    app.action(say.LOG_ACCOUNT)(account_chosen)
    app.action(CARD_LOG)(open_form)
    app.action(LOG_OPEN)(open_form)
    app.action(NUDGE_LOG)(open_from_nudge)
