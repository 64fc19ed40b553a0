"""Sets up `.venv`, makes sample submissions in `samples/` and checks them: the first thing to run. Needs Python 3.11 or newer with pip."""

from __future__ import annotations

import json
import subprocess
import sys

from _setup import ENVIRONMENT, ROOT, ensure, program, run

_CHECK = ("check", "samples")
_FOUND = 1
_EXPLAINED = """
{faulty} / {all} 个样例文件有须改正的错误（错误是故意埋下的），所以 check 的退出状态是 1；没有错误时为 0，有文件无法审核时为 2。
{faulty} of {all} sample files hold errors, on purpose, so check ended with status 1; 0 means none, 2 that a file could not be checked."""


def main() -> int:
    """0 when the samples were made and checked, faults or not; else the status of what failed."""
    ensure()
    if status := run(program("python"), "scripts/make_samples.py"):
        return status
    print(f"\n$ xlplugin {' '.join(_CHECK)}\n")
    status = run(program("xlplugin"), *_CHECK)
    if status != _FOUND:
        return status
    # Python ends with 1 on a crash too, so ask for the count of faulty files before calling 1 a success.
    counts = _summary()
    if not counts.get("with_errors"):
        return status
    print(_EXPLAINED.format(faulty=counts["with_errors"], all=counts["files"]))
    return 0


def _summary() -> dict[str, int]:
    """The counts of files at the end of a report as JSON; empty where there is no report."""
    said = subprocess.run([program("xlplugin"), *_CHECK, "--format", "json"], cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, check=False).stdout
    try:
        summary: dict[str, int] = json.loads(said)["summary"]
    except (ValueError, KeyError):
        return {}
    return summary


if __name__ == "__main__":
    sys.exit(main())
