"""What customers say of us: asked at most once a quarter, answered, put right, taken back; and that they
promoted us, which is a touch without a reset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import feedback as say
from messages.blocks import Block, Message, escape
from messages.book import refusal
from messages.carried import AccountRef
from messages.feedback import Asking, AskOf, FeedbackRef
from messages.inputs import Filled
from messages.voiced import FEEDBACK_SHOW
from rules import no_longer
from rules.facts.asked_for import ASKED, DECLINED, FEEDBACK, GIVEN, KINDS, Feedback
from rules.facts.asking import FIELD, answer_error, asked_error, promoted, promoted_error, refused
from rules.facts.needs import may_put_right
from rules.language.reading import Event
from rules.phrase import Phrase
from storage import accounts, people, processed, records
from storage.feedback import FEEDBACK as KEPT
from storage.holding import hold

from .access import parties
from .asked import Asked
from .changed import computed_anew
from .logged import store
from .surface import Body, confirm, notice, open_modal, over, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def feedback_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """All that an account said of us, with what may be asked of it now."""
    read = records.read(session, asked.ws.id, [account_id], now=asked.now)
    if not read:
        return refusal(no_longer.ACCOUNT, asked.viewer)
    record, all_of = read[0], KEPT.of_account(session, asked.ws.id, account_id)
    record = replace(record, feedback=tuple(f.as_known(asked.today) for f in all_of))
    stops = ((k, refused(record, k, asked.today, asked.ws.policy)) for k in KINDS)
    shown = say.Said(
        account_id,
        record.account.name,
        record.feedback,
        by=people.names(session, asked.ws.id, (f.by_id for f in record.feedback)),
        did=did,
        stops={k: why for k, why in stops if why},
        churned=record.account.status == "churned",
    )
    return say.page(shown, asked.viewer)


def _theirs(session: Session, asked: Asked, feedback_id: int) -> tuple[Feedback | None, Phrase | None]:
    """The asking, and why it is not this person's to change."""
    feedback = KEPT.get(session, asked.ws.id, feedback_id)
    if feedback is None:
        return None, no_longer.FEEDBACK
    caller, owner, team = parties(session, asked, feedback.account_id)
    return feedback, may_put_right(caller, feedback.by_id, owner, team=team)


def open_page(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The page, beside what the button stands on."""
    with asked.services.reading() as session:
        message = feedback_of(session, asked, AccountRef.unpack(typed_value(body)).account)
    show(asked.services, body, client, message=message)
    ack()


# asked -----------------------------------------------------------------------------------------------------
def _refused(session: Session, asked: Asked, account_id: int, kind: str) -> Phrase | None:
    """Why an account is not to be asked now: it was not long ago, or is not happy."""
    read = records.read(session, asked.ws.id, [account_id], now=asked.now)
    return refused(read[0], kind, asked.today, asked.ws.policy) if read else no_longer.ACCOUNT


def open_ask(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form, where they may be asked. Whoever may log a touch may ask."""
    of = AskOf.unpack(typed_value(body))
    with asked.services.reading() as session:
        stop = _refused(session, asked, of.account, of.kind)
        hits = accounts.hits_of(session, asked.ws.id, [of.account])
    if stop or not hits:
        open_modal(client, body, notice("Ask them", stop or no_longer.ACCOUNT, asked.viewer))
    else:
        asking = _asking(body, of.account, of.kind)
        open_modal(client, body, say.ask_form(asking, hits[0].name, asked.viewer, on=asked.today))
    ack()


def _asking(body: Body, account: int, kind: str = FEEDBACK) -> Asking:
    url, token = response_url(body), uuid4().hex
    return Asking(token, account, kind, response_url=url, over=over(body, True))


def submit_ask(ack: Ack, view: Block, asked: Asked) -> None:
    """Asked, once; the page says so. What was asked meanwhile is refused."""
    asking, filled = Asking.unpack(view["private_metadata"]), Filled(view)
    on = filled.day("asked_on")
    if error := asked_error(on, asked.today):
        reject(ack, asked.viewer, dict([error]))
        return
    with asked.services.transaction() as session:
        to = Feedback(0, asking.account, asked.person.id, asking.kind, on or asked.today)
        to = replace(to, contact=filled.text("contact")[:120])
        key = f"view:{asking.token}"
        hold(session, asked.ws.id, asking.account)
        again = processed.was_seen(session, asked.ws.id, key)
        if not again and (stop := _refused(session, asked, asking.account, asking.kind)):
            reject(ack, asked.viewer, {"asked_on": stop})
            return
        if processed.first_time(session, asked.ws.id, key, now=asked.now):
            KEPT.note(session, asked.ws.id, to, by_id=asked.person.id, now=asked.now, did=ASKED)
            computed_anew(session, asked, asking.account)
        message = feedback_of(session, asked, asking.account, did=say.asked(to))
    _confirmed(ack, asked, asking, message)


def _confirmed(ack: Ack, asked: Asked, asking: Asking, message: Message) -> None:
    asked.services.wake()
    confirm(asked.services, ack, asking.response_url, title="Tend", said=message, replace=bool(asking.over))


# answered --------------------------------------------------------------------------------------------------
def open_answer(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """What they said to an asking, or said before: the form."""
    ref = FeedbackRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        feedback, stop = _theirs(session, asked, ref.feedback)
        hits = accounts.hits_of(session, asked.ws.id, [feedback.account_id]) if feedback else []
    if feedback is None or stop:
        open_modal(client, body, notice("Feedback", stop or no_longer.FEEDBACK, asked.viewer))
    else:
        asking = replace(_asking(body, feedback.account_id, feedback.kind), feedback=feedback.id)
        asking = replace(asking, was=feedback.state)
        name, on = hits[0].name if hits else "this account", feedback.answered_on or asked.today
        open_modal(client, body, say.answer_form(asking, name, feedback, on))
    ack()


def open_told(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """They said it without being asked: the same form, empty."""
    account = AccountRef.unpack(typed_value(body)).account
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, [account])
    if hits:
        open_modal(client, body, say.answer_form(_asking(body, account), hits[0].name, None, asked.today))
    else:
        open_modal(client, body, notice("Feedback", no_longer.ACCOUNT, asked.viewer))
    ack()


def submit_answer(ack: Ack, view: Block, asked: Asked) -> None:
    """Their answer, noted or put right, once; the page says so."""
    asking, filled = Asking.unpack(view["private_metadata"]), Filled(view)
    with asked.services.transaction() as session:
        hold(session, asked.ws.id, asking.account)
        was, stop = _theirs(session, asked, asking.feedback) if asking.feedback else (None, None)
        if stop is None and not accounts.hits_of(session, asked.ws.id, [asking.account]):
            stop = no_longer.ACCOUNT
        key = f"view:{asking.token}"
        if was and asking.was not in ("", was.state) and not processed.was_seen(session, asked.ws.id, key):
            stop = stop or say.meanwhile(was)
        if stop:
            reject(ack, asked.viewer, {"text": stop})
            return
        to = _filled(filled, asked, asking, was)
        if error := answer_error(to, filled.day("answered_on"), asked.today):
            reject(ack, asked.viewer, dict([error]))
            return
        if processed.first_time(session, asked.ws.id, key, now=asked.now):
            ws, by, now = asked.ws.id, asked.person.id, asked.now
            if was:
                KEPT.change(session, ws, was, to, by_id=by, now=now)
            else:
                KEPT.note(session, ws, to, by_id=by, now=now, did=to.state)
            computed_anew(session, asked, asking.account)
        message = feedback_of(session, asked, asking.account, did=say.noted(to, asked.viewer))
    _confirmed(ack, asked, asking, message)


def _filled(filled: Filled, asked: Asked, asking: Asking, was: Feedback | None) -> Feedback:
    """The answer as it was filled in. A text that the form showed only the beginning of stays whole."""
    on, text = filled.day("answered_on"), filled.text("text")[:FIELD]
    new = Feedback(0, asking.account, asked.person.id, asking.kind, on or asked.today)
    to, state = was or new, filled.chosen("state")
    return replace(
        to,
        state=state if state in (GIVEN, DECLINED) else "",
        answered_on=on,
        text=to.text if text == to.text[:FIELD].strip() else text,
        theme=filled.chosen("theme"),
        may_use=filled.chosen("may_use"),
        contact=filled.text("contact")[:120],
    )


def void(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It was not asked, or not said, once."""
    ref = FeedbackRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        feedback, stop = _theirs(session, asked, ref.feedback)
        if feedback is None or stop:
            message = refusal(stop or no_longer.FEEDBACK, asked.viewer)
        elif feedback.state != (ref.state or ASKED):
            did = escape(asked.viewer.plain(say.meanwhile(feedback)))
            message = feedback_of(session, asked, feedback.account_id, did=did)
        else:
            KEPT.take_back(session, asked.ws.id, feedback, by_id=asked.person.id, now=asked.now)
            computed_anew(session, asked, feedback.account_id)
            message = feedback_of(session, asked, feedback.account_id, did=say.voided(feedback))
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


# they promoted us ------------------------------------------------------------------------------------------
def open_promoted(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """What they did: the form."""
    account = AccountRef.unpack(typed_value(body)).account
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, [account])
    if hits:
        open_modal(client, body, say.promoted_form(_asking(body, account), hits[0].name, asked.today))
    else:
        open_modal(client, body, notice("They promoted us", no_longer.ACCOUNT, asked.viewer))
    ack()


def submit_promoted(ack: Ack, view: Block, asked: Asked) -> None:
    """A touch without a reset, once; the receipt has Undo."""
    asking, filled = Asking.unpack(view["private_metadata"]), Filled(view)
    on, text = filled.day("on"), filled.text("text")[:200]
    with asked.services.reading() as session:
        stop = None if accounts.hits_of(session, asked.ws.id, [asking.account]) else no_longer.ACCOUNT
    if error := ("text", stop) if stop else promoted_error(text, on, asked.today):
        reject(ack, asked.viewer, dict([error]))
        return
    entry = promoted((asking.account,), on or asked.today, text)
    message = store(asked, {0: Event(entry)}, f"p{asking.token}")
    _confirmed(ack, asked, asking, message)


def register(app: Any) -> None:
    app.action(FEEDBACK_SHOW)(open_page)
    app.action(say.FEEDBACK_ASK)(open_ask)
    app.action(say.TESTIMONIAL_ASK)(open_ask)
    app.view(say.FEEDBACK_ASK_FORM)(submit_ask)
    app.action(say.FEEDBACK_ANSWER)(open_answer)
    app.action(say.FEEDBACK_TOLD)(open_told)
    app.view(say.FEEDBACK_FORM)(submit_answer)
    app.action(say.FEEDBACK_VOID)(void)
    app.action(say.PROMOTED)(open_promoted)
    app.view(say.PROMOTED_FORM)(submit_promoted)
