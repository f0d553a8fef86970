"""What keeps a message from being taken up ahead of its slot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rules.delivery.pacing import not_soon

AT, AHEAD = datetime(2026, 11, 18, 15, tzinfo=UTC), timedelta(seconds=0.4)


def after(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def test_a_kind_of_call_is_taken_up_ahead_of_its_slot():
    busy = {"post": after(0.4), "update": after(0.41)}
    assert not_soon(busy, AT, AHEAD) == {"update": after(0.41) - AHEAD}
    assert not_soon(busy, AT, timedelta(0)) == busy


def test_a_recipient_is_waited_for_no_longer_than_the_posts():
    """Or the slots between would be nobody's."""
    busy = {"post": after(0.2), "person:1": after(0.2), "person:2": after(0.3), "open": after(0.3)}
    assert not_soon(busy, AT, AHEAD) == {"person:2": after(0.3), "open": after(0.3)}


def test_posts_that_are_far_make_nobody_near():
    busy = {"post": after(0.6), "person:1": after(0.5)}
    assert not_soon(busy, AT, AHEAD) == {"post": after(0.6) - AHEAD, "person:1": after(0.5)}
