"""Digest, Home, settings, insight, share, change, reassign, mention; who gets in; errors; the endpoint."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from handlers.surface import is_slack, typed_text
from messages.card import CARD_CHANGE, CARD_MORE, CARD_SHARE, CARD_SNOOZE
from messages.carried import AccountRef, WorryRef
from messages.home import HOME_INSIGHT, HOME_SENDING, HOME_SETTINGS, LOG_OPEN
from messages.log_form import LOG_FORM
from messages.log_touch import LOG_UNDO
from messages.needs import DIGEST_WORRY
from sandbox.outlet import signed
from scheduler import walks
from storage import tables, workspaces
from storage.assess import recompute

from ..twin import ours
from ..world import CALLED, World, text_of
from .test_account import _answers_to


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme", last="2026-10-01", annual_revenue="84000", currency="USD")


def test_digest_for_managers_and_managers_of_managers(world: World, acme: int):
    for who in ("UMEL", "UADA"):
        answer = world.command("/digest", by=who)
        assert "0 of 1 account in rhythm" in answer["text"], who
        assert "1 A worth $84,000 without contact for over 4 weeks: Acme" in answer["text"]
    assert "for managers" in world.command("/digest")["text"]


def test_home_is_painted_and_admins_find_the_switch(world: World, acme: int):
    for who, there in (("UDANA", "Acme"), ("UADA", "Sending")):
        event = {"type": "app_home_opened", "user": who, "channel": "D1", "tab": "home", "event_ts": "1.1"}
        world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
        world.deliver()
        published = world.slack.made("views.publish")[-1]
        assert published["user_id"] == who
        assert there in text_of(published["view"])
    assert "Sending" not in text_of(world.slack.made("views.publish")[0]["view"])


def test_the_switch_stops_what_goes_to_people(world: World, acme: int):
    home = {
        "container": {"type": "view", "view_id": "V0"},
        "view": {"type": "home", "id": "V0"},
        "response_url": None,
    }
    world.press(HOME_SENDING, "off", by="UDANA", **home)
    assert world.rows(tables.Workspace)[0].sending, "a rep can't"
    world.press(HOME_SENDING, "off", by="UADA", **home)
    world.tick()
    world.deliver()
    assert not world.slack.posted
    world.press(HOME_SENDING, "on", by="UADA", **home)
    world.deliver()
    assert len(world.slack.posted) == 1


def test_settings_are_checked_kept_and_followed(world: World, acme: int):
    home = {"container": {"type": "view", "view_id": "V0"}, "view": {"type": "home", "id": "V0"}}
    world.press(HOME_SETTINGS, "x", by="UDANA", **home)
    assert "Only admins" in text_of(world.modal)
    world.press(HOME_SETTINGS, "x", by="UADA", **home)
    assert world.submit(world.modal, {"nudge_at": "quarter to nine"}, by="UADA")["errors"] == {
        "nudge_at": "“Nudge at” is a time of day such as 08:45."
    }
    assert "rates" in world.submit(world.modal, {"rates": "EUR x"}, by="UADA")["errors"]
    world.submit(world.modal, {"cadence_a_days": "21", "rates": "EUR 1.08"}, by="UADA")
    assert world.rows(tables.Workspace)[0].policy["rates"] == {"EUR": 1.08}
    assert "Health points" in text_of(world.modal)
    assert "weights" in world.submit(world.modal, {"weights": "charm 5"}, by="UADA")["errors"]
    world.tick()
    assert world.rows(tables.Account)[0].due_on == date(2026, 10, 22)


def test_a_rate_and_points_recompute_what_rests_on_them(world: World):
    world.account("Euro Co", last="2026-10-01", annual_revenue="1000", currency="EUR")
    assert world.rows(tables.Account)[0].annual is None
    assert "€1,000" in text_of(world.command("/account euro")), "in its own currency until there is a rate"
    home = {"container": {"type": "view", "view_id": "V0"}, "view": {"type": "home", "id": "V0"}}
    world.press(HOME_SETTINGS, "x", by="UADA", **home)
    world.submit(world.modal, {"rates": "EUR 1.0812345678", "weights": "silence 0"}, by="UADA")
    world.tick()
    assert world.rows(tables.Account)[0].annual == 108_123
    assert "$1,081" in text_of(world.command("/account euro"))
    assert world.rows(tables.Workspace)[0].recompute_after is None
    world.press(HOME_SETTINGS, "x", by="UADA", **home)
    assert "1.0812345678" in text_of(world.modal), "what was typed stands there again"
    assert "silence 0" in text_of(world.modal)


def test_computing_anew_goes_on_after_a_restart(world: World, monkeypatch: pytest.MonkeyPatch):
    ids = [world.account(f"Co {n}", last="2026-10-01") for n in range(3)]
    monkeypatch.setattr(walks, "ACCOUNTS", 1)
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        workspaces.compute_anew(session, ws.id)
        session.execute(
            update(tables.table(tables.Account))
            .where(ours(tables.Account))
            .values(due_on=None, reassess_at=None)
        )
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        recompute(session, ws.id, ws.policy, ids=ids[:1], now=world.now)
        workspaces.walked(session, ws, "recompute_after", ids[0])  # and here the process died
    assert [a.due_on is None for a in world.rows(tables.Account)] == [False, True, True]
    world.tick()
    assert all(a.due_on for a in world.rows(tables.Account))


def test_an_insight_becomes_the_reason_to_call(world: World, acme: int):
    home = {"container": {"type": "view", "view_id": "V0"}, "view": {"type": "home", "id": "V0"}}
    world.press(HOME_INSIGHT, "x", by="UDANA", **home)
    assert "Managers and admins" in text_of(world.modal)
    world.press(HOME_INSIGHT, "x", by="UMEL", **home)
    world.submit(world.modal, {"text": "plants like theirs save a fifth", "tier": "A"}, by="UMEL")
    world.tick()
    world.deliver()
    assert "worth telling them: “plants like theirs save a fifth”" in text_of(world.slack.posted[0])


def test_every_act_says_what_it_did_where_it_was_made(world: World, acme: int):
    home = {
        "container": {"type": "view", "view_id": "V0"},
        "view": {"type": "home", "id": "V0"},
        "response_url": None,
    }
    modal = {
        "container": {"type": "view", "view_id": "V1"},
        "view": {"type": "modal", "id": "V1"},
        "response_url": None,
    }

    def said(given: dict) -> str:
        assert given["response_action"] == "update"
        return text_of(given["view"])

    world.press(HOME_INSIGHT, "x", by="UMEL", **home)
    assert "Posted for A accounts, until Dec 18: “news”" in said(
        world.submit(world.modal, {"text": "news", "tier": "A"}, by="UMEL")
    )
    world.press(HOME_SETTINGS, "x", by="UADA", **home)
    assert "Saved" in said(world.submit(world.modal, {}, by="UADA"))
    world.press(LOG_OPEN, "log", **home)
    answer = said(world.submit(world.modal, {**CALLED, "account": acme}))
    assert "Logged with Acme" in answer
    assert LOG_UNDO in answer
    world.press(CARD_CHANGE, AccountRef(acme).pack(), **modal)
    changed = world.submit(world.modal, {"tier": "B", "reason": "small"}, by="UMEL")
    assert "*Acme* · B" in said(changed)
    world.press(CARD_SNOOZE, f"{acme}:date", option=True, **modal)
    assert "Acme comes back Tue, Dec 1" in said(world.submit(world.modal, {"until": "2026-12-01"}))
    world.press(CARD_SHARE, AccountRef(acme).pack())
    world.slack.answers["conversations.info"] = [{"channel": {"is_member": True}}]
    world.submit(world.modal, {"channel": "C1"})
    assert "The card of *Acme* goes to <#C1>" in text_of(world.sent[-1])


def test_share_only_where_the_bot_is_and_nobody_outside(world: World, acme: int):
    world.press(CARD_SHARE, AccountRef(acme).pack())
    form = world.modal
    for answer, said in (
        ({"is_member": False}, "not in that channel"),
        ({"is_member": True, "is_ext_shared": True}, "outside"),
    ):
        world.slack.answers["conversations.info"] = [{"channel": answer}]
        assert said in world.submit(form, {"channel": "C1"})["errors"]["channel"]
    world.slack.answers["conversations.info"] = [{"channel": {"is_member": True}}]
    world.submit(form, {"channel": "C1", "note": "<!here> look"})
    world.deliver()
    (answer,) = world.slack.posted
    assert answer["channel"] == "C1"
    assert "the numbers" not in text_of(answer), "no notes of talks"
    assert "<!here>" not in text_of(answer)


@pytest.mark.parametrize("reads_along", ["is_ext_shared", "is_pending_ext_shared", "is_org_shared"])
def test_a_card_is_not_shared_where_others_read_along_or_soon_will(world: World, acme: int, reads_along: str):
    world.press(CARD_SHARE, AccountRef(acme).pack())
    world.slack.answers["conversations.info"] = [{"channel": {"is_member": True, reads_along: True}}]
    assert "outside" in world.submit(world.modal, {"channel": "C1"})["errors"]["channel"]
    assert not world.rows(tables.Outbox)


def test_change_is_dated_and_what_is_due_follows(world: World, acme: int):
    sent: list = []
    _answers_to(world, sent)
    world.press(CARD_CHANGE, AccountRef(acme).pack(), by="UKIM")
    assert "Only its owner" in text_of(world.modal)
    world.press(CARD_CHANGE, AccountRef(acme).pack())
    assert "until" in world.submit(world.modal, {"status": "paused", "reason": "moving"})["errors"]
    world.submit(world.modal, {"tier": "B"}, by="UMEL")
    world.now = world.now.replace(day=19)
    world.press(CARD_CHANGE, AccountRef(acme).pack())
    world.submit(world.modal, {"status": "paused", "reason": "moving", "until": "2026-12-24"})
    account = world.rows(tables.Account)[0]
    assert (account.tier, account.status, account.due_on) == ("B", "paused", date(2026, 12, 24))
    assert [(s.tier, s.status, s.from_on) for s in world.rows(tables.Standing)][1:] == [
        ("B", "active", date(2026, 11, 18)),
        ("B", "paused", date(2026, 11, 19)),
    ]
    assert world.rows(tables.Audit, tables.Audit.did == "changed")


def test_reassign_and_ask_from_the_digest(world: World, acme: int):
    world.press(DIGEST_WORRY, WorryRef(acme, "ask").pack(), by="UMEL", option=True)
    world.submit(world.modal, {"text": "what is next?"}, by="UMEL")
    world.press(DIGEST_WORRY, WorryRef(acme, "reassign").pack(), by="UMEL", option=True)
    kim = next(p.id for p in world.rows(tables.Person) if p.email == "kim@x.com")
    world.submit(world.modal, {"receiver": kim, "when": "now"}, by="UMEL")
    world.bring()
    assert world.rows(tables.Account)[0].owner_id == kim
    said = {m["channel"]: m["text"] for m in world.slack.posted}
    assert "asks about Acme" in "".join(m["text"] for m in world.slack.posted)
    assert "gave you Acme" in said["DKIM"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<@UBOT> acme", "*Acme*"),
        ("<@UBOT> account acme", "*Acme*"),
        ("<@UBOT> log acme called, happy", "Logged with Acme"),
        ("<@UBOT> hi", "/log"),
    ],
)
def test_a_mention_works_where_no_command_does(world: World, acme: int, text: str, said: str):
    event = {
        "type": "app_mention",
        "user": "UDANA",
        "channel": "C1",
        "text": text,
        "ts": "1.5",
        "thread_ts": "1.1",
        "event_ts": "1.5",
    }
    for _ in range(2):
        world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
    answer = world.slack.made("chat.postEphemeral")[0]
    assert (answer["channel"], answer["user"], answer["thread_ts"]) == ("C1", "UDANA", "1.1")
    assert said in text_of(answer)
    assert len(world.rows(tables.Touch, tables.Touch.batch != "")) == ("log" in text)


@pytest.mark.parametrize("who", ["stranger", "guest", "unknown", "gone"])
def test_who_doesn_t_belong_gets_one_sentence(world: World, acme: int, who: str):
    if who == "gone":
        world.slack.users = [{**u, "deleted": u["id"] == "UDANA"} for u in world.slack.users]
        from scheduler.link_people import link_people

        link_people(world.tend.services, world.slack)
        answer = world.command("/account acme")
    elif who == "stranger":
        answer = world.command("/account acme", team_id="T_OTHER")
    elif who == "guest":
        world.slack.users = [{**u, "is_restricted": u["id"] == "UDANA"} for u in world.slack.users]
        from scheduler.link_people import link_people

        link_people(world.tend.services, world.slack)
        answer = world.command("/account acme")
    else:
        answer = world.command("/account acme", by="UNOBODY")
    assert "Acme" not in text_of(answer)
    assert answer["text"].endswith((".", "."))


def test_a_user_of_another_workspace_is_refused_in_every_surface(world: World, acme: int):
    sent: list = []
    _answers_to(world, sent)
    user = {"id": "UDANA", "team_id": "T_OTHER"}
    action = {"type": "button", "action_id": CARD_MORE, "value": AccountRef(acme).pack(), "action_ts": "1.1"}
    world.interact(world.payload("block_actions", user=user, actions=[action]))
    assert "own workspace only" in text_of(sent[-1])
    assert world.interact(world.payload("block_suggestion", user=user)) == {"options": []}
    view = {
        "type": "modal",
        "callback_id": LOG_FORM,
        "state": {"values": {"account": {}}},
        "private_metadata": "",
        "blocks": [],
    }
    assert (
        world.interact(world.payload("view_submission", user=user, view=view))["response_action"] == "errors"
    )


def test_a_failure_answers_the_person_with_what_they_typed(world: World, acme: int, monkeypatch, caplog):
    def locked(*_, **__):
        raise OperationalError("INSERT secret note", {}, Exception("database is locked"))

    monkeypatch.setattr("handlers.logged.touches.log", locked)
    answer = world.command("/log acme called, secret note")
    assert "not stored" in answer["text"]
    assert "acme called, secret note" in text_of(answer)
    assert "secret" not in caplog.text
    assert "OperationalError" in caplog.text


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("met <@U123|kim> in <#C1|sales>", "met @kim in #sales"),
        ("see <https://x.com/a|this>", "see this"),
        ("<https://x.com>", "https://x.com"),
        ("&amp;lt;", "&lt;"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("a\x00b ", "ab"),
    ],
)
def test_what_slack_wraps_is_read_as_it_was_typed(sent: str, typed: str):
    assert typed_text(sent) == typed


def test_nothing_is_left_unanswered(world: World):
    assert world.command("/unknown") == {"text": ""}
    assert world.press("never.heard", "x") == {"text": ""}


def test_a_stale_card_button_is_answered(world: World, acme: int):
    sent: list = []
    _answers_to(world, sent)
    world.press(CARD_MORE, AccountRef(99999).pack())
    assert "no longer on file" in text_of(sent[-1])
    world.press(CARD_MORE, "garbage")
    assert "try again" in text_of(sent[-1])


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://hooks.slack.com/x", True),
        ("http://hooks.slack.com/x", False),
        ("https://hooks.slack.com.evil.com/", False),
        ("https://evil.com/hooks.slack.com", False),
        ("http://169.254.169.254/", False),
    ],
)
def test_answers_go_to_slack_only(url: str, fine: bool):
    assert is_slack(url, "https://slack.com/api/") is fine
    assert is_slack("http://127.0.0.1:8000/response/1", "http://127.0.0.1:8000/api/")
    assert not is_slack("http://127.0.0.1:9999/response/1", "http://127.0.0.1:8000/api/")


def test_nothing_is_sent_to_an_address_that_is_not_slacks(world: World, acme: int, caplog):
    """The check stands where the answer is sent, whatever way the address came: on the request, or kept in
    a form."""
    sent: list = []
    _answers_to(world, sent)
    world.press(CARD_MORE, AccountRef(acme).pack(), response_url="https://evil.example/hook")
    world.press(
        CARD_CHANGE, AccountRef(acme).pack(), response_url="https://hooks.slack.com.evil.example/hook"
    )
    world.submit(world.modal, {"cadence": "7"})
    assert world.rows(tables.Account)[0].cadence_days == 7
    assert not sent
    assert "not Slack's" in caplog.text
    world.press(CARD_MORE, AccountRef(acme).pack(), response_url="https://hooks.slack.com/actions/1")
    assert [m["url"] for m in sent] == ["https://hooks.slack.com/actions/1"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"X-Slack-Request-Timestamp": "abc", "X-Slack-Signature": "v0=x"}, 401),
        ({"X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=x"}, 401),
        ({"X-Slack-Request-Timestamp": "²", "X-Slack-Signature": "v0=é"}, 401),
        ("signed", 200),
    ],
)
def test_a_bad_signature_is_401_never_500(world: World, headers, status: int):
    from starlette.testclient import TestClient

    client = TestClient(world.tend.http(world.app, works=True), raise_server_exceptions=False)
    body = b"command=%2Faccount&text=help&team_id=T1&user_id=UDANA&trigger_id=1&response_url=x"
    given = signed("shh", body) if headers == "signed" else {k: v.encode() for k, v in headers.items()}
    answer = client.post(
        "/slack/events", content=body, headers={**given, "Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == status
    old = signed("shh", body, at=1_000_000)
    assert client.post("/slack/events", content=body, headers=old).status_code == 401
    strange = b"payload=%7B%22type%22%3A%22view_submission%22%2C%22view%22%3A%7B%7D%7D"
    assert client.post("/slack/events", content=strange, headers=signed("shh", strange)).status_code == 200
    garbage = b"\xff\xfe{"
    assert client.post("/slack/events", content=garbage, headers=signed("shh", garbage)).status_code == 401


def test_health_is_told_by_ages(world: World):
    from starlette.testclient import TestClient

    client = TestClient(world.tend.http(None, works=True))
    assert client.get("/healthz").text == "alive"
    assert client.get("/readyz").status_code == 503
    world.tick()
    assert client.get("/readyz").json()["ready"] is True
    world.time.pass_for(121)
    assert client.get("/readyz").json()["stale"] == ["the scheduler has not ticked for 2 minutes"]
    assert TestClient(world.tend.http(None, works=False)).get("/readyz").status_code == 200, (
        "web is unready only for its own database"
    )
    assert "tend_last_tick_age_seconds 121.0" in client.get("/metrics").text


def test_a_pause_that_is_over_is_shown_as_none(world: World, acme: int):
    """Whoever changes the tier of an account whose pause has ended is not asked for another end."""
    world.press("card.change", f'{{"account":{acme}}}')
    world.submit(world.modal, {"status": "paused", "until": "2026-11-20", "reason": "their merger"})
    world.now = datetime(2026, 11, 23, 15, tzinfo=UTC)
    world.press("card.change", f'{{"account":{acme}}}')
    assert not world.submit(world.modal, {"tier": "B"}, by="UMEL").get("errors")
    account = world.rows(tables.Account)[0]
    assert (account.tier, account.status) == ("B", "active")
