"""Once a month the sweep looks back, in small steps; what it found stands behind More on cards, and costs
no statement there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from messages.card import CARD_MORE
from messages.carried import AccountRef
from scheduler import looking_back
from scheduler.looking_back import look_back
from scheduler.metronome import sweep
from services import Stopping
from storage import tables, workspaces, worth
from storage.database import Transaction

from .. import quiet_book
from ..statements import statements
from ..world import World, text_of

SAID = "Of 100 accounts like this (at risk)"


def chances(world: World) -> Any:
    with world.tend.database.reading() as session:
        return workspaces.current(session).chances


def more(world: World, name: str) -> str:
    ref = AccountRef(next(a.id for a in world.rows(tables.Account) if a.name == name)).pack()
    world.press(CARD_MORE, ref)
    return text_of(world.sent[-1])


@pytest.fixture
def book(world: World) -> World:
    quiet_book.fill(world, 110, quiet=40)
    return world


def test_a_card_says_the_chance_with_its_receipt_behind_more(book: World):
    assert "accounts like this" not in more(book, "Co 000")
    sweep(book.tend.services)
    said = more(book, "Co 000")
    chance = chances(book).by_band["at risk"]
    assert f"{SAID}, {chance.of_100} were not heard from for 90 days." in said
    assert f"{chance.accounts} accounts of ours, {chance.events} of {chance.looks} times" in said
    assert "accounts like this" not in text_of(book.command("/account co 000"))


def test_where_too_few_are_it_says_nothing(world: World):
    quiet_book.fill(world, 30, quiet=12)
    sweep(world.tend.services)
    assert chances(world).by_band == {}
    assert "accounts like this" not in more(world, "Co 000")


def test_it_costs_a_card_no_statement(book: World):
    more(book, "Co 000")
    with statements(book) as before:
        more(book, "Co 000")
    sweep(book.tend.services)
    with statements(book) as after:
        more(book, "Co 000")
    assert list(after) == list(before)


def test_a_rest_that_was_agreed_has_no_chance(book: World):
    sweep(book.tend.services)
    assert SAID in more(book, "Co 000")
    book.load(book.write("accounts", {"name": "Co 000", "owner_email": "dana@x.com", "status": "paused"}))
    assert SAID not in more(book, "Co 000")


def test_it_looks_back_once_a_month_and_when_health_rests_on_something_else(book: World):
    services = book.tend.services
    assert look_back(services, 1) == 5
    assert look_back(services, 1) == 0
    book.set(nudge_at="09:15")
    assert look_back(services, 1) == 0
    book.set(cadence_c_days=80)
    assert SAID not in more(book, "Co 000"), "what was counted was another health"
    assert look_back(services, 1) == 5
    assert SAID in more(book, "Co 000")
    book.now = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)
    assert look_back(services, 1) == 5
    assert look_back(services, 1) == 0


def test_what_is_old_is_not_said(book: World):
    sweep(book.tend.services)
    book.now = datetime(2027, 1, 19, 15, tzinfo=UTC)
    assert SAID in more(book, "Co 000")
    book.now = datetime(2027, 1, 20, 15, tzinfo=UTC)
    assert SAID not in more(book, "Co 000")


def test_it_goes_in_steps_between_which_it_rests_and_nothing_is_locked(
    book: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(worth, "AT_ONCE", 40)
    rested = []

    def rest(seconds: float) -> None:
        rested.append(seconds)
        book.command("/log weekly called")  # somebody writes meanwhile

    services = replace(book.tend.services, steady=replace(book.tend.services.steady, sleep=rest))
    assert look_back(services, 1) == 5
    assert rested == [looking_back.REST] * 15


def test_it_rests_for_as_long_as_a_step_took(book: World):
    steady, rested = book.tend.services.steady, []
    passed = 0.0

    def monotonic() -> float:
        return passed

    def reading() -> Any:
        nonlocal passed
        passed += 0.3
        return book.tend.services.reading()

    services = replace(
        book.tend.services, reading=reading, steady=replace(steady, monotonic=monotonic, sleep=rested.append)
    )
    assert look_back(services, 1) == 5
    assert rested == [pytest.approx(0.3)] * 15


def test_a_process_that_ends_keeps_nothing_and_the_next_begins_anew(book: World):
    def ends(seconds: float) -> None:
        raise Stopping

    ending = replace(book.tend.services, steady=replace(book.tend.services.steady, sleep=ends))
    with pytest.raises(Stopping):
        look_back(ending, 1)
    assert chances(book) is None
    assert look_back(book.tend.services, 1) == 5


def test_settings_changed_while_it_looks_are_kept_and_it_is_due_again(book: World):
    begun: Transaction = book.tend.services.transaction

    def transaction() -> Any:
        book.set(cadence_a_days=10)
        return begun()

    look_back(replace(book.tend.services, transaction=transaction), 1)
    with book.tend.database.reading() as session:
        ws = workspaces.current(session)
    assert ws.policy.cadence_a_days == 10
    assert look_back(book.tend.services, 1) == 5


def test_a_workspace_without_a_record_is_done_at_once(world: World):
    assert look_back(world.tend.services, 1) == 0
    assert chances(world).by_band == {}
