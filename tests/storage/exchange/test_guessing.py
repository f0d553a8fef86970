"""Exports of other systems as they come: headings, letters, what parts cells, dates, numbers, names of
people."""

from __future__ import annotations

import pytest

from storage import tables
from storage.exchange import importing
from storage.exchange.cells import joined
from storage.exchange.files import NOTHING, read_content
from storage.exchange.guessing import DATES, KIND, NUMBERS, Answer
from storage.exchange.headings import HEADINGS
from storage.exchange.nouns import NOUNS
from storage.exchange.nouns import of as noun_of
from storage.exchange.rows import Rows
from storage.exchange.styles import as_domain, as_iso, as_plain
from storage.exchange.their_words import THEIRS

from ...world import World


def read(name: str, text: str, answer: Answer = NOTHING, letters: str = "utf-8") -> Rows:
    return read_content(name, text.encode(letters), answer, {})


def cells(rows: Rows, number: int = 0) -> dict[str, str]:
    return {n: c for n, c in zip(rows.of.names, rows.rows[number], strict=True) if c}


def test_each_word_of_another_system_means_one_of_ours():
    """A table that means a word no cell takes would make a good row bad."""
    for kind, columns in THEIRS.items():
        of = {c.name: c.cell for c in noun_of(kind).columns}
        for name, words in columns.items():
            assert set(words) <= set(of[name].words)
            theirs = [joined(w) for ws in words.values() for w in ws]
            assert len(theirs) == len(set(theirs))
            assert not {w for w in theirs if of[name].said_as(w) != w}
            assert theirs == [w for ws in words.values() for w in ws]


@pytest.mark.parametrize(
    ("name", "text", "column", "ours", "said"),
    [
        (
            "hubspot-contacts.csv",
            "Record ID,First Name,Last Name,Email,Associated Company,Buying Role\n"
            "1,Ann,Lee,ann@acme.com,Acme,Decision Maker\n",
            "role",
            "buyer",
            ("Decision Maker", "buyer"),
        ),
        (
            "hubspot-contacts.csv",
            "Record ID,First Name,Last Name,Email,Associated Company,Buying Role\n"
            "1,Ann,Lee,ann@acme.com,Acme,Legal & Compliance;Champion\n",
            "role",
            "other",
            ("Legal & Compliance;Champion", "other"),
        ),
        (
            "activities.csv",
            "Company name,Activity date,Activity type,Notes\nAcme,2026-11-02,Phone Call,price\n",
            "channel",
            "call",
            ("Phone Call", "call"),
        ),
        (
            "取引先.csv",
            "取引先名,所有者,ステータス\nアクメ,dana@x.com,解約\n",
            "status",
            "churned",
            ("解約", "churned"),
        ),
    ],
)
def test_words_of_another_system_are_read_as_ours_and_said(
    name: str, text: str, column: str, ours: str, said: tuple[str, str]
):
    rows = read(name, text)
    assert cells(rows)[column] == ours
    assert said in rows.guessed


def test_a_word_that_may_mean_two_of_ours_stays_and_is_a_bad_row():
    rows = read("companies.csv", "Company name,Owner,Account Status\nAcme,dana@x.com,Inactive\n")
    assert cells(rows)["status"] == "Inactive"


def test_each_heading_is_one_of_a_column():
    """A table that names a column no noun has would read into nothing."""
    columns = {n.kind: {*n.names, "first", "last"} for n in NOUNS}
    assert all(set(table) <= columns[kind] for kind, table in HEADINGS.items())


@pytest.mark.parametrize(
    ("name", "text", "letters", "kind", "row"),
    [
        (
            "report1699.csv",
            "Account Owner,Account Name,Type,Last Activity,Billing State/Province,Annual Revenue,Website\n"
            'Dana Reyes,Acme,Customer,11/20/2026,NY,"$1,200.50",https://www.acme.com/about\n',
            "utf-8",
            "accounts",
            {"name": "Acme", "owner_email": "Dana Reyes", "annual_revenue": "1200.50", "domain": "acme.com"},
        ),
        (
            "report1701.csv",
            "Salutation,First Name,Last Name,Title,Account Name,Email,Birthdate,Account Owner,Contact ID\n"
            "Ms.,Ann,Lee,CFO,Acme,ann@acme.com,05-12,Dana Reyes,003A\n",
            "utf-8",
            "contacts",
            {"account": "Acme", "name": "Ann Lee", "email": "ann@acme.com", "title": "CFO"}
            | {"birthday": "05-12", "external_id": "003A"},
        ),
        (
            "hubspot-crm-exports-all-companies-2026-11-20.csv",
            "Record ID,Company name,Company owner,Create Date,Phone Number,City,Country/Region,Industry\n"
            "77,Acme,Dana Reyes,2026-01-01 10:00,1,NY,US,RETAIL\n",
            "utf-8",
            "accounts",
            {"name": "Acme", "owner_email": "Dana Reyes", "country": "US", "industry": "RETAIL"}
            | {"external_id": "77"},
        ),
        (
            "all-contacts.csv",
            "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Lead Status\n"
            "78,Ann,Lee,ann@acme.com,1,Dana,Acme,NEW\n",
            "utf-8",
            "contacts",
            {"account": "Acme", "name": "Ann Lee", "email": "ann@acme.com", "external_id": "78"},
        ),
        (
            "名刺データ.csv",
            "名刺所有者ユーザID,会社名,氏名[姓],氏名[名],役職,メールアドレス\nx,アクメ,山田,太郎,部長,y@acme.jp\n",
            "cp932",
            "contacts",
            {"account": "アクメ", "name": "山田 太郎", "title": "部長", "email": "y@acme.jp"},
        ),
        (
            "Remember_명함.csv",
            "이름,회사,부서,직함,이메일,휴대폰,유선전화\n김민준,아크메,영업,부장,k@acme.kr,010,02\n",
            "cp949",
            "contacts",
            {"account": "아크메", "name": "김민준", "title": "부장", "email": "k@acme.kr"},
        ),
        (
            "연락처.csv",
            "성,이름,회사명,이메일\n김,민준,아크메,k@acme.kr\n",
            "utf-8-sig",
            "contacts",
            {"account": "아크메", "name": "김민준", "email": "k@acme.kr"},
        ),
        (
            "kunden.csv",
            "Firma;Kundenbetreuer;Kunde seit;Jahresumsatz;Klasse\nAcme;dana@x.com;03.04.2024;1.200,50;a\n",
            "utf-8",
            "accounts",
            {"name": "Acme", "owner_email": "dana@x.com", "started_on": "2024-04-03"}
            | {"annual_revenue": "1200.50", "tier": "A"},
        ),
        (
            "bericht.csv",
            "Accountname;Account-Inhaber;Jahresumsatz;Verlängerung\nAcme;dana@x.com;250.000,00;31.12.2026\n",
            "utf-8",
            "accounts",
            {"name": "Acme", "owner_email": "dana@x.com", "annual_revenue": "250000.00"}
            | {"renews_on": "2026-12-31"},
        ),
        (
            "kontakte.csv",
            "Kundenname;Vorname;Nachname;E-Mail-Adresse\nAcme;Ann;Lee;ann@acme.com\n",
            "utf-8",
            "contacts",
            {"account": "Acme", "name": "Ann Lee", "email": "ann@acme.com"},
        ),
        (
            "accounts.csv",
            "name\towner_email\ttier\nAcme\tdana@x.com\tTier B\n",
            "utf-16",
            "accounts",
            {"name": "Acme", "owner_email": "dana@x.com", "tier": "B"},
        ),
    ],
)
def test_an_export_is_known_by_its_headings(name: str, text: str, letters: str, kind: str, row: dict):
    rows = read(name, text, letters=letters)
    assert not rows.problems
    assert not rows.questions
    assert rows.of.kind == kind
    assert cells(rows) == row


def test_our_own_file_is_read_as_ever():
    rows = read("accounts.csv", "name,owner_email,annual_revenue\nAcme,dana@x.com,1.200\n")
    assert (rows.guessed, rows.questions, rows.letters) == ([], [], "")
    assert cells(rows)["annual_revenue"] == "1.200"


def test_nobody_becomes_a_colleague_for_having_an_address():
    rows = read("export.csv", "Name,Email\nAnn,ann@acme.com\n")
    assert [q.what for q in rows.questions] == [KIND]
    assert "people" in rows.questions[0].answers


def test_what_can_be_read_two_ways_is_asked():
    text = "Account Name,Account Owner,Customer Since,Annual Revenue\nAcme,Dana,03/04/2024,1.200\n"
    rows = read("x.csv", text)
    assert [(q.what, q.example) for q in rows.questions] == [(DATES, "03/04/2024"), (NUMBERS, "1.200")]
    assert not rows.rows
    told = cells(read("x.csv", text, Answer(dates="month", numbers="point")))
    assert (told["started_on"], told["annual_revenue"]) == ("2024-03-04", "1.200")
    told = cells(read("x.csv", text, Answer(dates="day", numbers="comma")))
    assert (told["started_on"], told["annual_revenue"]) == ("2024-04-03", "1200")


def test_one_date_above_12_tells_for_the_others():
    text = (
        "Account Name,Account Owner,Customer Since,Renewal Date\nA,D,03/04/2024,01/02/2027\nB,D,25/04/2024,\n"
    )
    rows = read("x.csv", text)
    assert not rows.questions
    assert cells(rows) | {"name": ""} == {
        "name": "", "owner_email": "D", "started_on": "2024-04-03", "renews_on": "2027-02-01"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "order", "iso"),
    [
        ("2026/11/02", "", "2026-11-02"),
        ("2026. 11. 2.", "", "2026-11-02"),
        ("2026年11月2日", "", "2026-11-02"),
        ("2026년 11월 2일", "", "2026-11-02"),
        ("2026-11-02 09:30", "", "2026-11-02"),
        ("2.11.2026", "", "2026-11-02"),
        ("11/02/2026", "month", "2026-11-02"),
        ("02/11/2026", "day", "2026-11-02"),
        ("02/11/2026", "", "02/11/2026"),
        ("22/11/2026", "", "2026-11-22"),
        ("05/05/2026", "", "2026-05-05"),
        ("2 Nov 2026", "", "2026-11-02"),
        ("November 2, 2026", "", "2026-11-02"),
        ("31.02.2026", "", "31.02.2026"),
        ("2026-11-02T09:30", "", "2026-11-02T09:30"),
        ("yesterday", "", "yesterday"),
    ],
)
def test_dates_as_others_write_them(text: str, order: str, iso: str):
    assert as_iso(text, order) == iso


@pytest.mark.parametrize(
    ("text", "mark", "plain"),
    [
        ("1,200.50", "", "1200.50"),
        ("1.200,50", "", "1200.50"),
        ("$1,200", "point", "1200"),
        ("EUR 1.200", "comma", "1200"),
        ("₩1,200,000", "", "1200000"),
        ("1.200.000", "", "1200000"),
        ("1 200,5", "", "1200.5"),
        ("1,200", "", "1,200"),
        ("12,5k", "", "12,5k"),
        ("-1,5", "", "-1.5"),
        ("1e5", "", "1e5"),
    ],
)
def test_numbers_as_others_write_them(text: str, mark: str, plain: str):
    assert as_plain(text, mark) == plain


def test_a_website_is_its_domain():
    assert as_domain("https://www.Acme.com/x?y") == "acme.com"
    assert as_domain("acme.com") == "acme.com"
    assert as_domain("www.acme.com") == "acme.com"


def test_letters_are_believed_where_they_make_headings_that_we_know():
    said = str(read("accounts.csv", "name,owner_email\nCafé,dana@x.com\n", letters="cp1252").problems[0])
    assert "line 2: is not UTF-8 text" in said
    said = str(read("x.csv", "うそ,ほんと\nあ,い\n", letters="cp932").problems[0])
    assert "is not UTF-8 text" in said


def test_a_heading_that_stands_twice_is_taken_once():
    rows = read("x.csv", "Account Name,Account Name,Account Owner,Tier\nAcme,Other,Dana,A\n")
    assert cells(rows)["name"] == "Acme"
    assert rows.unknown == ["Account Name"]


def test_an_owner_is_known_by_name_where_one_is_called_so(world: World):
    world.load(world.write("people", {"email": "kim2@x.com", "name": "Kim Cho"}))
    path = world.folder / "crm.csv"
    rows = ["Acme,dana reyes", "Globex,Dana Reyes (dana@x.com)", "Initech,Kim Cho", "Umbra,Nobody"]
    path.write_text("\n".join(["Account Name,Account Owner,", *(f"{r}," for r in rows)]))
    report = world.load(path, keep_good=True)
    assert [(p.line, p.what) for p in report.problems] == [
        (n, "is the name of nobody on file, or of several: give their e-mail.") for n in (4, 5)
    ]
    dana = world.rows(tables.Person, tables.Person.email == "dana@x.com")[0].id
    assert [(a.name, a.owner_id) for a in world.rows(tables.Account)] == [("Acme", dana), ("Globex", dana)]
    again = world.load(path, keep_good=True).files[0]
    assert (again.new, again.changed, again.same) == (0, 0, 2)


def test_the_command_line_says_what_it_guessed_and_how_to_answer(world: World):
    path = world.folder / "crm.csv"
    path.write_text("Account Name,Account Owner,Customer Since,Phone\nAcme,dana@x.com,03/04/2024,1\n")
    report = world.load(path)
    assert importing.told(report, False)[-2:] == [
        "crm.csv: “03/04/2024” can be read two ways: which comes first, the day or the month? Say --dates: "
        "day, month.",
        "Nothing was written. Put the rows right and run it again, or keep the good ones with --keep-good.",
    ]
    report = world.load(path, answer=Answer(dates="day"))
    assert importing.told(report, False)[:3] == [
        "crm.csv: 1 rows; 1 new, 0 changed, 0 as before",
        "crm.csv: read as accounts: Account Name as name, Account Owner as owner_email, Customer Since as "
        "started_on",
        "crm.csv: unknown columns left out: Phone",
    ]
    assert world.load(path).files[0].same == 1, "the answer is kept"
