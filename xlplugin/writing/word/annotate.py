"""Writes a copy of a report in Word with its problems as comments, at the cells and at the sentences; everything else stays as it lies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from xlplugin.errors import ReportNotAnnotatableError, UsageError
from xlplugin.filing import Filing, Place
from xlplugin.findings import Finding, Report
from xlplugin.reading.documents.sniff import sniff
from xlplugin.text import Language
from xlplugin.writing.marks import marks
from xlplugin.writing.package.archive import Archive
from xlplugin.writing.package.relations import related
from xlplugin.writing.package.xml import parse, serialise
from xlplugin.writing.word.body import Body, place_of
from xlplugin.writing.word.comments import WordComments
from xlplugin.writing.word.markup import W

_QUOTED = re.compile(r"“([^“”]{2,})”")
_SECTION = re.compile(r"「([^「」]+)」")
_ADDRESS = re.compile(r"（[A-Z]{1,2}\d{1,3}）| \[[A-Z]{1,2}\d{1,3}\]| at [A-Z]{1,2}\d{1,3}(?=[\s,.;:]|$)")
"""A cell's address as messages give it. Tables in Word have none that anybody sees."""
_AT_THE_END = frozenset({"D13", "D14"})
"""Rules on signature and date."""
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
        in_table = body.field(name) if name and finding.rule[0] != "N" else None
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


def _paragraph(finding: Finding, filing: Filing, body: Body) -> Any | None:
    """Where a finding belongs that has no cell: at what it quotes, at the label that it is about, at its section, at the report's end or title."""
    table = next((table.id for table in filing.form.tables if finding.place and finding.place.sheet.startswith(table.title.official)), None)
    if table and isinstance(finding.actual, str) and (label := body.label(table, finding.actual)) is not None:
        return label
    if finding.rule in _AT_THE_END:
        return body.end()
    if finding.rule[0] in "ND":
        quoted = [finding.actual, *finding.actual.split("、")] if isinstance(finding.actual, str) else []
        for words in (*quoted, *_QUOTED.findall(finding.message.zh)):
            if (found := body.sentence(words)) is not None:
                return found
    if finding.field is not None:
        table = table or filing.form.fields[finding.field].table
    for name in _SECTION.findall(finding.message.zh):
        if (found := _heading(name, filing, body)) is not None:
            return found
    return body.table(table) if table else None


def _heading(name: str, filing: Filing, body: Body) -> Any | None:
    """The heading of the section of that official title, as it is worded in this report."""
    section = next((section.id for section in filing.form.sections if section.title.official == name), None)
    seen = [heading.seen for heading in filing.document.headings if heading.section == section] if filing.document and section else []
    return next((found for words in (*seen, name) if (found := body.heading(words)) is not None), None)


def _order(root: Any) -> Any:
    """Comments are numbered as their paragraphs follow each other."""
    positions = {paragraph: number for number, paragraph in enumerate(root.iter(f"{W}p"))}
    return positions.__getitem__
