"""A release is of the version that the change log tells of, and the same each time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import release
from _setup import ROOT


@pytest.mark.parametrize(
    ("changes", "changed", "words"),
    [
        ("# 更新记录\n\n## 0.2.0\n\n- 新\n\n## 0.1.0\n\n- 旧\n", [], []),
        ("# 更新记录\n\n## 0.2.0（2027-01-01）\n\n- 新\n", [], ["应是“0.2.0”"]),
        ("# 更新记录\n\n## 0.2.0 （2027-01-01）\n\n- 新\n", [], []),
        ("# 更新记录\n\n## 未发布\n\n- 新\n\n## 0.2.0\n\n- 旧\n", [], ["“未发布”，应是“0.2.0”"]),
        ("# 更新记录\n\n## 0.2.0\n\n## 0.1.0\n\n- 旧\n", [], ["是空的"]),
        ("", ["a.py"], ["应是“0.2.0”", "a.py"]),
    ],
)
def test_a_version_is_released_only_as_the_change_log_and_the_commit_tell_it(changes: str, changed: list[str], words: list[str]) -> None:
    found = release.faults(changes, "0.2.0", changed)
    assert len(found) == len(words) and all(word in sentence for word, sentence in zip(words, found, strict=True))


def test_the_version_stands_in_one_place() -> None:
    places = [path for path in ROOT.glob("xlplugin/**/*.py") if re.search(r"^__version__\s*=", path.read_text("utf-8"), re.MULTILINE)]
    assert places == [ROOT / "xlplugin" / "version.py"] and 'dynamic = ["version"]' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_files_of_two_builds_that_differ_are_named(tmp_path: Path) -> None:
    for folder, content in (("a", "1"), ("b", "1"), ("c", "2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "同.txt").write_text("0")
        (tmp_path / folder / "x.whl").write_text(content)
        (tmp_path / folder / release.SUMS).write_text(release.sums(tmp_path / folder))
    assert release.different(tmp_path / "a", tmp_path / "b") == [] and release.different(tmp_path / "a", tmp_path / "c") == ["x.whl"]
