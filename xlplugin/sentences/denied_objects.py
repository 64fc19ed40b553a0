"""What may be said not to have happened: how the object of a denial is worded, by subject and verb."""

from __future__ import annotations

from collections.abc import Iterator

from xlplugin.sentences.subjects import word

_SELF = r"(?:我[局镇乡办县市区委院厅]|我(?:单位|街道|机关)|本(?:机关|单位|局|镇|乡|办|街道))"
# Either the cause is disclosure, or whose case it is: 针对我镇的行政复议. Any other cause leaves words that fit nothing.
_CAUSE = rf"(?:(?:因|由|涉及|涉|有关|关于|针对|就|对|于|{_SELF}|的)*<info>(?:工作|答复|事项|事务|申请|方面|行为)*(?:而)?(?:引起|引发|导致|产生|提[起请]|发生|被|提出)*(?:的|过)?|(?:针对|对|以)?{_SELF}(?:为被(?:申请人|告))?(?:提起|提出|的)*)"
_LEAD = r"(?:需要?(?:办理|答复|处理)的|需要?|任何(?:一?种?(?:形式|方式|类型)的?)?|相关|有关|一[件例起宗次]|1[件例起宗次]|有(?!效)|被(?:申请|提起)?|提起|发生)*+"
_TAIL = r"(?:的)?(?:等)?(?:相关|有关)?(?:情况|情形|事项|事件|案件|现象|行为|问题|数量|业务|要求|请求|需求|件|的)*(?:发生|出现|产生)?"

_NAMED = r"[^、,]*(?:自然人|企业|法人|机构|律师|书面|纸质|电子|口头|电话|(?:信函|网络|网上|线上|线下|当面|现场|传真|邮寄|邮件|平台)(?![^、,]*(?:等|各|多)(?:多种|种|类)?(?:渠道|方式|途径|形式)))"
"""Says who did not ask, or by which door; others may have."""
_RECEIVED = "|".join(
    (
        rf"^{_LEAD}(?!{_NAMED})(?:[^、,因]{{0,14}}?(?:提出的?|提交的?|递交的?|要求|来自\w{{1,6}}的|(?:涉及|针对|关于|向){_SELF}的?|以{_SELF}为(?:对象|受理机关)的?|(?:形式|方式|渠道|途径)的?))?<request>{_TAIL}$",
        rf"^{_LEAD}(?:<anyone>|(?:单位|组织|个人)(?:的|提出的?|提交的?)?)?(?:提出|提交)?(?:的)?<request>{_TAIL}$",
        rf"^<anyone>?向[我本]\w{{1,3}}(?:提出|提交)?(?:的)?(?:申请|要求)(?:公开|获取)?(?:相关|有关)?(?:政府)?信息(?:公开)?(?:的)?(?:申请)?{_TAIL}$",
    )
)
_BARE = rf"^{_LEAD}<anyone>?(?:提出的?|提交的?)?(?:新)?<bare>{_TAIL}$"
_TO_COURT = "(?:向[^,;、]{1,10}?)?(?:申请|提起|提出)?"
_REVIEW = rf"^{_LEAD}<anyone>?(?:{_CAUSE})?{_TO_COURT}{_LEAD}<review>{_TAIL}$"
_SUIT = rf"^{_LEAD}<anyone>?(?:{_CAUSE})?{_TO_COURT}{_LEAD}<suit>{_TAIL}$"
_BOTH = rf"^{_LEAD}(?:{_CAUSE}|<info>(?:类|方面|领域)?的?)?{_LEAD}(?:行政)?复议(?:行政)?诉讼{_TAIL}$"
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
    ("carried_in", frozenset({"", "receive"}), rf"^{_LEAD}<carried_in>(?:<request>|<bare>|办件|申请件)?{_TAIL}$"),
    ("carried_over", frozenset({"", "receive"}), rf"^{_LEAD}(?:需要?)?(?:<carried_over>|<next_year><carry>(?:的)?)(?:<request>|<bare>|办件|申请件)?{_TAIL}$"),
    ("received", frozenset({"", "receive"}), _RECEIVED),
    *((name, frozenset({"", "receive", "act"}), rf"^{_LEAD}{words}(?:的)?(?:答复|决定)?(?:<request>|<bare>)?{_TAIL}$") for name, words in _OTHER_RESULTS.items()),
    *((name, frozenset({"", "receive"}), rf"^{_LEAD}{words}(?:提出|提交|申请)的?(?:<request>|<bare>)?{_TAIL}$") for name, words in _APPLICANTS.items()),
    *(
        (f"{route}_{outcome}", frozenset({"", "receive", "sued"}), rf"^{_LEAD}(?:{_CAUSE})?(?:{words}(?:中|里)?<{outcome}>|<{outcome}>{words}){_TAIL}$")
        for route, words in (("reconsideration", "<review>"), ("litigation", "<suit>"))
        for outcome in ("upheld", "corrected")
    ),
    ("reconsideration_corrected", frozenset({"", "receive", "sued"}), rf"^{_LEAD}(?:{_CAUSE})?(?:不当|不规范|不及时|违法)?(?:而)?被(?:行政)?复议机关(?:依法)?(?:予以)?(?:纠正|纠错){_TAIL}$"),
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
    ("fees", frozenset({"", "receive", "charge"}), rf"^{_LEAD}(?:收取|征收|产生)?行政事业性收费(?:项目|收入)?{_TAIL}$"),
    ("information_fee", frozenset({"", "receive", "charge"}), rf"^{_LEAD}(?:收取|征收|产生|缴纳)?(?:申请人)?(?:的)?<information_fee>{_TAIL}$"),
)
COMPLAINT = rf"^{_LEAD}(?:{_CAUSE})?{_LEAD}(?:投诉|举报|申诉|信访|检举|控告|纠纷|争议|申请复核)+{_TAIL}$"
"""An item of its own beside cases: it does not make them something else."""
_FEE = rf"^{_LEAD}(?:<info>)?(?:申请人)?(?:的)?(?:相关|有关|任何)*(?:费用|收费){_TAIL}$"


def objects_named(item: str, verb: str, about_requests: bool, whole: str) -> Iterator[str]:
    """The subjects that one item of a denial names, held whole against the wordings. `whole`: the sentence."""
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
