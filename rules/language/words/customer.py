"""Words by which a line tells of the customer beside the contact: what they are unhappy about, what they ask,
what changed there. Few and unambiguous, in English, Korean and Japanese; what turns them into something else
stands with them."""

from __future__ import annotations

import re

_ABOUT = (  # kinds of concerns
    ("billing", r"\b(?:billing|bills|invoic\w+|credit notes?)\b|청구|인보이스|계산서|請求|インボイス"),
    ("delivery", r"\b(?:deliver(?:y|ies)|shipments?|shipping|lead times?)\b|배송|납기|납품|納期|納品|配送"),
    ("quality", r"\b(?:quality|defects?|rejects)\b|품질|불량|品質|不良"),
    ("price", r"\b(?:pric(?:e|es|ing)|price (?:increase|rise)s?)\b|가격|단가|価格|値段|単価|値上げ"),
    ("service", r"\b(?:service|support|response times?)\b|서비스|응대|고객 ?지원|サービス|サポート|対応"),
    ("product", r"\bproducts?\b|제품|상품|製品|商品"),
)  # fmt: skip

ABOUT = tuple((kind, re.compile(said)) for kind, said in _ABOUT)

UNHAPPY = (
    r"(?:unhappy|dissatisfied|upset|annoyed|angry|furious|frustrated|disappointed|livid|fed up"
    r"|(?:not|(?:is|are|was|were)n'?t) (?:at all |very |too |so |really |that )?(?:happy|satisfied|pleased))"
    r" (?:about|with|over|by|at)\b"
)
COMPLAIN = (
    r"complain(?:ed|s|ing)(?: again| loudly| bitterly| a lot)?(?: to (?:us|me))? (?:about|over|that|of)\b"
)
CONCERN = re.compile(rf"\b(?:(?P<is>{UNHAPPY})|{COMPLAIN}) (?P<about>.+)")
CONCERN_CJK = re.compile(r"(?P<is>불만족?|ご?不満|ご?立腹|怒って)|항의|컴플레인|클레임|クレーム|苦情")
"""What about stands before it."""
OF_OTHERS = re.compile(
    r"\b(?:suppliers?|vendors?|providers?|competit\w+|carriers?|rivals?|boss|own|internal|previous|former|old"
    r"|others?|another|else|bank|landlord|contractors?)\b|(?<!today)(?<!day)(?<!week)(?<!month)(?<!quarter)"
    r"(?<!year)'s\b|경쟁|타사|다른|자사|競合|他社|社内|自社"
)
"""What somebody else is at fault for."""
SETTLED = re.compile(
    r"\b(?:fixed|solved|resolved|sorted|settled|cleared|closed|no longer|any ?more|happy (?:again|now)|all good"
    r"|in the past|back then|last year|used to|calm\w*|(?:fine|ok|okay|good|better) now|now (?:fine|ok|okay|good|happy))\b|해결|해소|처리 ?완료|풀렸|예전|과거|解決|解消|対応済|以前|納得"
)

NOT_SO = re.compile(
    r"\b(?:no|not|never|less|without|nor|neither|hardly|nobody|none|nothing|cannot|if|whether|maybe|perhaps|might|may"
    r"|could|would|should|can|will|going to|gonna|about to|plan(?:s|ning|ned)?|hop(?:e|es|ing)|consider\w*|discuss\w*"
    r"|think(?:s|ing)?|thought|expect\w*|afraid|fear\w*|rumou?rs?|almost|nearly|prob(?:ably)?|possibly|seems?"
    r"|looks? like|stop(?:s|ped)|wants? to|wanted to|unless|until|before|who|when|asked|asks|ask"
    r"|we|we're|we've|i|i'm|i've|our|my)\b|n't\b|'ll\b|'d\b|\b(?:is|are|was|were|did|do|does|have|has)nt\b"
)
"""Before them, in their clause."""
TO_COME = re.compile(
    r"\b(?:tomorrow|soon|next (?:week|month|year|quarter|spring|summer|autumn|fall)|in future|later|one day|maybe"
    r"|perhaps|rumou?rs?|not (?:true|yet)|fell through|called off|cancelled|canceled|planned|by 20\d\d|denied)\b"
)
"""Behind them."""
NOT_SO_KO = re.compile(
    r"없|않|아니|안 |못 |예정|계획|검토|루머|소문|설\b|가능성|만약|경우|(?:하|되|있)면|듯|것 ?같|까\b|취소|무산|다음 ?(?:달|주|해)|내년"
    r"|우리|저희|고객사?의|고객 불만"
)
NOT_SO_JA = re.compile(
    r"ない|ません|なし|なく|予定|計画|検討|噂|うわさ|かも|可能性|もし|場合|たら|れば|らしい|ようだ|来[年月週]|中止|撤回|当社|弊社|我々|うち"
)
OTHERS = re.compile(
    r"\b(?:customers?|clients?|suppliers?|vendors?|competitors?|patients|guests|colleagues?|staff|employees|workers"
    r"|neighbou?rs?|parent|sister|engineers?|drivers?|users)\b"
)
"""Whoever is not the customer, before what would be told of them."""

ASKS = re.compile(
    r"\b(?:ask(?:ed|s|ing)|request(?:ed|s|ing))(?: (?:us|me))? (?:for (?!my |me\b|nothing|it\b|a friend|last |this |next |yesterday|today|us\b)(?P<a>.+)"
    r"|(?P<b>(?:if|whether|when|what|how|who|which|where|why)\b.+)|about (?P<c>.+))"
    r"|\brequest(?:ed|s|ing) (?P<d>(?:an? |the |new |our |more )+.+)"
)
AWAITS = re.compile(
    r"\b(?:(?:wants?|wanted|needs?|expects?) (?:an? |our )?|(?:waits?|waiting) for our )(?:quick |urgent )?"
    r"(?:answer|reply|response)\b|(?:답변|회신) ?(?:을 )?(?:원|바라|바람|부탁|요청|필요)"
    r"|(?:ご?返信|ご?回答|ご?返事)(?:を|が)?(?:希望|お願い|求め|ほしい|欲しい|必要)"
)
NO_ANSWER = re.compile(r"\b(?:no|not|never|don't|doesn't)\b")
QUESTION = re.compile(
    r"(?:[:\"]|\b(?:emailed|wrote|texted|messaged|asked|called),?) ?(?P<q>(?:can|could|do|does|did|is|are|when|what|how|which|where|why|who|would|will|may)"
    r" [^?:]{3,200}\?)"
)
ASKS_CJK = re.compile(
    r"(?<!답변 )(?<!회신 )(?<!콜백 )(?<!전화 )(?:요청|문의)(?! ?(?:없|처리|완료|에 답|에 대한 답|답변|해결|드림|드렸))"
    r"|(?<!折り返し)(?<!返し)の?ご?依頼(?!し|済)|お?問い?合わ?せ(?!し(?:まし)?た)|ご?要望"
)
ANSWERED = re.compile(
    r"\b(?:answered|replied|responded|told (?:them|him|her)|gave (?:them|him|her)|explained|done|already sent|sent it"
    r"|ans'?d|sent (?:them|him|her|em|it|over|the|back)|sent \w+ right|declined|refused|said (?:no|yes)|agreed|no answer needed|fyi only|resolved|solved|sorted)\b"
    r"|(?:답변|답장|회신|응대) ?(?:완료|함|했|드|줌)|(?:보내|안내|설명|전달)(?:드|줌|함|했|완료)|발송|해결|처리 ?완료"
    r"|(?:回答|返信|返事|対応|説明|送付|案内)(?:済|しました|した|完了)|お?答え(?:し|た)|送りました|送った|納得|解決"
)
OUR_ASKING = re.compile(r"\b(?:i|we|i've|we've|we're|i'm|our \w+|not|n't|never|didn't|to|if|will|who)\s*$")

WHO_ASKS = re.compile(r"(?<![\w'])(?!(?:and|then|also|to|but|so|or)\s)[^\W\d_][\w'.-]*\s+$")
OF_CONTACT = re.compile(
    r"\b(?:called|call|emailed|e-?mail|mail|wrote|texted|rang|phoned|messaged|met|spoke|meeting|visit\w*)\b"
    r"|전화|메일|통화|연락|문자|방문|미팅|電話|メール|連絡|訪問|打ち合わせ"
)

AUX = r"(?:(?:have|has|had|been|was|were|is|are|got|just|now|recently|also|already|finally|officially|today|yesterday)\s+)*"
THEY_ALONE = "they "
"""Before what says of whom it is by itself."""
THEY = r"(?:they|they've|they're|they'd|the company|the firm|the group)"

_A = r"(?:(?:a|an|their|its|the|another|one more|new|first|second|third|small|big|large|little|own|production|manufacturing|assembly|sales|service|regional|local|branch)\s+)*"
_PLACE = r"(?:plant|factory|site|office|branch|store|shop|warehouse|subsidiary|hub|cent(?:er|re)|facility|entity)s?"
_OPEN = r"(?:open(?:s|ed|ing)?|launch(?:es|ed|ing)|start(?:s|ed|ing)|buil(?:ds|t|ding)|found(?:ed|ing)|set(?:s|ting)? up)"
_NEW = r"(?:(?:a|an|their|its|the)\s+)?(?:(?:whole|completely|brand)\s+)*new\s+(?:[\w-]+\s+){0,2}?"
CHANGES = (
    ("acquired", r"(?:acquired|bought(?: out| up)?) by (?!us\b|me\b|our\b|the\b|my\b|an? )(?P<name>[^,;:!?()<>*]{2,60})"),
    ("new country", rf"(?:{_OPEN}\s+(?:up\s+)?{_A}{_PLACE}\s+in|expand(?:s|ed|ing)? (?:in)?to) (?:the )?(?P<place>[\w.' -]{{2,30}})"),
    ("new line", rf"(?:{_OPEN}|add(?:s|ed|ing)|install(?:s|ed|ing)|commission(?:s|ed|ing)|has|have|got|runs?|running)\s+(?:up\s+)?(?:(?:a|an|their|its|the)\s+)?(?:new|second|third|fourth|another)\s+"
                 r"(?:(?:production|product|assembly|packaging|filling|bottling|coating|business|manufacturing|paint|press|pressing|welding)\s+)?lines?\b(?! (?:managers?|of credit|items?|to|on)\b)"),
    ("new team", rf"(?:has|have|got|hired|built|building|formed|brought in|put together)\s+{_NEW}(?:team|management)(?=\s*(?:$|(?:in|for|at|there|now|since|from|under|with|on board)\b))"),
    ("new rules", rf"(?:has|have|got|introduced|introduces|rolled out|published|issued|face|faces)\s+{_NEW}(?:rules?|regulations?|polic(?:y|ies))\b"),
)  # fmt: skip
CHANGE = tuple((kind, re.compile(rf"\b{words}")) for kind, words in CHANGES)
ACQUIRED = dict(CHANGE)["acquired"]
NEEDS_AUX = re.compile(r"(?:was|were|been|got) (?:\w+ )?$")
NAME_ENDS = re.compile(
    r"[.](?:\s|$)|\s(?:last|this|in|on|for|since|yesterday|today|two|a|at|and|but|so|earlier|back|recently|with|which)\b"
)

_KO_PLACE, _JA_PLACE = (
    r"(?:공장|지사|법인|사무소|매장|지점|창고|센터)",
    r"(?:工場|拠点|支社|支店|現地法人|事務所|倉庫)",
)
CHANGE_CJK = (
    ("acquired", r"인수(?:됨|되었|됐|당했|당함|된)", r"(?P<name>[^\s,.]{2,30})에(?:게)? $"),
    ("acquired", r"買収され", r"(?P<name>[^\s,.がはを]{2,30})に$"),
    ("new country", rf"에서? (?:[^\s,.]{{1,4}} )?{_KO_PLACE}(?:을|를)? ?(?:열|연다|엽니다|오픈|설립|개설|신설|냈|냄)", r"(?P<place>[^\s,.]{2,10})$"),
    ("new country", rf"に(?:新しい|新)?{_JA_PLACE}を?(?:開設|設立|新設|建設|オープン|開い)", r"(?P<place>[^\s,.がは]{2,12})$"),
    ("new line", r"(?:새|새로운|신규) ?(?:생산 ?|조립 ?)?라인(?:을|이|도)? ?(?:가동|증설|설치|오픈|도입|생)(?!에|의 )|新(?:しい)?(?:生産|組立)?ラインを?が?(?:稼働|立ち上げ|増設|導入|でき)", "(?!)"),
    ("new team", r"(?:새|새로운|신규) ?(?:[^\s,.]{1,6} ?)?팀(?:이|을)? ?(?:생겼|생김|신설|구성|꾸)|新(?:しい|設の)?[^\s,.]{0,6}チームが?を?(?:でき|発足|立ち上|新設)", "(?!)"),
    ("new rules", r"(?:새|새로운|신규) ?(?:[^\s,.]{1,6} ?)?(?:규정|규제)(?:이|을|가|를)? ?(?:생|시행|도입|적용)|新(?:しい)?[^\s,.]{0,6}(?:規制|規則|規定)が?を?(?:でき|始ま|施行|導入|適用)", "(?!)"),
)  # fmt: skip
"""What stands right before it names who or where."""
CHANGED_CJK = tuple((kind, re.compile(words), re.compile(before)) for kind, words, before in CHANGE_CJK)

_ONE = r"(?:(?:an?|our|the|their|another|some|one of our|new|local|big|cheaper|main)\s+)*"
_NAME = r"[A-Z][\w&.'-]*(?: [A-Z&][\w&.'-]*){0,2}"
COMPETITOR = re.compile(
    rf"\b(?i:(?:saw|seen|spotted|noticed|met|evaluating|testing|trial+ing|talking to|speaking to|looking at|using)\s+{_ONE})competitors?\b"
    rf"(?!'s? )(?:(?:,|:| called| named| \(| like)? (?P<a>{_NAME})|(?:,|:| called| named| \() ?(?P<b>[\w&'-]+(?: [\w&'-]+)?)\)?\s*[.!]?$)?"
    rf"|\b[Cc]ompetitor,? \(?(?P<c>{_NAME})\)?,? (?:(?:was|is|were|are|has been) )?(?:there|seen|spotted|on site|quot(?:ed|ing)|offer(?:ed|s|ing)|pitch(?:ed|ing)|visited|visiting|testing|demoed)\b"
    r"|경쟁사(?:인)? ?(?:(?P<d>[^\s,.]{2,20}?)(?:를|을|가|이))? ?(?:를|을|가|이)? ?(?:봤|발견|목격|들어왔|들어와)"
    r"|競合(?:他社)?(?:の|である)?(?P<e>[^\s、。,.をが]{2,20})?(?:を|が)(?:見かけ|見た|見ま|いた|いまし|来て|入って)"
)
NAMES_OTHERS = re.compile(r"competitor|acquired by|bought|경쟁사|競合")
LIKELY = re.compile(
    r"need|lack|looking for|short of|missing|wants?\b|would like|unhappy|dissatisf|upset|annoyed|angry|furious|frustrated|disappointed|livid|fed up|happy|satisfied|pleased|complain|ask|request"
    r"|answer|reply|response|\?|acquired|bought|open|launch|start|buil|found|set|expand|line|team|management|rule|regulation|polic|competit"
    r"|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)
"""A line without one of these is looked at no further."""
