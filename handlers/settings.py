"""The settings, for admins: every due date, nudge and digest time follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient

from messages import settings as say
from messages.home import HOME_SETTINGS
from messages.inputs import Filled
from rules import phrase
from rules.access import may_configure
from rules.factors import points_error, points_of
from rules.facts.concerns import routes_of
from rules.phrase import Phrase
from rules.policy import LINED, SEEDS, SWITCHES, is_currency, settings_errors, typed
from storage import outbox, people, workspaces

from .asked import Asked
from .changed import audited
from .surface import Body, confirm, notice, open_modal, reject

Ack = Callable[..., Any]
DAYS = {n for n in SEEDS if n.endswith("_days")} - LINED.keys() - {"feast_working_days"}
COMPUTED_FROM = {*DAYS, *SWITCHES, "currency", "rates", "weights"}
"""Settings that figures stored on accounts rest on."""


def open_settings(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    with asked.services.reading() as session:
        stop = may_configure(people.caller_of(session, asked.ws.id, asked.person))
        policy = asked.ws.policy
        named = {*policy.concern_to.values(), policy.marketing_to} - {0}
        there = people.everyone(session, asked.ws.id, named)
    form = say.form(asked.ws.policy, uuid4().hex, {p.id: p.email for p in there if p.active})
    open_modal(client, body, notice("Settings", stop, asked.viewer) if stop else form)
    ack()


def submit_settings(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Checked, kept, and every due date, nudge and digest time follows."""
    changed, errors = _filled_in(view, asked)
    if errors:
        reject(ack, asked.viewer, errors)
        return
    with asked.services.transaction() as session:
        stop = may_configure(people.caller_of(session, asked.ws.id, asked.person))
        if stop is None:
            workspaces.configure(session, asked.ws, changed)
            audited(session, asked, did="configured", noun="workspace", row_id=asked.ws.id, **changed)
            people.plan_anew(session, asked.ws.id, asked.now)
            people.digest_anew(session, asked.ws.id, asked.now)
            outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)
            if any(
                getattr(asked.ws.policy, name) != changed[name] for name in changed if name in COMPUTED_FROM
            ):
                workspaces.compute_anew(session, asked.ws.id)
            if asked.ws.policy.closed_days != changed["closed_days"]:
                workspaces.settle_anew(session, asked.ws.id)
    if stop:
        reject(ack, asked.viewer, {"nudge_at": stop})
        return
    asked.services.wake()
    confirm(
        asked.services,
        ack,
        "",
        title="Settings",
        said="Saved. What is due, and when messages go out, follows.",
    )


def _filled_in(view: dict[str, Any], asked: Asked) -> tuple[dict[str, Any], dict[str, Phrase]]:
    """What the settings become, and what is wrong with which of them."""
    values = view["state"]["values"]
    filled = Filled(view)
    as_typed = {name: filled.chosen(name) if name in SWITCHES else filled.text(name) for name in SEEDS}
    errors = settings_errors(as_typed, say.LABELS)
    rates = _rates((values.get("rates") or {}).get("rates", {}).get("value") or "")
    if isinstance(rates, Phrase):
        errors["rates"] = rates
    points_typed = (values.get("weights") or {}).get("weights", {}).get("value") or ""
    points = points_of(points_typed)
    if points is None:
        errors["weights"] = points_error(points_typed)
    routes = _routes(asked, (values.get("concern_to") or {}).get("concern_to", {}).get("value") or "")
    if isinstance(routes, Phrase):
        errors["concern_to"] = routes
    sends = _sends(asked, filled.text("marketing_to"))
    if isinstance(sends, Phrase):
        errors["marketing_to"] = sends
    if errors:
        return {}, errors
    changed = {name: typed(name, value) for name, value in as_typed.items()}
    return {**changed, "rates": rates, "weights": points, "concern_to": routes, "marketing_to": sends}, {}


def _rates(text: str) -> dict[str, float] | Phrase:
    """Rates by currency, or what is wrong with which line."""
    rates = dict[str, float]()
    for line in filter(str.strip, text.splitlines()):
        code, _, number = line.replace("=", " ").strip().partition(" ")
        code = code.upper()
        try:
            rate = float(number.strip().replace(",", "."))
        except ValueError:
            rate = 0.0
        if not 0 < rate < 1e9:
            return phrase.say("“{line}”: one rate a line, such as: EUR 1.08", line=line.strip()[:60])
        if not is_currency(code):
            return phrase.say(
                "“{line}”: there is no currency {code}.", line=line.strip()[:60], code=code[:10]
            )
        if code in rates:
            return phrase.say("{code} stands there twice.", code=code)
        rates[code] = rate
    return rates


def _routes(asked: Asked, text: str) -> dict[str, int] | Phrase:
    """Who looks after each kind of concern, or what is wrong with which line."""
    with asked.services.reading() as session:
        there = {p.email.lower(): p.id for p in people.everyone(session, asked.ws.id) if p.active}
    return routes_of(text, there)


def _sends(asked: Asked, email: str) -> int | Phrase:
    """Who sends what marketing sends; 0: nobody. Or what is wrong with the address."""
    if not email:
        return 0
    with asked.services.reading() as session:
        there = (p for p in people.everyone(session, asked.ws.id) if p.active)
        person = next((p.id for p in there if p.email.lower() == email.lower()), None)
    return person or phrase.say("Nobody with us has the e-mail {email}.", email=email[:80])


def register(app: Any) -> None:
    app.action(HOME_SETTINGS)(open_settings)
    app.view(say.SETTINGS_FORM)(submit_settings)
