"""How concerns are said in the digest, on Home, on the cards, in the receipt and in a long list."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from messages.blocks import MOST_BLOCKS
from messages.card import shared
from messages.concerns import Concerns, closed, concerns
from messages.digest_details import detail
from messages.log_touch import Logged, receipt
from messages.raised import closed_line, line, of_team, waiting
from rules.card import compose as card
from rules.context import Context
from rules.digest import compose
from rules.facts.entries import Entry
from rules.facts.raised import Concern
from rules.records import Record
from sandbox.limits import wrong_blocks

from ..builders import POLICY, TODAY, a_concern, a_person, an_account, days_ago
from .test_digest_words import texts, told
from .test_golden import HOSTILE, VIEWER

CONTEXT = Context(POLICY)
SOON = a_concern(days_ago(5), closed_on=days_ago(1), kind="price")


def record(*those: Concern) -> Record:
    return an_account(last_touch=days_ago(2), concerns=those)


def test_the_digest_says_the_longest_the_median_by_kind_and_what_was_closed_soon():
    those = record(a_concern(days_ago(9)), SOON, a_concern(days_ago(60), closed_on=days_ago(40)))
    line_ = "*Concerns*: 1 open, the longest 9 days · 👏 1 closed within 7 days"
    assert line_ in texts(told(those))
    d = compose([those], [a_person()], TODAY, policy=POLICY)
    said = texts(detail("concerns", d, VIEWER, None))
    assert "*Concerns*: 1 open, longest Acme (billing, 9 days)" in said
    assert "Closed in a year: billing 1 (median 20 days); price 1 (median 4 days)" in said
    assert "👏 Loop closed within 7 days, this week: Acme (price, 4 days)." in said
    assert "*Concerns*: none open" in texts(told(record(SOON)))
    assert "Concerns" not in texts(told(record()))


def test_nobody_is_named_who_opened_one():
    """By kind, never by rep."""
    d = compose([record(a_concern(days_ago(9)), SOON)], [a_person()], TODAY, policy=POLICY)
    assert "Dana" not in json.dumps(of_team(d, VIEWER, None))


@pytest.mark.parametrize(
    ("those", "said"),
    [
        ((SOON,), "*Concerns closed:* 1 in a year; it took 4 days"),
        (
            (SOON, a_concern(days_ago(60), closed_on=days_ago(40))),
            "*Concerns closed:* 2 in a year, 12 days in the middle; the last took 4 days",
        ),
        ((a_concern(days_ago(9)),), None),
    ],
)
def test_the_long_card_says_how_long_they_took(those: tuple[Concern, ...], said: str | None):
    assert closed_line(card(record(*those), TODAY, CONTEXT), VIEWER) == said


def test_a_card_says_since_when_and_how_many_more():
    today = card(record(a_concern(TODAY, kind="")), TODAY, CONTEXT)
    assert line(today, VIEWER) == "*Unhappy:* invoices are wrong, since today"
    two = card(record(a_concern(days_ago(1)), a_concern(TODAY)), TODAY, CONTEXT)
    assert line(two, VIEWER) == "*Unhappy:* invoices are wrong, billing, open 1 day · and 1 more"
    gone = an_account(status="churned", concerns=(a_concern(days_ago(9)),))
    assert line(card(gone, TODAY, CONTEXT), VIEWER) is None


def test_a_card_in_a_channel_says_none():
    shown = shared(card(record(a_concern(days_ago(9))), TODAY, CONTEXT), VIEWER, a_person(), "")
    assert "invoices" not in json.dumps(shown)


def test_home_names_five_and_counts_the_others():
    blocks = waiting([("Acme", a_concern(days_ago(n))) for n in range(7)], VIEWER)
    assert blocks is not None
    assert "*7 concerns open*" in blocks[0]["text"]["text"]
    assert len(blocks) == 7
    assert "And 2 more." in json.dumps(blocks[-1])
    assert waiting([], VIEWER) is None


@pytest.mark.parametrize(("took", "praised"), [(7, True), (8, False)])
def test_closed_within_7_days_is_praised(took: int, praised: bool):
    said = closed(a_concern(days_ago(took), closed_on=TODAY, done="x"), VIEWER)
    assert ("👏" in said) == praised


def test_a_long_list_of_hostile_ones_is_valid_and_says_what_was_left_out():
    those = [a_concern(days_ago(n), id=n, text=HOSTILE * 20) for n in range(60)]
    those += [replace(c, closed_on=TODAY, done=HOSTILE * 50) for c in those]
    shown = concerns(Concerns(1, HOSTILE, those, by={}), VIEWER)
    assert len(shown["blocks"]) == MOST_BLOCKS
    assert wrong_blocks(shown["blocks"]) is None
    assert "No room here for" in json.dumps(shown["blocks"][-1])
    assert "<!channel>" not in json.dumps([b["text"] for b in shown["blocks"] if "text" in b])


@pytest.mark.parametrize(
    ("given", "offer"),
    [
        ({"sentiment": "worried"}, "Open a concern"),
        ({"sentiment": "happy"}, None),
        ({"sentiment": "worried", "concern_text": "noise"}, "What about?"),
        ({"sentiment": "worried", "concern_text": "noise", "concern_kind": "price"}, None),
    ],
)
def test_a_worried_touch_is_offered_one(given: dict[str, str], offer: str | None):
    entry = Entry((1,), TODAY, "call", outcome="reached", **given)  # type: ignore[arg-type]
    shown = json.dumps(receipt([Logged("b", entry, ["Acme"])], VIEWER))
    assert [x for x in ("Open a concern", "What about?") if x in shown] == ([offer] if offer else [])
