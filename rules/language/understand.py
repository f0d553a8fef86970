"""What a hurried line meant: "called 20 min, showed the buyer the ROI numbers, happy. next: demo on 12 May".

Reads words and dates only; which account was meant is found by storage, since it needs the names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..facts.notes import first_words
from ..phrase import Phrase, say
from ..records import ESTIMATED_MINUTES, Contact
from .ahead import NOTHING, Ahead, cut
from .dates import dates_in, find_date, unreadable_date, without_date
from .deadlines import days_ahead
from .fold import fold
from .openings import PROMISE, STEP
from .slashed import slashed_day
from .spent import lengths_in

MOST_AHEAD = 200  # characters of what comes next or was promised: a field of the form


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was understood; empty strings and None where the text says nothing. `refused` says why
    it can't be stored as it stands."""

    channel: str = ""
    direction: str = "outbound"
    outcome: str = ""
    purpose: str = ""
    minutes: int | None = None
    sentiment: str = ""
    on: date | None = None
    contact_ids: tuple[int, ...] = ()
    next_text: str = ""
    next_on: date | None = None
    promise_text: str = ""
    promise_on: date | None = None
    note: str = ""
    refused: Phrase | None = None

    @property
    def clear(self) -> bool:
        """Whether it can be stored at once: how it happened is said, and nothing was refused."""
        return bool(self.channel) and not self.refused

    @property
    def estimated(self) -> int:
        return ESTIMATED_MINUTES.get(self.channel or "call", 15)


Patterns = tuple[tuple[str, re.Pattern[str]], ...]


def _patterns(table: dict[str, str]) -> Patterns:
    return tuple((name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for name, words in table.items())


CHANNEL = _patterns(
    {
        "visit": r"visit(?:ed|ing)?|on[- ]site|dropped (?:by|in)|went to see",
        "video": r"video(?: ?call)?|zoom(?:ed)?|webex|google meet|facetime|(?:ms |on )teams|screen ?share|demo(?:ed|'d)",
        "gift": r"gift|flowers|hamper|sent (?:a )?(?:present|cake|basket|wine)",
        "meeting": r"met|meeting|lunch(?:ed)?|dinner|breakfast|coffee|workshop|qbr|sat down",
        "call": r"call(?:ed|ing)?|phone[d]?|rang|ring|spoke|talked|voice ?mail|vm|dialed|dialled|no[- ]?show|no answer",
        "email": r"e-?mail(?:ed|s)?|mail(?:ed)?|wrote|newsletter",
        "message": r"message[d]?|text(?:ed)?|slack(?:ed)?|whatsapp(?:ed)?|linkedin|dm(?:ed|'d)?|pinged",
        "event": r"event|expo|conference|webinar|trade ?(?:show|fair)|fair|summit",
    }
)
OUTCOME = _patterns(
    {
        "no_show": r"no[- ]?shows?|didn'?t (?:show|turn up|come)|did not (?:show|turn up|come)|stood (?:me|us) up",
        "left_message": r"voice ?mail|left (?:a |him a |her a |them a )?(?:message|vm|msg)|vm|no answer|didn'?t (?:pick up|answer)|no one picked up",
        "reached": r"replied|reply from|answered|wrote back|got back|responded|responds|heard back",
        "sent": r"no (?:reply|answer|response) yet|unanswered|without (?:a )?(?:reply|answer)|no (?:reply|response)|awaiting|waiting for (?:a )?(?:reply|answer|response)",
    }
)
_NO_REPLY = re.compile(
    r"\b(?:no (?:reply|response|answer)|unanswered|hasn'?t (?:replied|answered)|not (?:replied|answered)|without (?:a )?(?:reply|answer))\b",
    re.IGNORECASE,
)
_INBOUND = re.compile(
    r"\b(?:they|he|she|customer|client|buyer|champion) (?:called|rang|phoned|e-?mailed|wrote|texted|messaged|visited)\b"
    r"|\b(?:called|rang|e-?mailed|wrote|messaged) (?:us|me)\b|\bcalled in\b(?! (?:\d|an?\b|one|two|three))|\bincoming\b|\bgot an? (?:call|e-?mail|message) from\b",
    re.IGNORECASE,
)
PURPOSE = _patterns(
    {
        "resolved_concern": r"complaint|apologi[sz]ed|concern (?:is )?(?:closed|resolved|settled)|resolved (?:the|their|a)? ?(?:concern|complaint|escalation)|made it right",
        "solved_problem": r"solved|fixed|resolved|sorted (?:out)?|troubleshot|unblocked|repaired|helped (?:them|him|her)",
        "delivered_result": r"delivered|result|rollout|rolled out|go[- ]?live|went live|shipped|finished|handed over|installed|report(?:ed)?",
        "onboarding": r"onboard(?:ed|ing)?|training|trained|kick-?off",
        "challenged": r"challenged|pushed back|hard truth|told them straight|warned",
        "introduced": r"introduced|intro(?:'d)?|connected (?:them|him|her)|referred",
        "celebrated": r"congratulat\w+|birthday|anniversary|celebrat\w+|thanked",
        "shared_insight": r"showed|shared|insight|benchmark|roi|case study|numbers|figures|idea|presented|demo(?:ed|'d)?|explained|advised|recommended|tip",
        "explored_need": r"explored|discovery|asked (?:about|what)|needs?|requirements|looked into|pain|budget|plans? for|interested in",
        "check_in": r"check(?:ed|ing)?[- ]in|catch(?:ing)? ?up|caught up|touch(?:ed|ing)? base|say hello|said hello|just calling|how (?:are|is) (?:it|things|they)",
    }
)
SENTIMENT = _patterns(
    {
        "worried": r"not (?:at all |very |too |so )?(?:happy|pleased|satisfied|thrilled)|unhappy|worried|upset|angry|annoyed|concern(?:ed|s)|frustrated|furious|doubts?|dissatisfied|complain\w*|disappointed",
        "happy": r"happy|pleased|delighted|thrilled|glad|satisfied|excited|loves?|loved|enthusiastic|great mood|very positive",
        "neutral": r"neutral|so-so|lukewarm|indifferent|okay|ok|fine",
    }
)
_NEXT = re.compile(
    r"(?:^|[\s,;.])(?:next(?: step)?s?\s*[:=]|next step\s+(?:is\s+)?|to ?do\s*:|follow[- ]?up\s*:)\s*",
    re.IGNORECASE,
)


def _first(patterns: Patterns, text: str) -> str:
    return next((name for name, pattern in patterns if pattern.search(text)), "")


def understand(text: str, today: date, contacts: Sequence[Contact] = (), language: str = "en-US") -> Meaning:
    """The meaning of a log line without its account names. `today` is the author's local date.

    A date in the future is refused (it belongs behind "next:"); a text that says nothing of a channel is not
    `clear`.
    """
    text = " ".join(text.replace("\u2019", "'").split())
    typed, _, ahead = _split_next(text)
    coming, said = cut(typed, today, language)
    on, refused = _happened(said, today, language)
    if on < today:
        coming, said = cut(typed, today, language, since=on)
    promise, step = _coming(coming)
    if ahead:
        step = Ahead(STEP, without_date(ahead), *_next_day(ahead, today, language))
    doubtful = next((a.on for a in (promise, step) if a.far and a.on), None)
    if doubtful and not refused:
        refused = say("Is {on} meant? It is far ahead: choose the day.", on=doubtful)
    channel, outcome = _channel(said), _first(OUTCOME, said)
    if _NO_REPLY.search(said):
        outcome = "left_message" if channel == "call" else "sent"
    direction = "inbound" if _INBOUND.search(said) else "outbound"
    if not outcome:
        quiet = channel in {"email", "message", "gift"} and direction == "outbound"
        # no word of contact: nobody is said to be reached
        outcome = "sent" if quiet else "reached" if channel else ""
    return Meaning(
        channel=channel,
        direction=direction,
        outcome=outcome,
        purpose=_first(PURPOSE, said) if outcome in {"reached", ""} else "",
        minutes=_minutes(said),
        sentiment=_first(SENTIMENT, said),
        on=on,
        contact_ids=_contacts(typed, contacts),
        next_text=first_words(step.text, MOST_AHEAD) if not ahead else step.text,
        next_on=None if step.far else step.on,
        promise_text=first_words(promise.text, MOST_AHEAD),
        promise_on=None if promise.far else promise.on,
        note=typed,
        refused=refused,
    )


def _happened(said: str, today: date, language: str) -> tuple[date, Phrase | None]:
    """The day of which a line tells, today when it names none; and why it can't be taken (then today, too)."""
    slashed = slashed_day(said, today, language)
    written = next(dates_in(said, today, language, most=1), None) if slashed else None
    if slashed and (written is None or slashed.start < written[0]):
        return slashed.on or today, slashed.refused
    on = find_date(said, today, language)
    if on and on > today:
        return today, say("{on} is in the future: log it when it has happened, or write “next: …”.", on=on)
    strange = "" if on else unreadable_date(said, today, language)
    return on or today, say("I can't read “{typed}” as a date.", typed=strange) if strange else None


def _next_day(ahead: str, today: date, language: str) -> tuple[date | None, bool]:
    """The day of what stands behind "next:", and whether it lies so far ahead that it must be asked."""
    on = find_date(ahead, today, language, future=True)
    return on, any(d.on == on and d.far(today) for d in days_ahead(ahead, today, language))


def _coming(coming: Sequence[Ahead]) -> tuple[Ahead, Ahead]:
    """The promise and the next step that a line tells of, the first of each. What we said we would do, but not
    by when, is a next step: a promise has a day."""
    promised = (a for a in coming if a.kind == PROMISE and a.on)
    steps = (a for a in coming if a.kind != PROMISE or not a.on)
    return next(promised, NOTHING), next(steps, NOTHING)


def _channel(said: str) -> str:
    """The channel said first in the line ("met at expo" is a meeting, "emailed after the call" an e-mail)."""
    hits = [(found.start(), name) for name, pattern in CHANNEL if (found := pattern.search(said))]
    return min(hits)[1] if hits else ""


def _split_next(text: str) -> tuple[str, str, str]:
    found = _NEXT.search(text)
    if not found:
        return text, "", ""
    return text[: found.start()].rstrip(" ,;."), found.group(0), text[found.end() :].strip()


def _minutes(said: str) -> int | None:
    """How long it took; None when nothing says so, or several lengths differ."""
    lengths = {spent.minutes for spent in lengths_in(fold(said))}
    return lengths.pop() if len(lengths) == 1 else None


def _contacts(said: str, contacts: Sequence[Contact]) -> tuple[int, ...]:
    """Contacts named by full or first name, or by their role where only one has it ("the buyer")."""
    lowered, found = said.casefold(), list[int]()
    firsts = [c.name.split()[0].casefold() for c in contacts if c.name.split()]
    for c in contacts:
        first = c.name.split()[0].casefold() if c.name.split() else ""
        alone = sum(other.role == c.role for other in contacts) == 1 and c.role != "other"
        by_first = (
            len(first) > 2 and firsts.count(first) == 1 and re.search(rf"\b{re.escape(first)}\b", lowered)
        )
        if c.name.casefold() in lowered or by_first or (alone and re.search(rf"\b{c.role}\b", lowered)):
            found.append(c.id)
    return tuple(found)
