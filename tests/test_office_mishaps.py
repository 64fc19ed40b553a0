"""What goes wrong in an office's folders costs nothing that was found, and nothing that somebody sent: odd dates, results written among what is read, causes that pass."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from tests.batches import InProcess, run_batch, write_batch
from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission
from xlplugin import scratch
from xlplugin.errors import UsageError
from xlplugin.runs.inputs.modified import modified_of
from xlplugin.runs.job import Done
from xlplugin.runs.store.results import Results
from xlplugin.runs.store.storage import Folder
from xlplugin.runs.whole_file import beside

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two organs' submissions."""
    folder = tmp_path / "报送"
    folder.mkdir()
    for organ in ("一", "二"):
        write_submission(folder / f"{organ}.xlsx", CONSISTENT, organ=f"样例{organ}镇人民政府")
    return folder


def saved_at(path: Path, moment: str) -> Path:
    """The workbook with another date of saving in its properties."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", lambda found: found[1] + moment.encode(), parts["docProps/core.xml"])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2024-01-15T10:00:00+24:00", None),
        ("2024-01-15T10:00:00-99:99", None),
        ("2024-01-15T24:00:00Z", None),
        ("2024-02-31", None),
        ("2024-01-15Z", "2024-01-15"),
        ("2024-01-15+08:00", "2024-01-15"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("2024-01-15T10:00:00.123+08:00", "2024-01-15T10:00:00+08:00"),
    ],
)
def test_an_odd_date_in_one_workbook_costs_no_other_its_report(folder: Path, run: Run, moment: str, told: str | None) -> None:
    assert modified_of(saved_at(folder / "二.xlsx", moment)) == told
    ran = run("check", folder)
    assert ran.status == 0 and "共 2 个文件：2 个通过" in ran.out


@pytest.mark.parametrize("option", ["roster", "releases", "parent", "prior", "priors"])
@pytest.mark.parametrize("kind", ["report", "output-file", "rollup"])
def test_what_a_command_reads_is_not_replaced_by_force_either(folder: Path, tmp_path: Path, run: Run, option: str, kind: str) -> None:
    read = tmp_path / ("去年/一.xlsx" if option == "priors" else "用到的.xlsx")
    read.parent.mkdir(exist_ok=True)
    shutil.copy(folder / "一.xlsx", read)
    before = read.read_bytes()
    named = [f"--{option.removesuffix('s') if option == 'priors' else option}", read.parent if option == "priors" else read]
    written = {"report": ["--report", f"xlsx={read}"], "output-file": ["--output-file", str(read)], "rollup": ["-o", str(read)]}[kind]
    ran = run("rollup" if kind == "rollup" else "check", folder, *named, *written, "--force")
    assert ran.status == 2 and read.read_bytes() == before
    if option not in ("roster", "releases") or kind != "rollup":  # a workbook that is no roster is told first
        assert "是这次要读的文件" in ran.err


@pytest.mark.parametrize("words", [("rollup", "--include-unaccepted", "-o"), ("check", "--output-file")])
def test_no_result_takes_a_submissions_place(folder: Path, run: Run, words: tuple[str, ...]) -> None:
    before = (folder / "一.xlsx").read_bytes()
    ran = run(words[0], folder, *words[1:], folder / "一.xlsx", "--force")
    assert ran.status == 2 and "是报送的文件" in ran.err and (folder / "一.xlsx").read_bytes() == before


def test_a_result_and_a_report_are_not_written_to_one_place(folder: Path, tmp_path: Path, run: Run) -> None:
    ran = run("check", folder, "--output-file", tmp_path / "a.csv", "--report", f"csv={tmp_path / 'a.csv'}")
    assert ran.status == 2 and "同一个位置" in ran.err and not (tmp_path / "a.csv").exists()


def test_a_roll_up_among_the_submissions_is_not_added_up_the_next_time(folder: Path, run: Run) -> None:
    told = [run("rollup", folder, "-o", folder / "汇总.xlsx", "--include-unaccepted") for _ in range(2)]
    assert all("计入 2 份" in one.out for one in told) and "汇总.xlsx" in told[1].err
    checked = run("check", folder)
    assert "共 2 个文件" in checked.out and "汇总.xlsx" in checked.err
    assert "各单位汇总" in run("check", folder / "汇总.xlsx").out


@pytest.mark.parametrize("name", ["./一.xlsx", "../报送/一.xlsx"])
def test_a_file_may_be_named_from_where_one_stands(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(folder)
    assert run("check", name, "--diff").status == 0
    assert run("check", name).out.replace(name.removeprefix("./"), "一.xlsx") == run("check", "一.xlsx").out


def test_releases_that_fit_nothing_are_told_of_one_file_too(folder: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "放行.csv").write_text("单位,年度,规则,字段,现为,姓名,理由,日期\n没有这家,2023,R01,,,张三,核过,2024-01-20\n", "utf-8")
    for path in (folder, folder / "一.xlsx"):
        assert "放行.csv 第 2 行没有用上" in run("check", path, "--releases", tmp_path / "放行.csv").err


def test_of_many_releases_that_fit_nothing_the_first_are_told_and_how_many_there_are(folder: Path, tmp_path: Path, run: Run) -> None:
    rows = [f"没有这家{number},2023,R01,,,张三,核过,2024-01-20" for number in range(200)]
    (tmp_path / "放行.csv").write_text("\n".join(("单位,年度,规则,字段,现为,姓名,理由,日期", *rows)), "utf-8")
    told = run("check", folder, "--releases", tmp_path / "放行.csv").err.splitlines()
    assert len(told) == 51 and "第 51 行没有用上" in told[49] and "共 200 行" in told[50]


def test_a_file_that_could_not_be_read_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk was full, a network broke off, a program was not installed: what is told next is what is there then."""
    from xlplugin.runs.workers import checker

    inputs, out = tmp_path / "in", str(tmp_path / "out")
    paths = write_batch(inputs, 3)
    read = checker.read

    def failing(path: Path, *besides: object) -> object:
        if path == paths[1]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return read(path, *besides)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr("xlplugin.runs.recipe.read", failing)
        assert run_batch(inputs, out, InProcess()) == Done(3, 0)
    assert run_batch(inputs, out, again := InProcess()) == Done(1, 2) and again.asked == [paths[1].stem]
    with Results(out) as results:
        assert "unreadable" not in [one.status for one in results.submissions()]
    assert run_batch(inputs, out, InProcess()) == Done(0, 3)


@pytest.mark.skipif(sys.platform == "win32", reason="locks and permissions are those of POSIX")
def test_a_drive_that_knows_no_locks_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def refused(number: int) -> None:
        def flock(*_: object) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(fcntl, "flock", flock)

    refused(errno.ENOTSUP)
    with Folder(str(tmp_path / "out")).locked(), (tmp_path / "held").open("wb") as stream:
        assert not scratch.lock(stream)
    refused(errno.EWOULDBLOCK)
    with pytest.raises(UsageError), Folder(str(tmp_path / "out")).locked():
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="locks and permissions are those of POSIX")
def test_a_report_may_be_read_by_whom_the_one_before_could(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    mask = os.umask(0o077)
    try:
        for mode in (0o600, 0o640):
            with beside(target) as path:
                path.write_text(json.dumps(mode))
            assert stat.S_IMODE(target.stat().st_mode) == mode
            target.chmod(0o640)
    finally:
        os.umask(mask)
