"""A file that is looked at several times in a row is read once; one that is as it was planned is not read to be told apart."""

from __future__ import annotations

import os
from pathlib import Path

from xlplugin.filing.submissions import Submission
from xlplugin.reading.once import SMALL, once, opened
from xlplugin.runs.inputs.addresses import as_planned, submission


def test_within_one_look_everybody_sees_the_same_content(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"one")
    with once():
        assert opened(path).read() == b"one"
        path.write_bytes(b"other")
        assert opened(path).read() == b"one"
    assert opened(path).read() == b"other"


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
