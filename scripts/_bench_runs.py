"""What is measured of this program, and the floor: parsing alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from operator import truediv
from pathlib import Path
from statistics import median
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlplugin.runs.workers.checker import Checker

ROUNDS, _COLD_ROUNDS = 5, 9
"""Every measure and what it is compared with are taken turn about, so often; told is the middle one of the rounds, each compared by itself: a machine that is fast and slow by turns takes both alike."""
_LARGEST = 2**24
_SETTLED = 96
"""Files that a warm worker has read before it is measured, where there are enough."""
_PEAK = """
import resource, sys
from xlplugin.cli import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU time a workbook, of how many, the greatest memory of the main process and of a worker in MiB, and the seconds by the clock."""

    milliseconds: float
    files: int
    peaks: tuple[int, ...] = ()
    wall: float = 0.0

    @property
    def seconds(self) -> float:
        """CPU time of all."""
        return self.milliseconds * self.files / 1000

    @property
    def words(self) -> str:
        """The time as the table has it."""
        return f"{self.milliseconds:.2f} ms"


def spent(command: Sequence[str | Path], **options: object) -> tuple[float, float, str]:
    """The CPU seconds of a command and all that it starts, the seconds by the clock, and the last line of its standard error."""
    before, began = os.times(), time.monotonic()
    ended = subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, **options)  # type: ignore[call-overload]
    after = os.times()
    last = ended.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return after.children_user + after.children_system - before.children_user - before.children_system, time.monotonic() - began, last


def told(folder: Path, workers: int) -> Cost:
    """The whole command: every rule, recalculation, localisation, JSON out."""
    files = len(_files(folder))
    seconds, wall, peaks = spent([sys.executable, "-c", _PEAK, "check", folder, "--format", "json", "--jobs", str(workers)])
    return Cost(seconds * 1000 / files, files, tuple(int(peak) // 1024 for peak in peaks.split()), wall)


def floor(folder: Path) -> Cost:
    """Unpacking and parsing the sheets and the strings, every element touched; of packages that are to be refused for their size nothing."""
    files = [path for path in _files(folder) if zipfile.is_zipfile(path) and _size(path) < _LARGEST]
    return _measured("floor", files)


def warm(folder: Path, *, is_kept: bool = True) -> Cost:
    """Reading and checking in one worker that has been at it for a while; layouts that come once are never known, and with `is_kept` off none is."""
    return _measured("own", _files(folder), {} if is_kept else {"XLPLUGIN_NO_CACHE": "1"})


def cold(samples: Path) -> Iterator[tuple[str, ...]]:
    """A command on one of the samples, in ratio to importing pandera."""
    commands: dict[str, list[str | Path]] = {"import pandera.pandas": [sys.executable, "-c", "import pandera.pandas"]}
    for words, file in (
        ("xlplugin check, a sound template", "模板填报/样例一镇2023年.xlsx"),
        ("… an office's own table", "自制表格/样例一镇2023年.xlsx"),
        ("… a broken relation", "错误样例/03勾稽不平.xlsx"),
        ("… a broken bound", "错误样例/09单元格填写错误.xlsx"),
        ("… a formula that is no plain sum", "错误样例/14公式引用失效.xlsx"),
    ):
        commands[words] = [sys.executable, "-m", "xlplugin", "check", samples / file]
    turns = [[spent(command)[0] for command in commands.values()] for _ in range(_COLD_ROUNDS)]
    reference, *_ = measured = list(zip(*turns, strict=True))
    for words, seconds in zip(commands, measured, strict=True):
        yield (words, f"{median(seconds):.2f} s", "", f"{median(map(truediv, seconds, reference)):.2f} ×")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def _size(path: Path) -> int:
    """The bytes of a package, unpacked."""
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as package:
        return sum(part.file_size for part in package.infolist())
    return 0


def _measured(what: str, files: Sequence[Path], more: Mapping[str, str] = MappingProxyType({})) -> Cost:
    """Measures in a process of its own, with more in its environment."""
    command = [sys.executable, __file__, what]
    ended = subprocess.run(command, input=json.dumps(list(map(str, files))), stdout=subprocess.PIPE, encoding="utf-8", check=True, env={**os.environ, **more})
    return Cost(float(ended.stdout), len(files))


def _cost(action: Callable[[Sequence[str]], object], files: Sequence[str], settled: int) -> float:
    """CPU milliseconds a file; the first ones only warm up."""
    action(files[:settled])
    start = time.process_time()
    action(files[settled:])
    return (time.process_time() - start) * 1000 / max(1, len(files) - settled)


def _parse(files: Sequence[str]) -> None:
    from lxml import etree

    for file in files:
        with suppress(zipfile.BadZipFile, etree.XMLSyntaxError, OSError, zlib.error), zipfile.ZipFile(file) as package:  # some of the mixed ones are damaged
            for name in package.namelist():
                if name.startswith("xl/worksheets/sheet") or name.lower() == "xl/sharedstrings.xml":
                    for element in etree.fromstring(package.read(name)).iter():
                        _ = element.text


@cache
def _checker() -> Checker:
    """What a worker holds ready, after it has loaded what it needs."""
    from xlplugin.runs.recipe import Recipe, build, program_digest
    from xlplugin.runs.workers.child import FOR_FAULTY_FILES, prepare

    prepare(FOR_FAULTY_FILES)
    return build(Recipe(program_digest()))


def _check(files: Sequence[str]) -> None:
    from xlplugin.filing.submissions import Submission
    from xlplugin.runs.resume import LARGEST_CHUNK
    from xlplugin.runs.workers.chunk import check_chunk

    checker = _checker()
    for at in range(0, len(files), LARGEST_CHUNK):
        check_chunk([Submission(file) for file in files[at : at + LARGEST_CHUNK]], checker, lambda position: None)


if __name__ == "__main__":
    given = json.load(sys.stdin)
    what, settled = sys.argv[1], min(_SETTLED, len(given) // 2)
    print(_cost(_parse if what == "floor" else _check, given, settled))
