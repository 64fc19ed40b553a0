"""What lies in a submissions' folder and cannot be looked into is told, and costs nothing else: shut folders, links that lead nowhere or round, pipes and sockets."""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission
from xlplugin.runs.inputs.files import find_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and permissions are those of POSIX")


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a submission, and one that may not be looked into, whoever runs the tests."""
    folder = tmp_path / "in"
    (folder / "shut").mkdir(parents=True)
    write_submission(folder / "a.xlsx", CONSISTENT)
    write_submission(folder / "shut" / "b.xlsx", CONSISTENT)
    access = os.access

    def denied(path: Any, mode: int, **options: Any) -> bool:
        return Path(path).name != "shut" and access(path, mode, **options)

    monkeypatch.setattr(os, "access", denied)
    (folder / "shut" / "b.xlsx").unlink()  # as it is for who may not look
    return folder


def test_a_folder_that_may_not_be_looked_into_is_told_as_unreadable_and_the_others_are_checked(inputs: Path, run: Run) -> None:
    ran = run("check", inputs)
    assert ran.status == 2 and "共 2 个文件：1 个通过，1 个无法读取" in ran.out and "shut" in ran.out and "没有权限" in ran.out
    alone = run("check", inputs / "shut")
    assert alone.status == 2 and "没有权限" in alone.out
    prior = run("check", inputs / "a.xlsx", "--prior", inputs / "shut")
    assert "没有权限" in prior.out + prior.err


def test_links_that_lead_nowhere_are_told_and_pipes_and_sockets_are_not_waited_for(inputs: Path, run: Run) -> None:
    (inputs / "nowhere.xlsx").symlink_to("none.xlsx")
    (inputs / "itself.docx").symlink_to("itself.docx")
    (inputs / "round").symlink_to(".")
    (inputs / "lock").symlink_to("somebody@host:1")
    os.mkfifo(inputs / "pipe.xlsx")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(inputs)  # a socket's name may have a hundred characters
        try:
            listening.bind("socket.xlsx")
        finally:
            os.chdir(here)
    assert [path.name for path in find_files([inputs]).paths] == ["a.xlsx", "itself.docx", "nowhere.xlsx", "shut"]
    ran = run("check", inputs)
    assert ran.status == 2 and "4 个文件：1 个通过，3 个无法读取" in ran.out
    for name in ("pipe.xlsx", "socket.xlsx"):
        assert "找不到文件" in run("check", inputs / name).out


@contextmanager
def _deep(top: Path, levels: int, name: str = "b.xlsx") -> Iterator[None]:
    """Folders within folders, with a submission in the deepest: made step by step, since a path has an end and a tree has none."""
    here = Path.cwd()
    try:
        os.chdir(top)
        for _ in range(levels):
            os.mkdir("z")
            os.chdir("z")
        write_submission(Path(name), CONSISTENT)
        os.chdir(here)
        yield
    finally:
        os.chdir(top)
        for _ in range(levels):
            os.chdir("z")
        os.unlink(name)
        for _ in range(levels):
            os.chdir("..")
            os.rmdir("z")
        os.chdir(here)


def test_folders_deeper_than_the_system_names_are_told_as_unreadable(tmp_path: Path, run: Run) -> None:
    (tmp_path / "in").mkdir()
    write_submission(tmp_path / "in" / "a.xlsx", CONSISTENT)
    with _deep(tmp_path / "in", os.pathconf("/", "PC_PATH_MAX") // 2 + 10):
        ran = run("check", tmp_path / "in", "--format", "json")
        told = {Path(file["file"]).name: file["status"] for file in json.loads(ran.out)["files"]}
        assert ran.status == 2 and told == {"a.xlsx": "clean", "z": "unreadable"}
        prior = run("check", tmp_path / "in" / "a.xlsx", "--prior", tmp_path / "in" / "z")
        assert "名称过长" in prior.out + prior.err and "没有工作簿" not in prior.out + prior.err


def test_a_submission_whose_own_name_makes_its_path_too_long_is_told(tmp_path: Path, run: Run) -> None:
    name = "b" * 100 + ".xlsx"
    with _deep(tmp_path, (os.pathconf("/", "PC_PATH_MAX") - len(os.fsencode(tmp_path)) - len(name)) // 2 + 5, name):
        ran = run("check", tmp_path)
    assert ran.status == 2 and name in ran.out and "名称过长" in ran.out


def test_a_folder_that_fails_while_it_is_looked_into_is_told_and_the_others_are_checked(inputs: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network drive that is gone, a folder that was there a moment ago."""
    scandir = os.scandir

    def failing(path: Any) -> Any:
        if not isinstance(path, int) and Path(path).name == "shut":
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", failing)
    monkeypatch.setattr(os, "access", lambda *_, **__: True)
    ran = run("check", inputs)
    assert ran.status == 2 and "共 2 个文件：1 个通过，1 个无法读取" in ran.out and "shut" in ran.out


def test_folders_within_folders_are_gone_through_however_deep_they_lie(tmp_path: Path) -> None:
    """Deeper than Python calls functions; in path order, without what is hidden."""
    depth, top = sys.getrecursionlimit() + 50, tmp_path / "d"
    for file in ("b.xlsx", "a/c.xlsx", "a/.hidden/d.xlsx", "a/~$e.xlsx", "~$f/g.xlsx", ".h.xlsx"):
        (top / file).parent.mkdir(parents=True, exist_ok=True)
        (top / file).touch()
    deepest = top
    for _ in range(depth):
        deepest /= "z"
        deepest.mkdir()
    (deepest / "i.xlsx").touch()
    try:
        assert [path.relative_to(top).parts for path in find_files([top]).paths] == [("a", "c.xlsx"), ("b.xlsx",), (*["z"] * depth, "i.xlsx"), ("~$f", "g.xlsx")]
    finally:
        (deepest / "i.xlsx").unlink()
        while deepest != top:  # `shutil.rmtree` calls itself for each
            deepest.rmdir()
            deepest = deepest.parent
