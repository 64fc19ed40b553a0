"""What a sentence says of all that it has named: 均按时办结, 全部予以公开, 均获维持."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xlplugin.sentences.subjects import word

_ALL = "(?:均|全部|都|全数|悉数|皆|一律)"
_FINISHED = word(
    rf"{_ALL}[^,;:]{{0,18}}?(?:答复|办结|办理完毕|办毕|办理完成|办复|回复|处理完毕)(?!意见|满意|率|口径|函|文书|模板|工作|流程|公开)"
    rf"|(?:所有|全部)(?:政府信息公开|依申请公开)?申请(?:事项|件)?[^,;:]{{0,18}}?(?:答复|办结|办理完毕|办毕|办复|回复)(?!意见|满意|率)"
)
_NOT_FINISHED = word("未|没有|不超过|应当|应|要求|确保|做到|力争|意见|满意|延期|逾期|件件")
_APPLICANTS = (
    ("natural_person", word(rf"{_ALL}(?:为|是|来自|由|系|属于?)(?:自然人|公民)(?:个人)?(?:申请|提出|提交)?(?:的)?(?:申请|<request>)?$")),
    ("organisation", word(rf"{_ALL}(?:为|是|来自|由|系|属于?)<organisation>(?:申请|提出|提交)?(?:的)?(?:申请|<request>)?$")),
    ("company", word(rf"{_ALL}(?:为|是|来自|由|系|属于?)(?:商业)?企业(?:申请|提出|提交)?(?:的)?(?:申请|<request>)?$")),
)
_RESULTS = tuple(
    (name, word(rf"{_ALL}(?:已|依法|按规定|按时|按期|经审查|决定|作出?|答复|为|属于?|以)*{words}(?:的|处理|答复|决定|情形|申请人|方式)*$"))
    for name, words in (
        ("partly_granted", "(?:予以)?部分公开"),
        ("refused", "不予公开"),
        ("unavailable", "无法提供"),
        ("declined", "不予处理"),
        ("granted", "(?:予以公开|同意公开|准予公开)"),
    )
)
_COURT = r"(?:[^,;:]{0,6}?(?:复议机关|法院)(?:依法|已|审理后)?)?"
_OUTCOMES = (
    (
        "upheld",
        word(
            rf"(?:{_ALL}|^{_COURT}(?:<review>|<suit>)?(?:的)?(?:案件)?(?:审理|判决|复议|决定)*(?:结果)?)"
            r"(?:为|已|依法|被|获|予以|予|作出|结果|决定|判决|复议机关|法院)*维持了?(?:(?:原|[我本](?:机关|单位|街道|\w)(?:的|作出的|所作的?)?)?(?:原)?(?:行政行为|答复|决定|具体行政行为))?(?:的)?(?:决定)?$"
        ),
    ),
    ("corrected", word(rf"(?:{_ALL}|^{_COURT}(?:审理|判决|复议)*(?:结果))(?:为|已|依法|被|予以|予|结果)*(?:纠正|纠错)$")),
    ("pending", word(rf"(?:^|{_ALL})(?:目前|现|截至年底|年底)?(?:<pending>)$")),
)
_REST = word("(?:其余|其他|其它|剩余|余下|另外?|部分|其中)(?:的)?[^,;:]{0,6}?(?:均|全部|都|皆)")
"""What holds for the rest does not hold for all."""
_INSTANCE = re.compile("[一二再]审(?!查)")
_OLD = word("<carried_in>|上一?年")
_REVIEW, _SUIT = word("复议(?!后)"), word("诉讼|法院|判决")


def finished(words: str) -> bool:
    """Whether a segment says that everything was answered."""
    return _FINISHED.search(words) is not None and _NOT_FINISHED.search(words) is None and _REST.search(words) is None and _OLD.search(words) is None


def of_requests(words: str) -> Iterator[str]:
    """The kind of applicant, or the result, that a segment claims of all requests."""
    if "未" in words or "没有" in words or _REST.search(words):
        return
    for name, pattern in (*_APPLICANTS, *_RESULTS):
        if pattern.search(words):
            yield name
            return


def of_cases(words: str, routes: Sequence[str]) -> Iterator[str]:
    """The outcome that a segment claims of all cases; `routes` are those last spoken of."""
    for outcome, pattern in _OUTCOMES:
        if pattern.search(words) and not _REST.search(words) and not _INSTANCE.search(words):
            named = [route for route, sign in (("reconsideration", _REVIEW), ("litigation", _SUIT)) if sign.search(words)]
            yield from (f"{route}_{outcome}" for route in (named or routes))
            return
