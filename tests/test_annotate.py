"""The annotated copy: what must differ differs, and nothing else; the notes stand at the cells; users' things survive."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import make_samples
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.packages import CUSTOM_PARTS, FAULTY, RIGHT_CELL, SHEET, USERS_NOTE, VBA, WRONG_CELL, by_openpyxl, by_template, by_xlsxwriter, contents, edit
from tests.submissions import CONSISTENT, write_submission
from xlplugin.checking.check import check
from xlplugin.errors import NotAnnotatableError, UsageError
from xlplugin.filing.address import position
from xlplugin.filing.cells import Place
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.form.sheets import FINDINGS, FINDINGS_HEADER, HOW_TO_EXPLAIN
from xlplugin.outputs.marked.marks import FILLS, SUSPECT_FILL, marks, rows
from xlplugin.outputs.marked.package import worksheet
from xlplugin.outputs.marked.package.comments import AUTHOR, FIRST_LINE, FIX_LINE, LAST_LINE
from xlplugin.outputs.marked.package.xml import clean, decoded
from xlplugin.outputs.marked.workbook import annotate
from xlplugin.reading.read import read_workbook
from xlplugin.text import Language

pytestmark = pytest.mark.slow

MAKERS = [by_template, by_xlsxwriter, by_openpyxl]
MAY_DIFFER = re.compile(
    r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\d*\.xml|xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?"
    r"|xl/(comments/)?comments?\d+\.xml|xl/drawings/(vmlDrawing\d+\.vml|commentsDrawing\d+\.vml)|xl/calcChain\.xml"
    r"|xl/drawings/legacyDrawing\d+\.vml|xl/legacyDrawing\d+\.vml"
)
Maker = Callable[[Path], Path]


def copy_of(source: Path, name: str = "副本", language: Language = "zh") -> tuple[Path, Filing, Report]:
    """An annotated copy beside a workbook, and what was found in the workbook."""
    filing = read_workbook(source)
    report = check([filing])[0]
    target = source.with_name(f"{name}{source.suffix}")
    annotate(source, target, report, filing, language)
    return target, filing, report


def notes(path: Path, sheet: str = SHEET) -> dict[str, str]:
    """The comments of a sheet, as openpyxl reads them."""
    return {cell.coordinate: cell.comment.text for row in openpyxl.load_workbook(path)[sheet].iter_rows() for cell in row if cell.comment}


def differing(source: Path, target: Path) -> set[str]:
    before, after = contents(source), contents(target)
    assert set(before) <= set(after)
    return {name for name, content in after.items() if before.get(name) != content}


def assert_marked(target: Path, report: Report) -> None:
    """Each mark is in the copy: its note in the cell's comment, its colour in the fill."""
    book = openpyxl.load_workbook(target)
    for mark in marks(report, "zh"):
        cell = book[mark.place.sheet].cell(mark.place.row, mark.place.column)
        assert cell.comment is not None and mark.note in decoded(cell.comment.text), mark.place
        assert (cell.fill.patternType, cell.fill.fgColor.rgb) == ("solid", f"FF{mark.fill}"), mark.place
    told = [[cell.value or "" for cell in row] for row in book[FINDINGS].iter_rows(3, len(rows(report, read_workbook(target), "zh")) + 2, 1, 11)]
    assert told == [list(row.cells) for row in rows(report, read_workbook(target), "zh")]


def assert_in_order(target: Path) -> None:
    """The elements of each worksheet stand in the schema's order, each relation that is named is there, and no part is without a type."""
    parts = contents(target)
    for name, content in parts.items():
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            root = etree.fromstring(content)
            ranks = [rank for rank in map(worksheet._rank, root) if rank >= 0]
            assert ranks == sorted(ranks), name
            ids = {value for element in root.iter(etree.Element) for key, value in element.attrib.items() if key.endswith("relationships}id")}
            links = parts.get(name.replace("worksheets/", "worksheets/_rels/") + ".rels", b"<a/>")
            assert ids <= {element.get("Id") for element in etree.fromstring(links)}, name
            cells = [position(cell.get("r")) for cell in root.iter("{*}c")]
            assert cells == sorted(cells, key=lambda at: at or (0, 0)) and len(set(cells)) == len(cells)
    types = parts["[Content_Types].xml"].decode()
    assert all(f'"/{name}"' in types or f'"{name.rsplit(".", 1)[-1]}"' in types for name in parts if name.startswith("xl/") and name != "xl/unheard.of")


@pytest.mark.parametrize("make", MAKERS)
def test_only_the_named_parts_differ_and_the_original_is_untouched(make: Maker, tmp_path: Path) -> None:
    source = make(tmp_path)
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    target, _, _ = copy_of(source)
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before
    changed = differing(source, target)
    assert {name for name in changed if not MAY_DIFFER.fullmatch(name)} == set()
    assert {name for name in changed if "sheet" in name} & set(contents(source)), "no sheet was marked"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        assert new.testzip() is None
        assert new.namelist()[: len(old.namelist())] == old.namelist()
        for entry in old.infolist():
            copied = new.getinfo(entry.filename)
            assert (copied.date_time, copied.compress_type, copied.external_attr) == (entry.date_time, entry.compress_type, entry.external_attr)
            assert entry.filename in changed or copied.compress_size == entry.compress_size
    assert_in_order(target)


@pytest.mark.parametrize("make", MAKERS)
def test_the_copy_says_what_the_original_says_and_carries_every_mark(make: Maker, tmp_path: Path) -> None:
    target, filing, report = copy_of(make(tmp_path))
    again = read_workbook(target)
    assert again.values == filing.values and [cell.raw for cell in again.cells.values()] == [cell.raw for cell in filing.cells.values()]
    assert check([again])[0].findings == report.findings
    assert len(marks(report, "zh")) >= 5
    assert_marked(target, report)


def test_every_sample_comes_out_marked_and_otherwise_the_same(tmp_path: Path) -> None:
    make_samples.main(tmp_path)
    for source in sorted(tmp_path.rglob("*.xlsx")):
        target, filing, report = copy_of(source)
        assert {name for name in differing(source, target) if not MAY_DIFFER.fullmatch(name)} == set(), source.name
        again = read_workbook(target)
        assert (again.values, check([again])[0].findings) == (filing.values, report.findings), source.name
        assert_marked(target, report)
        assert_in_order(target)


def test_macros_pictures_charts_ribbon_and_custom_xml_are_there_byte_for_byte(tmp_path: Path) -> None:
    source = by_xlsxwriter(tmp_path)
    target, _, _ = copy_of(source)
    before, after = contents(source), contents(target)
    assert target.suffix == ".xlsm" and after["xl/vbaProject.bin"] == VBA
    kept = [name for name in before if re.search(r"media|chart|drawing\d|customUI|customXml|docProps|theme|sharedStrings|unheard", name)]
    assert len(kept) >= 9 and set(CUSTOM_PARTS) <= set(kept)
    assert all(before[name] == after[name] for name in kept if not name.startswith("xl/drawings/vml"))


@pytest.mark.parametrize("make", [by_xlsxwriter, by_openpyxl])
def test_a_users_comment_stays_and_ours_stands_below_it_in_the_same_cell(make: Maker, tmp_path: Path) -> None:
    source = make(tmp_path)
    assert notes(source) == {RIGHT_CELL: USERS_NOTE, WRONG_CELL: USERS_NOTE}
    target, _, _ = copy_of(source)
    written = notes(target)
    assert written[RIGHT_CELL] == USERS_NOTE
    assert written[WRONG_CELL].startswith(f"{USERS_NOTE}\n{FIRST_LINE}\n【") and "【错误】" in written[WRONG_CELL] and written[WRONG_CELL].endswith(f"\n{FIX_LINE.zh}")
    sheet = openpyxl.load_workbook(target)[SHEET]
    assert {cell: sheet[cell].comment.author for cell in (RIGHT_CELL, WRONG_CELL)} == dict.fromkeys((RIGHT_CELL, WRONG_CELL), "王工")
    assert {sheet[cell].comment.author for cell in written if cell not in (RIGHT_CELL, WRONG_CELL)} == {AUTHOR}
    (drawing,) = [part for name, part in contents(target).items() if name.endswith(".vml") and b"Row>28<" in part]
    places = re.findall(rb"<\w+:Row>(\d+)</\w+:Row>\s*<\w+:Column>(\d+)<", drawing)
    assert len(places) == len(set(places)) == len(written)
    boxes = re.findall(rb"Anchor>([^<]*)</\w+:Anchor>(?:<[^>]*>|False)*?<\w+:Row>28</\w+:Row>\s*<\w+:Column>4<", drawing)
    assert [box.split(b", ")[:1] for box in boxes] == [[b"5"]], "the box was not made large enough"
    numbers = re.findall(rb'<\w+:shape [^>]*?\bid="(\w+)"', drawing)
    assert len(numbers) == len(set(numbers)) == len(written)


def test_a_button_in_the_sheet_stays_beside_the_notes(tmp_path: Path) -> None:
    source = by_xlsxwriter(tmp_path)
    (old,) = [name for name, part in contents(source).items() if b'ObjectType="Button"' in part]
    loose = edit(source, {old: lambda part: part.replace(b"</div>", b"<br></div>")})  # Excel writes buttons so: the part is no XML then
    target, _, _ = copy_of(loose)
    part = contents(target)[old]
    assert part.startswith(contents(loose)[old].removesuffix(b"</xml>").rstrip()) and part.count(b'ObjectType="Note"') >= 1
    numbers = [int(number) for number in re.findall(rb"<v:shape id=\"_x0000_s(\d+)", part)]
    assert len(set(numbers)) == len(numbers) >= 2


def test_no_two_sheets_share_a_block_of_shape_numbers(tmp_path: Path) -> None:
    blank = write_submission(tmp_path / "空.xlsx", {"proactive.licensing.decisions": None, "requests.received.company": None, "review.reconsideration.other": None})
    target, _, report = copy_of(blank)
    blocks = [re.findall(rb'idmap v:ext="edit" data="(\d+)"', part)[0] for name, part in contents(target).items() if name.endswith(".vml")]
    assert len(blocks) == 3 and len(set(blocks)) == 3
    assert_marked(target, report)


def test_a_thread_is_left_alone_and_its_cell_is_only_filled(tmp_path: Path) -> None:
    source = by_openpyxl(tmp_path)
    sheet = next(name for name, part in contents(source).items() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name) and b"legacyDrawing" in part)
    link = b'<Relationship Id="rIdT" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/>'
    thread = b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="E29" id="{1}"/></ThreadedComments>'
    links = sheet.replace("worksheets/", "worksheets/_rels/") + ".rels"
    edit(source, {"xl/threadedComments/threadedComment1.xml": thread, links: lambda old: old.replace(b"</Relationships>", link + b"</Relationships>")})
    target, _, report = copy_of(source)
    assert contents(target)["xl/threadedComments/threadedComment1.xml"] == thread
    assert notes(target)[WRONG_CELL] == USERS_NOTE
    assert openpyxl.load_workbook(target)[SHEET][WRONG_CELL].fill.fgColor.rgb == next(f"FF{mark.fill}" for mark in marks(report, "zh") if mark.place.address == WRONG_CELL)
    assert any(row[1].value == f"{SHEET}!{WRONG_CELL}" for row in openpyxl.load_workbook(target)[FINDINGS].iter_rows(2, 20))


def test_a_second_round_replaces_our_notes_and_clears_the_cells_that_are_right_now(tmp_path: Path) -> None:
    source = by_openpyxl(tmp_path)
    before = openpyxl.load_workbook(source)[SHEET]
    first, _, report = copy_of(source)
    marked = {mark.place.address for mark in marks(report, "zh") if mark.place.sheet == SHEET}
    same, _, _ = copy_of(first, "再")
    assert notes(same) == notes(first)
    book = openpyxl.load_workbook(first)  # as the office sends it back
    book[SHEET]["E6"], book[SHEET]["I8"] = 1, 0
    mended = tmp_path / "改.xlsx"
    book.save(mended)
    last, _, rest = copy_of(mended, "末")
    left = {mark.place.address for mark in marks(rest, "zh") if mark.place.sheet == SHEET}
    assert {"I8", "J29", WRONG_CELL} <= marked and left == {"J6"}  # openpyxl saves no values: W02
    assert {cell: note for cell, note in notes(last).items() if cell not in left} == {RIGHT_CELL: USERS_NOTE, WRONG_CELL: USERS_NOTE}
    after = openpyxl.load_workbook(last)[SHEET]
    assert {cell: after[cell].fill.fgColor.rgb for cell in marked - left} == {cell: before[cell].fill.fgColor.rgb for cell in marked - left}


def test_what_a_user_wrote_around_our_note_survives_the_next_round(tmp_path: Path) -> None:
    first, _, _ = copy_of(by_template(tmp_path))
    book = openpyxl.load_workbook(first)
    cell = book[SHEET][WRONG_CELL]
    assert cell.comment is not None
    cell.comment.text = f"先看台账\n{cell.comment.text}\n已请示局长"
    book.save(first)
    second, _, _ = copy_of(first, "再")
    text = notes(second)[WRONG_CELL]
    assert text.startswith(f"先看台账\n已请示局长\n{FIRST_LINE}\n【错误】") and text.count(FIRST_LINE) == 1


@pytest.mark.parametrize("make", MAKERS)
def test_a_format_keeps_everything_but_its_fill(make: Maker, tmp_path: Path) -> None:
    source = make(tmp_path)
    target, _, report = copy_of(source)
    old, new = openpyxl.load_workbook(source), openpyxl.load_workbook(target)
    for mark in marks(report, "zh"):
        before, after = (book[mark.place.sheet].cell(mark.place.row, mark.place.column) for book in (old, new))
        for part in ("font", "border", "alignment", "protection", "number_format"):
            assert repr(getattr(before, part)) == repr(getattr(after, part)), (mark.place, part)
    marked = {(mark.place.sheet, mark.place.row, mark.place.column) for mark in marks(report, "zh")}
    for sheet in old.worksheets:
        for row in sheet.iter_rows() if sheet.title != FINDINGS else ():
            for cell in row:
                other = new[sheet.title].cell(cell.row, cell.column)  # type: ignore[arg-type]
                assert (sheet.title, cell.row, cell.column) in marked or repr((other.fill, other.font)) == repr((cell.fill, cell.font))


def test_a_new_findings_sheet_is_last_protected_open_for_answers_and_linked(tmp_path: Path) -> None:
    source = by_xlsxwriter(tmp_path)
    names = openpyxl.load_workbook(source).sheetnames
    target, filing, report = copy_of(source)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == [*names, FINDINGS]
    sheet = book[FINDINGS]
    wanted = rows(report, filing, "zh")
    assert sheet["A1"].value == HOW_TO_EXPLAIN and [cell.value for cell in sheet[2]] == list(FINDINGS_HEADER) and len(wanted) >= 5
    assert sheet.protection.sheet and sheet.column_dimensions["J"].hidden and sheet.column_dimensions["K"].hidden and sheet.freeze_panes == "A3"
    for number, row in enumerate(wanted, 3):
        assert [cell.value or "" for cell in sheet[number]] == list(row.cells)
        assert {cell.data_type for cell in sheet[number] if cell.value} <= {"s", "inlineStr"}
        assert [cell.protection.locked for cell in sheet[number]] == [name not in ("情况说明", "审核放行") for name in FINDINGS_HEADER]
        link = sheet.cell(number, 2).hyperlink
        assert (link.location if link else None) == (row.place.target if row.place else None)
        assert sheet.cell(number, 3).alignment.wrap_text
    assert any(cell.value == "=1+1" for row in sheet.iter_rows(3, len(wanted) + 2) for cell in row), "the text that looks like a formula was to be quoted"


def test_the_templates_own_findings_sheet_is_filled_and_stays_as_it_is(tmp_path: Path) -> None:
    source = by_template(tmp_path)
    target, filing, report = copy_of(source)
    listed = rows(report, filing, "zh")
    old, new = openpyxl.load_workbook(source)[FINDINGS], openpyxl.load_workbook(target)[FINDINGS]
    assert openpyxl.load_workbook(target).sheetnames == openpyxl.load_workbook(source).sheetnames
    assert new.protection.sheet and new.dimensions == old.dimensions and repr(old["D3"].fill) == repr(new["D3"].fill)
    assert not any(new.cell(row, column).protection.locked for row in (3, 4, 500) for column in (4, 5))
    assert list(map(str, new.conditional_formatting)) == list(map(str, old.conditional_formatting)) and new["A3"].fill.fgColor.rgb == "FF" + listed[0].fill
    assert [cell.value for cell in new[len(listed) + 3]] == [None] * 11


def test_an_answer_in_the_copy_is_kept_by_the_next_round_and_rows_that_are_gone_leave_nothing(tmp_path: Path) -> None:
    first, before, report = copy_of(by_xlsxwriter(tmp_path))
    listed = rows(report, before, "zh")
    asked = next(number for number, row in enumerate(listed, 3) if row.cells[8] == "C01")
    book = openpyxl.load_workbook(first)
    book[FINDINGS].cell(asked, 4, "确为空\n无此类申请")
    answered = tmp_path / "答.xlsx"
    book.save(answered)
    second, filing, report = copy_of(answered, "再")
    assert [answer.reason for answer in filing.answers] == ["确为空\n无此类申请"]
    (row,) = [row for row in openpyxl.load_workbook(second)[FINDINGS].iter_rows(3, values_only=True) if row[8] == "C01"]
    assert row[0] == "已说明" and row[3] == "确为空\n无此类申请"
    book = openpyxl.load_workbook(second)
    book[SHEET]["E6"] = 1
    book.save(answered)
    third, after, rest = copy_of(answered, "三")
    sheet = openpyxl.load_workbook(third)[FINDINGS]
    filled = [number for number in range(3, 40) if any(cell.value for cell in sheet[number])]
    assert filled == list(range(3, len(rows(rest, after, "zh")) + 3)) and len(rest.problems) < len(report.problems)
    assert len([cell for cell in sheet["B"] if cell.hyperlink]) == sum(row.place is not None for row in rows(rest, after, "zh"))


def test_a_sheet_of_that_name_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(by_template(tmp_path))
    del book[FINDINGS]
    book.create_sheet(FINDINGS)["A1"] = "去年的校验"
    source = tmp_path / "丙.xlsx"
    book.save(source)
    target, _, _ = copy_of(source)
    made = openpyxl.load_workbook(target)
    assert made.sheetnames[-1] == f"{FINDINGS} (2)" and made[FINDINGS]["A1"].value == "去年的校验" and made[f"{FINDINGS} (2)"]["B3"].value


def test_a_formula_that_a_user_put_into_the_findings_sheet_leaves_no_trace_in_the_calculation_chain(tmp_path: Path) -> None:
    source = by_template(tmp_path)
    book = openpyxl.load_workbook(source)
    book[FINDINGS]["G3"] = "=1+2"
    book.save(source)
    link = b'<Relationship Id="rIdC" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" Target="/xl/calcChain.xml"/>'
    kind = b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/>'
    edit(
        source,
        {
            "xl/calcChain.xml": b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="G3" i="6"/></calcChain>',
            "xl/_rels/workbook.xml.rels": lambda old: old.replace(b"</Relationships>", link + b"</Relationships>"),
            "[Content_Types].xml": lambda old: old.replace(b"</Types>", kind + b"</Types>"),
        },
    )
    target, _, _ = copy_of(source)
    after = contents(target)
    assert "xl/calcChain.xml" not in after and not any(b"calcChain" in after[name] for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"))


def test_a_cell_that_the_file_does_not_hold_is_made_in_its_place(tmp_path: Path) -> None:
    source = by_template(tmp_path)
    part = next(name for name, content in contents(source).items() if b"requests" not in content and b"I30" in content and name.startswith("xl/worksheets/sheet3"))

    def without(xml: bytes) -> bytes:
        return re.sub(rb'<row r="27".*?</row>', b"", re.sub(rb'<c r="I8"[^>]*?/>', b"", xml))

    edit(source, {part: without})
    assert b'"I8"' not in contents(source)[part]
    target, _, report = copy_of(source)
    row = re.search(rb'<row r="8".*?</row>', contents(target)[part])
    assert row is not None and b'r="H8"' in row[0].split(b'r="I8"')[0] and b'r="J8"' in row[0].split(b'r="I8"')[1] and b"spans" not in row[0].split(b">")[0]
    assert b'<row r="27"' in contents(target)[part] or not any(mark.place.row == 27 for mark in marks(report, "zh"))
    assert_in_order(target)
    assert "C01" in notes(target)["I8"]


def test_marks_inside_a_merged_area_come_together_in_the_cell_that_shows(tmp_path: Path) -> None:
    source = by_template(tmp_path)
    filing = read_workbook(source)
    report = check([filing])[0]
    title = [Place(SHEET, 1, 1), Place(SHEET, 1, 3)]
    from dataclasses import replace

    moved = replace(report, findings=tuple(replace(finding, place=title[number % 2]) for number, finding in enumerate(report.findings)), advice=())
    target = tmp_path / "并.xlsx"
    annotate(source, target, moved, filing, "zh")
    assert list(notes(target)) == ["A1"] and notes(target)["A1"].count("【") == len(moved.problems)


def uncommon(path: Path, what: str) -> Path:
    """A package as programs seldom write it, though readers take it."""
    parts = contents(path)
    sheets = [name for name in parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    if what == "absolute targets":
        return edit(path, {"xl/_rels/workbook.xml.rels": lambda old: old.replace(b'Target="', b'Target="/xl/')})
    if what == "odd case":
        return edit(path, {}, {"[Content_Types].xml": "[content_types].xml"})
    if what == "escaped names":
        renamed = {name: name.replace("/sheet", "/sheet%20") for name in sheets}
        kinds = {"[Content_Types].xml": lambda old: old.replace(b"worksheets/sheet", b"worksheets/sheet%20")}
        links = {"xl/_rels/workbook.xml.rels": lambda old: old.replace(b"worksheets/sheet", b"worksheets/sheet%20")}
        return edit(path, {**kinds, **links}, renamed)
    if what == "prefixes":

        def prefixed(xml: bytes) -> bytes:
            root = etree.fromstring(xml)
            other = etree.Element(root.tag, root.attrib, nsmap={"x": etree.QName(root).namespace, **{key: value for key, value in root.nsmap.items() if key}})
            other.extend(list(root))
            etree.cleanup_namespaces(other, keep_ns_prefixes=["x", "r"])
            return bytes(etree.tostring(other, xml_declaration=True, encoding="UTF-8"))

        return edit(path, dict.fromkeys([*sheets, "xl/workbook.xml", "xl/styles.xml"], prefixed))
    if what == "utf-16":
        return edit(path, {name: lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16") for name in sheets})
    if what == "no addresses":
        return edit(path, {sheets[2]: lambda xml: re.sub(rb'<row r="(6|7)"', b"<row", xml)})
    assert what == "twice"
    with pytest.warns(UserWarning, match="Duplicate name"):
        return edit(path, {}, extra={sheets[2]: b"<old/>", "xl/theme/theme1.xml": b"<old/>"})


@pytest.mark.parametrize("what", ["absolute targets", "odd case", "escaped names", "prefixes", "utf-16", "no addresses", "twice"])
def test_an_uncommon_package_is_marked_too(what: str, tmp_path: Path) -> None:
    plain_copy, filing, report = copy_of(by_template(tmp_path), "常")
    source = uncommon(by_template(tmp_path), what)
    target = tmp_path / "奇.xlsx"
    annotate(source, target, report, filing, "zh")
    before, after = contents(source), contents(target)
    assert {name for name in after if before.get(name) != after[name]} <= {name for name in after if MAY_DIFFER.fullmatch(name.replace("%20", "").replace("[c", "[C").replace("_t", "_T"))}
    with zipfile.ZipFile(target) as package:  # a part that was patched stands once, whatever else stood under its name
        assert not any(package.namelist().count(name) > 1 for name in after if before.get(name) != after[name])
        assert what != "twice" or package.namelist().count("xl/theme/theme1.xml") == 2
    if what in ("odd case", "escaped names"):  # openpyxl refuses these, so they are told by their parts
        assert sorted(len(part) for name, part in after.items() if "comments" in name) == sorted(len(part) for name, part in contents(plain_copy).items() if "comments" in name)
        return
    assert notes(target) == notes(plain_copy)
    assert read_workbook(target).values == filing.values
    assert_marked(target, report)


@pytest.mark.parametrize("head", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"%PDF-1.7"])
def test_an_old_or_foreign_file_is_refused_in_words(head: bytes, tmp_path: Path) -> None:
    source = tmp_path / "旧.xls"
    source.write_bytes(head)
    _, filing, report = copy_of(by_template(tmp_path))
    with pytest.raises(NotAnnotatableError) as error:
        annotate(source, tmp_path / "新.xls", report, filing, "zh")
    assert "另存为 .xlsx" in error.value.text.zh and "save it as .xlsx" in error.value.text.en
    assert not (tmp_path / "新.xls").exists()


@pytest.mark.parametrize("what", ["strict", "binary", "ods"])
def test_a_package_of_another_kind_is_refused(what: str, tmp_path: Path) -> None:
    source, filing = by_template(tmp_path), read_workbook(by_template(tmp_path))
    if what == "strict":
        edit(source, {"xl/workbook.xml": lambda old: old.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")})
    elif what == "binary":
        edit(source, {"_rels/.rels": lambda old: old.replace(b"workbook.xml", b"workbook.bin"), "xl/workbook.bin": b"\x83\x01\x00"})
    else:
        with zipfile.ZipFile(source, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            package.writestr("content.xml", "<a/>")
    with pytest.raises(NotAnnotatableError):
        annotate(source, tmp_path / "新.xlsx", check([filing])[0], filing, "zh")


def test_the_original_is_never_the_target_by_whatever_name(tmp_path: Path) -> None:
    source = by_template(tmp_path)
    filing = read_workbook(source)
    before = source.read_bytes()
    link = tmp_path / "别名.xlsx"
    link.symlink_to(source)
    for target in (source, link, tmp_path / "." / source.name):
        with pytest.raises(UsageError):
            annotate(source, target, check([filing])[0], filing, "zh")
    assert source.read_bytes() == before


@pytest.mark.parametrize(("make", "ending", "is_right"), [(by_xlsxwriter, ".xlsx", False), (by_template, ".xlsm", False), (by_template, ".XLSX", True), (by_xlsxwriter, ".xlsm", True)])
def test_the_copys_ending_is_that_of_its_kind(make: Maker, ending: str, is_right: bool, tmp_path: Path) -> None:
    source = make(tmp_path)
    filing = read_workbook(source)
    target = tmp_path / f"新{ending}"
    if is_right:
        annotate(source, target, check([filing])[0], filing, "zh")
    else:
        with pytest.raises(UsageError):
            annotate(source, target, check([filing])[0], filing, "zh")
    assert target.exists() is is_right


def test_a_copy_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = by_template(tmp_path)
    filing = read_workbook(source)
    there = sorted(tmp_path.iterdir())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(UsageError, match="No space left"):
        annotate(source, tmp_path / "新.xlsx", check([filing])[0], filing, "zh")
    assert sorted(tmp_path.iterdir()) == there


def test_a_signed_workbook_keeps_its_signature_and_is_told_that_it_no_longer_holds(tmp_path: Path) -> None:
    source = by_template(tmp_path)
    link = b'<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/>'
    signature = {"_xmlsignatures/origin.sigs": b"", "_xmlsignatures/sig1.xml": b"<Signature/>"}
    edit(source, {"_rels/.rels": lambda old: old.replace(b"</Relationships>", link + b"</Relationships>"), **signature})
    target, _, report = copy_of(source)
    assert {name: contents(target)[name] for name in signature} == signature
    told = [str(row[2]) for row in openpyxl.load_workbook(target)[FINDINGS].iter_rows(3, len(report.problems) + 8, values_only=True)]
    assert "数字签名" in told[len(report.problems) + 1]
    assert read_workbook(target).answers == ()


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    source = by_xlsxwriter(tmp_path)
    assert copy_of(source, "一")[0].read_bytes() == copy_of(source, "二")[0].read_bytes()


def test_a_clean_filing_gets_an_empty_list_and_no_mark(tmp_path: Path) -> None:
    source = write_submission(tmp_path / "清.xlsx", CONSISTENT)
    target, _, report = copy_of(source)
    assert report.status == "clean" and not report.problems
    assert differing(source, target) <= {next(name for name in contents(source) if name.endswith("sheet6.xml"))}


def test_the_notes_come_in_english_too(tmp_path: Path) -> None:
    target, _, _ = copy_of(by_template(tmp_path), language="en")
    note = notes(target)[WRONG_CELL]
    assert "【error】" in note and note.endswith((LAST_LINE.en, FIX_LINE.en))
    again, _, _ = copy_of(target, "再")
    assert notes(again)[WRONG_CELL].count(FIRST_LINE) == 1 and "【错误】" in notes(again)[WRONG_CELL]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\x00b\x1fc\ud800d\ufffe", "abcd"),
        ("一\r\n二\r三_x000D_四", "一\n二\n三\n四"),
        ("_x0041_ 与 _x 与 _xZZZZ_", "_x005F_x0041_ 与 _x 与 _xZZZZ_"),
        ("<b>&\t😀", "<b>&\t😀"),
        ("字" * 40_000, "字" * 32_766 + "…"),
    ],
)
def test_a_text_is_made_fit_for_a_part(text: str, written: str) -> None:
    assert clean(text) == written


@given(st.text(max_size=60))
def test_what_is_written_can_be_parsed_and_reads_as_it_was_meant(text: str) -> None:
    element: Any = etree.Element("t")
    element.text = clean(text)
    back = decoded(etree.fromstring(etree.tostring(element)).text or "")
    assert back == re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", re.sub("_x000[dD]_", "\n", text).replace("\r\n", "\n").replace("\r", "\n"))


def test_the_fills_are_those_of_the_open_workbook() -> None:
    assert {*FILLS.values(), SUSPECT_FILL} == {"FFC7CE", "FFC000", "DDEBF7", "FF7C80"}
    assert "requests.received.company" in FAULTY
