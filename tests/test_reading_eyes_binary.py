"""Cells of binary workbooks in records that few programs write."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.edited import read, told
from tests.test_reading_packages import ISSUED, TABLE, figure, record, wide, words, xlsb
from xlplugin.filing.cells import Shape

pytestmark = pytest.mark.slow  # whole workbooks, many of them

HEAD = struct.pack("<II", 1, 0)
FORMULA = struct.pack("<HII", 0, 0, 0)
CELLS: dict[str, tuple[bytes, Shape, int | None, list[str]]] = {
    "hundredths": (record(2, HEAD + struct.pack("<I", 300 << 2 | 3)), Shape.NUMBER, 3, []),
    "a formula's number": (record(9, HEAD + struct.pack("<d", 3) + FORMULA), Shape.NUMBER, 3, []),
    "a formula's text": (record(8, HEAD + wide("3") + FORMULA), Shape.TEXT_NUMBER, 3, ["C11"]),
    "a formula's error value": (record(11, HEAD + b"\x07" + FORMULA), Shape.ERROR, None, ["C13"]),
    "an error value": (record(3, HEAD + b"\x2a"), Shape.ERROR, None, ["C13"]),
    "a truth value": (record(4, HEAD + b"\x01"), Shape.TEXT, None, ["C03"]),
    "an escape": (record(6, HEAD + wide("3_x000D_")), Shape.TEXT_NUMBER, 3, ["C11"]),
    "a text of runs": (record(62, HEAD + b"\x01" + wide("3") + struct.pack("<IHH", 1, 0, 1)), Shape.TEXT_NUMBER, 3, ["C11"]),
}


@pytest.mark.parametrize("kind", CELLS)
def test_every_record_of_a_cell_is_read(kind: str, tmp_path: Path) -> None:
    cell, shape, value, rules = CELLS[kind]
    filing, report = read(xlsb(tmp_path / "甲.xlsb", [TABLE[0], [words("规章"), cell, figure(0), figure(0)], TABLE[2]]))
    assert (filing.cells[ISSUED].shape, filing.values[ISSUED]) == (shape, value)
    assert told(report, "C", "W") == rules
