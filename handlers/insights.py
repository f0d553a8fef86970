"""What was posted as worth telling: changed or withdrawn on the Home tab by whoever posted it, and by admins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

from slack_bolt import BoltContext
from slack_sdk import WebClient
from sqlmodel import Session

from messages import actions as do
from messages import insights as say
from messages.actions import InsightRef, Origin
from rules.access import may_change_insight
from rules.calendar import local_date
from rules.reasons import Posted
from rules.records import Person
from rules.workspace import Workspace
from storage import audit, insights, people, processed

from .home import paint
from .surface import Body, notice, open_modal, typed_value

Ack = Callable[..., Any]
GONE = "That insight is no longer there."


def _found(session: Session, ws: Workspace, person: Person, insight_id: int, now: datetime) -> tuple[Posted | None, str]:
    """An insight that still holds, and why this person may not change it ("" when they may)."""
    posted = insights.get(session, ws.id, insight_id, local_date(now, person.zone))
    if posted is None:
        return None, GONE
    return posted, may_change_insight(people.caller_of(session, ws.id, person), posted.by_id) or ""


def change(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """The form it was posted with, filled."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    insight_id = InsightRef.unpack(typed_value(body)).insight
    with services.reading() as session:
        posted, stop = _found(session, ws, person, insight_id, services.clock())
        industries = insights.industries(session, ws.id)
    form = None if stop or posted is None else say.change_form(posted, industries, Origin(uuid4().hex, insight=insight_id))
    open_modal(client, body, form or notice("Insight", stop))
    ack()


def submit_change(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    """Changed for who hears of it from now on; an account that heard of it does not hear of it again."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    values, now, origin = view["state"]["values"], services.clock(), Origin.unpack(view["private_metadata"])
    insight_id = origin.insight or 0
    text = ((values.get("text") or {}).get("text") or {}).get("value") or ""
    if not text.strip():
        ack(response_action="errors", errors={"text": "What is worth telling them?"})
        return
    tier, industry = (
        (((values.get(b) or {}).get(b) or {}).get("selected_option") or {}).get("value") or "" for b in ("tier", "industry")
    )
    everything = say.EVERYTHING
    chosen = {
        "text": text.strip(),
        "tier": "" if tier == everything else tier,
        "industry": "" if industry == everything else industry,
    }
    with services.transaction() as session:
        _, stop = _found(session, ws, person, insight_id, now)
        if not stop and processed.first_time(session, ws.id, f"view:{origin.token}", now):
            insights.change(session, ws.id, insight_id, **chosen)
            audit.keep(session, ws.id, now, person.id, "changed", "insight", insight_id)
            paint(session, ws.id, person.id, now)
    if stop:
        ack(response_action="errors", errors={"text": stop})
        return
    services.wake()
    ack()


def withdraw(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """No message gives it as a reason from now on."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    insight_id, now = InsightRef.unpack(typed_value(body)).insight, services.clock()
    with services.transaction() as session:
        _, stop = _found(session, ws, person, insight_id, now)
        if not stop:
            insights.withdraw(session, ws.id, insight_id, local_date(now, person.zone))
            audit.keep(session, ws.id, now, person.id, "withdrew", "insight", insight_id)
        if stop in ("", GONE):  # a Home tab that still shows it is put right
            paint(session, ws.id, person.id, now)
    if stop:
        open_modal(client, body, notice("Insight", stop))
    services.wake()
    ack()


def register(app: Any) -> None:
    app.action(do.INSIGHT_CHANGE)(change)
    app.action(do.INSIGHT_WITHDRAW)(withdraw)
    app.view(do.INSIGHT_CHANGED)(submit_change)
