"""What other systems say in a cell that holds one of a few words of ours: a flat table a noun and column, a
line a word of ours. A further CRM is a few more words here, and nothing else.

Collected from the picklists of Salesforce (contact roles, task types, opportunity types) and HubSpot (buying
roles, activity types, deal types), and from what spreadsheets say in English, German, Japanese and Korean.
What may mean two of ours, a prospect, an inactive account, stands in none: it is a bad row, and asked so.
Nobody becomes an admin by a word of another system."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, tuple[str, ...]]

THEIRS: Mapping[str, Mapping[str, Words]] = {
    "accounts": {
        "status": {
            "active": ("customer", "active customer", "current customer", "aktiv", "取引中", "거래중"),
            "paused": ("on hold", "pausiert"),
            "churned": (
                "former customer", "lost customer", "lost", "churn", "cancelled", "canceled",
                "gekündigt", "解約", "解約済み", "해지",
            ),
        },
    },
    "contacts": {
        "role": {
            "buyer": (
                "decision maker", "economic decision maker", "economic buyer", "budget holder",
                "purchasing", "procurement", "entscheider", "einkauf", "決裁者", "의사결정자",
            ),
            "sponsor": ("executive sponsor",),
            "technical": ("technical buyer", "technical evaluator", "evaluator"),
            "user": ("end user", "business user", "anwender", "利用者", "사용자"),
            "other": (
                "influencer", "blocker", "gatekeeper", "legal & compliance", "legal and compliance",
            ),
        },
    },
    "people": {
        "role": {
            "rep": ("sales rep", "sales representative", "account executive", "account manager"),
            "manager": ("sales manager", "team lead", "team leader"),
        },
    },
    "touches": {
        "channel": {
            "call": (
                "phone", "phone call", "telephone", "logged call", "anruf", "telefonat", "telefon",
                "電話", "전화",
            ),
            "meeting": ("besprechung", "termin", "会議", "商談", "미팅", "회의"),
            "video": (
                "video call", "video conference", "videokonferenz", "online meeting", "web meeting", "zoom",
                "オンライン会議", "화상회의",
            ),
            "visit": ("site visit", "customer visit", "on site", "besuch", "訪問", "방문"),
            "email": ("mail", "e mail", "logged email", "メール", "이메일"),
            "message": (
                "sms", "text", "text message", "chat", "linkedin", "linkedin message", "whatsapp",
                "whatsapp message", "line", "kakaotalk",
            ),
        },
    },
    "revenue": {
        "kind": {
            "new": ("new business", "new customer"),
            "expansion": ("upsell", "up sell", "cross sell", "upgrade"),
            "contraction": ("downsell", "down sell", "downgrade"),
            "churn": ("cancellation",),
            "purchase": ("one time", "one off", "order", "invoice"),
        },
    },
}  # fmt: skip


def ours_of(kind: str) -> dict[str, dict[str, str]]:
    """Our word by theirs, for each column of a noun that has such."""
    columns = THEIRS.get(kind, {})
    return {name: {w: ours for ours, ws in words.items() for w in ws} for name, words in columns.items()}
