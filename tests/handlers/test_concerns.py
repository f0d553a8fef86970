"""What customers are unhappy about: opened by a tap, by the log form, from the list; closed once they were
told; whom it is routed to; the card, the morning, Home, files, who wrote it."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from messages import concerns as say
from messages.home import HOME_SETTINGS
from messages.log_touch import LOG_EDIT, LOG_UNDO
from messages.put_right import LOG_FIX
from messages.raised import CONCERN_KIND, CONCERN_RAISE
from storage import audit, tables, workspaces
from storage.exchange import exporting
from storage.privacy import erasing, personal

from ..world import CALLED, World, text_of

HOME = {"container": {"type": "view", "view_id": "V0"}, "view": {"type": "home", "id": "V0"}}


@pytest.fixture
def acme(world: World) -> int:
    """Touched as agreed; wrong invoices for 9 days, a late delivery since yesterday, a price that was settled
    in 4 days."""
    account = world.account("Acme", last="2026-11-08")
    seen = {"account": "Acme", "by_email": "dana@x.com"}
    world.load(
        world.write(
            "concerns",
            {**seen, "text": "wrong invoices", "kind": "billing", "raised_on": "2026-11-09"},
            {**seen, "text": "late parts", "kind": "delivery", "raised_on": "2026-11-17"},
            {
                **seen,
                "text": "a price",
                "kind": "price",
                "raised_on": "2026-11-02",
                "closed_on": "2026-11-06",
            },
        )
    )
    return account


def stored(world: World) -> list[Any]:
    return world.rows(tables.Concern, tables.Concern.voided_at.is_(None))  # type: ignore[union-attr]


def press(world: World, action: str, number: int = 1, by: str = "UDANA") -> str:
    world.sent.clear()
    world.press(action, json.dumps({"concern": number}), by=by)
    return text_of(world.sent)


def worried(world: World, note: str = "buyer doubts the invoices") -> str:
    """A worried touch, logged by Dana in the form; its batch."""
    account = world.account("Acme", last="2026-11-08")
    world.press("card.log", json.dumps({"account": account}))
    world.submit(world.modal, {**CALLED, "sentiment": "worried", "note": note})
    return str(world.rows(tables.Touch, tables.Touch.batch != "")[0].batch)


def settings(world: World, lines: str) -> dict[str, Any]:
    world.press(HOME_SETTINGS, "settings", by="UADA", **HOME)
    return world.submit(world.modal, {"concern_to": lines}, by="UADA")


# the list --------------------------------------------------------------------------------------------------
def test_the_list_has_the_longest_first_and_how_long_closed_ones_took(world: World, acme: int):
    answer = world.command("/account acme concerns")
    said = text_of(answer)
    order = [said.index(x) for x in ("wrong invoices", "late parts", "*Closed*", "a price")]
    assert order == sorted(order)
    assert "*wrong invoices*, billing, open 9 days · Dana Reyes, Nov 9" in said
    assert "a price, price, told Nov 6, closed after 4 days" in said
    labels = [e["text"]["text"] for b in answer["blocks"] if b["type"] == "actions" for e in b["elements"]]
    assert labels == ["Close the loop", "Change"] * 2 + ["Open a concern", "Card"]
    world.account("Globex")
    assert "Nothing that they are unhappy about" in text_of(world.command("/account globex concerns"))


def test_anybody_opens_one_from_the_list_once(world: World, acme: int):
    """The owner hears of it."""
    world.press(say.CONCERN_ADD, json.dumps({"account": acme}), by="UKIM")
    form = world.modal
    bad = world.submit(form, {"text": "noise", "raised_on": "2026-11-19"}, by="UKIM")
    assert bad["errors"] == {"raised_on": "That day is still to come."}
    filled = {"text": "noise", "concern_kind": "product", "raised_on": "2026-11-10"}
    for _ in range(2):
        assert "errors" not in world.submit(form, filled, by="UKIM")
    opened = stored(world)[3:]
    assert [(c.text, c.kind, c.raised_on, c.by_id) for c in opened] == [
        ("noise", "product", date(2026, 11, 10), 4)
    ]
    assert "Concern opened: “noise”" in text_of(world.sent[-1])
    with world.tend.database.reading() as session:
        line = audit.lines(session, 1, world.now)[-1]
    assert "Kim Cho: opened concern 4" in line
    assert "noise" not in line
    world.now = datetime.fromisoformat("2026-11-18T18:05:00+00:00")
    world.deliver()
    told = [m for m in world.slack.posted if "opened a concern" in text_of(m)]
    assert [m["channel"] for m in told] == ["DDANA"]
    assert "Kim Cho opened a concern at *Acme*: concern about product open 8 days: “noise”" in text_of(told)


def test_it_is_put_right_and_a_long_text_stays_whole(world: World, acme: int):
    with world.tend.database.transaction() as session:
        session.get(tables.Concern, 1).text = "x" * 299 + " and more"  # type: ignore[union-attr]
    press(world, say.CONCERN_CHANGE)
    world.submit(world.modal, {"concern_kind": "quality", "raised_on": "2026-11-05"})
    first = stored(world)[0]
    assert (first.kind, first.raised_on, first.text[-8:]) == ("quality", date(2026, 11, 5), "and more")
    press(world, say.CONCERN_CHANGE)
    world.submit(world.modal, {"text": "other words"})
    assert stored(world)[0].text == "other words"


@pytest.mark.parametrize(
    ("text", "kind", "raised_on", "said"),
    [
        ("is unhappy about billing", "billing", "2026-11-18", "*Unhappy:* about billing, since today"),
        ("They are very unhappy with late parts", "delivery", "2026-11-16",
         "*Unhappy:* with late parts, delivery, open 2 days"),
        ("prices rose twice", "price", "2026-11-16", "*Unhappy:* prices rose twice, open 2 days"),
        ("unhappy", "", "2026-11-18", "*Unhappy:* unhappy, since today"),
    ],
)  # fmt: skip
def test_the_card_says_nothing_of_it_twice(world: World, text: str, kind: str, raised_on: str, said: str):
    account = world.account("Acme", last="2026-11-16")
    world.press(say.CONCERN_ADD, json.dumps({"account": account}))
    world.submit(world.modal, {"text": text, "concern_kind": kind, "raised_on": raised_on})
    card = text_of(world.command("/account acme"))
    assert said in card
    assert "0 days" not in card
    assert ("since today: “" in card) == (raised_on == "2026-11-18"), "what to do now says it, too"


# the loop --------------------------------------------------------------------------------------------------
def test_the_loop_is_closed_by_what_was_done_and_their_having_been_told(world: World, acme: int):
    press(world, say.CONCERN_CLOSE, number=2)
    form = world.modal
    assert list(world.submit(form, {"done": "sent anew"})["errors"]) == ["told_on"]
    assert list(world.submit(form, {"told_on": "2026-11-18"})["errors"]) == ["done"]
    early = {"done": "sent anew", "told_on": "2026-11-16"}
    assert world.submit(form, early)["errors"] == {"told_on": "Choose a day from Nov 17 to today."}
    touches = len(world.rows(tables.Touch))
    for _ in range(2):
        assert "errors" not in world.submit(form, {"done": "sent anew", "told_on": "2026-11-18"})
    second = stored(world)[1]
    assert (second.closed_on, second.done, second.closed_by_id) == (date(2026, 11, 18), "sent anew", 3)
    said = text_of(world.sent[-1])
    assert "Loop closed: “late parts”, told Nov 18, closed after 1 day. 👏" in said
    assert "Done: sent anew" in said
    assert len(world.rows(tables.Touch)) == touches, "no touch is added"
    press(world, say.CONCERN_CLOSE)
    world.submit(world.modal, {"done": "put right", "told_on": "2026-11-18"})
    assert "closed after 9 days.\\n" in text_of(world.sent[-1]), "over 7 days: no praise"
    with world.tend.database.reading() as session:
        lines = audit.lines(session, 1, world.now)
    assert sum("closed concern" in line for line in lines) == 2
    assert not any("sent anew" in line for line in lines)


def test_the_cadence_follows_until_the_loop_is_closed(world: World, acme: int):
    account = world.rows(tables.Account)[0]
    assert account.due_on == date(2026, 11, 15), "a step faster: 7 days"
    for number in (1, 2):
        press(world, say.CONCERN_CLOSE, number)
        world.submit(world.modal, {"done": "x", "told_on": "2026-11-18"})
    assert world.rows(tables.Account)[0].due_on == date(2026, 11, 22)


def test_one_that_was_closed_by_mistake_is_opened_again(world: World, acme: int):
    said = press(world, say.CONCERN_REOPEN, number=3)
    assert "Open again: “a price”" in said
    third = stored(world)[2]
    assert (third.closed_on, third.done, third.closed_by_id) == (None, "", None)
    assert "“a price” is open" in press(world, say.CONCERN_REOPEN, number=3)


def test_a_stale_button_says_what_happened_meanwhile(world: World, acme: int):
    press(world, say.CONCERN_CLOSE)
    form = world.modal
    press(world, say.CONCERN_CLOSE)
    world.submit(world.modal, {"done": "put right", "told_on": "2026-11-18"})
    gone = "“wrong invoices” was closed meanwhile: told Nov 18."
    assert world.submit(form, {"done": "again", "told_on": "2026-11-18"})["errors"] == {"done": gone}
    press(world, say.CONCERN_CHANGE)
    assert gone in text_of(world.modal)
    with world.tend.database.transaction() as session:
        session.get(tables.Concern, 2).voided_at = world.now  # type: ignore[union-attr]
    assert "what brought it was undone" in press(world, say.CONCERN_REOPEN, number=2)
    assert "no longer on file" in press(world, say.CONCERN_REOPEN, number=99)


# with a touch ----------------------------------------------------------------------------------------------
def test_one_tap_on_a_worried_touch_opens_it_in_the_words_of_its_note(world: World):
    batch = worried(world)
    ref = json.dumps({"batch": batch})
    assert "Open a concern" in text_of(world.sent[-1])
    for _ in range(2):
        world.press(CONCERN_RAISE, ref)
    (concern,) = stored(world)
    assert (concern.text, concern.kind, concern.raised_on) == (
        "buyer doubts the invoices",
        "",
        date(2026, 11, 18),
    )
    said = text_of(world.sent[-1])
    assert "*Concern opened:* buyer doubts the invoices" in said
    assert "What about?" in said
    assert "Open a concern" not in said
    world.press(CONCERN_KIND, json.dumps({"batch": batch, "kind": "billing"}), option=True)
    assert stored(world)[0].kind == "billing"
    assert "(billing)" in text_of(world.sent[-1])
    assert "What about?" not in text_of(world.sent[-1])
    world.press(LOG_UNDO, ref)
    assert not stored(world)


def test_a_touch_that_is_not_worried_offers_none(world: World):
    account = world.account("Acme", last="2026-11-08")
    world.press("card.log", json.dumps({"account": account}))
    world.submit(world.modal, {**CALLED, "sentiment": "neutral", "note": "x"})
    assert "Open a concern" not in text_of(world.sent[-1])


def test_a_worried_touch_without_a_note_is_asked_what_about(world: World):
    batch = worried(world, note="")
    world.press(CONCERN_RAISE, json.dumps({"batch": batch}))
    assert not stored(world)
    form = world.modal
    assert "Open a concern" in text_of(form)
    for _ in range(2):
        world.submit(form, {"text": "noise", "concern_kind": "product"})
    assert [(c.text, c.kind, c.batch) for c in stored(world)] == [("noise", "product", batch)]
    assert "*Concern opened:* noise (product)" in text_of(world.sent[-1])


def test_the_log_form_opens_one_an_edit_puts_it_right(world: World):
    account = world.account("Acme", last="2026-11-08")
    world.press("card.log", json.dumps({"account": account}))
    form = world.modal
    unsaid = world.submit(form, {**CALLED, "concern_kind": "price"})
    assert unsaid["errors"] == {"concern_text": "What are they unhappy about?"}
    world.submit(form, {**CALLED, "concern_text": "too dear", "concern_kind": "price", "on": "2026-11-17"})
    (first,) = stored(world)
    assert (first.text, first.kind, first.raised_on) == ("too dear", "price", date(2026, 11, 17))
    assert "*Concern opened:* too dear (price)" in text_of(world.sent[-1])
    batch = first.batch
    world.press(LOG_EDIT, json.dumps({"batch": batch}))
    world.submit(world.modal, {"concern_text": "much too dear"})
    (edited,) = stored(world)
    assert (edited.id, edited.text, edited.kind) == (first.id, "much too dear", "price")
    fix = {"batch": batch, "field": "on", "value": "2026-11-18"}
    world.press(LOG_FIX, json.dumps(fix))
    assert stored(world)[0].raised_on == date(2026, 11, 18)


def test_an_edit_leaves_a_closed_one_closed(world: World):
    batch = worried(world)
    world.press(CONCERN_RAISE, json.dumps({"batch": batch}))
    press(world, say.CONCERN_CLOSE)
    world.submit(world.modal, {"done": "put right", "told_on": "2026-11-18"})
    world.press(LOG_EDIT, json.dumps({"batch": batch}))
    world.submit(world.modal, {"note": "other words"})
    (concern,) = stored(world)
    assert (concern.closed_on, concern.done) == (date(2026, 11, 18), "put right")


# whom it is routed to --------------------------------------------------------------------------------------
def test_who_looks_after_its_kind_hears_of_it_sees_it_at_home_and_closes_it(world: World):
    assert "errors" not in settings(world, "billing KIM@x.com\nprice mel@x.com")
    with world.tend.database.reading() as session:
        assert workspaces.current(session).policy.concern_to == {"billing": 4, "price": 2}
    batch = worried(world)
    world.press(CONCERN_RAISE, json.dumps({"batch": batch}))
    refused = press(world, say.CONCERN_CLOSE, by="UKIM") + text_of(world.modal)
    assert "Only whoever opened it" in refused, "nobody said what kind it is yet"
    world.press(CONCERN_KIND, json.dumps({"batch": batch, "kind": "billing"}), option=True)
    world.now = datetime.fromisoformat("2026-11-18T18:05:00+00:00")
    world.deliver()
    told = [m for m in world.slack.posted if "opened a concern" in text_of(m)]
    assert [m["channel"] for m in told] == ["DKIM"], "not Dana, who opened it"
    home = [c for c in world.slack.made("views.publish") if c["user_id"] == "UKIM"][-1]
    assert "buyer doubts the invoices" in text_of(home)
    press(world, say.CONCERN_CLOSE, by="UKIM")
    world.submit(world.modal, {"done": "a new one", "told_on": "2026-11-18"}, by="UKIM")
    assert stored(world)[0].closed_by_id == 4


def midday(world: World, day: str = "2026-11-18") -> dict[str, str]:
    """What each heard of concerns at midday, by channel."""
    world.slack.calls.clear()
    world.now = datetime.fromisoformat(f"{day}T18:05:00+00:00")
    world.deliver()
    return {m["channel"]: text_of(m) for m in world.slack.posted if "concern" in text_of(m)}


def test_whoever_says_that_it_is_about_something_else_may_put_it_back(world: World, acme: int):
    """Who looks after the new kind and the owner hear what it is about, not that it was opened."""
    settings(world, "billing kim@x.com\nprice mel@x.com")
    press(world, say.CONCERN_CHANGE, by="UKIM")
    assert "errors" not in world.submit(world.modal, {"concern_kind": "price"}, by="UKIM")
    told = midday(world)
    assert set(told) == {"DMEL", "DDANA"}
    for said in told.values():
        assert "A concern at *Acme* is now about price, says Kim Cho: “wrong invoices”" in said
        assert "opened a concern" not in said
    press(world, say.CONCERN_CHANGE, by="UKIM")
    assert "errors" not in world.submit(world.modal, {"concern_kind": "billing"}, by="UKIM")
    assert stored(world)[0].kind == "billing"
    press(world, say.CONCERN_CHANGE, by="UMEL")
    world.submit(world.modal, {"concern_kind": "quality"}, by="UMEL")
    assert "Only whoever opened it" in press(world, say.CONCERN_CLOSE, by="UKIM") + text_of(world.modal), (
        "another said what it is about since"
    )
    press(world, say.CONCERN_CHANGE)
    assert "errors" not in world.submit(world.modal, {"concern_kind": "price"}), (
        "who opened it keeps the right"
    )


def test_the_owner_hears_that_another_closed_one(world: World, acme: int):
    settings(world, "delivery kim@x.com")
    press(world, say.CONCERN_CLOSE, number=2, by="UKIM")
    world.submit(world.modal, {"done": "sent <b>anew</b>", "told_on": "2026-11-18"}, by="UKIM")
    press(world, say.CONCERN_CLOSE)
    world.submit(world.modal, {"done": "put right", "told_on": "2026-11-18"})
    told = midday(world)
    assert list(told) == ["DDANA"], "who closed it is not told"
    assert (
        "Kim Cho closed a concern at your account *Acme*: “late parts”, told Nov 18, 1 day after it began"
        in told["DDANA"]
    )
    assert "Done: sent &lt;b&gt;anew&lt;/b&gt;" in told["DDANA"]
    assert "wrong invoices" not in told["DDANA"]


def test_who_looks_after_its_kind_hears_that_it_is_open_again(world: World, acme: int):
    settings(world, "price kim@x.com\ndelivery kim@x.com")
    press(world, say.CONCERN_CLOSE, number=2, by="UKIM")
    world.submit(world.modal, {"done": "x", "told_on": "2026-11-18"}, by="UKIM")
    press(world, say.CONCERN_REOPEN, number=2, by="UKIM")
    press(world, say.CONCERN_REOPEN, number=3)
    told = midday(world)
    assert "Dana Reyes opened a concern at *Acme* again: concern about price open 16 days" in told["DKIM"]
    assert "Kim Cho opened a concern at *Acme* again: concern about delivery" in told["DDANA"]
    assert "closed a concern" not in told["DDANA"], "it is open since"


def test_one_that_was_closed_by_midday_is_not_told(world: World):
    settings(world, "billing kim@x.com")
    batch = worried(world)
    world.press(CONCERN_RAISE, json.dumps({"batch": batch}))
    world.press(CONCERN_KIND, json.dumps({"batch": batch, "kind": "billing"}), option=True)
    press(world, say.CONCERN_CLOSE)
    world.submit(world.modal, {"done": "x", "told_on": "2026-11-18"})
    world.now = datetime.fromisoformat("2026-11-18T18:05:00+00:00")
    world.deliver()
    assert not [m for m in world.slack.posted if "opened a concern" in text_of(m)]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("weather kim@x.com", "“weather” is none of"),
        ("billing nobody@x.com", "nobody of this address"),
        ("billing kim@x.com\nbilling mel@x.com", "billing stands there twice"),
    ],
)
def test_a_route_that_can_not_be_is_refused(world: World, lines: str, why: str):
    assert why in settings(world, lines)["errors"]["concern_to"]


# card, morning ---------------------------------------------------------------------------------------------
def test_the_card_says_the_longest_and_how_long_closed_ones_took(world: World, acme: int):
    said = text_of(world.command("/account acme"))
    assert "*Unhappy:* wrong invoices, billing, open 9 days · and 1 more" in said
    assert "Concern about billing open 9 days: “wrong invoices”." in said, "it leads what to do now"
    world.press("card.more", json.dumps({"account": acme}))
    more = text_of(world.sent[-1])
    assert "*Concerns closed:* 1 in a year; it took 4 days" in more
    assert "2 concerns open, one about billing for 9 days" in more
    assert "*Unhappy:*" in text_of(world.command("/account acme prep"))
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com", "status": "churned"}))
    assert "Unhappy" not in text_of(world.command("/account acme"))


def test_its_second_day_brings_it_into_the_morning_which_says_when_it_is_closed(world: World):
    world.account("Acme", last="2026-11-17", tier="C")
    row = {"account": "Acme", "by_email": "dana@x.com", "text": "late parts", "raised_on": "2026-11-17"}
    world.load(world.write("concerns", row))
    world.tick()
    assert not world.rows(tables.Nudge)
    world.now += timedelta(days=1)
    world.tick()
    world.deliver()
    (place,) = world.rows(tables.Nudge)
    assert (place.reason["kind"], place.reason["about"]) == ("concern", 1)
    press(world, say.CONCERN_CLOSE)
    world.submit(world.modal, {"done": "sent anew", "told_on": "2026-11-19"})
    assert world.rows(tables.Nudge)[0].outcome == "concern closed"
    world.now += timedelta(seconds=6)
    world.deliver()
    assert "concern closed" in text_of(world.slack.made("chat.update")[-1]).lower()


def test_the_digest_has_them_by_kind_and_praises_what_was_closed_soon(world: World, acme: int):
    press(world, say.CONCERN_CLOSE, number=2)
    world.submit(world.modal, {"done": "sent anew", "told_on": "2026-11-18"})
    line = "*Concerns*: 1 open, the longest 9 days · 👏 1 closed within 7 days"
    assert line in text_of(world.command("/digest", by="UMEL"))
    said = world.digest_part("concerns")
    assert "*Concerns*: 1 open, longest Acme (billing, 9 days)" in said
    assert "delivery 1 (median 1 day); price 1 (median 4 days)" in said
    assert "👏 Loop closed within 7 days, in the last 7 days: Acme (delivery, 1 day)." in said


# files, people ---------------------------------------------------------------------------------------------
def test_concerns_go_out_as_they_came_in(world: World, acme: int, tmp_path: Path):
    with world.tend.database.reading() as session:
        exporting.write(session, 1, tmp_path / "out")
    with (tmp_path / "out" / "concerns.csv").open() as file:
        rows = list(csv.DictReader(file))
    names = ["account", "by_email", "text", "kind", "raised_on", "closed_on", "external_id"]
    assert list(rows[0]) == [*names, "done", "closed_by_email"]
    assert [(r["text"], r["kind"], r["raised_on"], r["closed_on"]) for r in rows] == [
        ("wrong invoices", "billing", "2026-11-09", ""),
        ("late parts", "delivery", "2026-11-17", ""),
        ("a price", "price", "2026-11-02", "2026-11-06"),
    ]
    again = world.load(tmp_path / "out" / "concerns.csv")
    assert not again.problems
    assert len(stored(world)) == 3


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"raised_on": "2026-11-21"}, "raised_on"),
        ({"raised_on": "2026-11-02", "closed_on": "2026-11-01"}, "closed_on"),
        ({"raised_on": "2026-11-02", "closed_on": "2026-11-21"}, "closed_on"),
        ({"raised_on": "2026-11-02", "kind": "weather"}, "kind"),
        ({"raised_on": ""}, "raised_on"),
    ],
)
def test_a_row_that_can_not_be_is_told(world: World, row: dict[str, str], column: str):
    world.account("Acme")
    report = world.load(world.write("concerns", {"account": "Acme", "text": "x", **row}))
    assert [p.column for p in report.problems] == [column]


def test_whoever_wrote_it_is_read_it_and_erased_from_it(world: World, acme: int):
    press(world, say.CONCERN_CLOSE)
    world.submit(world.modal, {"done": "a call by Dana Reyes", "told_on": "2026-11-18"})
    with world.tend.database.reading() as session:
        answer = personal.about(session, 1, "dana@x.com")
    assert answer
    assert [c["text"] for c in answer["concerns_opened"]] == ["wrong invoices", "late parts", "a price"]
    with world.tend.database.transaction() as session:
        erasing.erase(session, workspaces.current(session), "dana@x.com", world.now)
    assert "Dana" not in "".join(c.done + c.text for c in world.rows(tables.Concern))
