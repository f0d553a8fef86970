"""Lines that say who left a customer, in three languages; and all those that say something else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bench.lines import ACCOUNTS, CONTACTS
from rules.language.leaving import Leaving, leaving, may_tell
from rules.language.named import Account, Person
from rules.language.who import Known

TODAY = date(2026, 11, 24)  # a Tuesday
KNOWN = Known(
    (
        Account(1, "Acme Industrial", ("Acme",)),
        Account(2, "Globex Marine"),
        Account(3, "東海精機株式会社", ("Tokai Seiki",)),
        Account(4, "한빛소재", ("Hanbit Materials",)),
        Account(5, "Left Bank"),
        Account(6, "Sues Own", mine=False),
    ),
    (
        Person(1, 1, "Leo Brandt", "champion"),
        Person(2, 1, "Tessa Ray"),
        Person(3, 2, "Leo Torres"),
        Person(4, 3, "佐藤 健"),
        Person(5, 4, "이민호"),
        Person(6, 5, "Bill Gray"),
        Person(7, 4, "레오"),
        Person(8, 6, "Tessa Moor"),
    ),
)


def read(line: str) -> Leaving | None:
    return leaving(line, TODAY, KNOWN) if may_tell(line) else None


@pytest.mark.parametrize(
    ("line", "who", "where"),
    [
        ("Leo left Acme", 1, (1,)),
        ("leo left acme.", 1, (1,)),
        ("Leo Brandt has left acme", 1, (1,)),
        ("our champion Leo Brandt has just left Acme Industrial", 1, (1,)),
        ("Acme: Leo left the company", 1, (1,)),
        ("Acme's Leo Brandt left the company", 1, (1,)),
        ("Leo Brandt left the company", 1, ()),
        ("Leo no longer works at Acme", 1, (1,)),
        ("Leo no longer works for globex", 3, (2,)),
        ("Leo is no longer at acme", 1, (1,)),
        ("Leo doesn’t work at Acme any more", 1, (1,)),
        ("Leo isn't at acme anymore", 1, (1,)),
        ("leo resigned from acme", 1, (1,)),
        ("Leo Torres quit", 3, ()),
        ("Leo Torres retired", 3, ()),
        ("FYI Leo Brandt is gone from acme", 1, (1,)),
        ("Bill Gray left Left Bank", 6, (5,)),
        ("한빛소재 이민호 퇴사", 5, (4,)),
        ("이민호님 퇴사했습니다", 5, ()),
        ("한빛소재 이민호님 퇴사하셨대요", 5, (4,)),
        ("이민호 씨가 한빛소재를 퇴사하셨습니다.", 5, (4,)),
        ("레오 퇴사", 7, ()),
        ("한빛소재 레오 그만뒀어요", 7, (4,)),
        ("東海精機の佐藤さんが退職しました", 4, (3,)),
        ("佐藤さん退職", 4, ()),
        ("佐藤 健さんは退職されました。", 4, ()),
        ("東海精機の佐藤さん、辞めました", 4, (3,)),
        ("東海精機の佐藤さんが退社されたそうです", 4, (3,)),
        ("Tessa quit", 2, ()),  # the one of the own book
    ],
)
def test_who_left_which_account(line: str, who: int, where: tuple[int, ...]):
    assert read(line) == Leaving((who,), where, TODAY)


@pytest.mark.parametrize(
    ("line", "on"),
    [
        ("Leo Brandt quit last friday", date(2026, 11, 20)),
        ("Leo left acme on 12 Nov", date(2026, 11, 12)),
        ("yesterday Leo left acme", date(2026, 11, 23)),
        ("佐藤さんが先週金曜に退職しました", date(2026, 11, 20)),
    ],
)
def test_since_which_day(line: str, on: date):
    gone = read(line)
    assert gone
    assert gone.on == on


@pytest.mark.parametrize(
    ("line", "ids", "name"),
    [
        ("Leo Brandt has left acme, new champion is Tessa", (2,), "Tessa"),
        ("Leo left acme. Tessa Ray is the new champion", (2,), "Tessa Ray"),
        ("Leo left acme and Tessa takes over", (2,), "Tessa"),
        ("Leo left acme, replaced by Jane Doe", (), "Jane Doe"),
        ("Leo resigned from Acme on 12 Nov. His successor is Tessa", (2,), "Tessa"),
        ("이민호 퇴사했습니다. 후임은 레오님입니다", (7,), "레오"),
        ("佐藤さんが退職しました。後任は鈴木さんです", (), "鈴木"),
    ],
)
def test_who_comes_next(line: str, ids: tuple[int, ...], name: str):
    gone = read(line)
    assert gone
    assert (gone.successors, gone.successor) == (ids, name)


def test_what_is_not_sure_is_asked():
    several = read("Leo retired")
    assert several
    assert several.people == (1, 3)
    nobody = read("Bill Gray left Acme")
    assert nobody
    assert (nobody.people, nobody.accounts) == ((), (1,))
    either = read("Leo left acme on 5/6")
    assert either
    assert either.on is None, "May or June"


@pytest.mark.parametrize(
    "line",
    [
        "Leo left",
        "Leo moved on",
        "Leo left at 3",
        "Leo left acme at 3",
        "Leo left acme a voicemail",
        "left a voicemail for Leo at acme",
        "left leo a message",
        "Leo left the meeting early",
        "Leo left acme happy",
        "Leo is leaving acme",
        "Leo will leave acme in december",
        "Leo left Acme tomorrow",
        "has Leo left Acme?",
        "Leo hasn't left acme",
        "Leo almost left acme",
        "if Leo left acme",
        "Leo is no longer champion at acme",
        "Leo is no longer with us on this",
        "Leo no longer has any complaints",
        "called acme, Leo left the company",
        "Leo left Acme, called Tessa 20 min",
        "Leo and Tessa left acme",
        "Dana left acme",
        "이민호 퇴사 예정",
        "이민호님과 통화, 퇴사 예정이라고",
        "佐藤さん退職予定",
        "佐藤さんは退職しません",
        "the pump isn't working any more",
        "x" * 290 + " left acme by Leo",
        "left " * 60,
    ],
)
def test_what_says_anything_else_is_none(line: str):
    assert read(line) is None


def test_no_line_of_the_collections_is_taken_for_one():
    """What people log is logged: 2,000 lines by other hands."""
    ids = {name: n for n, (name, _) in enumerate(ACCOUNTS, 1)}
    known = Known(
        [Account(ids[name], name, (alias,) if alias else ()) for name, alias in ACCOUNTS],
        [Person(n, ids[account], name, role) for n, (account, name, role) in enumerate(CONTACTS, 1)],
    )
    files = sorted(Path("tests/lines").glob("*.jsonl"))
    lines = [json.loads(row)["line"] for f in files for row in f.read_text("utf-8").splitlines()]
    assert len(lines) > 1500
    assert [line for line in lines if may_tell(line) and leaving(line, TODAY, known)] == []
