"""What they asked us, as it is said beside other things: on a card, in the digest, on Home, with a touch."""

from __future__ import annotations

from collections.abc import Sequence

from rules.calendar import Workdays
from rules.card import Card
from rules.facts.answered import OfAccount, OfRep, Pace, Waiting, of_record
from rules.facts.entries import Entry
from rules.facts.notes import first_words
from rules.facts.requested import Request
from rules.facts.requests import named, open_requests
from rules.records import Person, Record
from rules.week import Digest

from .blocks import Block, button, clip, context, escape, first_few, section
from .opening import open_button
from .put_right import FixRef, Unknown, of_one
from .words import Viewer, count

REQUEST_WANTED = "request.wanted"
REQUEST_ANSWERS = "request.answers"

TOLD = 10  # that are named in one place
IN_A_BLOCK = 4  # lines of reps: of five clipped texts each
AN_HOUR, A_DAY = 60, 480  # minutes of working hours


def line(card: Card, viewer: Viewer) -> str | None:
    """The open ones on a card: the one asked first, and how many more. Nobody waits for those of a churned
    account, which Home and digest leave out."""
    if card.record.account.status == "churned":
        return None
    there = open_requests(card.record, viewer.today)
    if not there:
        return None
    more = f" · and {len(there) - 1} more" if len(there) > 1 else ""
    return f"*Asked:* {_of_record(there[0], card.record, viewer)}{more}"


def _of_record(request: Request, record: Record, viewer: Viewer) -> str:
    who = next((f"{escape(c.name)}: " for c in record.contacts if c.id == request.contact_id), "")
    return f"{who}{escape(named(request))}, {waits(request, record.owner.workdays, viewer)}"


def all_open(card: Card, viewer: Viewer) -> str | None:
    """Before a call: each that is open."""
    return None if card.record.account.status == "churned" else brief(card.record, viewer)


def brief(record: Record, viewer: Viewer) -> str | None:
    """For whoever is to take the account over: each that is open, the first asked first."""
    there = open_requests(record, viewer.today)
    if not there:
        return None
    lines = [f"• {_of_record(r, record, viewer)}" for r in there[:TOLD]]
    more = [f"and {len(there) - TOLD} more"] if len(there) > TOLD else []
    return "\n".join(("*They wait for an answer*", *lines, *more))


def pace_line(card: Card, viewer: Viewer) -> str | None:
    """How fast an account was answered of late."""
    of_late = of_record(card.record, viewer.today)
    return f"*Answers:* {paced(of_late)}, in 90 days" if of_late.answered else None


def paced(pace: Pace) -> str:
    """The median, with of how many it is."""
    if pace.median is None:
        return f"not measured ({count(pace.unmeasured, 'answer')})"
    rest = f", {pace.unmeasured} not" if pace.unmeasured else ""
    return f"median {spent(pace.median)} ({pace.measured} measured{rest})"


def spent(minutes: int) -> str:
    """A span of working hours: 9 to 5, so that 8 of them are a day."""
    if minutes < AN_HOUR:
        return count(minutes, "working minute")
    if minutes < 2 * A_DAY:
        return count(round(minutes / AN_HOUR), "working hour")
    return count(round(minutes / A_DAY), "working day")


def waits(request: Request, workdays: Workdays, viewer: Viewer) -> str:
    """How long an open one waits."""
    waited = request.waited(viewer.today, workdays)
    if waited:
        return f"waits {count(waited, 'working day')}"
    return "asked today" if request.asked_on == viewer.today else f"asked {viewer.day(request.asked_on)}"


def team_line(d: Digest, viewer: Viewer) -> str | None:
    """How many wait for an answer, and how long the longest."""
    if not d.requests.reps:
        return None
    waits = [w.waited for r in d.requests.reps for w in r.open]
    if not waits:
        return "*Requests*: none waits for an answer"
    return f"*Requests*: {count(len(waits), 'waits', 'wait')} for an answer, the longest {_days(max(waits))}"


def of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Requests by rep and by account: how fast they are answered, and what waits longest."""
    reps = d.requests.reps
    if not reps:
        return None
    head = team_line(d, viewer) or ""
    lines = [_of_rep(r) for r in reps[:TOLD]]
    more = [f"and {count(len(reps) - TOLD, 'person', 'people')} more"] if len(reps) > TOLD else []
    listed = (head, *lines, *more)
    blocks = [section("\n".join(listed[n : n + IN_A_BLOCK])) for n in range(0, len(listed), IN_A_BLOCK)]
    return [*blocks, context(clip(_by_account(d.requests.accounts), 2900))]


def _of_rep(r: OfRep) -> str:
    """A line, escaped, short enough that IN_A_BLOCK of them fit into a block."""
    worst = [_waiting(w) for w in r.open[:2]]
    more = [f"{len(r.open) - 2} more"] if len(r.open) > 2 else []
    answers = [f"answers: {paced(r.pace)}"] if r.pace.answered else []
    whose = _short(r.person.name) if r.person else "Together"
    return f"• {whose}: {'; '.join((*answers, *worst, *more)) or 'none waits'}"


def _waiting(w: Waiting) -> str:
    return f"{_short(w.account)}: {_short(named(w.request))}, {_days(w.waited)}"


def _days(waited: int) -> str:
    return count(waited, "working day") if waited else "under a working day"


def _by_account(accounts: Sequence[OfAccount]) -> str:
    lines = []
    for a in accounts[:5]:
        answers = [paced(a.pace)] if a.pace.answered else []
        open_ = [f"longest open {_days(a.longest)}"] if a.longest is not None else []
        lines.append(f"{_short(a.account)}: {', '.join((*answers, *open_))}")
    more = [f"and {len(accounts) - 5} more"] if len(accounts) > 5 else []
    return f"By account, in 90 days: {'; '.join((*lines, *more))}"


def _short(text: str) -> str:
    return clip(escape(first_words(text, 60)), 120)


def waiting(those: Sequence[tuple[str, Request]], workdays: Workdays, viewer: Viewer) -> list[Block] | None:
    """On Home: who waits for an answer, whoever asked first on top; each opens the card."""
    if not those:
        return None

    def painted(one: tuple[str, Request]) -> Block:
        name, r = one
        open_ = open_button(r.account_id, name, beside=True)
        return section(f"*{escape(name)}* · {escape(named(r))}, {waits(r, workdays, viewer)}", open_)

    return [
        section(f"*{count(len(those), 'request')} wait{'s' * (len(those) == 1)} for an answer*"),
        *first_few(those, TOLD, painted),
    ]


def logged(entry: Entry, viewer: Viewer) -> str | None:
    """In the receipt of a touch that brought one, or answered one."""
    if entry.wants_answer and entry.direction == "inbound":
        asked = first_words(entry.request_text or entry.note, 120)
        return f"*They want an answer:* {escape(asked)}" if asked else "*They want an answer.*"
    if entry.answers and entry.direction == "outbound":
        return "*It answers what they asked.*"
    return None


def offers(
    batch: str, entry: Entry, asked: Sequence[Request], strangers: Sequence[Unknown], asks: str = ""
) -> list[Block]:
    """In a receipt, first: that an inbound touch wants an answer (`asks`: to what, in their words); that one
    of ours is the answer to what is open at its accounts, the one asked first."""
    account, names = of_one(strangers)
    if entry.direction == "inbound":
        if entry.wants_answer:
            return []
        ref = FixRef(batch, "wants_answer", asks or "yes", account, names).pack()
        if not asks:
            return [button("They want an answer", REQUEST_WANTED, ref)]
        wanted = f"They want an answer: “{first_words(asks, 40)}”"
        return [button(wanted, REQUEST_WANTED, ref, says=f"They want an answer: {asks}")]
    left = [r for r in asked if r.id not in entry.answers and r.asked_on <= entry.on]
    if not left or entry.outcome not in {"reached", "sent"}:
        return []
    ref = FixRef(batch, "answers", str(left[0].id), account, names).pack()
    text = named(left[0])
    label = button(f"Answers “{first_words(text, 40)}”", REQUEST_ANSWERS, ref, says=f"Answers: {text}")
    return [label]
