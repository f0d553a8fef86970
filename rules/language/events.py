"""The contacts that a line tells of, from its parts: which of them happened, were tried, are to come or did
not take place; and of each whose it was, when, how, what came of it.

Grammar alone: which words mean what stands in rules/language/words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .aside import is_told_aside
from .beginnings import begins, hints
from .channels import channel_of
from .draft import GROUP, Draft
from .fold import before
from .marks import Mark
from .moved import does_something, is_by_another, is_from, leaves_side_open, stands_before, tells_us
from .named import Named
from .own_days import dates_it, is_far
from .parts import HEADS, TRIES, Part
from .preparing import met
from .turnover import not_met
from .who import Known
from .words.beside import (
    ABOUT_SO,
    FINALLY,
    HOUR,
    JOINED,
    LEFT_NONE,
    NOT,
    OR,
    REACHED,
    TOLD_US,
    TOPIC,
    WITH_THEM,
)
from .words.kinds import (
    DID,
    DOUBT,
    FROM,
    MINOR,
    MOOD,
    NEVER,
    NOUN,
    OFF,
    PLAN,
    REPLY,
    SILENT,
    TRIED,
    VIA,
    WEAK,
    WISH,
)


def drafts_in(parts: Sequence[Part], text: str, known: Known) -> tuple[list[Draft], list[Part]]:
    """The contacts of a line in its order, and the parts that belong to none."""
    drafts: list[Draft] = []
    waiting: list[Part] = []
    alone = not any(p.tells for p in parts)
    headed = False  # "...; bill: no answer"
    for n, part in enumerate(parts):
        behind = parts[n + 1] if n + 1 < len(parts) else None
        heads_next = (
            part.bare and not part.tells and behind is not None and behind.sign == ":" and behind.tells
        )
        if heads_next and (part.names or part.days):
            headed = bool(drafts and part.names)
            waiting.append(part)
        elif headed or begins(part, drafts, text, known) or (alone and not drafts and hints(part, text)):
            draft = Draft()
            for earlier in waiting:
                _add(draft, earlier, text, leads=True)
            waiting, headed = [], False
            drafts.append(draft)
            _add(draft, part, text, leads=False, begins=True)
        elif drafts:
            _add(drafts[-1], part, text, leads=False)
        else:
            waiting.append(part)
    return drafts, waiting


def _add(draft: Draft, part: Part, text: str, leads: bool, begins: bool = False) -> None:
    """Take what a part tells into a contact."""
    told = not begins and is_told_aside(part, text, draft)
    draft.parts.append(part)
    draft.denied = draft.denied or _denies(part, text)
    if draft.tried is not None and LEFT_NONE.search(text, part.start, part.end):
        draft.tried = "no_show"
    for mark in part.marks:
        _take(draft, mark, part, text, told=told)
    if draft.tried == "" and not told and REACHED.search(text, part.start, part.end) and not part.of(TRIED):
        draft.tried = None  # "engaged twice, got through in the end"
    if not told or leads:
        channel, sure = channel_of(part, text)
        live = channel in GROUP and draft.channel == "gift" and bool(part.of(DID))
        if channel and (not draft.channel or live or (sure and not draft.sure_channel)):
            draft.channel, draft.sure_channel = channel, sure
        draft.by_another = draft.by_another or is_by_another(part, text)
        draft.clocked = draft.clocked or (not told and HOUR.search(text, part.start, part.end) is not None)
        draft.named_first = draft.named_first or stands_before(part, text)
        draft.unclear_side = draft.unclear_side or leaves_side_open(part, text)
        theirs = is_from(part, text) or (begins and tells_us(part, text))
        draft.inbound = draft.inbound or (not draft.verb and theirs)
        if (
            begins
            and draft.channel in ("email", "message", "call")
            and not theirs
            and does_something(part, text)
        ):
            draft.unclear_side = True  # "acme made the order by email"
        via = next((m.value for m in part.of(VIA) if m.value in ("video", "call")), "")
        if part.bare and any(m.value == "video" for m in part.of(NOUN)):
            via = via or "video"
        if via and draft.channel in ("meeting", "call") and not any(p.of(DID) for p in draft.parts):
            draft.channel = via
        how_alone = [m.value for m in part.marks] if part.sign == "(" and part.bare else []
        if len(how_alone) == 1 and part.of(NOUN):
            draft.channel, draft.sure_channel = how_alone[0], True  # "training, 2h (visit)"
        talked = part.of(WEAK, NOUN) if draft.channel == "message" else part.of(WEAK)
        if draft.channel == "message" and any(
            m.value == "message" and WITH_THEM.match(text, m.end + 1) for m in part.of(NOUN, DID)
        ):
            draft.replied = True  # "whatsapp with jane"
        if draft.channel in ("message", "email") and any(m.value == "call" for m in talked):
            draft.replied = True  # "chatted on whatsapp": both did
        draft.named_how = draft.named_how or bool(part.of(NOUN))
        draft.verb = draft.verb or any(m.kind in (DID, WEAK, FROM) for m in part.marks)
    draft.news_leads = draft.news_leads or (leads and bool(part.names) and part.open_words > 0)
    draft.beside = draft.beside or is_beside(part, text)
    if leads and part.bare and any(d.by for d in part.days):
        draft.planned = True  # "before friday: call acme"
    if leads and part.of(PLAN) and any(d.ahead and (not d.past or d.nearer_ahead) for d in part.days):
        draft.planned = True  # "will be demoing on 8 Dec, Teams"
    accounts, people = met(part.accounts(), part, draft.accounts), met(part.people(), part, draft.people)
    if leads:  # "Leo left acme, talked to mia"
        gone = not_met(part.turns, people, text)
        people = [n for n in people if n not in gone]
    if not told or not draft.accounts or _goes_on(draft, accounts, part, text):
        meant = [n for n in accounts if not before(TOPIC, text, n.start)]
        draft.accounts += meant if meant or draft.accounts else accounts
    elif told:
        draft.aside += [n for n in accounts if not before(TOPIC, text, n.start)]
    if (
        not told
        or leads
        or JOINED.search(text[part.start : part.end])
        or _goes_on(draft, part.names, part, text)
    ):
        draft.people += people
    days = [d for d in part.days if dates_it(d, part, text, draft, told=told and not leads)]
    draft.days += [d for d in days if not is_far(d, part, text)]
    draft.far_days += [d for d in days if is_far(d, part, text)]
    if told and leads:  # "not dec 2, kick-off with ..."
        draft.far_days += [d for d in part.days if d.ahead and not d.past]
    for s in part.spent:
        opens = not ABOUT_SO.sub("", text[part.start : s.start]).strip(" (,")
        if not told or opens or not text[s.end : part.end].strip(" )"):
            draft.minutes.append((s.minutes, s.each))
    named = {i for n in draft.accounts for i in n.accounts}
    if len(named) > 1 and OR.search(text, part.start, part.end):
        draft.either = True


def is_beside(part: Part, text: str) -> bool:
    """Whether a part tells of time with somebody of theirs: "1h with initech", "20 min w the foreman"."""
    return bool(part.names or part.spent) and WITH_THEM.search(text, part.start, part.end) is not None


def _denies(part: Part, text: str) -> bool:
    """Whether a part of a contact says "not" of nothing else: of itself, or all by itself; or that it both
    was and will be."""
    places = [(p.start, p.end) for p in part.seen()]
    denials = [
        m
        for m in NOT.finditer(text, part.start, part.end)
        if not any(a < m.end() and m.start() < b for a, b in places)
    ]
    return bool(denials) and (bool(part.heads or part.of(VIA)) or part.open_words <= len(denials))


def _goes_on(draft: Draft, names: Sequence[Named], part: Part, text: str) -> bool:
    """Whether a part begins with a name and the one before ended with one: "acme, umbra and timber"."""
    if not names or len(draft.parts) < 2 or text[part.start : names[0].start].strip():
        return False
    before = draft.parts[-2]
    alike = [n for n in before.names if n.is_account == names[0].is_account]
    last = max((n.end for n in alike), default=before.start)
    return bool(alike) and not text[last : before.end].strip()


def _take(draft: Draft, mark: Mark, part: Part, text: str, told: bool) -> None:
    if mark.kind == MOOD:
        of = frozenset(i for n in part.accounts() for i in n.accounts)
        draft.moods.append((mark.value, of if not part.heads or len(part.accounts()) == 1 else frozenset()))
    elif mark.kind == DID and mark.value.endswith("!") or mark.kind == REPLY:
        draft.replied = True
    elif mark.kind == TRIED and mark.value == "missed":
        draft.missed = draft.inbound = True
        draft.channel, draft.sure_channel = "call", True
        draft.tried = draft.tried or ""
    elif mark.kind in (TRIED, OFF) and part.heads and before(TOLD_US, text, mark.start):
        draft.doubted = draft.doubted or not part.of(DID, FROM)  # "said the temp was a no-show"
    elif mark.kind == TRIED and not mark.value and _got_through(mark, part):
        pass  # "2nd try got through"
    elif mark.kind in (TRIED, MINOR):
        value = "" if mark.kind == MINOR else mark.value
        if draft.tried in (None, "") or value == "left_message":
            draft.tried = (
                value if not (value == "left_message" and _negated(mark, text)) else draft.tried or ""
            )
    elif mark.kind == SILENT:
        draft.silent = True
    elif mark.kind == OFF and not told:
        draft.off = not FINALLY.search(text, mark.end, part.end)
    elif mark.kind == NEVER:
        draft.never = draft.never or not any(m.kind in (DID, FROM) for m in part.marks) or bool(part.heads)
    elif mark.kind == PLAN and not told:
        draft.planned = (
            draft.planned
            or any(m.kind in HEADS and m.start >= mark.start for m in part.marks)
            or not part.heads
            or (any(d.ahead and (d.by or not d.past) for d in part.days) and not part.of(DID, WEAK, FROM))
        )
    elif mark.kind == WISH:
        wished = any(m.kind == NOUN and 0 <= m.start - mark.end <= 24 for m in part.marks)
        only = not any(m.kind in (DID, WEAK, FROM) for m in part.marks)
        draft.planned = draft.planned or (wished and only and not told)
    elif mark.kind == DOUBT and (mark.value or not told):
        draft.doubted = True


def _got_through(tried: Mark, part: Part) -> bool:
    """Whether a contact stands behind a try in its part, and nothing that undoes it."""
    behind = [m for m in part.marks if m.start >= tried.end]
    return any(m.kind in (DID, WEAK) for m in behind) and not any(m.kind in TRIES for m in behind)


def _negated(mark: Mark, text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:no|didn't|did not|didnt|couldn't|can't|never|not)\s+(?:\w+\s+){0,2}$",
            text[max(0, mark.start - 24) : mark.start],
        )
    )
