"""What no file and no user is to blame for: a sentence with a code, status 2, no traceback, nothing half written."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
import zlib
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission
from xlplugin import scratch
from xlplugin.cli import one_file
from xlplugin.cli.mishaps import MISHAPS

COMMAND = [sys.executable, "-c", "from xlplugin.cli import main; main()"]
posix = pytest.mark.skipif(os.name == "nt", reason="limits of files and signals are those of POSIX")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A submission."""
    return write_submission(tmp_path / "a.xlsx", CONSISTENT)


def plant(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Has the check of one file raise."""

    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(one_file, "check_one", fail)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "x.csv"), "E01", "磁盘已满"),
        (OSError(errno.EFBIG, "File too large"), "E01", "磁盘已满"),
        (PermissionError(errno.EACCES, "Permission denied", "x"), "E02", "x: Permission denied"),
        (MemoryError(), "E03", "内存不足"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), "E04", "没有写完"),
        (zlib.error("Error -3 while decompressing data"), "E05", "解压不开"),
        (LookupError("planted\x1b[2J"), "E07", "LookupError: planted"),
        (RecursionError("deep"), "E07", "RecursionError"),
    ],
)
def test_what_nobody_foresaw_is_a_sentence_with_a_code(
    error: BaseException, code: str, words: str, book: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch, error)
    ran = run("check", book)
    assert ran.status == 2 and code in ran.err and words in ran.err
    assert "Traceback" not in ran.err + ran.out and "\x1b" not in ran.err and ran.err.count("\n") == 1
    english = run("check", book, "--lang", "en").err
    assert code in english and not any("\u4e00" <= mark <= "\u9fff" for mark in english)


def test_debug_writes_where_it_happened_into_a_log(book: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    plant(monkeypatch, LookupError("planted"))
    assert "日志" not in run("check", book).err and not list(tmp_path.glob("*.log"))
    ran = run("check", book, "--debug")
    [log] = tmp_path.glob("xlplugin-debug-*.log")
    assert ran.status == 2 and str(log) in ran.err and "Traceback" not in ran.err
    assert "LookupError: planted" in (text := log.read_text("utf-8")) and "Traceback" in text and "a.xlsx" in text


def test_debug_changes_nothing_where_all_is_well(book: Path, run: Run) -> None:
    assert run("--debug", "check", book) == run("check", book)


@pytest.mark.parametrize("code", MISHAPS)
def test_each_code_is_explained(code: str, run: Run) -> None:
    ran = run("explain", code.lower())
    assert ran.status == 0 and code in ran.out and MISHAPS[code].why.zh in ran.out and MISHAPS[code].ask.zh in ran.out
    assert MISHAPS[code].ask.en in run("explain", code, "--lang", "en").out


def test_a_code_that_there_is_not_is_told(run: Run) -> None:
    assert run("explain", "E99").status == 2


@pytest.mark.parametrize("width", ["0", "1", "-5", "²", "99999999999", "abc", ""])
def test_a_width_that_no_terminal_has_changes_nothing(width: str, book: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    usual = run("check", book)
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setenv("LINES", width)
    assert run("check", book) == usual
    assert run("check", "--help").status == 0


@posix
def test_signs_that_steer_a_terminal_reach_none_and_json_keeps_them_as_escapes(tmp_path: Path, run: Run) -> None:
    name = "\x9b2J\u202eslx.\x85\u2028\u200b\u2066甲.xlsx"
    path = write_submission(tmp_path / name, CONSISTENT)

    def steering(text: str) -> set[str]:
        return {mark for mark in text if mark != "\n" and unicodedata.category(mark) in ("Cc", "Cf", "Zl", "Zp")}

    shown = run("check", path)
    assert not steering(shown.out + shown.err) and "甲.xlsx" in shown.out
    given = run("check", path, "--format", "json").out
    assert not steering(given) and json.loads(given)["files"][0]["file"] == str(path)
    plain = run("check", write_submission(tmp_path / "没有.xlsx", CONSISTENT), "--format", "json").out
    assert json.loads(plain) and "\\u" not in plain


@posix
@pytest.mark.slow
def test_a_full_standard_output_is_told(book: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    for call in (["check", str(book)], ["check", str(book), "--format", "json"]):
        with open("/dev/full", "w") as full:
            ended = subprocess.run([*COMMAND, *call], stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
        assert ended.returncode == 2 and "E01" in ended.stderr and "Traceback" not in ended.stderr and "Exception" not in ended.stderr


@posix
@pytest.mark.slow
@pytest.mark.parametrize("room", [100, 3_000, 20_000])
def test_a_full_disk_ends_with_a_sentence_and_leaves_nothing_half_written(room: int, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    (temporary := tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    inputs = tmp_path / "in"
    inputs.mkdir()
    write_submission(inputs / "a.xlsx", {"requests.received.other": 6})
    out = tmp_path / "reports"
    out.mkdir()
    kinds = {
        "xlsx": "a.xlsx",
        "html": "a.html",
        "json": "a.json",
        "jsonl": "a.jsonl",
        "csv": "a.csv",
        "sarif": "a.sarif",
        "junit": "a.xml",
        "annotated": "copies",
        "slips": "slips",
    }
    words = [word for kind, name in kinds.items() for word in ("--report", f"{kind}={out / name}")]
    command = ["check", inputs, "--jobs", "1", "--out", tmp_path / "kept", *words]
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limit[1]))
    try:
        ran = run(*command)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert ran.status == 2 and ran.err and "Traceback" not in ran.err
    assert not list(temporary.iterdir())
    left = [path.name for path in tmp_path.rglob("*") if path.is_file() and path.parent != inputs]
    assert not [name for name in left if name.startswith((".beside-", ".")) and name not in (".lock", ".xlplugin")], left
    assert all(path.stat().st_size < room for path in out.rglob("*") if path.is_file())
    again = run(*command)
    assert again.status == 1 and len(list(out.rglob("a.*"))) == 7, again.err


@posix
@pytest.mark.slow
def test_sigterm_ends_a_watch_in_order_and_leaves_no_temporary_folder(tmp_path: Path) -> None:
    scratches, folder = tmp_path / "tmp", tmp_path / "in"
    scratches.mkdir()
    folder.mkdir()
    process = subprocess.Popen(
        [*COMMAND, "watch", str(folder)], env={**os.environ, "TMPDIR": str(scratches)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None and process.stdout.readline()
    assert list(scratches.glob(f"{scratch.PREFIX}*"))
    process.terminate()
    _, said = process.communicate(timeout=120)
    assert process.returncode == 128 + signal.SIGTERM and "Traceback" not in said
    assert not list(scratches.iterdir())


@posix
def test_folders_of_killed_programs_are_swept_and_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old = time.time() - 3600
    killed, foreign, young = tmp_path / f"{scratch.PREFIX}killed", tmp_path / "xlplugin-run", tmp_path / f"{scratch.PREFIX}young"
    for folder in (killed, foreign, young):
        (folder / "in").mkdir(parents=True)
        (folder / ".held").touch()
        if folder is not young:
            os.utime(folder / ".held", (old, old))
    hardly_begun = tmp_path / f"{scratch.PREFIX}hardly begun"
    hardly_begun.mkdir()
    os.utime(hardly_begun, (old, old))
    with scratch.scratch() as mine:
        os.utime(Path(mine).parent / ".held", (old, old))
        with scratch.scratch() as other:
            assert Path(mine).is_dir() and Path(other).is_dir()
    assert not killed.exists() and not hardly_begun.exists() and foreign.exists() and young.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([foreign.name, young.name])
