"""What stands beside names, and words that are names and words alike."""

from __future__ import annotations

import re

HONORIFIC = (
    r"(?:부장|차장|과장|대리|사원|팀장|이사|상무|전무|사장|대표|본부장|실장|담당자?|매니저|책임|수석|프로|선임|소장|원장|회장|주임|박사|교수|센터장|지점장|그룹장)?(?:님|씨)"
    r"|(?:부장|차장|과장|대리|사원|팀장|이사|상무|전무|사장|대표|본부장|실장|담당자?|매니저|책임|수석|프로|선임|소장|원장|회장|주임|박사|교수|센터장|지점장|그룹장)"
    r"|(?:部長|課長|社長|係長|主任|専務|常務|会長|取締役|本部長|室長|所長|店長|工場長|次長|代表|マネージャー|リーダー|ceo|先生)?(?:様|さま|さん|氏|殿|くん|君)"
    r"|(?:部長|課長|社長|係長|主任|専務|常務|会長|取締役|本部長|室長|所長|店長|工場長|次長|代表|マネージャー|リーダー|先生)"
)
HONORIFIC = f"(?:{HONORIFIC})"
LAST_OF_A_NAME = r"(?=$|[\s・/、,。と]|[はがにへもをや](?![\u3400-\u9fff]{3})|から|より|宛)"
BEFORE_A_NAME = re.compile(
    r"(?:^\s*|[,;:(/.&+@-]\s*|\b(?:w|w/|with|to|from|for|at|and|called|met|saw|rang|phoned|emailed|texted|messaged|pinged"
    r"|visited|tried|dialed|dialled|chased|nudged|left|sent|gave|trained|showed|updated|buzzed|pitched|caught|got hold of|tell|for|vm|lvm|told|promised|asked|congratulated|thanked|spoke|reached|call|zoom|mtg|meeting|lunch|hi|re|but|then|vs"
    r"|avec|mit|con|com|bei|chez|a|de|the two)\s*/?\s*)$"
)
NOT_A_PERSON_BEFORE = re.compile(r"\b(?:the|a|an|(?<!hold )of|their|our|his|her|my|this|that|per|in|on)\s+$")
EVERYDAY = frozenset(
    "bill will mark grant may sue rob art rich frank hope joy faith grace dawn drew chip page pat gene guy max miles"
    " summer wood woods park young long king price case rose jack cash ray chase lane brook sage reed stone field"
    " banks bell cook day english french green hall hill house judge knight love moon noble north south east west"
    " power rush small short sharp street sun waters wise wolf black white brown gray bond foods food retail"
    " software marine industrial logistics tooling plastics sons systems group partners services solutions"
    " technologies technology energy health care media labs works global international trading supply supplies"
    " foundry steel paper bank finance capital insurance school college university city county star target sky"
    " apple orange gap shell best buy next first general united national standard start smart quick fresh open"
    " bridge gold silver blue red link connect express direct design studio print post mail data cloud net web"
    " security motors auto parts transport freight shipping air water light gas oil box pack packaging home homes"
    " garden market markets store stores shop fashion sports travel hotel hotels film films music books book games"
    " art arts pharma medical dental clinic lab bio chemical chemicals textile textiles glass wines brewing"
    " bakery kitchen restaurant catering dairy farms farm fish meat fruit coffee tea kim lee an no do so go van"
    " chance story christian major dean earl baron duke prince bishop pope abbot porter potter baker carter"
    " cooper fisher gardener hunter mason miller shepherd smith taylor turner walker weaver penny pearl ruby amber"
    " jasmine lily ivy heather olive daisy violet holly robin jay martin bob dick john".split()
)
ACRONYMS = frozenset(
    "ai am apac bd bdm ceo cfo cio cmo coo crm cs csm cto dm eb eod eow eta faq fb fu fy gm hq hr ir it kpi la lm ly me"
    " mom msg mtd nda ny ok ooo pa pc pdf pm po poc pr qa qbr rd rep rfp rfq roi sa sat sf sla sms sow sow td tbc tbd"
    " tcv tv uat uk us usa va vc vm vp wa wfh ytd yoy".split()
)
"""What is no person's initials, though typed alike."""
NO_NAME = frozenset(
    "call calls called calling meet meeting meetings email emails emailed visit visits visited lunch dinner coffee"
    " zoom teams today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday morning evening"
    " afternoon renewal pricing price quote budget about again there their them they this that those these have"
    " happy worried good great fine okay thanks team team's buyer customer client contract order orders invoice"
    " issue issues problem problems demo training review report roadmap support project pilot launch order under"
    " over after before with from onto into into since until still just quick short long some more most stock"
    " stick stack stuck timer timing amber number lumber member tender gender under umber star stars stare"
    " acne ache acre orchid initial initially interest intro latter matter later letter"
    " better global glob timely time times simple sample table stable start started starts story stay store stores"
    " stand stage staff standing state status step stop street strong stuff style".split()
)

FILLER = frozenset(
    "a an the w with wth wiht and or to at on in for of from by my our their his her its he she they i we it is was"
    " are were be been am has have had this that these those just quick short long very really pretty quite so too"
    " all both each week wk n arnd ish odd only also then now later again re abt about via over out up off @ did done got get min mins"
    " team guys folks today's todays our new them him us me you total approx around roughly about ca circa some"
    " ok okay fine mr mrs ms dr pls please log ones one two three 2x 3x x twice times end eve early late morning"
    " afternoon am pm mit der die das und bei zum im am von auf nach um uhr mein con el la los las de del en por un"
    " una y a al com o os as do da no na e um uma para pra avec chez le les du des et pour dans sur au aux son sa"
    " から まで と に は が を へ で も の 이 가 은 는 을 를 과 와 랑 이랑 에 에서 로 으로 도 및 님 씨 함 했음".split()
)
