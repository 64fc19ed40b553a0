"""The findings as SARIF 2.1.0, for code-scanning dashboards and editors.

A workbook has no lines: the file is the physical location, sheet and cell are the logical one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

from xlplugin import __version__
from xlplugin.batch.addresses import is_remote
from xlplugin.batch.results import Results
from xlplugin.batch.review import BatchFinding, Review
from xlplugin.checking.waive import shown
from xlplugin.findings import Finding, Report, Severity
from xlplugin.reports.beside import beside
from xlplugin.reports.plain import plain
from xlplugin.reports.used_rules import used_rules
from xlplugin.rules import order
from xlplugin.rules.declare import Rule
from xlplugin.text import Language, Text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "xlpluginFinding/v1"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_NOT_CHECKED = Text("{rule} 未审核：{reason}（{n} 份）", "{rule} was not checked: {reason} ({n} files)")
_NOT_CHECKED_ACROSS = Text("{rule} 未审核：{reason}", "{rule} was not checked: {reason}")
_Object = dict[str, Any]


def write_sarif(results: Results, review: Review, target: Path, language: Language) -> None:
    """Writes one run: its rules, a result a finding, and as notifications what could not be read or checked. One report is held at a time."""
    rules = used_rules(results)
    with beside(target) as path, path.open("w", encoding="utf-8", newline="\n") as stream:
        driver = {"name": "xlplugin", "version": __version__, "rules": [_descriptor(rule, language) for rule in rules]}
        head = {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "language": {"zh": "zh-CN", "en": "en-US"}[language]}]}
        stream.write(_json(head).removesuffix("}]}") + ',\n"results": [')
        notifications = _write_results(stream, results, review, {rule.id: number for number, rule in enumerate(rules)}, language)
        is_successful = not any(one["level"] == "error" for one in notifications)
        invocation = {"executionSuccessful": is_successful, "toolExecutionNotifications": notifications}
        stream.write(f'\n],\n"invocations": {_json([invocation])}}}]}}\n')


def uri(file: str) -> str:
    """A file as a URI reference: relative where it lies below the working directory, else whole; percent-encoded."""
    if is_remote(file):
        scheme, _, rest = file.partition("://")
        return f"{scheme}://{quote(rest.encode('utf-8', 'surrogateescape'), safe='/:@')}"
    path, here = Path(os.path.abspath(file)), Path.cwd()
    return quote(os.fsencode(path.relative_to(here).as_posix())) if path.is_relative_to(here) else path.as_uri()


def _write_results(stream: TextIO, results: Results, review: Review, places: Mapping[str, int], language: Language) -> list[_Object]:
    """Writes every result; gives the notifications, those of files first."""
    unread: list[_Object] = []
    missed: Counter[tuple[str, Text]] = Counter()
    separator = "\n"
    for result in results:
        report = result.report()
        if report.error is not None:
            unread.append({"level": "error", "message": _message(report.error, language), "locations": _files([report.file])})
        missed.update({(entry.rule, entry.reason) for entry in report.not_checked})
        for one in _of_file(report, places, language):
            stream.write(separator + _json(one))
            separator = ",\n"
    for found in review.findings:
        stream.write(separator + _json(_of_batch(found, places, language)))
        separator = ",\n"
    across = [_notice(one.rule, _NOT_CHECKED_ACROSS.fill(rule=one.rule, reason=one.reason), places, language) for one in review.not_checked]
    return unread + _missed(missed, places, language) + across


def _missed(missed: Counter[tuple[str, Text]], places: Mapping[str, int], language: Language) -> list[_Object]:
    """One notification for each rule and reason, with the number of files."""
    listed = sorted(missed.items(), key=lambda entry: (order(entry[0][0]), entry[0][1].zh))
    return [_notice(rule, _NOT_CHECKED.fill(rule=rule, reason=reason, n=count), places, language) for (rule, reason), count in listed]


def _notice(rule: str, words: Text, places: Mapping[str, int], language: Language) -> _Object:
    return {"level": "note", "message": _message(words, language), "associatedRule": {"id": rule, **_index(rule, places, "index")}}


def _of_file(report: Report, places: Mapping[str, int], language: Language) -> Iterator[_Object]:
    locations = _files([report.file])
    whose = {"organ": report.organ, "year": report.year}
    for finding in report.findings:
        yield _result(finding, locations, whose, places, language)
    for finding in report.transcription:  # a fault of the file that was read, not of what was filed
        one = _result(finding, locations, whose, places, language)
        yield {**one, "kind": "informational", "level": "none"}


def _of_batch(one: BatchFinding, places: Mapping[str, int], language: Language) -> _Object:
    return _result(one.finding, _files(one.files), {"organ": one.organ, "year": None}, places, language)


def _result(finding: Finding, locations: Sequence[_Object], whose: Mapping[str, object], places: Mapping[str, int], language: Language) -> _Object:
    logical = {}
    if finding.place is not None:
        name = f"{finding.place.sheet}!{finding.place.address}"
        logical = {"logicalLocations": [{"name": finding.place.address, "fullyQualifiedName": plain(name), "kind": "cell"}]}
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
        "partialFingerprints": {FINGERPRINT: _fingerprint(finding, whose, locations)},
        # Either all results have it or none: an empty list says that nobody let this one pass.
        "suppressions": [{"kind": "external", "status": "accepted", "justification": plain(waived.reason)}] if waived else [],
        "properties": {name: plain(value) if isinstance(value, str) else value for name, value in properties.items()},
    }


def _fingerprint(finding: Finding, whose: Mapping[str, object], locations: Sequence[_Object]) -> str:
    """The same as long as the same rule finds the same place of the same organ's report, whatever the figures and the file's name."""
    organ = whose["organ"] or json.dumps(locations)
    where = finding.field or (f"{finding.place.sheet}!{finding.place.address}" if finding.place else shown(finding.actual))
    return hashlib.sha256(json.dumps([finding.rule, organ, whose["year"], where]).encode()).hexdigest()[:32]


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
    return {"text": plain(text.show(language)).replace("{", "{{").replace("}", "}}").replace("](", "] (")}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
