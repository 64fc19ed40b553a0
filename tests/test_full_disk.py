"""A disk that fills up costs the output that does not fit, and nothing else; `scripts/full_disk.py` tries every phase."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import full_disk
import pytest
from crash_run import fill

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="only root mounts a small disk, on Linux"),
]


def test_a_disk_that_fills_up_ends_in_a_sentence_and_the_run_goes_on_when_there_is_room(tmp_path: Path) -> None:
    fill(tmp_path / "in", 3)
    expected = full_disk.run(tmp_path / "in", tmp_path, tmp_path / "out", {"json": tmp_path / "out.json"})
    try:
        wrong = [one for phase in ("out", "xlsx", "annotated") for one in full_disk.trial(phase, tmp_path / "in", tmp_path / f"phase {phase}", expected.returncode)]
    except full_disk.NotMountedError:
        pytest.skip("this machine mounts no file system, though we are root: a container, say")
    assert not wrong
