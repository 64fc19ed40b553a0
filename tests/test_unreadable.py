"""Files that are no workbook, or none that can be opened: a sentence each, exit status 2, and the others go on."""

from __future__ import annotations

import os
import shutil
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from _unreadable_samples import content_of, zeros

from tests.conftest import Run
from tests.office import convert, soffice
from tests.submissions import CONSISTENT, write_submission
from xlplugin.errors import (
    DamagedError,
    EncryptedError,
    FileEmptyError,
    FileMissingError,
    FileUnreadableError,
    NoFormError,
    NotAWorkbookError,
    TooLargeError,
    XlpluginError,
)
from xlplugin.form import editions
from xlplugin.reading.named import Named
from xlplugin.reading.read import read_workbook
from xlplugin.reading.workbook import workbook as reading
from xlplugin.reading.workbook.openxml import LARGEST_PART
from xlplugin.runs.run import check_files

pytestmark = pytest.mark.slow  # whole workbooks, many of them

needs_office = pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")


CASES: list[tuple[str, type[XlpluginError], str, str]] = [
    ("空文件.xlsx", FileEmptyError, "0 字节", "0 bytes"),
    ("文本.xlsx", NotAWorkbookError, "文本文件", "a text file"),
    ("文本gbk.xlsx", NotAWorkbookError, "文本文件", "a text file"),
    ("表格.csv.xlsx", NotAWorkbookError, "文本文件", "a text file"),
    ("报告.xlsx", NotAWorkbookError, "PDF", "PDF"),
    ("网页.xls", NotAWorkbookError, "网页", "a web page"),
    ("图.xlsx", NotAWorkbookError, "图片", "a picture"),
    ("包.xlsx", NotAWorkbookError, "压缩包", "an archive"),
    ("未知.xlsx", NotAWorkbookError, "未知格式", "an unknown format"),
    ("公文.xlsx", NotAWorkbookError, "Word", "Word"),
    ("附件.xlsx", NotAWorkbookError, "压缩包", "an archive"),
    ("断.xlsx", DamagedError, "已损坏", "damaged"),
    ("缺部件.xlsx", DamagedError, "已损坏", "damaged"),
    ("坏部件.xlsx", DamagedError, "已损坏", "damaged"),
    ("旧格式断.xls", DamagedError, "已损坏", "damaged"),
    ("加密.xlsx", EncryptedError, "打开密码", "encrypted"),
    ("加密.xls", EncryptedError, "打开密码", "encrypted"),
    ("加密.et", EncryptedError, "打开密码", "encrypted"),
    ("加密.ods", EncryptedError, "打开密码", "encrypted"),
    ("零.xlsx", TooLargeError, "1600 MB", "1600 MB when unpacked"),
    ("零，谎称很小.xlsx", DamagedError, "已损坏", "damaged"),
    ("合并.xlsx", TooLargeError, "合并单元格覆盖 120000 格", "merged areas of 120000 cells"),
    ("许多合并.xlsx", TooLargeError, "49000 处合并单元格", "49000 merged areas"),
    ("许多格.xlsx", TooLargeError, "510000 个单元格", "510000 cells"),
    ("实体.xlsx", DamagedError, "已损坏", "damaged"),
    ("空表.xlsx", NoFormError, "没有找到", "none of the three"),
]
each_case = pytest.mark.parametrize(("name", "error", "zh", "en"), CASES, ids=[case[0] for case in CASES])


@each_case
def test_a_file_that_cannot_be_checked_has_its_own_sentence(name: str, error: type[XlpluginError], zh: str, en: str, tmp_path: Path, run: Run) -> None:
    path = tmp_path / name
    path.write_bytes(content_of(name))
    with pytest.raises(XlpluginError) as raised:
        read_workbook(path)
    assert type(raised.value) is error
    assert zh in raised.value.text.zh and en in raised.value.text.en
    assert "\n" not in raised.value.text.zh + raised.value.text.en
    ran = run("check", path)
    assert (ran.status, ran.err) == (2, "")
    assert raised.value.text.zh in ran.out and "Traceback" not in ran.out


@pytest.mark.parametrize("claimed", [1000, 1600 * 2**20])
def test_whatever_a_header_claims_little_is_unpacked(claimed: int, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(zeros(claimed))
    tracemalloc.start()
    try:
        with pytest.raises(XlpluginError):
            read_workbook(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * LARGEST_PART


def test_a_missing_file_has_its_own_sentence(tmp_path: Path, run: Run) -> None:
    assert FileMissingError().text.zh in (ran := run("check", tmp_path / "missing.xlsx")).out
    assert (ran.status, ran.err) == (2, "")
    assert FileMissingError().text.en in run("check", tmp_path / "missing.xlsx", "--lang", "en").out


def test_a_file_the_system_does_not_give_has_its_own_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_submission(tmp_path / "a.xlsx")

    def refuse(*args: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(FileUnreadableError, match="Permission denied"):
        read_workbook(path)


def test_a_file_beyond_all_sizes_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_submission(tmp_path / "a.xlsx")
    monkeypatch.setattr(reading, "LARGEST_FILE", 1000)
    with pytest.raises(TooLargeError):
        read_workbook(path)


@pytest.mark.slow
def test_a_folder_named_like_a_workbook_is_searched(tmp_path: Path, run: Run) -> None:
    (tmp_path / "x.xlsx").mkdir()
    ran = run("check", tmp_path / "x.xlsx")
    assert (ran.status, ran.out) == (2, "") and "没有可以审核的文件" in ran.err
    write_submission(tmp_path / "x.xlsx" / "a.xlsx", CONSISTENT)
    assert run("check", tmp_path).status == 0


@pytest.mark.slow
def test_the_other_files_of_a_folder_are_still_checked(tmp_path: Path, run: Run) -> None:
    for name, *_ in CASES:
        (tmp_path / name).write_bytes(content_of(name))
    write_submission(tmp_path / "好.xlsx", CONSISTENT)
    write_submission(tmp_path / "有错.xlsx", {"requests.received.other": 6})
    ran = run("check", tmp_path)
    assert (ran.status, ran.err) == (2, "")
    assert f"共 {len(CASES) + 2} 个文件：1 个通过，1 个有错误（须改正），{len(CASES)} 个无法读取" in ran.out


def test_a_reader_that_fails_unforeseen_costs_its_own_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [write_submission(tmp_path / name, CONSISTENT) for name in ("a.xlsx", "b.xlsx")]

    def fail(book: object, narrative: object, file: str) -> Named:
        return [Named("样例一镇", 2023, {})][file.endswith("a.xlsx")]

    monkeypatch.setattr("xlplugin.reading.read.names_of", fail)
    second, first = check_files(paths)
    assert (first.status, second.status) == ("clean", "unreadable") and second.error is not None and "IndexError" in second.error.zh


def test_a_cell_in_the_last_row_and_column_is_in_nobodys_way(tmp_path: Path) -> None:
    path = write_submission(tmp_path / "a.xlsx", CONSISTENT)
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        sheet["XFD1048576"] = 1
    book.save(path)
    filing = read_workbook(path)
    assert filing.values["requests.received.total"] == 16


def test_a_file_is_read_and_not_touched(tmp_path: Path) -> None:
    path = write_submission(tmp_path / "a.xlsx", CONSISTENT)
    before = (path.read_bytes(), path.stat().st_mtime_ns, [entry.name for entry in tmp_path.iterdir()])
    read_workbook(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns, [entry.name for entry in tmp_path.iterdir()]) == before


@pytest.mark.slow
@needs_office
def test_other_spreadsheet_formats_give_the_same_values(tmp_path: Path) -> None:
    sources = [
        write_submission(tmp_path / "a1.xlsx", {**CONSISTENT, "requests.carried_in.company": "/", "requests.carried_in.research": None}),
        write_submission(tmp_path / "a2.xlsx", {"requests.other.company": 2, "proactive.licensing.change": -11, "proactive.procurement.amount": 59237.2449}, form=editions()["2019"], year=2020),
    ]
    expected = [read_workbook(path) for path in sources]
    for ending in ("xls", "ods"):
        made = convert(sources, tmp_path / ending, to=ending)
        if ending == "xls":
            made += [Path(shutil.copy(path, path.with_suffix(other))) for path in made for other in (".et", ".xlsx")]
        for path in made:
            source = expected[int(path.stem[-1]) - 1]
            filing = read_workbook(path)
            assert filing.values == source.values, path.name
            assert (filing.form.key, filing.organ, filing.year) == (source.form.key, source.organ, source.year)
            assert {name: cell.place for name, cell in filing.cells.items()} == {name: cell.place for name, cell in source.cells.items()}
            assert not filing.facts.formulas_visible and source.facts.formulas_visible


@pytest.mark.slow
@needs_office
def test_a_strict_workbook_gives_the_same_values(tmp_path: Path) -> None:
    source = write_submission(tmp_path / "a.xlsx", CONSISTENT)
    strict = tmp_path / "strict.xlsx"
    namespaces = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(strict, "w") as target:
        for name in archive.namelist():
            content = archive.read(name)
            for old, new in namespaces.items():
                content = content.replace(old, new)
            target.writestr(name, content)
    [seen_by_office] = convert([strict], tmp_path / "office", to="ods")
    assert read_workbook(strict).values == read_workbook(seen_by_office).values == read_workbook(source).values


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xlsm", "XLSX", "xls", "et", "ods"])
def test_the_ending_of_a_name_does_not_matter(ending: str, tmp_path: Path, run: Run) -> None:
    write_submission(tmp_path / "a.xlsx", CONSISTENT).rename(tmp_path / f"a.{ending}")
    assert run("check", tmp_path).status == 0
