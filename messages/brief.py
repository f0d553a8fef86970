"""What whoever takes an account over has to know, written from the record: BRIEF, a line a fact, what
they are unhappy about first.

Each section is given the record and its viewer, and returns a line of text, or None when there is nothing to
say.
"""

from __future__ import annotations

from rules.facts.handoffs import went_well
from rules.facts.notes import first_words
from rules.facts.touch import Touch
from rules.records import Record

from . import needed, onboarding, promised, raised, requested, team, upsold
from .blocks import Block, escape
from .card_lines import contact_lines
from .sections import Section, lay_out
from .words import CHANNEL, PURPOSE, SENTIMENT, Viewer

MOST = 12  # blocks that it takes of a form or a message


def brief(record: Record, viewer: Viewer) -> list[Block]:
    return lay_out(BRIEF, record, viewer, most=MOST)


def _next_step(record: Record, viewer: Viewer) -> str | None:
    step = record.next_step
    if step is None:
        return "*Next step:* none"
    return f"*Next step:* {escape(first_words(step.text, 160))}" + (
        f", {viewer.day(step.on)}" if step.on else ""
    )


def _renews(record: Record, viewer: Viewer) -> str | None:
    renews = record.account.renews_on
    return f"*Renews:* {viewer.day(renews)}" if renews and renews >= viewer.today else None


def _talk(record: Record, viewer: Viewer) -> str | None:
    """The last talk and the last mood, each with who, when and the words of then; once where they are one."""
    spoke = record.last_touch(viewer.today)
    felt = next((t for t in record.felt if t.on <= viewer.today), None)
    lines = []
    if spoke:
        mood = f", {SENTIMENT[spoke.sentiment]}" if spoke.sentiment else ""
        lines.append(f"*Last talk{mood}:* {_said(spoke, viewer)}")
    if felt and felt != spoke:
        lines.append(f"*Last mood, {SENTIMENT[felt.sentiment]}:* {_said(felt, viewer)}")
    return "\n".join(lines) or None


def _said(t: Touch, viewer: Viewer) -> str:
    words = f": “{escape(first_words(t.note, 160))}”" if t.note else ""
    return f"{escape(t.by_name)}, {CHANNEL[t.channel]} {viewer.day(t.on)}{words}"


def _well(record: Record, viewer: Viewer) -> str | None:
    lines = [
        f"• {PURPOSE[t.purpose]}, {CHANNEL[t.channel]} {viewer.day(t.on)}: "
        f"“{escape(first_words(t.note, 160))}”"
        for t in went_well(record, viewer.today)
    ]
    return "\n".join(("*What went well*", *lines)) if lines else None


BRIEF = (
    Section("unhappy", raised.brief, rank=0),
    Section("last talk", _talk, rank=0),
    Section("promised", promised.brief, rank=0),
    Section("asked", requested.brief, rank=0),
    Section("next step", _next_step, rank=0),
    Section("goals and needs", needed.brief),
    Section("upsell", upsold.brief),
    Section("onboarding", onboarding.brief),
    Section("renewal", _renews),
    Section("people", contact_lines),
    Section("team", team.of),
    Section("what went well", _well, rank=2),
)
