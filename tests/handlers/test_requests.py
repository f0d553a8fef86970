"""What they asked us: marked in the receipt or the form, answered there or by hand; the list, the card, Home,
the digest, the morning it brings; files, who is erased."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from messages import requests as say
from messages.log_touch import LOG_EDIT, LOG_UNDO
from messages.put_right import LOG_FIX
from messages.requested import REQUEST_ANSWERS, REQUEST_WANTED
from storage import audit, tables
from storage.exchange import exporting
from storage.privacy import erasing, personal
from storage.workspaces import current

from ..world import World, text_of

WROTE = "/log acme Cleo wrote to us, wants a price for 40 seats"


@pytest.fixture
def acme(world: World) -> int:
    account = world.account("Acme", last="2026-11-16")
    world.load(world.write("contacts", {"account": "Acme", "name": "Cleo Stone", "email": "cleo@acme.com"}))
    return account


@pytest.fixture
def asked(world: World, acme: int) -> int:
    """One of Monday waits, one of last week was answered."""
    world.load(
        world.write(
            "requests",
            {
                "account": "Acme",
                "contact": "Cleo Stone",
                "text": "a price for 40 seats",
                "asked_on": "2026-11-16",
            },
            {
                "account": "Acme",
                "contact": "cleo@acme.com",
                "text": "a data sheet",
                "asked_on": "2026-11-10",
                "answered_on": "2026-11-12",
            },
        )
    )
    return acme


def stored(world: World) -> list[Any]:
    return world.rows(tables.Request)


def batch(world: World) -> str:
    return str(world.rows(tables.Touch)[-1].batch)


def inbound(world: World, account: int, trigger: Any = None, **filled: Any) -> str:
    """Log in the form that they wrote; its line."""
    world.press("card.log", json.dumps({"account": account}))
    values = {
        "channel": "email",
        "outcome": "reached",
        "direction": "inbound",
        "note": "a price for 40 seats?",
    }
    answer = world.submit(world.modal, {**values, **filled})
    assert "errors" not in answer, answer
    return batch(world)


def outbound(world: World, account: int, **filled: Any) -> str:
    world.press("card.log", json.dumps({"account": account}))
    values = {"channel": "email", "outcome": "sent", "note": "the price"}
    answer = world.submit(world.modal, {**values, **filled})
    assert "errors" not in answer, answer
    return batch(world)


def labels(message: dict[str, Any]) -> list[str]:
    return [
        e["text"]["text"]
        for b in message["blocks"]
        if b["type"] == "actions"
        for e in b["elements"]
        if "text" in e
    ]


def tap(world: World, action: str, by: str = "UDANA") -> dict[str, Any]:
    """Press a button of the last receipt."""
    element = next(
        e
        for b in world.sent[-1]["blocks"]
        if b["type"] == "actions"
        for e in b["elements"]
        if e["action_id"] == action
    )
    world.press(action, element["value"], by=by)
    return world.sent[-1]


def press(world: World, action: str, number: int = 1, by: str = "UDANA") -> dict[str, Any]:
    world.sent.clear()
    world.press(action, json.dumps({"request": number}), by=by)
    return world.sent[-1] if world.sent else {}


# brought and answered by touches ----------------------------------------------------------------------------
def test_one_tap_in_the_receipt_of_what_they_brought(world: World, acme: int):
    inbound(world, acme, contacts=["1"])
    assert labels(world.sent[-1])[0] == "They want an answer"
    shown = tap(world, REQUEST_WANTED)
    assert "*They want an answer:* a price for 40 seats?" in text_of(shown)
    assert "They want an answer" not in labels(shown)
    (request,) = stored(world)
    assert (request.text, request.asked_on, request.contact_id) == (
        "a price for 40 seats?",
        date(2026, 11, 18),
        1,
    )
    assert request.asked_at == world.now
    assert "*Asked:* Cleo Stone: a price for 40 seats?, asked today" in text_of(
        world.command("/account acme")
    )


def test_one_of_ours_offers_no_request_and_without_an_open_one_no_answer(world: World, acme: int):
    outbound(world, acme)
    assert labels(world.sent[-1]) == ["Undo", "Edit", "Something changed"]


def test_what_is_ours_is_the_answer_by_the_first_button(world: World, acme: int):
    """Three working hours after; a letter that reached nobody is an answer all the same."""
    inbound(world, acme)
    tap(world, REQUEST_WANTED)
    world.now += timedelta(hours=3)
    outbound(world, acme)
    assert labels(world.sent[-1])[0] == "Answers “a price for 40 seats?”"
    answer = batch(world)
    world.now += timedelta(minutes=20)
    shown = tap(world, REQUEST_ANSWERS)
    assert "*It answers what they asked.*" in text_of(shown)
    assert "Answers “" not in text_of(labels(shown))
    (request,) = stored(world)
    assert (request.answered_on, request.answer_batch) == (date(2026, 11, 18), answer)
    assert request.answered_at - request.asked_at == timedelta(hours=3), "from line to line, not to the tap"
    listed = text_of(world.command("/account acme requests"))
    assert "answered Nov 18, after 3 working hours" in listed
    assert "*Asked:*" not in text_of(world.command("/account acme"))


def test_pressed_twice_it_is_one_answer_and_a_stale_button_says_so(world: World, asked: int):
    outbound(world, asked)
    value = next(
        e["value"]
        for b in world.sent[-1]["blocks"]
        if b["type"] == "actions"
        for e in b["elements"]
        if e["action_id"] == REQUEST_ANSWERS
    )
    for _ in range(2):
        world.press(REQUEST_ANSWERS, value)
        assert "It answers what they asked" in text_of(world.sent[-1])
    assert [r.answered_on for r in stored(world)] == [date(2026, 11, 18), date(2026, 11, 12)]
    other = json.loads(value) | {"value": "2"}
    world.press(REQUEST_ANSWERS, json.dumps(other))
    assert "“a data sheet” is answered already: Nov 12." in text_of(world.sent[-1])
    assert stored(world)[1].answer_batch == ""
    world.press(REQUEST_ANSWERS, json.dumps(other | {"value": "99"}))
    assert "no longer on file" in text_of(world.sent[-1])


def test_of_several_the_one_asked_first_is_offered_then_the_next(world: World, asked: int):
    world.load(
        world.write(
            "requests",
            {"account": "Acme", "text": "a trial", "asked_on": "2026-11-17", "external_id": "q2"},
            {
                "account": "Acme",
                "text": "a price for 40 seats",
                "asked_on": "2026-11-16",
                "external_id": "q1",
            },
        )
    )
    outbound(world, asked)
    assert labels(world.sent[-1])[0] == "Answers “a price for 40 seats”"
    shown = tap(world, REQUEST_ANSWERS)
    assert labels(shown)[0] == "Answers “a price for 40 seats”", "the other of the same words"
    shown = tap(world, REQUEST_ANSWERS)
    assert labels(shown)[0] == "Answers “a trial”"
    assert len([r for r in stored(world) if r.answer_batch]) == 2


def test_undo_opens_again_what_was_answered_and_takes_back_what_was_asked(world: World, acme: int):
    question = inbound(world, acme)
    tap(world, REQUEST_WANTED)
    world.now += timedelta(hours=1)
    answer = outbound(world, acme)
    tap(world, REQUEST_ANSWERS)
    world.press(LOG_UNDO, json.dumps({"batch": answer}))
    assert stored(world)[0].answered_on is None
    assert "1 open request" in text_of(world.command("/account acme requests"))
    world.press(LOG_UNDO, json.dumps({"batch": question}))
    assert stored(world)[0].voided_at is not None
    assert "Nothing asked yet" in text_of(world.command("/account acme requests"))
    assert "that brought it was undone" in text_of(press(world, say.REQUEST_ANSWERED))


def test_an_edit_two_days_later_changes_no_hours(world: World, acme: int):
    question = inbound(world, acme)
    tap(world, REQUEST_WANTED)
    world.now += timedelta(hours=2)
    answer = outbound(world, acme)
    tap(world, REQUEST_ANSWERS)
    before = stored(world)[0]
    world.now += timedelta(days=2)
    world.tick()  # what was carried out a day ago is forgotten
    for line, note in ((question, "a price for 40 seats, for Leo"), (answer, "the price, and a letter")):
        world.press(LOG_EDIT, json.dumps({"batch": line}))
        assert "errors" not in world.submit(world.modal, {"note": note})
    (after,) = stored(world)
    for name in ("asked_on", "asked_at", "created_at", "answered_on", "answered_at", "answer_logged_at"):
        assert getattr(after, name) == getattr(before, name), name
    assert (after.voided_at, after.answer_batch, after.text) == (None, answer, "a price for 40 seats?")


def test_the_form_takes_both_with_a_time_that_was_typed(world: World, acme: int):
    """Logged together at night, but each with its time: it is measured."""
    world.now = datetime(2026, 11, 18, 23, 0, tzinfo=UTC)
    inbound(world, acme, request="wanted", request_text="a price", request_clock="9:40")
    outbound(world, acme, request="0", request_clock="16:10")
    (request,) = stored(world)
    assert request.asked_at == datetime(2026, 11, 18, 14, 40, tzinfo=UTC), "where whoever logs is"
    assert "after 6 working hours" in text_of(world.command("/account acme requests"))
    world.press(LOG_EDIT, json.dumps({"batch": batch(world)}))
    filled = {b.get("block_id"): b.get("element", {}) for b in world.modal["blocks"]}
    assert filled["request_clock"]["initial_value"] == "16:10"
    assert filled["request"]["initial_option"]["value"] == str(request.id)
    assert "errors" not in world.submit(world.modal, {"note": "the price, again"})
    assert stored(world)[0].answered_at == request.answered_at


def test_logged_together_without_a_time_it_is_not_measured(world: World, acme: int):
    inbound(world, acme, request="wanted")
    world.now += timedelta(minutes=14)
    outbound(world, acme, request="0")
    assert "answered Nov 18, not measured" in text_of(world.command("/account acme requests"))
    assert "not measured (1 answer), in 90 days" in text_of(more(world, acme))


def more(world: World, account: int) -> dict[str, Any]:
    world.sent.clear()
    world.press("card.more", json.dumps({"account": account}))
    return world.sent[-1]


def test_backdated_it_is_not_measured(world: World, acme: int):
    inbound(world, acme, request="wanted", on="2026-11-16")
    outbound(world, acme, request="0")
    (request,) = stored(world)
    assert (request.asked_on, request.asked_at) == (date(2026, 11, 16), None)
    assert "not measured" in text_of(world.command("/account acme requests"))


def test_an_edit_takes_it_back_or_makes_it_the_other_way(world: World, acme: int):
    question = inbound(world, acme, request="wanted")
    world.press(LOG_EDIT, json.dumps({"batch": question}))
    assert world.submit(world.modal, {"request": "neither", "request_text": ""}) is not None
    assert stored(world)[0].voided_at is not None
    world.press(LOG_EDIT, json.dumps({"batch": question}))
    world.submit(world.modal, {"request": "wanted"})
    assert [r.voided_at for r in stored(world)] == [None], "the same one stands again"
    world.press(LOG_FIX, json.dumps({"batch": question, "field": "direction", "value": "outbound"}))
    assert stored(world)[0].voided_at is not None, "a move of ours asks nothing"


def test_only_they_ask(world: World, acme: int):
    world.press("card.log", json.dumps({"account": acme}))
    values = {"channel": "email", "outcome": "sent", "note": "x", "request": "wanted"}
    errors = world.submit(world.modal, values)["errors"]
    assert errors == {"request": "They ask when they come to us: say whose move it was."}
    assert not stored(world)


def test_a_line_with_several_accounts_asks_at_each(world: World, acme: int):
    world.account("Globex", last="2026-11-16")
    world.command("/log acme and globex wrote to us about the price")
    if not world.rows(tables.Touch, tables.Touch.batch != ""):
        pytest.skip("the line is asked about")
    line = batch(world)
    world.press(REQUEST_WANTED, json.dumps({"batch": line, "field": "wants_answer", "value": "yes"}))
    assert len({r.account_id for r in stored(world)}) == 2


# by hand ----------------------------------------------------------------------------------------------------
def test_the_list_has_open_ones_first_each_with_its_buttons(world: World, asked: int):
    answer = world.command("/account acme requests")
    said = text_of(answer)
    assert said.index("a price for 40 seats") < said.index("*Answered*") < said.index("a data sheet")
    assert "waits 2 working days · asked by Cleo Stone on Nov 16, logged by Dana Reyes" in said
    assert "answered Nov 12, not measured" in said
    assert labels(answer) == ["Answered", "Change", "No longer wanted", "Add a request", "Card"]


def test_answered_by_one_tap(world: World, asked: int):
    before = world.rows(tables.Account)[0]
    shown = press(world, say.REQUEST_ANSWERED)
    assert shown["replace_original"]
    assert "✅ “a price for 40 seats”: answered Nov 18, not measured." in text_of(shown)
    request = stored(world)[0]
    assert (request.answered_on, request.answered_at) == (date(2026, 11, 18), world.now)
    after = world.rows(tables.Account)[0]
    assert after.due_on == before.due_on, "no cadence is moved"
    assert len(world.rows(tables.Touch)) == 1, "no touch is added"
    assert after.look_at > before.look_at, "computed again"
    with world.tend.database.reading() as session:
        line = audit.lines(session, 1, world.now)[-1]
    assert "Dana Reyes: answered request 1" in line
    assert "price" not in line
    world.now += timedelta(days=1)
    assert "answered already: Nov 18" in text_of(press(world, say.REQUEST_ANSWERED))
    assert "answered already: Nov 18" in text_of(press(world, say.REQUEST_WITHDRAWN))
    assert stored(world)[0].answered_on == date(2026, 11, 18)


def test_no_longer_wanted_counts_nowhere(world: World, asked: int):
    assert "“a price for 40 seats”: no longer wanted" in text_of(press(world, say.REQUEST_WITHDRAWN))
    assert "*Asked:*" not in text_of(world.command("/account acme"))
    assert "no longer there" in text_of(press(world, say.REQUEST_ANSWERED))


def test_an_edit_brings_nothing_back_that_is_no_longer_wanted(world: World, acme: int):
    question = inbound(world, acme, request="wanted")
    press(world, say.REQUEST_WITHDRAWN)
    world.press(LOG_EDIT, json.dumps({"batch": question}))
    world.submit(world.modal, {"note": "wants a price"})
    assert "Nothing asked yet" in text_of(world.command("/account acme requests"))


def test_one_is_added_by_hand_and_put_right(world: World, acme: int):
    world.press(say.REQUEST_ADD, json.dumps({"account": acme}))
    form = world.modal
    for n in range(2):  # pressed twice
        answer = world.submit(form, {"text": "a price", "contact": "1", "asked_clock": "9:30"})
        assert "errors" not in answer
        assert n or "“a price”: asked today" in text_of(world.sent[-1])
    (request,) = stored(world)
    assert (request.text, request.contact_id, request.asked_on) == ("a price", 1, date(2026, 11, 18))
    assert request.asked_at == datetime(2026, 11, 18, 14, 30, tzinfo=UTC)
    press(world, say.REQUEST_CHANGE)
    assert "errors" in world.submit(world.modal, {"answered_on": "2026-11-17"})
    answer = world.submit(
        world.modal, {"asked_on": "2026-11-17", "answered_on": "2026-11-18", "answered_clock": "9:50"}
    )
    assert "errors" not in answer
    (request,) = stored(world)
    assert request.asked_at == datetime(2026, 11, 17, 14, 30, tzinfo=UTC)
    assert "answered Nov 18, after 8 working hours" in text_of(world.command("/account acme requests"))


def test_what_was_answered_by_a_slip_is_opened_again(world: World, acme: int):
    inbound(world, acme, request="wanted")
    asked_at = stored(world)[0].asked_at
    press(world, say.REQUEST_ANSWERED)
    press(world, say.REQUEST_CHANGE)
    view = {
        **world.modal,
        "blocks": [_without_initial(b, "answered_on", "answered_clock") for b in world.modal["blocks"]],
    }
    world.submit(view, {"answered_clock": ""})
    (request,) = stored(world)
    assert (request.answered_on, request.answered_at, request.asked_at) == (None, None, asked_at)


def _without_initial(block: dict[str, Any], *fields: str) -> dict[str, Any]:
    if block.get("block_id") not in fields:
        return block
    element = {k: v for k, v in block["element"].items() if not k.startswith("initial")}
    return {**block, "element": element}


def test_a_long_text_of_a_file_is_not_cut_by_its_form(world: World, acme: int):
    long = "whether " * 100
    world.load(world.write("requests", {"account": "Acme", "text": long.strip(), "asked_on": "2026-11-16"}))
    press(world, say.REQUEST_CHANGE)
    world.submit(world.modal, {"asked_on": "2026-11-15"})
    (request,) = stored(world)
    assert (request.text, request.asked_on) == (long.strip(), date(2026, 11, 15))


def test_a_contact_of_another_account_did_not_ask(world: World, acme: int):
    world.account("Globex", last="2026-11-16")
    world.load(world.write("contacts", {"account": "Globex", "name": "Umar"}))
    world.press(say.REQUEST_ADD, json.dumps({"account": acme}))
    world.submit(world.modal, {"text": "a price", "contact": "2"})
    assert stored(world)[0].contact_id is None


# where it is told -------------------------------------------------------------------------------------------
def test_it_brings_a_morning_after_a_working_day_and_an_answer_is_an_act(world: World, asked: int):
    world.now = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)
    world.tick()
    world.deliver()
    sent = text_of(world.slack.posted[-1])
    assert "they asked “a price for 40 seats” on Nov 16, not answered for 3 working days." in sent
    outbound(world, asked)
    tap(world, REQUEST_ANSWERS)
    (place,) = world.rows(tables.Nudge)
    assert place.outcome == "request answered", "though nobody was reached"
    world.press(LOG_UNDO, json.dumps({"batch": batch(world)}))
    assert world.rows(tables.Nudge)[0].outcome == ""
    press(world, say.REQUEST_ANSWERED)
    assert world.rows(tables.Nudge)[0].outcome == "request answered"


def test_prep_says_all_that_is_open(world: World, asked: int):
    world.load(world.write("requests", {"account": "Acme", "text": "a trial", "asked_on": "2026-11-17"}))
    said = text_of(world.command("/account acme prep"))
    assert "*They wait for an answer*" in said
    assert "Cleo Stone: a price for 40 seats, waits 2 working days" in said
    assert "a trial, waits 1 working day" in said


def test_home_says_who_waits(world: World, asked: int):
    world.dispatch(
        json.dumps(
            world.payload(
                "event", event={"type": "app_home_opened", "user": "UDANA", "tab": "home", "event_ts": "1.5"}
            )
        ),
        "application/json",
    )
    world.deliver()
    said = text_of(world.slack.made("views.publish")[-1])
    assert "*1 request waits for an answer*" in said
    assert "*Acme* · a price for 40 seats, waits 2 working days" in said


def test_the_digest_says_how_fast_by_rep_and_account(world: World, asked: int):
    inbound(world, asked, request="wanted", request_clock="9:00")
    outbound(world, asked, answers="", request="0")
    world.set(figures_by_name="US: by name")
    assert "*Requests*: 1 waits for an answer" in text_of(world.command("/digest", by="UMEL"))
    said = world.digest_part("requests")
    assert "Dana Reyes: answers: " in said
    assert "By account, in 90 days: Acme: " in said
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com", "status": "churned"}))
    assert "waits for an answer" not in text_of(world.command("/digest", by="UMEL"))


def test_a_churned_account_keeps_nobody_waiting(world: World, asked: int):
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com", "status": "churned"}))
    assert "*Asked:*" not in text_of(world.command("/account acme"))
    assert "a price for 40 seats" in text_of(world.command("/account acme requests"))


# files, erasing ---------------------------------------------------------------------------------------------
def test_files_in_and_out(world: World, asked: int, tmp_path: Path):
    with world.tend.database.reading() as session:
        exporting.write(session, 1, tmp_path / "out")
    with (tmp_path / "out" / "requests.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["account", "contact", "text", "asked_on", "answered_on", "external_id"]
    assert [(r["contact"], r["asked_on"], r["answered_on"]) for r in rows] == [
        ("cleo@acme.com", "2026-11-16", ""),
        ("cleo@acme.com", "2026-11-10", "2026-11-12"),
    ]
    assert len(world.rows(tables.Contact)) == 1, "by name and by address the same"


def test_a_file_names_who_is_not_on_file_yet(world: World, acme: int):
    row = {"account": "Acme", "contact": "Umar", "text": "x?", "asked_on": "2026-11-02", "external_id": "q"}
    world.load(world.write("requests", row))
    umar = world.rows(tables.Contact)[-1]
    assert (umar.name, umar.added_on, stored(world)[0].contact_id) == ("Umar", date(2026, 11, 2), umar.id)
    world.load(world.write("requests", {**row, "contact": ""}))
    assert stored(world)[0].contact_id is None


def test_a_file_that_dates_it_anew_measures_nothing(world: World, acme: int, tmp_path: Path):
    inbound(world, acme, request="wanted")
    world.now += timedelta(hours=1)
    outbound(world, acme, request="0")
    with world.tend.database.reading() as session:
        exporting.write(session, 1, tmp_path / "out")
    path = tmp_path / "out" / "requests.csv"
    before = stored(world)[0]
    assert not world.load(path).problems
    assert stored(world)[0] == before, "read back it changes nothing"
    with path.open() as file:
        (row,) = csv.DictReader(file)
    world.load(world.write("requests", {**row, "answered_on": "2026-11-19"}))
    (after,) = stored(world)
    assert (after.answered_on, after.answered_at, after.asked_at) == (
        date(2026, 11, 19),
        None,
        before.asked_at,
    )


def test_it_is_not_answered_before_it_was_asked(world: World, acme: int):
    row = {"account": "Acme", "text": "x?", "asked_on": "2026-11-02", "answered_on": "2026-11-01"}
    (problem,) = world.load(world.write("requests", row)).problems
    assert (problem.column, problem.what) == ("answered_on", "is before it was asked.")


def test_whoever_asked_reads_it_and_is_erased_from_it(world: World, asked: int):
    with world.tend.database.reading() as session:
        read_out = personal.about(session, 1, "cleo@acme.com")
    assert read_out
    assert len(read_out["requests_logged"]) == 2
    with world.tend.database.transaction() as session:
        erasing.erase(session, current(session), "cleo@acme.com", world.now)
    assert [r.contact_id for r in stored(world)] == [None, None]


def test_no_words_of_it_reach_the_audit(world: World, asked: int):
    press(world, say.REQUEST_CHANGE)
    world.submit(world.modal, {"text": "a secret price"})
    with world.tend.database.reading() as session:
        assert "secret" not in "\n".join(audit.lines(session, 1, world.now))
