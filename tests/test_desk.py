"""A sitting at the page, without a browser: what is handed in, what is said while it is checked, and what a new process is told of an old one."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from _own_workbook import Own, write_own
from hypothesis import given
from hypothesis import strategies as st

from tests.archives import archive_of
from tests.conftest import Run
from tests.test_check import completed
from xlplugin.checking.examples import form_of
from xlplugin.errors import UsageError
from xlplugin.outputs.packed import packed
from xlplugin.outputs.template.hand_out import built_template
from xlplugin.serve import archive
from xlplugin.serve.archive import inside, take, unpacked
from xlplugin.serve.browser import Sitting
from xlplugin.serve.desk import Desk
from xlplugin.serve.words import WORDS

FORM = form_of("2021")
SOUND = completed(FORM, {"requests.granted.company": 12, "requests.granted.other": 30})
UNEQUAL = {**SOUND, "requests.granted.company": 21}


@pytest.fixture(autouse=True)
def _comes_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A sitting changes the working folder."""
    monkeypatch.chdir(tmp_path)


def workbook(folder: Path, year: int, values: Mapping[str, object], organ: str = "样例一镇") -> bytes:
    path = folder / "made.xlsx"
    write_own(Own(FORM, f"{organ}{year}年政府信息公开工作年度报告", dict(values)), path)
    return path.read_bytes()


class Page:
    """Calls a sitting as the page's worker does."""

    def __init__(self, root: Path) -> None:
        self.sitting = Sitting(root)

    def call(self, method: str, content: bytes | None = None, **values: object) -> Any:
        text, found = self.sitting.answer(method, json.dumps(values), content)
        answer = json.loads(text)
        return (answer["value"], found) if found is not None else answer.get("value", answer)

    def hand_in(self, files: Mapping[str, bytes], lang: str = "zh", **roles: Mapping[str, bytes]) -> list[str]:
        self.call("open", lang=lang)
        for role, some in {"submissions": files, **roles}.items():
            for name, content in some.items():
                self.call("add", content, role=role, name=name)
        return list(self.call("begin"))


@pytest.mark.slow
def test_a_sitting_says_what_the_command_line_says_with_roster_and_last_year(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    now, before, roster = workbook(tmp_path, 2023, UNEQUAL), workbook(tmp_path, 2022, SOUND), "单位\n样例一镇\n样例二镇\n".encode()
    for name, content in {"in/a.xlsx": now, "prior/b.xlsx": before, "roster.csv": roster}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    page = Page(tmp_path / "sitting")
    files = page.hand_in({"a.xlsx": now}, prior={"b.xlsx": before}, roster={"名册.csv": roster})
    told = [page.call("check", file=file) for file in files]
    seen = page.call("finish")
    _, report = page.call("report", kind="json")
    monkeypatch.chdir(tmp_path / "in")
    ran = run("check", ".", "--format", "json", "--prior", "../prior", "--roster", "../roster.csv", "--report", "json=../own.json")
    assert json.loads(seen["json"]) == json.loads(ran.out) and report == (tmp_path / "own.json").read_bytes()
    assert not [entry for entry in json.loads(ran.out)["files"][0]["not_checked"] if entry["rule"] == "Y01"]
    assert [(one["file"], one["status"]) for one in told] == [("a.xlsx", "error")] and told[0]["errors"] > 0


def test_links_to_submissions_hold_for_who_saves_the_workbook_beside_them(tmp_path: Path) -> None:
    page = Page(tmp_path / "sitting")
    [file] = page.hand_in({"乡镇.zip": archive_of({"乡镇/甲 镇.xlsx": workbook(tmp_path, 2023, UNEQUAL)})})
    page.call("check", file=file)
    page.call("finish")
    _, content = page.call("report", kind="xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        links = {link for name in package.namelist() if name.endswith(".rels") for link in re.findall(r'Target="([^"#]*)[^"]*" TargetMode="External"', package.read(name).decode())}
    assert links == {"乡镇\\甲%20镇.xlsx"}


def test_a_new_process_that_is_told_of_the_old_one_comes_to_the_same(tmp_path: Path) -> None:
    files = {"a.xlsx": workbook(tmp_path, 2023, UNEQUAL), "b.xlsx": workbook(tmp_path, 2023, SOUND, "样例二镇")}
    first, second = Page(tmp_path / "first"), Page(tmp_path / "second")
    kept = [first.call("check", file=file)["outcome"] for file in first.hand_in(files)]
    seen = first.call("finish")
    second.hand_in(files)
    for outcome in kept:
        second.call("keep", outcome=outcome)
    second.sitting.desk.check = None  # type: ignore[method-assign,assignment]  # nothing is checked again
    assert second.call("finish") == seen


def test_a_file_that_was_too_much_is_told_and_costs_no_other(tmp_path: Path) -> None:
    page = Page(tmp_path / "sitting")
    page.hand_in({"a.xlsx": workbook(tmp_path, 2023, UNEQUAL), "b.xlsx": workbook(tmp_path, 2023, SOUND, "样例二镇")})
    assert page.call("fail", file="a.xlsx", failure="time")["failure"] == "time"
    statuses = {one["file"]: one["status"] for one in json.loads(page.call("finish")["json"])["files"]}
    assert statuses == {"a.xlsx": "unreadable", "b.xlsx": "clean"}


def test_a_process_without_memory_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def swollen(self: Desk, file: str) -> None:
        raise MemoryError

    page = Page(tmp_path / "sitting")
    page.hand_in({"a.xlsx": workbook(tmp_path, 2023, SOUND)})
    monkeypatch.setattr(Desk, "check", swollen)
    assert page.call("check", file="a.xlsx") == {"memory": True}


def test_mistakes_are_sentences_in_the_page_s_language(tmp_path: Path) -> None:
    page = Page(tmp_path / "sitting")
    page.call("open", lang="en")
    assert page.call("begin") == {"error": "there is no file that can be checked"}
    assert "cannot be opened" in page.call("add", b"PK\x03\x04junk", role="submissions", name="a.zip")["error"]
    page.hand_in({"a.xlsx": workbook(tmp_path, 2023, SOUND)}, roster={"名册.csv": b"x"})
    assert page.call("nothing such")["error"].startswith("KeyError")
    assert "error" in page.call("blank", name="../../etc/passwd") and page.call("blank", name="政府信息公开年报-2021.xlsx")[1] == built_template("2021")


def test_what_lies_in_a_folder_is_taken_as_a_folder_and_a_file_alone_is_always_told(tmp_path: Path) -> None:
    page = Page(tmp_path / "sitting")
    book = workbook(tmp_path, 2023, SOUND)
    assert page.hand_in({"乡镇/a.xlsx": book, "乡镇/notes.json": b"{}", "乡镇/~$a.xlsx": b"x", "b.jpg": b"\xff\xd8"}) == ["b.jpg", "乡镇/a.xlsx"]
    assert page.hand_in({"报送.zip": archive_of({"甲/a.xlsx": book, "notes.json": b"{}"})}) == ["甲/a.xlsx"]


def test_names_in_an_archive_of_windows_are_chinese() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packing:
        packing.writestr("placeholder", b"x")
    content = held.getvalue().replace(b"placeholder", "样例一.xlsx".encode("gb18030"))
    assert [name for name, _ in unpacked("a.zip", content)] == ["样例一.xlsx"]


@pytest.mark.parametrize(("most_files", "most_bytes"), [(1, 1 << 30), (5000, 3)])
def test_an_archive_that_holds_too_much_is_not_unpacked(most_files: int, most_bytes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", most_files)
    monkeypatch.setattr(archive, "MOST_BYTES", most_bytes)
    with pytest.raises(UsageError):
        list(unpacked("a.zip", archive_of({"a.xlsx": b"12", "b.xlsx": b"34"})))


@given(st.text(max_size=60) | st.lists(st.sampled_from(["..", ".", "", "a", "C:", "con", "年报.xlsx", "~$x", "长" * 120 + ".xlsx"]), max_size=6).map("/".join))
def test_no_name_leads_out_of_its_folder(name: str) -> None:
    path = inside(name)
    assert path is None or (not path.startswith(("/", "\\")) and ".." not in path.split("/") and "\\" not in path and all(0 < len(part.encode("utf-8", "replace")) <= 255 for part in path.split("/")))


def test_a_folder_is_packed_to_the_same_bytes_each_time(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    take(folder, "乙/b.txt", b"2")
    take(folder, "a.txt", b"1")
    assert packed(folder) == packed(folder) and dict(unpacked("x.zip", packed(folder))) == {"a.txt": b"1", "乙/b.txt": b"2"}


def test_every_word_of_the_page_is_there_in_both_languages() -> None:
    room = Path(archive.__file__).parent
    sources = "".join(path.read_text("utf-8") for path in (*(room / "page").iterdir(), room / "assemble.py"))
    assert all(text.zh and text.en for text in WORDS.values())
    used = re.findall(r"\w+", sources)
    assert [name for name in WORDS if name not in used and not name.startswith("lost_")] == []
