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
from rules.access import may_configure, may_post_insight
from rules.factors import points_of
from rules.policy import SEEDS, settings_errors, typed
from rules.records import days
from storage import audit, insights, outbox, people, processed, workspaces

from .asked import Asked
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
    asked: Asked = context["asked"]
    with asked.services.transaction() as session:
        outbox.repaint_home(session, asked.ws.id, asked.person.id, asked.now)
    asked.services.wake()


def new_insight(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    with asked.services.reading() as session:
        stop = may_post_insight(people.caller_of(session, asked.ws.id, asked.person))
        industries = insights.industries(session, asked.ws.id)
    open_modal(client, body, notice("Insight", stop) if stop else say.insight_form(industries, uuid4().hex))
    ack()


def submit_insight(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Kept for 30 days as a reason to call for the accounts it fits."""
    values = view["state"]["values"]
    text = (values["text"]["text"].get("value") or "").strip()
    if not text:
        ack(response_action="errors", errors={"text": "What is worth telling them?"})
        return
    tier, industry = (((values.get(b) or {}).get(b) or {}).get("selected_option") or {} for b in ("tier", "industry"))
    with asked.services.transaction() as session:
        stop = may_post_insight(people.caller_of(session, asked.ws.id, asked.person))
        if stop is None and processed.first_time(
            session, asked.ws.id, f"view:{Origin.unpack(view['private_metadata']).token}", asked.now
        ):
            until = asked.today + INSIGHT_HOLDS_FOR
            insights.post(
                session, asked.ws.id, asked.person.id, text, tier.get("value", ""), industry.get("value", ""), until, asked.now
            )
            outbox.repaint_home(session, asked.ws.id, asked.person.id, asked.now)
    if stop:
        ack(response_action="errors", errors={"text": stop})
        return
    fits = " ".join(x for x in (f"tier {tier['value']}" if tier else "", escape(industry.get("value", ""))) if x) or "every account"
    held = asked.viewer.day(asked.today + INSIGHT_HOLDS_FOR)
    asked.services.wake()
    confirm(
        asked.services, ack, "", "Insight", f"Posted for {fits}, until {held}: “{escape(text)}” Reps get it as a reason to call."
    )


def open_settings(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    with asked.services.reading() as session:
        stop = may_configure(people.caller_of(session, asked.ws.id, asked.person))
    open_modal(client, body, notice("Settings", stop) if stop else say.settings_form(asked.ws.policy, uuid4().hex))
    ack()


def submit_settings(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Checked, kept, and every due date, nudge and digest time follows."""
    values = view["state"]["values"]
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
    with asked.services.transaction() as session:
        stop = may_configure(people.caller_of(session, asked.ws.id, asked.person))
        if stop is None:
            workspaces.configure(session, asked.ws, changed)
            audit.keep(session, asked.ws.id, asked.now, asked.person.id, "configured", "workspace", asked.ws.id, **changed)
            people.plan_anew(session, asked.ws.id, asked.now)
            people.digest_anew(session, asked.ws.id, asked.now)
            outbox.repaint_home(session, asked.ws.id, asked.person.id, asked.now)
            if any(getattr(asked.ws.policy, name) != changed[name] for name in changed if name in COMPUTED_FROM):
                workspaces.compute_anew(session, asked.ws.id)
    if stop:
        ack(response_action="errors", errors={"nudge_at": stop})
        return
    asked.services.wake()
    confirm(asked.services, ack, "", "Settings", "Saved. What is due, and when messages go out, follows.")


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


def switch_sending(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Nothing goes to a person until an admin says so here."""
    on = typed_value(body) == "on"
    with asked.services.transaction() as session:
        stop = may_configure(people.caller_of(session, asked.ws.id, asked.person))
        if stop is None:
            workspaces.switch_sending(session, asked.ws, on)
            audit.keep(
                session, asked.ws.id, asked.now, asked.person.id, "sending on" if on else "sending off", "workspace", asked.ws.id
            )
            outbox.repaint_home(session, asked.ws.id, asked.person.id, asked.now)
    if stop:
        open_modal(client, body, notice("Sending", stop))
    asked.services.wake()
    ack()


def register(app: Any) -> None:
    app.event("app_home_opened")(opened)
    app.action(do.HOME_INSIGHT)(new_insight)
    app.action(do.HOME_SETTINGS)(open_settings)
    app.action(do.HOME_SENDING)(switch_sending)
    app.view(do.INSIGHT_FORM)(submit_insight)
    app.view(do.SETTINGS_FORM)(submit_settings)
