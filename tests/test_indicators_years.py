"""Five years of folders, `--prior` once for each: a line of each year in the office's workbook, in the roll-up and on the page, all with the same figures."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission
from xlplugin.form import editions

pytestmark = pytest.mark.slow  # whole workbooks, ten of them

YEARS = (2019, 2020, 2021, 2022, 2023)
ORGANS = ("样例一镇人民政府", "样例二镇人民政府")
EDITION = {2019: "2019", 2020: "2019"}


def figures(more: int) -> dict[str, object]:
    """The sound figures, 16 requests received, with some more that were received and granted."""
    shared = {name: value for name, value in CONSISTENT.items() if name.startswith(("requests.", "review."))}  # the edition of 2019 has other fees
    return {**shared, "requests.received.natural_person": 15 + more, "requests.granted.natural_person": 9 + more}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A folder for each year with both organs' submissions."""
    root = tmp_path_factory.mktemp("years")
    for at, year in enumerate(YEARS):
        (root / str(year)).mkdir()
        for organ in ORGANS:
            write_submission(root / str(year) / f"{organ}.xlsx", figures(at), organ=organ, year=year, form=editions()[EDITION.get(year, "2021")])
    return {year: root / str(year) for year in YEARS}


@pytest.fixture(scope="module")
def received() -> dict[int, int]:
    """What both organs together received, by year."""
    return {year: 2 * (16 + at) for at, year in enumerate(YEARS)}


def lines_of(book: openpyxl.Workbook) -> dict[int, int]:
    """Of the sheet 指标（分单位）: what all organs together received, by year; as the formulas' kept values say."""
    [sheet] = [sheet for sheet in book.worksheets if "分单位" in sheet.title]
    return {int(str(row[4].value)): int(float(str(row[7].value))) for row in sheet.iter_rows(min_row=5) if row[0].value == "合计"}


def years_of(book: openpyxl.Workbook) -> list[int]:
    """Of the leader's sheet: the years below 逐年, in their order."""
    [sheet] = [sheet for sheet in book.worksheets if sheet.title == "指标"]
    column = [cell.value for cell in sheet["A"]]
    below = column[column.index("逐年") + 2 :]
    return [value for value in below if isinstance(value, int)]


def priors(folders: dict[int, Path]) -> list[object]:
    return [word for year in YEARS[:-1] for word in ("--prior", folders[year])]


def test_every_year_has_its_line_everywhere_with_the_same_figures(folders: dict[int, Path], received: dict[int, int], tmp_path: Path, run: Run) -> None:
    office, page, total = tmp_path / "a.xlsx", tmp_path / "a.html", tmp_path / "汇总.xlsx"
    run("check", folders[2023], *priors(folders), "--report", f"xlsx={office}", "--report", f"html={page}")
    ran = run("rollup", folders[2023], *priors(folders), "-o", total, "--include-unaccepted")
    assert total.exists(), ran.err
    for path in (office, total):
        book = openpyxl.load_workbook(path, data_only=True)
        assert lines_of(book) == received and years_of(book) == list(YEARS), path
    table = html.fromstring(page.read_text("utf-8")).xpath("//table[contains(@class, 'years')]")[0]
    shown = {int(row[0].text_content()): int(re.sub(r"\D", "", row[1].text_content())) for row in table.xpath("./tbody/tr")}
    assert shown == received and list(shown) == sorted(YEARS, reverse=True)


def test_only_the_year_before_is_held_against_a_filing(folders: dict[int, Path], run: Run) -> None:
    """What was carried over of any earlier year says nothing of this one."""
    one, all_of_them = run("check", folders[2023], "--prior", folders[2022]), run("check", folders[2023], *priors(folders))
    assert one.out == all_of_them.out and "没有上年数据" not in one.out


def test_a_folder_of_those_that_holds_nothing_is_told(folders: dict[int, Path], tmp_path: Path, run: Run) -> None:
    (tmp_path / "空").mkdir()
    ran = run("check", folders[2023], "--prior", folders[2022], "--prior", tmp_path / "空")
    assert ran.status == 2 and f"上年数据文件夹 {tmp_path / '空'} 里没有工作簿。" in ran.err
