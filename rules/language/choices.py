"""Which accounts a line may have been with, where it leaves a choice: those its names stand for, those of the
people it names, those of whose names it holds a slip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..phrase import say
from .draft import Draft
from .fold import before
from .named import Named
from .parts import Seen
from .reading import Choice, Doubt
from .who import Known
from .whose import accounts_of, namesake, which_of
from .words.beside import NAME_POSITION


def choices_of(d: Draft, seen: Seen, known: Known) -> tuple[Choice, ...]:
    """The accounts that a contact may have been with: those it names before those of people it names, else
    those of whose names a word of it is a slip. None where they are not two."""
    sure, unsure = accounts_of(d.accounts)
    named = [*(unsure.accounts if unsure else ()), *sure, *(i for n in d.accounts for i in n.accounts)]
    theirs = [known.people[i].account_id for n in d.people for i in n.people]
    meant = [*named, *theirs] or [i for _, ids in _slips(d, seen, known) for i in ids]
    accounts = list(dict.fromkeys(meant))
    if len(accounts) < 2:
        return ()
    people = [] if namesake(d, seen) else d.people
    return tuple(Choice(a, _met_at(a, people, known)) for a in accounts)


def _met_at(account: int, named: Sequence[Named], known: Known) -> tuple[int, ...]:
    """Who of the people named is at an account; of two of one name there neither is."""
    there = [[i for i in n.people if known.people[i].account_id == account] for n in named]
    return tuple(dict.fromkeys(ids[0] for ids in there if len(ids) == 1))


def near(d: Draft, seen: Seen, known: Known) -> tuple[tuple[int, ...], list[Doubt]] | None:
    """The account of whose name a word of the contact is a slip; none, and which they are, where there are
    several."""
    several: list[Doubt] = []
    for m, ids in _slips(d, seen, known):
        typed, names = seen.shown[m.start() : m.end()], [known.accounts[i].name for i in ids]
        if len(ids) > 1:
            several = several or [which_of(typed, names)]
            continue
        sure = len(m[0]) >= 5 and before(NAME_POSITION, seen.text, m.start())
        why = say("I took “{typed}” for {account}: is that right?", typed=typed, account=names[0])
        return ids, [] if sure else [Doubt("account", why)]
    return ((), several) if several else None


def _slips(d: Draft, seen: Seen, known: Known) -> Iterator[tuple[re.Match[str], tuple[int, ...]]]:
    """Words of a contact that are slips of names, with the accounts that are called so."""
    for p in d.parts:
        for m in _WORD.finditer(seen.text, p.start, p.end):
            if any(s.start < m.end() and m.start() < s.end for s in p.seen()):
                continue
            if ids := known.near(m[0], seen.text[m.end() : p.end]):
                yield m, ids


_WORD = re.compile(r"[^\W\d_]{4,}")
