"""Reports go into the template and read the same there: figures, text, and what the rules say; what could not be read stays unknown."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import random
from dataclasses import replace
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from make_samples import IN_TEMPLATE, OWN_SHAPE, WITH_ERRORS

from tests.conftest import Run
from tests.documents.damage import DAMAGES
from tests.documents.figures import printed_values
from tests.documents.prose import random_prose
from tests.documents.tables import boxes
from tests.documents.write import LAYOUTS, NEEDS_FIGURES, cells_of, suffix_of, write_report
from tests.reports_exchanged import SEEDS, findings, not_checked, read, report_filing
from tests.submissions import write_submission
from xlplugin.checking.check import check
from xlplugin.checking.localise import localise
from xlplugin.filing.cells import Cell, Place, Shape
from xlplugin.filing.document import Heading
from xlplugin.filing.facts import Facts, LineFault, Misreading, SeenLabel
from xlplugin.filing.filing import Filing
from xlplugin.form import editions
from xlplugin.form.sheets import NARRATIVE, TRANSCRIPT
from xlplugin.outputs.template.imported import write_imported
from xlplugin.rules.report.shared.samples import DOCUMENT

pytestmark = pytest.mark.slow  # whole workbooks, many of them

ROW = "requests.declined_reconfirmation"


def imported(filing: Filing, folder: Path) -> Filing:
    """The filing as it reads from the template into which it was written."""
    path = folder / "导入.xlsx"
    write_imported(filing, path)
    return read(path)


def same_in_the_template(filing: Filing, folder: Path, families: str) -> None:
    """Asserts that nothing but the faults of the file that was read is lost on the way into the template."""
    back = imported(filing, folder)
    assert back.values == filing.values
    assert back.cells.keys() == {name for name, cell in filing.cells.items() if cell.shape is not Shape.NOT_CALCULATED}
    assert (back.narrative, back.document) == (filing.narrative, filing.document)
    assert (back.organ, back.year) == (filing.organ, filing.year)
    assert findings(back, families) == findings(filing, families)
    assert not_checked(back) == not_checked(filing) or any(cell.shape is Shape.NOT_CALCULATED or cell.is_saved_only for cell in filing.cells.values())
    assert back.facts.is_transcribed and back.facts.misreadings == ()


@pytest.mark.parametrize("number", range(5))
def test_a_published_report_reads_the_same_in_the_template(number: int, tmp_path: Path) -> None:
    if not SEEDS.is_dir():
        pytest.skip("the published reports are not in the repository")
    same_in_the_template(read(sorted(SEEDS.glob("*.txt"))[number]), tmp_path, "RVPCFWND")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_any_report_reads_the_same_in_the_template_damaged_or_not(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlplugin.checking.check.localise", partial(localise, time_limit=0.2))  # figures at random add up nowhere, and advice is not compared
    rng = random.Random(seed)
    form = rng.choice([shape for edition in editions().values() for shape in edition.shapes])
    layout = LAYOUTS[seed % len(LAYOUTS)]
    values = printed_values(rng, form, has_blanks=layout not in NEEDS_FIGURES)
    tables = {name: cells_of(rows, layout) for name, rows in boxes(form, values, lambda label: rng.choice((label.official, *label.variants))).items()}
    if not layout.endswith(("spans", "_html")):
        damaged = DAMAGES[rng.choice(list(DAMAGES))](rng, tables["requests"])
        tables["requests"] = damaged or tables["requests"]
    path = write_report(rng, random_prose(rng, form, "样例一镇人民政府", form.first_year), tables, layout, tmp_path / f"报告{suffix_of(layout)}")
    same_in_the_template(read(path), tmp_path, "RVPCFWND")


@pytest.mark.slow
def test_an_offices_own_workbook_reads_the_same_in_the_template(samples: Path, tmp_path: Path) -> None:
    paths = sorted((samples / OWN_SHAPE).iterdir()) + sorted((samples / WITH_ERRORS).iterdir())
    assert len(paths) == 31
    for path in paths:
        same_in_the_template(read(path), tmp_path, "RVPCF" if path.name[:2] not in ("13",) else "VPCF")  # 13: R02 names the formula that is wrong


def test_figures_are_numbers_and_everything_else_stays_as_printed(tmp_path: Path) -> None:
    cells = {
        f"{ROW}.natural_person": Cell(Shape.NUMBER, 0, " 0"),
        f"{ROW}.company": Cell(Shape.NUMBER, 1034, "1,034"),
        f"{ROW}.research": Cell(Shape.PLACEHOLDER, None, "/"),
        f"{ROW}.public_interest": Cell(Shape.NOTE, 22, "22（其中修订16件）"),
        f"{ROW}.legal_service": Cell(Shape.BLANK),
        f"{ROW}.other": Cell(Shape.TEXT, None, "若干"),
        f"{ROW}.total": Cell(Shape.NUMBER, 1034, "1034"),
    }
    filing = report_filing(facts=Facts(is_transcribed=True))
    write_imported(replace(filing, cells={**filing.cells, **cells}), tmp_path / "导入.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "导入.xlsx")["三、申请办理"]
    row = next(row for row in sheet.iter_rows(min_row=5) if "确认或重新出具" in str(row[2].value))
    assert [cell.value for cell in row[3:10]] == [0, 1034, "/", "22（其中修订16件）", None, "若干", f"=SUM(D{row[0].row}:I{row[0].row})"]


@pytest.mark.parametrize(
    ("name", "printed", "is_formula"),
    [
        ("requests.received.total", Cell(Shape.NUMBER, 16, "16"), True),
        ("requests.received.total", Cell(Shape.NUMBER, 17, "17"), False),
        ("requests.received.total", Cell(), False),
        ("requests.received.total", Cell(Shape.FULL_WIDTH, 16, "１６"), False),
        ("requests.refused_by_law.total", Cell(), False),
    ],
    ids=["right", "wrong", "blank", "full width", "blank, of nothing"],
)
def test_a_total_keeps_its_formula_only_where_that_gives_what_was_printed(name: str, printed: Cell, is_formula: bool, tmp_path: Path) -> None:
    filing = report_filing()
    back = imported(replace(filing, cells={**filing.cells, name: printed}), tmp_path)
    assert (back.cells[name].formula is not None) == is_formula
    assert (back.cells[name].shape, back.cells[name].value) == (printed.shape, printed.value)


def unread_filing() -> Filing:
    """A report in which a row of seven could not be told."""
    filing = report_filing()
    lost = Misreading("torn", "requests", "5.要求行政机关 0 0 0 / 确认或", tuple(name for name in filing.cells if name.startswith(ROW)), is_read=False)
    cells = {name: cell for name, cell in filing.cells.items() if not name.startswith(ROW)}
    return replace(filing, cells=cells, facts=Facts(misreadings=(lost,), is_transcribed=True))


def test_what_could_not_be_read_is_unknown_until_somebody_fills_it_in(tmp_path: Path) -> None:
    filing = unread_filing()
    back = imported(filing, tmp_path)
    assert not any(name.startswith(ROW) for name in back.cells)
    assert not_checked(back) == not_checked(filing) and ("R02", "None") in not_checked(back)
    assert not [finding for finding in check([back])[0].findings if finding.rule == "C01"]
    book = openpyxl.load_workbook(tmp_path / "导入.xlsx")
    sheet = book["三、申请办理"]
    for column in "DEFGHI":
        sheet[f"{column}25"] = 0
    book.save(tmp_path / "补填.xlsx")
    filled = read(tmp_path / "补填.xlsx")
    assert [filled.values[f"{ROW}.{column}"] for column in ("natural_person", "other", "total")] == [0, 0, 0]
    assert [entry for entry in not_checked(filled) if entry[0][0] == "R"] == []


def test_a_total_over_an_unknown_cell_stays_as_printed(tmp_path: Path) -> None:
    back = imported(unread_filing(), tmp_path)
    assert back.cells["requests.results_total.company"].formula is None and back.cells["requests.results_total.research"].formula is None
    assert back.cells["requests.received.total"].formula is not None


def test_typed_totals_of_a_report_are_no_overwritten_formulas(tmp_path: Path) -> None:
    filing = report_filing({"requests.received.total": 99})
    rules = {finding.rule for finding in check([imported(filing, tmp_path)])[0].findings}
    assert "R03" in rules and "W03" not in rules


def test_everything_else_that_was_seen_is_read_back(tmp_path: Path) -> None:
    place = Place("年报表格", 12, 4)
    facts = Facts(
        seen_labels=(
            SeenLabel("proactive", "row", "normative_documents", "行政规范性文件", "规范性\n文件", place),
            SeenLabel("requests", "column", "other", "其他", "", place, by_place=True),
        ),
        missing_tables=("review",),
        duplicate_tables=(("requests", (place, Place("表'二", 40, 27))),),
        line_faults=(LineFault("missing", "requests", "row", "3.要求提供公开出版物"), LineFault("order", "requests", "column", "其他", place)),
        group_numbers=(("requests", "refused", place, "3件"),),
        editions_by_table=(("review", "2019"),),
    )
    gone = ("review.", "requests.declined_publication.")
    filing = report_filing()
    document = replace(filing.document or DOCUMENT, headings=(Heading("1、 总体情况", "overview"), Heading("七、附表")), picture_tables=("review",), debris=("[bookmark: _GoBack]", "- 3 -"))
    filing = replace(filing, facts=facts, document=document, cells={name: cell for name, cell in filing.cells.items() if not name.startswith(gone)})
    back = imported(filing, tmp_path)

    def seen(facts: Facts) -> list[object]:
        labels = [(label.table, label.axis, label.id, label.official, label.seen, label.by_place) for label in facts.seen_labels]
        faults = [(fault.kind, fault.table, fault.axis, fault.label) for fault in facts.line_faults]
        groups = [(table, group, raw) for table, group, _, raw in facts.group_numbers]
        return [labels, faults, groups, facts.missing_tables, facts.duplicate_tables, facts.editions_by_table]

    assert seen(back.facts) == seen(facts)
    assert back.document == document
    assert back.cells.keys() == filing.cells.keys()


def test_a_missing_table_or_row_is_missing_no_more_when_it_is_filled_in(tmp_path: Path) -> None:
    filing = report_filing()
    gone = ("review.", "requests.declined_publication.")
    facts = Facts(missing_tables=("review",), line_faults=(LineFault("missing", "requests", "row", "3.要求提供公开出版物"),))
    document = replace(filing.document or DOCUMENT, picture_tables=("review",))
    write_imported(replace(filing, facts=facts, document=document, cells={name: cell for name, cell in filing.cells.items() if not name.startswith(gone)}), tmp_path / "导入.xlsx")
    book = openpyxl.load_workbook(tmp_path / "导入.xlsx")
    book["三、申请办理"]["D23"] = 0
    book["四、复议诉讼"]["A6"] = 0
    book.save(tmp_path / "补填.xlsx")
    back = read(tmp_path / "补填.xlsx")
    assert (back.facts.missing_tables, back.facts.line_faults) == ((), ())
    assert back.document is not None and back.document.picture_tables == ()


def test_without_the_record_the_workbook_is_a_template_like_any_other(tmp_path: Path) -> None:
    write_imported(report_filing({"requests.received.total": 99}), tmp_path / "导入.xlsx")
    book = openpyxl.load_workbook(tmp_path / "导入.xlsx")
    del book[TRANSCRIPT]
    book.save(tmp_path / "删去.xlsx")
    back = read(tmp_path / "删去.xlsx")
    assert not back.facts.is_transcribed and "W03" in {finding.rule for finding in check([back])[0].findings}


def test_a_template_says_nothing_of_a_report_until_its_title_opening_or_signature_is_filled_in(tmp_path: Path) -> None:
    path = write_submission(tmp_path / "表.xlsx")
    assert read(path).document is None
    book = openpyxl.load_workbook(path)
    for name, text in (("text.opening", "统计期限为2023年1月1日至12月31日。"), ("text.closing", "样例一镇人民政府\n2024年1月18日")):
        book[NARRATIVE][book.defined_names[name].attr_text.rpartition("!")[2].replace("$", "")] = text
    book.save(path)
    document = read(path).document
    assert document is not None and document.title == "样例一镇人民政府2023年政府信息公开工作年度报告"
    assert (document.signature, document.signed) == ("样例一镇人民政府", dt.date(2024, 1, 18))
    assert [heading.seen for heading in document.headings] == [section.title.official for section in editions()["2021"].sections]


def test_a_figure_of_more_digits_than_a_spreadsheet_holds_loses_none(tmp_path: Path) -> None:
    big = 12_345_678_901_234_567
    filing = report_filing()
    back = imported(replace(filing, cells={**filing.cells, "proactive.licensing.decisions": Cell(Shape.NUMBER, big, str(big))}), tmp_path)
    assert back.values["proactive.licensing.decisions"] == big


def test_the_same_report_gives_the_same_bytes() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_imported(unread_filing(), first)
    write_imported(unread_filing(), second)
    assert first.getvalue() == second.getvalue()


def test_a_folder_gets_a_workbook_for_each_report_named_for_its_organ_and_none_is_replaced(run: Run, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"junk")
    own = samples / OWN_SHAPE / "样例一镇2023年.xlsx"
    ran = run("import", own, tmp_path / "坏.docx", samples / WITH_ERRORS / "20表格缺一行.xlsx", "-o", tmp_path / "导入")
    assert ran.status == 2
    assert sorted(path.name for path in (tmp_path / "导入").iterdir()) == ["样例一镇2023年.xlsx", "样例二十四镇2023年.xlsx"]
    assert "坏.docx：不是可以读取的年报文档" in ran.err and "样例一镇2023年.xlsx。" in ran.out and "有 7 格没有读出" in ran.out
    before = hashlib.sha256((tmp_path / "导入" / "样例一镇2023年.xlsx").read_bytes()).hexdigest()
    again = run("import", own, "-o", tmp_path / "导入", "--lang", "en")
    assert again.status == 0 and "样例一镇2023年 (2).xlsx" in again.out
    assert hashlib.sha256((tmp_path / "导入" / "样例一镇2023年.xlsx").read_bytes()).hexdigest() == before


def test_a_workbook_that_is_named_is_written_and_never_replaced(run: Run, samples: Path, tmp_path: Path) -> None:
    source = samples / IN_TEMPLATE / "样例四乡2021年.xlsx"
    target = tmp_path / "新.xlsx"
    assert run("import", source, "-o", target).status == 0
    assert read(target).values == read(source).values
    before = target.read_bytes()
    ran = run("import", source, "-o", target)
    assert (ran.status, ran.err.strip()) == (2, f"文件已存在，未覆盖：{target}") and target.read_bytes() == before
    assert run("import", source, source.with_name("样例一镇2023年.xlsx"), "-o", tmp_path / "二.xlsx").status == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_folder_is_told(lang: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    ran = run("import", tmp_path / "空", "-o", tmp_path / "导入", "--lang", lang)
    assert ran.status == 2 and {"zh": "没有可以导入的文件", "en": "no file that can be imported"}[lang] in ran.err
