"""What is given again is what would be computed: whatever of a record, a day or the settings changes."""

from __future__ import annotations

from dataclasses import fields, replace

from rules.health import assess_with_trend
from rules.lately import Lately
from rules.policy import Policy
from rules.records import Record

from ..builders import POLICY, TODAY, a_concern, a_touch, an_account, days_ago

HELD = {"touches": [a_touch(days_ago(3)), a_touch(days_ago(40))], "annual": 1_000}


def test_the_same_again_is_given_as_it_was():
    lately = Lately()
    first = lately(an_account(**HELD), TODAY, POLICY)
    assert lately(an_account(**HELD), TODAY, POLICY) is first


def test_whatever_changes_is_computed_anew():
    lately, record = Lately(), an_account(**HELD)
    worse = replace(record, concerns=(a_concern(days_ago(9)),))
    later, paused = TODAY.replace(year=TODAY.year + 1), replace(record.account, status="churned")
    asked = [
        (record, TODAY, POLICY),
        (worse, TODAY, POLICY),
        (replace(record, touches=record.touches[:1]), TODAY, POLICY),
        (replace(record, account=paused), TODAY, POLICY),
        (record, later, POLICY),
        (record, TODAY, Policy(weights={"silence": 0})),
    ]
    for what in (*asked, *reversed(asked)):
        assert lately(*what) == assess_with_trend(*what)


def test_every_field_of_a_record_is_compared():
    assert all(f.compare for f in fields(Record)), "what is left out of it could be told as it was before"


def test_it_keeps_no_more_than_it_may():
    lately = Lately(most=2)
    for n in range(1, 6):
        account = an_account(**HELD)
        lately(replace(account, account=replace(account.account, id=n)), TODAY, POLICY)
    assert len(lately._kept) <= 2
