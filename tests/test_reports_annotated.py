"""The annotated copies of a run: where they lie, which files get one, and that the originals stay what they are."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from tests.batches import InProcess, run_batch
from tests.packages import by_xlsxwriter
from tests.submissions import CONSISTENT, write_submission
from tests.written import Annotated, write_annotated
from xlplugin.checking.check import check
from xlplugin.errors import UsageError
from xlplugin.form.sheets import FINDINGS
from xlplugin.outputs.marked import copies as annotated
from xlplugin.outputs.marked.copies import copy_name, places_of
from xlplugin.outputs.marked.marks import marks
from xlplugin.outputs.marked.workbook import annotate
from xlplugin.reading.read import read_workbook
from xlplugin.runs.inputs.addresses import find_inputs
from xlplugin.runs.job import Job, run_job
from xlplugin.runs.store.results import Results
from xlplugin.text import Language

pytestmark = pytest.mark.slow

FAULTY = {**CONSISTENT, "requests.received.other": 1}
DOUBTFUL = {**CONSISTENT, "requests.granted.research": "/"}


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Two files of one name in two folders, a doubtful one, a clean one, and one that is none."""
    folder = tmp_path / "in"
    for place, values in (("东片/镇.xlsx", FAULTY), ("西片/镇.xlsx", {**FAULTY, "requests.received.company": 9}), ("疑.xlsx", DOUBTFUL), ("好.xlsx", CONSISTENT)):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        write_submission(folder / place, values)
    (folder / "坏.xlsx").write_bytes(b"no workbook")
    return folder


def copies(inputs: Path, folder: Path, language: Language = "zh", *, change: object = None) -> Annotated:
    """Runs over the inputs and writes the copies; `change` is called in between."""
    out = str(folder.parent / f"out-{folder.name}")
    run_batch(inputs, out, InProcess())
    if callable(change):
        change()
    with Results(out) as results:
        return write_annotated(results, folder, language)


def digests(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_each_file_with_errors_or_doubts_has_a_copy_where_its_original_lies(inputs: Path, tmp_path: Path) -> None:
    before = digests(inputs)
    made = copies(inputs, tmp_path / "marked")
    names = [str(path.relative_to(tmp_path / "marked")) for path in made.written]
    assert names == [os.path.join("东片", "镇(批注).xlsx"), "疑(批注).xlsx", os.path.join("西片", "镇(批注).xlsx")]
    assert sorted(digests(tmp_path / "marked")) == sorted(names) and made.not_possible == ()
    assert digests(inputs) == before


def test_a_copy_carries_the_marks_of_its_own_original(inputs: Path, tmp_path: Path) -> None:
    copies(inputs, tmp_path / "marked")
    for side in ("东片", "西片"):
        report = check([read_workbook(inputs / side / "镇.xlsx")])[0]
        book = openpyxl.load_workbook(tmp_path / "marked" / side / "镇(批注).xlsx")
        assert FINDINGS in book.sheetnames
        expected = marks(report, "zh")
        assert expected
        for mark in expected:
            comment = book[mark.place.sheet].cell(mark.place.row, mark.place.column).comment
            assert comment is not None and mark.note in comment.text


def test_the_originals_are_never_opened_for_writing(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = Path.open

    def spied(self: Path, mode: str = "r", *arguments: object, **options: object) -> object:
        if set(mode) & set("wax+"):
            opened.append(str(self))
        return real(self, mode, *arguments, **options)  # type: ignore[call-overload]

    run_batch(inputs, str(tmp_path / "out"), InProcess())
    monkeypatch.setattr(Path, "open", spied)
    with Results(str(tmp_path / "out")) as results:
        write_annotated(results, tmp_path / "marked", "zh")
    assert opened and not [path for path in opened if Path(path).is_relative_to(inputs)]


@pytest.mark.parametrize("change", ["changed", "gone"])
def test_a_file_that_is_not_what_was_checked_is_told_and_costs_no_other(change: str, inputs: Path, tmp_path: Path) -> None:
    path = inputs / "疑.xlsx"
    made = copies(inputs, tmp_path / "marked", change=lambda: write_submission(path, CONSISTENT) if change == "changed" else path.unlink())
    assert [path.name for path in made.written] == ["镇(批注).xlsx", "镇(批注).xlsx"]
    [(file, sentence)] = made.not_possible
    assert file == str(path) and sentence.zh.startswith("文件在审核之后有改动或已移走")


def test_a_format_that_cannot_be_marked_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    source = write_submission(tmp_path / "faulty.xlsx", FAULTY)
    ods = tmp_path / "in" / "a.ods"
    _as_ods(source, ods)
    shutil.copyfile(source, tmp_path / "in" / "b.xlsx")
    made = copies(tmp_path / "in", tmp_path / "marked")
    assert [path.name for path in made.written] == ["b(批注).xlsx"]
    assert [(file, sentence.zh[:10]) for file, sentence in made.not_possible] == [(str(ods), "这种格式的工作簿（.")]


def _as_ods(source: Path, target: Path) -> None:
    """The contents of a submission as an OpenDocument workbook."""
    sheets = []
    for sheet in openpyxl.load_workbook(source, data_only=True):
        rows = []
        for row in sheet.iter_rows():
            cells = []
            for cell in row:
                if isinstance(cell.value, (int, float)):
                    cells.append(f'<table:table-cell office:value-type="float" office:value="{cell.value}"><text:p>{cell.value}</text:p></table:table-cell>')
                elif cell.value is None:
                    cells.append("<table:table-cell/>")
                else:
                    cells.append(f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell.value))}</text:p></table:table-cell>')
            rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
        sheets.append(f'<table:table table:name="{escape(sheet.title)}">{"".join(rows)}</table:table>')
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.2"><office:body><office:spreadsheet>{"".join(sheets)}</office:spreadsheet></office:body></office:document-content>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)


def test_a_case_that_nobody_foresaw_costs_its_own_copy_only(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def failing(source: Path, *arguments: object) -> None:
        if "东片" in str(source):
            raise LookupError("planted")
        annotate(source, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(annotated, "annotate", failing)
    made = copies(inputs, tmp_path / "marked")
    assert [path.name for path in made.written] == ["疑(批注).xlsx", "镇(批注).xlsx"]
    [(file, sentence)] = made.not_possible
    assert "东片" in file and "LookupError: planted" in sentence.zh and "LookupError: planted" in sentence.en


def test_a_place_that_cannot_be_written_is_told_and_leaves_nothing_half_written(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "marked").mkdir()
    (tmp_path / "marked" / "东片").write_text("a file where a folder should be", "utf-8")
    (tmp_path / "marked" / "疑(批注).xlsx").mkdir()
    with pytest.raises(UsageError) as told:
        copies(inputs, tmp_path / "marked")
    assert told.value.text.zh.count("无法写入") == 2 and "1 份" in told.value.text.zh
    assert sorted(digests(tmp_path / "marked")) == sorted(["东片", os.path.join("西片", "镇(批注).xlsx")])


def test_copies_may_lie_among_the_originals_and_never_take_ones_place(inputs: Path, tmp_path: Path) -> None:
    shutil.copyfile(inputs / "好.xlsx", inputs / "疑(批注).xlsx")  # a submission that is called as a copy would be
    before = digests(inputs)
    made = copies(inputs, inputs)
    assert [path.name for path in made.written] == ["镇(批注).xlsx", "镇(批注).xlsx"]
    assert [(Path(file).name, sentence.zh[:12]) for file, sentence in made.not_possible] == [("疑.xlsx", "批注副本会覆盖另一份报送")]
    assert {name: digest for name, digest in digests(inputs).items() if name in before} == before


def test_a_file_behind_an_address_is_copied_here_first(tmp_path: Path) -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    memory.pipe_file("/annotated-test/镇/甲.xlsx", write_submission(tmp_path / "a.xlsx", FAULTY).read_bytes())
    memory.pipe_file("/annotated-test/乡/甲.xlsx", write_submission(tmp_path / "a.xlsx", DOUBTFUL).read_bytes())
    try:
        run_job(Job(find_inputs(["memory://annotated-test"]).files), InProcess(), str(tmp_path / "out"))
        with Results(str(tmp_path / "out")) as results:
            made = write_annotated(results, tmp_path / "marked", "zh")
    finally:
        memory.rm("/annotated-test", recursive=True)
    assert [str(path.relative_to(tmp_path / "marked")) for path in made.written] == [os.path.join("乡", "甲(批注).xlsx"), os.path.join("镇", "甲(批注).xlsx")]
    assert read_workbook(made.written[1]).values["requests.received.other"] == 1


def test_two_runs_give_the_same_bytes_and_english_copies_are_english(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.move(by_xlsxwriter(tmp_path), tmp_path / "in" / "a.xlsx")
    copies(tmp_path / "in", tmp_path / "one", "en")
    copies(tmp_path / "in", tmp_path / "two", "en")
    assert list(digests(tmp_path / "one")) == ["a (annotated).xlsx"] and digests(tmp_path / "one") == digests(tmp_path / "two")


@pytest.mark.parametrize(
    ("files", "places"),
    [
        (["/a/b/1.xlsx"], ["1.xlsx"]),
        (["/a/b/1.xlsx", "/a/c/1.xlsx"], ["b/1.xlsx", "c/1.xlsx"]),
        (["/a/1.xlsx", "/a/c/1.xlsx"], ["1.xlsx", "c/1.xlsx"]),
        (["/a/x/../1.xlsx", "/a/b/1.xlsx"], ["1.xlsx", "b/1.xlsx"]),
        (["/a/甲?.xlsx", "/a/甲*.xlsx"], ["甲_.xlsx", "甲_ (2).xlsx"]),
        (["/a/a.xlsx", "/a/A.xlsx"], ["a.xlsx", "A (2).xlsx"]),
        (["sftp://user:secret@host/a/1.xlsx", "sftp://other:secret@host2/a/1.xlsx"], ["host/a/1.xlsx", "host2/a/1.xlsx"]),
        (["s3://bucket/a/../../1.xlsx", "s3://bucket/b/2.xlsx"], ["a/1.xlsx", "b/2.xlsx"]),
    ],
)
def test_no_two_files_share_a_place_and_none_leads_out_of_the_folder(files: list[str], places: list[str]) -> None:
    assert ["/".join(place) for place in places_of(files).values()] == places


def test_a_copy_keeps_its_originals_ending() -> None:
    assert copy_name(("东片", "a.b.XLSM"), "zh") == ("东片", "a.b(批注).XLSM")
