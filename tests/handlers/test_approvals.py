"""Loosening an A waits for a manager's tap, of a B or C it holds and can be taken back; through real
dispatch."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from messages.account_change import CHANGE_IS
from messages.acts import ACT_UNDO, ActRef
from messages.approvals import APPROVAL_BACK, APPROVAL_NO, APPROVAL_WITHDRAW, APPROVAL_YES
from messages.card import CARD_CHANGE, CARD_SNOOZE
from messages.carried import AccountRef
from storage import tables

from ..world import World, _filled_in, text_of
from .test_account_change import part
from .test_away import away

REF = '{"loosening":1}'


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme", last="2026-11-10")


def person(world: World, who: str) -> int:
    return next(p.id for p in world.rows(tables.Person) if p.email == f"{who}@x.com")


def change(world: World, account: int, by: str = "UDANA", **filled: Any) -> dict[str, Any]:
    if "reason" in filled and "status" not in filled:
        filled["why"] = filled.pop("reason")  # of a tier
    world.press(CARD_CHANGE, AccountRef(account).pack(), by=by)
    return world.submit(world.modal, filled, by=by)


def stands(world: World, account: int) -> tuple[Any, ...]:
    a = world.rows(tables.Account, tables.Account.id == account)[0]
    return a.tier, a.status, a.cadence_days, a.paused_until


def became(world: World) -> list[str]:
    return [x.became for x in world.rows(tables.Loosening)]


def got(world: World, channel: str) -> list[str]:
    world.bring()
    return [text_of(m) for m in world.slack.posted if m["channel"] == channel]


def test_a_lower_tier_of_an_a_waits_for_the_manager_and_the_card_says_so(world: World, acme: int):
    assert "Mel Manager decides on it" in text_of(change(world, acme, tier="C"))
    assert not world.rows(tables.Loosening)
    world.press(CARD_CHANGE, AccountRef(acme).pack())
    lower = world.chosen(world.modal, {"tier": "C"})
    assert "*Mel Manager is asked first*" in text_of(lower)
    assert not next(b for b in lower["blocks"] if b.get("block_id") == "why")["optional"]
    assert "asked first" not in text_of(world.chosen(world.modal, {"cadence": "7"})), "sooner needs no tap"
    change(world, acme, tier="C", reason="they shrank")
    assert len(world.rows(tables.Audit, tables.Audit.did == "asked to loosen")) == 1, "told once"
    assert stands(world, acme) == ("A", "active", None, None)
    assert "*Waits for Mel Manager*: tier A to C, asked by Dana Reyes" in text_of(world.sent[-1])
    (asked,) = got(world, "DMEL")
    asks = "Dana Reyes asks to change *Acme* (A): tier A to C"
    for piece in (asks, "they shrank", APPROVAL_YES, APPROVAL_NO):
        assert piece in asked
    assert "by Thu, Dec 3" in asked, "ten working days, Thanksgiving among them"
    assert not got(world, "DDANA")


def test_what_a_manager_tightened_is_not_loosened_by_undo(world: World):
    globex = world.account("Globex", tier="B", last="2026-11-10")
    change(world, globex, by="UMEL", tier="A")
    (act,) = world.rows(tables.Audit, tables.Audit.did == "changed")
    for by, tier in (("UDANA", "A"), ("UMEL", "B")):
        world.press(ACT_UNDO, ActRef(act.id, "card").pack(), by=by)
        assert stands(world, globex)[0] == tier
        if by == "UDANA":
            assert "Mel Manager decides on that" in text_of(world.sent[-1])


def test_a_raise_of_ones_own_is_undone_on_its_day_and_later_asked_for(world: World):
    for name, days, tier in (("Globex", 0, "B"), ("Initech", 1, "A")):
        account = world.account(name, tier="B", last="2026-11-10")
        change(world, account, tier="A", why="they grow")
        act = world.rows(tables.Audit, tables.Audit.did == "changed")[-1]
        world.now += timedelta(days=days)
        world.press(ACT_UNDO, ActRef(act.id, "card").pack())
        (now,) = world.rows(tables.Account, tables.Account.id == account)
        assert now.tier == tier
    assert "Mel Manager decides on that" in text_of(world.sent[-1])


def test_approved_it_holds_and_whoever_asked_hears_it(world: World, acme: int):
    change(world, acme, tier="B", reason="they shrank")
    world.bring()
    message = next(m for m in world.slack.posted if m["channel"] == "DMEL")
    at = {"container": {"type": "message", "message_ts": message["ts"], "is_ephemeral": False}}
    world.press(APPROVAL_YES, REF, by="UMEL", **at)
    assert "Approved: *Acme*, tier A to B. I tell Dana Reyes." in text_of(world.sent[-1])
    assert stands(world, acme)[0] == "B"
    assert "Mel Manager approved what you asked for *Acme*: tier A to B." in got(world, "DDANA")[-1]
    assert "approved that already" in text_of(world.slack.made("chat.update")[-1]), "its message shows it"
    assert "Waits for" not in text_of(world.command("/account acme"))
    world.press(APPROVAL_YES, REF, by="UMEL", **at)
    assert "Mel Manager approved that already." in text_of(world.sent[-1])
    assert len(world.rows(tables.Standing, tables.Standing.account_id == acme)) == 2
    history = text_of(world.command("/account acme history"))
    assert "tier A to B, asked by Dana Reyes, approved by Mel Manager Nov 18: “they shrank”" in history


@pytest.mark.parametrize(
    "asked",
    [
        {"tier": "B", "reason": "they shrank"},
        {"status": "paused", "until": "2027-02-01", "reason": "they moved"},
        {"status": "churned", "churn_why": "price", "left_on": "2026-10-20"},
        {"cadence": "90", "why": "they asked for less"},
    ],
)
def test_what_was_approved_can_be_undone_for_a_week(world: World, acme: int, asked: dict[str, str]):
    before, stood = stands(world, acme), standings(world, acme)
    change(world, acme, **asked)
    world.press(APPROVAL_YES, REF, by="UMEL")
    assert stands(world, acme) != before
    assert ACT_UNDO in text_of(world.command("/account acme history", by="UMEL"))
    act = ActRef(world.rows(tables.Audit, tables.Audit.did == "approved")[0].id, "history").pack()
    world.now += timedelta(days=7, minutes=1)
    world.press(ACT_UNDO, act, by="UMEL")
    assert "over 7 days ago" in text_of(world.sent[-1])
    world.now -= timedelta(days=1)
    world.press(ACT_UNDO, act, by="UKIM")
    assert "Only its owner" in text_of(world.sent[-1])
    assert stands(world, acme) != before
    world.press(ACT_UNDO, act, by="UMEL")
    assert "↩️ Undone" in text_of(world.sent[-1])
    assert (stands(world, acme), standings(world, acme)) == (before, stood)
    assert became(world) == ["taken back"]
    assert "Mel Manager took back what you changed of *Acme*" in got(world, "DDANA")[-1]
    world.press(ACT_UNDO, act, by="UMEL")
    assert "taken back already" in text_of(world.sent[-1])


def test_the_reminder_counts_from_when_the_question_was_read(world: World, acme: int):
    """Down for days, it is not said twice in one message."""
    change(world, acme, tier="C", reason="they shrank")
    for day, times in ((20, 1), (23, 1), (24, 2)):  # a Friday, and two working days on
        world.now = datetime(2026, 11, day, 21, tzinfo=UTC)
        world.tick()
        asked = [m for m in got(world, "DMEL") if "asks to change" in m or "to decide by" in m]
        assert len(asked) == times, day


def test_refused_nothing_changes(world: World, acme: int):
    change(world, acme, status="churned", reason="they left")
    world.press(APPROVAL_NO, REF, by="UMEL")
    assert stands(world, acme)[1] == "active"
    assert "refused what you asked for *Acme* (churned since Nov 18)" in got(world, "DDANA")[-1]
    world.press(APPROVAL_YES, REF, by="UMEL")
    assert "refused that already: nothing was changed" in text_of(world.sent[-1])
    assert stands(world, acme)[1] == "active"


def test_who_may_not_is_told_so(world: World, acme: int):
    change(world, acme, tier="B", reason="why not")
    for by in ("UDANA", "UKIM"):
        for action in (APPROVAL_YES, APPROVAL_NO):
            world.press(action, REF, by=by)
            assert "Only a manager of its owner, or an admin, decides on that." in text_of(world.sent[-1])
    world.press(APPROVAL_WITHDRAW, REF, by="UMEL")
    assert "Only whoever asked withdraws it." in text_of(world.sent[-1])
    assert became(world) == [""]
    world.press(APPROVAL_YES, REF, by="UADA")
    assert stands(world, acme)[0] == "B", "an admin may"


def test_an_account_that_changed_meanwhile_is_not_changed_again(world: World, acme: int):
    change(world, acme, tier="C", reason="they shrank")
    change(world, acme, by="UMEL", cadence="7")
    world.press(APPROVAL_YES, REF, by="UMEL")
    assert "The account changed meanwhile, so that is over" in text_of(world.sent[-1])
    assert stands(world, acme) == ("A", "active", 7, None)
    assert became(world) == ["overtaken"]
    assert "changed before anybody approved" in got(world, "DDANA")[-1]


def test_it_is_said_once_more_after_two_working_days_and_ends_after_ten(world: World, acme: int):
    change(world, acme, tier="C", reason="they shrank")
    world.bring()

    def at(month: int, day: int, hour: int = 18) -> list[str]:
        before = len(world.slack.posted)
        for at_hour in (hour - 2, hour):
            world.now = datetime(2026, month, day, at_hour, tzinfo=UTC)
            world.tick()
            world.deliver()
        return [text_of(m) for m in world.slack.posted[before:] if m["channel"] == "DMEL"]

    assert not [m for m in at(11, 19) if "asks to change" in m]
    assert not at(11, 20), "on Friday it waits for the summary"
    (again,) = [m for m in at(11, 20, 21) if "asks to change" in m]
    assert "to decide by Thu, Dec 3" in again
    assert not [m for day in (24, 25, 27) for m in at(11, day) if "asks to change" in m]
    assert not [m for m in at(12, 3) if "asks to change" in m]
    assert became(world) == [""]
    world.now = datetime(2026, 12, 4, 13, tzinfo=UTC)
    world.tick()
    assert became(world) == ["expired"]
    assert stands(world, acme)[0] == "A"
    assert "Mel Manager did not answer in time what you asked for *Acme*" in got(world, "DDANA")[-1]
    assert "You did not answer in time what Dana Reyes asked for *Acme*" in got(world, "DMEL")[-1]
    world.press(APPROVAL_YES, REF, by="UMEL")
    assert "Nobody answered that in time" in text_of(world.sent[-1])


def test_the_list_answers_too_and_mine_can_be_withdrawn(world: World, acme: int):
    change(world, acme, tier="B", reason="they shrank")
    assert APPROVAL_YES in text_of(world.command("/account approvals", by="UMEL"))
    mine = text_of(world.command("/account approvals"))
    assert "*You wait for*: 1" in mine
    assert "Mel Manager: *Acme*, tier A to B" in mine
    world.press(APPROVAL_WITHDRAW, REF)
    assert "Withdrawn: *Acme* stays as it is." in text_of(world.sent[-1])
    assert became(world) == ["withdrawn"]
    assert "Nothing waits for your tap." in text_of(world.command("/account approvals", by="UMEL"))
    assert not got(world, "DMEL"), "it was not asked yet"


def test_asked_again_the_first_is_withdrawn(world: World, acme: int):
    change(world, acme, tier="B", reason="they shrank")
    change(world, acme, tier="C", reason="they shrank more")
    assert became(world) == ["withdrawn", ""]
    (asked,) = got(world, "DMEL")
    assert "tier A to C" in asked
    assert "tier A to B" not in asked


def test_who_leads_and_admins_need_nobody(world: World, acme: int):
    change(world, acme, by="UMEL", tier="B")
    assert stands(world, acme)[0] == "B"
    assert became(world) == ["held"]
    change(world, acme, by="UADA", status="churned", reason="they left")
    assert stands(world, acme)[1] == "churned"
    assert not world.rows(tables.Waiting)


def test_a_manager_who_left_is_not_asked_but_theirs(world: World, acme: int):
    _gone(world, "mel")
    change(world, acme, tier="B", reason="they shrank")
    assert "*Waits for Ada Admin*" in text_of(world.sent[-1])


def test_one_who_leaves_while_it_waits_hands_it_on(world: World, acme: int):
    change(world, acme, tier="B", reason="they shrank")
    _gone(world, "mel")
    world.tick()  # at once, not with the reminder
    assert [(w.for_id, w.state) for w in world.rows(tables.Waiting)] == [
        (person(world, "mel"), "expired"),
        (person(world, "ada"), "open"),
    ]
    assert became(world) == [""]


def test_one_who_is_away_while_it_waits_hands_it_on(world: World, acme: int):
    change(world, acme, tier="B", reason="they shrank")
    away(world, "/account away 19 Nov 2026 - 30 Nov 2026", by="UMEL")
    world.tick()
    assert [w.state for w in world.rows(tables.Waiting)] == ["open"], "Mel is here today"
    world.now += timedelta(days=1)
    world.tick()
    assert [(w.for_id, w.state) for w in world.rows(tables.Waiting)] == [
        (person(world, "mel"), "expired"),
        (person(world, "ada"), "open"),
    ]
    assert became(world) == [""]
    assert "*Waits for Ada Admin*" in text_of(world.command("/account acme"))
    assert "asks Ada Admin to decide on it" in text_of(world.command("/account acme history"))
    before, now = world.rows(tables.Waiting)
    assert now.until_at == before.until_at, "ten working days in all, whoever decides"
    world.tick()
    assert len(world.rows(tables.Waiting)) == 2


def test_handed_on_at_the_end_there_are_two_working_days_to_decide(world: World, acme: int):
    change(world, acme, tier="B", reason="they shrank")
    (waits,) = world.rows(tables.Waiting)
    world.now = waits.until_at - timedelta(hours=12)
    away(world, f"/account away {world.now:%d %b %Y} - {world.now + timedelta(days=9):%d %b %Y}", by="UMEL")
    world.tick()
    assert world.rows(tables.Waiting)[-1].for_id == person(world, "ada")
    assert timedelta(days=2) < world.rows(tables.Waiting)[-1].until_at - world.now < timedelta(days=6)


def test_between_two_who_are_away_in_turn_it_does_not_go_back_and_forth(world: World, acme: int):
    """Mel lives where it is tomorrow already, and is away from then on; Ada is until the end of today."""
    change(world, acme, tier="B", reason="they shrank")
    with world.tend.database.transaction() as session:
        mel = session.get(tables.Person, person(world, "mel"))
        assert mel
        mel.zone = "Asia/Seoul"
        session.add(mel)
    away(world, "/account away 19 Nov 2026 - 30 Nov 2026", by="UMEL")
    away(world, "/account away 17 Nov 2026 - 18 Nov 2026", by="UADA")
    world.now = datetime(2026, 11, 18, 20, tzinfo=UTC)  # the 19th in Seoul, the 18th in New York
    for _ in range(3):
        world.tick()
    assert [w.for_id for w in world.rows(tables.Waiting)] == [person(world, "mel")]
    world.now += timedelta(hours=12)
    for _ in range(3):
        world.tick()
    assert [w.for_id for w in world.rows(tables.Waiting)] == [person(world, "mel"), person(world, "ada")]


def test_where_nobody_else_is_here_it_waits_for_who_is_away(world: World, acme: int):
    change(world, acme, tier="B", reason="they shrank")
    for who in ("UMEL", "UADA"):
        away(world, "/account away 19 Nov 2026 - 30 Nov 2026", by=who)
    world.now += timedelta(days=1)
    world.tick()
    assert [(w.for_id, w.state) for w in world.rows(tables.Waiting)] == [(person(world, "mel"), "open")]


def _gone(world: World, who: str) -> None:
    with world.tend.database.transaction() as session:
        left = session.get(tables.Person, person(world, who))
        assert left
        left.active = False
        session.add(left)


def test_an_owner_without_a_manager_asks_an_admin(world: World, acme: int):
    with world.tend.database.transaction() as session:
        dana = session.get(tables.Person, person(world, "dana"))
        assert dana
        dana.manager_id = None
        session.add(dana)
    change(world, acme, tier="B", reason="they shrank")
    assert "*Waits for Ada Admin*" in text_of(world.sent[-1])


def snooze(world: World, account: int, choice: str = "week") -> str:
    world.press(CARD_SNOOZE, f"{account}:{choice}", option=True)
    return text_of(world.sent[-1])


def test_snoozes_and_pauses_of_an_a_add_up_and_more_than_30_days_ask(world: World, acme: int):
    for _ in range(4):
        assert "comes back" in snooze(world, acme)
        world.now += timedelta(days=7)
    said = snooze(world, acme)
    assert "Mel Manager is asked whether *Acme* may rest that long" in said
    assert world.rows(tables.Account)[0].snoozed_until == date(2026, 12, 16), "as it was"
    world.press(APPROVAL_YES, REF, by="UMEL")
    assert world.rows(tables.Account)[0].snoozed_until == date(2026, 12, 23)


def test_a_date_that_would_ask_says_so_before_and_wants_to_know_why(world: World, acme: int):
    assert "comes back" in snooze(world, acme)  # an earlier rest counts with it
    world.press(CARD_SNOOZE, f"{acme}:date", option=True)
    form = world.modal
    assert "More than 30 days of rest in 90: Mel Manager is asked first" in text_of(form)
    assert "Mel Manager decides on it" in text_of(world.submit(form, {"until": "2027-01-20"}))
    assert became(world) == []
    world.submit(form, {"until": "2027-01-20", "why": "they close"})
    assert [x.why for x in world.rows(tables.Loosening)] == ["they close"]
    world.press(CARD_SNOOZE, f"{acme}:date", by="UMEL", option=True)
    assert "asked first" not in text_of(world.modal), "theirs to decide"


def test_a_rest_that_is_sent_twice_says_twice_that_it_waits(world: World, acme: int):
    world.press(CARD_SNOOZE, f"{acme}:date", option=True)
    form = world.modal
    for _ in range(2):
        world.submit(form, {"until": "2027-01-20", "why": "they close"})
        assert "Mel Manager is asked whether *Acme* may rest that long" in text_of(world.sent[-1])
    assert len(world.rows(tables.Loosening)) == 1
    world.press(APPROVAL_YES, REF, by="UMEL")
    world.submit(form, {"until": "2027-01-20", "why": "they close"})
    assert "Acme comes back" in text_of(world.sent[-1])


def test_a_touch_between_starts_anew(world: World, acme: int):
    for _ in range(6):
        assert "comes back" in snooze(world, acme)
        world.now += timedelta(days=7)
        world.command("/log acme called, happy")


def test_a_pause_of_an_a_for_a_month_holds_a_longer_one_asks(world: World, acme: int):
    change(world, acme, status="paused", until="2026-12-18", reason="holidays")
    assert stands(world, acme)[1] == "paused"
    change(world, acme, status="paused", until="2027-02-01", reason="more")
    assert stands(world, acme)[3] == date(2026, 12, 18)
    assert became(world) == [""]


def test_a_rest_that_waits_is_over_with_its_day_and_whoever_asked_hears_it(world: World, acme: int):
    world.press(CARD_SNOOZE, f"{acme}:date", by="UMEL", option=True)
    world.submit(world.modal, {"until": "2026-12-17", "why": "they close"}, by="UMEL")
    world.now = datetime(2026, 12, 17, 15, tzinfo=UTC)
    world.press(CARD_SNOOZE, f"{acme}:date", option=True)
    world.submit(world.modal, {"until": "2026-12-21", "why": "they stay closed"})
    assert became(world) == [""]
    assert "by Sun, Dec 20" in got(world, "DMEL")[-1]
    world.now = datetime(2026, 12, 21, 4, 59, tzinfo=UTC)  # Sunday, 23:59 in New York
    world.tick()
    assert became(world) == [""]
    world.now = datetime(2026, 12, 21, 5, tzinfo=UTC)
    world.tick()
    world.now = datetime(2026, 12, 21, 18, tzinfo=UTC)
    assert "That day came before anybody approved what you asked for *Acme*" in got(world, "DDANA")[-1]
    assert became(world) == ["overtaken"]
    assert "Waits for" not in text_of(world.command("/account acme"))


def test_a_rest_whose_day_came_while_it_waited_is_approved_no_more(world: World, acme: int):
    change(world, acme, status="paused", until="2026-12-18", reason="holidays")
    change(world, acme, status="active")
    for until in ("2026-12-18", "2026-11-26"):
        world.press(CARD_SNOOZE, f"{acme}:date", by="UMEL", option=True)
        world.submit(world.modal, {"until": until, "why": "they close"}, by="UMEL")
    world.press(CARD_SNOOZE, f"{acme}:date", option=True)
    world.submit(world.modal, {"until": "2026-12-20", "why": "they close"})
    (asked,) = world.rows(tables.Loosening, tables.Loosening.became == "")
    world.now = datetime(2026, 12, 20, 15, tzinfo=UTC)
    world.press(APPROVAL_YES, json.dumps({"loosening": asked.id}), by="UMEL")
    assert "The day that it was to rest until has come" in text_of(world.sent[-1])
    assert world.rows(tables.Account)[0].snoozed_until == date(2026, 11, 26)
    assert "That day came before anybody approved what you asked for *Acme*" in got(world, "DDANA")[-1]
    history = text_of(world.command("/account acme history"))
    assert "put off until Dec 20, asked by Dana Reyes, over: its day came" in history


def test_a_slow_cadence_kept_beside_a_raised_tier_is_said_and_told(world: World):
    globex = world.account("Globex", tier="C", last="2026-11-10")
    change(world, globex, cadence="90")
    world.press(CARD_CHANGE, AccountRef(globex).pack())
    form = text_of(world.chosen(world.modal, {"tier": "A"}))
    assert "It keeps its own cadence of 90 days, where A has 14 days: whoever manages its owner reads" in form
    assert "keeps its own" not in text_of(world.chosen(world.modal, {"tier": "A", "cadence": ""}))
    change(world, globex, tier="A")
    assert stands(world, globex) == ("A", "active", 90, None)
    assert "*Globex*: tier C to A, keeps its own cadence of 90 days, by Dana" in world.digest_part("loosened")
    world.press(APPROVAL_BACK, REF, by="UMEL")
    assert stands(world, globex) == ("C", "active", 90, None)
    away(world, "/account away 18-25 Nov cover <@UKIM|kim>")
    change(world, globex, by="UKIM", tier="A")
    assert stands(world, globex)[0] == "A", "whoever covers calls it no less often by that"


def test_a_rest_that_is_shortened_asks_nobody(world: World, acme: int):
    change(world, acme, status="paused", until="2027-01-17", reason="their merger")
    world.press(APPROVAL_YES, REF, by="UMEL")
    world.now += timedelta(days=20)
    change(world, acme, until="2026-12-28")
    assert stands(world, acme)[3] == date(2026, 12, 28)
    change(world, acme, status="active")
    world.press(CARD_SNOOZE, f"{acme}:date", by="UMEL", option=True)
    world.submit(world.modal, {"until": "2027-01-30", "why": "they close"}, by="UMEL")
    world.press(CARD_SNOOZE, f"{acme}:date", option=True)
    world.submit(world.modal, {"until": "2027-01-28", "why": "they open sooner"})
    assert world.rows(tables.Account)[0].snoozed_until == date(2027, 1, 28)
    assert became(world) == ["approved"], "nothing else was asked, nor noted"


def through(world: World, account: int, by: str = "UDANA", **filled: Any) -> dict[str, Any]:
    """Saved in the part of the form that says what it is."""
    world.press(CARD_CHANGE, AccountRef(account).pack(), by=by)
    stands = {k: v for k, v in filled.items() if k not in ("parent", "through")}
    form = world.chosen(world.modal, {"tier": stands["tier"]}, by=by) if "tier" in stands else world.modal
    at = {"view": _filled_in(form, stands), "container": {"type": "view"}, "response_url": None}
    world.press(CHANGE_IS, "is", by=by, **at)
    view = dict(world.slack.made("views.update")[-1]["view"])
    of_it = {k: v for k, v in filled.items() if k not in stands}
    return world.submit(view, {"why": "the group buys for them", **of_it}, by=by)


def served(world: World, account: int) -> tuple[Any, ...]:
    a = world.rows(tables.Account, tables.Account.id == account)[0]
    return a.parent_id, a.served_through_parent, a.due_on is None


def test_served_through_its_parent_an_a_waits_for_the_manager(world: World, acme: int):
    group = world.account("Acme Group", owner="kim@x.com", tier="B")
    through(world, acme, parent=group)
    world.press(CARD_CHANGE, AccountRef(acme).pack())
    at = {"view": _filled_in(world.modal, {}), "container": {"type": "view"}, "response_url": None}
    world.press(CHANGE_IS, "is", **at)
    form = world.chosen(dict(world.slack.made("views.update")[-1]["view"]), {"through": "yes"})
    assert "no due date of its own any more. *Mel Manager is asked first*" in text_of(form)
    (why,) = (b for b in form["blocks"] if b.get("block_id") == "why")
    assert (why["label"]["text"], why["optional"]) == ("Why through its parent", False)
    asked = world.submit(form, {"parent": group, "through": "yes", "why": ""})
    assert "Mel Manager decides on it" in text_of(asked), "nobody decides blind"
    world.sent.clear()
    through(world, acme, through="yes", parent=group)
    assert served(world, acme) == (group, False, False)
    said = "served through Acme Group"
    assert f"*Waits for Mel Manager*: {said}, asked by Dana Reyes" in text_of(world.sent[-1])
    assert "✅ Changed" not in text_of(world.sent[-1])
    assert f"asks to change *Acme* (A): {said}" in got(world, "DMEL")[-1]
    world.press(APPROVAL_YES, REF, by="UMEL")
    assert f"Approved: *Acme*, {said}." in text_of(world.sent[-1])
    assert served(world, acme) == (group, True, True)
    through(world, acme, through="no")
    assert served(world, acme) == (group, False, False), "sooner needs no tap"
    assert became(world) == ["approved"]


def test_what_is_changed_with_it_holds_and_is_said_alone(world: World, acme: int):
    group, other = (world.account(f"Acme {n}", owner="kim@x.com", tier="B") for n in ("Group", "Holding"))
    through(world, acme, parent=group, through="yes")
    assert served(world, acme)[:2] == (group, False), "the parent holds"
    assert "✅ Changed: Parent – → Acme Group." in text_of(world.sent[-1])
    through(world, acme, by="UMEL", parent=other)
    world.press(APPROVAL_YES, REF, by="UMEL")
    assert "The account changed meanwhile" in text_of(world.sent[-1])
    assert served(world, acme) == (other, False, False)


def test_by_itself_again_holds_while_a_lower_tier_waits(world: World, acme: int):
    group = world.account("Acme Group", owner="kim@x.com", tier="B")
    through(world, acme, by="UMEL", parent=group, through="yes")
    through(world, acme, tier="B", why="they shrank", parent="-", through="no")
    assert (stands(world, acme)[0], served(world, acme)) == ("A", (None, False, False))
    asked = world.rows(tables.Loosening)[-1]
    world.press(APPROVAL_YES, json.dumps({"loosening": asked.id}), by="UMEL")
    assert (stands(world, acme)[0], served(world, acme)) == ("B", (None, False, False))


def test_of_a_b_it_is_told_in_the_digest_and_taken_back(world: World):
    globex = world.account("Globex", tier="B", last="2026-11-10")
    group = world.account("Globex Group", owner="kim@x.com", tier="B", last="2026-11-10")
    through(world, globex, parent=group, through="yes")
    assert served(world, globex) == (group, True, True)
    part = world.digest_part("loosened")
    assert "*Globex*: served through Globex Group, by Dana Reyes" in part
    assert APPROVAL_BACK in part
    world.press(APPROVAL_BACK, REF, by="UMEL")
    assert served(world, globex) == (group, False, False)


def test_whoever_covers_does_not_have_it_served_through_another(world: World):
    globex = world.account("Globex", tier="B", last="2026-11-10")
    group = world.account("Globex Group", owner="kim@x.com", tier="B")
    away(world, "/account away 18-25 Nov cover <@UKIM|kim>")
    refused = through(world, globex, by="UKIM", parent=group, through="yes")
    assert "You cover for its owner" in refused["errors"]["through"]
    assert served(world, globex)[:2] == (None, False)


def test_by_itself_as_a_manager_set_it_is_not_undone_by_a_rep(world: World, acme: int):
    group = world.account("Acme Group", owner="kim@x.com", tier="B")
    through(world, acme, by="UMEL", parent=group, through="yes")
    through(world, acme, by="UMEL", through="no")
    act = world.rows(tables.Audit, tables.Audit.did == "changed")[-1]
    world.press(ACT_UNDO, ActRef(act.id, "card").pack())
    assert "Mel Manager decides on that" in text_of(world.sent[-1])
    assert served(world, acme) == (group, False, False)


def test_a_renewal_that_did_not_come_goes_through_it_too(world: World):
    given = {"annual_revenue": "84000", "currency": "USD", "renews_on": "2026-11-10"}
    acme = world.account("Acme", last="2026-11-10", **given)
    world.press("renewal.no", json.dumps({"account": acme}))
    lost = "*If they left:* Its $84,000 a year count as lost from that day."
    asks = "*Mel Manager is asked first*: until then it stands as it is."
    assert f"{lost} {asks}" in text_of(world.modal)
    world.press("renewal.no", json.dumps({"account": acme}), by="UMEL")
    assert lost in text_of(world.modal)
    assert "asked first" not in text_of(world.modal), "theirs to decide"
    world.press("renewal.no", json.dumps({"account": acme}))
    world.submit(world.modal, {"became": "churned", "left_on": "2026-11-16", "reason": "too dear"})
    assert stands(world, acme)[1] == "active"
    assert became(world) == [""]
    world.press(APPROVAL_YES, REF, by="UMEL")
    assert stands(world, acme)[1] == "churned"
    assert world.rows(tables.Standing)[-1].from_on == date(2026, 11, 16)


@pytest.mark.parametrize("tier", ["A", "B"])
def test_whoever_covers_lets_none_go_by_its_renewal(world: World, tier: str):
    acme = world.account("Acme", tier=tier, last="2026-11-10", renews_on="2026-11-10")
    away(world, "/account away 18-25 Nov cover <@UKIM|kim>")
    world.press("renewal.no", json.dumps({"account": acme}), by="UKIM")
    form = world.modal
    assert "*They left* can’t be saved: You cover for its owner" in text_of(form)
    left = {"became": "churned", "left_on": "2026-11-16", "reason": "too dear"}
    assert "You cover for its owner" in world.submit(form, left, by="UKIM")["errors"]["became"]
    assert (stands(world, acme)[1], became(world)) == ("active", [])
    assert not world.submit(form, {"became": "open"}, by="UKIM").get("errors"), "that it is open they may say"


def test_of_a_b_it_holds_and_the_digest_offers_to_take_it_back(world: World):
    globex = world.account("Globex", tier="B", last="2026-11-10")
    change(world, globex, tier="C", reason="small")
    assert stands(world, globex)[0] == "C"
    assert "*Loosened*: 1 account" in text_of(world.command("/digest", by="UMEL"))
    part = world.digest_part("loosened")
    assert "*Globex*: tier B to C, by Dana Reyes: “small”" in part
    assert APPROVAL_BACK in part
    world.press(APPROVAL_BACK, REF)
    assert "Only a manager of its owner" in text_of(world.sent[-1])
    world.press(APPROVAL_BACK, REF, by="UMEL")
    assert "Taken back: *Globex* is as it was before" in text_of(world.sent[-1])
    assert stands(world, globex)[0] == "B"
    assert "took back what you changed of *Globex*" in got(world, "DDANA")[-1]
    world.press(APPROVAL_BACK, REF, by="UMEL")
    assert "took that back already" in text_of(world.sent[-1])


def test_what_left_on_a_past_day_never_left_once_it_is_taken_back(world: World):
    globex = world.account("Globex", tier="B", last="2026-11-10")
    before = standings(world, globex)
    change(world, globex, status="churned", churn_why="price", left_on="2026-10-20", cadence="80")
    assert ("2026-10-20", "B", "churned") in standings(world, globex)
    world.now += timedelta(days=3)
    world.press(APPROVAL_BACK, REF, by="UMEL")
    assert standings(world, globex) == before, "no week of it counts as churned"
    history = text_of(world.command("/account globex history"))
    assert "~ taken back" in history
    assert ACT_UNDO not in history


def test_what_else_was_changed_with_it_stays_when_it_is_taken_back(world: World):
    globex = world.account("Globex", tier="B", last="2026-11-10")
    world.press(CARD_CHANGE, AccountRef(globex).pack())
    world.submit(part(world, CHANGE_IS, world.modal, {"tier": "C"}), {"name": "Globex Ltd"})
    world.press(APPROVAL_BACK, REF, by="UMEL")
    (account,) = world.rows(tables.Account, tables.Account.id == globex)
    assert (account.tier, account.name) == ("B", "Globex Ltd")
    assert ACT_UNDO in text_of(world.command("/account globex ltd history")), "the name has its own undo"


def standings(world: World, account: int) -> list[tuple[str, str, str]]:
    rows = world.rows(tables.Standing, tables.Standing.account_id == account)
    return sorted((str(s.from_on), s.tier, s.status) for s in rows)


@pytest.mark.parametrize(
    ("read_on", "last"), [(date(2026, 11, 23), date(2026, 11, 30)), (date(2026, 11, 26), date(2026, 12, 3))]
)
def test_it_can_be_taken_back_for_a_week_from_the_digest_that_tells_of_it(
    world: World, read_on: date, last: date
):
    """Whoever was away has it on their first day back."""
    globex = world.account("Globex", tier="B", last="2026-11-10")
    world.now = datetime(2026, 11, 16, 15, tzinfo=UTC)  # a Monday
    change(world, globex, tier="C")
    if read_on > date(2026, 11, 23):
        away(world, f"/account away 20 Nov 2026 - {read_on - timedelta(days=1):%d %b %Y}", by="UMEL")
    for day in range(17, read_on.day + 1):
        world.now = datetime(2026, 11, day, 15, tzinfo=UTC)
        world.tick()
        world.deliver()
    assert any("*Loosened*: 1 account" in text_of(m) for m in world.slack.posted if m["channel"] == "DMEL")
    world.now = datetime(last.year, last.month, last.day, 20, tzinfo=UTC) + timedelta(days=1)
    world.press(APPROVAL_BACK, REF, by="UMEL")
    assert "in the digest more than 7 days ago" in text_of(world.sent[-1])
    assert stands(world, globex)[0] == "C"
    world.now -= timedelta(days=1)
    world.press(APPROVAL_BACK, REF, by="UMEL")
    assert stands(world, globex)[0] == "B"


def test_a_file_asks_nobody_and_the_digest_says_what_it_loosened(world: World, acme: int):
    world.account("Acme", tier="C")
    assert stands(world, acme)[0] == "C"
    assert became(world) == ["imported"]
    part = world.digest_part("loosened")
    assert "*Acme*: tier A to C, by a file" in part
    assert APPROVAL_BACK not in part
    world.account("Acme", tier="A")
    assert became(world) == ["imported"], "tighter again is no loosening"
