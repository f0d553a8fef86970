"""What a customer lacks: noted, moved on by a tap, put right, told by a line; its reason to call; rolled up
over many accounts, and told to all who lack it. Goals beside it."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from messages.goals import GOAL_CHANGE, GOAL_REACHED
from messages.lacking import LACK_MET, LACK_TOLD
from messages.log_touch import LOG_EDIT, LOG_UNDO
from messages.need_list import LACK_LIKE, NEED_CHANGE, NEED_LOST, NEED_NEXT, NEED_VOID
from messages.needed import GOAL_NOTE, NEED_NOTE, NEED_TOLD
from messages.stated import STATED_KEEP, STATED_UNDO
from storage import tables, workspaces
from storage.exchange import exporting
from storage.privacy import erasing, personal

from ..world import CALLED, World, text_of

LINE = "they need cold storage by spring, about 20k"
NEED = {"account": "Acme", "by_email": "dana@x.com", "text": "cold storage", "heard_on": "2026-11-10"}


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme", last="2026-11-16", annual_revenue="84000")


def buttons(message: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Label, action and value of each, in their order."""
    rows = [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]
    rows += [b["accessory"] for b in message["blocks"] if b.get("accessory")]
    return [(e["text"]["text"], e["action_id"], e["value"]) for e in rows if e["type"] == "button"]


def labels(message: dict[str, Any]) -> list[str]:
    return [label for label, _, _ in buttons(message)]


def tap(
    world: World, message: dict[str, Any], action: str, by: str = "UDANA", times: int = 1, nth: int = 0
) -> dict[str, Any]:
    value = [value for _, id_, value in buttons(message) if id_ == action][nth]
    for _ in range(times):
        world.sent.clear()
        world.press(action, value, by=by)
    return world.sent[-1] if world.sent else {}


def fill(world: World, by: str = "UDANA", **filled: str) -> dict[str, Any]:
    """The form that is open, filled in: what is answered."""
    world.sent.clear()
    refused = world.submit(world.modal, filled, by=by)
    return world.sent[-1] if world.sent else refused


def note(world: World, account: int, by: str = "UDANA", **filled: str) -> dict[str, Any]:
    world.press(NEED_NOTE, json.dumps({"account": account}), by=by)
    return fill(world, by=by, **filled)


def stored(world: World) -> Any:
    (need,) = world.rows(tables.Need)
    return need


def test_noted_in_the_form_it_stands_on_the_card_and_is_the_reason_to_call(world: World, acme: int):
    shown = note(
        world, acme, text="cold storage", budget="20k", right_on="2026-12-15", offer="Hall 4", discount="yes"
    )
    assert "✅ Noted: cold storage, budget $20,000, right from Dec 15, heard Nov 18." in text_of(shown)
    assert "would fit: Hall 4 · a discount moves them · Dana Reyes" in text_of(shown)
    need = stored(world)
    assert (need.budget, need.currency, need.status) == (2_000_000, "USD", "heard")
    card = text_of(world.command("/account acme"))
    assert "*They need:* cold storage, budget $20,000, right from Dec 15, heard Nov 18" in card
    assert "They need “cold storage”, with a budget of $20,000, right from Dec 15 on" in card
    prep = text_of(world.command("/account acme prep"))
    assert "*They need*\\n• cold storage" in prep
    assert "*No goal on file:* ask what they want to reach" in prep
    assert "What does it cost you today that you don't have it?" in prep


def test_without_budget_or_day_it_is_no_reason(world: World, acme: int):
    note(world, acme, text="cold storage")
    card = text_of(world.command("/account acme"))
    assert "*They need:* cold storage, heard Nov 18" in card
    assert "They need “cold storage”" not in card


def test_one_tap_each_leads_from_heard_to_won_with_its_days(world: World, acme: int):
    world.load(world.write("needs", NEED))
    listed = world.command("/account acme needs")
    assert labels(listed) == ["Explored", "Lost…", "Change", "Not so", "They need…", "Card"]
    shown = tap(world, listed, NEED_NEXT)
    assert "✅ Explored: cold storage, explored Nov 18." in text_of(shown)
    stale = tap(world, listed, NEED_NEXT)
    assert "“cold storage” is explored since Nov 18." in text_of(stale)
    shown = tap(world, tap(world, shown, NEED_NEXT), NEED_NEXT)
    assert "✅ Won 👏: cold storage, won Nov 18." in text_of(shown)
    need = stored(world)
    days = (need.heard_on, need.explored_on, need.offered_on, need.closed_on)
    assert days == (date(2026, 11, 10), *(date(2026, 11, 18),) * 3)
    assert "*They need:*" not in text_of(world.command("/account acme"))
    history = text_of(world.command("/account acme history"))
    assert "won a need" in history


def test_lost_needs_its_reason(world: World, acme: int):
    world.load(world.write("needs", NEED))
    tap(world, world.command("/account acme needs"), NEED_LOST)
    assert fill(world)["errors"] == {"why": "Why was it lost? One line is enough."}
    shown = fill(world, why="they built their own")
    assert "✅ Lost: cold storage, lost Nov 18." in text_of(shown)
    assert "lost Nov 18: “they built their own”" in text_of(shown)
    assert (stored(world).status, stored(world).closed_on) == ("lost", date(2026, 11, 18))


def test_put_right_it_may_be_open_again_and_a_day_moves_with_its_status(world: World, acme: int):
    lost = {"status": "lost", "why": "price", "closed_on": "2026-11-12", "offered_on": "2026-11-11"}
    world.load(world.write("needs", {**NEED, **lost}))
    tap(world, world.command("/account acme needs"), NEED_CHANGE)
    shown = fill(world, status="offered", budget="1,500.50", currency="eur")
    assert "✅ Offered: cold storage, budget €1,50" in text_of(shown)
    need = stored(world)
    assert (need.status, need.offered_on, need.closed_on, need.why) == (
        "offered",
        date(2026, 11, 18),
        None,
        "",
    )
    assert (need.budget, need.currency) == (150_050, "EUR")
    tap(world, world.command("/account acme needs"), NEED_CHANGE)
    fill(world, since="2026-11-17")
    assert stored(world).offered_on == date(2026, 11, 17)
    tap(world, world.command("/account acme needs"), NEED_CHANGE)
    assert fill(world, since="2026-11-30")["errors"] == {"since": "Choose today or a day before."}
    assert fill(world, budget="much")["errors"] == {"budget": "An amount from 0 up, in whole units: 20000."}


def test_who_may_not_change_the_account_changes_only_what_they_noted(world: World):
    world.account("Initech", owner="kim@x.com", last="2026-11-16")
    world.load(world.write("needs", {**NEED, "account": "Initech", "by_email": "kim@x.com"}))
    refused = tap(world, world.command("/account initech needs"), NEED_NEXT)
    assert "Only whoever noted it" in text_of(refused)
    assert stored(world).status == "heard"
    world.command("/account initech")
    assert "✅ Noted" in text_of(note(world, stored(world).account_id, text="forklifts"))


def test_what_was_not_so_is_taken_back_once(world: World, acme: int):
    world.load(world.write("needs", NEED))
    listed = world.command("/account acme needs")
    assert "Taken back: “cold storage”" in text_of(tap(world, listed, NEED_VOID))
    assert "no longer on file" in text_of(tap(world, listed, NEED_VOID))


def test_sent_twice_it_is_noted_once(world: World, acme: int):
    world.press(NEED_NOTE, json.dumps({"account": acme}))
    form = world.modal
    for _ in range(2):
        world.submit(form, {"text": "cold storage"})
    assert stored(world).text == "cold storage"


# its day ---------------------------------------------------------------------------------------------------
def test_on_its_day_it_comes_into_the_morning_which_says_what_became_of_it(world: World, acme: int):
    world.load(world.write("needs", {**NEED, "right_from": "2026-11-19"}))
    world.tick()
    world.deliver()
    assert not world.rows(tables.Nudge), "kept in its cadence, and not right yet"
    world.now += timedelta(days=1)
    world.tick()
    world.deliver()
    assert [n.reason["kind"] for n in world.rows(tables.Nudge)] == ["need"]
    morning = world.slack.made("chat.postMessage")[-1]
    assert "they need “cold storage”, right from Nov 19 on" in text_of(morning).replace("They", "they")
    tap(world, world.command("/account acme needs"), NEED_NEXT)
    world.deliver()
    assert "need explored" in text_of(world.slack.made("chat.update")[-1])


def test_home_names_what_is_right_by_the_end_of_the_week_until_it_is_offered(world: World, acme: int):
    world.load(
        world.write("needs", {**NEED, "right_from": "2026-11-20"}, {**NEED, "right_from": "2026-11-30"})
    )
    event = {"type": "app_home_opened", "user": "UDANA", "tab": "home", "channel": "D1"}
    world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
    world.deliver()
    home = text_of(world.slack.made("views.publish")[-1])
    assert "*1 need is right by the end of this week*, not offered yet" in home
    assert "*Acme* · cold storage, right from Nov 20, heard Nov 10" in home
    for _ in range(2):
        tap(world, world.command("/account acme needs"), NEED_NEXT)
    world.deliver()
    assert "by the end of this week*, not offered" not in text_of(world.slack.made("views.publish")[-1])


def test_it_goes_along_with_a_merge_and_into_the_brief(world: World, acme: int):
    world.load(world.write("needs", NEED), world.write("goals", {"account": "Acme", "text": "fewer returns"}))
    world.press("handoff.open", json.dumps({"account": acme}))
    form = text_of(world.modal)
    assert "*They need*\\n• cold storage, heard Nov 10" in form
    assert "*They want to reach*\\n• fewer returns" in form
    other = world.account("Acme Ltd", last="2026-11-16")
    world.press("merge.open", json.dumps({"account": acme, "other": other}))
    shown = text_of(world.modal)
    assert "1 need" in shown
    assert "1 goal" in shown


# a typed line ----------------------------------------------------------------------------------------------
def test_a_line_that_tells_nothing_else_is_kept_by_one_tap_with_undo(world: World, acme: int):
    offered = world.command(f"/log acme {LINE}")
    assert "No touch logged: that tells of no contact with Acme." in text_of(offered)
    assert labels(offered)[0] == "They need: cold storage"
    assert not world.rows(tables.Need), "nothing is stored unasked"
    kept = tap(world, offered, STATED_KEEP, times=2)
    assert "✅ Noted at Acme: cold storage, budget $20,000, right from Mar 1, heard Nov 18." in text_of(kept)
    need = stored(world)
    assert (need.text, need.budget, need.right_on) == ("cold storage", 2_000_000, date(2027, 3, 1))
    again = world.command("/log acme needs a cold storage by spring, about 20k")
    assert "*They need already:* cold storage" in text_of(again)
    assert STATED_KEEP not in [id_ for _, id_, _ in buttons(again)]
    assert "no need was noted at Acme" in text_of(tap(world, kept, STATED_UNDO, times=2))
    assert stored(world).voided_at
    assert not world.rows(tables.Touch, tables.Touch.batch != "")


def test_what_came_of_it_since_is_not_undone(world: World, acme: int):
    kept = tap(world, world.command(f"/log acme {LINE}"), STATED_KEEP)
    tap(world, world.command("/account acme needs"), NEED_NEXT)
    assert "is explored since Nov 18" in text_of(tap(world, kept, STATED_UNDO))
    assert stored(world).voided_at is None


def test_in_the_receipt_of_a_touch_it_is_a_tap_and_falls_with_the_touch(world: World, acme: int):
    receipt = world.command(f"/log called acme 10 min, {LINE}")
    assert labels(receipt)[0] == "They need: cold storage"
    shown = tap(world, receipt, NEED_TOLD, times=2)
    assert "*They need:* cold storage, budget $20,000, right from Mar 1" in text_of(shown)
    assert "They need: cold storage" not in labels(shown)
    assert stored(world).heard_on == date(2026, 11, 18)
    tap(world, shown, LOG_UNDO)
    assert stored(world).voided_at


@pytest.mark.parametrize(
    "line",
    [
        "acme need a quote by friday, about 20k",
        "acme: their supplier needs cold storage by spring, about 20k",
        "acme don't need cold storage, about 20k",
        "acme need cold storage by spring?",
        "acme: we need cold storage by spring, about 20k",
        "acme needs night deliveries",
    ],
)
def test_what_may_be_something_else_is_not_offered(world: World, acme: int, line: str):
    shown = world.command(f"/log {line}")
    assert "They need" not in text_of(shown)


def test_the_direct_message_takes_it_too(world: World, acme: int):
    event = {"type": "message", "user": "UDANA", "channel": "D1", "channel_type": "im"}
    event |= {"text": f"acme: {LINE}", "ts": "1.5", "event_ts": "1.5"}
    world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
    answer = next(given for name, given in world.slack.calls if name == "chat.postEphemeral")
    tap(world, answer, STATED_KEEP)
    assert stored(world).text == "cold storage"


# many accounts ---------------------------------------------------------------------------------------------
@pytest.fixture
def three(world: World, acme: int) -> int:
    world.account("Globex", last="2026-11-16", annual_revenue="200000")
    world.account("Initech", owner="kim@x.com", last="2026-11-16")
    world.load(
        world.write(
            "needs",
            {**NEED, "budget": "20000", "currency": "USD"},
            {**NEED, "account": "Globex", "text": "a cold storage in Busan"},
            {**NEED, "account": "Initech", "by_email": "kim@x.com", "text": "cold storages"},
            {**NEED, "account": "Globex", "text": "night deliveries"},
        )
    )
    return acme


def test_the_roll_up_puts_near_texts_together_by_what_they_bring(world: World, three: int):
    mine = text_of(world.command("/account needs"))
    assert "*What your accounts lack*" in mine
    assert "*2 accounts, $284,000 a year, lack cold storage*" in mine
    assert "Globex ($200,000), Acme ($84,000, budget $20,000)" in mine
    assert "*1 account, $200,000 a year, lacks night deliveries*" in mine
    team = text_of(world.command("/account needs", by="UMEL"))
    assert "*3 accounts, $284,000 a year (revenue of 1 unknown), lack cold storage*" in team
    assert "Initech (revenue unknown)" in team
    kims = text_of(world.command("/account needs", by="UKIM"))
    assert "*1 account, revenue unknown, lacks cold storages*" in kims
    assert "Globex" not in kims


def test_without_any_need_the_roll_up_says_so(world: World, acme: int):
    assert "No open need is on file for your accounts." in text_of(world.command("/account needs"))


def test_when_it_is_met_each_is_told_with_one_tap(world: World, three: int):
    rolled = world.command("/account needs")
    tap(world, rolled, LACK_MET)
    assert fill(world, offer="")["errors"] == {"offer": "What meets it?"}
    listed = fill(world, offer="the new hall in Busan")
    assert "*Tell these customers*: “the new hall in Busan” meets “" in text_of(listed)
    assert "2 of 2 accounts to tell" in text_of(listed)
    shown = tap(world, listed, LACK_TOLD)
    assert "✅ Globex: told, offered today." in text_of(shown)
    assert "1 of 2 accounts to tell" in text_of(shown)
    assert "is offered since Nov 18" in text_of(tap(world, listed, LACK_TOLD)), "pressed again"
    shown = tap(world, shown, LACK_TOLD)
    assert "All of them were told." in text_of(shown)
    needs = {n.text: (n.status, n.offer) for n in world.rows(tables.Need)}
    assert needs["cold storage"] == ("offered", "the new hall in Busan")
    assert needs["cold storages"] == ("heard", ""), "Kim's is not Dana's"
    assert needs["night deliveries"] == ("heard", "")


def test_one_that_is_won_names_who_lacks_the_same(world: World, three: int):
    world.load(world.write("needs", {**NEED, "budget": "20000", "currency": "USD", "status": "offered"}))
    needs = world.rows(tables.Need, tables.Need.status == "offered")
    assert needs
    listed = world.command("/account acme needs")
    value = json.dumps({"need": needs[0].id, "status": "won"}, separators=(",", ":"))
    world.sent.clear()
    world.press(NEED_NEXT, value)
    shown = world.sent[-1]
    assert "1 other account lacks nearly the same." in text_of(shown)
    tap(world, shown, LACK_LIKE)
    assert "Globex" in text_of(fill(world, offer="the new hall"))
    del listed


# from the form of a touch ----------------------------------------------------------------------------------
def log_form(world: World, account: int) -> dict[str, Any]:
    """The form of a touch with every field, a call filled in."""
    world.press("card.log", json.dumps({"account": account}))
    return world.more(world.modal, {})


def edit(world: World, **filled: Any) -> dict[str, Any]:
    world.press(LOG_EDIT, json.dumps({"batch": str(world.rows(tables.Touch)[-1].batch)}))
    return world.submit(world.modal, filled)


LACKED = {**CALLED, "need_text": "cold storage", "need_budget": "20k EUR", "need_right": "2026-12-15"}


def test_the_form_of_a_touch_takes_what_they_need_and_undo_takes_it_back(world: World, acme: int):
    form = log_form(world, acme)
    assert world.submit(form, {**CALLED, "need_budget": "20k"})["errors"] == {
        "need_text": "What do they lack?"
    }
    wrong = world.submit(form, {**LACKED, "need_budget": "some"})["errors"]
    assert list(wrong) == ["need_budget"]
    world.sent.clear()
    world.submit(form, LACKED)
    need = stored(world)
    assert (need.text, need.budget, need.currency) == ("cold storage", 2_000_000, "EUR")
    assert (need.right_on, need.heard_on, need.status) == (date(2026, 12, 15), date(2026, 11, 18), "heard")
    receipt = world.sent[-1]
    assert "*They need:* cold storage, budget €20,000, right from Dec 15" in text_of(receipt)
    assert "cold storage" in text_of(world.command("/account acme needs"))
    tap(world, receipt, LOG_UNDO)
    assert stored(world).voided_at
    assert "Nothing noted yet" in text_of(world.command("/account acme needs"))


def test_an_edit_puts_it_right_keeps_it_or_takes_it_out(world: World, acme: int):
    world.submit(log_form(world, acme), LACKED)
    first = stored(world).id
    edit(world, note="other words")
    assert (stored(world).voided_at, stored(world).budget) == (None, 2_000_000)
    edit(world, need_text="a cold hall", need_budget="3000")
    need = stored(world)
    assert (need.id, need.voided_at, need.text) == (first, None, "a cold hall")
    assert (need.budget, need.currency) == (300_000, "USD")
    edit(world, need_text="")
    assert stored(world).voided_at
    edit(world, need_text="forklifts")
    assert [(n.text, bool(n.voided_at)) for n in world.rows(tables.Need)] == [
        ("a cold hall", True),
        ("forklifts", False),
    ]


def test_it_goes_along_to_another_account(world: World, acme: int):
    globex = world.account("Globex", last="2026-11-16")
    world.submit(log_form(world, acme), LACKED)
    edit(world, account=globex)
    assert (stored(world).account_id, stored(world).voided_at) == (globex, None)


def test_what_somebody_took_up_since_stays_whatever_becomes_of_the_touch(world: World, acme: int):
    world.submit(log_form(world, acme), LACKED)
    tap(world, world.command("/account acme needs"), NEED_NEXT)
    edit(world, note="other words")
    world.press(LOG_UNDO, json.dumps({"batch": str(world.rows(tables.Touch)[-1].batch)}))
    assert (stored(world).status, stored(world).voided_at) == ("explored", None)


def test_what_the_form_took_is_not_offered_again_and_what_a_tap_noted_fills_the_form(world: World, acme: int):
    receipt = world.command(f"/log acme called 10 min, {LINE}")
    tap(world, receipt, NEED_TOLD)
    world.press(LOG_EDIT, json.dumps({"batch": str(world.rows(tables.Touch)[-1].batch)}))
    filled = {
        b["block_id"]: b["element"].get("initial_value") for b in world.modal["blocks"] if "element" in b
    }
    assert (filled["need_text"], filled["need_budget"]) == ("cold storage", "20000 USD")
    world.sent.clear()
    world.submit(world.modal, {"need_budget": "25000"})
    assert stored(world).budget == 2_500_000
    assert NEED_TOLD not in [action for _, action, _ in buttons(world.sent[-1])]
    assert text_of(world.sent[-1]).count("They need") == 1


# goals -----------------------------------------------------------------------------------------------------
def test_a_goal_is_noted_reached_and_put_right(world: World, acme: int):
    world.press(GOAL_NOTE, json.dumps({"account": acme}))
    assert fill(world, due_on="2027-03-31")["errors"] == {"text": "What do they want to reach?"}
    shown = fill(world, text="fewer returns", due_on="2027-03-31", measure="returns a month")
    assert "✅ Noted: fewer returns by Mar 31, measured by returns a month." in text_of(shown)
    assert "*Their goal:* fewer returns by Mar 31" in text_of(world.command("/account acme"))
    prep = text_of(world.command("/account acme prep"))
    assert "*They want to reach*\\n• fewer returns by Mar 31, measured by returns a month" in prep
    listed = world.command("/account acme goals")
    shown = tap(world, listed, GOAL_REACHED)
    assert "✅ Reached: fewer returns by Mar 31, measured by returns a month. 👏" in text_of(shown)
    assert "is reached since Nov 18" in text_of(tap(world, listed, GOAL_REACHED))
    tap(world, shown, GOAL_CHANGE)
    fill(world, state="dropped")
    (goal,) = world.rows(tables.Goal)
    assert (goal.state, goal.closed_on) == ("dropped", date(2026, 11, 18))
    assert "gave up a goal" in text_of(world.command("/account acme history"))


def test_the_morning_after_it_was_due_asks_whether_it_was_reached_and_says_so(world: World, acme: int):
    world.load(world.write("goals", {"account": "Acme", "text": "fewer returns", "due_on": "2026-11-18"}))
    world.tick()
    world.deliver()
    assert not world.rows(tables.Nudge), "its day is not over"
    world.now += timedelta(days=1)
    world.tick()
    world.deliver()
    morning = world.slack.made("chat.postMessage")[-1]
    assert "their goal “fewer returns” was due Nov 18: was it reached?" in text_of(morning).lower().replace(
        "nov", "Nov"
    )
    assert "✅ Reached: fewer returns" in text_of(tap(world, morning, GOAL_REACHED))
    world.deliver()
    assert "✅ goal reached" in text_of(world.slack.made("chat.update")[-1])


def test_a_goal_with_another_day_is_not_asked_about_today(world: World, acme: int):
    world.load(world.write("goals", {"account": "Acme", "text": "fewer returns", "due_on": "2026-11-18"}))
    world.now += timedelta(days=1)
    world.tick()
    world.deliver()
    tap(world, world.command("/account acme goals"), GOAL_CHANGE)
    fill(world, due_on="2027-03-31")
    world.deliver()
    assert "goal has another day" in text_of(world.slack.made("chat.update")[-1])


def test_how_they_earn_is_a_field_of_the_account(world: World, acme: int):
    world.load(
        world.write(
            "accounts",
            {"name": "Acme", "owner_email": "dana@x.com", "earns_by": "rents cranes; keeps them by service"},
        )
    )
    said = "*How they earn:* rents cranes; keeps them by service"
    assert said in text_of(world.command("/account acme prep"))
    world.press("card.more", json.dumps({"account": acme}))
    assert said in text_of(world.sent[-1])


# files, and whose they are ---------------------------------------------------------------------------------
def test_files_bring_them_and_an_export_reads_back_the_same(world: World, acme: int, tmp_path: Path):
    lost = {"status": "lost", "why": "built it", "explored_on": "2026-11-11", "closed_on": "2026-11-12"}
    world.load(
        world.write(
            "needs", {**NEED, **lost, "budget": "20000.50", "right_from": "2027-03-01", "discount": "no"}
        ),
        world.write("goals", {"account": "Acme", "text": "fewer returns", "due_on": "2027-01-31"}),
    )
    need = stored(world)
    assert (need.budget, need.right_on, need.closed_on) == (2_000_050, date(2027, 3, 1), date(2026, 11, 12))
    with world.tend.database.reading() as session:
        exporting.write(session, workspaces.current(session).id, tmp_path)
    (row,) = csv.DictReader((tmp_path / "needs.csv").open(encoding="utf-8"))
    assert (row["budget"], row["right_from"], row["status"], row["why"]) == (
        "20000.5",
        "2027-03-01",
        "lost",
        "built it",
    )
    before = [n.model_dump() for n in (*world.rows(tables.Need), *world.rows(tables.Goal))]
    world.load(tmp_path / "needs.csv", tmp_path / "goals.csv")
    assert [n.model_dump() for n in (*world.rows(tables.Need), *world.rows(tables.Goal))] == before
    assert len(world.rows(tables.Need)) == len(world.rows(tables.Goal)) == 1


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({**NEED, "closed_on": "2026-11-12", "status": "heard"}, "closed_on"),
        ({**NEED, "explored_on": "2026-11-01"}, "explored_on"),
        ({**NEED, "heard_on": "2026-12-24"}, "heard_on"),
        ({**NEED, "budget": "-5"}, "budget"),
        ({**NEED, "status": "maybe"}, "status"),
    ],
)
def test_a_bad_row_is_told(world: World, acme: int, row: dict[str, str], column: str):
    report = world.load(world.write("needs", row))
    assert column in [p.column for p in report.problems]
    assert not world.rows(tables.Need)


def test_who_noted_it_reads_it_and_is_erased_from_it(world: World, acme: int):
    note(world, acme, text="cold storage, says Dana Reyes", budget="5")
    with world.tend.database.transaction() as session:
        answer = personal.about(session, 1, "dana@x.com")
        assert answer
        assert [n["text"] for n in answer["needs_noted"]] == ["cold storage, says Dana Reyes"]
        erasing.erase(session, workspaces.current(session), "dana@x.com", now=world.now)
    assert "Dana" not in stored(world).text
