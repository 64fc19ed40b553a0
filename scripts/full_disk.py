"""Fills up the disk in each phase of a batch with all reports: a sentence, status 2, earlier results whole; and goes on when there is room.

    sudo python scripts/full_disk.py              # 40 submissions, every phase
    sudo python scripts/full_disk.py 6 out xlsx   # six, two of the phases

The disk is a tmpfs of a few MiB that is mounted for it, so root is wanted, on Linux. A phase is what lies on it: the folder of results (full from the
beginning, and after some have been written), each kind of report in the place of an earlier one, temporary files. Ends with status 1
where anything is otherwise.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from crash_run import JOBS, fill, results

from xlplugin.runs.written import MARK

MEBIBYTES = 24
KINDS = ("xlsx", "html", "json", "jsonl", "csv", "sarif", "junit", "parquet", "annotated", "slips")
PHASES = ("out", "out later", *KINDS, "temporary")
ROOM = {"out": 4, "out later": 16, "temporary": 4}
"""KiB that are left; none for a report."""
_SENTENCES = ("磁盘已满", "没有写完", "空间不足", "No space left", "磁盘")


class NotMountedError(SystemExit):
    """The system mounts no file system for us."""


def main(arguments: Sequence[str]) -> int:
    """The trial; gives the exit status."""
    count = int(arguments[0]) if arguments else 40
    with tempfile.TemporaryDirectory(prefix="xlplugin-full-") as folder:
        fill(Path(folder, "in"), count)
        expected = run(Path(folder, "in"), Path(folder), Path(folder, "out"), {"json": Path(folder, "out.json")})
        wrong = [one for phase in arguments[1:] or PHASES for one in trial(phase, Path(folder, "in"), Path(folder, f"phase {phase}"), expected.returncode)]
    print(f"{len(arguments[1:] or PHASES)} phases, {len(wrong)} wrong", *wrong, sep="\n")
    return 1 if wrong else 0


def trial(phase: str, inputs: Path, folder: Path, status: int) -> list[str]:
    """What went otherwise than it must when the disk was full in a phase; `status`, and the results beside the folder: of a run that nobody disturbed."""
    folder.mkdir()
    with small_disk(folder / "disk") as disk:
        out = disk / "out" if phase.startswith("out") else folder / "out2"
        temporary = disk if phase == "temporary" else None
        target = disk / f"结果.{phase if phase in ('xlsx', 'html') else 'txt'}" if phase not in ("annotated", "slips") else disk / phase
        reports = {phase: target} if phase in KINDS else {"json": Path(f"{out if phase == 'temporary' else folder / 'out2'}.json")}
        if phase in KINDS:
            run(inputs, folder, folder / "out1", reports)
        before = digests(disk)
        filler = full_but(disk, ROOM.get(phase, 0))
        first = run(inputs, folder, out, reports, temporary)
        kept = {name: digest for name, digest in digests(disk).items() if name != filler.name}
        filler.unlink()
        again = run(inputs, folder, out, reports, temporary)
        wrong = [] if first.returncode == 2 or phase == "temporary" else [f"status {first.returncode}"]
        wrong += [] if first.returncode != 2 or any(words in first.stderr for words in _SENTENCES) or phase == "temporary" else [f"said {first.stderr[-300:]!r}"]
        wrong += ["a traceback"] if "Traceback" in first.stdout + first.stderr + again.stderr else []
        wrong += [f"an earlier result has changed: {name}" for name, digest in before.items() if kept.get(name) != digest]
        wrong += [f"half a file: {name}" for name in kept if ".beside" in name or (Path(name).name.startswith(".") and Path(name).name != MARK and not phase.startswith("out"))]
        wrong += [] if again.returncode == status else [f"status {again.returncode} when there was room: {again.stderr[-300:]!r}"]
        if "json" in reports and phase != "json":
            written = reports["json"]
            wrong += [] if written.is_file() and results(written.with_suffix("")) == results(folder.parent / "out") else ["other results when there was room"]
        elif phase in KINDS:
            wrong += [] if before.keys() == digests(disk).keys() else ["other files when there was room"]
    said = next((line for line in first.stderr.splitlines() if any(words in line for words in _SENTENCES)), "")
    print(f"{phase}: status {first.returncode}, then {again.returncode}: {said[:110]}{' WRONG' if wrong else ''}", flush=True)
    return [f"{phase}: {one}" for one in wrong]


@contextmanager
def small_disk(at: Path) -> Iterator[Path]:
    """A file system of a few MiB of its own."""
    at.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEBIBYTES}m", "xlplugin-full", str(at)], capture_output=True, text=True, check=False)
    if mounted.returncode:
        raise NotMountedError(mounted.stderr)
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


def full_but(disk: Path, kibibytes: int) -> Path:
    """A file that takes all of a disk but so much."""
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free - kibibytes * 1024
    with filler.open("wb") as stream:
        for _ in range(free // 4096):
            stream.write(b"\1" * 4096)
    return filler


def digests(disk: Path) -> dict[str, str]:
    """Every file below a folder, by its name there."""
    return {path.relative_to(disk).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(disk.rglob("*")) if path.is_file() and not path.is_symlink()}


def run(inputs: Path, folder: Path, out: Path, reports: dict[str, Path], temporary: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`xlplugin check` over the folder; its settings are kept apart."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "XDG_STATE_HOME": str(folder / "settings"), "PYTHONUTF8": "1"}
    environment |= {"TMPDIR": str(temporary)} if temporary else {}
    asked = [f"--report={kind}={target}" for kind, target in reports.items()]
    command = [sys.executable, "-m", "xlplugin", "check", str(inputs), "--out", str(out), "--jobs", str(JOBS), *asked]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder, check=False, errors="replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
