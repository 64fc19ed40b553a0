"""The pre-commit hook and the GitHub action: as their readers want them, and what they run does what it should."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pre_commit.clientlib import load_manifest  # type: ignore[import-untyped]
from pre_commit.yaml import yaml_load  # type: ignore[import-untyped]

from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml_load((ROOT / "action.yml").read_text("utf-8"))


def test_the_hook_is_one_and_checks_the_files_that_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    [hook] = load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))
    assert hook["id"] == "xlplugin-check" and hook["language"] == "python"
    monkeypatch.chdir(tmp_path)
    write_submission(tmp_path / "a.xlsx", {"requests.received.other": 6})
    program, *words = shlex.split(hook["entry"])
    ran = run(*words, "a.xlsx")
    assert program == "xlplugin" and ran.status == 1 and "a.xlsx:三、申请办理!" in ran.out


def test_the_action_is_composite_and_pastes_no_input_into_a_script() -> None:
    steps = ACTION["runs"]["steps"]
    assert ACTION["runs"]["using"] == "composite" and {"name", "description", "inputs", "runs"} <= set(ACTION)
    assert all(set(one) <= {"description", "required", "default"} and one["description"] for one in ACTION["inputs"].values())
    for step in steps:
        assert ("uses" in step) != ("run" in step) and ("run" not in step or step["shell"] == "bash")
        assert "${{" not in step.get("run", "")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here; CI has it")
def test_the_script_of_the_action_annotates_and_fails(tmp_path: Path) -> None:
    (tmp_path / "我的 报送").mkdir()
    write_submission(tmp_path / "我的 报送" / "a.xlsx", {"requests.received.other": 6})
    write_submission(tmp_path / "b.xlsx", CONSISTENT, organ="样例二镇")
    program = tmp_path / "xlplugin"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m xlplugin "$@"\n', "utf-8")
    program.chmod(0o755)
    asked = {"XLPLUGIN_PATHS": "我的 报送\nb.xlsx\n", "XLPLUGIN_FORMAT": "github", "XLPLUGIN_OPTIONS": "--ignore C", "XLPLUGIN_SARIF": "out.sarif"}
    environment = {**os.environ, **asked, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    ran = subprocess.run(["bash", "-eo", "pipefail", "-c", ACTION["runs"]["steps"][-1]["run"]], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 1 and "::error file=我的 报送/a.xlsx,title=R06" in ran.stdout, ran.stderr
    assert (tmp_path / "out.sarif").is_file()
