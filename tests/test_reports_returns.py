"""What goes back: a folder for each organ with its slip and its marked copy in it, and nobody else's; or all of them in a .zip."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission

pytestmark = pytest.mark.slow  # whole workbooks, several of them

BROKEN = {**CONSISTENT, "requests.carried_over.natural_person": 2}
RETURNED = [f"样例{name}镇人民政府" for name in "一二三四"]
SENDER = "样例县政务公开工作领导小组办公室"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six submissions: four of organs with errors, one of which sent the same name of file as another, a sound one, and one that cannot be read."""
    inputs = tmp_path_factory.mktemp("in")
    for number, organ in enumerate(RETURNED):
        target = inputs / (f"{number}.xlsx" if number < 2 else f"{number}/年报.xlsx")
        target.parent.mkdir(exist_ok=True)
        write_submission(target, BROKEN, organ=organ)
    write_submission(inputs / "5.xlsx", CONSISTENT, organ="样例五镇人民政府")
    (inputs / "6.xlsx").write_bytes(b"no workbook at all")
    return inputs


def words(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *(cell.text for table in document.tables for row in table.rows for cell in row.cells)])


def test_each_returned_organs_folder_holds_its_slip_and_its_marked_copy(folder: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "退回"
    ran = run("check", folder, "--report", f"returns={out}", "--sender", SENDER, "--dated", "2024-01-20", "--deadline", "2024-02-05")
    assert f"已写出 returns：5 家，在 {out}；其中 4 家有批注副本。" in ran.err
    assert sorted(path.name for path in out.iterdir() if path.is_dir()) == sorted([*RETURNED, "6"])
    for organ in RETURNED:
        slip, copy = sorted((out / organ).iterdir(), key=lambda path: path.suffix)
        said = words(slip.read_bytes())
        assert (slip.name, copy.suffix) == (f"{organ}退回修改通知.docx", ".xlsx") and copy.stem.endswith("(批注)")
        assert organ in said and SENDER in said and "2024年1月20日" in said and "2024年2月5日" in said and not [other for other in RETURNED if other != organ and other in said]
        book = openpyxl.load_workbook(copy)
        assert book["封面"]["B2"].value == organ or organ in {cell.value for row in book["封面"].iter_rows() for cell in row}
        assert "校验结果" in book.sheetnames
    assert [path.name for path in (out / "6").iterdir()] == ["6退回修改通知.docx"]  # nothing that could be marked


def test_the_zip_holds_just_what_the_folder_does(folder: Path, tmp_path: Path, run: Run) -> None:
    run("check", folder, "--report", f"returns={tmp_path / '退回'}", "--report", f"returns={tmp_path / '退回.zip'}")
    with zipfile.ZipFile(tmp_path / "退回.zip") as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    loose = {path.relative_to(tmp_path / "退回").as_posix(): path.read_bytes() for path in (tmp_path / "退回").rglob("*") if path.is_file() and not path.name.startswith(".")}
    assert packed == loose and len(packed) == 9


def test_neither_a_slip_that_somebody_changed_nor_a_zip_that_is_not_ours_is_replaced(folder: Path, tmp_path: Path, run: Run) -> None:
    out, foreign = tmp_path / "退回", tmp_path / "a.zip"
    foreign.write_bytes(b"somebody's")
    refused = run("check", folder, "--report", f"returns={foreign}")
    assert refused.status == 2 and "不是本程序写出的" in refused.err and foreign.read_bytes() == b"somebody's"
    run("check", folder, "--report", f"returns={out}")
    changed = out / RETURNED[0] / f"{RETURNED[0]}退回修改通知.docx"
    changed.write_bytes(b"changed by hand")
    again = run("check", folder, "--report", f"returns={out}")
    assert "没有覆盖" in again.err and changed.read_bytes() == b"changed by hand"


def test_without_an_option_the_sender_is_the_rosters_and_the_date_is_left_open(folder: Path, tmp_path: Path, run: Run) -> None:
    roster = tmp_path / "名册.csv"
    roster.write_text("单位,上级,截止日期\n样例县人民政府,,\n" + "".join(f"{organ},样例县人民政府,2024-01-31\n" for organ in RETURNED), "utf-8")
    run("check", folder, "--roster", roster, "--report", f"returns={tmp_path / '退回'}")
    said = words((tmp_path / "退回" / RETURNED[0] / f"{RETURNED[0]}退回修改通知.docx").read_bytes())
    assert "\n样例县人民政府\n　　　　年　　月　　日" in said and "请于2024年1月31日前" in said


def test_a_folder_of_what_goes_back_may_lie_among_the_submissions(folder: Path, run: Run) -> None:
    first = run("check", folder, "--report", f"returns={folder / '退回'}")
    assert "共 6 个文件" in first.out and "共 6 个文件" in run("check", folder).out


def test_a_sending_date_that_is_none_is_one_sentence(folder: Path, run: Run) -> None:
    assert run("check", folder, "--dated", "明天").err == "--dated 明天 不是日期，请写成 2024-01-31。\n"
