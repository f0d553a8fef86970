"""What becomes of an introduction: the receiver accepts or asks back, the giver answers, it is taken
back.

The account is its owner's until the receiver accepts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import handoffs as say
from messages.blocks import Block, Message, escape
from messages.book import refusal, sentence
from messages.handoff_form import HANDOFF_ANSWERED, HANDOFF_ASKED, Asking, answer_form, ask_form
from messages.handoffs import HandoffRef
from messages.inputs import Filled
from rules import no_longer, phrase
from rules.editing import Edit
from rules.facts import handoffs as rules
from rules.facts.introduced import Handoff, Shown
from rules.phrase import Phrase
from storage import accounts, editing, handoffs, introduced, outbox, people, processed

from .access import refused_change, refused_giving
from .asked import Asked
from .changed import account_changed, by_tap
from .offered_accounts import closed, first_for
from .surface import Body, confirm, notice, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def introductions_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """Who was introduced as an account's next expert, and what became of it."""
    hits = accounts.hits_of(session, asked.ws.id, [account_id])
    those = introduced.of_account(session, asked.ws.id, account_id)
    may = refused_change(session, asked, account_id) is None
    name = hits[0].name if hits else "this account"
    return say.listed(name, account_id, those, may_change=may, viewer=asked.viewer, did=did)


def owned_by(session: Session, asked: Asked, account_id: int, before: int, after: int) -> None:
    """The account is somebody else's from today on, with all that is open, until that is undone."""
    edit = Edit({"owner_id": before}, {"owner_id": after})
    by_id = asked.person.id
    kept = editing.change(session, asked.ws.id, account_id, edit, by_id=by_id, now=asked.now)
    account_changed(session, asked, account_id, did="reassigned", **kept)
    for person in (before, after):
        outbox.repaint_home(session, asked.ws.id, person, now=asked.now)


def accept(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The receiver is its owner from today on; a stale button says what happened meanwhile."""

    def act(session: Session) -> Message:
        handoff, stop = _for_receiver(session, asked, HandoffRef.unpack(typed_value(body)).handoff)
        if handoff is None or stop:
            return refusal(stop or no_longer.HANDOFF, asked.viewer)
        first = first_for(session, asked, handoff)
        taken = handoffs.accept(session, asked.ws.id, handoff, asked.person, now=asked.now, first=first)
        owned_by(session, asked, handoff.account_id, handoff.giver_id, asked.person.id)
        closed(session, asked, handoff)
        name = accounts.hits_of(session, asked.ws.id, [handoff.account_id])[0].name
        return sentence(say.accepted(name, taken.greet_by, asked.viewer))

    by_tap(ack, body, asked, client, act, replace=False)


def _for_receiver(session: Session, asked: Asked, handoff_id: int) -> tuple[Handoff | None, Phrase | None]:
    """The handoff, and why it is not this person's to answer (any more). An account that went another way
    meanwhile is on its way to nobody."""
    handoff = introduced.get(session, asked.ws.id, handoff_id)
    if handoff is None:
        return None, no_longer.HANDOFF
    if why := rules.may_receive(asked.person, handoff):
        return handoff, why
    if handoff.became:
        return handoff, rules.meanwhile(handoff)
    if handoff.void:
        handoffs.lapse(session, asked.ws.id, handoff, on=asked.today, now=asked.now, by_id=asked.person.id)
        return handoff, rules.ANOTHER_WAY
    return handoff, None


def open_ask(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Ask back: what the receiver wants to know before they accept."""
    with asked.services.transaction() as session:  # an introduction whose ground is gone ends by it
        handoff, stop = _for_receiver(session, asked, HandoffRef.unpack(typed_value(body)).handoff)
        shown = _shown(session, asked, handoff)
    _open(body, asked, client, "Ask back", ask_form, shown, stop)
    ack()


def _open(
    body: Body,
    asked: Asked,
    client: WebClient,
    title: str,
    form: Callable[[Shown, Asking], Block],
    shown: Shown | None,
    stop: Phrase | None,
) -> None:
    """The form of a question or its answer; why there is none."""
    if shown is None or stop:
        view = notice(title, stop or no_longer.HANDOFF, asked.viewer)
    else:
        view = form(shown, Asking(shown.handoff.id, uuid4().hex, response_url(body)))
    open_modal(client, body, view)


def submit_ask(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """The question waits for the giver, who is told at once."""
    asking, text = Asking.unpack(view["private_metadata"]), Filled(view).text("text")[: rules.FIELD]
    with asked.services.transaction() as session:
        handoff, stop = _for_receiver(session, asked, asking.handoff)
        if not stop and not text:
            stop = phrase.say("What do you want to know?")
        if handoff is None or stop:
            reject(ack, asked.viewer, {"text": stop or no_longer.HANDOFF})
            return
        giver = people.get(session, asked.ws.id, handoff.giver_id)
        to = giver if giver.active else people.get(session, asked.ws.id, handoff.by_id)
        if processed.first_time(session, asked.ws.id, f"view:{asking.token}", now=asked.now):
            handoffs.ask_back(session, asked.ws.id, handoff, question=text, to=to, now=asked.now)
    asked.services.wake()
    said = f"Asked {escape(to.name)}: “{escape(text)}” The answer comes to you here."
    confirm(asked.services, ack, asking.response_url, title="Ask back", said=said)


def open_answer(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Answer, under what was asked back."""
    with asked.services.reading() as session:
        handoff, stop = _for_giver(session, asked, HandoffRef.unpack(typed_value(body)).handoff)
        shown = _shown(session, asked, handoff)
    _open(body, asked, client, "Answer", answer_form, shown, stop)
    ack()


def submit_answer(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """The answer goes to the receiver, for whom it waits anew."""
    asking, text = Asking.unpack(view["private_metadata"]), Filled(view).text("text")[: rules.FIELD]
    with asked.services.transaction() as session:
        again = processed.was_seen(session, asked.ws.id, f"view:{asking.token}")
        handoff = introduced.get(session, asked.ws.id, asking.handoff)
        stop = None
        if not again:
            handoff, stop = _for_giver(session, asked, asking.handoff)
            stop = stop or (None if text else phrase.say("Your answer is empty."))
        if handoff is None or stop:
            reject(ack, asked.viewer, {"text": stop or no_longer.HANDOFF})
            return
        if processed.first_time(session, asked.ws.id, f"view:{asking.token}", now=asked.now):
            receiver = people.get(session, asked.ws.id, handoff.receiver_id)
            by = asked.person.id
            handoffs.answer(session, asked.ws.id, handoff, text, by_id=by, receiver=receiver, now=asked.now)
    asked.services.wake()
    said = f"Passed on to {escape(handoff.receiver)}: “{escape(text)}”"
    confirm(asked.services, ack, asking.response_url, title="Answer", said=said)


def _for_giver(session: Session, asked: Asked, handoff_id: int) -> tuple[Handoff | None, Phrase | None]:
    """The handoff, and why its question is not this person's to answer (any more)."""
    handoff = introduced.get(session, asked.ws.id, handoff_id)
    if handoff is None:
        return None, no_longer.HANDOFF
    if why := rules.may_answer(asked.person, handoff):
        return handoff, why
    if not handoff.waits:
        return handoff, rules.meanwhile(handoff)
    return handoff, None if handoff.asked_back else no_longer.ANSWERED


def _shown(session: Session, asked: Asked, handoff: Handoff | None) -> Shown | None:
    hits = accounts.hits_of(session, asked.ws.id, [handoff.account_id]) if handoff else []
    if handoff is None or not hits:
        return None
    return Shown(handoff, hits[0].name, people.get(session, asked.ws.id, handoff.by_id).name)


def withdraw(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Taken back while nobody has accepted: by who may change the account. The list is painted again."""
    with asked.services.transaction() as session:
        handoff = introduced.get(session, asked.ws.id, HandoffRef.unpack(typed_value(body)).handoff)
        stop = refused_giving(session, asked, handoff.account_id) if handoff else no_longer.HANDOFF
        if handoff is None or stop:
            message = refusal(stop or no_longer.HANDOFF, asked.viewer)
        elif not handoff.waits:
            did = escape(asked.viewer.plain(rules.meanwhile(handoff)))
            message = introductions_of(session, asked, handoff.account_id, did=did)
        else:
            handoffs.withdraw(
                session, asked.ws.id, handoff, by_id=asked.person.id, on=asked.today, now=asked.now
            )
            account_changed(session, asked, handoff.account_id, did="introduction withdrawn")
            did = f"↩️ Taken back: {escape(handoff.receiver)} was not introduced."
            message = introductions_of(session, asked, handoff.account_id, did=did)
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def register(app: Any) -> None:
    app.action(say.HANDOFF_ACCEPT)(accept)
    app.action(say.HANDOFF_ASK)(open_ask)
    app.view(HANDOFF_ASKED)(submit_ask)
    app.action(say.HANDOFF_ANSWER)(open_answer)
    app.view(HANDOFF_ANSWERED)(submit_answer)
    app.action(say.HANDOFF_WITHDRAW)(withdraw)
