"""What one label names, in the sentence that it stands in."""

from __future__ import annotations

import re
from dataclasses import replace

from xlplugin.sentences.carried import carried
from xlplugin.sentences.doubt import is_marking, is_other_matter
from xlplugin.sentences.labels import Context, subject_of, with_noun
from xlplugin.sentences.sentence_state import ROUTES, Story
from xlplugin.sentences.subjects import FAMILIES, REASONS, REQUEST, word
from xlplugin.sentences.text.numbers import Quantity
from xlplugin.sentences.text.pieces import Piece

_RESULT = word("<partly>|不予公开|予以公开|同意公开|不公开|无法提供|不予处理|<nonexistent>|<not_held>")
_TWO_REASONS = word("<reason>[^,;:，；：]{0,12}[,;、，；].{0,20}<reason>")
_INCLUDING = re.compile(r"(?:(?<!不)含|包括|其中)")
_AND = ("、", "和", "与", "及")
_RECEIVED = word("<receive>")
_NEW = re.compile("新收|新增")
_CARRIED_IN = word("<carried_in>")
_DOCUMENTS = word("^(?:<rule>|<document>)<tail>$")
_EXPIRED = re.compile("(?<!无)(?<!未)失效")
_PARTLY = word("其中[^,，;；。]{0,10}<info>")
_LEADING = word("(?:其中)?(?:(?P<upheld><upheld>)|(?P<corrected><corrected>)|(?P<pending><pending>))(?:<review>|<suit>)")
_CITIZENS = word("<receive>(?:的)?公民(?:个人)?(?:的|提交的?|提出的?)")
_OTHER_APPLICANTS = word("法人|企业|组织|机构|自然人|事务所|占")
_CONSENT = re.compile("(?:第三方|权利人)(?:均|都|书面)?(?:不)?同意")
"""第三方同意公开4件: whom the answer concerns was asked, it is not yet the answer."""
_SHOWN = re.compile(r"(?:公开|公示|发布|归集|上传|录入)[^,，;；。]{0,12}(?:信息|公示|公告|数据)")
"""公示执法信息300条，其中行政许可200条: entries, no decisions."""
_ITEMS = ("项", "个", "类")
_LICENCES_ALSO_REFUSED = re.compile("不予(?:行政)?许可|不准予")
_LONE = re.compile("^(?:有|另有|共有|其中|其中有|,|、)*$")
_SOME = re.compile("^(?:的)?[^,]{0,12}申请(?:事项|件|书|人)?(?:因|被|需|未|经|属|由|不|进入(?!办理)|引发|的答复|正在|要求|无法|存在|系|为)")
"""1件申请因地址不详被退回: one of them."""
APPLICANTS = FAMILIES["applicants"]
_BARE_CARRY = re.compile("^[、,和]?(?:并)?(?:结转|转结|转入)(?:的)?(?:申请)?$")
_OF_THOSE = re.compile("^[,、]?(?:其中|含|包括)")
_SUMMED = re.compile(r"(?:共计|合计|总计|总共)(?:为|有)?\d")
"""新收64件、结转8件，共计72件: those of last year."""
_EITHER = word("(?:<reason>|<nonexistent>)(?:的|信息)*(?:或者?|及|和)[^,;:]{0,8}?(?:<reason>|<nonexistent>)")
"""因信息不存在或本机关不掌握: of either row."""
_LEFT_OUT = re.compile("剔除|扣除")
_UP_TO_DATE, _SUMMED_UP = re.compile("截至|截止|目前"), re.compile("累计")
_IN_HAND = ("received", "received_and_carried_in", "carried_in")
_INCLUDES = re.compile(r"(?<!不)含|包括")


def context_of(story: Story, quantity: Quantity) -> Context:
    """What the sentence has said before a number, and what it is about."""
    lists_results = story.has(_RESULT) or story.has(_TWO_REASONS)
    is_nothing = quantity.value == 0 and not story.is_unrelated
    return Context(story.about_requests, story.about_information or is_nothing, story.noun, lists_results)


def is_partly_of_disclosure(story: Story) -> bool:
    """Whether the sentence says that only some of its cases are about disclosure: 行政诉讼23件，其中信息公开类4件."""
    return story.has(_PARTLY)


def single(story: Story, label: str, piece: Piece, quantity: Quantity) -> tuple[str, ...]:
    """The subjects of a number with one label; none where it could be another's."""
    context = context_of(story, quantity)
    if label in ("办理", "处理", "共办理") and story.last in _IN_HAND and not (story.is_among or piece.depth or piece.after):
        return ("handled",)
    if quantity.measure == "count" and story.last_depth == piece.depth and (shared := _shared_measure(story, label)):
        return shared
    subject = subject_of(label, piece.after, piece.next_words, quantity.measure, context)
    if subject is None and quantity.value == 0 and not quantity.unit:
        subject = subject_of(label, piece.after, piece.next_words, "money", context)
    if subject is None or (subject.id.endswith("_repealed") and story.has(_EXPIRED)):
        return ()
    if subject.family == "decisions" and (quantity.unit == "条" or (story.governing == "published" and label[:1] in _AND) or ((story.is_among or piece.depth) and story.has(_SHOWN))):
        return ()
    if story.is_foreign and not piece.depth and subject.id in FAMILIES["results"] and not REQUEST.search(label) and "申请" not in label:
        return ()
    if subject.id in REASONS and _EITHER.search(label):
        return ()
    if subject.topic == "requests" and is_marking(story):
        return ()
    if subject.topic == "information" and is_other_matter(story, piece.label, label):
        return ()
    if story.has(_LEFT_OUT) and subject.id in ("handled", "finished"):
        return ()
    if subject.id == "licensing" and (quantity.unit in _ITEMS or story.has(_LICENCES_ALSO_REFUSED)):
        return ()
    if subject.id in ("penalties", "coercion") and quantity.unit in _ITEMS:
        return ()
    if subject.id.endswith("_issued") and story.has(_UP_TO_DATE) and story.has(_SUMMED_UP):
        return ()
    if "同意" in label and story.has(_CONSENT):
        return ()
    if _INCLUDES.search(piece.brackets) and not _CARRIED_IN.search(piece.brackets):
        return ()
    if story.is_foreign and subject.id in ("received", "finished") and not REQUEST.search(with_noun(label, piece.after)[0]):
        return ()
    if subject.id == "received" and story.governing in ("finished", "handled") and label[:1] in _AND and not _RECEIVED.search(label):
        return (story.governing,) if not story.is_among and not piece.depth else ()
    if subject.id == "received" and _LONE.match(label) and _SOME.search(piece.after):
        return ()
    if subject.id == "received":
        if _INCLUDING.search(piece.brackets) and _CARRIED_IN.search(piece.brackets):
            return ("received_and_carried_in",)
        is_of_foreign = story.is_foreign and not piece.depth
        if (story.is_among or piece.depth) and (not _NEW.search(label) or "本级" in label) and not is_of_foreign:
            return ()
    if subject.id.partition("_")[0] in (*ROUTES, "cases") and is_partly_of_disclosure(story):
        return ()
    if subject.id == "natural_person" and _CITIZENS.search(label) and not story.has(_OTHER_APPLICANTS):
        return ()  # 收到公民提交的申请: anyone's, or natural persons'
    if subject.id in APPLICANTS and quantity.unit == "人次":
        return ()
    if subject.id == "partly_granted" and _OF_THOSE.match(piece.label) and story.found and story.found[-1].subject == "granted":
        story.found.pop()  # 同意公开33件，其中2件属于部分公开: neither is its row's
        return ()
    if subject.id == "carried_over" and _BARE_CARRY.match(label) and not any(mention.subject in ("finished", "handled") for mention in story.found):
        return ("carried_in",) if story.has(_SUMMED) and any(mention.subject == "received" for mention in story.found) else ()
    if subject.id in ("carried_in", "carried_over"):
        name = carried(subject.id, f"{label},{piece.after},{piece.next_words}", story.clock.report_year)
        return _carried_in(story, label, piece) if name == "carried_in" else (name,) if name else ()
    if subject.id == "finished" and (story.is_among or piece.depth) and story.last != "handled":
        return ()
    if subject.id == "handled" and (story.is_among or piece.depth or story.is_foreign):
        return ()
    return (_shared_outcome(story, subject.id, label),)


def _carried_in(story: Story, label: str, piece: Piece) -> tuple[str, ...]:
    """Where what was received is said to include it, that number was of both; where nothing was received, what was closed is all."""
    at = next((n for n in reversed(range(len(story.found))) if story.found[n].subject in ("received", "finished", "received_and_carried_in")), None)
    if at is not None and story.found[at].subject == "received" and (piece.depth or story.is_among) and _INCLUDING.search(label + piece.label) and story.found[at].year == "this":
        story.found[at] = replace(story.found[at], subject="received_and_carried_in")
    nothing_received = any(mention.subject == "received" and mention.number == 0 for mention in story.found)
    return ("carried_in", "finished") if nothing_received and re.match(r"^(?:共|已)?(?:办结|答复)", label) else ("carried_in",)


def _shared_outcome(story: Story, name: str, label: str) -> str:
    """尚未审结的行政复议2件、行政诉讼3件: what is said of the first case holds for the second."""
    if name not in ROUTES:
        outcome = _LEADING.match(label)
        story.outcome = next((key for key, words in (outcome.groupdict() if outcome else {}).items() if words), "")
        return name
    return f"{name}_{story.outcome}" if story.outcome and label[:1] in "、和与及" else name


def _shared_measure(story: Story, label: str) -> tuple[str, ...]:
    """制发规章2件、行政规范性文件8件: the verb holds for both."""
    bare = label.lstrip("、和与及")
    if bare == label or not story.last or not _DOCUMENTS.match(bare) or story.last.partition("_")[0] not in ("regulations", "normative"):
        return ()
    kind = "normative" if "规范性" in bare else "regulations"
    return (f"{kind}_{story.last.partition('_')[2]}",)
