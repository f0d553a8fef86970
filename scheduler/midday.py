"""The one message at midday: what waits for a person's tap, A accounts that came to them, what was missed,
the teams they were put on, what was put into their book, open concerns that are routed to them, loops that
others closed, what of theirs was voided, what others logged with their accounts. THINGS, a line a kind of
what a bundle holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlmodel import Session

from messages import (
    adding,
    away,
    introduced,
    log_touch,
    offered_accounts,
    ours,
    questions,
    routed,
    sends,
    team,
    to_whom,
    voiding,
    waiting,
)
from messages import escalations as say_escalations
from messages import merged as say_merged
from messages.blocks import Message, message
from messages.words import Viewer
from rules.away import Absence
from rules.delivery.seats import MOST_DECISIONS
from rules.facts.raised import Concern
from rules.facts.sends import Sends
from rules.records import Person
from rules.waiting import Waiting
from rules.workspace import Workspace
from storage import (
    absences,
    accounts,
    acts,
    awaited,
    batches,
    bundles,
    changeovers,
    concerns,
    escalations,
    marketing,
    outbox,
    passing,
    people,
)
from storage import questions as kept_questions
from storage import team as teams
from storage.outbox import Message as Row

from . import escalations as brought
from . import handoffs, merging
from .reader import Reader


class Thing(NamedTuple):
    """A kind of thing: `word`, its key in what a bundle holds; `read`, what it shows, None once it holds no
    more; `say`, all of them with the sentence of the notification. `decides`: they want a tap, and as many
    are shown as there is `room` for."""

    word: str
    read: Callable[[Reader, Mapping[str, Any]], Any | None]
    say: Callable[..., Message]
    decides: bool = False


def told(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """What of it still holds, in the order of THINGS; None when nothing does."""
    viewer, held = Viewer.of(person, now, ws.policy.currency), list[Mapping[str, Any]]()
    for thing in bundles.things_of(row.payload):
        held += [] if thing in held else [thing]
    to = Reader(session, ws, person, now, _sent_at(session, row))
    parts = []
    for kind in THINGS:
        if kind.word in NEWS and not person.own.news and row.kind == "post":
            continue  # they switched it off
        shown = [x for thing in held if kind.word in thing and (x := kind.read(to, thing)) is not None]
        say = partial(kind.say, room=row.payload.get("room", MOST_DECISIONS)) if kind.decides else kind.say
        parts += [say(shown, viewer)] if shown else []
    if len(parts) < 2:
        return parts[0] if parts else None
    whole = message(" ".join(p["text"] for p in parts), [block for p in parts for block in p["blocks"]])
    return {**whole, "decides": sum(p.get("decides", 0) for p in parts)}


def _sent_at(session: Session, row: Row) -> datetime | None:
    return outbox.row(session, row.ws, row.payload["of"]).sent_at if row.kind == "update" else None


def _escalated(those: Sequence[Any], viewer: Viewer, room: int) -> Message:
    return say_escalations.told(brought.in_order(those), viewer, room)


def _wait(to: Reader, thing: Mapping[str, Any]) -> Waiting | None:
    return awaited.one(to.session, to.ws, to.person, thing["wait"])


def _late(to: Reader, thing: Mapping[str, Any]) -> Any | None:
    return handoffs.missed(to.session, to.ws, thing["late"], now=to.now)


def _joined(to: Reader, thing: Mapping[str, Any]) -> team.Joined | None:
    """While the person is on that team, and there is something to help with."""
    j = teams.by_id(to.session, to.ws.id, thing["joined"])
    if j is None or j.member.person_id != to.person.id:
        return None
    if accounts.status_of(to.session, to.ws.id, j.account_id) == "churned":
        return None
    by = people.get(to.session, to.ws.id, thing["by"]).name
    mine = team.Mine(j.account_id, j.account, j.owner, role=j.member.role, goal=j.goal)
    return team.Joined(by, mine)


def _added(to: Reader, thing: Mapping[str, Any]) -> adding.Added | None:
    """An account that another put into the person's book, while it is there."""
    hits = accounts.hits_of(to.session, to.ws.id, [thing["added"]])
    if not hits or hits[0].owner_id != to.person.id:
        return None
    by = people.get(to.session, to.ws.id, thing["by"]).name
    return adding.Added(by, hits[0].id, hits[0].name, hits[0].tier)


def _taken(to: Reader, thing: Mapping[str, Any]) -> ours.Taken | None:
    """Accounts that came to the person in one act in bulk, as far as they are theirs."""
    act = acts.get(to.session, to.ws.id, thing["taken"])
    if act is None or act.undone:
        return None
    given = acts.standing(to.session, to.ws.id, act.change["acts"])
    by = people.get(to.session, to.ws.id, thing["by"]).name
    return _had(to, [a.row_id for a in given], "", by)


def _had(to: Reader, ids: Sequence[int], gone: str, by: str) -> ours.Taken | None:
    """Those of these accounts that are the person's."""
    hits = accounts.hits_of(to.session, to.ws.id, ids)
    names = [h.name for h in hits if h.owner_id == to.person.id]
    more = len(names) - len(names[: ours.NAMED])
    return ours.Taken(gone, by, names[: ours.NAMED], more) if names else None


def _passed(to: Reader, thing: Mapping[str, Any]) -> ours.Taken | None:
    """Accounts that came to the person from one who left, or that a manager gave them."""
    one = changeovers.get(to.session, to.ws.id, thing["passed"])
    if one is None:
        return None
    by = people.get(to.session, to.ws.id, one.by_id).name if one.by_id else "Tend"
    return _had(to, passing.accounts_of(to.session, one), one.person if one.left else "", by)


def _returned(to: Reader, thing: Mapping[str, Any]) -> to_whom.Back | None:
    """Accounts that went back to somebody who is with us again."""
    one = changeovers.get(to.session, to.ws.id, thing["returned"])
    return to_whom.Back(one, *passing.how_many_back(to.session, one)) if one else None


def _answered(word: str, to: Reader, thing: Mapping[str, Any]) -> offered_accounts.Answered | None:
    """Introductions that were accepted, or that nobody took in time."""
    one = changeovers.get(to.session, to.ws.id, thing[word])
    if one is None:
        return None
    who = people.get(to.session, to.ws.id, thing["who"])
    return offered_accounts.Answered(one, who.name, thing["count"], mine=who.id == to.person.id)


def _unanswered(to: Reader, thing: Mapping[str, Any]) -> questions.Unanswered | None:
    """What the person asked somebody who left, as long as nobody answered."""
    asked = kept_questions.get(to.session, to.ws.id, thing["unanswered"])
    hits = accounts.hits_of(to.session, to.ws.id, [asked.account_id]) if asked else []
    if asked is None or asked.answer or not hits:
        return None
    who = people.get(to.session, to.ws.id, asked.to_id).name
    return questions.Unanswered(who, hits[0].name, hits[0].id, asked.text)


def _voided(to: Reader, thing: Mapping[str, Any]) -> voiding.Voided | None:
    """A touch of theirs that their manager voided, and nobody brought back."""
    stored = batches.of_touch(to.session, to.ws.id, thing["voided"])
    if stored is None or not stored.voided:
        return None
    hits = accounts.hits_of(to.session, to.ws.id, stored.entry.account_ids[:1])
    by, entry = people.get(to.session, to.ws.id, thing["by"]).name, stored.entry
    return voiding.Voided(by, entry.channel, entry.on, thing["why"], hits[0].id, hits[0].name)


def _logged(to: Reader, thing: Mapping[str, Any]) -> log_touch.ByAnother | None:
    """A touch that still stands, with an account that is still meant."""
    stored = batches.batch_of(to.session, to.ws.id, str(thing["batch"]))
    hits = accounts.hits_of(to.session, to.ws.id, [int(thing["account"])])
    if not stored or stored.voided or not hits or hits[0].id not in stored.entry.account_ids:
        return None
    by = people.get(to.session, to.ws.id, int(thing["by"])).name
    return log_touch.ByAnother(by, hits[0].name, hits[0].id, entry=stored.entry)


def _routed(to: Reader, thing: Mapping[str, Any]) -> routed.Routed | None:
    """What became of a concern and by whom, as far as it is open still."""
    concern = concerns.get(to.session, to.ws.id, int(thing["concern"]))
    if concern is None or not concern.is_open:
        return None
    return _of_concern(to, concern, thing, say=partial(routed.line, str(thing.get("did", ""))))


def _closed(to: Reader, thing: Mapping[str, Any]) -> routed.Routed | None:
    """A loop that another closed, as far as it is closed still."""
    concern = concerns.get(to.session, to.ws.id, int(thing["closed"]))
    if concern is None or concern.is_open:
        return None
    return _of_concern(to, concern, thing, say=routed.closed_line)


def _of_concern(
    to: Reader, concern: Concern, thing: Mapping[str, Any], say: Callable[[str, str, Concern, Viewer], str]
) -> routed.Routed | None:
    viewer = to.viewer
    hits = accounts.hits_of(to.session, to.ws.id, [concern.account_id])
    if not hits:
        return None
    by = people.get(to.session, to.ws.id, int(thing["by"])).name
    said = say(by, hits[0].name, concern.as_known(viewer.today), viewer)
    return routed.Routed(hits[0].name, hits[0].id, said)


def _send(to: Reader, thing: Mapping[str, Any]) -> Sends | None:
    """What the person is to send for a plan, and what became of it."""
    shown = marketing.of_wait(to.session, to.ws.id, int(thing["send"]), int(thing["by"]))
    if shown is None or shown.plan.sender_id != to.person.id:
        return None
    return shown if shown.wanted or shown.plan.sent_on else None


NEWS = frozenset({"closed", "batch"})  # that ask nothing of whoever reads them


def _covers(to: Reader, thing: Mapping[str, Any]) -> tuple[str, Absence, int] | None:
    """Days on which they cover, as far as these are not over."""
    absence = absences.get(to.session, to.ws.id, int(thing["covers"]))
    if absence is None or absence.cover_id != to.person.id or absence.last_on < to.today:
        return None
    who = people.get(to.session, to.ws.id, absence.person_id)
    return who.name, absence, accounts.held(to.session, to.ws.id, who.id)


THINGS = (
    Thing("wait", _wait, waiting.told),
    Thing(escalations.WORD, brought.told, _escalated, decides=True),
    Thing("send", _send, sends.told, decides=True),
    Thing("late", _late, introduced.told),
    Thing("covers", _covers, away.told),
    Thing("joined", _joined, team.told),
    Thing("added", _added, adding.told),
    Thing("taken", _taken, ours.told),
    Thing("passed", _passed, ours.told),
    Thing("returned", _returned, to_whom.told_back),
    Thing("accepted", partial(_answered, "accepted"), offered_accounts.told_accepted),
    Thing("untaken", partial(_answered, "untaken"), offered_accounts.told_untaken),
    Thing("unanswered", _unanswered, questions.told_unanswered),
    Thing("merged", lambda to, thing: merging.told(to.session, to.ws.id, to.person, thing), say_merged.told),
    Thing("concern", _routed, routed.told),
    Thing("closed", _closed, routed.told_closed),
    Thing("voided", _voided, voiding.told),
    Thing("batch", _logged, log_touch.told_owner),
)
