"""Prints what each hostile input came to: `python -m tests.hostile.measure [PART OF A NAME …]`.

Seconds on the clock and of computing, the most memory that the guarded process held meanwhile, what was said. A `!` marks what is beyond the limits.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.hostile import INPUTS
from tests.hostile.limits import MOST_MEBIBYTES, MOST_SECONDS, computed, fresh_peak, peak
from xlplugin.filing.submissions import Submission
from xlplugin.form import editions
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.store.encode import dump
from xlplugin.runs.store.results import Result
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.guard import Guard


def main() -> None:
    """Reads, checks and copies each in a guarded process, within 60 seconds and 1 GiB."""
    guard = Guard(Recipe(""), Bounds(60, MOST_MEBIBYTES))
    with tempfile.TemporaryDirectory() as folder:
        for name, made in INPUTS.items():
            if sys.argv[1:] and not any(part in name for part in sys.argv[1:]):
                continue
            path = Path(folder, name)
            path.write_bytes(made())
            guard.run([Submission(str(path.with_name("warm.xlsx")))])  # there is a process
            fresh_peak(guard)
            start, before = time.monotonic(), computed(guard)
            outcome = guard.run([Submission(str(path))])[0].unpacked()
            result = Result.from_outcome(outcome, editions().values())
            report, filing = result.report(), result.filing()
            said = report.error.zh if report.error else ""
            if filing is not None and path.suffix in (".xlsx", ".docx"):
                found = guard.errand("xlplugin.outputs.marked.errands:annotate_checked", [str(path), str(path.with_name(f"copy{path.suffix}")), dump(report), dump(filing), "zh"])
                said += f" | copy: {found['told'][0]}" if "told" in found else ""
            seconds, memory = computed(guard) - before, peak(guard)
            mark = "!" if outcome.submission.failure or seconds > MOST_SECONDS or memory > MOST_MEBIBYTES or "未预料" in said else " "
            sys.stdout.write(f"{mark}{time.monotonic() - start:6.1f} s {seconds:6.1f} s {memory:5d} MiB  {outcome.submission.failure or report.status:10}  {name}  {said[:120]}\n")
            sys.stdout.flush()
            path.unlink()
    guard.close()


if __name__ == "__main__":
    main()
