"""A factor is asked again only on the days on which it turns: the answer is the same as asking every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.factors import FACTORS
from rules.facts.movement import MOVEMENTS, Movement, renewal_after
from rules.facts.touch import OUTCOMES, SENTIMENTS, Touch
from rules.health import assess, assess_with_trend
from rules.reassess import kept
from rules.records import CONTACT_ROLES, Contact, Record, Standing

from ..builders import POLICY, TODAY, a_concern, a_promise, a_step, a_touch, an_account, days_ago, in_days
from ..plain_kept import assert_as_told_plainly
from ..plain_reassess import plain_reassess_on
from ..plain_trend import plain_trend

AGO = st.integers(0, 45) | st.integers(175, 215) | st.integers(0, 800)
TOUCH = st.builds(
    lambda ago, outcome, mood, purpose, met: a_touch(
        days_ago(ago), outcome=outcome, sentiment=mood, purpose=purpose, contact_ids=met
    ),
    AGO,
    st.sampled_from(OUTCOMES),
    st.sampled_from(("", *SENTIMENTS)),
    st.sampled_from(("", "check_in", "shared_insight")),
    st.sampled_from(((), (1,), (1, 2))),
)
MOVEMENT = st.builds(
    lambda ago, kind, minor: Movement(days_ago(ago), kind, minor, "USD"),
    AGO,
    st.sampled_from(MOVEMENTS),
    st.integers(0, 900),
)
NEAR = st.none() | st.integers(0, 60)
CONTACT = st.builds(
    lambda n, role, left, added, moved: Contact(
        n, "Cleo", role, left_on=_day(left), added_on=_day(added), moved_on=_day(moved)
    ),
    st.integers(1, 2),
    st.sampled_from(CONTACT_ROLES),
    NEAR,
    NEAR,
    NEAR,
)
DUE = st.integers(-20, 60)
PROMISE = st.builds(
    lambda due, made, closed, moved: a_promise(
        days_ago(due),
        promised_on=days_ago(due + made),
        state="open" if closed is None else "kept",
        done_on=_day(closed),
        moved=() if moved is None else ((days_ago(moved), days_ago(due + 5)),),
    ),
    DUE,
    st.integers(0, 40),
    NEAR,
    NEAR,
)
STEP = st.builds(
    lambda due, begun, closed, moved: a_step(
        days_ago(due),
        started_on=_day(begun),
        done_on=_day(closed),
        moved=() if moved is None else ((days_ago(moved), days_ago(due + 5)),),
    ),
    DUE,
    NEAR,
    NEAR,
    NEAR,
)
CONCERN = st.builds(
    lambda raised, closed: a_concern(days_ago(raised), closed_on=_day(closed)), st.integers(0, 60), NEAR
)


def _day(ago: int | None) -> date | None:
    return None if ago is None else days_ago(ago)


@given(
    touches=st.lists(TOUCH, max_size=12),
    movements=st.lists(MOVEMENT, max_size=5),
    contacts=st.lists(CONTACT, max_size=3),
    promises=st.lists(PROMISE, max_size=2),
    steps=st.lists(STEP, max_size=2),
    concerns=st.lists(CONCERN, max_size=2),
    renews=st.none() | st.integers(-120, 60),
    age=st.sampled_from((5, 12, 45, 100, 179, 190, 215, 400)),
    status=st.sampled_from(("active", "churned", "paused")),
    resting=st.none() | st.integers(-20, 40),
    renewed=st.none() | st.integers(0, 60),
    owner=st.sampled_from((1, 2)),
    tier=st.sampled_from("AC"),
)
@settings(max_examples=300, deadline=None)
def test_what_is_asked_on_some_days_is_what_every_day_says(
    touches: list[Touch],
    movements,
    contacts,
    promises,
    steps,
    concerns,
    renews,
    age,
    status,
    resting,
    renewed,
    owner,
    tier,
):
    until = None if resting is None else days_ago(resting)
    stood = [Standing(days_ago(age), owner, "B"), Standing(days_ago(min(12, age)), 1, tier)] + (
        [Standing(days_ago(min(20, age)), 1, tier, status=status, until=until)] if status != "active" else []
    )
    if renewed is not None:
        movements = [*movements, Movement(days_ago(renewed), "renewal", 10, "USD")]
    record = an_account(
        touches=touches,
        movements=tuple(movements),
        contacts=tuple(contacts),
        promises=tuple(promises),
        milestones=tuple(steps),
        concerns=tuple(concerns),
        exists_on=days_ago(age),
        added_on=days_ago(age),
        renews_on=renewal_after(movements, _day(renews)),
        renews_given=_day(renews),
        paused_until=until if status == "paused" else None,
        snoozed_until=until if status == "active" else None,
        tier=tier,
        standings=tuple(sorted(stood, key=lambda s: s.from_on)),
        status=status,
    )
    record = replace(record, today=TODAY)
    for on in (TODAY, days_ago(3)):
        assert_as_told_plainly(record, on, POLICY)


def test_a_gain_of_a_leap_day_turns_a_year_old():
    on = date(2026, 3, 4)
    gain = Movement(date(2024, 2, 29), "new", 100, currency="USD")
    record = an_account(
        movements=(gain,),
        exists_on=days_ago(900),
        added_on=days_ago(900),
        standings=(Standing(days_ago(900), 1, "A"),),
    )
    record = replace(record, today=TODAY)
    assert assess_with_trend(record, on, POLICY)[1] == plain_trend(record, on, POLICY)


def test_a_factor_is_asked_anew_where_the_account_stood_otherwise():
    """One person met is enough for a C, not for the B that it was until 12 days ago; nothing else turned."""
    met = a_touch(days_ago(60), contact_ids=(1,))
    people = (Contact(1, "Cleo", "buyer"), Contact(2, "Bo", "user"))
    since = days_ago(400)
    stood = (Standing(since, 1, "B"), Standing(days_ago(12), 1, "C"))
    record = an_account(
        touches=[met], contacts=people, tier="C", exists_on=since, added_on=since, standings=stood
    )
    record = replace(record, today=TODAY)
    assert assess_with_trend(record, TODAY, POLICY)[1] == plain_trend(record, TODAY, POLICY)


def test_what_a_record_of_another_day_was_told_is_what_it_would_find():
    """What was computed of a record is handed on to that of another day where it can't be otherwise then."""
    people = (Contact(1, "Cleo", "buyer", added_on=days_ago(9)), Contact(2, "Bo", "user"))
    stood = (Standing(days_ago(300), 1, "B"), Standing(days_ago(12), 1, "C", status="churned"))
    touches = [a_touch(days_ago(3), contact_ids=(1,)), a_touch(days_ago(40), contact_ids=(2,))]
    moves = (Movement(days_ago(200), "new", 9, "USD"), Movement(days_ago(5), "renewal", 0, "USD"))
    record = an_account(
        touches=touches, contacts=people, movements=moves, standings=stood, exists_on=days_ago(300)
    )
    record = replace(record, today=TODAY)
    told = [name for name, it in vars(Record).items() if isinstance(it, cached_property)]
    assert all(getattr(record, name) is not None for name in told)
    then = record.at(days_ago(20))
    assert then.account != record.account
    assert then.contacts != record.contacts
    assert {name: getattr(then, name) for name in told} == {
        name: getattr(replace(then), name) for name in told
    }


def test_every_factor_but_silence_says_when_it_turns():
    record = an_account(days_ago(20))
    assert [
        rule.name for rule in FACTORS if rule.turns is None or rule.turns(record, days_ago(30), TODAY) is None
    ] == ["silence"]


def test_it_is_computed_again_on_the_day_on_which_silence_alone_puts_it_at_risk():
    """A worry, a long cadence and nothing else: between two turns the score only falls as silence grows."""
    worried = [a_touch(days_ago(5 + 9 * k), sentiment="worried") for k in range(2)]
    since = days_ago(900)
    record = an_account(touches=worried, cadence_days=200, exists_on=since, added_on=since)
    record = replace(record, today=TODAY)
    again_on = kept(record, TODAY, POLICY).again_on
    assert again_on == plain_reassess_on(record, TODAY, POLICY) == in_days(21)
    assert assess(record, in_days(21), POLICY).at_risk
    assert not assess(record, in_days(20), POLICY).at_risk
