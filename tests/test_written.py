"""What the program wrote is told by the user's own settings, never by a mark that a sender may have made; what it did not write it does not replace."""

from __future__ import annotations

import csv
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pyarrow.parquet
import pytest

from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission
from xlplugin.runs.inputs.own import REVIEW
from xlplugin.runs.written import MARK, is_as_written, is_output, is_output_folder, note_file, note_folder, state_folder

FAULTY = {**CONSISTENT, "requests.received.company": 4}


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: None) -> Path:
    """A user's settings folder of its own for each test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "设置"))
    return tmp_path / "设置"


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A folder with a sound submission and a faulty one."""
    folder = tmp_path / "报送"
    folder.mkdir()
    write_submission(folder / "一.xlsx", CONSISTENT)
    write_submission(folder / "二.xlsx", FAULTY, organ="样例二镇人民政府")
    return folder


def test_a_file_is_ours_as_long_as_it_is_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "结果.csv"
    path.write_text("甲", "utf-8")
    assert not is_output(path) and not is_as_written(path)
    note_file(path)
    assert is_output(path) and is_as_written(path)
    path.write_text("乙", "utf-8")
    assert is_output(path) and not is_as_written(path)
    assert not is_output(Path(shutil.copy(path, tmp_path / "另一份.csv")))


def test_a_folder_of_outputs_is_ours_and_another_one_in_its_place_is_not(tmp_path: Path, sent: Path) -> None:
    folder = tmp_path / "批注"
    note_folder(folder)
    assert is_output_folder(folder)
    shutil.rmtree(folder)
    folder.mkdir()
    assert not is_output_folder(folder), "an organ's folder of the same name"
    (folder / MARK).write_text("0" * 32, "ascii")
    assert not is_output_folder(folder)
    note_folder(sent)
    assert not is_output_folder(sent), "something lay in it already"


def test_a_mark_that_came_with_the_folder_hides_nothing_and_is_told(sent: Path, run: Run) -> None:
    (sent / "乡镇").mkdir()
    for name in ("一.xlsx", "二.xlsx"):
        shutil.move(sent / name, sent / "乡镇")
    (sent / "乡镇" / MARK).touch()
    ran = run("check", sent)
    assert ran.status == 1 and "二.xlsx" in ran.out and "共 2 个文件" in ran.out
    assert "看上去是审核结果，不是报送" in ran.err and "没有当作报送审核的" not in ran.err


def test_a_property_that_a_sender_wrote_hides_nothing_and_is_told(sent: Path, run: Run) -> None:
    book = openpyxl.load_workbook(sent / "二.xlsx")
    book.properties.description = REVIEW
    book.save(sent / "二.xlsx")
    ran = run("check", sent, "--lang", "en")
    assert ran.status == 1 and "二.xlsx" in ran.out and "look like results of a check" in ran.err


def test_an_office_that_checks_its_own_folder_again_skips_what_it_wrote(sent: Path, run: Run) -> None:
    reports = [f"--report=xlsx={sent / '审核情况.xlsx'}", f"--report=annotated={sent / '批注'}"]
    first = run("check", sent, *reports)
    again = run("check", sent)
    assert "共 2 个文件" in first.out and again.out == first.out
    assert "没有当作报送审核的" in again.err and "看上去是" not in again.err
    left_out = json.loads(run("check", sent, "--format", "json").out)["left_out"]
    assert [Path(one["file"]).name for one in left_out] == ["审核情况.xlsx", "二(批注).xlsx"] and all("审核结果" in one["reason"] for one in left_out)


def test_what_was_left_out_stands_in_every_output(sent: Path, tmp_path: Path, run: Run) -> None:
    run("check", sent, f"--report=csv={sent / '问题.csv'}", f"--report=xlsx={sent / '审核情况.xlsx'}")
    reports = {kind: tmp_path / f"结果.{kind}" for kind in ("xlsx", "html", "json", "csv", "sarif", "junit", "parquet")}
    run("check", sent, *(f"--report={kind}={target}" for kind, target in reports.items()))
    told = {kind: path.read_text("utf-8") for kind, path in reports.items() if kind not in ("xlsx", "parquet")}
    assert "没有当作报送审核的 1 个文件" in str(openpyxl.load_workbook(reports["xlsx"]).worksheets[0]["A2"].value)
    assert "没有当作报送审核的 1 个文件" in told["html"]
    [apart] = json.loads(told["json"])["left_out"]
    [line] = [row for row in csv.reader(told["csv"].splitlines()) if row[4] == "未当作报送"]
    assert line[0] == apart["file"] and line[10] == apart["reason"]
    [run_told] = json.loads(told["sarif"])["runs"]
    [notice] = [one for one in run_told["invocations"][0]["toolExecutionNotifications"] if one["message"]["text"] == apart["reason"]]
    assert notice["level"] == "note" and notice["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith(".xlsx")
    [suite] = [one for one in ElementTree.fromstring(told["junit"]) if one.get("name") == apart["file"]]
    assert suite.get("skipped") == suite.get("tests") == "1" and suite[0][0].get("message") == apart["reason"]
    assert json.loads(pyarrow.parquet.read_schema(reports["parquet"]).metadata[b"left_out"]) == [apart]


def test_another_users_results_are_told_and_checked(sent: Path, settings: Path, run: Run) -> None:
    run("check", sent, f"--report=xlsx={sent / '审核情况.xlsx'}")
    shutil.rmtree(settings)
    ran = run("check", sent)
    assert "审核情况.xlsx 看上去是审核结果，不是报送" in ran.err and "共 3 个文件" in ran.out


@pytest.mark.parametrize("kind", ["xlsx", "html", "json", "jsonl", "csv", "sarif", "junit"])
def test_a_report_replaces_its_own_kind_and_nothing_else(kind: str, sent: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / f"结果.{kind if kind in ('xlsx', 'html') else 'txt'}"
    target.write_bytes(b"somebody's")
    asked = ("check", sent, "--report", f"{kind}={target}")
    refused = run(*asked)
    assert refused.status == 2 and "没有覆盖" in refused.err and target.read_bytes() == b"somebody's"
    assert run(*asked, "--force").status == 1
    assert run(*asked).status == 1, "it is ours now"
    target.write_bytes(target.read_bytes() + b" ")
    assert run(*asked, "--lang", "en").err.count("is not as this program wrote it") == 1


def test_copies_and_slips_that_somebody_worked_on_are_left_and_told(sent: Path, tmp_path: Path, run: Run) -> None:
    reports = [f"--report={kind}={tmp_path / kind}" for kind in ("annotated", "slips")]
    run("check", sent, *reports)
    mine = [tmp_path / "annotated" / "二(批注).xlsx", tmp_path / "slips" / "样例二镇人民政府退回修改通知.docx"]
    for path in mine:
        path.write_bytes(path.read_bytes() + b"mine")
    ran = run("check", sent, *reports)
    assert ran.err.count("没有覆盖") == 2 and all(path.read_bytes().endswith(b"mine") for path in mine)
    assert "没有覆盖" not in run("check", sent, *reports, "--force").err
    assert not any(path.read_bytes().endswith(b"mine") for path in mine)


def test_an_annotated_copy_takes_nobodys_place(sent: Path, run: Run) -> None:
    before = (sent / "一.xlsx").read_bytes()
    ran = run("annotate", sent / "二.xlsx", "-o", sent / "一.xlsx")
    assert ran.status == 2 and "没有覆盖" in ran.err and (sent / "一.xlsx").read_bytes() == before
    copy = sent / "二（标注）.xlsx"
    assert [run("annotate", sent / "二.xlsx", "-o", copy).status for _ in range(2)] == [0, 0]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_is_not_followed_to_what_it_names(sent: Path, tmp_path: Path, run: Run) -> None:
    link = tmp_path / "链接.json"
    link.symlink_to(sent / "一.xlsx")
    before = (sent / "一.xlsx").read_bytes()
    for asked in (("check", sent, "--report", f"json={link}"), ("annotate", sent / "二.xlsx", "-o", link)):
        ran = run(*asked)
        assert ran.status == 2 and ran.err, asked
    assert link.is_symlink() and (sent / "一.xlsx").read_bytes() == before


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="pipes and devices are files elsewhere only")
@pytest.mark.parametrize("target", ["-", "/dev/stdout"])
def test_the_standard_output_is_written_to_and_stays_what_it_is(target: str, sent: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "xlplugin", "annotate", str(sent / "二.xlsx"), "-o", target]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.startswith(b"PK") and "已写出批注副本" in done.stderr.decode()
    (tmp_path / "copy.xlsx").write_bytes(done.stdout)
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx").sheetnames
    assert not Path("/dev/stdout").is_file() or stat.S_ISLNK(os.lstat("/dev/stdout").st_mode)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_is_written_to(sent: Path, tmp_path: Path, run: Run) -> None:
    pipe = tmp_path / "管道"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run("check", sent, "--report", f"junit={pipe}").status == 1
        assert os.read(reader, 2**16).startswith(b"<?xml") and stat.S_ISFIFO(pipe.stat().st_mode)
    finally:
        os.close(reader)


def test_where_the_system_knows_no_home_nothing_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    assert state_folder() is None
    note_file(tmp_path / "a")
    note_folder(tmp_path / "b")
    assert not is_output(tmp_path / "a") and not is_output_folder(tmp_path / "b")


_PLANTED = "import os, sys; open(os.environ['XLPLUGIN_PLANTED'], 'a').write(__name__ + ' ')\nraise ImportError('planted')\n"


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [(), ("--jobs", "2"), ("--scheduler", "local", "--jobs", "1")], ids=["one process", "processes", "a cluster"])
def test_nothing_that_lies_among_the_submissions_is_imported(arguments: tuple[str, ...], sent: Path, tmp_path: Path) -> None:
    for name in ("socket", "json", "pandas", "typing_extensions", "numpy", "xlplugin", "sitecustomize", "lxml"):
        (sent / f"{name}.py").write_text(_PLANTED, "utf-8")
    (sent / "soffice").write_text("#!/bin/sh\necho soffice >> $XLPLUGIN_PLANTED\n", "utf-8")
    (sent / "soffice").chmod(0o755)
    planted = tmp_path / "planted"
    environment = {**os.environ, "XLPLUGIN_PLANTED": str(planted), "PATH": f".{os.pathsep}{os.environ['PATH']}"}
    script = Path(sys.executable).with_name("xlplugin")
    commands: tuple[list[str], ...] = ([str(script)], [sys.executable, "-P", "-m", "xlplugin"])
    for command in commands:
        done = subprocess.run([*command, "check", ".", *arguments], cwd=sent, env=environment, capture_output=True, check=False)
        assert done.returncode == 1 and "二.xlsx" in done.stdout.decode(), done.stderr.decode()
    assert not planted.exists(), planted.read_text()


@pytest.mark.slow
def test_the_current_folder_is_dropped_before_anything_is_imported_from_it(sent: Path, tmp_path: Path) -> None:
    for name in ("typing_extensions", "rich", "typer", "regex"):
        (sent / f"{name}.py").write_text(_PLANTED, "utf-8")
    environment = {**os.environ, "XLPLUGIN_PLANTED": str(tmp_path / "planted")}
    done = subprocess.run([sys.executable, "-m", "xlplugin", "check", "二.xlsx"], cwd=sent, env=environment, capture_output=True, check=False)
    assert done.returncode == 1 and not (tmp_path / "planted").exists(), done.stderr.decode()


def test_a_result_that_was_written_among_the_submissions_is_no_submission_the_next_time(sent: Path, run: Run) -> None:
    """A plain text of ours speaks of 政府信息公开 as a report does."""
    run("check", sent, "--output-file", sent / "结果.txt")
    assert "政府信息公开" in (sent / "结果.txt").read_text("utf-8")
    again = run("check", sent)
    assert "结果.txt" not in again.out and "结果.txt" in again.err
