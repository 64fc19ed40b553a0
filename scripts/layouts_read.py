"""Writes random workbooks such as offices make, reads them back and counts: every figure exact and at its place, none wrong.

The suite does the same with few; see `tests/layouts`.

    python scripts/layouts_read.py            # 600 workbooks
    python scripts/layouts_read.py 90 --seed 7
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.layouts import Layout, pasted_from_the_web, random_layout, summing_values, typed_in_wps, typed_values, write_layout  # noqa: E402
from xlplugin.form import Form, editions  # noqa: E402
from xlplugin.reading.read import read_workbook  # noqa: E402

ORGANS = ("样例一镇", "样例二乡人民政府", "样例三街道办事处", "样例县人民政府办公室", "样例市自然资源局")
HABITS: Mapping[str, Callable[[Layout, random.Random], Layout]] = {
    "as it is": lambda layout, _: layout,
    "pasted from the web": pasted_from_the_web,
    "typed in WPS": typed_in_wps,
}


def forms() -> list[Form]:
    """Each edition, and the one that has a form of its own for a single row."""
    latest = editions()["2021"]
    return [*editions().values(), latest.with_alternative("requests", "requests", latest.table("requests").block("requests").alternatives[0])]


def wrong_in(seed: int, form: Form, habit: str, folder: Path) -> list[str]:
    """What of one workbook is read otherwise than it was written."""
    rng = random.Random(seed)
    values: dict[str, object] = dict(summing_values(rng, form))
    layout = HABITS[habit](random_layout(rng, form), rng)
    typed = typed_values(values, rng) if habit == "typed in WPS" else values
    written = write_layout(layout, form, typed, folder / "本单位.xlsx", organ=rng.choice(ORGANS), year=2020 if form.edition == "2019" else 2023)
    filing = read_workbook(written.path)
    if filing.form.key != form.key:
        return [f"read as {filing.form.key}"]
    found = {name: filing.cells[name].value if filing.cells[name].value is not None else filing.cells[name].likely for name in values if name in filing.cells}
    wrong = [f"{name}: {found.get(name)}, written {value}" for name, value in values.items() if found.get(name) is None or Decimal(str(found[name])) != Decimal(str(value))]
    wrong += [f"{name} was read from {cell.place}" for name, cell in filing.cells.items() if cell.place != written.places[name]]
    return wrong + ([f"{filing.organ} {filing.year}"] if (filing.organ, filing.year) != (written.organ, written.year) else [])


def main(argv: list[str] | None = None) -> int:
    """Exit status 1 where anything was read otherwise than it was written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("count", nargs="?", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1_000)
    options = parser.parse_args(argv)
    habits, drawn = list(HABITS), forms()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.count):
            habit, seed = habits[number % len(habits)], options.seed + number
            form = drawn[number // len(habits) % len(drawn)]
            wrong += [f"{habit}, seed {seed}: {one}" for one in wrong_in(seed, form, habit, Path(folder))]
    print(f"{options.count} workbooks, {len(wrong)} figures or places read otherwise than written", *wrong[:20], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
