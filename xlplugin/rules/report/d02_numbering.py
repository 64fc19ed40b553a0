"""D02: the sections are out of order, or not numbered as the form prescribes."""

from collections.abc import Iterator

from xlplugin.document import Document, Heading
from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.listing import listed
from xlplugin.rules.report.numbering import part_numbers, section_number
from xlplugin.rules.report.samples import HEADINGS, PROBLEMS, report
from xlplugin.rules.report.texts import NO_DOCUMENT, WRITTEN, quote, section_name
from xlplugin.text import Text

_NUMBER = Text("{seen}应为“{expected}”", '{seen} should be "{expected}"')
_NO_NUMBER = Text("标题{seen}前缺“{expected}”", 'heading {seen} lacks its "{expected}"')
_PART = Text("{section}中{seen}应为“{expected}”", '{seen} in {section} should be "{expected}"')
_ORDER = Text("{later}排在{section}之前", "{later} stands before {section}")
_TWICE = Text("{section}的标题出现两次", "the heading of {section} stands twice")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    faults: list[tuple[str, Text]] = []
    if filing.document is None:
        yield NO_DOCUMENT
    else:
        faults += [*_numbers(filing, filing.document), *_order(filing, filing.document)]
    for section in WRITTEN:
        for odd in part_numbers(filing.narrative.get(section, "")):
            faults.append((odd.seen, _PART.fill(section=section_name(filing.form, section), seen=quote(odd.seen), expected=odd.expected)))
    if faults:
        parts = [fault for _, fault in faults]
        yield Hit(actual=" ".join(seen for seen, _ in faults), words={"faults": listed(parts, zh="；", en="; ")})


def _numbers(filing: Filing, document: Document) -> Iterator[tuple[str, Text]]:
    """Headings of sections whose number is none of 一、 to 六、, or another section's."""
    places = {section.id: place for place, section in enumerate(filing.form.sections, 1)}
    for heading in document.headings:
        odd = section_number(heading.seen, places[heading.section]) if heading.section in places else None
        if odd is not None:
            pattern = _NUMBER if odd.seen else _NO_NUMBER
            yield odd.seen or heading.seen, pattern.fill(seen=quote(odd.seen or heading.seen), expected=odd.expected)


def _order(filing: Filing, document: Document) -> Iterator[tuple[str, Text]]:
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
            yield heading.seen, _TWICE.fill(section=name)
        else:
            yield heading.seen, _ORDER.fill(later=section_name(filing.form, highest.section), section=name)


RULE = Rule(
    id="D02",
    severity=Severity.INFO,
    title=Text("各部分的顺序或编号不规范", "order or numbering of the sections"),
    message=Text("报告的顺序或编号不规范：{faults}。建议改为规定的顺序和编号。", "order or numbering of the report: {faults}. Consider numbering it as the form does"),
    rationale=Text(
        "六个部分依次编号“一、”至“六、”，其下为“（一）”“（二）”；编号混用，查阅和汇总时不好对应。",
        "The six sections are numbered 一、 to 六、, their parts （一）, （二）; mixed numbers are hard to refer to.",
    ),
    mend=Text("按规定的顺序排列，统一编号。", "Put the sections in their order, and number them alike."),
    source=Text("国办公开办函〔2021〕30号、国办公开办函〔2019〕60号；GB/T 9704—2012（结构层次序数）", "国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号; GB/T 9704-2012 on the numbering of headings"),
    check=_check,
    examples=(
        Example(document=report()),
        Example(document=report(headings=(Heading("1、总体情况", "overview"), *HEADINGS[1:])), fails_at=(None,)),
        Example(document=report(headings=(*HEADINGS[:3], HEADINGS[4], HEADINGS[3], HEADINGS[5])), fails_at=(None,)),
        Example(narrative={"problems": "（一）存在的问题\n公开不够及时。\n(2) 改进情况\n按月检查。"}, fails_at=(None,)),
        Example(narrative={"problems": f"（一）存在的问题\n(1) 公开不够及时。\n(2) 解读不多。\n（二）改进情况\n{PROBLEMS}"}),
    ),
)
