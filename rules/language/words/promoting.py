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
_WHO = r"(?:\x02[ ,:]*)?(?:[a-z'.-]+(?: [a-z'.-]+)? )??(?:(?:at|from|of|@) )?\x01(?:'s)?(?:[ ,]*(?:(?:at|from|of|@) )?\x01)?"
_END = r"[ ,]*(?:(?:on )?\x02)?[ .!]*"
EN = re.compile(
    rf"{_WHO}{_DID} (?:{_SHARED} (?:our|my) {_THING}{_BEHIND}|{_NAMED} us (?:on|in|at) {_PLACE}"
    rf"|gave us a shout-?out{_BEHIND}){_END}"
)
_KO_AT = r"(?:(?:링크드인|페이스북|인스타(?:그램)?|유튜브|블로그|뉴스레터|트위터|sns|linkedin)(?:에서|에다|에|으로|로)? ?)"
_KO_THING = r"(?:(?:링크드인|블로그) )?(?:게시물|게시글|글|포스트|포스팅|기사|영상|뉴스레터)(?:을|를|에)? ?"
_KO_US = r"(?:우리|저희|당사)(?:의)? ?"
_KO_END = r"(?:했|해|하셨|하심|함|됨)[가-힣]{0,6}"
KO = re.compile(
    rf"(?:\x02 ?)?\x01 ?(?:\x01)? ?(?:님)?(?:이|가|은|는|도|에서)? ?(?:\x02 ?)?(?:"
    rf"{_KO_AT}?{_KO_US}{_KO_THING}(?:공유|추천|리포스트|인용) ?{_KO_END}"
    rf"|{_KO_AT}{_KO_US}(?:를|을)? ?(?:언급|태그|추천|소개) ?{_KO_END}"
    rf"|{_KO_US}{_KO_THING}{_KO_AT}?(?:공유|추천) ?{_KO_END}"
    rf"|{_KO_AT}?{_KO_US}{_KO_THING}좋아요(?:를)? ?(?:눌렀|눌러|누르)[가-힣 ]{{0,6}}){_END}"
)
_JA_AT = r"(?:(?:linkedin|facebook|フェイスブック|instagram|インスタ|twitter|ツイッター|x|youtube|ブログ|メルマガ|sns|リンクトイン)(?:で|にて|上で|に)、?)"
_JA_US = r"(?:弊社|当社|うち|私たち|我々|わが社)"
_JA_THING = r"(?:の)?(?:linkedin)?(?:の)?(?:投稿|記事|動画|ポスト|ブログ|事例|メルマガ)"
_JA_END = r"(?:して?|され)[ぁ-ん]{0,10}"
JA = re.compile(
    rf"(?:\x02、?)?\x01(?:の?\x01)?(?:さん|様|さま|氏)?(?:が|は|も)?、?(?:\x02、?)?(?:"
    rf"{_JA_AT}?{_JA_US}{_JA_THING}を{_JA_AT}?(?:シェア|共有|紹介|拡散|リポスト|リツイート|引用){_JA_END}"
    rf"|{_JA_AT}{_JA_US}(?:のこと)?(?:を|に)(?:紹介|言及|タグ付け|推薦){_JA_END}"
    rf"|{_JA_AT}?{_JA_US}{_JA_THING}にいいね(?:を)?(?:し|押|くれ|つけ)?[ぁ-ん]{{0,10}})[ 。!]*(?:\x02)?[ 。!]*"
)
PROMOTES = (EN, KO, JA)
HINT = re.compile(
    r"liked|shared|posted|retweeted|quoted|commented|recommended|mentioned|tagged|praised|featured|plugged"
    r"|shout|공유|추천|리포스트|인용|언급|태그|소개|좋아요|シェア|共有|紹介|拡散|リポスト|リツイート|引用|言及|推薦|タグ付け|いいね"
)
"""A word without which no line is looked through for the whole."""
