"""`/account` and the card's buttons through real Bolt dispatch."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from messages.book import BOOK_PAGE
from messages.card import CARD_HISTORY, CARD_LESS, CARD_LOG, CARD_MORE, CARD_PREP, CARD_SNOOZE
from messages.carried import AccountRef
from messages.changed import CHANGED_NOTE
from messages.people import CONTACT_LIST
from rules.health import assess
from rules.policy import Policy
from storage import records

from ..world import World, text_of


@pytest.fixture
def acme(world: World) -> int:
    return world.account(
        "Acme Industrial",
        last="2026-10-19",
        aliases="Acme;ACME Ind.",
        annual_revenue="84000",
        currency="USD",
        renews_on="2027-01-14",
    )


def test_the_card_is_the_answer_itself(world: World, acme: int):
    answer = world.command("/account acme")
    said = text_of(answer)
    assert answer["response_type"] == "ephemeral"
    for part in (
        "*Acme Industrial* · A · Dana Reyes · $84,000",
        "no contact for 30 days (cadence 14)",
        "Dana Reyes, call, Oct 19",
        "the numbers",
        "Next step:* none",
        "Renews Jan 14",
    ):
        assert part in said, part
    assert [e.get("action_id") for e in answer["blocks"][-1]["elements"]] == [
        CARD_LOG,
        CARD_SNOOZE,
        CARD_PREP,
        CONTACT_LIST,
        CHANGED_NOTE,
        CARD_MORE,
    ]
    assert world.slack.calls == [c for c in world.slack.calls if c[0] in {"users.list"}], (
        "no call to Slack for an answer"
    )


@pytest.mark.parametrize("typed", ["acme", "ACME ind", "industrial", "acmee indutrial", "Acme"])
def test_typos_partial_words_and_aliases_find_it(world: World, acme: int, typed: str):
    world.account("Globex Marine")
    assert "*Acme Industrial*" in text_of(world.command(f"/account {typed}"))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("東海精機株式会社", "東海"),
        ("東海精機株式会社", "精機"),
        ("한빛소재", "한빛"),
        ("한빛소재", "소재"),
        ("さくら商事", "サクラ"),
    ],
)
def test_korean_and_japanese_names(world: World, name: str, typed: str):
    world.account(name)
    world.account("Globex Marine")
    assert f"*{name}*" in text_of(world.command(f"/account {typed}"))


def test_own_book_first_then_a_choice(world: World, acme: int):
    world.account("Acme Logistics", owner="kim@x.com")
    assert "*Acme Industrial*" in text_of(world.command("/account acme"))
    assert "*Acme Logistics*" in text_of(world.command("/account acm", by="UKIM"))
    picked = world.command("/account acm", by="UMEL")
    assert "Which" in picked["text"]
    assert len([b for b in picked["blocks"] if b.get("accessory")]) == 2


def test_no_match_shows_the_nearest_names(world: World, acme: int):
    answer = world.command("/account acne dustrial corp")
    assert "No account is called" in answer["text"]
    assert "Acme Industrial" in text_of(answer)
    assert "No account is called" in world.command("/account zzzz")["text"]


def test_help_and_an_exact_name_beats_it(world: World, acme: int):
    assert "/log" in text_of(world.command("/account help"))
    world.account("Help")
    assert "*Help* · A" in text_of(world.command("/account help"))


def test_my_book_is_paged_most_pressing_first(world: World, acme: int):
    rows = [
        {"name": f"Co {n:02d}", "owner_email": "dana@x.com", "tier": "C", "started_on": "2024-01-01"}
        for n in range(14)
    ]
    touches = [{"account": r["name"], "by_email": "dana@x.com", "at": "2026-11-17"} for r in rows]
    world.load(world.write("accounts", *rows), world.write("touches", *touches))
    first = world.command("/account")
    assert "15 accounts, 1 due" in first["text"]
    assert "Acme Industrial" in first["blocks"][1]["text"]["text"]
    sent: list = []
    _answers_to(world, sent)
    world.press(BOOK_PAGE, "1")
    assert "Page 2 of 2" in text_of(sent[-1])


def _answers_to(world: World, sent: list) -> None:
    """Catch what is sent to response_urls in `sent`."""
    world.sent = sent


def test_more_shows_factors_with_points_why_and_what_would_help(world: World, acme: int):
    sent: list = []
    _answers_to(world, sent)
    world.press(CARD_MORE, AccountRef(acme).pack())
    said = text_of(sent[-1])
    assert sent[-1]["replace_original"] is True
    for part in (
        "silence: 15/25",
        "→ _reach somebody there_",
        "promises: –/10",
        "*Contacts:*",
        "*Due:*",
        "known",
    ):
        assert part in said, part
    world.press(CARD_LESS, AccountRef(acme).pack())
    assert "silence:" not in text_of(sent[-1])
    world.press(CARD_PREP, AccountRef(acme).pack())
    assert "Before you call" in text_of(sent[-1])


def test_more_names_the_segment_given_or_by_revenue(world: World, acme: int):
    for n in range(9):
        world.account(f"Small {n}", annual_revenue="10", currency="USD")
    world.press(CARD_MORE, AccountRef(acme).pack())
    assert "money maker (by revenue)" in text_of(world.sent[-1]), "most revenue; nobody knows its services"
    rich = world.account("Rich", annual_revenue="900000", currency="USD", services="a;b;c")
    world.press(CARD_MORE, AccountRef(rich).pack())
    assert "money maker (by revenue)" in text_of(world.sent[-1])
    given = world.account("Given", annual_revenue="5", currency="USD", segment="filler")
    world.press(CARD_MORE, AccountRef(given).pack())
    assert "*Segment*\\nfiller" in text_of(world.sent[-1])


def test_history_in_order_with_a_chart(world: World, acme: int):
    sent: list = []
    _answers_to(world, sent)
    touches = [
        {"account": "Acme Industrial", "by_email": "kim@x.com", "at": f"2026-09-{d:02d}", "note": f"note {d}"}
        for d in range(1, 15)
    ]
    world.load(world.write("touches", *touches))
    world.press(CARD_HISTORY, AccountRef(acme).pack())
    first = sent[-1]
    chart = next(b for b in first["blocks"] if b.get("title") == "Touches per month")
    assert [p["value"] for p in chart["chart"]["series"][0]["data"]][-3:] == [14, 1, 0]
    lines = [b["text"]["text"] for b in first["blocks"] if b["type"] == "section"][1:]
    assert lines[0].startswith("*Oct 19*")
    assert lines[1].startswith("*Sep 14*")
    assert "Sep 14" in text_of(first)
    assert "Per month" in first["text"], "the chart's numbers in words"
    world.press(CARD_HISTORY, AccountRef(acme, 1).pack())
    assert "note 1" in text_of(sent[-1])


def test_hostile_names_stay_dead(world: World):
    for name in ("<!channel> & Sons", "=cmd()|x", "100% Co", "😀 Emoji", "شركة أكمي", "*bold* _it_"):
        world.account(name, last="2026-10-19")
        answer = world.command(
            f"/account {name.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}"
        )
        alive = [
            t["text"]
            for b in answer["blocks"]
            for t in [b.get("text"), *b.get("fields", [])]
            if t and t["type"] == "mrkdwn"
        ]
        assert f"*{name.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}* · A" in alive[0]
        assert "<!channel>" not in " ".join([*alive, answer["text"]])
    assert "&lt;!channel&gt;" in text_of(world.command("/account channel"))


def test_percent_is_no_wildcard(world: World, acme: int):
    assert "No account is called" in world.command("/account %")["text"]
    assert "No account is called" in world.command("/account _")["text"]


def test_history_has_the_course_of_health_to_its_last_half_year(world: World):
    """Also as of a day whose own half year lies before what a card reads."""
    days = [date(2026, 11, 2) - timedelta(days=12 * n) for n in range(40)]
    talk = {"account": "Globex", "purpose": "check_in", "sentiment": "happy"}
    globex = world.account("Globex", started_on="2024-01-01")
    world.load(world.write("touches", *({**talk, "at": str(day)} for day in days)))
    shown = world.command("/account globex history")
    health, per_month = (b for b in shown["blocks"] if b["type"] == "data_visualization")
    assert (health["chart"]["type"], per_month["title"]) == ("line", "Touches per month")
    line = health["chart"]["series"][0]["data"]
    assert (len(line), line[0]["label"], line[-1]["label"]) == (19, "May 22", "Nov 18")
    with world.tend.database.reading() as session:
        (record,) = records.read(session, 1, [globex], now=world.now, back=timedelta(days=3000))
    policy = Policy()
    assert [p["value"] for p in line] == [
        assess(record, date(2026, 11, 18) - timedelta(days=n), policy).score for n in range(180, -1, -10)
    ]
    assert f"Health {line[0]['value']} on May 22" in text_of(shown), "the line in words"
    assert f"Health: May 22 {line[0]['value']}, Jun 1 " in shown["text"]
