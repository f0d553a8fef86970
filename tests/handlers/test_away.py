"""Being away: said before it holds, covered or waiting, back early, caught up on the first morning."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from messages import away as say
from messages.introduced import HANDOFF_OPEN
from messages.places import NUDGE_SNOOZE
from storage import tables

from ..world import World, text_of

MORNING = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # Monday 09:00 in New York
TYPED = "/account away 23-25 Nov cover <@UKIM|kim>"


def pressed(world: World, message: dict[str, Any], action: str, by: str = "UDANA") -> None:
    """Press the button of a message that carries this action."""
    for block in message["blocks"]:
        for element in (*block.get("elements", ()), block.get("accessory") or {}):
            if element.get("action_id") == action:
                world.press(action, element["value"], by=by)
                return
    raise AssertionError(f"no {action} in {text_of(message)}")


def away(world: World, typed: str = TYPED, by: str = "UDANA") -> str:
    """Type it and press what is proposed; what is said then."""
    pressed(world, world.command(typed, by=by), say.AWAY_SET, by=by)
    return text_of(world.sent[-1])


def mornings(world: World, at: datetime = MORNING) -> dict[str, str]:
    """The morning messages that go out at an instant, by whose they are."""
    world.now, before = at, len(world.slack.made("chat.postMessage"))
    world.tick()
    world.deliver()
    people = {p.dm_channel: p.email.split("@")[0] for p in world.rows(tables.Person)}
    sent = world.slack.made("chat.postMessage")[before:]
    return {people.get(m["channel"], m["channel"]): text_of(m) for m in sent}


def test_what_follows_is_said_before_it_does(world: World):
    world.account("Acme", last="2026-10-01")
    said = text_of(world.command(TYPED))
    assert "Away *Mon, Nov 23 to Wed, Nov 25* (3 working days)." in said
    assert "Kim covers: your 1 account comes in Kim's morning message, marked. Your own pauses." in said
    assert "Nothing is kept until you press “Away then”." in said
    assert not world.rows(tables.Absence)
    assert "🌴 You are away Mon, Nov 23 to Wed, Nov 25. Kim Cho covers, and hears of it." in away(world)
    (kept,) = world.rows(tables.Absence)
    assert (kept.first_on, kept.last_on) == (date(2026, 11, 23), date(2026, 11, 25))


def test_a_double_press_is_one_absence(world: World):
    message = world.command(TYPED)
    for _ in range(2):
        pressed(world, message, say.AWAY_SET)
    assert len(world.rows(tables.Absence)) == 1


def test_a_cover_is_told_and_their_morning_carries_the_accounts_marked(world: World):
    world.account("Acme", last="2026-10-01")
    world.account("Globex", owner="kim@x.com", last="2026-10-02")
    world.account("Ninety", tier="C", last="2026-11-10", renews_on="2027-02-21")
    away(world)
    world.bring()
    told = [text_of(m) for m in world.slack.made("chat.postMessage")]
    assert any("You cover for *Dana Reyes*, Mon, Nov 23 to Wed, Nov 25: 2 accounts" in t for t in told)
    sent = mornings(world)
    assert "dana" not in sent, "who is away has no morning message"
    assert "Acme* (A, 53 days, for Dana)" in sent["kim"]
    assert "Globex* (A, 52 days)" in sent["kim"], "their own stand beside it"
    assert "Also today: *Ninety* (for Dana) renews" in sent["kim"]


def test_who_covers_acts_as_the_owner_would_but_gives_nothing_away(world: World):
    acme = world.account("Acme", last="2026-10-01")
    away(world)
    mornings(world)
    (place,) = world.rows(tables.Nudge)
    assert place.for_id == world.rows(tables.Person, tables.Person.email == "dana@x.com")[0].id
    world.press(HANDOFF_OPEN, f'{{"account": {acme}}}', by="UKIM")
    assert "waits for them" in text_of(world.modal)
    world.press(NUDGE_SNOOZE, f"{place.id}:3d", by="UKIM", option=True)
    assert world.rows(tables.Nudge)[0].outcome == "snoozed"
    world.now += timedelta(days=10)  # covers no more
    world.sent.clear()
    world.press("card.snooze", f"{acme}:3d", by="UKIM", option=True)
    assert "Only its owner" in text_of(world.sent[-1])


def test_a_cover_who_is_away_themselves_may_not_act(world: World):
    acme = world.account("Acme", last="2026-10-01")
    away(world)
    world.now = MORNING
    world.press("card.snooze", f"{acme}:3d", by="UKIM", option=True)
    assert "Only its owner" not in text_of(world.sent[-1])
    ids = {p.email: p.id for p in world.rows(tables.Person)}
    world.press(say.AWAY_OPEN, "{}", by="UMEL")  # Kim falls ill
    ill = {"who": ids["kim@x.com"], "first_on": "2026-11-23", "last_on": "2026-11-23"}
    world.submit(world.modal, ill, by="UMEL")
    pressed(world, world.sent[-1], say.AWAY_SET, by="UMEL")
    world.press("card.snooze", f"{acme}:3d", by="UKIM", option=True)
    assert "Only its owner" in text_of(world.sent[-1])
    world.now += timedelta(days=1)
    world.press("card.snooze", f"{acme}:3d", by="UKIM", option=True)
    assert "Only its owner" not in text_of(world.sent[-1])


def test_shown_to_a_cover_it_returns_like_any_appearance(world: World):
    world.account("Acme", last="2026-10-01")
    away(world)
    assert "Acme" in mornings(world)["kim"]
    assert "kim" not in mornings(world, MORNING + timedelta(days=1)), "an A returns after three working days"


def test_without_a_cover_accounts_wait_and_the_first_morning_back_says_so(world: World):
    world.account("Acme", last="2026-10-01")
    away(world, "/account away 23-25 Nov")
    assert "dana" not in mornings(world)
    back = mornings(world, MORNING + timedelta(days=4))  # Friday; Thursday is Thanksgiving
    assert "Welcome back. Your accounts waited (Mon, Nov 23 to Wed, Nov 25)." in back["dana"]
    assert "Acme" in back["dana"]
    later = mornings(world, MORNING + timedelta(days=9))
    assert "Welcome back" not in later.get("dana", "")


def test_what_was_covered_did_not_wait(world: World):
    """A cover who reached nobody is named all the same: whoever comes back asks them first."""
    world.account("Acme", last="2026-10-01")
    away(world)
    assert "Acme" in mornings(world)["kim"]
    days = world.rows(tables.Absence)[0]
    back = datetime.combine(days.last_on, time(14), UTC)
    for _ in range(7):
        back += timedelta(days=1)
        if "Welcome back" in (said := mornings(world, back).get("dana", "")):
            break
    assert "Welcome back. Kim Cho covered (" in said
    assert "): no contact meanwhile." in said


def test_the_first_morning_back_tells_who_talked_to_whom(world: World):
    world.account("Acme", last="2026-10-01")
    away(world)
    world.now = MORNING
    world.command("/log acme called 20 min, showed them the figures", by="UKIM")
    back = mornings(world, MORNING + timedelta(days=4))
    assert "While you were away (Mon, Nov 23 to Wed, Nov 25): Kim Cho talked to Acme." in back["dana"]


def test_back_early_takes_the_accounts_out_of_the_covers_morning(world: World):
    world.account("Acme", last="2026-10-01")
    away(world)
    world.now = MORNING
    world.tick()  # Kim's is planned, not sent
    pressed(world, world.command("/account away"), say.AWAY_BACK)
    assert not world.rows(tables.Absence, tables.Absence.voided_at.is_(None))
    sent = mornings(world)
    assert "kim" not in sent
    assert "Acme" in sent["dana"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("/account away sometime soon", "I can't tell from when to when"),
        ("/account away 23-25 Nov cover <@UDANA>", "Somebody else has to cover."),
        ("/account away 23-25 Nov cover <@UNOBODY>", "I don't know who is to cover"),
        ("/account away 23-25 Nov cover zed", "I don't know who is to cover"),
        ("/account away 2026-10-01 to 2026-10-05", "over already"),
    ],
)
def test_what_can_not_be_so_is_said(world: World, typed: str, why: str):
    assert why in text_of(world.command(typed))
    assert not world.rows(tables.Absence)


def test_days_stay_where_only_the_cover_is_not_known(world: World):
    pressed(world, world.command("/account away 23-25 Nov cover zed"), say.AWAY_OPEN)
    assert "2026-11-23" in text_of(world.modal)
    assert "2026-11-25" in text_of(world.modal)


def test_the_form_for_a_date_says_beforehand_what_whoever_covers_may_not(world: World):
    acme = world.account("Acme", last="2026-10-01")
    away(world)
    world.press("card.snooze", f"{acme}:date", by="UKIM", option=True)
    assert "Only its owner" in text_of(world.sent[-1]), "before the days begin"
    assert not world.slack.made("views.open")
    world.now = MORNING
    world.press("card.snooze", f"{acme}:date", by="UKIM", option=True)
    assert "More than 30 days of rest in 90 waits for its owner: you cover for them." in text_of(world.modal)
    assert "Mel Manager" not in text_of(world.modal)
    assert "waits for them" in text_of(world.submit(world.modal, {"until": "2027-01-20"}, by="UKIM"))


def test_who_is_away_covers_nobody(world: World):
    away(world, "/account away 23-25 Nov", by="UKIM")
    assert "Kim is away then, too: Nov 23 to Nov 25." in text_of(world.command(TYPED))


def test_in_the_form_a_manager_sets_it_for_somebody_who_fell_ill(world: World):
    world.account("Acme", last="2026-10-01")
    ids = {p.email: p.id for p in world.rows(tables.Person)}
    world.press(say.AWAY_OPEN, "{}", by="UMEL")
    given = {"who": ids["dana@x.com"], "first_on": "2026-11-18", "last_on": "2026-11-20"}
    world.submit(world.modal, given | {"cover": ids["kim@x.com"]}, by="UMEL")
    assert "Dana Reyes: away *Wed, Nov 18 to Fri, Nov 20*" in text_of(world.sent[-1])
    pressed(world, world.sent[-1], say.AWAY_SET, by="UMEL")
    (kept,) = world.rows(tables.Absence)
    assert (kept.person_id, kept.by_id) == (ids["dana@x.com"], ids["mel@x.com"])


def test_nobody_sets_days_of_those_they_don_t_manage(world: World):
    ids = {p.email: p.id for p in world.rows(tables.Person)}
    days = say.Days("2026-11-23", "2026-11-25", of=ids["dana@x.com"])
    world.press(say.AWAY_SET, days.pack(), by="UKIM")
    assert "Only they, their managers and admins" in text_of(world.sent[-1])
    away(world)
    (kept,) = world.rows(tables.Absence)
    world.press(say.AWAY_BACK, say.AbsenceRef(kept.id).pack(), by="UKIM")
    assert "Only they, their managers and admins" in text_of(world.sent[-1])
    assert world.rows(tables.Absence)[0].voided_at is None


def test_a_stale_button_shows_how_the_days_stand(world: World):
    away(world)
    (kept,) = world.rows(tables.Absence)
    world.now += timedelta(days=30)
    world.press(say.AWAY_BACK, say.AbsenceRef(kept.id).pack())
    assert "These days are over" in text_of(world.sent[-1])


def test_who_covers_may_tighten_but_not_loosen(world: World):
    acme = world.account("Acme", tier="B", last="2026-10-01")
    away(world)
    world.now = MORNING
    world.press("card.change", f'{{"account": {acme}}}', by="UKIM")
    answer = world.submit(world.modal, {"tier": "C", "why": "small"}, by="UKIM")
    assert "waits for them" in text_of(answer)
    assert world.rows(tables.Account)[0].tier == "B"
    world.press("card.change", f'{{"account": {acme}}}', by="UKIM")
    world.submit(world.modal, {"tier": "A", "why": "they grow"}, by="UKIM")
    assert world.rows(tables.Account)[0].tier == "A"


def test_a_form_says_to_a_cover_what_it_will_refuse(world: World):
    acme = world.account("Acme", last="2026-10-01")
    away(world)
    world.now = MORNING
    world.press("card.change", f'{{"account": {acme}}}', by="UKIM")
    said = text_of(world.chosen(world.modal, {"tier": "C"}, by="UKIM"))
    assert "Can't be saved so:* You cover for its owner" in said
    assert "asked first" not in said
    world.press("card.snooze", f"{acme}:date", by="UKIM", option=True)
    answer = world.submit(world.modal, {"until": "2027-02-20", "why": "they close"}, by="UKIM")
    assert "You cover for its owner" in text_of(answer)
    assert not world.rows(tables.Loosening)
    assert not world.rows(tables.Snooze)


def test_what_a_manager_who_is_away_would_decide_waits_for_theirs(world: World):
    acme = world.account("Acme", last="2026-10-01")
    away(world, "/account away today", by="UMEL")
    world.press("card.change", f'{{"account": {acme}}}')
    world.submit(world.modal, {"tier": "B", "why": "they shrank"})
    (wait,) = world.rows(tables.Waiting)
    assert wait.for_id == world.rows(tables.Person, tables.Person.email == "ada@x.com")[0].id


def test_who_leads_is_told_who_decides_meanwhile_and_has_no_digest_until_back(world: World):
    world.account("Acme", last="2026-10-01")
    said = text_of(world.command("/account away 23-24 Nov cover <@UKIM>", by="UMEL"))
    assert "Kim covers. Your messages pause meanwhile." in said
    assert "Ada Admin decides meanwhile on what your people ask." in said
    away(world, "/account away 23-24 Nov cover <@UKIM>", by="UMEL")
    assert "Acme" in mornings(world)["dana"]
    assert "You cover for *Mel Manager*" in mornings(world, MORNING + timedelta(hours=5))["kim"]
    digests = tables.Outbox.say == "digest"
    mel = world.rows(tables.Person, tables.Person.email == "mel@x.com")[0].id
    assert mel not in {r.person_id for r in world.rows(tables.Outbox, digests)}
    assert "in rhythm" in mornings(world, MORNING + timedelta(days=2))["mel"]


def test_a_digest_comes_once_who_leads_is_back_early(world: World):
    world.account("Acme", last="2026-10-01")
    away(world, "/account away 23-27 Nov", by="UMEL")
    assert "mel" not in mornings(world)
    (kept,) = world.rows(tables.Absence)
    world.now += timedelta(days=2)
    world.press(say.AWAY_BACK, say.AbsenceRef(kept.id).pack(), by="UMEL")
    assert "in rhythm" in mornings(world, world.now)["mel"]


def test_a_cover_of_somebody_without_accounts_reads_of_none(world: World):
    away(world)
    world.bring()
    told = [text_of(m) for m in world.slack.made("chat.postMessage")]
    assert any("You cover for *Dana Reyes*" in t and "they have no accounts of their own" in t for t in told)
