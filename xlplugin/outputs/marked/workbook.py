"""Writes a copy of a workbook with its problems marked at the cells; only the parts that must differ are patched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.outputs.marked.marks import EARLIER_FILLS, FILLS, SUSPECT_FILL, UNREAD_FILL, Mark, marks, rows
from xlplugin.outputs.marked.package.archive import Archive
from xlplugin.outputs.marked.package.comments import Comments
from xlplugin.outputs.marked.package.drawing import Drawing, anchor
from xlplugin.outputs.marked.package.findings_sheet import write_findings
from xlplugin.outputs.marked.package.stylesheet import StyleSheet
from xlplugin.outputs.marked.package.workbook import Workbook
from xlplugin.outputs.marked.package.worksheet import Position, Worksheet
from xlplugin.outputs.marked.word.annotate import annotate_document
from xlplugin.outputs.template.styles import units
from xlplugin.reading.open import is_document
from xlplugin.text import Language

_OUR_FILLS = {*FILLS.values(), SUSPECT_FILL, UNREAD_FILL, *EARLIER_FILLS}
_WIDTH, _WIDE, _LONG = 330, 500, 16
"""Pixels of a comment's box, and of one with more lines than `_LONG`."""
_LINE, _MARGIN, _TALLEST = 16, 14, 700
_UNIT = 6.7
"""Pixels of a narrow character at 9 points; `units` counts a Chinese one as 1.8."""


def annotate(source: Path, target: Path, report: Report, filing: Filing, language: Language) -> None:
    """Writes `source` to `target` with comments and fills at the cells that `report` names, and the sheet 校验结果.

    `source` is read once and never opened for writing; a file at `target` is replaced, once the copy is complete. Every part
    of the package that need not differ is copied byte for byte: images, macros, custom XML, users' comments. A note of ours
    from an earlier round is replaced, or taken away where the cell is right now; a thread of comments is left alone, its
    cell only filled. A digital signature is kept, and does not hold for the copy: a line of 校验结果 says so.

    Raises NotAnnotatableError (.xls, .et, .ods, .xlsb, Strict Open XML), UsageError (`target` is the original, has another
    kind's ending or cannot be written), and the errors of a file that cannot be read. A report is annotated by `word.annotate`.
    """
    if is_document(source):
        return annotate_document(source, target, report, filing, language)
    if target.exists() and target.samefile(source):
        raise UsageError(zh=f"副本不能覆盖原文件：{target}", en=f"the copy must not replace the original: {target}")
    archive = Archive(source)
    book = Workbook(archive)
    _check_ending(source, target, book)
    styles = StyleSheet(archive, book.styles_part())
    found = marks(report, language)
    for name, part in book.sheets.items():
        _mark_sheet(archive, part, [mark for mark in found if mark.place.sheet.lower() == name.lower()], styles, language)
    write_findings(book, rows(report, filing, language), styles)
    styles.save()
    archive.write(target)
    return None


def _check_ending(source: Path, target: Path, book: Workbook) -> None:
    """Programs refuse a workbook with macros that is called .xlsx, and one without that is called .xlsm."""
    ending = ".xlsm" if book.has_macros else ".xlsx"
    if target.suffix.lower() not in (source.suffix.lower(), ending):
        raise UsageError(zh=f"副本的扩展名应为 {ending}：{target.name}", en=f"the copy's name has to end with {ending}: {target.name}")


def _mark_sheet(archive: Archive, part: str, found: Sequence[Mark], styles: StyleSheet, language: Language) -> None:
    comments = Comments(archive, part)
    ours = comments.ours
    if not found and not ours:
        return
    sheet = Worksheet(archive, part)
    wanted = _by_cell(sheet, found)
    for at, mark in wanted.items():
        cell = sheet.cell(at)
        cell.set("s", str(styles.filled(int(cell.get("s", "0")), mark.fill)))
    noted = {at: mark for at, mark in wanted.items() if not comments.is_thread(at)}
    stale = [at for at in ours if at not in wanted]
    if noted or stale:
        drawing = Drawing(archive, sheet)
        for at in stale:
            _clear(sheet, comments, drawing, at, styles)
        for at, mark in noted.items():
            comments.note(at, mark.note, language, mark.may_explain)
        # A drawing that is new has to have a box for each comment of the sheet, or programs would not show the others.
        for at in comments.positions() if drawing.is_new else noted:
            drawing.put(at, anchor(sheet, at, *_size(comments.text(at))))
        comments.save()
        drawing.save()
    sheet.save()


def _by_cell(sheet: Worksheet, found: Sequence[Mark]) -> dict[Position, Mark]:
    """The marks by cell; those of one merged area come together in the cell that shows."""
    wanted: dict[Position, Mark] = {}
    for mark in found:
        at = sheet.top_left((mark.place.row, mark.place.column))
        before = wanted.get(at)
        wanted[at] = mark if before is None else replace(before, note=f"{before.note}\n{mark.note}", may_explain=before.may_explain and mark.may_explain)
    return wanted


def _clear(sheet: Worksheet, comments: Comments, drawing: Drawing, at: Position, styles: StyleSheet) -> None:
    """Takes an earlier round's note and fill from a cell that is right now."""
    if comments.remove_ours(at):
        drawing.remove(at)
    cell = sheet.cell(at)
    style = int(cell.get("s", "0"))
    if styles.colour(style) in _OUR_FILLS:
        used = Counter(int(other.get("s", "0")) for row in sheet.rows for other in sheet.cells(row).values())
        cell.set("s", str(styles.unfilled(style, Counter({one: count for one, count in used.items() if styles.colour(one) not in _OUR_FILLS}))))


def _size(text: str) -> tuple[int, int]:
    """Width and height in pixels of a box that shows a text whole, or most of a very long one."""
    parts = text.split("\n")
    for width in (_WIDTH, _WIDE):
        count = sum(max(1, -int(-units(part) * _UNIT // (width - _MARGIN))) for part in parts)
        if count <= _LONG:
            break
    return width, min(count * _LINE + _MARGIN, _TALLEST)
