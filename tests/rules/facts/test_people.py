"""A champion who left: a reason to call with a task, until there is a new one."""

from __future__ import annotations

from rules.context import Context
from rules.digest import compose
from rules.facts.people import Unreplaced, breadth, champion_left
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
