"""Makes the sample submissions in samples/: five published reports' figures, each in two shapes, and files with planted errors.

    python scripts/make_samples.py                      # the 36 samples, in samples/
    python scripts/make_samples.py --many 1000 FOLDER   # a county's submissions, and planted.json: what was planted in each
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

from _faulty_samples import FAULTY
from _faulty_workbook import TITLE, figures, write_faulty, write_in_template
from _many_samples import write_many
from _own_workbook import Own, write_own

from xlplugin.form import editions

ROOT = Path(__file__).resolve().parent.parent
IN_TEMPLATE, OWN_SHAPE, WITH_ERRORS = "模板填报", "自制表格", "错误样例"
FILE_NAME = "{organ}{year}年.xlsx"
_DIGITS = "〇一二三四五六七八九"
_FIRST = 5
"""The faulty ones are the filings of 样例五镇, 样例六镇, …"""


def main(folder: Path = ROOT / "samples") -> None:
    """Writes every sample into a folder; files of the same names are replaced, others left alone."""
    given = _given()
    for name in (IN_TEMPLATE, OWN_SHAPE, WITH_ERRORS):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for filing in given["filing"]:
        form = editions()[filing["edition"]]
        values = figures(form, filing.get("rows", {}))
        name = FILE_NAME.format(**filing)
        write_in_template(form, values, {key: filing[key] for key in ("organ", "year", "level")}, folder / IN_TEMPLATE / name)
        write_own(Own(form, TITLE.format(**filing), values), folder / OWN_SHAPE / name)
    for number, faulty in enumerate(FAULTY, 1):
        organ = f"样例{_chinese(_FIRST + number - 1)}镇"
        write_faulty(faulty, organ, given["sound"][faulty.edition], folder / WITH_ERRORS / f"{number:02}{faulty.name}.xlsx")
    print(f"{folder}: {2 * len(given['filing']) + len(FAULTY)} 份样例 / samples")


def real_filings() -> set[str]:
    """The names, without their endings, of the samples whose figures are those of published reports."""
    return {Path(FILE_NAME.format(**filing)).stem for filing in _given()["filing"]}


def _given() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("sample_figures.toml").read_text("utf-8"))


def _chinese(number: int) -> str:
    """A number below 100 in Chinese, as villages and towns are counted: 五, 十一, 二十."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


if __name__ == "__main__":
    if "--many" in sys.argv:
        write_many(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
