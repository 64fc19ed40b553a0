"""Prints what each hostile input came to: `python -m tests.hostile.measure [PART OF A NAME …]`; seconds of computing, and what was said."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.hostile import INPUTS
from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.store.codec import load
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.guard import Guard


def main() -> None:
    """Reads and checks each in a guarded process, within 60 seconds and 1 GiB."""
    guard = Guard(Recipe(""), Bounds(60, 1024))
    with tempfile.TemporaryDirectory() as folder:
        for name, made in INPUTS.items():
            if sys.argv[1:] and not any(part in name for part in sys.argv[1:]):
                continue
            path = Path(folder, name)
            path.write_bytes(made())
            start = time.monotonic()
            [outcome] = guard.run([Submission(str(path))])
            report = load(Report, outcome.report)
            sys.stdout.write(f"{time.monotonic() - start:6.1f} s  {outcome.submission.failure or report.status:10}  {name}  {report.error.zh[:80] if report.error else ''}\n")
            sys.stdout.flush()
            path.unlink()
    guard.close()


if __name__ == "__main__":
    main()
