"""What an import refuses: bad rows and what refers to them, names that two would have, what is still to
come."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import tables, workspaces
from storage.database import Unusable
from storage.exchange import importing, taking, turns

from ...world import World

DANA = {"owner_email": "dana@x.com"}


def problems(report: importing.Report) -> list[tuple[str, int, str]]:
    return [(p.file, p.line, p.what) for p in report.problems]


def named(world: World) -> dict[str, tuple[int, str]]:
    return {a.name: (a.id, a.external_id) for a in world.rows(tables.Account)}


def test_what_refers_to_a_bad_row_is_bad_itself(world: World):
    report = world.load(
        world.write("people", {"email": "bad@x.com", "role": "king"}, {"email": "new@x.com", "role": "rep"}),
        world.write(
            "accounts",
            {"name": "Newco", **DANA, "tier": "Z"},
            {"name": "Okco", **DANA, "tier": "A"},
            {"name": "Hers", "owner_email": "bad@x.com", "tier": "A"},
        ),
        world.write("contacts", {"account": "Hers", "name": "Cleo"}, {"account": "Okco", "name": "Jo"}),
        world.write(
            "touches",
            {"account": "Newco", "at": "2026-11-01", "by_email": ""},
            {"account": "Okco", "at": "2026-11-02", "by_email": ""},
            {"account": "Okco", "at": "2026-11-03", "by_email": "bad@x.com"},
        ),
        world.write(
            "revenue",
            *({"account": a, "on": "2026-01-01", "kind": "new", "amount": "1"} for a in ("Hers", "Okco")),
        ),
        keep_good=True,
    )
    person, account = (
        "the row of this person in people.csv is bad.",
        "the row of this account in accounts.csv is bad.",
    )
    assert problems(report)[2:] == [
        ("accounts.csv", 4, person),
        ("contacts.csv", 2, account),
        ("touches.csv", 2, account),
        ("touches.csv", 4, person),
        ("revenue.csv", 2, account),
    ]
    assert [f.bad for f in report.files] == [1, 2, 1, 2, 1]
    assert report.written
    assert list(named(world)) == ["Okco"]
    assert [len(world.rows(t)) for t in (tables.Contact, tables.Touch, tables.Revenue)] == [1, 1, 1]


def test_a_bad_row_on_file_may_still_be_referred_to(world: World):
    world.account("Acme")
    report = world.load(
        world.write("accounts", {"name": "Acme", **DANA, "tier": "Z"}),
        world.write("touches", {"account": "Acme", "at": "2026-11-01"}),
        keep_good=True,
    )
    assert [f.bad for f in report.files] == [1, 0]
    assert len(world.rows(tables.Touch)) == 1


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
def test_managers_and_parents_that_are_bad_are_told_up_to_the_last(world: World, order: tuple[int, ...]):
    people = [
        {"email": "boss@y.com", "role": "king", "manager_email": ""},
        {"email": "mid@y.com", "role": "rep", "manager_email": "boss@y.com"},
        {"email": "sub@y.com", "role": "rep", "manager_email": "mid@y.com"},
        {"email": "free@y.com", "role": "rep", "manager_email": ""},
    ]
    parents = [
        {"name": "Top", **DANA, "tier": "Z", "parent": ""},
        {"name": "Mid", **DANA, "tier": "A", "parent": "Top"},
        {"name": "Low", **DANA, "tier": "A", "parent": "Mid"},
        {"name": "Free", **DANA, "tier": "A", "parent": ""},
    ]
    paths = (
        world.write("people", *(people[n] for n in order)),
        world.write("accounts", *(parents[n] for n in order)),
    )
    report = world.load(*paths, keep_good=True)
    assert [f.bad for f in report.files] == [3, 3]
    assert len(report.problems) == 6, "each is told once"
    assert list(named(world)) == ["Free"]
    assert world.load(*paths, keep_good=True).files[1].same == 1


def test_no_account_comes_to_belong_to_itself_through_however_many(world: World):
    """One that a ring stands above, or whose own ring is opened by the same file, is let be."""
    world.account("First", parent="")
    world.load(world.write("accounts", {"name": "Second", **DANA, "parent": "First"}))
    rows = [("First", "Third"), ("Third", "second"), ("Own", "Own"), ("Below", "First"), ("Free", "Below")]
    path = world.write("accounts", *({"name": name, **DANA, "parent": parent} for name, parent in rows))
    report = world.load(path, keep_good=True)
    assert [(p.line, p.column, p.value) for p in report.problems] == [
        (2, "parent", "Third"),
        (3, "parent", "second"),
        (4, "parent", "Own"),
    ]
    moved = [("Second", ""), ("First", "Second")]
    assert world.load(
        world.write("accounts", *({"name": name, **DANA, "parent": parent} for name, parent in moved))
    ).written


@pytest.mark.parametrize("turned", [False, True])
def test_a_new_account_may_take_the_name_that_another_gives_up(world: World, turned: bool):
    touch = {"account": "ExtA", "at": "2026-11-01", "note": "before"}
    world.load(
        world.write("accounts", {"name": "ExtA", **DANA, "external_id": "1"}), world.write("touches", touch)
    )
    rows = [{"name": "ExtC", **DANA, "external_id": "1"}, {"name": "ExtA", **DANA, "external_id": "3"}]
    files = (
        world.write("accounts", *(reversed(rows) if turned else rows)),
        world.write("touches", touch, {"account": "ExtA", "at": "2026-11-02", "note": "after"}),
    )
    assert not world.load(*files).problems
    first, second = named(world)["ExtC"], named(world)["ExtA"]
    assert (first[1], second[1]) == ("1", "3")
    assert first[0] < second[0], "who was there is called otherwise, who is called so is new"
    assert [(t.account_id, t.note) for t in world.rows(tables.Touch)] == [
        (first[0], "before"),
        (second[0], "after"),
    ]
    assert {a.name: a.key for a in world.rows(tables.Account)} == {"ExtC": "extc", "ExtA": "exta"}
    assert "ExtC" in str(world.command("/account extc"))
    again = world.load(*files)
    assert [(f.new, f.changed) for f in again.files] == [(0, 0), (0, 0)]


def test_names_may_go_round(world: World):
    rows = [{"name": f"Co {n}", **DANA, "external_id": str(n)} for n in range(200)]
    world.load(world.write("accounts", *rows))
    before = named(world)
    report = world.load(
        world.write("accounts", *({**r, "name": f"Co {(n + 1) % 200}"} for n, r in enumerate(rows)))
    )
    assert not report.problems
    now = named(world)
    assert all(now[f"Co {(n + 1) % 200}"] == before[f"Co {n}"] for n in range(200))
    assert all(a.key == a.name.lower() for a in world.rows(tables.Account))


def test_names_handed_over_by_an_import_that_was_cut_off_are_told_by_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    world.load(world.write("accounts", {"name": "ExtA", **DANA, "external_id": "1"}))
    path = world.write(
        "accounts", {"name": "ExtA", **DANA, "external_id": "3"}, {"name": "ExtC", **DANA, "external_id": "1"}
    )
    with monkeypatch.context() as patch:
        patch.setattr(turns, "remember", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            world.load(path)
    assert not world.load(path).problems
    assert {n: x for n, (_, x) in named(world).items()} == {"ExtC": "1", "ExtA": "3"}


def test_a_name_whose_account_has_a_bad_row_is_not_given_to_another(world: World):
    world.load(world.write("accounts", {"name": "ExtA", **DANA, "tier": "A", "external_id": "1"}))
    rows = [
        {"name": "ExtC", **DANA, "tier": "Z", "external_id": "1"},
        {"name": "ExtA", **DANA, "tier": "B", "external_id": "3"},
    ]
    report = world.load(world.write("accounts", *rows), keep_good=True)
    assert problems(report)[1] == (
        "accounts.csv",
        3,
        "another account has this name: two accounts can't have one name.",
    )
    assert named(world) == {"ExtA": (1, "1")}


def test_a_row_that_repeats_another_and_says_something_else_is_told(world: World):
    world.account("Acme")
    cases = {
        "people": ({"email": "a@y.com", "name": "A"}, {"email": "A@y.com", "name": "B"}, "email"),
        "accounts": (
            {"name": "Globex", **DANA, "tier": "A"},
            {"name": "GLOBEX", **DANA, "tier": "B"},
            "name",
        ),
        "contacts": (
            {"account": "Acme", "name": "Jo", "title": "a"},
            {"account": "Acme", "name": "Jo", "title": "b"},
            "name",
        ),
        "touches": (
            {"account": "Acme", "at": "2026-11-01", "external_id": "1"},
            {"account": "Acme", "at": "2026-11-02", "external_id": "1"},
            "id",
        ),
        "revenue": (
            {"account": "Acme", "on": "2026-11-01", "kind": "new", "amount": "1", "external_id": "1"},
            {"account": "Acme", "on": "2026-11-01", "kind": "new", "amount": "2", "external_id": "1"},
            "id",
        ),
    }
    for kind, (one, other, what) in cases.items():
        report = world.load(world.write(kind, one, one, other))
        assert problems(report) == [(f"{kind}.csv", 4, f"line 2 has this {what} and says something else.")]


def test_names_that_differ_in_a_vowel_are_two_accounts(world: World):
    rows = [{"name": "मीना", **DANA, "tier": "A"}, {"name": "माना", "owner_email": "kim@x.com", "tier": "B"}]
    path = world.write("accounts", *rows)
    assert not world.load(path).problems
    assert list(named(world)) == ["मीना", "माना"]
    assert world.load(path).files[0].same == 2
    assert "मीना" in str(world.command("/account मीना"))


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("accounts", {"name": "***", **DANA}),
        ("accounts", {"name": "🚀", **DANA}),
        ("accounts", {"name": "\u200b", **DANA}),
        ("contacts", {"account": "Acme", "name": "---"}),
        ("touches", {"account": "Acme", "at": "2026-11-01", "contact": "Jo; ?"}),
    ],
)
def test_a_name_has_a_letter_or_a_digit(world: World, kind: str, row: dict[str, str]):
    world.account("Acme")
    assert [what for _, _, what in problems(world.load(world.write(kind, row)))] == [
        "has no letter or digit."
    ]


@pytest.mark.parametrize(
    ("at", "to_come"),
    [
        ("2026-11-17T23:30:00-23:00", True),
        ("2026-11-18", False),
        ("2026-11-19", True),
        ("20261119T090000Z", True),
        ("2026-11-19T01:00:00+14:00", False),
        ("2026-11-18T00:00:00+00:00", False),
    ],
)
def test_what_is_still_to_come_is_told_by_the_instant(world: World, at: str, to_come: bool):
    world.account("Acme")
    assert world.now.isoformat().startswith("2026-11-18T1")
    report = world.load(world.write("touches", {"account": "Acme", "at": at}))
    assert bool(report.problems) == to_come


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        ("2026-11-08", False),
        ("2026-11-09", True),
        ("2026-11-09T08:00:00+14:00", False),
        ("2026-11-08T22:00:00-12:00", True),
        ("20261101T090000Z", False),
    ],
)
def test_notes_older_than_notes_are_kept_are_told_by_the_instant(world: World, at: str, kept: bool):
    world.account("Acme")
    with world.tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), {"notes_kept_days": 10})
    world.load(world.write("touches", {"account": "Acme", "at": at, "note": "words"}))
    assert [t.note for t in world.rows(tables.Touch)] == ["words" if kept else ""]


def test_a_dry_run_says_what_keep_good_would_do(world: World):
    path = world.write(
        "accounts", {"name": "Newco", **DANA, "tier": "Z"}, {"name": "Okco", **DANA, "tier": "A"}
    )
    report = world.load(path, dry_run=True, keep_good=True)
    assert (report.kept, report.written, report.files[0].new, report.files[0].bad) == (True, False, 1, 1)
    lines = importing.told(report, True)
    assert lines[-1] == "Dry run: nothing was written. With --keep-good, 1 bad row would be left out."
    assert "is none of" in lines[1]
    world.load(path, keep_good=True)
    path = world.write(
        "accounts", {"name": "Newco", **DANA, "tier": "Z"}, {"name": "Okco", **DANA, "tier": "B"}
    )
    lines = importing.told(world.load(path, dry_run=True, keep_good=True), True)
    assert lines[-2] == "accounts.csv, line 3, Okco: tier “A” becomes “B”"
    report = world.load(path, dry_run=True)
    assert not report.kept
    assert "--keep-good" in importing.told(report, True)[-1]


def test_a_column_that_is_there_twice_is_a_problem_of_the_file(world: World, tmp_path: Path):
    path = tmp_path / "accounts.csv"
    path.write_text("name,owner_email,tier,Tier\nAcme,dana@x.com,A,B\n")
    report = world.load(path, keep_good=True)
    assert problems(report) == [("accounts.csv", 1, "the column tier is there twice.")]
    assert not report.written


def test_a_currency_in_lower_case_is_that_currency(world: World):
    path = world.write("accounts", {"name": "Acme", **DANA, "annual_revenue": "1000", "currency": "jpy"})
    world.load(path)
    account = world.rows(tables.Account)[0]
    assert (account.annual_given, account.currency) == (1000, "JPY"), "yen have no cents"
    assert world.load(path).files[0].same == 1


def test_a_second_import_is_refused_while_one_runs_and_not_after_one_that_broke_off(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    path, said = world.write("accounts", {"name": "Acme", **DANA, "tier": "A"}), list[str]()

    def meanwhile(*_: object, **__: object) -> None:
        with pytest.raises(Unusable) as refused:
            importing.run(world.tend.worker_database, [path], world.now)
        said.append(str(refused.value))
        assert importing.run(world.tend.worker_database, [path], world.now, dry_run=True).kept, (
            "looking is let be"
        )
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(taking, "finish", meanwhile)
        with pytest.raises(KeyboardInterrupt):
            world.load(path)
    assert said == ["Another import is running. Nothing was read; run this one again when it is through."]
    assert world.load(path).written
