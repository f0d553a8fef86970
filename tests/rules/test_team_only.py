"""A digest of people whose figures are not shown by name: their accounts, and what they come to together."""

from __future__ import annotations

from rules.digest import compose
from rules.team_only import discreet
from rules.week import Digest

from ..builders import POLICY, TODAY, a_person, a_promise, a_request, an_account, days_ago

DANA = a_person(id=1, name="Dana Reyes", country="US")
JONAS = a_person(id=2, name="Jonas Weber", country="DE")
INES = a_person(id=3, name="Ines Carvalho", country="DE")
TEXT = "US: by name"


def week() -> Digest:
    records = [
        an_account(
            id=n,
            name=f"{owner.first_name}'s",
            owner=owner,
            owner_id=owner.id,
            last_touch=days_ago(60 + n),
            promises=(a_promise(days_ago(3), account_id=n),),
            requests=(a_request(days_ago(5)),),
        )
        for n, owner in enumerate((DANA, JONAS, INES), 1)
    ]
    return compose(records, [DANA, JONAS, INES], TODAY, policy=POLICY)


def test_it_stays_whole_where_all_are_shown():
    assert discreet(week(), "others: by name", 9) == week()


def test_figures_of_the_others_stand_together_and_their_accounts_by_name():
    d = discreet(week(), TEXT, 9)
    assert [b.person.name for b in d.behind] == ["Dana Reyes"]
    assert [c.person.name for c in d.capacity] == ["Dana Reyes"]
    assert d.pace is not None
    assert round(d.pace[0], 1) == 0.3
    assert [a.name for a in d.a_out] == ["Ines's", "Jonas's"]
    together, dana = d.promises
    assert (together.person, together.due, len(together.overdue)) == (None, 2, 2)
    assert dana.person == DANA
    waits = d.requests.reps[0]
    assert (waits.person, waits.pace.median, len(waits.open)) == (None, None, 2)
    assert [a.name for a in d.untouched] == ["Ines's", "Jonas's", "Dana's"], "by silence, no book by book"


def test_one_alone_has_no_rates_under_another_name():
    d = discreet(week(), "US: by name\nDE: team only", 3)
    together = d.promises[0]
    assert (together.person, together.due, len(together.overdue)) == (None, 0, 1)
    assert d.pace is None
    assert {b.person.name for b in d.behind} == {"Dana Reyes", "Ines Carvalho"}, "and the reader's own"
