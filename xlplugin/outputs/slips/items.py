"""What an office is asked to correct or explain, as the rows of the 审核意见表: where, what is there, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlplugin.checking.waive import shown
from xlplugin.filing.cells import Shape
from xlplugin.filing.coverage import Unread
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, Problem, Report, Severity, Subject
from xlplugin.form import Field, Form
from xlplugin.outputs.wording import BECAUSE
from xlplugin.rules.declare import Rule
from xlplugin.rules.shared.totals import computed_fields
from xlplugin.text import NOTHING, Text, join, same

_LONGEST = 60
_NONE = Text("—", "–")
_BLANK = Text("空白", "blank")
_VARIOUS = Text("各格不一", "various")
_WHOLE_COLUMN = Text("整列", "the whole column")
_ROWS, _COLUMNS = Text("{n} 行", "{n} rows"), Text("{n} 列", "{n} columns")
_SUM = Text("各分项核对无误的，合计应为 {expected}。", " If the parts are right, the total is {expected}.")
_EXPLAIN = Text("请核实说明：", "Please check and explain: ")
_GENERAL = Text("有误的改正；属实的写明原因。", "Correct it if it is wrong; give the reason if it is true.")
_AGAIN = Text("请重新报送能够打开的年度报告表格。", "Send the report again in a form that can be read.")
_TEXT, _SUBMISSION = Text("报告文字", "text of the report"), Text("报送情况", "submission")
_SECTIONS: Mapping[Subject, Text] = {
    "sentence": _TEXT,
    "report": _TEXT,
    "end": _TEXT,
    "workbook": Text("工作簿", "workbook"),
    "batch": _SUBMISSION,
    "missing": _SUBMISSION,
    "years": Text("与上年比较", "against last year"),
}
"""Of findings that stand in no section of the report, by what they speak of."""
_WHOLE_REPORT = Text("全表", "the whole form")


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the table."""

    severity: Severity | None
    """None for figures that were not read."""
    section: Text
    row: Text
    column: Text
    actual: Text
    problem: Text
    request: Text
    mark: str
    """Rule and cell, for whoever needs them: `R01 I30`, not to be torn apart."""
    cell: str = ""
    """Where to look, in large print."""


def items_of(report: Report, filing: Filing | None, rules: Mapping[str, Rule]) -> list[Item]:
    """What was not read, then the problems that count, errors and warnings, in the form's order; those of no field last. An unreadable file is one error."""
    if report.error is not None:
        request = _AGAIN if report.error_ask == NOTHING else report.error_ask.as_sentence
        return [Item(Severity.ERROR, _WHOLE_REPORT, _NONE, _NONE, _NONE, report.error, request, "")]
    counting = [problem for problem in report.problems if problem.finding.severity >= Severity.WARNING and problem.finding.waived is None]
    position = {name: number for number, name in enumerate(filing.form.fields)} if filing else {}
    ordered = sorted(counting, key=lambda problem: position.get(problem.finding.field or "", len(position)))
    unread = report.coverage.unread if report.coverage else ()
    return [*map(_unread_item, unread), *(_item(problem, filing, rules) for problem in ordered)]


def _unread_item(cause: Unread) -> Item:
    """The row for figures that were not read for one cause."""
    place = cause.places[0].address if len(cause.places) == 1 else ""
    return Item(None, cause.title, cause.where, _NONE, _NONE, cause.fact.as_sentence, cause.ask.as_sentence, place, place)


def items_of_batch(findings: Iterable[Finding], filing: Filing | None, rules: Mapping[str, Rule]) -> list[Item]:
    """Rows for what was found by comparing the files of a run."""
    counting = [finding for finding in findings if finding.severity >= Severity.WARNING and finding.waived is None]
    return [_item(Problem(finding, ()), filing, rules) for finding in counting]


def _item(problem: Problem, filing: Filing | None, rules: Mapping[str, Rule]) -> Item:
    finding = problem.finding
    field = filing.form.fields.get(finding.field or "") if filing else None
    row, column = _where(finding, field, filing, rules)
    place = finding.place.address if finding.place else ""
    section = _section(finding, field, filing)
    facts = [one.brief if section is not None and _led_by(one, filing, section) == section else one.fact for one in (finding, *problem.grounds)]
    return Item(
        severity=finding.severity,
        section=section or _SECTIONS.get(finding.subject, _WHOLE_REPORT),
        row=row,
        column=column,
        actual=_actual(finding, field, filing, rules),
        problem=join([facts[0], *(BECAUSE + ground for ground in facts[1:])], "\n", "\n"),
        request=_request(finding, filing, rules),
        mark=f"{finding.rule}\u00a0{place}".strip(),
        cell=place,
    )


def _section(finding: Finding, field: Field | None, filing: Filing | None) -> Text | None:
    """The section of the report in which the finding stands, as messages name it; None where it stands in none."""
    if filing is None:
        return None
    if field is not None:
        return filing.form.table(field.table).title.text
    if finding.span is not None and finding.span.section is not None:
        return _title(filing.form, finding.span.section)
    return {table.sheet: table.title.text for table in filing.form.tables}.get(finding.place.sheet) if finding.place else None


def _led_by(finding: Finding, filing: Filing | None, section: Text) -> Text | None:
    """The section that the fact begins with: where its words stand, else where its cell does."""
    if finding.span is None or filing is None:
        return section
    return _title(filing.form, finding.span.section) if finding.span.section else None


def _title(form: Form, section: str) -> Text | None:
    """A section with its number, by its id."""
    tables = {table.id: table.title.text for table in form.tables}
    return {**{one.id: Text(one.title.official, f"{one.title.en} ({one.title.official})") for one in form.sections}, **tables}.get(section)


def _where(finding: Finding, field: Field | None, filing: Filing | None, rules: Mapping[str, Rule]) -> tuple[Text, Text]:
    """Row and column by their labels; how many there are where the finding is about several."""
    if field is None or filing is None:
        return _NONE, _NONE
    if finding.subject == "column":
        return _WHOLE_COLUMN, field.column.label.text
    fields = [filing.form.fields[name] for name in _spread(finding, rules) if name in filing.form.fields]
    rows = {one.row.label.text for one in fields}
    columns = {one.column.label.text for one in fields}
    return (
        field.row.label.text if len(rows) == 1 else _ROWS.fill(n=len(rows)),
        field.column.label.text if len(columns) == 1 else _COLUMNS.fill(n=len(columns)),
    )


def _spread(finding: Finding, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """The cells that have the fault."""
    rule = rules.get(finding.rule)
    return (str(finding.field), *(finding.related if rule is not None and rule.spreads else ()))


def _actual(finding: Finding, field: Field | None, filing: Filing | None, rules: Mapping[str, Rule]) -> Text:
    if field is None or filing is None:
        return same(_cut(shown(finding.actual))) if finding.actual not in (None, "") else _NONE
    if finding.subject == "column":
        cells = [filing.form.fields[name] for name in dict.fromkeys((*finding.related, str(finding.field))) if name in filing.form.fields]
        ordered = sorted(cells, key=lambda one: list(filing.form.fields).index(one.id))
        return join([one.row.label.text + same(" ") + _content(filing, one.id, None) for one in ordered], "\n", "\n")
    contents = {_content(filing, name, finding.actual if name == finding.field else None) for name in _spread(finding, rules)}
    return contents.pop() if len(contents) == 1 else _VARIOUS


def _content(filing: Filing, name: str, actual: object) -> Text:
    """What stands in a cell, never its formula."""
    cell = filing.cell(name)
    if actual is None and cell.shape is Shape.BLANK and cell.value is None:
        return _BLANK
    value = actual if actual is not None else cell.value if cell.value is not None and cell.shape is Shape.NUMBER else cell.raw
    words = shown(value)
    return _NONE if not words or words.startswith("=") else same(_cut(words))


def _request(finding: Finding, filing: Filing | None, rules: Mapping[str, Rule]) -> Text:
    """What to do: how the rule says to go about it, else what it asks; and the sum where the cell is one. No figure is named because it would fit."""
    rule = rules.get(finding.rule)
    asked = finding.ask.as_sentence if finding.ask.zh else _GENERAL
    words = finding.mend or (rule.mend if rule is not None and rule.has_own_mend else asked)
    if filing is not None and finding.expected is not None and rule is not None and rule.gives_sum and _is_sum(finding, filing):
        words += _SUM.fill(expected=same(shown(finding.expected)))
    return _EXPLAIN + words if finding.severity is Severity.WARNING else words


def _is_sum(finding: Finding, filing: Filing) -> bool:
    """Whether the finding says of a total that it is not what its parts, being as they are, add up to."""
    sums = computed_fields(filing.form).get(finding.field or "", ())
    parts = [{term.field for term in balance.right.terms} for balance in sums]
    related = set(finding.related)
    return any(related and related <= fields and all(filing.amount(name) == 0 for name in fields - related) for fields in parts)


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
