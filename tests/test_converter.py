"""LibreOffice is found by its whole path and never outlives whoever asked for it; its copies go with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from xlplugin.errors import DocumentDamagedError
from xlplugin.reading.documents.formats import converter, old_word

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="sends signals that Windows does not have")]
HANGS = "sleep 300 & echo $$ $! > {told}; wait"
"""What the program is: a script that starts another, as LibreOffice's is."""


def started(told: Path) -> list[int]:
    """The processes, once they say that they are there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if told.exists() and len(found := told.read_text("ascii").split()) == 2:
            return list(map(int, found))
        time.sleep(0.02)
    raise AssertionError("was not started")


def are_gone(processes: list[int], folder: Path) -> bool:
    """Whether all have ended, and the folder has, before long."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if not folder.exists() and not any(Path(f"/proc/{one}").exists() and "Z" not in Path(f"/proc/{one}/stat").read_text("ascii").split(")")[1][:3] for one in processes):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_converter_that_hangs_is_ended_with_what_it_started_and_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converter, "TIMEOUT", 5.0)
    folder, told = tmp_path / "scratch", tmp_path / "told"
    folder.mkdir()
    assert converter.run_converter(["/bin/sh", "-c", HANGS.format(told=told)], folder) is None
    assert are_gone(started(told), folder)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("is_whole_session", [False, True])
def test_a_converter_dies_with_whoever_asked_for_it_though_that_is_killed(is_whole_session: bool, tmp_path: Path) -> None:
    folder, told = tmp_path / "scratch", tmp_path / "told"
    folder.mkdir()
    asks = "import sys\nfrom pathlib import Path\nfrom xlplugin.reading.documents.formats.converter import run_converter\nrun_converter(['/bin/sh', '-c', sys.argv[1]], Path(sys.argv[2]))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen([sys.executable, "-c", asks, HANGS.format(told=told), str(folder)], env=environment, start_new_session=True) as asker:
        processes = started(told)
        if is_whole_session:
            os.killpg(asker.pid, signal.SIGKILL)
        else:
            asker.send_signal(signal.SIGKILL)
        asker.wait()
    assert are_gone(processes, folder)


def test_a_converter_that_ends_is_waited_for_and_its_folder_stays(tmp_path: Path) -> None:
    assert converter.run_converter(["/bin/sh", "-c", f"echo made > {tmp_path}/made"], tmp_path) == 0
    assert (tmp_path / "made").exists()


def test_a_converter_that_is_killed_is_run_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "soffice"
    fake.write_text(f"#!/bin/sh\necho run >> {tmp_path}/runs\nkill -9 $$\n", "ascii")
    fake.chmod(0o755)
    monkeypatch.setattr(old_word, "find_converter", lambda: str(fake))
    (tmp_path / "a.doc").write_bytes(b"x")
    with pytest.raises(DocumentDamagedError):
        old_word.read_doc(tmp_path / "a.doc")
    assert (tmp_path / "runs").read_text("ascii").split() == ["run", "run"]


def test_a_program_of_that_name_in_the_current_folder_or_below_a_relative_entry_of_path_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converter, "_PLACES", ())
    for folder in ("here", "here/below", "installed"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "soffice").write_text("#!/bin/sh\n", "ascii")
        (tmp_path / folder / "soffice").chmod(0o755)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "below", str(tmp_path / "here")]))
    assert converter.find_converter() is None
    monkeypatch.setenv("PATH", os.pathsep.join([".", str(tmp_path / "installed")]))
    assert converter.find_converter() == str(tmp_path / "installed" / "soffice")
