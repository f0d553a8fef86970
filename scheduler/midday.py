"""The one message at midday: what others logged with a person's accounts, open concerns that are routed to
them, what waits for their tap, what was missed."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from messages import introduced, log_touch, raised
from messages.blocks import Message, message
from messages.waiting import section_of
from messages.words import Viewer
from rules.records import Person
from rules.workspace import Workspace
from storage import accounts, batches, bundles, concerns, people
from storage.outbox import Message as Row

from . import handoffs, waiting


def told(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """What of it still holds; None when nothing does."""
    viewer, things = Viewer.of(person, now, ws.policy.currency), bundles.things_of(row.payload)
    logged = [x for t in things if "batch" in t and (x := _logged(session, ws.id, t))]
    concerning = [r for t in things if "concern" in t and (r := _routed(session, ws.id, t, viewer))]
    held = [w for t in things if "wait" in t and (w := waiting.one(session, ws, person, t["wait"]))]
    late = [h for t in things if "late" in t and (h := handoffs.missed(session, ws, t["late"], now=now))]
    by_others = log_touch.told_owner(logged, viewer, concerning) if logged or concerning else None
    if not (held or late):
        return by_others
    by_others = by_others or message("", [])
    said = [text for text in (_counted(len(held), len(late)), by_others["text"]) if text]
    blocks = [*(section_of(held, viewer) or []), *introduced.missed(late, viewer), *by_others["blocks"]]
    return message(" ".join(said), blocks)


def _counted(held: int, late: int) -> str:
    waits = f"{held} {'thing waits' if held == 1 else 'things wait'} for you." if held else ""
    missed = f"{late} first {'touch was' if late == 1 else 'touches were'} missed." if late else ""
    return f"{waits} {missed}".strip()


def _logged(session: Session, ws: int, thing: dict[str, object]) -> log_touch.ByAnother | None:
    """A touch that still stands, with an account that is still meant."""
    stored = batches.batch_of(session, ws, str(thing["batch"]))
    hits = accounts.hits_of(session, ws, [int(str(thing["account"]))])
    if not stored or stored.voided or not hits or hits[0].id not in stored.entry.account_ids:
        return None
    by = people.get(session, ws, int(str(thing["by"]))).name
    return log_touch.ByAnother(by, hits[0].name, hits[0].id, entry=stored.entry)


def _routed(session: Session, ws: int, thing: dict[str, object], viewer: Viewer) -> log_touch.Routed | None:
    """A concern and who opened it, as far as it is open still."""
    concern = concerns.get(session, ws, int(str(thing["concern"])))
    hits = accounts.hits_of(session, ws, [concern.account_id]) if concern and concern.is_open else []
    if concern is None or not hits:
        return None
    by = people.get(session, ws, int(str(thing["by"]))).name
    said = raised.opened_by(by, hits[0].name, concern.as_known(viewer.today), viewer)
    return log_touch.Routed(hits[0].name, hits[0].id, said)
