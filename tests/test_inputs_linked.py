"""A link to a folder below the searched one is not followed: told where what it holds is not searched, passed over where it is or the link runs in a circle."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission
from xlplugin.reading.plain_file import is_link
from xlplugin.runs.inputs.files import find_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder with a submission, beside one with another."""
    for file in ("in/一镇/a.xlsx", "far/二镇/b.xlsx", "in/.hidden/c.xlsx"):
        (tmp_path / file).parent.mkdir(parents=True)
        write_submission(tmp_path / file, CONSISTENT)
    return tmp_path / "in"


def names(*folders: Path, besides: tuple[Path, ...] = ()) -> list[str]:
    return [path.name for path in find_files(folders, besides).paths]


def test_a_link_to_a_folder_elsewhere_is_told_and_what_to_do_with_it(inputs: Path, run: Run) -> None:
    (inputs / "二镇").symlink_to("../far/二镇")
    ran = run("check", inputs)
    assert ran.status == 2 and "共 2 个文件：1 个通过，1 个无法读取" in ran.out and "是指向文件夹的链接" in ran.out and "请在命令里另外写上这个文件夹" in ran.out
    told = {Path(one["file"]).name: one["error"] for one in json.loads(run("check", inputs, "--format", "json", "--lang", "en").out)["files"]}
    assert told["a.xlsx"] is None and "a link to a folder, which is not followed" in told["二镇"] and "name the folder itself" in told["二镇"]
    assert run("check", inputs / "二镇").status == 0
    assert "是指向文件夹的链接" in run("check", inputs / "一镇", "--prior", inputs).err


@pytest.mark.parametrize("name", ["二镇", "二镇.xlsx", "二镇.docx", "二镇.html", "二镇.txt"])
def test_it_is_told_whatever_its_name_ends_in(name: str, inputs: Path, run: Run) -> None:
    (inputs / name).symlink_to("../far/二镇")
    ran = run("check", inputs)
    assert ran.status == 2 and "1 个无法读取" in ran.out and "是指向文件夹的链接" in ran.out


@pytest.mark.parametrize(("target", "is_told"), [(".", False), ("一镇", False), ("../in", False), ("..", True), ("../far", True), (".hidden", True)])
def test_a_link_to_what_is_searched_anyway_is_passed_over(target: str, is_told: bool, inputs: Path) -> None:
    (inputs / "z").symlink_to(target)
    assert names(inputs) == (["z", "a.xlsx"] if is_told else ["a.xlsx"])


def test_a_link_to_another_folder_of_the_command_is_passed_over_and_one_to_what_it_uses_is_its_own(inputs: Path) -> None:
    (inputs / "二镇").symlink_to("../far/二镇")
    far = inputs.parent / "far"
    assert names(inputs, far) == ["b.xlsx", "a.xlsx"]
    found = find_files([inputs], [far])
    assert [path.name for path in found.paths] == ["a.xlsx"] and [path.name for path in found.own] == ["二镇"]


def test_a_junction_is_a_link_and_is_not_gone_into(inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of which Python 3.11 says on Windows that it is a folder and no symbolic link; here a folder that the system calls so."""
    junction = SimpleNamespace(st_mode=stat.S_IFDIR, st_reparse_tag=0xA0000003)
    assert is_link(junction) and not is_link(os.lstat(inputs))  # type: ignore[arg-type]
    scandir = os.scandir

    class Entry:
        def __init__(self, entry: Any) -> None:
            self.name, self.is_file, self.is_dir, self._entry = entry.name, entry.is_file, entry.is_dir, entry

        def stat(self, *, follow_symlinks: bool) -> Any:
            return junction if self.name == "一镇" else self._entry.stat(follow_symlinks=follow_symlinks)

    class Listed(list[Any]):
        def __enter__(self) -> Listed:
            return self

        def __exit__(self, *_: object) -> None:
            return

    monkeypatch.setattr(os, "scandir", lambda path: Listed(map(Entry, scandir(path))))
    assert names(inputs) == [], "it leads to what is searched"
    monkeypatch.setattr(os.path, "realpath", lambda path, **_: str(path).replace("一镇", "二镇").replace(str(inputs / "二镇"), str(inputs.parent / "far")))
    assert names(inputs) == ["一镇"]
