"""D01: one of the six sections is missing."""

from collections.abc import Iterator

from xlplugin.filing.document import Document, Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.samples import HEADINGS, NARRATIVE, report
from xlplugin.rules.report.shared.texts import is_left_out, section_name, section_text, with_document
from xlplugin.text import Text


def _check(filing: Filing, document: Document, context: Context) -> Iterator[Hit | Unknown]:
    missing = [section.id for section in filing.form.sections if is_left_out(filing, section.id)]
    if len(missing) == len(filing.form.sections):
        yield Hit(case="none")
        return
    for section in missing:
        words = {"section": section_name(filing.form, section)}
        if _is_there(filing, section, document.picture_tables):
            yield Hit(words=words, case="no_heading", span=Span(section))
        else:
            yield Hit(words=words, span=Span(section))


def _is_there(filing: Filing, section: str, pictures: tuple[str, ...]) -> bool:
    """Whether what belongs below the missing heading stands in the report: its text, or its table."""
    is_lost = section in pictures or section in filing.facts.missing_tables
    return bool(section_text(filing, section)) or (not is_lost and any(name.startswith(f"{section}.") for name in filing.cells))


RULE = Rule(
    id="D01",
    severity=Severity.ERROR,
    title=Text("缺少部分", "a section is missing"),
    fact=Text("报告缺少{section}这一部分。", "the report lacks {section}"),
    ask=Text("请补上；没有内容的，也要列出标题并写明“无”。", 'Add the section; where there is nothing to tell, say so below its heading ("无")'),
    rationale=Text("六个部分是年度报告的规定内容，没有发生的也要列出。", "The six sections are what the report has to contain, even where nothing happened."),
    mend=Text("按规定的标题和顺序补上缺少的部分。", "Add the section under its official title, in its place."),
    source=Text(
        "《政府信息公开条例》第五十条；国办公开办函〔2021〕30号、国办公开办函〔2019〕60号",
        "Regulation on disclosure, article 50; 国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号",
    ),
    cases=(
        Case(
            "none",
            Text("六个标题一个也没有", "none of the six headings"),
            fact=Text("六个部分的标题一个也没有找到。", "none of the six sections' headings was found"),
            ask=Text(
                "请按规定列出「一、总体情况」至「六、其他需要报告的事项」。",
                "Divide the report into the six, from 1. Overview (一、总体情况) to 6. Other matters to report (六、其他需要报告的事项)",
            ),
        ),
        Case(
            "no_heading",
            Text("只缺标题，内容在", "the heading alone is missing"),
            Severity.WARNING,
            fact=Text(
                "没有找到{section}这个标题，而这一部分的内容在报告里。",
                "the heading of {section} was not found, though what belongs below it is in the report",
            ),
            ask=Text("请补上标题。", "Add it"),
        ),
    ),
    check=with_document(_check),
    subject="report",
    needs=Needs(document=True),
    examples=(
        Example(document=report()),
        Example(document=report(headings=HEADINGS[:5]), fails_at=(None,), says="报告缺少「六、其他需要报告的事项」"),
        Example(document=report(headings=HEADINGS[:2] + HEADINGS[3:]), fails_at=(None,), severity=Severity.WARNING),
        Example(document=report(headings=()), fails_at=(None,)),
        Example(narrative=NARRATIVE, not_checked=(None,)),
        Example(document=report(headings=HEADINGS[:2] + HEADINGS[3:], picture_tables=("requests",)), fails_at=(None,)),
    ),
)
