"""What we promised: the list, one tap each, the line on the card, the morning it brings; files; who wrote
it."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from messages import places
from messages import promises as say
from messages.unlogged import LINE_OPEN, LineRef
from rules.facts.promised import Promise
from storage import audit, digests, promises, records, snoozes, tables, workspaces
from storage.exchange import exporting
from storage.privacy import erasing, personal

from ..world import CALLED, World, text_of


@pytest.fixture
def acme(world: World) -> int:
    """Touched as agreed; a quote is 6 days late, a demo falls due in two days, a report was kept."""
    account = world.account("Acme", last="2026-11-16")
    world.load(
        world.write(
            "promises",
            {
                "account": "Acme",
                "by_email": "dana@x.com",
                "text": "a quote",
                "promised_on": "2026-11-02",
                "due_on": "2026-11-12",
            },
            {
                "account": "Acme",
                "by_email": "kim@x.com",
                "text": "a demo",
                "promised_on": "2026-11-02",
                "due_on": "2026-11-20",
            },
            {
                "account": "Acme",
                "text": "a report",
                "first_due_on": "2026-10-09",
                "due_on": "2026-10-16",
                "state": "kept",
                "done_on": "2026-10-20",
            },
        )
    )
    return account


def stored(world: World, number: int = 1) -> Promise:
    with world.tend.database.reading() as session:
        answer = promises.get(session, 1, number)
    assert answer
    return answer


def press(world: World, action: str, number: int = 1, by: str = "UDANA") -> dict[str, Any]:
    world.sent.clear()
    world.press(action, json.dumps({"promise": number}), by=by)
    return world.sent[-1] if world.sent else {}


def test_the_list_has_open_ones_first_each_with_its_buttons(world: World, acme: int):
    answer = world.command("/account acme promises")
    said = text_of(answer)
    order = [said.index(x) for x in ("a quote", "a demo", "*Kept*", "a report")]
    assert order == sorted(order)
    assert "6 days late (by Nov 12)" in said
    assert "by Nov 20 · Kim Cho on Nov 2" in said
    assert "kept Oct 20, 4 days late (promised for Oct 9, then Oct 16) · Dana Reyes" in said
    labels = [e["text"]["text"] for b in answer["blocks"] if b["type"] == "actions" for e in b["elements"]]
    assert labels == ["Kept", "New date", "Dropped"] * 2 + ["Card"]
    assert "Nothing promised yet" in text_of(
        world.command(f"/account {world.account('Globex') and 'globex'} promises")
    )


def test_the_card_says_the_first_that_falls_due(world: World, acme: int):
    said = text_of(world.command("/account acme"))
    assert "*Promised:*" in said
    assert "6 days late · and 1 more" in said
    assert "Promised “a quote” for Nov 12, 6 days late." in said, "it leads what to do now"


def test_the_card_of_a_churned_account_says_none(world: World, acme: int):
    """As Home and the digest; the list has them still."""
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com", "status": "churned"}))
    card = text_of(world.command("/account acme")).lower()
    assert "churned" in card
    assert "promised" not in card
    assert "6 days late" not in card
    assert "6 days late" in text_of(world.command("/account acme promises"))


@pytest.mark.parametrize(("action", "state"), [(say.PROMISE_KEPT, "kept"), (say.PROMISE_DROPPED, "dropped")])
def test_kept_or_dropped_by_one_tap(world: World, acme: int, action: str, state: str):
    before = world.rows(tables.Account)[0]
    shown = press(world, action)
    assert shown["replace_original"]
    assert f"{state} Nov 18" in text_of(shown)
    promise = stored(world)
    assert (promise.state, promise.done_on) == (state, date(2026, 11, 18))
    after = world.rows(tables.Account)[0]
    assert after.due_on == before.due_on, "no cadence is moved"
    assert len(world.rows(tables.Touch)) == 1, "no touch is added"
    assert after.look_at > before.look_at, "computed again"
    with world.tend.database.reading() as session:
        line = audit.lines(session, 1, world.now)[-1]
    assert f"Dana Reyes: {state} promise 1" in line
    assert "quote" not in line


def test_a_stale_button_says_what_happened_meanwhile(world: World, acme: int):
    press(world, say.PROMISE_KEPT)
    world.now += timedelta(days=1)
    shown = text_of(press(world, say.PROMISE_DROPPED))
    assert "answered already: kept Nov 18, 6 days late" in shown
    assert stored(world).state == "kept"
    world.press(say.PROMISE_MOVE, '{"promise":1}')
    assert "answered already" in text_of(world.modal)


def test_a_new_date_keeps_the_first(world: World, acme: int):
    press(world, say.PROMISE_MOVE)
    form = world.modal
    assert "no longer" not in text_of(form)
    assert world.submit(form, {"due_on": "2026-11-17"})["errors"] == {
        "due_on": "Choose today or a day to come, within ten years."
    }
    world.sent.clear()
    for _ in range(2):  # pressed twice
        assert "errors" not in world.submit(form, {"due_on": "2026-11-25"})
    promise = stored(world)
    assert (promise.due_on, promise.first_on, promise.moved) == (
        date(2026, 11, 25),
        date(2026, 11, 12),
        ((date(2026, 11, 18), date(2026, 11, 25)),),
    )
    assert "Nov 25, first Nov 12" in text_of(world.sent[-1])
    with world.tend.database.reading() as session:
        assert sum("moved promise" in line for line in audit.lines(session, 1, world.now)) == 1
    said = text_of(world.command("/account acme promises"))
    assert "*a quote*, promised for Nov 12, now Nov 25 · Dana Reyes on Nov 2" in said
    order = [said.index(x) for x in ("a demo", "*Kept*", "a report", "*Renegotiated*", "a quote")]
    assert order == sorted(order)


def test_a_renegotiated_one_is_answered_as_any_and_late_by_its_new_date(world: World, acme: int):
    press(world, say.PROMISE_DROPPED, number=2)
    press(world, say.PROMISE_MOVE)
    world.submit(world.modal, {"due_on": "2026-11-20"})
    world.now += timedelta(days=2)
    assert "promised for Nov 12, now Nov 20, due today" in text_of(world.command("/account acme promises"))
    world.now += timedelta(days=3)
    shown = world.command("/account acme promises")
    said = text_of(shown)
    assert "🔴 *a quote*, promised for Nov 12, now Nov 20, 3 days late" in said
    labels = [e["text"]["text"] for b in shown["blocks"] if b["type"] == "actions" for e in b["elements"]]
    assert labels == ["Kept", "New date", "Dropped", "Card"]
    order = [said.index(x) for x in ("*Kept*", "*Renegotiated*", "*Dropped*", "a demo")]
    assert order == sorted(order)
    press(world, say.PROMISE_DROPPED)
    assert "dropped Nov 23 (promised for Nov 12, then Nov 20)" in text_of(
        world.command("/account acme promises")
    )


def test_a_promise_of_an_undone_touch_is_gone(world: World, acme: int):
    with world.tend.database.transaction() as session:
        session.get(tables.Promise, 1).voided_at = world.now  # type: ignore[union-attr]
    assert "the touch that brought it was undone" in text_of(press(world, say.PROMISE_KEPT))
    unknown = text_of(press(world, say.PROMISE_KEPT, number=99))
    assert "no longer on file" in unknown
    assert "undone" not in unknown


def test_its_day_brings_it_into_the_morning(world: World, acme: int):
    """Though the account is in rhythm; and first of the reasons."""
    press(world, say.PROMISE_KEPT)
    world.now = datetime.fromisoformat("2026-11-20T15:00:00+00:00")
    world.tick()
    (place,) = world.rows(tables.Nudge)
    assert (place.reason["kind"], place.local_on) == ("promise", date(2026, 11, 20))


def test_a_later_promise_comes_though_no_contact_was_needed_for_the_first(world: World):
    world.account("Acme", last="2026-11-16", tier="C")
    made = {"account": "Acme", "by_email": "dana@x.com", "promised_on": "2026-11-02"}
    world.load(world.write("promises", {**made, "text": "a quote", "due_on": "2026-11-19"}))
    world.now = datetime.fromisoformat("2026-11-19T15:00:00+00:00")
    world.tick()
    world.deliver()
    (place,) = world.rows(tables.Nudge)
    with world.tend.database.transaction() as session:
        until = date(2027, 2, 14)
        snoozes.not_needed(session, 1, place.account_id, by_id=1, why="", until_on=until, now=world.now)
    press(world, say.PROMISE_KEPT)
    world.load(world.write("promises", {**made, "text": "a demo", "due_on": "2026-11-23"}))
    world.now = datetime.fromisoformat("2026-11-23T15:00:00+00:00")
    world.tick()
    assert [n.local_on.day for n in world.rows(tables.Nudge)] == [19, 23]


def test_a_past_day_is_told_what_was_promised_then(world: World, acme: int):
    press(world, say.PROMISE_KEPT)
    with world.tend.database.reading() as session:
        record = next(
            records.as_of(
                session,
                1,
                [acme],
                on=date(2026, 11, 15),
                policy=workspaces.current(session).policy,
                now=world.now,
            )
        )
    late = {p.text: p.late_on(date(2026, 11, 15)) for p in record.promises}
    assert late == {"a report": 0, "a quote": 3, "a demo": 0}


def test_promises_go_out_as_they_came_in(world: World, acme: int, tmp_path: Path):
    with world.tend.database.reading() as session:
        exporting.write(session, 1, tmp_path / "out")
    with (tmp_path / "out" / "promises.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [(r["text"], r["first_due_on"], r["due_on"], r["state"], r["done_on"]) for r in rows] == [
        ("a quote", "", "2026-11-12", "open", ""),
        ("a demo", "", "2026-11-20", "open", ""),
        ("a report", "2026-10-09", "2026-10-16", "kept", "2026-10-20"),
    ]


def test_done_but_open_is_a_bad_row(world: World, acme: int):
    report = world.load(
        world.write(
            "promises", {"account": "Acme", "text": "x", "due_on": "2026-11-12", "done_on": "2026-11-11"}
        )
    )
    assert [str(p) for p in report.problems] == [
        "promises.csv, line 2, done_on “2026-11-11”: says that it is done: its state is kept or dropped then."
    ]


def test_whoever_promised_is_read_it_and_erased_from_it(world: World, acme: int):
    with world.tend.database.transaction() as session:
        session.get(tables.Promise, 1).text = "a call by Kim Cho"  # type: ignore[union-attr]
    with world.tend.database.reading() as session:
        answer = personal.about(session, 1, "kim@x.com")
    assert answer
    assert [p["text"] for p in answer["promises_made"]] == ["a demo"]
    with world.tend.database.transaction() as session:
        erasing.erase(session, workspaces.current(session), "kim@x.com", now=world.now)
    assert "Kim" not in stored(world).text


# logged with a touch ----------------------------------------------------------------------------------------
PROMISE = {**CALLED, "promise_text": "the ROI numbers", "promise_on": "2026-11-24"}


@pytest.fixture
def logged(world: World) -> str:
    """The batch of a touch that brought a promise."""
    account = world.account("Acme", last="2026-11-16")
    world.press("card.log", json.dumps({"account": account}))
    assert "errors" not in world.submit(world.modal, PROMISE)
    return str(world.rows(tables.Touch)[-1].batch)


def test_the_form_keeps_a_promise_and_the_receipt_says_so(world: World, logged: str):
    promise = stored(world)
    assert (promise.text, promise.promised_on, promise.due_on) == (
        "the ROI numbers",
        date(2026, 11, 18),
        date(2026, 11, 24),
    )
    assert "*Promised:* the ROI numbers, Tue, Nov 24" in text_of(world.sent[-1])
    assert "*Promised:* the ROI numbers, by Nov 24" in text_of(world.command("/account acme"))
    assert not world.rows(tables.NextStep), "a promise is no next step"


def test_whoever_logs_in_a_hurry_leaves_it_out(world: World, logged: str):
    world.press("card.log", json.dumps({"account": stored(world).account_id}))
    form = world.more(world.modal, {})
    optional = {b["block_id"]: b["optional"] for b in form["blocks"] if b["type"] == "input"}
    asked = list(optional)
    assert asked.index("minutes") < asked.index("promise_text"), "below what is there for everybody"
    assert optional["promise_text"] and optional["promise_on"]  # noqa: PT018
    world.command("/log acme called, happy")
    assert len(world.rows(tables.Promise)) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"promise_text": "x"}, "promise_on"),
        ({"promise_on": "2026-11-24"}, "promise_text"),
        ({"promise_text": "x", "promise_on": "2026-11-17"}, "promise_on"),
        ({"promise_text": "x", "promise_on": "2037-11-17"}, "promise_on"),
    ],
)
def test_half_a_promise_is_asked_about(world: World, values: dict[str, str], field: str):
    world.press("card.log", json.dumps({"account": world.account("Acme", last="2026-11-16")}))
    assert list(world.submit(world.modal, {**CALLED, **values})["errors"]) == [field]


# typed ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "text", "due_on", "said"),
    [
        ("will send the quote fri", "send the quote", date(2026, 11, 20), "Fri, Nov 20"),
        ("promised the ROI numbers by 3 Dec", "the ROI numbers", date(2026, 12, 3), "Thu, Dec 3"),
        ("I'll get back to them tue", "get back to them", date(2026, 11, 24), "Tue, Nov 24"),
        ("we promised a visit next week", "a visit", date(2026, 11, 27), "Fri, Nov 27"),
    ],
)
def test_a_line_that_promises_is_stored_with_it(world: World, typed: str, text: str, due_on: date, said: str):
    """The day of the promise is not that of the touch; the note keeps every word."""
    world.account("Acme", last="2026-11-16")
    answer = text_of(world.command(f"/log acme called 20 min, {typed}"))
    touch = world.rows(tables.Touch)[-1]
    assert (touch.at.date(), touch.channel, touch.note) == (
        world.now.date(),
        "call",
        f"called 20 min, {typed}",
    )
    assert (stored(world).text, stored(world).due_on, stored(world).promised_on) == (
        text,
        due_on,
        date(2026, 11, 18),
    )
    assert f"*Promised:* {text}, {said}" in answer
    assert not world.rows(tables.NextStep)


def test_a_promise_of_a_past_touch_is_due_from_its_day_on(world: World):
    world.account("Acme", last="2026-10-16")
    world.command("/log acme called on 2 nov, promised the quote by 6 nov")
    assert (stored(world).due_on, stored(world).promised_on) == (date(2026, 11, 6), date(2026, 11, 2))


def test_a_promise_far_ahead_by_no_year_is_asked(world: World):
    """The form has the touch and what was promised; its day is chosen."""
    world.account("Acme", last="2026-11-16")
    world.command("/log acme called yesterday, promised the quote by 6 nov")
    assert not world.rows(tables.Promise)
    form = world.more(world.modal, {})
    filled = {
        b["block_id"]: b["element"].get("initial_value") or b["element"].get("initial_date")
        for b in form["blocks"]
        if b["type"] == "input"
    }
    assert (filled["on"], filled["promise_text"], filled["promise_on"]) == ("2026-11-17", "the quote", None)


@pytest.mark.parametrize("typed", ["call again fri", "they want a callback fri", "meeting booked for 20 Nov"])
def test_a_contact_agreed_on_is_a_next_step_and_no_promise(world: World, typed: str):
    world.account("Acme", last="2026-11-16")
    world.command(f"/log acme called 20 min, {typed}")
    assert not world.rows(tables.Promise)
    assert [s.on for s in world.rows(tables.NextStep)] == [date(2026, 11, 20)]
    assert world.rows(tables.Touch)[-1].at.date() == world.now.date()


def test_a_line_that_only_promises_is_no_contact(world: World):
    """It is not logged; where somebody logs it all the same the form has the promise, and both are
    stored."""
    world.account("Acme", last="2026-11-16")
    answer = world.command("/log acme will send the quote fri")
    assert "send the quote" in text_of(answer)
    world.press(LINE_OPEN, LineRef(1).pack())
    assert len(world.rows(tables.Touch)) == 1, "the one from the file"
    assert not world.rows(tables.Promise)
    form = world.more(world.modal, {})
    filled = {
        b["block_id"]: b["element"].get("initial_value") or b["element"].get("initial_date")
        for b in form["blocks"]
        if b["type"] == "input"
    }
    assert (filled["promise_text"], filled["promise_on"]) == ("send the quote", "2026-11-20")
    assert (filled["note"], filled["next_text"]) == ("will send the quote fri", None)
    assert not any(
        "initial_option" in b["element"] for b in world.modal["blocks"] if b.get("block_id") == "outcome"
    )
    assert "errors" not in world.submit(world.modal, CALLED)
    assert stored(world).text == "send the quote"


def test_undo_takes_the_promise_back(world: World, logged: str):
    world.press("log.undo", json.dumps({"batch": logged}))
    assert "*Promised:*" not in text_of(world.command("/account acme"))
    assert "no longer there" in text_of(press(world, say.PROMISE_KEPT))


def test_an_edit_keeps_what_became_of_it(world: World, logged: str):
    press(world, say.PROMISE_MOVE)
    world.submit(world.modal, {"due_on": "2026-11-26"})
    press(world, say.PROMISE_KEPT)
    world.press("log.edit", json.dumps({"batch": logged}))
    assert "errors" not in world.submit(world.modal, {"note": "spoke with the buyer"})
    (row,) = world.rows(tables.Promise)
    assert (row.state, row.first_due_on, row.due_on, row.voided_at) == (
        "kept",
        date(2026, 11, 24),
        date(2026, 11, 26),
        None,
    )
    world.press("log.edit", json.dumps({"batch": logged}))
    world.submit(world.modal, {"promise_text": "the figures"})
    assert (stored(world).text, stored(world).state) == ("the figures", "kept")
    world.press("log.edit", json.dumps({"batch": logged}))
    form = world.modal
    # emptied
    next(b for b in form["blocks"] if b.get("block_id") == "promise_on")["element"].pop("initial_date")
    assert "errors" not in world.submit(form, {"promise_text": ""})
    assert world.rows(tables.Promise)[0].voided_at is not None


def test_a_later_edit_of_the_day_is_a_new_date(world: World, logged: str):
    """Both dates stay, so that the promise is still late by its first; every step is audited."""
    world.now += timedelta(days=18)
    world.press("log.edit", json.dumps({"batch": logged}))
    assert "errors" not in world.submit(world.modal, {"promise_on": "2026-12-20"})
    promise, moved_on = stored(world), world.now.date()
    assert (promise.first_on, promise.due_on) == (date(2026, 11, 24), date(2026, 12, 20))
    assert promise.moved == ((moved_on, date(2026, 12, 20)),)
    world.press("log.undo", json.dumps({"batch": logged}))
    with world.tend.database.reading() as session:
        did = [line for line in audit.lines(session, 1, world.now) if "promise 1" in line]
    assert [line.split(": ")[1].split(" promise")[0] for line in did] == [
        "voided",
        "restored",
        "moved",
        "voided",
    ]
    assert "2026-11-24" in did[2]
    assert "ROI" not in str(did)


def test_a_day_is_put_right_on_the_day_it_was_logged(world: World, logged: str):
    world.press("log.edit", json.dumps({"batch": logged}))
    world.submit(world.modal, {"promise_on": "2026-11-25"})
    promise = stored(world)
    assert (promise.first_on, promise.due_on, promise.moved) == (date(2026, 11, 25), date(2026, 11, 25), ())
    with world.tend.database.reading() as session:
        assert sum("put right promise 1" in line for line in audit.lines(session, 1, world.now)) == 1


def test_an_edit_of_another_accounts_day_lets_a_renegotiated_one_be(world: World):
    for name in ("Acme", "Globex"):
        world.account(name, last="2026-11-16")
    world.command("/log acme and globex went well")
    world.submit(world.modal, PROMISE)
    batch = str(world.rows(tables.Touch)[-1].batch)
    press(world, say.PROMISE_MOVE, number=2)
    world.submit(world.modal, {"due_on": "2026-12-04"})
    world.press("log.edit", json.dumps({"batch": batch}))
    assert "errors" not in world.submit(world.modal, {"promise_on": "2026-11-27"})
    assert [p.due_on for p in world.rows(tables.Promise)] == [date(2026, 11, 27), date(2026, 12, 4)]


def test_a_line_moved_to_another_account_takes_its_promise_along(world: World, logged: str):
    """With both of its dates, and what became of it."""
    globex = world.account("Globex", last="2026-11-16")
    press(world, say.PROMISE_MOVE)
    world.submit(world.modal, {"due_on": "2026-11-26"})
    world.press("log.edit", json.dumps({"batch": logged}))
    assert "errors" not in world.submit(world.modal, {"account": str(globex)})
    (row,) = world.rows(tables.Promise)
    assert (row.account_id, row.first_due_on, row.due_on, row.voided_at) == (
        globex,
        date(2026, 11, 24),
        date(2026, 11, 26),
        None,
    )
    assert stored(world).moved


def test_each_account_of_a_line_has_its_own(world: World):
    for name in ("Acme", "Globex"):
        world.account(name, last="2026-11-16")
    world.command("/log acme and globex went well")
    assert "errors" not in world.submit(world.modal, PROMISE)
    assert len({p.account_id for p in world.rows(tables.Promise)}) == 2


def test_home_says_what_falls_due_this_week(world: World, acme: int):
    """Until Sunday, on accounts of one's own, what is overdue too; painted again after each act."""
    globex = world.account("Globex", owner="kim@x.com", last="2026-11-16")
    world.load(
        world.write(
            "promises",
            {"account": "Acme", "text": "by sunday", "due_on": "2026-11-22"},
            {"account": "Acme", "text": "by monday", "due_on": "2026-11-23"},
            {"account": "Globex", "by_email": "dana@x.com", "text": "of kim's", "due_on": "2026-11-19"},
        )
    )
    world.tick()

    def home() -> str:
        world.slack.calls.clear()
        world.deliver()
        return text_of([c["view"] for c in world.slack.made("views.publish") if c["user_id"] == "UDANA"][-1])

    press(world, say.PROMISE_KEPT, number=2)
    said = home()
    assert "*1 promise overdue*, 1 due this week" in said
    assert "*Acme* · a quote, 6 days late" in said
    assert "by sunday" in said
    assert "by monday" not in said
    assert "of kim's" not in said
    press(world, say.PROMISE_KEPT, number=1)
    assert "*1 promise due this week*" in home()
    assert globex


@pytest.fixture
def tokyo(world: World) -> None:
    """Taro joins, for whom it is 19 November already; for Dana it is the 18th."""
    taro = {"email": "taro@x.com", "name": "Taro Sato", "role": "rep", "manager_email": "mel@x.com"}
    world.people({**taro, "timezone": "Asia/Tokyo", "country": "JP"})
    world.now = datetime(2026, 11, 18, 16, 0, tzinfo=UTC)


@pytest.mark.usefixtures("tokyo")
@pytest.mark.parametrize("owner", ["taro@x.com", "dana@x.com"])
def test_one_that_was_made_where_it_is_tomorrow_stands_on_every_card(world: World, owner: str):
    world.account("Acme", owner=owner, last="2026-11-10")
    world.command("/log acme called 20 min, promised the quote by 20 nov", by="UTARO")
    assert stored(world).promised_on == date(2026, 11, 19), "the date of whoever promised"
    for by in ("UDANA", "UTARO", "UMEL"):
        assert "*Promised:* the quote, by Nov 20" in text_of(world.command("/account acme", by=by)), by
    press(world, say.PROMISE_KEPT, by="UTARO")
    assert stored(world).done_on == date(2026, 11, 19)
    for by in ("UDANA", "UTARO", "UMEL"):
        assert "*Promised:*" not in text_of(world.command("/account acme", by=by)), by


@pytest.mark.usefixtures("tokyo")
def test_a_card_counts_days_from_one_date(world: World):
    world.account("Acme", owner="taro@x.com", last="2026-11-10")
    world.load(
        world.write(
            "promises",
            {"account": "Acme", "text": "a quote", "promised_on": "2026-09-01", "due_on": "2026-10-01"},
        )
    )
    said = text_of(world.command("/account acme"))
    assert said.count("49 days late") == 2
    assert "48 days" not in said


# what its morning says since --------------------------------------------------------------------------------
@pytest.fixture
def morning(world: World, acme: int) -> None:
    """Its quote is late, and Dana was told so."""
    world.now = datetime.fromisoformat("2026-11-20T15:00:00+00:00")
    world.tick()
    world.deliver()
    (place,) = world.rows(tables.Nudge)
    assert (place.reason["kind"], place.reason["about"], place.state) == ("promise", 1, "sent")


def repainted(world: World) -> str:
    world.slack.calls.clear()
    world.deliver()
    return text_of([m for m in world.slack.made("chat.update") if m["channel"] == "DDANA"][-1])


@pytest.mark.parametrize(("action", "state"), [(say.PROMISE_KEPT, "kept"), (say.PROMISE_DROPPED, "dropped")])
def test_the_morning_that_told_of_it_says_what_became_of_it(
    world: World, morning: None, acme: int, action: str, state: str
):
    """So it was acted on: the account rests no longer for it, and the digest doesn't call it ignored."""
    world.press(action, '{"promise":2}')
    assert world.rows(tables.Nudge)[0].outcome == "", "that one it did not tell of"
    world.press(action, '{"promise":1}')
    (place,) = world.rows(tables.Nudge)
    assert (place.outcome, place.acted_at) == (f"promise {state}", world.now)
    assert f"✅ promise {state}" in repainted(world)
    world.sent.clear()
    world.press(places.NUDGE_NOT_NEEDED, places.Chosen(place.id, "quiet").pack(), option=True)
    assert f"already answered: promise {state}" in text_of(world.sent[-1])
    with world.tend.database.reading() as session:
        (record,) = records.read(session, 1, [acme], world.now)
        acted = digests.acted_on(
            session, 1, [place.rep_id], place.local_on, last=place.local_on, now=world.now + timedelta(days=9)
        )
    assert record.nudged == ()
    assert (acted.logged, acted.ignored) == (1, 0)


def test_a_new_date_closes_its_morning(world: World, morning: None):
    press(world, say.PROMISE_MOVE)
    world.submit(world.modal, {"due_on": "2026-11-25"})
    assert world.rows(tables.Nudge)[0].outcome == "promise moved"
    assert "✅ promise moved" in repainted(world)


def test_the_owners_home_is_painted_when_somebody_else_answers(world: World, acme: int):
    world.deliver()
    press(world, say.PROMISE_KEPT, number=2, by="UKIM")
    world.slack.calls.clear()
    world.deliver()
    assert {c["user_id"] for c in world.slack.made("views.publish")} == {"UDANA", "UKIM"}


def test_an_undone_promise_leaves_its_morning(world: World, logged: str):
    """An edit that keeps it does not; one that takes it out does, as Undo."""
    world.now = datetime.fromisoformat("2026-11-24T15:00:00+00:00")
    world.tick()
    world.deliver()
    assert [n.reason["kind"] for n in world.rows(tables.Nudge)] == ["promise"]
    world.press("log.edit", json.dumps({"batch": logged}))
    assert "errors" not in world.submit(world.modal, {"outcome": "left_message"})
    assert world.rows(tables.Nudge)[0].outcome == ""
    world.press("log.undo", json.dumps({"batch": logged}))
    assert world.rows(tables.Nudge)[0].outcome == "promise undone"
    assert "promise undone" in repainted(world)


def test_an_undone_promise_is_told_in_no_morning(world: World, logged: str):
    world.now = datetime.fromisoformat("2026-11-24T15:00:00+00:00")
    world.tick()
    assert [n.state for n in world.rows(tables.Nudge)] == ["planned"]
    world.press("log.undo", json.dumps({"batch": logged}))
    world.deliver()
    assert [n.state for n in world.rows(tables.Nudge)] == ["dropped"]
