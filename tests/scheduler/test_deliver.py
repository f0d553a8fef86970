"""The outbox under Slack's answers: what is lost, doubled, waited for; each row of the error table before
and after posting."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from scheduler.deliver import Deliverer
from scheduler.link_people import Unbound, bind, link_people
from storage import claims, outbox, tables

from ..twin import ours
from ..world import START, World, text_of


@pytest.fixture
def due(world: World) -> World:
    world.account("Acme", last="2026-10-10")
    world.tick()
    return world


def row(world: World) -> tables.Outbox:
    return world.rows(tables.Outbox, tables.Outbox.say == "nudge", tables.Outbox.kind == "post")[-1]


def test_sent_once_and_marked_with_channel_and_ts(due: World):
    due.deliver()
    due.deliver()
    assert (len(due.slack.posted), row(due).state, row(due).channel) == (1, "sent", "DDANA")
    assert row(due).ts == due.slack.posted[0]["ts"]
    assert due.rows(tables.Nudge)[0].state == "sent"
    assert len(due.slack.made("conversations.open")) == 1


def test_a_channel_stored_before_is_used(due: World):
    due.deliver()
    due.now = datetime(2026, 11, 25, 15, tzinfo=UTC)
    due.tick()
    due.deliver()
    assert len([m for m in due.slack.posted if m["channel"] == "DDANA"]) == 2
    assert [c["users"] for c in due.slack.made("conversations.open")].count("UDANA") == 1


def test_429_is_a_definite_no_for_the_whole_workspace(due: World):
    due.slack.refuse("chat.postMessage", "ratelimited", 429, {"Retry-After": "40"})
    due.deliver()
    assert (row(due).state, row(due).tries) == ("due", 0)
    due.time.pass_for(39)
    assert due.deliver() == 0
    due.time.pass_for(2)
    due.deliver()
    assert (row(due).state, len(due.slack.posted)) == ("sent", 1)


@pytest.mark.parametrize("strange", ["²", "1e400", "-5", "9" * 500, "nan", "inf", ".", ""])
def test_a_rest_that_is_no_number_is_had_as_one_without(due: World, strange: str):
    due.slack.refuse("chat.postMessage", "ratelimited", 429, {"Retry-After": strange})
    due.deliver()
    assert not due.slack.posted
    due.time.pass_for(3600)
    due.deliver()
    assert len(due.slack.posted) == 1


@pytest.mark.parametrize("posted", [False, True])
@pytest.mark.parametrize(
    "code",
    ["reset", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "never_heard_of_it"],
)
def test_unknown_settles_is_reconciled_and_sent_once(due: World, code: str, posted: bool):
    if code == "reset":
        due.slack.drop("chat.postMessage")
    else:
        due.slack.refuse("chat.postMessage", code)
    failing = due.slack.answers["chat.postMessage"].pop()

    def runs_then_fails(given):
        if posted:
            due.slack.posted.append({**given, "ts": due.slack.stamp()})
        raise failing

    due.slack.answers["chat.postMessage"] = [runs_then_fails]
    due.deliver()
    assert row(due).state == "sending"
    due.time.pass_for(119)
    due.deliver()
    assert not due.slack.made("conversations.history"), "the settle time is waited for"
    for _ in range(3):
        due.time.pass_for(60)
        due.deliver()
    assert (row(due).state, len(due.slack.posted)) == ("sent", 1)
    assert row(due).ts == due.slack.posted[0]["ts"]


def test_a_process_killed_while_sending_is_settled_by_another(due: World):
    class Killed(BaseException):
        pass

    due.slack.drop("chat.postMessage", Killed())
    with pytest.raises(Killed):
        due.deliver()
    due.time.pass_for(61)  # the lease is over: found unfinished, and settled from now on
    due.deliver()
    assert row(due).unknown_since is not None
    due.time.pass_for(121)
    due.deliver()
    due.time.pass_for(10)
    due.deliver()
    assert (row(due).state, len(due.slack.posted)) == ("sent", 1)


def runs_and_refuses(
    world: World, code: str, status: int = 200, headers: dict[str, str] | None = None
) -> None:
    """The next message arrives, and is answered with a refusal all the same."""
    world.slack.refuse("chat.postMessage", code, status, headers)
    failing = world.slack.answers["chat.postMessage"].pop()

    def answer(given):
        world.slack.posted.append({**given, "ts": world.slack.stamp()})
        raise failing

    world.slack.answers["chat.postMessage"] = [answer]


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("ratelimited", "due"),
        ("invalid_auth", "due"),
        ("messages_tab_disabled", "due"),
        ("is_archived", "dead"),
        ("odd", "sending"),
    ],
)
def test_an_answer_is_treated_alike_whether_or_not_the_message_arrived(due: World, code: str, state: str):
    """A definite no is Slack's word that nothing was posted; what is unknown is looked up."""
    runs_and_refuses(due, code, 429 if code == "ratelimited" else 200)
    due.deliver()
    assert (row(due).state, row(due).tries) == (state, 0)
    assert len([m for m in due.slack.posted if m["channel"] == "DDANA"]) == 1


@pytest.mark.parametrize("code", ["user_not_found", "is_archived", "not_in_channel", "restricted_action"])
def test_dead_recipients_are_told_to_the_manager_and_accounts_are_free(due: World, code: str):
    due.slack.refuse("chat.postMessage", code)
    due.deliver()
    assert row(due).state == "dead"
    assert due.rows(tables.Nudge)[0].state == "dropped"
    assert [m["channel"] for m in due.slack.posted] == ["DMEL"]
    assert code in due.slack.posted[0]["text"]


@pytest.mark.parametrize(
    "code",
    [
        "account_inactive",
        "token_revoked",
        "token_expired",
        "invalid_auth",
        "missing_scope",
        "messages_tab_disabled",
    ],
)
def test_our_token_or_configuration_pauses_the_workspace_and_resumes(due: World, code: str):
    due.slack.refuse("chat.postMessage", code)
    due.deliver()
    workspace = due.rows(tables.Workspace)[0]
    assert (row(due).state, row(due).tries) == ("due", 0)
    assert workspace.held_why
    assert due.deliver() == 0
    due.time.pass_for(301)
    due.deliver()
    assert row(due).state == "sent"


def test_our_bug_sends_without_charts_then_plain_text(due: World, caplog):
    due.slack.refuse("chat.postMessage", "invalid_blocks")
    due.slack.refuse("chat.postMessage", "invalid_blocks")
    due.deliver()
    answer = due.slack.made("chat.postMessage")
    assert [bool(t.get("blocks")) for t in answer] == [True, True, False]
    assert "1 today" in answer[-1]["text"]
    assert row(due).state == "sent"
    assert "was refused: invalid_blocks" in caplog.text


def test_what_was_done_meanwhile_leaves_the_bundle(world: World):
    world.account("Acme", last="2026-10-10")
    world.account("Globex", last="2026-10-11")
    world.tick()
    world.command("/log acme called, happy")
    world.deliver()
    assert "Acme" not in text_of(world.slack.posted[0])
    assert "Globex" in text_of(world.slack.posted[0])


def test_nothing_left_is_dropped(due: World):
    due.command("/log acme called, happy")
    due.deliver()
    assert (row(due).state, due.slack.posted) == ("dropped", [])


def test_a_bundle_whose_morning_is_over_is_dropped_and_planned_anew(due: World):
    due.now = datetime(2026, 11, 18, 21, 5, tzinfo=UTC)
    due.deliver()
    assert (row(due).state, due.slack.posted) == ("dropped", [])
    due.now = datetime(2026, 11, 19, 14, tzinfo=UTC)
    due.tick()
    due.deliver()
    assert len(due.slack.posted) == 1


def test_rows_of_the_unlinked_wait_and_of_those_gone_are_dropped(world: World):
    world.load(
        world.write(
            "people", {"email": "new@x.com", "name": "New", "timezone": "America/New_York", "country": "US"}
        )
    )
    world.account("Acme", owner="new@x.com", last="2026-10-10")
    world.tick()
    world.deliver()
    assert row(world).state == "due"
    world.slack.users.append(
        {"id": "UNEW", "tz": "America/New_York", "deleted": True, "profile": {"email": "new@x.com"}}
    )
    link_people(world.tend.services, world.slack)
    world.deliver()
    assert row(world).state == "dropped"


def test_a_row_that_cannot_be_painted_stops_nobody(world: World, monkeypatch, caplog):
    world.account("Acme", last="2026-10-10")
    world.account("Globex", owner="kim@x.com", last="2026-10-10")
    world.tick()
    from scheduler import render

    real, first = render.SAYS["nudge"], []

    def broken(session, ws, message, person, now):
        if not first:
            first.append(message.id)
            raise ZeroDivisionError
        return real(session, ws, message, person, now)

    monkeypatch.setitem(render.SAYS, "nudge", broken)
    world.deliver()
    assert len(world.slack.posted) == 1
    world.time.pass_for(901)
    world.deliver()
    assert len(world.slack.posted) == 2


@pytest.mark.parametrize("error", ["reset", "internal_error", "is_archived"])
def test_a_card_for_a_channel_is_not_tried_twice_and_who_shared_it_is_told(world: World, error: str):
    account = world.account("Acme", last="2026-10-10")
    world.press("card.share", f'{{"account":{account}}}')
    world.slack.answers["conversations.info"] = [{"channel": {"is_member": True}}]
    if error == "reset":
        world.slack.drop("chat.postMessage")
    else:
        world.slack.refuse("chat.postMessage", error)
    world.submit(world.modal, {"channel": "C1"})
    world.deliver()
    assert [m["channel"] for m in world.slack.posted] == ["DDANA"]
    assert "could not be delivered" in world.slack.posted[0]["text"]
    assert not world.slack.made("conversations.history")


def test_updates_are_one_row_with_a_version_and_unknown_means_again(due: World):
    due.deliver()
    due.slack.drop("chat.update")
    due.command("/log acme called, happy")
    due.deliver()
    due.time.pass_for(10)
    due.deliver()
    assert len(due.slack.made("chat.update")) == 2
    due.time.pass_for(121)  # the first call may have landed late, on top of the second
    due.deliver()
    updates = due.rows(tables.Outbox, tables.Outbox.kind == "update")
    assert [(u.state, u.version) for u in updates] == [("sent", 1)]
    assert len(due.slack.made("chat.update")) == 3


def test_an_older_version_never_overwrites_a_newer(due: World):
    due.deliver()
    due.command("/log acme called, happy", trigger="1.1")
    with due.tend.database.transaction() as session:
        claimed = claims.claim(session, claims.Wanted(1, due.now, due.time.at, sending=True), "slow")
    batch = due.rows(tables.Touch, tables.Touch.batch != "")[0].batch
    due.press("log.undo", f'{{"batch":"{batch}"}}')  # makes version 2 due
    with due.tend.database.transaction() as session:
        assert outbox.mark_sent(session, claimed, "DDANA", ts="1", at=due.now) is False
    due.deliver()
    assert "✅" not in text_of(due.slack.made("chat.update")[-1])


def test_the_token_of_another_team_is_refused(world: World):
    world.slack.answers["auth.test"] = [{"team_id": "T_OTHER"}]
    assert "another Slack workspace" in bind(world.tend.services, world.slack).why
    world.slack.refuse("auth.test", "invalid_auth")
    assert bind(world.tend.services, world.slack) == Unbound(
        "Slack does not accept the token (invalid_auth).", for_now=False
    )
    assert bind(world.tend.services, world.slack) is None


def test_slack_that_cannot_be_asked_has_refused_nothing(world: World):
    world.slack.refuse("auth.test", "Received a response in a non-JSON format: <h1>Down</h1>", 500)
    world.slack.refuse(
        "auth.test", "Received a response in a non-JSON format: <h1>Log in to the Wi-Fi</h1>", 200
    )
    world.slack.refuse("auth.test", "ratelimited", 429)
    world.slack.refuse("auth.test", "internal_error")
    world.slack.drop("auth.test")
    answers = [bind(world.tend.services, world.slack) for _ in range(5)]
    assert all(a.for_now for a in answers)
    said = ("status 500", "status 200", "ratelimited", "internal_error", "ConnectionResetError")
    assert [a.why for a in answers] == [f"Slack can't be reached yet ({s})." for s in said]


def test_slack_tells_zone_and_deactivation_and_the_first_admin(world: World):
    world.slack.users = [{**u, "tz": "Asia/Tokyo", "deleted": u["id"] == "UKIM"} for u in world.slack.users]
    link_people(world.tend.services, world.slack)
    people = {p.email: p for p in world.rows(tables.Person)}
    assert people["dana@x.com"].zone == "Asia/Tokyo"
    assert not people["kim@x.com"].active
    world.load(
        world.write(
            "people",
            {
                "email": "dana@x.com",
                "name": "Dana Reyes",
                "role": "rep",
                "manager_email": "mel@x.com",
                "timezone": "America/Denver",
                "country": "US",
            },
        )
    )
    assert {p.email: p.zone for p in world.rows(tables.Person)}["dana@x.com"] == "Asia/Tokyo", (
        "a linked person's zone comes from Slack"
    )


def notices(world: World, *emails: str) -> None:
    people = {p.email: p.id for p in world.rows(tables.Person)}
    with world.tend.database.transaction() as session:
        for n, email in enumerate(emails):
            outbox.enqueue(
                session,
                1,
                f"n:{n}",
                say="notice",
                payload={"text": f"message {n}"},
                now=world.now,
                person_id=people[email],
            )


def posted_at(world: World) -> list[tuple[float, str]]:
    """Seconds since now, and the channel, of each post that is made from here on."""
    made: list[tuple[float, str]] = []
    start, real = world.time.at, world.slack.api_call

    def call(api_method, **given):
        answer = real(api_method, **given)
        if api_method == "chat.postMessage":
            made.append(((world.time.at - start).total_seconds(), answer["channel"]))
        return answer

    world.slack.api_call = call
    return made


def test_a_busy_channel_is_passed_over_and_waited_for(world: World):
    """Three for Dana, one for Kim: a second lies between Dana's, and Kim's goes meanwhile; a first message
    opens its channel."""
    world.deliver()
    notices(world, "dana@x.com", "dana@x.com", "dana@x.com", "kim@x.com")
    made = posted_at(world)
    Deliverer(world.tend.services, world.slack).run()
    assert [c for _, c in made] == ["DDANA", "DDANA", "DKIM", "DDANA"]
    assert [round(at, 1) for at, _ in made] == [0.0, 1.0, 1.2, 2.0], (
        "Kim's channel is opened 1.2 s after Dana's"
    )


def test_workers_share_the_rate(world: World):
    notices(world, "dana@x.com", "kim@x.com", "mel@x.com", "ada@x.com")
    with world.tend.database.transaction() as session:
        session.execute(
            update(tables.table(tables.Person))
            .where(ours(tables.Person))
            .values(dm_channel=tables.Person.slack_id)
        )
    one, two = Deliverer(world.tend.services, world.slack), Deliverer(world.tend.services, world.slack)
    assert one.one()
    assert not two.one(), "a fifth of a second lies between any two, whoever sends"
    world.time.pass_for(0.21)
    assert two.one()


def test_a_dropped_message_uses_no_rate(due: World):
    due.command("/log acme called, happy")
    notices(due, "kim@x.com")
    deliverer = Deliverer(due.tend.services, due.slack)
    assert deliverer.one()
    assert (row(due).state, due.slack.posted) == ("dropped", [])
    assert deliverer.one()
    assert len(due.slack.posted) == 1


def test_a_clock_that_jumped_back_frees_the_lanes(world: World):
    notices(world, "dana@x.com", "kim@x.com")
    deliverer = Deliverer(world.tend.services, world.slack)
    assert deliverer.one()
    world.time.pass_for(-7200)
    assert deliverer.one()


def test_a_worker_held_up_past_its_lease_sends_nothing(due: World):
    """It was stopped between the claim and the call: the row may be another's by now."""

    def slow(given):
        due.time.pass_for(26)
        return {"channel": {"id": "DDANA"}}

    due.slack.answers["conversations.open"] = [slow]
    due.deliverer().one()
    assert due.slack.posted == []
    assert (row(due).state, row(due).tries) == ("due", 0)
    due.deliver()
    assert len(due.slack.posted) == 1


def test_a_worker_held_up_while_another_took_over_changes_nothing(due: World):
    def slow(given):
        due.time.pass_for(26)
        due.deliverer().one()  # finds it unfinished, and settles
        return {"channel": {"id": "DDANA"}}

    due.slack.answers["conversations.open"] = [slow]
    due.deliverer().one()
    assert (row(due).state, row(due).unknown_since, due.slack.posted) == ("sending", START, [])
