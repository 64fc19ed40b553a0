"""From the words around a number to its subject, with what the sentence has said before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xlplugin.sentences.subjects import FAMILIES, LONE, Subject, subjects, word
from xlplugin.sentences.text.numbers import Measure

_LEAD = re.compile(r"^(?:[、,和与及并且含]|以及|其中|包括|另外|另有|另|还有|还|同时|即)+")
_NOUN = word(
    r"^(?:的)?(?P<noun>(?:<info>的?)?(?:<review>|<suit>)|<request>|<bare>(?!人|内容|表)|<document>|<rule>|行政许可(?:决定|事项)?|行政处罚(?:决定)?|行政强制(?:措施|决定)?)(?:书)?"
)
_BARE_LEAD = re.compile(LONE)
_GOES_ON = re.compile(r"^(?:$|相比|[、和与及或并且的均全都已较比同其按依经由来为是被结占无未没转尚正仍因作予不另在以即涉达分逐尽了上下升降增减提持,]|(?:件|案件)?中(?:$|,)|(?:以|之)?外(?:$|,)|申请)")
_START = word("^(?:<when>|[我本]\\w{1,2}|[,:])+")
_JOIN = re.compile(r"、|和|以及|(?<![涉危])及|与|并(?=办结|答复|受理|处理)")
_ORGANISATION = re.compile(r"法人(?:和|或者?|或是|及|以及|与|、)(?:其他|非法人)")
_PERIOD = (
    r"(?:(?:由|从|较|比|与)?(?:(?:19|20)\d\d年(?:度)?|今年|本年(?:度)?|当年|全年(?:度)?|年内|上一?年(?:度)?|去年(?:度)?|上半年|下半年|第?[一二三四1-4]季度|前三季度"
    r"|[\d一二三四五六七八九十至到\-—~月]+月(?:份|底|末)?|截至[^,;:]{0,8}?[底日前末]))(?:同期)?"
)
_ONLY_TIME = re.compile(rf"^(?:{_PERIOD}|的|共计|合计|总计|累计|共|为|是|有|仅|达|上升|下降|增加|减少|增长|增|降|减|升|至|到|,|:|则)++$")
_HAS_TIME = re.compile(_PERIOD)
_LAST_TIME = re.compile(rf"{_PERIOD}的?$")
_GAIN = re.compile(r"(?:增加|减少|增长|下降|上升|(?<!新)增|(?:较|比)[^,;]{1,12}新增|减|多|少|提高|降低|升高|净增)了?$|同比|环比|增幅|降幅")
_SHARE_OF = re.compile(r"^,?占(?:比)?(?:了)?(?:(?:政府信息公开)?(?:申请|办结|答复|办理|收到|受理|新收|总|全年|本?年度?|全部)*+(?:总量|总数|总件数|数量|数|量|件数|的)*+)?(?:的)?(?:比例|比)?(?:为|达)?$")
_TIMELY = re.compile(r"按时|按期|及时|当场|当日|当天|限时|准时|时限|期限|规范|满意|合格")
SHARED: frozenset[str] = frozenset({"finished", "granted_or_partly"}).union(
    FAMILIES["applicants"], FAMILIES["results"], (f"{route}_{outcome}" for route in ("reconsideration", "litigation") for outcome in ("upheld", "corrected", "pending"))
)
"""Subjects of which a percentage can be held against the tables."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentence has said before a label, and what it is about."""

    about_requests: bool
    about_information: bool
    noun: str
    """The pattern of the noun last named: <document>, <review> …"""
    lists_results: bool
    """Whether other results are counted beside it."""


def with_noun(label: str, after: str) -> tuple[str, str]:
    """收到的8件政府信息公开申请 read as 收到的政府信息公开申请8件."""
    match = _NOUN.match(after)
    return (label + match["noun"], after[match.end() :]) if match else (label, after)


def items(label: str) -> list[str]:
    """The members of a list: 新收、上年结转 and 行政复议和行政诉讼; without what leads over to it."""
    bare = _ORGANISATION.sub("法人其他", _LEAD.sub("", label))
    return [item for item in _JOIN.split(bare) if item]


def only_time(label: str) -> bool:
    """Whether a label says no more than when: the subject is that of the number before."""
    bare = _LEAD.sub("", label)
    return bool(_ONLY_TIME.match(bare)) and _HAS_TIME.search(bare) is not None


def is_gain(label: str) -> bool:
    """Whether the number is how much was gained or lost since last year."""
    return _GAIN.search(label) is not None


def is_share_of(label: str) -> bool:
    """占申请总数的: a percentage of what was counted just before."""
    return _SHARE_OF.match(_LEAD.sub("", label)) is not None


def goes_on(after: str) -> bool:
    """Whether what follows a number leaves it the number of what stands before it: no noun of its own."""
    return _GOES_ON.match(after) is not None


def subject_of(label: str, after: str, next_words: str, measure: Measure, context: Context) -> Subject | None:
    """The subject that the words name surely; None where they name none of the tables', or where it could be another."""
    bare = _LEAD.sub("", label)
    timeless = _LAST_TIME.sub("", bare) or bare
    moved, rest = with_noun(label, after)
    moved = _LEAD.sub("", moved)
    for subject in subjects():
        if subject.measure != measure and not (measure == "percent" and subject.id in SHARED):
            continue
        if (subject.topic == "requests" and not context.about_requests) or (subject.topic == "information" and not context.about_information):
            continue
        if measure == "percent" and _TIMELY.search(label):
            continue
        if _fits(subject, timeless, moved, rest, context) or _fits_after(subject, bare, after, next_words, context) or _fits_after(subject, moved, rest, next_words, context):
            return None if subject.blockers.search(label) else subject
    return None


def is_blocked(name: str, label: str) -> bool:
    """Whether words in a label make it something else than that subject."""
    return any(subject.blockers.search(label) for subject in subjects() if subject.id == name)


def _fits(subject: Subject, label: str, moved: str, rest: str, context: Context) -> bool:
    if not goes_on(rest):
        return False
    for words in dict.fromkeys((moved, label)):
        if subject.label.search(words) or (context.lists_results and subject.listed.search(words)):
            return True
        if subject.noun and subject.noun == context.noun and subject.alone.search(_START.sub("", words)):
            return True
    return False


def _fits_after(subject: Subject, label: str, after: str, next_words: str, context: Context) -> bool:
    if not subject.lone.search(label) or (subject.family.endswith("outcomes") and _BARE_LEAD.search(label) and context.noun != subject.noun):
        return False
    return subject.words.search(after) is not None or (bool(next_words) and subject.words.search(f"{after},{next_words}") is not None)
