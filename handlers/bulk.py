"""`/account bulk`: managers choose accounts of their people and pause, retier or give away what they ticked;
previewed, one act, undone with one tap for a week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import bulk as say
from messages.blocks import Block, Message, option
from messages.bulk import Bulk
from messages.inputs import Filled
from messages.reassign import week as week_line
from rules import phrase
from rules.acts import NOT_THEIRS, UNDO_DAYS, Act, undo_error
from rules.bulk import GIVE, Doing, Found, Wanted, doing_error, edit_of, may_bulk, preview
from rules.language.numbers import whole
from rules.phrase import Phrase
from rules.records import days
from storage import accounts, acts, bulk, bundles, editing, outbox, people, processed, records
from storage.assess import recompute

from .account_change import change
from .asked import Asked
from .changed import audited
from .reassign import week_of
from .surface import Body, confirm, notice, open_modal, reject, response_url, typed_value

Ack = Callable[..., Any]
NONE = phrase.say("No account of your people is like that.")
AT_ONCE = 25  # accounts in one transaction


def way_in(session: Session, asked: Asked, did: str = "") -> Message:
    return say.way_in(lately(session, asked), asked.viewer, did)


def lately(session: Session, asked: Asked, kinds: Sequence[str] = tuple(say.DO)) -> list[Act]:
    """What was done of these kinds that the caller may still undo, newest first."""
    ws, since = asked.ws.id, asked.now - days(UNDO_DAYS)
    those = [a for kind in kinds for a in acts.recent(session, ws, "bulk", kind, since)]
    may = [a for a in those if undo_error(a, asked.now) is None and may_take_back(session, asked, a) is None]
    return sorted(may, key=lambda a: a.id, reverse=True)


def may(session: Session, asked: Asked) -> Phrase | None:
    """Whether this is for this person."""
    return may_bulk(people.caller_of(session, asked.ws.id, asked.person))


def open_filter(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Which accounts?"""
    value = typed_value(body)
    given = Bulk.unpack(value) if value.startswith("{") else Bulk()
    bulk = replace(given, token=uuid4().hex, response_url=response_url(body))
    with asked.services.reading() as session:
        stop = may(session, asked)
        form = say.filter_form(bulk, _name(session, asked, given.owner))
    open_modal(client, body, notice("In bulk", stop, asked.viewer) if stop else form)
    ack()


def suggest(ack: Ack, payload: dict[str, Any], asked: Asked) -> None:
    """Typeahead over our own people."""
    with asked.services.reading() as session:
        near = people.typeahead(session, asked.ws.id, str(payload.get("value") or ""))
    ack(options=[option(p.name, str(p.id)) for p in near])


def submit_filter(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Those that are meant, all ticked."""
    filled, owner = Filled(view), Filled(view).chosen("owner")
    chosen = replace(
        Bulk.unpack(view["private_metadata"]),
        tier=filled.chosen("tier"),
        owner=int(owner) if owner.isdigit() else None,
        industry=filled.text("industry"),
        silent=whole(filled.text("silent"), 3650) or None,
    )
    doing = Doing(GIVE, to=chosen.to) if chosen.to else Doing()
    with asked.services.reading() as session:
        stop = may(session, asked)
        those, total = _found(session, asked, chosen) if not stop else ([], 0)
        if stop or not those:
            reject(ack, asked.viewer, {"tier": stop or NONE})
            return
        view = _painted(session, asked, chosen, those, total, [f.id for f in those], doing)
    ack(response_action="update", view=view)


def _name(session: Session, asked: Asked, person: int | None) -> str:
    there = people.everyone(session, asked.ws.id, [person]) if person else []
    return there[0].name if there else ""


def _found(session: Session, asked: Asked, chosen: Bulk) -> tuple[list[Found], int]:
    wanted = Wanted(chosen.tier, chosen.owner, chosen.industry, chosen.silent)
    under = None if asked.person.is_admin else people.under(session, asked.ws.id, asked.person.id)
    return bulk.found(session, asked.ws.id, wanted, under, now=asked.now)


def _painted(
    session: Session,
    asked: Asked,
    chosen: Bulk,
    those: Sequence[Found],
    total: int,
    ticked: Sequence[int],
    doing: Doing,
) -> Block:
    will = preview([f for f in those if f.id in set(ticked)], doing)
    to, week = _name(session, asked, doing.to), ""
    if to and doing.what == GIVE and doing.to:
        comes = accounts.some(session, asked.ws.id, ticked)
        taker = people.get(session, asked.ws.id, doing.to)
        week = week_line(to, week_of(session, asked, taker, comes))
    return say.form(chosen, those, total, ticked, doing, will, asked.viewer, to=to, week=week)


def look(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """What to do was chosen: what it needs is asked, and said what it means."""
    view = body["view"]
    chosen, ticked, doing = _filled(view)
    with asked.services.reading() as session:
        stop = may(session, asked)
        those, total = _found(session, asked, chosen) if not stop else ([], 0)
        painted = (
            notice("In bulk", stop or NONE, asked.viewer)
            if stop or not those
            else _painted(session, asked, chosen, those, total, ticked, doing)
        )
    asked.services.later(lambda: client.views_update(view_id=view["id"], hash=view["hash"], view=painted))
    ack()


def _filled(view: dict[str, Any]) -> tuple[Bulk, list[int], Doing]:
    filled = Filled(view)
    to = filled.chosen("to")
    doing = Doing(
        filled.chosen("what"),
        filled.day("until"),
        filled.text("why"),
        filled.chosen("to_tier"),
        int(to) if to.isdigit() else None,
    )
    ticked = [int(i) for i in filled.all_chosen("accounts") if i.isdigit()]
    return Bulk.unpack(view["private_metadata"]), ticked, doing


def submit(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Checked, done some at a time, then one act of all; sent again it finishes what was left."""
    chosen, ticked, doing = _filled(view)
    ws = asked.ws.id
    with asked.services.reading() as session:
        wrong = _wrong(session, asked, doing)
        again = processed.was_seen(session, ws, f"view:{chosen.token}")
        meant = {f.id for f in _found(session, asked, chosen)[0]} if not wrong else set()
    ids = [i for i in ticked if i in meant]
    wrong = wrong or (None if ids else ("what", NONE))
    there = {b["block_id"] for b in view["blocks"] if b["type"] == "input"}
    if again:  # done, and said where it was asked
        ack()
        return
    if wrong:
        reject(ack, asked.viewer, {wrong[0] if wrong[0] in there else "what": wrong[1]})
        return
    made = list[int]()
    for start in range(0, len(ids), AT_ONCE):
        with asked.services.transaction() as session:
            made += _change(session, asked, ids[start : start + AT_ONCE], doing)
    act_id = None
    with asked.services.transaction() as session:
        if made and processed.first_time(session, ws, f"view:{chosen.token}", now=asked.now):
            act_id = _one_act(session, asked, doing, made)
        again = not made and processed.was_seen(session, ws, f"view:{chosen.token}")
        to = _name(session, asked, doing.to)
    asked.services.wake()
    if again:  # sent twice at the same moment: the first one says what was done, with its Undo
        ack()
        return
    message = say.done(doing, len(made), len(ids) - len(made), act_id, asked.viewer, to)
    confirm(asked.services, ack, chosen.response_url, title="Tend", said=message)


def _wrong(session: Session, asked: Asked, doing: Doing) -> tuple[str, Phrase] | None:
    caller = people.caller_of(session, asked.ws.id, asked.person)
    if stop := may_bulk(caller):
        return "what", stop
    there = people.everyone(session, asked.ws.id, [doing.to]) if doing.to is not None else []
    return doing_error(doing, caller, there[0] if there else None, asked.today)


def _change(session: Session, asked: Asked, ids: Sequence[int], doing: Doing) -> list[int]:
    """The acts, one an account that differs."""
    made = []
    for record in records.read(session, asked.ws.id, ids, now=asked.now):
        stored = editing.read(session, asked.ws.id, record.account.id)
        act_id = change(session, asked, record, edit_of(doing, stored)) if stored else None
        made += [act_id] if act_id is not None else []
    return made


def _one_act(session: Session, asked: Asked, doing: Doing, made: Sequence[int]) -> int:
    """What is undone with one tap; who takes accounts hears of it."""
    ws, by = asked.ws.id, asked.person.id
    act_id = audited(session, asked, doing.what, noun="bulk", row_id=by, undo=True, acts=list(made))
    if doing.what == GIVE and doing.to is not None:
        outbox.repaint_home(session, ws, doing.to, now=asked.now)
        if doing.to != by:
            to, thing = people.get(session, ws, doing.to), {"taken": act_id, "by": by}
            bundles.add(session, ws, "told", person=to, thing=thing, now=asked.now)
    return act_id


def may_take_back(session: Session, asked: Asked, act: Act) -> Phrase | None:
    """Whoever did it, and those above them."""
    caller = people.caller_of(session, asked.ws.id, asked.person)
    if act.by_id in caller.under or asked.person.is_admin:
        return None
    return NOT_THEIRS


def take_back(session: Session, asked: Asked, act: Act) -> str:
    """Each account as before, but for what was changed since."""
    ws, by, came = asked.ws.id, asked.person.id, list[int]()
    acts.undone(session, ws, act, by_id=by, now=asked.now)
    for one in acts.standing(session, ws, act.change["acts"]):
        values, _ = editing.put_back(session, ws, one.row_id, one.change, by_id=by, now=asked.now)
        if values:
            acts.undone(session, ws, one, by_id=by, now=asked.now)
            came.append(one.row_id)
    recompute(session, ws, asked.ws.policy, ids=came, now=asked.now)
    return say.back(len(came), len(act.change["acts"]) - len(came))


def register(app: Any) -> None:
    app.action(say.BULK_OPEN)(open_filter)
    app.options(say.BULK_WHO)(suggest)
    app.view(say.BULK_FILTER)(submit_filter)
    app.action(say.BULK_LOOK)(look)
    app.view(say.BULK_FORM)(submit)
