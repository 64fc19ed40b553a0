"""Writes random reports in every layout that the tests know, sound and damaged, reads them back and counts: every figure exact, or told; none wrong in silence.

    python scripts/reports_read.py            # 2,000 reports
    python scripts/reports_read.py 200 --seed 7
    python scripts/reports_read.py 250 --start 500    # the third 250 of them
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.documents.damage import DAMAGES  # noqa: E402
from tests.documents.make import Report, make_report  # noqa: E402
from tests.documents.write import LAYOUTS  # noqa: E402
from xlplugin.errors import XlpluginError  # noqa: E402
from xlplugin.filing.filing import Filing  # noqa: E402
from xlplugin.form import editions  # noqa: E402
from xlplugin.reading.documents import read_document  # noqa: E402
from xlplugin.reading.figures.cells import read_cell  # noqa: E402

_SHOWN = 20


@dataclass
class Tally:
    """What became of the figures of all reports; `wrong`: layout, damage, seed, field, as read, as written."""

    reports: int = 0
    exact: int = 0
    told: int = 0
    untold: int = 0
    wrong: list[tuple[str, str, int, str, str, str]] = field(default_factory=list)
    told_by_layout: Counter[str] = field(default_factory=Counter)
    misnamed: list[str] = field(default_factory=list)


def cases(count: int, seed: int, start: int = 0) -> Iterator[tuple[str, str, int]]:
    """Layout, damage ("" for none) and seed: every layout with every damage, over and over; `start`: how many are left out before the first."""
    pairs = list(itertools.product(LAYOUTS, ("", *DAMAGES)))
    return ((*pairs[number % len(pairs)], seed + number // len(pairs)) for number in range(start, start + count))


def count_figures(report: Report, filing: Filing | None, name: tuple[str, str, int], tally: Tally) -> None:
    """Adds a report's figures to the tally. `filing`: None where the report was refused as a whole, which is told."""
    layout, damage, seed = name
    unread = set(report.values) if filing is None else {field for misreading in filing.facts.misreadings if not misreading.is_read for field in misreading.fields}
    for name_, text in report.values.items():
        kind, cell = report.form.fields[name_], filing.cells.get(name_) if filing else None
        if cell is None:
            tally.told += name_ in unread
            tally.untold += name_ not in unread
            tally.told_by_layout[layout] += 1
        elif cell.value == read_cell(text, kind.kind, kind.column.unit).value:
            tally.exact += 1
        else:
            tally.wrong.append((layout, damage, seed, name_, cell.raw, text))


def run(count: int, seed: int, folder: Path, start: int = 0) -> Tally:
    """Makes and reads the reports."""
    tally = Tally()
    forms = list(editions().values())
    for layout, damage, number in cases(count, seed, start):
        report = make_report(number, layout, folder, damage)
        if report is None:
            continue
        tally.reports += 1
        try:
            filing: Filing | None = read_document(report.path, report.path.name, forms)
        except XlpluginError:
            filing = None
        count_figures(report, filing, (layout, damage, number), tally)
        if filing is not None and (filing.organ, filing.year) != (report.prose.organ, report.prose.year):
            tally.misnamed.append(f"{layout} {damage} {number}: {filing.organ} {filing.year}")
        report.path.unlink()
    return tally


def main(argv: list[str] | None = None) -> int:
    """Exit status 1 where a figure is wrong in silence."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("count", nargs="?", type=int, default=2_000, help="how many reports are tried; some damages cannot be done to some")
    parser.add_argument("--seed", type=int, default=1_000)
    parser.add_argument("--start", type=int, default=0, help="how many are left out before the first, to go on in parts")
    options = parser.parse_args(argv)
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = run(options.count, options.seed, Path(folder), options.start)
    print(f"{tally.reports} reports, {tally.exact + tally.told + tally.untold + len(tally.wrong)} figures, {len(LAYOUTS)} layouts, {len(DAMAGES)} damages, {time.monotonic() - start:.0f} s")
    print(f"exact {tally.exact}, not read and told {tally.told}, not read and told by the coverage only {tally.untold}, wrong in silence {len(tally.wrong)}")
    print("not read, by layout:", dict(tally.told_by_layout.most_common()))
    print("organ or year not as written:", len(tally.misnamed), *tally.misnamed[:_SHOWN], sep="\n  ")
    for one in tally.wrong[:_SHOWN]:
        print("WRONG", *one)
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
