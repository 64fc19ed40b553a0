"""Reports of results for tests, written one by one as the command writes them all together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from xlplugin.errors import UsageError
from xlplugin.outputs.machine.csv import CsvReport
from xlplugin.outputs.machine.json import JsonReport
from xlplugin.outputs.machine.jsonl import JsonLinesReport
from xlplugin.outputs.machine.junit import JunitReport
from xlplugin.outputs.machine.sarif import SarifReport
from xlplugin.outputs.marked.copies import AnnotatedCopies
from xlplugin.outputs.office import OfficeWorkbook
from xlplugin.outputs.page import HtmlPage
from xlplugin.outputs.slips.options import SlipOptions
from xlplugin.outputs.slips.slips import Slips
from xlplugin.outputs.writer import Checked, Writer, write_all
from xlplugin.review.review import Review
from xlplugin.runs.store.results import Results
from xlplugin.text import Language, Text

W = TypeVar("W", bound=Writer)


def write(results: Results, review: Review, writer: W, language: Language = "zh") -> W:
    """Writes one report; gives its writer. Raises `UsageError` where it could not be written."""
    [written] = write_all(Checked(results, review, language), [writer])
    if not written.is_there:
        raise UsageError(zh=written.sentences[0].zh, en=written.sentences[0].en)
    return writer


def write_html(results: Results, review: Review, target: Path, language: Language) -> None:
    write(results, review, HtmlPage(target), language)


def write_office_workbook(results: Results, review: Review, target: Path, language: Language) -> None:
    write(results, review, OfficeWorkbook(target), language)


def write_csv(results: Results, review: Review, target: Path, language: Language) -> None:
    write(results, review, CsvReport(target), language)


def write_jsonl(results: Results, review: Review, target: Path, language: Language) -> None:
    write(results, review, JsonLinesReport(target), language)


def write_sarif(results: Results, review: Review, target: Path, language: Language) -> None:
    write(results, review, SarifReport(target), language)


def write_junit(results: Results, review: Review, target: Path, language: Language) -> None:
    write(results, review, JunitReport(target), language)


def write_json(results: Results, review: Review, target: Path, language: Language) -> None:
    write(results, review, JsonReport(target), language)


@dataclass(frozen=True)
class Annotated:
    """The copies that were written, and which files have none, each with the sentence that says why."""

    written: tuple[Path, ...]
    not_possible: tuple[tuple[str, Text], ...]


def write_annotated(results: Results, folder: Path, language: Language) -> Annotated:
    made = write(results, Review(()), AnnotatedCopies(folder), language)
    return Annotated(tuple(made.written), tuple(made.not_possible))


def write_slips(results: Results, review: Review, folder: Path, language: Language, template: Path | None = None, deadline: dt.date | None = None) -> tuple[Path, ...]:
    return write(results, review, Slips(folder, SlipOptions(template, deadline)), language).paths
