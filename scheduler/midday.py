"""The one message at midday: what waits for a person's tap, what was missed, the teams they were put on, open
concerns that are routed to them, loops that others closed, what others logged with their accounts. THINGS, a
line a kind of what a bundle holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlmodel import Session

from messages import introduced, log_touch, routed, team, waiting
from messages.blocks import Message, message
from messages.words import Viewer
from rules.facts.raised import Concern
from rules.records import Person
from rules.workspace import Workspace
from storage import accounts, batches, bundles, concerns, people
from storage import team as teams
from storage.outbox import Message as Row

from . import handoffs
from . import waiting as waits


class Told(NamedTuple):
    """Whom a bundle is for, and when it is said."""

    session: Session
    ws: Workspace
    person: Person
    now: datetime


class Thing(NamedTuple):
    """A kind of thing: `word`, its key in what a bundle holds; `read`, what it shows, None once it holds no
    more; `say`, all of them with the sentence of the notification."""

    word: str
    read: Callable[[Told, Mapping[str, Any]], Any | None]
    say: Callable[[Sequence[Any], Viewer], Message]


def told(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """What of it still holds, in the order of THINGS; None when nothing does."""
    viewer, held = Viewer.of(person, now, ws.policy.currency), list[Mapping[str, Any]]()
    for thing in bundles.things_of(row.payload):
        held += [] if thing in held else [thing]
    to = Told(session, ws, person, now)
    parts = []
    for kind in THINGS:
        shown = [x for thing in held if kind.word in thing and (x := kind.read(to, thing)) is not None]
        parts += [kind.say(shown, viewer)] if shown else []
    if len(parts) < 2:
        return parts[0] if parts else None
    return message(" ".join(p["text"] for p in parts), [block for p in parts for block in p["blocks"]])


def _wait(to: Told, thing: Mapping[str, Any]) -> waiting.Waiting | None:
    return waits.one(to.session, to.ws, to.person, thing["wait"])


def _late(to: Told, thing: Mapping[str, Any]) -> Any | None:
    return handoffs.missed(to.session, to.ws, thing["late"], now=to.now)


def _joined(to: Told, thing: Mapping[str, Any]) -> team.Joined | None:
    """While the person is on that team, and there is something to help with."""
    j = teams.by_id(to.session, to.ws.id, thing["joined"])
    if j is None or j.member.person_id != to.person.id:
        return None
    if accounts.status_of(to.session, to.ws.id, j.account_id) == "churned":
        return None
    by = people.get(to.session, to.ws.id, thing["by"]).name
    mine = team.Mine(j.account_id, j.account, j.owner, role=j.member.role, goal=j.goal)
    return team.Joined(by, mine)


def _logged(to: Told, thing: Mapping[str, Any]) -> log_touch.ByAnother | None:
    """A touch that still stands, with an account that is still meant."""
    stored = batches.batch_of(to.session, to.ws.id, str(thing["batch"]))
    hits = accounts.hits_of(to.session, to.ws.id, [int(thing["account"])])
    if not stored or stored.voided or not hits or hits[0].id not in stored.entry.account_ids:
        return None
    by = people.get(to.session, to.ws.id, int(thing["by"])).name
    return log_touch.ByAnother(by, hits[0].name, hits[0].id, entry=stored.entry)


def _routed(to: Told, thing: Mapping[str, Any]) -> routed.Routed | None:
    """What became of a concern and by whom, as far as it is open still."""
    concern = concerns.get(to.session, to.ws.id, int(thing["concern"]))
    if concern is None or not concern.is_open:
        return None
    return _of_concern(to, concern, thing, say=partial(routed.line, str(thing.get("did", ""))))


def _closed(to: Told, thing: Mapping[str, Any]) -> routed.Routed | None:
    """A loop that another closed, as far as it is closed still."""
    concern = concerns.get(to.session, to.ws.id, int(thing["closed"]))
    if concern is None or concern.is_open:
        return None
    return _of_concern(to, concern, thing, say=routed.closed_line)


def _of_concern(
    to: Told, concern: Concern, thing: Mapping[str, Any], say: Callable[[str, str, Concern, Viewer], str]
) -> routed.Routed | None:
    viewer = Viewer.of(to.person, to.now, to.ws.policy.currency)
    hits = accounts.hits_of(to.session, to.ws.id, [concern.account_id])
    if not hits:
        return None
    by = people.get(to.session, to.ws.id, int(thing["by"])).name
    said = say(by, hits[0].name, concern.as_known(viewer.today), viewer)
    return routed.Routed(hits[0].name, hits[0].id, said)


THINGS = (
    Thing("wait", _wait, waiting.told),
    Thing("late", _late, introduced.told),
    Thing("joined", _joined, team.told),
    Thing("concern", _routed, routed.told),
    Thing("closed", _closed, routed.told_closed),
    Thing("batch", _logged, log_touch.told_owner),
)
