"""Writes a copy of a report in Word with its problems as comments, at the cells and at the sentences; everything else stays as it lies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from xlplugin.errors import ReportNotAnnotatableError, UsageError
from xlplugin.filing.cells import Place
from xlplugin.filing.coverage import Unread
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, Report
from xlplugin.outputs.marked.marks import INCOMPLETE, marks
from xlplugin.outputs.marked.package.archive import Archive
from xlplugin.outputs.marked.package.relations import related
from xlplugin.outputs.marked.package.xml import parse, serialise
from xlplugin.outputs.marked.word.body import Body, place_of
from xlplugin.outputs.marked.word.comments import WordComments
from xlplugin.outputs.marked.word.markup import W
from xlplugin.reading.documents.formats.sniff import sniff
from xlplugin.text import Language, Text

_ADDRESS = re.compile(r"（[A-Z]{1,2}\d{1,3}）| \[[A-Z]{1,2}\d{1,3}\]| at [A-Z]{1,2}\d{1,3}(?=[\s,.;:]|$)")
"""A cell's address as messages give it. Tables in Word have none that anybody sees."""
_MOST_ROWS = 12
"""Of more rows that were not read a comment at each would bury the table."""
_NOWHERE = "\x00"
"""The sheet of places that stand for paragraphs."""


def annotate_document(source: Path, target: Path, report: Report, filing: Filing, language: Language) -> None:
    """Writes `source`, a .docx, to `target` with a comment where each of the report's problems is.

    `source` is read once and never opened for writing; a file at `target` is replaced, once the copy is complete. Of the
    package the document part gets the comments' anchors, the comments part the comments, every other part is copied byte
    for byte. Comments of ours from an earlier round are replaced, those of others stay.

    Raises ReportNotAnnotatableError (a report in any other format), UsageError (`target` is the original, is not called
    .docx or cannot be written), and the errors of a file that cannot be read.
    """
    if target.exists() and target.samefile(source):
        raise UsageError(zh=f"副本不能覆盖原文件：{target}", en=f"the copy must not replace the original: {target}")
    if sniff(source) != "docx":
        raise ReportNotAnnotatableError()
    if target.suffix.lower() not in (".docx", source.suffix.lower()):
        raise UsageError(zh=f"副本的扩展名应为 .docx：{target.name}", en=f"the copy's name has to end with .docx: {target.name}")
    archive = Archive(source)
    part = related(archive, "", "officeDocument")
    root = parse(archive.read(part), part) if part else None
    if part is None or root is None or root.tag != f"{W}document":  # Strict Open XML has a namespace of its own
        raise ReportNotAnnotatableError()
    body = Body(root, filing)
    comments = WordComments(archive, part, root)
    notes: dict[Any, list[str]] = {}
    for paragraph, note in _notes(report, filing, body, language):
        notes.setdefault(paragraph, []).append(note)
    for paragraph in sorted(notes, key=_order(root)):
        comments.add(paragraph, "\n".join(notes[paragraph]))
    comments.save()
    archive.replace(part, serialise(root))
    archive.write(target)


def _notes(report: Report, filing: Filing, body: Body, language: Language) -> Iterator[tuple[Any, str]]:
    """Each note with the paragraph that it belongs to. What has no cell is given a place that stands for its paragraph."""
    paragraphs: dict[Place, Any] = {}
    findings = []
    for number, finding in enumerate(report.findings):
        name = finding.field or (place_of(filing, finding.place) if finding.place else None)
        in_table = body.field(name) if name and finding.subject != "sentence" else None
        place = finding.place if in_table is not None and finding.place else Place(_NOWHERE, number + 1, 1)
        paragraphs[place] = in_table if in_table is not None else _paragraph(finding, filing, body)
        findings.append(replace(finding, place=place, also=()))  # the message names the other cells; a comment at each would bury the text
    for mark in marks(replace(report, findings=tuple(findings)), language):
        paragraph = paragraphs.get(mark.place)
        if paragraph is None:
            name = place_of(filing, mark.place)
            paragraph = body.field(name) if name else None
        if paragraph is None:
            paragraph = body.title()
        if paragraph is not None:
            yield paragraph, _ADDRESS.sub("", mark.note)
    for cause in report.coverage.unread if report.coverage else ():
        for paragraph, words in _unread(cause, body):
            yield paragraph, f"【{INCOMPLETE.show(language)}】{words.show(language)}"


def _unread(cause: Unread, body: Body) -> Iterator[tuple[Any, Text]]:
    """Where figures were not read and no cell was found for them: at their rows' labels; at the table, or else the title, where these are many or not found."""
    if cause.places:  # these have notes of their own
        return
    by_row = {name.rpartition(".")[0]: name for name in reversed(cause.fields)}
    found = [body.field(name) for name in by_row.values()] if len(by_row) <= _MOST_ROWS else [None]
    rows = list(dict.fromkeys(paragraph for paragraph in reversed(found) if paragraph is not None))
    yield from ((paragraph, cause.reason) for paragraph in rows)
    if len(rows) < len(found):
        at = body.table(cause.table)
        if (paragraph := at if at is not None else body.title()) is not None:
            yield paragraph, cause.text


def _paragraph(finding: Finding, filing: Filing, body: Body) -> Any | None:
    """Where a finding belongs that has no cell: at the label that it is about, at the report's end, at the words that it speaks of, at its section's heading."""
    table = next((table.id for table in filing.form.tables if finding.place and finding.place.sheet.startswith(table.title.official)), None)
    if table and isinstance(finding.actual, str) and (label := body.label(table, finding.actual)) is not None:
        return label
    if finding.subject == "end":
        return body.end()
    span = finding.span
    if span is not None and span.words and (sentence := body.sentence(span.words)) is not None:
        return sentence
    section = span.section if span else None
    if section is not None and (heading := _heading(section, filing, body)) is not None:
        return heading
    if finding.field is not None:
        table = table or filing.form.fields[finding.field].table
    return body.table(table) if table else None


def _heading(section: str, filing: Filing, body: Body) -> Any | None:
    """The heading of a section, as it is worded in this report."""
    official = [one.title.official for one in filing.form.sections if one.id == section]
    seen = [heading.seen for heading in filing.document.headings if heading.section == section] if filing.document else []
    return next((found for words in (*seen, *official) if (found := body.heading(words)) is not None), None)


def _order(root: Any) -> Any:
    """Comments are numbered as their paragraphs follow each other."""
    positions = {paragraph: number for number, paragraph in enumerate(root.iter(f"{W}p"))}
    return positions.__getitem__
