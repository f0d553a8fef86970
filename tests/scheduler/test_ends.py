"""Every message comes to an end, and none stands in another's way: what is refused, what stays unknown,
what holds sending."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler.link_people import bind, link_people
from storage import outbox, tables

from ..twin import ours
from ..world import World, text_of


@pytest.fixture
def due(world: World) -> World:
    world.account("Acme", last="2026-10-10")
    world.tick()
    return world


def a_notice(world: World, text: str = "hello", email: str = "dana@x.com") -> int:
    person = next(p.id for p in world.rows(tables.Person) if p.email == email)
    with world.tend.database.transaction() as session:
        made = outbox.enqueue(
            session, 1, f"n:{text}", say="notice", payload={"text": text}, now=world.now, person_id=person
        )
    assert made
    return made


def state(world: World, row_id: int) -> str:
    return str(world.rows(tables.Outbox, tables.Outbox.id == row_id)[0].state)


def update(world: World) -> tables.Outbox:
    return world.rows(tables.Outbox, tables.Outbox.kind == "update")[0]


def always(world: World, method: str, code: str, times: int = 100, status: int = 200, **headers: str) -> None:
    for _ in range(times):
        world.slack.refuse(method, code, status, headers)


def wait(world: World, hours: float, step: float = 601) -> None:
    """Let time pass, delivering as a worker does."""
    for _ in range(int(hours * 3600 / step)):
        world.time.pass_for(step)
        world.deliver()


# updates and views ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "code",
    [
        "message_not_found",
        "cant_update_message",
        "edit_window_closed",
        "channel_not_found",
        "is_archived",
        "user_not_found",
    ],
)
def test_an_update_whose_message_is_gone_is_dropped(due: World, code: str):
    due.deliver()
    due.slack.refuse("chat.update", code)
    due.command("/log acme called, happy")
    due.deliver()
    wait(due, 1)
    assert (update(due).state, update(due).last_error) == ("dropped", code)
    assert len(due.slack.made("chat.update")) == 1


@pytest.mark.parametrize(
    "code", ["user_not_found", "not_enabled", "view_too_large", "invalid_blocks", "invalid_arguments"]
)
def test_a_view_that_is_refused_is_dropped_and_a_newer_one_is_tried(due: World, code: str):
    home = {"event": {"type": "app_home_opened", "tab": "home", "user": "UDANA"}}
    due.slack.refuse("views.publish", code)
    for n in range(2):
        open_home(due, n, home)
        due.deliver()
        wait(due, 0.5)
    assert len(due.slack.made("views.publish")) == 2
    assert due.rows(tables.Outbox, tables.Outbox.kind == "home")[0].state == "sent"


def open_home(world: World, n: int, payload: dict) -> None:
    with world.tend.database.transaction() as session:
        outbox.repaint_home(
            session,
            1,
            next(p.id for p in world.rows(tables.Person) if p.email == "dana@x.com"),
            now=world.now,
        )


def test_an_update_of_unknown_fate_ends_after_three_on_its_second_day(due: World):
    due.deliver()
    always(due, "chat.update", "internal_error", times=1000)
    due.command("/log acme called, happy")
    due.deliver()
    wait(due, 23)
    assert update(due).state == "due", "Slack may be down for a day"
    calls = len(due.slack.made("chat.update"))
    wait(due, 6)
    assert update(due).state == "dead"
    assert calls < len(due.slack.made("chat.update")) <= calls + 5


# posts ------------------------------------------------------------------------------------------------------
def test_a_definite_refusal_ends_after_eight_tries_and_admins_read_it(world: World):
    """Refused as blocks, without charts and as text; then as text alone, seven times more."""
    lost = a_notice_of_a_rep(world)
    always(world, "chat.postMessage", "msg_too_long", times=3 + 7)
    world.deliver()
    wait(world, 24)
    assert state(world, lost) == "dead"
    refused = [t for t in world.slack.made("chat.postMessage") if t["channel"] == "DDANA"]
    assert len(refused) == 10
    world.now += timedelta(hours=1)
    world.deliver()
    assert [m["channel"] for m in world.slack.posted] == ["DADA"], "the admin alone"
    assert "1 message could not be delivered in the last 7 days" in text_of(world.slack.posted[0])
    assert "Dana Reyes (msg_too_long)" in text_of(world.slack.posted[0])
    assert "1 message could not be delivered" in home_of(world, "ada@x.com")
    assert "could not be delivered" not in home_of(world, "mel@x.com")
    world.now += timedelta(days=8)
    assert "could not be delivered" not in home_of(world, "ada@x.com")


def a_notice_of_a_rep(world: World) -> int:
    """A message that says what its row holds, and is none of those that tell of a loss."""
    account = world.account("Acme", last="2026-11-17")
    with world.tend.database.transaction() as session:
        people = {p.email: p.id for p in world.rows(tables.Person)}
        payload = {"account": account, "times": 3}
        made = outbox.enqueue(
            session, 1, "over:1", say="often", payload=payload, now=world.now, person_id=people["dana@x.com"]
        )
    assert made
    return made


def home_of(world: World, email: str) -> str:
    with world.tend.database.transaction() as session:
        outbox.repaint_home(
            session, 1, next(p.id for p in world.rows(tables.Person) if p.email == email), now=world.now
        )
    world.deliver()
    return text_of(world.slack.made("views.publish")[-1])


def test_no_loss_of_a_notice_is_told_by_another(world: World):
    """The admin's own messages are refused: one is lost, and nothing follows from it."""
    lost = a_notice_of_a_rep(world)
    always(world, "chat.postMessage", "msg_too_long", times=10_000)
    world.deliver()
    wait(world, 12)
    world.now += timedelta(hours=1)
    for _ in range(3):
        wait(world, 12)
        world.now += timedelta(days=1)
    assert state(world, lost) == "dead"
    rows = world.rows(tables.Outbox, tables.Outbox.say == "undelivered")
    assert [t.state for t in rows] == ["dead"]
    assert not world.rows(tables.Outbox, tables.Outbox.say == "notice")


def test_all_that_is_lost_within_ten_minutes_is_one_message(world: World):
    for n in range(3):
        person = next(p.id for p in world.rows(tables.Person) if p.email == "dana@x.com")
        with world.tend.database.transaction() as session:
            outbox.refresh(
                session,
                1,
                f"home:{n}",
                say="broken",
                payload={},
                now=world.now,
                person_id=person,
                kind="home",
            )
    world.deliver()
    wait(world, 3, 901)
    assert {r.state for r in world.rows(tables.Outbox, tables.Outbox.say == "broken")} == {"dead"}
    world.now += timedelta(hours=1)
    world.deliver()
    assert ["3 messages could not" in text_of(m) for m in world.slack.posted] == [True]


def test_a_post_of_unknown_fate_ends_after_three_on_its_second_day(world: World):
    lost = a_notice_of_a_rep(world)
    always(world, "chat.postMessage", "internal_error", times=1000)
    world.deliver()
    wait(world, 23)
    assert state(world, lost) in {"due", "sending"}
    wait(world, 6)
    assert state(world, lost) == "dead"
    assert not [m for m in world.slack.posted if m["channel"] == "DDANA"]


def test_a_dead_bundle_frees_its_accounts(due: World):
    always(due, "chat.postMessage", "msg_too_long", times=10)
    due.deliver()
    wait(due, 5)
    assert due.rows(tables.Outbox, tables.Outbox.say == "nudge")[0].state == "dead"
    assert due.rows(tables.Nudge)[0].state == "dropped"


def test_a_channel_that_is_gone_is_opened_anew_once(due: World):
    due.deliver()
    due.slack.answers["conversations.open"] = [{"channel": {"id": "DNEW"}}]
    due.slack.refuse("chat.postMessage", "channel_not_found")
    sent = a_notice(due)
    due.deliver()
    assert (state(due, sent), due.slack.posted[-1]["channel"]) == ("sent", "DNEW")
    assert next(p.dm_channel for p in due.rows(tables.Person) if p.email == "dana@x.com") == "DNEW"
    always(due, "chat.postMessage", "channel_not_found", times=2)
    opened, dead = len(due.slack.made("conversations.open")), a_notice(due, "again")
    due.deliver()
    assert (state(due, dead), len(due.slack.made("conversations.open"))) == ("dead", opened + 1)


# the history ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "status", "headers"),
    [("missing_scope", 200, {}), ("invalid_auth", 200, {}), ("ratelimited", 429, {"Retry-After": "400"})],
)
def test_a_refused_history_holds_that_row_and_nothing_else(
    world: World, code: str, status: int, headers: dict[str, str]
):
    world.deliver()
    world.slack.drop("chat.postMessage")
    unknown = a_notice(world)
    world.deliver()
    always(world, "conversations.history", code, times=1, status=status, **headers)
    world.time.pass_for(121)
    other = a_notice(world, "another", "kim@x.com")
    world.deliver()
    assert (state(world, unknown), state(world, other)) == ("sending", "sent")
    workspace = world.rows(tables.Workspace)[0]
    assert (workspace.held_until, workspace.held_why) == (None, "")
    looked = len(world.slack.made("conversations.history"))
    world.time.pass_for(390 if headers else 4)
    world.deliver()
    assert len(world.slack.made("conversations.history")) == looked, "the row rests"
    world.time.pass_for(20)
    world.deliver()
    wait(world, 0.5)
    assert (state(world, unknown), len(world.slack.posted)) == ("sent", 2)


def test_a_history_that_is_refused_for_good_ends_too(world: World):
    lost = a_notice_of_a_rep(world)
    world.slack.drop("chat.postMessage")
    world.deliver()
    always(world, "conversations.history", "missing_scope", times=1000)
    wait(world, 30)
    assert state(world, lost) == "dead"
    world.now += timedelta(days=2)
    world.deliver()
    assert "can't tell whether it arrived (missing_scope)" in text_of(world.slack.posted[-1])


def test_what_is_due_goes_before_what_is_unknown(world: World):
    world.deliver()
    world.slack.drop("chat.postMessage")
    unknown = a_notice(world)
    world.deliver()
    world.time.pass_for(121)
    a_notice(world, "due later", "kim@x.com")
    calls = len(world.slack.calls)
    world.deliver()
    asked = [m for m, _ in world.slack.calls[calls:] if m in {"chat.postMessage", "conversations.history"}]
    assert asked[:2] == ["chat.postMessage", "conversations.history"]
    assert state(world, unknown) == "due"


def posted_but_unknown(world: World, change=lambda message: message) -> int:
    """A notice that arrived, with nobody told so."""

    def runs_then_fails(given):
        world.slack.posted.append(
            change({**given, "ts": world.slack.stamp(), "user": "UBOT", "bot_id": "B1"})
        )
        raise ConnectionResetError

    world.slack.answers["chat.postMessage"] = [runs_then_fails]
    row = a_notice(world)
    world.deliver()
    return row


@pytest.mark.parametrize("later", [150, 1_500])
def test_the_history_is_read_back_to_the_first_send_however_many_came_since(world: World, later: int):
    world.deliver()
    row = posted_but_unknown(world)
    world.slack.posted += [
        {"channel": "DDANA", "ts": world.slack.stamp(), "text": f"word {n}"} for n in range(later)
    ]
    for _ in range(3):
        world.time.pass_for(61)
        world.deliver()
    assert (state(world, row), len([m for m in world.slack.posted if m["text"] == "hello"])) == ("sent", 1)


def test_the_history_is_not_read_further_back(world: World):
    world.deliver()
    long_ago = (world.now - timedelta(days=9)).timestamp()
    world.slack.posted += [
        {"channel": "DDANA", "ts": f"{long_ago + n:.6f}", "text": f"word {n}"} for n in range(1_000)
    ]
    world.slack.drop("chat.postMessage")
    row = a_notice(world)
    world.deliver()
    for _ in range(4):
        world.time.pass_for(61)
        world.deliver()
    assert (state(world, row), len(world.slack.made("conversations.history"))) == ("sent", 1)


def test_a_long_history_is_read_within_the_rate_and_keeps_its_claim(world: World):
    from scheduler.deliver import Deliverer

    world.deliver()
    worker, other = (Deliverer(world.tend.services, world.slack) for _ in range(2))
    row = posted_but_unknown(world)
    world.slack.posted += [{"channel": "DDANA", "ts": world.slack.stamp(), "text": "x"} for _ in range(6_000)]
    other.run()
    made: list[float] = []
    real = world.slack.api_call

    def call(api_method, **given):
        made.append(world.time.passed)
        other.one()
        return real(api_method, **given)

    worker.run()
    world.time.pass_for(121)
    world.slack.api_call = call
    worker.run()
    assert len(made) == 31
    assert all(b - a >= 1.19 for a, b in zip(made, made[1:], strict=False)), "50 a minute"
    assert made[-1] - made[0] > 30, "longer than a lease"
    assert state(world, row) == "sent"


@pytest.mark.parametrize(
    ("change", "is_ours"),
    [
        ({"metadata": None}, True),
        ({"metadata": None, "text": "&lt;hello&gt; :wave:"}, True),
        ({"metadata": None, "text": "something else"}, False),
        ({"metadata": None, "user": "UOTHER"}, False),
        ({"metadata": None, "ts": "1700000000.000001"}, False),
        ({"metadata": {"event_payload": {"key": "another's"}}}, False),
    ],
)
def test_a_message_of_ours_without_metadata_counts_as_found(world: World, change: dict, is_ours: bool):
    world.deliver()
    row = posted_but_unknown(world, lambda message: {**message, **change})
    for _ in range(4):
        world.time.pass_for(61)
        world.deliver()
    assert (state(world, row), len(world.slack.posted)) == ("sent", 1 if is_ours else 2)


# what holds sending -----------------------------------------------------------------------------------------
def held(world: World) -> tuple[bool, str]:
    workspace = world.rows(tables.Workspace)[0]
    return workspace.held_until is not None, workspace.held_why


def test_a_call_that_works_says_that_nothing_is_held_any_more(due: World):
    due.slack.refuse("chat.postMessage", "invalid_auth")
    due.deliver()
    assert "refuses our token" in held(due)[1]
    due.time.pass_for(61)
    due.deliver()
    assert held(due) == (False, "")


def test_slack_that_answers_who_we_are_or_who_is_there_ends_a_hold(due: World):
    for asks in (bind, link_people):
        with due.tend.database.transaction() as session:
            session.execute(
                tables.table(tables.Workspace)
                .update()
                .where(ours(tables.Workspace))
                .values(held_until=due.time.at + timedelta(seconds=60), held_why="token")
            )
        asks(due.tend.services, due.slack)
        assert held(due) == (False, "")


def test_slack_that_wants_a_rest_has_it_whatever_else_works(due: World):
    due.slack.refuse("chat.postMessage", "ratelimited", 429, {"Retry-After": "100"})
    due.deliver()
    link_people(due.tend.services, due.slack)
    assert held(due) == (True, "")
    assert due.deliver() == 0


def test_no_rest_is_longer_than_half_an_hour(due: World):
    due.slack.refuse("chat.postMessage", "ratelimited", 429, {"Retry-After": "9999999999"})
    due.deliver()
    due.time.pass_for(1801)
    due.deliver()
    assert len(due.slack.posted) == 1


def test_a_history_that_stays_refused_makes_nobody_unready_and_is_counted_apart(world: World):
    from starlette.testclient import TestClient

    client = TestClient(world.tend.http(None, works=True))
    assert "tend_last_tick_age_seconds" not in client.get("/metrics").text, (
        "no tick ever came: no age, and not 0"
    )
    a_notice(world)
    world.slack.drop("chat.postMessage")
    always(world, "conversations.history", "missing_scope", times=400)
    wait(world, 2)
    world.now += timedelta(hours=2)
    world.tick()
    assert client.get("/readyz").json()["stale"] == []
    answer = client.get("/metrics").text
    assert "tend_unknown_messages 1.0" in answer
    assert "tend_oldest_due_seconds 0.0" in answer
    assert 'tend_messages{state="unknown"}' not in answer
    a_notice(world, "another")
    world.now += timedelta(hours=2)
    world.tick()
    assert client.get("/readyz").json()["stale"] == ["a message has been due for more than 15 minutes"]
