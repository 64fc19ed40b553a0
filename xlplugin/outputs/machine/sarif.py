"""The findings as SARIF 2.1.0, for code-scanning dashboards and editors.

A workbook has no lines: the file is the physical location, sheet and cell are the logical one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

from xlplugin.checking.waive import shown
from xlplugin.filing.cells import Place
from xlplugin.filing.coverage import Coverage, Unread
from xlplugin.filing.findings import Finding, Report, Severity
from xlplugin.outputs.harmless import escaped, harmless
from xlplugin.outputs.machine.target import Target, opened
from xlplugin.outputs.wording import LEFT_OUT
from xlplugin.outputs.writer import Checked
from xlplugin.reading.parts import part_of
from xlplugin.rules import order
from xlplugin.rules.declare import Rule
from xlplugin.runs.inputs.far import is_remote
from xlplugin.runs.store.results import Result
from xlplugin.text import Language, Text
from xlplugin.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "xlpluginFinding/v1"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_INCOMPLETE = Text("未审全：{read}。{cause}", "not wholly checked: {read}. {cause}")
_NOT_CHECKED = Text("{rule} 未审核：{reason}（{n} 份）", "{rule} was not checked: {reason} ({n} files)")
_NOT_CHECKED_ACROSS = Text("{rule} 未审核：{reason}", "{rule} was not checked: {reason}")
_Object = dict[str, Any]


class SarifReport:
    """One run: its rules, a result a finding, and as notifications what could not be read or checked, or was left out. One report is held at a time."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._unread: list[_Object] = []
        self._missed: Counter[tuple[str, Text]] = Counter()
        self._separator = "\n"

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        self._stream = files.enter_context(opened(self._target))
        self._run, language = run, run.language
        self._places = {rule.id: number for number, rule in enumerate(run.rules)}
        driver = {"name": "xlplugin", "version": __version__, "rules": [_descriptor(rule, language) for rule in run.rules]}
        head = {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "language": {"zh": "zh-CN", "en": "en-US"}[language]}]}
        self._stream.write(_json(head).removesuffix("}]}") + ',\n"results": [')

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        report = result.report()
        if report.error is not None:
            self._unread.append({"level": "error", "message": _message(report.error, self._run.language), "locations": _files([report.file])})
        if report.coverage is not None:
            self._unread += [_not_read(report, report.coverage, cause, self._run.language) for cause in report.coverage.unread]
        self._missed.update({(entry.rule, entry.reason) for entry in report.not_checked})
        for one in _of_file(report, self._places, self._run.language):
            self._write(one)

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        review, places, language = self._run.review, self._places, self._run.language
        for found in review.findings:
            self._write(_of_batch(found, places, language))
        across = [_notice(one.rule, _NOT_CHECKED_ACROSS.fill(rule=one.rule, reason=one.reason), places, language) for one in review.not_checked]
        apart = [{"level": "note", "message": _message(LEFT_OUT, language), "locations": _files([file])} for file in self._run.manifest.left_out]
        notifications = self._unread + _missed(self._missed, places, language) + across + apart
        is_successful = not any(one["level"] == "error" for one in notifications)
        invocation = {"executionSuccessful": is_successful, "toolExecutionNotifications": notifications}
        self._stream.write(f'\n],\n"invocations": {_json([invocation])}}}]}}\n')
        return ()

    def _write(self, one: _Object) -> None:
        self._stream.write(self._separator + _json(one))
        self._separator = ",\n"


def uri(file: str) -> str:
    """A file as a URI reference: relative where it lies below the working directory, else whole; percent-encoded."""
    if is_remote(file):
        scheme, _, rest = file.partition("://")
        return f"{scheme}://{quote(rest.encode('utf-8', 'surrogateescape'), safe='/:@')}"
    path, here = Path(os.path.abspath(file)), Path.cwd()
    return quote(os.fsencode(path.relative_to(here).as_posix())) if path.is_relative_to(here) else path.as_uri()


def _not_read(report: Report, coverage: Coverage, cause: Unread, language: Language) -> _Object:
    """The notification for figures that were not read for one cause: how much of the file was, which were not, why, and what to do."""
    words = _INCOMPLETE.fill(read=coverage.text, cause=cause.text)
    locations = _of_cell(report, cause.places[0] if cause.places else None)
    return {"level": "error", "message": _message(words, language), "locations": [{**location, **_logical(cause.places[:1])} for location in locations]}


def _logical(places: Sequence[Place]) -> _Object:
    cells = [{"name": place.address, "fullyQualifiedName": harmless(place.full), "kind": "cell"} for place in places]
    return {"logicalLocations": cells} if cells else {}


def _missed(missed: Counter[tuple[str, Text]], places: Mapping[str, int], language: Language) -> list[_Object]:
    """One notification for each rule and reason, with the number of files."""
    listed = sorted(missed.items(), key=lambda entry: (order(entry[0][0]), entry[0][1].zh))
    return [_notice(rule, _NOT_CHECKED.fill(rule=rule, reason=reason, n=count), places, language) for (rule, reason), count in listed]


def _notice(rule: str, words: Text, places: Mapping[str, int], language: Language) -> _Object:
    return {"level": "note", "message": _message(words, language), "associatedRule": {"id": rule, **_index(rule, places, "index")}}


def _of_file(report: Report, places: Mapping[str, int], language: Language) -> Iterator[_Object]:
    whose = {"organ": report.organ, "year": report.year}
    for finding in report.findings:
        yield _result(finding, _of_cell(report, finding.place), whose, places, language)
    for finding in report.transcription:  # a fault of the file that was read, not of what was filed
        one = _result(finding, _of_cell(report, finding.place), whose, places, language)
        yield {**one, "kind": "informational", "level": "none"}


def _of_batch(one: Finding, places: Mapping[str, int], language: Language) -> _Object:
    return _result(one, _files(one.files), {"organ": one.organ, "year": None}, places, language)


def _result(finding: Finding, locations: Sequence[_Object], whose: Mapping[str, object], places: Mapping[str, int], language: Language) -> _Object:
    logical = _logical([finding.place] if finding.place is not None else [])
    more = {"field": finding.field, "actual": shown(finding.actual), "expected": shown(finding.expected), "related": list(finding.related)}
    properties = {name: value for name, value in {**whose, **more, "coveredBy": finding.covered_by}.items() if value not in (None, "", [])}
    waived = finding.waived
    return {
        "ruleId": finding.rule,
        **_index(finding.rule, places, "ruleIndex"),
        "kind": "fail",
        "level": LEVELS[finding.severity],
        "message": _message(finding.message, language),
        **({"locations": [{**location, **logical} for location in locations]} if locations else {}),
        "partialFingerprints": {FINGERPRINT: fingerprint(finding, whose, locations)},
        # Either all results have it or none: an empty list says that nobody let this one pass.
        "suppressions": [{"kind": "external", "status": "accepted", "justification": harmless(waived.reason)}] if waived else [],
        "properties": {name: harmless(value) if isinstance(value, str) else value for name, value in properties.items()},
    }


def fingerprint(finding: Finding, whose: Mapping[str, object], locations: Sequence[_Object]) -> str:
    """The same as long as the same rule finds the same place of the same organ's report, whatever the figures and the file's name."""
    organ = whose["organ"] or json.dumps(locations)
    where = finding.field or (finding.place.full if finding.place else shown(finding.actual))
    return hashlib.sha256(json.dumps([finding.rule, organ, whose["year"], where]).encode()).hexdigest()[:32]


def _of_cell(report: Report, place: Place | None) -> list[_Object]:
    """The file that a cell stands in; of no cell all files of the submission."""
    return _files(report.files if place is None else [report.files[part_of(place, report.files)[0]]])


def _files(files: Sequence[str]) -> list[_Object]:
    return [{"physicalLocation": {"artifactLocation": {"uri": uri(file)}}} for file in files]


def _descriptor(rule: Rule, language: Language) -> _Object:
    return {
        "id": rule.id,
        "shortDescription": _message(rule.title, language),
        "fullDescription": _message(rule.rationale, language),
        "help": _message(rule.mend, language),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"source": rule.source.show(language)},
    }


def _index(rule: str, places: Mapping[str, int], name: str) -> dict[str, int]:
    return {name: places[rule]} if rule in places else {}


def _message(text: Text, language: Language) -> dict[str, str]:
    """Plain text: braces are doubled as the format asks for, and what a submission holds cannot become a link."""
    return {"text": harmless(text.show(language)).replace("{", "{{").replace("}", "}}").replace("](", "] (")}


def _json(value: object) -> str:
    return escaped(json.dumps(value, ensure_ascii=False))
