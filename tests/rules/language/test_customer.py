"""Lines that tell of the customer beside the contact (unhappy about what, asking what, changed how), in three
languages; and all those that only seem to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.language.customer import NOTHING, Tidings, tidings


def read(line: str) -> Tidings:
    return tidings(line, ("Acme Industrial", "東海精機株式会社", "한빛소재"))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("they complained about billing", "billing"),
        ("complained again about the last invoice", "billing"),
        ("unhappy with delivery, invoices wrong again", "delivery"),
        ("is unhappy about billing", "billing"),
        ("called acme 10 min, they are not happy with the price increase", "price"),
        ("met leo, isn't satisfied with our support", "service"),
        ("they aren't happy with the lead times", "delivery"),
        ("called, jane is upset with me over the invoice", "billing"),
        ("angry about last week's delivery", "delivery"),
        ("still frustrated with the quality of the last batch", "quality"),
        ("disappointed by the new product", "product"),
        ("complained that our prices are too high", "price"),
        ("is unhappy about 請求書", "billing"),
        ("upset about 배송", "delivery"),
        ("통화, 청구서에 불만", "billing"),
        ("한빛소재가 배송에 불만", "delivery"),
        ("품질 문제로 컴플레인", "quality"),
        ("단가가 불만이라고 하심", "price"),
        ("東海精機は納期に不満です", "delivery"),
        ("電話、請求書について苦情", "billing"),
        ("価格にご不満", "price"),
    ],
)
def test_what_they_are_unhappy_about(line: str, kind: str):
    assert read(line).concern == kind


@pytest.mark.parametrize(
    "line",
    [
        "no complaints about billing",
        "not unhappy about billing",
        "isn't unhappy about billing any more",
        "less unhappy about billing",
        "hasn't complained about billing",
        "billing issue solved",
        "not unhappy about 請求書",
        "nobody complained that our prices are too high",
        "they were unhappy about billing, fixed it",
        "they were unhappy about billing but it's fine now",
        "is acme unhappy about billing?",
        "if they are unhappy about billing we should call",
        "they'd be upset about a late delivery",
        "might be unhappy with the price",
        "we were unhappy about their billing",
        "I complained about the delivery",
        "unhappy with their supplier's quality",
        "unhappy with Umbra's prices",
        "unhappy with the competitor's service",
        "their customers complained about quality",
        "unhappy with billing and delivery",  # which of them?
        "unhappy about the weather",
        "called about the billing",
        "불만 없음",
        "배송에 불만 없음",
        "청구 불만 해결",
        "배송이 늦으면 불만일 듯",
        "타사 품질에 불만",
        "納期に不満はありません",
        "請求の苦情は解決",
        "遅れたら納期に不満かも",
        "他社の品質に不満",
    ],
)
def test_what_is_no_concern_of_a_kind(line: str):
    assert not read(line).concern


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("asked for the new price list, wants an answer", "the new price list"),
        ("Leo from acme called and asked for a quote", "a quote"),
        ("emailed: can we send the spec?", "can we send the spec?"),
        ("emailed, asking about lead times", "lead times"),
        ("wrote, asks whether we deliver on Saturdays", "whether we deliver on Saturdays"),
        ("called, requested a new invoice", "a new invoice"),
        ("price of the new line, they want an answer", "price of the new line"),
        ("전화 옴, 견적 요청", "견적 요청"),
        ("메일 옴, 재고 문의. 회신 부탁", "재고 문의"),
        ("電話あり、見積もりの依頼", "見積もりの依頼"),
        ("納期の件、ご回答希望", "納期の件"),
        ("emailed, wants an answer by fri", "wants an answer by fri"),
    ],
)
def test_what_they_ask(line: str, asks: str):
    assert read(line).asks == asks


@pytest.mark.parametrize(
    "line",
    [
        "I asked for the spec",
        "we've asked for a meeting",
        "asked them for the spec",
        "didn't ask for a quote",
        "asked for a quote, sent it",
        "asked for a discount, declined",
        "asked about lead times, answered right away",
        "sent the quote, waiting for a reply",
        "wants no answer",
        "called, wants an answer",  # to what?
        "견적 요청, 회신 완료",
        "문의 없음",
        "견적 답변 기다리는 중",
        "見積依頼、送付済み",
        "資料を送付、返信待ち",
        "不在、折り返し依頼",
    ],
)
def test_what_is_no_question_of_theirs(line: str):
    assert not read(line).asks


@pytest.mark.parametrize(
    ("line", "kind", "name", "text"),
    [
        ("was acquired by Umbra", "acquired", "Umbra", "by Umbra"),
        ("called acme, they were acquired by Hooli Group last month", "acquired", "Hooli Group",
         "by Hooli Group last month"),
        ("has just been bought by Hooli.", "acquired", "Hooli", "by Hooli"),
        ("Acme was taken private, acquired by Hooli", "acquired", "Hooli", "by Hooli"),
        ("opens a plant in Poland", "new country", "", "opens a plant in Poland"),
        ("met acme, they are opening a new sales office in the Czech Republic", "new country", "",
         "opening a new sales office in the Czech Republic"),
        ("expanded into Spain", "new country", "", "expanded into Spain"),
        ("started a second production line", "new line", "", "started a second production line"),
        ("has a new team in purchasing", "new team", "", "has a new team in purchasing"),
        ("they have new rules for suppliers", "new rules", "", "have new rules for suppliers"),
        ("saw a competitor, Globex", "competitor seen", "Globex", "saw a competitor, Globex"),
        ("saw a competitor, globex", "competitor seen", "globex", "saw a competitor, globex"),
        ("met leo, they are testing a competitor (Hooli)", "competitor seen", "Hooli",
         "they are testing a competitor (Hooli)"),
        ("competitor Hooli is offering 10% less", "competitor seen", "Hooli",
         "competitor Hooli is offering 10% less"),
        ("saw a competitor there", "competitor seen", "", "saw a competitor there"),
        ("글로벡스에 인수됨", "acquired", "글로벡스", "글로벡스에 인수됨"),
        ("폴란드에 새 공장을 열었습니다", "new country", "", "폴란드에 새 공장을 열었습니다"),
        ("신규 생산라인 가동", "new line", "", "신규 생산라인 가동"),
        ("경쟁사 글로벡스를 봤다", "competitor seen", "글로벡스", "경쟁사 글로벡스를 봤다"),
        ("東海精機がフーリに買収されました", "acquired", "フーリ", "フーリに買収されました"),
        ("ポーランドに工場を開設", "new country", "", "ポーランドに工場を開設"),
        ("競合のHooliを見かけた", "competitor seen", "Hooli", "競合のHooliを見かけた"),
    ],
)  # fmt: skip
def test_what_changed_there(line: str, kind: str, name: str, text: str):
    change = read(line).change
    assert change
    assert (change.kind, change.name, change.text) == (kind, name, text)


@pytest.mark.parametrize(
    "line",
    [
        "they were not acquired",
        "was not acquired by Umbra",
        "was acme acquired by Umbra?",
        "may be acquired by Umbra",
        "will be acquired by Hooli",
        "was acquired by us",
        "one of their suppliers was acquired by Hooli",
        "acquired Initech",
        "20 seats bought by the finance team",
        "may open a plant in Poland",
        "plans to open a plant in Poland",
        "asked us to open an office in Poland",
        "opening a plant in Poland next year",
        "we opened an office in Poland",
        "opens a plant in Texas",
        "opened a ticket in Jira",
        "added a second line to the order",
        "has a new line manager",
        "has a new team member",
        "got a new management system",
        "no competitor seen",
        "asked about competitor Hooli",
        "met acme about a competitor",
        "competitor prices are lower",
        "인수인계 통화",
        "인수될 예정",
        "폴란드에 공장 오픈 예정",
        "신규 라인 도입에 만족",
        "경쟁사 견적보다 비싸다고",
        "買収される予定",
        "ポーランドに工場を開設する計画",
        "競合より高いと言われた",
    ],
)
def test_what_is_no_change(line: str):
    assert read(line).change is None


@pytest.mark.parametrize(
    ("line", "states"),
    [
        ("is unhappy about billing", True),
        ("was acquired by Umbra", True),
        ("complained about billing", False),
        ("called, is unhappy about billing", False),
        ("was acquired by Umbra, unhappy about billing", False),
        ("was acquired by Umbra, asked for a quote", False),
    ],
)
def test_what_tells_of_one_thing_and_no_contact(line: str, states: bool):
    assert read(line).states is states


def test_of_lines_that_people_log_few_tell_of_a_concern_or_a_change():
    """1,988 lines by other hands: each that is taken for one was looked at."""
    files = sorted(Path("tests/lines").glob("*.jsonl"))
    lines = [json.loads(row)["line"] for f in files for row in f.read_text("utf-8").splitlines()]
    assert len(lines) > 1500
    told = {line: t for line in lines if (t := read(line)) != NOTHING}
    assert sorted((t.concern, line[:12]) for line, t in told.items() if t.concern) == [
        ("billing", "globex call "),
        ("delivery", "한빛 이차장 통화, 납"),
        ("price", "globex ジェーンさ"),
        ("service", "Had Leo on t"),
    ]
    assert [(t.change.kind, line[:8]) for line, t in told.items() if t.change] == [
        ("competitor seen", "Initech:")
    ]
