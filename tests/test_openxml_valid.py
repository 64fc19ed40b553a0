"""What we write in Open XML, judged by Microsoft's own validator for each version of Office, and by another one. Excel and Word themselves were not at hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openxml_audit.errors import FileFormat
from openxml_audit.validator import OpenXmlValidator

from tests.openxml.everything import Everything, everything
from tests.openxml.validator import VERSIONS, faults, missing
from tests.packages import contents, edit

pytestmark = pytest.mark.slow  # starts the validator; many files
validated = pytest.mark.skipif(missing is not None, reason=missing or "")
FORM_SHEET = "xl/worksheets/sheet2.xml"


@pytest.fixture
def made(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Everything:
    return everything(tmp_path_factory, worker_id)


@validated
def test_every_file_that_we_write_is_valid_for_every_office(made: Everything) -> None:
    assert {path.suffix for path in made.written.own} == {".xlsx", ".docx", ".xlam"} and len(made.written.copies) > 25
    found = faults([*made.written.own, *(copy.copy for copy in made.written.copies)])
    assert len(found) > 60 * len(VERSIONS)
    assert {(path.name, version): told for (path, version), told in found.items() if told} == {}


@validated
def test_an_annotated_copy_has_no_fault_that_its_original_has_not(made: Everything) -> None:
    assert len(made.packages) > 50
    found = faults([one.copy for one in made.packages.values()])
    doubtful = [one for one in made.packages.values() if any(found[one.copy, version] for version in VERSIONS)]
    assert 5 < len(doubtful) < len(made.packages) / 2, "most are right, and some of other programs' are not"
    before = faults([one.original for one in doubtful])
    new = {(one.copy.name, version): set(found[one.copy, version]) - set(before[one.original, version]) for one in doubtful for version in VERSIONS}
    assert {of: told for of, told in new.items() if told} == {}


def _without(mark: bytes, more: bytes = b"") -> Callable[[bytes], bytes]:
    """Takes an element away: the one that holds these words."""

    def change(part: bytes) -> bytes:
        start = part.rindex(b"<", 0, part.index(mark))
        return part[:start] + more + part[part.index(b">", start) + 1 :]

    return change


def _with(before: bytes, added: bytes) -> Callable[[bytes], bytes]:
    def change(part: bytes) -> bytes:
        assert before in part
        return part.replace(before, added, 1)

    return change


@validated
def test_the_validator_sees_what_is_planted(made: Everything, tmp_path: Path) -> None:
    copy = next(one.copy for name, one in made.packages.items() if name == "xlsxwriter comments")
    report = next(one.copy for one in made.written.copies if one.copy.suffix == ".docx")
    addin = next(path for path in made.written.own if path.suffix == ".xlam")
    planted = {
        ("attribute", copy): {FORM_SHEET: _with(b"<sheetData", b'<sheetData wrong="1"')},
        ("value", copy): {FORM_SHEET: _with(b' r="A1"', b' r="A1" s="a"')},
        ("order", copy): {FORM_SHEET: _with(b"</sheetData>", b'</sheetData><cols><col min="1" max="1"/></cols>')},
        ("relation of a sheet", copy): {f"{FORM_SHEET.replace('sheets/', 'sheets/_rels/')}.rels": _without(b"vmlDrawing")},
        ("style", copy): {FORM_SHEET: _with(b' r="A1"', b' r="A1" s="99999"')},
        ("element", report): {"word/document.xml": _with(b"<w:body>", b"<w:body><w:unheard/>")},
        ("relation of a document", report): {"word/_rels/document.xml.rels": _without(b"/footer")},
        ("relation of an add-in", addin): {"xl/_rels/workbook.xml.rels": _without(b"/worksheet")},
    }
    paths = {}
    for number, ((what, source), changes) in enumerate(planted.items()):
        paths[what] = tmp_path / f"{number}{source.suffix}"
        shutil.copyfile(source, paths[what])
        edit(paths[what], {name: _once(change, paths[what], name) for name, change in changes.items()})
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(copy.read_bytes()[:2000])
    found = faults([*paths.values(), broken], ("Microsoft365",))
    assert [what for what, path in paths.items() if not found[path, "Microsoft365"]] == []
    assert found[broken, "Microsoft365"][0].kind == "Exception"


def _once(change: Callable[[bytes], bytes], path: Path, name: str) -> bytes:
    before = contents(path)[name]
    after = change(before)
    assert before != after
    return after


def test_another_validator_expects_each_to_open_as_it_is(made: Everything) -> None:
    """openxml-audit besides tells what Excel and Word would mend or write anew."""
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)
    found = {path.name: [f"{fault.id} {fault.part_uri} {fault.description}" for fault in validator.validate(path).errors] for path in made.some}
    assert len(found) > 14
    assert {name: told for name, told in found.items() if told} == {}
