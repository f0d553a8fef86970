"""Typed lines on their way into the form: kept before it opens, read again at each step, so that nothing has
to be carried and nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from messages import log_form as say
from messages.blocks import Block
from messages.carried import Origin
from messages.log_fields import Form
from messages.words import Viewer, listed
from rules.facts.entries import Entry, long_ago
from rules.facts.unlogged import Unlogged
from rules.heard import filled
from rules.language.reading import Choice, Event, Reading
from storage import accounts, batches, contacts, questions, unlogged
from storage.questions import Question

from .asked import Asked
from .typed import understood


@dataclass(frozen=True)
class Draft:
    """What a form is about: `event` with what its fields don't show; `typed` the line it was read from.
    `beside` are the line's other contacts that are certain, by their number, `later` the numbers of
    those that are asked after this one."""

    event: Event
    typed: str = ""
    beside: Mapping[int, Event] = field(default_factory=dict)
    later: tuple[int, ...] = ()


def keep(
    asked: Asked, typed: str, token: str, question: Question | None = None, became: str = ""
) -> Unlogged:
    """Keep a line until it is logged, with the question that it may answer; delivered again it is the same
    one."""
    with asked.services.transaction() as session:
        return unlogged.keep(
            session,
            asked.ws.id,
            asked.person.id,
            token=token,
            text=typed,
            now=asked.now,
            question_id=question.id if question else None,
            became=became,
        )


def read_again(asked: Asked, line: Unlogged) -> Reading:
    """A kept line as of when it was typed: "yesterday" stays the day it was."""
    viewer = Viewer.of(asked.person, line.opened_at, asked.ws.policy.currency)
    then = replace(asked, now=line.opened_at, viewer=viewer)
    if line.question_id is None:
        return understood(then, line.text)
    with asked.services.reading() as session:
        question = questions.get(session, asked.ws.id, line.question_id)
    return understood(then, line.text, about=question.account_id if question else None)


def events_of(reading: Reading, asked: Asked) -> tuple[Event, ...]:
    """The contacts that a line may be logged as: where it tells of none, one that is all to be said."""
    alone = reading.ahead or Entry((), asked.today)
    return tuple(
        event if event.entry.note else replace(event, entry=replace(event.entry, note=reading.typed))
        for event in reading.events or (Event(alone),)
    )


def origin_of(asked: Asked, line: Unlogged, url: str, over: bool = False) -> Origin:
    """For the form of a kept line: about the first contact that is doubtful and not logged yet."""
    events = events_of(read_again(asked, line), asked)
    with asked.services.reading() as session:
        left = _left(session, asked, line, events)
    first = next((n for n in left if events[n].doubts), left[0] if left else 0)
    return Origin(line.token, url, line=line.id, event=first, over=over or None)


def _left(session: Session, asked: Asked, line: Unlogged, events: tuple[Event, ...]) -> list[int]:
    """The numbers of a line's contacts that are not logged yet."""
    there = {b.batch for b in batches.of_line(session, asked.ws.id, line.token)}
    numbers = range(min(len(events), batches.MOST))
    return [n for n in numbers if batches.batch_name(line.token, n) not in there]


def draft_of(asked: Asked, origin: Origin) -> Draft:
    """What a form is about, from where it was opened."""
    with asked.services.reading() as session:
        old = batches.batch_of(session, asked.ws.id, origin.batch) if origin.batch else None
        line = unlogged.get(session, asked.ws.id, origin.line) if origin.line is not None else None
    if old:
        return Draft(Event(old.entry))
    if line is None or not line.text:
        return Draft(Event(Entry(origin.accounts, asked.today, outcome=origin.outcome)))
    events, this = events_of(read_again(asked, line), asked), origin.event or 0
    with asked.services.reading() as session:
        left = [n for n in _left(session, asked, line, events) if n != this]
    event = events[this] if this < len(events) else Event(Entry((), asked.today, note=line.text))
    if len(events) == 1:
        event = filled(event, line.text)
    return Draft(
        event,
        line.text,
        beside={n: events[n] for n in left if not events[n].doubts},
        later=tuple(n for n in left if events[n].doubts),
    )


def view_of(
    asked: Asked,
    origin: Origin,
    draft: Draft,
    entry: Entry | None = None,
    asks_day: bool = False,
    said: str = "",
    any_account: bool = False,
) -> Block:
    """The form of a draft, with what was filled into it so far; `any_account`: the account is none that the
    line may mean."""
    entry = entry or draft.event.entry
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, entry.account_ids)
        there = contacts.of_account(session, asked.ws.id, hits[0].id) if len(hits) == 1 else []
        beside = tuple(
            (
                other.entry,
                tuple(h.name for h in accounts.hits_of(session, asked.ws.id, other.entry.account_ids)),
            )
            for other in draft.beside.values()
        )
        choices = () if any_account else _choices_of(session, asked, draft.event)
    form = Form(
        tuple((h.id, h.name) for h in hits),
        entry,
        tuple(there),
        typed=draft.typed,
        doubts=tuple((d.field, asked.viewer.plain(d.why)) for d in draft.event.doubts),
        said=said,
        beside=beside,
        later=len(draft.later),
        base=draft.event.entry,
        choices=choices,
        editing=bool(origin.batch),
        whole=bool(origin.whole),
        asks_day=asks_day,
    )
    return say.form(form, origin, asked.viewer)


def _choices_of(session: Session, asked: Asked, event: Event) -> tuple[tuple[int, str, str], ...]:
    """The accounts that an event may have been with, by id and name, and whom the line names there."""
    names = {
        h.id: h.name for h in accounts.hits_of(session, asked.ws.id, [c.account_id for c in event.choices])
    }
    there = [choice for choice in event.choices if choice.account_id in names]
    return tuple(
        (choice.account_id, names[choice.account_id], listed(_names_of(session, asked, choice)))
        for choice in there
    )


def _names_of(session: Session, asked: Asked, choice: Choice) -> list[str]:
    if not choice.contact_ids:
        return []
    there = contacts.of_account(session, asked.ws.id, choice.account_id)
    return [c.name for c in there if c.id in choice.contact_ids]


def opened(asked: Asked, origin: Origin) -> Block:
    """The form as it opens."""
    draft = draft_of(asked, origin)
    asks_day = not origin.batch and long_ago(draft.event.entry.on, asked.today)
    return view_of(asked, origin, draft, asks_day=asks_day)
