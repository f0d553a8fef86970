"""What a typed line tells of the customer: offered first in the receipt of its touch, filled into the form of
one that is asked about, kept alone where there was no contact."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from messages.changed import CHANGED_NOTE, CHANGED_TOLD
from messages.changes import CHANGED_ANSWERED, CHANGED_VOID
from messages.log_touch import LOG_EDIT, LOG_UNDO
from messages.put_right import LOG_FIX
from messages.raised import CONCERN_RAISE
from messages.requested import REQUEST_WANTED
from messages.stated import STATED_KEEP, STATED_UNDO
from messages.unlogged import LINE_DISMISS, LINE_OPEN
from storage import audit, tables

from ..world import World, text_of


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme", last="2026-11-16", country="DE")


def buttons(message: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Label, action and value of each, in their order."""
    row = [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]
    return [(e["text"]["text"], e["action_id"], e["value"]) for e in row if e["type"] == "button"]


def labels(message: dict[str, Any]) -> list[str]:
    return [label for label, _, _ in buttons(message)]


def tap(
    world: World, message: dict[str, Any], action: str, times: int = 1, by: str = "UDANA"
) -> dict[str, Any]:
    value = next(value for _, id_, value in buttons(message) if id_ == action)
    for _ in range(times):
        world.sent.clear()
        world.press(action, value, by=by)
    return world.sent[-1] if world.sent else {}


def touches(world: World) -> list[Any]:
    return world.rows(tables.Touch, tables.Touch.batch != "", tables.Touch.voided_at.is_(None))  # type: ignore[union-attr]


def stands(world: World, model: Any) -> list[Any]:
    return world.rows(model, model.voided_at.is_(None))


# in the receipt of a touch ---------------------------------------------------------------------------------
def test_a_concern_is_the_first_tap_with_its_kind_and_falls_with_the_touch(world: World, acme: int):
    receipt = world.command("/log called acme 10 min, they complained about billing")
    assert labels(receipt)[0] == "Open a concern: billing"
    assert "Open a concern" not in labels(receipt), "once"
    assert not world.rows(tables.Concern), "nothing is stored unasked"
    shown = tap(world, receipt, CONCERN_RAISE, times=2)
    (concern,) = stands(world, tables.Concern)
    assert (concern.kind, concern.raised_on) == ("billing", date(2026, 11, 18))
    assert concern.text == "called acme 10 min, they complained about billing"
    assert "*Concern opened:* called acme 10 min, they complained about billing (billing)" in text_of(shown)
    assert "Open a concern: billing" not in labels(shown)
    tap(world, shown, LOG_UNDO)
    assert not stands(world, tables.Concern)
    assert not touches(world)


def test_an_open_concern_of_that_kind_is_not_offered_anew(world: World, acme: int):
    seen = {"account": "Acme", "by_email": "dana@x.com", "text": "wrong invoices", "raised_on": "2026-11-09"}
    world.load(world.write("concerns", {**seen, "kind": "billing"}))
    receipt = world.command("/log called acme 10 min, they complained about billing")
    assert "Open a concern: billing" not in labels(receipt)


def test_a_request_is_the_first_tap_in_their_words_and_falls_with_the_touch(world: World, acme: int):
    receipt = world.command("/log acme emailed, asked for the new price list")
    assert labels(receipt)[0] == "They want an answer: “the new price list”"
    assert not world.rows(tables.Request)
    shown = tap(world, receipt, REQUEST_WANTED, times=2)
    (request,) = stands(world, tables.Request)
    assert (request.text, request.answered_on) == ("the new price list", None)
    assert "*They want an answer:* the new price list" in text_of(shown)
    tap(world, shown, LOG_UNDO)
    assert not stands(world, tables.Request)


def test_a_change_is_the_first_tap_with_its_kind_and_falls_with_the_touch(world: World, acme: int):
    receipt = world.command("/log called acme 10 min, they were acquired by Hooli")
    assert labels(receipt)[0] == "Note: acquired (Hooli)"
    assert not world.rows(tables.Change)
    shown = tap(world, receipt, CHANGED_TOLD, times=2)
    (change,) = stands(world, tables.Change)
    assert (change.kind, change.text, change.on) == ("acquired", "by Hooli", date(2026, 11, 18))
    assert "*Changed there:* acquired Nov 18: “by Hooli”" in text_of(shown)
    assert "Note: acquired (Hooli)" not in labels(shown)
    assert "is what they have still a fit?" in text_of(world.command("/account acme"))
    tap(world, shown, LOG_UNDO, times=2)
    assert not stands(world, tables.Change)
    assert "still a fit?" not in text_of(world.command("/account acme"))
    with world.tend.database.reading() as session:
        told = [line for line in audit.lines(session, 1, world.now) if "change 1" in line]
    assert len(told) == 2


def test_an_edit_of_the_touch_leaves_its_change_and_takes_it_along(world: World, acme: int):
    world.account("Globex")
    receipt = world.command("/log called acme 20 min, showed the benchmark, they were acquired by Hooli")
    shown = tap(world, receipt, CHANGED_TOLD)
    batch = json.loads(next(v for _, id_, v in buttons(shown) if id_ == LOG_EDIT))["batch"]
    fix = {"batch": batch, "field": "direction", "value": "inbound"}
    world.press(LOG_FIX, json.dumps(fix))
    (change,) = stands(world, tables.Change)
    assert change.account_id == acme
    assert "*Changed there:* acquired" in text_of(world.command("/account acme")), (
        "the touch that told of it is no answer"
    )
    world.press(LOG_EDIT, json.dumps({"batch": batch}))
    other = world.rows(tables.Account, tables.Account.name == "Globex")[0].id
    world.submit(world.modal, {"account": str(other)})
    (change,) = stands(world, tables.Change)
    assert change.account_id == other
    assert "*Changed there:*" not in text_of(world.command("/account acme"))
    assert "*Changed there:* acquired" in text_of(world.command("/account globex"))


def test_what_was_not_so_may_be_noted_again_and_what_is_known_is_said(world: World, acme: int):
    line = "/log called acme 10 min, they were acquired by Hooli"
    receipt = world.command(line)
    tap(world, receipt, CHANGED_TOLD)
    again = world.command(line)
    assert "*Changed there:* acquired Nov 18: “by Hooli”" in text_of(again)
    assert "Note: acquired (Hooli)" not in labels(again)
    world.press(CHANGED_VOID, '{"change":1}')
    tap(world, receipt, CHANGED_TOLD, times=2)
    assert len(stands(world, tables.Change)) == 1


@pytest.mark.parametrize(
    ("line", "label", "text"),
    [
        ("met acme, they are opening a plant in Poland", "Note: new country", "opening a plant in Poland"),
        ("met acme, saw a competitor, Globex", "Note: competitor seen (Globex)", "Globex"),
        ("met acme, competitor Hooli is offering 10% less", "Note: competitor seen (Hooli)",
         "Hooli: competitor Hooli is offering 10% less"),
        ("met acme, they have a new team in purchasing", "Note: new team", "have a new team in purchasing"),
    ],
)  # fmt: skip
def test_the_kind_and_the_name_are_filled(world: World, acme: int, line: str, label: str, text: str):
    receipt = world.command(f"/log {line}")
    assert labels(receipt)[0] == label
    tap(world, receipt, CHANGED_TOLD)
    assert [c.text for c in stands(world, tables.Change)] == [text]


def test_a_competitor_whom_nobody_named_is_asked_for(world: World, acme: int):
    receipt = world.command("/log met acme, saw a competitor there")
    assert labels(receipt)[0] == "Note: competitor seen…"
    assert "Something changed" not in labels(receipt), "the same form"
    tap_value = next(v for _, id_, v in buttons(receipt) if id_ == CHANGED_NOTE)
    world.press(CHANGED_NOTE, tap_value)
    world.submit(world.modal, {"name": "Hooli"})
    assert [(c.kind, c.text) for c in world.rows(tables.Change)] == [("competitor seen", "Hooli")]


def test_a_competitor_or_a_buyer_on_file_was_not_met(world: World, acme: int):
    world.account("Globex")
    receipt = world.command("/log met acme, saw a competitor, Globex")
    assert labels(receipt)[0] == "Note: competitor seen (Globex)"
    receipt = world.command("/log called acme 10 min, they were acquired by Globex")
    assert labels(receipt)[0] == "Note: acquired (Globex)"
    assert {t.account_id for t in touches(world)} == {acme}
    world.command("/log called globex 10 min, 20 seats bought by Globex")
    assert touches(world)[-1].account_id != acme


def test_their_own_country_is_no_new_one(world: World, acme: int):
    assert (
        labels(world.command("/log met acme, they are opening a plant in Germany"))[0] != "Note: new country"
    )


def test_of_several_contacts_nobody_knows_which_told_it(world: World, acme: int):
    world.account("Globex")
    receipt = world.command("/log called acme 10 min, complained about billing; emailed globex")
    assert not [label for label in labels(receipt) if "billing" in label]


@pytest.mark.parametrize(
    "line",
    [
        "called acme 10 min, no complaints about billing",
        "called acme 10 min, billing issue solved",
        "called acme 10 min, they were not acquired",
        "called acme 10 min, they plan to open a plant in Poland",
    ],
)
def test_what_is_not_so_is_offered_nowhere(world: World, acme: int, line: str):
    shown = labels(world.command(f"/log {line}"))
    assert not [label for label in shown if label.startswith(("Open a concern", "Note:"))]


def test_only_its_author_notes_what_a_line_tells(world: World, acme: int):
    receipt = world.command("/log called acme 10 min, they were acquired by Hooli")
    value = next(v for _, id_, v in buttons(receipt) if id_ == CHANGED_TOLD)
    world.press(CHANGED_TOLD, value, by="UKIM")
    assert "Only its author" in text_of(world.sent[-1])
    assert not world.rows(tables.Change)


# in the form -----------------------------------------------------------------------------------------------
def test_the_form_of_a_doubtful_line_holds_the_concern(world: World, acme: int):
    world.command("/log acme they complained about billing")
    form = world.modal
    assert "*Concern opened:* they complained about billing (billing)" in text_of(form)
    assert not world.rows(tables.Concern)
    world.submit(form, {"channel": "call", "outcome": "reached"})
    assert [(c.kind, c.text) for c in world.rows(tables.Concern)] == [
        ("billing", "they complained about billing")
    ]


def test_the_form_may_be_emptied_of_it(world: World, acme: int):
    world.command("/log acme they complained about billing")
    filled = {"channel": "call", "outcome": "reached", "concern_text": ""}
    world.submit(world.modal, filled)
    assert touches(world)
    assert not world.rows(tables.Concern)


@pytest.mark.parametrize(
    ("line", "channel", "asks"),
    [
        ("acme asked for the new price list, wants an answer", "email", "the new price list"),
        ("acme emailed: can we send the spec?", "", "can we send the spec?"),
    ],
)
def test_the_form_of_a_doubtful_line_holds_the_request(
    world: World, acme: int, line: str, channel: str, asks: str
):
    world.command(f"/log {line}")
    form = world.modal
    assert f"*They want an answer:* {asks}" in text_of(form)
    world.submit(form, {"channel": channel} if channel else {})
    (touch,) = touches(world)
    assert (touch.channel, touch.direction, touch.outcome) == ("email", "inbound", "reached")
    assert [r.text for r in world.rows(tables.Request)] == [asks]


def test_a_request_in_the_form_may_be_none(world: World, acme: int):
    world.command("/log acme asked for the new price list")
    world.submit(world.modal, {"channel": "email", "request": "neither"})
    assert touches(world)
    assert not world.rows(tables.Request)


def test_who_stands_before_asked_asks(world: World, acme: int):
    world.load(world.write("contacts", {"account": "Acme", "name": "Jane Doe"}))
    world.command("/log Jane at acme asked for a quote")
    assert "*They want an answer:* a quote" in text_of(world.modal)


def test_what_we_asked_is_no_request(world: World, acme: int):
    world.command("/log asked for the spec at acme")
    assert "*They want an answer" not in text_of(world.modal)


# without a touch -------------------------------------------------------------------------------------------
def test_a_line_that_states_a_change_logs_no_touch_and_one_tap_notes_it(world: World, acme: int):
    world.account("Umbra")
    answer = world.command("/log acme was acquired by Umbra")
    assert "No touch logged: that tells of no contact with Acme." in text_of(answer)
    assert labels(answer) == ["Note: acquired (Umbra)", "Log a touch", "Dismiss"]
    assert not touches(world)
    assert not world.rows(tables.Change)
    assert world.rows(tables.Unlogged)[0].text == "acme was acquired by Umbra", "nothing typed is lost"
    shown = tap(world, answer, STATED_KEEP, times=2)
    assert "✅ Noted at Acme: acquired Nov 18: “by Umbra”." in text_of(shown)
    assert [(c.account_id, c.kind, c.text) for c in stands(world, tables.Change)] == [
        (acme, "acquired", "by Umbra")
    ]
    assert world.rows(tables.Unlogged)[0].became == "noted"
    assert not touches(world)
    assert "is what they have still a fit?" in text_of(world.command("/account acme"))
    undone = tap(world, shown, STATED_UNDO, times=2)
    assert "Undone: no change was noted at Acme" in text_of(undone)
    assert not stands(world, tables.Change)
    assert "still a fit?" not in text_of(world.command("/account acme"))
    assert "Undone" in text_of(tap(world, answer, STATED_KEEP)), "a stale button says what became of it"
    assert not stands(world, tables.Change)


def test_a_line_that_states_a_concern_opens_it_by_one_tap(world: World, acme: int):
    answer = world.command("/log acme is unhappy about billing")
    assert labels(answer)[0] == "Open a concern: billing"
    shown = tap(world, answer, STATED_KEEP, times=2)
    (concern,) = stands(world, tables.Concern)
    assert (concern.account_id, concern.kind, concern.text) == (acme, "billing", "is unhappy about billing")
    assert "✅ Concern opened at Acme: “is unhappy about billing” (billing)." in text_of(shown)
    assert not touches(world)
    tap(world, shown, STATED_UNDO, times=2)
    assert not stands(world, tables.Concern)
    with world.tend.database.reading() as session:
        assert len([line for line in audit.lines(session, 1, world.now) if "concern" in line]) == 2


def test_the_owner_hears_of_a_concern_that_somebody_else_stated(world: World, acme: int):
    tap(world, world.command("/log acme is unhappy about billing", by="UKIM"), STATED_KEEP, by="UKIM")
    world.now = datetime.fromisoformat("2026-11-18T18:05:00+00:00")
    world.deliver()
    (told,) = [m for m in world.slack.posted if "opened a concern" in text_of(m)]
    assert told["channel"] == "DDANA"


def test_a_concern_that_was_closed_since_stays(world: World, acme: int):
    shown = tap(world, world.command("/log acme is unhappy about billing"), STATED_KEEP)
    world.press("concern.close", json.dumps({"concern": 1}))
    world.submit(world.modal, {"done": "a new invoice", "told_on": "2026-11-18"})
    assert "Undone" not in text_of(tap(world, shown, STATED_UNDO))
    assert stands(world, tables.Concern)


def test_what_stands_already_is_said(world: World, acme: int):
    tap(world, world.command("/log acme was acquired by Hooli"), STATED_KEEP)
    again = world.command("/log acme was acquired by Hooli, they said so")
    assert "*Changed there already:* acquired Nov 18" in text_of(again)
    assert labels(again) == ["Log a touch", "Dismiss"]
    tap(world, world.command("/log acme is unhappy about billing"), STATED_KEEP)
    again = world.command("/log acme is upset about the last invoice")
    assert "*Unhappy already:* about billing, since today" in text_of(again)
    assert "Open a concern: billing" in labels(again), "there may be another one"


def test_a_line_typed_twice_is_kept_once_whichever_buttons_are_tapped(world: World, acme: int):
    for line, model, said in (
        ("acme is unhappy about billing", tables.Concern, "*Unhappy already:*"),
        ("acme was acquired by Hooli", tables.Change, "*Changed there already:*"),
    ):
        offered = [world.command(f"/log {line}") for _ in range(2)]
        assert [STATED_KEEP in text_of(answer) for answer in offered] == [True, True]
        tap(world, offered[0], STATED_KEEP)
        again = tap(world, offered[1], STATED_KEEP, times=2)
        assert said in text_of(again)
        assert labels(again) == ["Log a touch", "Dismiss"]
        assert len(world.rows(model)) == 1
        assert STATED_KEEP not in text_of(world.command(f"/log {line}")), "the same words are nothing new"


def test_a_change_that_was_talked_about_comes_back_by_no_line(world: World, acme: int):
    offered = [world.command("/log acme was acquired by Hooli") for _ in range(2)]
    tap(world, offered[0], STATED_KEEP)
    world.press(CHANGED_ANSWERED, '{"change":1}')
    assert world.rows(tables.Change)[0].answered_on
    assert "*Changed there already:*" in text_of(tap(world, offered[1], STATED_KEEP))
    assert "still a fit?" not in text_of(world.command("/account acme"))


def test_another_concern_is_opened_beside_one_that_was_shown(world: World, acme: int):
    """Asked once more where the first was opened after the line was typed."""
    first, second = (
        world.command(f"/log acme is {words}") for words in ("unhappy about billing", "upset about invoices")
    )
    tap(world, first, STATED_KEEP)
    shown = tap(world, second, STATED_KEEP)
    assert "*Unhappy already:* about billing, since today" in text_of(shown)
    assert len(world.rows(tables.Concern)) == 1
    tap(world, shown, STATED_KEEP, times=2)
    assert [c.text for c in world.rows(tables.Concern)] == [
        "is unhappy about billing",
        "is upset about invoices",
    ]


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("acme opens a plant in Poland", "new country", "opens a plant in Poland"),
        ("acme: saw a competitor, Globex", "competitor seen", "Globex"),
        (
            "acme opens a plant in Poland, their ops team grows to 200",
            "new country",
            "opens a plant in Poland, their ops team grows to 200",
        ),
    ],
)
def test_what_a_statement_keeps(world: World, acme: int, line: str, kind: str, text: str):
    tap(world, world.command(f"/log {line}"), STATED_KEEP)
    assert [(c.kind, c.text) for c in world.rows(tables.Change)] == [(kind, text)]
    assert not touches(world)


def test_a_statement_may_be_logged_as_a_touch_or_dismissed(world: World, acme: int):
    answer = world.command("/log acme is unhappy about billing")
    tap(world, answer, LINE_OPEN)
    world.submit(world.modal, {"channel": "call", "outcome": "reached"})
    assert touches(world)
    assert len(world.rows(tables.Concern)) == 1, "the form held it"
    assert "logged or dismissed meanwhile" in text_of(tap(world, answer, STATED_KEEP))
    assert len(world.rows(tables.Concern)) == 1
    answer = world.command("/log acme was acquired by Hooli")
    tap(world, answer, LINE_DISMISS)
    tap(world, answer, STATED_KEEP)
    assert not world.rows(tables.Change)


def test_typed_as_a_direct_message_it_is_offered_and_kept_once(world: World, acme: int):
    event = {"type": "message", "user": "UDANA", "channel": "D1", "channel_type": "im"}
    event |= {"text": "Acme was acquired by Hooli", "ts": "1.5", "event_ts": "1.5"}
    for _ in range(2):
        world.slack.calls.clear()
        world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
        answer = next(given for name, given in world.slack.calls if name == "chat.postEphemeral")
        assert labels(answer)[0] == "Note: acquired (Hooli)"
    assert len(world.rows(tables.Unlogged)) == 1
    tap(world, answer, STATED_KEEP, times=2)
    assert len(world.rows(tables.Change)) == 1


def test_what_they_told_us_is_asked_about_in_a_direct_message_too(world: World, acme: int):
    event = {"type": "message", "user": "UDANA", "channel": "D1", "channel_type": "im"}
    event |= {"text": "Acme complained about billing", "ts": "1.5", "event_ts": "1.5"}
    world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
    answer = next(given for name, given in world.slack.calls if name == "chat.postEphemeral")
    assert labels(answer) == ["Finish", "Dismiss"]
    tap(world, answer, LINE_OPEN)
    assert "*Concern opened:* complained about billing (billing)" in text_of(world.modal)


def test_only_whoever_typed_a_statement_keeps_it(world: World, acme: int):
    answer = world.command("/log acme was acquired by Hooli")
    world.press(STATED_KEEP, buttons(answer)[0][2], by="UKIM")
    assert "Only whoever typed" in text_of(world.sent[-1])
    assert not world.rows(tables.Change)


@pytest.mark.parametrize(
    "line",
    [
        "spoke to acme, unhappy about billing",
        "acme was not acquired by Hooli",
        "was acme acquired by Hooli?",
        "acme may be acquired by Hooli",
        "acme and globex were acquired by Hooli",
        "acme will open a plant in Poland",
    ],
)
def test_what_is_no_statement(world: World, acme: int, line: str):
    world.account("Globex")
    assert STATED_KEEP not in text_of(world.command(f"/log {line}"))
    assert not world.rows(tables.Change)


def test_a_complaint_is_read_whatever_it_is_said_with(world: World, acme: int):
    world.command("/log acme complained that our prices are too high")
    assert "*Concern opened:* complained that our prices are too high (price)" in text_of(world.modal)
    answer = world.command("/log acme is unhappy about 請求書")
    assert labels(answer)[0] == "Open a concern: billing"


def test_no_stray_sign_stays_at_a_name(world: World, acme: int):
    assert labels(world.command("/log acme was acquired by Umbra &lt;big&gt;"))[0] == "Note: acquired (Umbra)"


def test_hostile_words_come_alive_nowhere(world: World, acme: int):
    answer = world.command("/log acme was acquired by Hooli &lt;!channel&gt; &amp; *bold*")
    assert "<!" not in text_of(answer)
    shown = tap(world, answer, STATED_KEEP)
    assert "<!" not in text_of(shown)
    receipt = world.command("/log acme emailed, asked for the &lt;!here&gt; list")
    assert "<!" not in text_of(tap(world, receipt, REQUEST_WANTED))
