"""What a sentence says did not happen: 未收到, 没有受理, 无, 零申请, 均未发生."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlplugin.sentences.denied_objects import COMPLAINT, objects_named
from xlplugin.sentences.subjects import word

_NOT = re.compile(
    r"(?:均|也|亦|都|暂|尚|并|从|还|仍|既|皆|又|则)*+"
    r"(?:未(?!经|审结|办结|按|予|公开|答复|补正|来|及时|成年|结|尽|向社会|到|完)|没有(?!现成|及时|按|完|得到)|不存在|(?<!有)无(?!法|正当|关|需|须|权|条件|偿|障碍|故|理由|效|逾期|超期|缝|线|纸|偏差|差别|人|异议)|(?<!有)无人(?=申请|向|提出|就|因|对|提起|依法)|(?<![0-9一二三四五六七八九十百])零(?=申请|受理|办理|接收|收件|登记|行政|复议|诉讼|收费|发生))"
)
_DONE = (
    r"(?:曾)?(?:(?P<receive>新收到?|收到|受理|接到|接收|收取|收|登记|新增|收悉|产生|发生|出现|存在|有|涉及|引发)|(?P<make>(?:制定|制发|制订|出台|印发|发布|公布)+)|(?P<repeal>废止)"
    r"|(?P<act>办理|作出|实施|采取|开展)|(?P<sued>被提起|被申请|提起|被)|(?P<charge>征收|计收))?(?:过|到|了)?"
)
_OBJECT = re.compile(rf"^(?:向[^,;]{{1,6}}?(?=收取|收到|提出))?{_DONE}(?P<what>.*)$")
_JOIN = re.compile(r"、|和|以及|(?<![涉危])及|与|或者?|且|也(?=未|没|无)")
_ORGANISATION = re.compile(r"法人(?:和|或者?|或是|及|以及|与|、)(?:其他|非法人)(?:社会)?组织")
_FAILING = re.compile("败诉|撤销|违法|纠正|纠错|责令|变更|问责|超期|逾期|不当|追责|投诉|举报|无效")
"""未发生行政复议、行政诉讼败诉的情况 does not deny the cases."""
_NIL = re.compile("(?:零(?:受理|办理|接收|收件|登记|申请)[、,和]?)+$")
_NO_CARRY = word("^<carry>(?:下来)?(?:的)?(?:<request>|<bare>|办件|事项|件)?(?:情况|的)*$")
_OF_LAST_YEAR = word("<last_year>(?:亦|也|均|并|同样)*$")
_NEW_FEES = re.compile("新(?:增|设)(?:的|任何)*行政事业性收费")
"""没有新增行政事业性收费项目: the old ones are charged all the same."""
_MADE_OR_REPEALED = word("^(?:新)?(?:制定|制发|出台|印发)(?:[、和或及]|或者)+(?:(?:修订|修改|失效)(?:[、和或及]|或者)+)*废止(?:的)?(?P<kind><rule>|<document>)(?:的)?(?:情况|情形)?$")
"""无新制定、废止的行政规范性文件."""
_ASKED = re.compile("(提出|提交|递交)(?:过|了|任何)*(?:政府信息公开|信息公开|公开)?申请$")
_NARROW = re.compile("企业|机构|律师|村|社区|学校|部门|自然人|法人(?!.*公民)")
"""科研机构均未提出申请: others may have."""
_CHANNEL = re.compile("信函|网络|网上|线上|线下|当面|现场|窗口|传真|邮寄|邮箱|邮件|平台|信箱")


def is_denial(words: str) -> bool:
    """Whether words say that something was not or is not there."""
    return _NOT.search(words) is not None


def denied(words: str, joined: str, about_requests: bool, before: tuple[str, ...], whole: str) -> Iterator[str]:
    """The subjects of which a segment without numbers says that there is nothing.

    `joined`: the segment with the one before it, where that one may name the subject. `before`: the subjects that were
    denied just before, for 我局亦未发生. `whole`: the sentence.
    """
    if nil := _NIL.search(words):
        of = _start(words[: nil.start()])
        if not of or word("^<info>$").match(of) or "received" in _named(of, "", about_requests, whole):
            yield "received"
        return
    match = _NOT.search(words)
    spoken = _OBJECT.match(words[match.end() :]) if match else None
    if match is None or spoken is None or _NEW_FEES.search(words):
        return
    verb, what = _verb(spoken), spoken["what"].rstrip("的")
    if asked := _ASKED.match(what):
        lead = [item for item in _JOIN.split(_ORGANISATION.sub("法人其他组织", _start(words[: match.start()]))) if item]
        named_kinds = [name for item in lead for name in _named(f"{item}{asked[1]}的申请", "", about_requests, whole) if name != "received"]
        if named_kinds or any(_NARROW.search(item) for item in lead):
            yield from named_kinds
            return
    if _CHANNEL.search(words[: match.start()]):
        return
    if what:
        if _NO_CARRY.match(what) and _OF_LAST_YEAR.search(words[: match.start()]):
            yield "carried_in"
            return
        is_failing = any(_FAILING.search(item) for item in _JOIN.split(what) if not word(COMPLAINT).match(item))
        yield from (name for name in _named(what, verb, about_requests, whole) if not is_failing or name.endswith("_corrected"))
        return
    start = _NOT.search(joined, len(joined) - len(words))
    named = list(_named(_start(words[: match.start()]), verb, about_requests, whole)) or list(_named(_start(joined[: start.start() if start else 0]), verb, about_requests, whole))
    yield from named or (before if verb else ())


_NO_NARROWER = (
    r"<when>|[我本全]\w{1,3}(?=$|[^\w])|<request>|<review>|<suit>|[我本全][局镇乡办县市区委厅街单机部道位关门]*|截至|截止|年底|年末|底|12月31日"
    r"|[和与及、,:]|以及|方面|情况|案件|数量|工作|政府|办公室|因此|也|均|共"
)
"""Words before a denial that leave it the whole organ's."""


def is_of_whole(words: str, organ: str | None) -> bool:
    """Whether what stands before the denial leaves it the whole organ's: the time, the organ itself, the subject, no more."""
    match = _NOT.search(words)
    lead = word(_NO_NARROWER).sub("", words[: match.start()] if match else "")
    return not lead or (organ is not None and lead in organ)


def _named(words: str, verb: str, about_requests: bool, whole: str) -> Iterator[str]:
    """The subjects of a list, each item held whole against the wordings. A verb of its own holds from its item on."""
    if both := _MADE_OR_REPEALED.match(words):
        kind = "normative" if "规范性" in both["kind"] else "regulations"
        yield from (f"{kind}_issued", f"{kind}_repealed")
        return
    for item in _JOIN.split(_ORGANISATION.sub("法人其他组织", words)):
        inner = _NOT.match(item)
        again = _OBJECT.match(item[inner.end() :]) if inner else None
        if again is not None:
            verb, item = _verb(again), again["what"]
        yield from objects_named(item, verb, about_requests, whole)


def _verb(spoken: re.Match[str]) -> str:
    return next((name for name in ("receive", "make", "repeal", "act", "sued", "charge") if spoken[name]), "")


def _start(words: str) -> str:
    """A subject before its verb, without the time and the organ before it."""
    bare = word(r"<when>|[我本]\w{1,2}(?=政府|行政|依申请|信息)").sub("", words).rstrip(",:")
    return re.sub(r"[,:]|(?:方面|情况|工作)$", "", bare)
