"""What says that a contact still lies ahead, by language: words before it ("before", "ahead of"), words that
get ready for it ("preparing"), words right behind it ("통화 전에", "call prep"), and what one will do then in
words that no table of marks holds ("before speaking to")."""

from __future__ import annotations

from typing import NamedTuple


class Preparing(NamedTuple):
    """Patterns of a folded text; "" has none. `behind` is matched where a contact's word ends."""

    before: str = ""
    readies: str = ""
    behind: str = ""
    acts: str = ""


LATIN = ("en", "de", "fr", "es", "pt")
PREPARING = {
    "en": Preparing(
        before=r"(?:before|b4)(?! (?:that|then|(?:i|we) forget|noon|midday|work|xmas|christmas|eo[mdqy])\b)"
               r"|ahead of|prior to|in advance of|in the run-?up to",
        readies=r"prep(?:s|ping|ped)?|prepar(?:e|es|ing|ed|ation|ations)|get(?:s|ting)? (?:\w+ )?ready|getting set"
                r"|gear(?:ing)? up|warming up|read(?:ing)? up",
        behind=r" prep(?:aration|ping|s)?\b",
        acts=r"(?:i |we |you )?(?:go (?:and |to )?|head (?:out )?to )?(?:speak(?:ing)?|talk(?:ing)?|meet(?:ing)?|see(?:ing)?|call(?:ing)?"
             r"|visit(?:ing)?|ring(?:ing)?|phon(?:e|ing)|join(?:ing)?|dial(?:l?ing)?|e-?mail(?:ing)?|text(?:ing)?"
             r"|go(?:ing)? (?:in|into|to|out|over)|reach(?:ing)? out|pitch(?:ing)?|present(?:ing)?)",
    ),
    "de": Preparing(
        before=r"vor(?= (?:dem|der|den|meine[mr]|unsere[mr]|eine[mr]|jede[mr]|heutige|morgige|nachste)\b)|bevor|ehe(?= (?:ich|wir))",
        readies=r"vorbereitung(?:en)?|bereiten?|(?:vor)?bereitet",
        behind=r"(?: [\w'&.-]+){0,5}? (?:vorbereiten|vorzubereiten|vorbereitet|vorbereitung)\b|vorbereitung\b",
        acts=r"(?:ich |wir )?(?:[\w'&.-]+ ){0,4}?(?:anrufen?|treffen?|besuchen?|spreche[n]?|reden?|telefoniere[n]?|hinfahre[n]?)",
    ),
    "fr": Preparing(
        before=r"avant(?!-hier)(?= (?:de|d'|l'|la|le|les|mon|ma|notre|cet|cette|ce)\b| d'| l')",
        readies=r"prepar(?:e|es|er|ons|ez|ant|ation)|en train de preparer",
        acts=r"(?:de |d'|l')?(?:les |le |la )?(?:appel|entretien|echange|r?appeler|rencontrer|voir|parler|visiter|joindre|contacter|telephoner)",
    ),
    "es": Preparing(
        before=r"antes del?|previ[oa] a",
        readies=r"prepar(?:ar|o|amos|ando|acion|andome|arme|arnos)",
        acts=r"(?:llamar|hablar|ver|reunir|visitar|contactar|telefonear)(?:me|nos|les?|los?|las?)?",
    ),
    "pt": Preparing(
        before=r"antes d(?:e|[ao]s?)|previ[oa] a",
        readies=r"prepar(?:ar|o|amos|ando|acao|ando-me)",
        acts=r"(?:ligar|falar|ver|visitar|reunir|contactar|telefonar|encontrar)",
    ),
    "ko": Preparing(
        behind=r"(?:을|를|의|에)? ?(?:하|가|드리|들어가|나누|보)?(?:기)? ?(?:바로 |직)?전(?:에|까지|엔|,|\.| |$)"
               r"|(?:을|를|의)? ?(?:자료 ?)?준비",
    ),
    "ja": Preparing(
        behind=r"(?:の|に|を|へ)?(?:する|行く|伺う)?(?:の)?(?:直前|前)(?![回日年週月半向述])"
               r"|(?:の|を|に向けた|に向けて|へ向けた)?(?:資料(?:の|を)?)?準備",
    ),
}  # fmt: skip
TOOK_PLACE = (
    r"(?:in|during|after|since|following|from|while|had|did|was|were|and|then|but"
    r"|nach|seit|wahrend|beim|und|apres|depuis|pendant|lors|dans|et|despues|tras|durante|en|y|depois|apos|na|no|e)"
)
"""Between such a word and a contact's: the contact is another matter ("prepared the offer after the call")."""
