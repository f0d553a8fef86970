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
from rules import no_longer, phrase
from rules.access import may_change_insight, may_post_insight
from rules.context import Posted
from rules.phrase import Phrase
from rules.records import days
from storage import insights, outbox, people, processed

from .asked import Asked
from .changed import audited
from .surface import Body, confirm, notice, open_modal, reject, typed_value

Ack = Callable[..., Any]
INSIGHT_HOLDS_FOR = days(30)
NOTHING = phrase.say("Write what is worth telling them.")


def open_post(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    with asked.services.reading() as session:
        stop = may_post_insight(people.caller_of(session, asked.ws.id, asked.person))
        industries = insights.industries(session, asked.ws.id)
    open_modal(
        client,
        body,
        notice("Insight", stop, asked.viewer) if stop else say.post_form(industries, uuid4().hex),
    )
    ack()


def submit_post(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Kept for 30 days as a reason to call for the accounts it fits."""
    values = view["state"]["values"]
    text = (values["text"]["text"].get("value") or "").strip()
    if not text:
        reject(ack, asked.viewer, {"text": NOTHING})
        return
    tier, industry = (
        ((values.get(b) or {}).get(b) or {}).get("selected_option") or {} for b in ("tier", "industry")
    )
    with asked.services.transaction() as session:
        stop = may_post_insight(people.caller_of(session, asked.ws.id, asked.person))
        if stop is None and processed.first_time(
            session, asked.ws.id, f"view:{Origin.unpack(view['private_metadata']).token}", now=asked.now
        ):
            until = asked.today + INSIGHT_HOLDS_FOR
            insights.post(
                session,
                asked.ws.id,
                asked.person.id,
                text=text,
                tier=tier.get("value", ""),
                industry=industry.get("value", ""),
                until_on=until,
                now=asked.now,
            )
            outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)
    if stop:
        reject(ack, asked.viewer, {"text": stop})
        return
    fits = (
        " ".join(x for x in (f"tier {tier['value']}" if tier else "", escape(industry.get("value", ""))) if x)
        or "every account"
    )
    held = asked.viewer.day(asked.today + INSIGHT_HOLDS_FOR)
    asked.services.wake()
    confirm(
        asked.services,
        ack,
        "",
        title="Insight",
        said=f"Posted for {fits}, until {held}: “{escape(text)}” Reps get it as a reason to call.",
    )


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
        industries = insights.industries(session, asked.ws.id)
    if stop or posted is None:
        view = notice("Insight", stop or no_longer.INSIGHT, asked.viewer)
    else:
        view = say.change_form(posted, industries, Origin(uuid4().hex, insight=insight_id))
    open_modal(client, body, view)
    ack()


def submit_change(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Changed for who hears of it from now on; an account that heard of it does not hear of it again."""
    values, origin = view["state"]["values"], Origin.unpack(view["private_metadata"])
    insight_id = origin.insight or 0
    text = ((values.get("text") or {}).get("text") or {}).get("value") or ""
    if not text.strip():
        reject(ack, asked.viewer, {"text": NOTHING})
        return
    tier, industry = (
        (((values.get(b) or {}).get(b) or {}).get("selected_option") or {}).get("value") or ""
        for b in ("tier", "industry")
    )
    everything = say.EVERYTHING
    chosen = {
        "text": text.strip(),
        "tier": "" if tier == everything else tier,
        "industry": "" if industry == everything else industry,
    }
    with asked.services.transaction() as session:
        _, stop = _found(session, asked, insight_id)
        if not stop and processed.first_time(session, asked.ws.id, f"view:{origin.token}", now=asked.now):
            insights.change(session, asked.ws.id, insight_id, **chosen)
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
