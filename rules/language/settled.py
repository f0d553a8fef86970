"""A contact as it is stored or asked: an event with an entry, and its doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ..captured import entry_error
from ..facts.entries import Entry
from ..phrase import say
from .choices import choices_of, near
from .coming import Coming
from .day import VAGUE, When
from .draft import Draft
from .fold import before, fold
from .happened import day_of
from .marks import purpose_of
from .named import Account, Named
from .outcome import (
    doubts_of,
    guessed_in,
    minutes_of,
    mood_of,
    moods_differ,
    outcome_of,
    own_lengths,
    talked,
    unread_in,
)
from .parts import Seen
from .reading import Choice, Doubt, Event, Stranger
from .when import days_in
from .who import Known
from .whose import by_role, other_of, some_answered, strangers_in, told_whom, unknown_account, whose
from .words.beside import BOTH, TOPIC
from .words.kinds import Tongue

MOST_READ = 1000
"""Characters of a line that are looked through; the rest is kept in the note."""


def is_no_contact(d: Draft) -> bool:
    """Whether it is to come or did not take place, for certain."""
    ahead_only = bool(d.days) and all(
        (w.past is None or w.nearer_ahead) and w.ahead and w.doubt in ("", VAGUE) for w in d.days
    )
    if d.never and d.verb and d.tried is None and not d.off:
        d.tried = "no_show"
    if (d.never and d.tried is None) or (d.off and not d.verb):
        return True
    if d.verb or d.inbound or d.tried is not None:
        return d.planned and not d.verb and d.tried is None
    of_a_weekday = any(w.weekday and not w.sure for w in d.days)
    if d.clocked and of_a_weekday and not (d.minutes or d.moods or d.replied):
        return True  # "meeting jane on thursday at 2"
    due = any(w.ahead and (w.by or not w.past) for p in d.parts if p.heads for w in p.days)
    if d.planned or (due and not (d.days or d.minutes or d.moods or d.replied)):
        return True
    return ahead_only and not any(m for m in d.moods if m[0])


class Line(NamedTuple):
    """What is the same for every contact of a line; `note` is it without the account it begins with,
    `everybody` are all names in it, `about` is the account that it was asked about."""

    typed: str
    note: str
    today: date
    known: Known
    tongues: Sequence[Tongue]
    seen: Seen
    everybody: Sequence[Named]
    coming: Coming
    about: Account | None = None
    month_first: bool = True

    def days(self) -> list[When]:
        """The days of the whole line as it was typed."""
        codes = [t.code for t in self.tongues]
        return days_in(fold(self.typed[:MOST_READ]), self.today, codes, self.month_first)


class _Whose(NamedTuple):
    accounts: tuple[int, ...]
    people: tuple[int, ...]
    strangers: list[Stranger]
    choices: tuple[Choice, ...]


def events_of(drafts: Sequence[Draft], line: Line) -> list[Event]:
    """The contacts of a line as events, in its order: one each, or one an account where each had a length or
    a mood of its own."""
    events: list[Event] = []
    earlier: tuple[int, ...] = ()
    for n, draft in enumerate(drafts):
        doubts = _day_of_the_one_before(draft, drafts[n - 1], line.today) if n else []
        of = _whose(draft, line, earlier, doubts)
        earlier = of.accounts or earlier
        events += _settled(draft, of, doubts, line, drafts=drafts, last=n == len(drafts) - 1)
    return events


def _day_of_the_one_before(d: Draft, earlier: Draft, today: date) -> list[Doubt]:
    """A contact without a day is of the day of the one before in the same sentence ("fri met leo, called
    jane"); behind a full stop that is asked."""
    gone = [w for w in earlier.days if w.past and w.past != today and not w.doubt]
    if d.days or not gone or any(w.ahead and not w.past for w in d.far_days):
        return []
    if d.parts[0].ends != "hard":
        d.days = gone
        return []
    why = say("On which day: {one}, or today?", one=gone[-1].past or today)
    return [Doubt("on", why)]


def _whose(d: Draft, line: Line, earlier: Sequence[int], doubts: list[Doubt]) -> _Whose:
    """The accounts and people of a contact; what is doubtful about them goes into `doubts`."""
    seen, known, text = line.seen, line.known, line.seen.text
    accounts, people, asked = whose(d, known, line.everybody, earlier, seen)
    doubts += asked
    if not accounts and not doubts and (slip := near(d, seen, known)):
        accounts, asked = slip
        doubts += asked
    if len(accounts) == 1 and any(BOTH.search(text, p.start, p.end) for p in d.parts):
        named = [n.accounts for n in line.everybody if len(n.accounts) == 1]
        every = tuple(dict.fromkeys(ids[0] for ids in named))
        accounts = every if len(every) == 2 else accounts
    if not accounts and not any(x.field == "account" for x in doubts):
        which = say("Which account was it?")
        if line.about:
            accounts = (line.about.id,)
            which = say("You name no account: was it {account}?", account=line.about.name)
        doubts.insert(0, Doubt("account", which))
    topics = [n for n in d.accounts if before(TOPIC, text, n.start)]
    if accounts and not doubts and topics and not d.people and len(topics) == len(d.accounts):
        whom = known.accounts[accounts[0]].name  # "talked to legal re globex"
        doubts.append(Doubt("account", say("Was it with {account}, or about them?", account=whom)))
    if accounts and not doubts and (other := other_of(d, accounts, known)):
        doubts.append(Doubt("account", say("Was it with {account}, too?", account=other)))
    if accounts and (unknown := unknown_account(d, seen)):
        why = say("I know no account “{typed}”: was it one of yours?", typed=unknown)
        doubts.insert(0, Doubt("account", why))
    if (
        len(accounts) > 1
        and not doubts
        and not own_lengths(d, accounts)
        and some_answered(d, accounts, known)
    ):
        doubts.append(Doubt("outcome", say("The same for all of them? I read something of one alone.")))
    people = (*people, *(i for i in by_role(d, accounts, text, known) if i not in people))
    if not people and len(accounts) == 1:
        people = told_whom(line.note[:MOST_READ], known, accounts[0])
    asks_account = any(x.field == "account" for x in doubts)
    choices = choices_of(d, seen, known) if asks_account and len(accounts) < 2 else ()
    return _Whose(accounts, people, strangers_in(d, seen, accounts), choices)


def _settled(
    d: Draft, of: _Whose, doubts: list[Doubt], line: Line, *, drafts: Sequence[Draft], last: bool
) -> list[Event]:
    likely = talked(d)
    d.channel = d.channel or likely
    on, asked = day_of(d, line.today, line.seen.shown)
    doubts += asked
    minutes, each, asked = minutes_of(d, drafts[-1])
    own = own_lengths(d, of.accounts)
    doubts += [] if own else asked
    unread = unread_in(d, line.seen)
    doubts += [x for x in unread if not any(y.field == x.field for y in doubts)]
    asked = doubts_of(d)
    doubts += asked
    if last and line.coming.far:
        why = say("Is {on} meant? It is far ahead: choose the day.", on=line.coming.far)
        doubts.append(Doubt("next_on", why))
    took_place = not any(x.field == "outcome" for x in doubts)
    outcome = outcome_of(d) if took_place and (d.channel or d.tried is not None) else ""
    words = " , ".join(line.seen.text[p.start : p.end] for p in d.parts)
    entry = Entry(
        of.accounts,
        on,
        "" if d.silent and not took_place else d.channel,
        direction="inbound" if d.inbound else "outbound",
        outcome=outcome,
        purpose=purpose_of(words, line.tongues) if outcome == "reached" else "",
        minutes=minutes,
        sentiment=mood_of(d, of.accounts[0] if len(of.accounts) == 1 else None),
        note=line.note if of.accounts else line.typed,
        contact_ids=of.people,
        **(line.coming.fields() if last else {}),
    )
    entries = [entry]
    if own or ((each or moods_differ(d)) and len(of.accounts) > 1):
        entries = [_of_one(entry, a, own.get(a, minutes), d, line.known) for a in of.accounts]
    return [_event(e, doubts, d, of, today=line.today) for e in entries]


def _of_one(entry: Entry, account: int, minutes: int | None, d: Draft, known: Known) -> Entry:
    """One account's part of a contact with several."""
    people = tuple(i for i in entry.contact_ids if known.people[i].account_id == account)
    mood = mood_of(d, account)
    return replace(entry, account_ids=(account,), minutes=minutes, contact_ids=people, sentiment=mood)


def _event(entry: Entry, doubts: Sequence[Doubt], d: Draft, of: _Whose, today: date) -> Event:
    """An event with whatever else keeps its entry from being stored."""
    wrong = entry_error(entry, today)
    more = [Doubt(*wrong)] if wrong and not any(x.field == wrong[0] for x in doubts) else []
    there = tuple(s for s in of.strangers if s.account_id in entry.account_ids)
    return Event(entry, (*doubts, *more), guessed_in(d), there, of.choices)
