"""`xlplugin check` over a folder: its reports, its roster, going on where it stopped, and the counts of all reports against what was planted."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import many_run
import openpyxl
import pytest
from _many_samples import LIST, write_many
from docx import Document

from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission
from xlplugin.errors import UsageError
from xlplugin.outputs.kinds import FILES, FOLDERS
from xlplugin.runs.store.results import Results

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
BROKEN = {**CONSISTENT, "requests.carried_over.natural_person": 2}
"""One request is carried over twice: R01, an error."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound submission, a faulty one and an empty file."""
    inputs = tmp_path / "报送"
    inputs.mkdir()
    write_submission(inputs / "一.xlsx", CONSISTENT, organ="样例一镇人民政府")
    write_submission(inputs / "二.xlsx", BROKEN, organ="样例二镇人民政府")
    (inputs / "三.xlsx").write_bytes(b"")
    return inputs


def roster(path: Path, *names: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["单位", "联系人"], *([name, "张三"] for name in names)])
    return path


def write_roster(path: Path, *names: str) -> None:
    book = openpyxl.Workbook()
    for row in (["单位"], *([name] for name in names)):
        book.worksheets[0].append(row)
    book.save(path)


def test_every_report_is_written_by_one_command_and_they_agree_with_what_was_planted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert many_run.trial(60, tmp_path) == 0, capsys.readouterr().out
    assert {path.suffix for path in tmp_path.glob("report.*")} == {".xlsx", ".html", ".json", ".jsonl", ".csv", ".sarif", ".xml"}


def test_a_planted_fault_that_a_report_loses_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_many(20, tmp_path / "in")
    listed = tmp_path / "in" / LIST
    planted = json.loads(listed.read_text("utf-8"))
    planted["00001.xlsx" if "00001.xlsx" in planted else next(iter(planted))]["status"] = "lost"
    assert many_run.run(tmp_path / "in", tmp_path).returncode in (1, 2)
    listed.write_text(json.dumps(planted), "utf-8")
    assert [fault for fault in many_run._unlike_planted(tmp_path) if "planted lost" in fault]


@pytest.mark.parametrize(
    ("word", "zh", "en"),
    [
        ("xml=a.xml", "应为“种类=文件”", "is not KIND=TARGET"),
        ("html", "应为“种类=文件”", "is not KIND=TARGET"),
        ("html=", "应为“种类=文件”", "is not KIND=TARGET"),
        ("html=.", "是文件夹", "is a folder"),
        ("csv=/no/such/folder/a.csv", "没有文件夹", "there is no folder"),
        ("slips=pyproject.toml", "是文件", "is a file"),
        ("xlsx=a.pdf", "应以 .xlsx 结尾", "has to end in .xlsx"),
        ("html=a.xlsx", "应以 .html 结尾", "has to end in .html"),
    ],
)
def test_a_report_that_cannot_be_written_is_told_before_anything_is_checked(word: str, zh: str, en: str, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = run("check", folder, "--report", word)
    assert (ran.status, ran.out) == (2, "") and zh in ran.err
    assert en in run("check", folder, "--report", word, "--lang", "en").err


@pytest.mark.parametrize(("word", "zh"), [("xlsx={}/一.xlsx", "是报送的文件"), ("annotated={}", "里有报送的文件"), ("slips={}/..", "里有报送的文件")])
def test_no_report_takes_the_place_of_a_submission_or_lies_among_them(word: str, zh: str, folder: Path, run: Run) -> None:
    before = (folder / "一.xlsx").read_bytes()
    ran = run("check", folder, "--report", word.format(folder))
    assert ran.status == 2 and zh in ran.err and ran.out == ""
    assert (folder / "一.xlsx").read_bytes() == before and sorted(path.name for path in folder.iterdir()) == ["一.xlsx", "三.xlsx", "二.xlsx"]


def test_what_a_command_uses_and_writes_below_the_folder_is_no_submission_to_it_or_to_a_later_one(folder: Path, run: Run) -> None:
    names = folder / "名册.xlsx"
    write_roster(names, "样例一镇人民政府", "样例二镇人民政府")
    reports = [f"--report={kind}={folder / name}" for kind, name in (("xlsx", "审核.xlsx"), ("html", "审核.html"), ("annotated", "批注"), ("slips", "通知/一批"))]
    first = run("check", folder, "--roster", names, *reports)
    assert f"没有当作报送审核的：{names}。" in first.err and "共 3 个文件" in first.out
    again = run("check", folder, "--roster", names, *reports)
    assert again.out == first.out and "等 6 个文件" in again.err
    told = json.loads(run("check", folder, "--format", "json", "--ignore", "B").out)
    assert len(told["files"]) == 4 and len(told["left_out"]) == 5  # the roster: this command does not know it for one
    copies = run("check", folder / "批注")
    assert "共 1 个文件" in copies.out and "样例二镇人民政府" in copies.out  # named outright they are checked


def test_a_corrected_copy_that_is_sent_back_is_a_submission(folder: Path, tmp_path: Path, run: Run) -> None:
    run("check", folder, "--report", f"annotated={tmp_path / '批注'}")
    shutil.copy(tmp_path / "批注" / "二(批注).xlsx", folder)
    assert "二(批注).xlsx" in run("check", folder).out


def test_a_report_that_cannot_be_written_costs_no_other(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    def held(*_: object) -> None:
        raise UsageError(zh="无法写入：被占用", en="cannot write")

    monkeypatch.setattr("xlplugin.outputs.machine.csv.CsvReport.begin", held)
    (folder / "三.xlsx").unlink()
    ran = run("check", folder, "--report", f"csv={tmp_path / 'a.csv'}", "--report", f"json={tmp_path / 'a.json'}", "--fail-on", "never")
    assert ran.status == 2 and "被占用" in ran.err and (tmp_path / "a.json").exists()


def test_the_slip_and_the_copy_of_an_organ_that_has_corrected_everything_are_told_and_left(folder: Path, tmp_path: Path, run: Run) -> None:
    reports = [f"--report={kind}={tmp_path / kind}" for kind in ("annotated", "slips")]
    assert "不是这次写出的" not in run("check", folder, *reports).err
    write_submission(folder / "二.xlsx", CONSISTENT, organ="样例二镇人民政府")
    ran = run("check", folder, *reports)
    assert "另有 1 份不是这次写出的：二(批注).xlsx" in ran.err and "另有 1 份不是这次写出的：样例二镇人民政府退回修改通知.docx" in ran.err
    assert (tmp_path / "slips" / "样例二镇人民政府退回修改通知.docx").exists()


@pytest.mark.parametrize("day", ["2024-02-05", "2024/2/5", "2024年2月5日", "20240205"])
def test_a_deadline_may_be_written_as_people_write_a_day(day: str, folder: Path, tmp_path: Path, run: Run) -> None:
    run("check", folder, "--report", f"slips={tmp_path / 'slips'}", "--deadline", day)
    words = "".join(paragraph.text for paragraph in Document(str(tmp_path / "slips" / "样例二镇人民政府退回修改通知.docx")).paragraphs)
    assert "2024年2月5日" in words.replace(" ", "")


@pytest.mark.parametrize("day", ["明天", "2024-02-30"])
def test_a_deadline_that_is_no_day_is_one_sentence(day: str, folder: Path, run: Run) -> None:
    assert run("check", folder, "--deadline", day).err == f"--deadline {day} 不是日期，请写成 2024-01-31。\n"
    assert run("check", folder, "--deadline", day, "--lang", "en").err == f"--deadline {day} is no date; write 2024-01-31\n"


def test_two_reports_do_not_overwrite_each_other(folder: Path, tmp_path: Path, run: Run) -> None:
    ran = run("check", folder, "--report", f"csv={tmp_path / 'a'}", "--report", f"json={tmp_path / 'a'}")
    assert ran.status == 2 and "同一个位置" in ran.err


def test_json_on_the_standard_output_stays_whole_beside_reports(folder: Path, tmp_path: Path, run: Run) -> None:
    ran = run("check", folder, "--format", "json", "--report", f"json={tmp_path / 'a.json'}")
    printed, written = json.loads(ran.out), json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert printed["files"] == written["files"] and printed["summary"] == written["summary"] == {"files": 3, "clean": 1, "with_errors": 1, "with_warnings": 0, "incomplete": 0, "unreadable": 1}
    assert set(written["batch"]) >= {"findings", "missing", "unknown"} and "已写出 json" in ran.err


def test_the_roster_tells_who_is_missing_and_who_is_unknown(folder: Path, tmp_path: Path, run: Run) -> None:
    names = roster(tmp_path / "名册.csv", "样例一镇人民政府", "样例四镇人民政府")
    ran = run("check", folder, "--roster", names, "--report", f"json={tmp_path / 'a.json'}")
    batch = json.loads((tmp_path / "a.json").read_text("utf-8"))["batch"]
    assert ran.status == 2 and batch["missing"] == ["样例四镇人民政府"] and "样例二镇人民政府" in batch["unknown"]
    assert {"B02", "B03"} <= {finding["rule"] for finding in batch["findings"]}
    assert "报送情况" in ran.out and "样例四镇人民政府" in ran.out and "(B02)" in ran.out


def test_an_organ_that_did_not_submit_makes_the_exit_status_one(tmp_path: Path, run: Run) -> None:
    (tmp_path / "in").mkdir()
    write_submission(tmp_path / "in" / "一.xlsx", CONSISTENT, organ="样例一镇人民政府")
    names = roster(tmp_path / "名册.csv", "样例一镇人民政府", "样例四镇人民政府")
    assert run("check", tmp_path / "in").status == 0
    assert run("check", tmp_path / "in", "--roster", names).status == 1
    assert run("check", tmp_path / "in", "--roster", names, "--fail-on", "never").status == 0
    assert run("check", tmp_path / "in", "--roster", names, "--ignore", "B").status == 0


def test_the_empty_roster_that_is_handed_out_can_be_filled_in_and_read(tmp_path: Path, folder: Path, run: Run) -> None:
    assert run("template", "--roster", "-o", tmp_path / "名册.xlsx").status == 0
    book = openpyxl.load_workbook(tmp_path / "名册.xlsx")
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "单位" for cell in row))
    column = next(number for number, cell in enumerate(header, 1) if cell.value == "单位")
    for below, name in enumerate(("样例一镇人民政府", "样例五镇人民政府"), 1):
        sheet.cell((header[0].row or 0) + below, column, name)
    book.save(tmp_path / "名册.xlsx")
    ran = run("check", folder, "--roster", tmp_path / "名册.xlsx")
    assert "样例五镇人民政府" in ran.out and "(B02)" in ran.out
    again = run("template", "--roster", "-o", tmp_path / "名册.xlsx")
    assert again.status == 2 and "未覆盖" in again.err


def test_the_same_command_again_checks_only_what_is_new_or_changed(folder: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    first = run("check", folder, "--out", out, "--format", "json")
    write_submission(folder / "二.xlsx", CONSISTENT, organ="样例二镇人民政府")
    second = run("check", folder, "--out", out, "--format", "json")
    assert "沿用" not in first.err and "沿用上次的结果 1 个，本次审核 2 个" in second.err  # the one that could not be read is tried again
    assert second.out == run("check", folder, "--format", "json").out != first.out
    with Results(str(out)) as results:
        assert [result.status for result in results.submissions()] == ["clean", "unreadable", "clean"]


def test_a_cluster_gives_the_same_bytes_as_the_processes_of_this_machine(folder: Path, run: Run) -> None:
    here = run("check", folder, "--format", "json", "--jobs", "2")
    there = run("check", folder, "--format", "json", "--scheduler", "local", "--jobs", "2")
    assert here.out == there.out and here.status == there.status == 2


@pytest.mark.skipif(os.name == "nt", reason="a console's Ctrl-C reaches every process of it there")
def test_ctrl_c_ends_the_run_without_a_traceback_and_keeps_what_is_done(tmp_path: Path) -> None:
    write_many(300, tmp_path / "in")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "xlplugin", "check", str(tmp_path / "in"), "--out", str(out), "--jobs", "1"]
    # Every file is parsed: of known layouts three hundred are through before the interrupt comes.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "XLPLUGIN_NO_CACHE": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True) as ran:
        end = time.monotonic() + 60
        while not list(out.glob("results/*.jsonl.gz")) and time.monotonic() < end:
            time.sleep(0.05)
        ran.send_signal(signal.SIGINT)
        _, said = ran.communicate(timeout=60)
    assert ran.returncode == 130 and "Traceback" not in said
    with Results(str(out)) as results:
        assert 0 < sum(1 for _ in results) < 300


def test_every_kind_of_report_is_named_in_the_help(run: Run) -> None:
    shown = " ".join(run("check", "--help").out.split())
    assert all(kind in shown for kind in (*FILES, *FOLDERS))


@pytest.mark.parametrize(("option", "zh"), [("--parent", "不是电子表格文件"), ("--slip-template", "不是 Word 文档"), ("--roster", "没有“单位”这一列")])
def test_a_file_beside_the_submissions_that_cannot_be_used_is_told_by_name_before_anything_is_checked(option: str, zh: str, folder: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "坏文件.csv").write_text("x,y\n1,2\n", "utf-8")
    ran = run("check", folder, option, tmp_path / "坏文件.csv")
    assert (ran.status, ran.out) == (2, "") and zh in ran.err and "坏文件.csv" in ran.err
