"""Makes the sample submissions in samples/: five published reports' figures, each in two shapes, and files with planted errors.

    python scripts/make_samples.py                      # the 36 samples, in samples/
    python scripts/make_samples.py --many 1000 FOLDER   # a county's submissions, and planted.json: what was planted in each
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from _external_link import add_link
from _faulty_samples import FAULTY, Faulty
from _own_workbook import Own, Sum, with_sums, write_own

from xlplugin.form import Form, editions
from xlplugin.rules import catalogue
from xlplugin.writing.sums import sums
from xlplugin.writing.template import write_template

ROOT = Path(__file__).resolve().parent.parent
IN_TEMPLATE, OWN_SHAPE, WITH_ERRORS = "模板填报", "自制表格", "错误样例"
FILE_NAME = "{organ}{year}年.xlsx"
TITLE = "{organ}{year}年政府信息公开工作年度报告"
_DIGITS = "〇一二三四五六七八九"
_FIRST = 5
"""The faulty ones are the filings of 样例五镇, 样例六镇, …"""


def main(folder: Path = ROOT / "samples") -> None:
    """Writes every sample into a folder; files of the same names are replaced, others left alone."""
    given = tomllib.loads(Path(__file__).with_name("sample_figures.toml").read_text("utf-8"))
    for name in (IN_TEMPLATE, OWN_SHAPE, WITH_ERRORS):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for filing in given["filing"]:
        form = editions()[filing["edition"]]
        values = figures(form, filing.get("rows", {}))
        name = FILE_NAME.format(**filing)
        _write_in_template(form, values, {key: filing[key] for key in ("organ", "year", "level")}, folder / IN_TEMPLATE / name)
        write_own(Own(form, TITLE.format(**filing), values), folder / OWN_SHAPE / name)
    for number, faulty in enumerate(FAULTY, 1):
        organ = f"样例{_chinese(_FIRST + number - 1)}镇"
        write_faulty(faulty, organ, given["sound"][faulty.edition], folder / WITH_ERRORS / f"{number:02}{faulty.name}.xlsx")
    print(f"{folder}: {2 * len(given['filing']) + len(FAULTY)} 份样例 / samples")


def figures(form: Form, rows: Mapping[str, Sequence[object]]) -> dict[str, object]:
    """A value for every field: the rows given, and 0 elsewhere; an empty row is blank.

    Raises `ValueError` for a row that the form does not have, or that has another number of cells.
    """
    values: dict[str, object] = dict.fromkeys(form.fields, 0)
    for row, given in rows.items():
        fields = [name for name in form.fields if name.rpartition(".")[0] == row]
        if not fields or len(given) not in (0, len(fields)):
            raise ValueError(f"{row}: {len(given)} figures for {len(fields)} cells")
        values |= dict(zip(fields, given or [None] * len(fields), strict=True))
    return values


def _write_in_template(form: Form, values: Mapping[str, object], cover: Mapping[str, object], path: Path, typed: Mapping[str, object] | None = None) -> None:
    write_template(form, path, catalogue().values(), values=values, typed=typed, cover=cover)


def write_faulty(faulty: Faulty, organ: str, sound: Mapping[str, Sequence[object]], path: Path) -> None:
    """One faulty submission: the sound figures of its edition, and what is wrong with them."""
    form = faulty.reformed(editions()[faulty.edition])
    values = {} if faulty.is_empty else figures(form, {**sound, **faulty.rows})
    if faulty.shape == "template":
        cells = {name: value for name, value in faulty.cells.items() if name in sums(form, catalogue().values()).computed}
        cover = {"organ": organ, "year": faulty.year, "level": "乡镇"}
        return _write_in_template(form, {**values, **faulty.cells}, cover, path, typed=cells)
    values |= {name: value for name, value in faulty.cells.items() if name in form.fields}
    contents = with_sums(form, values) if faulty.shape == "sums" else dict(values)
    contents |= {name: _altered(contents[name], faulty.saved.get(name, values[name]), faulty.left_out.get(name, ())) for name in {*faulty.saved, *faulty.left_out}}
    title = "政府信息公开工作年度报告" if faulty.is_anonymous else TITLE.format(organ=organ, year=faulty.year)
    again = None if faulty.again is None else {**contents, **faulty.again}
    write_own(Own(form, title, contents, faulty.words, faulty.without, again, faulty.hidden), path)
    if faulty.link is not None:
        add_link(path, faulty.link)
    return None


def _altered(content: Any, saved: object, left_out: Sequence[str]) -> Sum:
    """A total's sum with another saved value, or with some of its parts forgotten."""
    assert isinstance(content, Sum), content
    return replace(content, parts=tuple(part for part in content.parts if part not in left_out), saved=saved)


def _chinese(number: int) -> str:
    """A number below 100 in Chinese, as villages and towns are counted: 五, 十一, 二十."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


if __name__ == "__main__":
    if "--many" in sys.argv:
        from _many_samples import write_many

        write_many(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
