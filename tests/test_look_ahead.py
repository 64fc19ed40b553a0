"""Several files are read step by step together; what comes of each is what comes of it alone, whatever stands beside it and whatever happens meanwhile."""

from __future__ import annotations

import os
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.decoded import Decoded, decoded
from tests.hostile.packing import packed, plain_parts
from tests.submissions import CONSISTENT, write_submission
from xlplugin.filing.submissions import Submission
from xlplugin.reading.layouts import ahead
from xlplugin.reading.layouts.ahead import AT_A_TIME, book_ahead, look_ahead
from xlplugin.reading.layouts.known import NO_CACHE, SHAPES
from xlplugin.reading.once import once
from xlplugin.reading.workbook.workbook import read_book
from xlplugin.runs.inputs.addresses import submission
from xlplugin.runs.recipe import Recipe, build, program_digest
from xlplugin.runs.workers.chunk import check_chunk

NAME = "requests.received.natural_person"


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    SHAPES.learned.clear()
    SHAPES.met.clear()


def filled(path: Path, figure: int) -> Path:
    """A sound template, but for one figure."""
    return write_submission(path, {**CONSISTENT, NAME: figure}, organ=f"样例{figure % 3}镇")


def known(folder: Path) -> None:
    """Makes the layout of `filled` a known one."""
    for figure in range(3):
        read_book(filled(folder / f"known {figure}.xlsx", figure))
    assert SHAPES.learned


def checked(files: list[Submission], on_file: Callable[[int], None] = lambda position: None) -> list[Decoded]:
    return list(map(decoded, check_chunk(files, build(Recipe(program_digest())), on_file)))


def test_files_of_all_kinds_come_to_the_same_together_as_each_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(AT_A_TIME + 5):
        filled(tmp_path / f"{number:02} 模板.xlsx", number)
    whole = (tmp_path / "03 模板.xlsx").read_bytes()
    (tmp_path / "04 截断.xlsx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "05 空.xlsx").write_bytes(b"")
    (tmp_path / "06 坏的.xlsx").write_bytes(whole[:3000] + b"\xff" * 40 + whole[3040:])
    (tmp_path / "07 文字.xlsx").write_text("不是工作簿", "utf-8")
    (tmp_path / "08 小的.xlsx").write_bytes(packed(plain_parts()))
    shutil.copy(tmp_path / "03 模板.xlsx", tmp_path / "09 同一份.xlsm")
    shutil.copy(tmp_path / "03 模板.xlsx", tmp_path / "10 改名.xls")
    (tmp_path / "11 说明.txt").write_text("政府信息公开工作年度报告", "utf-8")
    (tmp_path / "12 文件夹.xlsx").mkdir()
    files = [Submission(str(path)) for path in sorted(tmp_path.iterdir())] + [Submission(str(tmp_path / "没有.xlsx"))]
    random.Random(3).shuffle(files)
    together = checked(files)
    assert any(book is not None for book in SHAPES.learned.values())
    monkeypatch.setenv(NO_CACHE, "1")
    assert together == [one for file in files for one in checked([file])]


def test_a_known_layout_is_read_ahead_and_a_large_or_unusual_file_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known(tmp_path)
    files = {name: tmp_path / name for name in ("a.xlsx", "b.xlsm", "c.et", "large.xlsx", "odd.xlsx", "none.xlsx")}
    for name in ("a.xlsx", "b.xlsm", "c.et"):
        filled(files[name], 7)
    shutil.copy(files["a.xlsx"], files["large.xlsx"])
    with zipfile.ZipFile(files["large.xlsx"], "a") as package:
        package.writestr("docProps/more.xml", os.urandom(ahead._LARGEST))
    files["odd.xlsx"].write_bytes(b"PK\x03\x04 nothing")
    told: list[str] = []
    with once():
        look_ahead(list(map(str, files.values())), told.append)
        assert {name for name, path in files.items() if book_ahead(path) is not None} == {"a.xlsx", "b.xlsm"}
        assert read_book(files["a.xlsx"]) is book_ahead(files["a.xlsx"])
    assert set(told) == {str(path) for name, path in files.items() if name != "c.et"}
    assert book_ahead(files["a.xlsx"]) is None
    monkeypatch.setenv(NO_CACHE, "1")
    with once():
        look_ahead([str(files["a.xlsx"])], told.append)
        assert book_ahead(files["a.xlsx"]) is None


@pytest.mark.parametrize("step", range(14))
def test_a_file_that_changes_meanwhile_is_never_named_by_a_content_that_was_not_looked_at_after(step: int, tmp_path: Path) -> None:
    """An older content may be named with newer figures: its date or size is the older one's then, and the next run looks at it again."""
    known(tmp_path)
    old, new = filled(tmp_path / "old", 5), filled(tmp_path / "new", 60)
    digests = {submission(str(path)).content: figure for path, figure in ((old, 5), (new, 60))}
    files = [filled(tmp_path / f"{number}.xlsx", number) for number in (1, 2)] + [tmp_path / "changing.xlsx"]
    shutil.copy(old, files[2])
    planned = [submission(str(path)) for path in files]
    steps = 0

    def on_file(position: int) -> None:
        nonlocal steps
        if steps == step:
            shutil.copy(new, files[2])
            os.utime(files[2], (1, 1))
        steps += 1

    found = checked(planned, on_file)[2]
    named, read = digests[found.submission.content], found.report.values[NAME]
    assert (named, read) in {(5, 5), (5, 60), (60, 60)}
    assert named != 5 or found.submission.mtime == planned[2].mtime
    assert steps > 14


@pytest.mark.parametrize("step", ["small", "plain_archive"])
def test_what_reading_ahead_meets_is_met_again_by_the_file_alone(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known(tmp_path)
    files = [filled(tmp_path / f"{number}.xlsx", number) for number in (1, 2)]

    def fails(*_: object) -> None:
        raise KeyError("unforeseen")

    monkeypatch.setattr(ahead, step, fails)
    assert [one.report.values[NAME] for one in checked([submission(str(path)) for path in files])] == [1, 2]


def test_a_file_for_which_memory_does_not_do_is_the_one_that_was_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known(tmp_path)
    files = [submission(str(filled(tmp_path / f"{number}.xlsx", number))) for number in (1, 2, 3)]
    told: list[int] = []

    def fails(_: object) -> None:
        if told[-1] == 1:
            raise MemoryError

    monkeypatch.setattr(SHAPES, "looked_at", fails)
    with pytest.raises(MemoryError):
        checked(files, told.append)
    assert told[-1] == 1
