"""Whose contact it was: accounts and people, what is doubtful about them, and who is on file nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..phrase import say
from .draft import Draft
from .fold import Cover, before, fold
from .named import PART, WORD, Named
from .parts import Part, Seen
from .reading import Doubt, Stranger
from .who import Known
from .words.beside import A_DEED, AND, BEHIND_A_NAME, OF_AN_ACCOUNT, ROLE, TO_WHOM, WITH
from .words.kinds import MINOR, REPLY, SILENT, TRIED
from .words.names import FILLER, NO_NAME


# whose --------------------------------------------------------------------------------------------------
def whose(
    d: Draft, known: Known, everybody: Sequence[Named], earlier: Sequence[int], seen: Seen
) -> tuple[tuple[int, ...], tuple[int, ...], list[Doubt]]:
    """Accounts, people, and what is doubtful about them. An account named stands; else it is that of the
    people named; else that of the contact before, or of the only one named in the line."""
    text, doubts = seen.text, list[Doubt]()
    accounts, unsure = accounts_of(d.accounts)
    if unsure and len(unsure.accounts) > 1:
        whole = _all_of(unsure, text)
        narrowed = {known.people[i].account_id for n in d.people for i in n.people} & set(unsure.accounts)
        if whole:
            accounts += [i for i in unsure.accounts if i not in accounts]
        elif len(narrowed) == 1:
            accounts += [i for i in narrowed if i not in accounts]
        else:
            names = [known.accounts[i].name for i in unsure.accounts]
            doubts.append(which_of(seen.shown[unsure.start : unsure.end], names))
    if d.either:
        return (), (), [Doubt("account", say("One account or the other? Choose the one you mean."))]
    people, of_people, asked = _people(d.people, accounts, known, seen.shown)
    doubts += asked
    if of_people and not accounts and not doubts and (other := namesake(d, seen)):
        why = say("“{typed}”: is that {person}?", typed=other, person=known.people[people[0]].name)
        return tuple(of_people), tuple(people), [Doubt("account", why)]
    if not accounts and all(doubt.field == "contacts" for doubt in doubts):
        accounts = of_people
    elif of_people and accounts and not set(of_people) & set(accounts):
        who, there = known.people[people[0]].name, known.accounts[of_people[0]].name
        if not any(set(of_people) & set(n.accounts) for n in everybody if n.is_account):
            doubts.insert(
                0,
                Doubt(
                    "account",
                    say("{person} is on file at {account}: whose contact was it?", person=who, account=there),
                ),
            )
            return (), (), doubts
        accounts = [*accounts, *(i for i in of_people if i not in accounts)]
    if not accounts and not doubts:
        accounts = list(earlier)
    if not accounts and not doubts:
        others = {i for n in everybody for i in n.accounts if n.how > WORD}
        others |= {known.people[i].account_id for n in everybody if len(n.people) == 1 for i in n.people}
        accounts = list(others) if len(others) == 1 else []
        people = people or [i for n in everybody if len(n.people) == 1 for i in n.people if accounts]
    return tuple(dict.fromkeys(accounts)), tuple(people), doubts


def accounts_of(named: Sequence[Named]) -> tuple[list[int], Named | None]:
    """The accounts that are certain, and a name that leaves a choice: narrowed by a later word of theirs
    ("orchard, the plastics one")."""
    sure: list[int] = []
    unsure: Named | None = None
    strong = [n for n in named if n.how > WORD]
    words = [n for n in named if n.how == WORD]
    for n in strong:
        if len(n.accounts) == 1:
            sure += [i for i in n.accounts if i not in sure]
            continue
        narrowed = [i for w in words for i in w.accounts if i in n.accounts]
        others = {i for m in strong if m is not n for i in m.accounts if len(m.accounts) == 1}
        if len(set(narrowed)) == 1:
            sure += [i for i in narrowed if i not in sure]
        elif not set(n.accounts) & others:
            unsure = n
    if not strong and words:
        ids = sorted(
            set.intersection(*(set(w.accounts) for w in words)) or {i for w in words for i in w.accounts}
        )
        if len(ids) == 1:
            sure.append(ids[0])
        else:
            unsure = words[0]._replace(accounts=tuple(ids))
    return sure, unsure


def _all_of(n: Named, text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:both|all|the (?:two|three)|beide|los dos|les deux)\s+(?:the\s+|of the\s+)?$",
            text[: n.start],
        )
    )


def _people(
    named: Sequence[Named], accounts: Sequence[int], known: Known, shown: str
) -> tuple[list[int], list[int], list[Doubt]]:
    people: list[int] = []
    of: list[int] = []
    doubts: list[Doubt] = []
    for n in named:
        ids = [i for i in n.people if known.people[i].account_id in accounts] or list(n.people)
        if len(ids) > 1:
            others = {known.people[i].account_id for m in named if len(m.people) == 1 for i in m.people}
            ids = [i for i in ids if known.people[i].account_id in others] or ids
        if len(ids) > 1:
            typed = shown[n.start : n.end]
            one, other = (known.people[i] for i in ids[:2])
            same = one.account_id == other.account_id
            why = say(
                "“{typed}” may be {one} or {other}: who was it?", typed=typed, one=one.name, other=other.name
            )
            doubts.append(Doubt("contacts" if same else "account", why))
            if same:
                of += [one.account_id] if one.account_id not in of else []
            continue
        if ids[0] not in people:
            people.append(ids[0])
        if known.people[ids[0]].account_id not in of:
            of.append(known.people[ids[0]].account_id)
    return people, of, doubts


def namesake(d: Draft, seen: Seen) -> str:
    """A name that shares but its first or last word with somebody on file: "coffee with Klara Novak" where
    Hugo Novak is."""
    open_names = [m for _, m in _open_names(d, seen)]
    for n in (n for n in d.people if n.how == PART):
        for m in open_names:
            first = m.end() + 1 == n.start and before(WITH, seen.text, m.start())
            last = (
                n.end + 1 == m.start() and seen.shown[n.start].isupper() and seen.shown[m.start()].isupper()
            )
            if (first or last) and seen.text[min(m.end(), n.end)] == " ":
                return seen.shown[min(m.start(), n.start) : max(m.end(), n.end)]
    return ""


def some_answered(d: Draft, accounts: Sequence[int], known: Known) -> bool:
    """Whether an answer is told of fewer accounts than were written to: "a and b mailed, b answered"."""
    for p in d.parts:
        of = {i for n in p.accounts() for i in n.accounts}
        of |= {known.people[i].account_id for n in p.people() for i in n.people}
        if (p.of(REPLY, SILENT, TRIED, MINOR) or p.spent) and of & set(accounts) and not of >= set(accounts):
            return True
    return False


def by_role(d: Draft, accounts: Sequence[int], text: str, known: Known) -> list[int]:
    """Whom "the buyer" means at an account that has one."""
    if len(accounts) != 1:
        return []
    roles = {m[1] for p in d.parts for m in ROLE.finditer(text, p.start, p.end)}
    there = [p for p in known.people.values() if p.account_id == accounts[0] and p.role in roles]
    return [p.id for p in there if sum(o.role == p.role for o in there) == 1]


def told_whom(note: str, known: Known, account: int) -> tuple[int, ...]:
    """Whom we told what is to come: they were there."""
    text = fold(note)
    named = [n for n in known.named_in(text, note) if n.people and before(TO_WHOM, text, n.start)]
    there = [[i for i in n.people if known.people[i].account_id == account] for n in named]
    return tuple(ids[0] for ids in there if len(ids) == 1)


def which_of(typed: str, names: Sequence[str]) -> Doubt:
    why = say("“{typed}” may be {one} or {other}: which one?", typed=typed, one=names[0], other=names[1])
    return Doubt("account", why)


def other_of(d: Draft, accounts: Sequence[int], known: Known) -> str:
    """An account that only what is told beside the contact names."""
    others = (n for n in d.aside if not set(n.accounts) & set(accounts))
    return next((known.accounts[n.accounts[0]].name for n in others), "")


def unknown_account(d: Draft, seen: Seen) -> str:
    """A name joined to an account's that may be another account: "acme and nosuchco called"."""
    for p, m in _open_names(d, seen):
        names = [n for part in d.parts for n in part.accounts()]
        ahead = any(AND.fullmatch(seen.text, n.end, m.start()) for n in names)
        behind = any(AND.fullmatch(seen.text, m.end(), n.start) for n in names)
        if (ahead or behind) and BEHIND_A_NAME.match(seen.text, m.end(), p.end) and not A_DEED.search(m[0]):
            return seen.shown[m.start() : m.end()]
    return ""


def strangers_in(d: Draft, seen: Seen, accounts: Sequence[int]) -> list[Stranger]:
    """People named with a contact who are on file nowhere: "met w/ Klaus", "spoke to peter at acme"."""
    if len(accounts) != 1:
        return []
    strangers = []
    for p, m in _open_names(d, seen):
        shown = seen.shown[m.start() : m.end()]
        if not WITH.search(seen.text, p.start, m.start()):
            continue
        at = OF_AN_ACCOUNT.match(seen.text, m.end(), p.end)
        there = at and any(n.is_account and n.start == at.end() for n in p.names)
        if there or (shown[:1].isupper() and not shown.isupper()):
            strangers.append(Stranger(accounts[0], shown.title() if shown.islower() else shown))
    return strangers


def _open_names(d: Draft, seen: Seen) -> Iterator[tuple[Part, re.Match[str]]]:
    """Words of a contact that nothing explains, with the part that each stands in."""
    for p in d.parts:
        explained = Cover(len(seen.text), p.seen())
        for m in _A_WORD.finditer(seen.text, p.start, p.end):
            if not (explained.touches(m.start(), m.end()) or m[0] in FILLER or m[0] in NO_NAME):
                yield p, m


_A_WORD = re.compile(r"[^\W\d_]{2,}")
