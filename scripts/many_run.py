"""One command over many generated submissions, with every report; what the reports count is compared with each other and with what was planted.

    python scripts/many_run.py                       # 1,000 submissions, all reports
    python scripts/many_run.py 300                   # as many as wanted
    python scripts/many_run.py --memory 1000 10000   # the greatest memory of the command's own process, for each of these numbers

Ends with status 1 where two counts differ, or where the memory for the greatest number is twice that for the least, or more.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from _many_samples import LIST, write_many
from lxml import etree, html

from xlplugin.filing.findings import Severity

KINDS = ("xlsx", "html", "json", "jsonl", "csv", "sarif", "junit", "annotated", "slips", "returns")
_MEASURED = """
import resource, sys
from xlplugin.cli import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""
Counts = Mapping[str, Any]


def main(arguments: Sequence[str]) -> int:
    """The trial; gives the exit status."""
    if arguments[:1] == ["--memory"]:
        return _memory([int(argument) for argument in arguments[1:]])
    with tempfile.TemporaryDirectory(prefix="xlplugin-many-") as folder:
        return trial(int(arguments[0]) if arguments else 1000, Path(folder))


def trial(count: int, folder: Path) -> int:
    """Makes the submissions in a folder, runs the command and compares; 0 where all agree."""
    write_many(count, folder / "in")
    began = time.monotonic()
    ended = run(folder / "in", folder)
    print(f"xlplugin check: status {ended.returncode}, {time.monotonic() - began:.0f} s")
    faults = [ended.stderr] if "Traceback" in ended.stderr else []
    faults += [*_unlike(counted(folder)), *_unlike_planted(folder)]
    for fault in faults:
        print(fault)
    print(f"{len(faults)} differences between {len(KINDS)} reports and the list of what was planted")
    return 1 if faults else 0


def run(inputs: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The command with every report; the last line that it prints on the standard error is its own process's greatest memory, in KiB."""
    asked = [word for kind in KINDS for word in ("--report", f"{kind}={report(out, kind)}")]
    command = [sys.executable, "-c", _MEASURED, "check", str(inputs), "--lang", "en", *asked, *options]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", check=False)


def report(out: Path, kind: str) -> Path:
    """Where a kind of report goes."""
    return out / (kind if kind in ("annotated", "slips", "returns") else f"report.{'xml' if kind == 'junit' else kind}")


def counted(out: Path) -> Mapping[str, Mapping[str, Counts]]:
    """What each report that can tell says of a thing: thing, report, counts."""
    files = json.loads(report(out, "json").read_text("utf-8"))["files"]
    lines = [json.loads(line) for line in report(out, "jsonl").read_text("utf-8").splitlines()]
    with report(out, "csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["file"]]
    [sarif] = json.loads(report(out, "sarif").read_text("utf-8"))["runs"]
    junit = etree.parse(str(report(out, "junit"))).getroot()
    page = html.fromstring(report(out, "html").read_text("utf-8"))
    book = openpyxl.load_workbook(report(out, "xlsx"), read_only=True)
    overview, problems = _sheet(book, "Overview"), _sheet(book, "Problems")
    open_errors = _problems(files, "error")
    return {
        "files by status": {"json": _statuses(files), "jsonl": _statuses(lines)},
        "findings by severity": {
            "json": _severities(files),
            "jsonl": _severities(lines),
            "csv": _only(Counter(row["severity"] for row in rows if row["rule"] and not row["rule"].startswith(("B", "T")))),
            "sarif": _only(Counter({"note": "info"}.get(one["level"], one["level"]) for one in sarif["results"] if one["ruleId"][0] not in "BT")),
        },
        "errors to correct": {
            "json": open_errors,
            "xlsx, problems": sum(row["severity"] == "error" and not str(row["rule"]).startswith("B") for row in problems),
            "xlsx, overview": sum(row["errors"] or 0 for row in overview),
            "junit": sum(int(suite.get("failures")) for suite in junit if suite.get("name") != "all files"),
        },
        "unreadable files": {
            "json": _statuses(files)["unreadable"],
            "csv": sum(row["severity"] == "unreadable" for row in rows),
            "junit": sum(error.get("type") == "unreadable" for error in junit.iter("error")),
            "html": _tile(page, "unreadable"),
        },
        "incomplete files": {
            "json": _statuses(files)["incomplete"],
            "junit": sum(error.get("type") == "incomplete" for error in junit.iter("error")),
        },
        "organs by state": {
            "xlsx": Counter(row["state"] for row in overview),
            "html": Counter({words: number for words, number in _tiles(page).items() if number and words != "files"}),
        },
        "copies": {
            "json": sum(one["status"] in ("error", "warning", "incomplete") for one in files),
            "annotated": sum(1 for path in report(out, "annotated").rglob("[!.]*") if path.is_file()),
        },
        "slips": {
            "xlsx": sum(row["state"] not in ("accepted", "not submitted") for row in overview),
            "slips": sum(1 for path in report(out, "slips").rglob("*.docx")),
        },
    }


def _unlike(things: Mapping[str, Mapping[str, Counts]]) -> list[str]:
    return [f"{thing}: {dict(counts)}" for thing, counts in things.items() if any(one != next(iter(counts.values())) for one in counts.values())]


def _unlike_planted(out: Path) -> list[str]:
    """Where a file's findings are not those that were planted in it."""
    planted = json.loads((out / "in" / LIST).read_text("utf-8"))
    files = {Path(one["file"]).name: one for one in json.loads(report(out, "json").read_text("utf-8"))["files"]}
    faults = [f"{name}: planted, and in no report" for name in sorted(set(planted) - set(files))]
    for name, one in files.items():
        found = sorted({finding["rule"] for finding in one["findings"] if finding["severity"] in ("error", "warning")})
        expected = planted[name]
        if (one["status"], found) != (expected["status"], sorted(expected["rules"])):
            faults.append(f"{name}: {one['status']} {found}, planted {expected['status']} {sorted(expected['rules'])}")
    return faults


def _statuses(files: Sequence[Any]) -> Counter[str]:
    return Counter(one["status"] for one in files)


def _severities(files: Sequence[Any]) -> Counter[str]:
    return Counter(finding["severity"] for one in files for finding in one["findings"])


def _only(counts: Counter[str]) -> Counter[str]:
    return Counter({severity.id: counts[severity.id] for severity in Severity if counts[severity.id]})


def _problems(files: Sequence[Any], severity: str) -> int:
    return sum(finding["severity"] == severity and not finding["covered_by"] and not finding["waived"] for one in files for finding in one["findings"])


def _sheet(book: Any, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet below its header, by the header's words."""
    rows = list(book[name].iter_rows(values_only=True))
    at = next(number for number, row in enumerate(rows) if sum(cell is not None for cell in row) > 4)
    return [dict(zip(map(str, rows[at]), row, strict=True)) for row in rows[at + 1 :] if any(cell is not None for cell in row)]


def _tiles(page: Any) -> dict[str, int]:
    return {tile.findtext("span"): int(tile.findtext("b")) for tile in page.xpath("//ul[@class='tiles']/li")}


def _tile(page: Any, words: str) -> int:
    return _tiles(page).get(words, 0)


def _memory(counts: Sequence[int]) -> int:
    peaks: list[int] = []
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="xlplugin-memory-") as folder:
            write_many(count, Path(folder, "in"))
            peaks.append(int(run(Path(folder, "in"), Path(folder)).stderr.split()[-1]))
        print(f"{count} submissions: {peaks[-1] / 1024:.0f} MiB", flush=True)
    print(f"ratio {peaks[-1] / peaks[0]:.2f}")
    return 0 if peaks[-1] < 2 * peaks[0] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
