"""A real LibreOffice opens the annotated copies and shows the comments and fills, read back over UNO."""

from __future__ import annotations

import functools
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import make_samples
import openpyxl
import pytest

from tests.office import convert, soffice
from tests.packages import RIGHT_CELL, SHEET, USERS_NOTE, WRONG_CELL, by_libreoffice, by_openpyxl, by_template, by_xlsxwriter, contents
from tests.test_annotate import MAY_DIFFER, assert_in_order, assert_marked, copy_of, differing
from xlplugin.checking.check import check
from xlplugin.filing.findings import Report
from xlplugin.form.sheets import FINDINGS, HEADER_ROW
from xlplugin.outputs.marked.marks import marks, rows
from xlplugin.outputs.marked.package.comments import FIRST_LINE, FIX_LINE, LAST_LINE
from xlplugin.reading.read import read_workbook

pytestmark = pytest.mark.slow

# LibreOffice on its own, told what to open by its own bridge: comments and fills of each workbook as JSON.
_READ = r"""
import json, subprocess, sys, time, uno
from com.sun.star.beans import PropertyValue
pipe, program, profile, *paths = sys.argv[1:]
office = subprocess.Popen([program, f"-env:UserInstallation={profile}", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"], stdout=2)
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for attempt in range(240):
    try:
        context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.25)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
hidden = PropertyValue(); hidden.Name, hidden.Value = "Hidden", True
found = []
for path in paths:
    book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, (hidden,))
    sheets = {}
    for sheet in book.Sheets:
        notes = {}
        for note in sheet.Annotations:
            cell = sheet.getCellByPosition(note.Position.Column, note.Position.Row)
            shape = note.AnnotationShape.Size
            notes[cell.AbsoluteName.rsplit("$", 2)[1] + cell.AbsoluteName.rsplit("$", 2)[2]] = [note.String, cell.CellBackColor, shape.Width, shape.Height]
        sheets[sheet.Name] = {"notes": notes, "shapes": sum(shape.ShapeType != "com.sun.star.drawing.CaptionShape" for shape in sheet.DrawPage), "charts": sheet.Charts.Count}
    if "校验结果" in sheets:
        listed = book.Sheets.getByName("校验结果")
        area = listed.getCellRangeByPosition(0, 0, 10, 39)
        texts, formulas = area.getDataArray(), area.queryContentCells(16).Count
        fields = [listed.getCellByPosition(1, row).TextFields if line[1] else None for row, line in enumerate(texts)]
        links = [field.getByIndex(0).URL if field is not None and field.Count else "" for field in fields]
        sheets["校验结果"].update({"texts": texts, "formulas": formulas, "links": links, "locked": listed.getCellByPosition(3, 2).CellProtection.IsLocked, "protected": listed.isProtected()})
    found.append(sheets)
    book.close(True)
try:
    desktop.terminate()
except Exception:
    pass
office.wait(60)
print(json.dumps(found))
"""
_FOLDERS = ("/usr/lib/python3/dist-packages", "/usr/lib/libreoffice/program")


@functools.cache
def uno_python() -> tuple[str, str] | None:
    """An interpreter that has LibreOffice's bridge, and the folders it needs on its path; None where none is found."""
    beside = [str(Path(program).resolve().parent / "python") for program in [soffice()] if program]
    for program in (sys.executable, *beside, shutil.which("python3") or ""):
        for folders in ("", os.pathsep.join(_FOLDERS)):
            if program and Path(program).exists() and subprocess.run([program, "-c", "import uno"], env={**os.environ, "PYTHONPATH": folders}, capture_output=True).returncode == 0:
                return program, folders
    return None


def shown(paths: Sequence[Path], folder: Path, timeout: float = 300) -> list[dict[str, dict[str, object]]]:
    """What LibreOffice shows of each workbook, by sheet: `notes` by cell (text, fill, size of the box), what is drawn; of 校验结果 its texts too."""
    if sys.platform == "win32":
        raise NotImplementedError
    program, python = soffice(), uno_python()
    assert program is not None and python is not None
    command = [python[0], "-c", _READ, f"xlplugin{os.getpid()}", program, (folder / "uno").as_uri(), *map(str, paths)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": python[1], "PYTHONIOENCODING": "utf-8"}, start_new_session=True) as run:
        try:
            out, said = run.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            raise
    assert run.returncode == 0, said.decode(errors="replace")
    found: list[dict[str, dict[str, object]]] = json.loads(out)
    return found


needs_office = pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
needs_uno = pytest.mark.skipif(soffice() is None or uno_python() is None, reason="LibreOffice or its Python bridge (python3-uno) is not installed")


@needs_office
def test_a_workbook_that_libreoffice_wrote_is_marked_and_otherwise_the_same(tmp_path: Path) -> None:
    source = by_libreoffice(tmp_path)
    target, filing, report = copy_of(source)
    assert {name for name in differing(source, target) if not MAY_DIFFER.fullmatch(name)} == set()
    assert any("media" in name for name in contents(source)) and any("charts/" in name for name in contents(source))
    assert_marked(target, report)
    assert_in_order(target)
    again = read_workbook(target)
    assert (again.values, check([again])[0].findings) == (filing.values, report.findings)
    sheet = openpyxl.load_workbook(target)[SHEET]
    users = [sheet[cell].comment for cell in (RIGHT_CELL, WRONG_CELL)]
    assert users[0] is not None and users[0].text == USERS_NOTE and users[1] is not None and users[1].text.startswith(f"{USERS_NOTE}\n{FIRST_LINE}\n")


@needs_office
def test_a_copy_that_libreoffice_has_saved_comes_back_with_our_notes_told_from_the_users(tmp_path: Path) -> None:
    first, _, _ = copy_of(by_openpyxl(tmp_path))
    work = tmp_path / "work"
    work.mkdir()
    (saved,) = convert([first], work)
    book_before = {cell.coordinate: cell.comment.text for row in openpyxl.load_workbook(saved)[SHEET].iter_rows() for cell in row if cell.comment}
    second, _, report = copy_of(saved, "再")
    after = {cell.coordinate: cell.comment.text for row in openpyxl.load_workbook(second)[SHEET].iter_rows() for cell in row if cell.comment}
    assert after[RIGHT_CELL] == USERS_NOTE == book_before[RIGHT_CELL]
    assert after[WRONG_CELL].startswith(f"{USERS_NOTE}\n{FIRST_LINE}\n") and all(text.count(FIRST_LINE) <= 1 for text in after.values())
    # W02 is gone: LibreOffice saves what it computes.
    assert set(after) == {RIGHT_CELL, WRONG_CELL, *(mark.place.address for mark in marks(report, "zh") if mark.place.sheet == SHEET)}


def assert_shown(sheets: Mapping[str, Mapping[str, object]], report: Report, path: Path) -> None:
    """LibreOffice shows each mark: the note, in a box of a size to be read, and the fill."""
    for mark in marks(report, "zh"):
        notes = sheets[mark.place.sheet]["notes"]
        assert isinstance(notes, dict) and mark.place.address in notes, (path.name, mark.place)
        text, colour, width, height = notes[mark.place.address]
        assert text.endswith(f"{FIRST_LINE}\n{mark.note}\n{(LAST_LINE if mark.may_explain else FIX_LINE).zh}"), (path.name, mark.place)
        assert f"{colour:06X}" == mark.fill, (path.name, mark.place)
        assert width > 3000 and height > 700, (path.name, mark.place, width, height)
    listed = sheets[FINDINGS]
    wanted = [list(row.cells) for row in rows(report, read_workbook(path), "zh")]
    texts, formulas, links = listed["texts"], listed["formulas"], listed["links"]
    assert isinstance(texts, list) and isinstance(links, list)
    assert texts[HEADER_ROW : len(wanted) + HEADER_ROW] == wanted, path.name
    assert formulas == 0, path.name
    assert [bool(link) for link in links[HEADER_ROW : len(wanted) + HEADER_ROW]] == [bool(row[1]) for row in wanted]
    assert all(link.startswith("#") and link.endswith(row[1].split("!")[-1]) for link, row in zip(links[HEADER_ROW:], wanted, strict=False) if row[1])
    assert (listed["protected"], listed["locked"]) == (True, False)


@needs_uno
def test_libreoffice_shows_the_notes_and_fills_of_every_programs_workbook(tmp_path: Path) -> None:
    paths, reports, sources = [], [], []
    for make in (by_template, by_xlsxwriter, by_openpyxl, by_libreoffice):
        folder = tmp_path / make.__name__
        folder.mkdir()
        source = make(folder)
        target, _, report = copy_of(source)
        paths += [target]
        reports += [report]
        sources += [source]
    before, after = shown(sources, tmp_path), shown(paths, tmp_path)
    for path, report, sheets, old in zip(paths, reports, after, before, strict=True):
        assert_shown(sheets, report, path)
        for name, sheet in old.items():
            count = len([mark for mark in marks(report, "zh") if mark.place.sheet == name and mark.place.address not in sheet["notes"]])  # type: ignore[operator]
            assert len(sheets[name]["notes"]) == len(sheet["notes"]) + count  # type: ignore[arg-type]
            assert (sheets[name]["shapes"], sheets[name]["charts"]) == (sheet["shapes"], sheet["charts"])
    for sheets in after[1:]:
        notes = sheets[SHEET]["notes"]
        assert isinstance(notes, dict) and notes[RIGHT_CELL][0] == USERS_NOTE and notes[WRONG_CELL][0].startswith(f"{USERS_NOTE}\n{FIRST_LINE}\n")


@needs_uno
def test_libreoffice_shows_the_notes_of_every_sample(tmp_path: Path) -> None:
    make_samples.main(tmp_path / "samples")
    copies = [copy_of(source, f"{source.stem}（副本）") for source in sorted((tmp_path / "samples").rglob("*.xlsx"))]
    for (path, _, report), sheets in zip(copies, shown([path for path, _, _ in copies], tmp_path), strict=True):
        assert_shown(sheets, report, path)
