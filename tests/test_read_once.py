"""A file that is looked at several times in a row is read once; one that is as it was planned is not read to be told apart."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tests.hostile.packing import packed, plain_parts
from xlplugin.errors import FileMissingError
from xlplugin.filing.submissions import Submission
from xlplugin.reading.once import SMALL, once, opened
from xlplugin.reading.workbook.workbook import read_book
from xlplugin.runs.inputs import addresses
from xlplugin.runs.inputs.addresses import as_planned, submission, submissions


def test_within_one_look_everybody_sees_the_same_content(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"one")
    with once():
        assert opened(path).read() == b"one"
        path.write_bytes(b"other")
        assert opened(path).read() == b"one"
    assert opened(path).read() == b"other"


def test_a_workbook_that_was_read_for_its_digest_is_read_as_it_was_then(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(plain_parts()))
    alone = read_book(path)
    with once():
        assert submission(str(path)).content
        path.unlink()
        assert read_book(path) == alone
    with pytest.raises(FileMissingError):
        read_book(path)


def test_a_large_file_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"1" * (SMALL + 1))
    with once():
        with opened(path) as stream:
            assert stream.read(1) == b"1"
        path.write_bytes(b"2" * (SMALL + 1))
        with opened(path) as stream:
            assert stream.read(1) == b"2"


def test_a_file_of_another_size_or_date_is_looked_at_again(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"one")
    planned = submission(str(path))
    assert as_planned(planned) is planned
    path.write_bytes(b"others")
    os.utime(path, (planned.mtime or 0, planned.mtime or 0))
    assert as_planned(planned) == submission(str(path)) != planned
    path.write_bytes(b"two")
    os.utime(path, (1, 1))
    assert as_planned(planned).content == submission(str(path)).content != planned.content


def test_what_is_gone_or_was_never_looked_at_is_told_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"one")
    planned = submission(str(path))
    assert as_planned(Submission(str(path))) == planned
    path.unlink()
    assert as_planned(planned) == Submission(str(path))


@pytest.mark.parametrize("size", [0, 1, SMALL - 1, SMALL, SMALL + 1], ids=str)
def test_a_file_of_any_size_is_told_by_all_its_bytes(size: int, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(bytes(size))
    found = submission(str(path))
    assert (found.content, found.size, found.mtime) == (hashlib.sha256(bytes(size)).hexdigest(), size, path.stat().st_mtime)


def test_what_is_no_file_is_told_without_a_content_and_nobody_waits_for_it(tmp_path: Path) -> None:
    names = [str(tmp_path), str(tmp_path / "gone.xlsx"), "nul\0.xlsx"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.xlsx")
        names.append(str(tmp_path / "pipe.xlsx"))
    assert submissions(names, {}) == [Submission(name) for name in names]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no such file")
def test_a_file_that_says_it_is_empty_is_read_to_its_end() -> None:
    assert b"VmRSS" in opened(Path("/proc/self/status")).read()


def test_files_that_take_long_are_read_several_at_a_time_and_stay_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [str(tmp_path / f"{number:03}.xlsx") for number in range(150)]
    for file in files:
        Path(file).write_bytes(file.encode())
    alone = [submission(file) for file in files]
    for quick in (0.0, 60.0):
        monkeypatch.setattr(addresses, "_QUICK", quick)
        assert submissions(files, {}) == alone
