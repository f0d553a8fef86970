"""What stands beside a word and turns what it tells: who acts, whose day it is, what is only spoken of."""

from __future__ import annotations

import re

THEY_DID = re.compile(
    r"(?:^|[\s,])(?:he|she|they|who|it|which|that|it's|their \w+|his \w+|her \w+)\s+(?:\w+ly\s+|just\s+|also\s+)?$"
)
THEY = re.compile(
    r"(?:^|[\s,.;:(-])(?:they|he|she|customer|client|(?:the|their|his|her) (?!way|other|same|road|phone|line|end)(?:[\w'-]+ ){0,2}[\w'-]+)\s+(?:just\s+|also\s+|then\s+|finally\s+)?$"
)
NO_SUBJECT = re.compile(
    r"(?:i|we|me|us|just|finally|also|then|later|quickly|today|again|have|has|had|hv|ve|i've|we've|i'd|so|and|but|ok|okay|right|well"
    r"|yes|yeah|fyi|re|log|note|update|quick|one|before|forget|b4|this|morning|afternoon|evening|am|pm|on|at|in|the|a|an|last|first|second|team|all|hi|hey|after|that|already|both|eventually|actually|now|earlier|spontaneously|briefly|personally|when|while|as|since|because|did|was|were|not|never|got|to|of|with|for|by|from|about|tried|trying|try|managed|way|back|road|drive|home|return|spk|jsut|finally)$"
)
ABOUT_WHAT = re.compile(
    r"\s+(?:re|about|abt|to (?!(?:the|a|an|his|her|their|our|my)\b)[a-z]{3,}|while|when|as i|during|asking|wanting|complaining|with (?:a|an|some) (?:question|complaint|problem|issue|request)|panick\w+|upset|worried|because|cos|for help|w/ a)\b"
)
DAY_OF_A_THING = re.compile(
    r"(?:\b(?:can'?t (?:do|make)|cannot (?:do|make)|could ?n[o']?t (?:do|make)|since|until|til|till|of|from|signed|signed on|ends?|ending|expires?|expiring|due|renews?|renewal(?: is| on| date)?|contract|live|starting|starts?|effective|valid|dated|leaving|leaves|as promised(?: on)?|promised(?: on)?|launch(?:es|ed|ing)?|go-?live|invoice|po|order(?:ed)?|deadline|holiday|pto|vacation|back|returns?|for|before|after|per|vom|seit|bis|depuis|desde|hasta|ate)(?: on| by| at| in| the| is)*\s*)$"
)
THING_OF_A_DAY = re.compile(
    r"\s?(?:の|付|付け|から|자|부터|날짜|invoice|order|outage|incident|delivery|shipment|deadline|renewal|contract|event|release|call|meeting|email|mtg)(?=\s|$|の)"
)
ABOUT_SO = re.compile(
    r"\b(?:about|around|approx|roughly|abt|for|maybe|just|only|ca|circa|some|took|total|lasted|a good)\b"
    r"|정도|쯤|약|가량|동안|간|くらい|ぐらい|ほど|程度|約"
)
LOGS = re.compile(
    r"^\W*(?:/?log(?:ged)?\b[\s:,-]*|(?:can|could|would) (?:you|u) (?:pls |please )?(?:log|note|record|add)(?: that| down)?[\s:,]*"
    r"|(?:pls|please) (?:log|note|record|add)(?: that)?[\s:,]*)",
    re.IGNORECASE,
)
FROM_A_THING = re.compile(
    r"\b(?:from|of|about|abt|re|regarding)(?: (?:the|their|our|his|her|last|next|a|an|that|this))*\s+$"
)
OF_A_THING = re.compile(
    r"\b(?:re|about|abt|the|a|an|their|our|his|her|of|new|be|being|been|was|were|is|are|got|get|needs?)\s+$"
)
QUESTION = re.compile(
    r"\W*(?:what(?:'?s)?|who(?:'?s)?|when(?:'?s)?|where|why|which|how (?:do|does|did|can|is|are|many|much|often|long)|did (?:i|we|you|any|they|he|she|some)|undo|delete|remove|show|list|remind me|tell me|should|shall|(?:can|could|would|will) (?:i|we|u|you)(?! (?:pls |please )?(?:log|note|record|add))|is there|are there|do (?:i|we|you)|does)\b"
)
DAYISH = re.compile(
    r"(?<![\w'])(?:weeks?|wks?|months?|mths?|ago|fortnight|quarter(?! of)|years?|yrs?|20\d\d|[0-3]?\d(?:st|nd|rd|th)(?! (?:try|attempt|time|call|go|visit|meeting|line|floor|shift|site|plant|party|draft|round|one)\b)|mon|tues?|weds?|thurs?"
    r"|fri|(?<!we )(?<!i )sat(?! (?:in|down|with|w|for|there|next|through|on|together)\b)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekend|last|지난|저번|작년|전주|週|昨年|先月|半年|semana|semaine|woche|monat|mois|mes)(?![\w'])|\d+\s?(?:일|주|달|개월|日|週間|か月|ヶ月)\s?(?:전|前)|先週|先々週|지난|저번"
)
LONGISH = re.compile(
    r"(?<![\w'])(?:\d+\s?(?:ish|odd|-|\+)?\s?)?(?:hours?|hrs?|mins?|minutes?|stunden?|std|heures?|horas?|minutos?)(?![\w'])|\d\s?(?:시간|분|時間|分)"
)
OF_WHAT = re.compile(
    r"\bwait(?:ed|ing)? (?:for )?$|\b(?:within|re|about|abt|of|for|the|next|this|per|every|over|in|since|until|til|our|their|year|q\d)\s+(?:\w+\s+){0,2}$"
)
NAME_POSITION = re.compile(
    r"(?:^\W*|\b(?:w|w/|with|to|from|at|called|met|visited|emailed|texted|call|meeting|mtg|zoom|visit|spoke|talked|rang|phoned)\s*/?\s*)$"
)
# strangers ----------------------------------------------------------------------------------------------
TOLD_US = re.compile(
    r"\b(?:said|says|told (?:me|us)|complained|claims?|thinks?|reckons?|hears?|because|that)\b[^,.;]{0,40}$"
)
AGAIN = re.compile(r"\b(?:again|or)\b|또는|아니면|または")
REACHED = re.compile(
    r"(?<!nobody )(?<!no one )(?<!not )(?<!n't )\b(?:got (?:through|thru|hold)|reached|picked up|connected)\b"
)
FROM_THEN = re.compile(r"\bfrom\s+$")
FINALLY = re.compile(r"\b(?:finally|eventually|in the end|managed to)\b")
ASKING = re.compile(r"[,;:-]?\s*(?:asking|wanting|saying|complaining|they|he|she|wants?|asked)\b")
VOICEMAIL = re.compile(r"\b(?:vm|v/m|voice ?mail)\b|음성|留守")
CALLS_BACK = re.compile(r"\b(?:rang|called|phoned|dialled|dialed|calling|got) (?:\w+ )?back\b|콜백|折り?返し")
I_DID = re.compile(r"\s(?:and |so |then )?(?:i|we)(?:'ve| have)? (?:just |also |then )?$")
WITH_THEM = re.compile(r"(?:\bw(?:/|ith\b|\b)|@)(?! (?:me|us|my|our|no|a|an)\b)")
WITH = re.compile(
    r"(?:\b(?:w|with|to|from|met|called|emailed|texted|rang|phoned|saw|spoke|and|mit|con|com|avec)/?|[&@])\s*$"
)
LEFT_NONE = re.compile(r"\b(?:did ?n[o']?t|didn't|without) leav(?:e|ing)\b|\bno message left\b")
OR = re.compile(r"\bor\b|또는|아니면|または|それとも|\boder\b|\bou\b")
JOINED = re.compile(
    r"\b(?:looped in|loop(?:ed)? .{0,20} in|joined|with|w/|plus|attended|cc)\b|参加|同席|참석|동석"
)
# Korean and Japanese say by a particle who moved: the words for it are marks
MOVED = re.compile(r"phoned|rang|wrote|text|txt|messaged|pinged|dropped|popped|came")
ROLE = re.compile(r"\b(?:the|their|our|his|her)\s+(buyer|champion|sponsor|user)\b(?!s)")
TO_WHOM = re.compile(r"\b(?:promised|told|assured|owe|owes|promise to|tell)\s+$")
TODAY = re.compile(r"today|tday|2day|오늘|금일|今日|本日|heute|aujourd|hoy|hoje")
NEXT = re.compile(
    r"(?:^|[\s,;.])(?:next(?: step)?s?\s*[:=]|next step\s+(?:is\s+)?|to ?do\s*:|follow[- ]?up\s*:|action\s*:)\s*",
    re.IGNORECASE,
)
OF_THINGS = re.compile(
    r"\b(?:contract|renew\w*|expires?|ends?|leaving|leaves|pto|vacation|holiday|launch\w*|go(?:es)? live|budget|fiscal|closed)\b"
)

BOTH = re.compile(
    r"\b(?:both|each|all) of them\b|\bw/? ?(?:them )?both\b|\bwith both\b"
    r"|\bboth\b(?! (?:fine|good|ok|okay|happy|went|were|are|a bit))"
)
AND = re.compile(r"\s*,?\s*(?:(?:and|&|\+|n|y|und|et|e)(?: then)?(?: also)?|then(?: also)?|plus|also)\s*")
BEHIND_A_NAME = re.compile(
    r"\s*(?:$|,|\d|called|met|rang|phoned|on|in|together|today|yesterday|both|too|as well|re|about|for|at|@|by|via)"
)
A_DEED = re.compile(r"(?:ed|ing|ly)$")
OF_AN_ACCOUNT = re.compile(r"\s+(?:at|from|@|of|over at)\s+(?:the\s+)?")
TOPIC = re.compile(
    r"\b(?:re|about|abt|regarding|like|unlike|than|vs|versus|against|left|leaving|competitor|from their)\s+$"
)
# a full stop, a comma and their like; "and" and its like between two contacts
ENDS_A_PART = re.compile(
    r"(?P<hard>[;!?\n。！？]+|(?<![\d\W])(?<!\b\w)\.(?=\s|$)|(?<=[\d)])\.(?=\s+\D|$)|\.{2,}|(?<=\b[wv]m)\.(?=\s))"
    r"|(?P<soft>,(?!\d{3}\b)|、|，|\s?[→⇒]\s?|その後|それから|\s[-|>~·•/]+\s|(?<=\w):(?=\s)|:(?=\s)|[()]|\s=\s|\s->\s|->|(?<=[^\W\d])/(?=[^\W\d]{3,}|\d+ ?m)|(?<=\dm)/(?=[^\W\d]{3})|-\s)"
    r"|(?P<joint>\s(?:(?:and|but|so) (?:then|also|later)|then|but|and|n|&|\+|after(?:wards| that)|before that|also|plus|und|aber|dann|danach|et|puis|ensuite|mais|y|pero|luego|e|mas|depois)(?=\s)|\s[&+]\s?|(?<=[한했었왔갔음함됨])고\s)"
)
WE = re.compile(r"\b(?:i|we|i've|we've)\s+(?:\w+\s+)?$")
SENT_TO = re.compile(
    r"\s+(?:(?:over|across|out|off|through|on|round) )?(?:to|by|from us)\b(?! (?:me|us|our))"
)
COLLEAGUE = re.compile(
    r"\b(?:(?:my |our |a )?(?:colleague|boss|manager|support|sales|marketing|engineer\w*|technician|rep|partner|team)"
    r"|(?:my|our) \w+)(?: (?:from|in|of) \w+)?\s+(?:\w+ly\s+|just\s+|also\s+)?$"
)
SOMEBODY_OF = re.compile(
    r"\W*(?!(?:call|email|mail|note|news|back|home|away)\b)[^\W\d_]+(?:[ -][^\W\d_]+)? (?:from|at|@|over at) (?:the )?"
)
INTERNAL = re.compile(
    r"\binternal(?:ly)?\b|\b(?:spoke|talked|chatted|met|called|e-?mailed|texted|messaged|pinged|rang|phoned|meeting|sync)"
    r"(?: (?:to|with|w))? (?:my|our) (?:boss|manager|team|colleagues?|wife|husband|legal|finance|sales|support|marketing)\b"
)
BREAKS = re.compile(r"[,;:]|\s[-|]\s")
NOT = re.compile(
    r"(?<![\w'])(?:not|never|no longer|won'?t|will not|did ?n[o']?t|didn'?t|haven'?t|hasn'?t|isn'?t|wasn'?t"
    r"|nicht|nie|pas|jamais|nunca|nao|(?:almost|nearly|about to)(?= (?:call|rang|phon|met|spoke|visit|e-?mail|text))"
    r"|^if)(?![\w'])"
)
OF_A_DAY = re.compile(r"\s(?:de|do|da|del|du|of|von|vom)\s(?:la |el |o |a )?")
SAYS = re.compile(
    r"(?:'s (?:team|office))?\s+(?:has |have |just |also |already )*(?:confirmed|accepted|agreed|answered|signed off|approved|declined|rejected|complained|said yes|said no)\b"
)
AT_AN_HOUR = re.compile(r",?\s+(?:at \d{1,2}(?::\d\d)?(?![\d/])|\d{1,2}(?::\d\d)?\s?[ap]m\b|\d{1,2}:\d\d\b)")
HOUR = re.compile(r"\s*\bat \d{1,2}(?::\d\d)?\s?(?:am|pm)?\b(?! for)|\b\d{1,2}(?::\d\d)?\s?[ap]m\b")
