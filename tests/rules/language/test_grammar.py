"""What a line's grammar tells: who moved, whether it took place, how long, where another contact begins."""

from __future__ import annotations

from datetime import date

import pytest

from rules.language.named import Account, Person
from rules.language.reading import AHEAD
from rules.language.who import Known

from .lines import reading

TODAY = date(2026, 11, 18)  # Wednesday
BOOK = Known(
    [Account(1, "Acme Industrial"), Account(2, "Timber Software"), Account(3, "Umbra")],
    [Person(1, 1, "Leo Torres"), Person(2, 2, "Hugo Novak"), Person(3, 3, "Jane Park")],
)


def stored(line: str) -> list[tuple]:
    """(accounts, channel, direction, outcome, minutes) of each contact, or its doubts."""
    return [
        tuple(d.field for d in e.doubts)
        or (e.entry.account_ids, e.entry.channel, e.entry.direction, e.entry.outcome, e.entry.minutes)
        for e in reading(line, TODAY, BOOK).events
    ]


@pytest.mark.parametrize(
    ("line", "contact"),
    [
        ("gestern mit Leo telefoniert, 10 min", ((1,), "call", "outbound", "reached", 10)),
        ("le mandé correo a Acme, sin respuesta", ((1,), "email", "outbound", "sent", None)),
        ("acme called while i was driving, 5m", ((1,), "call", "inbound", "reached", 5)),
        ("acme rang at 8 to moan about weights", ((1,), "call", "inbound", "reached", None)),
        ("acme called 20m", ((1,), "call", "outbound", "reached", 20)),
        ("acme confirmed by email the order", ((1,), "email", "inbound", "reached", None)),
        ("missed a call from Leo at lunch", ((1,), "call", "inbound", "no_show", None)),
        ("missed call from acme, rang back, got leo, 5m", ((1,), "call", "inbound", "reached", 5)),
        ("VM from Leo; rang him back, 10 mins", ((1,), "call", "inbound", "reached", 10)),
    ],
)
def test_who_moved(line, contact):
    assert stored(line) == [contact]


@pytest.mark.parametrize(
    ("line", "contact"),
    [
        ("20 min w the foreman at acme, not thrilled", ((1,), "meeting", "outbound", "reached", 20)),
        ("4m with leo re budget", ((1,), "call", "outbound", "reached", 4)),
        ("was at acme yesterday, 2h", ((1,), "visit", "outbound", "reached", 120)),
        ("chat on linkedin w/ leo", ((1,), "message", "outbound", "reached", None)),
        ("demoed the planner to acme on site, 1.5h", ((1,), "visit", "outbound", "reached", 90)),
        ("web meeting with acme, 1,5 h", ((1,), "video", "outbound", "reached", 90)),
        ("acme meeting 10 of the 30 mins", ((1,), "meeting", "outbound", "reached", 10)),
        ("acme: zoom w leo, sorted in 9 min", ((1,), "video", "outbound", "reached", 9)),
        ("umbra teams at 11, sat there 15 mins, nobody joined", ((3,), "video", "outbound", "no_show", None)),
        ("acme 2nd try got thru, 7 min", ((1,), "call", "outbound", "reached", 7)),
    ],
)
def test_how_it_was_and_how_long(line, contact):
    assert stored(line) == [contact]


@pytest.mark.parametrize(
    ("line", "accounts"),
    [
        ("- acme: rang leo 10m\n- umbra: site visit 1h", [(1,), (3,)]),
        ("leo: called, said fine. jane: no pick up", [(1,), (3,)]),
        ("acme called me about the paperwork and i emailed it over", [(1,), (1,)]),
        ("acme visit 1h, then timber called me 10m", [(1,), (2,)]),
        ("sent leo, hugo n jane the xmas invite", [(1, 2, 3)]),
    ],
)
def test_where_another_contact_begins(line, accounts):
    assert [e.entry.account_ids for e in reading(line, TODAY, BOOK).events] == accounts


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("acme leo 20m", "channel"),
        ("tried leo, tried again: 16 min", "outcome"),
        ("was at acme in sept, 2h", "on"),
        ("leo on leave, acme?", "outcome"),
        ("acme + umbra emails out, umbra answered already", "outcome"),
        ("called acme and then also Brightwater, 10 min", "account"),
        ("met the acme guys, forget when", "account"),
    ],
)
def test_what_leaves_a_choice_is_asked(line, asked):
    assert any(asked in contact for contact in stored(line)), stored(line)


@pytest.mark.parametrize(
    ("line", "on"),
    [
        ("Will be demoing to acme on 8 Dec, Teams, 45 min slot", date(2026, 12, 8)),
        ("acme dinner tonight is off, new date is dec 2", date(2026, 12, 2)),
        ("next week wednesday I visit acme", date(2026, 11, 25)),
    ],
)
def test_what_is_to_come_is_no_contact(line, on):
    seen = reading(line, TODAY, BOOK)
    assert (seen.kind, seen.ahead and seen.ahead.next_on) == (AHEAD, on)
