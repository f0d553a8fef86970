"""The digest on demand: of whom, of a large team, and what reassigning from it changes in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from messages.card import CARD_CHANGE
from messages.carried import AccountRef, WorryRef
from messages.home import HOME_DIGEST
from messages.needs import DIGEST_WORRY
from messages.showing import DIGEST_DETAIL, DetailRef
from storage import tables

from ..world import World, text_of

HOME = {
    "container": {"type": "view", "view_id": "V0"},
    "view": {"type": "home", "id": "V0"},
    "response_url": None,
}


def person(world: World, email: str) -> int:
    return next(p.id for p in world.rows(tables.Person) if p.email == email)


def mentions(world: World, text: str, by: str = "UMEL") -> list[str]:
    """What a person reads after mentioning us in a channel."""
    event = {
        "type": "app_mention",
        "user": by,
        "channel": "C1",
        "text": f"<@UBOT> {text}",
        "ts": "1.5",
        "event_ts": "1.5",
    }
    before = len(world.slack.made("chat.postEphemeral"))
    world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
    return [text_of(m) for m in world.slack.made("chat.postEphemeral")[before:]]


@pytest.fixture
def company(world: World) -> World:
    """Ned, a manager below Mel, has Pat; Pia below Ada is nobody of Mel's. Each book differs. Figures are
    shown by name."""
    world.set(figures_by_name="US: by name")
    row = {"role": "rep", "timezone": "America/New_York", "country": "US"}
    world.people(
        {**row, "email": "ned@x.com", "name": "Ned Niles", "manager_email": "mel@x.com"},
        {**row, "email": "pat@x.com", "name": "Pat Under", "manager_email": "ned@x.com"},
        {**row, "email": "pia@x.com", "name": "Pia Elsewhere", "manager_email": "ada@x.com"},
        {**row, "email": "danielle@x.com", "name": "Danielle Mann", "manager_email": "mel@x.com"},
    )
    world.account("Acme", last="2026-10-01")
    for n in range(2):
        world.account(f"Kimco {n}", owner="kim@x.com", last="2026-10-01")
    for n in range(3):
        world.account(f"Patco {n}", owner="pat@x.com", last="2026-10-01")
    return world


def test_only_what_somebody_reached_is_praised_as_back_in_rhythm(world: World):
    lowered = world.account("Globex", tier="B", last="2026-09-20")
    world.account("Initech", tier="B", last="2026-09-20")
    world.press(CARD_CHANGE, AccountRef(lowered).pack())
    world.submit(world.modal, {"tier": "C"})
    world.command("/log initech called 10 min, reached, showed the figures")
    digest = text_of(world.command("/digest", by="UMEL"))
    assert "2 of 2 accounts in rhythm" in digest
    assert "Back in rhythm in the last 7 days: Initech." in digest


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "0 of 6 accounts"),
        ("kim", "0 of 2 accounts"),
        ("Cho", "0 of 2 accounts"),
        ("kim@x.com", "0 of 2 accounts"),
        ("dana reyes", "0 of 1 account"),
        ("ned", "0 of 3 accounts"),
        ("pat", "0 of 3 accounts"),
        ("dan", "Which of them: Dana Reyes, Danielle Mann?"),
        ("pia", "Pia Elsewhere is not one of your people"),
        ("ada", "Ada Admin is not one of your people"),
        ("zoe", "None of your people is called “zoe”"),
    ],
)
def test_the_week_of_one_of_my_people(company: World, typed: str, said: str):
    answer = company.command(f"/digest {typed}".strip(), by="UMEL")
    assert said in answer["text"], answer["text"]
    if typed == "kim":
        assert answer["blocks"][0]["text"]["text"].startswith("Kim Cho · Week to")
        assert "Acme" not in text_of(answer)
    assert "for managers" in company.command(f"/digest {typed}".strip(), by="UDANA")["text"]
    assert said in mentions(company, f"digest {typed}".strip())[0]


def test_the_week_of_a_manager_below_is_their_whole_tree(company: World):
    assert "0 of 3 accounts" in company.command("/digest pat", by="UNED")["text"]
    assert "not one of your people" in company.command("/digest kim", by="UNED")["text"]


def test_where_figures_are_the_team_s_alone_nobody_s_are_shown_by_name(company: World):
    company.set(figures_by_name="")
    assert "Figures of one person are not shown" in company.command("/digest kim", by="UMEL")["text"]
    assert "0 of 3 accounts" in company.command("/digest ned", by="UMEL")["text"], "a manager's is a team's"
    week = text_of(company.command("/digest", by="UMEL"))
    assert "needs help" not in week
    assert "6 A accounts without contact in time: " in week
    assert "touches a day, made" in week, "of the whole team"
    ref = DetailRef("rhythm", "2026-11-18", running=True, of=person(company, "kim@x.com"))
    company.press(DIGEST_DETAIL, ref.pack(), by="UMEL")
    assert "Figures of one person are not shown" in text_of(company.sent[-1])
    whole = company.digest_part("rhythm")
    assert "by tier, longest first" in whole
    assert "Kim Cho" in whole, "whose an account is, is no figure"


def test_a_large_team_is_answered_a_moment_later_wherever_it_was_asked(
    company: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("handlers.digest.AT_ONCE", 5)
    assert "One moment" in company.command("/digest", by="UMEL")["text"]
    assert "0 of 6 accounts" in company.sent[-1]["text"]
    assert company.sent[-1]["replace_original"] is True
    first, then = mentions(company, "digest")
    assert "One moment" in first
    assert "0 of 6 accounts" in then
    company.press(HOME_DIGEST, "x", by="UMEL", **HOME)
    assert "One moment" in text_of(company.modal)
    (filled,) = company.slack.made("views.update")
    assert filled["view_id"] == company.slack.shown
    assert "0 of 6 accounts" in text_of(filled["view"])
    assert "0 of 2 accounts" in company.command("/digest kim", by="UMEL")["text"], "a small one at once"


def reassign(world: World, to: str = "kim@x.com", of: int | None = None, **where: Any) -> dict[str, Any]:
    acme = world.rows(tables.Account, tables.Account.name == "Acme")[0].id
    world.press(DIGEST_WORRY, WorryRef(acme, "reassign", of).pack(), by="UMEL", option=True, **where)
    return world.submit(world.modal, {"receiver": person(world, to), "when": "now"}, by="UMEL")


def test_the_monday_message_shows_the_new_owner_beside_the_figures_of_its_sunday(company: World):
    company.now = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    company.tick()
    company.deliver()
    (monday,) = [m for m in company.slack.posted if m["channel"] == "DMEL"]
    assert "Dana Reyes" in text_of(monday)
    reassign(
        company,
        container={
            "type": "message",
            "message_ts": monday["ts"],
            "channel_id": "DMEL",
            "is_ephemeral": False,
        },
    )
    assert "*Acme* is with Kim Cho now. I tell Dana Reyes and Kim Cho." in text_of(company.sent[-1])
    assert company.sent[-1]["replace_original"] is False
    company.deliver()
    (painted,) = company.slack.made("chat.update")
    assert (painted["channel"], painted["ts"]) == ("DMEL", monday["ts"])
    assert "Dana, now with Kim" in text_of(painted)
    assert painted["blocks"][1] == monday["blocks"][1], "the figures are those of Sunday"


def test_reassigning_to_nobody_asks_for_somebody(company: World):
    acme = company.rows(tables.Account, tables.Account.name == "Acme")[0]
    company.press(DIGEST_WORRY, WorryRef(acme.id, "reassign", None).pack(), by="UMEL", option=True)
    assert company.submit(company.modal, {}, by="UMEL")["errors"] == {"receiver": "Choose who."}
    assert company.rows(tables.Account, tables.Account.name == "Acme")[0].owner_id == acme.owner_id


def test_the_running_week_begins_on_its_monday(company: World):
    company.command("/log acme called, happy", by="UDANA")  # on Wednesday
    company.now = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    assert "1 touched so far this week" in company.command("/digest", by="UMEL")["text"]
    company.now = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    on_monday = company.command("/digest", by="UMEL")
    assert "0 touched so far this week" in on_monday["text"]
    assert "· no touch" in text_of(on_monday)
    company.command("/log acme called, happy", by="UDANA")
    assert "1 touched so far this week" in company.command("/digest", by="UMEL")["text"]


def test_whom_to_grow_is_named_with_what_is_done_about_it_and_segments_are_the_workspaces(world: World):
    for n, revenue in enumerate((90_000, 50_000, 40_000, 30_000, 20_000)):
        world.account(f"Co {n}", last="2026-11-17", annual_revenue=str(revenue))
    world.account("Late", last="2026-10-01")  # a quiet week is short
    days = [
        {"account": "Co 1", "by_email": "dana@x.com", "at": f"2026-{m:02}-1{m % 9}"} for m in range(6, 12)
    ]
    world.load(
        world.write("touches", *({**day, "channel": "call", "sentiment": "happy"} for day in days)),
        world.write(
            "needs", {"account": "Co 1", "by_email": "dana@x.com", "text": "labels", "budget": "7000"}
        ),
    )
    digest = world.command("/digest", by="UMEL")
    said = text_of(digest)
    assert "🌱 *Co 1* (A): need “labels”, budget $7,000" in said
    assert "for 39 % of revenue" in said
    assert "39 % of revenue ($90,000)" in world.digest_part("effort")
    (grow,) = [b for b in digest["blocks"] if str(b.get("block_id")).startswith("grow.")]
    ask = grow["accessory"]["options"][1]["value"]
    world.press(DIGEST_WORRY, ask, by="UMEL", option=True)
    assert "Co 1" in text_of(world.modal)


def test_a_running_digest_is_replaced_where_it_stands(company: World):
    reassign(
        company, container={"type": "message", "message_ts": "1.1", "channel_id": "C1", "is_ephemeral": True}
    )
    (replaced,) = company.sent
    assert replaced["replace_original"] is True, (
        "one answer: two would race, and the later one replace the other"
    )
    assert "*Acme* is with Kim Cho now" in text_of(replaced["blocks"][0])
    assert "0 of 6 accounts" in replaced["text"]
    assert "now with" not in text_of(replaced), "as of today it is Kim's"
    reassign(
        company,
        "dana@x.com",
        person(company, "kim@x.com"),
        container={"type": "message", "message_ts": "1.1", "is_ephemeral": True},
    )
    assert any("Kim Cho · Week to" in text_of(m) and "0 of 2 accounts" in m["text"] for m in company.sent), (
        "of whom it was"
    )


def test_a_digest_in_a_modal_is_painted_again(company: World):
    answer = reassign(
        company,
        response_url=None,
        view={"type": "modal", "id": "V7"},
        container={"type": "view", "view_id": "V7"},
    )
    assert "*Acme* is with Kim Cho now" in text_of(answer["view"])
    (painted,) = company.slack.made("views.update")
    assert painted["view_id"] == "V7"
    assert "0 of 6 accounts" in text_of(painted["view"])


@pytest.mark.parametrize("modal", [False, True])
def test_what_a_decision_is_made_from_in_a_list_of_a_digest_is_that_list_anew(company: World, modal: bool):
    """Whoever decides on one of nine goes on with the next."""
    acme, kim = company.rows(tables.Account)[0].id, person(company, "kim@x.com")
    at = {"type": "message", "message_ts": "1.1", "channel_id": "C1", "is_ephemeral": True}
    where: dict[str, Any] = {"container": at}
    if modal:
        view = {"type": "modal", "id": "V7"}
        where = {"container": {"type": "view"}, "view": view, "response_url": None}
    ref = WorryRef(acme, "reassign", part="risk")
    company.press(DIGEST_WORRY, ref.pack(), by="UMEL", option=True, **where)
    company.sent.clear()
    company.submit(company.modal, {"receiver": kim, "when": "now"}, by="UMEL")
    shown = company.slack.made("views.update")[-1]["view"] if modal else company.sent[-1]
    assert "*At risk or falling*: 6" in text_of(shown)
    assert "accounts in rhythm" not in text_of(shown)


def whole(company: World, ref: DetailRef, by: str = "UMEL", **at: Any) -> str:
    company.sent.clear()
    company.press(DIGEST_DETAIL, ref.pack(), by=by, **at)
    return text_of(company.sent[-1]) if company.sent else text_of(company.modal)


def test_a_line_is_told_whole_below_it_for_whose_digest_it_is(company: World):
    running = DetailRef("rhythm", "2026-11-18", running=True)
    assert "*Out of rhythm*: 6 (6 A)" in whole(company, running)
    assert company.sent[-1]["replace_original"] is False
    kim = person(company, "kim@x.com")
    of_kim = whole(company, DetailRef("rhythm", "2026-11-18", running=True, of=kim))
    assert "*Out of rhythm*: 2 (2 A)" in of_kim
    assert "Acme" not in of_kim


def test_the_mondays_message_is_told_as_of_its_sunday(company: World):
    company.command("/log acme called, shared the numbers", by="UDANA")
    assert "Acme" in whole(company, DetailRef("rhythm", "2026-11-15"))
    assert "Acme" not in whole(company, DetailRef("rhythm", "2026-11-18", running=True))


def test_from_the_modal_it_comes_on_top_without_tables(company: World):
    modal = {"view": {"type": "modal", "id": "V1"}, "container": {"type": "view"}, "response_url": None}
    said = whole(company, DetailRef("rhythm", "2026-11-18", running=True), **modal)
    assert "Longest: " in said
    assert "data_table" not in {b["type"] for b in company.modal["blocks"]}


def test_a_large_teams_detail_comes_a_moment_later(company: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handlers.digest.AT_ONCE", 5)
    ref = DetailRef("rhythm", "2026-11-18", running=True)
    assert "*Out of rhythm*: 6" in whole(company, ref)
    company.press(DIGEST_DETAIL, ref.pack(), by="UMEL", **HOME)
    assert "One moment" in text_of(company.modal)
    assert "*Out of rhythm*: 6" in text_of(company.slack.made("views.update")[-1]["view"])


@pytest.mark.parametrize(
    ("by", "of", "why"), [("UDANA", None, "for managers"), ("UNED", "kim@x.com", "own people")]
)
def test_figures_of_others_are_refused(company: World, by: str, of: str | None, why: str):
    ref = DetailRef("rhythm", "2026-11-18", running=True, of=person(company, of) if of else None)
    said = whole(company, ref, by=by)
    assert why in said
    assert "Kimco" not in said
