"""A factor is asked again only on the days on which it turns: the answer is the same as asking every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules.factors import FACTORS
from rules.health import assess, assess_with_trend, parts_by_day, parts_on
from rules.records import CONTACT_ROLES, MOVEMENTS, OUTCOMES, SENTIMENTS, Contact, Movement, Standing, Touch

from ..builders import POLICY, TODAY, a_touch, an_account, days_ago

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
CONTACT = st.builds(
    lambda n, role, left, added: Contact(
        n, "Cleo", role, left_on=left and days_ago(left), added_on=added and days_ago(added)
    ),
    st.integers(1, 2),
    st.sampled_from(CONTACT_ROLES),
    st.none() | st.integers(1, 60),
    st.none() | st.integers(1, 60),
)


@given(
    touches=st.lists(TOUCH, max_size=12),
    movements=st.lists(MOVEMENT, max_size=5),
    contacts=st.lists(CONTACT, max_size=3),
    renews=st.none() | st.integers(-120, 60),
    age=st.sampled_from((12, 45, 100, 179, 190, 215, 400)),
    churned=st.booleans(),
    tier=st.sampled_from("AC"),
)
@example(
    [],
    [Movement(TODAY.replace(year=2024, month=2, day=29), "new", 100, currency="USD")],
    [],
    None,
    400,
    False,
    "A",
)
@settings(max_examples=150, deadline=None)
def test_what_is_asked_on_some_days_is_what_every_day_says(
    touches: list[Touch], movements, contacts, renews, age, churned, tier
):
    stood = [Standing(days_ago(age), 1, tier)] + (
        [Standing(days_ago(min(20, age)), 1, tier, status="churned")] if churned else []
    )
    record = an_account(
        touches=touches,
        movements=tuple(movements),
        contacts=tuple(contacts),
        exists_on=days_ago(age),
        added_on=days_ago(age),
        renews_on=None if renews is None else days_ago(renews),
        tier=tier,
        standings=tuple(stood),
        status="churned" if churned else "active",
    )
    record = replace(record, today=TODAY)
    for first, last in (
        (days_ago(30), TODAY),
        (TODAY.replace(month=2, day=26), TODAY.replace(month=3, day=4)),
    ):
        by_day = parts_by_day(record, first, last, policy=POLICY)
        assert list(by_day) == [first + timedelta(days=n) for n in range((last - first).days + 1)]
        for day, parts in by_day.items():
            every = parts_on(record, day, POLICY)
            assert list(parts) == list(every), day
            assert {n: (p.share, p.event) for n, p in parts.items()} == {
                n: (p.share, p.event) for n, p in every.items()
            }, day
        assert by_day[last] == parts_on(record, last, POLICY), "its sentences are read"
    assert assess_with_trend(record, TODAY, POLICY)[0] == assess(record, TODAY, POLICY)


def test_every_factor_but_silence_says_when_it_turns():
    record = an_account(days_ago(20))
    assert [
        rule.name for rule in FACTORS if rule.turns is None or rule.turns(record, days_ago(30), TODAY) is None
    ] == ["silence"]
