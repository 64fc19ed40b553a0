"""`--report parquet=FILE`: a table for pandas and the like, one submission a row."""

from __future__ import annotations

import builtins
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.batches import write_batch
from tests.conftest import Run
from tests.test_one_pass import every_kind
from xlplugin.outputs.kinds import FILES, FOLDERS

pq = pytest.importorskip("pyarrow.parquet", reason="the test extra installs it")


@pytest.mark.slow
def test_a_submission_is_a_row_with_its_facts_its_figures_and_its_report(tmp_path: Path, run: Run) -> None:
    write_batch(tmp_path / "in", 5)
    (tmp_path / "in" / "bad.xlsx").write_bytes(b"")
    ran = run("check", tmp_path / "in", f"--report=parquet={tmp_path / 'a.parquet'}", f"--report=jsonl={tmp_path / 'a.jsonl'}")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    rows = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert "已写出 parquet" in ran.err and [json.loads(row["report"]) for row in rows] == lines
    assert [(row["file"], row["status"], row["organ"], row["year"], row["edition"]) for row in rows] == [
        (one["file"], one["status"], one["organ"], one["year"], one["edition"]) for one in lines
    ]
    assert [row["requests.received.natural_person"] for row in rows] == [15, 16, 17, 18, 19, None] and rows[4]["errors"] > 0


@pytest.mark.slow
def test_without_the_extra_one_sentence_says_what_to_install(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *more: Any) -> Any:
        if name.partition(".")[0] == "pyarrow":
            raise ImportError(name)
        return real(name, *more)

    write_batch(tmp_path / "in", 1)
    monkeypatch.setattr(builtins, "__import__", missing)
    for language, words in (("zh", "--report parquet 需要 pyarrow：pip install"), ("en", "--report parquet needs pyarrow: pip install")):
        ran = run("check", tmp_path / "in", f"--report=parquet={tmp_path / 'a.parquet'}", "--lang", language)
        assert (ran.status, ran.out) == (2, "") and words in ran.err and not (tmp_path / "a.parquet").exists()


@pytest.mark.slow
def test_no_other_report_and_no_store_needs_it(tmp_path: Path) -> None:
    write_batch(tmp_path / "in", 2)
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "pyarrow.py").write_text("raise ImportError('not installed')\n", "utf-8")
    paths = os.pathsep.join(filter(None, (str(tmp_path / "blocked"), *sys.path)))
    command = [sys.executable, "-m", "xlplugin", "check", str(tmp_path / "in"), "--jobs", "1", "--out", str(tmp_path / "out"), "--prior", str(tmp_path / "in"), *every_kind(tmp_path)]
    ran = subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path)
    assert ran.returncode == 0 and "Traceback" not in ran.stderr and ran.stderr.count("已写出") == len(FILES) + len(FOLDERS) - 1, ran.stderr
