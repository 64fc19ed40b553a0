"""The submissions that are measured: the same ones for every program."""

from __future__ import annotations

import json
import random
import shutil
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the tests' own layouts are drawn by the tests

from _many_samples import LIST, sound_figures, summed, write_many

from tests.layouts import random_layout, write_layout
from xlplugin.form import editions

SETS = {
    "templates": "填好的模板 / clean templates",
    "own": "单位自制，同一种版式 / offices' own tables of one layout, clean",
    "mixed": "混合，三成有错 / mixed, a third faulty (`--many`)",
    "first": "每份一种版式，第一次见 / each of a layout never seen before",
}
_FIRST = 100
_SHEETS_OF_A_TEMPLATE = 3


def make_sets(count: int, scratch: Path) -> dict[str, Path]:
    """Writes the submissions; gives the folders by the sets' names."""
    folders = {name: scratch / name for name in SETS}
    write_many(count, folders["mixed"])
    (folders["mixed"] / LIST).unlink()
    write_many(3 * count, more := scratch / "more")  # a third each are sound templates and sound tables of one's own
    planted = json.loads((more / LIST).read_text("utf-8"))
    for name in ("templates", "own", "first"):
        folders[name].mkdir()
    for file, what in planted.items():
        if what["status"] == "clean" and not what["fault"]:
            with zipfile.ZipFile(more / file) as package:
                sheets = sum(name.startswith("xl/worksheets/sheet") for name in package.namelist())
            shutil.copy(more / file, folders["templates" if sheets > _SHEETS_OF_A_TEMPLATE else "own"] / file)
    form = editions()["2021"]
    for number in range(min(count, _FIRST)):
        chance = random.Random(number)
        values = summed({**dict.fromkeys(form.fields, 0), **sound_figures(chance)})
        write_layout(random_layout(chance, form), form, values, folders["first"] / f"{number:04}.xlsx", organ="样例一镇", year=2023)
    return folders
