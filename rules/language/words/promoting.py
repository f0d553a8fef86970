"""How people write that a customer liked, shared or mentioned us, in English, Korean and Japanese. In the
patterns \\x01 stands for a name of the customer, \\x02 for a day."""

from __future__ import annotations

import re

_THING = (
    r"(?:(?:linked ?in|facebook|insta(?:gram)?|twitter|x|blog|latest|last|new|recent|launch|product) )*"
    r"(?:posts?|articles?|blogs?|videos?|reels?|tweets?|stor(?:y|ies)|page|case stud(?:y|ies)|newsletter"
    r"|webinar|podcast|announcement|press release|white ?paper)"
)
_PLACE = (
    r"(?:(?:linked ?in|facebook|insta(?:gram)?|twitter|x|threads|youtube|tiktok|xing|reddit|social(?: media)?)"
    r"|(?:their|his|her|a|an|the) (?:[\w-]+ ){0,2}(?:newsletter|blog|post|article|podcast|keynote|talk|speech"
    r"|interview|webinar|panel|conference|magazine|story|press release))"
)
_BEHIND = rf"(?: (?:on|in|at|via|to) {_PLACE})?"
_DID = r"(?: (?:has|have|just|also))*"
_SHARED = r"(?:liked|shared|re-?shared|re-?posted|retweeted|quoted|commented on|recommended)"
_NAMED = r"(?:mentioned|tagged|recommended|quoted|praised|featured|plugged)"
_NOT_WHO = (  # "nobody at acme", "maybe jane from acme", "a rival of acme": not they, or not so
    r"no|not|nobody|none|noone|never|neither|nor|hardly|barely|few|maybe|perhaps|possibly|probably|apparently"
    r"|supposedly|allegedly|if|when|unless|until|whether|why|how|what|hope|hopefully|wish|ask|asked|asking"
    r"|tell|remind|get|let|want|did|do|does|has|have|had|will|would|could|should|can|may|might|must|think"
    r"|thought|guess|bet|doubt|heard|claims?|says?|said|competitors?|competition|rivals?|enem(?:y|ies)|ex"
    r"|former|anybody|anyone|instead|outside|because|fake|parody|spam"
)
_LEAD = rf"(?!(?:{_NOT_WHO})\b)[a-z'.-]+"
_AT = r"(?:at|from|of|@) "
_WHO = rf"(?:\x02[ ,:]*)?(?:{_LEAD} (?:{_LEAD} )?{_AT}|{_AT})?\x01(?:'s)?(?:[ ,]*(?:{_AT})?\x01)?"
_END = r"[ ,]*(?:(?:on )?\x02)?[ .!]*"
EN = re.compile(
    rf"{_WHO}{_DID} (?:{_SHARED} (?:our|my) {_THING}{_BEHIND}|{_NAMED} us (?:on|in|at) {_PLACE}"
    rf"|gave us a shout-?out{_BEHIND}){_END}"
)
_KO_AT = r"(?:(?:링크드인|페이스북|인스타(?:그램)?|유튜브|블로그|뉴스레터|트위터|sns|linkedin)(?:에서|에다|에|으로|로)? ?)"
_KO_THING = r"(?:(?:링크드인|블로그) )?(?:게시물|게시글|글|포스트|포스팅|기사|영상|뉴스레터)(?:을|를|에)? ?"
_KO_US = r"(?:우리|저희|당사)(?:의)? ?"
_KO_SAID = r"(?:어요|습니다|다|어|음|네요?|더라고요|더라|죠|지요)"
_KO_END = rf"(?:(?:했|하셨|됐|되었|해 ?줬|해 ?주셨){_KO_SAID}|함|하심|됨|해 ?줌|해 ?주심)"
_KO_LIKED = rf"(?:(?:눌렀|누르셨|눌러 ?줬|눌러 ?주셨){_KO_SAID}|누름|누르심|눌러 ?줌|눌러 ?주심)"
"""It is done: no wish ("공유해주세요"), question, condition or hearsay."""
KO = re.compile(
    rf"(?:\x02 ?)?\x01 ?(?:\x01)? ?(?:님)?(?:이|가|은|는|도|에서)? ?(?:\x02 ?)?(?:"
    rf"{_KO_AT}?{_KO_US}{_KO_THING}(?:공유|추천|리포스트|인용) ?{_KO_END}"
    rf"|{_KO_AT}{_KO_US}(?:를|을)? ?(?:언급|태그|추천|소개) ?{_KO_END}"
    rf"|{_KO_US}{_KO_THING}{_KO_AT}?(?:공유|추천) ?{_KO_END}"
    rf"|{_KO_AT}?{_KO_US}{_KO_THING}좋아요(?:를)? ?{_KO_LIKED}){_END}"
)
_JA_AT = r"(?:(?:linkedin|facebook|フェイスブック|instagram|インスタ|twitter|ツイッター|x|youtube|ブログ|メルマガ|sns|リンクトイン)(?:で|にて|上で|に)、?)"
_JA_US = r"(?:弊社|当社|うち|私たち|我々|わが社)"
_JA_THING = r"(?:の)?(?:linkedin)?(?:の)?(?:投稿|記事|動画|ポスト|ブログ|事例|メルマガ)"
_JA_DONE = r"(?:て(?:くれ|い|おり|いただ[きい]|頂[きい]|もら[いっ]|くださ[いっ]|下さ[いっ]))?(?:ました|た)(?:よ|ね){0,2}"
"""It is done: no wish ("シェアしてほしい"), denial, question or condition."""
_JA_END = rf"(?:し|され){_JA_DONE}"
JA = re.compile(
    rf"(?:\x02、?)?\x01(?:の?\x01)?(?:さん|様|さま|氏)?(?:が|は|も)?、?(?:\x02、?)?(?:"
    rf"{_JA_AT}?{_JA_US}{_JA_THING}を{_JA_AT}?(?:シェア|共有|紹介|拡散|リポスト|リツイート|引用){_JA_END}"
    rf"|{_JA_AT}{_JA_US}(?:のこと)?(?:を|に)(?:紹介|言及|タグ付け|推薦){_JA_END}"
    rf"|{_JA_AT}?{_JA_US}{_JA_THING}にいいね(?:を)?(?:し|され|押し|押され|くれ|つけ|付け){_JA_DONE})[ 。!]*(?:\x02)?[ 。!]*"
)
PROMOTES = (EN, KO, JA)
HINT = re.compile(
    r"liked|shared|posted|retweeted|quoted|commented|recommended|mentioned|tagged|praised|featured|plugged"
    r"|shout|공유|추천|리포스트|인용|언급|태그|소개|좋아요|シェア|共有|紹介|拡散|リポスト|リツイート|引用|言及|推薦|タグ付け|いいね"
)
"""A word without which no line is looked through for the whole."""
