"""Which part of a line tells of a contact that none before it does."""

from __future__ import annotations

from collections.abc import Sequence

from .aside import is_told
from .channels import channel_of
from .draft import GROUP, WRITTEN, Draft
from .moved import is_from, tells_us
from .named import Named
from .parts import TRIES, Part
from .who import Known
from .words.beside import CALLS_BACK, VOICEMAIL
from .words.kinds import DID, FROM, MINOR, NEVER, REPLY, SILENT, TRIED, VIA, WEAK, WISH


def hints(part: Part, text: str) -> bool:
    """Whether a part without a contact's own word tells of one all the same, in a line that has none."""
    return bool(part.of(VIA)) or (bool(part.of(REPLY)) and tells_us(part, text))


def begins(part: Part, drafts: Sequence[Draft], text: str, known: Known) -> bool:
    """Whether a part tells of a contact that none before it does."""
    if not part.tells and not (drafts and part.of(VIA) and part.spent):
        return False
    if not drafts:
        return True
    last = drafts[-1]
    heads, tries = part.heads, [m for m in part.marks if m.kind in TRIES]
    own_day = bool(part.days and last.days and {d.past for d in part.days} != {d.past for d in last.days})
    new_account = others(part.accounts(), last.accounts) or bool(
        part.accounts() and last.people and not last.accounts
    )
    new_person = others(part.people(), last.people)
    if new_account and last.people and not last.accounts:
        theirs = {known.people[i].account_id for n in last.people for i in n.people}
        new_account = not any(set(n.accounts) & theirs for n in part.accounts())
    if new_person and last.accounts:
        theirs = {a for n in last.accounts for a in n.accounts}
        new_person = bool(last.people) or not any(
            known.people[i].account_id in theirs for n in part.people() for i in n.people
        )
    if not heads and new_account and part.of(VIA) and part.spent:
        return True
    if not heads:
        if any(m.kind == SILENT for m in tries) and not (new_account or new_person):
            return False
        return bool(new_account or new_person) and any(m.kind in (TRIED, MINOR, NEVER) for m in tries)
    if (
        not new_account
        and CALLS_BACK.search(text, part.start, part.end)
        and (
            last.missed or (last.inbound and VOICEMAIL.search(text, last.parts[0].start, last.parts[-1].end))
        )
    ):
        return False  # "missed a call from acme, rang back": one contact
    channel, _ = channel_of(part, text)
    verb = any(m.kind in (DID, WEAK, FROM) for m in heads)
    if verb and is_told(part, text):
        return False
    wish = next(iter(part.of(WISH)), None)
    if wish and not verb and not part.days and all(m.start > wish.end for m in heads):
        return False  # "wants weekly status e-mails"
    if all(m.kind == WEAK for m in heads) and not (new_account or new_person or own_day or last.never):
        return part.of(WEAK)[0].value == "email" and last.channel not in (*WRITTEN, "")
    if new_person and ((part.spent and last.minutes) or (verb and channel not in ("", last.channel))):
        return True
    if new_account or own_day:
        return verb or bool(part.spent) or own_day or part.open_words <= 3 or bool(tries)
    if not channel or not last.channel or channel == last.channel:
        back = channel == last.channel and is_from(part, text) != last.inbound and verb
        again = (
            channel == last.channel and verb and bool(part.spent and last.minutes) and part.ends == "joint"
        )
        return bool(back and channel) or again or (new_person and verb and part.ends in ("joint", "hard"))
    if GROUP.get(channel) == GROUP.get(last.channel) and channel in GROUP:
        return new_person and verb
    if last.tried is not None and channel in WRITTEN and (verb or part.ends == "joint"):
        return True
    if not last.sure_channel:
        return False
    return verb or bool(part.spent and last.minutes) or bool(part.days and last.days) or new_person


def others(names: Sequence[Named], before: Sequence[Named]) -> bool:
    """Whether names stand there that share nobody with those before."""
    if not names or not before:
        return False
    known = {i for n in before for i in (*n.accounts, *n.people)}
    return not any(known & {*n.accounts, *n.people} for n in names)
