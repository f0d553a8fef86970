"""A champion who left: a reason to call with a task, until there is a new one."""

from __future__ import annotations

from datetime import date

from rules.context import Context
from rules.digest import compose
from rules.facts.people import Unreplaced, breadth, breadth_turns, champion_left, reshuffled, unsucceeded
from rules.records import Contact

from ...builders import POLICY, TODAY, a_person, a_touch, an_account, days_ago

OLD = Contact(1, "Ada", "champion", left_on=days_ago(200))
LEO = Contact(2, "Leo", "champion", left_on=TODAY)
BO = Contact(3, "Bo", "buyer")


def reason(*contacts: Contact) -> str:
    found = champion_left(an_account(days_ago(2), contacts=contacts), TODAY, Context(POLICY))
    return dict(found.why.values)["name"] if found else ""  # type: ignore[return-value]


def test_the_champion_who_left_last_is_asked_about_until_there_is_a_new_one():
    assert reason(OLD, LEO, BO) == "Leo"
    assert reason(LEO, OLD, BO) == "Leo"
    assert reason(BO) == "", "there never was one"
    assert reason(LEO, Contact(4, "New", "champion")) == ""
    assert reason(LEO, Contact(4, "To come", "champion", added_on=days_ago(-1))) == "Leo"


def test_the_day_before_they_left_there_is_none():
    record = an_account(days_ago(2), contacts=(LEO,))
    assert champion_left(record, days_ago(1), Context(POLICY)) is None
    assert champion_left(record, TODAY, Context(POLICY))


def test_breadth_is_empty_meanwhile_whoever_else_is_met():
    met = a_touch(days_ago(2), contact_ids=(3, 4))
    part = breadth(an_account(touches=[met], contacts=(LEO, BO)), TODAY, POLICY)
    assert part
    assert part.share == 0
    new = breadth(an_account(touches=[met], contacts=(LEO, BO, Contact(4, "New", "champion"))), TODAY, POLICY)
    assert new
    assert new.share == 1


def test_a_digest_names_them_who_left_last_first_and_who_hangs_by_a_thread():
    new = Contact(4, "New", "champion")
    earlier = Contact(5, "Ida", "champion", left_on=days_ago(30))
    records = [
        an_account(days_ago(2), id=1, name="Acme", contacts=(LEO, BO)),
        an_account(days_ago(2), id=2, name="Bolt", contacts=(earlier,)),
        an_account(days_ago(2), id=3, name="Crux", contacts=(LEO, new)),
        an_account(days_ago(2), id=4, name="Gone", contacts=(LEO,), status="churned"),
        an_account(days_ago(2), id=5, name="Tiny", tier="C", contacts=(LEO,)),
    ]
    week = compose(records, [a_person()], TODAY, policy=POLICY)
    assert week.champions == (
        Unreplaced("Acme", "A", "Leo", TODAY),
        Unreplaced("Bolt", "A", "Ida", days_ago(30)),
        Unreplaced("Tiny", "C", "Leo", TODAY),
    )
    assert [t.account for t in week.thin] == ["Acme", "Bolt", "Crux"]
    assert not compose(records[:1], [a_person()], days_ago(1), policy=POLICY).champions


MOVED = Contact(6, "Mia", "champion", moved_on=days_ago(3))


def test_a_champion_who_moved_inside_counts_as_left_until_replaced():
    record = an_account(touches=[a_touch(days_ago(2), contact_ids=(3, 6))], contacts=(MOVED, BO))
    part = breadth(record, TODAY, POLICY)
    assert part
    assert (part.share, part.event) == (0.0, "champion left")
    before = breadth(record, days_ago(4), POLICY)
    assert before
    assert before.event == "", "the day before they moved"
    assert "moved" in champion_left(record, TODAY, Context(POLICY)).why.message  # type: ignore[union-attr]
    assert days_ago(3) in breadth_turns(record, days_ago(10), TODAY)
    new = an_account(days_ago(2), contacts=(MOVED, Contact(7, "New", "champion")))
    assert champion_left(new, TODAY, Context(POLICY)) is None


def test_successors_are_asked_for_in_april_and_january():
    april, may, january = date(2026, 4, 8), date(2026, 5, 8), date(2027, 1, 8)
    buyer = Contact(8, "Ben", "buyer", moved_on=date(2026, 4, 1))
    record = an_account(date(2026, 3, 30), contacts=(buyer,))
    assert [bool(reshuffled(record, on, Context(POLICY))) for on in (april, may, january)] == [
        True,
        False,
        True,
    ]
    assert not reshuffled(record, date(2026, 3, 31), Context(POLICY))


def test_who_is_followed_long_gone_or_of_no_role_is_asked_about_no_more():
    gone = [
        Contact(1, "Followed", "buyer", left_on=days_ago(9), successor_id=2),
        Contact(2, "Of no role", left_on=days_ago(9)),
        Contact(3, "Long gone", "buyer", left_on=days_ago(366)),
        Contact(4, "A year ago", "buyer", left_on=days_ago(365)),
        Contact(5, "To go", "buyer", left_on=days_ago(-1)),
        Contact(6, "Just now", "user", moved_on=TODAY),
    ]
    record = an_account(days_ago(2), contacts=tuple(gone))
    assert [c.name for c in unsucceeded(record, TODAY)] == ["Just now", "A year ago"]
