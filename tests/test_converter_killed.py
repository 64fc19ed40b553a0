"""The real LibreOffice, killed while it converts a .doc, or with everybody who waits for it: the run, or the next one, ends as an undisturbed one and leaves nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.batches import write_batch
from tests.office import convert, soffice
from tests.submissions import CONSISTENT, write_submission
from xlplugin.outputs.publish.write import export
from xlplugin.reading.read import read_workbook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds LibreOffice's processes as Linux tells them"),
    pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed"),
]
PATIENT = 120.0
STATUS = 1
"""The report has no text of its own, which is an error."""


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in old Word, as LibreOffice writes it from a report of ours, among workbooks."""
    folder = tmp_path_factory.mktemp("killed")
    book = write_submission(folder / "a.xlsx", CONSISTENT, organ="样例镇人民政府")
    export(read_workbook(book), folder / "报告.docx")
    [made] = convert([folder / "报告.docx"], folder / "office", "doc")
    write_batch(folder / "in", 4)
    made.rename(folder / "in" / "报告.doc")
    return folder / "in"


@pytest.fixture(scope="module")
def undisturbed(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What an undisturbed run finds."""
    folder = tmp_path_factory.mktemp("undisturbed")
    process = started(inputs, folder)
    assert process.wait() == STATUS
    found = results(folder)
    assert "报告.doc" in found and not list((folder / "tmp").iterdir())
    return found


def started(inputs: Path, folder: Path) -> subprocess.Popen[bytes]:
    """A run over the inputs, a session of its own, with its temporary folders in `folder/tmp`."""
    (folder / "tmp").mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TMPDIR": str(folder / "tmp"), "XDG_STATE_HOME": str(folder / "state"), "XLPLUGIN_NO_CACHE": "1"}
    command = [sys.executable, "-P", "-m", "xlplugin", "check", str(inputs), "--out", str(folder / "out"), "--jobs", "1", f"--report=json={folder / 'a.json'}", "--force"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True)


def results(folder: Path) -> str:
    """What the run wrote, in an order of its own."""
    return json.dumps(json.loads((folder / "a.json").read_text("utf-8")), sort_keys=True, ensure_ascii=False)


def offices(folder: Path) -> list[psutil.Process]:
    """The processes of LibreOffice that work in a temporary folder of the run's."""
    found = []
    for one in psutil.process_iter():
        with suppress(psutil.Error):
            if "soffice.bin" in one.name() and str(folder / "tmp") in " ".join(one.cmdline()) and one.status() != psutil.STATUS_ZOMBIE:
                found.append(one)
    return found


def until(found: Callable[[], object]) -> None:
    """Waits."""
    deadline = time.monotonic() + PATIENT
    while not found():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.mark.parametrize("delay", [0.0, 0.6])
def test_a_run_whose_libreoffice_is_killed_ends_as_an_undisturbed_one(delay: float, inputs: Path, undisturbed: str, tmp_path: Path) -> None:
    process = started(inputs, tmp_path)
    until(lambda: offices(tmp_path))
    time.sleep(delay)
    killed = offices(tmp_path)
    for one in killed:
        one.send_signal(signal.SIGKILL)
    assert killed and process.wait(PATIENT) == STATUS
    assert results(tmp_path) == undisturbed
    assert not list((tmp_path / "tmp").iterdir()) and not offices(tmp_path)


@pytest.mark.parametrize("is_keeper_too", [False, True])
def test_a_run_that_is_killed_while_libreoffice_converts_leaves_no_process_and_its_folders_to_be_swept(is_keeper_too: bool, inputs: Path, undisturbed: str, tmp_path: Path) -> None:
    process = started(inputs, tmp_path)
    until(lambda: offices(tmp_path))
    everybody = psutil.Process(process.pid).children(recursive=True) if is_keeper_too else []
    os.killpg(process.pid, signal.SIGKILL)
    for one in everybody:
        with suppress(psutil.Error):
            one.kill()
    process.wait()
    until(lambda: not offices(tmp_path))
    old = time.time() - 600
    for path in (tmp_path / "tmp").rglob("*"):
        os.utime(path, (old, old), follow_symlinks=False)
    again = started(inputs, tmp_path)
    assert again.wait(PATIENT) == STATUS and results(tmp_path) == undisturbed
    assert not list((tmp_path / "tmp").iterdir())
