"""What a book's accounts are called: as many names as are wanted, the same each time, as diverse as a real
book's. Coined brands, surnames, compounds, Korean and Japanese ones; later words that thousands share; legal
forms."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator


def _words(text: str) -> list[str]:
    return text.split()


LATER = _words(
    """
    Industries Logistics Foods Systems Group Holdings Technologies Partners Solutions Energy Medical
    Capital Services Robotics Software Engineering Packaging Chemicals Textiles Marine Aviation Pharma
    Plastics Steel Tools Trading Ventures Security Networks Media Optics Devices Materials Construction
    Insurance Analytics
    """
)
LEGAL = ("Inc", "Ltd", "LLC", "Corp.", "PLC", "", "", "", "")
ONSETS = _words(
    """
    b br c ch cl d dr f fl g gr h j k kr l m n p pr qu r s sh sk sp st t th tr v w x z
    """
)
VOWELS = _words(
    """
    a e i o u ai ea ia io ou y
    """
)
CODAS = ("", "", "", "n", "r", "l", "s", "x", "m", "nt", "rd", "lk", "sk")
STEMS = _words(
    """
    north south east west bright clear deep high iron gold silver copper stone river lake hill wood
    field star sun moon sky wind rain snow fire oak pine ash elm fox wolf bear hawk swan crane data
    cloud pixel byte logic quant volt amp flux nano micro terra aqua aero bio geo helio hydro chrono
    cyber opti prime nova zen apex core edge link path gate bridge port harbor anchor sail keel
    """
)
ENDS = _words(
    """
    sphere works point line mark wave path way forge craft well field gate port view land bridge mill
    yard stone grid cast scope flow beam crest ridge dale ford ton bury wick holm
    """
)
GERMAN_HEADS = _words(
    """
    Berg Stein Feld Wald Bach Brand Hoff Kirch Lind
    Neu Ober Rosen Schwarz Sonnen Stern Tann Weiß Wolf
    Alt Buch Eich Fried Grün Hart Hirsch Klein König
    Lang Müll Nied Quell Reh Ritt
    """
)
GERMAN_ENDS = _words(
    """
    er mann inger ler ner bauer meier müller hauser
    berger thaler brenner kamp stetter huber
    """
)
GERMAN_LATER = _words(
    """
    Maschinenbau Logistik Werkzeuge Elektrotechnik Anlagenbau Spedition Versicherungen Baustoffe
    """
)
KOREAN = _words(
    """
    한빛 대성 신한 미래 동아 세종 가온 나라 다온 라온 마루 바른 새길 아람 자연 초록 큰솔
    태양 푸른 하늘
    """
)
KOREAN_BITS = (
    "강건경광국금기남누단담덕도동두라람래려로루림만명무민방백범보본부빛사산상서석선설"
    "성소솔송수숲승시신아안양언여연영예오온용우운원유윤율은의이인일임자재전정제조종주"
    "준지진찬창채천청초춘출태택평하학한해향현형호홍화환회효훈"
)
KOREAN_LATER = _words(
    """
    산업 전자 건설 물산 소재 화학 식품 제약 물류 정밀 통신 기계 에너지 바이오
    """
)
KANJI = (
    "東海西南北山川田中村松井石森林藤佐木高橋渡辺小大光明和栄富士岡島崎原野谷沢池浜清"
    "水青白金銀鉄玉宝福寿千代万吉安平永長"
)
KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニノハヒフホマミムメモヤユヨラリルレロワ"
JAPANESE_LATER = _words(
    """
    工業 製作所 商事 電機 精機 化学 食品 物流 建設 製薬 通信 運輸 産業 システム
    """
)


def names(count: int, seed: int = 7) -> list[str]:
    """So many names, no two equal but for case, the same for a seed; the first is Acme Industrial."""
    drawn, there = random.Random(seed), {"acme industrial": "Acme Industrial"}
    kinds = _kinds(drawn)
    while len(there) < count:
        name = next(kinds)()
        there.setdefault(name.casefold(), name)
    return list(there.values())


def _kinds(drawn: random.Random) -> Iterator[Callable[[], str]]:
    brands = list[str]()

    def later() -> str:
        return LATER[min(int(drawn.expovariate(0.12)), len(LATER) - 1)]

    def brand() -> str:
        """Mostly a new one; the rest are of houses that are there: a brand has several accounts."""
        if brands and drawn.random() < 0.45:
            return brands[int(len(brands) * drawn.random() ** 2)]
        made = "".join(
            drawn.choice(ONSETS) + drawn.choice(VOWELS) + drawn.choice(CODAS)
            for _ in range(drawn.choice((2, 2, 3)))
        )
        brands.append(made.title())
        return brands[-1]

    def legal(name: str) -> str:
        return f"{name} {drawn.choice(LEGAL)}".strip()

    def coined() -> str:
        second = f" {later()}" if drawn.random() < 0.3 else ""
        return legal(f"{brand()} {later()}{second}")

    def compound() -> str:
        first = (drawn.choice(STEMS) + drawn.choice(ENDS)).title()
        return legal(f"{first} {brand() if drawn.random() < 0.4 else later()} {later()}")

    def german() -> str:
        name = drawn.choice(GERMAN_HEADS) + drawn.choice(GERMAN_ENDS)
        second = drawn.choice(GERMAN_HEADS) + drawn.choice(GERMAN_ENDS)
        both = f"{name} & {second}" if drawn.random() < 0.5 else name
        return f"{both} {drawn.choice(GERMAN_LATER)} {drawn.choice(('GmbH', 'AG', 'KG', 'SE'))}"

    def korean() -> str:
        bits = "".join(drawn.choice(KOREAN_BITS) for _ in range(drawn.choice((2, 3, 3))))
        name = drawn.choice((*KOREAN, bits, bits, bits)) + drawn.choice(KOREAN_LATER)
        return drawn.choice(("주식회사 {}", "(주){}", "{}", "{}")).format(
            name + drawn.choice(("", "코리아", bits[:2]))
        )

    def japanese() -> str:
        signs = KANJI if drawn.random() < 0.7 else KATAKANA
        name = "".join(drawn.choice(signs) for _ in range(drawn.choice((2, 2, 3, 4))))
        return drawn.choice(("株式会社{}", "{}株式会社", "{}")).format(name + drawn.choice(JAPANESE_LATER))

    kinds = (coined, compound, german, korean, japanese)
    while True:
        yield drawn.choices(kinds, (50, 20, 10, 10, 10))[0]
