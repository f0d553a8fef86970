"""`/account people-of-ours`: who is in whose team; managers see their own tree, admins everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import ours as say
from messages.blocks import Message
from messages.book import refusal
from rules.acts import UNDO_DAYS
from rules.ours import MOVES, SWITCHED_OFF, may_change, may_look_after
from rules.phrase import Phrase
from storage import acts, editing, people

from .asked import Asked
from .surface import Body, Mention, show, typed_value

Ack = Callable[..., Any]


def ours_of(
    session: Session,
    asked: Asked,
    named: str = "",
    mentioned: Sequence[Mention] = (),
    page: int = 0,
    did: str = "",
    act: int | None = None,
) -> Message:
    """The caller's people by team; of a name or a mention, those who are meant."""
    ws = asked.ws.id
    caller = people.caller_of(session, ws, asked.person)
    everyone = people.everyone(session, ws)
    name_of = {p.id: p.name for p in everyone}
    meant = [p for p in everyone if p.active or named or mentioned]
    stranger = ""
    if mentioned:
        ids = [m.id for m in mentioned]
        meant = [p for p in meant if p.slack_id in ids]
        known = {p.slack_id for p in everyone}
        stranger = next((m for m in ids if m not in known), "")
    elif named:
        meant = [p for p in meant if named.casefold() in f"{p.name} {p.email}".casefold()]
    shown = [p for p in meant if asked.person.is_admin or p.id in caller.under]
    others = [p for p in meant if p not in shown] if named or mentioned else []
    had = editing.how_many(session, ws, [p.id for p in shown])
    rows = [
        say.Row(p, name_of.get(p.manager_id or 0, ""), had.get(p.id, 0), may_change(caller, p) is None)
        for p in shown
    ]
    rows.sort(key=lambda r: (r.manager == "", r.manager, r.person.name))
    left = [gone for gone in _left(session, asked) if gone[0] != act] if not (named or mentioned) else []
    elsewhere = [(p.name, name_of.get(p.manager_id or 0, "")) for p in others]
    return say.ours(say.Ours(rows, page, stranger, left, did, act, elsewhere), asked.viewer)


def _left(session: Session, asked: Asked) -> list[tuple[int, str]]:
    """What of the week moved people and accounts, and can be taken back by the caller."""
    caller = people.caller_of(session, asked.ws.id, asked.person)
    since = asked.now - timedelta(days=UNDO_DAYS)
    did = [a for kind in MOVES for a in acts.recent(session, asked.ws.id, "person", kind, since)]
    named = {p.id: p for p in people.everyone(session, asked.ws.id, {a.row_id for a in did})}
    may = (
        (a, named[a.row_id])
        for a in sorted(did, key=lambda a: -a.id)
        if not a.undone and a.row_id in named and may_change(caller, named[a.row_id]) is None
    )
    back = ((a, p) for a, p in may if a.did != SWITCHED_OFF or p.active)
    return [
        (a.id, say.moved(a.did, p.name, a.names.get(f"person:{a.change.get('to')}", ""))) for a, p in back
    ]


def may_see(session: Session, asked: Asked) -> Phrase | None:
    """Whether the list is for this person."""
    return may_look_after(people.caller_of(session, asked.ws.id, asked.person))


def turn_page(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    value = typed_value(body)
    with asked.services.reading() as session:
        stop = may_see(session, asked)
        page = int(value) if value.isdigit() else 0
        message = refusal(stop, asked.viewer) if stop else ours_of(session, asked, page=page)
    show(asked.services, body, client, message=message)
    ack()


def register(app: Any) -> None:
    app.action(say.OURS_PAGE)(turn_page)
