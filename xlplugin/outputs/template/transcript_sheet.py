"""The sheet 导入记录: where a workbook's figures were taken from, what could not be read there, and what else was seen. `reading.transcript` reads it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from xlplugin.checking.check import check
from xlplugin.filing.cells import UNREAD, Place
from xlplugin.filing.facts import LineFault
from xlplugin.filing.filing import Filing
from xlplugin.form.model import Label, Table
from xlplugin.form.sheets import TRANSCRIPT
from xlplugin.outputs.template.contents import put
from xlplugin.outputs.template.layout import Box
from xlplugin.outputs.template.styles import Styles, height, lines
from xlplugin.outputs.template.table_sheet import set_page
from xlplugin.outputs.template.template import Page
from xlplugin.reading import transcript as known
from xlplugin.rules import catalogue
from xlplugin.text import number

_WIDTHS = (16.0, 30.0, 34.0, 36.0, 46.0, 46.0)
_FAULTS = {"missing": "缺少", "added": "多出", "order": "位置不对", "ambiguous": "认不出是哪一个", "shared": "分不清哪一组数属于", "merged": "有合并单元格跨过"}
_AXES = {"row": "行", "column": "列", "title": "标题"}
Entry = tuple[str, str, str, str, str, str]


def transcript_page(filing: Filing) -> Page:
    """The sheet for a filing, to be written beside the template's."""
    return Page(TRANSCRIPT, lambda sheet, _, styles: _write(sheet, filing, styles))


def unread_fields(filing: Filing) -> list[str]:
    """The fields of the form whose figures could not be told, in the form's order."""
    return [name for name in filing.form.fields if name not in filing.cells or filing.cells[name].shape in UNREAD]


def saved_fields(filing: Filing) -> list[str]:
    """The fields whose figures are saved values of formulas that could not be recalculated, in the form's order."""
    return [name for name in filing.form.fields if filing.cell(name).is_saved_only]


def _write(sheet: Any, filing: Filing, styles: Styles) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    across = len(_WIDTHS)
    put(sheet, Box(1, 1, 1, across), "导入记录", styles["sheet_title"])
    put(
        sheet,
        Box(2, 1, 2, across),
        "本工作簿的数字和文字取自下列文件。这里记下原件中与规定不同、没有读出或放不进表格的内容，审核时会用到；照原件补填、改正之后，可以删去相应的行，不需要时也可以删去整张表。",
        styles["note"],
    )
    sheet.set_row(0, 32)
    sheet.set_row(1, 36)
    for column, text in enumerate(known.HEADER, 1):
        put(sheet, Box(3, column, 3, column), text, styles["header"])
    sheet.set_row(2, 22)
    row = 3
    for row, entry in enumerate(_entries(filing), 4):
        for column, text in enumerate(entry, 1):
            put(sheet, Box(row, column, row, column), text, styles["cell"])
        sheet.set_row(row - 1, min(max(height(lines(text, width)) for text, width in zip(entry, _WIDTHS, strict=True)), 400.0))
    set_page(sheet, row, across)
    sheet.freeze_panes(3, 0)


def _entries(filing: Filing) -> Iterator[Entry]:
    document, facts, form = filing.document, filing.facts, filing.form
    tables = {table.id: table for table in form.tables}
    kind, what = (known.WORKBOOK, "其他工作簿") if document is None else (known.DOCUMENT, "报告")
    yield known.SOURCE, "", kind, "", PurePath(filing.file).name, what
    for name, line in _unread(filing):
        yield known.UNREAD, _title(tables, name), name, line, "", "没有读出，已留空白，有关的规则暂不审核。请照原件补填"
    for name in saved_fields(filing):
        value = filing.values[name]
        yield known.SAVED, _title(tables, name), name, form.fields[name].text.zh, number(value or 0), "原件的公式无法重新计算，这是它保存的值。请核实，改正或确认后删去这一行"
    for finding in check([filing], [rule for rule in catalogue().values() if rule.is_of_reading])[0].transcription:
        yield known.MISREAD, _title(tables, finding.field or "") or (finding.place.sheet if finding.place else ""), finding.rule, "", str(finding.actual or ""), finding.message.zh
    for table, places in facts.duplicate_tables:
        yield known.TWICE, _title(tables, table), table, "", "\n".join(place.full for place in places), "同一张表在原件中不止一张"
    for table in facts.missing_tables:
        yield known.MISSING, _title(tables, table), table, "", "", "原件中没有找到这张表"
    for table, edition in facts.editions_by_table:
        yield known.EDITION, _title(tables, table), table, form.edition, edition, "这张表是另一版式的"
    for fault in facts.line_faults:
        yield known.LINE, _title(tables, fault.table), f"{fault.table}.{fault.axis}.{fault.kind}", "", fault.label, _fault(fault)
    for group in facts.group_numbers:
        yield known.GROUP, _title(tables, group[0]), f"{group[0]}.{group[1]}", _group_label(tables[group[0]], group[1]), group[3], "分组的标题行里填了数"
    for label in facts.seen_labels:
        remark = known.BY_PLACE if label.by_place else "原件在表内或表旁写的单位" if label.axis == "beside" else f"{_AXES[label.axis]}标签的写法不同"
        yield known.LABEL, _title(tables, label.table), f"{label.table}.{label.axis}.{label.id}", label.official, label.seen, remark
    if document is None:
        return
    official = {section.id: section.title.official for section in form.sections}
    for heading in document.headings:
        title = official.get(heading.section or "", "")
        yield known.HEADING, "报告文字", heading.section or "", title, heading.seen, "与规定一致" if heading.seen == title else ""
    for table in document.picture_tables:
        yield known.PICTURE, _title(tables, table), table, "", "", "这张表在原件中是图片，或者没有"
    for piece in document.debris:
        yield known.DEBRIS, "报告文字", "", "", piece, "不是报告的内容"


def _unread(filing: Filing) -> Iterator[tuple[str, str]]:
    """The fields that could not be told: a row as one where all its cells could not."""
    unread = set(unread_fields(filing))
    for table in filing.form.tables:
        for block in table.blocks:
            for row in block.rows:
                names = [f"{table.id}.{row.id}.{column.id}" for column in block.columns]
                if unread.issuperset(names):
                    yield f"{table.id}.{row.id}", row.label.official
                else:
                    yield from ((name, filing.form.fields[name].text.zh) for name in names if name in unread)


def _title(tables: dict[str, Table], name: str) -> str:
    table = tables.get(name.partition(".")[0])
    return table.title.official if table else ""


def _fault(fault: LineFault) -> str:
    place: Place | None = fault.place
    where = f"（{place.sheet}）" if place else ""
    return f"原件的表格{where}{_FAULTS[fault.kind]}这一{_AXES[fault.axis]}"


def _group_label(table: Table, group: str) -> str:
    labels: list[Label] = [entry.label for block in table.blocks for entry in block.row_groups if entry.id == group]
    return labels[0].official if labels else ""
