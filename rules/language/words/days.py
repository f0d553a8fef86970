"""How days are called: weekdays from Monday, months from January, days by their distance from today, what
counts days and weeks, and what stands before or behind a day that something is due by."""

from __future__ import annotations

from typing import NamedTuple


class Days(NamedTuple):
    """One language's. `near`: (words, days from today). `ago`, `ahead`: patterns around {n} and {unit}.
    `vague`: a past that is no day; `last`, `next` stand beside a weekday or a week; `by` before a day,
    `until` behind one."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    near: tuple[tuple[str, int], ...]
    units: tuple[tuple[str, int], ...]
    ago: tuple[str, ...]
    ahead: tuple[str, ...]
    vague: str
    last: str
    next: str
    numbers: tuple[tuple[str, int], ...] = ()
    by: str = ""
    until: str = ""
    ordinal: str = ""
    """A day of this or another month: `d`."""
    bounded: bool = True
    """Words stand between spaces."""
    skips: str = ""
    """What stands before a weekday that is not this week's: "next thu", typed on a Tuesday."""
    of_a_week: str = ""
    """Of `last` and `next`, those that name a week: "friday last week"."""
    vague_month: str = ""
    """A month by itself, that may be when a contact was where it stands right behind it."""
    weekdays_ago: str = ""
    """What stands behind a number of weekdays: "two fridays ago"."""


EN = Days(
    weekdays=(
        "mon(?:day)?s?",
        "tue(?:s|sday)?s?",
        "wed(?:s|nesday)?s?",
        "thu(?:r|rs|rsday)?s?",
        "fri(?:day)?s?",
        r"(?<!we )(?<!i )(?<!they )sat(?:urday)?s?(?! (?:down|with|w|in|next|through|on|there|together|around|for (?:an?|half|\d)))",
        "sun(?:day)?s?",
    ),
    months=(
        "jan(?:uary)?",
        "feb(?:ruary)?",
        "mar(?:ch)?",
        "apr(?:il)?",
        "may",
        "june?",
        "july?",
        "aug(?:ust)?",
        "sept?(?:ember)?",
        "oct(?:ober)?",
        "nov(?:ember)?",
        "dec(?:ember)?",
    ),
    near=(
        ("(?:the )?day (?:before|b4) (?:yesterday|yest|y'?day)|2 days back", -2),
        ("day after tomorrow", 2),
        (
            "yesterday|yest(?:erday)?|yesterd?ay|y'?day|ystd?|ystr?dy|ystrday|yestrday|yday|last (?:night|evening|nite)|yest'?d",
            -1,
        ),
        (
            "today'?s?|tday|2day|tonight|this (?:morning|morn|mornin|afternoon|arvo|evening|eve|noon|am|pm|lunchtime)|(?:today|tday) (?:morning|afternoon|evening)|just now"
            "|earlier(?: on)?|(?:eod|cob)(?! (?:on )?(?:mon|tue|wed|thu|fri|tm|tom))",
            0,
        ),
        ("tomorrow|tmrw|tmr|tmw|tomo|tomoz|tomorow|tommorow|2moro|2morrow|2mrw", 1),
    ),
    units=(("days?", 1), ("weeks?|wks?", 7), ("fortnights?", 14), ("months?|mths?", 30)),
    ago=(r"{n} {unit} ago(?: today)?", r"{n} {unit} back"),
    ahead=(r"in {n} {unit}", r"{n} {unit} from now"),
    vague="last week|last month|this week|this month|the other day|the other week|recently|a few days ago"
    "|(?:a )?(?:couple|few) (?:of )?(?:days|weeks|wks|months) (?:ago|back)|earlier this (?:week|month)|lately|a while (?:ago|back)|some time ago|over the weekend|last weekend|at the weekend|this weekend|last (?:quarter|year|night but one)",
    vague_month="(?:back |early |late )?in (?:{months})(?! (?:\\d|the))",
    last="last (?:week|wk)(?: on)?|last|past|this past",
    next="next (?:week|wk)(?: on)?|next|this coming|coming|this",
    numbers=(
        ("an?|one", 1),
        ("two|a couple of|couple of|couple", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
    ),
    by="by|until|til|till|before|due(?: on)?|no later than|for",
    ordinal=r"(?:on )?the (?P<d>[0-3]?\d)(?:st|nd|rd|th)",
    skips="next",
    of_a_week="(?:last|next) (?:week|wk).*",
    weekdays_ago="ago|back",
)
DE = Days(
    weekdays=(
        "mo(?:ntag)?",
        "di(?:enstag)?",
        "mi(?:ttwoch)?",
        "do(?:nnerstag)?",
        r"fr(?:eitag)?(?!\.\s+[a-z])",
        "sa(?:mstag)?",
        "so(?:nntag)?",
    ),
    months=(
        "jan(?:uar)?",
        "feb(?:ruar)?",
        "märz",
        "apr(?:il)?",
        "mai",
        "juni?",
        "juli?",
        "aug(?:ust)?",
        "sept?(?:ember)?",
        "okt(?:ober)?",
        "nov(?:ember)?",
        "dez(?:ember)?",
    ),
    near=(
        ("vorgestern", -2),
        ("übermorgen", 2),
        ("gestern(?: abend)?", -1),
        ("heute(?: (?:morgen|früh|nachmittag|abend))?", 0),
        ("morgen", 1),
    ),
    units=(("tage?n?", 1), ("wochen?", 7), ("monate?n?", 30)),
    ago=(r"vor {n} {unit}",),
    ahead=(r"in {n} {unit}",),
    vague="letzte woche|neulich|letzten monat|diese woche",
    last="letzten?|vergangenen?",
    next="nächsten?|kommenden?",
    skips="nächsten?",
    numbers=(("einem|einer", 1), ("zwei", 2), ("drei", 3)),
    by="bis(?: zum)?|vor",
)
FR = Days(
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        "janv(?:ier)?",
        "fevr?(?:ier)?",
        "mars",
        "avr(?:il)?",
        "mai",
        "juin",
        "juil(?:let)?",
        "aout",
        "sept(?:embre)?",
        "oct(?:obre)?",
        "nov(?:embre)?",
        "dec(?:embre)?",
    ),
    near=(
        ("avant-hier", -2),
        ("apres-demain", 2),
        ("hier(?: (?:soir|matin))?", -1),
        ("aujourd'?hui|ce matin|cet apres-midi|ce soir", 0),
        ("demain", 1),
    ),
    units=(("jours?", 1), ("semaines?", 7), ("mois", 30)),
    ago=(r"il y a {n} {unit}",),
    ahead=(r"dans {n} {unit}",),
    vague="la semaine derniere|l'autre jour|recemment|cette semaine",
    last="dernier|derniere",
    next="prochaine?",
    numbers=(("une?", 1), ("deux", 2), ("trois", 3)),
    by="d'ici(?: a)?|avant|pour|jusqu'?a",
)
ES = Days(
    weekdays=("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"),
    months=(
        "ene(?:ro)?",
        "feb(?:rero)?",
        "mar(?:zo)?",
        "abr(?:il)?",
        "mayo",
        "jun(?:io)?",
        "jul(?:io)?",
        "ago(?:sto)?",
        "sept?(?:iembre)?",
        "oct(?:ubre)?",
        "nov(?:iembre)?",
        "dic(?:iembre)?",
    ),
    near=(
        ("anteayer|antes de ayer", -2),
        ("pasado manana", 2),
        ("ayer|anoche", -1),
        ("hoy|esta (?:manana|tarde|noche)", 0),
        ("manana", 1),
    ),
    units=(("dias?", 1), ("semanas?", 7), ("mes(?:es)?", 30)),
    ago=(r"hace {n} {unit}",),
    ahead=(r"en {n} {unit}", r"dentro de {n} {unit}"),
    vague="la semana pasada|el otro dia|hace poco|esta semana",
    last="pasado",
    next="proximo|que viene",
    numbers=(("una?", 1), ("dos", 2), ("tres", 3)),
    by="para(?: el)?|antes del?|hasta(?: el)?",
)
PT = Days(
    weekdays=(
        "segunda(?:-feira)?",
        "terca(?:-feira)?",
        "quarta(?:-feira)?",
        "quinta(?:-feira)?",
        "sexta(?:-feira)?",
        "sabado",
        "domingo",
    ),
    months=(
        "jan(?:eiro)?",
        "fev(?:ereiro)?",
        "mar(?:co)?",
        "abr(?:il)?",
        "maio?",
        "jun(?:ho)?",
        "jul(?:ho)?",
        "ago(?:sto)?",
        "set(?:embro)?",
        "out(?:ubro)?",
        "nov(?:embro)?",
        "dez(?:embro)?",
    ),
    near=(
        ("anteontem", -2),
        ("depois de amanha", 2),
        ("ontem", -1),
        ("hoje|esta (?:manha|tarde|noite)", 0),
        ("amanha", 1),
    ),
    units=(("dias?", 1), ("semanas?", 7), ("mes(?:es)?", 30)),
    ago=(r"ha {n} {unit}", r"{n} {unit} atras"),
    ahead=(r"em {n} {unit}", r"daqui a {n} {unit}"),
    vague="semana passada|outro dia|recentemente|esta semana",
    last="passad[ao]",
    next="proxim[ao]|que vem",
    numbers=(("uma?", 1), ("dois|duas", 2), ("tres", 3)),
    by="ate(?: [ao])?|para(?: [ao])?|antes de",
)
KO = Days(
    weekdays=(
        "월(?:요일|욜)",
        "화(?:요일|욜)",
        "수(?:요일|욜)",
        "목(?:요일|욜)",
        "금(?:요일|욜)",
        "토(?:요일|욜)",
        "일(?:요일|욜)",
    ),
    months=(),
    near=(
        ("그저께|그제|엊그제", -2),
        ("모레", 2),
        ("어제|전날|어젯밤|간밤", -1),
        (r"오늘|금일|방금|아까|오전에|오후에|오전(?! ?\d)|오후(?! ?\d)|점심때", 0),
        ("내일|익일|낼(?=까지| |$|은|도)", 1),
    ),
    units=(("일", 1), ("주일?", 7), ("개월|달", 30)),
    ago=(r"{n} ?{unit} ?전",),
    ahead=(r"{n} ?{unit} ?(?:후|뒤)",),
    vague="지난 ?주|저번 ?주|지난 ?달|며칠 ?전|얼마 ?전|최근",
    last="지난 ?주|저번 ?주|지난(?= ?[월화수목금토일][요욜])",
    next="다음 ?주|담 ?주|차주|내주",
    numbers=(("하루", 1), ("이틀", 2), ("한", 1), ("두", 2), ("세", 3)),
    until="까지",
    ordinal=r"(?<![\d월/.])(?:이번 ?달 ?|지난 ?)?(?P<d>[0-3]?\d)일(?! ?(?:간|전|후|뒤|째|차|이내|동안|만))(?:\([월화수목금토일]\))?",
    bounded=False,
)
JA = Days(
    weekdays=("月曜日?", "火曜日?", "水曜日?", "木曜日?", "金曜日?", "土曜日?", "日曜日?"),
    months=(),
    near=(
        ("一昨日|おととい", -2),
        ("明後日|あさって", 2),
        ("昨日|きのう|前日|昨晩|昨夜", -1),
        (r"本日|今日|きょう|今朝|先ほど|さっき|午前中|午前(?!\d)|午後(?!\d)|今夕", 0),
        ("明日|あした|明朝", 1),
    ),
    units=(("日", 1), ("週間", 7), ("[かヶケカ]月", 30)),
    ago=(r"{n}{unit}前",),
    ahead=(r"{n}{unit}後",),
    vague="先週|先月|先日|この前|最近",
    last="先週の?",
    next="来週の?|翌週の?",
    until="まで(?:に)?",
    ordinal=r"(?<![\d月/.])(?P<d>[0-3]?\d)日(?!間|前|後|以内|ほど|目|中|本|曜)(?:\([月火水木金土日]\))?",
    bounded=False,
)
DAYS = {"en": EN, "de": DE, "fr": FR, "es": ES, "pt": PT, "ko": KO, "ja": JA}
