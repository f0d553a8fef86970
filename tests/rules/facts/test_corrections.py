"""What one tap puts right, and what hangs on it."""

from __future__ import annotations

from datetime import date

import pytest

from rules.facts.corrections import corrected, offered
from rules.facts.entries import Entry

TODAY = date(2026, 11, 18)


def an_entry(channel: str = "call", direction: str = "outbound", outcome: str = "reached") -> Entry:
    return Entry((1,), TODAY, channel, direction, outcome)


@pytest.mark.parametrize(
    ("entry", "guessed", "field", "values"),
    [
        (an_entry(), ("outcome", "on"), "outcome", ("left_message",)),
        (an_entry("meeting"), ("outcome",), "outcome", ("no_show",)),
        (an_entry("email"), ("outcome",), "outcome", ("sent",)),
        (an_entry(outcome="left_message"), ("outcome",), "outcome", ("reached",)),
        (an_entry(), ("direction",), "direction", ("inbound",)),
        (an_entry(direction="inbound"), ("direction",), "direction", ("outbound",)),
        (an_entry(), ("minutes", "on"), "on", ("2026-11-17",)),
        (Entry((1,), date(2026, 11, 10), "call", outcome="reached"), ("on",), "on", ("2026-11-18",)),
    ],
)
def test_the_first_field_that_a_tap_can_put_right_is_offered(
    entry: Entry, guessed: tuple[str, ...], field: str, values: tuple[str, ...]
):
    assert offered(entry, guessed, TODAY) == (field, values)


def test_a_channel_may_be_any_other():
    correction = offered(an_entry(), ("channel",), TODAY)
    assert correction is not None
    assert "call" not in correction.values
    assert "meeting" in correction.values


@pytest.mark.parametrize("guessed", [(), ("minutes",)])
def test_nothing_guessed_offers_nothing(guessed: tuple[str, ...]):
    assert offered(an_entry(), guessed, TODAY) is None


@pytest.mark.parametrize(
    ("entry", "field", "value", "outcome"),
    [
        (an_entry("email", outcome="sent"), "direction", "inbound", "reached"),
        (an_entry("email", "inbound"), "direction", "outbound", "sent"),
        (an_entry("call"), "direction", "inbound", "reached"),
        (an_entry("email", outcome="sent"), "channel", "call", "reached"),
        (an_entry("call"), "channel", "message", "sent"),
        (an_entry("call", outcome="left_message"), "channel", "video", "left_message"),
        (an_entry(), "outcome", "no_show", "no_show"),
    ],
)
def test_what_hangs_on_a_field_follows(entry: Entry, field: str, value: str, outcome: str):
    after = corrected(entry, field, value)
    assert after.outcome == outcome
    assert getattr(after, field) == value


def test_a_day_is_read():
    assert corrected(an_entry(), "on", "2026-11-17").on == date(2026, 11, 17)


@pytest.mark.parametrize(("field", "value"), [("note", "x"), ("on", "soon")])
def test_another_field_is_none_to_correct(field: str, value: str):
    with pytest.raises(ValueError, match=r"correction|isoformat"):
        corrected(an_entry(), field, value)
