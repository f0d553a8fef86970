"""The forms by which an account's next expert is introduced, asks back and is answered. Never "hand over"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.facts.handoffs import FIELD
from rules.facts.introduced import Shown
from rules.facts.receivers import Proposed
from rules.records import Person, Record

from .blocks import Block, divider, escape, field, modal, option, plain, section
from .brief import brief
from .carried import Origin, Value
from .handoffs import quoted
from .inputs import text_input
from .introduced import INTRODUCE
from .words import Viewer

HANDOFF_FORM = "handoff.form"
HANDOFF_WHO = "handoff.who"
HANDOFF_ASKED = "handoff.asked"
HANDOFF_ANSWERED = "handoff.answered"
NOW, ONCE_ACCEPTED = "now", "accepted"
MOST_PEOPLE = 100  # that a menu of Slack's holds


@dataclass(frozen=True, slots=True)
class Asking(Value):
    """What the form for a question or an answer was opened for. `token` is unique to this opening."""

    handoff: int
    token: str
    response_url: str = ""


def form(
    record: Record,
    people: Sequence[Person],
    proposed: Sequence[Proposed],
    origin: Origin,
    *,
    may_move: bool,
    viewer: Viewer,
) -> Block:
    """Who is next, what to watch out for, and the brief that they will read. `people`: whom one may choose,
    the likeliest first; `may_move`: it may go at once."""
    a = record.account
    blocks = [section(f"*{escape(a.name)}* · {a.tier} · with {escape(record.owner.name)} now")]
    if proposed:
        lines = [f"• *{escape(p.person.name)}*: {_why(p, viewer)}" for p in proposed]
        blocks.append(section("\n".join(("*Who knows customers like them*", *lines))))
    blocks.append(field("receiver", "Next expert", _who(people), optional=False))
    watch = text_input("landmines", "", True, FIELD)
    hint = "What is on no file: sore points, what was tried, whom not to ask."
    blocks.append(field("landmines", "What to watch out for", watch, hint=hint))
    if may_move:
        options = [option("Once they accept", ONCE_ACCEPTED), option("At once", NOW)]
        when: Block = {
            "type": "static_select",
            "action_id": "when",
            "options": options,
            "initial_option": options[0],
            "placeholder": plain("When"),
        }
        blocks.append(field("when", "It is theirs", when, optional=False))
    blocks += [divider(), section("*The brief that they get*"), *brief(record, viewer)]
    return modal(INTRODUCE, blocks, HANDOFF_FORM, submit="Introduce", private_metadata=origin.pack())


def _who(people: Sequence[Person]) -> Block:
    """A menu of all of them; of more than it holds, one that looks for what is typed."""
    if len(people) > MOST_PEOPLE:
        return {
            "type": "external_select",
            "action_id": HANDOFF_WHO,
            "min_query_length": 0,
            "placeholder": plain("Type a name"),
        }
    return {
        "type": "static_select",
        "action_id": "receiver",
        "options": [option(p.name, str(p.id)) for p in people],
        "placeholder": plain("Who"),
    }


def _why(p: Proposed, viewer: Viewer) -> str:
    return escape("; ".join(viewer.plain(x) for x in p.why))


def ask_form(shown: Shown, asking: Asking) -> Block:
    text = text_input("text", "", True, FIELD)
    said = section(f"Before you accept *{escape(shown.name)}*, ask {escape(shown.handoff.giver)}.")
    blocks = [said, field("text", "What do you want to know?", text, optional=False)]
    return modal("Ask back", blocks, HANDOFF_ASKED, submit="Ask", private_metadata=asking.pack())


def answer_form(shown: Shown, asking: Asking) -> Block:
    h = shown.handoff
    said = section(f"{escape(h.receiver)} asks about *{escape(shown.name)}*:\n{quoted(h.question)}")
    text = text_input("text", "", True, FIELD)
    blocks = [said, field("text", "Your answer", text, optional=False)]
    return modal("Answer", blocks, HANDOFF_ANSWERED, submit="Send", private_metadata=asking.pack())
