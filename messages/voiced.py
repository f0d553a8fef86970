"""What customers say of us, whom they sent us and how they were thanked, as it is said beside other things:
on a card, before a call, on Home, in the digest."""

from __future__ import annotations

from collections.abc import Sequence

from rules.card import Card
from rules.facts.asked_for import FEEDBACK, TESTIMONIAL, Feedback
from rules.facts.asking import QUESTION, Theme, given, last_asked, quoted, waiting
from rules.facts.referred import GIVEN, RECEIVED, WON, Referral
from rules.facts.referring import due_thanks, named
from rules.loyal import PURCHASES, loyal
from rules.records import Person, Record
from rules.talk import may_ask_feedback, question
from rules.week import Digest

from .blocks import Block, button, context, escape, first_few, section
from .carried import AccountRef
from .opening import open_button
from .words import Viewer, count, listed

FEEDBACK_SHOW = "feedback.show"
REFERRAL_SHOW = "referral.show"
THANKS_SHOW = "thanks.show"

WAITING = 5
NAMED = 5  # accounts named in a line
THEME = {
    "product": "product",
    "service": "service",
    "price": "price",
    "delivery": "delivery",
    "people": "people",
    "other": "other",
    "": "no theme",
}
KIND = {FEEDBACK: "feedback", TESTIMONIAL: "testimonial"}


def feedback_button(account_id: int, name: str) -> Block:
    """Opens what they say of us, wherever an account is shown."""
    return button("Feedback", FEEDBACK_SHOW, AccountRef(account_id).pack(), says=f"Feedback of {name}")


def referrals_button(account_id: int) -> Block:
    return button("Referrals", REFERRAL_SHOW, AccountRef(account_id).pack())


def thanks_button(account_id: int) -> Block:
    return button("Thanks", THANKS_SHOW, AccountRef(account_id).pack())


# the card --------------------------------------------------------------------------------------------------
def due_line(card: Card, viewer: Viewer) -> str | None:
    """Whom they sent us, while a thank-you is due. Nobody thanks who left."""
    if card.record.account.status == "churned":
        return None
    return brief(card.record, viewer)


def brief(record: Record, viewer: Viewer) -> str | None:
    """For whoever is to take the account over: for what they are still to be thanked."""
    due = due_thanks(record.referrals, viewer.today)
    if not due:
        return None
    return f"*To thank them for:* {listed((_sent(r, viewer) for r in due), 3)}"


def _sent(referral: Referral, viewer: Viewer) -> str:
    return f"{escape(named(referral)) or 'somebody'} ({viewer.day(referral.on)})"


def said_line(card: Card, viewer: Viewer) -> str | None:
    """What they said last, and what waits for an answer."""
    record = card.record
    asked = waiting(record.feedback, viewer.today)
    said = [f"asked {ago(f, viewer)}, no answer yet" for f in asked[:1] if f.kind == FEEDBACK]
    last = next((f for f in given(record.feedback, FEEDBACK) if f.text), None)
    if last:
        said.append(in_short(last, viewer))
    return f"*Feedback:* {' · '.join(said)}" if said else None


def loyal_line(card: Card, viewer: Viewer) -> str | None:
    """That they are loyal, by what; when they were last thanked and treated."""
    there = loyal(card.record, card.on)
    if there is None:
        return None
    what = [f"bought on {there.purchases} days"] if there.purchases >= PURCHASES else []
    what += [count(there.years, "year")] if there.years else []
    thanked = f"thanked {viewer.day(there.thanked_on)}" if there.thanked_on else "never thanked"
    treated = f", last treat {viewer.day(there.treated_on)}" if there.treated_on else ""
    return f"*Loyal:* {', '.join(what)} · {thanked}{treated}"


def referrals_line(card: Card, viewer: Viewer) -> str | None:
    """How many they sent us and what came of them, how many we sent; by whom they came."""
    those = card.record.referrals
    sent = [r for r in those if r.kind == RECEIVED]
    won = sum(r.outcome == WON for r in sent)
    told = [f"sent us {len(sent)}{f' ({won} won)' if won else ''}"] if sent else []
    to_them = sum(r.kind == GIVEN for r in those)
    told += [f"we sent {to_them}"] if to_them else []
    came = card.record.came_by_referral
    told += [f"came by a referral {viewer.day(came)}"] if came else []
    return f"*Referrals:* {', '.join(told)}" if told else None


def before_call(card: Card, viewer: Viewer) -> str | None:
    """What waits for an answer; else that they may be asked, where the call is in rhythm."""
    asked = [f for f in waiting(card.record.feedback, viewer.today) if f.kind == FEEDBACK]
    if asked:
        who = f" ({escape(asked[0].contact)})" if asked[0].contact else ""
        return f"*Feedback asked {ago(asked[0], viewer)}*{who}, no answer yet"
    if not may_ask_feedback(card) or question(card) == QUESTION:
        return None  # the talk asks it itself
    last = last_asked(card.record.feedback, FEEDBACK, card.on)
    when = f"last asked {viewer.day(last)}" if last else "never asked"
    return f"*Feedback, {when}:* “{escape(viewer.plain(QUESTION))}”"


def ago(feedback: Feedback, viewer: Viewer) -> str:
    """Today, or 12 days ago."""
    passed = (viewer.today - feedback.asked_on).days
    return f"{count(passed, 'day')} ago" if passed > 0 else "today"


def in_short(feedback: Feedback, viewer: Viewer) -> str:
    """Price, Nov 4: “bill by the month” (Tessa). Escaped."""
    theme = f"{THEME[feedback.theme]}, " if feedback.theme else ""
    who = f" ({escape(feedback.contact)})" if feedback.contact else ""
    words = f": “{escape(quoted(feedback))}”" if feedback.text else ""
    return f"{theme}{viewer.day(feedback.answered_on or feedback.asked_on)}{words}{who}"


# Home ------------------------------------------------------------------------------------------------------
def waits(
    due: Sequence[tuple[str, Referral]], asked: Sequence[tuple[str, Feedback]], viewer: Viewer
) -> list[Block] | None:
    """On Home: who sent us somebody and was not thanked, each opens the card; how many asks wait."""
    blocks: list[Block] = []
    if due:

        def painted(one: tuple[str, Referral]) -> Block:
            name, r = one
            who = escape(named(r)) or "somebody"
            opens = open_button(r.account_id, name, beside=True)
            return section(f"*{escape(name)}* · sent us {who}, {viewer.day(r.on)}", opens)

        blocks = [section(f"*{count(len(due), 'thank-you is', 'thank-yous are')} due*")]
        blocks += first_few(due, WAITING, painted)
    if asked:
        longest = listed((f"{escape(name)} ({ago(f, viewer)})" for name, f in asked), 3)
        blocks.append(context(f"{count(len(asked), 'ask', 'asks')} without an answer: {longest}"))
    return blocks or None


# the digest ------------------------------------------------------------------------------------------------
def feedback_line(d: Digest, viewer: Viewer) -> str | None:
    """How many answered, about what."""
    v = d.voice
    if not v.themes and not v.waiting:
        return None
    told = [f"{count(v.answered, 'answer')} this week" if v.answered else "none this week"]
    if v.themes:
        told.append("in 90 days " + ", ".join(f"{THEME[t.theme]} {len(t.answers)}" for t in v.themes))
    if v.waiting:
        told.append(f"{len(v.waiting)} not answered yet")
    return f"*Feedback*: {' · '.join(told)}"


def feedback_of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Each theme with its count and one answer in the customer's words; what waits longest."""
    line = feedback_line(d, viewer)
    if line is None:
        return None
    blocks = [section(line), *(section(_theme(t, viewer)) for t in d.voice.themes)]
    if asked := d.voice.waiting:
        longest = listed((f"{escape(name)} ({viewer.day(f.asked_on)})" for name, f in asked), NAMED)
        blocks.append(context(f"Asked and not answered: {longest}"))
    return blocks


def _theme(t: Theme, viewer: Viewer) -> str:
    quote = t.quote
    words = f"“{escape(quoted(quote.feedback))}”" if quote.feedback.text else "its words are past their time"
    who = f"{escape(quote.name)}, {viewer.day(quote.feedback.answered_on or quote.feedback.asked_on)}"
    head = THEME[t.theme]
    return f"*{head[:1].upper()}{head[1:]}: {count(len(t.answers), 'answer')}*\n{words} ({who})"


def referrals_team_line(d: Digest, viewer: Viewer) -> str | None:
    """Whom customers sent us and we sent them in the week; how many thank-yous are due."""
    v = d.voice
    told = [f"{len(v.received)} sent to us"] if v.received else []
    told += [f"{len(v.given)} sent by us"] if v.given else []
    told += [f"{count(len(v.due), 'thank-you')} due"] if v.due else []
    return f"*Referrals*: {' · '.join(told)}" if told else None


def referrals_of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Each by name."""
    line = referrals_team_line(d, viewer)
    if line is None:
        return None
    parts = (("Sent to us", d.voice.received), ("Sent by us", d.voice.given), ("To be thanked", d.voice.due))
    return [section(line), *(section(_referrals(head, those, viewer)) for head, those in parts if those)]


def _referrals(head: str, those: Sequence[tuple[str, Referral]], viewer: Viewer) -> str:
    lines = [f"• {escape(name)}: {_sent(r, viewer)}" for name, r in those[:10]]
    more = [f"and {len(those) - 10} more"] if len(those) > 10 else []
    return "\n".join((f"*{head}*", *lines, *more))
