"""Saved values that nobody recalculated never pass for figures: import lists them and they stay what they are, export refuses them, a roll-up says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Run
from tests.edited import place_of
from tests.filings import filing_of
from tests.submissions import CONSISTENT, write_submission
from tests.unread import UNKNOWN_FORMULA, formula, put
from xlplugin.checking.check import check
from xlplugin.errors import UsageError
from xlplugin.filing.cells import Cell, Shape
from xlplugin.form.sheets import TRANSCRIPT
from xlplugin.outputs.publish.write import FORMATS, export
from xlplugin.reading.read import read_workbook
from xlplugin.text import Text

pytestmark = pytest.mark.slow  # whole workbooks, many of them

FIELDS = ("proactive.licensing.decisions", "requests.received.total", "review.reconsideration.upheld")
"""A cell that is typed, a total and an outcome: what stands there may be a formula of the office's own."""
SAVED = {"proactive.licensing.decisions": "12", "requests.received.total": "99", "review.reconsideration.upheld": "1"}
REASON = Text("不支持函数 X", "the function X is not supported")


def saved_in(path: Path, field: str) -> Path:
    """A filled template one of whose cells holds a formula that nobody can recalculate, with a number saved."""
    write_submission(path, {**CONSISTENT, "proactive.licensing.decisions": 12})
    return put(path, place_of(field, path.parent), formula(UNKNOWN_FORMULA, SAVED[field]))


@pytest.mark.parametrize("field", FIELDS)
def test_what_was_imported_from_a_saved_value_is_listed_and_read_back_as_one(field: str, run: Run, tmp_path: Path) -> None:
    source, target = saved_in(tmp_path / "原件.xlsx", field), tmp_path / "导入.xlsx"
    ran = run("import", source, "-o", target)
    assert ran.status == 0 and "格是保存值（未经重算" in ran.out  # a total that adds it up is one, too
    listed = [[cell.value for cell in row] for row in openpyxl.load_workbook(target)[TRANSCRIPT].iter_rows()]
    assert [row for row in listed if row[0] == "未经重算的格" and row[2] == field]
    back = read_workbook(target)
    [report] = check([back])
    assert back.cells[field].is_saved_only and back.values[field] == int(SAVED[field])
    assert report.status == "incomplete" and report.coverage is not None and report.coverage.saved == 1
    assert "导入" in report.coverage.unread[0].reason.zh


@pytest.mark.parametrize("mend", ["another figure", "the row deleted"])
def test_an_imported_saved_value_counts_when_somebody_has_verified_it(mend: str, run: Run, tmp_path: Path) -> None:
    field = "proactive.licensing.decisions"
    source, target = saved_in(tmp_path / "原件.xlsx", field), tmp_path / "导入.xlsx"
    run("import", source, "-o", target)
    place = read_workbook(target).cells[field].place
    assert place is not None
    book = openpyxl.load_workbook(target)
    if mend == "another figure":
        book[place.sheet][place.address] = 13
    else:
        sheet = book[TRANSCRIPT]
        sheet.delete_rows(next(row[0].row for row in sheet.iter_rows() if row[0].value == "未经重算的格"))
    book.save(target)
    [report] = check([read_workbook(target)])
    assert report.coverage is not None and report.coverage.saved == 0 and report.status != "incomplete"


@pytest.mark.parametrize("ending", FORMATS)
def test_a_report_is_not_published_from_saved_values_unless_that_is_asked_for(ending: str, tmp_path: Path) -> None:
    saved = Cell(Shape.NUMBER, 12, "12", formula="=X()", saved=12, reason=REASON)
    filing = filing_of(cells={name: replace(saved, value=number) for number, name in enumerate(FIELDS)})
    with pytest.raises(UsageError) as refused:
        export(filing, tmp_path / f"a{ending}")
    assert "有 3 格的公式无法重新计算" in refused.value.text.zh and "--accept-saved" in refused.value.text.en
    assert not (tmp_path / f"a{ending}").exists()
    export(filing, tmp_path / f"a{ending}", accept_saved=True)
    assert (tmp_path / f"a{ending}").exists()


def test_the_command_refuses_with_the_cell_and_says_so_where_it_was_told_to_go_on(run: Run, tmp_path: Path) -> None:
    source, target = saved_in(tmp_path / "原件.xlsx", "requests.received.total"), tmp_path / "a.docx"
    place = read_workbook(source).cells["requests.received.total"].place
    ran = run("export", source, "-o", target)
    assert ran.status == 2 and not target.exists() and place is not None and place.address in ran.out + ran.err
    ran = run("export", source, "-o", target, "--accept-saved")
    assert ran.status == 0 and target.exists() and "其中 1 格是保存值（未经重算）" in ran.out


def test_a_roll_up_leaves_them_out_and_where_they_are_taken_in_every_page_says_so(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    saved_in(folder / "1.xlsx", "proactive.licensing.decisions")
    (folder / "where.xlsx").unlink()
    write_submission(folder / "2.xlsx", CONSISTENT, organ="样例二镇人民政府")
    ran = run("rollup", folder, "-o", tmp_path / "a.xlsx")
    assert ran.status == 2 and "未计入  样例一镇人民政府" in ran.out and "保存值（未经重算）" in ran.out
    ran = run("rollup", folder, "-o", tmp_path / "b.xlsx", "--include-unaccepted")
    assert ran.status == 2 and "其中 1 个是保存值（未经重算）" in ran.out
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    words = "\n".join(str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None)
    assert "其中 1 个是保存值（未经重算）" in words and "预汇总" in words
