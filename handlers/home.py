"""The Home tab; posting an insight; settings and the switch for sending, for admins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_bolt import BoltContext
from slack_sdk import WebClient

from messages import actions as do
from messages import home as say
from messages.actions import Origin
from messages.blocks import escape
from messages.words import Viewer
from rules.access import may_configure, may_post_insight
from rules.calendar import local_date
from rules.factors import points_of
from rules.policy import SEEDS, settings_errors, typed
from rules.records import days
from storage import audit, insights, outbox, people, processed, workspaces

from .surface import Body, confirm, notice, open_modal, typed_value

Ack = Callable[..., Any]
INSIGHT_HOLDS_FOR = days(30)
COMPUTED_FROM = {*(n for n in SEEDS if n.endswith("_days")), "currency", "rates", "weights"}
"""Settings that figures stored on accounts rest on."""


def opened(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
    """Somebody looks at their Home tab: it is painted anew, through the outbox. Whom the gate refuses reads why, at once."""
    if event.get("tab", "home") != "home":
        return
    if why := context.get("refused"):
        view = say.closed(why)
        context["services"].later(lambda: client.views_publish(user_id=context.user_id or "", view=view))
        return
    services, ws, person = context["services"], context["ws"], context["caller"]
    with services.transaction() as session:
        paint(session, ws.id, person.id, services.clock())
    services.wake()


def paint(session: Any, ws: int, person_id: int, now: Any) -> None:
    outbox.refresh(session, ws, f"home:{person_id}", "home", {}, now, person_id=person_id, kind="home")


def new_insight(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    services, ws, person = context["services"], context["ws"], context["caller"]
    with services.reading() as session:
        stop = may_post_insight(people.caller_of(session, ws.id, person))
        industries = insights.industries(session, ws.id)
    open_modal(client, body, notice("Insight", stop) if stop else say.insight_form(industries, uuid4().hex))
    ack()


def submit_insight(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    """Kept for 30 days as a reason to call for the accounts it fits."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    values, now = view["state"]["values"], services.clock()
    text = (values["text"]["text"].get("value") or "").strip()
    if not text:
        ack(response_action="errors", errors={"text": "What is worth telling them?"})
        return
    tier, industry = (((values.get(b) or {}).get(b) or {}).get("selected_option") or {} for b in ("tier", "industry"))
    with services.transaction() as session:
        stop = may_post_insight(people.caller_of(session, ws.id, person))
        if stop is None and processed.first_time(session, ws.id, f"view:{Origin.unpack(view['private_metadata']).token}", now):
            until = local_date(now, person.zone) + INSIGHT_HOLDS_FOR
            insights.post(session, ws.id, person.id, text, tier.get("value", ""), industry.get("value", ""), until, now)
            paint(session, ws.id, person.id, now)
    if stop:
        ack(response_action="errors", errors={"text": stop})
        return
    fits = " ".join(x for x in (f"tier {tier['value']}" if tier else "", escape(industry.get("value", ""))) if x) or "every account"
    held = Viewer.of(person, now, ws.policy.currency).day(local_date(now, person.zone) + INSIGHT_HOLDS_FOR)
    services.wake()
    confirm(context, ack, "", "Insight", f"Posted for {fits}, until {held}: “{escape(text)}” Reps get it as a reason to call.")


def open_settings(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    services, ws, person = context["services"], context["ws"], context["caller"]
    with services.reading() as session:
        stop = may_configure(people.caller_of(session, ws.id, person))
    open_modal(client, body, notice("Settings", stop) if stop else say.settings_form(ws.policy, uuid4().hex))
    ack()


def submit_settings(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    """Checked, kept, and every due date, nudge and digest time follows."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    values, now = view["state"]["values"], services.clock()
    told = {name: (values[name][name].get("value") or "").strip() for name in SEEDS}
    errors = settings_errors(told, say.LABELS)
    rates = _rates((values.get("rates") or {}).get("rates", {}).get("value") or "")
    if rates is None:
        errors["rates"] = "One rate a line, such as: EUR 1.08"
    points = points_of((values.get("weights") or {}).get("weights", {}).get("value") or "")
    if points is None:
        errors["weights"] = "One factor a line with its points, such as: silence 25"
    if errors:
        ack(response_action="errors", errors=errors)
        return
    changed: dict[str, Any] = {name: typed(name, value) for name, value in told.items()} | {"rates": rates, "weights": points}
    with services.transaction() as session:
        stop = may_configure(people.caller_of(session, ws.id, person))
        if stop is None:
            workspaces.configure(session, ws, changed)
            audit.keep(session, ws.id, now, person.id, "configured", "workspace", ws.id, **changed)
            people.plan_anew(session, ws.id, now)
            people.digest_anew(session, ws.id, now)
            paint(session, ws.id, person.id, now)
            if any(getattr(ws.policy, name) != changed[name] for name in changed if name in COMPUTED_FROM):
                workspaces.compute_anew(session, ws.id)
    if stop:
        ack(response_action="errors", errors={"nudge_at": stop})
        return
    services.wake()
    confirm(context, ack, "", "Settings", "Saved. What is due, and when messages go out, follows.")


def _rates(text: str) -> dict[str, float] | None:
    found = {}
    for line in text.splitlines():
        parts = line.replace("=", " ").split()
        if not parts:
            continue
        try:
            rate = float(parts[1].replace(",", "."))
        except (IndexError, ValueError):
            return None
        if len(parts) != 2 or len(parts[0]) != 3 or not 0 < rate < 1e9:
            return None
        found[parts[0].upper()] = rate
    return found


def switch_sending(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """Nothing goes to a person until an admin says so here."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    on, now = typed_value(body) == "on", services.clock()
    with services.transaction() as session:
        stop = may_configure(people.caller_of(session, ws.id, person))
        if stop is None:
            workspaces.switch_sending(session, ws, on)
            audit.keep(session, ws.id, now, person.id, "sending on" if on else "sending off", "workspace", ws.id)
            paint(session, ws.id, person.id, now)
    if stop:
        open_modal(client, body, notice("Sending", stop))
    services.wake()
    ack()


def register(app: Any) -> None:
    app.event("app_home_opened")(opened)
    app.action(do.HOME_INSIGHT)(new_insight)
    app.action(do.HOME_SETTINGS)(open_settings)
    app.action(do.HOME_SENDING)(switch_sending)
    app.view(do.INSIGHT_FORM)(submit_insight)
    app.view(do.SETTINGS_FORM)(submit_settings)
