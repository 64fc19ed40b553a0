"""D05: section one lacks one of its five parts."""

from collections.abc import Iterator

from xlplugin.filing.document import Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.patterns import late
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.samples import OVERVIEW
from xlplugin.rules.report.shared.texts import is_left_out, section_text, sentences, unspaced
from xlplugin.text import Text, join

_PARTS = {
    "主动公开": (Text("主动公开", "proactive disclosure (主动公开)"), late(r"主动公开|主动发布|主动向社会"), late(r"主动公开|主动发布|主动向社会")),
    "依申请公开": (
        Text("依申请公开", "disclosure on request (依申请公开)"),
        late(r"申请"),
        late(r"依申请|公开申请|申请公开|申请事项"),
    ),
    "政府信息管理": (
        Text("政府信息管理", "management of information (政府信息管理)"),
        late(r"信息.{0,8}管理|管理.{0,8}信息|文件.{0,6}(?:管理|清理)|信息资源|管理机制|审核|审查|规范化管理"),
        late(r"信息(?:资源|公开|发布)?(?:的)?(?:规范|动态|日常)?管理|管理.{0,4}政府信息|规范性文件.{0,8}(?:管理|清理|公开)|信息发布(?:审核|审查)|信息资源"),
    ),
    "平台建设": (
        Text("政府信息公开平台建设", "platforms (政府信息公开平台建设)"),
        late(r"平台|载体|渠道|网站|新媒体|阵地|专栏|方式"),
        late(r"平台|载体|网站|新媒体|公众号|专栏"),
    ),
    "监督保障": (
        Text("监督保障", "supervision and support (监督保障)"),
        late(r"监督|保障|考核|培训|评议|队伍|组织领导"),
        late(r"监督|考核|评议|责任追究|培训|(?:组织|制度|机制|队伍|人员|经费)保障|保障(?:措施|机制|有力|到位)|组织领导"),
    ),
}
"""By part: how a message names it, how it is recognised in a heading (near names), and in running text."""
_HEADING = late(r"^(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+[、.,]|\d{1,2}[、.])")
_AS_HEADINGS = 3
"""From so many parts found among the headings on, the section is taken to be divided by them."""


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if is_left_out(filing, "overview"):
        return
    words = section_text(filing, "overview")
    missing = _missing(words)
    if missing:
        names = [_PARTS[part][0] for part in missing]
        yield Hit(expected="、".join(missing), words={"missing": join(names)}, case=None if words else "empty", span=Span("overview"))


def _missing(words: str) -> list[str]:
    """The parts that the section does not speak of: by its headings where these are the parts, else by the whole text."""
    headings = "\n".join(unspaced(sentences(line)[0])[:40] for line in words.splitlines() if _HEADING.match(unspaced(line)))
    by_headings = [part for part, (_, pattern, _) in _PARTS.items() if not pattern.search(headings)]
    if len(_PARTS) - len(by_headings) >= _AS_HEADINGS and not ("主动公开" in by_headings and "依申请公开" in by_headings):
        return by_headings
    whole = unspaced(words)
    return [part for part, (_, _, pattern) in _PARTS.items() if not pattern.search(whole)]


RULE = Rule(
    id="D05",
    severity=Severity.INFO,
    title=Text("第一部分未写全五项内容", "section one lacks one of its five parts"),
    lead=Text("「一、总体情况」", ""),
    fact=Text("没有写到：{missing}。", "section one, 1. Overview (一、总体情况), says nothing of: {missing}"),
    ask=Text(
        "建议按主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五项写全，没有发生的也写明。",
        "Consider telling of all five: proactive disclosure, disclosure on request, management, platforms, supervision",
    ),
    rationale=Text("总体情况要综述五个方面；名称相近的（如平台载体建设、监督管理）也算。", "The overview tells of five matters; near names count."),
    mend=Text("补写缺少的一项，没有发生的写明没有。", "Add what is missing; where there was nothing, say so."),
    source=Text("国办公开办函〔2021〕30号“报告内容”（一）总体情况", "国办公开办函〔2021〕30号 on the contents of the overview"),
    cases=(
        Case(
            "empty",
            Text("第一部分没有文字", "section one has no text"),
            fact=Text("没有文字。", "section one, 1. Overview (一、总体情况), has no text"),
            ask=Text("应写明：{missing}。请补充。", "It has to tell of: {missing}. Add it"),
        ),
    ),
    check=_check,
    subject="report",
    needs=Needs(text=True),
    editions=("2021",),
    examples=(
        Example(narrative={"overview": "我镇主动公开信息30条，未收到公开申请；规范信息发布审核；办好网站专栏；开展业务培训。"}),
        Example(narrative={"overview": "我镇重视政务公开，成立了领导小组，自觉接受群众监督。"}, fails_at=(None,), says="没有写到：主动公开、依申请公开、"),
        Example(narrative={"overview": OVERVIEW}),
        Example(narrative={"overview": OVERVIEW.replace("（四）政府信息公开平台建设。维护好镇便民服务中心的查阅点。\n", "")}, fails_at=(None,)),
        Example(narrative={"overview": "我镇重视政务公开。"}, edition="2019"),
        Example(narrative={"overview": ""}, fails_at=(None,), says="「一、总体情况」没有文字"),
        Example(narrative={"overview": "（一）主动公开。公开信息30条。\n（二）依申请公开。未收到申请。\n规范信息发布审核；办好网站专栏；开展业务培训。"}),
        Example(narrative={"overview": OVERVIEW.replace("（三）政府信息管理。", "做好信息管理，办好平台。").replace("（四）政府信息公开平台建设。", "")}, fails_at=(None,), expected="政府信息管理、平台建设"),
        Example(narrative={"overview": OVERVIEW.replace("（二）依申请公开。", "")}, fails_at=(None,), expected="依申请公开"),
        Example(narrative={"overview": OVERVIEW.replace("（一）主动公开。", "我镇主动公开及时。")}, fails_at=(None,), expected="主动公开"),
    ),
)
