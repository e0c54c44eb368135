"""Names that are words too, and words that a sentence may well begin with.

What is not among the latter is only asked about, so a word that is missing here costs one Enter.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ally_journal.domain.text.tags import fold, unique, without_accents

_WORDS = """
a about after afterwards again all almost already also although always an and another any anyone
anything are as at away back be because been before better between both but by can cannot could did
do does don't done each earlier either else enough even ever every everybody everyone everything few
first for found from gave get give go good got had half has have he heard held her here hers his how
however i if in instead is it its it's just kept knew last later learnt learned least led left less
let like long looked lost made many may maybe me meanwhile met might mine more most much must my
near nearly neither never new next no nobody none nor not nothing now of off often old on once one
only onto or other others ought our ours out over own per perhaps put quite rather read really said
same sat saw say second see seen sent set several shall she should since so some somebody someone
something sometimes soon spoke stayed still stood such swapped take talk than that that's the their
theirs them then there these they they're thing things think third this those though thought three
through till to today together told tomorrow too took tried turned twice two under unless until up
upon us used very was we we're went were what when whenever where whether which while who whoever
whole whom whose why will with within without won't wrote yes yesterday yet you your yours brought
built chose came bought caught cut drew drove fell felt forgot fought hid hit hurt lent lay meant
paid ran rang rode rose sang sold shot showed shut slept spent split stuck swore taught threw
understood woke wore won began became broke four five six seven eight nine ten easier harder note
notes today's somehow besides despite colleague colleagues meeting team manager people plan panel
women men person work week month year captions interview interviews credit eleven twelve ask propose
write listen would watch count look thank thanks try twenty thirty forty fifty hundred allyship
notice agree offer start bring list use add make helpful wait explain search turn link repeat
phrases share choose am compare words show empathy time invite oh join certain collect names mostly
hi hello thirteen fourteen fifteen sixteen seventeen eighteen nineteen accept actually ago allies
ally anyway apart apparently apologies apology around bad based behind below beside big broken call
calls care carry change check children clearly close code comments consider context continue correct
course daily decide demo different difficult direct directly discuss document double draft due
during easy email entirely equal especially eventually evening everywhere exactly except expect fair
far fast feedback feel final finally find fine fix follow former forward free frequently full
further generally gradually group guess happy hard hardly help honestly hopefully hours huge ideas
immediately important including indeed initially inside interesting keep know language large lately
leave lesson likely line literally lots low luckily lunch main making meetings minutes mistake
moments monthly morning move naturally need nice normally notably obviously odd office okay online
open outside overall pairs part partly perfect personally plain plans plenty possibly practically
practice present pretty previously privately probably problem process promotion public question
questions quick quickly quiet quietly rarely raise ready real recently remember remind remote reply
report review reviews right role room rota roughly rule rules sadly salary seems seldom send senior
side silence silent simple simply slow slowly somewhere speak stand standup stay step steps stop
story strange sudden suddenly supposedly sure surely surprisingly swap talks teams tell therefore
thoughts tough toward towards training typically usually voice weekly welcome well whatever wish
wonder workshop worse wrong zero across alone along anymore apply article aside assume attend avoid
aware begin being believe book books build busy career cause chat client clients common community
complete consent conversation culture current customer customers definitely depends describe desk
diversity doubt early effort end engineers everyday example expectations experience extra fact fear
feeling fewer fight focus food forget fresh friends gender gently girls giving habit hands hear
hearing history hold identity ignore impact inclusion inclusive interns introduce introductions joke
jokes juniors lack laughter leader leaders leadership learn let's live lot loud majority males
managers maternity mentors message messages mind minority minute money mothers network numbers
objections observe onboarding opinion outcome parents parental parking pause phone place policy
prejudice prepare privilege progress project projects pronouns prove questionable racism reactions
reasons recruiters recruiting recruitment reminder request requests research resist respond response
rest result retro retrospective revised risk rooms round safe seat seats seniors sexism sign similar
sit slides social sound space speech stereotypes strangers stress struggle students subtle success
suggestions support survey takes taken teach tension tickets tired title tonight topic travel treat
trip unsure update upset usual video visible visit volunteers vote walk want warm ways weeks wider
workload abbreviations adjectives presence certainly thirty-one
"""
_NAMES = """
ahmed ahmad aled alfred fred hameed hamed jared javed khaled majeed manfred mildred mohamed mohammed
muhammed naveed rasheed saeed sayed sterling waleed wilfred winifred zayed
"""
_MONTHS = "january february march july september october november december"
_ALSO_NAMES = """
amber angel april archer art august autumn baker basil bay bell berry bill bishop blue bond booker
brandy brook brown bud buddy buck bush butler candy carol carter cash chance chase chip christian
clay cliff cole cook cooper crystal daisy dale dawn dean dick don dot drew duke earl earnest east
eden eve faith fay fisher flora ford forest fox frank gale gene ginger glen gold grace grant gray
green guy hale harmony harper harry hazel heath heather holly hope hunt hunter iris ivory ivy jade
jack jasmine jay jean jet jewel job joy june junior justice king kit lance lane laurel law lee lily
linden love luck mace major mark marsh mason max may melody mercy mike miles mills misty morgan nick
noble norm north oak olive page pat patience patty pearl peg penny pepper piper poppy potter porter
price prince queen rain randy ray reed rich river rob robin rocky rod roman rose ruby rusty sage
sally sandy scout sharp shepherd short skip smith sonny star stone storm sue summer swan sky turner
van viola violet wade walker ward warren way west white will willow winter wood worth wren young
"""
_ORDINARY = frozenset(_WORDS.split())
# Verbs in these forms begin many a line of a journal; the names that end so are the exceptions.
_VERB_ENDINGS = {"ed": 5, "ing": 6}
_NAMES_LIKE_VERBS = frozenset(_NAMES.split())

MONTHS_ONLY = frozenset(_MONTHS.split())
"""Months that are seldom anybody's name; April, May, June and August may be."""

MONTHS = MONTHS_ONLY | {"april", "may", "june", "august"}

ALSO_NAMES = frozenset(_ALSO_NAMES.split())
"""Names that are words too: in lower case, as in “I will”, they are taken for the word."""


class Names(NamedTuple):
    """Names to look for: those that go in any case, and those only where written as a name.

    As a name means with a capital, or behind an @ or #. At the beginning of a sentence a capital
    counts too: a name that stays does more harm than a word that goes.
    """

    always: tuple[str, ...] = ()
    spelt: tuple[str, ...] = ()


def by_spelling(names: Iterable[str]) -> Names:
    """The names, each once, told apart by whether they are words too, accents aside."""
    whole = unique([name.strip() for name in names])
    words = tuple(filter(_is_also_a_word, whole))
    return Names(tuple(one for one in whole if one not in words), words)


def _is_also_a_word(name: str) -> bool:
    """Whether all of a name's parts are words, as those of Will Young."""
    parts = fold(without_accents(name)).removeprefix("@").split()
    return bool(parts) and all(part in ALSO_NAMES | MONTHS_ONLY for part in parts)


def opens_a_sentence(word: str) -> bool:
    """Whether a word is so common at the beginning of a sentence that it need not be a name."""
    said = fold(word)
    if said in ALSO_NAMES:
        return False
    if said in _ORDINARY or (said.removesuffix("s") in _ORDINARY - ALSO_NAMES):
        return True
    return said not in _NAMES_LIKE_VERBS and any(
        said.endswith(ending) and len(said) >= least for ending, least in _VERB_ENDINGS.items()
    )
