"""A renewal date that has passed is asked about, and what the answer changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from messages.acts import ACT_UNDO, ActRef
from messages.card import CARD_CHANGE, CARD_MORE, CARD_PREP
from messages.carried import AccountRef
from messages.renewals import RENEWAL_NO, RENEWAL_YES, RenewalRef
from storage import tables

from ..world import World, text_of

MODAL = {
    "container": {"type": "view", "view_id": "V7"},
    "view": {"type": "modal", "id": "V7"},
    "response_url": None,
}
BOOK: dict[str, Any] = {
    "name": "Acme",
    "owner_email": "dana@x.com",
    "tier": "A",
    "started_on": "2024-01-10",
    "renews_on": "2026-11-03",
}


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme", last="2026-11-12", renews_on="2026-11-03")


def stored(world: World, account: int) -> tables.Account:
    return world.rows(tables.Account, tables.Account.id == account)[0]


def press(world: World, button: str, account: int, **where: Any) -> dict[str, Any]:
    world.press(button, RenewalRef(account).pack(), **where)
    return world.modal


def test_it_is_asked_the_day_after_and_not_before(world: World, acme: int):
    world.now = datetime(2026, 11, 3, 15, tzinfo=UTC)
    assert RENEWAL_YES not in text_of(world.command("/account acme"))
    world.now = datetime(2026, 11, 4, 15, tzinfo=UTC)
    said = text_of(world.command("/account acme"))
    assert "*Do now:* Renewal was due Nov 3: did it renew?" in said
    assert RENEWAL_YES in said
    assert RENEWAL_NO in said
    assert "Renews Nov 3" not in said
    world.press(CARD_MORE, AccountRef(acme).pack())
    assert RENEWAL_YES in text_of(world.sent[-1])


def test_yes_takes_the_next_date_and_the_card_asks_no_more(world: World, acme: int):
    form = press(world, RENEWAL_YES, acme)
    assert (
        next(b for b in form["blocks"] if b.get("block_id") == "next_on")["element"]["initial_date"]
        == "2027-11-03"
    )
    assert world.submit(form, {"next_on": "2026-11-18"})["errors"] == {
        "next_on": "Choose a day to come, within ten years."
    }
    for _ in range(2):
        assert world.submit(form, {}) == {"text": ""}
    after = stored(world, acme)
    assert (after.renews_given, after.renews_on) == (date(2027, 11, 3), date(2027, 11, 3))
    assert world.sent[-1]["replace_original"] is True
    assert "Renews Nov 3, 2027" in text_of(world.sent[-1])
    assert RENEWAL_YES not in text_of(world.sent[-1])
    (line,) = world.rows(tables.Audit, tables.Audit.did == "renewed")
    assert line.change == {"before": {"renews_given": "2026-11-03"}, "after": {"renews_given": "2027-11-03"}}
    world.press(RENEWAL_YES, RenewalRef(acme).pack(), by="UMEL")
    assert "answered meanwhile" in text_of(world.modal)


def test_two_who_answer_at_once_are_one_answer(world: World, acme: int):
    mine, theirs = press(world, RENEWAL_YES, acme), press(world, RENEWAL_NO, acme, by="UMEL")
    world.submit(mine, {})
    assert (
        "answered meanwhile"
        in world.submit(theirs, {"became": "churned", "reason": "x"}, by="UMEL")["errors"]["became"]
    )
    assert stored(world, acme).status == "active"


def test_the_answer_and_a_later_file_agree(world: World, acme: int):
    """A movement that says the same moves it no further; a row that did not change leaves it; a cell that
    did wins."""
    world.submit(press(world, RENEWAL_YES, acme), {})
    moved = world.write(
        "revenue",
        {"account": "Acme", "on": "2026-11-03", "kind": "renewal", "amount": "84000", "currency": "USD"},
    )
    assert not world.load(moved).problems
    assert stored(world, acme).renews_on == date(2027, 11, 3)
    world.load(world.write("accounts", BOOK))
    world.load(world.write("accounts", {**BOOK, "industry": "retail"}))
    assert stored(world, acme).renews_on == date(2027, 11, 3)
    world.load(world.write("accounts", {**BOOK, "industry": "retail", "renews_on": "2028-02-01"}))
    assert stored(world, acme).renews_on == date(2028, 2, 1)


def test_a_renewal_movement_answers_by_itself(world: World, acme: int):
    world.load(
        world.write(
            "revenue",
            {"account": "Acme", "on": "2026-11-03", "kind": "renewal", "amount": "84000", "currency": "USD"},
        )
    )
    assert RENEWAL_YES not in text_of(world.command("/account acme"))


def test_still_open_is_asked_again_on_its_day_or_has_none(world: World, acme: int):
    form = press(world, RENEWAL_NO, acme)
    assert list(world.submit(form, {})["errors"]) == ["became"]
    assert world.submit(form, {"became": "open", "ask_on": "2026-11-25"}) == {"text": ""}
    assert stored(world, acme).renews_on == date(2026, 11, 25)
    world.now = datetime(2026, 11, 26, 15, tzinfo=UTC)
    assert "Renewal was due Nov 25" in text_of(world.command("/account acme"))
    form = press(world, RENEWAL_NO, acme)
    emptied = [
        {**b, "element": {**b["element"], "initial_date": None}} if b.get("block_id") == "ask_on" else b
        for b in form["blocks"]
    ]
    world.submit({**form, "blocks": emptied}, {"became": "open"})
    assert (stored(world, acme).renews_on, stored(world, acme).status) == (None, "active")
    assert "Renew" not in text_of(world.command("/account acme"))


def test_churned_from_a_day_that_has_passed(world: World, acme: int):
    """With owner and tier of that day, and later changes of tier stay churned."""
    world.press(CARD_CHANGE, AccountRef(acme).pack(), by="UMEL")
    world.submit(world.modal, {"tier": "B"}, by="UMEL")
    form = press(world, RENEWAL_NO, acme)
    assert list(world.submit(form, {"became": "churned"})["errors"]) == ["reason"]
    assert list(
        world.submit(form, {"became": "churned", "reason": "price", "left_on": "2026-12-01"})["errors"]
    ) == ["left_on"]
    assert list(
        world.submit(form, {"became": "churned", "reason": "price", "left_on": "1999-12-01"})["errors"]
    ) == ["left_on"]
    assert world.submit(form, {"became": "churned", "reason": "price"}) == {"text": ""}
    after = stored(world, acme)
    assert (after.status, after.status_reason, after.due_on, after.look_at) == (
        "churned",
        "price",
        None,
        None,
    )
    assert [(s.from_on, s.tier, s.status) for s in world.rows(tables.Standing)] == [
        (date(2024, 1, 10), "A", "active"),
        (date(2026, 11, 18), "B", "churned"),
        (date(2026, 11, 3), "A", "churned"),
    ]
    said = text_of(world.sent[-1])
    assert "churned" in said
    assert "Renew" not in said
    assert "Do now" not in said
    world.press(CARD_PREP, AccountRef(acme).pack())
    assert "Do now" not in text_of(world.sent[-1])


@pytest.mark.parametrize(
    ("button", "answer", "did", "said"),
    [
        (RENEWAL_YES, {}, "renewed", "said that it renewed: Renews on Nov 3 → Nov 3, 2027"),
        (RENEWAL_NO, {"became": "open", "ask_on": "2026-11-25"}, "renewal open", "Nov 3 → Nov 25"),
        (
            RENEWAL_NO,
            {"became": "churned", "reason": "price", "left_on": "2026-11-10"},
            "churned",
            "marked it churned: Status “active” → “churned”, Why – → “price”, from Nov 10",
        ),
    ],
)
def test_each_answer_can_be_undone_from_the_history(
    world: World, button: str, answer: dict[str, str], did: str, said: str
):
    globex = world.account("Globex", tier="B", last="2026-11-12", renews_on="2026-11-03")
    before, stood = stored(world, globex), standings(world)
    world.submit(press(world, button, globex), answer)
    assert (stored(world, globex).renews_on, standings(world)) != (before.renews_on, stood)
    world.now += timedelta(days=3)
    history = text_of(world.command("/account globex history"))
    assert said in history
    assert ACT_UNDO in history
    act = world.rows(tables.Audit, tables.Audit.did == did)[-1].id
    world.press(ACT_UNDO, ActRef(act, "history").pack())
    after = stored(world, globex)
    assert (after.renews_on, after.status, after.status_reason) == (before.renews_on, "active", "")
    assert standings(world) == stood, "no week of it counts as churned"
    assert RENEWAL_YES in text_of(world.command("/account globex"))


def standings(world: World) -> list[tuple[date, str, str]]:
    return [(s.from_on, s.tier, s.status) for s in world.rows(tables.Standing)]


def test_only_who_may_change_the_account_answers(world: World, acme: int):
    form = press(world, RENEWAL_YES, acme)
    assert "Only its owner" in text_of(press(world, RENEWAL_YES, acme, by="UKIM"))
    assert "Only its owner" in world.submit(form, {}, by="UKIM")["errors"]["next_on"]
    assert stored(world, acme).renews_on == date(2026, 11, 3)


def test_from_a_card_in_a_modal_that_card_is_painted_again(world: World, acme: int):
    form = press(world, RENEWAL_YES, acme, **MODAL)
    assert world.submit(form, {}) == {"text": ""}
    (painted,) = world.slack.made("views.update")
    assert painted["view_id"] == "V7"
    assert "Renews Nov 3, 2027" in text_of(painted["view"])


def test_it_is_the_reason_in_the_morning_message(world: World):
    world.account("Acme", last="2026-10-10", renews_on="2026-11-03")
    world.tick()
    world.deliver()
    assert "renewal was due Nov 3: did it renew?" in text_of(world.slack.posted[0])
