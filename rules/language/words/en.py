"""English, as it is typed between two calls."""

from .kinds import (
    DID,
    DOUBT,
    FROM,
    MINOR,
    MOOD,
    NEVER,
    NOUN,
    OFF,
    PLAN,
    REPLY,
    SILENT,
    TRIED,
    VIA,
    WEAK,
    WISH,
    Tongue,
)

_WHOM = r"(?:them|him|her|me|us|it|one)"
_DAY = (
    r"(?:next|mon|tue|wed|thu|fri|sat|sun|tomorrow|tmrw|later|\d|the \d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov|dec|another|q[1-4]|after|end)"
)
_MEETS = (
    r"(?:call(?:back|s)?|meeting|mtg|zoom|demo|visit|lunch|dinner|coffee|qbr|ebr|review|workshop|training"
    r"|session|kick-?off|appointment|walkthrough|catch-?up|sync|\d{1,2}(?::\d\d)? ?(?:am|pm)?|appt|one)"
)
_NOT = r"(?:not|n't|never|didn'?t|did not|don'?t|do not|wasn'?t|isn'?t|haven'?t|hasn'?t|hadn'?t|couldn'?t)"

MARKS = (
    (PLAN, "", r"(?:ping|call|ring|email|text|chase|nudge|message|visit|see|meet|try|remind|tell|ask|send|phone) (?:him|her|them)(?= (?:then|about|re|on|at|in|mon|tue|wed|thu|fri|tom|tmr|when|once|after|next|later))"),
    # not at all -----------------------------------------------------------------------------------------
    (OFF, "", r"call(?:ed|ing)? (?:it )?off|cancel(?:l?ed|s|l?ing)?|cxl(?:'?d)?|postpon(?:ed?|ing)"
              r"|re-?sched(?:d|uled?|uling)?|rain ?check(?:ed)?|fell through|got scrapped|scrapped|snowed in"
              r"|bailed(?: on \w+)?|blew (?:me|us) off|pulled out of (?:the|our)|called in sick"
              rf"|(?:push|mov|bump|shift|slid)e?(?:ed|es|d|s)?(?: back| out)?(?: (?!on\b)[\w']+){{0,4}}? (?:to|until|till|for)(?= {_DAY})"
              r"|put (?:it |us |me )?off|on hold|(?:did ?n[o']?t|didnt) (?:happen|take place|go ahead)"
              r"|not happening|had to (?:skip|miss)|(?:was|were) supposed to|supposed to"),
    (TRIED, "", r"(?:could ?n[o']?t|couldn'?t|couldnt|could not|can'?t|cant|cannot|unable to|failed to|did ?n[o']?t|didn'?t|didnt|did not|wasn'?t able to|was not able to|not able to)(?: (?:get to|manage to|even))? (?:reach|find|catch|get (?:hold of|a hold of|through(?: to)?|thru(?: to)?|an answer|in touch|him|her|them|to (?:him|her|them|\w+)(?= (?:today|yesterday|yest|so|,|$)))|connect|raise|track (?:\w+ )?down)(?: with)?"),
    (NEVER, "", r"(?:never|have ?n[o']?t|haven'?t|has ?n[o']?t|hasn'?t|did ?n[o']?t|didn'?t|did not|have not|has not|should(?:'?ve| have| of)(?! (?:a|the))|"
                r"could ?n[o']?t|couldn'?t|could not|cannot|can'?t|cant|forgot to|failed to|too busy to|"
                r"unable to|wasn'?t able to|was not able to|no time to|didnt|havent|couldnt)"
                r"(?: (?:yet|even|really|actually|managed? to|get(?: a chance)? to|got to|been able to|had (?:a chance|time) to))*"
                r" (?:call(?:ed)?|phone(?:d)?|ring|rang|reach(?:ed)?(?: out)?|talk(?:ed)?|sp[eo]ken?|speak|meet|met|see|seen|visit(?:ed)?"
                r"|e-?mail(?:ed)?|written|write|text(?:ed)?|contact(?:ed)?|touch(?:ed)? base|get round to|get around to|get to|heard?|follow(?:ed)? up|been (?:in|at|on) (?:the|that)|been able)"
                r"(?: back| to| with| w| hold of| through| from)*(?! price| about| money| budget| much)"
               r"|no (?:call|meeting|mtg|visit|contact|zoom|touch|convo|conversation)(?:s)?(?= (?:with|w|to|this|today|yet|since)|$)"),
    # nobody reached -------------------------------------------------------------------------------------
    (TRIED, "no_show", r"no[- ]?shows?|noshow(?:ed)?|stood (?:me|us) up|(?:never|did ?n[o']?t|didn'?t|didnt|did not) (?:show(?:ed)?(?: up)?(?! (?:me|us|them|him|her))|turn(?:ed)? up|join(?:ed)?|come|came|appear(?:ed)?|make it|dial(?:ed)? in)"
                       r"|(?:met|saw|reached|found|(?:spoke|talked) (?:to|with|w)) (?:nobody|no ?one)|nobody (?:in|there|home|showed|joined|came)|no one (?:in|there|showed|joined|came)|ghosted(?: (?:me|us|on me))?|skipped (?:the|our)|missed (?:the|our) (?:call|meeting|mtg|zoom|appointment|slot)|didn'?t attend|did not attend|left (?:me|us) (?:waiting|hanging)|waited (?:\w+ ){0,5}(?:never|didn't|no one|nobody)|gate was (?:shut|closed)|office was (?:shut|closed|empty)|gate (?:was )?(?:shut|locked|closed)|(?:was|were|is|are|'s) (?:not in|out|away|off sick|shut|travell?ing)(?! (?:the loop|of stock|of budget))|(?:wasn|weren)'?t (?:in|there|around|on site)|not there|had forgotten|forgot (?:about )?(?:our|the|me|us)|out of (?:the )?office|nobody about|no one about|nobody there|all locked up"),
    (TRIED, "left_message", r"(?:left|leave|leaving|lft) (?:[\w'-]+ ){0,5}?(?:vm|v/m|voice ?mail|vmail|msg|message|note|word|card)s?(?: (?:w/?|with|at) (?:the )?(?:reception(?:ist)?|assistant|secretary|pa|front desk|gatekeeper|colleague))?"
                            r"|(?:went|going|goes|straight|got|hit|sent) (?:straight |right )?(?:to )?(?:his |her |their |the )?(?:vm|v/m|voice ?mail|vmail|answering machine|answerphone)"
                            r"|(?:keeps?|kept) going to voice ?mail|lvm(?: x ?\d)?|l/m|left vm|vm'?d|voicemailed|(?:vm|v/m|vmail|voice ?mails?)(?! (?:from|off|in from))|(?:answer(?:ing)?|ans) ?machine|ansaphone|answerphone|left (?:my|a|our|the) (?:no\.?|number|num|details|card|brochures?|flyers?|catalogues?|samples?)|left \w+ (?:w/?|with|at) (?:the )?(?:reception(?:ist)?|front desk|assistant|guard|security)"
                            r"|(?:asked|told) (?:the |his |her |their )?(?:assistant|reception(?:ist)?|secretary|pa|colleague|gatekeeper|front desk)"),
    (TRIED, "", r"no (?:answer|ans|pick ?up|luck|joy|dice|show of hands)|(?:did ?n[o']?t|didn'?t|didnt|did not|never|wouldn'?t|won'?t|not|is ?n[o']?t|isn'?t) (?:pick(?:ed|ing)?(?: it)? up|answer(?:ed|ing)?(?: (?:the |his |her )?(?:phone|call))?|get (?:hold of|through|a hold of|an answer)|reach(?:able)?|available|avail)"
                r"|(?:tried|trying|try)(?: (?:to|and))?(?: (?:call(?:ing)?|ring(?:ing)?|phon(?:e|ing)|reach(?:ing)?|get(?:ting)?))?(?: (?:hold of|through to|back|again))*"
                r""
                r"|just rang(?: out)?|rang out|rings? out|(?:line|number|phone|it) (?:was |is )?engaged|(?<=[,;-] )engaged(?! with)|engaged tone|line(?:'s| was| is) (?:busy|dead|engaged)|busy(?: signal| tone)?|unavailable|hung up on|number (?:is )?(?:disconnected|not working|switched off)|switched off|not reachable|unreachable"
                r"|n/a(?!\w)|missed (?:an? |his |her |their |the |\d )?calls? from|(?:nobody|no one|noone|not a soul) (?:was|were|is) (?:in|there|home|around|available|on site)|(?:nobody|no one|noone|none(?: of them)?|not a soul) (?:took|picked|answered|available|reachable|responded)(?: up)?(?: the (?:phone|call))?|wouldn'?t put me (?:thru|through)|didn'?t get (?:thru|through)|no connect|(?:was |is |'s )?(?:stuck )?in (?:a |another )?(?:mtg|meeting)s?(?: all day)?|away from (?:his|her|their) desk|on leave|missed (?:him|her|them|each other)|missed call to"),
    (MINOR, "", r"gk\b|gatekeeper|(?:his |her |their |the )?(?:secretary|assistant|receptionist|reception|pa|gatekeeper|front desk|operator|colleague|wife|husband) (?:said|says|told|answered|picked up|took|reckons|will pass)|(?:got|spoke (?:to|w/?|with)|only|reached|talked to) (?:only )?(?:the |his |her |their )?(?:reception(?:ist)?|assistant|secretary|pa|gatekeeper|front desk|answering machine)"),
    (SILENT, "", r"(?:0|none|zero|no one|nobody) (?:of (?:\w+ ){0,2})?(?:answered|replied|responded)(?: (?:so far|yet))?|no (?:reply|response|answer|word|news)(?: yet| so far| from \w+)*|without (?:an? )?(?:reply|answer|response)|unanswered|crickets|radio silence|(?:has|have|did)(?: ?n[o']?t|n'?t|nt| not) (?:replied|answered|responded|reply|respond|got(?:ten)? back|get back|written back|heard back)(?: yet)?"
                 r"|not (?:replied|answered|responded)|(?:yet|still) to (?:reply|respond|hear)|nothing (?:back|yet|heard)|not heard back|awaiting (?:a |an |their |his |her )?(?:reply|answer|response|feedback|confirmation)|awaiting|waiting (?:for|on) (?:a |an |their |his |her )?(?:reply|answer|response|feedback|confirmation|sign[- ]?off|him|her|them)|no one (?:replied|answered)|nobody (?:replied|answered)"
                 r"|bounced(?: back)?|undeliver(?:ed|able)|ooo(?: (?:reply|msg|message|auto-?reply))?|auto-?reply|out[- ]of[- ]office(?: (?:reply|message))?|mailer[- ]daemon|left on (?:read|seen)|seen but|read but|blue ticks?"),
    (REPLY, "", r"(?:got|had|received|and got|w|with) (?:an? |his |her |their )?(?:quick |nice |short |positive |good |fast )?(?:reply|answer|response)(?: (?:back|from \w+))?|replied|replies|replying|answered(?: back)?|wrote back|writes back|responded|responds|got back(?: to (?:me|us))?(?! from)|came back(?: to (?:me|us))?|heard back|(?:texted|messaged|emailed) back(?! (?:and|&|n) forth)|confirmed back|(?:he|she|they) (?:confirmed|answered|said|says|accepted|agreed|liked|loved)"),
    # theirs ---------------------------------------------------------------------------------------------
    (FROM, "email", r"fwd? from|forwarded (?:by|from)|fwd?:|(?:has |have |just )?written (?:to )?(?:me|us)(?: (?:a|an) (?:e-?)?mail)?|(?:reply|response|answer|e-?mail|mail|e-mail) (?:just )?(?:in )?from|inbound (?:e-?mail|mail)|(?:e-?mail|mail) in\b|e-?mailed (?:me|us)|wrote (?:in|(?:to )?(?:me|us))|got (?:an? |the |\w+ ){0,4}(?:e-?mail|mail) from|forwarded (?:me|us)|cc'?d (?:me|us)|received (?:an? |the |\w+ ){0,4}(?:e-?mail|mail)"),
    (FROM, "call", r"(?:call|ring|voice ?mail|vm|missed call|phone ?call|tinkle|bell) (?:in )?(?:from|off)|got (?:an? |his |her |their )?(?:vm|voice ?mail|missed call)(?: (?:from|off))?|inbound call|incoming call|incoming|(?:called|rang|phoned|buzzed|dialed|belled) (?:me|us|in)\b(?! (?:\d|an?\b|one|two|three))(?: back)?|called back(?= (?:to|about|re|and|w))|got (?:an? |the |\w+ ){0,3}call from|picked up (?:his|her|their) call|returned my (?:call|vm|voice ?mail|message|msg)|(?:call(?:ed|s)|rang|phoned|rung) (?:me |us )?back(?= (?:to|about|re|and|w|,|\d|$))|gave (?:me|us) a (?:call|ring|bell|buzz|shout)|(?:call(?:ed|s)|rang|phoned|rung|cb'?d) (?:me|us)(?: up| back)?|took (?:an? |the )?call from"),
    (FROM, "message", r"(?:text|txt|msg|message|dm|slack|whats ?app|linkedin|ping|sms|wa|imessage|teams msg|note)(?: (?:msg|message|dm|note|text))? (?:just )?(?:in )?(?:from|off)|(?:text(?:ed|s)?|txt(?:ed|s|d)?|messaged|pinged|pings|dm'?d|slacked|whatsapped|sms'?d) (?:me|us)(?: back)?|inbound (?:text|message|dm)|got (?:an? |the |\w+ ){0,3}(?:text|txt|msg|message|dm|slack|whatsapp|ping|sms) from"),
    (FROM, "visit", r"had (?:the )?(?:[\w'-]+ ){1,4}(?:in|over|round|at)(?: (?:to|at|in))? (?:the|our) (?:office|hq|place|showroom|site|plant|factory|shop)|walked in(?: unannounced)?(?! on)|turned up (?:at (?:our|the) (?:office|hq|place|door)|unannounced)|showed up at (?:our|the) (?:office|hq|place)|(?:came|dropped|stopped|popped|swung) (?:by|in|into|to|over|past)(?: to)? (?:our|the|my)(?: (?:hq|main|new|head))? (?:office|place|hq|showroom|warehouse|plant|site|factory|booth|stand)|visited (?:us|our (?:office|hq|plant|site|showroom|factory))|came (?:in )?to (?:see|visit) us|(?:in|at) our office|came (?:by|over|round)\b"),
    (FROM, "", r"(?:heard (?:back )?|word |news |feedback |escalation |complaint |question |query |request |enquiry |inquiry |comment |note |update |nps (?:score )?)from|reached out (?:to (?:me|us))|contacted (?:me|us)|got in touch with (?:me|us)|got (?:the |an? |\w+ ){0,4}from|received (?:the |an? |\w+ ){0,4}from|sent (?:me|us|over)|asked (?:me|us) (?:to|for|if|about)"),
    # how ------------------------------------------------------------------------------------------------
    (VIA, "call", r"(?:by|over|on|via|over the|on the|by the) (?:the )?(?:phone|tel|telephone|fone|blower|ph)|(?:by|on a|on|via|in a|during a|over a) (?:quick |short |long |the |todays |today's )?(?:call|phone ?call)|over phone|per phone|on fone|telephonic(?:ally|)?|on (?:the )?(?:horn|mobile|cell|landline)"),
    (VIA, "video", r"(?:by|over|on|via|in|using|thru|through|through the|over the|during a) (?:a |our |the |ms |microsoft )?(?:video(?: ?(?:call|chat))?|zoom(?: call)?|teams(?: call)?|webex|google meet|gmeet|meet\b|skype|facetime|vc|gotomeeting|hangouts?)"),
    (VIA, "message", r"(?:by|over|on|via|thru|through) (?:a )?(?:text|sms|whats ?app|wa|slack|linkedin|imessage|dm|chat|signal|telegram|wechat|line|kakao(?:talk)?|messenger|viber)(?: (?:msg|message))?"),
    (VIA, "email", r"(?:by|over|via|per|in|in an|through) (?:e-?mail|mail|e-mail)"),
    (VIA, "visit", r"on-?site|on site|at (?:their|his|her|the|[\w']+'s?) (?:office|hq|plant|site|factory|warehouse|facility|place|premises|shop|store|headquarters)|at the (?:mill|yard|depot|dock|docks)|in person at their|f2f at their"),
    (VIA, "meeting", r"in[- ]person|face[- ]to[- ]face|f2f|over (?:lunch|dinner|coffee|breakfast|a coffee|a beer|beers|drinks)|in (?:our|a|the) (?:meeting|mtg)"),
    (VIA, "event", r"(?:at|during|@) (?:the |an? |our |their )?(?:[\w'-]+ ){0,3}(?:expo|trade ?show|trade ?fair|fair|conference|conf|summit|congress|convention|event|booth|webinar|seminar|gala|golf (?:day|outing))"),
    # contacts that took place ---------------------------------------------------------------------------
    (DID, "video", r"zoom'?(?:ed|d)|teams'?d|facetimed|skyped|video ?call(?:ed)|vc'?d|demo'?(?:ed|d)|screen ?shared"),
    (DID, "call", r"call+e?d(?: (?:back|up))?|calld|clled|caled|phoned(?: up)?|rang(?: up)?|dialed|dialled|ph'?d|buzzed|phnd|belled|cb'?d|clld|got (?:\w+ )?on the (?:phone|line|horn)|jumped on a call|had (?:[\w'-]+ ){1,3}on the (?:line|phone|horn|blower)|returned (?:his|her|their|\w+'s?) call"),
    (WEAK, "call", r"spk|spke|spoke?n?|connect(?:ed)?(?= ?,| \d| w|$)|got thr(?:u|ough)|talked|tlkd|talk(?=(?:ing)? (?:to|with|w)\b)|chatted|had (?:a )?words? with|got (?:a )?hold of|got through to|connected with|reached(?! out)|caught(?! up)|hopped on with|caught up|touched base|checked in|chkd in|discussed|haggled|had (?:a |another )?(?:good |great |quick |long |nice )?(?:chat|convo|conversation|catch-?up|chinwag|natter)"),
    (DID, "visit", r"(?:drove|flew|travell?ed|went) (?:all the way |all way )?(?:out |over |down |up |across )?to(?= )|visited|vistied|visted|dropped (?:by|in|into)|stopped (?:by|in)|popped (?:by|in|into|round|over)|swung by|went (?:by|to see|over to|out to|down to|round to|to)|drove (?:out |over |down |up )?to|flew (?:out |over |down |up )?to|stopped (?:at|off at|in at)|dropped (?:off )?(?:\w+ ){1,3}at|spent (?:the |a |an |all |half a |half the |most of the )*(?:morning|afternoon|day|evening) (?:at|in|over at)|brought (?:\w+ ){1,3}(?:to|for|round)|walked (?:the )?(?:plant|site|floor|warehouse|factory|line)|toured"),
    (DID, "meeting", r"met(?: up)?|meet(?: up)? (?:w/?|with) \w+ (?:today|yesterday)|sat down|had (?:a )?(?:lunch|dinner|coffee|breakfast|drinks|beers?)|lunched|dined|took (?:\w+(?:'s)? ){1,4}?(?:out )?(?:golfing|fishing|to (?:the )?(?:golf|game|match|races|cricket|football|theatre|opera))|played (?:golf|a round|\d+ holes)|\d+ holes|sat with|sat w|sat next to|grabbed (?:a )?(?:lunch|coffee|dinner|breakfast|beers?|drinks)|took (?:\w+ ){1,3}(?:out )?(?:to|for) (?:lunch|dinner|coffee|drinks|breakfast)|huddled|bumped into|ran into|hosted"),
    (WEAK, "meeting", r"presented|ran (?:an? |the )?(?:\w+ )?(?:training|workshop|session|qbr|demo)|trained|onboarded|kicked off|(?:did|held|had|led) (?:an? |the )?(?:\w+ )?(?:onboarding|training|kick-?off|qbr|ebr|workshop|review|session)"),
    (DID, "gift", r"sent (?:an? |the |some |him |her |them |over |out |\w+ ){0,5}?(?:gift(?: (?:basket|card|box|hamper))?|flowers|hamper|basket|present|cake|cookies|choc\w*|wine|champagne|bottle|bouquet|swag|merch|fruit|card|box of \w+|care package|tickets)|(?:posted|mailed|dropped(?: off)?|delivered|couriered|shipped) (?:an? |the |some |him |her |them |over |out |\w+ ){0,4}?(?:gift|flowers|hamper|basket|present|cake|cookies|choc\w*|wine|champagne|bottle|bouquet|swag|(?:xmas |christmas |birthday |bday |thank[- ]you |holiday )?cards?)|(?:gave|gifted|dropped off) (?:an? |the |some |him |her |them |\w+ ){0,4}(?:gift|flowers|hamper|basket|present|cake|chocolates?|wine|bottle|swag)"),
    (DID, "email", r"e-?mailed|emaild|mailed|emailled|wrote(?: to)?|forwarded|fwd'?d|sent (?:an? |the |him |her |them |over |out |\w+ ){0,4}(?:e-?mail|mail|newsletter|mailing)"),
    (DID, "message!", r"(?:texted|messaged|whatsapped|slacked|dm'?d|pinged) back (?:and|&|n) forth"),
    (DID, "email!", r"(?:e-?mailed|mailed|wrote) back (?:and|&|n) forth"),
    (DID, "message", r"text'?(?:ed|d)|txt'?d|txted|texd|messaged|msg'?d|msged|mesaged|pinged|dm'?(?:ed|d)|slack'?(?:ed|d)|whatsapp'?(?:ed|d)|whatsapped|wa'?d|wapped|linkedin'?d|sms'?(?:ed|d)|sent (?:an? |him |her |them |\w+ ){0,4}(?:text|txt|dm|sms|whats ?app|slack msg|linkedin (?:msg|message)|message on (?:slack|linkedin|whatsapp)|wa|msg|message)"),
    (WEAK, "email", r"(?:sent|posted|fired off|resent|re-?sent)(?: (?:over|off|out))?"),
    (WEAK, "", r"saw|shared|followed up|f/u'?d|reached out|went (?:over|through|thru)|walked thru|reviewed|congratulated|thanked|congratd|apologi[sz]ed|introduced|intro'?d|connected|asked(?= \w+ (?:about|what|if|for|whether))|explained|showed|got together|pitched|delivered|handed over|fixed|solved|resolved|sorted|helped|negotiated|closed|nudged|chased|reminded|welcomed|worked with|worked through|troubleshot|pushed back|challenged|warned|updated"),
    (NOUN, "video", r"zoom(?: (?:call|mtg|meeting|w|with|session))?s?|(?:ms )?teams (?:call|mtg|meeting|w|with|session)|(?:ms )?teams|webex|google meet|gmeet|g-meet|facetime|skype|video ?(?:call|conf(?:erence)?|chat|mtg|meeting)s?|vc|vid call|screen ?share|hangout|gotomeeting|(?:google )?meet(?=\))|video|virtual (?:meeting|mtg|qbr|call)|online (?:meeting|mtg|demo)|demo(?:s)?"),
    (NOUN, "visit", r"(?:site|plant|store|factory|field|customer|on-?site) visits?|visits?|site walk(?:through)?|walk ?through|site tour|plant tour|tour|walkabout"),
    (NOUN, "meeting", r"meetings?|mtgs?|mtng|meetng|meetin|meating|mtg|lunch|dinner|breakfast|brekkie|coffee|cofee|drinks|beers?|pints?|workshop|qbrs?|ebrs?|q[1-4] review|business review|kick-?off|training(?: session)?|sit-?down|f2f|1:1|1-1|one-on-one|onboarding(?: session)?|steering(?: committee)?|steerco|debrief|regroup|golf|round of golf|tea|curry|bbq|session|presentation|standup|stand-up|review (?:mtg|meeting)|annual review|quarterly(?: review| catch-?up)?|roadmap review"),
    (NOUN, "call", r"(?:phone|check-?in|follow-?up|quick|discovery|escalation|support|conference|conf|cold|courtesy|sales|renewal|status|intro|strategy|weekly|monthly|tough|good|great|short|long|brief) (?:phone )?calls?|calls?|cal|phone ?call|phone|fone|tel|telecon|ph|ring|bell|buzz|dials?(?: \d+)?|dial-?in|(?:slack |quick )?huddle|telco|tele-?con|blower|horn|tinkle|natter|yarn|chat|chinwag|catch[- ]?up|sync|conversation|convo|touch ?base|check-?in|f/u call|ph call"),
    (NOUN, "email", r"(?:an? )?e-?mails?|e-mails?|mail|eml|newsletter|mailing|mailshot|emial|emai"),
    (NOUN, "message", r"text(?: message)?s?|txts?|msgs?|messages?|dms?|slack|whats ?app|wa|sms|linkedin(?: (?:msg|message|dm))?|ping|chat msg|imessage|wechat|telegram"),
    (NOUN, "gift", r"gift(?: (?:basket|card|box))?|flowers|hamper|fruit basket|xmas card|christmas card|birthday card|bday card|care package"),
    (NOUN, "event", r"expo|trade ?show|trade ?fair|conference|summit|webinar|user group|customer day|convention|seminar|networking event|roundtable|round table|gala"),
    # to come --------------------------------------------------------------------------------------------
    (PLAN, "", r"(?:i'?ll|we'?ll|he'?ll|she'?ll|they'?ll|will|wil|gonna|going to|gotta|need(?:s)? to|needa|have to|has to|must|should|shd|shld|let'?s|plan(?:s|ning|ned)? (?:to|on|for)|planned|planning|want(?:s|ed)? (?:me|us) to|remind me to|remember to|todo|to do|to-do|ought to|aim(?:ing)? to|hope to|hoping to|would like to|wanna|want to|about to|due to|intend to)"
               r"|scheduled|sched|booked(?: in)?|set up (?:for|a|with)|set for|set(?= for| w)|lined up|pencil(?:l)?ed in|slated|arranged(?: for| a)?|confirmed for|agreed (?:to|on)|next(?= (?:call|meeting|mtg|visit|zoom|catch|qbr|session|one|step|demo|touch))|follow[- ]?up(?= (?:call|meeting|mtg|visit|zoom|session|demo) (?:on|mon|tue|wed|thu|fri|next|\d|in ))|upcoming|cb(?= (?:on |at )?(?:mon|tue|wed|thu|fri|tom|tmr|next|\d))|callback (?=mon|tue|wed|thu|fri|tom|tmr|next|\d)|(?:popping|dropping|swinging|heading|going|flying|driving) (?:round|by|over|in|to|out|up|down)|calling|ringing|visiting|meeting up|emailing|texting|seeing|invite(?: sent)? for|calendar invite|invited (?:\w+ ){0,3}(?:to|for)|tentative|on the calendar|in the diary|diarised"),
    (WISH, "", r"wants?|wanted|asked for|asking for|asks for|needs?|would like|'d like|keen (?:on|for)|interested in|requested|requests|invited (?:me|us)"),
    (DOUBT, "i", r"i think|i guess|i believe|not sure|unsure|(?:can'?t|cant|don'?t|dont) (?:remember|recall)|forgot (?:which|who|when)|iirc|or so i think|if i remember(?: right(?:ly)?)?"),
    (DOUBT, "", r"maybe(?! (?:an?|\d|half|ten|twenty|thirty))|perhaps|possibly|prob(?:ably)?|or was it|or maybe|may have|might have|might've|or so i think|who was it|if i remember|was it|either"),
    # moods ----------------------------------------------------------------------------------------------
    (MOOD, "happy", rf"{_NOT} (?:at all |very |too |so |really |that )?(?:unhappy|dissatisfied|displeased)(?: any ?more)?|no longer (?:unhappy|upset|angry)"),
    (MOOD, "", rf"(?:{_NOT}|no longer|less) (?:at all |very |too |so |really |as |that )?(?:worried|upset|angry|annoyed|concerned|frustrated|nervous|anxious|mad|stressed|disappointed)(?: any ?more| now)?"
               r"|no (?:complaints?|worries|concerns|issues|problems)|(?:concerns?|worries|complaint) (?:is |are |was |were )?(?:gone|resolved|closed|addressed|settled)|calmer|calmed (?:down|him|her|them)|relieved(?= that it)|happy to (?:help|share|chat|talk|meet|send|do)|(?:happy|merry) (?:b-?day|birthday|new year|holidays?|christmas|xmas|thanksgiving|diwali|anniversary)|happy hour|good (?:morning|afternoon|friday)"
               r"|(?:not|isn'?t|aren'?t) (?:a )?(?:fan|sold|convinced)(?= yet)"),
    (MOOD, "worried", rf"{_NOT} (?:at all |very |too |so |really |that |exactly |best |overly |been )?(?:happy|pleased|satisfied|thrilled|impressed|great|good|amused|keen|convinced|loving|a happy|comfortable|glad|so much|much)|not so (?:much|good|great|happy|keen)|unhappy|worr(?:ied|ies|y|ying)|upset|angry|annoyed|concern(?:ed|s)(?! (?:person|team|dep|party|people))|frustrat(?:ed|ion)|furious|doubts?|dissatisfied|complain\w*|complaints?|disappointed|nervous|anxious|mad\b|pissed(?: off)?|livid|irritated|fuming|unimpressed|cross\b|peeved|hacked off|fed up|stressed|grumpy|cold feet|threatening|threatened|at risk|escalat(?:ed|ing)|on the fence|skeptical|sceptical|hates?|hated|shaky|gutted|ropeable|not amused|sick of|had enough|losing patience|unimpressed|went badly|tense|heated|struggling"),
    (MOOD, "", r"all (?:good|fine|ok|okay|well)|fine|(?:went |was |is )?(?:ok|okay)(?: now)?|alright"),
    (MOOD, "neutral", r"neutral|so-so|lukewarm|indifferent|meh|nothing new|nothing to report|non-?committal|mixed|undecided|ambivalent"),
    (MOOD, "happy", r"(?:v |very |super |so |really |pretty |quite )?(?:happy|hapy|happpy|pleased|stoked|chuffed|psyched|pumped)|delighted|thrilled|glad\b|satisfied|excited|loves?|loved|loving|enthusiastic|great (?:mood|chat|call|meeting|mtg|conversation|session|vibes?|feedback)|very positive|positive (?:vibe|mood|feedback|call)|good (?:energy|mood|vibes?|chat|feedback|call|meeting|session)|over the moon|impressed|raving|thank(?:ed|s|ful) (?:me|us)|grateful|appreciat(?:es|ed|ive)|solid relationship|relationship is (?:solid|strong|great)|is a fan|big fan|kudos|praised|praise|relieved|all smiles|in good spirits|went (?:really |very |super )?(?:well|great)|great shape|ecstatic|rapt|high fives?|super happy|best vendor|found it (?:very |really |super )?useful"),
)  # fmt: skip

PURPOSES = (
    ("resolved_concern", r"apologi[sz]ed|(?:concern|complaint|worr(?:y|ies)|escalation|dispute|issue of trust)s? (?:is |are |was |were )?(?:closed|resolved|settled|addressed|cleared)|made it right|(?:isn'?t|not|no longer) (?:worried|upset|angry|concerned)(?: any ?more)?|rca shared|smoothed|credit note|calmed|calmer|de-?escalated|talked \w+ down"),
    ("solved_problem", r"(?:issue|problem|bug|error|outage|ticket|invoice|login|sync|config|export)s? (?:is |was |now |all |got )*(?:fixed|solved|resolved|sorted|cleared|closed)|(?:fixed|solved|resolved|sorted|troubleshot|debugged|unblocked|repaired)(?: out)?"),
    ("onboarding", r"onboard(?:ed|ing)?|training|trained|kick-?off|set up new users|go-?live training"),
    ("introduced", r"intro(?:'?d|duced|ducing|duction)?(?: (?:them|him|her|to|our))?|handed (?:them|him|her) (?:over )?to|looped in our"),
    ("challenged", r"challenged|pushed back|hard truth|told (?:them|him|her) straight|warned"),
    ("celebrated", r"congrat\w*|happy b-?day|b-?day|birthday|anniversary|celebrat\w+|merry christmas|happy new year|happy holidays|farewell"),
    ("delivered_result", r"delivered|(?:acceptance|final|results?) report|handed over (?:the )?(?:report|system|results?)|presented (?:the )?(?:roi )?results?|roi results|results (?:review|presentation)"),
    ("shared_insight", r"benchmark|insight|case study|best practi[cs]e|market (?:data|trends?|report)|shared (?:the )?(?:roadmap|numbers|figures|roi)|showed (?:them |him |her |the \w+ )?(?:the )?(?:roi|numbers|figures|roadmap|data)|roadmap preview"),
    ("explored_need", r"discovery|explored|need(?:s)? (?:assessment|analysis|for)|explored need|requirements|scoping|asked (?:about|what) (?:their|they)|plans? for next year|expansion|wants? to see"),
    ("check_in", r"check(?:ed|ing)?[- ]in|just checking|catch(?:ing)?[- ]?up|caught up|touch(?:ed|ing)? base|say hello|said hello|say hi|said hi|just calling|quick hello|courtesy call"),
)  # fmt: skip

EN = Tongue(
    "en",
    MARKS,
    PURPOSES,
    tells=r"the|with|w|and|to|for|today|yesterday|about|re|their|they|he|she|my|our|on|at|of|in|called|his|her|was|our|this|week|yest|y'?day|tday"
    r"|met|spoke|from|is|was|new|next|not|but|then",
    promises="",
    asks=r"(?:can|could|would|will) (?:u|you) (?:pls |please )?(?:remind|tell|show|send|find|check|give|list|undo|delete|remove|help|see)|what(?:'?s| is| are| was| did| do)?|whats|who(?:'?s)?|whos|when(?:'?s)?|where|why|how(?:'?s)?|which|did"
    r"|does|do|is there|are there|is|are|was|were|has|have|should|shall|can (?:i|we|you)|could (?:you|i|we)"
    r"|would you|any(?:one|body)? |undo|delete|remove|show(?: me)?|list|remind me|tell me|give me|help|thanks|thank"
    r" you|thx|ty|cheers|hi|hey|hello|ok|okay|cool|great|nice|sorry|oops|lol|good (?:morning|afternoon|evening)"
    r"|please|pls|never ?mind|nvm|stop|test",
)
