"""D06: section five is empty, or tells problems and no improvements."""

from collections.abc import Iterator

from xlplugin.filing.document import Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.patterns import late
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.samples import PROBLEMS, report
from xlplugin.rules.report.shared.texts import first_of, is_left_out, quote, section_text, unspaced
from xlplugin.rules.shared.wording import quoted
from xlplugin.text import Text

_NONE = late(r"(?:本年度|本机关|本单位|我[镇乡局办委]|目前)?(?:暂?无|没有|暂未发现|不存在)(?:存在)?(?:的)?(?:主要)?(?:问题|情况)?(?:及改进情况)?[。.,;]?")
_STILL_TO_DO = late(r"(?:有待|还需|仍需|尚需|需要|亟[待需]|须|还要|应当?)(?:于)?(?:今后)?(?:继续|进一步|不断|持续|更加)*[\u4e00-\u9fff]{0,12}?(?:加强|提高|改进|完善|提升|努力|规范|优化|整改|拓宽|拓展|丰富|强化|创新|落实)")
_IMPROVED = late(
    r"改进|整改|下一步|下步|下阶段|下一阶段|下一年|今后|接下来|未来|明年|来年|新的一年|措施|举措|对策|打算|计划|努力方向|针对|着力|抓好|(?<![即行])将|拟|已(?:经)?(?:组织|制定|建立|完善|开展|印发|落实|解决|加强)"
    r"|(?:进一步|不断|持续|继续|切实|大力|积极|全面)(?:做好|抓好|加大|加强|提高|提升|完善|健全|规范|优化|强化|拓宽|拓展|丰富|创新|细化|深化|推进|落实|增强|改善)|[一二三四]是(?:加强|强化|完善|健全|提高|提升|规范|优化|加大|建立|抓好|落实|细化|丰富|拓宽|统一)"
)
_EMPTY_HEADING = late(r"^(?:\([一二三四五\d]+\)|[一二三四五\d]+[、.])?(?:下一步|今后)?(?:的)?(?:改进|整改)(?:的)?(?:情况|措施|意见|方向|打算)*[:。.]?$")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if is_left_out(filing, "problems"):
        return
    words = section_text(filing, "problems")
    if not words:
        yield Hit(span=Span("problems"))
    elif _NONE.fullmatch(unspaced(words)):
        yield Hit(actual=quoted(words).zh, basis=(words,), words={"seen": quote(words)}, case="only_none", span=first_of("problems", words))
    elif not _tells_improvements(words):
        yield Hit(actual=quoted(words).zh, basis=(words,), words={"seen": quote(words)}, case="only_problems", span=first_of("problems", words))


def _tells_improvements(words: str) -> bool:
    """Whether the section says what is done about the problems; a heading with nothing below it does not, nor does 有待加强."""
    lines = [unspaced(line) for line in words.splitlines() if line.strip()]
    while lines and _EMPTY_HEADING.match(lines[-1]):
        lines.pop()
    return _IMPROVED.search(_STILL_TO_DO.sub("", "\n".join(lines).replace("存在的主要问题及改进情况", ""))) is not None


RULE = Rule(
    id="D06",
    severity=Severity.ERROR,
    title=Text("第五部分空白，或只有问题没有改进", "section five is empty, or has problems without improvements"),
    lead=Text("「五、存在的主要问题及改进情况」", ""),
    fact=Text("没有内容。", "section five, 5. Main problems and improvements (五、存在的主要问题及改进情况), is empty"),
    ask=Text("请写明存在的主要问题和改进情况。", "Tell of the main problems and of what is done about them"),
    rationale=Text(
        "存在的主要问题及改进情况是《条例》规定的报告内容，不能空白；只写问题、不写改进的，为疑点。",
        "Problems and improvements are required by the Regulation. A section that tells of problems only is a warning.",
    ),
    source=Text("《政府信息公开条例》第五十条第（五）项；只有问题没有改进为经验判断", "Regulation on disclosure, article 50, item 5; problems without improvements are judgement"),
    cases=(
        Case(
            "only_none",
            Text("只写了没有问题", "no more than that there are none"),
            Severity.WARNING,
            fact=Text("只写了{seen}。", "section five, 5. Main problems and improvements (五、存在的主要问题及改进情况), says no more than {seen}"),
            ask=Text("请写明存在的主要问题和改进情况；确无问题的，请说明。", "Tell of the main problems and improvements, or explain that there are none"),
        ),
        Case(
            "only_problems",
            Text("只写问题，没有写改进", "problems without improvements"),
            Severity.WARNING,
            fact=Text(
                "只写了问题，没有写怎么改进（{seen}）。",
                "section five, 5. Main problems and improvements (五、存在的主要问题及改进情况), tells of problems only ({seen})",
            ),
            ask=Text("请补写改进情况或措施。", "Add what was done or will be done about them"),
        ),
    ),
    check=_check,
    subject="report",
    needs=Needs(text=True),
    examples=(
        Example(narrative={"problems": PROBLEMS}),
        Example(document=report(), narrative={"problems": ""}, fails_at=(None,)),
        Example(narrative={"problems": " \n"}, fails_at=(None,)),
        Example(narrative={"problems": "公开的主动性有待进一步加强，工作人员业务能力还需提高。"}, fails_at=(None,), severity=Severity.WARNING),
        Example(narrative={"problems": "无。"}, fails_at=(None,), severity=Severity.WARNING),
        Example(narrative={"problems": "更新不够及时，已制定检查办法。"}),
    ),
)
