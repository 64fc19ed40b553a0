"""What a sentence says did not happen: 未收到, 没有受理, 无, 零申请, 均未发生."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlplugin.sentences.subjects import word

_NOT = re.compile(
    r"(?:均|也|亦|都|暂|尚|并|从|还|仍|既|皆|又|则)*"
    r"(?:未(?!经|审结|办结|按|予|公开|答复|补正|来|及时|成年|结|尽|向社会|到|完)|没有(?!现成|及时|按|完|得到)|不存在|(?<!有)无(?!法|正当|关|需|须|权|条件|偿|障碍|故|理由|效|逾期|超期|缝|线|纸|偏差|差别|人|异议)|(?<!有)无人(?=申请|向|提出)|(?<![0-9一二三四五六七八九十百])零(?=申请|行政|复议|诉讼|收费|发生))"
)
_DONE = (
    r"(?:曾)?(?:(?P<receive>新收到?|收到|受理|接到|接收|收取|收|登记|新增|收悉|产生|发生|出现|存在|有|涉及|引发)|(?P<make>(?:制定|制发|制订|出台|印发|发布|公布)+)|(?P<repeal>废止)"
    r"|(?P<act>办理|作出|实施|采取|开展)|(?P<sued>被提起|被申请|提起|被)|(?P<charge>征收|计收))?(?:过|到|了)?"
)
_OBJECT = re.compile(rf"^(?:向[^,;]{{1,6}}?(?=收取|收到|提出))?{_DONE}(?P<what>.*)$")
_JOIN = re.compile(r"、|和|以及|及|与|或者?|且|也(?=未|没|无)")
# Either the cause is disclosure, or whose case it is: 针对我镇的行政复议. Any other cause leaves words that fit nothing.
_ORGANISATION = re.compile(r"法人(?:和|或者?|或是|及|以及|与|、)(?:其他|非法人)(?:社会)?组织")
_SELF = r"(?:我[局镇乡办县市区委院厅]|我(?:单位|街道|机关)|本(?:机关|单位|局|镇|乡|办|街道))"
_CAUSE = rf"(?:(?:因|由|涉及|涉|有关|关于|针对|就|对|于|{_SELF}|的)*<info>(?:工作|答复|事项|事务|申请|方面|行为)*(?:而)?(?:引起|引发|导致|产生|提起|发生|被|提出)*(?:的|过)?|(?:针对|对|以)?{_SELF}(?:为被(?:申请人|告))?(?:提起|提出|的)*)"
_LEAD = r"(?:需要?|任何|相关|有关|一[件例起宗次]|1[件例起宗次]|有|被(?:申请|提起)?|提起|发生)*"
_TAIL = r"(?:的)?(?:情况|情形|事项|事件|案件|现象|行为|问题|数量|业务|要求|请求|需求|件|的)*"

_NAMED = r"[^、,]*(?:自然人|企业|法人|机构|律师|(?:信函|网络|网上|线上|线下|当面|现场|传真|邮寄|邮件|平台)(?![^、,]*(?:等|各|多)(?:多种|种|类)?(?:渠道|方式|途径|形式)))"
"""Says who did not ask, or by which door; others may have."""
_RECEIVED = "|".join(
    (
        rf"^{_LEAD}(?!{_NAMED})(?:[^、,因]{{0,14}}?(?:提出的?|提交的?|递交的?|要求|来自\w{{1,6}}的))?<request>{_TAIL}$",
        rf"^{_LEAD}<anyone>?(?:提出|提交)?(?:的)?<request>{_TAIL}$",
        rf"^<anyone>?向[我本]\w{{1,3}}(?:提出|提交)?(?:的)?(?:申请|要求)(?:公开|获取)?(?:相关|有关)?(?:政府)?信息(?:公开)?(?:的)?(?:申请)?{_TAIL}$",
    )
)
_BARE = rf"^{_LEAD}<anyone>?(?:提出的?|提交的?)?(?:新)?<bare>{_TAIL}$"
_REVIEW = rf"^{_LEAD}(?:{_CAUSE})?{_LEAD}<review>{_TAIL}$"
_SUIT = rf"^{_LEAD}(?:{_CAUSE})?{_LEAD}<suit>{_TAIL}$"
_BOTH = rf"^{_LEAD}(?:{_CAUSE})?{_LEAD}(?:行政)?复议(?:行政)?诉讼{_TAIL}$"
_OTHER_RESULTS = {
    "granted": "(?:予以公开|同意公开)",
    "partly_granted": "(?:部分公开|予以部分公开)",
    "refused": "不予公开",
    "unavailable": "无法提供",
    "declined": "不予处理",
    "other_handled": "其他处理",
}

_APPLICANTS = {
    "natural_person": "(?:自然人|公民)",
    "organisation": "(?:法人其他组织|<organisation>)",
    "company": "(?:商业)?企业",
    "research": "科研机构",
    "public_interest": "社会公益组织",
    "legal_service": "法律服务机构",
}

# Subject, the verbs it goes with, what the object must be.
_ZEROES: tuple[tuple[str, frozenset[str], str], ...] = (
    ("carried_in", frozenset({"", "receive"}), rf"^{_LEAD}<carried_in>(?:<request>|<bare>)?{_TAIL}$"),
    ("carried_over", frozenset({"", "receive"}), rf"^{_LEAD}(?:需要?)?<carried_over>(?:<request>|<bare>)?{_TAIL}$"),
    ("received", frozenset({"", "receive"}), _RECEIVED),
    *((name, frozenset({"", "receive", "act"}), rf"^{_LEAD}{words}(?:<request>|<bare>)?{_TAIL}$") for name, words in _OTHER_RESULTS.items()),
    *((name, frozenset({"", "receive"}), rf"^{_LEAD}{words}(?:提出|提交|申请)的?(?:<request>|<bare>)?{_TAIL}$") for name, words in _APPLICANTS.items()),
    *(
        (f"{route}_{outcome}", frozenset({"", "receive", "sued"}), rf"^{_LEAD}(?:{_CAUSE})?(?:{words}(?:中|里)?<{outcome}>|<{outcome}>{words}){_TAIL}$")
        for route, words in (("reconsideration", "<review>"), ("litigation", "<suit>"))
        for outcome in ("upheld", "corrected")
    ),
    ("reconsideration", frozenset({"", "receive", "sued"}), _REVIEW),
    ("litigation", frozenset({"", "receive", "sued"}), _SUIT),
    ("regulations_issued", frozenset({"make"}), rf"^{_LEAD}(?:新的?)?<rule>{_TAIL}$"),
    ("regulations_repealed", frozenset({"repeal"}), rf"^{_LEAD}<rule>{_TAIL}$"),
    ("normative_issued", frozenset({"make"}), rf"^{_LEAD}(?:新的?)?<document>{_TAIL}$"),
    ("normative_repealed", frozenset({"repeal"}), rf"^{_LEAD}<document>{_TAIL}$"),
    ("regulations_repealed", frozenset({"", "receive"}), rf"^{_LEAD}(?:废止<rule>|<rule>废止){_TAIL}$"),
    ("normative_repealed", frozenset({"", "receive"}), rf"^{_LEAD}(?:废止<document>|<document>废止){_TAIL}$"),
    ("regulations_issued", frozenset({"", "receive"}), rf"^{_LEAD}(?:新)?(?:制定|制发|出台)<rule>{_TAIL}$"),
    ("normative_issued", frozenset({"", "receive"}), rf"^{_LEAD}(?:新)?(?:制定|制发|出台)的?<document>{_TAIL}$"),
    ("regulations_in_force", frozenset({"", "receive"}), rf"^{_LEAD}<in_force><rule>{_TAIL}$"),
    ("normative_in_force", frozenset({"", "receive"}), rf"^{_LEAD}<in_force><document>{_TAIL}$"),
    ("licensing", frozenset({"", "receive", "act"}), rf"^{_LEAD}行政许可(?:处理)?(?:决定)?{_TAIL}$"),
    ("penalties", frozenset({"", "receive", "act"}), rf"^{_LEAD}行政处罚(?:处理)?(?:决定)?{_TAIL}$"),
    ("coercion", frozenset({"", "receive", "act"}), rf"^{_LEAD}行政强制(?:处理)?(?:措施|决定|执行)?{_TAIL}$"),
    ("fees", frozenset({"", "receive", "charge"}), rf"^{_LEAD}行政事业性收费(?:项目|收入)?{_TAIL}$"),
    ("information_fee", frozenset({"", "receive", "charge"}), rf"^{_LEAD}<information_fee>{_TAIL}$"),
)
_FAILING = re.compile("败诉|撤销|违法|纠正|纠错|责令|变更|问责|超期|逾期|不当|追责|投诉|举报|无效")
"""未发生行政复议、行政诉讼败诉的情况 does not deny the cases."""
_CHANNEL = re.compile("信函|网络|网上|线上|线下|当面|现场|窗口|传真|邮寄|邮箱|邮件|平台")
_FEE = rf"^{_LEAD}(?:<info>)?(?:的)?(?:相关|有关|任何)*(?:费用|收费){_TAIL}$"


def is_denial(words: str) -> bool:
    """Whether words say that something was not or is not there."""
    return _NOT.search(words) is not None


def denied(words: str, joined: str, about_requests: bool, before: tuple[str, ...], whole: str) -> Iterator[str]:
    """The subjects of which a segment without numbers says that there is nothing.

    `joined`: the segment with the one before it, where that one may name the subject. `before`: the subjects that were
    denied just before, for 我局亦未发生. `whole`: the sentence.
    """
    match = _NOT.search(words)
    spoken = _OBJECT.match(words[match.end() :]) if match else None
    if match is None or spoken is None:
        return
    verb, what = _verb(spoken), spoken["what"].rstrip("的")
    if _CHANNEL.search(words[: match.start()]):
        return
    if what:
        objects = _named(what, verb, about_requests, whole)
        yield from (name for name in objects if not _FAILING.search(what) or name.endswith("_corrected"))
        return
    start = _NOT.search(joined, len(joined) - len(words))
    named = list(_named(_start(joined[: start.start() if start else 0]), verb, about_requests, whole))
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
    for item in _JOIN.split(_ORGANISATION.sub("法人其他组织", words)):
        inner = _NOT.match(item)
        again = _OBJECT.match(item[inner.end() :]) if inner else None
        if again is not None:
            verb, item = _verb(again), again["what"]
        yield from _subjects(item, verb, about_requests, whole)


def _verb(spoken: re.Match[str]) -> str:
    return next((name for name in ("receive", "make", "repeal", "act", "sued", "charge") if spoken[name]), "")


def _subjects(item: str, verb: str, about_requests: bool, whole: str) -> Iterator[str]:
    if word(_BOTH).match(item):
        yield from ("reconsideration", "litigation")
        return
    for name, verbs, pattern in _ZEROES:
        if verb in verbs and word(pattern).match(item):
            yield name
            return
    if about_requests and verb in ("", "receive") and word(_BARE).match(item):
        yield "received"
    elif verb in ("receive", "charge") and word(_FEE).match(item) and word("<info>|申请").search(whole):
        yield "information_fee"


def _start(words: str) -> str:
    """A subject before its verb, without the time and the organ before it."""
    bare = word(r"<when>|[我本]\w{1,2}(?=政府|行政|依申请|信息)").sub("", words).rstrip(",:")
    return re.sub(r"[,:]|(?:方面|情况|工作)$", "", bare)
