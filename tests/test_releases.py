"""The reviewer's list of releases, as csv and as a workbook."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import Run
from tests.submissions import write_submission
from xlplugin.runs.inputs.releases import HEADER, read_releases

pytestmark = pytest.mark.slow  # whole workbooks, many of them

FIELD = "requests.results_total.other"
ROW = ("样例一镇", "2023", "R05", FIELD, "6", "王敏", "2022年旧案补登", "2024-01-15")


def write_list(path: Path, rows: Sequence[Sequence[object]], encoding: str = "utf-8", header: Sequence[str] = HEADER) -> Path:
    """The list with these rows, in the format that its suffix names."""
    if path.suffix == ".csv":
        path.write_text("".join(",".join(map(str, row)) + "\r\n" for row in (header, *rows)), encoding)
        return path
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (header, *rows):
        book.active.append(list(row))
    book.save(path)
    return path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A submission with an error in the column 其他, and the like in the column 总计."""
    return write_submission(tmp_path / "报送.xlsx", {"requests.other_other.other": 6, "proactive.penalties.decisions": 1})


def released(run: Run, path: Path, listed: Path) -> dict[str, str | None]:
    """By column, the reason for which R05 is released."""
    [file] = json.loads(run("check", path, "--releases", listed, "--format", "json").out)["files"]
    found: list[dict[str, Any]] = [finding for finding in file["findings"] if finding["rule"] == "R05"]
    return {finding["field"].rpartition(".")[2]: finding["waived"] and finding["waived"]["reason"] for finding in found}


@pytest.mark.parametrize(("name", "encoding"), [("放行.csv", "utf-8"), ("放行.csv", "utf-8-sig"), ("放行.csv", "gb18030"), ("放行.xlsx", "")])
def test_a_listed_error_passes_and_the_next_one_does_not(name: str, encoding: str, wrong: Path, run: Run, tmp_path: Path) -> None:
    listed = write_list(tmp_path / name, [ROW], encoding)
    assert released(run, wrong, listed) == {"other": "王敏，2022年旧案补登，2024-01-15", "total": None}
    ran = run("check", wrong, "--releases", listed)
    assert ran.status == 1 and "错误 1 处" in ran.out and "审核放行 1 处" in ran.out


def test_with_every_error_released_the_exit_status_is_0(wrong: Path, run: Run, tmp_path: Path) -> None:
    both = [ROW, (*ROW[:3], FIELD.replace("other", "total"), *ROW[4:])]
    listed = write_list(tmp_path / "放行.csv", both)
    assert run("check", wrong).status == 1 and run("check", wrong, "--releases", listed).status == 0


def test_a_workbook_may_hold_numbers_dates_and_blank_rows(wrong: Path, run: Run, tmp_path: Path) -> None:
    row: tuple[object, ...] = ("样例一镇人民政府", 2023, " r05", FIELD, 6, "王敏", "旧案补登", dt.datetime(2024, 1, 15))
    listed = write_list(tmp_path / "放行.xlsx", [(), row, ()])
    assert released(run, wrong, listed)["other"] == "王敏，旧案补登，2024-01-15"


@pytest.mark.parametrize(
    ("at", "value"), [(0, "样例二镇"), (1, "2022"), (2, "R06"), (3, FIELD.replace("other", "company")), (4, "7")], ids=["organ", "year", "rule", "field", "figure"]
)
def test_a_release_of_something_else_releases_nothing(at: int, value: str, wrong: Path, run: Run, tmp_path: Path) -> None:
    listed = write_list(tmp_path / "放行.csv", [(*ROW[:at], value, *ROW[at + 1 :])])
    assert released(run, wrong, listed) == {"other": None, "total": None}


def test_a_reason_may_have_lines_and_commas_and_a_mark_without_its_second_one_is_told(wrong: Path, run: Run, tmp_path: Path) -> None:
    listed = write_list(tmp_path / "放行.csv", [(*ROW[:6], '"旧案补登,\n已核对,属实"', ROW[7])])
    assert released(run, wrong, listed)["other"] is not None
    lines = listed.read_text(encoding="utf-8").splitlines()
    for row in (f'"{",".join(ROW)}', f'{",".join(ROW[:6])},"旧案补登,{ROW[7]}'):
        listed.write_text("\n".join([lines[0], row, ",".join(ROW), '"样例二镇",2023,R05,,,,,']), encoding="utf-8")
        ran = run("check", wrong, "--releases", listed)
        assert ran.status == 2 and "放行清单 放行.csv：第 2 行的引号（\"）没有配对" in ran.err
    listed.write_text("\n".join([lines[0], f"{','.join(ROW)},又一格"]), encoding="utf-8")
    assert "第 2 行：比表头多出 1 格（“又一格”）" in run("check", wrong, "--releases", listed).err


def test_a_release_of_another_figure_is_told_as_lapsed(wrong: Path, run: Run, tmp_path: Path) -> None:
    listed = write_list(tmp_path / "放行.csv", [(*ROW[:4], "7", *ROW[5:])])
    assert "已失效" in run("check", wrong, "--releases", listed).out


def test_a_release_without_a_year_is_meant_for_every_year(wrong: Path, run: Run, tmp_path: Path) -> None:
    listed = write_list(tmp_path / "放行.csv", [(ROW[0], "", *ROW[2:])])
    assert released(run, wrong, listed)["other"] is not None


@pytest.mark.parametrize(("name", "at"), [("姓名", 5), ("理由", 6), ("日期", 7)])
def test_an_incomplete_release_releases_nothing_and_says_what_is_missing(name: str, at: int, wrong: Path, run: Run, tmp_path: Path) -> None:
    row = ("样例一镇", "2023", "R05", FIELD, "6", "Li Ming", "旧案补登 核对无误", "2024-01-15")
    listed = write_list(tmp_path / "放行.csv", [(*row[:at], "", *row[at + 1 :])])
    assert released(run, wrong, listed)["other"] is None
    ran = run("check", wrong, "--releases", listed)
    assert ran.status == 1 and "没有写全" in ran.out and f"{name}（缺）" in ran.out
    assert "needs a name, a reason and a date" in run("check", wrong, "--releases", listed, "--lang", "en").out


@pytest.mark.parametrize(
    ("at", "value", "zh", "en"),
    [
        (0, "", "第 3 行：没有写单位", "row 3: 单位 is missing"),
        (2, "", "第 3 行：没有写规则", "row 3: 规则 is missing"),
        (2, "R99", "第 3 行：没有规则 R99", "row 3: there is no rule R99"),
        (1, "去年", "第 3 行：年度“去年”看不懂", "row 3: 年度 “去年” is no year"),
    ],
)
@pytest.mark.parametrize("name", ["放行.csv", "放行.xlsx"])
def test_a_row_that_does_not_say_what_it_means_is_one_sentence(name: str, at: int, value: str, zh: str, en: str, wrong: Path, run: Run, tmp_path: Path) -> None:
    listed = write_list(tmp_path / name, [ROW, (*ROW[:at], value, *ROW[at + 1 :])])
    for language, words in (("zh", zh), ("en", en)):
        ran = run("check", wrong, "--releases", listed, "--lang", language)
        assert ran.status == 2 and name in ran.err and words in ran.err and len(ran.err.splitlines()) == 1


def test_every_row_that_does_not_say_what_it_means_is_told_at_once(wrong: Path, run: Run, tmp_path: Path) -> None:
    listed = write_list(tmp_path / "放行.csv", [ROW, (*ROW[:2], "R5", *ROW[3:]), (ROW[0], "去年", *ROW[2:]), ("", *ROW[1:])])
    said = run("check", wrong, "--releases", listed).err.splitlines()
    assert said[0].endswith("有 3 处须改。") and [line.partition("：")[0].strip() for line in said[1:]] == ["第 3 行", "第 4 行", "第 5 行"]
    assert "没有规则 R5（是否想用 R05）" in said[1]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("没有.csv", None, "无法读取"),
        ("没有.xlsx", None, "找不到文件"),
        ("乱码.csv", b"\xff\xff\xff", "编码无法识别"),
        ("空.csv", b"", "须有这些列"),
        ("缺列.csv", "单位,年度,规则\n样例一镇,2023,R05\n".encode(), "须有这些列"),
        ("不是.xlsx", b"hello", "放行清单 不是.xlsx"),
    ],
)
def test_a_list_that_cannot_be_used_is_one_sentence_that_names_it(name: str, content: bytes | None, words: str, wrong: Path, run: Run, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ran = run("check", wrong, "--releases", tmp_path / name)
    assert ran.status == 2 and words in ran.err and name in ran.err and len(ran.err.splitlines()) == 1


def test_a_quoted_reason_may_hold_commas_and_line_breaks(tmp_path: Path) -> None:
    listed = write_list(tmp_path / "放行.csv", [(*ROW[:6], '"旧案补登,已核对\n见附件"', ROW[7])])
    [release] = read_releases(listed)
    assert release.answer.release == "王敏，旧案补登,已核对\n见附件，2024-01-15" and (release.organ, release.year) == ("样例一镇", 2023)


def test_columns_may_stand_in_any_order_below_a_heading(tmp_path: Path) -> None:
    listed = tmp_path / "放行.csv"
    listed.write_text("\n".join(["2023年放行清单", ",".join(reversed(HEADER)), ",".join(reversed(ROW))]), "utf-8")
    [release] = read_releases(listed)
    assert (release.organ, release.answer.rule, release.answer.field) == ("样例一镇", "R05", FIELD)
