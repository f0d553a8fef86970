"""What is worth telling: posted by managers; changed or withdrawn on the Home tab by whoever posted it,
and by admins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import insights as say
from messages.blocks import escape
from messages.carried import Origin
from messages.home import HOME_INSIGHT
from messages.inputs import Filled
from rules import no_longer, phrase
from rules.access import may_change_insight, may_post_insight
from rules.context import Insight, Posted
from rules.phrase import Phrase
from rules.records import days
from storage import insights, outbox, people, processed

from .asked import Asked
from .changed import audited
from .surface import Body, confirm, notice, open_modal, reject, typed_value

Ack = Callable[..., Any]
INSIGHT_HOLDS_FOR = days(30)
FAR = phrase.say("Choose today or a day to come, within a year.")
NOTHING = phrase.say("Write what is worth telling them.")


def open_post(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    with asked.services.reading() as session:
        stop = may_post_insight(people.caller_of(session, asked.ws.id, asked.person))
        there = insights.audiences(session, asked.ws.id)
    open_modal(
        client, body, notice("Insight", stop, asked.viewer) if stop else say.post_form(there, uuid4().hex)
    )
    ack()


def submit_post(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Kept for 30 days as a reason to call for the accounts it fits; a notice so long after its deadline."""
    values = _filled(view)
    if wrong := _wrong(values, asked):
        reject(ack, asked.viewer, wrong)
        return
    until = (values["tell_by"] or asked.today) + INSIGHT_HOLDS_FOR
    with asked.services.transaction() as session:
        stop = may_post_insight(people.caller_of(session, asked.ws.id, asked.person))
        if stop is None and processed.first_time(
            session, asked.ws.id, f"view:{Origin.unpack(view['private_metadata']).token}", now=asked.now
        ):
            insights.post(session, asked.ws.id, asked.person.id, until_on=until, now=asked.now, **values)
            outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)
    if stop:
        reject(ack, asked.viewer, {"text": stop})
        return
    fits = say.audience(Insight(0, **values))
    fits = "every account" if fits == "every tier" else fits
    by = f", to be told by {asked.viewer.day(values['tell_by'])}" if values["tell_by"] else ""
    asked.services.wake()
    said = f"Posted for {escape(fits)}{by}, until {asked.viewer.day(until)}: “{escape(values['text'])}”"
    confirm(asked.services, ack, "", title="Insight", said=f"{said} Reps get it as a reason to call.")


def _filled(view: dict[str, Any]) -> dict[str, Any]:
    """What was filled into either form; empty for every tier, industry, country or service."""
    filled = Filled(view)
    chosen = {name: filled.chosen(name) for name in ("tier", *(name for name, _ in say.CHOOSE))}
    chosen = {name: "" if value == say.EVERYTHING else value for name, value in chosen.items()}
    return {"text": filled.text("text"), "tell_by": filled.day("tell_by"), **chosen}


def _wrong(values: dict[str, Any], asked: Asked) -> dict[str, Phrase]:
    """What is wrong with it, by field."""
    if not values["text"]:
        return {"text": NOTHING}
    by = values["tell_by"]
    return {"tell_by": FAR} if by and not asked.today <= by <= asked.today + days(366) else {}


def _found(session: Session, asked: Asked, insight_id: int) -> tuple[Posted | None, Phrase | None]:
    """An insight that still holds, and why this person may not change it (None when they may)."""
    posted = insights.get(session, asked.ws.id, insight_id, on=asked.today)
    if posted is None:
        return None, no_longer.INSIGHT
    return posted, may_change_insight(people.caller_of(session, asked.ws.id, asked.person), posted.by_id)


def change(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form it was posted with, filled."""
    insight_id = say.InsightRef.unpack(typed_value(body)).insight
    with asked.services.reading() as session:
        posted, stop = _found(session, asked, insight_id)
        there = insights.audiences(session, asked.ws.id)
    if stop or posted is None:
        view = notice("Insight", stop or no_longer.INSIGHT, asked.viewer)
    else:
        view = say.change_form(posted, there, Origin(uuid4().hex, insight=insight_id))
    open_modal(client, body, view)
    ack()


def submit_change(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Changed for who hears of it from now on; an account that heard of it does not hear of it again."""
    values, origin = _filled(view), Origin.unpack(view["private_metadata"])
    insight_id = origin.insight or 0
    if not values["text"]:
        reject(ack, asked.viewer, {"text": NOTHING})
        return
    if values["tell_by"]:
        values["until_on"] = values["tell_by"] + INSIGHT_HOLDS_FOR
    with asked.services.transaction() as session:
        _, stop = _found(session, asked, insight_id)
        if not stop and processed.first_time(session, asked.ws.id, f"view:{origin.token}", now=asked.now):
            insights.change(session, asked.ws.id, insight_id, **values)
            audited(session, asked, did="changed", noun="insight", row_id=insight_id)
            outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)
    if stop:
        reject(ack, asked.viewer, {"text": stop})
        return
    asked.services.wake()
    ack()


def withdraw(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """No message gives it as a reason from now on."""
    insight_id = say.InsightRef.unpack(typed_value(body)).insight
    with asked.services.transaction() as session:
        _, stop = _found(session, asked, insight_id)
        if not stop:
            insights.withdraw(session, asked.ws.id, insight_id, on=asked.today)
            audited(session, asked, did="withdrew", noun="insight", row_id=insight_id)
        if not stop or stop.kind == no_longer.GONE:  # a Home tab that still shows it is put right
            outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)
    if stop:
        open_modal(client, body, notice("Insight", stop, asked.viewer))
    asked.services.wake()
    ack()


def register(app: Any) -> None:
    app.action(HOME_INSIGHT)(open_post)
    app.view(say.INSIGHT_FORM)(submit_post)
    app.action(say.INSIGHT_CHANGE)(change)
    app.action(say.INSIGHT_WITHDRAW)(withdraw)
    app.view(say.INSIGHT_CHANGED)(submit_change)
