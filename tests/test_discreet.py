"""Nothing that people type, and no secret of ours, stands in a log."""

from __future__ import annotations

import logging
from contextlib import contextmanager

import pytest

from bot import Discreet
from messages.card import CARD_LOG
from storage import audit, outbox, records, tables, touches

from .test_matrix import make, registered
from .world import TEAM, World


@pytest.mark.parametrize("fails", [False, True])
def test_no_listener_logs_what_was_typed(
    world: World, fails: bool, caplog: pytest.LogCaptureFixture, monkeypatch
):
    """Every listener, at DEBUG, with a note and our secrets under way; and again with storage that breaks,
    quoting the note."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(Discreet())
    account = world.account("Acme", last="2026-10-10")
    assert world.app
    world.press(CARD_LOG, f'{{"account":{account}}}')
    form = world.modal
    if fails:

        @contextmanager
        def broken(*_):
            raise ValueError("CANARY of a note")
            yield

        monkeypatch.setattr(touches, "log", broken)
        monkeypatch.setattr(audit, "keep", broken)
        monkeypatch.setattr(records, "read", broken)
        monkeypatch.setattr(outbox, "refresh", broken)
    for kind, id_ in registered(monkeypatch):
        make(
            world,
            kind,
            id_,
            account=account,
            who="",
            user={"id": "UADA", "team_id": TEAM, "name": "x", "username": "x"},
            said="acme called, CANARY",
        )
    world.submit(form, {"note": "CANARY", "next_text": "CANARY", "next_on": "2026-11-20"})
    world.tick()
    world.deliver()
    assert not fails or any("failed: ValueError" in r.getMessage() for r in caplog.records)
    for secret in ("CANARY", "xoxb-test", "shh", world.rows(tables.Workspace)[0].secret, "dana@x.com"):
        assert secret not in caplog.text, secret


def test_a_beat_that_fails_logs_no_note(caplog: pytest.LogCaptureFixture):
    from scheduler.metronome import _kept_alive

    def broken() -> None:
        raise ValueError("CANARY")

    _kept_alive("tick", broken)()
    assert "ValueError at" in caplog.text
    assert "CANARY" not in caplog.text
