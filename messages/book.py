"""My book, a list to pick from, the nearest names, help, and short refusals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.book import BookRow
from rules.phrase import Phrase

from .blocks import Block, Message, button, context, escape, header, in_texts, message, section, turns
from .carried import Value
from .opening import open_button
from .words import Viewer, count

BOOK_PAGE = "book.page"
BOOK_PICK = "book.pick"

PAGE = 10


@dataclass(frozen=True, slots=True)
class Line:
    """An account in a list: `due_on` None without a cadence; `due` when it counts as due today
    (rules/book.py)."""

    id: int
    name: str
    tier: str
    owner: str = ""
    due_on: date | None = None
    last_on: date | None = None
    at_risk: bool = False
    paused: bool = False
    snoozed_until: date | None = None
    due: bool = False


@dataclass(frozen=True, slots=True)
class WordRef(Value):
    """An account, and the word that was typed behind its name."""

    account: int
    word: str


def lines(rows: Sequence[BookRow], on: date) -> list[Line]:
    """A book's rows as lines to show on a date."""
    return [
        Line(
            r.account.id,
            r.account.name,
            r.account.tier,
            owner="",
            due_on=r.due_on,
            last_on=r.last_on,
            at_risk=r.at_risk,
            paused=r.account.status == "paused" and r.resting(on),
            snoozed_until=r.account.snoozed_until,
            due=r.due(on),
        )
        for r in rows
    ]


def book(lines: Sequence[Line], page: int, viewer: Viewer) -> Message:
    """My book, most pressing first, ten at a time."""
    if not lines:
        return message(
            "Your book is empty", [section("Your book is empty. Look up any account: `/account NAME`.")]
        )
    late = sum(x.due for x in lines)
    page = max(0, min(page, (len(lines) - 1) // PAGE))
    head = (
        f"{count(len(lines), 'account')}, {late} due" if late else f"{count(len(lines), 'account')}, none due"
    )
    blocks = [header(f"My book: {head}")]
    for x in lines[page * PAGE : (page + 1) * PAGE]:
        open_ = open_button(x.id, x.name)
        blocks.append(section(f"*{escape(x.name)}* · {x.tier} · {state(x, viewer)}", open_))
    more = (page + 1) * PAGE < len(lines)
    blocks += turns(
        button("Previous", BOOK_PAGE, str(page - 1)) if page > 0 else None,
        button("Next", BOOK_PAGE, str(page + 1)) if more else None,
    )
    pages = (len(lines) - 1) // PAGE + 1
    blocks.append(context(f"Page {page + 1} of {pages} · most pressing first · `/account NAME` opens a card"))
    return message(f"My book: {head}", blocks)


def state(x: Line, viewer: Viewer) -> str:
    risk = "🔴 at risk · " if x.at_risk else ""
    if x.paused:
        return f"{risk}paused"
    if x.snoozed_until and x.snoozed_until > viewer.today:
        return f"{risk}snoozed until {viewer.day(x.snoozed_until)}"
    last = f"last contact {viewer.day(x.last_on)}" if x.last_on else "never touched"
    if x.due_on is None:
        return f"{risk}{last}"
    late = (viewer.today - x.due_on).days
    due = (
        f"*{count(late, 'day')} overdue*"
        if late > 0
        else "*due today*"
        if late == 0
        else f"due {viewer.day(x.due_on)}"
    )
    return f"{risk}{due}, {last}"


def pick(typed: str, lines: Sequence[Line], word: str = "") -> Message:
    """Several accounts match; `word`: what was asked of the one that is meant, its card when empty."""
    blocks = [section(f"Which “{escape(typed[:80])}”?")]
    for x in lines[:20]:
        owner = f" · {escape(x.owner)}" if x.owner else ""
        blocks.append(section(f"*{escape(x.name)}* · {x.tier}{owner}", _open(x, word)))
    if len(lines) > 20:
        blocks.append(context("There are more: type a little more of the name."))
    return message(f"Which “{escape(typed[:80])}”?", blocks)


def _open(x: Line, word: str) -> Block:
    if not word:
        return open_button(x.id, x.name)
    return button("Open", BOOK_PICK, WordRef(x.id, word).pack(), says=f"Open {x.name}: {word}")


def looking(typed: str) -> Message:
    """A search takes longer than an answer may: what it finds follows."""
    return sentence(f"Looking for names like “{escape(typed[:80])}”…")


def nearest(typed: str, lines: Sequence[Line], word: str = "") -> Message:
    """No account matches: the nearest names; `word` as in `pick`."""
    said = f"No account is called “{escape(typed[:80])}”."
    if not lines:
        return message(said, [section(f"{said} `/account` shows your book.")])
    blocks = [section(f"{said} Did you mean:")]
    for x in lines:
        blocks.append(section(f"*{escape(x.name)}* · {x.tier}", _open(x, word)))
    return message(said, blocks)


def help_text(words: Sequence[tuple[str, str]]) -> Message:
    """How Tend works; `words`: what else may be typed, each with what it is for."""
    look_up = (
        "*Look up*  `/account acme` opens a card · `/account` is your book, most pressing first",
        *(f"   `{typed}` {about}" for typed, about in words),
    )
    rest = (
        "*Log*  `/log acme called 20 min, showed the buyer the ROI numbers, happy`",
        "   several at once: `/log acme, globex met at expo` · what comes next: `… next: demo on 12 May`",
        "   `/log` alone opens the form; so does “Log as touch” on any message (inside threads use that, or "
        "mention me)",
        "*Managers*  `/digest` is the week so far, `/digest NAME` that of one of your people; the whole one "
        "comes on Monday morning",
        "*Asked something?*  Answer with the button, in the thread of the question, or just type it here",
        "Each working morning you get one message: whom to call, and why. Voicemail, no-shows and e-mails "
        "without a reply are kept, "
        "but don't count as contact.",
    )
    head = header("Tend keeps your customers in touch")
    return message("How Tend works", [head, *map(section, in_texts([*look_up, *rest]))])


def sentence(text: str) -> Message:
    """One clear sentence, already escaped where it holds foreign text."""
    return message(text, [section(text)])


def refusal(why: Phrase, viewer: Viewer) -> Message:
    """Why something may or can not be, for whoever tried."""
    return sentence(escape(viewer.plain(why)))
