"""Writes a copy of a workbook in which some cells hold another figure; every other byte of its parts stays as it was.

A cell is changed where it stands in the part's own text, so that not even the order of attributes differs elsewhere. Where that is
not possible (a cell that has no element yet, names with prefixes), the sheet's part is written anew, with the same contents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from xlplugin.errors import NotAnnotatableError, UsageError
from xlplugin.filing.address import address
from xlplugin.filing.cells import Place, Value
from xlplugin.outputs.marked.package.archive import Archive
from xlplugin.outputs.marked.package.workbook import Workbook
from xlplugin.outputs.marked.package.worksheet import Position, Worksheet
from xlplugin.outputs.marked.package.xml import add, child, children, name
from xlplugin.runs.whole_file import beside
from xlplugin.text import number

_KIND = re.compile(rb'\s(?:t|cm|vm)="[^"<]*"')
_FORMULA = re.compile(rb"<f\b[^<>]*(?:/>|>[^<]*</f>)")


def write_fixed(source: Path, target: Path, values: Mapping[Place, Value]) -> None:
    """Writes `source` to `target` with these figures; a formula stays, and the figure becomes its result. Without any the copy is the same file.

    Raises `UsageError` where the target is there already, or cannot be written, and where the workbook is of a kind that cannot be edited.
    """
    if target.exists():
        raise UsageError(zh=f"文件已存在，未覆盖：{target}", en=f"the file exists and was not replaced: {target}")
    if target.suffix.lower() != source.suffix.lower():
        raise UsageError(zh=f"副本的扩展名应为 {source.suffix}：{target.name}", en=f"the copy's name has to end with {source.suffix}: {target.name}")
    if not values:
        with beside(target) as path:
            path.write_bytes(source.read_bytes())
        return
    try:
        archive = Archive(source)
        book = Workbook(archive)
    except NotAnnotatableError as error:
        raise UsageError(
            zh=f"这种格式的文件（{source.suffix}）不能改到副本里；请先用 Excel 或 WPS 另存为 .xlsx。",
            en=f"a file of this format ({source.suffix}) cannot be fixed; save it as .xlsx first",
        ) from error
    for sheet in dict.fromkeys(place.sheet for place in values):
        part = book.sheet_part(sheet)
        if part is None:
            raise UsageError(zh=f"工作簿里没有工作表“{sheet}”。", en=f'the workbook has no sheet "{sheet}"')
        wanted = {(place.row, place.column): value for place, value in values.items() if place.sheet == sheet}
        content = _spliced(archive.read(part), wanted)
        if content is not None:
            archive.replace(part, content)
        else:
            _anew(Worksheet(archive, part), wanted)
    archive.write(target)


def _spliced(content: bytes, wanted: Mapping[Position, Value]) -> bytes | None:
    """A sheet's part with these cells changed in its own text; None where one of them is not found there exactly once."""
    if b"<!--" in content or b"<![CDATA[" in content:
        return None
    for at, value in wanted.items():
        pattern = re.compile(rb'<c((?:\s+\w+="[^"<]*")*?\s+r="' + address(*at).encode() + rb'"(?:\s+\w+="[^"<]*")*)\s*(?:/>|>(.*?)</c>)', re.DOTALL)
        found = list(pattern.finditer(content))
        if len(found) != 1:
            return None
        [cell] = found
        formula = _FORMULA.search(cell[2] or b"")
        inner = (formula[0] if formula else b"") + f"<v>{number(value)}</v>".encode()
        content = content[: cell.start()] + b"<c" + _KIND.sub(b"", cell[1]) + b">" + inner + b"</c>" + content[cell.end() :]
    return content


def _anew(sheet: Worksheet, wanted: Mapping[Position, Value]) -> None:
    for at, value in wanted.items():
        cell = sheet.cell(at)
        for attribute in ("t", "cm", "vm"):
            cell.attrib.pop(attribute, None)
        for element in children(cell, "v") + children(cell, "is"):
            cell.remove(element)
        formula = child(cell, "f")
        add(cell, "v", text=number(value))
        assert formula is None or name(cell[0]) == "f"
    sheet.save()
