"""D02: the sections are out of order, or not numbered as the form prescribes."""

from collections.abc import Iterator

from xlplugin.filing.document import Document, Heading, Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.numbering import part_numbers, section_number
from xlplugin.rules.report.shared.samples import HEADINGS, PROBLEMS, report
from xlplugin.rules.report.shared.texts import WRITTEN, quote, section_name
from xlplugin.rules.shared.unmet import NO_DOCUMENT
from xlplugin.rules.shared.wording import listed
from xlplugin.text import Text

_NUMBER = Text("{seen}应为“{expected}”", '{seen} should be "{expected}"')
_NO_NUMBER = Text("标题{seen}前缺“{expected}”", 'heading {seen} lacks its "{expected}"')
_PART = Text("{section}中{seen}应为“{expected}”", '{seen} in {section} should be "{expected}"')
_ORDER = Text("{later}排在{section}之前", "{later} stands before {section}")
_TWICE = Text("{section}的标题出现两次", "the heading of {section} stands twice")

_ELEVEN = "".join(f"（{number}）公开不够及时。\n" for number in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"))


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    faults: list[tuple[str, Text, Span]] = []
    if filing.document is None:
        yield Unknown(NO_DOCUMENT)
    else:
        faults += [*_numbers(filing, filing.document), *_order(filing, filing.document)]
    for section in WRITTEN:
        for odd in part_numbers(filing.narrative.get(section, "")):
            text = _PART.fill(section=section_name(filing.form, section), seen=quote(odd.seen), expected=odd.expected)
            faults.append((odd.seen, text, Span(section, odd.seen)))
    if faults:
        parts = [fault for _, fault, _ in faults]
        yield Hit(actual=" ".join(seen for seen, _, _ in faults), words={"faults": listed(parts, zh="；", en="; ")}, span=faults[0][2])


def _numbers(filing: Filing, document: Document) -> Iterator[tuple[str, Text, Span]]:
    """Headings of sections whose number is none of 一、 to 六、, or another section's."""
    places = {section.id: place for place, section in enumerate(filing.form.sections, 1)}
    for heading in document.headings:
        odd = section_number(heading.seen, places[heading.section]) if heading.section in places else None
        if odd is not None:
            pattern = _NUMBER if odd.seen else _NO_NUMBER
            yield odd.seen or heading.seen, pattern.fill(seen=quote(odd.seen or heading.seen), expected=odd.expected), Span(heading.section, heading.seen)


def _order(filing: Filing, document: Document) -> Iterator[tuple[str, Text, Span]]:
    """Sections that stand before one that should come first, and headings that stand twice."""
    places = {section.id: place for place, section in enumerate(filing.form.sections)}
    highest: Heading | None = None
    for heading in document.headings:
        if heading.section not in places:
            continue
        name = section_name(filing.form, heading.section)
        if highest is None or highest.section is None or places[heading.section] > places[highest.section]:
            highest = heading
        elif sum(other.section == heading.section for other in document.headings) > 1:
            yield heading.seen, _TWICE.fill(section=name), Span(heading.section, heading.seen)
        else:
            yield heading.seen, _ORDER.fill(later=section_name(filing.form, highest.section), section=name), Span(heading.section, heading.seen)


RULE = Rule(
    id="D02",
    severity=Severity.INFO,
    title=Text("各部分的顺序或编号不规范", "order or numbering of the sections"),
    fact=Text("报告的顺序或编号不规范：{faults}。", "order or numbering of the report: {faults}"),
    ask=Text("建议改为规定的顺序和编号。", "Consider numbering it as the form does"),
    rationale=Text(
        "六个部分依次编号“一、”至“六、”，其下为“（一）”“（二）”；编号混用，查阅和汇总时不好对应。",
        "The six sections are numbered 一、 to 六、, their parts （一）, （二）; mixed numbers are hard to refer to.",
    ),
    source=Text("国办公开办函〔2021〕30号、国办公开办函〔2019〕60号；GB/T 9704—2012（结构层次序数）", "国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号; GB/T 9704-2012 on the numbering of headings"),
    check=_check,
    subject="report",
    needs=Needs(text=True),
    examples=(
        Example(document=report()),
        Example(document=report(headings=(Heading("1、总体情况", "overview"), *HEADINGS[1:])), fails_at=(None,), says="“1、”应为“一、”", actual="1、"),
        Example(document=report(headings=(*HEADINGS[:3], HEADINGS[4], HEADINGS[3], HEADINGS[5])), fails_at=(None,), says="「五、存在的主要问题及改进情况」排在「四、政府信息公开行政复议、行政诉讼情况」之前"),
        Example(narrative={"problems": "（一）存在的问题\n公开不够及时。\n(2) 改进情况\n按月检查。"}, fails_at=(None,), not_checked=(None,)),
        Example(narrative={"problems": f"（一）存在的问题\n(1) 公开不够及时。\n(2) 解读不多。\n（二）改进情况\n{PROBLEMS}"}, not_checked=(None,)),
        Example(document=report(headings=(Heading("总体情况", "overview"), *HEADINGS[1:])), fails_at=(None,), says="标题“总体情况”前缺“一、”"),
        Example(document=report(headings=(HEADINGS[0], *HEADINGS)), fails_at=(None,), says="「一、总体情况」的标题出现两次"),
        Example(document=report(), narrative={"problems": "（二）改进情况\n按月检查。"}, fails_at=(None,), says="“（二）”应为“（一）”"),
        Example(document=report(), narrative={"problems": _ELEVEN + "（十三）解读不多。"}, fails_at=(None,), says="：「五、存在的主要问题及改进情况」中“（十三）”应为“（十二）”。"),
        Example(document=report(), narrative={"problems": "(1) 公开不够及时。\n(2) 解读不多。\n改进：\n(1) 按月检查。\n（三十）其他。"}),
    ),
)
