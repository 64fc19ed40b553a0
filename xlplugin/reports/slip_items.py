"""What an office is asked to correct or explain, as the rows of the 审核意见表: where, what is there, what is wrong, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlplugin.checking.waive import shown
from xlplugin.filing import Filing, Shape
from xlplugin.findings import Finding, Problem, Report, Severity
from xlplugin.form import Field, Form
from xlplugin.rules.computed import computed_fields
from xlplugin.rules.declare import Rule
from xlplugin.rules.listing import quoted
from xlplugin.text import Text, join, same

COLUMN_RULES = frozenset({"R01", "R05", "R06", "R07"})
"""Rules on a column as a whole: the field of their finding stands for it, and is not the cell to look at."""
_REQUEST = re.compile(r"(?<=。)(?=请)")
"""Where a message in Chinese goes over from what is wrong to what to do."""
_GOES_ON = ("的", "和", "与", "、", "中")
"""What follows the name of a section that its sentence cannot do without."""
_LONGEST = 60
_BECAUSE = Text("依据：", "because: ")
_NONE = Text("—", "–")
_BLANK = Text("空白", "blank")
_VARIOUS = Text("各格不一", "various")
_WHOLE_COLUMN = Text("整列", "the whole column")
_ROWS, _COLUMNS = Text("{n} 行", "{n} rows"), Text("{n} 列", "{n} columns")
_SUM = Text("各分项核对无误的，合计应为 {expected}。", " If the parts are right, the total is {expected}.")
_EXPLAIN = Text("请核实说明：", "Please check and explain: ")
_GENERAL = Text("有误的改正；属实的写明原因。", "Correct it if it is wrong; give the reason if it is true.")
_AGAIN = Text("请重新报送能够打开的年度报告表格。", "Send the report again in a form that can be read.")
_SECTIONS = {
    "N": Text("报告文字", "text of the report"),
    "D": Text("报告文字", "text of the report"),
    "W": Text("工作簿", "workbook"),
    "B": Text("报送情况", "submission"),
    "Y": Text("与上年比较", "against last year"),
}
_WHOLE_REPORT = Text("全表", "the whole form")


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the table."""

    severity: Severity
    section: Text
    row: Text
    column: Text
    actual: Text
    problem: Text
    request: Text
    mark: str
    """Rule and cell, for whoever needs them: `R01 I30`, not to be torn apart."""


def items_of(report: Report, filing: Filing | None, rules: Mapping[str, Rule]) -> list[Item]:
    """The problems that count, errors and warnings, in the form's order; those of no field last. An unreadable file is one error."""
    if report.error is not None:
        problem, request = divided(report.error)
        return [Item(Severity.ERROR, _WHOLE_REPORT, _NONE, _NONE, _NONE, problem, Text(request, _AGAIN.en) if request else _AGAIN, "")]
    counting = [problem for problem in report.problems if problem.finding.severity >= Severity.WARNING and problem.finding.waived is None]
    position = {name: number for number, name in enumerate(filing.form.fields)} if filing else {}
    ordered = sorted(counting, key=lambda problem: position.get(problem.finding.field or "", len(position)))
    return [_item(problem, filing, rules) for problem in ordered]


def items_of_batch(findings: Iterable[Finding], filing: Filing | None, rules: Mapping[str, Rule]) -> list[Item]:
    """Rows for what was found by comparing the files of a run."""
    counting = [finding for finding in findings if finding.severity >= Severity.WARNING and finding.waived is None]
    return [_item(Problem(finding, ()), filing, rules) for finding in counting]


def divided(message: Text) -> tuple[Text, str]:
    """A message without its Chinese words on what to do, and these; English is not divided, nor is a quotation."""
    for cut in _REQUEST.finditer(message.zh):
        before = message.zh[: cut.start()]
        if before.count("“") == before.count("”"):
            return Text(before, message.en), message.zh[cut.start() :]
    return message, ""


def _item(problem: Problem, filing: Filing | None, rules: Mapping[str, Rule]) -> Item:
    finding = problem.finding
    field = filing.form.fields.get(finding.field or "") if filing else None
    row, column = _where(finding, field, filing, rules)
    place = finding.place.address if finding.place else ""
    return Item(
        severity=finding.severity,
        section=_section(finding, field, filing),
        row=row,
        column=column,
        actual=_actual(finding, field, filing, rules),
        problem=join([_fact(finding, filing), *(_BECAUSE + _fact(ground, filing) for ground in problem.grounds)], "\n", "\n"),
        request=_request(finding, filing, rules),
        mark=f"{finding.rule}\u00a0{place}".strip(),
    )


def _section(finding: Finding, field: Field | None, filing: Filing | None) -> Text:
    if filing is None:
        return _SECTIONS.get(finding.rule[0], _WHOLE_REPORT)
    if field is not None:
        return filing.form.table(field.table).title.text
    fact = divided(finding.message)[0].zh
    named = next((title for title in _titles(filing.form) if f"「{title.zh}」" in fact), None)
    sheets = {table.sheet: table.title.text for table in filing.form.tables}
    return named or (sheets.get(finding.place.sheet) if finding.place else None) or _SECTIONS.get(finding.rule[0], _WHOLE_REPORT)


def _titles(form: Form) -> list[Text]:
    """The sections of the report as messages name them, with their numbers; those with a table first."""
    return [*(table.title.text for table in form.tables), *(Text(section.title.official, f"{section.title.en} ({section.title.official})") for section in form.sections)]


def _where(finding: Finding, field: Field | None, filing: Filing | None, rules: Mapping[str, Rule]) -> tuple[Text, Text]:
    """Row and column by their labels; how many there are where the finding is about several."""
    if field is None or filing is None:
        return _NONE, _NONE
    if finding.rule in COLUMN_RULES:
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
    if finding.rule in COLUMN_RULES:
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


def _fact(finding: Finding, filing: Filing | None) -> Text:
    """What is wrong, without the section, which has a column of its own, and without formulas."""
    message = finding.message
    for title in _titles(filing.form) if filing else ():
        rest = message.zh.removeprefix(f"「{title.zh}」")
        message = Text(message.zh if rest.startswith(_GOES_ON) else rest, message.en.removeprefix(f"{title.en}: "))
    formula = filing.cell(finding.field).formula if filing and finding.field else None
    if formula:
        written = quoted(formula)
        message = Text(message.zh.replace(f" {written.zh} ", ""), message.en.replace(f" {written.en}", ""))
    return divided(message)[0]


def _request(finding: Finding, filing: Filing | None, rules: Mapping[str, Rule]) -> Text:
    """What to do: the rule's own words, and the sum where the cell is one. No figure is named because it would fit."""
    rule = rules.get(finding.rule)
    words = rule.mend if rule is not None else Text(divided(finding.message)[1] or _GENERAL.zh, _GENERAL.en)
    if filing is not None and finding.expected is not None and _is_sum(finding, filing):
        words += _SUM.fill(expected=same(shown(finding.expected)))
    return _EXPLAIN + words if finding.severity is Severity.WARNING else words


def _is_sum(finding: Finding, filing: Filing) -> bool:
    """Whether the finding says of a total that it is not what its parts, being as they are, add up to."""
    if finding.rule[0] not in "RV":
        return False
    sums = computed_fields(filing.form).get(finding.field or "", ())
    parts = [{term.field for term in balance.right.terms} for balance in sums]
    related = set(finding.related)
    return any(related and related <= fields and all(filing.amount(name) == 0 for name in fields - related) for fields in parts)


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
