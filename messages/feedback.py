"""What customers say of us: the page of an account with feedback and testimonials, the forms to ask and to
note an answer, and that they promoted us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as field_of
from datetime import date

from rules.facts.asked_for import DECLINED, FEEDBACK, GIVEN, TESTIMONIAL, THEMES, USES, Feedback
from rules.facts.asking import FIELD, QUESTION, given, quoted, waiting
from rules.phrase import Phrase, say

from .blocks import Block, Message, actions, button, context, escape, field, message, modal, section
from .carried import AccountRef, Value
from .inputs import choice, day_input, text_input
from .opening import CARD_OPEN
from .sections import Section, lay_out
from .voiced import KIND, THEME, ago, in_short, referrals_button, thanks_button
from .words import Viewer, count

FEEDBACK_ASK = "feedback.ask"
TESTIMONIAL_ASK = "feedback.testimonial"
FEEDBACK_ASK_FORM = "feedback.ask_form"
FEEDBACK_ANSWER = "feedback.answer"
FEEDBACK_TOLD = "feedback.told"
FEEDBACK_FORM = "feedback.form"
FEEDBACK_VOID = "feedback.void"
PROMOTED = "feedback.promoted"
PROMOTED_FORM = "feedback.promoted_form"

SHOWN = 5  # answers of a kind
USE = {"yes": "we may use it", "no": "not for use"}
_STATE = {GIVEN: "answered", DECLINED: "would not say"}


@dataclass(frozen=True, slots=True)
class AskOf(Value):
    """The account that is to be asked, and for what."""

    account: int
    kind: str = FEEDBACK


@dataclass(frozen=True, slots=True)
class FeedbackRef(Value):
    """An asking, or its answer; `state`: how it stood where the button was shown, empty: not answered."""

    feedback: int
    state: str = ""


@dataclass(frozen=True, slots=True)
class Asking(Value):
    """What a form was opened for: an account that is asked (`kind`), or whose answer is noted (`feedback`: to
    which asking; 0: to none). `token` is unique to this opening; `over`: the answer takes the place of the
    message at `response_url`; `was`: how the asking stood then."""

    token: str
    account: int
    kind: str = FEEDBACK
    feedback: int = 0
    was: str = ""
    response_url: str = ""
    over: bool | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """All that an account said of us; `by` names people. `did`: what was just done, or meanwhile; `stops`:
    why it may not be asked now, by kind."""

    account_id: int
    name: str
    all_of: Sequence[Feedback]
    by: Mapping[int, str]
    did: str = ""
    stops: Mapping[str, Phrase] = field_of(default_factory=dict)
    churned: bool = False


def page(s: Said, viewer: Viewer) -> Message:
    """The answer to `/account acme feedback`."""
    there = count(sum(not f.is_open for f in s.all_of), "answer")
    return message(f"{s.did} {escape(s.name)}: {there}.".strip(), lay_out(PAGE, s, viewer))


def _head(s: Said, viewer: Viewer) -> list[Block]:
    did = f"{s.did}\n" if s.did else ""
    said = "" if s.all_of else "\nNothing yet. Ask at most once a quarter: “What should we change?”"
    return [section(f"{did}*What {escape(s.name)} says of us*{said}")]


def _open(s: Said, viewer: Viewer) -> list[Block]:
    """What was asked and not answered, the longest first."""
    blocks: list[Block] = []
    for f in waiting(s.all_of, viewer.today):
        who = f" {escape(f.contact)}" if f.contact else ""
        text = f"*{KIND[f.kind].capitalize()}* asked {ago(f, viewer)}{who and f':{who}'}, no answer yet"
        ref = FeedbackRef(f.id).pack()
        row = [
            button("They answered…", FEEDBACK_ANSWER, ref, style="primary"),
            button("Not so", FEEDBACK_VOID, ref, says=f"Not so: {KIND[f.kind]} was not asked"),
        ]
        blocks += [section(f"{text}\n{escape(s.by.get(f.by_id, 'somebody'))}"), actions(row)]
    return blocks


def _answers(s: Said, viewer: Viewer) -> list[Block] | None:
    return _given(s, FEEDBACK, "Feedback", viewer)


def _testimonials(s: Said, viewer: Viewer) -> list[Block] | None:
    return _given(s, TESTIMONIAL, "Testimonials", viewer)


def _given(s: Said, kind: str, head: str, viewer: Viewer) -> list[Block] | None:
    those = given(s.all_of, kind)
    if not those:
        return None
    blocks = [section(f"*{head}*")]
    for f in those[:SHOWN]:
        row = [
            button("Change", FEEDBACK_ANSWER, FeedbackRef(f.id).pack(), says=f"Change: {quoted(f)}"),
            button("Not so", FEEDBACK_VOID, FeedbackRef(f.id, f.state).pack(), says=f"Not so: {quoted(f)}"),
        ]
        blocks += [section(f"• {_answer(f, viewer)}"), actions(row)]
    more = len(those) - SHOWN
    return [*blocks, context(f"And {more} more.")] if more > 0 else blocks


def _answer(f: Feedback, viewer: Viewer) -> str:
    declined = ", would not say" if f.state == DECLINED else ""
    use = f" · {USE[f.may_use]}" if f.may_use in USES and f.state == GIVEN else ""
    return f"{in_short(f, viewer)}{declined}{use}"


def _stops(s: Said, viewer: Viewer) -> list[Block] | None:
    lines = [escape(viewer.plain(why)) for why in s.stops.values()]
    return [context(" ".join(lines))] if lines else None


def _buttons(s: Said, viewer: Viewer) -> list[Block]:
    asks = [] if s.churned else [k for k in (FEEDBACK, TESTIMONIAL) if k not in s.stops]
    label = {FEEDBACK: "Ask for feedback…", TESTIMONIAL: "Ask a testimonial…"}
    first = [
        button(label[k], FEEDBACK_ASK if k == FEEDBACK else TESTIMONIAL_ASK, AskOf(s.account_id, k).pack())
        for k in asks
    ]
    ref = AccountRef(s.account_id).pack()
    told = [] if s.churned else [button("They told us…", FEEDBACK_TOLD, ref)]
    second = [button("They promoted us…", PROMOTED, ref)]
    second += [referrals_button(s.account_id), thanks_button(s.account_id), button("Card", CARD_OPEN, ref)]
    return [actions([*first, *told]), actions(second)] if first or told else [actions(second)]


PAGE = (
    Section("feedback", _head, rank=0),
    Section("what waits for an answer", _open),
    Section("answers", _answers, rank=2),
    Section("testimonials", _testimonials, rank=2),
    Section("when to ask again", _stops, rank=2),
    Section("buttons", _buttons, rank=0),
)


def asked(f: Feedback) -> str:
    """An act, confirmed."""
    who = f": {escape(f.contact)}" if f.contact else ""
    return f"✅ Asked for {'feedback' if f.kind == FEEDBACK else 'a testimonial'}{who}."


def noted(f: Feedback, viewer: Viewer) -> str:
    return f"✅ Noted: {_answer(f, viewer)}."


def voided(f: Feedback) -> str:
    return f"↩️ Taken back: {KIND[f.kind]}."


def meanwhile(f: Feedback) -> Phrase:
    """A button that is no longer true."""
    if f.answered_on is None:
        return say("That was answered meanwhile.")
    return say("That was answered on {on}.", on=f.answered_on)


def ask_form(asking: Asking, name: str, viewer: Viewer, on: date) -> Block:
    """Who is asked, and when."""
    question = (
        f"Ask: “{escape(viewer.plain(QUESTION))}”"
        if asking.kind == FEEDBACK
        else "Ask for two or three sentences, and whether we may use them."
    )
    blocks = [
        section(f"*{escape(name)}*\n{question}"),
        field("contact", "Who is asked?", text_input("contact", "", False, most=120)),
        field("asked_on", "Asked on", day_input("asked_on", on), optional=False),
        context("It is no touch: the call or e-mail itself is logged as any."),
    ]
    title = "Ask for feedback" if asking.kind == FEEDBACK else "Ask a testimonial"
    return modal(title, blocks, FEEDBACK_ASK_FORM, submit="Asked", private_metadata=asking.pack())


def answer_form(asking: Asking, name: str, f: Feedback | None, on: date) -> Block:
    """What they said; filled when it is put right."""
    text, theme, use, who = (f.text, f.theme, f.may_use, f.contact) if f else ("", "", "", "")
    state = f.state if f and not f.is_open else GIVEN
    feedback = asking.kind == FEEDBACK
    blocks = [
        section(f"*{escape(name)}*"),
        field("state", "Did they answer?", choice("state", tuple(_STATE), _STATE, state), optional=False),
        field("text", "In their words", text_input("text", text, True, most=FIELD)),
        field("theme", "What is it about?", choice("theme", THEMES, THEME, theme))
        if feedback
        else field("may_use", "May we use it?", choice("may_use", USES, {"yes": "yes", "no": "no"}, use)),
        field("contact", "Who said it?", text_input("contact", who, False, most=120)),
        field("answered_on", "Answered on", day_input("answered_on", on), optional=False),
    ]
    title = "Feedback" if feedback else "Testimonial"
    return modal(title, blocks, FEEDBACK_FORM, submit="Save", private_metadata=asking.pack())


def promoted_form(asking: Asking, name: str, on: date) -> Block:
    """They liked, shared or mentioned us."""
    blocks = [
        section(f"*{escape(name)}*"),
        field(
            "text",
            "What did they do?",
            text_input("text", "", False, most=200),
            optional=False,
            hint="Shared our post on LinkedIn, named us in a talk.",
        ),
        field("on", "On", day_input("on", on), optional=False),
        context("It stands in the history. The cadence runs on: nobody talked with them."),
    ]
    return modal("They promoted us", blocks, PROMOTED_FORM, submit="Log", private_metadata=asking.pack())
