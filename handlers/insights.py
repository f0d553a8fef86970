"""What is worth telling: posted by managers; changed or withdrawn by whoever posted it and by admins, on the
Home tab and in the list of notices, which is painted anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import insights as say
from messages.blocks import escape
from messages.home import HOME_INSIGHT
from messages.inputs import Filled
from messages.insights import Posting
from messages.noticed import NOTICE_POST
from rules import no_longer, phrase
from rules.access import may_change_insight, may_post_insight
from rules.context import Insight, Posted
from rules.phrase import Phrase
from rules.records import days
from storage import insights, outbox, people, processed

from .asked import Asked
from .changed import audited
from .notices import notices_of
from .surface import Body, answer, confirm, notice, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]
INSIGHT_HOLDS_FOR = days(30)
FAR = phrase.say("Choose today or a day to come, within a year.")
FAR_OR_KEPT = phrase.say("Choose today or a day to come, within a year, or leave its day as it is.")
NOTHING = phrase.say("Write what is worth telling them.")
NO_DAY = phrase.say("Choose the day by which each of them is to hear of it.")


def open_post(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _open_post(body, asked, client, Posting(uuid4().hex))
    ack()


def open_notice(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """From the list of notices: the same form, which wants a deadline."""
    _open_post(body, asked, client, Posting(uuid4().hex, response_url=response_url(body), due=True))
    ack()


def _open_post(body: Body, asked: Asked, client: WebClient, posting: Posting) -> None:
    with asked.services.reading() as session:
        stop = may_post_insight(people.caller_of(session, asked.ws.id, asked.person))
        there = insights.audiences(session, asked.ws.id)
    open_modal(client, body, notice("Insight", stop, asked.viewer) if stop else say.post_form(there, posting))


def submit_post(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Kept for 30 days as a reason to call for the accounts it fits; a notice so long after its deadline."""
    values, posting, listed = _filled(view), Posting.unpack(view["private_metadata"]), None
    if wrong := _wrong(values, asked, posting):
        reject(ack, asked.viewer, wrong)
        return
    until = (values["tell_by"] or asked.today) + INSIGHT_HOLDS_FOR
    with asked.services.transaction() as session:
        stop = may_post_insight(people.caller_of(session, asked.ws.id, asked.person))
        if stop is None and processed.first_time(
            session, asked.ws.id, f"view:{posting.token}", now=asked.now
        ):
            insights.post(session, asked.ws.id, asked.person.id, until_on=until, now=asked.now, **values)
            outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)
        said = _posted(values, until, asked)
        if posting.response_url and not stop:
            listed = notices_of(session, asked, did=f"✅ {said}")
    if stop:
        reject(ack, asked.viewer, {"text": stop})
        return
    asked.services.wake()
    confirm(asked.services, ack, posting.response_url, title="Insight", said=listed or said, replace=True)


def _posted(values: dict[str, Any], until: date, asked: Asked) -> str:
    """What was posted, confirmed."""
    fits = say.audience(Insight(0, **values))
    fits = "every account" if fits == "every tier" else fits
    by = f", to be told by {asked.viewer.day(values['tell_by'])}" if values["tell_by"] else ""
    said = f"Posted for {escape(fits)}{by}, until {asked.viewer.day(until)}: “{escape(values['text'])}”"
    return f"{said} Reps get it as a reason to call."


def _filled(view: dict[str, Any]) -> dict[str, Any]:
    """What was filled into either form; empty for every tier, industry, country or service."""
    filled = Filled(view)
    chosen = {name: filled.chosen(name) for name in ("tier", *(name for name, _ in say.CHOOSE))}
    chosen = {name: "" if value == say.EVERYTHING else value for name, value in chosen.items()}
    return {"text": filled.text("text"), "tell_by": filled.day("tell_by"), **chosen}


def _wrong(values: dict[str, Any], asked: Asked, posting: Posting) -> dict[str, Phrase]:
    """What is wrong with it, by field."""
    if wrong := _missing(values, posting):
        return wrong
    return {"tell_by": FAR} if _far(values["tell_by"], asked.today) else {}


def _far(by: date | None, today: date) -> bool:
    """Whether a deadline is none of today or the year to come."""
    return by is not None and not today <= by <= today + days(366)


def _missing(values: dict[str, Any], posting: Posting) -> dict[str, Phrase]:
    """What it cannot be without, by field."""
    if not values["text"]:
        return {"text": NOTHING}
    return {"tell_by": NO_DAY} if posting.due and not values["tell_by"] else {}


def _found(session: Session, asked: Asked, insight_id: int) -> tuple[Posted | None, Phrase | None]:
    """An insight that still holds, and why this person may not change it (None when they may)."""
    posted = insights.get(session, asked.ws.id, insight_id, on=asked.today)
    if posted is None:
        notice = insights.is_notice(session, asked.ws.id, insight_id)
        return None, no_longer.NOTICE if notice else no_longer.INSIGHT
    return posted, may_change_insight(people.caller_of(session, asked.ws.id, asked.person), posted.by_id)


def change(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form it was posted with, filled; the list of notices, which alone answers elsewhere, wants a
    deadline."""
    insight_id, url = say.InsightRef.unpack(typed_value(body)).insight, response_url(body)
    with asked.services.reading() as session:
        posted, stop = _found(session, asked, insight_id)
        there = insights.audiences(session, asked.ws.id)
    if stop or posted is None:
        view = notice("Insight", stop or no_longer.INSIGHT, asked.viewer)
    else:
        posting = Posting(uuid4().hex, insight_id, response_url=url, due=bool(url) or None)
        view = say.change_form(posted, there, posting)
    open_modal(client, body, view)
    ack()


def submit_change(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Changed for who hears of it from now on; an account that heard of it does not hear of it again."""
    values, posting = _filled(view), Posting.unpack(view["private_metadata"])
    insight_id, listed = posting.insight, None
    if wrong := _missing(values, posting):
        reject(ack, asked.viewer, wrong)
        return
    with asked.services.transaction() as session:
        posted, stop = _found(session, asked, insight_id)
        by = values["tell_by"]
        if posted and not stop and by != posted.insight.tell_by and _far(by, asked.today):
            reject(ack, asked.viewer, {"tell_by": FAR_OR_KEPT if posted.insight.tell_by else FAR})
            return
        if not stop and processed.first_time(session, asked.ws.id, f"view:{posting.token}", now=asked.now):
            if by:
                values["until_on"] = by + INSIGHT_HOLDS_FOR
            insights.change(session, asked.ws.id, insight_id, **values)
            audited(session, asked, did="changed", noun="insight", row_id=insight_id)
            outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)
        if posting.response_url and not stop:
            listed = notices_of(session, asked, did="✅ Changed.")
    if stop:
        reject(ack, asked.viewer, {"text": stop})
        return
    asked.services.wake()
    if listed:
        answer(asked.services, posting.response_url, listed, replace=True)
    ack()


def withdraw(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """No message gives it as a reason from now on."""
    insight_id, listed = say.InsightRef.unpack(typed_value(body)).insight, None
    with asked.services.transaction() as session:
        _, stop = _found(session, asked, insight_id)
        if not stop:
            insights.withdraw(session, asked.ws.id, insight_id, on=asked.today)
            audited(session, asked, did="withdrew", noun="insight", row_id=insight_id)
        if not stop or stop.kind == no_longer.GONE:  # a Home tab that still shows it is put right
            outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)
            if response_url(body):
                did = escape(asked.viewer.plain(stop)) if stop else "✅ Withdrawn."
                listed = notices_of(session, asked, did=did)
    if listed:
        show(asked.services, body, client, message=listed)
    elif stop:
        open_modal(client, body, notice("Insight", stop, asked.viewer))
    asked.services.wake()
    ack()


def register(app: Any) -> None:
    app.action(HOME_INSIGHT)(open_post)
    app.action(NOTICE_POST)(open_notice)
    app.view(say.INSIGHT_FORM)(submit_post)
    app.action(say.INSIGHT_CHANGE)(change)
    app.action(say.INSIGHT_WITHDRAW)(withdraw)
    app.view(say.INSIGHT_CHANGED)(submit_change)
