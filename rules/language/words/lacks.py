"""Words by which a line tells what a customer lacks, what it may cost and from when it is wanted. Few and
unambiguous: who says "need" mostly means a paper, an answer or a day, so a need is certain only with money,
with a season, month or quarter, or in words that mean nothing else."""

from __future__ import annotations

import re

_SO = r"(?:(?:really|urgently|badly|still|also|now|definitely|clearly)\s+)*"
LACKS = re.compile(
    rf"\b{_SO}(?:(?P<sure>lacks?|(?:has|have) (?:a|an unmet) need for|(?:is|are) in need of"
    r"|(?:unmet need|need identified|need heard):)"
    r"|(?P<maybe>needs?|(?:is|are|they're) (?:looking for|short of|missing))|(?P<paid>wants?|would like)) (?P<what>.+)"
)
NAMES_THEM = re.compile(r"(?:unmet need|need identified|need heard):")
"""What says of whom it is by itself."""
NOTHING = re.compile(
    r"^(?:to|us|me|you|him|her|them|it|that|this|more time|time|help|nothing|some time|a (?:break|minute|moment|word))\b"
)
"""What is no thing that could be sold."""
PAPER = re.compile(
    r"\b(?:quot(?:e|es|ation)s?|offers?|proposals?|pric(?:e|es|ing)|price ?lists?|rates?|invoic\w+|bills?|credit notes?"
    r"|answers?|repl(?:y|ies)|response|call ?backs?|calls?|meetings?|mtg|demos?|visits?|intro\w*|docs?|documents?|papers?"
    r"|sheets?|certs?|certificates?|signatures?|samples?|specs?|contracts?|sow|agreements?|terms|net[ -]?\d+|discounts?"
    r"|rebates?|refunds?|% off|deliver(?:y|ies)|shipments?|dispatch|status|updates?|reports?|reference|ref customer"
    r"|business case|approval|budget|sign[ -]?off|numbers?|figures?|links?|logins?|passwords?|access|datasheets?|slots?"
    r"|dates?|names?|decision|feedback|reminders?|clarity|clarification)\b"
)
"""What is sent, said or agreed, and not bought."""
OVER = re.compile(
    r"\b(?:no longer|not any ?more|any ?more|fell through|cancelled|canceled|solved|sorted|settled|already (?:have|has|got"
    r"|bought|ordered|found)|bought (?:one|it)|found (?:one|it)|ordered (?:one|it)|used to|last year|back then|we sold)\b"
)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WHEN = re.compile(
    r"\b(?:by|from|in|for|before|until|starting|as of|latest)(?: (?:the|this|next|early))* "
    rf"(?:(?:start of )?(?P<season>{'|'.join(SEASONS)})|(?:start of )?(?P<month>{_MONTH})(?: (?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?!\d))?"
    rf"|(?P<day2>[0-3]?\d)(?:st|nd|rd|th)? (?P<month2>{_MONTH})|(?P<quarter>q[1-4])|(?P<half>h[12])|(?P<year>year))"
    r"\b(?:,? (?P<in_year>20\d\d))?(?: on)?"
)
_SIGN = r"[$€£¥₩]|usd|eur|gbp|jpy|krw|chf"
MONEY = re.compile(
    r"(?P<said>\b(?:with )?(?:an? |their )?(?P<word>budget)(?: (?:is|of|about|around|up to|at|for it))*:? ?|\b(?:about|around|roughly|approx(?:imately)?\.?|up to"
    r"|ca\.?|max\.?|for)(?: about)? |~ ?)?"
    rf"(?<![\w.,-])(?P<sign>{_SIGN})? ?(?P<n>\d{{1,3}}(?:[,.' ]\d{{3}})+|\d+(?:\.\d{{1,2}})?)(?! ?%)"
    rf" ?(?P<scale>k|m|mio|mn|million|thousand)?(?![a-z\d]) ?(?P<sign2>{_SIGN}|euros?|dollars?)?"
    r"(?P<of> (?:of |in )?(?:a )?budget\b)?(?P<year> (?:a|per) year\b| p\.?a\.?)?"
    r"(?P<behind>(?: (?:max|total|in total|for it|or so|all in|there|is there))*)(?=\s*(?:$|[,.;!)\n]|\b(?:and|but)\b))"
)
NO_MONEY = re.compile(r"\b(?:no|not|cut|frozen|freeze|less|short|without|owes?|paid|invoice|discount)\b")
"""Beside an amount, it is no budget."""
THOUSANDS = {"k": 3, "thousand": 3, "m": 6, "mio": 6, "mn": 6, "million": 6}
SIGNS = {"$": "USD", "dollar": "USD", "dollars": "USD", "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP",
         "¥": "JPY", "₩": "KRW", "円": "JPY", "원": "KRW", "달러": "USD", "ドル": "USD"}  # fmt: skip

LACKS_CJK = (
    re.compile(r"(?P<what>[^\n,.]{2,40}?)(?:이|가|을|를)? ?필요(?!없| 없|성)"),
    re.compile(r"(?P<what>[^\n、。,.]{2,40}?)(?:が|を)(?:必要|欲し|探して)"),
)
MONEY_CJK = re.compile(
    r"(?:예산|予算)(?:은|는|이|がは|は|が|:|：)? ?(?:약|約)? ?(?P<n>\d[\d,]*(?:\.\d+)?) ?(?P<scale>억|천만|백만|만|億|千万|百万|万)?"
    r" ?(?P<sign2>원|円|달러|ドル)?"
)
POWERS = {"억": 8, "億": 8, "천만": 7, "千万": 7, "백만": 6, "百万": 6, "만": 4, "万": 4}
PAPER_CJK = re.compile(
    r"견적|자료|답변|회신|샘플|미팅|확인|서류|결재|見積|資料|回答|返事|返信|サンプル|確認|書類|打ち合わせ|承認"
)
LIKELY = re.compile(r"need|lack|looking for|short of|missing|wants?\b|would like|필요|必要|欲し|探して")
"""A line without one of these is looked at no further."""
