"""Word classes of talk at work: many words, one idea.

A learner says "the folks who pay us" where an exemplar says "customers". Classes let a small
rubric reach such words. They are general English, written by hand for this package, and know
nothing of any exercise: what a class is worth to a criterion is learned when a rubric is
compiled. A word may be in several classes; entries are stems as ``stem`` makes them.
"""

from __future__ import annotations

from functools import lru_cache


def words_of(text: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(text.split())


_CLASSES = {
    "I": "i i'm i'll i'd i've me my mine myself",
    "WE": "we we're we'll we'd we've us our ours ourselves let's lets",
    "YOU": "you you're you'll you'd you've your yours yourself yourselves u ur",
    "THEY": "they they're they'll them their theirs she he her his him she's he's",
    "NOT": "not no never none nothing nobody don't doesn't didn't won't wouldn't can't cannot "
    "couldn't shouldn't isn't aren't wasn't weren't haven't hasn't ain't without neither nor "
    "hardly instead dont wont cant isnt doesnt wouldnt",
    "IF": "if unless otherwise else whether",
    "WOULD": "would could might may i'd we'd you'd",
    "WILL": "will shall going gonna i'll we'll you'll they'll",
    "MUST": "must need have should ought require needs",
    "BECAUSE": "because since so therefore thus cause why reason mean result",
    "BUT": "but however although though yet except only just",
    "ASK": "who what which how where when ask question wonder curious",
    "CUSTOMER": "customer client user buyer consumer people patient account subscriber partner "
    "public audience clientele guest shopper insurer hospital",
    "COMPANY": "company firm business organisation organization corporation shop house "
    "enterprise revenue budget profit income turnover quarter strategy mission future "
    "survive survival growth vision payroll",
    "MONEY": "money revenue pay paid profit income contract deal sale sell sold invoice cost "
    "price cash euro dollar renew renewal budget spend spent bill million",
    "TRUST": "trust reputation promise faith confidence credible credibility loyal reliable rely "
    "word promised commitment",
    "HELP": "help benefit relief ease easier save useful value serve improve better faster",
    "RIVAL": "competitor competition competing compete rival rivalry others opponent "
    "incumbent other alternative challenger vendor",
    "RACE": "race first ahead before beat lead leader win winner overtake behind catch lose lost "
    "fastest quick launch earlier steal snap grab",
    "MARKET": "market segment sector industry window chance opportunity opening niche door "
    "demand moment gap field share",
    "CAREER": "career promotion promote promoted promotable role level title step senior staff "
    "principal lead job path position grow growth develop development future goal aspiration "
    "ambition ladder resume cv raise next advance portfolio case",
    "SEEN": "visible visibility notice noticed recognize recognise recognition recognised "
    "recognized seen show showcase credit reputation attention spotlight name leadership "
    "executive board director vp stage exposure profile proof evidence present",
    "STRENGTH": "skill talent strength expertise experience able ability good great excellent "
    "best strong",
    "TEAMMATE": "teammate colleague peer team everyone everybody others folks guys crew coworker "
    "group fellow squad people",
    "DEPEND": "depend dependent rely reliant need wait blocked block count lean hinge rest "
    "unblock unlock stuck hang stall downstream built build tester waiting idle handoff",
    "PART": "part piece module component work task share side bit chunk job section",
    "THREAT": "fire fired consequence punish punishment warning threat penalty demote bonus "
    "blame fault cost jobless replace replaced regret sorry layoff review pip mistake "
    "trouble unacceptable disappoint disappointed failure fail",
    "FEAR": "afraid fear scared worry worried dire disaster catastrophe doom doomed dead die",
    "GUILT": "guilt guilty ashamed shame disappoint disappointed let down fail owe selfish",
    "DEADLINE": "deadline date due schedule timeline time ontime friday monday tuesday wednesday "
    "thursday tomorrow tonight week weekend day noon month hour sprint eod minute timebox "
    "timeboxed end fri mon tue tues wed weds thu thur thurs wk mth fortnight eow january february "
    "march april june july august september october november december autumn spring summer winter",
    "CHEER": "awesome amazing great rock excited exciting proud wonderful fantastic super "
    "believe together",
    "IMPORTANT": "important critical crucial vital key essential matter matters big significant",
    "PERSONAL": "personal private family home health mother father child sick leave divorce",
    "DECIDE": "decide decision choose choice pick call select settle verdict determine conclude "
    "chose chosen decided",
    "PREFER": "prefer favour favor lean leaning recommend suggest rather opinion vote "
    "think like better personally inclined fan money",
    "APPROVE": "approve approval sign veto final overrule override confirm authorise authorize "
    "permission tiebreak",
    "HAND": "give leave hand delegate trust let yours own owner ownership responsibility "
    "responsible entrust",
    "CLOSE": "close closest closer nearest run running operate maintain oncall call pager paged "
    "woken production live own build built write wrote hands know knows daily night support "
    "expert",
    "BOSS": "manager boss cto ceo vp director architect chief superior lead me management head "
    "committee",
    "TOGETHER": "together both team two all jointly consensus agree everyone majority vote group",
    "CONTEXT": "context constraint requirement goal need limit budget scale latency load traffic "
    "volume compliance regulation legal security privacy cost reliability uptime sla skill "
    "hire month growth expect expected background boundary target must consistency "
    "performance throughput team customer business",
    "CRITERIA": "criteria criterion pro con tradeoff trade compare comparison list matrix weigh "
    "score evaluate evaluation measure metric table rank risk option",
    "PROCEDURE": "spike prototype experiment benchmark test trial adr rfc document record doc "
    "write writeup memo proposal timebox meeting session review pilot poc proof page "
    "process step plan rule tie",
    "SUPPORT": "support back behind stand defend defending cover help backing backed shield "
    "endorse announce respect whatever either regardless",
    "BLAME": "blame fault responsibility accountable own shoulder heat share answer",
    "AFTER": "after afterwards later retrospective retro debrief review followup follow learn "
    "lesson look month wrong regret feedback posted",
    "TECH": "postgres postgresql mongo mongodb sql nosql kafka database db queue stream rest "
    "graphql library framework schema redis mysql document relational dynamo rabbitmq rust go "
    "java python kubernetes cloud vendor option",
    "IRONY": "yeah obviously clearly sure surely wow thrilled brilliant genius lol haha totally "
    "riveting lucky joy hooray yay whatever magically "
    "naturally course apparently evidently undoubtedly absolutely precisely oh ah gosh golly wee "
    "bravo hurrah congratulations ho hum sigh",
    "HYPERBOLE": "hero heroic legend legendary crown throne parade confetti medal statue balloon "
    "cake champagne applause trumpet fanfare universe planet earth galaxy heaven angel miracle "
    "magic wizard unicorn rainbow weep tear lamb saviour savior god king queen glory glorious "
    "epic destiny eternal forever world humanity civilization mankind astronaut moon prince "
    "princess nobel oscar trophy yacht ferrari rapture tremble faint swoon breath bated",
    "SAY": "say tell said told mention write speak explain talk announce message pitch",
    "NUMBER": "one two three four five six seven eight nine ten dozen half third hundred thousand "
    "couple several many",
    "HOSTILE": "crap bs bullshit stupid idiot dumb nonsense waste pointless hell damn shit fuck "
    "rubbish boring ridiculous",
    "NIGHT": "night sleep wake woken bed alarm pager page weekend 3am 4am 2am midnight",
    "WRITE": "write written note document record page paper wiki paragraph diary",
    "SHARE": "together with alongside beside share jointly ours",
    "INSIDE": "department bonus award trophy division internal prize contest",
}

FUNCTION_WORDS = words_of(
    "a an the this that these those i i'm i'll i'd i've me my mine you you're you'll you'd you've "
    "your yours we we're we'll we'd we've us our ours he she it it's its they them their him her "
    "his hers is are was were be been being am do does did done have has had will would can could "
    "shall should may might must not no don't doesn't didn't won't can't isn't and or but so if "
    "because as than then of in on at by for with from to into onto about over under after before "
    "up down out off who what which when where why how there here all any both each just very too "
    "also only own same let let's more most some such until while that's there's what's"
)
"""Words that hold sentences together; text with hardly any of them is a list of words."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its commonest endings; crude, and the same on both sides.

    >>> [stem(word) for word in ("customers", "waiting", "decided", "relies")]
    ['custom', 'wait', 'decid', 'rely']
    """
    word = word.replace("'s", "")
    if len(word) < 5 or "'" in word:
        return word[:-1] if len(word) == 4 and word.endswith("s") and word[-2] != "s" else word
    for ending, instead in (
        ("ies", "y"), ("ied", "y"), ("ings", ""), ("ing", ""), ("ers", ""), ("er", ""),
        ("ed", ""), ("es", ""), ("ly", ""), ("s", ""), ("e", ""),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]  # "running" and "run"
    return word


_SPELLINGS = {
    "u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please", "thx": "thanks",
    "im": "i'm", "ive": "i've", "id": "i'd", "dont": "don't", "doesnt": "doesn't",
    "didnt": "didn't", "wont": "won't", "cant": "can't", "isnt": "isn't", "arent": "aren't",
    "wouldnt": "wouldn't", "couldnt": "couldn't", "shouldnt": "shouldn't", "youre": "you're",
    "youll": "you'll", "youve": "you've", "theyre": "they're", "theyll": "they'll",
    "weve": "we've", "thats": "that's", "whats": "what's", "lets": "let's", "gonna": "going",
    "wanna": "want", "w": "with", "n": "and", "bc": "because", "cos": "because", "coz": "because",
    "cuz": "because", "tmrw": "tomorrow", "ppl": "people", "yr": "year", "b4": "before",
    "teh": "the", "adn": "and", "fwiw": "personally", "tbh": "honestly", "ok": "okay",
}  # fmt: skip


def _jumbled(word: str) -> str:
    """A key that survives swapped letters: the first letter, then the others in order."""
    return word[0] + "".join(sorted(word[1:]))


@lru_cache(maxsize=20_000)
def respell(word: str) -> str:
    """A word as the dictionary has it, where chat spelling or swapped letters hide it.

    >>> respell("customres"), respell("dont"), respell("zebra")
    ('customers', "don't", 'zebra')
    """
    if word in _SPELLINGS:
        return _SPELLINGS[word]
    if len(word) < 4 or word in FUNCTION_WORDS or stem(word) in CLASSES_OF:
        return word
    return _BY_LETTERS.get(_jumbled(word), word) if len(word) < 20 else word


def _by_letters() -> dict[str, str]:
    words = {word for line in _CLASSES.values() for word in line.split() if len(word) > 3}
    words |= {word for word in FUNCTION_WORDS if len(word) > 3}
    forms = words | {word + "s" for word in words if word.isalpha() and word[-1] != "s"}
    forms |= {word + "ing" for word in words if word.isalpha() and word[-1] not in "eg"}
    return {_jumbled(word): word for word in sorted(forms, reverse=True)}


def _by_stem() -> dict[str, tuple[str, ...]]:
    classes: dict[str, list[str]] = {}
    for name, words in _CLASSES.items():
        for key in {stem(word) for word in words.split()}:
            classes.setdefault(key, []).append(name)
    return {key: tuple(names) for key, names in classes.items()}


CLASSES_OF = _by_stem()
"""For each stem the classes it is in."""
_BY_LETTERS = _by_letters()
