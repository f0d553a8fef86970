"""What is painted over, in Slack too: an older version never stays on top of a newer one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import outbox, tables

from ..world import World, text_of


@pytest.fixture
def shown(world: World) -> World:
    """Dana has her bundle with Acme in it."""
    world.account("Acme", last="2026-10-10")
    world.tick()
    world.deliver()
    return world


def in_slack(world: World) -> str:
    """What the bundle shows after the last call that Slack carried out."""
    return text_of(world.slack.made("chat.update")[-1])


def update(world: World) -> tables.Outbox:
    return world.rows(tables.Outbox, tables.Outbox.kind == "update")[0]


def undo(world: World) -> None:
    batch = world.rows(tables.Touch, tables.Touch.batch != "")[-1].batch
    world.press("log.undo", f'{{"batch":"{batch}"}}')


def test_what_changes_while_a_call_is_under_way_is_painted_after_it(shown: World):
    """A second worker looks for work meanwhile: it makes no call that could land first."""

    def changed_meanwhile(given):
        undo(shown)
        calls = len(shown.slack.calls)
        shown.deliverer().one()
        assert len(shown.slack.calls) == calls, "one call at a time for one message"
        return {"ts": given["ts"]}

    shown.slack.answers["chat.update"] = [changed_meanwhile]
    shown.command("/log acme called, happy")
    shown.deliver()
    assert "✅" in text_of(shown.slack.made("chat.update")[0])
    assert "✅" not in in_slack(shown)
    assert (update(shown).state, update(shown).version, len(shown.slack.made("chat.update"))) == (
        "sent",
        2,
        2,
    )


def test_a_change_while_a_call_fails_is_painted_and_what_failed_is_painted_over(shown: World):
    def changed_meanwhile(given):
        undo(shown)
        raise ConnectionResetError  # it may land yet

    shown.slack.answers["chat.update"] = [changed_meanwhile]
    shown.command("/log acme called, happy")
    shown.deliver()
    assert "✅" not in in_slack(shown)
    calls = len(shown.slack.made("chat.update"))
    shown.time.pass_for(119)
    shown.deliver()
    assert len(shown.slack.made("chat.update")) == calls
    shown.time.pass_for(2)
    shown.deliver()
    assert len(shown.slack.made("chat.update")) == calls + 1, "once more, when the first has settled"
    shown.time.pass_for(500)
    shown.deliver()
    assert (len(shown.slack.made("chat.update")), update(shown).state) == (calls + 1, "sent")


def test_an_update_left_by_a_process_that_died_is_painted_and_then_once_more(shown: World):
    """Its call may still land, on top of the one of who took over."""

    class Killed(BaseException):
        pass

    shown.slack.drop("chat.update", Killed())
    shown.command("/log acme called, happy")
    with pytest.raises(Killed):
        shown.deliver()
    undo(shown)
    shown.deliver()
    assert len(shown.slack.made("chat.update")) == 1, "the claim of the dead is waited out"
    shown.time.pass_for(26)
    shown.deliver()
    shown.time.pass_for(121)
    shown.deliver()
    assert len(shown.slack.made("chat.update")) == 3
    assert "✅" not in in_slack(shown)
    assert update(shown).state == "sent"


def test_changes_during_every_call_end_with_the_newest(shown: World):
    """A home that changes with each call ends, and with the newest."""
    dana = next(p.id for p in shown.rows(tables.Person) if p.email == "dana@x.com")
    left = [20]

    def change(given):
        if left[0]:
            left[0] -= 1
            with shown.tend.database.transaction() as session:
                outbox.refresh(
                    session,
                    1,
                    f"home:{dana}",
                    say="home",
                    payload={},
                    now=shown.now,
                    person_id=dana,
                    kind="home",
                )
        return {}

    shown.slack.answers["views.publish"] = [change] * 30
    with shown.tend.database.transaction() as session:
        outbox.refresh(
            session, 1, f"home:{dana}", say="home", payload={}, now=shown.now, person_id=dana, kind="home"
        )
    shown.deliver()
    home = shown.rows(tables.Outbox, tables.Outbox.kind == "home")[0]
    assert (home.state, home.version, len(shown.slack.made("views.publish"))) == ("sent", 21, 21)


def test_an_update_of_what_is_not_sent_yet_is_left_to_the_message_itself(world: World):
    world.account("Acme", last="2026-10-10")
    world.account("Globex", last="2026-10-10")
    world.tick()
    bundle = world.rows(tables.Outbox, tables.Outbox.say == "nudge")[0]
    with world.tend.database.transaction() as session:
        outbox.repaint(session, 1, bundle.id, now=world.now - timedelta(hours=9))
    world.deliver()
    assert (update(world).state, world.slack.made("chat.update")) == ("dropped", [])
    assert len(world.slack.posted) == 1
