"""What says that somebody of theirs left a customer, moved inside it or came to it."""

from __future__ import annotations

import re

_LEFT_EN = re.compile(
    r"\b(?:(?P<bare>left|moved on|is gone|has gone|stopped working)|quit|resigned|departed|retired"
    r"|no longer works?|is no longer (?=at |with |there|employed|working)"
    r"|(?:does ?n[o']t|doesnt) work (?=.*\bany ?(?:more|longer)\b)"
    r"|(?:isn'?t|is not) (?=(?:at|with|there|working)\b.*\bany ?(?:more|longer)\b))"
)
_LEFT_KO = re.compile(
    r"(?:(?:퇴사|퇴직)(?:했|하셨|함|하심|처리)?|그만(?:뒀|두었|두셨))"
    r"(?:습니다|어요|대요|답니다|다고 ?합니다|다고 ?해요|다|음)?(?=[\s.!,]*(?:$|후임))"
)
_LEFT_JA = re.compile(
    r"(?:ご?(?:退職|退社)(?:し(?:まし)?た|され(?:まし)?た|済み?)?|辞め(?:まし)?た)"
    r"(?:そうです|とのことです|とのこと|ようです)?(?=[\s。.!、,]*(?:$|後任))"
)
LEFT = (_LEFT_EN, _LEFT_KO, _LEFT_JA)
"""`bare`: what may as well be said of a room or a message."""
MOVED = re.compile(
    r"\b(?:(?:was|got|has been) )?(?:moved|transferred|switched|promoted) (?:over |across |in|on)?to "
    r"(?!(?:next|tomorrow|today|later|early|late|q[1-4]|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
    r"|january|february|march|april|august|september|october|november|december|(?:mon|tue|tues|wed|wednes|thu|thur"
    r"|thurs|fri|sat|satur|sun)(?:day)?|zoom|teams|e?-?mail|phone|video|google|slack)\b"
    r"|(?:an?|the|another)(?: (?:new|later|different|other))? ?(?:day|date|time|slot|call|meeting|week|month"
    r"|quarter|year|plan|tier|package|version)\b)(?=[^\W\d_])"
)
CAME = re.compile(r"\b(?P<bare>joined|started|came on board|took over|arrived)\b")
LIKELY = re.compile(
    r"left|moved|gone|work|quit|resigned|departed|retired|isn'?t|is n|joined|started|came|took|arrived"
    r"|transferred|switched|promoted|퇴|그만|退|辞め"
)
"""Without one of these a line holds none of the above."""
NEW_ROLE = re.compile(r"\s+as (?:(?:the|an?|our|their|new|next|head|of) )*\w+")
ROLE = re.compile(
    r"\b(?P<role>champion|sponsor|buyer)(?:'s)?(?: (?:has|have|had|just|already|recently|sadly))*\s*$"
)
THEY = re.compile(r"\b(?:he|she|who)(?:'s)?(?: (?:has|had|just|already|recently|sadly))*\s*$")
SOMEBODY = re.compile(
    r"(?<![\w'])(?!(?:i|we|i've|we've|just|and|then|after|when|as|before|until|since|finally|only|never|to|also"
    r"|had|have|has)\b)[^\W\d_][\w'-]+(?: (?:has|had|just|already|recently|sadly))*\s*$"
)
"""Whoever is not on file."""
HIM = re.compile(r"\b(?:him|her|them|he|she)\b|그분|본인|彼|本人")
"""Who left or came, said again where a contact is told."""
COMPANY = re.compile(r"\s*(?:from |of )?(?:the |their |our )?(?:company|business|firm|organi[sz]ation)\b")
ENDS = re.compile(r"\s*(?:$|[,.;:!(]|(?:last|this|yesterday|today|and|so|we)\b)")
GOES_ON = re.compile(
    r"(?:'s)?\s*(?:$|[,.;:!()]|-\s|(?:to|yesterday|today|last|this|in|on|and|so|after|because|as|since|recently|by"
    r"|for (?!lunch|dinner|the day))\b)"
)
"""What may stand behind the account that somebody left."""
TO_ACCOUNT = re.compile(r"\s*(?:from |at )?(?:the )?$")
PARTICLES = r"'s\b|님|씨|さん|様|氏|(?:에서|에|를|을|이|가|은|는|의|께서)(?![\uac00-\ud7a3])|[のがはをにで]"
BEFORE = re.compile(
    r"\b(?:at|from|the|has|have|had|just|recently|already|now|sadly|champion|our|their|buyer|sponsor|fyi|news"
    rf"|heads up|heard(?: that)?|of)\b|{PARTICLES}"
)
"""What may stand between who it is and what they did without telling more."""
