"""Changing an account by those who may: how it stands, what it is, what it earns. What will change is said
while the form is filled in; each change is dated, kept, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import account_change as say
from messages import acts as say_acts
from messages import card as face
from messages.account_change import Changing
from messages.blocks import Block
from messages.carried import AccountRef
from messages.inputs import Filled
from rules import no_longer, phrase
from rules.cadence import due
from rules.consequences import consequences
from rules.editing import BY_COLUMN, FIELDS, NONE, REASONED, Edit, edit, errors, stored_cells
from rules.phrase import Phrase
from rules.records import Record
from storage import acts, editing, finding, processed, records
from storage.assess import attempt

from . import loosening
from .access import refused_change
from .account import read_card
from .asked import Asked
from .changed import account_changed
from .surface import Body, confirm, notice, open_modal, reject, response_url, typed_value

Ack = Callable[..., Any]
MOST_CELL = 400  # signs of a field that go from part to part


def open_change(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form, with how it stands first: that is what changes most."""
    account_id = AccountRef.unpack(typed_value(body)).account
    changing = Changing(uuid4().hex, account_id, response_url(body))
    open_modal(client, body, _painted(asked, changing, {}))
    ack()


def open_paused(asked: Asked, body: Body, client: WebClient, account_id: int) -> None:
    """The same, with a pause chosen: until when and why is asked. It was opened from a list that stays."""
    open_modal(client, body, _painted(asked, Changing(uuid4().hex, account_id), {"status": "paused"}))


def turn_part(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Another part; what was filled into this one stays, and is saved with it."""
    changing, cells = _filled(body["view"])
    part = say.TO_PART[body["actions"][0]["action_id"]]
    _paint_again(asked, body, client, replace(changing, part=part), cells)
    ack()


def look(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Something was chosen: what else is asked because of it, and what will follow."""
    changing, cells = _filled(body["view"])
    _paint_again(asked, body, client, changing, cells)
    ack()


def _paint_again(
    asked: Asked, body: Body, client: WebClient, changing: Changing, cells: Mapping[str, str]
) -> None:
    view, painted = body["view"], _painted(asked, changing, cells)
    asked.services.later(lambda: client.views_update(view_id=view["id"], hash=view["hash"], view=painted))


def suggest_parent(ack: Ack, payload: dict[str, Any], asked: Asked) -> None:
    """Typeahead over accounts, for the one that this one belongs to."""
    typed = str(payload.get("value") or "")
    with asked.services.reading() as session:
        hits = finding.typeahead(session, asked.ws.id, typed, own=asked.person.id)
    ack(options=say.parent_options([(h.id, h.name) for h in hits], typed))


def _painted(asked: Asked, changing: Changing, cells: Mapping[str, str], said: str = "") -> Block:
    """The form with what was filled in so far and what was `said` of it, or why there is none."""
    with asked.services.reading() as session:
        stored, record, stop = _open(session, asked, changing.account)
        if stored is None or record is None or stop:
            return notice("Change account", stop or no_longer.ACCOUNT, asked.viewer)
        currency = asked.ws.policy.currency
        was = stored_cells(stored, asked.today, currency)
        now_is = {**was, **cells}
        wrong = errors(stored, now_is, asked.today, record.account.exists_on)
        sound = {**now_is, **{block: was[block] for block in wrong if block in was}}
        will = edit(stored, sound, asked.today, currency)
        parent = now_is["parent"]
        names = editing.parents(session, asked.ws.id, [int(parent)] if parent.isdigit() else [])
        stop = loosening.refused(session, asked, record.account, will)
        decides = None if stop else loosening.waits_for(session, asked, record.account, will)
    policy, account = asked.ws.policy, record.account
    follows = attempt(None, account.id, asked.now, consequences, record, will, asked.today, policy)
    falls = attempt(None, account.id, asked.now, due, record, asked.today, policy, account.trouble)
    shown = say.Form(
        account.name,
        account.tier,
        was["status"],
        now_is,
        will,
        follows or (),
        parent=next(iter(names.values()), ""),
        due=falls,
        said=said,
        waits_for=decides.name if decides else "",
        stop=stop,
    )
    draft = {b: v[:MOST_CELL] for b, v in now_is.items() if v != was.get(b, "")}
    return say.form(shown, replace(changing, draft=draft), asked.viewer)


def _open(
    session: Session, asked: Asked, account_id: int
) -> tuple[dict[str, Any] | None, Record | None, Phrase | None]:
    """The account as it is stored and as rules see it, and why this person does not change it."""
    read = records.read(session, asked.ws.id, [account_id], now=asked.now)
    if not read:
        return None, None, no_longer.ACCOUNT
    stored = editing.read(session, asked.ws.id, account_id)
    return stored, read[0], refused_change(session, asked, account_id)


def _filled(view: dict[str, Any]) -> tuple[Changing, dict[str, str]]:
    """What the form was opened for, and what was filled into its parts so far."""
    changing, filled = Changing.unpack(view["private_metadata"]), Filled(view)
    cells = dict(changing.draft)
    for block in view["state"]["values"]:
        day = filled.day(block)
        cells[block] = filled.chosen(block) or filled.text(block) or (day.isoformat() if day else "")
    if cells.get("parent") == NONE:
        cells["parent"] = ""
    return changing, cells


def submit_change(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Checked, written once, and what is due follows in the same transaction."""
    changing, cells = _filled(view)
    ws, account_id, act_id, done = asked.ws.id, changing.account, None, None
    with asked.services.transaction() as session:
        stored, record, stop = _open(session, asked, account_id)
        wrong = {"tier": stop} if stop else {}
        if stored is not None and record is not None and not stop:
            cells = {**stored_cells(stored, asked.today, asked.ws.policy.currency), **cells}
            again = processed.seen_at(session, ws, f"view:{changing.token}")
            wrong = {} if again else _errors(session, asked, record, stored, cells)
            if again:  # sent twice: it says what the first did, with its Undo
                act_id, done = _done_at(session, asked, account_id, again)
            elif not wrong and processed.first_time(session, ws, f"view:{changing.token}", now=asked.now):
                wanted = edit(stored, cells, asked.today, asked.ws.policy.currency)
                done = loosening.settled(session, asked, record.account, wanted)
                act_id = _write(session, asked, account_id, done)
        card = None if wrong else read_card(session, asked, account_id)
    if wrong:
        _reject(ack, asked, view, changing, cells, wrong)
        return
    asked.services.wake()
    if card is None:
        ack()
        return
    # the card that it was changed from, or the form in a card's modal, becomes the card as it stands now
    above = [say_acts.did(_said(asked, done), act_id)] if act_id and done else []
    confirm(asked.services, ack, changing.response_url, "Tend", face.long(card, asked.viewer, above), True)


def _done_at(session: Session, asked: Asked, account_id: int, at: datetime) -> tuple[int | None, Edit | None]:
    """What this person changed of an account at an instant, and the act's id."""
    act = acts.done_at(session, asked.ws.id, account_id, "changed", at, by_id=asked.person.id)
    return (act.id, Edit(act.before, act.after)) if act else (None, None)


def change(session: Session, asked: Asked, record: Record, edited: Edit) -> int | None:
    """Write what somebody changed of an account, audited and computed again; the act's id, None where
    nothing differs. Every way to change an account ends here: what loosens the hold on it may wait for
    somebody's tap, and the rest holds."""
    settled = loosening.settled(session, asked, record.account, edited)
    return _write(session, asked, record.account.id, settled)


def _write(session: Session, asked: Asked, account_id: int, edited: Edit) -> int | None:
    """What of it needs nobody's tap (any more)."""
    if not edited.after:
        return None
    kept = editing.change(session, asked.ws.id, account_id, edited, by_id=asked.person.id, now=asked.now)
    why = {"why": edited.why} if edited.why else {}
    return account_changed(session, asked, account_id, did="changed", **why, **kept)


def _errors(
    session: Session, asked: Asked, record: Record, stored: Mapping[str, Any], cells: Mapping[str, str]
) -> dict[str, Phrase]:
    ws, account_id = asked.ws.id, record.account.id
    wrong = errors(stored, cells, asked.today, record.account.exists_on)
    if "name" not in wrong and editing.name_taken(session, ws, cells["name"], but=account_id):
        wrong["name"] = phrase.say("Another account is called so.")
    edited = edit(stored, cells, asked.today, asked.ws.policy.currency) if not wrong else Edit()
    if stop := loosening.refused(session, asked, record.account, edited):
        columns = ("tier", "status", "served_through_parent")
        wrong[next((BY_COLUMN[c].block for c in columns if c in edited.after), "status")] = stop
    if lacks := loosening.lacks_why(session, asked, record.account, edited):
        wrong["why" if REASONED & edited.after.keys() else "reason"] = lacks
    parent = cells["parent"]
    there = parent.isdigit() and editing.parents(session, ws, [int(parent)])
    if parent and (not there or editing.is_below(session, ws, int(parent), of=account_id)):
        wrong["parent"] = phrase.say("It can't belong to itself, or to one that belongs to it.")
    return wrong


def _reject(
    ack: Ack,
    asked: Asked,
    view: dict[str, Any],
    changing: Changing,
    cells: Mapping[str, str],
    wrong: Mapping[str, Phrase],
) -> None:
    """Below their fields; where one is not shown, the form is painted again with it."""
    there = {b["block_id"] for b in view["blocks"] if b["type"] == "input"}
    if wrong.keys() <= there:
        reject(ack, asked.viewer, wrong)
        return
    hidden = next(block for block in wrong if block not in there)
    part = next((f.part for f in FIELDS if f.block == hidden), "stands")
    said = " ".join(asked.viewer.plain(why) for why in wrong.values())
    ack(response_action="update", view=_painted(asked, replace(changing, part=part), cells, said))


def _said(asked: Asked, edited: Edit) -> str:
    """What was changed, above the card."""
    names: dict[str, str] = {}
    ids = [v for side in (edited.before, edited.after) if isinstance(v := side.get("parent_id"), int)]
    if ids:
        with asked.services.reading() as session:
            names = {f"account:{i}": n for i, n in editing.parents(session, asked.ws.id, ids).items()}
    return say.done(edited, asked.viewer, names)


def register(app: Any) -> None:
    app.action(face.CARD_CHANGE)(open_change)
    for to in say.TO_PART:
        app.action(to)(turn_part)
    app.action(say.CHANGE_LOOK)(look)
    app.options(say.CHANGE_PARENT)(suggest_parent)
    app.view(say.CHANGE_FORM)(submit_change)
