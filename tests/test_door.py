"""One door: whatever the command, a submission is opened, checked and copied in a guarded process, or is small and plain."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.hostile import INPUTS
from tests.hostile.packing import changed, packed, plain_parts
from tests.packages import VBA, png
from tests.submissions import CONSISTENT, write_submission
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.whole_file import remove_unfinished
from xlplugin.runs.workers import small
from xlplugin.runs.workers.door import Door, ToldError
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.small import is_small

CONSISTENT_FAULTY = {**CONSISTENT, "requests.received.company": 4}


@pytest.mark.slow
@pytest.mark.usefixtures("guarded")
@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_what_a_file_does_to_a_guarded_process_comes_back_as_a_sentence(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    with Door(Recipe(""), Bounds(15, 512)) as door:
        for errand, words in (("refuses", "不行。"), ("fails", "LookupError: planted"), ("hangs", "超过 15 秒"), ("swells", "512 MB"), ("dies", "SIGKILL")):
            with pytest.raises(ToldError) as told:
                door.errand(f"tests.poison:{errand}", str(target))
            assert words in told.value.text.zh, errand
    assert list(tmp_path.iterdir()) and not target.exists()
    remove_unfinished(target)
    assert not list(tmp_path.iterdir())


def test_what_is_unfinished_beside_another_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".other.xlsx").touch()
    (tmp_path / "a.xlsx").touch()
    remove_unfinished(tmp_path / "a.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.xlsx", "a.xlsx"]


@pytest.fixture
def no_reading_here(monkeypatch: pytest.MonkeyPatch, guarded: None) -> None:
    """This process can read no submission, and mark none."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("was done in this process")

    for name in (
        "xlplugin.runs.workers.checker.read_any",
        "xlplugin.runs.inputs.prior.read_any",
        "xlplugin.runs.run.read",
        "xlplugin.outputs.rollup.rollup.read_any",
        "xlplugin.reading.open.read_any",
    ):
        monkeypatch.setattr(name, refuse)
    monkeypatch.setattr("xlplugin.outputs.marked.copies.annotate", refuse)
    monkeypatch.setattr("xlplugin.reading.documents.read_document", refuse)


@pytest.mark.slow
@pytest.mark.usefixtures("no_reading_here")
def test_no_command_reads_a_submission_in_its_own_process(tmp_path: Path, run: Run) -> None:
    book = write_submission(tmp_path / "a.xlsx", CONSISTENT_FAULTY)
    report = tmp_path / "公开稿.docx"
    assert run("export", book, "-o", report).status == 0
    assert run("check", report).status == 1
    assert run("import", report, "-o", tmp_path / "b.xlsx").status == 0
    assert run("annotate", book, "-o", tmp_path / "c.xlsx").status == 0
    assert run("check", book, "--prior", report).status == 1
    text = write_submission(tmp_path / "text.xlsx", {**CONSISTENT, "requests.received.company": "１２"})
    assert run("check", text, "--diff").status == 1
    assert run("check", text, "--fix", "-o", tmp_path / "fixed.xlsx").err.startswith("已改正")
    assert run("rollup", book, "-o", tmp_path / "sum.xlsx", "--parent", report, "--include-unaccepted", "--jobs", "1").status in (0, 1)
    ran = run("check", book, "--parent", report, "--jobs", "1", "--report", f"annotated={tmp_path / 'copies'}")
    assert ran.status == 1 and len(list((tmp_path / "copies").rglob("*.xlsx"))) == 1, ran.err


@pytest.mark.slow
@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("name", ["文本框，套.docx", "mimetype极大.ods"])
def test_a_hostile_file_that_is_checked_alone_is_checked_in_a_guarded_process(name: str, tmp_path: Path, run: Run) -> None:
    path = tmp_path / name
    path.write_bytes(INPUTS[name]())
    ran = run("check", path)
    assert ran.status == 2 and "Traceback" not in ran.out + ran.err and ran.out


@pytest.mark.slow
@pytest.mark.usefixtures("guarded")
def test_a_mistake_in_a_form_of_ones_own_is_told_as_such_by_every_command(tmp_path: Path, run: Run) -> None:
    book = write_submission(tmp_path / "a.xlsx", CONSISTENT)
    (tmp_path / "form.toml").write_text("edition = [", "utf-8")
    for words in (("annotate", "-o", tmp_path / "b.xlsx"), ("import", "-o", tmp_path / "c.xlsx"), ("export", "-o", tmp_path / "d.docx"), ("check", "--diff")):
        ran = run(words[0], book, *words[1:], "--form", tmp_path / "form.toml")
        assert ran.status == 2 and "form.toml" in ran.err and "E06" not in ran.err, words


def test_a_filled_template_is_small_and_plain_with_a_picture_too(tmp_path: Path) -> None:
    assert is_small(write_submission(tmp_path / "a.xlsx", CONSISTENT))
    (tmp_path / "b.xlsx").write_bytes(packed({**plain_parts(), "xl/media/image1.png": png(), "xl/vbaProject.bin": VBA}))
    assert is_small(tmp_path / "b.xlsx")


BEYOND = (
    *("合并，单引号.xlsx", "合并，重叠.xlsx", "格，单引号.xlsx", "格，UTF-16.xlsx", "公式，深.xlsx", "公式，整列.xlsx", "公式，REPT.xlsx", "公式，长链.xlsx"),
    *("格式，分号.xlsx", "串，极长.xlsx", "实体，笑.xlsx", "部件，许多.xlsx", "压缩坏了，sheet3.xml.xlsx", "关系，许多.xlsx", "表，许多张在一个部件.xlsx"),
)


@pytest.mark.slow  # some are large when they are unpacked
@pytest.mark.parametrize("name", BEYOND)
def test_what_is_not_small_or_not_plain_goes_through_the_door(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(INPUTS[name]())
    assert not is_small(path)


@pytest.mark.parametrize(
    "made",
    [
        lambda: packed({**plain_parts(), "xl/media/../x.bin": b"x"}),
        lambda: packed({**plain_parts(), "xl/media/image1.png": b"\n" * 99 + plain_parts()["xl/workbook.xml"]}),
        lambda: packed({**plain_parts(), "xl/media/image1.png": plain_parts()["xl/workbook.xml"].decode().encode("utf-16")}),
        changed(SHEET=lambda xml: xml.decode().encode("utf-16")),
        changed(STYLES=lambda xml: b"<!DOCTYPE a>" + xml),
        lambda: b"",
        lambda: b"PK\x03\x04",
    ],
)
def test_what_is_unusual_is_not_small(made: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(made())
    assert not is_small(path) and not is_small(tmp_path) and not is_small(tmp_path / "none.xlsx")


def test_in_a_browser_there_are_no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small, "IS_HERE", [True])
    assert small.is_without_processes()
