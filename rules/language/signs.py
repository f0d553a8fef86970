"""Names in Korean and Japanese signs, which no spaces part: an account by its name or its beginning, a person
whole, by surname and title, or by the given name with one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..names import without_legal_form
from .fold import fold
from .named import PART, WHOLE, Account, Named, Person
from .words.names import HONORIFIC, LAST_OF_A_NAME

CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
LEGAL_SIGNS = re.compile(r"\s?(?:株式会社|\(株\)|㈱|㈜|\(주\)|주식회사)")
_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


class Signs:
    """Those of accounts and people whose names are written so, made ready once."""

    def __init__(self, accounts: Sequence[Account], people: Sequence[Person]) -> None:
        self._people = [p for p in people if CJK.search(p.name)]
        self._signs: list[tuple[str, int, int]] = []
        for a in accounts:
            for known_as in (a.name, *a.aliases):
                short = without_legal_form(known_as)
                if CJK.search(short):
                    sign = fold(short).translate(_KATAKANA).replace(" ", "")
                    for n in range(2, len(sign) + 1):
                        self._signs.append((sign[:n], a.id, WHOLE if n == len(sign) else PART))

    def named_in(self, text: str) -> Iterator[Named]:
        """Accounts and people of a folded text; where they overlap, all that may be meant."""
        if not CJK.search(text):
            return
        kana = text.translate(_KATAKANA)
        found: dict[tuple[int, int, int], set[int]] = defaultdict(set)
        for sign, account, how in self._signs:
            at = kana.find(sign)
            while at >= 0:
                found[(at, at + len(sign), how)].add(account)
                at = kana.find(sign, at + 1)
        for (start, end, how), ids in found.items():
            behind = LEGAL_SIGNS.match(text, end)
            yield Named(start, behind.end() if behind else end, tuple(sorted(ids)), (), how)
        for p in self._people:
            yield from self._signed(p, text)

    def _signed(self, p: Person, text: str) -> Iterator[Named]:
        """A Korean or Japanese name: whole, the surname with a title or alone, the given name with a
        title."""
        name = fold(p.name)
        whole = name.replace(" ", "")
        korean = bool(re.match(r"[\uac00-\ud7a3]", whole))
        for spelled in {name, whole}:
            for m in re.finditer(re.escape(spelled) + f"(?: ?{HONORIFIC})?", text):
                yield Named(m.start(), m.end(), (), (p.id,), WHOLE)
        surname = name.split(" ")[0] if " " in name else whole[: 1 if korean or len(whole) < 3 else 2]
        given = whole[len(surname) :]
        title = rf" ?{HONORIFIC}"
        if korean:
            forms = [rf"(?<![\uac00-\ud7a3]){surname}{title}"]
            if len(given) >= 2:
                forms.append(
                    rf"(?<![\uac00-\ud7a3]){given}(?: ?(?:{HONORIFIC})|(?=이|씨|[ ,랑과와은는가]|$))"
                )
        else:
            forms = (
                [rf"{surname}{title}", rf"(?<![\u3400-\u9fff]){surname}{LAST_OF_A_NAME}"]
                if len(surname) > 1
                else [rf"(?<![\u3400-\u9fff]){surname}{title}"]
            )
            if len(given) >= 2:
                forms.append(rf"{given}{title}")
        for form in forms:
            for m in re.finditer(form, text):
                yield Named(m.start(), m.end(), (), self._namesakes(p, surname, m[0]), PART)

    def _namesakes(self, p: Person, surname: str, typed: str) -> tuple[int, ...]:
        if not typed.startswith(surname):
            return (p.id,)
        return tuple(
            other.id for other in self._people
            if fold(other.name).replace(" ", "").startswith(surname)
        )  # fmt: skip
