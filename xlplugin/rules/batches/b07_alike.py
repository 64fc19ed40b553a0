"""B07: text nearly that of another organ, or of the organ's own last year's."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from xlplugin.filing.findings import Severity
from xlplugin.filing.submissions import Batch, Submission
from xlplugin.rules.batches.alike.alike import Alike, Measure, compare, find_alike
from xlplugin.rules.batches.alike.text_index import Index
from xlplugin.rules.batches.alike.text_marks import Marked, mark
from xlplugin.rules.batches.samples import DONE, HALF, OFFICIAL, OTHER_DONE, PLAN, SENT, made_up, pair, put_together, several, years
from xlplugin.rules.batches.wording import file_name, newest, organ, year_of
from xlplugin.rules.declare import Across, Case, Context, Example, Hit, Rule, Several, Unknown
from xlplugin.rules.shared.cells_needed import exact, percent
from xlplugin.text import Text, same

_NO_TEXT = Text("没有报告文字，不能比对雷同", "no file holds the report's text, so none could be compared")
_KEPT = 64
"""Marked texts held at a time: pairs are mostly neighbours."""


def _check(batch: Batch, context: Context) -> Iterator[Hit | Unknown]:
    sent = [one for one in newest(batch) if one.is_readable]

    def read(at: int) -> Marked:
        return mark(_joined(batch.contents.narrative(sent[at].file)), _own_names(sent[at]))

    if not any(_joined(batch.contents.narrative(one.file)) for one in sent):  # nothing to compare: numpy need not be loaded
        if sent:
            yield Unknown(_NO_TEXT)
        return
    index = Index(read(at).marks for at in range(len(sent)))
    if not index.filled:
        yield Unknown(_NO_TEXT)
        return
    most = max(exact(context, "fewest"), min(exact(context, "common") * index.filled, exact(context, "most")))
    measure = Measure(float(exact(context, "share")), int(exact(context, "least")), int(most))
    seen: set[str] = set()
    for alike in find_alike(index, lru_cache(_KEPT)(read), lambda a, b: sent[a].organ != sent[b].organ, measure):
        one, other = sent[alike.one], sent[alike.other]
        if one.organ in seen and other.organ in seen:
            continue  # of several that are alike, each is told with the one nearest to it
        seen |= {one.organ, other.organ}
        words = {**_words(one, alike), "second": organ(other.organ), "file": same(file_name(one.file)), "second_file": same(file_name(other.file))}
        yield Hit(organ=one.organ, others=(other.organ,), files=(one.file, other.file), actual=alike.passages[0], words=words)
    yield from _against_last_year(batch, sent, read, context)


def _against_last_year(batch: Batch, sent: list[Submission], read: Callable[[int], Marked], context: Context) -> Iterator[Hit]:
    measure = Measure(float(exact(context, "last_year")), int(exact(context, "least")))
    for at, one in enumerate(sent):
        before = _joined(batch.contents.last_year(one.file))
        alike = compare(0, 1, read(at), mark(before, _own_names(one)), measure) if before else None
        if alike is not None:
            yield Hit(organ=one.organ, files=(one.file,), actual=alike.passages[0], case="last_year", words={**_words(one, alike), "year": year_of(one.year)})


def _words(one: Submission, alike: Alike) -> dict[str, object]:
    share = percent(Decimal(alike.share).quantize(Decimal("0.01")))
    return {"organ": organ(one.organ), "share": share, "passage": _quoted(alike.passages[0]), "other": _quoted(alike.passages[1])}


def _quoted(passage: str) -> Text:
    """A passage without marks that could steer what shows it."""
    return same("".join(mark if mark.isprintable() else " " for mark in passage))


def _joined(narrative: Mapping[str, str]) -> str:
    return "\n".join(narrative.values())


def _own_names(one: Submission) -> tuple[str, ...]:
    return (one.organ, one.named or one.organ)


RULE = Rule(
    id="B07",
    severity=Severity.WARNING,
    title=Text("报告文字雷同", "text nearly that of another report"),
    fact=Text(
        "{organ}与{second}的报告文字雷同（约 {share}）：{file} 写“{passage}”；{second_file} 写“{other}”。",
        '{share} or so of the text is the same in {organ} and {second}: {file} says "{passage}"; {second_file} says "{other}"',
    ),
    ask=Text("请核对是否照抄，退回按实际情况改写。", "See whether it was copied, and return what was"),
    rationale=Text(
        "两家单位各自写报告，不会整段相同。法规原文、格式用语和许多单位都用的段落不计在内。",
        "Two organs that write for themselves do not share whole paragraphs. The law's words, the form's, and paragraphs that many organs use are left out.",
    ),
    mend=Text("按本单位当年的实际工作改写；统一提供的文字材料，可说明来源。", "Write about this organ's own work of the year; where a text was handed out to all, say so."),
    source=Text("年度报告抄袭雷同属于追责情形；经验判断", "copied reports are a ground for being held to account; judgement"),
    cases=(
        Case(
            "last_year",
            Text("与本单位上一年的文字雷同", "the text is the organ's own of last year"),
            fact=Text(
                "{organ}{year}报告的文字与本单位上一年的雷同（约 {share}）：本年“{passage}”；上年“{other}”。",
                "{share} or so of the text of {organ}{year} is its own last year's: now \"{passage}\"; last year \"{other}\"",
            ),
            ask=Text("请核对是否沿用了上年的文字，按本年工作改写。", "See whether it was left as it was, and write about this year"),
        ),
    ),
    check=Across(_check),
    subject="batch",
    examples=(
        Example(several=pair((DONE, PLAN), (OTHER_DONE,))),
        Example(
            several=pair((DONE, PLAN), (DONE, PLAN)),
            fails_at=("样例一镇",),
            says=("一镇.xlsx 写“一年来，样例一镇把公开", "二镇.xlsx 写“一年来，样例二镇把公开", "反复…”"),
            actual="一年来，样例一镇把公开事项逐项列成清单，由办公室每季度对照清单检查一次，发现遗漏当日补上；对群众在服务大厅反复…",
        ),
        Example(several=years((DONE, PLAN), (DONE, PLAN)), fails_at=("样例一镇",)),
        Example(several=years((DONE, PLAN), (OTHER_DONE,))),
        Example(several=Several(Batch(SENT[:1], 2023)), not_checked=(None,)),
        Example(several=pair((DONE, made_up(1, 196)), (DONE, made_up(2, 196))), fails_at=("样例一镇",), says="（约 31%）"),
        Example(several=pair((DONE, made_up(1, 215)), (DONE, made_up(2, 215)))),
        Example(several=pair((made_up(1, 84),), (made_up(1, 84),)), fails_at=("样例一镇",)),
        Example(several=pair((made_up(1, 76),), (made_up(1, 76),))),
        Example(several=pair((made_up(1, 200), DONE), (DONE,)), fails_at=("样例一镇",), says=("样例一镇把公开", "样例二镇把公开")),
        Example(several=pair((OFFICIAL, "我镇" + made_up(1, 60)), (OFFICIAL, "我镇" + made_up(2, 60)))),
        Example(several=pair((HALF + made_up(1, 59) + "。" + made_up(2, 59) + "。",), (HALF + made_up(3, 59) + "。" + made_up(4, 59) + "。",))),
        Example(
            several=years((DONE, made_up(1, 32)), (DONE.replace("一年来", "全年"), made_up(2, 32))),
            fails_at=("样例一镇",),
            says="（约 7",
            actual="一年来，样例一镇把公开事项逐项列成清单，由办公室每季度对照清单检查一次，发现遗漏当日补上；对群众在服务大厅反复…",
        ),
        Example(several=years((DONE, made_up(1, 45)), (DONE, made_up(2, 45)))),
        Example(several=years((made_up(1, 70),), (made_up(1, 70),))),
        Example(several=several(3), fails_at=("样例0镇", "样例0镇"), related=("样例1镇", "样例2镇")),
        Example(several=several(4)),
        Example(several=several(4, 13), fails_at=("样例0镇",) * 3),
        Example(several=several(5, 14)),
        Example(several=several(10, 50), fails_at=("样例0镇",) * 9),
        Example(several=several(11, 49)),
        Example(several=put_together(), fails_at=("样例0镇",), related=("样例1镇",)),
    ),
)
