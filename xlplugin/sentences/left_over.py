"""Which numbers of a sentence that are read as nothing may be the tables' all the same: near words of what the tables hold."""

from __future__ import annotations

import re

from xlplugin.sentences.labels import is_gain
from xlplugin.sentences.sentence_state import Story
from xlplugin.sentences.subjects import blockers, word
from xlplugin.sentences.text.pieces import Piece

_UNITS = frozenset(("件", "件次", "宗", "宗次", "条", "份", "起", "例", "部", "笔", "人次", "次", "封", "元", "千元", "万元", "亿元"))
_OF_REQUESTS = word(
    "<request>|<bare>(?!材料)|收到|新收|受理|接收|结转|转结|答复|办结|办理|<full>|<partly>|不予公开|无法提供|不予处理|<nonexistent>|<not_held>|自然人|公民|法人|企业(?:申请|提)|<by_law>|<internal>|<process>"
)
_OF_CASES = word("<review>|<suit>|起诉|维持|纠正|审结")
_OF_DOCUMENTS = word("(?:<rule>|<document>)[^,;:]{0,6}?$|^(?:<rule>|<document>)")
_OF_DECISIONS = re.compile("行政许可|行政处罚|行政强制")
_OF_FEES = word("行政事业性收费|<information_fee>")
_NOT_COUNTED = re.compile(
    "网络|网上|网站|线上|线下|在线|信函|邮寄|邮件|邮箱|当面|现场|窗口|传真|涉及|类申请|领域|方面|延期|延长|补正|撤回|撤销|征求|转办|转送|移送|重复|咨询|信访|来信|来电|来访|热线|工单|留言|诉求|建议|提案|议案|培训|会议"
    "|模板|指南|目录|制度|案例|文书|案卷|告知书|意见书|抽查|评查|检查|满意|平均|每|下载|访问|点击|阅读|发布|推送|公示|公告|公开(?:率|栏|信息)|主动公开|公开(?:政府|各类)|项目|立案|移交|解读|备案|审查|审核|修订|失效|罚款|罚没|出庭|旁听|清理|草案|减免|减征|取消|停征|填写|如需|一般|原则上|提前|修改|同一|文件[^,;:]{0,3}份"
)
"""What no row of the tables counts."""


def note(story: Story, piece: Piece) -> None:
    """Remembers a number that may be the tables'."""
    if piece.quantity is not None and _may_be(story, piece):
        story.numbers.append(piece)


def _may_be(story: Story, piece: Piece) -> bool:
    quantity, words = piece.quantity, f"{piece.label}{piece.after}"
    if quantity is None or quantity.value is None or not quantity.is_exact or quantity.unit not in _UNITS:
        return False
    if story.clock.now != "this" or story.clock.is_part or story.clock.is_since or story.voice.now != "own" or story.is_foreign:
        return False
    if is_gain(piece.label) or _NOT_COUNTED.search(words) or blockers("request").search(words):
        return False
    if quantity.measure == "money":
        return _OF_FEES.search(words) is not None
    return (
        (story.about_requests and _OF_REQUESTS.search(words) is not None)
        or (story.about_information and _OF_CASES.search(words) is not None)
        or any(pattern.search(part) for pattern in (_OF_DOCUMENTS, _OF_DECISIONS) for part in (piece.label, piece.after))
    )
