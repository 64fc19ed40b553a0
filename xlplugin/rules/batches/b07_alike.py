"""B07: text nearly that of another organ, or of the organ's own last year's."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from xlplugin.findings import Severity
from xlplugin.rules.batches.alike import Alike, Measure, compare, find_alike
from xlplugin.rules.batches.sent import file_name, newest, organ, year_of
from xlplugin.rules.batches.text_index import Index
from xlplugin.rules.batches.text_marks import Marked, mark
from xlplugin.rules.declare import Across, Context, Example, Hit, Rule, Several, Unknown
from xlplugin.rules.needs import exact, percent
from xlplugin.rules.submissions import Batch, Sent
from xlplugin.text import Text, same

_NO_TEXT = Text("没有报告文字，不能比对雷同", "no file holds the report's text, so none could be compared")
_LAST_YEAR = Text(
    "{organ}{year}报告的文字与本单位上一年的雷同（约 {share}）：本年“{passage}”；上年“{other}”。请核对是否沿用了上年的文字，按本年工作改写。",
    '{share} or so of the text of {organ}{year} is its own last year\'s: now "{passage}"; last year "{other}". See whether it was left as it was, and write about this year',
)
_KEPT = 64
"""Marked texts held at a time: pairs are mostly neighbours."""


def _check(batch: Batch, context: Context) -> Iterator[Hit | Unknown]:
    sent = [one for one in newest(batch) if one.is_readable]

    def read(at: int) -> Marked:
        return mark(_joined(batch.contents.narrative(sent[at].file)), _own_names(sent[at]))

    index = Index(read(at).marks for at in range(len(sent)))
    if sent and not index.filled:
        yield Unknown(_NO_TEXT)
        return
    most = max(exact(context, "B07", "fewest"), min(exact(context, "B07", "common") * index.filled, exact(context, "B07", "most")))
    measure = Measure(float(exact(context, "B07", "share")), int(exact(context, "B07", "least")), int(most))
    seen: set[str] = set()
    for alike in find_alike(index, lru_cache(_KEPT)(read), lambda a, b: sent[a].organ != sent[b].organ, measure):
        one, other = sent[alike.one], sent[alike.other]
        if one.organ in seen and other.organ in seen:
            continue  # of several that are alike, each is told with the one nearest to it
        seen |= {one.organ, other.organ}
        words = {**_words(one, alike), "second": organ(other.organ), "file": same(file_name(one.file)), "second_file": same(file_name(other.file))}
        yield Hit(organ=one.organ, others=(other.organ,), files=(one.file, other.file), actual=alike.passages[0], words=words)
    yield from _against_last_year(batch, sent, read, context)


def _against_last_year(batch: Batch, sent: list[Sent], read: Callable[[int], Marked], context: Context) -> Iterator[Hit]:
    measure = Measure(float(exact(context, "B07", "last_year")), int(exact(context, "B07", "least")))
    for at, one in enumerate(sent):
        before = _joined(batch.contents.last_year(one.file))
        alike = compare(0, 1, read(at), mark(before, _own_names(one)), measure) if before else None
        if alike is not None:
            yield Hit(organ=one.organ, files=(one.file,), actual=alike.passages[0], message=_LAST_YEAR, words={**_words(one, alike), "year": year_of(one.year)})


def _words(one: Sent, alike: Alike) -> dict[str, object]:
    share = percent(Decimal(alike.share).quantize(Decimal("0.01")))
    return {"organ": organ(one.organ), "share": share, "passage": _quoted(alike.passages[0]), "other": _quoted(alike.passages[1])}


def _quoted(passage: str) -> Text:
    """A passage without marks that could steer what shows it."""
    return same("".join(mark if mark.isprintable() else " " for mark in passage))


def _joined(narrative: Mapping[str, str]) -> str:
    return "\n".join(narrative.values())


def _own_names(one: Sent) -> tuple[str, ...]:
    return (one.organ, one.named or one.organ)


_DONE = (
    "一年来，{organ}把公开事项逐项列成清单，由办公室每季度对照清单检查一次，发现遗漏当日补上；对群众在服务大厅反复询问的低保、危房改造和农机补贴三类事项，"
    "另做一页纸的办理指南，放在各村便民服务点，全年共更换指南四次。"
)
_OTHER_DONE = (
    "本年度重点整理了网站上的旧栏目，合并内容重复的八个栏目，把失效的政策解读移入历史文件库；年中请两名人大代表试用检索功能，按他们的意见把常用事项放到首页，"
    "并为老年人录制了字幕讲解视频。"
)
_PLAN = "存在的问题是村级公开栏更新慢，下一步由驻村干部每月拍照上报更新情况，年底把照片与村务公开目录逐条对照，对三次不更新的村约谈负责人。"


def _text(organ: str, *paragraphs: str) -> Example:
    return Example(organ=organ, narrative={"overview": "\n".join(paragraphs).replace("{organ}", organ)})


_SENT = (Sent("一镇.xlsx", "样例一镇", 2023, "样例一镇"), Sent("二镇.xlsx", "样例二镇", 2023, "样例二镇"))
_COPIED = {"一镇.xlsx": _text("样例一镇", _DONE, _PLAN), "二镇.xlsx": _text("样例二镇", _DONE, _PLAN)}
_OWN = {"一镇.xlsx": _text("样例一镇", _DONE, _PLAN), "二镇.xlsx": _text("样例二镇", _OTHER_DONE)}

RULE = Rule(
    id="B07",
    severity=Severity.WARNING,
    title=Text("报告文字雷同", "text nearly that of another report"),
    message=Text(
        "{organ}与{second}的报告文字雷同（约 {share}）：{file} 写“{passage}”；{second_file} 写“{other}”。请核对是否照抄，退回按实际情况改写。",
        '{share} or so of the text is the same in {organ} and {second}: {file} says "{passage}"; {second_file} says "{other}". See whether it was copied, and return what was',
    ),
    rationale=Text(
        "两家单位各自写报告，不会整段相同。法规原文、格式用语和许多单位都用的段落不计在内。",
        "Two organs that write for themselves do not share whole paragraphs. The law's words, the form's, and paragraphs that many organs use are left out.",
    ),
    mend=Text("按本单位当年的实际工作改写；统一提供的文字材料，可说明来源。", "Write about this organ's own work of the year; where a text was handed out to all, say so."),
    source=Text("年度报告抄袭雷同属于追责情形；经验判断", "copied reports are a ground for being held to account; judgement"),
    check=Across(_check),
    examples=(
        Example(several=Several(Batch(_SENT, 2023), _OWN)),
        Example(several=Several(Batch(_SENT, 2023), _COPIED), fails_at=("样例一镇",)),
        Example(several=Several(Batch(_SENT[:1], 2023), {"一镇.xlsx": _COPIED["一镇.xlsx"]}, {"一镇.xlsx": _COPIED["一镇.xlsx"]}), fails_at=("样例一镇",)),
        Example(several=Several(Batch(_SENT[:1], 2023), {"一镇.xlsx": _COPIED["一镇.xlsx"]}, {"一镇.xlsx": _text("样例一镇", _OTHER_DONE)})),
        Example(several=Several(Batch(_SENT[:1], 2023))),
    ),
)
