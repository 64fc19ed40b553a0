"""One organ's tables in several workbooks of one folder are one submission; where that is doubtful they are not, and it is said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.parted import FORM, NAMES, TABLES, write_parts, write_table
from xlplugin.filing.filing import Filing
from xlplugin.reading.parts import holding, is_part, joined
from xlplugin.reading.parts import why_apart as why_held_apart
from xlplugin.reading.read import read_workbook
from xlplugin.runs.inputs.parts import may_be_parts
from xlplugin.text import Text

FIGURES = {"proactive.licensing.decisions": 12, "requests.received.natural_person": 3, "review.reconsideration.upheld": 1}

ALIKE: dict[str, tuple[str, ...]] = {
    "by subject": NAMES,
    "numbered annexes": ("附件1.xlsx", "附件2.xlsx", "附件3.xlsx"),
    "numbered tables": ("样例县水务局表一.xlsx", "样例县水务局表二.xlsx", "样例县水务局表三.xlsx"),
    "official titles": ("二、主动公开政府信息情况.xlsx", "三、收到和处理政府信息公开申请情况.xlsx", "四、政府信息公开行政复议、行政诉讼情况.xlsx"),
    "organ and subject": ("样例一镇-主动公开情况.xls", "样例一镇-依申请公开情况.xls", "样例一镇-行政复议诉讼情况.xls"),
    "single numbers": ("1.xlsx", "2.xlsx", "3.xlsx"),
    "year, then the table": ("2023年政府信息公开（附表1）.xlsx", "2023年政府信息公开（附表2）.xlsx", "2023年政府信息公开（附表3）.xlsx"),
}
OTHER: dict[str, tuple[str, ...]] = {
    "townships by number": ("样例一镇.xlsx", "样例二镇.xlsx", "样例三镇.xlsx"),
    "rounds": ("样例一镇.xlsx", "样例一镇（修改）.xlsx"),
    "annexes of several organs": ("附件1 样例县水务局.xlsx", "附件1 样例县教育局.xlsx"),
    "several folders": ("甲/主动公开.xlsx", "乙/依申请公开.xlsx"),
    "reports": ("附件1.docx", "附件2.docx"),
    "one alone": ("主动公开.xlsx",),
    "years": ("样例一镇2022年.xlsx", "样例一镇2023年.xlsx"),
}


@pytest.mark.parametrize("names", ALIKE.values(), ids=ALIKE)
def test_names_that_differ_by_the_table_only_may_be_parts(names: tuple[str, ...]) -> None:
    files = [f"报送/{name}" for name in names]
    assert may_be_parts([*files, "报送/样例九镇.xlsx", "别处/1.xlsx"]) == [tuple(files)]


@pytest.mark.parametrize("names", OTHER.values(), ids=OTHER)
def test_other_names_are_not_looked_into(names: tuple[str, ...]) -> None:
    assert may_be_parts(names) == []


def why_apart(filings: Sequence[Filing]) -> Text | None:
    return why_held_apart([holding(filing) for filing in filings])


def read(paths: Sequence[Path]) -> list[Filing]:
    filings = [read_workbook(path) for path in paths]
    assert all(map(is_part, filings))
    return filings


@pytest.mark.parametrize("seed", range(8))
def test_the_parts_together_have_every_figure_and_no_table_is_missing(seed: int, tmp_path: Path) -> None:
    values = {name: number % 7 for number, name in enumerate(FORM.fields)}
    paths = write_parts(tmp_path, values=values, seed=seed)
    filings = read(paths)
    assert why_apart(filings) is None
    whole = joined(filings)
    assert whole.values == values and not whole.facts.missing_tables
    assert (whole.file, whole.parts) == (str(paths[0]), tuple(map(str, paths)))
    assert {cell.place.sheet for cell in whole.cells.values() if cell.place} == {"Sheet1", f"[{NAMES[1]}]Sheet1", f"[{NAMES[2]}]Sheet1"}


def test_a_workbook_of_all_tables_of_which_one_is_filled_in_is_a_part(tmp_path: Path) -> None:
    blank = dict.fromkeys(FORM.fields)
    figures = [{**blank, **{field: 0 for field in FORM.fields if field.startswith(f"{table}.")}} for table in TABLES]
    paths = [write_table(tmp_path / name, TABLES, values) for name, values in zip(NAMES, figures, strict=True)]
    filings = read(paths)
    assert why_apart(filings) is None and set(joined(filings).values.values()) == {0}


def test_two_tables_in_one_workbook_and_the_third_in_another_are_one_submission(tmp_path: Path) -> None:
    filings = read([write_table(tmp_path / "附件1.xlsx", ("proactive", "requests")), write_table(tmp_path / "附件2.xlsx", "review")])
    assert why_apart(filings) is None and not joined(filings).facts.missing_tables


APART: dict[str, dict[str, Any]] = {"another organ": {"organ": "样例二镇人民政府"}, "another year": {"year": 2022}, "no organ": {"organ": ""}, "a table twice": {}}


@pytest.mark.parametrize("kind", APART)
def test_what_is_doubtful_is_not_put_together(kind: str, tmp_path: Path) -> None:
    first = write_table(tmp_path / "附件1.xlsx", "proactive" if kind != "a table twice" else ("proactive", "requests"))
    assert why_apart([read_workbook(first), read_workbook(write_table(tmp_path / "附件2.xlsx", "requests", **APART[kind]))]) is not None


def test_a_whole_filing_is_no_part(tmp_path: Path) -> None:
    assert not is_part(read_workbook(write_table(tmp_path / "附件1.xlsx", TABLES)))


def objects(run: Run, *arguments: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("check", *arguments, "--format", "json", "--fail-on", "never").out)["files"]
    return found


@pytest.mark.slow
def test_three_workbooks_of_one_folder_are_told_once_and_counted_once(run: Run, tmp_path: Path) -> None:
    paths = write_parts(tmp_path / "报送", values=FIGURES)
    [one] = objects(run, tmp_path / "报送")
    assert one["file"] == str(sorted(paths)[0]) and one["parts"] == sorted(map(str, paths))
    assert {rule for finding in one["findings"] if (rule := finding["rule"])} & {"F05", "F08"} == set()
    assert {name: one["values"][name] for name in FIGURES} == FIGURES
    assert objects(run, *paths)[0]["values"] == one["values"]
    ran = run("check", tmp_path / "报送", "--report", f"json={tmp_path / 'r.json'}", "--report", f"xlsx={tmp_path / 'r.xlsx'}", "--report", f"annotated={tmp_path / 'marked'}", "--fail-on", "never")
    assert ran.err.count("Traceback") == 0 and "共 1 个文件" in ran.out
    assert [finding for finding in json.loads((tmp_path / "r.json").read_text("utf-8"))["batch"]["findings"] if finding["rule"] == "B01"] == []


@pytest.mark.slow
def test_what_was_not_put_together_is_told_on_the_standard_error(run: Run, tmp_path: Path) -> None:
    write_table(tmp_path / "报送" / "附件1.xlsx", "proactive")
    write_table(tmp_path / "报送" / "附件2.xlsx", "requests", organ="样例二镇人民政府")
    ran = run("check", tmp_path / "报送", "--format", "json", "--fail-on", "never")
    assert [file["parts"] for file in json.loads(ran.out)["files"]] == [[], []]
    assert "附件1.xlsx" in ran.err and "单位或年度不同" in ran.err


@pytest.mark.slow
def test_a_run_that_goes_on_keeps_a_submission_in_parts_until_one_of_them_changes(run: Run, tmp_path: Path) -> None:
    folder, out = tmp_path / "报送", tmp_path / "out"
    write_parts(folder, values=FIGURES)
    write_table(folder / "样例九镇.xlsx", TABLES, organ="样例九镇人民政府")
    first = objects(run, folder, "--out", out)
    again = run("check", folder, "--out", out, "--format", "json", "--fail-on", "never")
    assert json.loads(again.out)["files"] == first and len(first) == 2 and "2" in again.err
    write_table(folder / NAMES[2], "review", {"review.reconsideration.upheld": 5})
    changed = objects(run, folder, "--out", out)
    assert [file["values"]["review.reconsideration.upheld"] for file in changed if file["parts"]] == [5]
    (folder / NAMES[2]).unlink()
    assert [len(file["parts"]) for file in objects(run, folder, "--out", out)] == [2, 0]
