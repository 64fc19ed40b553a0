"""Sets up `.venv`, makes sample submissions in `samples/` and checks them: the first thing to run. Needs Python 3.11 or newer with pip."""

from __future__ import annotations

import json
import subprocess
import sys

from _setup import ENVIRONMENT, ROOT, ensure, program, run

_CHECK = ("check", "samples")
_FOUND = 2
_EXPLAINED = """
{all} 个样例文件里，{faulty} 个有须改正的错误，{incomplete} 个未审全，都是故意埋下的；有未审全或无法读取的文件，check 的退出状态是 2，只有错误时为 1，都没有时为 0。
Of {all} sample files {faulty} hold errors and {incomplete} could not be checked wholly, on purpose; check then ends with status 2, with 1 for errors alone, and with 0 for none."""


def main() -> int:
    """0 when the samples were made and checked, faults or not; else the status of what failed."""
    ensure()
    if status := run(program("python"), "scripts/make_samples.py"):
        return status
    print(f"\n$ xlplugin {' '.join(_CHECK)}\n")
    status = run(program("xlplugin"), *_CHECK)
    if status != _FOUND:
        return status
    # A usage error ends with 2, too, so ask for the count of faulty files before calling it a success.
    counts = _summary()
    if not counts.get("with_errors"):
        return status
    print(_EXPLAINED.format(faulty=counts["with_errors"], incomplete=counts["incomplete"], all=counts["files"]))
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
