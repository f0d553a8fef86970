"""`/account add NAME`: near names first, so that nothing is added twice; then a form. Everybody adds to their
own book, managers to anybody's of theirs, admins to any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import acts as say_acts
from messages import adding as say
from messages import card as face
from messages.adding import Adding
from messages.blocks import Message, option
from messages.book import sentence
from messages.inputs import Filled
from rules import phrase
from rules.access import may_add_for
from rules.editing import FIELDS, edit, errors, stored_cells
from rules.names import ENOUGH, normalise
from rules.phrase import Phrase
from rules.records import Person
from storage import bundles, editing, finding, outbox, people, processed
from storage.accounts import Hit

from .account import hit_lines, read_card
from .asked import Asked
from .changed import account_changed
from .surface import Body, confirm, open_modal, reject, response_url, typed_value

Ack = Callable[..., Any]
EMPTY: dict[str, Any] = {f.column: None for f in FIELDS} | {
    "tier": "C",
    "status": "active",
    "served_through_parent": False,
    "aliases": "",
    "name": "",
}  # fmt: skip
"""An account before anything is said of it."""


def near_of(session: Session, asked: Asked, name: str) -> Message:
    """What is on file that is like a name, with the way to add it."""
    if not normalise(name):
        return sentence(say.which())
    hits = _like(session, asked, name)
    exact = editing.name_taken(session, asked.ws.id, name)
    shown = [h for h in hits if h.exact] if exact else hits
    return say.near(name, hit_lines(session, asked, (shown or hits)[:6]), exact)


def _like(session: Session, asked: Asked, name: str) -> list[Hit]:
    """Accounts that may be the same, anybody's: by a whole name, its beginning, or but for a slip."""
    if begin_so := finding.starting(session, asked.ws.id, name, own=asked.person.id):
        return begin_so
    found = finding.find(session, asked.ws.id, name, own=asked.person.id)
    if found.meant:
        return [found.meant]
    return list(found.several) or [h for h in found.near if h.likeness >= ENOUGH - 10]


def open_form(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form, with the name as it was typed; what is like it was shown."""
    name = Adding.unpack(typed_value(body)).name
    adding = Adding(name, uuid4().hex, response_url(body), seen=name)
    cells = {**stored_cells(EMPTY, asked.today, asked.ws.policy.currency), "name": name}
    with asked.services.reading() as session:
        choose = _may_choose(session, asked)
    open_modal(client, body, say.form(adding, cells, (asked.person.id, asked.person.name), choose))
    ack()


def _may_choose(session: Session, asked: Asked) -> bool:
    return asked.person.is_admin or len(people.under(session, asked.ws.id, asked.person.id)) > 1


def suggest_owner(ack: Ack, payload: dict[str, Any], asked: Asked) -> None:
    """Those for whom the caller may add."""
    with asked.services.reading() as session:
        caller = people.caller_of(session, asked.ws.id, asked.person)
        near = people.typeahead(session, asked.ws.id, str(payload.get("value") or ""), most=100)
    may = [p for p in near if may_add_for(caller, p) is None]
    ack(options=[option(p.name, str(p.id)) for p in may[:20]])


def submit(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Checked and added once, with its first due date; the card stands where it was asked."""
    adding, filled = Adding.unpack(view["private_metadata"]), Filled(view)
    ws, policy = asked.ws.id, asked.ws.policy
    blank = stored_cells(EMPTY, asked.today, policy.currency)
    cells = {**blank, **{block: _cell(filled, block) for block in view["state"]["values"]}}
    chosen = cells.pop("owner", "") or str(asked.person.id)
    name, key = cells["name"], f"view:{adding.token}"
    with asked.services.transaction() as session:
        again = processed.was_seen(session, ws, key)
        owner, wrong = _owner(session, asked, chosen)
        wrong |= {} if again else errors(EMPTY, cells, asked.today, asked.today)
        if not again and "name" not in wrong and editing.name_taken(session, ws, name):
            wrong["name"] = phrase.say("An account of that name is on file.")
        likes = [] if again or wrong else _unseen(session, asked, adding, name)
        above = None
        if not wrong and not likes and owner:
            if processed.first_time(session, ws, key, now=asked.now):
                _add(session, asked, owner, edit(EMPTY, cells, asked.today, policy.currency).after)
            above = say_acts.did(say.added(name, owner.name), None)
        found = finding.starting(session, ws, name, own=asked.person.id) if not wrong and not likes else []
        card = read_card(session, asked, found[0].id) if found else None
    if wrong:
        reject(ack, asked.viewer, wrong)
    elif likes and owner:
        again_form = Adding(name, adding.token, adding.response_url, seen=name)
        may = "owner" in view["state"]["values"]
        form = say.form(again_form, cells, (owner.id, owner.name), may, [h.name for h in likes[:4]])
        ack(response_action="update", view=form)
    elif card is None:
        ack()
    else:
        asked.services.wake()
        shown = face.long(card, asked.viewer, [above] if above else [])
        confirm(asked.services, ack, adding.response_url, title="Tend", said=shown, replace=True)


def _cell(filled: Filled, block: str) -> str:
    day = filled.day(block)
    return filled.chosen(block) or filled.text(block) or (day.isoformat() if day else "")


def _owner(session: Session, asked: Asked, chosen: str) -> tuple[Person | None, dict[str, Phrase]]:
    """Who will own it, and why this person does not add for them."""
    there = people.everyone(session, asked.ws.id, [int(chosen)]) if chosen.isdigit() else []
    owner = next((p for p in there if p.active), None)
    if owner is None:
        return None, {"owner": phrase.say("They are not with us any more.")}
    stop = may_add_for(people.caller_of(session, asked.ws.id, asked.person), owner)
    return owner, {"owner": stop} if stop else {}


def _unseen(session: Session, asked: Asked, adding: Adding, name: str) -> list[Hit]:
    """What is like a name that was typed only into the form."""
    return [] if normalise(name) == normalise(adding.seen) else _like(session, asked, name)


def _add(session: Session, asked: Asked, owner: Person, values: dict[str, Any]) -> None:
    """Audited and computed; an owner for whom another adds hears of it, and their Home shows it."""
    ws, by = asked.ws.id, asked.person.id
    account_id = editing.add(session, ws, owner.id, values, by_id=by, now=asked.now)
    account_changed(session, asked, account_id, did="added", owner_id=owner.id)
    outbox.repaint_home(session, ws, owner.id, now=asked.now)
    if owner.id != by:
        thing = {"added": account_id, "by": by}
        bundles.add(session, ws, "told", person=owner, thing=thing, now=asked.now)


def register(app: Any) -> None:
    app.action(say.ADD_OPEN)(open_form)
    app.options(say.ADD_OWNER)(suggest_owner)
    app.view(say.ADD_FORM)(submit)
