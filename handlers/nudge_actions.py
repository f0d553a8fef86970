"""Acting on the morning message, and snoozing from a card: Snooze, Not needed, what is in the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages.approvals import waits_now
from messages.blocks import escape
from messages.book import refusal, sentence
from messages.card import CARD_SNOOZE
from messages.carried import Chosen, Origin
from messages.inputs import Filled
from messages.places import NOT_NEEDED_WHY, NUDGE_NOT_NEEDED, NUDGE_SNOOZE, NUDGE_STUCK, STUCK_WHY
from messages.snooze import SNOOZE_FORM, snooze_form
from rules import no_longer, phrase
from rules.cadence import own_cadence
from rules.calendar import Workdays, add_working_days
from rules.facts.loosened import Stands
from rules.loosening import MOST_REST
from rules.phrase import Phrase
from rules.records import Person, days
from storage import accounts, nudges, outbox, processed, records, snoozes
from storage.loosenings import approver_of

from . import loosening
from .access import refused_change
from .asked import Asked
from .changed import account_changed, audited
from .surface import Body, confirm, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]
SNOOZES_IN_A_ROW, NOT_NEEDED_IN_A_ROW = 3, 2


def until_of(choice: str, today: date, workdays: Workdays) -> date:
    """The date a snooze's choice means: tomorrow is the next working day."""
    return {"tomorrow": add_working_days(today, 1, workdays), "3d": today + days(3), "week": today + days(7)}[
        choice
    ]


def key_of(body: Body) -> str:
    """One press of one button by one person."""
    action = body["actions"][0]
    return f"act:{action.get('action_ts')}:{action['action_id']}:{body['user']['id']}"


def snooze_card(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Snooze on a card."""
    chosen = Chosen.unpack(typed_value(body))
    _snooze(asked, body, client, account_id=chosen.of, choice=chosen.choice)
    ack()


def snooze_place(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Snooze in the morning message; a stale one says what happened meanwhile."""
    chosen = Chosen.unpack(typed_value(body))
    place = _open_place(asked, body, client, place_id=chosen.of)
    if place:
        _snooze(asked, body, client, account_id=place.account_id, choice=chosen.choice)
    ack()


def _open_place(asked: Asked, body: Body, client: WebClient, place_id: int) -> nudges.Place | None:
    with asked.services.transaction() as session:
        place = nudges.place(session, asked.ws.id, place_id)
        if place and place.outcome:
            outbox.repaint(session, asked.ws.id, place.outbox_id, now=asked.now)
    if place is None:
        show(asked.services, body, client, message=refusal(no_longer.PLACE, asked.viewer))
        return None
    if place.outcome:
        became = {
            "logged": "already logged",
            "snoozed": "already snoozed",
            "not_needed": "already marked: no contact needed now",
        }
        show(
            asked.services,
            body,
            client,
            message=sentence(
                f"{escape(place.name)} is {became.get(place.outcome, f'already answered: {place.outcome}')}."
            ),
        )
        asked.services.wake()
        return None
    return place


def _snooze(asked: Asked, body: Body, client: WebClient, account_id: int, choice: str) -> None:
    if choice == "date":
        with asked.services.reading() as session:
            stop = refused_change(session, asked, account_id)
            name = accounts.hits_of(session, asked.ws.id, [account_id])[0].name
            rests = loosening.snoozed(session, asked, account_id, asked.today + days(MOST_REST + 1))
            to = loosening.decides_on(session, asked, account_id, rests)
            covers = loosening.refused_so(session, asked, account_id, rests) is not None
        if stop:
            show(asked.services, body, client, message=refusal(stop, asked.viewer), replace=False)
            return
        origin = Origin(uuid4().hex, response_url(body), accounts=(account_id,))
        decides = to.name if to and not covers else ""
        tomorrow = asked.today + days(1)
        open_modal(client, body, snooze_form(name, origin, tomorrow, decides, covers=covers))
        return
    stop, text = put_off(
        asked, account_id, until_of(choice, asked.today, asked.person.own_days), key=key_of(body)
    )
    # the morning message is repainted: it says so itself
    if stop or not (body.get("message") or {}).get("metadata"):
        said = refusal(stop, asked.viewer) if stop else sentence(text)
        show(asked.services, body, client, message=said, replace=False)


def put_off(asked: Asked, account_id: int, until: date, key: str, why: str = "") -> tuple[Phrase | None, str]:
    """Snooze an account until a date: (why not, the sentence that says so). Three in a row bring a
    proposal, never a change."""
    with asked.services.transaction() as session:
        name = accounts.hits_of(session, asked.ws.id, [account_id])[0].name
        text = f"💤 {escape(name)} comes back {asked.viewer.weekday(until)}."
        after = loosening.snoozed(session, asked, account_id, until)
        if stop := _refused(session, asked, account_id, after):
            return stop, ""
        if processed.first_time(session, asked.ws.id, key, now=asked.now):
            kept = {"until": until.isoformat()}
            to, times = loosening.change(session, asked, account_id, after, why=why, did="snoozed", **kept)
            if to is not None:
                text = waits_now(name, to.name)
            if times and times % SNOOZES_IN_A_ROW == 0:
                payload = {"account": account_id, "times": times}
                key = f"often:{account_id}:{asked.today}"  # however often it is tapped that day
                outbox.enqueue(
                    session,
                    asked.ws.id,
                    key,
                    say="often",
                    payload=payload,
                    now=asked.now,
                    person_id=asked.person.id,
                )
        elif to := loosening.decides_on(session, asked, account_id, after):
            text = waits_now(name, to.name)  # sent twice: it waits since the first time
    asked.services.wake()
    return None, text


def _refused(session: Session, asked: Asked, account_id: int, after: Stands) -> Phrase | None:
    """Whoever only covers puts an A off for as long as its owner may without being asked."""
    stop = refused_change(session, asked, account_id)
    return stop or loosening.refused_so(session, asked, account_id, after)


def submit_snooze(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """The date chosen in the form."""
    origin, filled = Origin.unpack(view["private_metadata"]), Filled(view)
    until, why = filled.day("until"), filled.text("why")
    if until is None:
        reject(ack, asked.viewer, {"until": phrase.say("By which day?")})
        return
    if not asked.today < until <= asked.today + days(365):
        reject(ack, asked.viewer, {"until": phrase.say("Choose a day from tomorrow on, within a year.")})
        return
    if lacks := _lacks_why(asked, view, origin.accounts[0], until, why):
        reject(ack, asked.viewer, {"why": lacks})
        return
    stop, text = put_off(asked, origin.accounts[0], until, key=f"view:{origin.token}", why=why)
    if stop:
        reject(ack, asked.viewer, {"until": stop})
        return
    confirm(asked.services, ack, origin.response_url, title="Snooze", said=text)


def _lacks_why(asked: Asked, view: dict[str, Any], account_id: int, until: date, why: str) -> Phrase | None:
    """Whoever decides on a long rest wants to know why, where the form has a place to say it."""
    if why or "why" not in view["state"]["values"]:
        return None
    with asked.services.reading() as session:
        to = loosening.rests_by(session, asked, account_id, until)
    return phrase.say("Why? {name} decides on it.", name=to.name) if to else None


def not_needed(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Not needed, and why: due again one cadence from today; twice running the manager hears of it."""
    chosen = Chosen.unpack(typed_value(body))
    place = _open_place(asked, body, client, place_id=chosen.of)
    if place:
        why = dict(NOT_NEEDED_WHY).get(chosen.choice, chosen.choice)
        with asked.services.transaction() as session:
            stop = refused_change(session, asked, place.account_id)
            if stop is None and processed.first_time(session, asked.ws.id, key_of(body), now=asked.now):
                _mark_unneeded(session, asked, place, why=why)
        if stop:
            show(asked.services, body, client, message=refusal(stop, asked.viewer), replace=False)
        asked.services.wake()
    ack()


def _mark_unneeded(session: Session, asked: Asked, place: nudges.Place, why: str) -> None:
    ws, person, now = asked.ws, asked.person, asked.now
    account = records.read(session, ws.id, [place.account_id], now=now)[0].account
    until = asked.today + days(own_cadence(account.tier, account.cadence_days, ws.policy))
    times = snoozes.not_needed(session, ws.id, account.id, by_id=person.id, why=why, until_on=until, now=now)
    account_changed(session, asked, account.id, did="not needed", why=why)
    to = _whoever_leads(session, asked, account.owner_id)
    if times >= NOT_NEEDED_IN_A_ROW and to is not None:
        payload = {"by": person.id, "account": account.id, "why": why}
        outbox.enqueue(
            session, ws.id, f"unneeded:{place.id}", say="unneeded", payload=payload, now=now, person_id=to.id
        )


def _whoever_leads(session: Session, asked: Asked, owner_id: int) -> Person | None:
    """The nearest who leads an account's owner and is there, else an admin; nobody hears of their own act."""
    to = approver_of(session, asked.ws.id, owner_id, asked.now)
    return None if to is None or to.id == asked.person.id else to


def stuck(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """What is in the way: kept, and told to the manager who can clear it."""
    chosen = Chosen.unpack(typed_value(body))
    place, to = _open_place(asked, body, client, place_id=chosen.of), None
    if place:
        why = dict(STUCK_WHY).get(chosen.choice, chosen.choice)
        with asked.services.transaction() as session:
            to = _whoever_leads(session, asked, place.for_id or place.rep_id)
            stop = refused_change(session, asked, place.account_id)
            if stop is None and processed.first_time(session, asked.ws.id, key_of(body), now=asked.now):
                audited(session, asked, did="stuck", noun="account", row_id=place.account_id, why=why)
                if to is not None:
                    payload = {"by": asked.person.id, "account": place.account_id, "why": why}
                    outbox.enqueue(
                        session,
                        asked.ws.id,
                        f"stuck:{place.id}:{chosen.choice}",
                        say="stuck",
                        payload=payload,
                        now=asked.now,
                        person_id=to.id,
                    )
        asked.services.wake()
        answered = f"{to.name} hears of it." if to else "Kept."
        said = refusal(stop, asked.viewer) if stop else sentence(f"“{why}”: thank you. {answered}")
        show(asked.services, body, client, message=said, replace=False)
    ack()


def register(app: Any) -> None:
    app.action(NUDGE_SNOOZE)(snooze_place)
    app.action(NUDGE_NOT_NEEDED)(not_needed)
    app.action(NUDGE_STUCK)(stuck)
    app.action(CARD_SNOOZE)(snooze_card)
    app.view(SNOOZE_FORM)(submit_snooze)
