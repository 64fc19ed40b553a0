"""A new edition is a new file: loaded, made into a template, filled in and checked without a line of Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Run
from xlplugin.form import editions, load_form

pytestmark = pytest.mark.slow  # whole workbooks, many of them

EDITION = Path(__file__).parent / "editions" / "2025.toml"
ADDED = "requests.declined_automated"


@pytest.fixture
def template(tmp_path: Path, run: Run) -> Path:
    """The template of the third edition, as the command line hands it out."""
    path = tmp_path / "模板.xlsx"
    assert run("template", "--form", EDITION, "-o", path).status == 0
    return path


def fill(template: Path, target: Path, contents: Mapping[str, object]) -> Path:
    """A copy of a template with contents by defined name; every other box that has no formula is 0."""
    book = openpyxl.load_workbook(template)
    for name, defined in book.defined_names.items():
        sheet, address = defined.attr_text.rsplit("!", 1)
        cell = book[sheet.strip("'")][address.replace("$", "")]
        if name in contents:
            cell.value = contents[name]
        elif not name.startswith(("meta.", "text.")) and cell.value is None:
            cell.value = 0
    book.save(target)
    return target


COVER = {"meta.organ": "样例一镇人民政府", "meta.year": 2025}
AGREEING = {**COVER, "requests.received.enterprise": 3, f"{ADDED}.enterprise": 2, "requests.carried_over.enterprise": 1}


def check(run: Run, *arguments: object) -> tuple[int, dict[str, object]]:
    ran = run("check", "--form", EDITION, "--format", "json", *arguments)
    return ran.status, json.loads(ran.out)["files"][0]


def test_the_third_edition_has_one_row_more_and_one_column_renamed() -> None:
    form, known = load_form(EDITION), editions()["2021"]
    assert form.edition not in editions()
    assert len(form.fields) == len(known.fields) + 7
    assert set(form.fields) - {name.replace(".company", ".enterprise") for name in known.fields} == {name for name in form.fields if name.startswith(f"{ADDED}.")}
    assert form.fields[f"{ADDED}.enterprise"].column.label.official == "经营主体"


def test_its_template_shows_the_new_labels_and_sums_the_new_row(template: Path) -> None:
    sheet = openpyxl.load_workbook(template)["三、申请办理"]
    shown = {cell.value: int(cell.row or 0) for row in sheet.iter_rows() for cell in row}
    assert "6.由程序自动批量提交的申请" in shown and "经营主体" in shown and "商业企业" not in shown
    assert shown["（七）总计"] == shown["3.其他"] + 1 == 30
    assert sheet["E30"].value == "=SUM(E8:E29)"


def test_figures_that_agree_on_it_are_clean(template: Path, tmp_path: Path, run: Run) -> None:
    status, file = check(run, fill(template, tmp_path / "a.xlsx", AGREEING))
    assert (status, file["status"], file["edition"], file["year"], file["organ"]) == (0, "clean", "2025", 2025, "样例一镇人民政府")
    values = file["values"]
    assert isinstance(values, dict)
    assert (values[f"{ADDED}.enterprise"], values["requests.results_total.enterprise"], values["requests.received.total"]) == (2, 2, 3)


def test_a_total_that_leaves_out_the_new_row_is_an_error(template: Path, tmp_path: Path, run: Run) -> None:
    path = fill(template, tmp_path / "a.xlsx", {**AGREEING, "requests.results_total.enterprise": 0})
    status, file = check(run, path, "--select", "R02")
    findings = file["findings"]
    assert isinstance(findings, list) and status == 1
    totals = [f"requests.results_total.{column}" for column in ("enterprise", "total")]  # the grand total adds up the wrong one
    assert [(finding["rule"], finding["field"], finding["actual"], finding["expected"]) for finding in findings] == [("R02", field, 0, 2) for field in totals]
    assert "经营主体" in findings[0]["message"] and "程序批量提交" in findings[0]["message"]


def test_a_wrong_sum_of_the_new_row_is_an_error_and_can_be_located(template: Path, tmp_path: Path, run: Run) -> None:
    path = fill(template, tmp_path / "a.xlsx", {**AGREEING, f"{ADDED}.total": 5})
    status, file = check(run, path)
    findings, suspects = file["findings"], file["suspects"]
    assert isinstance(findings, list) and isinstance(suspects, list) and status == 1
    assert ("R03", f"{ADDED}.total") in {(finding["rule"], finding["field"]) for finding in findings}
    assert [(suspect["field"], suspect["expected"]) for suspect in suspects] == [(f"{ADDED}.total", 2)]


def test_the_programs_own_editions_are_still_told_apart(template: Path, tmp_path: Path, run: Run) -> None:
    assert run("template", "-o", tmp_path / "2021.xlsx").status == 0
    path = fill(tmp_path / "2021.xlsx", tmp_path / "b.xlsx", {**COVER, "meta.year": 2023})
    _, file = check(run, path)
    assert (file["edition"], file["status"]) == ("2021", "clean")


def test_without_its_file_the_third_edition_is_told_as_a_fault_of_the_table(template: Path, tmp_path: Path, run: Run) -> None:
    ran = run("check", fill(template, tmp_path / "a.xlsx", AGREEING))
    assert ran.status == 1 and "经营主体" in ran.out and "(F02)" in ran.out


def test_an_edition_of_the_same_name_stands_in_for_the_programs(tmp_path: Path, run: Run) -> None:
    own = tmp_path / "own.toml"
    text = EDITION.read_text("utf-8").replace('edition = "2025"', 'edition = "2021"').replace("first_year = 2025", "first_year = 2021")
    own.write_text(text, "utf-8")
    assert run("template", "--form", own, "-o", tmp_path / "own.xlsx").status == 0
    path = fill(tmp_path / "own.xlsx", tmp_path / "a.xlsx", AGREEING)
    file = json.loads(run("check", "--form", own, "--format", "json", path).out)["files"][0]
    assert file["edition"] == "2021" and file["values"][f"{ADDED}.enterprise"] == 2
