"""Reports as long as none is: read as any other, or told to be too large, never in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.documents.pdf import Sheet, report, write_pdf
from tests.documents.plain import FORM, plain_prose, plain_tables, read, written
from xlplugin.errors import DocumentTooLargeError
from xlplugin.reading.documents.formats.marked import Mark
from xlplugin.reading.documents.formats.word.looks import Looks

pytestmark = pytest.mark.slow  # long reports
FIELD = "requests.received.natural_person"


@pytest.mark.parametrize("layout", ["html_spans", "docx_spans", "tabs", "pipes"])
def test_three_hundred_pages_of_text_are_read(layout: str, tmp_path: Path) -> None:
    paragraphs = ["本年度主动公开政府信息，做好依申请公开办理，加强平台建设和监督保障。" * 3] * 3_000
    filing = read(written(plain_tables(layout, {FIELD: "7"}), layout, tmp_path, plain_prose(overview=paragraphs)))
    assert filing.cell(FIELD).value == 7 and len(filing.narrative["overview"]) > 300_000
    assert not filing.facts.misreadings


@pytest.mark.parametrize("layout", ["html_spans", "docx_spans"])
def test_a_row_that_stands_thousands_of_times_is_told(layout: str, tmp_path: Path) -> None:
    tables = plain_tables(layout, {FIELD: "7"})
    rows: Any = list(tables["requests"])
    filing = read(written({**tables, "requests": [*rows[:5], *[rows[4]] * 2_000, *rows[5:]]}, layout, tmp_path))
    assert filing.cell(FIELD).value == 7
    assert filing.facts.line_faults or filing.facts.misreadings


def test_a_report_of_three_thousand_table_rows_is_told_to_be_too_large(tmp_path: Path) -> None:
    tables = plain_tables("html_spans")
    requests: Any = list(tables["requests"])
    with pytest.raises(DocumentTooLargeError, match="3000"):
        read(written({**tables, "requests": [*requests[:5], *[requests[4]] * 3_000, *requests[5:]]}, "html_spans", tmp_path))


@pytest.mark.parametrize("letters", ["1", "12 ", "！", "“", "1|"])
@pytest.mark.parametrize("layout", ["html_spans", "docx_spans", "tabs", "markdown"])
def test_a_line_of_five_megabytes_is_told_to_be_too_large(letters: str, layout: str, tmp_path: Path) -> None:
    line = letters * (5_000_000 // len(letters.encode()))
    with pytest.raises(DocumentTooLargeError):
        read(written(plain_tables(layout), layout, tmp_path, plain_prose(overview=[line])))


@pytest.mark.parametrize("layout", ["html_spans", "docx_spans", "tabs"])
def test_a_paragraph_of_forty_thousand_characters_is_read(layout: str, tmp_path: Path) -> None:
    said = "".join(f"全年收到政府信息公开申请{number}件，其中自然人{number}件。" for number in range(1_500))
    filing = read(written(plain_tables(layout, {FIELD: "7"}), layout, tmp_path, plain_prose(overview=[said])))
    assert filing.cell(FIELD).value == 7 and filing.narrative["overview"] == said


def test_a_pdf_of_three_hundred_pages_is_told_to_be_too_large(tmp_path: Path) -> None:
    with pytest.raises(DocumentTooLargeError, match=r"30\d"):
        read(write_pdf([*report(FORM, {}), *[Sheet()] * 300], tmp_path / "a.pdf"))


def test_one_run_of_a_word_document_is_looked_at_once_however_much_it_holds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    looked: list[int] = []
    mark = Looks.mark

    def counted(self: Looks, run: Any, style: str | None) -> Mark | None:
        looked.append(len(run))
        return mark(self, run, style)

    monkeypatch.setattr(Looks, "mark", counted)
    read(written(plain_tables("docx_spans"), "docx_spans", tmp_path, plain_prose(overview=["1\t" * 5_000])))
    assert sum(looked) < 20_000
