"""Two accounts that are one: `/account NAME merge`, both side by side, what will change said first; at
once, or asked of whoever decides; undone within a week. `/account duplicates` lists pairs for admins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import acts as say_acts
from messages import card as face
from messages import merged as say_merged
from messages import merging as say
from messages.blocks import Block, Message, option
from messages.inputs import Filled
from messages.merging import Merging
from rules import merging as rules
from rules import no_longer
from rules.cadence import due
from rules.duplicates import look_alike
from rules.editing import Edit
from rules.phrase import Phrase
from rules.records import Person, Record
from storage import (
    accounts,
    bundles,
    compared,
    editing,
    finding,
    loosenings,
    merge_waits,
    merged,
    merging,
    people,
    processed,
    records,
    same_people,
    served,
)
from storage.assess import recompute

from .access import refused_giving
from .account import read_card
from .asked import Asked
from .changed import audited, left
from .surface import Body, confirm, notice, open_modal, reject, response_url, typed_value

Ack = Callable[..., Any]


def merge_of(session: Session, asked: Asked, account_id: int) -> Message:
    """What may be the same as an account, and the way to choose another."""
    known, two = merged.those(session, asked.ws.id)
    alike = [(p.than(account_id), " and ".join(p.by)) for p in look_alike(known, two, of={account_id})]
    name = accounts.hits_of(session, asked.ws.id, [account_id])[0].name
    return say.way_in(name, account_id, [(x.id, x.name, by) for x, by in alike])


def open_form(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form; with both side by side where the other one is known."""
    ref = Merging.unpack(typed_value(body))
    open_modal(
        client, body, _painted(asked, replace(ref, token=uuid4().hex, response_url=response_url(body)))
    )
    ack()


def suggest(ack: Ack, payload: dict[str, Any], asked: Asked) -> None:
    """Typeahead over accounts, for the other one."""
    with asked.services.reading() as session:
        hits = finding.typeahead(session, asked.ws.id, str(payload.get("value") or ""), own=asked.person.id)
    ack(options=[option(h.name, str(h.id)) for h in hits])


def look(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The other one was chosen, or which of both stays."""
    view = body["view"]
    painted = _painted(asked, _filled(view))
    asked.services.later(lambda: client.views_update(view_id=view["id"], hash=view["hash"], view=painted))
    ack()


def _filled(view: dict[str, Any]) -> Merging:
    was, filled = Merging.unpack(view["private_metadata"]), Filled(view)
    other, stays = filled.chosen("other"), filled.chosen("stays")
    ref = replace(was, other=int(other) if other.isdigit() else was.other)
    chosen = int(stays) if stays.isdigit() else ref.stays
    may_stay = ref.other == was.other and chosen in (ref.account, ref.other)
    return replace(ref, stays=chosen if may_stay else 0)  # of another one it is proposed anew


def _which(session: Session, asked: Asked, ref: Merging) -> tuple[int, int]:
    """The one that goes, and the one that stays: as was chosen, else as is proposed."""
    stays = ref.stays
    if not stays and ref.other and ref.other != ref.account:
        on_file = compared.counts(session, asked.ws.id, [ref.account, ref.other])
        rows = {i: sum(kinds.values()) for i, kinds in on_file.items()}
        stays = rules.stays_first(ref.account, ref.other, rows)
    stays = stays or ref.account
    return (ref.account if stays == ref.other else ref.other), stays


def _painted(asked: Asked, ref: Merging) -> Block:
    """The form with both, or why there is none."""
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, [ref.account])
        if not hits:
            return notice("Merge accounts", no_longer.ACCOUNT, asked.viewer)
        gone, stays = _which(session, asked, ref)
        wrong = _refused(session, asked, gone, stays) if ref.other else None
        both = _shown(session, asked, gone, stays) if ref.other and ref.other != ref.account else None
    if wrong and both:
        both = replace(both, waits_for="")  # nobody is asked about what can't be
    return say.form(ref, hits[0].name, both, asked.viewer, asked.viewer.plain(wrong) if wrong else "")


def _shown(session: Session, asked: Asked, gone: int, stays: int) -> say.Form | None:
    ws, policy = asked.ws, asked.ws.policy
    pair = merging.pair(session, ws.id, gone, stays)
    read = {r.account.id: r for r in records.read(session, ws.id, [gone, stays], now=asked.now)}
    if pair is None or len(read) < 2:
        return None
    will = rules.merged(pair, asked.today, policy)
    counts, touched = (
        compared.counts(session, ws.id, [gone, stays]),
        compared.touched(session, ws.id, [gone, stays]),
    )
    to = _decides(session, asked, pair, stays, gone)

    def side(i: int) -> say.Side:
        first, last = touched.get(i, (None, None))
        record: Record = read[i]
        return say.Side(
            i,
            record.account.name,
            pair.gone if i == gone else pair.stays,
            record.owner.name,
            record.account.annual,
            counts[i],
            asked.viewer.local(first) if first else None,
            asked.viewer.local(last) if last else None,
            _due(record, asked),
        )

    return say.Form(
        side(stays),
        side(gone),
        will,
        rules.follows(read[stays], read[gone], will, asked.today, policy),
        same_people.count(session, ws.id, gone, stays),
        {f"account:{i}": n for i, n in editing.parents(session, ws.id, _parents(will)).items()},
        to.name if to else "",
    )


def _due(record: Record, asked: Asked) -> Any:
    return due(record, asked.today, asked.ws.policy, record.account.trouble).on


def _parents(will: Edit) -> list[int]:
    return [v for side in (will.before, will.after) if isinstance(v := side.get("parent_id"), int)]


def _refused(session: Session, asked: Asked, gone: int, stays: int) -> Phrase | None:
    """Why these two are not merged by this person."""
    ws = asked.ws.id
    if gone == stays:
        return rules.ITSELF
    if len(accounts.hits_of(session, ws, [gone, stays])) < 2:
        return rules.GONE
    if stop := rules.may_begin([refused_giving(session, asked, i) for i in (stays, gone)]):
        return stop
    if merged.asked_for(session, ws, [gone, stays]):
        return rules.ASKED
    return rules.BOTH_PASSING if merging.both_passing(session, ws, gone, stays) else None


def _decides(session: Session, asked: Asked, pair: rules.Pair, stays: int, gone: int) -> Person | None:
    """Who is asked first; None where it holds at once, and where there is nobody to ask."""
    ws, caller = asked.ws.id, people.caller_of(session, asked.ws.id, asked.person)
    refused = [refused_giving(session, asked, i) for i in (stays, gone)]
    whose, owner_id = rules.decides(caller, pair, refused)
    owner = people.get(session, ws, owner_id)
    if whose == rules.OWNER and owner.active and owner.id != caller.id:
        return owner
    return loosenings.approver_of(session, ws, owner_id, asked.now) if whose else None


def submit(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Checked; merged at once, or asked; the card of the one that stays shows it."""
    ref, ws = _filled(view), asked.ws.id
    act_id, said = None, ""
    with asked.services.transaction() as session:
        gone, stays = _which(session, asked, ref)
        again = processed.was_seen(session, ws, f"view:{ref.token}")
        wrong = None if again else rules.NO_OTHER if not ref.other else _refused(session, asked, gone, stays)
        if not wrong and processed.first_time(session, ws, f"view:{ref.token}", now=asked.now):
            act_id, said = _merge_or_ask(session, asked, gone, stays)
        card = None if wrong else read_card(session, asked, stays)
    if wrong:
        reject(ack, asked.viewer, {"other": wrong})
        return
    asked.services.wake()
    if card is None or (again and ref.response_url):  # sent twice: its answer with the Undo stands
        ack()
        return
    above = [say_acts.did(said, act_id)] if said else []
    confirm(asked.services, ack, ref.response_url, "Tend", face.long(card, asked.viewer, above), True)


def _merge_or_ask(session: Session, asked: Asked, gone: int, stays: int) -> tuple[int | None, str]:
    """The act, where it holds at once; and what is said of it."""
    ws, by = asked.ws.id, asked.person.id
    names = {h.id: h.name for h in accounts.hits_of(session, ws, [gone, stays])}
    pair = merging.pair(session, ws, gone, stays)
    assert pair is not None  # both are on file, as was asked right before
    to = _decides(session, asked, pair, stays, gone)
    if to is not None:
        merge_waits.ask(session, ws, gone, stays, to, by_id=by, on=asked.today, now=asked.now)
        return None, say_merged.waits(names[gone], names[stays], to.name)
    made = merging.note(session, ws, gone, stays, became="", by_id=by, on=asked.today, now=asked.now)
    return merge(session, asked, made, pair), say_merged.done(names[gone], names[stays])


def merge(session: Session, asked: Asked, merge_id: int, pair: rules.Pair) -> int:
    """The one act behind every way to merge: written, audited, computed again, the owners told."""
    ws, by = asked.ws, asked.person.id
    found = merged.get(session, ws.id, merge_id)
    assert found is not None
    edit = rules.merged(pair, asked.today, ws.policy)
    kept = merging.merge(session, ws.id, merge_id, edit, by_id=by, now=asked.now)
    both = {"account": found.stays_id, "gone": found.gone_id}
    act_id = audited(session, asked, "merged", noun="merge", row_id=merge_id, undo=True, **both, **kept)
    above = served.parents(session, ws.id, [found.gone_id])
    ids = {found.stays_id, *above, *left(kept.get("before"))}
    recompute(session, ws.id, ws.policy, ids=ids, now=asked.now)
    for owner in {pair.gone["owner_id"], pair.stays["owner_id"]} - {by, found.by_id}:
        person = people.get(session, ws.id, owner)
        if person.active:
            bundles.add(
                session, ws.id, "told", person=person, thing={"merged": merge_id, "by": by}, now=asked.now
            )
    return act_id


def register(app: Any) -> None:
    app.action(say.MERGE_OPEN)(open_form)
    app.options(say.MERGE_OTHER)(suggest)
    app.action(say.MERGE_OTHER)(look)
    app.action(say.MERGE_LOOK)(look)
    app.view(say.MERGE_FORM)(submit)
