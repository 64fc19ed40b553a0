"""`check` where scipy, pandas and what else a browser lacks is not installed: the same answers, and what cannot be answered is said."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from _own_workbook import Own, write_own
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from rapidfuzz import fuzz

from tests.conftest import Run
from tests.consistent import plant_at_random
from tests.test_check import completed
from xlplugin.checking.examples import form_of
from xlplugin.form import editions
from xlplugin.reading.open import read_any
from xlplugin.runs.inputs.names import likeness

pytestmark = pytest.mark.slow

HEAVY = ("scipy", "pandas", "pandera")
ABSENT = (*HEAVY, "pyarrow", "rapidfuzz", "psutil", "pdfplumber", "pdfminer", "msoffcrypto")
"""What `年报审核.html` is built without, too."""
FORM = form_of("2021")
SOUND: dict[str, object] = dict(completed(FORM, {"requests.granted.company": 12, "requests.granted.other": 30, "review.reconsideration.upheld": 2}))
UNEQUAL = {**SOUND, "requests.granted.company": 21}
HARD: dict[str, object] = {name: cell.value for name, cell in plant_at_random(3, 14).filing.cells.items()}
"""Fourteen wrong cells: more than the own walk goes for, so that HiGHS is asked."""
OUT_OF_BOUNDS = {**SOUND, "requests.granted.company": -12, "requests.received.other": 2.5, "review.litigation_direct.other": dt.date(2023, 1, 2)}
WITHOUT = f"""
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if {{name, name.partition(".")[0]}} & set({ABSENT}):
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
from xlplugin.cli import main
from xlplugin.runs.workers import small
small.IS_HERE[0] = True  # a process of its own would have the libraries
main()
"""
LOADED = f"""
import sys
from xlplugin.cli import main
try:
    main()
finally:
    print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""


def workbook(folder: Path, values: Mapping[str, object]) -> Path:
    path = folder / "样例一镇2021年.xlsx"
    write_own(Own(FORM, "样例一镇2021年政府信息公开工作年度报告", values), path)
    return path


def checked(program: str, path: Path) -> tuple[dict[str, Any], str]:
    """The JSON of a process that runs the program, and what it said besides."""
    command = [sys.executable, "-X", "utf8", "-c", program, "check", str(path), "--format", "json"]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert "Traceback" not in ended.stderr and ended.returncode in (0, 1, 2), ended.stderr
    return json.loads(ended.stdout), ended.stderr


@pytest.mark.parametrize(
    ("values", "errors"), [(SOUND, set()), (UNEQUAL, {"R02", "R03"}), (OUT_OF_BOUNDS, {"C06", "C07", "C09"})], ids=["sound", "a broken relation", "broken bounds"]
)
def test_without_the_heavy_packages_the_answer_is_the_same(values: Mapping[str, object], errors: set[str], tmp_path: Path, run: Run) -> None:
    path = workbook(tmp_path, values)
    found, _ = checked(WITHOUT, path)
    assert found == json.loads(run("check", path, "--format", "json").out)
    [file] = found["files"]
    said = {finding["rule"] for finding in file["findings"] if finding["severity"] == "error"}
    assert said >= errors and bool(said) is bool(errors) is bool(file["suspects"])


def test_without_a_solver_it_is_said_that_wrong_cells_were_not_looked_for(tmp_path: Path, run: Run) -> None:
    path = workbook(tmp_path, HARD)
    [file] = checked(WITHOUT, path)[0]["files"]
    [whole] = json.loads(run("check", path, "--format", "json").out)["files"]
    assert any("scipy" in words and "未查找" in words for words in file["advice"])
    assert not any("scipy" in words for words in whole["advice"])
    told = {"suspects", "advice"}
    assert {key: value for key, value in file.items() if key not in told} == {key: value for key, value in whole.items() if key not in told}


def test_a_sound_workbook_is_checked_without_loading_the_heavy_packages(tmp_path: Path) -> None:
    assert checked(LOADED, workbook(tmp_path, SOUND))[1].splitlines()[-1] == "[]"


def test_wrong_cells_that_the_own_walk_finds_cost_no_scipy(tmp_path: Path) -> None:
    found, said = checked(LOADED, workbook(tmp_path, UNEQUAL))
    assert found["files"][0]["suspects"] and said.splitlines()[-1] == "[]"


def test_formulas_are_recalculated_without_scipy(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "样例一镇2021年.xlsx"
    write_own(Own(FORM, "样例一镇2021年政府信息公开工作年度报告", SOUND), path)
    book = load_workbook(path)
    text_number, total = (checked_place(path, name) for name in ("requests.granted.company", "requests.granted.total"))
    book[text_number[0]][text_number[1]] = "12"
    book[total[0]][total[1]] = f"=SUM({text_number[1]}:{text_number[1]})*1"
    book.save(path)
    found, _ = checked(WITHOUT, path)
    assert found == json.loads(run("check", path, "--format", "json").out)
    assert found["files"][0]["values"]["requests.granted.total"] == 0  # Excel adds no text


def checked_place(path: Path, field: str) -> tuple[str, str]:
    """Sheet and address of a field's cell."""
    place = read_any(path, path.name, list(editions().values())).cells[field].place
    assert place is not None
    return place.sheet, place.address


@pytest.mark.parametrize(
    ("name", "content", "package"),
    [("年报.pdf", b"%PDF-1.4\n", "pdfplumber"), ("encrypted.xlsx", (Path(__file__).parent / "files/encrypted.xlsx").read_bytes(), "msoffcrypto")],
)
def test_what_takes_a_missing_library_is_told_to_be_unchecked(name: str, content: bytes, package: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    [file] = checked(WITHOUT, path)[0]["files"]
    assert file["status"] == "unreadable" and package in file["error"] and "没有审核" in file["error"]


_WORDS = st.text("样例县镇乡一二卫生健康委员会局", max_size=9)


@given(_WORDS, _WORDS)
def test_names_are_as_near_without_rapidfuzz(one: str, other: str) -> None:
    assert likeness(one, other) == pytest.approx(fuzz.ratio(one, other))
