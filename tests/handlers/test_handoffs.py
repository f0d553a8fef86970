"""An account passing to its next expert, through real dispatch: asked, accepted, asked back, moved at once,
taken back, not answered; and the first touch after it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from messages.acts import ACT_UNDO, ActRef
from messages.carried import AccountRef, WorryRef
from messages.handoff_form import HANDOFF_WHO
from messages.handoffs import HANDOFF_ACCEPT, HANDOFF_ANSWER, HANDOFF_ASK, HANDOFF_WITHDRAW
from messages.introduced import HANDOFF_OPEN
from messages.needs import DIGEST_WORRY
from storage import standings as standings_of
from storage import tables

from ..world import World, text_of

REF = '{"handoff":1}'


@pytest.fixture
def acme(world: World) -> int:
    """Dana's, with a promise, and something that went well."""
    account = world.account("Acme", last="2026-10-20", industry="food")
    world.load(
        world.write(
            "promises",
            {"account": "Acme", "by_email": "dana@x.com", "text": "the figures", "due_on": "2026-11-27"},
        )
    )
    world.account("Foodco", owner="kim@x.com", last="2026-11-10", industry="food")
    return account


def person(world: World, who: str) -> int:
    return next(p.id for p in world.rows(tables.Person) if p.email == f"{who}@x.com")


def introduce(
    world: World, account: int, by: str = "UDANA", to: str = "kim", **filled: Any
) -> dict[str, Any]:
    world.press(HANDOFF_OPEN, AccountRef(account).pack(), by=by)
    return world.submit(world.modal, {"receiver": person(world, to), **filled}, by=by)


def owner(world: World, name: str = "Acme") -> int:
    return int(world.rows(tables.Account, tables.Account.name == name)[0].owner_id)


def posted(world: World, channel: str) -> list[dict[str, Any]]:
    world.bring()
    return [m for m in world.slack.posted if m["channel"] == channel]


def test_the_form_proposes_who_knows_customers_like_them_and_shows_the_brief(world: World, acme: int):
    world.press(HANDOFF_OPEN, AccountRef(acme).pack())
    form = world.modal
    assert form["title"]["text"] == "Introduce next expert"
    shown = text_of(form)
    assert "*Kim Cho*: 1 in food" in shown
    assert "the figures" in shown
    assert "the numbers" in shown, "what went well"
    assert [o["value"] for o in form["blocks"][2]["element"]["options"]][0] == str(person(world, "kim"))
    assert '"when"' not in shown, "an owner does not move it over the receiver's head"
    assert "hand" not in shown.lower().replace("handoff", "")


def test_of_more_people_than_a_menu_holds_any_is_found_by_typing(world: World, acme: int):
    rows = [{"email": f"p{n}@x.com", "name": f"P {n:03}", "role": "rep"} for n in range(100)]
    world.load(world.write("people", *rows, {"email": "zoe@x.com", "name": "Zoe Last", "role": "rep"}))
    world.press(HANDOFF_OPEN, AccountRef(acme).pack())
    form = world.modal
    (who,) = [b["element"] for b in form["blocks"] if b.get("block_id") == "receiver"]
    assert (who["type"], who["action_id"]) == ("external_select", HANDOFF_WHO)

    def offered(typed: str) -> list[str]:
        payload = world.payload("block_suggestion", action_id=HANDOFF_WHO, value=typed, view=form)
        return [o["text"]["text"] for o in world.interact(payload)["options"]]

    assert offered("")[0] == "Kim Cho", "the likeliest"
    assert offered("zoe") == ["Zoe Last"]
    assert offered("%") == []
    assert "errors" not in world.submit(form, {"receiver": person(world, "zoe")})
    assert world.rows(tables.Handoff)[0].receiver_id == person(world, "zoe")


def test_the_receiver_gets_the_brief_and_until_they_accept_it_stays_with_the_giver(world: World, acme: int):
    introduce(world, acme, landmines="mind the <b> dog")
    assert "is introduced as next expert for *Acme*" in text_of(world.sent[-1])
    (message,) = posted(world, "DKIM")
    said = text_of(message)
    for part in (
        "Dana Reyes introduces you as next expert",
        "the figures",
        "mind the &lt;b&gt; dog",
        "Accept",
    ):
        assert part in said
    assert owner(world) == person(world, "dana")
    assert "Introduced:* Kim Cho as next expert" in text_of(world.command("/account acme"))
    assert world.command("/log acme called, happy", by="UKIM")
    world.press("card.change", AccountRef(acme).pack(), by="UKIM")
    assert world.modal["title"]["text"] == "Change account"
    assert "errors" not in world.submit(world.modal, {"cadence": "7"}, by="UKIM"), "both may change it"
    assert not posted(world, "DDANA") or "accepted" not in text_of(posted(world, "DDANA")[-1])


def test_accepted_it_is_theirs_with_all_that_is_open_and_the_giver_hears_it(world: World, acme: int):
    introduce(world, acme)
    (message,) = posted(world, "DKIM")
    at = {"container": {"type": "message", "message_ts": message["ts"], "is_ephemeral": False}}
    world.press(HANDOFF_ACCEPT, REF, by="UKIM", **at)
    assert "*Acme* is yours: first touch by Wed, Nov 25" in text_of(world.sent[-1])
    assert owner(world) == person(world, "kim")
    assert "Kim Cho accepted" in text_of(posted(world, "DDANA")[-1])
    assert "Yours since" in text_of(world.slack.made("chat.update")[-1]), "its message shows it"
    (promise,) = world.rows(tables.Promise)
    world.press("promise.kept", json.dumps({"promise": promise.id}), by="UKIM")
    assert world.rows(tables.Promise)[0].state == "kept"
    assert [w.state for w in world.rows(tables.Waiting)] == ["accepted"]
    world.press(HANDOFF_ACCEPT, REF, by="UKIM", **at)
    assert "Kim Cho is the next expert already" in text_of(world.sent[-1])
    assert len(world.rows(tables.Standing, tables.Standing.account_id == acme)) == 2


def standings(world: World, account: int) -> list[tuple[date, int]]:
    rows = world.rows(tables.Standing, tables.Standing.account_id == account)
    return [(s.from_on, s.owner_id) for s in rows]


def undo(world: World, by: str) -> str:
    act = world.rows(tables.Audit, tables.Audit.did == "reassigned")[-1].id
    world.press(ACT_UNDO, ActRef(act, "history").pack(), by=by)
    return text_of(world.sent[-1])


def test_whoever_accepted_can_undo_it_and_nobody_who_gave_it(world: World, acme: int):
    before = standings(world, acme)
    introduce(world, acme)
    world.press(HANDOFF_ACCEPT, REF, by="UKIM")
    world.now += timedelta(days=2)
    history = text_of(world.command("/account acme history", by="UKIM"))
    assert "Kim Cho gave it to another owner: Owner Dana Reyes → Kim Cho" in history
    assert ACT_UNDO in history
    assert "Only its owner" in undo(world, "UDANA")
    assert "↩️ Undone: Owner Kim Cho → Dana Reyes" in undo(world, "UKIM")
    assert standings(world, acme) == before
    assert "first touch" not in text_of(world.command("/account acme")).lower()


def test_what_a_manager_moved_at_once_only_they_undo(world: World, acme: int):
    before = standings(world, acme)
    introduce(world, acme, by="UMEL", when="now")
    assert ACT_UNDO not in text_of(world.command("/account acme history", by="UKIM"))
    assert "Only whoever did it, or their manager" in undo(world, "UKIM")
    assert owner(world) == person(world, "kim")
    assert "↩️ Undone: Owner Kim Cho → Dana Reyes" in undo(world, "UMEL")
    assert standings(world, acme) == before


def test_nobody_else_can_accept(world: World, acme: int):
    introduce(world, acme)
    for by in ("UDANA", "UMEL", "UADA"):
        world.press(HANDOFF_ACCEPT, REF, by=by)
        assert "Only whom it waits for" in text_of(world.sent[-1])
    assert owner(world) == person(world, "dana")


def test_asked_back_it_waits_for_the_giver_and_then_for_the_receiver_again(world: World, acme: int):
    introduce(world, acme)
    world.press(HANDOFF_ASK, REF, by="UKIM")
    world.submit(world.modal, {"text": "who signs?"}, by="UKIM")
    assert "who signs?" in text_of(posted(world, "DDANA")[-1])
    assert [(w.kind, w.state) for w in world.rows(tables.Waiting)] == [
        ("handoff", "asked_back"),
        ("handoff question", "open"),
    ]
    world.press(HANDOFF_ANSWER, REF, by="UKIM")
    assert "Only whom it waits for" in text_of(world.modal)
    world.press(HANDOFF_ANSWER, REF)
    world.submit(world.modal, {"text": "the sponsor"})
    assert "the sponsor" in text_of(posted(world, "DKIM")[-1])
    assert [w.state for w in world.rows(tables.Waiting)] == ["asked_back", "accepted", "open"]
    world.press(HANDOFF_ANSWER, REF)
    assert "answered already" in text_of(world.modal)
    world.press(HANDOFF_ACCEPT, REF, by="UKIM")
    assert owner(world) == person(world, "kim")


def test_what_waits_stands_on_home_with_its_buttons_until_it_is_answered(world: World, acme: int):
    introduce(world, acme)
    world.bring()
    home = text_of(_home(world, "UKIM"))
    assert "*Waiting for you*" in home
    assert "to accept by Thu, Dec 3" in home
    assert HANDOFF_ACCEPT in home
    world.press(HANDOFF_ACCEPT, REF, by="UKIM")
    world.bring()
    assert "Waiting for you" not in text_of(_home(world, "UKIM"))


def _home(world: World, who: str) -> dict[str, Any]:
    return [h for h in world.slack.made("views.publish") if h["user_id"] == who][-1]["view"]


def at(day: int, hour: int = 19) -> datetime:
    """A day of November 2026; 19:00 UTC is two in the afternoon in New York."""
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def midday(world: World, day: int) -> list[dict[str, Any]]:
    """What goes out at midday: the messages of that day's beat."""
    before = len(world.slack.posted)
    world.now = at(day, 17)
    world.tick()
    world.now = at(day)
    world.tick()
    world.bring()
    return [m for m in world.slack.posted[before:] if "wait" in text_of(m) or "first touch" in text_of(m)]


def test_it_is_said_once_more_at_midday_after_two_working_days_and_no_more(world: World, acme: int):
    introduce(world, acme)
    world.bring()
    assert not [m for m in midday(world, 19) if m["channel"] == "DKIM"]
    (again,) = [m for m in midday(world, 20) if m["channel"] == "DKIM"]
    assert "Waiting for you" in text_of(again)
    assert HANDOFF_ACCEPT in text_of(again)
    assert not [m for m in midday(world, 23) if m["channel"] == "DKIM" and "Waiting for you" in text_of(m)]


def test_a_reminder_of_what_was_answered_is_not_said(world: World, acme: int):
    introduce(world, acme)
    world.now = at(20, 15)
    world.tick()
    world.press(HANDOFF_ACCEPT, REF, by="UKIM")
    assert not [m for m in midday(world, 20) if m["channel"] == "DKIM" and "Waiting for you" in text_of(m)]


def test_not_answered_in_ten_working_days_it_stays_with_the_giver_who_hears_it(world: World, acme: int):
    introduce(world, acme)
    world.bring()
    world.now = datetime(2026, 12, 4, 4, 59, tzinfo=UTC)  # Thursday, 23:59 in New York
    world.tick()
    assert world.rows(tables.Handoff)[0].became == ""
    world.now = datetime(2026, 12, 4, 5, 0, tzinfo=UTC)
    world.tick()
    (handoff,) = world.rows(tables.Handoff)
    assert (handoff.became, world.rows(tables.Waiting)[0].state) == ("expired", "expired")
    assert owner(world) == person(world, "dana")
    world.now = datetime(2026, 12, 4, 15, tzinfo=UTC)
    assert "not answered in time" in text_of(posted(world, "DDANA")[-1])
    assert "not answered in time" in text_of(world.slack.made("chat.update")[-1])
    world.press(HANDOFF_ACCEPT, REF, by="UKIM")
    assert "stays with Dana Reyes" in text_of(world.sent[-1])


def test_a_manager_moves_it_at_once_within_their_tree_and_the_receiver_has_the_brief(world: World, acme: int):
    world.press(DIGEST_WORRY, WorryRef(acme, "reassign").pack(), by="UMEL", option=True)
    world.submit(
        world.modal, {"receiver": person(world, "kim"), "when": "now", "landmines": "the dog"}, by="UMEL"
    )
    assert owner(world) == person(world, "kim")
    said = text_of(posted(world, "DKIM")[-1])
    assert "*Watch out for:* the dog" in text_of(world.command("/account acme prep", by="UKIM"))
    for part in ("Mel Manager gave you", "the dog", "the figures", "first touch by"):
        assert part in said
    assert HANDOFF_ACCEPT not in said
    assert "Mel Manager gave *Acme* to Kim Cho" in text_of(posted(world, "DDANA")[-1])
    assert not world.rows(tables.Waiting)


def test_a_manager_may_let_them_accept_too_and_the_owner_is_told(world: World, acme: int):
    introduce(world, acme, by="UMEL")
    assert owner(world) == person(world, "dana")
    assert "Mel Manager introduces Kim Cho" in text_of(posted(world, "DDANA")[-1])


def test_while_somebody_was_asked_nobody_else_is_but_by_a_manager_at_once(world: World, acme: int):
    introduce(world, acme)
    world.bring()
    world.press(HANDOFF_OPEN, AccountRef(acme).pack())
    assert "Withdraw that first" in text_of(world.modal)
    introduce(world, acme, by="UMEL", to="mel", when="now")
    assert owner(world) == person(world, "mel")
    assert [h.became for h in world.rows(tables.Handoff)] == ["withdrawn", "moved"]
    assert "took back the introduction of you" in text_of(posted(world, "DKIM"))


def test_taken_back_from_the_list_it_can_t_be_accepted(world: World, acme: int):
    introduce(world, acme)
    listed = world.command("/account acme introductions")
    assert "Kim Cho, introduced" in text_of(listed)
    assert HANDOFF_WITHDRAW in text_of(listed)
    world.press(HANDOFF_WITHDRAW, REF)
    assert "Taken back" in text_of(world.sent[-1])
    assert HANDOFF_OPEN in text_of(world.sent[-1])
    world.press(HANDOFF_ACCEPT, REF, by="UKIM")
    assert "was taken back" in text_of(world.sent[-1])
    assert owner(world) == person(world, "dana")


def told(world: World, channel: str, since: int) -> list[str]:
    world.bring()
    return [text_of(m) for m in world.slack.posted[since:] if m["channel"] == channel]


def painted(world: World, channel: str) -> str:
    """How the message that asked somebody looks by now."""
    return text_of([c for c in world.slack.made("chat.update") if c["channel"] == channel][-1])


def test_moved_to_another_while_somebody_was_asked_all_read_with_whom_it_is_once(world: World, acme: int):
    introduce(world, acme)
    world.bring()
    before = len(world.slack.posted)
    introduce(world, acme, by="UADA", to="mel", when="now")
    (giver,) = told(world, "DDANA", before)
    assert "Ada Admin gave *Acme* to Mel Manager" in giver
    assert "The introduction of Kim Cho ended with it." in giver
    (asked,) = told(world, "DKIM", before)
    assert "took back the introduction of you to *Acme*. It is with Mel Manager now." in asked
    assert "It is with Mel Manager now." in painted(world, "DKIM")
    assert "stays with" not in painted(world, "DKIM")


def test_moved_to_whom_was_asked_they_are_told_only_that_it_is_theirs(world: World, acme: int):
    introduce(world, acme)
    world.bring()
    before = len(world.slack.posted)
    introduce(world, acme, by="UMEL", when="now")
    (mine,) = told(world, "DKIM", before)
    assert "gave you *Acme*" in mine
    assert "It is with you now." in painted(world, "DKIM")


def test_it_waits_for_the_receivers_next_message(world: World, acme: int):
    world.now = at(19, 5)  # midnight in New York
    introduce(world, acme, landmines="the dog")
    said = "gets the brief with their next message, by Thu, Nov 19"
    assert said in text_of(world.sent[-1])
    for hour, minute, heard in ((5, 0, 0), (17, 59, 0), (18, 0, 1)):
        world.now = datetime(2026, 11, 19, hour, minute, tzinfo=UTC)
        world.deliver()
        assert (
            len([m for m in world.slack.posted if m["channel"] == "DKIM" and "the dog" in text_of(m)])
            == heard
        )


def test_what_ended_before_the_morning_is_told_to_nobody_who_did_not_hear_of_it(world: World, acme: int):
    world.now = at(19, 5)
    introduce(world, acme, by="UMEL")
    world.deliver()
    world.press(HANDOFF_WITHDRAW, REF, by="UMEL")
    world.now = at(19, 14)
    assert not told(world, "DKIM", 0)
    (giver,) = told(world, "DDANA", 0)
    assert "took back the introduction of Kim Cho" in giver


def test_a_night_of_moves_is_one_message_each(world: World, acme: int):
    world.now = at(19, 5)
    introduce(world, acme, by="UMEL")
    introduce(world, acme, by="UADA", to="mel", when="now")
    world.now = at(19, 14)
    assert not told(world, "DKIM", 0)
    assert len(told(world, "DDANA", 0)) == 1
    assert len(told(world, "DMEL", 0)) == 1


def ask_back(world: World, account: int, by: str = "UDANA") -> None:
    introduce(world, account, by=by)
    world.press(HANDOFF_ASK, REF, by="UKIM")
    world.submit(world.modal, {"text": "who signs?"}, by="UKIM")
    world.bring()


def test_while_a_question_is_open_it_waits_for_whoever_answers(world: World, acme: int):
    ask_back(world, acme)
    assert "waits for Dana Reyes to answer Kim Cho" in text_of(world.command("/digest", by="UMEL"))
    assert "Acme: Dana to Kim, since Nov 18, waits for Dana to answer" in world.digest_part("introductions")
    for typed in ("/account acme", "/account acme introductions"):
        assert "asks back, waits for Dana Reyes to answer" in text_of(world.command(typed))
    assert "to answer by" in text_of(_home(world, "UDANA"))
    assert "Waiting for you" not in text_of(_home(world, "UKIM"))


def test_a_question_that_nobody_answered_ends_it_and_names_whoever_did_not(world: World, acme: int):
    ask_back(world, acme)
    before = len(world.slack.posted)
    world.now = datetime(2026, 12, 4, 15, tzinfo=UTC)
    world.tick()
    why = "did not answer in time what {who} asked about *Acme*: it is over. It stays with {whom}."
    assert "You " + why.format(who="Kim Cho", whom="you") in told(world, "DDANA", before)[-1]
    assert "Dana Reyes " + why.format(who="you", whom="Dana Reyes") in told(world, "DKIM", before)[-1]
    for channel in ("DKIM", "DDANA"):
        assert "Dana Reyes did not answer in time." in painted(world, channel)
    assert "question not answered in time" in text_of(world.command("/account acme introductions"))


def away(world: World, who: str) -> None:
    with world.tend.database.transaction() as session:
        left = session.get(tables.Person, person(world, who))
        assert left
        left.active = False
        session.add(left)


def test_a_question_to_a_giver_who_left_goes_on_to_whoever_introduced(world: World, acme: int):
    ask_back(world, acme, by="UMEL")
    away(world, "dana")
    before = len(world.slack.posted)
    world.now = at(27, 15)
    world.tick()
    assert "who signs?" in told(world, "DMEL", before)[0]
    assert not world.rows(tables.Handoff)[0].became


def test_a_receiver_who_left_ends_it_at_the_next_tick_and_says_so(world: World, acme: int):
    introduce(world, acme)
    world.bring()
    before = len(world.slack.posted)
    away(world, "kim")
    assert "not accepted yet" not in text_of(world.command("/account acme"))
    world.tick()
    world.tick()
    (said,) = [m for m in told(world, "DDANA", before) if "introduction of" in m]
    assert "is over: Kim Cho is no longer active. It stays with you." in said
    assert (world.rows(tables.Handoff)[0].became, world.rows(tables.Waiting)[0].state) == (
        "left",
        "withdrawn",
    )
    assert "over, no longer active" in text_of(world.command("/account acme introductions"))


@pytest.mark.parametrize(
    ("how", "said"), [("another's", "It is with Mel Manager now."), ("churned", "The account is churned.")]
)
def test_what_takes_its_ground_away_ends_it_and_both_hear_it_once(
    world: World, acme: int, how: str, said: str
):
    introduce(world, acme)
    world.bring()
    before = len(world.slack.posted)
    if how == "churned":
        with world.tend.database.transaction() as session:
            standings_of.churn(session, 1, acme, world.now.date(), reason="price", by_id=1)
    else:
        world.account("Acme", owner="mel@x.com")
    assert "not accepted yet" not in text_of(world.command("/account acme"))
    listed = text_of(world.command("/account acme introductions"))
    assert "Dana Reyes to Kim Cho: over, introduced Nov 18" in listed
    assert HANDOFF_WITHDRAW not in listed
    assert "Introductions waiting" not in text_of(world.command("/digest", by="UADA"))
    world.tick()
    world.tick()
    for channel, who in (("DDANA", "Kim Cho"), ("DKIM", "you")):
        (heard,) = [m for m in told(world, channel, before) if "introduction" in m]
        assert f"The introduction of {who} to *Acme* is over. {said}" in heard
    assert f"This introduction is over. {said}" in painted(world, "DKIM")
    assert [w.state for w in world.rows(tables.Waiting)] == ["withdrawn"]
    assert world.rows(tables.Handoff)[0].became == "withdrawn"


def test_taken_back_the_warning_goes_with_the_brief(world: World, acme: int):
    introduce(world, acme, landmines="mind the dog")
    assert "mind the dog" in text_of(posted(world, "DKIM")[-1])
    world.press(HANDOFF_WITHDRAW, REF)
    world.bring()
    painted = text_of(world.slack.made("chat.update")[-1])
    assert "This was taken back." in painted
    assert "the figures" not in painted
    assert "mind the dog" not in painted


def test_nobody_takes_an_account_by_introducing_themselves(world: World, acme: int):
    with world.tend.database.transaction() as session:
        session.add(tables.AccountTeam(workspace_id=1, account_id=acme, person_id=person(world, "kim")))
    answer = introduce(world, acme, by="UKIM")
    assert "can't introduce yourself" in answer["errors"]["receiver"]


def test_one_that_went_another_way_meanwhile_is_not_accepted(world: World, acme: int):
    introduce(world, acme)
    world.account("Acme", owner="mel@x.com")
    world.press(HANDOFF_ACCEPT, REF, by="UKIM")
    assert "went another way" in text_of(world.sent[-1])
    assert owner(world) == person(world, "mel")
    assert world.rows(tables.Handoff)[0].became == "withdrawn"


def test_submitted_twice_it_is_one_introduction(world: World, acme: int):
    world.press(HANDOFF_OPEN, AccountRef(acme).pack())
    form = world.modal
    for _ in range(2):
        assert "errors" not in world.submit(form, {"receiver": person(world, "kim")})
    assert len(world.rows(tables.Handoff)) == 1


def test_a_first_touch_that_does_not_come_is_a_line_to_the_receivers_manager_once(world: World, acme: int):
    introduce(world, acme)
    world.press(HANDOFF_ACCEPT, REF, by="UKIM")
    world.bring()
    assert not [m for m in midday(world, 25) if m["channel"] == "DMEL"], "its last day"
    told = [
        m
        for day in (27, 30)
        for m in midday(world, day)
        if m["channel"] == "DMEL" and "reached" in text_of(m)
    ]
    assert len(told) == 1
    assert "Kim Cho has not reached *Acme*" in text_of(told[0])


def test_a_first_touch_in_time_is_no_line_to_anybody(world: World, acme: int):
    introduce(world, acme)
    world.press(HANDOFF_ACCEPT, REF, by="UKIM")
    world.command("/log acme called, happy", by="UKIM")
    assert not [m for m in midday(world, 27) if m["channel"] == "DMEL" and "reached" in text_of(m)]
    assert world.rows(tables.Handoff)[0].followed_at


def test_the_morning_offers_it_and_shows_it_while_the_account_rests(world: World, acme: int):
    world.tick()
    world.bring()
    place = next(n for n in world.rows(tables.Nudge) if n.account_id == acme)
    (morning,) = [m for m in world.slack.posted if m["channel"] == "DDANA"]
    value = json.dumps({"account": acme, "place": place.id}, separators=(",", ":"))
    assert json.dumps(value)[1:-1] in json.dumps(morning)
    world.press(HANDOFF_OPEN, value)
    world.submit(world.modal, {"receiver": person(world, "kim")})
    world.bring()
    assert "next expert introduced" in text_of(world.slack.made("chat.update")[-1])
    assert world.rows(tables.Nudge)[0].outcome == "introduced"
    for day, shown in ((19, 0), (20, 0), (23, 1)):
        world.now = at(day, 15)
        world.tick()
        world.bring()
        assert len([n for n in world.rows(tables.Nudge) if n.local_on == date(2026, 11, day)]) >= shown, day
        if not shown:
            assert not [
                n
                for n in world.rows(tables.Nudge)
                if n.local_on == date(2026, 11, day) and n.account_id == acme
            ], "an introduction is no act with the customer: it returns as it would"


def test_the_digest_names_who_waits(world: World, acme: int):
    introduce(world, acme)
    said = text_of(world.command("/digest", by="UMEL"))
    assert "*Introductions waiting*: 1" in said
    assert "ntroduction waits for Kim Cho since Nov 18, from Dana Reyes, out of rhythm" in said
    assert "Acme: Dana to Kim, since Nov 18, out of rhythm" in world.digest_part("introductions")
    world.press(HANDOFF_ACCEPT, REF, by="UKIM")
    assert "Introductions waiting" not in text_of(world.command("/digest", by="UMEL"))
