"""What an account asked us: the list with one tap each, the form for one by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.calendar import zone_of
from rules.facts.answered import took
from rules.facts.requested import Request
from rules.facts.requests import FIELD, named
from rules.phrase import Phrase, say
from rules.records import Contact, Person

from .blocks import Block, Message, actions, button, escape, field, message, modal, option, plain, section
from .carried import AccountRef, Value
from .inputs import day_input, text_input
from .opening import CARD_OPEN
from .requested import TOLD, spent, waits
from .sections import Section, lay_out
from .words import Viewer, count

REQUEST_ANSWERED = "request.answered"
REQUEST_CHANGE = "request.change"
REQUEST_WITHDRAWN = "request.withdrawn"
REQUEST_ADD = "request.add"
REQUEST_FORM = "request.form"


@dataclass(frozen=True, slots=True)
class RequestRef(Value):
    """A request."""

    request: int


@dataclass(frozen=True, slots=True)
class Asking(Value):
    """What the form was opened for: a request of an account, or a new one (None). `token` is unique to this
    opening, the list stands at `response_url`."""

    account: int
    token: str
    request: int | None = None
    response_url: str = ""


@dataclass(frozen=True, slots=True)
class Requests:
    """All requests of an account and its owner; `contacts` names who asked, `by` who logged it. `did`: what
    was just done with one, or meanwhile."""

    account_id: int
    name: str
    owner: Person
    all_of: Sequence[Request]
    contacts: Mapping[int, str]
    by: Mapping[int, str]
    did: str = ""


def requests(p: Requests, viewer: Viewer) -> Message:
    """The answer to `/account acme requests`."""
    there = count(sum(r.answered_on is None for r in p.all_of), "open request")
    return message(f"{p.did} {escape(p.name)}: {there}.".strip(), lay_out(LISTED, p, viewer))


def _head(p: Requests, viewer: Viewer) -> list[Block]:
    """What was done stands above what there is."""
    did = f"{p.did}\n" if p.did else ""
    said = "" if p.all_of else "\nNothing asked yet."
    return [section(f"{did}*What {escape(p.name)} asked us*{said}")]


def _open(p: Requests, viewer: Viewer) -> list[Block]:
    """The first asked first, each with its buttons."""
    blocks: list[Block] = []
    for r in (r for r in p.all_of if r.answered_on is None):
        ref, text = RequestRef(r.id).pack(), named(r)
        late = "🔴 " if r.waited(viewer.today, p.owner.workdays) else ""
        row = [
            button("Answered", REQUEST_ANSWERED, ref, style="primary", says=f"Answered: {text}"),
            button("Change", REQUEST_CHANGE, ref, says=f"Change: {text}"),
            button("No longer wanted", REQUEST_WITHDRAWN, ref, says=f"No longer wanted: {text}"),
        ]
        stands = waits(r, p.owner.workdays, viewer)
        blocks += [section(f"{late}*{escape(text)}*, {stands}{_asked(r, p, viewer)}"), actions(row)]
    return blocks


def _answered(p: Requests, viewer: Viewer) -> list[Block] | None:
    """The last ones, each to be changed: what was answered by a slip is opened again there."""
    those = sorted(
        (r for r in p.all_of if r.answered_on is not None), key=lambda r: (r.answered_on, r.id), reverse=True
    )
    if not those:
        return None
    blocks = [section("*Answered*")]
    for r in those[:TOLD]:
        change = button("Change", REQUEST_CHANGE, RequestRef(r.id).pack(), says=f"Change: {named(r)}")
        blocks.append(
            section(f"• {escape(named(r))}, {outcome(r, p.owner, viewer)}{_asked(r, p, viewer)}", change)
        )
    return [*blocks, section(f"and {len(those) - TOLD} more")] if len(those) > TOLD else blocks


def outcome(request: Request, owner: Person, viewer: Viewer) -> str:
    """When it was answered, and how long that took."""
    minutes = took(request, owner)
    how = "not measured" if minutes is None else f"after {spent(minutes)}"
    return f"answered {viewer.day(request.answered_on or request.asked_on)}, {how}"


def _asked(r: Request, p: Requests, viewer: Viewer) -> str:
    """Who asked, when, and who logged it."""
    name = p.contacts.get(r.contact_id or 0, "")
    who = f" by {escape(name)}" if name else ""
    logged = f", logged by {escape(p.by[r.by_id])}" if r.by_id in p.by else ""
    return f" · asked{who} on {viewer.day(r.asked_on)}{logged}"


def _buttons(p: Requests, viewer: Viewer) -> list[Block]:
    ref = AccountRef(p.account_id).pack()
    return [actions([button("Add a request", REQUEST_ADD, ref), button("Card", CARD_OPEN, ref)])]


LISTED = (
    Section("what they asked", _head, rank=0),
    Section("open requests", _open),
    Section("answered", _answered, rank=2),
    Section("buttons", _buttons, rank=0),
)


def did(request: Request, owner: Person, viewer: Viewer) -> str:
    """An act, confirmed: how the request stands since."""
    text = escape(named(request))
    if request.answered_on is None:
        return f"✅ “{text}”: {waits(request, owner.workdays, viewer)}."
    return f"✅ “{text}”: {outcome(request, owner, viewer)}."


def withdrawn(request: Request) -> str:
    return f"✅ “{escape(named(request))}”: no longer wanted."


def meanwhile(request: Request) -> Phrase:
    """A button that is no longer true: it is answered already."""
    on = request.answered_on or request.asked_on
    return say("“{request}” is answered already: {on}.", request=named(request), on=on)


def form(request: Request | None, contacts: Sequence[Contact], asking: Asking, viewer: Viewer) -> Block:
    """What they asked, who, when, and when it was answered; for a new one, or one on file."""
    return modal(
        "Request",
        [
            field(
                "text",
                "What do they ask?",
                text_input("text", request.text if request else "", True, most=FIELD),
                optional=False,
            ),
            *_who(request, contacts, viewer),
            field(
                "asked_on",
                "Asked on",
                day_input("asked_on", request.asked_on if request else viewer.today),
                optional=False,
            ),
            _clock("asked_clock", "At what time?", clock(request, viewer)),
            field(
                "answered_on",
                "Answered on",
                day_input("answered_on", request.answered_on if request else None),
            ),
            _clock("answered_clock", "At what time?", answer_clock(request, viewer)),
        ],
        REQUEST_FORM,
        submit="Save",
        private_metadata=asking.pack(),
    )


def _who(request: Request | None, contacts: Sequence[Contact], viewer: Viewer) -> list[Block]:
    asked_by = request.contact_id if request else None
    here = [c for c in contacts if c.here_on(viewer.today) or c.id == asked_by][:100]
    if not here:
        return []
    options = [option(c.name, str(c.id), c.title) for c in here]
    element: Block = {
        "type": "static_select",
        "action_id": "contact",
        "placeholder": plain("Who"),
        "options": options,
    }
    if chosen := [o for o in options if o["value"] == str(asked_by)]:
        element["initial_option"] = chosen[0]
    return [field("contact", "Who asks?", element)]


def _clock(name: str, label: str, typed: str) -> Block:
    element = {**text_input(name, typed, False, most=5), "placeholder": plain("14:05")}
    return field(name, label, element, hint="Empty: now, if it is today; else its hours are not measured.")


def clock(request: Request | None, viewer: Viewer) -> str:
    """The time at which it was asked, where it is known."""
    at = request.asked_at if request else None
    return f"{at.astimezone(zone_of(viewer.zone)):%H:%M}" if at else ""


def answer_clock(request: Request | None, viewer: Viewer) -> str:
    at = request.answered_at if request and request.answered_on else None
    return f"{at.astimezone(zone_of(viewer.zone)):%H:%M}" if at else ""
