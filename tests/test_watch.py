"""The drop folder: what arrives is answered once it is whole, nothing that arrives ends the watch, and it ends when it is told to."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from tests.batches import POISON, InProcess
from tests.submissions import CONSISTENT, write_submission
from xlplugin.errors import DefinitionError, UsageError
from xlplugin.outputs.answers import watch
from xlplugin.outputs.answers.answers import Record
from xlplugin.outputs.answers.arrivals import RESULTS, Arrivals, Pace
from xlplugin.outputs.answers.watch import watch_folder
from xlplugin.outputs.slips.options import SlipOptions
from xlplugin.reading.read import read_workbook
from xlplugin.runs.inputs.files import find_files
from xlplugin.runs.job import Job, run_job
from xlplugin.runs.workers.executor import Executor, LocalExecutor
from xlplugin.runs.workers.failures import Bounds
from xlplugin.text import Language, Text

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
QUICK = Pace(settle=0.2, patience=1.0, look=0.1)
FAULTY = {**CONSISTENT, "requests.received.other": 1}
PATIENT = 120.0
"""Seconds after which a test gives up; on a busy machine a worker process takes some to start."""
posix = pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a signal that Windows does not have")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A faulty and a clean workbook to drop."""
    folder = tmp_path_factory.mktemp("made")
    write_submission(folder / "faulty.xlsx", FAULTY)
    write_submission(folder / "clean.xlsx", CONSISTENT, organ="样例二镇人民政府")
    return folder


@contextmanager
def watching(folder: Path, executor: Callable[[], Executor] = InProcess, pace: Pace = QUICK, language: Language = "zh", options: Job | None = None) -> Iterator[list[Text]]:
    """A watch in a thread, with what it says; it has to end when it is told to."""
    said: list[Text] = []
    stop = threading.Event()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            watch_folder(folder, language, said.append, options, stop, executor=executor, pace=pace)
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        wait(lambda: bool(said or failed))
        yield said
    finally:
        stop.set()
        thread.join(PATIENT)
    assert not thread.is_alive() and failed == []
    assert said[-1].zh == "已停止监视。"


def wait(is_true: Callable[[], bool]) -> None:
    """Until something is so; failing the test where it does not come to that."""
    end = time.monotonic() + PATIENT
    while not is_true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def answers(folder: Path) -> set[str]:
    """What lies under 结果, but for the record."""
    below = folder / RESULTS
    return {path.relative_to(below).as_posix() for path in below.rglob("*") if path.is_file() and not path.name.startswith(".")}


def told(said: list[Text], words: str) -> bool:
    return any(words in sentence.zh for sentence in said)


def test_each_file_that_arrives_is_answered_and_none_ends_the_watch(made: Path, tmp_path: Path) -> None:
    with watching(tmp_path) as said:
        shutil.copyfile(made / "faulty.xlsx", tmp_path / "甲镇.xlsx")
        wait(lambda: told(said, "甲镇.xlsx：退回修改"))
        (tmp_path / "乱码.xlsx").write_bytes(os.urandom(3000))
        wait(lambda: told(said, "乱码.xlsx：无法读取"))
        (tmp_path / "说明.txt").write_text("not a workbook", "utf-8")
        (tmp_path / "乡镇").mkdir()
        shutil.copyfile(made / "clean.xlsx", tmp_path / "乡镇" / "乙镇.xlsx")
        wait(lambda: told(said, "乙镇.xlsx：审核通过"))
    assert answers(tmp_path) == {"甲镇.txt", "甲镇(批注).xlsx", "甲镇.退回修改通知.docx", "乱码.txt", "乱码.退回修改通知.docx", "乡镇/乙镇.txt"}
    assert {path.name for path in find_files([tmp_path]).paths} == {"甲镇.xlsx", "乱码.xlsx", "乙镇.xlsx"}  # to a check of the folder its answers are no submissions
    assert "错误" in (tmp_path / RESULTS / "甲镇.txt").read_text("utf-8-sig")
    assert any("样例一镇人民政府：" in paragraph.text for paragraph in Document(str(tmp_path / RESULTS / "甲镇.退回修改通知.docx")).paragraphs)
    assert read_workbook(tmp_path / RESULTS / "甲镇(批注).xlsx").organ == "样例一镇人民政府"
    assert (tmp_path / "甲镇.xlsx").read_bytes() == (made / "faulty.xlsx").read_bytes()


def test_a_file_that_comes_in_pieces_is_answered_when_it_is_whole(made: Path, tmp_path: Path) -> None:
    content = (made / "faulty.xlsx").read_bytes()
    with watching(tmp_path, pace=Pace(settle=0.2, patience=PATIENT, look=0.1)) as said, (tmp_path / "慢.xlsx").open("wb") as stream:
        for start in range(0, len(content), len(content) // 3):
            stream.write(content[start : start + len(content) // 3])
            stream.flush()
            time.sleep(0.6)  # longer than it takes a file to settle
            assert start + len(content) // 3 >= len(content) or answers(tmp_path) == set()
        wait(lambda: told(said, "慢.xlsx：退回修改"))
    assert [sentence.zh for sentence in said if "慢.xlsx" in sentence.zh] == ["慢.xlsx：退回修改（错误 2 处，疑点 0 处）"]


def test_a_package_that_stays_torn_is_told_in_the_end(made: Path, tmp_path: Path) -> None:
    (tmp_path / "半截.xlsx").write_bytes((made / "clean.xlsx").read_bytes()[:5000])
    with watching(tmp_path) as said:
        wait(lambda: told(said, "半截.xlsx：无法读取"))


def test_a_corrected_file_gets_a_new_answer_and_loses_its_old_slip(made: Path, tmp_path: Path) -> None:
    shutil.copyfile(made / "faulty.xlsx", tmp_path / "甲镇.xlsx")
    with watching(tmp_path) as said:
        wait(lambda: told(said, "甲镇.xlsx：退回修改"))
        wait(lambda: (tmp_path / RESULTS / "甲镇(批注).xlsx").exists())
        shutil.copyfile(made / "clean.xlsx", tmp_path / "甲镇.xlsx")
        wait(lambda: told(said, "甲镇.xlsx：审核通过"))
    assert answers(tmp_path) == {"甲镇.txt"}


@pytest.mark.parametrize("change", ["none", "the answer is gone", "another content", "other rules"])
def test_a_second_watch_answers_only_what_was_not_answered(change: str, made: Path, tmp_path: Path) -> None:
    shutil.copyfile(made / "clean.xlsx", tmp_path / "乙镇.xlsx")
    with watching(tmp_path) as said:
        wait(lambda: told(said, "乙镇.xlsx：审核通过"))
    if change == "the answer is gone":
        (tmp_path / RESULTS / "乙镇.txt").unlink()
    if change == "another content":
        write_submission(tmp_path / "乙镇.xlsx", organ="样例三镇人民政府")
    with watching(tmp_path, options=Job((), ignore="C14") if change == "other rules" else None) as said:
        shutil.copyfile(made / "faulty.xlsx", tmp_path / "甲镇.xlsx")
        wait(lambda: told(said, "甲镇.xlsx"))
    assert told(said, "乙镇.xlsx") == (change != "none")


def test_a_file_that_a_program_has_open_is_told_once_and_answered_when_it_is_closed(made: Path, tmp_path: Path) -> None:
    lock = tmp_path / "~$甲镇.xlsx"
    lock.write_bytes(b"somebody")
    shutil.copyfile(made / "faulty.xlsx", tmp_path / "甲镇.xlsx")
    with watching(tmp_path) as said:
        wait(lambda: told(said, "甲镇.xlsx 正由"))
        time.sleep(0.5)
        assert answers(tmp_path) == set()
        lock.unlink()
        wait(lambda: told(said, "甲镇.xlsx：退回修改"))
    assert sum("正由" in sentence.zh for sentence in said) == 1


@posix
def test_a_file_that_takes_its_process_down_costs_only_itself(made: Path, tmp_path: Path) -> None:
    shutil.copyfile(made / "clean.xlsx", tmp_path / "kills.xlsx")
    shutil.copyfile(made / "faulty.xlsx", tmp_path / "甲镇.xlsx")
    with watching(tmp_path, lambda: LocalExecutor(1, Bounds(seconds=20), POISON)) as said:
        wait(lambda: told(said, "kills.xlsx：无法读取") and told(said, "甲镇.xlsx：退回修改"))
        shutil.copyfile(made / "clean.xlsx", tmp_path / "乙镇.xlsx")
        wait(lambda: told(said, "乙镇.xlsx：审核通过"))


@posix
def test_the_watch_ends_while_a_file_is_being_checked(made: Path, tmp_path: Path) -> None:
    shutil.copyfile(made / "clean.xlsx", tmp_path / "hangs.xlsx")
    with watching(tmp_path, lambda: LocalExecutor(1, Bounds(seconds=10 * PATIENT), POISON)) as said:
        time.sleep(1.5)  # by then it is taken up
    assert not told(said, "hangs.xlsx")


def test_an_answer_that_cannot_be_written_is_told_and_tried_again_by_the_next_watch(made: Path, tmp_path: Path) -> None:
    (tmp_path / RESULTS / "甲镇.txt").mkdir(parents=True)  # in the way
    shutil.copyfile(made / "faulty.xlsx", tmp_path / "甲镇.xlsx")
    with watching(tmp_path) as said:
        wait(lambda: told(said, "无法写出 甲镇.txt"))
    (tmp_path / RESULTS / "甲镇.txt").rmdir()
    with watching(tmp_path) as said:
        wait(lambda: told(said, "甲镇.xlsx：退回修改"))
    assert (tmp_path / RESULTS / "甲镇.txt").is_file()


def test_what_nobody_foresaw_is_a_sentence_and_the_watch_goes_on(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def failing(job: Job, *arguments: object) -> object:
        calls.append(job.files)
        if job.files and len(calls) == 2:
            raise LookupError("planted")
        return run_job(job, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(watch, "run_job", failing)
    shutil.copyfile(made / "clean.xlsx", tmp_path / "甲镇.xlsx")
    with watching(tmp_path) as said:
        wait(lambda: told(said, "LookupError: planted"))
        shutil.copyfile(made / "clean.xlsx", tmp_path / "乙镇.xlsx")
        wait(lambda: told(said, "乙镇.xlsx：审核通过"))


def test_english_answers_are_in_english(made: Path, tmp_path: Path) -> None:
    shutil.copyfile(made / "faulty.xlsx", tmp_path / "a.xlsx")
    with watching(tmp_path, language="en") as said:
        wait(lambda: told(said, "a.xlsx"))
    assert answers(tmp_path) == {"a.txt", "a (annotated).xlsx", "a.notice of return.docx"}
    assert any(sentence.en == "a.xlsx: to be returned (2 errors, 0 warnings)" for sentence in said)
    assert "To: 样例一镇人民政府" in [paragraph.text for paragraph in Document(str(tmp_path / RESULTS / "a.notice of return.docx")).paragraphs]


def test_a_mistake_in_what_was_asked_is_told_before_anything_is_waited_for(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        watch_folder(tmp_path / "nowhere", "zh", lambda text: None)
    with pytest.raises(UsageError):
        watch_folder(tmp_path, "zh", lambda text: None, Job((), select="Q99"), executor=InProcess)
    (tmp_path / "own.toml").write_text("[[rule]]\nid = 7", "utf-8")
    with pytest.raises(DefinitionError):
        watch_folder(tmp_path, "zh", lambda text: None, Job((), rules=tmp_path / "own.toml"), executor=InProcess)
    with pytest.raises(UsageError):
        watch_folder(tmp_path, "zh", lambda text: None, slips=SlipOptions(tmp_path / "own.toml"), executor=InProcess)


@posix
def test_ctrl_c_ends_the_watch_without_a_traceback(made: Path, tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from xlplugin.outputs.answers import watch
from xlplugin.outputs.answers.watch import watch_folder
from xlplugin.outputs.answers.arrivals import Pace
watch_folder(Path({str(tmp_path)!r}), "zh", lambda text: print(text.zh, flush=True), pace=Pace(0.2, 1.0, 0.1))
"""
    shutil.copyfile(made / "faulty.xlsx", tmp_path / "甲镇.xlsx")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    process = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    assert process.stdout is not None
    lines = [process.stdout.readline(), process.stdout.readline()]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENT)
    assert "正在监视" in lines[0] and lines[1].startswith("甲镇.xlsx：退回修改")
    assert (process.returncode, out, err) == (0, "已停止监视。\n", "")


@posix
def test_with_a_roster_and_reports_all_is_written_anew_after_each_arrival(made: Path, tmp_path: Path) -> None:
    drop, roster = tmp_path / "收件", tmp_path / "名册.csv"
    drop.mkdir()
    roster.write_text("单位\n样例一镇人民政府\n样例二镇人民政府\n样例三镇人民政府\n", "utf-8")
    reports = [f"--report={kind}={target}" for kind, target in (("xlsx", drop / "审核情况.xlsx"), ("html", tmp_path / "审核.html"), ("returns", tmp_path / "退回"))]
    command = [sys.executable, "-m", "xlplugin", "watch", str(drop), "--roster", str(roster), *reports]
    out, err = tmp_path / "out.txt", tmp_path / "err.txt"

    def says(words: str) -> bool:
        return words in out.read_text("utf-8")

    with out.open("wb") as printed, err.open("wb") as complaints:
        process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, stdout=printed, stderr=complaints)
    try:
        wait(lambda: says("正在监视"))
        for source, name, standing in (("faulty", "一镇", "已报 1 家，未报 2 家。审核通过 0"), ("clean", "二镇", "已报 2 家，未报 1 家。审核通过 1"), ("mended", "一镇", "已报 2 家，未报 1 家。审核通过 2")):
            if source == "mended":
                assert (tmp_path / "退回" / "样例一镇人民政府" / "一镇(批注).xlsx").is_file()
                write_submission(drop / "一镇.xlsx", CONSISTENT)
            else:
                shutil.copyfile(made / f"{source}.xlsx", drop / f"{name}.xlsx")
            wait(partial(says, standing))
        wait(lambda: says("所涉单位可能已经改好"))  # what went back before is no more to be sent
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENT) == 0
    assert err.read_text("utf-8") == "" and out.read_text("utf-8").count("应报") == 3  # the workbook that is written into the folder is no arrival
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(drop / "审核情况.xlsx")["审核情况一览表"].iter_rows(min_row=4)]
    assert [(row[1], row[9]) for row in rows] == [("样例一镇人民政府", "审核通过"), ("样例二镇人民政府", "审核通过"), ("样例三镇人民政府", "未报送")]
    assert "样例三镇人民政府" in (tmp_path / "审核.html").read_text("utf-8")


def test_a_file_that_is_gone_again_is_not_handed_out(tmp_path: Path) -> None:
    arrivals = Arrivals(tmp_path, Pace(settle=0.0, patience=0.0))
    path = tmp_path / "甲镇.xlsx"
    path.write_bytes(b"something")
    (tmp_path / RESULTS).mkdir()
    (tmp_path / RESULTS / "甲镇(批注).xlsx").write_bytes(b"ours")
    assert arrivals.ready() == ([path], [])
    assert arrivals.ready() == ([], [])
    path.unlink()
    assert arrivals.ready() == ([], [])
    path.write_bytes(b"something")
    assert arrivals.ready() == ([path], [])


@pytest.mark.parametrize("content", ["", "[]", "null", '{"version": "1"}', '{"version": "1", "answered": []}', "\x00"])
def test_a_record_that_cannot_be_read_means_that_nothing_was_answered(content: str, tmp_path: Path) -> None:
    (tmp_path / ".已审核.json").write_text(content, "utf-8")
    record = Record(tmp_path, "1")
    record.load()
    assert record.answered == {}
    record.answered["甲镇.xlsx"] = "abc"
    record.save()
    again = Record(tmp_path, "1")
    again.load()
    assert again.answered == {"甲镇.xlsx": "abc"}
