"""Past one machine: scheduler, workers and S3 on machines of their own; one worker is lost on the way and the JSON is the same, byte for byte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from _machines import why_not

SCRIPT = Path(__file__).parent.parent / "scripts" / "cluster_run.py"
pytestmark = pytest.mark.slow


def test_a_cluster_that_loses_a_worker_gives_what_one_machine_gives_and_every_failure_is_a_sentence() -> None:
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    ended = subprocess.run([sys.executable, str(SCRIPT), "200"], capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    claims = [line for line in ended.stdout.splitlines() if line.startswith("ok  ")]
    assert sum("byte for byte" in line for line in claims) == 1 and sum("one sentence" in line for line in claims) == 4
    assert "NOT " not in ended.stdout


def test_without_root_it_is_told_why_there_are_no_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert why_not() == "network namespaces need root"
