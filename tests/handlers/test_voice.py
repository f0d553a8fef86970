"""The voice of the customer: feedback and testimonials asked and answered, referrals thanked for, thanks and
treats, who is loyal, that they promoted us."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from messages.feedback import (
    FEEDBACK_ANSWER,
    FEEDBACK_ASK,
    FEEDBACK_TOLD,
    FEEDBACK_VOID,
    PROMOTED,
    TESTIMONIAL_ASK,
)
from messages.referrals import REFERRAL_CHANGE, REFERRAL_NOTE, REFERRAL_THANKED, REFERRAL_VOID
from messages.thanks import LOYAL_THANKED, THANKS_CHANGE, THANKS_NOTE, THANKS_VOID
from rules.loyal import loyal as one
from storage import loyal, records, tables, workspaces
from storage.privacy import erasing, personal

from ..scheduler.test_home import home_of
from ..world import World, text_of
from .test_needs import buttons, fill, labels, tap

SENT = {"account": "Acme", "by_email": "dana@x.com", "who": "Umbra", "on": "2026-11-16"}
FRONT = {"account": "Acme", "at": "2026-11-16", "channel": "call", "sentiment": "happy"}


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme", last="2026-11-16", annual_revenue="84000")


def happy(world: World) -> None:
    world.load(world.write("touches", FRONT))


def page(world: World, word: str, by: str = "UDANA") -> dict[str, Any]:
    return world.command(f"/account acme {word}", by=by)


def only(world: World, table: Any) -> Any:
    (row,) = world.rows(table)
    return row


# feedback --------------------------------------------------------------------------------------------------
def test_asked_and_answered_it_stands_on_the_page_the_card_and_in_the_history(world: World, acme: int):
    listed = page(world, "feedback")
    assert labels(listed)[:2] == ["Ask for feedback…", "They told us…"]
    tap(world, listed, FEEDBACK_ASK)
    assert "“What should we change?”" in text_of(world.modal)
    shown = fill(world, contact="Tessa <!channel>")
    assert "✅ Asked for feedback: Tessa &lt;!channel&gt;." in text_of(shown)
    assert "asked today: Tessa &lt;!channel&gt;, no answer yet" in text_of(shown)
    tap(world, shown, FEEDBACK_ANSWER)
    assert fill(world)["errors"] == {"text": "What did they say?"}
    assert fill(world, text="bill by the month")["errors"] == {"theme": "What is it about?"}
    shown = fill(world, text="bill by the month", theme="price")
    assert "• price, Nov 18: “bill by the month” (Tessa &lt;!channel&gt;)" in text_of(shown)
    kept = only(world, tables.Feedback)
    assert (kept.state, kept.theme, kept.answered_on) == ("given", "price", date(2026, 11, 18))
    world.press("card.more", json.dumps({"account": acme}))
    assert "*Feedback:* price, Nov 18: “bill by the month”" in text_of(world.sent[-1])
    history = text_of(page(world, "history"))
    assert "asked them for their word" in history
    assert "noted what they said of us" in history


def test_it_is_asked_once_a_quarter_and_says_when_again(world: World, acme: int):
    asked = {"account": "Acme", "asked_on": "2026-08-21", "state": "given", "answered_on": "2026-08-21"}
    world.load(world.write("feedback", asked))
    listed = page(world, "feedback")
    assert "They were asked for feedback on Aug 21: ask again from Nov 19." in text_of(listed)
    assert "Ask for feedback…" not in labels(listed)
    world.press(FEEDBACK_ASK, json.dumps({"account": acme}))
    assert "ask again from Nov 19" in text_of(world.modal)
    world.now += timedelta(days=1)
    assert "Ask for feedback…" in labels(page(world, "feedback"))


def test_of_two_forms_that_are_open_one_asks(world: World, acme: int):
    value = json.dumps({"account": acme})
    world.press(FEEDBACK_ASK, value)
    first = world.modal
    world.press(FEEDBACK_ASK, value, by="UMEL")
    second = world.modal
    world.submit(first, {})
    refused = world.submit(second, {}, by="UMEL")
    assert "ask again from" in refused["errors"]["asked_on"]
    assert "errors" not in world.submit(first, {}), "sent twice it is one"
    assert len(world.rows(tables.Feedback)) == 1


def test_of_many_who_ask_and_thank_at_the_same_moment_one_does(world: World, acme: int):
    tap(world, page(world, "feedback"), FEEDBACK_ASK)
    forms = [
        {**world.modal, "private_metadata": json.dumps({"token": f"t{n}", "account": acme})} for n in "abcd"
    ]
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(world.submit, form, {}) for form in forms]
        thanked = [pool.submit(world.press, LOYAL_THANKED, json.dumps({"account": acme})) for _ in "abcd"]
        assert sum("errors" in a.result() for a in asked) == 3
        assert all(t.result() is not None for t in thanked)
    assert only(world, tables.Feedback)
    assert only(world, tables.Thanks)


def test_what_they_say_unasked_is_never_refused(world: World, acme: int):
    world.load(world.write("feedback", {"account": "Acme", "asked_on": "2026-11-10"}))
    tap(world, page(world, "feedback"), FEEDBACK_TOLD)
    fill(world, text="call us less", theme="people")
    assert [f.state for f in world.rows(tables.Feedback)] == ["asked", "given"]


def test_asked_by_mistake_it_is_taken_back_and_may_be_asked_anew(world: World, acme: int):
    tap(world, page(world, "feedback"), FEEDBACK_ASK)
    listed = fill(world)
    shown = tap(world, listed, FEEDBACK_VOID)
    assert "↩️ Taken back" in text_of(shown)
    assert "Ask for feedback…" in labels(shown)
    assert "no longer on file" in text_of(tap(world, listed, FEEDBACK_VOID))


def test_of_two_open_forms_the_second_writes_over_no_answer(world: World, acme: int):
    tap(world, page(world, "feedback"), FEEDBACK_ASK)
    shown = fill(world)
    tap(world, shown, FEEDBACK_ANSWER)
    danas = world.modal
    tap(world, shown, FEEDBACK_ANSWER, by="UMEL")
    mels = world.modal
    world.submit(danas, {"text": "bill by the month", "theme": "price"})
    assert not world.submit(danas, {"text": "bill by the month", "theme": "price"}).get("errors"), "twice"
    refused = world.submit(mels, {"text": "all is well", "theme": "other"}, by="UMEL")
    assert refused["errors"] == {"text": "That was answered on Nov 18."}
    assert only(world, tables.Feedback).text == "bill by the month"


def test_an_answer_of_another_customer_is_taken_back(world: World, acme: int):
    tap(world, page(world, "feedback"), FEEDBACK_ASK)
    asked = fill(world)
    tap(world, asked, FEEDBACK_ANSWER)
    shown = fill(world, text="bill by the month", theme="price")
    stale = tap(world, asked, FEEDBACK_VOID)
    assert "That was answered on Nov 18." in text_of(stale), "it was pressed where it was not answered yet"
    assert "↩️ Taken back: feedback." in text_of(tap(world, shown, FEEDBACK_VOID))
    assert "no longer on file" in text_of(tap(world, shown, FEEDBACK_VOID))
    assert only(world, tables.Feedback).voided_at is not None
    assert "bill by the month" not in text_of(page(world, "feedback"))


def test_a_testimonial_is_asked_of_who_is_happy_once_in_the_set_time(world: World, acme: int):
    assert "No testimonial yet: nobody knows whether they are happy." in text_of(page(world, "feedback"))
    happy(world)
    world.load(
        world.write(
            "concerns", {"account": "Acme", "text": "late", "kind": "delivery", "raised_on": "2026-11-17"}
        )
    )
    assert "No testimonial now: a concern of theirs is open." in text_of(page(world, "feedback"))
    world.load(
        world.write(
            "concerns",
            {"account": "Acme", "text": "late", "kind": "delivery", "raised_on": "2026-11-17"}
            | {"closed_on": "2026-11-17"},
        )
    )
    with world.tend.database.transaction() as session:
        session.execute(
            tables.table(tables.Concern)
            .update()
            .where(tables.table(tables.Concern).c.workspace_id == 1)
            .values(closed_on=date(2026, 11, 17))
        )
    tap(world, page(world, "feedback"), TESTIMONIAL_ASK)
    shown = fill(world)
    assert "They were asked for a testimonial on Nov 18: ask again in 365 days." in text_of(shown)
    tap(world, shown, FEEDBACK_ANSWER)
    assert fill(world, text="They keep us running.")["errors"] == {"may_use": "May we use it?"}
    shown = fill(world, text="They keep us running.", may_use="yes")
    assert "“They keep us running.” · we may use it" in text_of(shown)
    world.set(testimonial_days=30)
    world.now += timedelta(days=29)
    assert "Ask a testimonial…" not in labels(page(world, "feedback"))
    world.now += timedelta(days=1)
    assert "Ask a testimonial…" in labels(page(world, "feedback"))


def test_that_they_promoted_us_is_a_touch_that_resets_nothing(world: World):
    world.account("Acme", last="2026-10-10")
    due = world.rows(tables.Account)[0].due_on
    tap(world, page(world, "feedback"), PROMOTED)
    assert fill(world, text="")["errors"] == {"text": "What did they do?"}
    shown = fill(world, text="shared our post")
    assert "Event · they promoted us · today" in text_of(shown)
    touch = world.rows(tables.Touch)[-1]
    assert (touch.channel, touch.direction, touch.outcome, touch.minutes) == ("event", "inbound", "sent", 0)
    assert world.rows(tables.Account)[0].due_on == due
    assert "event (they promoted us), Nov 18: “shared our post”" in text_of(world.command("/account acme"))


def test_a_typed_line_says_so_too(world: World, acme: int):
    shown = world.command("/log acme shared our post on LinkedIn yesterday")
    assert "Event · they promoted us · Nov 17" in text_of(shown)
    touch = world.rows(tables.Touch)[-1]
    assert (touch.channel, touch.direction, touch.outcome) == ("event", "inbound", "sent")


# referrals -------------------------------------------------------------------------------------------------
def test_whom_they_sent_us_is_to_be_thanked_for_until_they_were(world: World, acme: int):
    world.account("Umbra")
    tap(world, page(world, "referrals"), REFERRAL_NOTE)
    assert fill(world)["errors"] == {"who": "Whom did they send us?"}
    refused = fill(world, who="Umbra", became="Nobody Ltd")["errors"]
    assert "No account of ours is called so" in refused["became"]
    shown = fill(world, who="Umbra", became="umbra", to="Kim", on="2026-11-17", outcome="won")
    assert "🙏 *Not thanked yet:* Umbra to Kim, Nov 17, won Nov 18, now the account Umbra" in text_of(shown)
    card = text_of(world.command("/account acme"))
    assert "*To thank them for:* Umbra (Nov 17)" in card
    assert "They sent us Umbra on Nov 17: thank them. Ask: “What made you think of us?”" in card
    shown = tap(world, shown, REFERRAL_THANKED)
    assert "✅ Thanked them for Umbra." in text_of(shown)
    assert only(world, tables.Referral).thanked_on == date(2026, 11, 18)
    card = text_of(world.command("/account acme"))
    assert "thank them" not in card
    assert "To thank them for" not in card
    assert "thanked them for a referral" in text_of(page(world, "history"))


def test_a_thank_you_that_is_due_takes_a_place_and_one_tap_settles_it(world: World, acme: int):
    world.load(world.write("referrals", SENT))
    world.now += timedelta(hours=24)
    world.tick()
    world.deliver()
    (place,) = world.rows(tables.Nudge)
    assert (place.reason["kind"], place.reason["about"]) == ("referral", 1)
    (morning,) = world.slack.made("chat.postMessage")
    value = next(value for label, action, value in buttons(morning) if action == REFERRAL_THANKED)
    world.press(REFERRAL_THANKED, value)
    assert only(world, tables.Nudge).outcome == "thanked"
    assert only(world, tables.Referral).thanked_on == date(2026, 11, 19)


def test_nobody_comes_by_a_referral_of_their_own(world: World, acme: int):
    tap(world, page(world, "referrals"), REFERRAL_NOTE)
    assert "the customer who sent them" in fill(world, who="Acme", became="Acme")["errors"]["became"]
    world.load(world.write("referrals", {**SENT, "became": "acme"}))
    world.account("Globex")
    world.load(world.write("referrals", {**SENT, "who": "Globex", "became": "Globex"}))
    with world.tend.database.reading() as session:
        read = records.read(session, 1, [a.id for a in world.rows(tables.Account)], now=world.now)
    came = {r.account.name: r.came_by_referral for r in read}
    assert came == {"Acme": None, "Globex": date(2026, 11, 16)}, "a file may say so: it counts nowhere"


def test_put_right_its_outcome_has_a_day_and_what_it_became_can_be_taken_away(world: World, acme: int):
    umbra = world.account("Umbra")
    world.load(world.write("referrals", {**SENT, "became": "Umbra", "thanked_on": "2026-11-17"}))
    tap(world, page(world, "referrals"), REFERRAL_CHANGE)
    fill(world, outcome="won")
    kept = only(world, tables.Referral)
    assert (kept.outcome, kept.closed_on, kept.became_id) == ("won", date(2026, 11, 18), umbra)
    tap(world, page(world, "referrals"), REFERRAL_CHANGE)
    fill(world, outcome="open", became="")
    kept = only(world, tables.Referral)
    assert (kept.outcome, kept.closed_on, kept.became_id) == ("open", None, None)
    world.press(REFERRAL_VOID, '{"referral":1}')
    assert "None yet." in text_of(page(world, "referrals"))


# thanks and treats -----------------------------------------------------------------------------------------
def test_what_a_treat_cost_is_shown_to_who_may_see_costs_alone(world: World, acme: int):
    tap(world, page(world, "thanks"), THANKS_NOTE)
    assert fill(world, kind="event")["errors"] == {"text": "What did they get?"}
    assert "An amount" in fill(world, kind="event", text="seat", cost="much")["errors"]["cost"]
    shown = fill(world, kind="event", text="seat at the fair", cost="250.50")
    assert "a place at an event: “seat at the fair”" in text_of(shown)
    assert "250" not in text_of(shown)
    assert "“seat at the fair”, $250" in text_of(page(world, "thanks", by="UMEL"))
    tap(world, page(world, "thanks"), THANKS_CHANGE)
    assert "cost" not in text_of(world.modal)
    fill(world, text="two seats")
    kept = only(world, tables.Thanks)
    assert (kept.text, kept.cost, kept.currency) == ("two seats", 25_050, "USD")
    tap(world, page(world, "thanks"), THANKS_VOID)
    assert "Nothing on file yet." in text_of(page(world, "thanks"))


def test_loyal_ones_are_ranked_and_thanked_by_one_tap(world: World):
    world.account("Acme", last="2026-11-16", started_on="2020-01-10")
    world.account("Umbra", owner="kim@x.com", started_on="2025-01-10")
    world.account("Young", started_on="2025-01-10")
    days = ("2026-01-05", "2026-02-05", "2026-03-05", "2026-04-06", "2026-05-05")
    bought = [{"account": "Umbra", "on": d, "kind": "purchase", "amount": "10"} for d in days]
    world.load(world.write("revenue", *bought))
    hers = text_of(world.command("/account loyal"))
    assert "1 of your accounts is loyal" in hers
    assert "1. *Acme*\\n6 years a customer · 🙏 never thanked" in hers
    team = world.command("/account loyal", by="UMEL")
    assert "1. *Umbra* · Kim Cho\\nbought on 5 days, 1 year a customer" in text_of(team)
    assert "2. *Acme* · Dana Reyes" in text_of(team)
    shown = tap(world, team, LOYAL_THANKED, by="UMEL", nth=1, times=2)
    assert "Acme was thanked today already." in text_of(shown)
    assert "6 years a customer · thanked Nov 18" in text_of(shown)
    assert (only(world, tables.Thanks).kind, only(world, tables.Thanks).on) == ("thanks", date(2026, 11, 18))


def test_many_at_once_are_loyal_as_each_alone(world: World):
    acme = world.account("Acme", last="2026-11-16", started_on="2020-01-10")
    world.account("Umbra", started_on="2023-11-18")
    world.account("Late", started_on="2023-11-19")
    world.account("Rests", started_on="2020-01-10", status="paused")
    world.account("Gone", started_on="2020-01-10", status="churned")
    world.load(
        world.write("thanks", {"account": "Acme", "on": "2026-03-02"}, {"account": "Acme", "kind": "tier"}),
        world.write("referrals", {**SENT, "thanked_on": "2026-11-17"}),
    )
    with world.tend.database.reading() as session:
        dana = next(p.id for p in world.rows(tables.Person) if p.email == "dana@x.com")
        many = loyal.owned_by(session, 1, [dana], date(2026, 11, 18))
        ids = [a.id for a in world.rows(tables.Account)]
        alone = [one(r, date(2026, 11, 18)) for r in records.read(session, 1, ids, world.now)]
    assert sorted(many, key=lambda x: x.name) == sorted((x for x in alone if x), key=lambda x: x.name)
    assert [x.name for x in many if x.account_id == acme] == ["Acme"]
    assert len(many) == 2


# elsewhere -------------------------------------------------------------------------------------------------
def test_home_names_what_waits(world: World, acme: int):
    world.load(
        world.write("referrals", SENT), world.write("feedback", {"account": "Acme", "asked_on": "2026-11-06"})
    )
    shown = home_of(world, "UDANA")
    assert "*1 thank-you is due*" in shown
    assert "*Acme* · sent us Umbra, Nov 16" in shown
    assert "1 ask without an answer: Acme (12 days ago)" in shown
    tap(world, page(world, "referrals"), REFERRAL_THANKED)
    assert "thank-you is due" not in home_of(world, "UDANA")


def test_the_digest_tells_answers_by_theme_and_referrals(world: World, acme: int):
    answers = [
        {"account": "Acme", "state": "given", "asked_on": asked, "answered_on": answered}
        | {"theme": theme, "text": text}
        for asked, answered, theme, text in (
            ("2026-11-16", "2026-11-17", "price", "by month"),
            ("2026-08-10", "2026-08-20", "price", "too dear"),
            ("2026-11-10", "2026-11-11", "people", "more calls"),
        )
    ]
    world.load(
        world.write("feedback", *answers),
        world.write("referrals", SENT, {**SENT, "kind": "given", "who": "Hooli", "on": "2026-11-17"}),
    )
    digest = text_of(world.command("/digest", by="UMEL"))
    assert "*Feedback*: 1 answer this week · in 90 days price 1, people 1" in digest
    assert "*Referrals*: 1 sent to us · 1 sent by us · 1 thank-you due" in digest
    whole = world.digest_part("feedback")
    assert "*Price: 1 answer*" in whole
    assert "“by month” (Acme, Nov 17)" in whole
    assert "Acme: Hooli (Nov 17)" in world.digest_part("referrals")


def test_erasing_takes_their_name_out_and_a_read_out_has_them(world: World, acme: int):
    world.load(
        world.write("contacts", {"account": "Acme", "name": "Tessa Blum", "email": "tessa@acme.com"}),
        world.write("feedback", {"account": "Acme", "contact": "Tessa Blum", "asked_on": "2026-11-02"}),
        world.write("referrals", {**SENT, "who": "a friend of Tessa Blum"}),
    )
    with world.tend.database.reading() as session:
        about = personal.about(session, 1, "dana@x.com")
    assert about["referrals_noted"]
    with world.tend.database.transaction() as session:
        erasing.erase(session, workspaces.current(session), "tessa@acme.com", now=world.now)
    assert "Blum" not in only(world, tables.Feedback).contact
    assert "Blum" not in only(world, tables.Referral).who
