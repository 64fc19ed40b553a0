"""Hostile files that an office hands in itself: a roster, releases, rules, a form, settings, a template, last year's report; each is taken or told within its limits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.commands import UNFORESEEN
from tests.hostile.limits import MOST_MEBIBYTES, MOST_SECONDS
from tests.hostile.lists import LISTS
from tests.submissions import write_submission

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="limits are set and told by POSIX")]
_MEASURES = """
import json, resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=60)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([ended.returncode, ended.stdout + ended.stderr, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
"""Runs a command and tells its status, its words, the seconds that it and its own processes computed, and the most MiB that one of them held."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A submission with an error."""
    return write_submission(tmp_path_factory.mktemp("lists") / "a.xlsx", {"requests.received.company": 3})


@pytest.mark.parametrize("name", LISTS)
def test_a_hostile_list_or_definition_is_taken_or_told_within_its_limits(name: str, book: Path, tmp_path: Path) -> None:
    option, made = LISTS[name]
    (tmp_path / name).write_bytes(made())
    slips = [f"--report=slips={tmp_path / 'slips'}"] if option == "--slip-template" else []
    command = [sys.executable, "-P", "-m", "xlplugin", "check", str(book), option, str(tmp_path / name), *slips]
    told = subprocess.run([sys.executable, "-c", _MEASURES, *command], capture_output=True, check=True, cwd=tmp_path).stdout
    status, words, seconds, mebibytes = json.loads(told)
    assert status in (0, 1, 2) and (name == "设置，进程极多.toml" or not UNFORESEEN.search(words)), words[-2000:]
    assert seconds < MOST_SECONDS and mebibytes < MOST_MEBIBYTES and len(words) < 20_000


def test_a_file_that_never_ends_is_too_large_and_not_read(book: Path, tmp_path: Path) -> None:
    for option in ("--rules", "--form", "--settings", "--slip-template"):
        command = [sys.executable, "-P", "-m", "xlplugin", "check", str(book), option, "/dev/zero"]
        ended = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path, timeout=60, check=False)
        assert ended.returncode == 2 and "文件过大" in ended.stderr, (option, ended.stderr)
