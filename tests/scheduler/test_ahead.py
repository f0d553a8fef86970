"""A digest is painted before its claim, outside any lock: it holds up nobody, is asked for once more, and
a crash computes again."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from scheduler import render
from scheduler.deliver import Deliverer
from storage import digests, outbox, tables

from ..twin import ours
from ..world import World

MONDAY = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # 09:00 in New York


@pytest.fixture
def monday(world: World) -> World:
    """The digests of Mel and Ada are due, and a notice for Dana."""
    world.account("Acme", last="2026-11-17")
    world.now = MONDAY
    world.tick()
    person = next(p.id for p in world.rows(tables.Person) if p.email == "dana@x.com")
    with world.tend.database.transaction() as session:
        outbox.enqueue(
            session, 1, "n:1", say="notice", payload={"text": "hello"}, now=world.now, person_id=person
        )
    return world


def digest_rows(world: World) -> list[tables.Outbox]:
    return world.rows(tables.Outbox, tables.Outbox.say == "digest", tables.Outbox.kind == "post")


def while_computing(monkeypatch: pytest.MonkeyPatch, work) -> list[int]:
    """Have something happen in the middle of computing a digest; how often one was computed."""
    real, times = digests.figures, []

    def slow(session, *given, **more):
        figures = real(session, *given, **more)
        times.append(1)
        work()
        return figures

    monkeypatch.setattr(digests, "figures", slow)
    return times


def test_people_log_and_messages_go_while_a_digest_is_computed(monday: World, monkeypatch):
    answers, went = [], []

    def meanwhile():
        answers.append(str(monday.command("/log acme called, happy")))
        other = monday.deliverer()
        other.run_light()
        went.append([m["channel"] for m in monday.slack.posted])
        monday.time.pass_for(60)  # longer than any lease

    while_computing(monkeypatch, meanwhile)
    deliverer = monday.deliverer()
    assert deliverer.run_ahead() == 2
    assert all("Logged with Acme" in a for a in answers[:1])
    assert went[0] == ["DDANA"]
    assert sorted(m["channel"] for m in monday.slack.posted) == ["DADA", "DDANA", "DMEL"]
    assert [r.state for r in digest_rows(monday)] == ["sent", "sent"]
    assert [r.tries for r in digest_rows(monday)] == [0, 0]


def test_the_light_beat_leaves_digests_and_does_not_wait_for_them(monday: World):
    assert monday.deliverer().run_light() == 1
    assert [m["channel"] for m in monday.slack.posted] == ["DDANA"]
    Deliverer(monday.tend.services, monday.slack).run_light()
    assert monday.time.slept == 0


def test_a_process_that_dies_computing_has_claimed_nothing(monday: World, monkeypatch):
    class Killed(BaseException):
        pass

    def dies():
        raise Killed

    times = while_computing(monkeypatch, dies)
    with pytest.raises(Killed):
        monday.deliverer().run_ahead()
    assert {r.state for r in digest_rows(monday)} == {"due"}
    monkeypatch.undo()
    monday.deliver()
    assert len(times) == 1
    assert {r.state for r in digest_rows(monday)} == {"sent"}


def test_two_workers_that_compute_the_same_send_it_once(monday: World, monkeypatch):
    both = threading.Barrier(2)
    real = digests.figures

    def together(session, *given, **more):
        figures = real(session, *given, **more)
        both.wait(30)
        return figures

    with monday.tend.database.transaction() as session:
        messages = tables.table(tables.Outbox)
        session.execute(
            messages.update().where(messages.c.id == digest_rows(monday)[0].id).values(state="dropped")
        )
    monkeypatch.setattr(digests, "figures", together)
    workers = [threading.Thread(target=lambda: monday.deliverer().run_ahead(1)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    monkeypatch.undo()
    monday.deliver()
    assert [r.state for r in digest_rows(monday)] == ["dropped", "sent"]
    assert len(monday.slack.posted) == 2, "the digest once, and the notice"


def test_whether_it_is_still_wanted_is_asked_in_the_claim(monday: World, monkeypatch):
    """Mel is deactivated while the figures are computed."""
    person = tables.table(tables.Person)

    def leaves():
        with monday.tend.database.transaction() as session:
            session.execute(
                person.update()
                .where(ours(person), person.c.email.in_(["mel@x.com", "ada@x.com"]))
                .values(active=False)
            )

    while_computing(monkeypatch, leaves)
    monday.deliver()
    assert {r.state for r in digest_rows(monday)} == {"dropped"}
    assert [m["channel"] for m in monday.slack.posted] == ["DDANA"]


def test_an_older_digest_is_dropped_when_a_newer_week_comes(monday: World):
    """Nothing could be sent for a week: one digest each, the newest."""
    monday.now += timedelta(days=7)
    monday.tick()
    assert [r.state for r in digest_rows(monday)] == ["dropped", "dropped", "due", "due"]
    monday.deliver()
    seen = [m for m in monday.slack.posted if m["channel"] == "DMEL"]
    assert len(seen) == 1


def test_an_older_digest_of_unknown_fate_is_not_sent_after_the_newer_one(monday: World):
    """Its history says that it never arrived, a week later."""
    monday.slack.drop("chat.postMessage")
    monday.slack.drop("chat.postMessage")
    monday.slack.drop("chat.postMessage")
    monday.deliver()
    monday.now += timedelta(days=7)
    monday.tick()
    for _ in range(5):
        monday.time.pass_for(61)
        monday.deliver()
    assert [r.state for r in digest_rows(monday)] == ["dropped", "dropped", "sent", "sent"]
    assert [m["channel"] for m in monday.slack.posted].count("DMEL") == 1


def test_a_digest_that_cannot_be_painted_rests_and_holds_up_none(monday: World, monkeypatch):
    real, broken = render.SAYS["digest"], []

    def says(session, ws, row, person, now):
        if not broken:
            broken.append(row.id)
        if row.id == broken[0]:
            raise ZeroDivisionError
        return real(session, ws, row, person, now)

    monkeypatch.setitem(render.SAYS, "digest", says)
    monday.deliver()
    assert sorted(r.state for r in digest_rows(monday)) == ["due", "sent"]
    assert [r.tries for r in digest_rows(monday) if r.state == "due"] == [1]
    monkeypatch.undo()
    monday.deliver()
    assert sorted(r.state for r in digest_rows(monday)) == ["due", "sent"], "it rests for 15 minutes"
    monday.time.pass_for(901)
    monday.deliver()
    assert {r.state for r in digest_rows(monday)} == {"sent"}


def test_a_sent_digest_that_is_repainted_is_computed_ahead_too(monday: World, monkeypatch):
    monday.deliver()
    with monday.tend.database.transaction() as session:
        outbox.repaint(session, 1, digest_rows(monday)[0].id, now=monday.now)
    logged = []
    while_computing(monkeypatch, lambda: logged.append(str(monday.command("/log acme called, happy"))))
    assert monday.deliverer().run_light() <= 1
    assert not monday.slack.made("chat.update")
    monday.deliver()
    assert len(monday.slack.made("chat.update")) == 1
    assert "Logged with Acme" in logged[0]
