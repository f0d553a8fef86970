"""`/account to-whom`: to whom the accounts of somebody who left go, as whoever has them now says: all as
proposed, one by one, another, or kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import to_whom as say
from messages.blocks import Message
from messages.book import refusal
from messages.to_whom import ChangeoverRef, LineRef, Shown
from rules import no_longer
from rules.access import Caller
from rules.by_name import named
from rules.cadence import own_cadence
from rules.changeovers import AT_ONCE, SETTLED, Changeover, Line, Undecided, may_place
from rules.facts.receivers import Book, proposed, why
from rules.ours import may_look_after
from rules.phrase import Phrase
from rules.records import Person
from rules.waiting import ACCEPTED
from storage import accounts, changeovers, outbox, people, receivers, to_whom
from storage.assess import recompute

from .asked import Asked
from .changed import shown_anew
from .surface import Body, show, typed_value

Ack = Callable[..., Any]
CHOICES = 24  # people in a menu


def may_say(session: Session, asked: Asked) -> Phrase | None:
    """Whether the list is for this person."""
    return may_look_after(people.caller_of(session, asked.ws.id, asked.person))


def to_whom_of(session: Session, asked: Asked) -> Message:
    """What waits for the caller, and for those under them, to be placed."""
    caller = people.caller_of(session, asked.ws.id, asked.person)
    theirs = None if asked.person.is_admin else caller.under
    those = [
        to_whom.undecided(session, asked.ws.id, c) for c in changeovers.unplaced(session, asked.ws.id, theirs)
    ]
    open_ones = [u for u in those if u.lines]
    if not open_ones:
        return say.nothing(asked.viewer)
    return (
        _listed(session, asked, open_ones[0]) if len(open_ones) == 1 else say.several(open_ones, asked.viewer)
    )


def _listed(session: Session, asked: Asked, u: Undecided, page: int = 0, said: str = "") -> Message:
    if not u.lines:
        return say.nothing(asked.viewer, said)
    page = max(0, min(page, (len(u.lines) - 1) // say.PAGE))
    there = u.lines[page * say.PAGE : (page + 1) * say.PAGE]
    mine = u.of.to_id == asked.person.id
    return say.listed(u, _shown(session, asked, u.of, there), page, asked.viewer, said=said, mine=mine)


def _shown(session: Session, asked: Asked, one: Changeover, lines: Sequence[Line]) -> list[Shown]:
    """Each with why whoever is proposed may know them, and whom else one may choose."""
    ws, policy = asked.ws, asked.ws.policy
    caller = people.caller_of(session, ws.id, asked.person)
    there = [p for p in people.everyone(session, ws.id) if p.active and p.slack_id and p.id != one.to_id]
    books = receivers.books(session, ws.id, there, policy, asked.today, zone=asked.person.zone)
    stand = {a.id: a for a in accounts.some(session, ws.id, [x.account_id for x in lines])}
    theirs = (b.person for b in books if b.person.id in caller.under)
    named_too = named(theirs, policy.figures_by_name, asked.person.id)
    shown = []
    for x in lines:
        account = stand[x.account_id]
        needs = 7 / own_cadence(account.tier, account.cadence_days, policy)
        of = next((b for b in books if b.person.id == x.receiver_id), None)
        likely = proposed(account, needs, [b for b in books if b.kept or b.person.role == "rep"])
        ours = of is not None and of.person.id in caller.under
        reason = why(account, needs, of, team=ours, told=of.person.id in named_too) if of else ()
        shown.append(Shown(x, reason, _choices(x, [p.person for p in likely], books, caller)))
    return shown


def _choices(
    x: Line, likely: Sequence[Person], books: Sequence[Book], caller: Caller
) -> list[tuple[int, str]]:
    chosen = [(x.receiver_id, x.receiver)] if x.receiver_id else []
    own = [b.person for b in books if b.person.id in caller.under or caller.person.is_admin]
    names = {i: name for i, name in (*chosen, *((p.id, p.name) for p in (*likely, *own)))}
    return list(names.items())[:CHOICES]


def _read(session: Session, asked: Asked, changeover_id: int) -> tuple[Undecided | None, Phrase | None]:
    """What is open of one, and why it is not this person's to say."""
    one = changeovers.get(session, asked.ws.id, changeover_id)
    if one is None or one.stage != SETTLED:
        return None, no_longer.CHANGEOVER
    stop = may_place(people.caller_of(session, asked.ws.id, asked.person), one.to_id)
    return (None, stop) if stop else (to_whom.undecided(session, asked.ws.id, one), None)


def open_list(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """A page of the accounts."""
    ref = ChangeoverRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        u, stop = _read(session, asked, ref.changeover)
        message = refusal(stop or no_longer.CHANGEOVER, asked.viewer)
        if u:
            message = _listed(session, asked, u, ref.page)
    show(asked.services, body, client, message=message)
    ack()


def introduce_all(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """All as proposed, some at a time: pressed again it finishes what was left."""
    ref, done = ChangeoverRef.unpack(typed_value(body)), list[Line]()
    while True:
        with asked.services.transaction() as session:
            u, stop = _read(session, asked, ref.changeover)
            now = _introduce(session, asked, u, u.proposed[:AT_ONCE]) if u else []
            done += now
            if now:
                continue
            message = refusal(stop or no_longer.CHANGEOVER, asked.viewer)
            if u:
                message = _after(session, asked, ref.changeover, 0, say.introduced(done))
                _repaint(session, asked, body)
        break
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _introduce(session: Session, asked: Asked, u: Undecided, lines: Sequence[Line]) -> list[Line]:
    ws = asked.ws.id
    there = {p.id: p for p in people.everyone(session, ws, {x.receiver_id or 0 for x in lines})}
    by, on = asked.person.id, asked.today
    did = to_whom.introduce(session, ws, u.of, lines, there, by_id=by, on=on, now=asked.now)
    to_whom.choose(session, ws, {x.id: None for x in lines if x not in did})  # whoever left meanwhile
    recompute(session, ws, asked.ws.policy, ids=[x.account_id for x in did], now=asked.now)
    return did


def _after(session: Session, asked: Asked, changeover_id: int, page: int, said: str) -> Message:
    """The list as it stands; once nothing is left it waits for nobody."""
    u, _ = _read(session, asked, changeover_id)
    if u is None or not u.lines:
        if u:
            to_whom.answered(session, asked.ws.id, u.of, ACCEPTED, now=asked.now)
        return say.nothing(asked.viewer, said)
    return _listed(session, asked, u, page, said)


def _on_line(
    ack: Ack, body: Body, asked: Asked, client: WebClient, act: Callable[[Session, Undecided, Line], str]
) -> None:
    """What is done with one account; a stale button shows the list as it stands."""
    ref = LineRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        found = to_whom.line(session, asked.ws.id, ref.line)
        u, stop = _read(session, asked, found[1]) if found else (None, no_longer.CHANGEOVER)
        message = refusal(stop or no_longer.CHANGEOVER, asked.viewer)
        if found and u:
            line = next((x for x in u.lines if x.id == ref.line), None)
            said = act(session, u, line) if line else "That account was decided on meanwhile."
            message = _after(session, asked, u.of.id, ref.page, said)
            _repaint(session, asked, body)
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def choose(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Another is to be next: kept, and introduced with the others or by its button."""
    to = LineRef.unpack(typed_value(body)).to

    def act(session: Session, u: Undecided, line: Line) -> str:
        there = [
            p for p in people.everyone(session, asked.ws.id, [to or 0]) if p.active and p.id != u.of.to_id
        ]
        if not there:
            return asked.viewer.plain(no_longer.PERSON)
        to_whom.choose(session, asked.ws.id, {line.id: there[0].id})
        return say.chosen(line.name, there[0].name)

    _on_line(ack, body, asked, client, act)


def introduce_one(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    def act(session: Session, u: Undecided, line: Line) -> str:
        return say.introduced(_introduce(session, asked, u, [line]))

    _on_line(ack, body, asked, client, act)


def keep(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It stays with whoever has it."""

    def act(session: Session, u: Undecided, line: Line) -> str:
        to_whom.keep(session, asked.ws.id, line.id)
        return say.kept(line.name)

    _on_line(ack, body, asked, client, act)


def _repaint(session: Session, asked: Asked, body: Body) -> None:
    """The message that asked shows what is so since."""
    shown_anew(session, asked, body)
    outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)


def register(app: Any) -> None:
    for action_id, listener in (
        (say.TO_WHOM_LIST, open_list),
        (say.TO_WHOM_ALL, introduce_all),
        (say.TO_WHOM_CHOOSE, choose),
        (say.TO_WHOM_ONE, introduce_one),
        (say.TO_WHOM_KEEP, keep),
    ):
        app.action(action_id)(listener)
